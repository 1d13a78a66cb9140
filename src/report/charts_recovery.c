/*
 * charts_recovery.c -- C9: how much of what was lost was back at which instant,
 * and how long a substitute page stood in.
 */
#include "report/charts.h"

static const enum paint paints[] = { PAINT_OBSERVED, PAINT_EXPECTED,
	PAINT_CREDIT, PAINT_DOWN, PAINT_KEPT };

static struct str
share_shown(struct build *b, struct ratio share)
{
	return format_percent(b->keep, &b->lang->style, share, 1);
}

struct str
object_name(struct build *b, const struct object_figures *o)
{
	static const char *const keys[DATA_OBJECTS] = {
		[OBJECT_SITE] = "recovery.object.site",
		[OBJECT_MAILBOX] = "recovery.object.mailbox",
		[OBJECT_CERTIFICATE] = "recovery.object.certificate",
		[OBJECT_DATABASE] = "recovery.object.database",
		[OBJECT_ZONE] = "recovery.object.zone",
		[OBJECT_ACCOUNT] = "recovery.object.account",
		[OBJECT_SERVER] = "recovery.object.server",
		[OBJECT_VOLUME] = "recovery.object.volume",
		[OBJECT_FILE] = "recovery.object.file",
		[OBJECT_RECORD] = "recovery.object.record",
		[OBJECT_MESSAGE] = "recovery.object.message",
	};

	return TEXT(b, keys[o->object]);
}

/* In one piece, without the offset: the subtitle names the zone. */
static struct str
short_instant(struct build *b, int64_t at)
{
	const struct doc_style *style = &b->lang->style;

	return unbroken(b->keep,
	    str_format(b->keep, "%.*s %.*s",
		STR_ARG(format_date(b->keep, style, at, b->zone, false)),
		STR_ARG(format_time(b->keep, style, at, b->zone))));
}

/* Points as a step line that holds its last value until the end. */
static void
step_line(struct build *b, struct line *l, const struct object_point *v,
    size_t n, int64_t end_at)
{
	l->point = arena_array(b->keep, n + 1, sizeof *l->point);
	for (size_t i = 0; i < n; i++)
		l->point[l->n_points++] = (struct line_point){ (double)v[i].at,
			(double)v[i].share.num / (double)v[i].share.den, 0, 0 };
	if (v[n - 1].at >= end_at)
		return;
	l->point[n] = l->point[n - 1];
	l->point[n].x = (double)end_at;
	l->n_points++;
}

static void
add_mark(struct build *b, struct chart *c, const struct object_figures *o,
    const char *key, int64_t at)
{
	size_t i = 0;

	while (i + 1 < o->n_points && o->points[i].at < at)
		i++;
	c->mark[c->n_marks++] = (struct line_mark){ (double)at,
		(double)o->points[i].share.num / (double)o->points[i].share.den,
		lang_fill(b->lang, key, b->keep,
		    (struct fill[]){ { "object", object_name(b, o) },
			{ "at", short_instant(b, at) } },
		    2) };
}

/* Half of them, and 95 %; where both came at once, the latter. */
static void
add_marks(struct build *b, struct chart *c, const struct object_figures *o)
{
	if (o->half_at != NO_INSTANT && o->half_at != o->most_at)
		add_mark(b, c, o, "recovery.chart.half_mark", o->half_at);
	if (o->most_at != NO_INSTANT)
		add_mark(b, c, o, "recovery.chart.most_mark", o->most_at);
}

/* Later is slower, never is slowest; of those the one with least back. */
static bool
is_slower(const struct object_figures *a, const struct object_figures *o)
{
	bool never_a = a->most_at == NO_INSTANT,
	     never = o->most_at == NO_INSTANT;

	if (never_a != never)
		return never_a;
	if (never)
		return ratio_cmp(a->share, o->share) < 0;
	return a->most_at > o->most_at;
}

const struct object_figures *
slowest_object(const struct build *b)
{
	const struct recovery_figures *r = &b->incident.recovery;
	const struct object_figures *slowest = NULL;

	for (size_t i = 0; i < r->n_objects; i++)
		if (r->objects[i].n_points &&
		    (!slowest || is_slower(&r->objects[i], slowest)))
			slowest = &r->objects[i];
	return slowest;
}

