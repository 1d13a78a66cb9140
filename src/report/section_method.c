/*
 * section_method.c -- how the numbers came about: the method in plain words and
 * the identity of states, with its numbers, closing to the millisecond.
 */
#include "report/charts.h"
#include "report/sections.h"

#define IDENTITY_ROWS 12
#define PAPER_ROWS    5 /* of an incident; a statement shows all */

static const struct column_spec columns[] = {
	{ "service", false, 28, false },
	{ "period_length", true, 12, false },
	{ "up", true, 13, false },
	{ "degraded", true, 11, false },
	{ "counted", true, 11, false },
	{ "not_counted", true, 12, false },
	{ "no_data", true, 10, false },
	{ "off_hours", true, 11, false },
};

static void
add_identity(struct build *b, struct table *t, const struct ledger_row *row,
    struct str name)
{
	const struct state_totals *s = &row->settlement.states;
	const int64_t parts[] = { s->period_ms, s->up_ms, s->degraded_ms,
		s->down_counted_ms, s->down_excluded_ms, s->no_data_ms,
		s->off_hours_ms };
	struct row *r = table_row(b->doc, t, ROW_BODY);

	r->cell[0] = cell_text(name);
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		r->cell[1 + i] = cell_duration(parts[i]);
}

static int
add_passage(struct build *b, const char *name, struct err *e)
{
	struct str *part;
	size_t n;

	if (langs_passage(b->langs, b->lang, name, b->keep, &part, &n, e))
		return -1;
	for (size_t i = 0; i < n; i++)
		doc_paragraph(b->doc, part[i]);
	return 0;
}

/* Of an incident: the periods of one service of each group that it touched. */
static void
add_incident_rows(struct build *b, struct table *t)
{
	const struct incident_figures *f = &b->incident;
	size_t n = build_shown(b, f->n_groups, IDENTITY_ROWS);

	for (size_t i = 0; i < n; i++)
		add_identity(b, t, f->groups[i].first->row,
		    group_name(b, &f->groups[i]));
	show_first(b, t, PAPER_ROWS);
}

/* From when to when, in the zone of the case. */
static void
add_period(struct build *b)
{
	const struct settlement *s = &b->statement.lines[0].row->settlement;

	doc_paragraph(
	    b->doc, FILL(b, "method.period",
			{ "from", show_moment(b, s->period.from_at, b->zone) },
			{ "to", show_moment(b, s->period.to_at, b->zone) },
			{ "zone", b->zone->name },
			{ "length", show_time(b, span_ms(s->period)) }));
}

int
section_method(struct build *b, struct err *e)
{
	struct table *t;
	bool incident = b->job->incident != NULL;

	chapter(b, "head.method");
	if (add_passage(b, incident ? "method_incident" : "method", e))
		return -1;
	if (!incident && b->statement.n_lines)
		add_period(b);
	t = TABLE(b, "identity", columns);
	t->caption = TEXT(b, "method.identity");
	t->none = TEXT(b, "method.no_settlement");
	if (incident)
		add_incident_rows(b, t);
	for (size_t i = 0; !incident && i < b->statement.n_lines; i++)
		add_identity(b, t, b->statement.lines[i].row,
		    b->statement.lines[i].row->service->name);
	return 0;
}
