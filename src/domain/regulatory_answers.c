/*
 * regulatory_answers.c -- three values, and how most lines come to theirs.
 */
#include "domain/regulatory_answers.h"

/* ---- three values -------------------------------------------------------- */

enum regulatory_answer
line_both(enum regulatory_answer a, enum regulatory_answer b)
{
	if (a == ANSWER_NOT_MET || b == ANSWER_NOT_MET)
		return ANSWER_NOT_MET;
	return a == ANSWER_MET && b == ANSWER_MET ? ANSWER_MET : ANSWER_UNKNOWN;
}

enum regulatory_answer
line_not(enum regulatory_answer a)
{
	if (a == ANSWER_UNKNOWN)
		return a;
	return a == ANSWER_MET ? ANSWER_NOT_MET : ANSWER_MET;
}

void
line_lacks(struct regulatory_line *line, const char *name)
{
	for (size_t i = 0; i < line->n_missing; i++)
		if (str_is(str_of(name), line->missing[i]))
			return;
	if (line->n_missing < REGULATORY_MISSING)
		line->missing[line->n_missing++] = name;
}

enum regulatory_answer
line_said(struct regulatory_run *run, enum regulatory_id id,
    struct regulatory_line *line)
{
	const struct regulatory_fact *f = run->fact[id];

	if (f == NULL) {
		line_lacks(line, regulatory_kinds[id].name);
		return ANSWER_UNKNOWN;
	}
	return f->number != 0 ? ANSWER_MET : ANSWER_NOT_MET;
}

enum regulatory_answer
line_over(struct known_range r, int64_t scale, struct known_range limit)
{
	if (limit.high != INT64_MAX &&
	    (int128)r.low * scale > (int128)limit.high)
		return ANSWER_MET;
	if (r.high != INT64_MAX && (int128)r.high * scale <= (int128)limit.low)
		return ANSWER_NOT_MET;
	return ANSWER_UNKNOWN;
}

struct known_range
line_exactly(int64_t n)
{
	return (struct known_range){ n, n };
}

struct known_range
line_number(const struct regulatory_run *run, enum regulatory_id id)
{
	const struct regulatory_fact *f = run->fact[id];

	return f == NULL ? (struct known_range){ 0, INT64_MAX }
			 : line_exactly(f->number);
}

struct regulatory_amount
line_amount(enum regulatory_unit unit, struct known_range r)
{
	return (struct regulatory_amount){
		.unit = unit, .n = r.low, .of = 1, .at_least = r.high != r.low
	};
}

/* ---- answers ------------------------------------------------------------- */

enum regulatory_answer
answer_said(struct regulatory_run *run, const struct line_rule *rule,
    struct regulatory_line *line)
{
	if (run->fact[rule->fact] != NULL)
		line->measured = (struct regulatory_amount){ .unit = UNIT_YESNO,
			.n = run->fact[rule->fact]->number };
	return line_said(run, rule->fact, line);
}

enum regulatory_answer
answer_both_said(struct regulatory_run *run, const struct line_rule *rule,
    struct regulatory_line *line)
{
	enum regulatory_answer a = line_said(run, rule->fact, line);

	return line_both(a, line_said(run, rule->also, line));
}

static struct known_range
stated_ms(const struct regulatory_run *run, enum regulatory_id id,
    struct known_range computed)
{
	return run->fact[id] != NULL ? line_exactly(run->fact[id]->number)
				     : computed;
}

enum regulatory_answer
answer_time(struct regulatory_run *run, const struct line_rule *rule,
    struct known_range computed, struct regulatory_line *line)
{
	struct known_range ms = stated_ms(run, rule->fact, computed);
	enum regulatory_answer a = line_over(ms, 1, line_exactly(rule->limit));

	if (ms.low != 0 || ms.high == 0)
		line->measured = line_amount(UNIT_MS, ms);
	if (a == ANSWER_UNKNOWN)
		line_lacks(line, regulatory_kinds[rule->fact].name);
	return a;
}

enum regulatory_answer
answer_number(struct regulatory_run *run, const struct line_rule *rule,
    struct regulatory_line *line)
{
	struct known_range n = line_number(run, rule->fact);
	bool euros = regulatory_kinds[rule->fact].type == REGULATORY_EUROS;

	if (run->fact[rule->fact] == NULL)
		line_lacks(line, regulatory_kinds[rule->fact].name);
	else
		line->measured =
		    line_amount(euros ? UNIT_EUROS : UNIT_COUNT, n);
	return line_over(n, 1, line_exactly(rule->limit));
}

enum regulatory_answer
answer_share(struct regulatory_run *run, const struct line_rule *rule,
    struct regulatory_line *line)
{
	const struct regulatory_fact *f = run->fact[rule->fact];

	if (f == NULL) {
		line_lacks(line, regulatory_kinds[rule->fact].name);
		return ANSWER_UNKNOWN;
	}
	line->measured =
	    (struct regulatory_amount){ .unit = UNIT_SHARE, .share = f->share };
	return ratio_cmp(f->share, ratio_make(rule->limit, 100)) > 0
		   ? ANSWER_MET
		   : ANSWER_NOT_MET;
}

/* ---- tables -------------------------------------------------------------- */

void
line_add(struct regulatory_table *t, const struct regulatory_line *line)
{
	t->lines[t->n] = *line;
	if (line->answer != ANSWER_UNKNOWN)
		t->lines[t->n].n_missing = 0;
	t->met += line->answer == ANSWER_MET;
	t->unknown += line->answer == ANSWER_UNKNOWN;
	t->n++;
}

void
line_table(struct regulatory_run *run, enum regulatory_act act,
    const struct line_rule *rules, size_t n)
{
	struct regulatory_table *t = &run->figures->tables[act];

	t->lines = arena_array(run->keep, n + 1, sizeof *t->lines);
	for (size_t i = 0; i < n; i++) {
		struct regulatory_line line = { .article = rules[i].article,
			.key = rules[i].key,
			.role = rules[i].role,
			.unverified = rules[i].unverified };

		if (line.role != EVERYBODY && !run->house->role[line.role])
			continue;
		line.answer = rules[i].answer(run, &rules[i], &line);
		line_add(t, &line);
	}
}
