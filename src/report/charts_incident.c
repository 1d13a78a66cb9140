/*
 * charts_incident.c -- charts of one incident: the strip, the traffic, the
 * credits.
 */
#include "report/charts.h"

#define DAYS_BEFORE 2
#define DAYS_AFTER  1

/* ---- C1 ---------------------------------------------------------------- */

struct str
group_name(struct build *b, const struct affected_group *g)
{
	const struct service *s = g->first->service;
	struct str kind =
	    s->kind.n ? show_word(b, s->kind) : TEXT(b, "service.any_kind");

	if (g->services == 1 && build_names(b))
		return s->name;
	return lang_count(b->lang, "service.group", b->keep, g->services,
	    (struct fill[]){ { "kind", kind } }, 1);
}

static size_t
add_spans(
    struct strip_span *v, size_t n, const struct spans *set, enum paint paint)
{
	for (size_t i = 0; i < set->n; i++)
		v[n++] = (struct strip_span){ set->v[i].from_at,
			set->v[i].to_at, paint };
	return n;
}

static struct strip_row
strip_row(struct build *b, const struct affected_group *g, struct span axis)
{
	const struct affected_service *a = g->first;
	size_t most = 1 + a->degraded.n + a->substitute.n + a->excluded.n +
		      a->no_data.n + a->down.n;
	struct strip_row row = { .label = group_name(b, g),
		.value = show_time(b, a->down_ms) };
	size_t n = 1;

	row.span = arena_array(b->keep, most, sizeof *row.span);
	row.span[0] =
	    (struct strip_span){ axis.from_at, axis.to_at, PAINT_AVAILABLE };
	n = add_spans(row.span, n, &a->degraded, PAINT_DEGRADED);
	n = add_spans(row.span, n, &a->substitute, PAINT_DEGRADED);
	n = add_spans(row.span, n, &a->excluded, PAINT_EXCLUDED);
	n = add_spans(row.span, n, &a->no_data, PAINT_NO_DATA);
	row.n_spans = add_spans(row.span, n, &a->down, PAINT_DOWN);
	row.tick = arena_array(b->keep, a->recoveries.n, sizeof *row.tick);
	for (size_t i = 0; i < a->recoveries.n; i++)
		row.tick[row.n_ticks++] = a->recoveries.v[i].from_at;
	return row;
}

/* Whole local days; for less than a day, an hour of air on both sides. */
static struct span
strip_axis(const struct build *b)
{
	const struct incident_figures *f = &b->incident;
	struct span axis = f->span;

	for (size_t i = 0; i < f->n_services; i++) {
		const struct spans *d = &f->services[i].down;

		if (!d->n)
			continue;
		if (d->v[0].from_at < axis.from_at)
			axis.from_at = d->v[0].from_at;
		if (d->v[d->n - 1].to_at > axis.to_at)
			axis.to_at = d->v[d->n - 1].to_at;
	}
	if (span_ms(axis) < MS_DAY)
		return (struct span){ axis.from_at - MS_HOUR,
			axis.to_at + MS_HOUR };
	return (struct span){ zone_add_days(b->zone, axis.from_at, 0),
		zone_add_days(b->zone, axis.to_at - 1, 1) };
}

/* Brief recoveries of the worst hit, and what they change. */
static struct str
flashes(struct build *b, const struct affected_service *a)
{
	struct fill fill[] = {
		{ "together", show_time(b, a->recovered_ms) },
		{ "second", show_time(b, a->second_clock_ms) },
	};

	if (!a->recoveries.n)
		return TEXT(b, "chart.strip.steady");
	return lang_count(b->lang, "chart.strip.flashes", b->keep,
	    (int64_t)a->recoveries.n, fill, 2);
}

