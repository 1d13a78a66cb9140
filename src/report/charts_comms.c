/*
 * charts_comms.c -- C7: messages, promises and silence while services were
 * impaired. The silence bars are the gaps that the table counts.
 */
#include "report/charts.h"
#include "report/sections.h"

/* Shorter gaps carry no label: there is no room for it on paper. */
#define LABEL_SHARE 14

/* Has this edition anything to show on the channel? */
static bool
is_shown(const struct build *b, const struct channel_figures *ch)
{
	if (ch->listed || ch->messages)
		return true;
	if (ch->hidden && b->edition != EDITION_PUBLIC)
		return true;
	return ch->private_ && build_internal(b);
}

static bool
is_marked(const struct build *b, const struct notice_figures *n)
{
	if (n->notice->direction == NOTICE_IN)
		return false;
	if (!n->notice->public_)
		return build_internal(b);
	return !n->notice->hidden || b->edition != EDITION_PUBLIC;
}

/* A dot is a message that the lane's count and the title's hold; no other is.
 */
static struct lane
channel_lane(struct build *b, const struct channel_figures *ch)
{
	const struct comms_figures *c = &b->incident.comms;
	struct lane l = { .label = show_word(b, ch->channel),
		.value = show_count(b, ch->messages),
		.none = TEXT(b, "chart.lanes.none") };

	l.mark = arena_array(b->keep, 2 * c->n_notices + 1, sizeof *l.mark);
	for (size_t i = 0; i < c->n_notices; i++) {
		const struct notice_figures *n = &c->notices[i];

		if (!str_eq(n->notice->channel, ch->channel) ||
		    !is_marked(b, n))
			continue;
		l.mark[l.n_marks++] = (struct lane_mark){ n->notice->at,
			n->counted ? MARK_DOT : MARK_RING };
		if (n->promise == PROMISE_NONE)
			continue;
		l.mark[l.n_marks++] =
		    (struct lane_mark){ n->notice->promised_at,
			    n->promise == PROMISE_KEPT ? MARK_KEPT
						       : MARK_MISSED };
	}
	return l;
}

/*
 * Test calls: a stroke for each; bars where the result stood, as the domain
 * bounds it, and the least bar for a test that stands alone.
 */
static struct lane
tests_lane(struct build *b, const struct call_channel *t)
{
	static const enum paint paints[] = { [CALL_ANSWERED] = PAINT_AVAILABLE,
		[CALL_ENGAGED] = PAINT_DEGRADED,
		[CALL_DEAD] = PAINT_DOWN,
		[CALL_QUEUE] = PAINT_EXCLUDED };
	struct lane l = {
		.label = FILL(b, "chart.lanes.tests",
		    { "channel", show_word(b, t->channel) }),
		.value =
		    FILL(b, "words.of", { "n", show_count(b, t->answered) },
			{ "all", show_count(b, (int64_t)t->n_tests) }),
	};

	l.mark = arena_array(b->keep, t->n_tests, sizeof *l.mark);
	l.block = arena_array(b->keep, 2 * t->n_tests, sizeof *l.block);
	for (size_t i = 0; i < t->n_stretches; i++) {
		const struct call_stretch *s = &t->stretches[i];

		l.block[l.n_blocks++] =
		    (struct lane_block){ .from_at = s->span.from_at,
			    .to_at = s->span.to_at,
			    .paint = paints[s->result],
			    .label = call_result_text(b, s->result),
			    .strong = true };
	}
	for (size_t i = 0; i < t->n_tests; i++) {
		int64_t at = t->tests[i]->at;
		bool covered = false;

		for (size_t k = 0; k < t->n_stretches; k++)
			covered |= t->stretches[k].span.from_at <= at &&
				   t->stretches[k].span.to_at >= at;
		l.mark[l.n_marks++] = (struct lane_mark){ at, MARK_END };
		if (!covered)
			l.block[l.n_blocks++] =
			    (struct lane_block){ .from_at = at,
				    .to_at = at + 1,
				    .paint = paints[t->tests[i]->result],
				    .label = call_result_text(
					b, t->tests[i]->result),
				    .strong = true };
	}
	return l;
}

