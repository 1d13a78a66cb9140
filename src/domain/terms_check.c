/*
 * What only the whole of the terms can tell: tables whose rows overlap or leave
 * holes, targets that nothing backs, units that do not fit together.
 */
#include <stdlib.h>

#include "domain/credit.h"
#include "domain/terms_read.h"

/* ---- one table by itself ---------------------------------------------------
 */

static int
by_low_end(const void *a, const void *b)
{
	const struct bounds *x = &(*(const struct tier_row *const *)a)->in;
	const struct bounds *y = &(*(const struct tier_row *const *)b)->in;
	int c;

	if (!x->has_low || !y->has_low)
		return x->has_low - y->has_low;
	c = ratio_cmp(x->low, y->low);
	return c != 0 ? c : y->low_in - x->low_in;
}

static const struct tier_row **
sorted_rows(struct terms_reader *r, const struct tier_row *rows, size_t n)
{
	const struct tier_row **v =
	    arena_array(r->keep, n + 1, sizeof(struct tier_row *));

	for (size_t i = 0; i < n; i++)
		v[i] = &rows[i];
	qsort(v, n, sizeof *v, by_low_end);
	return v;
}

/* Negative: a hole between the rows; 0: they meet; positive: they overlap. */
static int
meet(const struct bounds *lower, const struct bounds *upper)
{
	int c;

	if (!lower->has_high || !upper->has_low)
		return 1;
	c = ratio_cmp(lower->high, upper->low);
	if (c != 0)
		return c;
	return lower->high_in + upper->low_in - 1;
}

bool
terms_check_rows(struct terms_reader *r, const struct tier_row *rows, size_t n)
{
	const struct tier_row **v = sorted_rows(r, rows, n);
	bool ok = true;

	for (size_t i = 1; i < n; i++) {
		const struct tier_row *a = v[i - 1], *b = v[i];

		if (meet(&a->in, &b->in) <= 0)
			continue;
		ok = false;
		diag_add(r->d, DIAG_ERROR, b->at,
		    "give both rows both ends, so that exactly one can hold a "
		    "number",
		    "two rows of this table overlap: \"%.*s\" and \"%.*s\"",
		    STR_ARG(tier_row_text(r->keep, a)),
		    STR_ARG(tier_row_text(r->keep, b)));
	}
	return ok;
}

/* ---- holes ------------------------------------------------------------------
 */

struct check {
	struct terms_reader *r;
	const struct terms *t;
	bool ok;
	bool nested; /* other rules may pay where this one does not */
};

/*
 * The step between two numbers that the table can be asked about: availability
 * rounded to decimals, time rounded to units, whole incidents. No number: any.
 */
static struct ratio
grid_of(const struct terms *t, enum tier_on on)
{
	int64_t unit = t->round_time.unit_ms;
	int64_t scale = 1;

	if (on == ON_INCIDENT_COUNT)
		return ratio_int(1);
	if (on == ON_AVAILABILITY) {
		for (int i = 0; i < t->tier_precision.decimals; i++)
			scale *= 10;
		return t->tier_precision.given ? ratio_make(1, scale)
					       : (struct ratio){ 0, 0 };
	}
	if (t->round_time.mode == TIME_EXACT || t->round_time.per_total)
		return (struct ratio){ 0, 0 };
	return ratio_make(unit,
	    on == ON_TOTAL_SECONDS || on == ON_INCIDENT_SECONDS ? MS_SECOND
								: MS_MINUTE);
}

/* A number between the rows that neither holds; false when there is none. */
static bool
number_between(const struct bounds *lower, const struct bounds *upper,
    struct ratio grid, struct ratio *ret_number)
{
	struct ratio v =
	    ratio_div(ratio_add(lower->high, upper->low), ratio_int(2));

	if (ratio_ok(grid)) {
		v = ratio_mul(
		    ratio_quantize(ratio_div(lower->high, grid), 0, ROUND_CEIL),
		    grid);
		if (lower->high_in && ratio_cmp(v, lower->high) == 0)
			v = ratio_add(v, grid);
	}
	*ret_number = v;
	return ratio_ok(v) && !bounds_hold(lower, v) &&
	       !bounds_hold(upper, v) && ratio_cmp(v, upper->low) <= 0;
}

/* As few decimals as say it exactly, at most six. */
static struct str
short_text(struct arena *keep, struct ratio v)
{
	int decimals = 0;

	while (decimals < 6 &&
	       ratio_cmp(ratio_quantize(v, decimals, ROUND_DOWN), v) != 0)
		decimals++;
	return ratio_decimal(keep, v, decimals, ROUND_HALF_UP);
}

