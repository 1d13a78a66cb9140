/*
 * section_incident_book.c -- what only the workbook of an incident has: every
 * service that was touched, and every stretch of time that its figures are made
 * of. A reader who changes a stretch sees the service's figures change.
 */
#include "report/review.h"
#include "report/sections.h"

/* States in the order of their columns, in both tables. */
enum { DOWN, WORSE, EXCLUDED, NO_DATA, STATES };

enum { FATE_ID, FATE_NAME, FATE_CUSTOMER, FATE_STATES };

static const struct column_spec fate_columns[] = {
	{ "service_id", false, 14, false },
	{ "service", false, 24, false },
	{ "customer_id", false, 14, false },
	{ "down", true, 14, false },
	{ "degraded", true, 14, false },
	{ "excluded", true, 14, false },
	{ "no_data", true, 14, false },
	{ "second_clock", true, 14, false },
	{ "interruptions", true, 12, false },
	{ "longest", true, 14, false },
};

enum { STRETCH_ID, STRETCH_STATE = 2, STRETCH_TIMES, STRETCH_STATES = 5 };

static const struct column_spec stretch_columns[] = {
	{ "service_id", false, 14, false },
	{ "service", false, 24, false },
	{ "state", false, 18, false },
	{ "start", false, 20, false },
	{ "end", false, 20, false },
	{ "down", true, 14, false },
	{ "degraded", true, 14, false },
	{ "excluded", true, 14, false },
	{ "no_data", true, 14, false },
};

static const char *const state_keys[STATES] = { "state.down", "state.degraded",
	"state.excluded", "state.no_data" };

static const struct spans *
spans_of(const struct affected_service *a, int state)
{
	const struct spans *const all[STATES] = { &a->down, &a->worse,
		&a->excluded, &a->no_data };

	return all[state];
}

/* Each sum looks at every stretch: more than this, and a spreadsheet is slow.
 */
#define LOOKS_MOST 5000000

static bool
live(const struct incident_figures *f)
{
	size_t stretches = 0;

	for (size_t i = 0; i < f->n_services; i++)
		for (int k = 0; k < STATES; k++)
			stretches += spans_of(&f->services[i], k)->n;
	return stretches <= LOOKS_MOST / STATES / f->n_services;
}

int
section_incident_services(struct build *b, struct err *e)
{
	const struct incident_figures *f = &b->incident;
	struct table *t;
	bool sums;

	(void)e;
	if (!build_names(b) || f->n_services == 0)
		return 0;
	chapter(b, "head.services");
	sums = live(f);
	if (sums)
		doc_paragraph(b->doc, TEXT(b, "book.services"));
	t = TABLE(b, "services", fate_columns);
	for (size_t i = 0; i < f->n_services; i++) {
		const struct affected_service *a = &f->services[i];
		const int64_t ms[STATES] = { a->down_ms, a->degraded_ms,
			a->excluded_ms, a->no_data_ms };
		struct row *r = table_row(b->doc, t, ROW_BODY);

		r->cell[FATE_ID] = cell_text(a->service->id);
		r->cell[FATE_NAME] = cell_text(a->service->name);
		r->cell[FATE_CUSTOMER] = cell_text(a->customer->id);
		for (int k = 0; k < STATES; k++) {
			struct cell *c = &r->cell[FATE_STATES + k];

			*c = cell_duration(ms[k]);
			if (sums)
				c->formula = review_sum_of(b, "stretches",
				    STRETCH_STATES + k, STRETCH_ID, FATE_ID);
		}
		r->cell[FATE_STATES + STATES] =
		    cell_duration(a->second_clock_ms);
		r->cell[FATE_STATES + STATES + 1] =
		    cell_count(a->interruptions);
		r->cell[FATE_STATES + STATES + 2] =
		    cell_duration(a->longest_ms);
	}
	return 0;
}

static void
add_stretches(struct build *b, struct table *t,
    const struct affected_service *a, int state)
{
	const struct spans *spans = spans_of(a, state);

	for (size_t i = 0; i < spans->n; i++) {
		struct span s = spans->v[i];
		struct row *r = table_row(b->doc, t, ROW_BODY);
		struct cell *time = &r->cell[STRETCH_TIMES];

		r->cell[STRETCH_ID] = cell_text(a->service->id);
		r->cell[STRETCH_ID + 1] = cell_text(a->service->name);
		r->cell[STRETCH_STATE] = cell_text(TEXT(b, state_keys[state]));
		time[0] = cell_instant(s.from_at, b->zone);
		time[1] = cell_instant(s.to_at, b->zone);
		r->cell[STRETCH_STATES + state] = cell_duration(span_ms(s));
	}
}

int
section_incident_stretches(struct build *b, struct err *e)
{
	const struct incident_figures *f = &b->incident;
	struct table *t;

	(void)e;
	if (!build_names(b) || f->n_services == 0)
		return 0;
	chapter(b, "head.stretches");
	doc_paragraph(
	    b->doc, FILL(b, "book.stretches", { "zone", b->zone->name }));
	t = TABLE(b, "stretches", stretch_columns);
	for (size_t i = 0; i < f->n_services; i++)
		for (int k = 0; k < STATES; k++)
			add_stretches(b, t, &f->services[i], k);
	return 0;
}