/* "web sites: 100.0 %; mailboxes: 98.5 %", for those who do not see it. */
static struct str
all_shares(struct build *b)
{
	const struct recovery_figures *r = &b->incident.recovery;
	struct str out = STR_NONE;

	for (size_t i = 0; i < r->n_objects; i++) {
		const struct object_figures *o = &r->objects[i];
		struct str one;

		if (!o->n_points)
			continue;
		one = FILL(b, "recovery.chart.item",
		    { "object", object_name(b, o) },
		    { "share", share_shown(b, o->share) });
		out = out.n ? str_format(b->keep, "%.*s; %.*s", STR_ARG(out),
				  STR_ARG(one))
			    : one;
	}
	return out;
}

static void
words(struct build *b, struct chart *c, const struct object_figures *slowest)
{
	const struct recovery_figures *r = &b->incident.recovery;
	bool page = r->n_substitute_points > 0;
	struct fill fill[] = {
		{ "object", object_name(b, slowest) },
		{ "half", show_time(b, slowest->half_ms) },
		{ "most", show_time(b, slowest->most_ms) },
		{ "share", share_shown(b, slowest->share) },
		{ "lost", show_count(b, slowest->lost) },
		{ "zone", b->dossier->settings.zone_name },
		{ "list", all_shares(b) },
		{ "from",
		    page ? show_whole(b, r->substitute_points[0].at, b->zone)
			 : STR_NONE },
		{ "to",
		    page ? show_whole(b,
			       r->substitute_points[r->n_substitute_points - 1]
				   .at,
			       b->zone)
			 : STR_NONE },
	};
	const size_t n = sizeof fill / sizeof *fill;
	const char *title =
	    !slowest->has_after || slowest->half_at == NO_INSTANT
		? "recovery.chart.less"
	    : slowest->most_at == NO_INSTANT ? "recovery.chart.half"
					     : "recovery.chart.most";

	c->title = lang_fill(b->lang, title, b->keep, fill, n);
	c->subtitle = lang_fill(b->lang,
	    page ? "recovery.chart.what_page" : "recovery.chart.what", b->keep,
	    fill, n);
	c->alt = lang_fill(b->lang, "recovery.chart.alt", b->keep, fill, n);
}

static void
add_lines(struct build *b, struct chart *c, struct span axis)
{
	const struct recovery_figures *r = &b->incident.recovery;
	const size_t n_paints = sizeof paints / sizeof *paints;

	c->line = arena_array(b->keep, r->n_objects + 1, sizeof *c->line);
	c->mark = arena_array(b->keep, 2 * r->n_objects, sizeof *c->mark);
	for (size_t i = 0; i < r->n_objects; i++) {
		const struct object_figures *o = &r->objects[i];
		struct line *l = &c->line[c->n_lines];

		if (!o->n_points)
			continue;
		*l = (struct line){ .label = object_name(b, o),
			.value = share_shown(b, o->share),
			.paint = paints[c->n_lines % n_paints],
			.stepped = true };
		step_line(b, l, o->points, o->n_points, axis.to_at);
		c->n_lines++;
		add_marks(b, c, o);
	}
	if (!r->n_substitute_points)
		return;
	c->line[c->n_lines] =
	    (struct line){ .label = TEXT(b, "recovery.chart.line_page"),
		    .paint = PAINT_MUTED,
		    .stepped = true,
		    .dashed = true };
	step_line(b, &c->line[c->n_lines], r->substitute_points,
	    r->n_substitute_points, 0);
	c->n_lines++;
}

struct chart *
restoration_chart(struct build *b)
{
	const struct incident_figures *f = &b->incident;
	const struct object_figures *slowest = slowest_object(b);
	struct span axis = { f->recovery.last_at, f->recovery.last_at };
	struct chart *c;

	if (!slowest)
		return NULL;
	for (size_t i = 0; i < f->recovery.n_objects; i++)
		if (f->recovery.objects[i].n_points &&
		    f->recovery.objects[i].points[0].at < axis.from_at)
			axis.from_at = f->recovery.objects[i].points[0].at;
	if (f->restored.at > axis.to_at)
		axis.to_at = f->restored.at;
	if (span_ms(axis) == 0)
		return NULL;
	c = arena_new(b->keep, struct chart);
	c->kind = CHART_LINES;
	c->zone = b->zone;
	c->x = (struct scale){ .kind = SCALE_TIME,
		.from = (double)axis.from_at,
		.to = (double)axis.to_at,
		.name = TEXT(b, "recovery.chart.axis_time") };
	c->y = (struct scale){ .kind = SCALE_LINEAR,
		.from = 0,
		.to = 1,
		.name = TEXT(b, "recovery.chart.axis_share"),
		.share = true };
	add_lines(b, c, axis);
	words(b, c, slowest);
	return c;
}
