/*
 * statement_figures.c -- see statement_figures.h.
 */
#include "domain/statement_figures.h"

void
money_tally(
    struct arena *keep, struct money **totals, size_t *n, struct money m)
{
	struct money *more;

	for (size_t i = 0; i < *n; i++)
		if (str_is(
			str_of((*totals)[i].currency.code), m.currency.code)) {
			(*totals)[i].minor += m.minor;
			return;
		}
	more = arena_array(keep, *n + 1, sizeof *more);
	for (size_t i = 0; i < *n; i++)
		more[i] = (*totals)[i];
	more[(*n)++] = m;
	*totals = more;
}

static void
fill_allowance(struct statement_line *l)
{
	const struct settlement *s = &l->row->settlement;
	struct ratio room;

	if (!s->has_target)
		return;
	/* The promise leaves (1 - target) of the denominator. */
	room = ratio_mul(
	    ratio_sub(ratio_int(1), s->target), ratio_int(s->denominator_ms));
	l->has_allowance =
	    ratio_ok(room) && ratio_round(room, ROUND_FLOOR, &l->allowance_ms);
	if (l->has_allowance && s->downtime_ms > l->allowance_ms)
		l->over_ms = s->downtime_ms - l->allowance_ms;
}

static struct statement_line
line_of(const struct ledger_row *row)
{
	const struct settlement *s = &row->settlement;
	struct statement_line l = { .row = row };

	fill_allowance(&l);
	for (size_t i = 0; i < s->n_lines; i++) {
		l.raw_ms += s->lines[i].raw_ms;
		l.inside_ms += s->lines[i].inside_ms;
		l.excluded_ms += s->lines[i].excluded_ms;
		l.overlap_ms += s->lines[i].overlap_ms;
		l.short_ms += s->lines[i].short_ms;
		l.counted_ms += s->lines[i].counted_ms;
	}
	l.touched = s->n_lines > 0 || s->downtime_ms > 0 ||
		    s->states.no_data_ms > 0 || s->credit_minor > 0;
	return l;
}

static const struct statement_line *
larger(const struct statement_line *a, const struct statement_line *b)
{
	const struct settlement *sa, *sb = &b->row->settlement;

	if (!a)
		return b;
	sa = &a->row->settlement;
	if (sb->credit_minor != sa->credit_minor)
		return sb->credit_minor > sa->credit_minor ? b : a;
	return sb->downtime_ms > sa->downtime_ms ? b : a;
}

void
statement_figures(const struct dossier *dossier,
    const struct customer *customer, struct str period, struct arena *keep,
    struct statement_figures *ret_figures)
{
	struct statement_figures f = { 0 };
	VEC(struct statement_line) list = { 0 };

	for (size_t i = 0; i < dossier->n_ledger; i++) {
		const struct ledger_row *row = &dossier->ledger[i];
		const struct settlement *s = &row->settlement;
		struct money credit = { s->credit_minor, s->currency };

		if ((customer && row->customer != customer) ||
		    (period.n && !str_eq(s->period_name, period)))
			continue;
		*vec_push(keep, &list) = line_of(row);
		money_tally(keep, &f.totals, &f.n_totals, credit);
		f.any_credit |= s->credit_minor > 0;
		f.any_extension |= s->has_extension;
	}
	f.lines = list.v;
	f.n_lines = list.n;
	for (size_t i = 0; i < f.n_lines; i++) {
		f.any_touched |= f.lines[i].touched;
		if (f.lines[i].touched)
			f.largest = larger(f.largest, &f.lines[i]);
	}
	*ret_figures = f;
}

/* ---- what a spreadsheet can redo ------------------------------------------
 */

static bool
terms_are_plain(const struct terms *t)
{
	const struct credit_rule *c = t->credit;

	if (c->kind != RULE_TIERS || c->u.tiers.on != ON_AVAILABILITY ||
	    t->availability.kind != AVAILABILITY_TIME ||
	    t->pool != POOL_PER_SERVICE || t->tier_precision.given ||
	    t->n_gates || t->only_if_breached || t->extension.given)
		return false;
	for (size_t i = 0; i < c->u.tiers.n_rows; i++)
		if (c->u.tiers.rows[i].value.unit != CREDIT_PERCENT)
			return false;
	return true;
}

static bool
row_holds(const struct tier_row *row, struct ratio percent)
{
	const struct bounds *b = &row->in;
	int c;

	if (b->has_low) {
		c = ratio_cmp(percent, b->low);
		if (c < 0 || (c == 0 && !b->low_in))
			return false;
	}
	if (b->has_high) {
		c = ratio_cmp(percent, b->high);
		if (c > 0 || (c == 0 && !b->high_in))
			return false;
	}
	return true;
}

/* The tightest cap that is a share of the base or an amount; -1: none. */
static bool
plain_cap(const struct settlement *s, const struct terms *t, int64_t *ret_cap)
{
	*ret_cap = -1;
	for (size_t i = 0; i < t->n_caps; i++) {
		const struct cap_rule *c = &t->caps[i];
		struct ratio cap;
		int64_t minor;

		if (c->kind != CAP_PERCENT)
			return false;
		cap = ratio_mul(s->base_minor, ratio_div(c->n, ratio_int(100)));
		if (!ratio_ok(cap) || cap.den != 1 ||
		    !ratio_round(cap, ROUND_DOWN, &minor))
			return false;
		if (*ret_cap < 0 || minor < *ret_cap)
			*ret_cap = minor;
	}
	return true;
}

bool
settlement_is_plain(
    const struct settlement *s, const struct terms *t, int64_t *ret_cap)
{
	struct ratio percent, exact, found = ratio_int(0);
	int64_t minor;
	int hits = 0;

	if (!terms_are_plain(t) || !plain_cap(s, t, ret_cap) || s->dropped ||
	    s->denominator_ms <= 0)
		return false;
	percent = ratio_make((int128)(s->denominator_ms - s->downtime_ms) * 100,
	    s->denominator_ms);
	if (!ratio_ok(percent))
		return false;
	for (size_t i = 0; i < t->credit->u.tiers.n_rows; i++) {
		const struct tier_row *row = &t->credit->u.tiers.rows[i];

		if (!row_holds(row, percent))
			continue;
		hits++;
		found = row->value.n;
	}
	exact = ratio_mul(s->base_minor, ratio_div(found, ratio_int(100)));
	if (*ret_cap >= 0 && ratio_ok(exact))
		exact = ratio_min(exact, ratio_int(*ret_cap));
	return hits <= 1 && ratio_ok(exact) &&
	       ratio_round(exact, s->money_round, &minor) &&
	       minor == s->credit_minor;
}
