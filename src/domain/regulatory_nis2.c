/*
 * regulatory_nis2.c -- Articles 3 to 10 of Regulation (EU) 2024/2690: when an
 * incident is significant.
 */
#include "domain/regulatory_answers.h"

/* A half of a million euros, in cents. */
#define LOSS_LIMIT  INT64_C(50000000)
#define USERS_LIMIT INT64_C(1000000)
/* Both limits above stand beside 5 %, a twentieth. */
#define TWENTIETH 20

/* EUR 500,000 or a twentieth of the turnover, whichever is lower; x 20. */
static struct known_range
loss_limit(const struct regulatory_run *run)
{
	int64_t turnover = run->house->turnover, most = TWENTIETH * LOSS_LIMIT;

	if (turnover < 0)
		return (struct known_range){ 0, most };
	return line_exactly(turnover < most ? turnover : most);
}

static enum regulatory_answer
loss_over(const struct regulatory_run *run, struct known_range loss,
    struct regulatory_line *line)
{
	struct known_range limit = loss_limit(run);
	enum regulatory_answer a = line_over(loss, TWENTIETH, limit);

	line->measured = line_amount(UNIT_EUROS, loss);
	if (limit.low == limit.high)
		line->limit = (struct regulatory_amount){
			.unit = UNIT_EUROS, .n = limit.low, .of = TWENTIETH
		};
	if (a != ANSWER_UNKNOWN)
		return a;
	if (run->loss_missing != NULL)
		line_lacks(line, run->loss_missing);
	if (run->fact[REG_OTHER_LOSS] == NULL)
		line_lacks(line, "other_loss");
	if (run->house->turnover < 0)
		line_lacks(line, "turnover");
	return a;
}

static enum regulatory_answer
answer_loss(struct regulatory_run *run, const struct line_rule *rule,
    struct regulatory_line *line)
{
	(void)rule;
	return loss_over(run, run->loss, line);
}

/* Twice in six months of one cause, together beyond the limit. */
static enum regulatory_answer
answer_recurring(struct regulatory_run *run, const struct line_rule *rule,
    struct regulatory_line *line)
{
	const struct incident_figures *f = run->incident;
	enum regulatory_answer a;

	(void)rule;
	if (f->incident->cause.n == 0) {
		line_lacks(line, "cause");
		return ANSWER_UNKNOWN;
	}
	if (f->same_6 == 0) {
		line->measured = line_amount(UNIT_COUNT, line_exactly(1));
		return ANSWER_NOT_MET;
	}
	a = loss_over(run, run->together, line);
	if (a == ANSWER_UNKNOWN && line->n_missing == 0)
		line_lacks(line, "other_loss");
	return a;
}

static enum regulatory_answer
answer_unavailable(struct regulatory_run *run, const struct line_rule *rule,
    struct regulatory_line *line)
{
	const struct role_times *t = &run->times[rule->role];
	struct known_range none = { 0, INT64_MAX };

	return answer_time(run, rule, t->any ? t->complete : none, line);
}

static enum regulatory_answer
answer_limited(struct regulatory_run *run, const struct line_rule *rule,
    struct regulatory_line *line)
{
	const struct role_times *t = &run->times[rule->role];
	struct known_range none = { 0, INT64_MAX };

	return answer_time(run, rule, t->any ? t->limited : none, line);
}

static enum regulatory_answer
answer_response(struct regulatory_run *run, const struct line_rule *rule,
    struct regulatory_line *line)
{
	return answer_time(
	    run, rule, (struct known_range){ 0, INT64_MAX }, line);
}

/* 5 % of the users in the Union or a million, whichever number is smaller. */
static enum regulatory_answer
users_over(const struct regulatory_run *run, enum regulatory_id id,
    struct regulatory_line *line)
{
	int64_t all = run->house->eu_users, most = TWENTIETH * USERS_LIMIT;
	struct known_range limit = { 0, most };
	struct known_range users = line_number(run, id);
	enum regulatory_answer a;

	if (all >= 0)
		limit = line_exactly(all < most ? all : most);
	a = line_over(users, TWENTIETH, limit);
	if (run->fact[id] != NULL)
		line->measured = line_amount(UNIT_COUNT, users);
	if (all >= 0)
		line->limit = (struct regulatory_amount){
			.unit = UNIT_COUNT, .n = limit.low, .of = TWENTIETH
		};
	if (a != ANSWER_UNKNOWN)
		return a;
	if (run->fact[id] == NULL)
		line_lacks(line, regulatory_kinds[id].name);
	if (all < 0)
		line_lacks(line, "eu_users");
	return a;
}

static enum regulatory_answer
answer_limited_users(struct regulatory_run *run, const struct line_rule *rule,
    struct regulatory_line *line)
{
	struct regulatory_line time = { .n_missing = 0 };
	enum regulatory_answer a = answer_limited(run, rule, &time), b;

	b = users_over(run, REG_EU_USERS_AFFECTED, line);
	if (a == ANSWER_NOT_MET) {
		line->measured = time.measured;
		line->limit = (struct regulatory_amount){ .unit = UNIT_NONE };
	}
	if (a == ANSWER_UNKNOWN)
		line_lacks(line, regulatory_kinds[rule->fact].name);
	return line_both(a, b);
}

