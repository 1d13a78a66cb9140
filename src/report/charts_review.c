/*
 * charts_review.c -- the drawings of the quarterly review. Every title is the
 * finding, in the figures of the table beside it.
 */
#include "domain/money.h"
#include "report/review.h"

static double
share_of(struct ratio r)
{
	return ratio_ok(r) ? (double)r.num / (double)r.den : 0;
}

static struct chart *
new_chart(struct build *b, enum chart_kind kind)
{
	struct chart *c = arena_new(b->keep, struct chart);

	c->kind = kind;
	c->zone = b->zone;
	return c;
}

/* Title, what is drawn, and a sentence for those who do not see it. */
static void
say(struct build *b, struct chart *c, const char *name, const struct fill *fill,
    size_t n)
{
	struct str key = str_format(b->keep, "review.chart.%s", name);

	c->title = lang_fill(b->lang, str_cstr(b->keep, key), b->keep, fill, n);
	key = str_format(b->keep, "review.chart.%s_what", name);
	c->subtitle =
	    lang_fill(b->lang, str_cstr(b->keep, key), b->keep, fill, n);
	key = str_format(b->keep, "review.chart.%s_alt", name);
	c->alt = lang_fill(b->lang, str_cstr(b->keep, key), b->keep, fill, n);
}

#define SAY(b, c, name, ...)                                                   \
	say((b), (c), (name), (struct fill[]){ __VA_ARGS__ },                  \
	    sizeof((struct fill[]){ __VA_ARGS__ }) / sizeof(struct fill))

/* ---- C6 ---------------------------------------------------------------- */

static struct calendar_day
calendar_day(struct build *b, const struct review_day *d)
{
	int64_t minutes = d->wall_ms / MS_MINUTE;
	struct calendar_day day = { .at = d->at, .value = minutes };

	if (d->future) {
		day.cue = DAY_OUTSIDE;
		return day;
	}
	/* less than a minute is not nothing */
	if (minutes == 0 && d->wall_ms > 0)
		day.value = minutes = 1;
	if (d->no_data && d->wall_ms == 0)
		day.cue = DAY_NO_DATA;
	else if (d->clock_change || d->holiday != NULL)
		day.cue = DAY_NOTCH;
	if (minutes > 0)
		day.text = show_count(b, minutes);
	return day;
}

static void
add_band(struct build *b, struct calendar_band *band, size_t month, size_t *at)
{
	const struct review_figures *f = b->review;
	int number = zone_civil(b->zone, f->days[*at].at).month;

	band->label = show_period(b, f->month[month]);
	band->day = arena_array(b->keep, 31, sizeof *band->day);
	while (*at < f->n_days && band->n_days < 31 &&
	       zone_civil(b->zone, f->days[*at].at).month == number)
		band->day[band->n_days++] = calendar_day(b, &f->days[(*at)++]);
}

static const struct review_day *
worst_day(const struct review_figures *f, int64_t *ret_hit)
{
	const struct review_day *worst = NULL;

	*ret_hit = 0;
	for (size_t i = 0; i < f->n_days; i++) {
		*ret_hit += f->days[i].wall_ms > 0;
		if (!worst || f->days[i].wall_ms > worst->wall_ms)
			worst = &f->days[i];
	}
	return worst;
}

struct chart *
review_calendar_chart(struct build *b)
{
	const struct review_figures *f = b->review;
	struct chart *c = new_chart(b, CHART_CALENDAR);
	const struct review_day *worst;
	int64_t hit;
	size_t at = 0;

	c->band = arena_array(b->keep, 3, sizeof *c->band);
	while (c->n_bands < 3 && at < f->n_days) {
		add_band(b, &c->band[c->n_bands], c->n_bands, &at);
		c->n_bands++;
	}
	c->notch = TEXT(b, "review.notch");
	c->legend = arena_array(b->keep, 1, sizeof *c->legend);
	c->legend[0] =
	    (struct legend){ PAINT_NO_DATA, TEXT(b, "state.no_data") };
	c->n_legends = 1;
	worst = worst_day(f, &hit);
	SAY(b, c, hit > 0 ? "calendar" : "calendar_clear",
	    { "hit", show_count(b, hit) },
	    { "days", show_count(b, (int64_t)f->n_days) },
	    { "worst", worst ? show_day(b, worst->at, b->zone) : STR_NONE },
	    { "time", show_time(b, worst ? worst->wall_ms : 0) },
	    { "zone", b->zone->name });
	return c;
}

