/*
 * section_review_availability.c -- availability by segment, kind and service,
 * the calendar, the worst windows and the error budget.
 */
#include <stdlib.h>

#include "report/review.h"
#include "report/sections.h"

/* ---- availability ----------------------------------------------------------
 */

static const struct column_spec scope_columns[] = {
	{ "scope", false, 24, false },
	{ "customers", true, 10, false },
	{ "services", true, 9, false },
	{ "target", true, 11, false },
	{ "time", true, 14, true },
	{ "excluded", true, 13, true },
	{ "no_data", true, 13, true },
	{ "counted", true, 16, false },
	{ "availability", true, 12, false },
	{ "low", true, 12, true },
	{ "experienced", true, 12, false },
	{ "used", true, 11, false },
	{ "worst_day", true, 12, false },
	{ "in_breach", true, 10, true },
};
enum {
	SCOPE,
	CUSTOMERS,
	SERVICES,
	TARGET,
	TIME,
	EXCLUDED,
	NO_DATA,
	COUNTED,
	AVAILABILITY,
	LOW,
	EXPERIENCED,
	USED,
	WORST_DAY,
	IN_BREACH
};

static void
put_sum(struct row *r, const struct review_sum *s, bool same_target)
{
	r->cell[CUSTOMERS] = cell_count(s->customers);
	r->cell[SERVICES] = cell_count(s->services);
	if (same_target)
		r->cell[TARGET] = review_share(s->target);
	r->cell[TIME] = cell_duration(s->time_ms);
	r->cell[EXCLUDED] = cell_duration(s->excluded_ms);
	r->cell[NO_DATA] = cell_duration(s->no_data_ms);
	r->cell[COUNTED] = cell_duration(s->down_ms);
	r->cell[AVAILABILITY] = review_against(
	    s->availability, same_target ? s->target : (struct ratio){ 0 });
	if (s->no_data_ms > 0)
		r->cell[LOW] = review_share(s->availability_low);
	r->cell[EXPERIENCED] = review_share(s->experienced);
	if (ratio_ok(s->used))
		r->cell[USED] = cell_percent(s->used, 1);
	r->cell[IN_BREACH] = cell_count(s->customers_in_breach);
}

static void
add_scope(struct build *b, struct table *t, struct str name,
    const struct review_scope *s)
{
	struct row *r = table_row(b->doc, t, ROW_BODY);

	r->cell[SCOPE] = cell_text(name);
	put_sum(r, &s->sum, s->same_target);
	r->cell[WORST_DAY] = review_share(s->worst_day);
}

static void
add_scopes(struct build *b)
{
	const struct review_figures *f = b->review;
	struct table *t = REVIEW_TABLE(b, "scopes", scope_columns);
	struct row *r;

	t->caption = TEXT(b, "review.caption.scopes");
	for (size_t i = 0; i < f->n_segments; i++)
		add_scope(b, t,
		    FILL(b, "review.segment",
			{ "name", review_name(b, f->segments[i].name) }),
		    &f->segments[i]);
	for (size_t i = 0; i < f->n_kinds; i++)
		add_scope(b, t,
		    FILL(b, "review.kind",
			{ "name", review_name(b, f->kinds[i].name) }),
		    &f->kinds[i]);
	r = table_row(b->doc, t, ROW_TOTAL);
	r->cell[SCOPE] = cell_text(TEXT(b, "review.all"));
	put_sum(r, &f->all, false);
}

static const struct column_spec service_columns[] = {
	{ "service_id", false, 12, false },
	{ "service", false, 26, false },
	{ "customer", false, 24, false },
	{ "target", true, 10, false },
	{ "time", true, 14, true },
	{ "excluded", true, 14, true },
	{ "no_data", true, 14, true },
	{ "counted", true, 16, false },
	{ "downtime", true, 16, true },
	{ "availability", true, 12, false },
	{ "low", true, 12, true },
	{ "experienced", true, 12, true },
	{ "used", true, 11, false },
	{ "worst_day", true, 12, false },
	{ "failures", true, 9, true },
	{ "mtbf", true, 14, true },
};
enum {
	S_ID,
	S_NAME,
	S_CUSTOMER,
	S_TARGET,
	S_TIME,
	S_EXCLUDED,
	S_NO_DATA,
	S_COUNTED,
	S_DOWNTIME,
	S_AVAILABILITY,
	S_LOW,
	S_EXPERIENCED,
	S_USED,
	S_WORST_DAY,
	S_FAILURES,
	S_MTBF
};

