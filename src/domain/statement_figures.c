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
			if (__builtin_add_overflow((*totals)[i].minor, m.minor,
				&(*totals)[i].minor))
				(*totals)[i].minor = INT64_MAX;
			return;
		}
	more = arena_array(keep, *n + 1, sizeof *more);
	for (size_t i = 0; i < *n; i++)
		more[i] = (*totals)[i];
	more[(*n)++] = m;
	*totals = more;
}

/* What a share of availability leaves for downtime, rounded down. */
static bool
room_below(const struct settlement *s, struct ratio share, int64_t *ret_ms)
{
	struct ratio room = ratio_mul(
	    ratio_sub(ratio_int(1), share), ratio_int(s->denominator_ms));

	return ratio_ok(room) && ratio_round(room, ROUND_FLOOR, ret_ms);
}

static void
fill_allowance(struct statement_line *l)
{
	const struct settlement *s = &l->row->settlement;

	l->has_allowance =
	    s->has_target && room_below(s, s->target, &l->allowance_ms);
	if (l->has_allowance && s->downtime_ms > l->allowance_ms)
		l->over_ms = s->downtime_ms - l->allowance_ms;
}

bool
tier_reach(const struct settlement *s, size_t i, int64_t *ret_ms)
{
	return s->tiers[i].has_low &&
	       room_below(
		   s, ratio_div(s->tiers[i].low, ratio_int(100)), ret_ms);
}