/* ---- C10 --------------------------------------------------------------- */

static void
window_line(
    struct build *b, struct line *l, const struct review_curve *v, bool spread)
{
	l->point = arena_array(b->keep, v->n + 1, sizeof *l->point);
	l->n_points = v->n;
	for (size_t i = 0; i < v->n; i++) {
		const struct review_window *w = &v->window[i];

		l->point[i].x = (double)w->length_ms / MS_MINUTE;
		l->point[i].y = share_of(spread ? w->spread : w->availability);
	}
	if (v->n > 0 && !spread)
		l->value =
		    review_share_text(b, v->window[v->n - 1].availability);
}

/* 1 min, 10 min, 1 h, 6 h, 1 d, 7 d, 30 d */
static void
window_ticks(struct build *b, struct scale *s)
{
	static const struct {
		int minutes;
		const char *key;
		int n;
	} ticks[] = { { 1, "review.unit.minutes", 1 },
		{ 10, "review.unit.minutes", 10 },
		{ 60, "review.unit.hours", 1 }, { 360, "review.unit.hours", 6 },
		{ 1440, "review.unit.days", 1 },
		{ 10080, "review.unit.days", 7 },
		{ 43200, "review.unit.days", 30 } };
	const size_t n = sizeof ticks / sizeof *ticks;

	s->tick = arena_array(b->keep, n, sizeof *s->tick);
	for (size_t i = 0; i < n; i++) {
		s->tick[s->n_ticks++] = (struct scale_tick){ ticks[i].minutes,
			lang_fill(b->lang, ticks[i].key, b->keep,
			    (struct fill[]){
				{ "n", show_count(b, ticks[i].n) } },
			    1) };
	}
}

static const struct review_window *
window_of(const struct review_curve *v, int64_t length_ms)
{
	for (size_t i = 0; i < v->n; i++)
		if (v->window[i].length_ms == length_ms)
			return &v->window[i];
	return NULL;
}

struct chart *
review_window_chart(struct build *b)
{
	const struct review_figures *f = b->review;
	const struct review_window *day = window_of(&f->curve, MS_DAY);
	struct chart *c = new_chart(b, CHART_LINES);
	struct line *l = arena_array(b->keep, 3, sizeof *l);

	c->x = (struct scale){ .kind = SCALE_LOG,
		.from = 1,
		.to = (double)span_ms(f->span) / MS_MINUTE,
		.name = TEXT(b, "review.axis.window") };
	window_ticks(b, &c->x);
	c->y = (struct scale){ .kind = SCALE_LINEAR,
		.from = 0,
		.to = 1,
		.name = TEXT(b, "review.axis.availability"),
		.share = true };
	c->line = l;
	l[0] = (struct line){ .label = TEXT(b, "review.line.this"),
		.paint = PAINT_OBSERVED };
	window_line(b, &l[0], &f->curve, false);
	l[1] = (struct line){ .label = TEXT(b, "review.line.spread"),
		.paint = PAINT_EXCLUDED };
	window_line(b, &l[1], &f->curve, true);
	c->n_lines = 2;
	if (f->has_before) {
		l[2] = (struct line){ .label = TEXT(b, "review.line.before"),
			.paint = PAINT_EXPECTED,
			.dashed = true };
		window_line(b, &l[2], &f->before, false);
		c->n_lines = 3;
	}
	if (ratio_ok(f->all.target)) {
		c->level = arena_array(b->keep, 1, sizeof *c->level);
		c->level[0] = (struct line_level){
			.y = share_of(f->all.target),
			.label = FILL(b, "review.line.target",
			    { "target", review_share_text(b, f->all.target) })
		};
		c->n_levels = 1;
	}
	SAY(b, c, "windows",
	    { "day", review_share_text(
			 b, day ? day->availability : f->all.availability) },
	    { "quarter", review_quarter_name(b, f->name) });
	return c;
}

/* ---- C13 --------------------------------------------------------------- */

