#include "flow/case_history.h"

#include <stdlib.h>

#include "domain/money.h"
#include "domain/period.h"
#include "store/kept.h"

/* An earlier period; where it had several parts, all of them. */
struct past_entry {
	struct str period;
	int month;                 /* the first, since year 0 */
	struct ratio availability; /* share of 1; den 0: not known */
	struct ratio minutes;
	int64_t denominator_ms; /* of the parts together */
	bool has_credit;
	int64_t credit_minor;
	struct currency currency; /* of the credit, when it was settled here */
	VEC(struct used_allowance) used;
	bool typed; /* from history.csv alone */
};

/* ---- facts by service ---------------------------------------------------- */

static void
chain_begin(struct case_chain *c, size_t n, struct arena *keep)
{
	c->first = (struct map){ .keep = keep };
	c->next = arena_array(keep, n + 1, sizeof *c->next);
}

/* From the last row to the first, so that chains run forward. */
static void
chain_put(struct case_chain *c, struct str service, size_t i)
{
	int64_t after = map_get(&c->first, service);

	c->next[i] = after < 0 ? SIZE_MAX : (size_t)after;
	map_put(&c->first, service, (int64_t)i);
}

static size_t
chain_first(const struct case_chain *c, struct str service)
{
	int64_t i = map_get(&c->first, service);

	return i < 0 ? SIZE_MAX : (size_t)i;
}

void
case_history_begin(struct case_history *h, const struct dossier *d,
    struct store *store, struct diags *diags, struct arena *keep)
{
	*h = (struct case_history){ .d = d, .store = store, .diags = diags };
	chain_begin(&h->past, d->n_past, keep);
	chain_begin(&h->claims, d->n_claims, keep);
	chain_begin(&h->amounts, d->n_amounts, keep);
	for (size_t i = d->n_past; i-- > 0;)
		chain_put(&h->past, d->past[i].service, i);
	for (size_t i = d->n_claims; i-- > 0;)
		chain_put(&h->claims, d->claims[i].service, i);
	for (size_t i = d->n_amounts; i-- > 0;)
		chain_put(&h->amounts, d->amounts[i].service, i);
}

struct str
case_history_name(const struct case_history *h, struct str name)
{
	const struct contract *k = h->contract;
	struct span span;

	if (k == NULL || k->terms->period.kind < PERIOD_CALENDAR_QUARTER ||
	    k->terms->period.kind > PERIOD_CALENDAR_YEAR ||
	    !period_for_name(k->zone, &k->terms->period, name, &span))
		return name;
	return period_name(
	    h->keep, k->zone, k->terms->period.kind, span.from_at);
}

/* ---- entries --------------------------------------------------------------
 */

static struct past_entry *
entry_of(struct case_history *h, struct str period)
{
	for (size_t i = h->entries.n; i-- > 0;)
		if (str_eq(h->entries.v[i].period, period))
			return &h->entries.v[i];
	return NULL;
}

static struct past_entry *
new_entry(struct case_history *h, struct str period, struct arena *keep)
{
	struct past_entry *x = vec_push(keep, &h->entries);

	*x = (struct past_entry){ .period = period };
	if (!period_first_month(period, &x->month))
		x->month = 0;
	return x;
}

static void
add_used(struct past_entry *x, struct str kind, int64_t ms, struct arena *keep)
{
	for (size_t i = 0; i < x->used.n; i++)
		if (str_eq(x->used.v[i].kind, kind)) {
			x->used.v[i].ms += ms;
			return;
		}
	*vec_push(keep, &x->used) = (struct used_allowance){ kind, ms };
}

static int64_t
used_of(const struct past_entry *x, struct str kind)
{
	for (size_t i = 0; i < x->used.n; i++)
		if (str_eq(x->used.v[i].kind, kind))
			return x->used.v[i].ms;
	return 0;
}

/* A settlement, or one of the parts of a period, as history. */
static void
add_part(struct past_entry *x, const struct kept_row *row, struct arena *keep)
{
	struct ratio minutes = ratio_div(row->downtime, ratio_int(MS_MINUTE));
	int64_t all_ms = x->denominator_ms + row->denominator_ms;

	if (!x->has_credit) {
		x->availability = row->availability;
		x->minutes = minutes;
	} else {
		/* each part weighs as much as it lasts */
		x->minutes = ratio_add(x->minutes, minutes);
		x->availability =
		    ratio_div(ratio_add(ratio_mul(x->availability,
					    ratio_int(x->denominator_ms)),
				  ratio_mul(row->availability,
				      ratio_int(row->denominator_ms))),
			ratio_int(all_ms));
	}
	x->denominator_ms = all_ms;
	x->has_credit = true;
	x->credit_minor += row->credit_minor;
	x->currency = row->currency;
	for (size_t i = 0; i < row->n_used; i++)
		add_used(x, row->used[i].kind, row->used[i].ms, keep);
}

/* ---- history.csv against what is settled ----------------------------------
 */

/*
 * A decimal number is what somebody rounded: it agrees when the exact value,
 * rounded to as many decimals, is the same. A fraction must be the same.
 */
