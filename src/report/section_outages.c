/*
 * section_outages.c -- every outage of the statement with what became of it;
 * the sums are those of the calculation's steps.
 */
#include <stddef.h>

#include "domain/accept.h"
#include "report/sections.h"

#define TIMES 8

/* A column of time; one in which nothing stands is left out. */
static const struct {
	struct column_spec spec;
	size_t line, sum; /* where its milliseconds are */
	bool always;
} times[TIMES] = {
	{ { "reported", true, 12, false }, offsetof(struct outage_line, raw_ms),
	    offsetof(struct statement_line, raw_ms), true },
	{ { "outside", true, 12, false },
	    offsetof(struct outage_line, outside_ms),
	    offsetof(struct statement_line, outside_ms), false },
	{ { "clock", true, 12, false }, offsetof(struct outage_line, clock_ms),
	    offsetof(struct statement_line, clock_ms), false },
	{ { "off_hours", true, 12, false },
	    offsetof(struct outage_line, off_hours_ms),
	    offsetof(struct statement_line, off_hours_ms), false },
	{ { "short", true, 11, false }, offsetof(struct outage_line, short_ms),
	    offsetof(struct statement_line, short_ms), false },
	{ { "excluded", true, 12, false },
	    offsetof(struct outage_line, excluded_ms),
	    offsetof(struct statement_line, excluded_ms), true },
	{ { "overlap", true, 12, false },
	    offsetof(struct outage_line, overlap_ms),
	    offsetof(struct statement_line, overlap_ms), false },
	{ { "counted", true, 12, false },
	    offsetof(struct outage_line, counted_ms),
	    offsetof(struct statement_line, counted_ms), true },
};

static int64_t
ms_at(const void *from, size_t offset)
{
	return *(const int64_t *)((const char *)from + offset);
}

/* The columns in use, in the order of the steps. */
struct plan {
	struct column_spec spec[TIMES + 3];
	size_t time[TIMES];
	size_t n_times, n;
};

static struct plan
plan_columns(const struct statement_line *line)
{
	struct plan p = { .spec = { { "number", true, 4, false },
			      { "from_to", false, 36, false } },
		.n = 2 };

	for (size_t i = 0; i < TIMES; i++) {
		if (!times[i].always && !ms_at(line, times[i].sum))
			continue;
		p.time[p.n_times++] = i;
		p.spec[p.n++] = times[i].spec;
	}
	p.spec[p.n++] = (struct column_spec){ "remarks", false, 48, false };
	return p;
}

/* "found in the traffic, p = 3.1e-33, accepted by Ann Example" */
static struct str
found(struct build *b, const struct outage *o)
{
	const struct acceptance *a = accept_find(&b->dossier->settings, o->id);
	struct str out =
	    show_joined(b, TEXT(b, "outages.traffic"), accept_chance(o->note));

	if (a != NULL && a->by.n != 0)
		out = show_joined(
		    b, out, FILL(b, "outages.accepted", { "who", a->by }));
	return out;
}

static struct str
remarks(struct build *b, const struct outage_line *line)
{
	const struct outage *o = line->outage;
	/* of the record where it is itself of the kind, else of the window */
	struct str who = str_eq(o->excluded_kind, line->reason)
			     ? o->approved_by
			     : line->approved_by;
	struct str out = o->incident, reason;

	if (line->reason.n) {
		reason = term_text(b->lang, b->keep, line->reason);
		if (line->clause.n)
			reason = FILL(b, "outages.reason", { "reason", reason },
			    { "clause", unbroken(b->keep, line->clause) });
		out = show_joined(b, out, reason);
		if (who.n)
			out = show_joined(b, out,
			    FILL(b, "outages.approved", { "who", who }));
	}
	if (o->view == VIEW_TRAFFIC)
		out = show_joined(b, out, found(b, o));
	if (line->before)
		out = show_joined(b, out, TEXT(b, "outages.before"));
	if (line->after)
		out = show_joined(b, out, TEXT(b, "outages.after"));
	if (o->open)
		out = show_joined(b, out, TEXT(b, "outages.open"));
	return out;
}

static void
add_outage(struct build *b, struct table *t, const struct plan *p,
    const struct ledger_row *row, size_t i)
{
	const struct outage_line *line = &row->settlement.lines[i];
	const struct zone *z = row->contract->zone;
	struct row *r = table_row(b->doc, t, ROW_BODY);
	struct str words = remarks(b, line);

	r->cell[0] = cell_count((int64_t)i + 1);
	r->cell[1] = cell_text(FILL(b, "outages.from_to",
	    { "from", show_whole(b, line->outage->span.from_at, z) },
	    { "to", show_whole(b, line->outage->span.to_at, z) }));
	for (size_t k = 0; k < p->n_times; k++)
		r->cell[2 + k] =
		    cell_duration(ms_at(line, times[p->time[k]].line));
	r->cell[p->n - 1] = cell_text(words);
}

static void
add_service(struct build *b, const struct statement_line *line, char *id)
{
	const struct settlement *s = &line->row->settlement;
	struct plan p = plan_columns(line);
	struct table *t = show_table(b, id, p.spec, p.n);
	struct row *r;

	t->caption = FILL(b, "outages.caption",
	    { "service", show_service(b, line->row) },
	    { "zone", line->row->contract->zone->name });
	t->none = TEXT(b, "outages.none");
	for (size_t i = 0; i < s->n_lines; i++)
		add_outage(b, t, &p, line->row, i);
	if (!s->n_lines)
		return;
	r = table_row(b->doc, t, ROW_TOTAL);
	r->cell[1] = cell_text(TEXT(b, "words.total"));
	for (size_t k = 0; k < p.n_times; k++)
		r->cell[2 + k] =
		    cell_duration(ms_at(line, times[p.time[k]].sum));
}

int
section_outages(struct build *b, struct err *e)
{
	const struct statement_figures *f = &b->statement;
	size_t number = 0;

	(void)e;
	if (!f->any_touched)
		return 0;
	chapter(b, "head.outages");
	doc_paragraph(b->doc, TEXT(b, "outages.how"));
	for (size_t i = 0; i < f->n_lines; i++)
		if (f->lines[i].touched)
			add_service(
			    b, &f->lines[i], table_id(b, "outages", number++));
	return 0;
}