static void
budget_line(struct build *b, struct line *l)
{
	const struct review_figures *f = b->review;
	struct line_point *p = arena_array(b->keep, f->n_steps + 2, sizeof *p);
	size_t n = 0;

	p[n++] = (struct line_point){ (double)f->span.from_at, 1, 0, 0 };
	for (size_t i = 0; i < f->n_steps; i++)
		p[n++] = (struct line_point){ (double)f->steps[i].at,
			share_of(f->steps[i].left), 0, 0 };
	p[n] = (struct line_point){ (double)f->end_at, p[n - 1].y, 0, 0 };
	*l = (struct line){ .paint = PAINT_DOWN,
		.stepped = true,
		.point = p,
		.n_points = n + 1,
		.value = cell_format(b->keep, &b->lang->style,
		    &(struct cell){ .kind = CELL_PERCENT,
			.ratio = f->all.left,
			.decimals = 1 }) };
}

/* Steps of more than a tenth of the budget are named. */
static void
budget_marks(struct build *b, struct chart *c)
{
	const struct review_figures *f = b->review;

	c->mark = arena_array(b->keep, f->n_steps + 1, sizeof *c->mark);
	for (size_t i = 0; i < f->n_steps; i++) {
		const struct review_incident *in =
		    &f->incidents[f->steps[i].incident];

		if (share_of(in->burn) <= 0.1 || in->incident == NULL)
			continue;
		c->mark[c->n_marks++] =
		    (struct line_mark){ (double)f->steps[i].at,
			    share_of(f->steps[i].left), in->incident->id };
	}
}

struct chart *
review_budget_chart(struct build *b)
{
	const struct review_figures *f = b->review;
	struct chart *c;
	double low = 0;

	if (!ratio_ok(f->all.left))
		return NULL;
	c = new_chart(b, CHART_LINES);
	c->line = arena_new(b->keep, struct line);
	c->n_lines = 1;
	budget_line(b, c->line);
	for (size_t i = 0; i < c->line->n_points; i++)
		if (c->line->point[i].y < low)
			low = c->line->point[i].y;
	c->x = (struct scale){ .kind = SCALE_TIME,
		.from = (double)f->span.from_at,
		.to = (double)f->span.to_at,
		.name = TEXT(b, "review.axis.time") };
	c->y = (struct scale){ .kind = SCALE_LINEAR,
		.from = low,
		.to = 1,
		.name = TEXT(b, "review.axis.budget"),
		.share = true };
	c->level = arena_new(b->keep, struct line_level);
	c->level[0] = (struct line_level){ .y = 0, .bold = true };
	c->n_levels = 1;
	budget_marks(b, c);
	SAY(b, c, f->all.left.num < 0 ? "overspent" : "budget",
	    { "used", cell_format(b->keep, &b->lang->style,
			  &(struct cell){ .kind = CELL_PERCENT,
			      .ratio = f->all.used,
			      .decimals = 1 }) },
	    { "left", c->line->value },
	    { "n", show_count(b, (int64_t)f->n_steps) });
	return c;
}

/* ---- C12 --------------------------------------------------------------- */

static struct dot_group
dots_of(struct build *b, const struct review_quarter *q, double *least,
    double *most)
{
	struct dot_group g = { .label = review_quarter_name(b, q->name),
		.note = FILL(b, "review.n",
		    { "n", show_count(b, (int64_t)q->n_durations) }),
		.median = -1 };

	g.value = arena_array(b->keep, q->n_durations + 1, sizeof *g.value);
	for (size_t i = 0; i < q->n_durations; i++) {
		double v = (double)q->duration_ms[i] / MS_MINUTE;

		/* a scale of logarithms has no zero */
		v = v < 0.1 ? 0.1 : v;
		g.value[g.n_values++] = v;
		*least = v < *least ? v : *least;
		*most = v > *most ? v : *most;
	}
	if (q->n_durations > 0)
		g.median = (double)q->median_ms / MS_MINUTE;
	if (q->n_durations > 0 && g.median < 0.1)
		g.median = 0.1;
	return g;
}

