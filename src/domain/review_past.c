/*
 * review_past.c -- eight quarters in a row, and figures that changed since they
 * were told.
 *
 * Earlier quarters are what this case settled itself, else what history.csv
 * says. History knows no exclusions: its availability is taken as the share of
 * the calendar period, its minutes where there is no availability.
 */
#include <stdlib.h>

#include "domain/period.h"
#include "domain/review_run.h"

/* ---- re-stated ------------------------------------------------------------
 */

/* Places that a typed number has; -1: it is no decimal. */
static int
places_of(struct ratio r)
{
	for (int places = 0; places <= 12; places++) {
		if (r.den == 1)
			return places;
		r = ratio_mul(r, ratio_int(10));
	}
	return -1;
}

/* True when `now`, with as many places, may be written as `old`. */
static bool
same_figure(struct ratio old, struct ratio now)
{
	int places = places_of(old);

	if (!ratio_ok(now) || ratio_cmp(old, now) == 0)
		return true;
	return places >= 0 &&
	       (ratio_cmp(old, ratio_quantize(now, places, ROUND_FLOOR)) == 0 ||
		   ratio_cmp(old, ratio_quantize(now, places, ROUND_HALF_UP)) ==
		       0);
}

struct restated_list {
	struct review_restated *v;
	size_t n, cap;
};

static void
add_restated(struct review_run *run, struct restated_list *list,
    const struct review_restated *one)
{
	if (!same_figure(one->old, one->now))
		*vec_push(run->keep, list) = *one;
}

static void
compare(struct review_run *run, struct restated_list *list,
    const struct past_period *p, const struct ledger_row *row)
{
	const struct settlement *s = &row->settlement;
	struct review_restated one = { .before = p, .row = row };

	if (ratio_ok(p->availability)) {
		one.what = RESTATED_AVAILABILITY;
		/* typed as a percentage */
		one.old = ratio_mul(p->availability, ratio_int(100));
		one.now = ratio_mul(s->availability, ratio_int(100));
		if (!same_figure(one.old, one.now)) {
			one.old = p->availability;
			one.now = s->availability;
			*vec_push(run->keep, list) = one;
		}
	}
	if (ratio_ok(p->minutes)) {
		one.what = RESTATED_MINUTES;
		one.old = p->minutes;
		one.now =
		    ratio_div(quarter_downtime(row), ratio_int(MS_MINUTE));
		add_restated(run, list, &one);
	}
	if (p->has_credit &&
	    str_is(str_of(p->credit.currency.code), s->currency.code)) {
		one.what = RESTATED_CREDIT;
		one.old = ratio_int(p->credit.minor);
		one.now = ratio_int(s->credit_minor);
		if (ratio_cmp(one.old, one.now) != 0)
			*vec_push(run->keep, list) = one;
	}
}

void
quarter_restated(struct review_run *run)
{
	const struct dossier *d = run->d;
	struct map told = { .keep = run->scratch };
	struct restated_list list = { 0 };

	for (size_t i = 0; i < d->n_past; i++) {
		const struct past_period *p = &d->past[i];

		if (ratio_ok(p->availability) || ratio_ok(p->minutes) ||
		    p->has_credit)
			map_put(&told,
			    quarter_key(run->scratch, p->service, p->period),
			    (int64_t)i);
	}
	for (size_t i = 0; i < d->n_ledger && d->n_past; i++) {
		const struct settlement *s = &d->ledger[i].settlement;
		struct arena_mark mark = arena_mark(run->scratch);
		int64_t at = map_get(&told,
		    quarter_key(run->scratch, s->service, s->period_name));

		arena_reset(run->scratch, mark);
		/* of parts no figure stands alone */
		if (at >= 0 && s->part == 0)
			compare(run, &list, &d->past[at], &d->ledger[i]);
	}
	run->f->restated = list.v;
	run->f->n_restated = list.n;
}

/* ---- eight quarters -------------------------------------------------------
 */

/* Which of the eight a period lies in; REVIEW_PAST: none of them. */
static size_t
quarter_of(const struct review_run *run, struct str period)
{
	struct period p;
	int first, start = run->now.month - 3 * (REVIEW_PAST - 1);

	if (!period_parse(period, &p) || !period_first_month(period, &first) ||
	    (p.kind != PERIOD_CALENDAR_MONTH &&
		p.kind != PERIOD_CALENDAR_QUARTER) ||
	    first < start || first >= run->now.month + 3)
		return REVIEW_PAST;
	return (size_t)(first - start) / 3;
}