static const char *
unit_of(enum tier_on on)
{
	switch (on) {
	case ON_AVAILABILITY:
		return " %";
	case ON_TOTAL_MINUTES:
	case ON_INCIDENT_MINUTES:
	case ON_LONGEST_INCIDENT_MINUTES:
		return " min";
	case ON_TOTAL_SECONDS:
	case ON_INCIDENT_SECONDS:
		return " s";
	case ON_INCIDENT_COUNT:
		return " incidents";
	}
	return "";
}

static void
warn_holes(struct check *c, const struct credit_tiers *t,
    const struct tier_row **v, size_t n)
{
	struct ratio grid = grid_of(c->t, t->on), sample;

	for (size_t i = 1; i < n; i++) {
		if (meet(&v[i - 1]->in, &v[i]->in) >= 0 ||
		    !number_between(&v[i - 1]->in, &v[i]->in, grid, &sample))
			continue;
		diag_add(c->r->d, DIAG_WARNING, v[i]->at,
		    "by the letter nothing is due there; settle with the "
		    "other side what is meant",
		    "%.*s%s is in no row of this table",
		    STR_ARG(short_text(c->r->keep, sample)), unit_of(t->on));
	}
}

/* The bad end of a table should be open, and its good end meet the target. */
static void
warn_ends(struct check *c, const struct credit_tiers *t,
    const struct tier_row **v, size_t n)
{
	const struct tier_row *first = v[0], *last = v[n - 1];

	if (t->on != ON_AVAILABILITY) {
		if (last->in.has_high)
			diag_add(c->r->d, DIAG_WARNING, last->at, NULL,
			    "more than %.*s%s is in no row of this table",
			    STR_ARG(last->in.high_text), unit_of(t->on));
		return;
	}
	if (first->in.has_low && first->in.low.num > 0)
		diag_add(c->r->d, DIAG_WARNING, first->at, NULL,
		    "less than %.*s %% is in no row of this table",
		    STR_ARG(first->in.low_text));
	if (c->t->has_target && last->in.has_high &&
	    ratio_cmp(last->in.high, c->t->target) < 0 &&
	    !ratio_ok(grid_of(c->t, t->on)))
		diag_add(c->r->d, DIAG_WARNING, last->at, NULL,
		    "the target is %.*s %%, but the table pays only below "
		    "%.*s %%: a breach without credit is possible",
		    STR_ARG(short_text(c->r->keep, c->t->target)),
		    STR_ARG(last->in.high_text));
}

static void
fail(struct check *c, struct place at, const char *hint, const char *what)
{
	diag_add(c->r->d, DIAG_ERROR, at, hint, "%s", what);
	c->ok = false;
}

static void
check_units(struct check *c, const struct credit_tiers *t)
{
	bool shares = true;

	for (size_t i = 0; i < t->n_rows; i++) {
		const struct bounds *b = &t->rows[i].in;
		struct ratio most = b->has_high ? b->high : b->low;

		if (t->on == ON_AVAILABILITY &&
		    ratio_cmp(ratio_max(b->low, b->high), ratio_int(100)) > 0)
			fail(c, t->rows[i].at, NULL,
			    "an availability of more than 100 %");
		if (t->on == ON_INCIDENT_COUNT &&
		    (b->low.den != 1 || b->high.den != 1))
			fail(c, t->rows[i].at, NULL,
			    "a number of incidents is whole");
		shares &= ratio_cmp(most, ratio_int(1)) <= 0;
	}
	if (t->on == ON_AVAILABILITY && shares)
		diag_add(c->r->d, DIAG_WARNING, t->rows[0].at,
		    "write 99.9 for 99.9 %, not 0.999",
		    "all bounds of this table are at most 1 %%");
}

/* The most days that a measuring period can have. */
static int64_t
most_days(const struct period_rule *p)
{
	static const int64_t days[] = {
		[PERIOD_CALENDAR_MONTH] = 31,
		[PERIOD_BILLING_MONTH] = 31,
		[PERIOD_CALENDAR_QUARTER] = 92,
		[PERIOD_CALENDAR_HALF] = 184,
		[PERIOD_CALENDAR_YEAR] = 366,
	};

	return p->kind == PERIOD_TRAILING_DAYS ? p->days : days[p->kind];
}

