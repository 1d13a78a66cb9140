/*
 * incidents.csv, notices.csv, actions.csv, calls.csv: the story around the
 * times.
 */
#include "base/zone.h"
#include "domain/recovery_figures.h"
#include "import/sheets.h"

#define AT(member) offsetof(struct ROW, member)
#define COUNT(v)   (sizeof(v) / sizeof *(v))

/* ---- incidents
 * ------------------------------------------------------------------ */

#define ROW incident
static const struct sheet_column incident_columns[] = {
	{ "id", SHEET_ID, true, AT(id), NULL, NULL,
	    "short name, used in other files" },
	{ "title", SHEET_TEXT, true, AT(title), NULL, NULL, "one sentence" },
	{ "severity", SHEET_TEXT, false, AT(severity), NULL, NULL, "" },
	{ "status", SHEET_TEXT, false, AT(status), NULL, NULL, "" },
	{ "cause", SHEET_TEXT, false, AT(cause), NULL, NULL, "in a few words" },
	{ "fault", SHEET_TIME, false, AT(fault_at), NULL, NULL,
	    "when it broke" },
	{ "first_impact", SHEET_TIME, false, AT(first_impact_at), NULL, NULL,
	    "when the first customer could feel it" },
	{ "clear_impact", SHEET_TIME, false, AT(clear_impact_at), NULL, NULL,
	    "when nobody could miss it" },
	{ "detected", SHEET_TIME, false, AT(detected_at), NULL, NULL, "" },
	{ "declared", SHEET_TIME, false, AT(declared_at), NULL, NULL, "" },
	{ "mitigated", SHEET_TIME, false, AT(mitigated_at), NULL, NULL, "" },
	{ "restored", SHEET_TIME, false, AT(restored_at), NULL, NULL, "" },
	{ "closed", SHEET_TIME, false, AT(closed_at), NULL, NULL, "" },
	{ "author", SHEET_TEXT, false, AT(author), NULL, NULL,
	    "who states these times" },
	{ "data_access", SHEET_CHOICE, false, AT(data_access), NULL,
	    data_access_names,
	    "did anybody without a right read or copy data?" },
	{ "access_confirmed_by", SHEET_TEXT, false, AT(access_confirmed_by),
	    NULL, NULL, "who states that" },
	{ "access_confirmed_at", SHEET_DAY_TIME, false, AT(access_confirmed_at),
	    NULL, NULL, "" },
	{ "access_basis", SHEET_TEXT, false, AT(access_basis), NULL, NULL,
	    "what that rests on" },
	{ "version", SHEET_COUNT, false, AT(version), NULL, NULL,
	    "of its reports: raise it when a changed one is issued" },
	{ "changed_because", SHEET_TEXT, false, AT(changed_because), NULL, NULL,
	    "why there is a new version" },
};

#define VERSIONS_MOST 999

static void
incident_start(void *row)
{
	struct incident *i = row;

	i->version = 1;
	i->fault_at = i->first_impact_at = i->clear_impact_at = NO_INSTANT;
	i->detected_at = i->declared_at = i->mitigated_at = NO_INSTANT;
	i->restored_at = i->closed_at = i->access_confirmed_at = NO_INSTANT;
}

/* What cannot come before what. Other orders do happen. */
static const struct {
	const char *later, *earlier;
	size_t later_at, earlier_at;
} incident_orders[] = {
	{ "restored", "fault", AT(restored_at), AT(fault_at) },
	{ "restored", "first_impact", AT(restored_at), AT(first_impact_at) },
	{ "detected", "fault", AT(detected_at), AT(fault_at) },
	{ "closed", "declared", AT(closed_at), AT(declared_at) },
	{ "access_confirmed_at", "fault", AT(access_confirmed_at),
	    AT(fault_at) },
};

static bool
incident_finish(struct sheet_run *run, void *row)
{
	struct incident *i = row;

	if (i->version < 1 || i->version > VERSIONS_MOST)
		sheet_bad(run, "version", NULL,
		    "a version is a number from 1 to %d", VERSIONS_MOST);
	for (size_t k = 0; k < COUNT(incident_orders); k++) {
		const char *base = row;
		int64_t a =
		    *(const int64_t *)(const void *)(base + incident_orders[k]
								.earlier_at);
		int64_t b = *(
		    const int64_t *)(const void *)(base +
						   incident_orders[k].later_at);

		if (a != NO_INSTANT && b != NO_INSTANT && b < a)
			sheet_bad(run, incident_orders[k].later, NULL,
			    "\"%s\" is before \"%s\"", incident_orders[k].later,
			    incident_orders[k].earlier);
	}
	if (i->data_access == ACCESS_NOT_SUPPLIED &&
	    (i->access_confirmed_by.n != 0 || i->access_basis.n != 0 ||
		i->access_confirmed_at != NO_INSTANT))
		sheet_bad(run, "data_access",
		    "write no, yes or unknown there, or leave all four empty",
		    "the row says who confirmed, when or on what basis, but "
		    "not what: \"data_access\" is empty");
	return sheet_unique(run, "id", i->id, NULL) && !run->bad;
}

