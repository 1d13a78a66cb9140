/*
 * section_review_answers.c -- the first page: better or worse, what it cost,
 * what is being done, each beside the four quarters before.
 */
#include "report/live.h"
#include "report/review.h"
#include "report/sections.h"

#define STRIP 5 /* quarters on the page of answers, with this one */

/* ---- three questions ------------------------------------------------------
 */

static struct str
credits_text(struct build *b)
{
	const struct review_figures *f = b->review;
	struct money *m = arena_array(b->keep, f->n_money + 1, sizeof *m);

	for (size_t i = 0; i < f->n_money; i++)
		m[i] =
		    (struct money){ f->money[i].accrued, f->money[i].currency };
	return f->n_money ? show_moneys(b, m, f->n_money)
			  : TEXT(b, "review.no_credit");
}

/* Several currencies have several ratios: "1.2 % + 0.4 %". */
static struct str
ratios_text(struct build *b)
{
	const struct review_figures *f = b->review;
	struct str out = STR_NONE;

	for (size_t i = 0; i < f->n_money; i++)
		if (ratio_ok(f->money[i].ratio))
			out = show_joined(
			    b, out, review_share_text(b, f->money[i].ratio));
	return out.n ? out : TEXT(b, "review.not_known");
}

static void
add_questions(struct build *b)
{
	const struct review_figures *f = b->review;

	doc_result(
	    b->doc, FILL(b, "review.answer.result",
			{ "mean", review_share_text(b, f->customers.mean) },
			{ "n", show_count(b, f->customers.n) },
			{ "breach", show_count(b, f->customers.in_breach) },
			{ "quarter", review_quarter_name(b, f->name) }));
	doc_paragraph(b->doc,
	    show_after(b,
		review_trend_words(b, "review.trend.durations", &f->durations),
		review_trend_words(b, "review.trend.minutes", &f->minutes)));
	doc_paragraph(b->doc,
	    FILL(b, "review.answer.cost",
		{ "minutes", review_minutes_text(b, f->all.customer_ms) },
		{ "incidents", show_count(b, f->named_incidents) },
		{ "credits", build_internal(b) ? credits_text(b)
					       : TEXT(b, "review.not_shown") },
		{ "ratio", build_internal(b) ? ratios_text(b)
					     : TEXT(b, "review.not_shown") }));
	doc_paragraph(
	    b->doc, FILL(b, "review.answer.done",
			{ "opened", show_count(b, f->actions.opened) },
			{ "closed", show_count(b, f->actions.closed) },
			{ "open", show_count(b, f->actions.open) },
			{ "overdue", show_count(b, f->actions.overdue) },
			{ "repeats", show_count(b, (int64_t)f->n_repeats) }));
}

/* ---- tiles ----------------------------------------------------------------
 */

static void
tile_money(struct build *b, struct key_figure *v)
{
	v->text = credits_text(b);
	v->label = FILL(b, "review.tile.credits", { "ratio", ratios_text(b) });
}

static void
tile_silence(struct build *b, struct key_figure *v)
{
	const struct review_comms *c = &b->review->comms;

	if (c->longest_incident == NULL) {
		v->text =
		    TEXT(b, b->review->named_incidents ? "review.not_known"
						       : "review.none_short");
		v->label = TEXT(b, "review.tile.no_silence");
		return;
	}
	v->value = cell_duration(c->longest_ms);
	v->label =
	    FILL(b, "review.tile.silence", { "id", c->longest_incident->id });
}

static void
tile_outage(struct build *b, struct key_figure *v)
{
	const struct review_incident *in = b->review->longest;

	if (in == NULL) {
		v->text = TEXT(b, "review.none_short");
		v->label = TEXT(b, "review.tile.no_outage");
		return;
	}
	v->value = cell_duration(in->wall_ms);
	v->value.tone = TONE_BAD;
	v->label = FILL(b, "review.tile.outage",
	    { "id", in->incident ? in->incident->id
				 : TEXT(b, "review.no_incident") });
}

static void
add_tiles(struct build *b)
{
	const struct review_figures *f = b->review;
	struct key_figure *v = arena_array(b->keep, 6, sizeof *v);
	size_t n = 0;

	v[n].value = review_share(f->customers.mean);
	v[n++].label =
	    FILL(b, "review.tile.mean", { "n", show_count(b, f->customers.n) });
	v[n].text =
	    FILL(b, "words.of", { "n", show_count(b, f->customers.in_breach) },
		{ "all", show_count(b, f->customers.n) });
	v[n++].label = TEXT(b, "review.tile.breach");
	if (ratio_ok(f->all.used))
		v[n].value = cell_percent(f->all.used, 1);
	else
		v[n].text = TEXT(b, "review.no_target");
	v[n++].label = FILL(
	    b, "review.tile.budget", { "n", show_count(b, f->all.services) });
	if (build_internal(b))
		tile_money(b, &v[n++]);
	tile_outage(b, &v[n++]);
	tile_silence(b, &v[n++]);
	doc_key_figures(b->doc, v, n);
}

