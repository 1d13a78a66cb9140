/*
 * section_claim_annexes.c -- annexes of a claim letter: interruptions, the two
 * sides' records, the traffic, its tests, the data and the method.
 */
#include "domain/timeline.h"
#include "report/claim.h"
#include "report/section_traffic.h"
#include "report/sections.h"

/* ---- 1: interruptions ---------------------------------------------------- */

static const struct column_spec interval_columns[] = {
	{ "number", true, 5, false },
	{ "service", false, 22, false },
	{ "utc", false, 22, false },
	{ "local_time", false, 23, false },
	{ "lasted", true, 14, false },
	{ "before_notice", true, 14, false },
	{ "after_notice", true, 14, false },
	{ "service_id", false, 12, true },
	{ "site", false, 16, true },
	{ "start", false, 16, true },
	{ "end", false, 16, true },
};

enum { NO, SERVICE, UTC, LOCAL, LASTED, BEFORE, AFTER, ID, SITE, START, END };

static struct cell
span_cell(struct build *b, struct span s, const struct zone *z)
{
	return cell_text(
	    FILL(b, "outages.from_to", { "from", show_whole(b, s.from_at, z) },
		{ "to", show_whole(b, s.to_at, z) }));
}

static void
add_interval(struct build *b, struct table *t, size_t i, bool notice)
{
	const struct claim_interval *x = &b->claim->intervals[i];
	const struct service *s = x->row->service;
	struct row *r = table_row(b->doc, t, ROW_BODY);

	r->cell[NO] = cell_count((int64_t)i + 1);
	r->cell[SERVICE] = cell_text(s->name);
	r->cell[UTC] = span_cell(b, x->span, NULL);
	r->cell[LOCAL] = span_cell(b, x->span, b->zone);
	r->cell[LASTED] = cell_duration(span_ms(x->span));
	if (notice) {
		r->cell[BEFORE] = cell_duration(x->before_ms);
		r->cell[AFTER] = cell_duration(x->after_ms);
	}
	r->cell[ID] = cell_text(s->id);
	r->cell[SITE] = cell_text(s->site);
	r->cell[START] = cell_instant(x->span.from_at, NULL);
	r->cell[END] = cell_instant(x->span.to_at, NULL);
}

static void
add_intervals(struct build *b)
{
	const struct claim_figures *f = b->claim;
	bool notice = b->dossier->settings.claim->first_ticket_at != NO_INSTANT;
	struct table *t = TABLE(b, "claim_intervals", interval_columns);
	struct row *r;

	t->caption = FILL(b, "claim.intervals.caption",
	    { "zone", b->dossier->settings.zone_name });
	t->none = TEXT(b, "claim.facts.none");
	for (size_t i = 0; i < f->n_intervals; i++)
		add_interval(b, t, i, notice);
	if (f->n_intervals == 0)
		return;
	r = table_row(b->doc, t, ROW_TOTAL);
	r->cell[SERVICE] = cell_text(TEXT(b, "words.total"));
	r->cell[LASTED] = cell_duration(f->down_ms);
	if (notice) {
		r->cell[BEFORE] = cell_duration(f->before_ms);
		r->cell[AFTER] = cell_duration(f->after_ms);
	}
}

int
section_claim_intervals(struct build *b, struct err *e)
{
	(void)e;
	claim_annex(b, 1);
	doc_paragraph(b->doc, TEXT(b, "claim.intervals.how"));
	if (b->claim->boundary_ms != 0)
		doc_paragraph(b->doc,
		    FILL(b, "claim.probe.limit",
			{ "missed", show_time(b, b->claim->missed_ms) },
			{ "boundary", show_time(b, b->claim->boundary_ms) }));
	add_intervals(b);
	claim_price_table(b);
	return 0;
}

/* ---- 2: the two sides ---------------------------------------------------- */

int
section_claim_reconciliation(struct build *b, struct err *e)
{
	const struct claim_figures *f = b->claim;
	struct timeline timeline;
	size_t number = 0;

	(void)e;
	claim_annex(b, 2);
	timeline_index(b->dossier, b->keep, &timeline);
	doc_paragraph(b->doc, TEXT(b, "reconciliation.how"));
	for (size_t i = 0; i < f->n_rows; i++)
		number +=
		    reconciliation_add(b, &timeline, f->rows[i], number, 0);
	if (number == 0)
		doc_note(b->doc, TEXT(b, "claim.one_side"));
	return 0;
}