struct chart *
review_dots_chart(struct build *b)
{
	const struct review_figures *f = b->review;
	const struct review_quarter *now = &f->quarters[REVIEW_PAST - 1];
	struct chart *c = new_chart(b, CHART_DOTS);
	double least = 1, most = 60;
	size_t first = 0;

	while (first < REVIEW_PAST && f->quarters[first].n_durations == 0)
		first++;
	if (first == REVIEW_PAST)
		return NULL;
	c->n_groups = REVIEW_PAST - first;
	c->group = arena_array(b->keep, c->n_groups, sizeof *c->group);
	for (size_t i = 0; i < c->n_groups; i++)
		c->group[i] =
		    dots_of(b, &f->quarters[first + i], &least, &most);
	c->x = (struct scale){ .kind = SCALE_LOG,
		.from = least,
		.to = most * 1.2,
		.name = TEXT(b, "review.axis.duration") };
	window_ticks(b, &c->x);
	if (now->n_durations > 0)
		SAY(b, c, "dots",
		    { "n", show_count(b, (int64_t)now->n_durations) },
		    { "median", show_time(b, now->median_ms) },
		    { "longest",
			show_time(b, now->duration_ms[now->n_durations - 1]) });
	else
		SAY(b, c, "dots_none",
		    { "quarter", review_quarter_name(b, f->name) });
	return c;
}

/* ---- C11 --------------------------------------------------------------- */

struct str
review_pareto_value(
    const struct build *b, const struct currency *c, int64_t value)
{
	if (c != NULL)
		return show_money(b, (struct money){ value, *c });
	return FILL(
	    b, "review.unit.minutes", { "n", review_minutes_text(b, value) });
}

/* In a unit that reads well: a workbook shows the values as they are. */
static double
readable(int64_t value, const struct currency *c)
{
	return (double)value /
	       (double)(c != NULL ? money_scale(*c) : MS_MINUTE);
}

static struct bar
pareto_bar(
    struct build *b, const struct review_cause *v, const struct currency *c)
{
	struct str name = review_cause(b, v->cause);

	return (struct bar){
		.label = FILL(b, "review.bar", { "cause", name },
		    { "n", show_count(b, v->incidents) }),
		.value = review_pareto_value(b, c, v->value),
		.size = readable(v->value, c),
		.paint =
		    v->major ? (c ? PAINT_CREDIT : PAINT_DOWN) : PAINT_MUTED,
		.note = ratio_ok(v->cumulative)
			    ? review_share_text(b, v->cumulative)
			    : STR_NONE,
	};
}

struct chart *
review_pareto_chart(struct build *b, const char *what,
    const struct review_pareto *p, const struct currency *c)
{
	struct chart *chart;

	if (p->n == 0 || p->total == 0)
		return NULL;
	chart = new_chart(b, CHART_BARS);
	chart->bar = arena_array(b->keep, p->n, sizeof *chart->bar);
	chart->n_bars = p->n;
	for (size_t i = 0; i < p->n; i++)
		chart->bar[i] = pareto_bar(b, &p->cause[i], c);
	chart->x.name =
	    c != NULL ? str_of(c->code)
		      : lang_text(b->lang,
			    str_cstr(b->keep, str_format(b->keep,
						  "review.measure.%s", what)));
	SAY(b, chart, str_cstr(b->keep, str_format(b->keep, "pareto_%s", what)),
	    { "cause", review_cause(b, p->cause[0].cause) },
	    { "share", review_share_text(b, p->cause[0].share) },
	    { "total", review_pareto_value(b, c, p->total) },
	    { "n", show_count(b, (int64_t)p->n) });
	return chart;
}

/* ---- the bridge ---------------------------------------------------------- */

static struct bar
bridge_bar(struct build *b, const struct review_money *m, const char *key,
    int64_t from, int64_t to)
{
	const struct money amount = { to - from, m->currency };

	return (struct bar){ .label = lang_text(b->lang, key),
		.value = show_money(b, amount),
		.start = readable(from < to ? from : to, &m->currency),
		.size =
		    readable(from < to ? to - from : from - to, &m->currency),
		.paint = to < from ? PAINT_EXCLUDED : PAINT_CREDIT };
}

