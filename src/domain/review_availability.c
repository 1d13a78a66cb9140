/*
 * review_availability.c -- availability, budget and breaches of services,
 * kinds, segments and customers.
 */
#include <stdlib.h>

#include "base/big.h"
#include "domain/review_run.h"

#define MEAN_PLACES 12

/* A sum that grows; the ledger's order makes neighbours of what is counted
 * once. */
struct tally {
	struct review_sum *sum;
	const struct customer *customer, *breached;
	const struct service *service;
	int64_t states_ms; /* down, by the states of every second */
	struct ratio spent;
	int64_t with_target_ms; /* T - X of settlements with a target */
	struct ratio target;    /* of the first of these */
	bool targets_differ;
};

struct ratio
quarter_share(struct ratio down, int64_t of_ms)
{
	struct ratio zero = ratio_int(0), up;

	if (of_ms <= 0)
		return (struct ratio){ 0, 0 };
	up = ratio_sub(ratio_int(1), ratio_div(down, ratio_int(of_ms)));
	/* a minute begun may count as an hour: never below nothing */
	return ratio_ok(up) ? ratio_max(up, zero) : up;
}

/* Exact as long as it fits; then in whole ms. */
static struct ratio
plus(struct ratio sum, struct ratio more)
{
	struct ratio r = ratio_add(sum, more);

	if (ratio_ok(r))
		return r;
	return ratio_add(
	    ratio_int(quarter_whole(sum)), ratio_int(quarter_whole(more)));
}

static void
count_target(struct tally *t, const struct settlement *s, struct ratio d)
{
	struct review_sum *sum = t->sum;
	struct ratio may = ratio_mul(
	    ratio_sub(ratio_int(1), s->target), ratio_int(s->denominator_ms));

	if (!s->has_target)
		return;
	if (!ratio_ok(sum->budget)) {
		sum->budget = ratio_int(0);
		t->target = s->target;
	}
	t->targets_differ |= ratio_cmp(t->target, s->target) != 0;
	sum->budget = plus(sum->budget, may);
	t->spent = plus(t->spent, d);
	t->with_target_ms += s->denominator_ms;
}

static void
count_row(struct tally *t, const struct ledger_row *row)
{
	const struct settlement *s = &row->settlement;
	struct review_sum *sum = t->sum;
	struct ratio d = quarter_downtime(row);

	sum->settlements++;
	sum->services += t->service != row->service;
	sum->customers += t->customer != row->customer;
	t->service = row->service;
	t->customer = row->customer;
	sum->time_ms += s->states.period_ms - s->states.off_hours_ms;
	sum->denominator_ms += s->denominator_ms;
	sum->downtime = plus(sum->downtime, d);
	for (size_t i = 0; i < s->n_lines; i++)
		sum->down_ms += s->lines[i].counted_ms;
	t->states_ms += s->states.down_counted_ms;
	sum->excluded_ms += s->states.down_excluded_ms;
	sum->degraded_ms += s->states.degraded_ms;
	sum->no_data_ms += s->states.no_data_ms;
	sum->off_hours_ms += s->states.off_hours_ms;
	count_target(t, s, d);
	if (s->breached) {
		sum->breaches++;
		sum->customers_in_breach += t->breached != row->customer;
		t->breached = row->customer;
	}
}

static void
finish(struct tally *t)
{
	struct review_sum *sum = t->sum;
	struct ratio one = ratio_int(1);

	sum->downtime_ms = quarter_whole(sum->downtime);
	sum->availability = quarter_share(sum->downtime, sum->denominator_ms);
	sum->availability_low =
	    quarter_share(plus(sum->downtime, ratio_int(sum->no_data_ms)),
		sum->denominator_ms);
	sum->experienced = quarter_share(
	    ratio_int(t->states_ms + sum->excluded_ms), sum->time_ms);
	sum->coverage = quarter_share(ratio_int(sum->no_data_ms), sum->time_ms);
	sum->breach_share =
	    ratio_make(sum->customers_in_breach, sum->customers);
	sum->has_mtbf = sum->failures >= REVIEW_FEW;
	if (sum->has_mtbf)
		sum->mtbf_ms =
		    (sum->time_ms - sum->downtime_ms) / sum->failures;
	if (!ratio_ok(sum->budget))
		return;
	sum->target = t->targets_differ
			  ? quarter_share(sum->budget, t->with_target_ms)
			  : t->target;
	sum->spent_ms = quarter_whole(t->spent);
	sum->used = ratio_div(t->spent, sum->budget);
	sum->left = ratio_sub(one, sum->used);
}

