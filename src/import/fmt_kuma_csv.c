/*
 * The heartbeats of Uptime Kuma, as its database gives them to CSV. Times are
 * UTC. A beat speaks until the next one; when that is later than the interval
 * and the timeout allow (Kuma's own default is 0.8 of the interval), Kuma was
 * off and nobody knows. A file of nothing but changes tells them as such.
 */
#include "import/formats.h"
#include "import/seen.h"

enum { TIME, STATUS, MONITOR, IMPORTANT, MSG, COLUMNS };

#define VALID_TENTHS 18

static const char *const monitor_heads[] = { "monitor_name", "name", NULL };

static const struct table_column columns[COLUMNS] = {
	[TIME] = { "time", NULL, true },
	[STATUS] = { "status", NULL, true },
	[MONITOR] = { "monitor_id", monitor_heads, true },
	[IMPORTANT] = { "important", NULL, true },
	[MSG] = { "msg", NULL, false },
};

/* 2 is "pending": it failed, and is tried again before it counts. */
static const enum sight_state states[] = { SIGHT_DOWN, SIGHT_UP, SIGHT_DOWN,
	SIGHT_MAINTENANCE };

static void
row(struct seen *s, struct table *t)
{
	struct str important = table_cell(t, IMPORTANT);
	struct seen_row *r;
	struct when at;
	int64_t status;

	if (!str_int64(table_cell(t, STATUS), &status) || status < 0 ||
	    status > 3) {
		table_reject(t, STATUS,
		    "0 is down, 1 up, 2 pending, 3 maintenance",
		    "the status \"%.*s\" is not known",
		    STR_ARG(str_sub(table_cell(t, STATUS), 0, 60)));
		return;
	}
	if (!seen_time(s, t, TIME, &at))
		return;
	r = seen_add(s, t->record.line);
	if (r == NULL)
		return;
	r->at = at;
	r->kind = str_is(important, "1") || str_is_nocase(important, "true")
		      ? SIGHT_EVENT
		      : SIGHT_SAMPLE;
	r->state = (uint8_t)states[status];
	r->soft = status == 2;
	r->subject = seen_name(s, table_note(t, MONITOR));
	/* millions of "200 - OK" say nothing */
	if (r->kind == SIGHT_EVENT)
		r->note = seen_note(s, table_note(t, MSG));
}

static bool
only_changes(const struct seen *s)
{
	for (size_t i = 0; i < s->rows.n; i++)
		if (s->rows.v[i].kind != SIGHT_EVENT)
			return false;
	return true;
}

static void
tell(struct seen *s)
{
	const int64_t *interval = seen_intervals(s);

	if (only_changes(s)) {
		seen_tell_events(s);
		return;
	}
	for (size_t i = 0; i < s->rows.n; i++) {
		struct seen_row *r = &s->rows.v[i];
		int64_t ms = interval[r->subject + 1];

		r->kind = SIGHT_SAMPLE;
		if (ms != 0) {
			r->to.shape = WHEN_INSTANT;
			r->to.ms = r->at.ms + ms * VALID_TENTHS / 10;
		}
		seen_tell(s, r);
	}
}

static int
watch(struct job *job, struct err *e)
{
	static const struct seen_reading how = { columns, COLUMNS, .row = row,
		.tell = tell };
	struct err none;

	/* whatever zone the case is in, Kuma writes UTC */
	if (zone_open(job->ctx->zones, STR("UTC"), &job->rule.zone, &none) != 0)
		BUG("there is no UTC");
	job->zone_given = true;
	return seen_watch(job, &how, e);
}

static int
detect(struct str head)
{
	return table_detect(head, columns, COLUMNS) == 100 ? 95 : 0;
}

static const struct format format = {
	.detect = detect, .watch = watch, .view = VIEW_PROBE
};

const struct format_info format_info_kuma_csv = { "kuma-csv",
	"Uptime Kuma: the table heartbeat as CSV",
	"id,important,monitor_id,status,msg,time,ping,duration,down_count\n"
	"1,1,7,1,200 - OK,2013-04-11 16:29:40.120,48,0,0\n"
	"2,1,7,0,timeout,2013-04-11 16:30:40.310,,60,0\n"
	"3,0,7,0,timeout,2013-04-11 16:31:40.290,,60,0\n"
	"4,1,7,1,200 - OK,2013-04-11 16:32:40.110,51,60,0\n"
	"5,0,7,1,200 - OK,2013-04-11 16:33:40.205,47,60,0\n",
	SOURCE_OUTAGES, &format };
