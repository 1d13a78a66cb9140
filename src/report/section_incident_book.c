/*
 * section_incident_book.c -- what only the workbook of an incident has: every
 * service that was touched, and every stretch of time that its figures are made
 * of. A reader who changes a stretch sees the service's figures change.
 */
#include <string.h>

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

/* ---- what the columns mean ------------------------------------------------
 */

static const struct column_spec meanings[] = {
	{ "sheet", false, 22, false },
	{ "column", false, 26, false },
	{ "meaning", false, 70, false },
};

/* Columns that do not explain themselves: phrases "means.KEY". */
static const char *const explained[] = {
	"abandoned",
	"affected",
	"back_share",
	"bias",
	"bin_length",
	"binding",
	"claimed_from",
	"comparison",
	"counted",
	"counted_by",
	"customer_minutes",
	"data_lost",
	"declared",
	"degraded",
	"demanded",
	"down",
	"duplicates",
	"error_median",
	"error_p90",
	"excluded",
	"expected",
	"experienced",
	"grade",
	"guard",
	"half_at",
	"highest",
	"history",
	"inside80",
	"inside95",
	"interruptions",
	"interval",
	"interval95",
	"last_good",
	"last_week",
	"late_by",
	"longest",
	"lost",
	"lost_objects",
	"lost_share",
	"lowest",
	"masked",
	"median",
	"missing",
	"most_at",
	"no_data",
	"not_back",
	"not_counted",
	"object",
	"observed",
	"off_hours",
	"one_sided",
	"page_from",
	"page_longest",
	"page_median",
	"page_to",
	"period_length",
	"promised",
	"promised_next",
	"rebound",
	"recorded",
	"recoveries",
	"reissued",
	"rejected",
	"restore_point",
	"restored",
	"restored_from",
	"robots",
	"said_by",
	"second_clock",
	"seen",
	"settlements",
	"silent",
	"since",
	"stated",
	"stated_field",
	"tells",
	"tests",
	"times",
	"unseen",
	"up",
	"used_from",
	"usual",
	"worst",
	"zone",
};

static bool
needs_words(const char *key)
{
	for (size_t i = 0; i < sizeof explained / sizeof *explained; i++)
		if (strcmp(explained[i], key) == 0)
			return true;
	return false;
}

/* A sheet with two tables tells a column of both once. */
static bool
told(const struct build *b, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (str_eq(b->shown.v[k].sheet, b->shown.v[i].sheet) &&
		    str_is(str_of(b->shown.v[k].key), b->shown.v[i].key))
			return true;
	return false;
}

int
section_book_dictionary(struct build *b, struct err *e)
{
	const size_t n = b->shown.n; /* without the columns of this table */
	struct table *t;

	(void)e;
	doc_heading(
	    b->doc, 1, TEXT(b, "head.dictionary"), TEXT(b, "sheet.dictionary"));
	doc_paragraph(b->doc, TEXT(b, "book.meanings"));
	t = TABLE(b, "dictionary", meanings);
	for (size_t i = 0; i < n; i++) {
		const struct book_column *c = &b->shown.v[i];
		struct str head = str_format(b->keep, "col.%s", c->key);
		struct str what = str_format(b->keep, "means.%s", c->key);
		struct row *r;

		if (!needs_words(c->key) || told(b, i))
			continue;
		r = table_row(b->doc, t, ROW_BODY);
		r->cell[0] = cell_text(c->sheet);
		r->cell[1] =
		    cell_text(lang_text(b->lang, str_cstr(b->keep, head)));
		r->cell[2] =
		    cell_text(lang_text(b->lang, str_cstr(b->keep, what)));
	}
	return 0;
}
