/*
 * section_review_incidents.c -- incidents one by one, by severity and by cause,
 * and those that came again. The median stands before the mean, which a single
 * long outage can move as it likes.
 */
#include <stdlib.h>

#include "report/review.h"
#include "report/sections.h"

/* ---- times -----------------------------------------------------------------
 */

static const struct column_spec time_columns[] = {
	{ "clock", false, 28, false },
	{ "n", true, 8, false },
	{ "median", true, 16, false },
	{ "p90", true, 16, false },
	{ "mean", true, 16, false },
};

static void
add_times(struct build *b)
{
	const struct review_figures *f = b->review;
	struct table *t = REVIEW_TABLE(b, "times", time_columns);

	t->caption = TEXT(b, "review.caption.times");
	review_times_row(b, t, "review.clock.detect", &f->detect);
	review_times_row(b, t, "review.clock.notice", &f->notice);
	review_times_row(b, t, "review.clock.mitigate", &f->mitigate);
	review_times_row(b, t, "review.clock.restore", &f->restore);
}

/* ---- severities ------------------------------------------------------------
 */

static const struct column_spec severity_columns[] = {
	{ "severity", false, 24, false },
	{ "incidents", true, 12, false },
	{ "wall", true, 18, false },
	{ "customer_minutes", true, 18, false },
};

static void
add_severities(struct build *b)
{
	const struct review_figures *f = b->review;
	struct table *t = REVIEW_TABLE(b, "severities", severity_columns);

	t->caption = TEXT(b, "review.caption.severities");
	for (size_t i = 0; i < f->n_severities; i++) {
		const struct review_severity *s = &f->severities[i];
		struct row *r = table_row(b->doc, t, ROW_BODY);

		r->cell[0] = cell_text(review_name(b, s->severity));
		r->cell[1] = cell_count(s->incidents);
		r->cell[2] = cell_duration(s->wall_ms);
		r->cell[3] = review_minutes(s->customer_ms);
	}
}

/* ---- one by one ------------------------------------------------------------
 */

static const struct column_spec incident_columns[] = {
	{ "incident", false, 60, false },
	{ "severity", false, 8, false },
	{ "cause", false, 16, false },
	{ "began", false, 12, false },
	{ "wall", true, 15, false },
	{ "customers", true, 10, false },
	{ "services", true, 10, true },
	{ "customer_minutes", true, 13, false },
	{ "detect", true, 15, true },
	{ "notice", true, 15, true },
	{ "mitigate", true, 15, true },
	{ "restore", true, 15, true },
};

static void
add_incident(struct build *b, struct table *t, const struct review_incident *f)
{
	const struct incident *in = f->incident;
	struct row *r = table_row(b->doc, t, ROW_BODY);

	r->cell[0] = cell_text(review_incident_name(b, in));
	if (in && in->severity.n)
		r->cell[1] = cell_text(show_word(b, in->severity));
	r->cell[2] = cell_text(review_cause(b, in ? in->cause : STR_NONE));
	if (f->began_at != NO_INSTANT)
		r->cell[3] = review_is_book(b)
				 ? cell_instant(f->began_at, b->zone)
				 : cell_date(f->began_at, b->zone);
	r->cell[4] = cell_duration(f->wall_ms);
	r->cell[5] = cell_count(f->customers);
	r->cell[6] = cell_count(f->services);
	r->cell[7] = review_minutes(f->customer_ms);
	r->cell[8] = review_time(f->detect_ms);
	r->cell[9] = review_time(f->notice_ms);
	r->cell[10] = review_time(f->mitigate_ms);
	r->cell[11] = review_time(f->restore_ms);
}

static int
most_minutes(const void *a, const void *b)
{
	const struct review_incident *x =
	    *(const struct review_incident *const *)a;
	const struct review_incident *y =
	    *(const struct review_incident *const *)b;

	if (x->customer_ms != y->customer_ms)
		return x->customer_ms < y->customer_ms ? 1 : -1;
	return (x > y) - (x < y);
}

/* Those that cost most minutes first; in a workbook, which sorts, by time. */
static const struct review_incident **
by_minutes(struct build *b)
{
	const struct review_figures *f = b->review;
	const struct review_incident **order =
	    arena_array(b->keep, f->n_incidents + 1, sizeof *order);

	for (size_t i = 0; i < f->n_incidents; i++)
		order[i] = &f->incidents[i];
	if (!review_is_book(b))
		qsort(order, f->n_incidents, sizeof *order, most_minutes);
	return order;
}

int
section_review_incidents(struct build *b, struct err *e)
{
	const struct review_figures *f = b->review;
	struct chart *c = review_dots_chart(b);
	const struct review_incident **order = by_minutes(b);
	struct table *t;

	(void)e;
	review_chapter(b, "incidents");
	if (c != NULL)
		doc_chart(b->doc, c);
	add_times(b);
	add_severities(b);
	t = REVIEW_TABLE(b, "incidents", incident_columns);
	t->caption = TEXT(b, "review.caption.incidents");
	t->none = TEXT(b, "review.no_incidents");
	for (size_t i = 0; i < f->n_incidents; i++)
		add_incident(b, t, order[i]);
	show_first(b, t, REVIEW_SHOWN);
	return 0;
}