/* ---- 3 and 4: traffic ---------------------------------------------------- */

int
section_claim_traffic(struct build *b, struct err *e)
{
	const struct lost_figures *l = &b->incident.lost;

	(void)e;
	claim_annex(b, 3);
	if (l->n_sites == 0) {
		doc_note(b->doc, TEXT(b, "claim.no_estimate"));
		return 0;
	}
	doc_paragraph(
	    b->doc, FILL(b, "standard.v5", { "unit", show_unit(b, l->unit) },
			{ "k", show_count(b, l->sums.inside80) },
			{ "n", show_count(b, l->sums.n_tests) }));
	traffic_charts(b);
	traffic_table(b);
	claim_damages_table(b);
	traffic_ground(b);
	return 0;
}

int
section_claim_tests(struct build *b, struct err *e)
{
	(void)e;
	claim_annex(b, 4);
	if (b->incident.lost.n_sites == 0)
		doc_note(b->doc, TEXT(b, "claim.no_estimate"));
	else
		traffic_tests(b);
	return 0;
}

/* ---- 6: data ------------------------------------------------------------- */

static const struct column_spec record_columns[] = {
	{ "outage_id", false, 12, false },
	{ "subject", false, 16, false },
	{ "said_by", false, 14, false },
	{ "utc", false, 28, false },
	{ "file", false, 26, false },
};

static const char *const view_keys[] = {
	[VIEW_PROVIDER] = "policy.view.provider",
	[VIEW_CUSTOMER] = "policy.view.customer",
	[VIEW_PROBE] = "policy.view.probe",
	[VIEW_TRAFFIC] = "policy.view.traffic",
};

static void
add_records(struct build *b, struct table *t, const struct ledger_row *row)
{
	const struct settlement *s = &row->settlement;

	for (size_t i = 0; i < s->n_lines; i++) {
		const struct outage *o = s->lines[i].outage;
		struct row *r = table_row(b->doc, t, ROW_BODY);

		r->cell[0] = cell_text(o->id);
		r->cell[1] = cell_text(o->subject);
		r->cell[2] = cell_text(TEXT(b, view_keys[o->view]));
		r->cell[3] = span_cell(b, o->span, NULL);
		r->cell[4] = cell_text(str_format(b->keep, "%.*s:%lld",
		    STR_ARG(o->from.file), (long long)o->from.line));
	}
}

int
section_claim_data(struct build *b, struct err *e)
{
	const struct claim_figures *f = b->claim;
	struct table *t;

	claim_annex(b, 6);
	doc_paragraph(b->doc, TEXT(b, "claim.data.how"));
	t = TABLE(b, "claim_records", record_columns);
	t->caption = TEXT(b, "claim.data.caption");
	t->none = TEXT(b, "outages.none");
	for (size_t i = 0; i < f->n_rows; i++)
		add_records(b, t, f->rows[i]);
	return section_sources(b, e);
}

/* ---- 7: method ----------------------------------------------------------- */

static struct str
or_unknown(struct build *b, struct str s)
{
	return s.n != 0 ? s : TEXT(b, "words.not_known");
}

static void
add_probe(struct build *b)
{
	const struct claim_probe *p = &b->dossier->settings.claim->probe;
	struct str timeout = STR_NONE, retries = STR_NONE;

	if (!p->given) {
		not_supplied(b, STR("probe"));
		return;
	}
	if (p->timeout_ms != 0)
		timeout = show_time(b, p->timeout_ms);
	if (p->retries >= 0)
		retries = show_count(b, p->retries);
	doc_paragraph(b->doc,
	    show_after(b,
		FILL(b, "claim.probe.what",
		    { "place", or_unknown(b, p->place) },
		    { "interval", show_time(b, p->interval_ms) },
		    { "timeout", or_unknown(b, timeout) },
		    { "retries", or_unknown(b, retries) },
		    { "codes", or_unknown(b, p->codes) }),
		FILL(b, "claim.probe.limit",
		    { "missed", show_time(b, b->claim->missed_ms) },
		    { "boundary", show_time(b, b->claim->boundary_ms) })));
}

int
section_claim_method(struct build *b, struct err *e)
{
	struct str *part;
	size_t n;

	claim_annex(b, 7);
	if (langs_passage(b->langs, b->lang, "claim", b->keep, &part, &n, e))
		return -1;
	for (size_t i = 0; i < n; i++)
		doc_paragraph(b->doc, part[i]);
	add_probe(b);
	return 0;
}
