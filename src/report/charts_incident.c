/*
 * charts_incident.c -- charts of one incident: the strip, the traffic, the
 * credits.
 */
#include "domain/estimate_curve.h"
#include "report/charts.h"

#define DAYS_AROUND 2

/* ---- C1 ---------------------------------------------------------------- */

static bool
same_words(const struct affected_group *a, const struct affected_group *c)
{
	return a->services == c->services &&
	       str_eq(a->first->service->kind, c->first->service->kind);
}

/* Where groups without a name have the same words, their number, else none. */
static struct str
group_number(struct build *b, const struct affected_group *g)
{
	const struct incident_figures *f = &b->incident;
	int64_t all = 0, number = 0;

	for (size_t i = 0; i < f->n_groups; i++) {
		all += same_words(&f->groups[i], g);
		number += &f->groups[i] <= g && same_words(&f->groups[i], g);
	}
	return all > 1 ? show_count(b, number) : STR_NONE;
}

struct str
group_name(struct build *b, const struct affected_group *g)
{
	const struct service *s = g->first->service;
	struct str kind =
	    s->kind.n ? show_word(b, s->kind) : TEXT(b, "service.any_kind");

	if (g->services == 1 && build_names(b))
		return s->name;
	return show_joined(b,
	    lang_count(b->lang, "service.group", b->keep, g->services,
		(struct fill[]){ { "kind", kind } }, 1),
	    group_number(b, g));
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
struct span
incident_axis(const struct build *b)
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
	axis = incident_axis(b);
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
static const struct site_loss *
largest_loss(const struct lost_figures *l)
{
	const struct site_loss *best = NULL;

	for (size_t i = 0; i < l->n_sites; i++)
		if (!best || l->sites[i].sums.lost > best->sums.lost)
			best = &l->sites[i];
	return best;
}

/* The curve of one site, or of all together, with days before and after. */
static void
traffic_points(struct build *b, const struct site_estimate *const *sites,
    size_t n, struct chart *c)
{
	struct curve curve =
	    estimate_curve(b->dossier, sites, n, DAYS_AROUND, b->keep);

	c->point = arena_array(b->keep, curve.n + 1, sizeof *c->point);
	c->n_points = curve.n;
	for (size_t i = 0; i < curve.n; i++)
		c->point[i] = (struct series_point){ curve.points[i].at,
			curve.points[i].expected, -1, -1,
			curve.points[i].observed };
	if (curve.n != 0) {
		c->from_at = curve.points[0].at;
		c->to_at = curve.points[curve.n - 1].at;
	}
	c->shade.from_at = curve.window.from_at;
	c->shade.to_at = curve.window.to_at;
}

/* What the chart's title says: of one site, or of all of them together. */
struct told {
	double lost, low, high;
	struct str site, unit;
};

static struct told
what_is_told(struct build *b, const struct site_loss *one)
{
	const struct lost_figures *l = &b->incident.lost;

	if (one != NULL)
		return (struct told){ one->sums.lost, one->sums.lost_lo80,
			one->sums.lost_hi80,
			build_names(b) ? one->site : TEXT(b, "traffic.site"),
			one->unit };
	return (struct told){ l->sums.lost, l->sums.lost_lo80,
		l->sums.lost_hi80,
		COUNTED(b, "traffic.sites", (int64_t)l->n_sites), l->unit };
}

struct chart *
traffic_chart(struct build *b)
{
	const struct lost_figures *l = &b->incident.lost;
	const struct site_loss *one = largest_loss(l);
	struct told told;
	struct chart *c;
	struct fill fill[6];

	if (one == NULL)
		return NULL;
	/* One site's curve is its owner's business unless it is the only one.
	 */
	if (!build_names(b) && l->n_sites > 1)
		one = NULL;
	told = what_is_told(b, one);
	c = arena_new(b->keep, struct chart);
	c->kind = CHART_SERIES;
	c->zone = b->zone;
	if (one != NULL)
		traffic_points(b, one->windows, one->n_windows, c);
	else
		traffic_points(b, l->windows, l->n_windows, c);
	if (c->n_points == 0)
		return NULL;
	fill[0] = (struct fill){ "lost",
		show_estimate(b, told.lost, told.low, told.high) };
	fill[1] = (struct fill){ "unit", show_unit(b, told.unit) };
	fill[2] = (struct fill){ "low",
		show_estimate(b, told.low, told.low, told.high) };
	fill[3] = (struct fill){ "high",
		show_estimate(b, told.high, told.low, told.high) };
	fill[4] = (struct fill){ "site", told.site };
	fill[5] = (struct fill){ "zone", b->dossier->settings.zone_name };
	c->title = lang_fill(b->lang, "chart.traffic.title", b->keep, fill, 6);
	c->subtitle =
	    lang_fill(b->lang, "chart.traffic.what", b->keep, fill, 6);
	c->alt = lang_fill(b->lang, "chart.traffic.alt", b->keep, fill, 6);
	c->label_expected = TEXT(b, "chart.traffic.expected");
	c->label_observed = TEXT(b, "chart.traffic.observed");
	c->x.name = b->dossier->settings.zone_name;
	c->y.name = show_unit(b, told.unit);
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