static bool
same_as_written(struct ratio written, struct ratio exact)
{
	int128 power = 1;

	if (!ratio_ok(written))
		return true;
	if (!ratio_ok(exact))
		return false;
	for (int decimals = 0; decimals <= 12; decimals++, power *= 10)
		if (power % written.den == 0)
			return ratio_cmp(
				   written, ratio_quantize(exact, decimals,
						ROUND_HALF_UP)) == 0 ||
			       ratio_cmp(written, ratio_quantize(exact,
						      decimals, ROUND_DOWN)) ==
				   0;
	return ratio_cmp(written, exact) == 0;
}

static bool
agrees(const struct past_period *p, const struct past_entry *x)
{
	const struct ratio hundred = ratio_int(100);
	struct ratio used =
	    ratio_make(p->kind.n ? used_of(x, p->kind) : 0, MS_MINUTE);

	return same_as_written(ratio_mul(p->availability, hundred),
		   ratio_mul(x->availability, hundred)) &&
	       same_as_written(p->minutes, x->minutes) &&
	       (!p->has_credit || p->credit.minor == x->credit_minor) &&
	       (p->kind.n == 0 || same_as_written(p->used_minutes, used));
}

/* What history.csv says of a period that is settled in this case. */
static void
compare(const struct case_history *h, const struct past_entry *x,
    const struct past_period *p)
{
	struct place at = { p->from.file, p->from.line, 0 };
	struct arena scratch = { 0 };
	struct str share = STR("none"), minutes = STR("0"), credit;

	/* what was told then, and why it is another figure now */
	if (p->restated.n || agrees(p, x))
		return;
	credit = money_text(&scratch, x->credit_minor, x->currency);
	if (ratio_ok(x->availability))
		share = ratio_decimal(&scratch,
		    ratio_mul(x->availability, ratio_int(100)), 6, ROUND_DOWN);
	if (ratio_ok(x->minutes))
		minutes = ratio_decimal(&scratch, x->minutes, 3, ROUND_HALF_UP);
	diag_add(h->diags, DIAG_ERROR, at,
	    "remove the row, settle that period again, or say in the column "
	    "\"restated\" why",
	    "service \"%.*s\", %.*s: this case settled it otherwise: "
	    "availability %.*s %%, downtime %.*s minutes, credit %s %.*s",
	    STR_ARG(p->service), STR_ARG(p->period), STR_ARG(share),
	    STR_ARG(minutes), x->currency.code, STR_ARG(credit));
	arena_release(&scratch);
}

static void
add_typed(
    struct case_history *h, const struct past_period *p, struct arena *keep)
{
	struct str name = case_history_name(h, p->period);
	struct past_entry *x = entry_of(h, name);
	int64_t used_ms;

	if (x != NULL && !x->typed) {
		compare(h, x, p);
		return;
	}
	if (x == NULL)
		x = new_entry(h, name, keep);
	x->typed = true;
	if (ratio_ok(p->availability))
		x->availability = p->availability;
	if (ratio_ok(p->minutes))
		x->minutes = p->minutes;
	if (p->has_credit) {
		x->has_credit = true;
		x->credit_minor = p->credit.minor;
	}
	if (p->kind.n != 0 &&
	    ratio_round(ratio_mul(p->used_minutes, ratio_int(MS_MINUTE)),
		ROUND_HALF_UP, &used_ms))
		add_used(x, p->kind, used_ms, keep);
}

static int
by_month(const void *pa, const void *pb)
{
	const struct past_entry *a = pa, *b = pb;

	if (a->month != b->month)
		return a->month < b->month ? -1 : 1;
	return str_cmp(a->period, b->period);
}

static void
sort_entries(struct case_history *h)
{
	if (h->entries.n > 1)
		qsort(
		    h->entries.v, h->entries.n, sizeof *h->entries.v, by_month);
}

static struct kept_but
settled_now(const struct dossier *d)
{
	return (struct kept_but){ d->settings.periods, d->settings.n_periods };
}

static bool
is_settled_now(const struct case_history *h, struct str period)
{
	const struct settings *set = &h->d->settings;
	struct str name = case_history_name(h, period);

	for (size_t i = 0; i < set->n_periods; i++)
		if (str_eq(case_history_name(h, set->periods[i]), name))
			return true;
	return false;
}

int
case_history_service(struct case_history *h, const struct service *service,
    const struct contract *contract, struct arena *keep, struct err *e)
{
	struct kept_row *rows;
	size_t n;

	h->contract = contract;
	h->keep = keep;
	h->entries.v = NULL;
	h->entries.n = h->entries.cap = 0;
	if (store_load_kept(h->store, service->id, settled_now(h->d), keep,
		&rows, &n, e) != 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		struct str name = case_history_name(h, rows[i].period);
		struct past_entry *x = entry_of(h, name);

		add_part(
		    x != NULL ? x : new_entry(h, name, keep), &rows[i], keep);
	}
	/* those of this run are compared when they are settled */
	for (size_t i = chain_first(&h->past, service->id); i != SIZE_MAX;
	     i = h->past.next[i])
		if (!is_settled_now(h, h->d->past[i].period))
			add_typed(h, &h->d->past[i], keep);
	sort_entries(h);
	return 0;
}

