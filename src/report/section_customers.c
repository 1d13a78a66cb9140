/*
 * section_customers.c -- who was affected, by segment; the support load. Names
 * of customers appear in the internal edition only.
 */
#include "report/live.h"
#include "report/sections.h"

#define TOP_CUSTOMERS 20
#define FEW           3 /* times of fewer customers are theirs alone */
#define PAPER_ROWS    10

static const struct column_spec segments[] = {
	{ "segment", false, 24, false },
	{ "customers", true, 12, false },
	{ "affected", true, 12, false },
	{ "share", true, 10, false },
	{ "customer_minutes", true, 16, false },
	{ "median", true, 14, false },
	{ "worst", true, 14, false },
};

static const struct column_spec tops[] = {
	{ "customer", false, 34, false },
	{ "segment", false, 18, false },
	{ "services", true, 10, false },
	{ "down", true, 16, false },
	{ "degraded", true, 16, false },
};

static const struct column_spec loads[] = {
	{ "day", false, 26, false },
	{ "received", true, 12, false },
	{ "answered", true, 12, false },
	{ "abandoned", true, 12, false },
	{ "usual", true, 14, false },
	{ "times", true, 12, false },
};

/* Would the times of this segment tell those of a customer? */
static bool
tells_customer(const struct build *b, const struct segment_figures *s)
{
	return !build_internal(b) && s->customers < FEW;
}

static bool
any_tells_customer(const struct build *b)
{
	for (size_t i = 0; i < b->incident.n_segments; i++)
		if (tells_customer(b, &b->incident.segments[i]))
			return true;
	return false;
}

static void
add_segments(struct build *b)
{
	const struct incident_figures *f = &b->incident;
	bool hidden = any_tells_customer(b);
	struct table *t = TABLE(b, "segments", segments);
	struct row *r;

	t->none = TEXT(b, "customers.none");
	for (size_t i = 0; i < f->n_segments; i++) {
		const struct segment_figures *s = &f->segments[i];

		r = table_row(b->doc, t, ROW_BODY);
		r->cell[0] =
		    cell_text(s->segment.n ? show_word(b, s->segment)
					   : TEXT(b, "customers.unsorted"));
		r->cell[1] = cell_count(s->customers);
		r->cell[2] = cell_count(s->affected);
		r->cell[3] = cell_percent(s->share, 1);
		/* with the total, all others would tell the one left out */
		if (!hidden)
			r->cell[4] = cell_count(s->customer_ms / MS_MINUTE);
		if (!s->affected || tells_customer(b, s))
			continue;
		r->cell[5] = cell_duration(s->median_ms);
		r->cell[6] = cell_duration(s->worst_ms);
	}
	r = table_row(b->doc, t, ROW_TOTAL);
	r->cell[0] = cell_text(TEXT(b, "words.total"));
	r->cell[1] = cell_count(f->all_customers);
	r->cell[1].formula = live_column_sum(b);
	r->cell[2] = cell_count((int64_t)f->n_customers);
	r->cell[2].formula = live_column_sum(b);
	r->cell[3] = cell_percent(f->customers_share, 1);
	r->cell[4] = cell_count(f->customer_ms / MS_MINUTE);
	if (hidden)
		doc_paragraph(b->doc, TEXT(b, "customers.few"));
}

static void
add_tops(struct build *b)
{
	const struct incident_figures *f = &b->incident;
	size_t n = build_shown(b, f->n_customers, TOP_CUSTOMERS);
	struct table *t;

	if (!build_internal(b) || !n)
		return;
	t = TABLE(b, "top_customers", tops);
	t->caption = TEXT(b, "customers.top");
	for (size_t i = 0; i < n; i++) {
		const struct affected_customer *c = &f->customers[i];
		struct row *r = table_row(b->doc, t, ROW_BODY);

		r->cell[0] = cell_text(
		    show_joined(b, c->customer->name, c->customer->id));
		r->cell[1] = cell_text(show_word(b, c->customer->segment));
		r->cell[2] = cell_count(c->services);
		r->cell[3] = cell_duration(c->down_ms);
		r->cell[4] = cell_duration(c->degraded_ms);
	}
	show_first(b, t, PAPER_ROWS);
}

void
calls_add(struct build *b)
{
	const struct incident_figures *f = &b->incident;
	struct table *t;

	doc_paragraph(b->doc, TEXT(b, "calls.how"));
	t = TABLE(b, "calls", loads);
	for (size_t i = 0; i < f->n_calls; i++) {
		const struct calls_figures *c = &f->calls[i];
		struct row *r = table_row(b->doc, t, ROW_BODY);

		r->cell[0] =
		    cell_text(lang_day(b->lang, b->keep, c->day_at, b->zone));
		r->cell[1] = cell_count(c->received);
		if (c->answered >= 0)
			r->cell[2] = cell_count(c->answered);
		if (c->abandoned >= 0)
			r->cell[3] = cell_count(c->abandoned);
		if (c->usual_days)
			r->cell[4] = cell_number(c->usual, 1);
		if (c->has_times)
			r->cell[5] = cell_number(c->times, 1);
	}
	show_first(b, t, PAPER_ROWS);
}

int
section_customers(struct build *b, struct err *e)
{
	(void)e;
	chapter(b, "head.customers");
	doc_paragraph(b->doc, TEXT(b, "customers.how"));
	add_segments(b);
	add_tops(b);
	if (b->incident.n_calls) {
		doc_heading(b->doc, 2, TEXT(b, "head.calls"), STR_NONE);
		calls_add(b);
	}
	return 0;
}
