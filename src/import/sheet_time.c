/*
 * One cell of a sheet that says when: ISO 8601 or a complaint that tells what
 * the cell looks like instead. Guessing dates would move money.
 */
#include <stdio.h>
#include <string.h>

#include "base/zone.h"
#include "import/digits.h"
#include "import/sheet.h"

#define SHOWN(s) STR_ARG(str_sub((s), 0, SHEET_SHOWN_BYTES))

/*
 * Ways people and spreadsheets write times that no program can read safely, by
 * shape: every run of digits is a 9. The first row that begins the shape
 * counts.
 */
static const struct {
	const char *shape, *hint;
	const char *dates; /* what a case may declare instead, or NULL */
} foreign_times[] = {
	{ "9.9.9",
	    "write the year first: 2026-03-31 23:30 (in a spreadsheet, format "
	    "the column as yyyy-mm-dd hh:mm:ss before saving)",
	    "dmy" },
	{ "9/9/9",
	    "day and month could be either way round; write the year first: "
	    "2026-03-31 23:30",
	    "dmy or mdy" },
	{ "9/a/9", "write 2026-03-31T23:30:00+02:00", NULL },
	{ "9.9",
	    "this looks like a spreadsheet's count of days; format the column "
	    "as yyyy-mm-dd hh:mm:ss before saving",
	    "excel" },
	{ "9:9", "the date is missing; write 2026-03-31 23:30", NULL },
	{ "9-9-9",
	    "write it as 2026-03-31 23:30, best with its offset: "
	    "2026-03-31T23:30+02:00",
	    NULL },
	{ "9",
	    "this looks like a count of days or seconds; write it as a date "
	    "and time: 2026-03-31T23:30:00Z",
	    "excel or epoch" },
	{ "",
	    "write it as 2026-03-31 23:30, best with its offset: "
	    "2026-03-31T23:30+02:00",
	    NULL },
};

static void
shape_of(struct str s, char out[32])
{
	size_t n = 0;

	for (size_t i = 0; i < s.n && n < 31; i++) {
		char c = s.p[i];

		if (digit(c))
			c = '9';
		else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
			c = 'a';
		if (n == 0 || (c != '9' && c != 'a') || out[n - 1] != c)
			out[n++] = c;
	}
	out[n] = '\0';
}

/* YYYY-MM-DD in its form, but not a day of our calendar or years. */
static bool
no_such_date(struct sheet_run *run, const char *column, struct str text)
{
	char shape[32];
	int64_t year;

	shape_of(text, shape);
	if (strncmp(shape, "9-9-9", 5) != 0 || str_find(text, '-') != 4 ||
	    text.n < 10 || !str_int64(str_sub(text, 0, 4), &year))
		return false;
	if (year < 1970 || year > 2100)
		sheet_bad(run, column, "years from 1970 to 2100 are possible",
		    "\"%s\": the year %lld cannot be right", column,
		    (long long)year);
	else if (iso_parse(str_sub(text, 0, 10), &(struct iso){ 0 }))
		return false;
	else
		sheet_bad(run, column, NULL, "\"%s\": there is no day %.*s",
		    column, STR_ARG(str_sub(text, 0, 10)));
	return true;
}

static void
not_a_time(struct sheet_run *run, const char *column, struct str text)
{
	const struct settings *s = run->job->ctx->settings;
	char shape[32], hint[300];
	size_t i = 0;

	if (no_such_date(run, column, text))
		return;
	shape_of(text, shape);
	while (strncmp(shape, foreign_times[i].shape,
		   strlen(foreign_times[i].shape)) != 0)
		i++;
	snprintf(hint, sizeof hint, "%s", foreign_times[i].hint);
	/* a case has a provider; a question on the command line has none */
	if (foreign_times[i].dates != NULL && s != NULL && s->provider.n != 0)
		snprintf(hint, sizeof hint,
		    "%s; or declare dates: %s for this file in case.yaml",
		    foreign_times[i].hint, foreign_times[i].dates);
	sheet_bad(run, column, hint, "\"%s\": \"%.*s\" is not a time", column,
	    SHOWN(text));
}

/* A local time that is two instants, or that the clocks jumped over. */
struct two_readings {
	enum zone_local kind;
	int64_t earlier, later;
};

