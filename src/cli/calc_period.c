/*
 * --period: which measuring period is meant, in the words of a calendar. It
 * must be of the kind that the terms measure.
 */
#include "cli/calc_question.h"
#include "domain/period.h"

/* What was typed: a period of the calendar, a first day, or a last one. */
enum typed { TYPED_NAME, TYPED_DATE, TYPED_UNTIL };

struct typed_period {
	enum typed typed;
	struct period named;
	struct civil date;
	int64_t until_at;
};

/* By kind of period: what the terms measure, what was typed. */
static const struct {
	const char *measured, *typed;
} words[] = {
	[PERIOD_CALENDAR_MONTH] = { "a calendar month", "a month" },
	[PERIOD_BILLING_MONTH] = { "a month of billing", "a date" },
	[PERIOD_CALENDAR_QUARTER] = { "a quarter of the calendar",
	    "a quarter" },
	[PERIOD_CALENDAR_HALF] = { "half a calendar year", "half a year" },
	[PERIOD_CALENDAR_YEAR] = { "a calendar year", "a year" },
	[PERIOD_TRAILING_DAYS] = { "the last days before a date",
	    "a last day" },
};

/* A date alone is the last day of the window. */
static bool
read_until(struct inquiry *q, const struct arg *a, struct str text,
    struct typed_period *out)
{
	struct place at = value_place(a, text);
	struct iso iso;

	out->typed = TYPED_UNTIL;
	out->named.kind = PERIOD_TRAILING_DAYS;
	if (!iso_parse(text, &iso))
		return value_instant(q, at, text, STR_NONE, &out->until_at);
	out->date = iso.at;
	if (iso.has_time)
		return value_instant(q, at, text, STR_NONE, &out->until_at);
	out->until_at =
	    zone_day(q->zone, iso.at.year, iso.at.month, iso.at.day + 1);
	return true;
}

static bool
read_typed(struct inquiry *q, const struct arg *a, struct typed_period *out)
{
	struct str text = a->text;
	struct iso iso;

	*out = (struct typed_period){ .typed = TYPED_NAME };
	if (str_starts(text, "until:"))
		return read_until(q, a, str_sub(text, 6, text.n), out);
	if (period_parse(text, &out->named)) {
		out->date = zone_civil(
		    q->zone, period_span(q->zone, &out->named).from_at);
		return true;
	}
	if (iso_parse(text, &iso) && !iso.has_time) {
		out->typed = TYPED_DATE;
		out->date = iso.at;
		out->named.kind = PERIOD_BILLING_MONTH;
		return true;
	}
	diag_add(&q->c->diags, DIAG_ERROR, a->at,
	    "write 2026-03, 2026-Q1, 2026-H1, 2026, the first day of a month "
	    "of billing 2026-03-15, or until:2026-03-31",
	    "\"%.*s\" is not a period", STR_ARG(text));
	return false;
}

/* ---- does it fit?
 * ----------------------------------------------------------------- */

static bool
fits(const struct period_rule *rule, const struct typed_period *t)
{
	switch (rule->kind) {
	case PERIOD_BILLING_MONTH:
		return t->typed == TYPED_DATE ||
		       (t->typed == TYPED_NAME &&
			   t->named.kind == PERIOD_CALENDAR_MONTH);
	case PERIOD_TRAILING_DAYS:
		return t->typed != TYPED_DATE;
	default:
		return t->named.kind == rule->kind;
	}
}

struct str
period_near(struct arena *keep, enum period_kind kind, struct civil day)
{
	switch (kind) {
	case PERIOD_BILLING_MONTH:
		return str_format(keep, "%04d-%02d-01", day.year, day.month);
	case PERIOD_TRAILING_DAYS:
		return str_format(keep, "until:%04d-%02d-%02d", day.year,
		    day.month, civil_month_days(day.year, day.month));
	default:
		return period_name_of(keep, kind, day);
	}
}

