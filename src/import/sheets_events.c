/*
 * outages/ and maintenance/ as tables: spans of time and what is said of them.
 */
#include "import/sheets.h"

#define AT(member) offsetof(struct ROW, member)
#define COUNT(v)   (sizeof(v) / sizeof *(v))

/* In the order of enum condition and enum viewpoint. */
static const char *const condition_names[] = { "down", "degraded", "no_data",
	"substitute", NULL };
static const char *const viewpoint_names[] = { "provider", "customer", "probe",
	"traffic", NULL };

/* A span that is empty or runs backwards is a mistake, never a negative time.
 */
static void
check_span(struct sheet_run *run, const struct span *span)
{
	if (span->to_at <= span->from_at)
		sheet_bad(run, "to",
		    span->to_at < span->from_at ? "are the two swapped?" : NULL,
		    "\"to\" is not after \"from\"");
}

/* ---- outages
 * ------------------------------------------------------------------ */

#define ROW outage
static const struct sheet_column outage_columns[] = {
	{ "id", SHEET_ID, false, AT(id), NULL, NULL, "empty: file and line" },
	{ "subject", SHEET_ID, true, AT(subject), "scope", NULL,
	    "a resource, or a service" },
	{ "from", SHEET_TIME, true, AT(span.from_at), "start", NULL, "" },
	{ "to", SHEET_TIME, false, AT(span.to_at), "end", NULL,
	    "empty: still open" },
	{ "zone", SHEET_ZONE, false, 0, "timezone", NULL,
	    "of this row's times, where they have no offset" },
	{ "state", SHEET_CHOICE, false, AT(condition), NULL, condition_names,
	    "down (also when empty), degraded, no_data, substitute" },
	{ "view", SHEET_CHOICE, false, AT(view), NULL, viewpoint_names,
	    "who says so: provider (also when empty), customer, probe, "
	    "traffic" },
	{ "incident", SHEET_ID, false, AT(incident), NULL, NULL,
	    "id in incidents.csv" },
	{ "detected", SHEET_TIME, false, AT(detected_at), NULL, NULL, "" },
	{ "reported", SHEET_TIME, false, AT(reported_at), NULL, NULL, "" },
	{ "ticket", SHEET_TIME, false, AT(ticket_at), NULL, NULL,
	    "when it was opened" },
	{ "weight", SHEET_SHARE, false, AT(weight), NULL, NULL,
	    "share of users affected, 0..1; empty: 1" },
	{ "feed", SHEET_ID, false, AT(feed), NULL, NULL,
	    "redundant feed this is about" },
	{ "excluded_kind", SHEET_ID, false, AT(excluded_kind), NULL, NULL,
	    "why it may not count, by the contract's word" },
	{ "approved_by", SHEET_TEXT, false, AT(approved_by), NULL, NULL,
	    "who decided that" },
	{ "note", SHEET_TEXT, false, AT(note), "reason", NULL, "" },
};

static void
outage_start(void *row)
{
	struct outage *o = row;

	o->span.from_at = o->span.to_at = NO_INSTANT;
	o->detected_at = o->reported_at = o->ticket_at = NO_INSTANT;
	o->weight = ratio_int(1);
}

static bool
outage_finish(struct sheet_run *run, void *row)
{
	const struct settings *s = run->job->ctx->settings;
	struct outage *o = row;

	o->open = !sheet_given(run, "to");
	if (!o->open)
		check_span(run, &o->span);
	else if (s != NULL && s->as_of != NO_INSTANT)
		o->span.to_at = s->as_of;
	if (o->open && s != NULL && s->as_of != NO_INSTANT &&
	    o->span.from_at >= s->as_of)
		sheet_bad(run, "from", "see as_of in case.yaml",
		    "this open outage begins after the time the case is "
		    "as of");
	if (o->id.n == 0)
		o->id = sheet_row_name(run);
	return sheet_unique(run, "id", o->id, NULL) && !run->bad;
}

static bool
outage_push(struct sheet_run *run, const void *row)
{
	const struct outage *o = row;

	*vec_push(run->job->keep, &run->job->batch->outages) = *o;
	job_saw(run->job, o->span.from_at);
	if (!o->open)
		job_saw(run->job, o->span.to_at);
	return true;
}

static const struct sheet outages = {
	.column = outage_columns,
	.n_columns = COUNT(outage_columns),
	.row_bytes = sizeof(struct outage),
	.from_offset = AT(from),
	.start = outage_start,
	.finish = outage_finish,
	.push = outage_push,
};
#undef ROW

/* ---- maintenance
 * ---------------------------------------------------------------- */

#define ROW window
static const struct sheet_column window_columns[] = {
	{ "id", SHEET_ID, false, AT(id), NULL, NULL, "empty: file and line" },
	{ "kind", SHEET_ID, false, AT(kind), NULL, NULL,
	    "maintenance (also when empty), emergency, ddos: the contract's "
	    "word" },
	{ "subject", SHEET_ID, false, AT(subject), "scope", NULL,
	    "a resource or a service; empty: everything" },
	{ "from", SHEET_TIME, true, AT(span.from_at), "start", NULL, "" },
	{ "to", SHEET_TIME, true, AT(span.to_at), "end", NULL, "" },
	{ "zone", SHEET_ZONE, false, 0, "timezone", NULL,
	    "of this row's times, where they have no offset" },
	{ "announced", SHEET_TIME, false, AT(announced_at), NULL, NULL,
	    "empty: not announced" },
	{ "approved_by", SHEET_TEXT, false, AT(approved_by), NULL, NULL, "" },
	{ "note", SHEET_TEXT, false, AT(note), "reason", NULL, "" },
};

static void
window_start(void *row)
{
	struct window *w = row;

	w->span.from_at = w->span.to_at = w->announced_at = NO_INSTANT;
}

static bool
window_finish(struct sheet_run *run, void *row)
{
	struct window *w = row;

	check_span(run, &w->span);
	if (w->kind.n == 0)
		w->kind = STR("maintenance");
	if (w->id.n == 0)
		w->id = sheet_row_name(run);
	return sheet_unique(run, "id", w->id, NULL) && !run->bad;
}

static bool
window_push(struct sheet_run *run, const void *row)
{
	const struct window *w = row;

	*vec_push(run->job->keep, &run->job->batch->windows) = *w;
	job_saw(run->job, w->span.from_at);
	job_saw(run->job, w->span.to_at);
	return true;
}

static const struct sheet maintenance = {
	.column = window_columns,
	.n_columns = COUNT(window_columns),
	.row_bytes = sizeof(struct window),
	.from_offset = AT(from),
	.start = window_start,
	.finish = window_finish,
	.push = window_push,
};
#undef ROW

const struct format format_outages = { .sheet = &outages,
	.silence_is_up = true };
const struct format format_maintenance = { .sheet = &maintenance };