static void
put_service_time(struct build *b, struct row *r, const struct review_sum *s)
{
	r->cell[S_TIME] = cell_duration(s->time_ms);
	r->cell[S_EXCLUDED] = cell_duration(s->excluded_ms);
	r->cell[S_NO_DATA] = cell_duration(s->no_data_ms);
	r->cell[S_COUNTED] = cell_duration(s->down_ms);
	r->cell[S_DOWNTIME] = cell_duration(s->downtime_ms);
	if (!review_is_book(b))
		return;
	r->cell[S_COUNTED].formula = review_sum_of(
	    b, "data_outage", OUTAGE_ROW_COUNTED, OUTAGE_ROW_SERVICE, S_ID);
}

static void
add_service(struct build *b, struct table *t, const struct review_scope *s)
{
	const struct review_sum *v = &s->sum;
	struct row *r = table_row(b->doc, t, ROW_BODY);

	r->cell[S_ID] = cell_text(s->service->id);
	r->cell[S_NAME] = cell_text(s->service->name);
	r->cell[S_CUSTOMER] = cell_text(s->customer->name);
	r->cell[S_TARGET] = review_share(v->target);
	put_service_time(b, r, v);
	r->cell[S_AVAILABILITY] = review_against(v->availability, v->target);
	if (v->no_data_ms > 0)
		r->cell[S_LOW] = review_share(v->availability_low);
	r->cell[S_EXPERIENCED] = review_share(v->experienced);
	if (ratio_ok(v->used))
		r->cell[S_USED] = cell_percent(v->used, 1);
	r->cell[S_WORST_DAY] = review_share(s->worst_day);
	r->cell[S_FAILURES] = cell_count(v->failures);
	if (v->has_mtbf)
		r->cell[S_MTBF] = review_time(v->mtbf_ms);
}

static void
add_services(struct build *b)
{
	const struct review_figures *f = b->review;
	struct table *t = REVIEW_TABLE(b, "availability", service_columns);
	struct row *r;

	t->caption = TEXT(b, "review.caption.services");
	for (size_t i = 0; i < review_rows_shown(b, f->n_services); i++)
		add_service(b, t, &f->services[i]);
	r = table_row(b->doc, t, ROW_TOTAL);
	r->cell[S_ID] = cell_text(TEXT(b, "review.all"));
	put_service_time(b, r, &f->all);
	r->cell[S_COUNTED].formula = NULL;
	r->cell[S_AVAILABILITY] = review_share(f->all.availability);
	review_more(b, f->n_services);
}

static void
add_by_fee(struct build *b, const struct review_by_fee *v)
{
	const struct fill fill[] = { { "currency", str_of(v->currency.code) },
		{ "share", review_share_text(b, v->availability) } };

	doc_paragraph(b->doc, lang_count(b->lang, "review.by_fee", b->keep,
				  v->services, fill, 2));
}

static void
add_customers_line(struct build *b)
{
	const struct review_customers *c = &b->review->customers;

	doc_paragraph(
	    b->doc, FILL(b, "review.weighted",
			{ "mean", review_share_text(b, c->mean) },
			{ "tenth", review_share_text(b, c->tenth) },
			{ "worst", review_share_text(b, c->worst) },
			{ "n", show_count(b, c->n) },
			{ "breach", show_count(b, c->in_breach) },
			{ "share", review_share_text(b, c->breach_share) }));
	for (size_t i = 0; build_internal(b) && i < b->review->n_by_fee; i++)
		add_by_fee(b, &b->review->by_fee[i]);
}