static void
refuse_local(struct sheet_run *run, const char *column, struct str text,
    const struct two_readings *r)
{
	struct arena *scratch = run->job->scratch;
	const struct zone *z = run->zone;
	struct str a = zone_iso(scratch, z, r->earlier);
	struct str b = zone_iso(scratch, z, r->later);
	bool twice = r->kind == ZONE_REPEATED;
	struct str hint = str_format(scratch,
	    "it can mean %.*s or %.*s: write the one that is right, or declare "
	    "\"%s: earlier\" or \"later\" for this file in case.yaml",
	    STR_ARG(a), STR_ARG(b), twice ? "repeated" : "missing");

	sheet_bad(run, column, str_cstr(scratch, hint),
	    "\"%s\": %.*s %s in %.*s", column, SHOWN(text),
	    twice ? "occurs twice" : "does not exist", STR_ARG(z->name));
}

/* A time without offset, in the zone of the row, by the declared policy. */
static bool
local_time(struct sheet_run *run, const char *column, struct str text,
    struct civil c, int64_t *ret_at)
{
	const struct file_rule *rule = &run->job->rule;
	struct two_readings r = { 0 };
	struct sheet_decided *count = &run->repeated;
	enum local_policy policy = rule->repeated;

	r.kind = zone_instant(run->zone, c, &r.earlier, &r.later);
	if (r.kind == ZONE_ONCE) {
		*ret_at = r.earlier;
		return true;
	}
	if (r.kind == ZONE_MISSING) {
		/* read with the offset after the change, and before it */
		int64_t change = r.earlier;

		r.earlier =
		    civil_ms(c) - zone_offset_s(run->zone, change) * MS_SECOND;
		r.later = civil_ms(c) -
			  zone_offset_s(run->zone, change - 1) * MS_SECOND;
		policy = rule->missing;
		count = &run->missing;
	}
	if (policy == LOCAL_REFUSE) {
		refuse_local(run, column, text, &r);
		return false;
	}
	*ret_at = policy == LOCAL_EARLIER ? r.earlier : r.later;
	if (count->n++ == 0)
		count->first_line = run->record->line;
	return true;
}

/* The form that `dates:` declares for the file; false: not that either. */
static bool
declared_time(
    struct sheet_run *run, const char *column, struct str text, int64_t *ret_at)
{
	struct when_column c = { .dates = run->job->rule.dates, .comma = true };
	struct when w;
	const char *hint;

	if (c.dates == WHEN_AUTO ||
	    !when_read(&c, text, run->record->line, &w, &hint) ||
	    !when_settle(ORDER_DAY, &w))
		return false;
	if (w.shape == WHEN_INSTANT)
		*ret_at = w.ms;
	else
		local_time(run, column, text, civil_of_ms(w.ms), ret_at);
	return true;
}

void
sheet_time(struct sheet_run *run, const struct sheet_column *column,
    struct str text, int64_t *to)
{
	struct iso t;

	if (!iso_parse(text, &t)) {
		if (column->type == SHEET_DAY ||
		    !declared_time(run, column->name, text, to))
			not_a_time(run, column->name, text);
		return;
	}
	if (column->type == SHEET_DAY && t.has_time) {
		sheet_bad(run, column->name, "write 2026-03-31",
		    "\"%s\": \"%.*s\" is not a date alone", column->name,
		    SHOWN(text));
		return;
	}
	if (!t.has_time && column->type == SHEET_TIME) {
		sheet_bad(run, column->name, "add it: 2026-03-31 23:30",
		    "\"%s\": \"%.*s\" has no time of day", column->name,
		    SHOWN(text));
		return;
	}
	if (!t.has_time)
		*to = zone_day(run->zone, t.at.year, t.at.month, t.at.day);
	else if (t.has_offset)
		*to = civil_ms(t.at) - t.offset_s * MS_SECOND;
	else
		local_time(run, column->name, text, t.at, to);
}

void
sheet_zone(
    struct sheet_run *run, const struct sheet_column *column, struct str name)
{
	const struct zone *zone;
	struct err e;

	if (zone_open(run->job->ctx->zones, name, &zone, &e) != 0)
		sheet_bad(run, column->name,
		    "names are like Europe/Rome or UTC",
		    "\"%s\": there is no time zone \"%.*s\"", column->name,
		    SHOWN(name));
	else
		run->zone = zone;
}