/* ---- quarter by quarter ----------------------------------------------------
 */

static const struct column_spec columns[] = {
	{ "quarter", false, 12, false },
	{ "availability", true, 13, false },
	{ "downtime", true, 16, false },
	{ "begun", true, 11, false },
	{ "median", true, 16, false },
	{ "longest", true, 16, false },
	{ "credits", true, 18, false },
	{ "behind", true, 14, false },
};
enum {
	QUARTER,
	AVAILABILITY,
	DOWNTIME,
	INCIDENTS,
	MEDIAN,
	LONGEST,
	CREDITS,
	BEHIND
};

static struct str
quarter_credits(struct build *b, const struct review_quarter *q)
{
	const struct review_figures *f = b->review;
	struct money *m = arena_array(b->keep, f->n_money + 1, sizeof *m);

	for (size_t i = 0; i < f->n_money; i++)
		m[i] = (struct money){ q->credits[i], f->money[i].currency };
	return show_moneys(b, m, f->n_money);
}

static void
put_credits(struct build *b, struct row *r, const struct review_quarter *q)
{
	const struct review_figures *f = b->review;

	if (!q->has_credits || !build_internal(b) || f->n_money == 0)
		return;
	if (f->n_money == 1)
		r->cell[CREDITS] =
		    review_amount(f->money[0].currency, q->credits[0]);
	else
		r->cell[CREDITS] = cell_text(quarter_credits(b, q));
}

static void
add_quarter(struct build *b, struct table *t, size_t i)
{
	const struct review_quarter *q = &b->review->quarters[i];
	const struct review_point *p = &b->review->all_trend.point[i];
	struct row *r = table_row(b->doc, t, ROW_BODY);

	r->cell[QUARTER] = cell_text(review_quarter_name(b, q->name));
	if (p->known) {
		r->cell[AVAILABILITY] = review_share(p->availability);
		r->cell[DOWNTIME] = review_time(p->downtime_ms);
		r->cell[BEHIND] = cell_count(p->months);
	}
	if (p->known || q->incidents > 0)
		r->cell[INCIDENTS] = cell_count(q->incidents);
	if (q->n_durations > 0) {
		r->cell[MEDIAN] = review_time(q->median_ms);
		r->cell[LONGEST] =
		    review_time(q->duration_ms[q->n_durations - 1]);
	}
	put_credits(b, r, q);
}

/* Older quarters first: as one reads, and as a chart draws them. */
static void
add_strip(struct build *b)
{
	size_t n = review_is_book(b) ? REVIEW_PAST : STRIP;
	struct table *t = REVIEW_TABLE(b, "summary", columns);

	t->caption = TEXT(b, "review.caption.quarters");
	for (size_t i = REVIEW_PAST - n; i < REVIEW_PAST; i++)
		add_quarter(b, t, i);
	doc_small_print(b->doc, TEXT(b, "review.quarters_note"));
}

/* ---- the workbook's figures, linked to its sheets --------------------------
 */

static const struct column_spec linked_columns[] = {
	{ "measure", false, 40, false },
	{ "value", true, 18, false },
};

static void
add_linked(struct build *b, struct table *t, const char *key, struct cell c)
{
	struct row *r = table_row(b->doc, t, ROW_BODY);

	r->cell[0] = cell_text(lang_text(b->lang, key));
	r->cell[1] = c;
}

static void
add_linked_figures(struct build *b)
{
	const struct review_figures *f = b->review;
	struct table *t = REVIEW_TABLE(b, "linked", linked_columns);
	struct cell c = cell_duration(b->rows->counted_ms);

	t->caption = TEXT(b, "review.caption.linked");
	c.formula = live_sum(b, "data_outage", OUTAGE_ROW_COUNTED, NULL, 0);
	add_linked(b, t, "review.measure.counted", c);
	c = cell_duration(b->rows->excluded_ms);
	c.formula = live_sum(b, "data_outage", OUTAGE_ROW_EXCLUDED, NULL, 0);
	add_linked(b, t, "review.measure.excluded", c);
	if (f->n_money == 1) {
		c = review_amount(f->money[0].currency, f->money[0].accrued);
		c.formula =
		    live_sum(b, "data_credit", CREDIT_ROW_CREDIT, NULL, 0);
		add_linked(b, t, "review.measure.credit", c);
		c = review_amount(f->money[0].currency, f->money[0].revenue);
		c.formula = live_sum(b, "data_credit", CREDIT_ROW_FEE, NULL, 0);
		add_linked(b, t, "review.measure.revenue", c);
	}
}

int
section_review_answers(struct build *b, struct err *e)
{
	(void)e;
	review_chapter(b, "answers");
	add_questions(b);
	add_tiles(b);
	add_strip(b);
	if (review_is_book(b))
		add_linked_figures(b);
	else if (build_internal(b))
		doc_small_print(b->doc, TEXT(b, "standard.v10"));
	return 0;
}
