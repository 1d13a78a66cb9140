/*
 * regulatory_dora.c -- Articles 8 and 9 of Regulation (EU) 2024/1772: when an
 * incident is major. All figures are those of the financial entity that is
 * affected, not of the house.
 */
#include "domain/regulatory_answers.h"

static enum regulatory_answer
answer_clients(struct regulatory_run *run, const struct line_rule *rule,
    struct regulatory_line *line)
{
	struct known_range hit = line_number(run, REG_CLIENTS_AFFECTED);
	struct known_range all = line_number(run, REG_CLIENTS_ALL);
	enum regulatory_answer a = line_over(hit, rule->limit, all);

	if (run->fact[REG_CLIENTS_AFFECTED] != NULL)
		line->measured = line_amount(UNIT_COUNT, hit);
	if (run->fact[REG_CLIENTS_ALL] != NULL)
		line->limit = (struct regulatory_amount){
			.unit = UNIT_COUNT, .n = all.low, .of = rule->limit
		};
	if (a != ANSWER_UNKNOWN)
		return a;
	if (run->fact[REG_CLIENTS_AFFECTED] == NULL)
		line_lacks(line, "clients_affected");
	if (run->fact[REG_CLIENTS_ALL] == NULL)
		line_lacks(line, "clients_all");
	return a;
}

static enum regulatory_answer
answer_duration(struct regulatory_run *run, const struct line_rule *rule,
    struct regulatory_line *line)
{
	return answer_time(run, rule, run->duration, line);
}

static enum regulatory_answer
answer_downtime(struct regulatory_run *run, const struct line_rule *rule,
    struct regulatory_line *line)
{
	enum regulatory_answer a = answer_time(run, rule, run->downtime, line);

	return line_both(a, line_said(run, rule->also, line));
}

/* Of the same cause within six months: whether they add up is not known here.
 */
static enum regulatory_answer
answer_recurring_dora(struct regulatory_run *run, const struct line_rule *rule,
    struct regulatory_line *line)
{
	const struct incident_figures *f = run->incident;

	(void)rule;
	if (f->incident->cause.n == 0) {
		line_lacks(line, "cause");
		return ANSWER_UNKNOWN;
	}
	line->measured = line_amount(UNIT_COUNT, line_exactly(f->same_6 + 1));
	if (f->same_6 == 0)
		return ANSWER_NOT_MET;
	line_lacks(line, "earlier_incidents");
	return ANSWER_UNKNOWN;
}

static const struct line_rule dora_rules[] = {
	{ "9(1)(a)", "clients_share", EVERYBODY, answer_clients, REG_FACTS,
	    REG_FACTS, 10, false },
	{ "9(1)(b)", "clients", EVERYBODY, answer_number, REG_CLIENTS_AFFECTED,
	    REG_FACTS, 100000, false },
	{ "9(1)(c)", "counterparts", EVERYBODY, answer_share,
	    REG_COUNTERPARTS_SHARE, REG_FACTS, 30, false },
	{ "9(1)(d)", "transactions", EVERYBODY, answer_share,
	    REG_TRANSACTIONS_SHARE, REG_FACTS, 10, false },
	{ "9(1)(e)", "transactions_value", EVERYBODY, answer_share,
	    REG_TRANSACTIONS_VALUE_SHARE, REG_FACTS, 10, false },
	SAID("9(1)(f)", "relevant", EVERYBODY, REG_RELEVANT_CLIENTS),
	{ "9(2)", "reputation", EVERYBODY, answer_said, REG_REPUTATION,
	    REG_FACTS, 0, true },
	{ "9(3)(a)", "duration", EVERYBODY, answer_duration,
	    REG_DURATION_MINUTES, REG_FACTS, HOURS(24), true },
	{ "9(3)(b)", "downtime", EVERYBODY, answer_downtime,
	    REG_DOWNTIME_MINUTES, REG_CRITICAL_FUNCTION, HOURS(2), false },
	{ "9(4)", "states", EVERYBODY, answer_number, REG_MEMBER_STATES,
	    REG_FACTS, 1, true },
	{ "9(5)(a)", "data_losses", EVERYBODY, answer_said, REG_DATA_LOSSES,
	    REG_FACTS, 0, true },
	SAID("9(5)(b)", "dora_access", EVERYBODY, REG_MALICIOUS_ACCESS),
	{ "9(6)", "dora_loss", EVERYBODY, answer_number, REG_DORA_LOSS,
	    REG_FACTS, 10000000, false },
	{ "8(2)", "recurring_dora", EVERYBODY, answer_recurring_dora, REG_FACTS,
	    REG_FACTS, 0, false },
};

/* The paragraph of Article 9 that a line belongs to, as in "9(3)(a)". */
static char
criterion(const struct regulatory_line *line)
{
	return line->article[0] == '9' ? line->article[2] : '\0';
}

/*
 * Article 8(1): critical services affected, and either malicious access or two
 * of the six criteria of Article 9, whichever lines of them.
 */
static void
add_major(struct regulatory_run *run)
{
	struct regulatory_table *t = &run->figures->tables[ACT_DORA_MAJOR];
	struct regulatory_line line = {
		.article = "8(1)", .key = "major", .role = EVERYBODY
	};
	enum regulatory_answer critical, access = ANSWER_UNKNOWN, two;
	int64_t met = 0, open = 0;

	for (char p = '1'; p <= '6'; p++) {
		enum regulatory_answer best = ANSWER_NOT_MET;

		for (size_t i = 0; i < t->n; i++) {
			const struct regulatory_line *l = &t->lines[i];

			if (criterion(l) == p && l->answer == ANSWER_MET)
				best = ANSWER_MET;
			else if (criterion(l) == p && best != ANSWER_MET &&
				 l->answer == ANSWER_UNKNOWN)
				best = ANSWER_UNKNOWN;
			if (str_is(str_of(l->article), "9(5)(b)"))
				access = l->answer;
		}
		met += best == ANSWER_MET;
		open += best == ANSWER_UNKNOWN;
	}
	two = met >= 2          ? ANSWER_MET
	      : met + open >= 2 ? ANSWER_UNKNOWN
				: ANSWER_NOT_MET;
	critical = line_said(run, REG_CRITICAL_SERVICES, &line);
	two = line_not(line_both(line_not(access), line_not(two)));
	if (two == ANSWER_UNKNOWN)
		line_lacks(&line, "lines");
	line.measured = line_amount(UNIT_COUNT, line_exactly(met));
	line.answer = line_both(critical, two);
	line_add(t, &line);
}

void
regulatory_dora(struct regulatory_run *run)
{
	line_table(run, ACT_DORA_MAJOR, dora_rules, COUNT(dora_rules));
	add_major(run);
}
