/*
 * review_help.h -- dossiers with settlements filled in by hand, for tests of
 * what a quarter counts.
 */
#ifndef TESTS_UNIT_DOMAIN_REVIEW_HELP_H
#define TESTS_UNIT_DOMAIN_REVIEW_HELP_H

#include "domain/period.h"
#include "domain/review_figures.h"
#include "unit/support.h"

#define WORLD_MOST 40000 /* of anything */

struct world {
	struct arena keep;
	struct zones zones;
	struct terms terms;
	struct contract contract;
	struct dossier d;
	struct str periods[12];
	struct outage *outages;
	struct incident *incidents;
	struct action *actions;
	struct claim *claims;
	struct past_period *past;
	struct ledger_row *ledger;
};

static const struct currency eur = { "EUR", 2 }, chf = { "CHF", 2 };

static inline void
world_open(struct world *w, const char *zone, size_t services)
{
	struct err e;

	*w = (struct world){ 0 };
	w->zones.keep = &w->keep;
	if (zone_open(&w->zones, str_of(zone), &w->d.settings.zone, &e) != 0)
		fail_msg("%s", e.text);
	w->terms.combine = COMBINE_SUM;
	w->contract.terms = &w->terms;
	w->contract.zone = w->d.settings.zone;
	w->d.customers =
	    arena_array(&w->keep, services, sizeof *w->d.customers);
	w->d.services = arena_array(&w->keep, services, sizeof *w->d.services);
	w->d.ledger = w->ledger =
	    arena_array(&w->keep, services * 3, sizeof *w->ledger);
	w->d.outages = w->outages =
	    arena_array(&w->keep, WORLD_MOST, sizeof *w->outages);
	w->d.incidents = w->incidents =
	    arena_array(&w->keep, 100, sizeof *w->incidents);
	w->d.actions = w->actions =
	    arena_array(&w->keep, 20, sizeof *w->actions);
	w->d.claims = w->claims = arena_array(&w->keep, 20, sizeof *w->claims);
	w->d.past = w->past = arena_array(&w->keep, 20, sizeof *w->past);
	w->d.settings.periods = w->periods;
}

static inline void
world_close(struct world *w)
{
	arena_release(&w->keep);
}

/* "2024-01-10 10:00" in the zone of the world. */
static inline int64_t
world_at(const struct world *w, const char *text)
{
	struct iso iso;
	int64_t at = 0;

	assert_true(iso_parse(str_of(text), &iso));
	(void)zone_instant(w->d.settings.zone, iso.at, &at, NULL);
	return at;
}

static inline struct customer *
world_customer(struct world *w, const char *id, const char *segment)
{
	struct customer *c = &w->d.customers[w->d.n_customers++];

	c->id = c->name = str_of(id);
	c->segment = str_of(segment);
	return c;
}

static inline struct service *
world_service(struct world *w, const char *id, const struct customer *c,
    const char *kind, struct money fee)
{
	struct service *s = &w->d.services[w->d.n_services++];

	s->id = s->name = str_of(id);
	s->customer = c->id;
	s->kind = str_of(kind);
	s->fee = fee;
	s->in_from = s->in_to = NO_INSTANT;
	return s;
}

static inline struct outage *
world_outage(struct world *w, const char *incident, const char *subject,
    int64_t from_at, int64_t ms)
{
	struct outage *o = &w->outages[w->d.n_outages++];

	assert_true(w->d.n_outages <= WORLD_MOST);
	o->id = str_format(&w->keep, "O-%zu", w->d.n_outages);
	o->incident = str_of(incident);
	o->subject = str_of(subject);
	o->span = (struct span){ from_at, from_at + ms };
	o->weight = ratio_int(1);
	return o;
}

static inline struct incident *
world_incident(struct world *w, const char *id, const char *cause,
    const char *severity, int64_t at)
{
	struct incident *in = &w->incidents[w->d.n_incidents++];

	in->id = in->title = str_of(id);
	in->cause = str_of(cause);
	in->severity = str_of(severity);
	in->fault_at = in->clear_impact_at = in->detected_at = NO_INSTANT;
	in->declared_at = in->mitigated_at = in->restored_at = NO_INSTANT;
	in->closed_at = NO_INSTANT;
	in->first_impact_at = at;
	return in;
}

/* A month of a service without downtime, 99.9 % promised. */
static inline struct settlement *
world_month(struct world *w, const struct customer *c, const struct service *s,
    const char *month)
{
	struct ledger_row *row = &w->ledger[w->d.n_ledger++];
	struct settlement *x = &row->settlement;
	struct period p;

	assert_true(period_parse(str_of(month), &p));
	row->customer = c;
	row->service = s;
	row->contract = &w->contract;
	x->service = s->id;
	x->period_name = str_of(month);
	x->currency = s->fee.currency;
	x->period = period_span(w->d.settings.zone, &p);
	x->states.period_ms = x->denominator_ms = span_ms(x->period);
	x->states.up_ms = x->states.period_ms;
	x->downtime = ratio_int(0);
	x->availability = ratio_int(1);
	x->base_minor = ratio_int(s->fee.minor);
	x->has_target = true;
	x->target = ratio_make(999, 1000);
	x->tier_hit = -1;
	x->automatic = true;
	return x;
}

/* All of the record inside the month that no record had before. */
static inline void
world_hit(struct world *w, struct settlement *x, const struct outage *o)
{
	struct spans one = { 0 }, more;
	struct outage_line *lines =
	    arena_array(&w->keep, x->n_lines + 1, sizeof *lines);
	int64_t ms;

	interval_add(&w->keep, &one, o->span.from_at, o->span.to_at);
	one = interval_clip(&w->keep, &one, x->period);
	more = interval_subtract(&w->keep, &one, &x->down);
	ms = interval_total_ms(&more);
	for (size_t i = 0; i < x->n_lines; i++)
		lines[i] = x->lines[i];
	lines[x->n_lines] = (struct outage_line){ .outage = o,
		.raw_ms = span_ms(o->span),
		.inside_ms = interval_total_ms(&one),
		.counted_ms = ms };
	x->lines = lines;
	x->n_lines++;
	x->down = interval_union(&w->keep, &x->down, &one);
	x->states.down_counted_ms += ms;
	x->states.up_ms -= ms;
	x->downtime_ms += ms;
	x->downtime = ratio_int(x->downtime_ms);
	x->availability =
	    ratio_make(x->denominator_ms - x->downtime_ms, x->denominator_ms);
	x->breached =
	    x->has_target && ratio_cmp(x->availability, x->target) < 0;
}

static inline void
assert_ratio(struct ratio got, int64_t num, int64_t den)
{
	struct ratio want = ratio_make(num, den);

	assert_true(ratio_ok(got));
	if (ratio_cmp(got, want) != 0)
		fail_msg("%lld/%lld instead of %lld/%lld", (long long)got.num,
		    (long long)got.den, (long long)want.num,
		    (long long)want.den);
}

#endif
