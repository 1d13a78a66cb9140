/*
 * reconcile_help.h -- two sides of one service, for the tests of reconcile.h.
 *
 * Times are minutes of one day in UTC unless said otherwise.
 */
#ifndef TESTS_UNIT_DOMAIN_RECONCILE_HELP_H
#define TESTS_UNIT_DOMAIN_RECONCILE_HELP_H

#include "base/zone.h"
#include "domain/reconcile.h"
#include "unit/support.h"

#define MOST 400

struct world {
	struct arena keep;
	struct outage outages[MOST];
	struct dossier d;
	struct service service;
	struct timeline t;
	struct reconcile_input in;
	struct zone_change utc;
	struct zone zone;
	struct reconciliation r;
};

/* A day in UTC, `period` minutes long, with a minimum recovery of 5 minutes. */
static inline void
begin(struct world *w, int64_t period)
{
	memset(w, 0, sizeof *w);
	w->zone = (struct zone){ STR("UTC"), &w->utc, 1 };
	w->d.outages = w->outages;
	w->service = (struct service){
		.id = STR("shop"), .in_from = NO_INSTANT, .in_to = NO_INSTANT
	};
	w->in = (struct reconcile_input){ .timeline = &w->t,
		.service = &w->service,
		.period = { 0, period * MS_MINUTE },
		.min_recovery_ms = 5 * MS_MINUTE,
		.zone = &w->zone };
}

static inline void
add_ms(struct world *w, enum viewpoint view, int64_t from_at, int64_t to_at,
    enum condition c)
{
	size_t i = w->d.n_outages++;

	assert_true(i < MOST);
	w->outages[i] = (struct outage){
		.id = str_format(&w->keep, "%c%zu",
		    view == VIEW_PROVIDER  ? 'P'
		    : view == VIEW_TRAFFIC ? 'T'
					   : 'C',
		    i),
		.subject = STR("shop"),
		.span = { from_at, to_at },
		.condition = c,
		.view = view,
	};
}

static inline void
add(struct world *w, enum viewpoint view, int64_t from, int64_t to)
{
	add_ms(w, view, from * MS_MINUTE, to * MS_MINUTE, COND_DOWN);
}

static inline void
add_as(struct world *w, enum viewpoint view, int64_t from, int64_t to,
    enum condition c)
{
	add_ms(w, view, from * MS_MINUTE, to * MS_MINUTE, c);
}

/* A long outage on which both agree: beside it no shift of the clock pays. */
static inline void
agree(struct world *w)
{
	add(w, VIEW_PROVIDER, 1000, 1900);
	add(w, VIEW_CUSTOMER, 1000, 1900);
}

static inline void
run(struct world *w)
{
	timeline_index(&w->d, &w->keep, &w->t);
	reconcile(&w->in, &w->keep, &w->r);
}

static inline void
end(struct world *w)
{
	arena_release(&w->keep);
}

/* What must hold whatever the records say. */
static inline void
expect_laws(const struct reconciliation *r)
{
	int64_t by_side[2] = { 0, 0 }, gaps = 0;

	assert_int_equal(r->both_ms + r->only_ms[0] + r->only_ms[1] +
			     r->neither_ms + r->no_data_ms,
	    r->period_ms);
	assert_true(r->neither_ms >= 0);
	for (size_t i = 0; i < r->n_differences; i++) {
		const struct difference *d = &r->differences[i];

		assert_true(d->span.from_at < d->span.to_at);
		assert_true(d->span.from_at >= r->period.from_at);
		assert_true(d->span.to_at <= r->period.to_at);
		if (i > 0)
			assert_true(d->span.from_at >=
				    r->differences[i - 1].span.to_at);
		assert_non_null(d->says);
		assert_true(d->says->span.from_at <= d->span.from_at);
		if (d->class == DIFFERENCE_PROVIDER_GAP ||
		    d->class == DIFFERENCE_CUSTOMER_GAP)
			gaps += span_ms(d->span);
		else
			by_side[d->down] += span_ms(d->span);
	}
	assert_int_equal(by_side[0], r->only_ms[0]);
	assert_int_equal(by_side[1], r->only_ms[1]);
	assert_true(gaps <= r->no_data_ms);
}

#endif