static void
strip_words(struct build *b, struct chart *c)
{
	const struct incident_figures *f = &b->incident;
	const struct affected_group *worst = &f->groups[0];
	struct fill fill[] = {
		{ "hit", show_count(b, f->hit_services) },
		{ "all", show_count(b, f->all_services) },
		{ "worst", group_name(b, worst) },
		{ "time", show_time(b, worst->first->down_ms) },
		{ "zone", b->dossier->settings.zone_name },
		{ "flashes", flashes(b, worst->first) },
	};
	const size_t n = sizeof fill / sizeof fill[0];

	c->title = lang_fill(b->lang, "chart.strip.title", b->keep, fill, n);
	c->subtitle = lang_fill(b->lang, "chart.strip.what", b->keep, fill, n);
	c->alt = lang_fill(b->lang, "chart.strip.alt", b->keep, fill, n);
}

static const struct {
	enum paint paint;
	const char *key;
} states[] = {
	{ PAINT_AVAILABLE, "state.up" },
	{ PAINT_DEGRADED, "state.degraded" },
	{ PAINT_EXCLUDED, "state.excluded" },
	{ PAINT_NO_DATA, "state.no_data" },
	{ PAINT_DOWN, "state.down" },
};

static void
strip_legend(struct build *b, struct chart *c)
{
	const size_t n = sizeof states / sizeof states[0];

	c->legend = arena_array(b->keep, n, sizeof *c->legend);
	for (size_t i = 0; i < n; i++)
		c->legend[i] =
		    (struct legend){ states[i].paint, TEXT(b, states[i].key) };
	c->n_legends = n;
}

struct chart *
strip_chart(struct build *b)
{
	const struct incident_figures *f = &b->incident;
	struct chart *c;
	struct span axis;

	if (!f->n_groups || !f->has_span)
		return NULL;
	axis = strip_axis(b);
	c = arena_new(b->keep, struct chart);
	c->kind = CHART_STRIP;
	c->from_at = axis.from_at;
	c->to_at = axis.to_at;
	c->zone = b->zone;
	c->n_strips = f->n_groups < STRIP_ROWS ? f->n_groups : STRIP_ROWS;
	c->strip = arena_array(b->keep, c->n_strips, sizeof *c->strip);
	for (size_t i = 0; i < c->n_strips; i++)
		c->strip[i] = strip_row(b, &f->groups[i], axis);
	strip_legend(b, c);
	strip_words(b, c);
	return c;
}

/* ---- C2 ---------------------------------------------------------------- */

/* The site that lost most. */
static const struct site_estimate *
largest_loss(const struct lost_figures *l)
{
	const struct site_estimate *best = NULL;

	for (size_t i = 0; i < l->n_sites; i++)
		if (!best || l->sites[i]->estimate.lost > best->estimate.lost)
			best = l->sites[i];
	return best;
}

static const struct site_traffic *
traffic_of(const struct dossier *d, struct str site)
{
	for (size_t i = 0; i < d->n_traffic; i++)
		if (str_eq(d->traffic[i].site, site))
			return &d->traffic[i];
	return NULL;
}

static double
traffic_value(const struct traffic *t, struct str unit)
{
	return (double)(str_is(unit, "views") ? t->views : t->hits);
}

/* Observed bins of [from, to) as points without expectation. */
static size_t
add_context(struct series_point *out, size_t n, const struct site_traffic *t,
    struct str unit, struct span around)
{
	if (!t || !(str_is(unit, "views") || str_is(unit, "hits")))
		return n;
	for (size_t i = 0; i < t->n; i++)
		if (t->v[i].at >= around.from_at && t->v[i].at < around.to_at)
			out[n++] = (struct series_point){ t->v[i].at, -1, -1,
				-1, traffic_value(&t->v[i], unit) };
	return n;
}

