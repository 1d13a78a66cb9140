/*
 * section_comms.c -- the communication report: its six figures, the lanes, the
 * messages and what became of their promises.
 */
#include "report/charts.h"
#include "report/sections.h"

/* ---- the six figures --------------------------------------------------- */

static struct str
verdict(struct build *b, enum target_state state)
{
	if (state == TARGET_NONE)
		return TEXT(b, "talk.open");
	return TEXT(b, state == TARGET_MET ? "talk.met" : "talk.not_met");
}

/* "4 h 00 min", "10 working days" */
static struct str
demanded(struct build *b, const struct comms_target *t)
{
	if (!t->days)
		return show_time(b, t->ms);
	return t->working_days ? COUNTED(b, "talk.working_days", t->days)
			       : COUNTED(b, "talk.days", t->days);
}

/* `what`, and how it stands against the target, if there is one. */
static struct str
against(struct build *b, const char *what, const struct comms_target *t,
    enum target_state state)
{
	if (!t->given)
		return TEXT(b, what);
	return show_after(b, TEXT(b, what),
	    FILL(b,
		t->contract ? "talk.against_contract" : "talk.against_target",
		{ "amount", demanded(b, t) },
		{ "verdict", verdict(b, state) }));
}

static void
put(struct key_figure *v, size_t *n, struct cell value, struct str label,
    enum target_state state)
{
	if (state == TARGET_MISSED)
		value.tone = TONE_BAD;
	v[*n].value = value;
	v[(*n)++].label = label;
}

static void
put_text(struct key_figure *v, size_t *n, struct str text, struct str label)
{
	v[*n].text = text;
	v[(*n)++].label = label;
}

static void
add_first(struct build *b, struct key_figure *v, size_t *n)
{
	const struct comms_target *t = &b->dossier->settings.comms.first_notice;
	const struct comms_figures *c = &b->incident.comms;
	struct str label = against(b, "talk.first", t, c->first_target);

	if (c->has_first)
		put(v, n, cell_duration(c->first_notice_ms), label,
		    c->first_target);
	else
		put_text(v, n, TEXT(b, "summary.no_notice"), label);
}

static void
add_gaps(struct build *b, struct key_figure *v, size_t *n)
{
	const struct comms_target *t = &b->dossier->settings.comms.update;
	const struct comms_figures *c = &b->incident.comms;

	put(v, n, cell_duration(c->median_gap_ms),
	    against(b, "talk.median", t, c->median_target), c->median_target);
	put(v, n, cell_duration(c->silence_ms),
	    against(b, "talk.silence", t, c->update_target), c->update_target);
}

static void
add_report(struct build *b, struct key_figure *v, size_t *n)
{
	const struct comms_target *t = &b->dossier->settings.comms.report;
	const struct comms_figures *c = &b->incident.comms;
	struct str label = against(b, "talk.report", t, c->report_target);

	if (c->has_report_delay)
		put(v, n, cell_duration(c->report_delay_ms), label,
		    c->report_target);
	else
		put_text(v, n, TEXT(b, "talk.not_yet"), label);
}

static void
add_tiles(struct build *b)
{
	const struct comms_figures *c = &b->incident.comms;
	struct key_figure *v = arena_array(b->keep, 6, sizeof *v);
	size_t n = 0;

	add_first(b, v, &n);
	put(v, &n, cell_count(c->n_public), TEXT(b, "talk.updates"),
	    TARGET_NONE);
	add_gaps(b, v, &n);
	put_text(v, &n,
	    FILL(b, "words.of", { "n", show_count(b, c->kept) },
		{ "all", show_count(b, c->promises) }),
	    FILL(b, "talk.kept",
		{ "grace",
		    show_time(b, b->dossier->settings.comms.grace_ms) }));
	add_report(b, v, &n);
	doc_key_figures(b->doc, v, n);
}

static const struct column_spec targets[] = {
	{ "measure", false, 26, false },
	{ "measured", true, 14, false },
	{ "demanded", true, 14, false },
	{ "binding", false, 18, false },
	{ "stands_in", false, 22, false },
	{ "result", false, 12, false },
};

static void
add_target(struct build *b, struct table *t, const char *measure,
    const struct comms_target *target, enum target_state state)
{
	struct row *r;

	if (!target->given)
		return;
	r = table_row(b->doc, t, ROW_BODY);
	r->cell[0] = cell_text(TEXT(b, measure));
	r->cell[2] = cell_text(demanded(b, target));
	r->cell[3] = cell_text(
	    TEXT(b, target->contract ? "talk.contract" : "talk.target"));
	r->cell[4] = cell_text(target->source);
	r->cell[5] = cell_text(verdict(b, state));
	if (state != TARGET_NONE)
		r->cell[5].tone = state == TARGET_MET ? TONE_GOOD : TONE_BAD;
}