/* One settled or remembered period of one service. */
struct told {
	const struct service *service;
	struct str period;
	int64_t down_ms; /* D */
	int64_t lost_ms; /* what its availability leaves of `of_ms` */
	int64_t of_ms;
	bool has_credit;
	struct money credit;
};

struct telling {
	struct review_run *run;
	struct map services;  /* id -> place in the dossier */
	struct map customers; /* id -> place */
	struct map seen;      /* service and quarter */
};

static void
add_point(struct review_point *p, const struct told *t, bool first)
{
	p->known = true;
	p->services += first;
	p->months++;
	p->of_ms += t->of_ms;
	p->lost_ms += t->lost_ms;
	p->downtime_ms += t->down_ms;
}

/* Of everything, of its kind and of its segment. */
static void
tell(struct telling *w, const struct told *t)
{
	struct review_figures *f = w->run->f;
	size_t q = quarter_of(w->run, t->period);
	int64_t kind = map_get(&w->run->kind_of, t->service->kind);
	int64_t customer = map_get(&w->customers, t->service->customer);
	int64_t segment = -1;
	struct str key;
	bool first;

	if (q == REVIEW_PAST)
		return;
	if (t->has_credit) {
		size_t at = quarter_currency(w->run, t->credit.currency);

		f->quarters[q].has_credits = true;
		f->quarters[q].credits[at] += t->credit.minor;
	}
	if (t->of_ms <= 0)
		return;
	key = quarter_key(w->run->scratch, t->service->id, f->quarters[q].name);
	first = map_get(&w->seen, key) < 0;
	map_put(&w->seen, key, 1);
	if (customer >= 0)
		segment = map_get(&w->run->segment_of,
		    w->run->d->customers[customer].segment);
	add_point(&f->all_trend.point[q], t, first);
	if (kind >= 0)
		add_point(&f->kind_trends[kind].point[q], t, first);
	if (segment >= 0)
		add_point(&f->segment_trends[segment].point[q], t, first);
}

static void
tell_settled(struct telling *w, struct map *settled)
{
	const struct dossier *d = w->run->d;

	for (size_t i = 0; i < d->n_ledger; i++) {
		const struct ledger_row *row = &d->ledger[i];
		const struct settlement *s = &row->settlement;
		struct told t = { .service = row->service,
			.period = s->period_name,
			.of_ms = s->denominator_ms,
			.has_credit = true,
			.credit = {
			    quarter_granted(w->run, row), s->currency } };

		t.down_ms = t.lost_ms = quarter_whole(quarter_downtime(row));
		map_put(settled,
		    quarter_key(w->run->scratch, s->service, s->period_name),
		    1);
		tell(w, &t);
	}
}

/* False when the row says nothing of availability or minutes. */
static bool
remember(
    const struct review_run *run, const struct past_period *p, struct told *t)
{
	struct span span = quarter_span(run->d->settings.zone, p->period);
	int64_t all_ms = span_ms(span);

	if (ratio_ok(p->minutes))
		t->down_ms =
		    quarter_whole(ratio_mul(p->minutes, ratio_int(MS_MINUTE)));
	t->lost_ms = t->down_ms;
	if (ratio_ok(p->availability))
		t->lost_ms = quarter_whole(
		    ratio_mul(ratio_sub(ratio_int(1), p->availability),
			ratio_int(all_ms)));
	if (!ratio_ok(p->minutes))
		t->down_ms = t->lost_ms;
	if (!ratio_ok(p->minutes) && !ratio_ok(p->availability))
		return false;
	t->of_ms = all_ms;
	return true;
}

static void
tell_past(struct telling *w, struct map *settled)
{
	const struct dossier *d = w->run->d;

	for (size_t i = 0; i < d->n_past; i++) {
		const struct past_period *p = &d->past[i];
		int64_t service = map_get(&w->services, p->service);
		struct told t = { .period = p->period,
			.has_credit = p->has_credit,
			.credit = p->credit };
		struct str key =
		    quarter_key(w->run->scratch, p->service, p->period);

		if (service < 0 || map_get(settled, key) >= 0)
			continue;
		t.service = &d->services[service];
		if (!remember(w->run, p, &t) && !t.has_credit)
			continue;
		tell(w, &t);
		/* rows for several allowances may repeat the figures */
		map_put(settled, key, 1);
	}
}

static void
finish_trend(struct review_trend *trend, const struct review_sum *now)
{
	for (size_t q = 0; q < REVIEW_PAST; q++) {
		struct review_point *p = &trend->point[q];

		if (!p->known)
			continue;
		p->availability = ratio_make(
		    p->lost_ms < p->of_ms ? p->of_ms - p->lost_ms : 0,
		    p->of_ms);
	}
	/* this quarter as everywhere else */
	if (trend->point[REVIEW_PAST - 1].known) {
		trend->point[REVIEW_PAST - 1].availability = now->availability;
		trend->point[REVIEW_PAST - 1].downtime_ms = now->downtime_ms;
	}
}