static bool
incident_push(struct sheet_run *run, const void *row)
{
	*vec_push(run->job->keep, &run->job->batch->incidents) =
	    *(const struct incident *)row;
	return true;
}

static const struct sheet incidents = {
	.column = incident_columns,
	.n_columns = COUNT(incident_columns),
	.row_bytes = sizeof(struct incident),
	.from_offset = AT(from),
	.start = incident_start,
	.finish = incident_finish,
	.push = incident_push,
};
#undef ROW

/* ---- notices
 * -------------------------------------------------------------------- */

#define ROW notice
/* In the order of the enums of domain/facts.h. */
static const char *const direction_names[] = { "out", "in", NULL };
static const char *const says_names[] = { "nothing", "investigating",
	"identified", "monitoring", "resolved", NULL };
static const char *const moderation_names[] = { "none", "hidden", "deleted",
	NULL };
static const char *const tells_names[] = { "unknown", "no", "yes", NULL };

static const struct sheet_column notice_columns[] = {
	{ "id", SHEET_ID, false, AT(id), NULL, NULL, "empty: file and line" },
	{ "incident", SHEET_ID, false, AT(incident), NULL, NULL,
	    "id in incidents.csv" },
	{ "channel", SHEET_TEXT, true, AT(channel), NULL, NULL,
	    "status page, mail, phone" },
	{ "at", SHEET_TIME, true, AT(at), NULL, NULL, "" },
	{ "promised", SHEET_TIME, false, AT(promised_at), NULL, NULL,
	    "the next word, as promised there" },
	{ "author", SHEET_TEXT, false, AT(author), NULL, NULL, "" },
	{ "public", SHEET_YESNO, false, AT(public_), NULL, NULL, "empty: yes" },
	{ "hidden", SHEET_YESNO, false, AT(hidden), NULL, NULL,
	    "removed or moderated later" },
	{ "text", SHEET_TEXT, false, AT(text), NULL, NULL,
	    "the words themselves" },
	{ "direction", SHEET_CHOICE, false, AT(direction), NULL,
	    direction_names, "in: from customers" },
	{ "says", SHEET_CHOICE, false, AT(says), NULL, says_names,
	    "the state as it claims it" },
	{ "has_scope", SHEET_CHOICE, false, AT(has[CONTENT_SCOPE]), NULL,
	    tells_names, "tells who is affected" },
	{ "has_impact", SHEET_CHOICE, false, AT(has[CONTENT_IMPACT]), NULL,
	    tells_names, "tells what does not work" },
	{ "has_action", SHEET_CHOICE, false, AT(has[CONTENT_ACTION]), NULL,
	    tells_names, "tells what is being done" },
	{ "has_next_time", SHEET_CHOICE, false, AT(has[CONTENT_NEXT_TIME]),
	    NULL, tells_names, "tells when the next one comes" },
	{ "moderation", SHEET_CHOICE, false, AT(moderation), NULL,
	    moderation_names, "what became of it" },
	{ "moderated", SHEET_TIME, false, AT(moderated_at), NULL, NULL,
	    "when it was hidden or deleted" },
	{ "evidence", SHEET_TEXT, false, AT(evidence), NULL, NULL,
	    "address or number of a copy" },
	{ "reach", SHEET_TEXT, false, AT(reach), NULL, NULL,
	    "how many saw it" },
};

static void
notice_start(void *row)
{
	struct notice *n = row;

	n->at = n->promised_at = n->moderated_at = NO_INSTANT;
	n->public_ = true;
}

static bool
notice_finish(struct sheet_run *run, void *row)
{
	struct notice *n = row;

	if (n->promised_at != NO_INSTANT && n->promised_at < n->at)
		sheet_bad(
		    run, "promised", NULL, "\"promised\" is before \"at\"");
	if (n->moderated_at != NO_INSTANT && n->moderated_at < n->at)
		sheet_bad(
		    run, "moderated", NULL, "\"moderated\" is before \"at\"");
	if (n->moderation != MODERATION_NONE || n->moderated_at != NO_INSTANT)
		n->hidden = true;
	if (n->hidden && n->moderation == MODERATION_NONE)
		n->moderation = MODERATION_HIDDEN;
	if (n->id.n == 0)
		n->id = sheet_row_name(run);
	return sheet_unique(run, "id", n->id, NULL) && !run->bad;
}

