/*
 * section_ledger_outages.c -- the sheet of outages: one row per outage and
 * service, with what became of each second, down to the line of the file.
 */
#include "report/ledger.h"
#include "report/sections.h"

const struct column_spec outage_columns[OUTAGE_COLUMNS] = {
	[OUTAGE_LEDGER_NO] = { "ledger_no", true, 6, false },
	[OUTAGE_CUSTOMER_ID] = { "customer_id", false, 12, true },
	[OUTAGE_SERVICE_ID] = { "service_id", false, 12, false },
	[OUTAGE_ID] = { "outage_id", false, 14, true },
	[OUTAGE_INCIDENT] = { "incident", false, 14, true },
	[OUTAGE_START] = { "start", false, 20, false },
	[OUTAGE_END] = { "end", false, 20, false },
	[OUTAGE_REPORTED] = { "reported", true, 12, false },
	[OUTAGE_CLOCK] = { "clock", true, 12, true },
	[OUTAGE_SHORT] = { "short", true, 12, true },
	[OUTAGE_OUTSIDE] = { "outside", true, 12, true },
	[OUTAGE_OFF_HOURS] = { "off_hours", true, 12, true },
	[OUTAGE_EXCLUDED] = { "excluded", true, 12, true },
	[OUTAGE_OVERLAP] = { "overlap", true, 12, true },
	[OUTAGE_COUNTED] = { "counted", true, 12, false },
	[OUTAGE_REASON] = { "reason", false, 18, true },
	[OUTAGE_CLAUSE] = { "clause", false, 10, true },
	[OUTAGE_FILE] = { "file", false, 24, true },
	[OUTAGE_LINE] = { "line", true, 8, true },
};

static void
put_text(struct row *r, enum ledger_outage_column at, struct str s)
{
	if (s.n)
		r->cell[at] = cell_text(s);
}

static void
put_outage(struct build *b, struct row *r, const struct ledger_row *row,
    const struct outage_line *line)
{
	const struct outage *o = line->outage;

	put_text(r, OUTAGE_CUSTOMER_ID, row->customer->id);
	put_text(r, OUTAGE_SERVICE_ID, row->service->id);
	put_text(r, OUTAGE_ID, o->id);
	put_text(r, OUTAGE_INCIDENT, o->incident);
	r->cell[OUTAGE_START] =
	    cell_instant(o->span.from_at, row->contract->zone);
	r->cell[OUTAGE_END] = cell_instant(o->span.to_at, row->contract->zone);
	r->cell[OUTAGE_REPORTED] = cell_duration(line->raw_ms);
	r->cell[OUTAGE_CLOCK] = cell_duration(line->clock_ms);
	r->cell[OUTAGE_SHORT] = cell_duration(line->short_ms);
	r->cell[OUTAGE_OUTSIDE] = cell_duration(line->outside_ms);
	r->cell[OUTAGE_OFF_HOURS] = cell_duration(line->off_hours_ms);
	r->cell[OUTAGE_EXCLUDED] = cell_duration(line->excluded_ms);
	r->cell[OUTAGE_OVERLAP] = cell_duration(line->overlap_ms);
	r->cell[OUTAGE_COUNTED] = cell_duration(line->counted_ms);
	if (line->reason.n)
		put_text(r, OUTAGE_REASON,
		    term_text(b->lang, b->keep, line->reason));
	put_text(r, OUTAGE_CLAUSE, line->clause);
	put_text(r, OUTAGE_FILE, o->from.file);
	if (o->from.line > 0)
		r->cell[OUTAGE_LINE] = cell_count(o->from.line);
}

/* The ledger row that outage `i` belongs to. */
static size_t
line_of(const struct ledger_source *src, size_t i)
{
	size_t from = 0, to = src->all.statement.n_lines;

	while (to - from > 1) {
		size_t middle = from + (to - from) / 2;

		if (src->places.outage[middle] <= i)
			from = middle;
		else
			to = middle;
	}
	return from;
}

static int
make_row(void *arg, size_t i, struct arena *scratch, struct cell *cell,
    struct err *e)
{
	struct ledger_source *src = arg;
	size_t line = line_of(src, i);
	const struct ledger_row *row = src->all.statement.lines[line].row;
	struct row r = { ROW_BODY, cell };
	struct build *b = &src->row;

	b->keep = scratch;
	cell[OUTAGE_LEDGER_NO] = cell_count((int64_t)line + 1);
	put_outage(
	    b, &r, row, &row->settlement.lines[i - src->places.outage[line]]);
	return lang_check(b->lang, e);
}

int
section_ledger_outages(struct build *b, struct err *e)
{
	struct ledger_source *src = ledger_source_new(b);
	struct table *t;

	(void)e;
	doc_heading(
	    b->doc, 1, TEXT(b, "head.outages"), TEXT(b, "sheet.outages"));
	if (src->places.narrow_outages)
		doc_paragraph(b->doc, TEXT(b, "ledger.narrow"));
	t = TABLE(b, "outages", outage_columns);
	t->none = TEXT(b, "outages.none");
	t->source.n = src->places.outage[b->statement.n_lines];
	t->source.make = make_row;
	t->source.arg = src;
	return 0;
}
