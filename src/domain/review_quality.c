/*
 * review_quality.c -- the days of the quarter, and how much is known of it.
 */
#include <stdlib.h>

#include "domain/period.h"
#include "domain/reconcile.h"
#include "domain/review_run.h"

/* ---- days -----------------------------------------------------------------
 */

static const struct holiday *
holiday_in(const struct holiday *v, size_t n, int64_t day)
{
	for (size_t i = 0; i < n; i++)
		if (v[i].site.n == 0 && v[i].day == day)
			return &v[i];
	return NULL;
}

static const struct holiday *
holiday_on(const struct dossier *d, int64_t day)
{
	const struct holiday *h =
	    holiday_in(d->settings.holidays, d->settings.n_holidays, day);

	return h ? h : holiday_in(d->holidays, d->n_holidays, day);
}

/* Times without data, of each service, as levels. */
static struct review_levels
blind_levels(struct review_run *run)
{
	size_t n = run->now.rows.n;
	const struct spans **sets =
	    arena_array(run->scratch, n + 1, sizeof *sets);

	for (size_t i = 0; i < n; i++)
		sets[i] = &run->now.rows.v[i]->settlement.no_data;
	return quarter_levels_of(sets, n, run->f->span, run->scratch);
}

void
quarter_days(struct review_run *run)
{
	const struct dossier *d = run->d;
	struct review_figures *f = run->f;
	const struct spans *any = &run->any;
	struct review_levels wall =
	    quarter_levels_of(&any, 1, f->span, run->scratch);
	struct review_levels blind = blind_levels(run);
	VEC(struct review_day) list = { 0 };
	int64_t next_at;

	for (int64_t at = f->span.from_at; at < f->span.to_at; at = next_at) {
		struct review_day *day = vec_push(run->keep, &list);
		struct civil c = zone_civil(d->settings.zone, at);
		struct span span;

		next_at = zone_add_days(d->settings.zone, at, 1);
		span = (struct span){ at, next_at };
		day->at = at;
		day->long_ms = next_at - at;
		day->clock_change = day->long_ms != MS_DAY;
		day->future = at >= d->settings.as_of;
		day->wall_ms = quarter_levels_sum(&wall, span);
		day->customer_ms = quarter_levels_sum(&run->customers, span);
		day->no_data_ms = quarter_levels_sum(&blind, span);
		day->no_data =
		    day->no_data_ms > 0 &&
		    day->no_data_ms >= day->long_ms * (int64_t)f->n_services;
		day->holiday =
		    holiday_on(d, civil_days(c.year, c.month, c.day));
	}
	f->days = list.v;
	f->n_days = list.n;
}

/* ---- how much is known ----------------------------------------------------
 */

static bool
has_viewpoints(const struct dossier *d)
{
	unsigned seen = 0;

	for (size_t i = 0; i < d->n_outages; i++)
		seen |= VIEW_BIT(d->outages[i].view);
	return (seen & VIEWS_PROVIDER) && (seen & VIEWS_CUSTOMER);
}

static void
compare_sources(struct review_run *run)
{
	struct review_quality *q = &run->f->quality;
	struct timeline timeline;

	if (!has_viewpoints(run->d))
		return;
	timeline_index(run->d, run->scratch, &timeline);
	for (size_t i = 0; i < run->now.rows.n; i++) {
		struct arena scratch = { 0 };
		struct reconciliation r;

		if (reconcile_row(
			&timeline, run->now.rows.v[i], &scratch, &r)) {
			q->compared++;
			q->disagreeing += r.only_ms[SIDE_PROVIDER] > 0 ||
					  r.only_ms[SIDE_CUSTOMER] > 0;
			q->both_ms += r.both_ms;
			q->only_provider_ms += r.only_ms[SIDE_PROVIDER];
			q->only_customer_ms += r.only_ms[SIDE_CUSTOMER];
		}
		arena_release(&scratch);
	}
}

/* Which months of the quarter a period covers, as bits. */
static unsigned
months_of(const struct review_run *run, struct str period)
{
	struct span s = quarter_span(run->d->settings.zone, period);
	unsigned bits = 0;

	for (unsigned m = 0; m < 3; m++) {
		struct span month =
		    quarter_span(run->d->settings.zone, run->f->month[m]);

		if (span_ms(span_intersect(s, month)) == span_ms(month))
			bits |= 1u << m;
	}
	return bits;
}

static bool
lives_in(const struct service *s, struct span month)
{
	return (s->in_from == NO_INSTANT || s->in_from < month.to_at) &&
	       (s->in_to == NO_INSTANT || s->in_to > month.from_at);
}

/* Months in which a service lives and nothing was settled. */
static int64_t
count_unsettled(struct review_run *run)
{
	struct map settled = { .keep = run->scratch };
	int64_t n = 0;

	for (size_t i = 0; i < run->d->n_ledger; i++) {
		const struct ledger_row *row = &run->d->ledger[i];
		int64_t had = map_get(&settled, row->service->id);
		unsigned bits = months_of(run, row->settlement.period_name);

		if (bits)
			map_put(&settled, row->service->id,
			    (had < 0 ? 0 : had) | (int64_t)bits);
	}
	for (size_t i = 0; i < run->d->n_services; i++) {
		const struct service *s = &run->d->services[i];
		int64_t had = map_get(&settled, s->id);

		for (unsigned m = 0; m < 3; m++)
			n += lives_in(s, quarter_span(run->d->settings.zone,
					     run->f->month[m])) &&
			     (had < 0 || !(had & (int64_t)(1u << m)));
	}
	return n;
}

void
quarter_quality(struct review_run *run)
{
	struct review_quality *q = &run->f->quality;

	q->coverage = run->f->all.coverage;
	q->no_data_ms = run->f->all.no_data_ms;
	q->longer = run->now.longer;
	q->unsettled = count_unsettled(run);
	for (size_t i = 0; i < run->now.rows.n; i++)
		q->undecided += run->now.rows.v[i]->settlement.undecided;
	q->sources = (int64_t)run->d->n_sources;
	for (size_t i = 0; i < run->d->n_sources; i++)
		q->rejected += run->d->sources[i].rejected;
	compare_sources(run);
}