/* Minutes that look like seconds, and seconds that look like minutes. */
static void
warn_time_units(struct check *c, const struct credit_tiers *t)
{
	bool seconds =
	    t->on == ON_TOTAL_SECONDS || t->on == ON_INCIDENT_SECONDS;
	int64_t unit = seconds ? MS_SECOND : MS_MINUTE;
	/* an hour more where the clock is set back */
	struct ratio most =
	    ratio_int((most_days(&c->t->period) * MS_DAY + MS_HOUR) / unit);
	bool small = true;

	if (t->on == ON_AVAILABILITY || t->on == ON_INCIDENT_COUNT)
		return;
	for (size_t i = 0; i < t->n_rows; i++) {
		const struct bounds *b = &t->rows[i].in;

		if (b->has_low && ratio_cmp(b->low, most) > 0)
			diag_add(c->r->d, DIAG_WARNING, t->rows[i].at,
			    seconds ? NULL
				    : "for seconds write on: total_seconds or "
				      "incident_seconds",
			    "no period has more than %.*s%s: this row never "
			    "applies",
			    STR_ARG(b->low_text), unit_of(t->on));
		small &=
		    ratio_cmp(ratio_max(b->low, b->high), ratio_int(60)) < 0;
	}
	if (seconds && small)
		diag_add(c->r->d, DIAG_WARNING, t->rows[0].at,
		    "for minutes write on: total_minutes or incident_minutes",
		    "all bounds of this table are less than a minute");
}

/* Rows by their low ends: worse availability, more time must not pay less. */
static void
warn_falling(struct check *c, const struct credit_tiers *t,
    const struct tier_row **v, size_t n)
{
	bool up = t->on != ON_AVAILABILITY;

	for (size_t i = 1; i < n; i++) {
		const struct tier_row *less = up ? v[i - 1] : v[i];
		const struct tier_row *more = up ? v[i] : v[i - 1];

		if (less->value.unit != more->value.unit ||
		    ratio_cmp(less->value.n, more->value.n) <= 0)
			continue;
		diag_add(c->r->d, DIAG_WARNING, more->at, NULL,
		    "the table pays less for more downtime: \"%.*s\" gives "
		    "%.*s, \"%.*s\" only %.*s",
		    STR_ARG(tier_row_text(c->r->keep, less)),
		    STR_ARG(credit_value_text(c->r->keep, &less->value)),
		    STR_ARG(tier_row_text(c->r->keep, more)),
		    STR_ARG(credit_value_text(c->r->keep, &more->value)));
	}
}

static void
check_tiers(struct check *c, const struct credit_rule *rule)
{
	const struct credit_tiers *t = &rule->u.tiers;
	const struct tier_row **v = sorted_rows(c->r, t->rows, t->n_rows);

	check_units(c, t);
	warn_time_units(c, t);
	warn_falling(c, t, v, t->n_rows);
	warn_holes(c, t, v, t->n_rows);
	if (!c->nested)
		warn_ends(c, t, v, t->n_rows);
}

/* ---- rules against the rest
 * -------------------------------------------------- */

/* Days and hours have no length in months. */
static void
check_months(struct check *c, const struct credit_rule *rule)
{
	const struct credit_value *v =
	    rule->kind == RULE_PER_UNIT    ? &rule->u.per_unit.value
	    : rule->kind == RULE_PER_POINT ? &rule->u.per_point.value
	    : rule->kind == RULE_BONUS     ? &rule->u.bonus.value
					   : NULL;
	bool fits = rule->kind != RULE_HOURLY_PRORATA &&
		    rule->kind != RULE_PERIOD_DAYS &&
		    rule->kind != RULE_CLOCK_HOURS &&
		    rule->kind != RULE_TOUCHED_DAYS;

	if (v != NULL)
		fits &= v->unit != CREDIT_DAYS && v->unit != CREDIT_HOURS;
	if (rule->kind == RULE_TIERS)
		for (size_t i = 0; i < rule->u.tiers.n_rows; i++) {
			v = &rule->u.tiers.rows[i].value;
			fits &=
			    v->unit != CREDIT_DAYS && v->unit != CREDIT_HOURS;
		}
	if (!fits)
		fail(c, rule->at, "use an extension in days",
		    "days and hours cannot be turned into months");
}

/* A rule by points that begins below the target. */
static void
warn_from(struct check *c, const struct credit_rule *rule)
{
	struct ratio from;

	if (rule->kind == RULE_PER_POINT)
		from = rule->u.per_point.from;
	else if (rule->kind == RULE_LINEAR)
		from = rule->u.linear.from;
	else
		return;
	if (!c->nested && c->t->has_target && ratio_cmp(from, c->t->target) < 0)
		diag_add(c->r->d, DIAG_WARNING, rule->at, NULL,
		    "the target is %.*s %%, but the rule pays only below "
		    "%.*s %%: a breach without credit is possible",
		    STR_ARG(short_text(c->r->keep, c->t->target)),
		    STR_ARG(short_text(c->r->keep, from)));
}

/* Nobody promises so little: it is a share that was to be a percentage. */
static void
warn_promise(struct check *c, struct place at, struct ratio percent)
{
	if (percent.num != 0 && ratio_cmp(percent, ratio_int(1)) <= 0)
		diag_add(c->r->d, DIAG_WARNING, at,
		    "write 99.9 for 99.9 %, not 0.999",
		    "an availability of %.*s %% is promised here",
		    STR_ARG(short_text(c->r->keep, percent)));
}