static struct tally
tally_for(struct review_sum *sum)
{
	sum->downtime = ratio_int(0);
	return (struct tally){ .sum = sum, .spent = ratio_int(0) };
}

/* ---- services -------------------------------------------------------------
 */

static int
by_downtime(const void *pa, const void *pb)
{
	const struct review_scope *a = pa, *b = pb;
	int c = ratio_cmp(b->sum.downtime, a->sum.downtime);

	return c ? c : str_cmp(a->service->id, b->service->id);
}

static void
worst_day(struct review_run *run, const struct review_service *s,
    struct review_scope *scope)
{
	const struct spans *down = &s->down;
	struct arena_mark mark = arena_mark(run->scratch);
	struct review_levels l =
	    quarter_levels_of(&down, 1, run->f->span, run->scratch);
	int64_t most =
	    quarter_worst(&l, run->f->span, MS_DAY, &scope->worst_day_at);

	scope->worst_day = ratio_make(MS_DAY - most, MS_DAY);
	arena_reset(run->scratch, mark);
}

/* Of a kind or segment: its worst service. */
static void
take_worst(struct review_scope *of, const struct review_scope *one)
{
	if (ratio_ok(of->worst_day) &&
	    ratio_cmp(of->worst_day, one->worst_day) <= 0)
		return;
	of->worst_day = one->worst_day;
	of->worst_day_at = one->worst_day_at;
}

/* Figures of each service; its failures count for what it belongs to, too. */
static void
count_services(struct review_run *run)
{
	struct review_figures *f = run->f;
	struct review_scope *v =
	    arena_array(run->keep, run->now.services.n, sizeof *v);

	for (size_t i = 0; i < run->now.services.n; i++) {
		struct review_service *s = &run->now.services.v[i];
		struct review_scope *kind = &f->kinds[s->kind];
		struct review_scope *segment = &f->segments[(size_t)map_get(
		    &run->segment_of, s->customer->segment)];
		struct tally t = tally_for(&v[i].sum);

		v[i].customer = s->customer;
		v[i].service = s->service;
		for (size_t k = 0; k < s->n; k++) {
			const struct ledger_row *row =
			    run->now.rows.v[s->first + k];

			count_row(&t, row);
			s->fee_minor += quarter_fee(run->d, row);
		}
		v[i].sum.failures = (int64_t)s->down.n;
		v[i].sum.customer_ms = interval_total_ms(&s->down);
		finish(&t);
		v[i].same_target = !t.targets_differ;
		worst_day(run, s, &v[i]);
		take_worst(kind, &v[i]);
		take_worst(segment, &v[i]);
		kind->sum.failures += v[i].sum.failures;
		segment->sum.failures += v[i].sum.failures;
		f->all.failures += v[i].sum.failures;
	}
	f->services = v;
	f->n_services = run->now.services.n;
}

/* ---- kinds and segments ---------------------------------------------------
 */

static int
by_name(const void *pa, const void *pb)
{
	const struct review_scope *a = pa, *b = pb;

	return str_cmp(a->name, b->name);
}