/* ---- causes ----------------------------------------------------------------
 */

static const struct column_spec pareto_columns[] = {
	{ "measure", false, 26, false },
	{ "cause", false, 30, false },
	{ "incidents", true, 11, false },
	{ "value", true, 20, false },
	{ "share", true, 11, false },
	{ "cumulative", true, 13, false },
};

static void
add_causes(struct build *b, struct table *t, const char *what,
    const struct review_pareto *p, const struct currency *c)
{
	struct str measure = str_format(b->keep, "review.measure.%s", what);

	for (size_t i = 0; i < p->n; i++) {
		const struct review_cause *v = &p->cause[i];
		struct row *r = table_row(b->doc, t, ROW_BODY);

		r->cell[0] =
		    cell_text(lang_text(b->lang, str_cstr(b->keep, measure)));
		r->cell[1] = cell_text(review_cause(b, v->cause));
		r->cell[2] = cell_count(v->incidents);
		r->cell[3] =
		    c ? review_amount(*c, v->value) : review_minutes(v->value);
		r->cell[4] = review_share(v->share);
		r->cell[5] = review_share(v->cumulative);
	}
}

static void
add_pareto_chart(struct build *b, const char *what,
    const struct review_pareto *p, const struct currency *c)
{
	struct chart *chart = review_pareto_chart(b, what, p, c);

	if (chart != NULL)
		doc_chart(b->doc, chart);
}

int
section_review_pareto(struct build *b, struct err *e)
{
	const struct review_figures *f = b->review;
	struct table *t;

	(void)e;
	review_chapter(b, "pareto");
	doc_paragraph(b->doc, TEXT(b, "review.pareto_note"));
	add_pareto_chart(b, "minutes", &f->by_wall, NULL);
	add_pareto_chart(b, "customer_minutes", &f->by_customer, NULL);
	for (size_t i = 0; build_internal(b) && i < f->n_money; i++)
		add_pareto_chart(
		    b, "credits", &f->money[i].by_cause, &f->money[i].currency);
	if (!review_is_book(b))
		return 0;
	t = REVIEW_TABLE(b, "pareto", pareto_columns);
	add_causes(b, t, "minutes", &f->by_wall, NULL);
	add_causes(b, t, "customer_minutes", &f->by_customer, NULL);
	for (size_t i = 0; i < f->n_money; i++)
		add_causes(b, t, "credits", &f->money[i].by_cause,
		    &f->money[i].currency);
	return 0;
}

/* ---- again -----------------------------------------------------------------
 */

#define REPEATS_SHOWN 10 /* on paper */

static const struct column_spec repeat_columns[] = {
	{ "later", false, 30, false },
	{ "earlier", false, 30, false },
	{ "apart", true, 10, false },
	{ "common", false, 24, false },
	{ "open_actions", false, 34, false },
};

static struct str
in_common(struct build *b, const struct review_repeat *v)
{
	struct str out = STR_NONE;

	if (v->same_cause)
		out = FILL(b, "review.same_cause",
		    { "cause", review_cause(b, v->later->cause) });
	if (v->component.n)
		out = show_joined(b, out,
		    FILL(b, "review.same_component", { "name", v->component }));
	return out;
}

static struct str
open_actions(struct build *b, const struct review_repeat *v)
{
	struct str out = STR_NONE;

	for (size_t i = 0; i < v->n_open; i++)
		out = show_joined(b, out,
		    v->open[i]->id.n ? v->open[i]->id : v->open[i]->text);
	return out.n ? out : TEXT(b, "review.none_short");
}

int
section_review_repeat(struct build *b, struct err *e)
{
	const struct review_figures *f = b->review;
	struct table *t;

	(void)e;
	review_chapter(b, "repeat");
	doc_paragraph(
	    b->doc, COUNTED(b, "review.repeats", (int64_t)f->n_repeats));
	t = REVIEW_TABLE(b, "repeat", repeat_columns);
	t->none = TEXT(b, "review.no_repeats");
	for (size_t i = 0; i < f->n_repeats; i++) {
		const struct review_repeat *v = &f->repeats[i];
		struct row *r = table_row(b->doc, t, ROW_BODY);

		r->cell[0] = cell_text(review_incident_name(b, v->later));
		r->cell[1] = cell_text(review_incident_name(b, v->earlier));
		r->cell[2] =
		    cell_text(COUNTED(b, "unit.days", v->apart_ms / MS_DAY));
		r->cell[3] = cell_text(in_common(b, v));
		r->cell[4] = cell_text(open_actions(b, v));
	}
	show_first(b, t, REPEATS_SHOWN);
	return 0;
}
