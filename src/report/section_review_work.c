/*
 * section_review_work.c -- what was said, what is being done, how eight
 * quarters went, which figures are others now, and how all of it was counted.
 */
#include "report/review.h"
#include "report/sections.h"

/* ---- communication ---------------------------------------------------------
 */

#define SAID_SHOWN 10 /* on paper */

static const struct column_spec comms_columns[] = {
	{ "incident", false, 36, false },
	{ "first_notice", true, 16, false },
	{ "silence", true, 16, false },
	{ "messages", true, 11, false },
	{ "promises", true, 12, false },
};

static void
add_comms(struct build *b, struct table *t, const struct review_incident *f)
{
	const struct comms_figures *c = &f->comms;
	struct row *r = table_row(b->doc, t, ROW_BODY);

	r->cell[0] = cell_text(review_incident_name(b, f->incident));
	if (c->has_first)
		r->cell[1] = cell_duration(c->first_notice_ms);
	else
		r->cell[1] = cell_text(TEXT(b, "review.no_notice"));
	r->cell[2] = cell_duration(c->silence_ms);
	r->cell[3] = cell_count(c->n_public);
	r->cell[4] =
	    cell_text(FILL(b, "words.of", { "n", show_count(b, c->kept) },
		{ "all", show_count(b, c->promises) }));
}

static const struct column_spec comms_times_columns[] = {
	{ "clock", false, 34, false },
	{ "n", true, 8, false },
	{ "median", true, 16, false },
	{ "p90", true, 16, false },
	{ "mean", true, 16, false },
};

int
section_review_comms(struct build *b, struct err *e)
{
	const struct review_comms *c = &b->review->comms;
	struct table *t;

	(void)e;
	review_chapter(b, "comms");
	doc_paragraph(
	    b->doc, FILL(b, "review.comms", { "kept", show_count(b, c->kept) },
			{ "promises", show_count(b, c->promises) },
			{ "notices", show_count(b, c->notices) },
			{ "harmless", show_count(b, c->notices_no_impact) },
			{ "unannounced", show_count(b, c->unannounced) }));
	t = REVIEW_TABLE(b, "comms_times", comms_times_columns);
	review_times_row(b, t, "review.clock.notice", &c->first_notice);
	review_times_row(b, t, "review.clock.silence", &c->silence);
	review_times_row(b, t, "review.clock.gap", &c->gap);
	t = REVIEW_TABLE(b, "comms", comms_columns);
	t->none = TEXT(b, "review.no_incidents");
	for (size_t i = 0; i < b->review->n_incidents; i++)
		if (b->review->incidents[i].incident != NULL)
			add_comms(b, t, &b->review->incidents[i]);
	show_first(b, t, SAID_SHOWN);
	return 0;
}

/* ---- actions ---------------------------------------------------------------
 */

static const struct column_spec action_columns[] = {
	{ "action", false, 44, false },
	{ "incident", false, 14, false },
	{ "owner", false, 18, false },
	{ "due", false, 12, false },
};

int
section_review_actions(struct build *b, struct err *e)
{
	const struct review_actions *a = &b->review->actions;
	struct table *t;

	(void)e;
	review_chapter(b, "actions");
	doc_paragraph(b->doc,
	    FILL(b, "review.actions", { "opened", show_count(b, a->opened) },
		{ "closed", show_count(b, a->closed) },
		{ "open", show_count(b, a->open) },
		{ "overdue", show_count(b, a->overdue) },
		{ "age", a->has_age ? COUNTED(b, "unit.days",
					  a->median_age_ms / MS_DAY)
				    : TEXT(b, "review.not_known") }));
	t = REVIEW_TABLE(b, "actions", action_columns);
	t->caption = TEXT(b, "review.caption.late");
	t->none = TEXT(b, "review.no_late");
	for (size_t i = 0; i < a->n_late; i++) {
		const struct action *v = a->late[i];
		struct row *r = table_row(b->doc, t, ROW_BODY);

		r->cell[0] = cell_text(show_joined(b, v->id, v->text));
		if (v->incident.n)
			r->cell[1] = cell_text(v->incident);
		if (build_internal(b) && v->owner.n)
			r->cell[2] = cell_text(v->owner);
		r->cell[3] = cell_date(v->due_at, b->zone);
	}
	show_first(b, t, REVIEW_SHOWN);
	if (a->undated > 0)
		doc_small_print(
		    b->doc, COUNTED(b, "review.undated", a->undated));
	return 0;
}

/* ---- eight quarters --------------------------------------------------------
 */

static const struct column_spec trend_columns[] = {
	{ "scope", false, 24, false },
	{ "quarter", false, 12, false },
	{ "availability", true, 14, false },
	{ "downtime", true, 16, false },
	{ "behind", true, 14, false },
};

static void
add_trend(struct build *b, struct table *t, struct str name,
    const struct review_trend *v)
{
	for (size_t i = 0; i < REVIEW_PAST; i++) {
		const struct review_point *p = &v->point[i];
		struct row *r;

		if (!p->known)
			continue;
		r = table_row(b->doc, t, ROW_BODY);
		r->cell[0] = cell_text(name);
		r->cell[1] = cell_text(
		    review_quarter_name(b, b->review->quarters[i].name));
		r->cell[2] = review_share(p->availability);
		r->cell[3] = review_time(p->downtime_ms);
		r->cell[4] = cell_count(p->months);
	}
}