static void
does_not_fit(
    struct inquiry *q, const struct arg *a, const struct typed_period *t)
{
	const struct period_rule *rule = &q->terms.period;
	const char *typed = words[t->named.kind].typed;
	struct str near = period_near(&q->c->keep, rule->kind, t->date);
	const char *hint = str_cstr(&q->c->keep,
	    str_format(&q->c->keep, "write --period %.*s", STR_ARG(near)));

	if (rule->kind == PERIOD_TRAILING_DAYS)
		diag_add(&q->c->diags, DIAG_ERROR, a->at, hint,
		    "these terms measure the last %lld days before a date, "
		    "and \"%.*s\" is %s",
		    (long long)rule->days, STR_ARG(a->text), typed);
	else
		diag_add(&q->c->diags, DIAG_ERROR, a->at, hint,
		    "these terms measure %s, and \"%.*s\" is %s",
		    words[rule->kind].measured, STR_ARG(a->text), typed);
}

/* Terms that leave the period open take the one that is typed. */
static void
answer_open(struct inquiry *q, const struct typed_period *t)
{
	struct term_reading *v =
	    arena_array(&q->c->keep, q->terms.n_readings + 1, sizeof *v);
	size_t n = 0;

	for (size_t i = 0; i < q->terms.n_readings; i++)
		if (q->terms.readings[i].question != ASK_PERIOD ||
		    q->terms.readings[i].confirmed)
			v[n++] = q->terms.readings[i];
	if (n == q->terms.n_readings || t->typed == TYPED_UNTIL)
		return;
	q->terms.readings = v;
	q->terms.n_readings = n;
	q->terms.period.kind = t->named.kind;
}

/* ---- as the case document writes it
 * ------------------------------------------------ */

static int64_t
until_of(const struct inquiry *q, const struct typed_period *t)
{
	return t->typed == TYPED_UNTIL ? t->until_at
				       : period_span(q->zone, &t->named).to_at;
}

static struct node *
period_node(
    struct inquiry *q, const struct arg *a, const struct typed_period *t)
{
	const struct period_rule *rule = &q->terms.period;
	struct node *n = tree_new(q->c, NODE_MAP, a->at);
	int64_t anchor =
	    t->typed == TYPED_DATE ? t->date.day : rule->anchor_day;

	tree_text(
	    q->c, n, "kind", str_of(period_kind_names[rule->kind]), a->at);
	if (rule->kind == PERIOD_TRAILING_DAYS) {
		tree_int(q->c, n, "days", rule->days, a->at);
		tree_instant(q->c, n, "until", until_of(q, t), a->at);
		return n;
	}
	tree_int(q->c, n, "year", t->date.year, a->at);
	if (rule->kind == PERIOD_CALENDAR_MONTH ||
	    rule->kind == PERIOD_BILLING_MONTH)
		tree_int(q->c, n, "month", t->date.month, a->at);
	if (rule->kind == PERIOD_BILLING_MONTH)
		tree_int(q->c, n, "anchor_day", anchor > 0 ? anchor : 1, a->at);
	if (rule->kind == PERIOD_CALENDAR_QUARTER)
		tree_int(q->c, n, "quarter", t->named.part, a->at);
	if (rule->kind == PERIOD_CALENDAR_HALF)
		tree_int(q->c, n, "half", t->named.part, a->at);
	return n;
}

struct node *
question_period(struct inquiry *q, const struct arg *a)
{
	struct typed_period t;

	if (!read_typed(q, a, &t))
		return NULL;
	answer_open(q, &t);
	if (!fits(&q->terms.period, &t)) {
		does_not_fit(q, a, &t);
		return NULL;
	}
	if (q->terms.period.kind == PERIOD_BILLING_MONTH &&
	    t.typed == TYPED_NAME && q->terms.period.anchor_day <= 1)
		calc_note(q->c,
		    "assumed: the month of billing begins on the 1st; if it "
		    "does not, give its first day, --period %.*s-15",
		    STR_ARG(a->text));
	return period_node(q, a, &t);
}