/* More than everything for one breach. Time may be given many times over. */
static void
warn_more_than_paid(
    struct check *c, struct place at, const struct credit_value *v)
{
	bool percent = v->unit == CREDIT_PERCENT;

	if (c->t->extension.given || (!percent && v->unit != CREDIT_FRACTION) ||
	    ratio_cmp(v->n, ratio_int(percent ? 100 : 1)) <= 0)
		return;
	diag_add(c->r->d, DIAG_WARNING, at,
	    percent ? "write 25 for 25 %" : "write 1/4 for a quarter",
	    "this gives more than was paid: %.*s",
	    STR_ARG(credit_value_text(c->r->keep, v)));
}

static void
warn_values(struct check *c, const struct credit_rule *rule)
{
	switch (rule->kind) {
	case RULE_TIERS:
		for (size_t i = 0; i < rule->u.tiers.n_rows; i++)
			warn_more_than_paid(c, rule->u.tiers.rows[i].at,
			    &rule->u.tiers.rows[i].value);
		break;
	case RULE_PER_UNIT:
		warn_more_than_paid(c, rule->at, &rule->u.per_unit.value);
		break;
	case RULE_PER_POINT:
		warn_promise(c, rule->at, rule->u.per_point.from);
		warn_more_than_paid(c, rule->at, &rule->u.per_point.value);
		break;
	case RULE_LINEAR:
		warn_promise(c, rule->at, rule->u.linear.from);
		break;
	case RULE_BONUS:
		warn_more_than_paid(c, rule->at, &rule->u.bonus.value);
		break;
	default:
		break;
	}
}

static void
check_rule(struct check *c, const struct credit_rule *rule)
{
	bool excess =
	    (rule->kind == RULE_PER_UNIT && rule->u.per_unit.of == OF_EXCESS) ||
	    ((rule->kind == RULE_PRORATA ||
		 rule->kind == RULE_HOURLY_PRORATA) &&
		rule->u.prorata.of == OF_EXCESS);
	bool was_nested = c->nested;

	if (excess && !c->t->has_target)
		diag_add(c->r->d, DIAG_WARNING, rule->at,
		    "give the terms or each service a \"target\"",
		    "\"excess\" is time beyond a target; without a target "
		    "all time is");
	if (c->t->extension.given && c->t->extension.months)
		check_months(c, rule);
	if (rule->kind == RULE_TIERS)
		check_tiers(c, rule);
	warn_from(c, rule);
	warn_values(c, rule);
	c->nested |= rule->kind == RULE_SUM || rule->kind == RULE_MAX;
	for (size_t i = 0; i < rule->n_rules; i++)
		check_rule(c, &rule->rules[i]);
	c->nested = was_nested;
}

static void
check_caps(struct check *c)
{
	const struct extension_rule *e = &c->t->extension;

	for (size_t i = 0; i < c->t->n_caps; i++) {
		const struct cap_rule *cap = &c->t->caps[i];

		if (cap->kind == CAP_PERCENT &&
		    ratio_cmp(cap->n, ratio_int(100)) > 0)
			diag_add(c->r->d, DIAG_WARNING, cap->at, NULL,
			    "this cap lets a credit exceed what was paid: "
			    "%.*s %%",
			    STR_ARG(short_text(c->r->keep, cap->n)));
		if (e->given && cap->kind == CAP_FIELD)
			fail(c, cap->at, NULL,
			    "an extension cannot be limited by money");
		if (e->given && e->months &&
		    (cap->kind == CAP_DAYS || cap->kind == CAP_HOURS))
			fail(c, cap->at, NULL,
			    "days and hours cannot be turned into months");
	}
}

static void
check_gates(struct check *c)
{
	for (size_t i = 0; i < c->t->n_gates; i++)
		if (c->t->gates[i].kind == GATE_CONSECUTIVE_BREACHES &&
		    !c->t->has_target)
			fail(c, c->t->at, NULL,
			    "consecutive breaches need a \"target\"");
}

bool
terms_check(struct terms_reader *r, const struct terms *t)
{
	struct check c = { r, t, true, false };

	if (t->has_target)
		warn_promise(&c, t->target_at, t->target);
	check_rule(&c, t->credit);
	check_caps(&c);
	check_gates(&c);
	if (t->only_if_breached && !t->has_target)
		fail(
		    &c, t->at, NULL, "\"only_if_breached\" needs a \"target\"");
	if (t->minimum.given && t->extension.given)
		diag_add(r->d, DIAG_WARNING, t->at, NULL,
		    "a minimum amount does nothing where the remedy is time");
	return c.ok;
}