int
section_review_availability(struct build *b, struct err *e)
{
	(void)e;
	review_chapter(b, "availability");
	add_customers_line(b);
	if (!review_is_book(b))
		add_scopes(b);
	if (build_internal(b))
		add_services(b);
	doc_small_print(b->doc, TEXT(b, "review.availability_note"));
	/* A sheet of many pages repeats its head if it has one table. */
	if (review_is_book(b)) {
		review_chapter(b, "scopes");
		add_scopes(b);
	}
	return 0;
}

/* ---- the calendar ----------------------------------------------------------
 */

static const struct column_spec day_columns[] = {
	{ "day", false, 12, false },
	{ "minutes", true, 10, false },
	{ "wall", true, 16, false },
	{ "customer_minutes", true, 16, false },
	{ "no_data", true, 16, false },
	{ "remark", false, 24, false },
};

static struct str
day_remark(struct build *b, const struct review_day *d)
{
	struct str out = STR_NONE;

	if (d->clock_change)
		out = TEXT(b, "review.clock_change");
	if (d->holiday)
		out = show_joined(b, out,
		    d->holiday->name.n ? d->holiday->name
				       : TEXT(b, "review.holiday"));
	if (d->no_data)
		out = show_joined(b, out, TEXT(b, "state.no_data"));
	return out;
}

static void
add_days(struct build *b)
{
	const struct review_figures *f = b->review;
	struct table *t = REVIEW_TABLE(b, "calendar", day_columns);

	for (size_t i = 0; i < f->n_days; i++) {
		const struct review_day *d = &f->days[i];
		struct row *r = table_row(b->doc, t, ROW_BODY);
		struct str remark = day_remark(b, d);

		r->cell[0] = cell_date(d->at, b->zone);
		if (remark.n)
			r->cell[5] = cell_text(remark);
		if (d->future)
			continue;
		r->cell[1] = review_minutes(d->wall_ms);
		r->cell[2] = cell_duration(d->wall_ms);
		r->cell[3] = review_minutes(d->customer_ms);
		r->cell[4] = cell_duration(d->no_data_ms);
	}
}

int
section_review_calendar(struct build *b, struct err *e)
{
	(void)e;
	review_part(b, "calendar");
	doc_chart(b->doc, review_calendar_chart(b));
	if (review_is_book(b))
		add_days(b);
	return 0;
}

/* ---- windows ---------------------------------------------------------------
 */

static const struct column_spec window_columns[] = {
	{ "window", false, 18, false },
	{ "window_min", true, 12, true },
	{ "this_quarter", true, 16, false },
	{ "begins", false, 24, false },
	{ "spread", true, 18, false },
	{ "quarter_before", true, 16, false },
};

int
section_review_windows(struct build *b, struct err *e)
{
	const struct review_figures *f = b->review;
	struct table *t;

	(void)e;
	review_chapter(b, "windows");
	doc_paragraph(b->doc, TEXT(b, "review.windows_note"));
	t = REVIEW_TABLE(b, "windows", window_columns);
	for (size_t i = 0; i < f->curve.n; i++) {
		const struct review_window *w = &f->curve.window[i];
		struct row *r;

		/* the curve has them all; paper needs every second one */
		if (!review_is_book(b) && i % 2 == 1 && i + 1 < f->curve.n)
			continue;
		r = table_row(b->doc, t, ROW_BODY);
		r->cell[0] = cell_text(show_time(b, w->length_ms));
		r->cell[1] = review_minutes(w->length_ms);
		r->cell[2] = review_share(w->availability);
		r->cell[3] = cell_instant(w->at, b->zone);
		r->cell[4] = review_share(w->spread);
		if (f->has_before && i < f->before.n)
			r->cell[5] =
			    review_share(f->before.window[i].availability);
	}
	if (!f->has_before)
		doc_small_print(b->doc, TEXT(b, "review.no_before"));
	doc_chart(b->doc, review_window_chart(b));
	return 0;
}

/* ---- error budget ----------------------------------------------------------
 */

