/*
 * sheets_calls.c -- call_tests.csv: calls that were made to see whether anybody
 * answers.
 */
#include "base/zone.h"
#include "domain/call_tests.h"
#include "import/sheets.h"

#define COUNT(v)   (sizeof(v) / sizeof *(v))
#define ROW        call_test
#define AT(member) offsetof(struct ROW, member)
static const struct sheet_column columns[] = {
	{ "at", SHEET_TIME, true, AT(at), NULL, NULL, "when it was made" },
	{ "channel", SHEET_TEXT, false, AT(channel), NULL, NULL,
	    "as in calls.csv: phone, chat" },
	{ "result", SHEET_CHOICE, true, AT(result), NULL, call_result_names,
	    "what it met; queue: waiting, and nobody came" },
	{ "wait_s", SHEET_COUNT, false, AT(wait_s), NULL, NULL,
	    "seconds until then" },
	{ "by", SHEET_TEXT, false, AT(by), NULL, NULL,
	    "who called; no names of people are printed" },
};

static void
test_start(void *row)
{
	struct call_test *t = row;

	t->at = NO_INSTANT;
	t->wait_s = -1;
}

static bool
test_finish(struct sheet_run *run, void *row)
{
	const struct call_test *t = row;
	struct civil c = zone_civil(run->zone, t->at);
	struct str key = str_format(run->job->scratch,
	    "%04d-%02d-%02d %02d:%02d:%02d %.*s %.*s", c.year, c.month, c.day,
	    c.hour, c.minute, c.second, STR_ARG(t->channel), STR_ARG(t->by));

	return !run->bad && sheet_unique(run, "at", key,
				"one row for each call: instant, channel, by");
}

static bool
test_push(struct sheet_run *run, const void *row)
{
	const struct call_test *t = row;

	*vec_push(run->job->keep, &run->job->batch->call_tests) = *t;
	job_saw(run->job, t->at);
	return true;
}

static const struct sheet call_tests = {
	.column = columns,
	.n_columns = COUNT(columns),
	.row_bytes = sizeof(struct call_test),
	.from_offset = AT(from),
	.start = test_start,
	.finish = test_finish,
	.push = test_push,
};
#undef ROW

const struct format format_call_tests = { .sheet = &call_tests };