/* ---- for the engine --------------------------------------------------------
 */

static struct history_row
row_of(const struct past_entry *x)
{
	return (struct history_row){ .period = x->period,
		.has_availability = ratio_ok(x->availability),
		.availability = x->availability,
		.has_minutes = ratio_ok(x->minutes),
		.minutes = x->minutes,
		.has_credit = x->has_credit,
		.credit_minor = ratio_int(x->credit_minor),
		.used = x->used.v,
		.n_used = x->used.n };
}

/* Earlier parts of this period count for money and allowances alone. */
static void
fill_history(
    const struct case_history *h, struct arena *keep, struct settle_input *in)
{
	struct history_row *rows =
	    arena_array(keep, h->entries.n + 1, sizeof *rows);
	size_t n = 0;
	int now = INT32_MAX;

	(void)period_first_month(in->period_name, &now);
	for (size_t i = 0; i < h->entries.n; i++) {
		const struct past_entry *x = &h->entries.v[i];

		if (!str_eq(x->period, in->period_name))
			continue;
		rows[n] = row_of(x);
		rows[n].period = STR_NONE;
		rows[n].has_availability = rows[n].has_minutes = false;
		n++;
	}
	for (size_t i = 0; i < h->entries.n; i++)
		if (h->entries.v[i].month < now &&
		    !str_eq(h->entries.v[i].period, in->period_name))
			rows[n++] = row_of(&h->entries.v[i]);
	in->history = rows;
	in->n_history = n;
}

static void
fill_claim(const struct case_history *h, struct settle_input *in)
{
	size_t i = chain_first(&h->claims, in->service);

	in->claim = (struct claim_fact){ .made_at = NO_INSTANT,
		.anchor_at = NO_INSTANT,
		.ticket_at = NO_INSTANT };
	for (; i != SIZE_MAX; i = h->claims.next[i]) {
		const struct claim *c = &h->d->claims[i];

		if (!str_eq(case_history_name(h, c->period), in->period_name))
			continue;
		in->claim.made_at = c->claimed_at;
		in->claim.anchor_at = c->anchor_at;
		in->claim.has_ticket = c->ticket_at != NO_INSTANT;
		in->claim.ticket_at = c->ticket_at;
	}
}

/* An amount for this period goes before one for all. */
static void
fill_amounts(
    const struct case_history *h, struct arena *keep, struct settle_input *in)
{
	VEC(struct named_amount) list = { 0 };

	for (int own = 0; own < 2; own++)
		for (size_t i = chain_first(&h->amounts, in->service);
		     i != SIZE_MAX; i = h->amounts.next[i]) {
			const struct named_money *a = &h->d->amounts[i];
			size_t k = 0;

			if (own ? !str_eq(case_history_name(h, a->period),
				      in->period_name)
				: a->period.n != 0)
				continue;
			while (k < list.n && !str_eq(list.v[k].name, a->name))
				k++;
			if (k == list.n)
				vec_push(keep, &list)->name = a->name;
			list.v[k].minor = ratio_int(a->amount.minor);
		}
	in->named = list.v;
	in->n_named = list.n;
	for (size_t k = 0; k < list.n; k++)
		if (str_is(list.v[k].name, "base"))
			in->base_minor = list.v[k].minor;
}

void
case_history_fill(
    const struct case_history *h, struct arena *keep, struct settle_input *in)
{
	fill_history(h, keep, in);
	fill_claim(h, in);
	fill_amounts(h, keep, in);
}

/* ---- and back --------------------------------------------------------------
 */

/* After the last part of a period history.csv may be asked about all of it. */
static void
compare_typed(const struct case_history *h, const struct past_entry *x,
    struct str service)
{
	for (size_t i = chain_first(&h->past, service); i != SIZE_MAX;
	     i = h->past.next[i])
		if (str_eq(
			case_history_name(h, h->d->past[i].period), x->period))
			compare(h, x, &h->d->past[i]);
}

void
case_history_add(struct case_history *h, const struct settlement *done,
    bool last, struct arena *keep)
{
	struct str name = case_history_name(h, done->period_name);
	struct past_entry *x = entry_of(h, name);
	struct kept_row row = { .availability = done->availability,
		.downtime = done->downtime,
		.denominator_ms = done->denominator_ms,
		.credit_minor = done->credit_minor,
		.currency = done->currency };
	struct used_allowance *used =
	    arena_array(keep, done->n_exclusions + 1, sizeof *used);

	for (size_t i = 0; i < done->n_exclusions; i++)
		if (done->exclusions[i].used_ms > 0)
			used[row.n_used++] =
			    (struct used_allowance){ done->exclusions[i].kind,
				    done->exclusions[i].used_ms };
	row.used = used;
	if (x == NULL)
		x = new_entry(h, name, keep);
	add_part(x, &row, keep);
	if (last)
		compare_typed(h, x, done->service);
	sort_entries(h);
}