/* Names in order, each once; the map tells the place of each. */
static struct review_scope *
scopes(struct review_run *run, bool segments, struct map *places, size_t *ret_n)
{
	VEC(struct review_scope) list = { 0 };

	for (size_t i = 0; i < run->now.services.n; i++) {
		const struct review_service *s = &run->now.services.v[i];
		struct str name =
		    segments ? s->customer->segment : s->service->kind;

		if (map_get(places, name) >= 0)
			continue;
		map_put(places, name, 0);
		vec_push(run->keep, &list)->name = name;
	}
	if (list.n)
		qsort(list.v, list.n, sizeof *list.v, by_name);
	for (size_t i = 0; i < list.n; i++)
		map_put(places, list.v[i].name, (int64_t)i);
	*ret_n = list.n;
	return list.v;
}

static void
count_scopes(struct review_run *run)
{
	struct review_figures *f = run->f;
	struct tally *kinds =
	    arena_array(run->scratch, f->n_kinds + 1, sizeof *kinds);
	struct tally *segments =
	    arena_array(run->scratch, f->n_segments + 1, sizeof *segments);
	struct tally all = tally_for(&f->all);

	for (size_t i = 0; i < f->n_kinds; i++)
		kinds[i] = tally_for(&f->kinds[i].sum);
	for (size_t i = 0; i < f->n_segments; i++)
		segments[i] = tally_for(&f->segments[i].sum);
	for (size_t i = 0; i < run->now.rows.n; i++) {
		const struct ledger_row *row = run->now.rows.v[i];

		count_row(&all, row);
		count_row(
		    &kinds[map_get(&run->kind_of, row->service->kind)], row);
		count_row(&segments[map_get(
			      &run->segment_of, row->customer->segment)],
		    row);
	}
	finish(&all);
	for (size_t i = 0; i < f->n_kinds; i++) {
		finish(&kinds[i]);
		f->kinds[i].same_target = !kinds[i].targets_differ;
	}
	for (size_t i = 0; i < f->n_segments; i++) {
		finish(&segments[i]);
		f->segments[i].same_target = !segments[i].targets_differ;
	}
}

/* ---- customers ------------------------------------------------------------
 */

/* Minutes in which a service of this kind was down, of one customer. */
static void
count_kind_minutes(struct review_run *run, const struct review_party *p)
{
	const struct review_service *s = &run->now.services.v[p->first];

	for (size_t i = 0; i < p->n; i++) {
		struct arena_mark mark = arena_mark(run->scratch);
		struct spans down = s[i].down;
		bool before = false;

		for (size_t k = 0; k < i && !before; k++)
			before = s[k].kind == s[i].kind;
		for (size_t k = i + 1; k < p->n && !before; k++)
			if (s[k].kind == s[i].kind)
				down = interval_union(
				    run->scratch, &down, &s[k].down);
		if (!before)
			run->f->kinds[s[i].kind].sum.customer_ms +=
			    interval_total_ms(&down);
		arena_reset(run->scratch, mark);
	}
}

struct party_share {
	struct ratio availability;
	const struct customer *customer;
};

static int
by_availability(const void *pa, const void *pb)
{
	const struct party_share *a = pa, *b = pb;
	int c = ratio_cmp(a->availability, b->availability);

	return c ? c : str_cmp(a->customer->id, b->customer->id);
}

/* The mean of fractions of any size, as a fraction that fits. */
static struct ratio
mean_of(const struct ratio *v, size_t n, struct ratio by)
{
	struct big *sum = big_sum(v, n);
	struct ratio mean;
	bool exact;

	big_scale(sum, by);
	mean = big_near(sum, MEAN_PLACES, &exact);
	big_free(sum);
	return mean;
}

static struct ratio
party_availability(struct review_run *run, const struct review_party *p)
{
	const struct review_service *s = &run->now.services.v[p->first];
	struct ratio down = ratio_int(0);
	int64_t of_ms = 0;

	for (size_t i = 0; i < p->n; i++)
		for (size_t k = 0; k < s[i].n; k++) {
			const struct ledger_row *row =
			    run->now.rows.v[s[i].first + k];

			down = plus(down, quarter_downtime(row));
			of_ms += row->settlement.denominator_ms;
		}
	return quarter_share(down, of_ms);
}