static bool
notice_push(struct sheet_run *run, const void *row)
{
	const struct notice *n = row;

	*vec_push(run->job->keep, &run->job->batch->notices) = *n;
	job_saw(run->job, n->at);
	return true;
}

static const struct sheet notices = {
	.column = notice_columns,
	.n_columns = COUNT(notice_columns),
	.row_bytes = sizeof(struct notice),
	.from_offset = AT(from),
	.start = notice_start,
	.finish = notice_finish,
	.push = notice_push,
};
#undef ROW

/* ---- actions
 * -------------------------------------------------------------------- */

#define ROW action
static const struct sheet_column action_columns[] = {
	{ "id", SHEET_ID, false, AT(id), NULL, NULL, "empty: file and line" },
	{ "incident", SHEET_ID, false, AT(incident), NULL, NULL,
	    "id in incidents.csv" },
	{ "text", SHEET_TEXT, true, AT(text), NULL, NULL, "what is to do" },
	{ "type", SHEET_TEXT, false, AT(type), NULL, NULL,
	    "prevent, detect, repair" },
	{ "owner", SHEET_TEXT, false, AT(owner), NULL, NULL, "" },
	{ "due", SHEET_DAY_TIME, false, AT(due_at), NULL, NULL, "" },
	{ "done", SHEET_DAY_TIME, false, AT(done_at), NULL, NULL, "" },
	{ "state", SHEET_TEXT, false, AT(state), NULL, NULL, "" },
};

static void
action_start(void *row)
{
	struct action *a = row;

	a->due_at = a->done_at = NO_INSTANT;
}

static bool
action_finish(struct sheet_run *run, void *row)
{
	struct action *a = row;

	if (a->id.n == 0)
		a->id = sheet_row_name(run);
	return sheet_unique(run, "id", a->id, NULL);
}

static bool
action_push(struct sheet_run *run, const void *row)
{
	*vec_push(run->job->keep, &run->job->batch->actions) =
	    *(const struct action *)row;
	return true;
}

static const struct sheet actions = {
	.column = action_columns,
	.n_columns = COUNT(action_columns),
	.row_bytes = sizeof(struct action),
	.from_offset = AT(from),
	.start = action_start,
	.finish = action_finish,
	.push = action_push,
};
#undef ROW

/* ---- calls
 * ---------------------------------------------------------------------- */

#define ROW calls
static const struct sheet_column calls_columns[] = {
	{ "date", SHEET_DAY, true, AT(day_at), NULL, NULL, "local day" },
	{ "channel", SHEET_TEXT, false, AT(channel), NULL, NULL,
	    "phone, ticket, chat" },
	{ "received", SHEET_COUNT, true, AT(received), NULL, NULL, "" },
	{ "answered", SHEET_COUNT, false, AT(answered), NULL, NULL, "" },
	{ "abandoned", SHEET_COUNT, false, AT(abandoned), NULL, NULL, "" },
};

static void
calls_start(void *row)
{
	struct calls *c = row;

	c->day_at = NO_INSTANT;
	c->answered = c->abandoned = -1;
}

static bool
calls_finish(struct sheet_run *run, void *row)
{
	struct calls *c = row;
	struct civil day = zone_civil(run->zone, c->day_at);
	struct str key = str_format(run->job->scratch, "%04d-%02d-%02d %.*s",
	    day.year, day.month, day.day, STR_ARG(c->channel));

	if (c->answered > c->received)
		sheet_bad(
		    run, "answered", NULL, "more calls answered than received");
	else if (c->abandoned > c->received)
		sheet_bad(run, "abandoned", NULL,
		    "more calls abandoned than received");
	return !run->bad && sheet_unique(run, "date", key,
				"one row for each day and channel");
}

static bool
calls_push(struct sheet_run *run, const void *row)
{
	const struct calls *c = row;

	*vec_push(run->job->keep, &run->job->batch->calls) = *c;
	job_saw(run->job, c->day_at);
	return true;
}

static const struct sheet calls = {
	.column = calls_columns,
	.n_columns = COUNT(calls_columns),
	.row_bytes = sizeof(struct calls),
	.from_offset = AT(from),
	.start = calls_start,
	.finish = calls_finish,
	.push = calls_push,
};
#undef ROW

const struct format format_incidents = { .sheet = &incidents };
const struct format format_notices = { .sheet = &notices };
const struct format format_actions = { .sheet = &actions };
const struct format format_calls = { .sheet = &calls };