static const struct column_spec budget_columns[] = {
	{ "scope", false, 24, false },
	{ "budget", true, 16, false },
	{ "spent", true, 16, false },
	{ "used", true, 11, false },
	{ "left", true, 11, false },
	{ "breaches", true, 12, false },
};

static void
add_budget(struct build *b, struct table *t, enum row_role role,
    struct str name, const struct review_sum *s)
{
	struct row *r;
	int64_t budget;

	if (!ratio_ok(s->budget) ||
	    !ratio_round(s->budget, ROUND_DOWN, &budget))
		return;
	r = table_row(b->doc, t, role);
	r->cell[0] = cell_text(name);
	r->cell[1] = cell_duration(budget / MS_SECOND * MS_SECOND);
	r->cell[2] = cell_duration(s->spent_ms);
	if (ratio_ok(s->used)) {
		r->cell[3] = cell_percent(s->used, 1);
		r->cell[4] = cell_percent(s->left, 1);
		r->cell[4].tone = s->left.num < 0 ? TONE_BAD : TONE_PLAIN;
	}
	r->cell[5] = cell_count(s->breaches);
}

#define STEPS_SHOWN 10 /* on paper: the curve above has them all */

static const struct column_spec step_columns[] = {
	{ "incident", false, 40, false },
	{ "began", false, 22, false },
	{ "burn", true, 16, false },
	{ "burn_share", true, 12, false },
	{ "left", true, 12, false },
};

static int
most_burnt(const void *a, const void *b)
{
	const struct review_step *x = *(const struct review_step *const *)a;
	const struct review_step *y = *(const struct review_step *const *)b;

	if (x->burn_ms != y->burn_ms)
		return x->burn_ms < y->burn_ms ? 1 : -1;
	return (x > y) - (x < y);
}

static void
add_steps(struct build *b)
{
	const struct review_figures *f = b->review;
	const struct review_step **order =
	    arena_array(b->keep, f->n_steps + 1, sizeof *order);
	struct table *t = REVIEW_TABLE(b, "burn", step_columns);

	t->caption = TEXT(b, "review.caption.burn");
	for (size_t i = 0; i < f->n_steps; i++)
		order[i] = &f->steps[i];
	if (!review_is_book(b))
		qsort(order, f->n_steps, sizeof *order, most_burnt);
	for (size_t i = 0; i < f->n_steps; i++) {
		const struct review_step *s = order[i];
		const struct review_incident *in = &f->incidents[s->incident];
		struct row *r = table_row(b->doc, t, ROW_BODY);

		r->cell[0] = cell_text(review_incident_name(b, in->incident));
		r->cell[1] = cell_instant(s->at, b->zone);
		r->cell[2] = cell_duration(s->burn_ms);
		if (ratio_ok(in->burn))
			r->cell[3] = cell_percent(in->burn, 1);
		if (ratio_ok(s->left))
			r->cell[4] = cell_percent(s->left, 1);
	}
	show_first(b, t, STEPS_SHOWN);
}

int
section_review_budget(struct build *b, struct err *e)
{
	const struct review_figures *f = b->review;
	struct chart *c = review_budget_chart(b);
	struct table *t;

	(void)e;
	review_chapter(b, "budget");
	if (c != NULL)
		doc_chart(b->doc, c);
	t = REVIEW_TABLE(b, "budget", budget_columns);
	t->none = TEXT(b, "review.no_budget");
	for (size_t i = 0; i < f->n_segments; i++)
		add_budget(b, t, ROW_BODY,
		    FILL(b, "review.segment",
			{ "name", review_name(b, f->segments[i].name) }),
		    &f->segments[i].sum);
	for (size_t i = 0; i < f->n_kinds; i++)
		add_budget(b, t, ROW_BODY,
		    FILL(b, "review.kind",
			{ "name", review_name(b, f->kinds[i].name) }),
		    &f->kinds[i].sum);
	add_budget(b, t, ROW_TOTAL, TEXT(b, "review.all"), &f->all);
	if (f->n_steps > 0)
		add_steps(b);
	return 0;
}