int
section_review_trend(struct build *b, struct err *e)
{
	const struct review_figures *f = b->review;
	struct chart *c = review_multiples_chart(b);
	struct table *t;

	(void)e;
	review_chapter(b, "trend");
	doc_paragraph(b->doc,
	    show_after(b,
		review_trend_words(b, "review.trend.durations", &f->durations),
		review_trend_words(b, "review.trend.minutes", &f->minutes)));
	t = REVIEW_TABLE(b, "trend", trend_columns);
	add_trend(b, t, TEXT(b, "review.all"), &f->all_trend);
	for (size_t i = 0; review_is_book(b) && i < f->n_kinds; i++)
		add_trend(b, t,
		    FILL(b, "review.kind",
			{ "name", review_name(b, f->kind_trends[i].name) }),
		    &f->kind_trends[i]);
	for (size_t i = 0; review_is_book(b) && i < f->n_segments; i++)
		add_trend(b, t,
		    FILL(b, "review.segment",
			{ "name", review_name(b, f->segment_trends[i].name) }),
		    &f->segment_trends[i]);
	if (c != NULL)
		doc_chart(b->doc, c);
	return 0;
}

/* ---- figures that changed --------------------------------------------------
 */

static const struct column_spec restated_columns[] = {
	{ "service", false, 30, false },
	{ "period", false, 14, false },
	{ "measure", false, 22, false },
	{ "was", true, 18, false },
	{ "is", true, 18, false },
	{ "reason", false, 30, false },
	{ "file", false, 24, true },
};

static const char *const restated_keys[] = {
	[RESTATED_AVAILABILITY] = "review.measure.availability",
	[RESTATED_MINUTES] = "review.measure.minutes",
	[RESTATED_CREDIT] = "review.measure.credits",
};

static struct cell
restated_cell(const struct review_restated *v, struct ratio value)
{
	const struct currency c = v->row->settlement.currency;
	int64_t minor;

	if (v->what == RESTATED_AVAILABILITY)
		return cell_percent(value, 3);
	if (v->what == RESTATED_MINUTES)
		return cell_number(value, 1);
	if (!ratio_round(value, ROUND_HALF_UP, &minor))
		return (struct cell){ 0 };
	return review_amount(c, minor);
}

int
section_review_restated(struct build *b, struct err *e)
{
	const struct review_figures *f = b->review;
	struct table *t;

	(void)e;
	review_chapter(b, "restated");
	doc_paragraph(b->doc, TEXT(b, "review.restated_note"));
	t = REVIEW_TABLE(b, "restated", restated_columns);
	t->none = TEXT(b, "review.no_restated");
	for (size_t i = 0; i < f->n_restated; i++) {
		const struct review_restated *v = &f->restated[i];
		struct row *r = table_row(b->doc, t, ROW_BODY);

		r->cell[0] = cell_text(
		    build_names(b) ? show_joined(b, v->row->customer->name,
					 v->row->service->name)
				   : TEXT(b, "service.any_kind"));
		r->cell[1] = cell_text(show_period(b, v->before->period));
		r->cell[2] =
		    cell_text(lang_text(b->lang, restated_keys[v->what]));
		r->cell[3] = restated_cell(v, v->old);
		r->cell[4] = restated_cell(v, v->now);
		r->cell[5] = cell_text(v->before->restated.n
					   ? v->before->restated
					   : TEXT(b, "review.not_known"));
		if (v->before->from.file.n)
			r->cell[6] = cell_text(v->before->from.file);
	}
	show_first(b, t, REVIEW_SHOWN);
	return 0;
}

/* ---- method ----------------------------------------------------------------
 */

static void
add_quality(struct build *b)
{
	const struct review_quality *q = &b->review->quality;

	doc_paragraph(
	    b->doc, FILL(b, "review.quality",
			{ "coverage", review_share_text(b, q->coverage) },
			{ "no_data", show_time(b, q->no_data_ms) },
			{ "sources", show_count(b, q->sources) },
			{ "rejected", show_count(b, q->rejected) },
			{ "undecided", show_count(b, q->undecided) }));
	if (q->compared > 0)
		doc_paragraph(b->doc,
		    FILL(b, "review.disagree",
			{ "compared", show_count(b, q->compared) },
			{ "disagreeing", show_count(b, q->disagreeing) },
			{ "both", show_time(b, q->both_ms) },
			{ "provider", show_time(b, q->only_provider_ms) },
			{ "customer", show_time(b, q->only_customer_ms) }));
	if (q->longer > 0)
		doc_paragraph(b->doc, COUNTED(b, "review.longer", q->longer));
	if (q->unsettled > 0)
		doc_paragraph(
		    b->doc, COUNTED(b, "review.unsettled", q->unsettled));
}

static const struct column_spec identity_columns[] = {
	{ "time", true, 18, false },
	{ "counted", true, 18, false },
	{ "excluded", true, 18, false },
	{ "degraded", true, 18, false },
	{ "no_data", true, 18, false },
	{ "off_hours", true, 18, false },
};

int
section_review_method(struct build *b, struct err *e)
{
	const struct review_sum *s = &b->review->all;
	const int64_t part[] = { s->time_ms, s->down_ms, s->excluded_ms,
		s->degraded_ms, s->no_data_ms, s->off_hours_ms };
	struct str *passage;
	struct table *t;
	struct row *r;
	size_t n;

	review_chapter(b, "method");
	if (langs_passage(
		b->langs, b->lang, "method_review", b->keep, &passage, &n, e))
		return -1;
	for (size_t i = 0; i < n; i++)
		doc_paragraph(b->doc, passage[i]);
	t = REVIEW_TABLE(b, "identity", identity_columns);
	t->caption = TEXT(b, "review.caption.identity");
	r = table_row(b->doc, t, ROW_BODY);
	for (size_t i = 0; i < sizeof part / sizeof *part; i++)
		r->cell[i] = cell_duration(part[i]);
	add_quality(b);
	return 0;
}