struct chart *
review_bridge_chart(struct build *b, const struct review_money *m)
{
	struct chart *c = new_chart(b, CHART_WATERFALL);
	int64_t top = m->opening + m->accrued;
	int64_t after = top - m->paid;

	c->bar = arena_array(b->keep, 5, sizeof *c->bar);
	c->n_bars = 5;
	c->x.name = str_of(m->currency.code);
	c->bar[0] = bridge_bar(b, m, "review.col.opening", 0, m->opening);
	c->bar[1] = bridge_bar(b, m, "review.col.accrued", m->opening, top);
	c->bar[2] = bridge_bar(b, m, "review.col.paid", top, after);
	c->bar[3] = bridge_bar(b, m, "review.col.expired", after, m->closing);
	c->bar[4] = bridge_bar(b, m, "review.col.closing", 0, m->closing);
	SAY(b, c, "bridge",
	    { "closing",
		show_money(b, (struct money){ m->closing, m->currency }) },
	    { "accrued",
		show_money(b, (struct money){ m->accrued, m->currency }) },
	    { "unclaimed",
		show_money(b, (struct money){ m->unclaimed, m->currency }) },
	    { "date", show_day(b, b->dossier->settings.as_of, b->zone) });
	return c;
}

/* ---- C14 --------------------------------------------------------------- */

static bool
add_multiple(struct build *b, struct multiple *out, struct str name,
    const struct review_trend *t, double *low)
{
	struct line *l = arena_new(b->keep, struct line);
	size_t n = 0;

	l->point = arena_array(b->keep, REVIEW_PAST, sizeof *l->point);
	for (size_t i = 0; i < REVIEW_PAST; i++) {
		const struct review_point *p = &t->point[i];

		if (!p->known || !ratio_ok(p->availability))
			continue;
		l->point[n++] = (struct line_point){ (double)i + 1,
			share_of(p->availability), 0, 0 };
		if (share_of(p->availability) < *low)
			*low = share_of(p->availability);
		l->value = review_share_text(b, p->availability);
	}
	l->n_points = n;
	l->paint = PAINT_OBSERVED;
	*out = (struct multiple){ .label = name, .line = l, .n_lines = 1 };
	return n > 0;
}

static void
multiple_scales(struct build *b, struct chart *c, double low)
{
	const struct review_figures *f = b->review;

	c->x = (struct scale){ .kind = SCALE_LINEAR,
		.from = 1,
		.to = REVIEW_PAST,
		.name = TEXT(b, "review.axis.quarter") };
	c->x.tick = arena_array(b->keep, 2, sizeof *c->x.tick);
	c->x.tick[0] = (struct scale_tick){ 1,
		review_quarter_name(b, f->quarters[0].name) };
	c->x.tick[1] =
	    (struct scale_tick){ REVIEW_PAST, review_quarter_name(b, f->name) };
	c->x.n_ticks = 2;
	c->y = (struct scale){ .kind = SCALE_LINEAR,
		.from = low,
		.to = 1,
		.name = TEXT(b, "review.axis.availability"),
		.share = true };
}

struct chart *
review_multiples_chart(struct build *b)
{
	const struct review_figures *f = b->review;
	size_t most = 1 + f->n_kinds + f->n_segments;
	struct chart *c = new_chart(b, CHART_MULTIPLES);
	double low = 0.9999;

	c->multiple = arena_array(b->keep, most, sizeof *c->multiple);
	c->n_multiples += add_multiple(b, &c->multiple[c->n_multiples],
	    TEXT(b, "review.all"), &f->all_trend, &low);
	for (size_t i = 0; i < f->n_kinds; i++)
		c->n_multiples += add_multiple(b, &c->multiple[c->n_multiples],
		    review_name(b, f->kind_trends[i].name), &f->kind_trends[i],
		    &low);
	for (size_t i = 0; i < f->n_segments; i++)
		c->n_multiples += add_multiple(b, &c->multiple[c->n_multiples],
		    review_name(b, f->segment_trends[i].name),
		    &f->segment_trends[i], &low);
	if (c->n_multiples == 0)
		return NULL;
	multiple_scales(b, c, low);
	SAY(b, c, "trend", { "now", review_share_text(b, f->all.availability) },
	    { "n", show_count(b, REVIEW_PAST) });
	return c;
}