struct statement_line
statement_line_of(const struct ledger_row *row)
{
	const struct settlement *s = &row->settlement;
	struct statement_line l = { .row = row,
		.granted_minor = s->credit_minor };

	fill_allowance(&l);
	for (size_t i = 0; i < s->n_lines; i++) {
		l.raw_ms += s->lines[i].raw_ms;
		l.clock_ms += s->lines[i].clock_ms;
		l.short_ms += s->lines[i].short_ms;
		l.outside_ms += s->lines[i].outside_ms;
		l.off_hours_ms += s->lines[i].off_hours_ms;
		l.excluded_ms += s->lines[i].excluded_ms;
		l.overlap_ms += s->lines[i].overlap_ms;
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

/* True when the contract adds its services up, each rounded by itself. */
static bool
adds_up(const struct ledger_row *row)
{
	const struct terms *t = row->contract->terms;

	return t->combine == COMBINE_SUM && !t->round_total;
}

static bool
goes_with(const struct ledger_row *a, const struct ledger_row *b)
{
	/* the parts of a period add up, whatever happens to services */
	return a->customer == b->customer && a->contract == b->contract &&
	       a->settlement.part == b->settlement.part &&
	       str_eq(a->settlement.period_name, b->settlement.period_name);
}

/* Lines of one customer stand together. */
static bool
is_first(const struct statement_figures *f, size_t i)
{
	for (size_t k = i; k > 0; k--) {
		const struct ledger_row *row = f->lines[k - 1].row;

		if (row->customer != f->lines[i].row->customer)
			break;
		if (goes_with(row, f->lines[i].row))
			return false;
	}
	return true;
}

static struct statement_combined
combine_from(const struct statement_figures *f, size_t i, struct arena *keep)
{
	const struct ledger_row *first = f->lines[i].row;
	struct statement_combined c = { .example = first };
	VEC(struct settlement) list = { 0 };

	for (; i < f->n_lines && f->lines[i].row->customer == first->customer;
	     i++)
		if (goes_with(first, f->lines[i].row))
			*vec_push(keep, &list) = f->lines[i].row->settlement;
	c.services = list.n;
	if (!combine_services(
		first->contract->terms, list.v, list.n, keep, &c.result))
		c.result.total_minor = INT64_MAX;
	return c;
}

/* The largest credit of a group that has not been granted anything yet. */
static struct statement_line *
next_largest(struct statement_figures *f, size_t i)
{
	const struct ledger_row *first = f->lines[i].row;
	struct statement_line *most = NULL;

	for (; i < f->n_lines && f->lines[i].row->customer == first->customer;
	     i++) {
		struct statement_line *l = &f->lines[i];

		if (l->granted_minor < 0 && goes_with(first, l->row) &&
		    (most == NULL || l->row->settlement.credit_minor >
					 most->row->settlement.credit_minor))
			most = l;
	}
	return most;
}

/*
 * What a group gets goes to its lines from the largest credit down, to none
 * more than its own credit; the largest has what is left.
 */
static void
share_out(struct statement_figures *f, size_t i, int64_t total)
{
	const struct ledger_row *first = f->lines[i].row;
	struct statement_line *largest = NULL, *l;

	for (size_t k = i;
	     k < f->n_lines && f->lines[k].row->customer == first->customer;
	     k++) {
		if (!goes_with(first, f->lines[k].row))
			continue;
		f->lines[k].combined = true;
		f->lines[k].granted_minor = -1;
	}
	while ((l = next_largest(f, i)) != NULL) {
		int64_t own = l->row->settlement.credit_minor;

		l->granted_minor = own < total ? own : total;
		total -= l->granted_minor;
		if (largest == NULL)
			largest = l;
	}
	largest->granted_minor += total;
}

static void
add_totals(struct statement_figures *f, struct arena *keep)
{
	VEC(struct statement_combined) list = { 0 };

	for (size_t i = 0; i < f->n_lines; i++) {
		const struct ledger_row *row = f->lines[i].row;
		struct money credit = { row->settlement.credit_minor,
			row->settlement.currency };

		if (!adds_up(row)) {
			struct statement_combined *c;

			if (!is_first(f, i))
				continue;
			c = vec_push(keep, &list);
			*c = combine_from(f, i, keep);
			credit.minor = c->result.total_minor;
			if (c->result.has_money &&
			    (c->services > 1 ||
				credit.minor != f->lines[i].granted_minor))
				share_out(f, i, credit.minor);
		}
		money_tally(keep, &f->totals, &f->n_totals, credit);
	}
	f->combined = list.v;
	f->n_combined = list.n;
}

static void
count_totals(struct statement_figures *f, struct arena *keep)
{
	f->counts = arena_array(keep, f->n_totals, sizeof *f->counts);
	for (size_t i = 0; i < f->n_lines; i++) {
		const struct statement_line *l = &f->lines[i];
		size_t k = 0;

		while (!str_is(str_of(f->totals[k].currency.code),
		    l->row->settlement.currency.code))
			k++;
		f->counts[k].settlements++;
		f->counts[k].with_credit += l->granted_minor > 0;
	}
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

		if ((customer && row->customer != customer) ||
		    (period.n && !str_eq(s->period_name, period)))
			continue;
		*vec_push(keep, &list) = statement_line_of(row);
		f.any_credit |= s->credit_minor > 0;
		f.any_extension |= s->has_extension;
	}
	f.lines = list.v;
	f.n_lines = list.n;
	add_totals(&f, keep);
	count_totals(&f, keep);
	for (size_t i = 0; i < f.n_lines; i++) {
		f.any_touched |= f.lines[i].touched;
		if (f.lines[i].touched)
			f.largest = larger(f.largest, &f.lines[i]);
	}
	*ret_figures = f;
}

/* ---- what a spreadsheet can redo --------------------------------------- */

#define PPM 1000000
/* Whole numbers that a spreadsheet holds exactly. */
#define EXACT_MOST (INT64_C(1) << 53)

/* A percentage in millionths; false when it is finer than that. */
static bool
in_ppm(struct ratio percent, int64_t *ret_ppm)
{
	struct ratio ppm = ratio_mul(percent, ratio_int(PPM / 100));

	return ratio_ok(ppm) && ppm.den == 1 &&
	       ratio_round(ppm, ROUND_DOWN, ret_ppm);
}

bool
tier_in_ppm(const struct tier_row *row, struct tier_ppm *ret_ppm)
{
	const struct bounds *in = &row->in;
	struct tier_ppm p = { .low = -1, .high = PPM + 1 };

	if (row->value.unit != CREDIT_PERCENT ||
	    !in_ppm(row->value.n, &p.percent))
		return false;
	if (in->has_low && !in_ppm(in->low, &p.low))
		return false;
	if (in->has_high && !in_ppm(in->high, &p.high))
		return false;
	p.low_open = in->has_low && !in->low_in;
	p.high_in = in->has_high && in->high_in;
	*ret_ppm = p;
	return true;
}

const struct credit_tiers *
credit_table(const struct credit_rule *rule)
{
	if (rule->kind == RULE_TIERS)
		return &rule->u.tiers;
	for (size_t i = 0; i < rule->n_rules; i++) {
		const struct credit_tiers *t = credit_table(&rule->rules[i]);

		if (t)
			return t;
	}
	return NULL;
}

static bool
terms_are_plain(const struct terms *t)
{
	const struct credit_rule *c = t->credit;
	struct tier_ppm ppm;

	if (c->kind != RULE_TIERS || c->u.tiers.on != ON_AVAILABILITY ||
	    t->availability.kind != AVAILABILITY_TIME ||
	    t->pool != POOL_PER_SERVICE || t->tier_precision.given ||
	    t->n_gates || t->only_if_breached || t->extension.given ||
	    t->round_total)
		return false;
	for (size_t i = 0; i < c->u.tiers.n_rows; i++)
		if (!tier_in_ppm(&c->u.tiers.rows[i], &ppm))
			return false;
	return true;
}

/* The tightest of the caps, all of which must be shares of the base. */
static bool
plain_cap(const struct settlement *s, const struct terms *t,
    struct plain_credit *plain)
{
	for (size_t i = 0; i < t->n_caps; i++) {
		const struct cap_rule *c = &t->caps[i];
		struct ratio cap =
		    ratio_mul(s->base_minor, ratio_div(c->n, ratio_int(100)));
		int64_t ppm;

		if (c->kind != CAP_PERCENT || c->of_months > 0 ||
		    !in_ppm(c->n, &ppm) || !ratio_ok(cap))
			return false;
		plain->cap_minor =
		    plain->has_cap ? ratio_min(plain->cap_minor, cap) : cap;
		plain->has_cap = true;
	}
	return true;
}

/* Millionths of the base that the table gives; -1: rows overlap. */
static int64_t
percent_by_table(const struct credit_tiers *t, int64_t den, int64_t up)
{
	int64_t found = 0;
	int hits = 0;

	for (size_t i = 0; i < t->n_rows; i++) {
		struct tier_ppm p;

		if (!tier_in_ppm(&t->rows[i], &p) ||
		    p.low * den + p.low_open > up * PPM ||
		    up * PPM >= p.high * den + p.high_in)
			continue;
		hits++;
		found = p.percent;
	}
	return hits <= 1 ? found : -1;
}

bool
settlement_up(const struct settlement *s, int64_t *ret_ms)
{
	int64_t up = s->denominator_ms - s->downtime_ms;

	if (s->downtime.den != 1 || s->denominator_ms <= 0 || up < 0 ||
	    s->denominator_ms > EXACT_MOST / (PPM + 1) - 1)
		return false;
	*ret_ms = up;
	return true;
}

bool
settlement_is_plain(const struct settlement *s, const struct terms *t,
    struct plain_credit *ret_plain)
{
	int64_t up, minor;
	struct plain_credit p = { 0 };
	struct ratio exact;

	if (!terms_are_plain(t) || !plain_cap(s, t, &p) || s->dropped ||
	    s->raised || s->deferred || s->base_minor.den != 1 ||
	    !settlement_up(s, &up))
		return false;
	p.percent_ppm =
	    percent_by_table(&t->credit->u.tiers, s->denominator_ms, up);
	if (p.percent_ppm < 0)
		return false;
	exact = ratio_mul(s->base_minor, ratio_make(p.percent_ppm, PPM));
	if (p.has_cap && ratio_ok(exact))
		exact = ratio_min(exact, p.cap_minor);
	if (!ratio_ok(exact) || !ratio_round(exact, s->money_round, &minor) ||
	    minor != s->credit_minor)
		return false;
	*ret_plain = p;
	return true;
}