static enum regulatory_answer
answer_data_users(struct regulatory_run *run, const struct line_rule *rule,
    struct regulatory_line *line)
{
	enum regulatory_answer a = line_said(run, rule->fact, line);

	return line_both(a, users_over(run, REG_DATA_USERS_AFFECTED, line));
}

/*
 * Data compromised, unless by misconfiguration, of fewer than 1,000 names and
 * no more than 1 % of those under management.
 */
static enum regulatory_answer
answer_domains(struct regulatory_run *run, const struct line_rule *rule,
    struct regulatory_line *line)
{
	struct regulatory_line excuse = { .n_missing = 0 };
	struct known_range names = line_number(run, REG_DOMAINS_AFFECTED);
	struct known_range all = { 0, INT64_MAX };
	enum regulatory_answer a = line_said(run, rule->fact, line), few, share,
			       is;

	if (run->house->domains >= 0)
		all = line_exactly(run->house->domains);
	few = line_not(line_over(names, 1, line_exactly(999)));
	share = line_not(line_over(names, 100, all));
	is = line_said(run, REG_MISCONFIGURATION, &excuse);
	if (run->fact[REG_DOMAINS_AFFECTED] != NULL)
		line->measured = line_amount(UNIT_COUNT, names);
	is = line_both(line_both(few, share), is);
	if (is == ANSWER_UNKNOWN) {
		if (excuse.n_missing != 0)
			line_lacks(line, excuse.missing[0]);
		if (few == ANSWER_UNKNOWN)
			line_lacks(line, "domains_affected");
		if (share == ANSWER_UNKNOWN && run->house->domains < 0)
			line_lacks(line, "domains");
	}
	return line_both(a, line_not(is));
}

/* Articles 7, 9 and 10 say the same of different services. */
#define LIKE_CLOUD(article, role)                                              \
	TIMED(article "(a)", "unavailable_30", role, answer_unavailable,       \
	    REG_UNAVAILABLE_MINUTES, MINUTES(30)),                             \
	    TIMED(article "(b)", "limited_users", role, answer_limited_users,  \
		REG_LIMITED_MINUTES, HOURS(1)),                                \
	    { article "(c)", "data_malicious", role, answer_both_said,         \
		    REG_DATA_COMPROMISED, REG_DATA_MALICIOUS, 0, false },      \
	{                                                                      \
		article "(d)", "data_users", role, answer_data_users,          \
		    REG_DATA_COMPROMISED, REG_FACTS, 0, false                  \
	}

static const struct line_rule nis2_rules[] = {
	{ "3(1)(a)", "loss", EVERYBODY, answer_loss, REG_FACTS, REG_FACTS, 0,
	    false },
	SAID("3(1)(b)", "trade_secrets", EVERYBODY, REG_TRADE_SECRETS),
	SAID("3(1)(c)", "death", EVERYBODY, REG_DEATH),
	SAID("3(1)(d)", "health", EVERYBODY, REG_HEALTH_DAMAGE),
	SAID("3(1)(e)", "access", EVERYBODY, REG_MALICIOUS_ACCESS),
	{ "4", "recurring", EVERYBODY, answer_recurring, REG_FACTS, REG_FACTS,
	    0, false },
	TIMED("5(a)", "unavailable_30", ROLE_DNS, answer_unavailable,
	    REG_UNAVAILABLE_MINUTES, MINUTES(30)),
	TIMED("5(b)", "response", ROLE_DNS, answer_response,
	    REG_RESPONSE_OVER_10S_MINUTES, HOURS(1)),
	TIMED("5(c)", "data_domains", ROLE_DNS, answer_domains,
	    REG_DATA_COMPROMISED, 0),
	TIMED("6(a)", "unavailable_any", ROLE_TLD, answer_unavailable,
	    REG_UNAVAILABLE_MINUTES, 0),
	TIMED("6(b)", "response", ROLE_TLD, answer_response,
	    REG_RESPONSE_OVER_10S_MINUTES, HOURS(1)),
	SAID("6(c)", "data", ROLE_TLD, REG_DATA_COMPROMISED),
	LIKE_CLOUD("7", ROLE_CLOUD),
	TIMED("8(a)", "unavailable_any", ROLE_DATA_CENTRE, answer_unavailable,
	    REG_UNAVAILABLE_MINUTES, 0),
	TIMED("8(b)", "limited_1h", ROLE_DATA_CENTRE, answer_limited,
	    REG_LIMITED_MINUTES, HOURS(1)),
	{ "8(c)", "data_malicious", ROLE_DATA_CENTRE, answer_both_said,
	    REG_DATA_COMPROMISED, REG_DATA_MALICIOUS, 0, false },
	SAID("8(d)", "physical", ROLE_DATA_CENTRE, REG_PHYSICAL_ACCESS),
	LIKE_CLOUD("9", ROLE_CDN),
	LIKE_CLOUD("10", ROLE_MANAGED_SERVICE),
};

void
regulatory_nis2(struct regulatory_run *run)
{
	line_table(run, ACT_NIS2_SIGNIFICANT, nis2_rules, COUNT(nis2_rules));
}
