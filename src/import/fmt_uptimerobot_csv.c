/*
 * UptimeRobot's log as a table, of one monitor or of all. Newest first, in the
 * zone of the account, which the file does not name. Its durations are cut to
 * minutes and not used: an outage ends with the next event.
 */
#include "import/formats.h"
#include "import/seen.h"

enum { EVENT, TIME, DURATION, REASON, MONITOR, URL, COLUMNS };

static const char *const time_heads[] = { "date_time", NULL };
static const char *const url_heads[] = { "monitor_url", NULL };

static const struct table_column columns[COLUMNS] = {
	[EVENT] = { "event", NULL, true },
	[TIME] = { "time", time_heads, true },
	[DURATION] = { "duration", NULL, true },
	[REASON] = { "reason", NULL, true },
	[MONITOR] = { "monitor", NULL, false },
	[URL] = { "url", url_heads, false },
};

/*
 * Monitors are renamed, addresses stay: the address is the subject, unless the
 * case knows the name.
 */
static int32_t
subject(struct seen *s, struct table *t)
{
	struct str name = table_note(t, MONITOR), url = table_note(t, URL);

	if (url.n == 0 || (name.n != 0 && job_knows(s->job, name)))
		return seen_name(s, name);
	return seen_name(s, url);
}

static void
row(struct seen *s, struct table *t)
{
	struct str event = table_cell(t, EVENT);
	struct seen_row *r;
	enum sight_state state;
	struct when at;

	if (!table_state(s->job, event, &state)) {
		table_reject(t, EVENT,
		    "declare it for this file in case.yaml: columns: { down: "
		    "[...], up: [...] }",
		    "the event \"%.*s\" is not known",
		    STR_ARG(str_sub(event, 0, 60)));
		return;
	}
	if (!seen_time(s, t, TIME, &at))
		return;
	r = seen_add(s, t->record.line);
	if (r == NULL)
		return;
	r->at = at;
	r->kind = SIGHT_EVENT;
	r->state = (uint8_t)state;
	r->subject = subject(s, t);
	r->note = seen_note(s, table_note(t, REASON));
}

static int
watch(struct job *job, struct err *e)
{
	static const struct seen_reading how = { columns, COLUMNS, .row = row,
		.newest_first = true, .tell = seen_tell_events };

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

const struct format_info format_info_uptimerobot_csv = { "uptimerobot-csv",
	"UptimeRobot: export of logs; needs the zone of the account",
	"\"Monitor\",\"Monitor URL\",\"Event\",\"Date-Time\",\"Reason\","
	"\"Duration\",\"Duration (in mins.)\"\n"
	"\"Shop\",\"https://www.example.org/\",\"Up\",\"2013-04-11 19:02:10\","
	"\"OK\",\"12 hrs, 3 mins\",\"723\"\n"
	"\"Shop\",\"https://www.example.org/\",\"Down\","
	"\"2013-04-11 18:30:40\",\"Connection Timeout\",\"0 hrs, 31 mins\","
	"\"31\"\n"
	"\"Shop\",\"https://www.example.org/\",\"Up\",\"2013-04-01 00:00:05\","
	"\"OK\",\"258 hrs, 30 mins\",\"15510\"\n",
	SOURCE_OUTAGES, &format };