/* Each target with where it is written; the reader can look it up. */
static void
add_targets(struct build *b)
{
	const struct comms_targets *s = &b->dossier->settings.comms;
	const struct comms_figures *c = &b->incident.comms;
	struct table *t;

	if (!s->first_notice.given && !s->update.given && !s->report.given) {
		doc_paragraph(b->doc, TEXT(b, "talk.no_target"));
		return;
	}
	t = TABLE(b, "targets", targets);
	t->caption = TEXT(b, "talk.targets");
	add_target(
	    b, t, "talk.measure_first", &s->first_notice, c->first_target);
	if (s->first_notice.given && c->has_first)
		t->rows.v[0].cell[1] = cell_duration(c->first_notice_ms);
	add_target(b, t, "talk.measure_update", &s->update, c->update_target);
	if (s->update.given)
		t->rows.v[t->rows.n - 1].cell[1] = cell_duration(c->silence_ms);
	add_target(b, t, "talk.measure_report", &s->report, c->report_target);
	if (s->report.given && c->has_report_delay)
		t->rows.v[t->rows.n - 1].cell[1] =
		    cell_duration(c->report_delay_ms);
}

int
section_comms_tiles(struct build *b, struct err *e)
{
	const struct incident_figures *f = &b->incident;
	struct fill fill[] = {
		{ "first", show_time(b, f->comms.first_notice_ms) },
		{ "silence", show_time(b, f->comms.silence_ms) },
		{ "span", show_time(b, f->span_ms) },
	};

	(void)e;
	front_sheet(b, "sheet.summary");
	if (!f->has_span) {
		doc_note(b->doc, TEXT(b, "talk.no_span"));
		return 0;
	}
	doc_result(
	    b->doc, lang_fill(b->lang,
			f->comms.has_first ? "talk.result" : "talk.result_none",
			b->keep, fill, sizeof fill / sizeof fill[0]));
	add_tiles(b);
	add_targets(b);
	if (!build_book(b))
		doc_paragraph(b->doc, TEXT(b, "standard.v10"));
	return 0;
}

/* ---- the lanes --------------------------------------------------------- */

/* Rounded to tenths of a percent, as one reads a share of time. */
static struct str
tenths(const struct build *b, struct ratio share)
{
	return format_percent(b->keep, &b->lang->style,
	    ratio_quantize(share, 3, ROUND_HALF_UP), 1);
}

static void
add_stale(struct build *b)
{
	const struct comms_figures *c = &b->incident.comms;
	const struct comms_target *t = &b->dossier->settings.comms.update;

	if (!c->has_stale)
		return;
	doc_paragraph(b->doc,
	    FILL(b, "talk.stale", { "stale", show_time(b, c->stale_ms) },
		{ "span", show_time(b, b->incident.span_ms) },
		{ "share", tenths(b, c->staleness) },
		{ "target", show_time(b, t->ms) },
		{ "hours", show_count(b, c->silent_customer_ms / MS_HOUR) }));
}

static void
add_cadence(struct build *b)
{
	const struct comms_figures *c = &b->incident.comms;

	doc_paragraph(b->doc,
	    FILL(b, "talk.cadence", { "n", show_count(b, (int64_t)c->n_gaps) },
		{ "median", show_time(b, c->median_gap_ms) },
		{ "p90", show_time(b, c->p90_gap_ms) }));
	if (c->has_detected)
		doc_paragraph(b->doc,
		    FILL(b, "talk.detected",
			{ "time", show_time(b, c->detected_notice_ms) }));
}

static void
add_content(struct build *b)
{
	const struct comms_figures *c = &b->incident.comms;

	if (c->listed)
		doc_paragraph(b->doc,
		    FILL(b, "talk.coverage", { "n", show_count(b, c->covered) },
			{ "all", show_count(b, c->listed) }));
	if (c->has_content)
		doc_paragraph(
		    b->doc, FILL(b, "talk.content",
				{ "yes", show_count(b, c->content_yes) },
				{ "of", show_count(b, c->content_of) },
				{ "share", tenths(b, c->content) }));
	if (c->has_words)
		doc_paragraph(b->doc,
		    FILL(b, "talk.words",
			{ "n", plain_number(b->lang, b->keep, c->words) }));
}

