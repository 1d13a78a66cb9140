/*
 * Checks one by one, from one place or several: time, target, success. A check
 * speaks until the next one of its place is overdue by half an interval; then
 * nobody knows. Places that disagree are settled by the rule of the file: down
 * when most of them say so, or any, or all.
 */
#include "import/formats.h"
#include "import/seen.h"

enum { TIME, SUCCESS, TARGET, PLACE, ERROR, COLUMNS };

#define VALID_TENTHS 15
#define PLACES_MAX   64

static const char *const time_heads[] = { "timestamp", "timestamp_utc",
	"time_utc", "date_time", "datetime", "checked_at", "start", "zeit",
	"zeitpunkt", NULL };
static const char *const success_heads[] = { "ok", "up", "probe_success",
	"is_up", "alive", "reachable", "result", NULL };
static const char *const target_heads[] = { "url", "host", "monitor", "subject",
	"endpoint", "instance", "check", "site", "name", NULL };
static const char *const place_heads[] = { "probe", "region", "node", "agent",
	"probe_id", "vantage", NULL };
static const char *const error_heads[] = { "reason", "message", "msg", NULL };

static const struct table_column columns[COLUMNS] = {
	[TIME] = { "time", time_heads, true },
	[SUCCESS] = { "success", success_heads, true },
	[TARGET] = { "target", target_heads, false },
	[PLACE] = { "location", place_heads, false },
	[ERROR] = { "error", error_heads, false },
};

static const struct {
	const char *word;
	bool up;
} spellings[] = {
	{ "1", true },
	{ "0", false },
	{ "true", true },
	{ "false", false },
	{ "t", true },
	{ "f", false },
	{ "yes", true },
	{ "no", false },
	{ "y", true },
	{ "n", false },
	{ "passed", true },
	{ "pass", true },
	{ "timeout", false },
};

/* Also a status of HTTP: below 400 somebody answered as he should. */
static bool
success_of(const struct job *job, struct str word, enum sight_state *ret_state)
{
	int64_t status;

	if (table_declared(job, word, ret_state))
		return true;
	for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
		if (str_is_nocase(word, spellings[i].word)) {
			*ret_state = spellings[i].up ? SIGHT_UP : SIGHT_DOWN;
			return true;
		}
	if (word.n == 3 && str_int64(word, &status) && status >= 100 &&
	    status < 600) {
		*ret_state = status < 400 ? SIGHT_UP : SIGHT_DOWN;
		return true;
	}
	return table_state(job, word, ret_state);
}

static void
row(struct seen *s, struct table *t)
{
	struct str word = table_cell(t, SUCCESS);
	enum sight_state state;
	struct seen_row *r;
	struct when at;

	if (!success_of(s->job, word, &state)) {
		table_reject(t, SUCCESS,
		    "say what it means for this file in case.yaml: columns: { "
		    "up: [...], down: [...] }",
		    "\"%.*s\" is neither success nor failure",
		    STR_ARG(str_sub(word, 0, 60)));
		return;
	}
	if (!seen_time(s, t, TIME, &at))
		return;
	r = seen_add(s, t->record.line);
	if (r == NULL)
		return;
	r->at = at;
	r->kind = SIGHT_SAMPLE;
	r->state = (uint8_t)state;
	r->subject = seen_name(s, table_note(t, TARGET));
	r->place = seen_name(s, table_note(t, PLACE));
	if (state != SIGHT_UP && state != SIGHT_OK)
		r->note = seen_note(s, table_note(t, ERROR));
}

/* ---- several places
 * ------------------------------------------------------------ */

struct eye {
	int32_t place;
	int state;
	int64_t until; /* speaks so long */
};

/* The eyes on one target. */
struct eyes {
	struct eye v[PLACES_MAX];
	size_t n;
};

static struct eye *
eye_of(struct eyes *eyes, int32_t place)
{
	for (size_t i = 0; i < eyes->n; i++)
		if (eyes->v[i].place == place)
			return &eyes->v[i];
	if (eyes->n == PLACES_MAX)
		return NULL;
	eyes->v[eyes->n].place = place;
	return &eyes->v[eyes->n++];
}

static bool
is_bad(int state)
{
	return state != SIGHT_UP && state != SIGHT_OK;
}

/* What all places together say at the time of this row. */
static void
combine(const struct eyes *eyes, enum probe_locations how, struct seen_row *row)
{
	size_t bad = 0, all = 0;
	int64_t until = row->at.ms;
	bool down;

	for (size_t i = 0; i < eyes->n; i++) {
		const struct eye *eye = &eyes->v[i];

		if (eye->until <= row->at.ms)
			continue;
		all++;
		bad += is_bad(eye->state);
		if (eye->until > until)
			until = eye->until;
	}
	down = how == LOCATIONS_ANY   ? bad != 0
	       : how == LOCATIONS_ALL ? bad == all
				      : 2 * bad > all;
	if (down != is_bad(row->state)) {
		row->state = down ? SIGHT_DOWN : SIGHT_UP;
		row->note = -1;
	}
	row->to.ms = until;
}

static void
too_many_places(struct seen *s, const struct seen_row *row)
{
	job_complain(s->job, DIAG_ERROR, row->line, NULL,
	    "more than %d locations for one target", PLACES_MAX);
}

static void
tell(struct seen *s)
{
	const int64_t *interval = seen_intervals(s);
	struct eyes **of =
	    arena_array(s->job->scratch, s->names.n + 1, sizeof *of);

	for (size_t i = 0; i < s->rows.n; i++) {
		struct seen_row *row = &s->rows.v[i];
		int64_t ms = interval[row->subject + 1];
		struct eyes **eyes = &of[row->subject + 1];
		struct eye *eye;

		if (*eyes == NULL)
			*eyes = arena_new(s->job->scratch, struct eyes);
		eye = eye_of(*eyes, row->place);
		if (eye == NULL) {
			too_many_places(s, row);
			return;
		}
		eye->state = row->state;
		eye->until = ms != 0 ? row->at.ms + ms * VALID_TENTHS / 10
				     : row->at.ms + 1;
		if (ms != 0)
			row->to.shape = WHEN_INSTANT;
		combine(*eyes, s->job->rule.locations, row);
		seen_tell(s, row);
	}
}

static int
watch(struct job *job, struct err *e)
{
	static const struct seen_reading how = { columns, COLUMNS, .row = row,
		.tell = tell };

	return seen_watch(job, &how, e);
}

static int
detect(struct str head)
{
	return table_detect(head, columns, COLUMNS) == 100 ? 80 : 0;
}

static const struct format format = {
	.detect = detect, .watch = watch, .view = VIEW_PROBE
};

const struct format_info format_info_probes = { "probes",
	"checks one by one: time, target, success, and where from",
	"timestamp,target,location,success,http_status,error\n"
	"2013-04-11T16:30:00Z,https://www.example.org/,rom,1,200,\n"
	"2013-04-11T16:30:30Z,https://www.example.org/,rom,0,0,timeout\n"
	"2013-04-11T16:31:00Z,https://www.example.org/,rom,1,200,\n",
	SOURCE_OUTAGES, &format };