static void
count_customers(struct review_run *run)
{
	struct review_customers *c = &run->f->customers;
	size_t n = run->now.parties.n, known = 0;
	struct party_share *v = arena_array(run->scratch, n + 1, sizeof *v);
	struct ratio *shares = arena_array(run->scratch, n + 1, sizeof *shares);

	for (size_t i = 0; i < n; i++) {
		const struct review_party *p = &run->now.parties.v[i];
		struct review_scope *segment = &run->f->segments[p->segment];

		count_kind_minutes(run, p);
		c->customer_ms += p->down_ms;
		segment->sum.customer_ms += p->down_ms;
		v[known].customer = p->customer;
		v[known].availability = party_availability(run, p);
		if (ratio_ok(v[known].availability)) {
			shares[known] = v[known].availability;
			known++;
		}
	}
	run->f->all.customer_ms = c->customer_ms;
	c->n = (int64_t)n;
	c->in_breach = run->f->all.customers_in_breach;
	c->breach_share = run->f->all.breach_share;
	if (!known)
		return;
	qsort(v, known, sizeof *v, by_availability);
	c->mean = mean_of(shares, known, ratio_make(1, (int128)known));
	c->tenth = v[(known + 9) / 10 - 1].availability;
	c->worst = v[0].availability;
	c->worst_customer = v[0].customer;
}

static void
count_by_fee(struct review_run *run)
{
	VEC(struct review_by_fee) list = { 0 };
	size_t n = run->now.services.n;
	struct ratio *v = arena_array(run->scratch, n + 1, sizeof *v);

	for (size_t i = 0; i < run->f->n_money; i++) {
		struct currency currency = run->f->money[i].currency;
		struct review_by_fee one = { .currency = currency };
		int64_t fees = 0;
		size_t k = 0;

		for (size_t j = 0; j < n; j++) {
			const struct review_service *s =
			    &run->now.services.v[j];
			struct ratio a = run->f->services[j].sum.availability;

			if (s->fee_minor <= 0 || !ratio_ok(a) ||
			    !str_is(str_of(currency.code),
				s->service->fee.currency.code))
				continue;
			v[k] = ratio_mul(a, ratio_int(s->fee_minor));
			if (!ratio_ok(v[k]))
				continue;
			k++;
			fees += s->fee_minor;
		}
		if (!k)
			continue;
		one.services = (int64_t)k;
		one.availability = mean_of(v, k, ratio_make(1, fees));
		*vec_push(run->keep, &list) = one;
	}
	run->f->by_fee = list.v;
	run->f->n_by_fee = list.n;
}

void
quarter_availability(struct review_run *run)
{
	struct review_figures *f = run->f;
	const struct spans **sets =
	    arena_array(run->scratch, run->now.parties.n + 1, sizeof *sets);

	f->kinds = scopes(run, false, &run->kind_of, &f->n_kinds);
	f->segments = scopes(run, true, &run->segment_of, &f->n_segments);
	for (size_t i = 0; i < run->now.services.n; i++) {
		struct review_service *s = &run->now.services.v[i];

		s->kind = (size_t)map_get(&run->kind_of, s->service->kind);
		(void)quarter_currency(run, s->service->fee.currency);
		(void)quarter_currency(
		    run, run->now.rows.v[s->first]->settlement.currency);
	}
	for (size_t i = 0; i < run->now.parties.n; i++) {
		struct review_party *p = &run->now.parties.v[i];

		p->segment =
		    (size_t)map_get(&run->segment_of, p->customer->segment);
		sets[i] = &p->down;
	}
	run->customers =
	    quarter_levels_of(sets, run->now.parties.n, f->span, run->keep);
	count_services(run);
	count_scopes(run);
	count_customers(run);
	count_by_fee(run);
	if (f->n_services)
		qsort(f->services, f->n_services, sizeof *f->services,
		    by_downtime);
}