int
section_comms_lanes(struct build *b, struct err *e)
{
	struct chart *chart = lanes_chart(b);

	(void)e;
	if (!chart)
		return 0;
	chapter(b, "head.comms_lanes");
	doc_chart(b->doc, chart);
	add_cadence(b);
	add_stale(b);
	add_content(b);
	return 0;
}

/* ---- the messages ------------------------------------------------------ */

static const struct column_spec updates[] = {
	{ "time", false, 17, false },
	{ "channel", false, 16, false },
	{ "message", false, 48, false },
	{ "promised_next", false, 22, false },
};

static const struct column_spec looked_at[] = {
	{ "time", false, 17, false },
	{ "channel", false, 14, false },
	{ "message", false, 48, false },
	{ "tells", false, 12, false },
	{ "promised_next", false, 18, false },
};

/* "Who, action" of a message that was looked at; empty: nobody looked. */
static struct str
tells_text(struct build *b, const struct notice *n)
{
	static const char *const keys[] = { [CONTENT_SCOPE] = "talk.who",
		[CONTENT_IMPACT] = "talk.what",
		[CONTENT_ACTION] = "talk.action",
		[CONTENT_NEXT_TIME] = "talk.next" };
	struct str out = STR_NONE;
	bool looked = false;

	for (int k = 0; k < N_CONTENTS; k++) {
		looked |= n->has[k] != TELLS_UNKNOWN;
		if (n->has[k] != TELLS)
			continue;
		out = out.n ? str_format(b->keep, "%.*s, %.*s", STR_ARG(out),
				  STR_ARG(TEXT(b, keys[k])))
			    : TEXT(b, keys[k]);
	}
	return looked && !out.n ? TEXT(b, "talk.tells_none") : out;
}

int
section_comms_updates(struct build *b, struct err *e)
{
	const struct comms_figures *c = &b->incident.comms;
	struct table *t;
	int last;

	(void)e;
	chapter(b, "head.comms_updates");
	if (c->has_content)
		doc_paragraph(b->doc, TEXT(b, "talk.flags"));
	t = c->has_content ? TABLE(b, "updates", looked_at)
			   : TABLE(b, "updates", updates);
	t->none = TEXT(b, "comms.none");
	last = t->n_columns - 1;
	for (size_t i = 0; i < c->n_notices; i++) {
		const struct notice_figures *f = &c->notices[i];
		struct row *r = notice_row(b, t, f);

		if (r == NULL)
			continue;
		r->cell[2] = cell_text(notice_words(b, f));
		if (c->has_content)
			r->cell[3] = cell_text(tells_text(b, f->notice));
		r->cell[last] = promise_cell(b, f);
	}
	return 0;
}

/* ---- promises ---------------------------------------------------------- */

static const struct column_spec promises[] = {
	{ "made", false, 20, false },
	{ "channel", false, 14, false },
	{ "promised_next", false, 20, false },
	{ "result", false, 20, false },
	{ "late_by", true, 14, false },
};

int
section_comms_promises(struct build *b, struct err *e)
{
	static const char *const keys[] = { [PROMISE_KEPT] = "talk.was_kept",
		[PROMISE_LATE] = "talk.was_late",
		[PROMISE_MISSED] = "talk.was_missed" };
	const struct comms_figures *c = &b->incident.comms;
	struct table *t;

	(void)e;
	if (!c->n_notices)
		return 0;
	chapter(b, "head.comms_promises");
	if (b->incident.has_span)
		doc_paragraph(
		    b->doc, FILL(b, "talk.unpromised",
				{ "n", show_count(b, c->n_unpromised) },
				{ "all", show_count(b, c->n_public) }));
	t = TABLE(b, "promises", promises);
	t->none = TEXT(b, "talk.no_promise");
	for (size_t i = 0; i < c->n_notices; i++) {
		const struct notice_figures *f = &c->notices[i];
		struct row *r;

		if (f->promise == PROMISE_NONE || !notice_shown(b, f))
			continue;
		r = table_row(b->doc, t, ROW_BODY);
		r->cell[0] = cell_instant(f->notice->at, b->zone);
		r->cell[1] = cell_text(show_word(b, f->notice->channel));
		r->cell[2] = cell_instant(f->notice->promised_at, b->zone);
		r->cell[3] = cell_text(TEXT(b, keys[f->promise]));
		r->cell[3].tone =
		    f->promise == PROMISE_KEPT ? TONE_GOOD : TONE_BAD;
		if (f->promise == PROMISE_LATE)
			r->cell[4] = cell_duration(f->late_ms);
	}
	return 0;
}
