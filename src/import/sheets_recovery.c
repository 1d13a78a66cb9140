/*
 * backups.csv, restorations.csv: what data an incident cost, and what came
 * back.
 */
#include "domain/recovery_figures.h"
#include "import/sheets.h"

#define AT(member) offsetof(struct ROW, member)
#define COUNT(v)   (sizeof(v) / sizeof *(v))

/* ---- backups
 * -------------------------------------------------------------------- */

#define ROW backup
static const struct sheet_column backup_columns[] = {
	{ "incident", SHEET_ID, true, AT(incident), NULL, NULL,
	    "id in incidents.csv" },
	{ "customer", SHEET_ID, false, AT(customer), NULL, NULL,
	    "id in customers.csv; empty: every customer" },
	{ "service", SHEET_ID, false, AT(service), NULL, NULL,
	    "id in services.csv; empty: every one the incident touched" },
	{ "last_good_backup", SHEET_TIME, false, AT(last_good_at), NULL, NULL,
	    "the last copy that could be used" },
	{ "restore_point", SHEET_TIME, false, AT(restore_point_at), NULL, NULL,
	    "the instant the data came back to" },
	{ "restored_from", SHEET_TEXT, false, AT(restored_from), NULL, NULL,
	    "which copy, in a few words; no names of customers" },
	{ "note", SHEET_TEXT, false, AT(note), NULL, NULL,
	    "for the internal edition" },
};

static void
backup_start(void *row)
{
	struct backup *b = row;

	b->last_good_at = b->restore_point_at = NO_INSTANT;
}

static bool
backup_finish(struct sheet_run *run, void *row)
{
	struct backup *b = row;
	/* a service has one customer */
	struct str scope = b->service.n ? b->service : b->customer;
	struct str key =
	    str_format(run->job->scratch, "%.*s%s%.*s", STR_ARG(b->incident),
		b->service.n ? ", service "
		: scope.n    ? ", customer "
			     : "",
		STR_ARG(scope));

	if (!run->bad && b->last_good_at == NO_INSTANT &&
	    b->restore_point_at == NO_INSTANT)
		sheet_bad(run, NULL,
		    "give \"last_good_backup\", \"restore_point\" or both",
		    "this row says nothing");
	return !run->bad &&
	       sheet_unique(run, "incident", key,
		   "one row for each incident, customer and service");
}

static bool
backup_push(struct sheet_run *run, const void *row)
{
	*vec_push(run->job->keep, &run->job->batch->backups) =
	    *(const struct backup *)row;
	return true;
}

static const struct sheet backups = {
	.column = backup_columns,
	.n_columns = COUNT(backup_columns),
	.row_bytes = sizeof(struct backup),
	.from_offset = AT(from),
	.start = backup_start,
	.finish = backup_finish,
	.push = backup_push,
};
#undef ROW

/* ---- restorations
 * -------------------------------------------------------------------- */

#define ROW restoration
static const struct sheet_column restoration_columns[] = {
	{ "incident", SHEET_ID, true, AT(incident), NULL, NULL,
	    "id in incidents.csv" },
	{ "at", SHEET_TIME, true, AT(at), NULL, NULL,
	    "rows of one object in order of time" },
	{ "object", SHEET_CHOICE, true, AT(object), NULL, data_object_names,
	    "what was lost" },
	{ "lost", SHEET_COUNT, true, AT(lost), NULL, NULL,
	    "known to be lost, since the beginning" },
	{ "restored", SHEET_COUNT, false, AT(restored), NULL, NULL,
	    "of these, back from a copy by then" },
	{ "reissued", SHEET_COUNT, false, AT(reissued), NULL, NULL,
	    "of these, issued or made anew by then" },
	{ "source", SHEET_TEXT, false, AT(source), NULL, NULL,
	    "who or what counted" },
};

static struct str
object_key(struct sheet_run *run, const struct restoration *r)
{
	return str_format(run->job->scratch, "%s %.*s",
	    data_object_names[r->object], STR_ARG(r->incident));
}

/* No row is before the one above it, and no count goes down. */
static void
check_order(struct sheet_run *run, const struct restoration *above,
    const struct restoration *r)
{
	const struct {
		const char *column;
		int64_t then, now;
	} counts[] = { { "lost", above->lost, r->lost },
		{ "restored", above->restored, r->restored },
		{ "reissued", above->reissued, r->reissued } };

	if (r->at <= above->at) {
		sheet_bad(run, "at",
		    "rows of one incident and object stand in order of time",
		    r->at < above->at
			? "this row goes back in time behind line %lld"
			: "line %lld is of the same instant",
		    (long long)above->from.line);
		return;
	}
	for (size_t i = 0; i < COUNT(counts); i++)
		if (counts[i].now < counts[i].then)
			sheet_bad(run, counts[i].column,
			    "every count is since the beginning of the "
			    "incident; correct the row that was too high",
			    "\"%s\" goes down: it was %lld in line %lld",
			    counts[i].column, (long long)counts[i].then,
			    (long long)above->from.line);
}

static bool
restoration_finish(struct sheet_run *run, void *row)
{
	const struct restoration *r = row;
	int64_t above;

	if (run->bad)
		return false;
	above = map_get(&run->ids, object_key(run, r));
	if (r->restored > r->lost)
		sheet_bad(run, "restored", NULL,
		    "more restored (%lld) than lost (%lld)",
		    (long long)r->restored, (long long)r->lost);
	else if (r->reissued > r->lost - r->restored)
		sheet_bad(run, "reissued",
		    "an object counts once: restored or re-issued",
		    "more restored and re-issued (%lld + %lld) than lost "
		    "(%lld)",
		    (long long)r->restored, (long long)r->reissued,
		    (long long)r->lost);
	if (above >= 0)
		check_order(run, &run->job->batch->restorations.v[above], r);
	return !run->bad;
}

static bool
restoration_push(struct sheet_run *run, const void *row)
{
	const struct restoration *r = row;
	struct batch *b = run->job->batch;

	map_put(&run->ids, object_key(run, r), (int64_t)b->restorations.n);
	*vec_push(run->job->keep, &b->restorations) = *r;
	job_saw(run->job, r->at);
	return true;
}

static const struct sheet restorations = {
	.column = restoration_columns,
	.n_columns = COUNT(restoration_columns),
	.row_bytes = sizeof(struct restoration),
	.from_offset = AT(from),
	.finish = restoration_finish,
	.push = restoration_push,
};
#undef ROW

const struct format format_backups = { .sheet = &backups };
const struct format format_restorations = { .sheet = &restorations };