static struct lane
silence_lane(struct build *b, int64_t axis_ms)
{
	const struct comms_figures *c = &b->incident.comms;
	struct lane l = { .label = TEXT(b, "chart.lanes.silence"),
		.none = TEXT(b, "chart.lanes.none") };

	l.block = arena_array(b->keep, c->n_gaps, sizeof *l.block);
	for (size_t i = 0; i < c->n_gaps; i++) {
		const struct span *g = &c->gaps[i];
		struct lane_block *k;

		if (!span_ms(*g))
			continue;
		k = &l.block[l.n_blocks++];
		*k = (struct lane_block){ .from_at = g->from_at,
			.to_at = g->to_at,
			.paint = PAINT_DOWN,
			.strong = g->from_at == c->silence.from_at };
		if (k->strong || span_ms(*g) > axis_ms / LABEL_SHARE)
			k->label = show_time(b, span_ms(*g));
	}
	return l;
}

static void
add_ground(struct build *b, struct chart *c)
{
	const struct spans *s = &b->incident.comms.impaired;

	c->ground = arena_array(b->keep, s->n + 1, sizeof *c->ground);
	for (size_t i = 0; i < s->n; i++)
		c->ground[c->n_grounds++] =
		    (struct lane_block){ .from_at = s->v[i].from_at,
			    .to_at = s->v[i].to_at,
			    .paint = PAINT_MUTED };
}

static void
add_legend(struct build *b, struct chart *c)
{
	static const struct {
		enum mark_kind kind;
		const char *key;
	} marks[] = {
		{ MARK_DOT, "chart.lanes.public" },
		{ MARK_RING, "chart.lanes.other" },
		{ MARK_KEPT, "chart.lanes.kept" },
		{ MARK_MISSED, "chart.lanes.missed" },
		{ MARK_END, "chart.lanes.test" },
	};
	const size_t n = sizeof marks / sizeof *marks;

	c->mark_legend = arena_array(b->keep, n, sizeof *c->mark_legend);
	for (size_t i = 0; i < n; i++) {
		bool used = false;

		for (size_t k = 0; k < c->n_lanes; k++)
			for (size_t m = 0; m < c->lane[k].n_marks; m++)
				used |=
				    c->lane[k].mark[m].kind == marks[i].kind;
		if (used)
			c->mark_legend[c->n_mark_legends++] =
			    (struct mark_legend){ marks[i].kind,
				    TEXT(b, marks[i].key) };
	}
}

static void
add_words(struct build *b, struct chart *c)
{
	const struct comms_figures *m = &b->incident.comms;
	struct fill fill[] = {
		{ "time", show_time(b, m->silence_ms) },
		{ "from", show_instant(b, m->silence.from_at, b->zone) },
		{ "to", show_instant(b, m->silence.to_at, b->zone) },
		{ "n", show_count(b, m->n_public) },
		{ "zone", b->dossier->settings.zone_name },
	};
	const size_t n = sizeof fill / sizeof fill[0];

	c->title = lang_fill(b->lang,
	    m->has_first ? "chart.lanes.title" : "chart.lanes.title_none",
	    b->keep, fill, n);
	c->subtitle = lang_fill(b->lang, "chart.lanes.what", b->keep, fill, n);
	c->alt = lang_fill(b->lang, "chart.lanes.alt", b->keep, fill, n);
}

struct chart *
lanes_chart(struct build *b)
{
	const struct comms_figures *m = &b->incident.comms;
	struct chart *c;
	struct span axis;

	if (!b->incident.has_span)
		return NULL;
	axis = incident_axis(b);
	c = arena_new(b->keep, struct chart);
	c->kind = CHART_LANES;
	c->from_at = axis.from_at;
	c->to_at = axis.to_at;
	c->zone = b->zone;
	c->lane = arena_array(
	    b->keep, m->n_channels + m->tested.n_channels + 1, sizeof *c->lane);
	for (size_t i = 0; i < m->n_channels; i++)
		if (is_shown(b, &m->channels[i]))
			c->lane[c->n_lanes++] =
			    channel_lane(b, &m->channels[i]);
	for (size_t i = 0; i < m->tested.n_channels; i++)
		c->lane[c->n_lanes++] = tests_lane(b, &m->tested.channels[i]);
	c->lane[c->n_lanes++] = silence_lane(b, span_ms(axis));
	add_ground(b, c);
	add_legend(b, c);
	add_words(b, c);
	return c;
}