static void
traffic_points(struct build *b, const struct site_estimate *s, struct chart *c)
{
	const struct estimate *e = &s->estimate;
	const struct site_traffic *t = traffic_of(b->dossier, s->site);
	struct span w = e->window;
	size_t n = 0, most = e->n_points + (t ? t->n : 0);

	c->from_at = zone_add_days(b->zone, w.from_at, -DAYS_BEFORE);
	c->to_at = zone_add_days(b->zone, w.to_at, DAYS_AFTER + 1);
	c->point = arena_array(b->keep, most, sizeof *c->point);
	n = add_context(
	    c->point, n, t, s->unit, (struct span){ c->from_at, w.from_at });
	for (size_t i = 0; i < e->n_points; i++)
		c->point[n++] = (struct series_point){ e->points[i].at,
			e->points[i].expected, -1, -1, e->points[i].observed };
	c->n_points = add_context(
	    c->point, n, t, s->unit, (struct span){ w.to_at, c->to_at });
	c->shade.from_at = w.from_at;
	c->shade.to_at = w.to_at;
}

struct chart *
traffic_chart(struct build *b)
{
	const struct lost_figures *l = &b->incident.lost;
	const struct site_estimate *s = largest_loss(l);
	const struct estimate *e = s ? &s->estimate : NULL;
	struct chart *c;
	struct fill fill[6];

	/* One site's curve is its owner's business unless it is the only one.
	 */
	if (!s || (!build_names(b) && l->n_sites > 1))
		return NULL;
	c = arena_new(b->keep, struct chart);
	c->kind = CHART_SERIES;
	c->zone = b->zone;
	traffic_points(b, s, c);
	fill[0] = (struct fill){ "lost",
		show_estimate(b, e->lost, e->lost_lo80, e->lost_hi80) };
	fill[1] = (struct fill){ "unit", show_unit(b, s->unit) };
	fill[2] = (struct fill){ "low",
		show_estimate(b, e->lost_lo80, e->lost_lo80, e->lost_hi80) };
	fill[3] = (struct fill){ "high",
		show_estimate(b, e->lost_hi80, e->lost_lo80, e->lost_hi80) };
	fill[4] = (struct fill){ "site",
		build_names(b) ? s->site : TEXT(b, "traffic.site") };
	fill[5] = (struct fill){ "zone", b->dossier->settings.zone_name };
	c->title = lang_fill(b->lang, "chart.traffic.title", b->keep, fill, 6);
	c->subtitle =
	    lang_fill(b->lang, "chart.traffic.what", b->keep, fill, 6);
	c->alt = lang_fill(b->lang, "chart.traffic.alt", b->keep, fill, 6);
	c->label_expected = TEXT(b, "chart.traffic.expected");
	c->label_observed = TEXT(b, "chart.traffic.observed");
	return c;
}

/* ---- credits ----------------------------------------------------------- */

struct chart *
rungs_chart(struct build *b)
{
	const struct incident_money *m = &b->incident.money;
	struct chart *c;

	if (!m->n_rungs)
		return NULL;
	c = arena_new(b->keep, struct chart);
	c->kind = CHART_BARS;
	c->bar = arena_array(b->keep, m->n_rungs, sizeof *c->bar);
	c->n_bars = m->n_rungs;
	for (size_t i = 0; i < m->n_rungs; i++) {
		const struct rung_figures *r = &m->rungs[i];
		struct str sum = show_money(b, r->sum);

		c->bar[i] = (struct bar){
			.label = r->tier >= 0 ? tier_text(b->lang, b->keep,
						    r->example, (size_t)r->tier)
					      : TEXT(b, "tier.no_table"),
			.value =
			    show_joined(b, show_count(b, r->settlements), sum),
			.size = (double)r->settlements,
			.paint = PAINT_CREDIT,
		};
	}
	c->title = FILL(b, "chart.rungs.title",
	    { "total", show_moneys(b, m->totals, m->n_totals) },
	    { "customers", lang_count(b->lang, "count.customers", b->keep,
			       m->customers, NULL, 0) });
	c->subtitle = TEXT(b, "chart.rungs.what");
	c->alt = TEXT(b, "chart.rungs.alt");
	return c;
}
