/*
 * regulatory_gdpr.c -- Article 33 of Regulation (EU) 2016/679: who has to be
 * told of a breach of personal data.
 */
#include "domain/regulatory_answers.h"

static enum regulatory_answer
answer_controller(struct regulatory_run *run, const struct line_rule *rule,
    struct regulatory_line *line)
{
	const struct regulation_settings *h = run->house;
	enum regulatory_answer who = h->controller  ? ANSWER_MET
				     : h->processor ? ANSWER_NOT_MET
						    : ANSWER_UNKNOWN;
	enum regulatory_answer a = line_said(run, rule->fact, line);

	if (who == ANSWER_UNKNOWN)
		line_lacks(line, "gdpr_roles");
	return line_both(who, line_both(a, line_said(run, rule->also, line)));
}

static enum regulatory_answer
answer_processor(struct regulatory_run *run, const struct line_rule *rule,
    struct regulatory_line *line)
{
	const struct regulation_settings *h = run->house;
	enum regulatory_answer who = h->processor    ? ANSWER_MET
				     : h->controller ? ANSWER_NOT_MET
						     : ANSWER_UNKNOWN;

	if (who == ANSWER_UNKNOWN)
		line_lacks(line, "gdpr_roles");
	return line_both(who, line_said(run, rule->fact, line));
}

static const struct line_rule gdpr_rules[] = {
	{ "33(1)", "controller", EVERYBODY, answer_controller,
	    REG_PERSONAL_DATA, REG_PERSONAL_DATA_RISK, 0, false },
	{ "33(2)", "processor", EVERYBODY, answer_processor, REG_PERSONAL_DATA,
	    REG_FACTS, 0, false },
	SAID("33(5)", "documented", EVERYBODY, REG_PERSONAL_DATA),
};

void
regulatory_gdpr(struct regulatory_run *run)
{
	line_table(run, ACT_GDPR, gdpr_rules, COUNT(gdpr_rules));
}
