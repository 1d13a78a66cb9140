/*
 * Incidents of PagerDuty as a table. They tell when people were called and when
 * somebody said it was over: the failure came before, and the end may be late.
 */
#include "import/formats.h"
#include "import/seen.h"

enum { CREATED, RESOLVED, SERVICE, DESCRIPTION, COLUMNS };

static const char *const created_heads[] = { "created_at", NULL };
static const char *const resolved_heads[] = { "resolved_at", NULL };
static const char *const service_heads[] = { "service", NULL };
static const char *const text_heads[] = { "title", "summary", NULL };

static const struct table_column columns[COLUMNS] = {
	[CREATED] = { "created_on", created_heads, true },
	[RESOLVED] = { "resolved_on", resolved_heads, true },
	[SERVICE] = { "service_name", service_heads, true },
	[DESCRIPTION] = { "description", text_heads, true },
};

static void
row(struct seen *s, struct table *t)
{
	struct seen_row *r = seen_span(s, t, CREATED, RESOLVED);

	if (r == NULL)
		return;
	r->state = SIGHT_DOWN;
	r->subject = seen_name(s, table_note(t, SERVICE));
	r->note = seen_note(s, table_note(t, DESCRIPTION));
}

static int
watch(struct job *job, struct err *e)
{
	static const struct seen_reading how = { columns, COLUMNS, .row = row,
		.newest_first = true, .tell = seen_tell_spans };

	return seen_watch(job, &how, e);
}

static int
detect(struct str head)
{
	return table_detect(head, columns, COLUMNS) == 100 ? 90 : 0;
}

static const struct format format = { .detect = detect,
	.watch = watch,
	.view = VIEW_PROVIDER,
	.silence_is_up = true };

const struct format_info format_info_pagerduty_csv = { "pagerduty-csv",
	"PagerDuty: when people were called, not when it failed",
	"id,incident_number,description,service_name,created_on,resolved_on,"
	"urgency\n"
	"P1,41,www.example.org is down,www.example.org,"
	"2013-04-11T18:31:10+02:00,2013-04-11T19:04:00+02:00,high\n",
	SOURCE_OUTAGES, &format };