/* ---- incidents of the quarters --------------------------------------------
 */

/* How long each took, by what people stated. */
static void
past_durations(struct review_run *run, struct review_quarter *q)
{
	const struct dossier *d = run->d;
	VEC(int64_t) list = { 0 };

	for (size_t i = 0; i < d->n_incidents; i++) {
		const struct incident *in = &d->incidents[i];
		int64_t at = quarter_began(in);

		if (at == NO_INSTANT || at < q->span.from_at ||
		    at >= q->span.to_at)
			continue;
		q->incidents++;
		if (in->restored_at != NO_INSTANT && in->restored_at >= at)
			*vec_push(run->keep, &list) = in->restored_at - at;
	}
	q->duration_ms = list.v;
	q->n_durations = list.n;
}

/* Of this quarter, as its records have them. */
static void
own_durations(struct review_run *run, struct review_quarter *q)
{
	const struct review_figures *f = run->f;
	VEC(int64_t) list = { 0 };

	for (size_t i = 0; i < f->n_incidents; i++) {
		const struct review_incident *r = &f->incidents[i];

		if (!r->incident || !r->began_here)
			continue;
		q->incidents++;
		if (r->restore_ms >= 0)
			*vec_push(run->keep, &list) = r->restore_ms;
	}
	q->duration_ms = list.v;
	q->n_durations = list.n;
}

static void
open_quarters(struct review_run *run)
{
	struct review_figures *f = run->f;

	for (int i = 0; i < REVIEW_PAST; i++) {
		struct review_quarter *q = &f->quarters[i];
		int month = run->now.month - 3 * (REVIEW_PAST - 1 - i);

		q->name = quarter_name(run->keep, month);
		q->span = quarter_span(run->d->settings.zone, q->name);
		for (int m = 0; m < 3; m++)
			q->month[m] = str_format(run->keep, "%04d-%02d",
			    month / 12, month % 12 + m + 1);
		q->credits =
		    arena_array(run->keep, f->n_money + 1, sizeof *q->credits);
		if (i == REVIEW_PAST - 1)
			own_durations(run, q);
		else
			past_durations(run, q);
		/* sorted in place, too */
		q->median_ms =
		    quarter_times_of(q->duration_ms, q->n_durations).median_ms;
	}
}

static void
judge(struct review_run *run)
{
	struct review_figures *f = run->f;
	const struct review_quarter *before = &f->quarters[REVIEW_PAST - 2];
	const struct review_quarter *now = &f->quarters[REVIEW_PAST - 1];

	f->durations = estimate_trend(TREND_MEDIAN, before->duration_ms,
	    before->n_durations, now->duration_ms, now->n_durations,
	    run->scratch);
	f->minutes =
	    estimate_trend(TREND_SUM, before->duration_ms, before->n_durations,
		now->duration_ms, now->n_durations, run->scratch);
}

void
quarter_trends(struct review_run *run)
{
	const struct dossier *d = run->d;
	struct review_figures *f = run->f;
	struct map settled = { .keep = run->scratch };
	struct telling w = { .run = run,
		.services = { .keep = run->scratch },
		.customers = { .keep = run->scratch },
		.seen = { .keep = run->scratch } };

	open_quarters(run);
	f->kind_trends =
	    arena_array(run->keep, f->n_kinds + 1, sizeof *f->kind_trends);
	f->segment_trends = arena_array(
	    run->keep, f->n_segments + 1, sizeof *f->segment_trends);
	for (size_t i = 0; i < d->n_services; i++)
		map_put(&w.services, d->services[i].id, (int64_t)i);
	for (size_t i = 0; i < d->n_customers; i++)
		map_put(&w.customers, d->customers[i].id, (int64_t)i);
	tell_settled(&w, &settled);
	tell_past(&w, &settled);
	for (size_t i = 0; i < f->n_money; i++)
		f->quarters[REVIEW_PAST - 1].credits[i] = f->money[i].accrued;
	finish_trend(&f->all_trend, &f->all);
	for (size_t i = 0; i < f->n_kinds; i++) {
		f->kind_trends[i].name = f->kinds[i].name;
		finish_trend(&f->kind_trends[i], &f->kinds[i].sum);
	}
	for (size_t i = 0; i < f->n_segments; i++) {
		f->segment_trends[i].name = f->segments[i].name;
		finish_trend(&f->segment_trends[i], &f->segments[i].sum);
	}
	judge(run);
}
