/*
 * section_communication.c -- what was said, when, and how long nothing was
 * said. Private messages are never counted as public notice.
 */
#include "report/charts.h"
#include "report/sections.h"

static const struct column_spec columns[] = {
	{ "time", false, 17, false },
	{ "channel", false, 16, false },
	{ "message", false, 48, false },
	{ "promised_next", false, 22, false },
};

static void
add_figures(struct build *b)
{
	const struct comms_figures *c = &b->incident.comms;
	struct key_figure *v = arena_array(b->keep, 6, sizeof *v);
	size_t n = 0;

	if (c->has_first)
		v[n++].value = cell_duration(c->first_notice_ms);
	else
		v[n++].text = TEXT(b, "summary.no_notice");
	v[n - 1].label = TEXT(b, "summary.first_notice");
	v[n].value = cell_count(c->n_public);
	v[n++].label = TEXT(b, "comms.public");
	v[n].value = cell_duration(c->median_gap_ms);
	v[n++].label = TEXT(b, "comms.median");
	v[n].value = cell_duration(c->silence_ms);
	v[n].value.tone = TONE_BAD;
	v[n++].label = FILL(b, "comms.silence",
	    { "from", show_instant(b, c->silence.from_at, b->zone) });
	v[n].text = FILL(b, "words.of", { "n", show_count(b, c->kept) },
	    { "all", show_count(b, c->promises) });
	v[n++].label = TEXT(b, "comms.kept");
	if (c->has_report_delay) {
		v[n].value = cell_duration(c->report_delay_ms);
		v[n++].label = TEXT(b, "comms.report_delay");
	}
	doc_key_figures(b->doc, v, n);
}

/* Until when the next message was promised, and what became of that. */
struct cell
promise_cell(struct build *b, const struct notice_figures *f)
{
	static const char *const keys[] = { [PROMISE_KEPT] = "promise.kept",
		[PROMISE_LATE] = "promise.late",
		[PROMISE_MISSED] = "promise.missed" };
	int64_t at = f->notice->promised_at;
	struct cell c;

	if (f->promise == PROMISE_NONE)
		return cell_text(STR_NONE);
	c = cell_text(
	    FILL(b, keys[f->promise], { "at", show_whole(b, at, b->zone) },
		{ "time", show_time(b, f->late_ms) }));
	c.tone = f->promise == PROMISE_KEPT ? TONE_GOOD : TONE_BAD;
	return c;
}

struct str
notice_words(struct build *b, const struct notice_figures *f)
{
	struct str words = show_short(b, f->notice->text, NOTICE_SHOWN);

	if (!f->notice->public_)
		words = FILL(b, "comms.private", { "text", words });
	if (f->notice->hidden)
		words = FILL(b, "comms.hidden", { "text", words });
	return words;
}

bool
notice_shown(const struct build *b, const struct notice_figures *f)
{
	if (f->notice->direction == NOTICE_IN)
		return false;
	/* A private message is between two people. */
	if (!f->notice->public_ && !build_internal(b))
		return false;
	return !f->notice->hidden || b->edition != EDITION_PUBLIC;
}

struct row *
notice_row(struct build *b, struct table *t, const struct notice_figures *f)
{
	struct row *r;

	if (!notice_shown(b, f))
		return NULL;
	r = table_row(b->doc, t, ROW_BODY);
	r->cell[0] = cell_instant(f->notice->at, b->zone);
	r->cell[1] = cell_text(show_word(b, f->notice->channel));
	return r;
}

static void
add_notices(struct build *b)
{
	const struct comms_figures *c = &b->incident.comms;
	struct table *t = TABLE(b, "notices", columns);

	t->none = TEXT(b, "comms.none");
	for (size_t i = 0; i < c->n_notices; i++) {
		const struct notice_figures *f = &c->notices[i];
		struct row *r = notice_row(b, t, f);

		if (r == NULL)
			continue;
		r->cell[2] = cell_text(notice_words(b, f));
		r->cell[3] = promise_cell(b, f);
	}
}

int
section_communication(struct build *b, struct err *e)
{
	const struct comms_figures *c = &b->incident.comms;

	(void)e;
	chapter(b, "head.communication");
	if (b->incident.has_span) {
		add_figures(b);
		doc_chart(b->doc, lanes_chart(b));
	}
	doc_paragraph(b->doc,
	    FILL(b, "comms.how", { "private", show_count(b, c->n_private) }));
	if (c->n_hidden)
		doc_paragraph(
		    b->doc, COUNTED(b, "comms.hidden_count", c->n_hidden));
	add_notices(b);
	return 0;
}
