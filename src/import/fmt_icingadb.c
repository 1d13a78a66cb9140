/*
 * Icinga DB's tables for its own SLA reports, dumped as text: the changes of
 * hard states and the downtimes, in milliseconds of UTC. They hold ids; the
 * names stand in the tables host and service, taken from files called so in
 * the same folder.
 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "import/formats.h"
#include "import/seen.h"

/* ---- names
 * ---------------------------------------------------------------------- */

enum { NAME_ID, NAME, NAME_COLUMNS };

static const char *const name_heads[] = { "display_name", NULL };

static const struct table_column name_columns[NAME_COLUMNS] = {
	[NAME_ID] = { "id", NULL, true },
	[NAME] = { "name", name_heads, true },
};

/* From id to name, and how many ids have a name. */
struct names {
	struct arena *keep;
	struct map index, uses;
	VEC(struct str) v;
};

static void
put_name(struct names *names, struct str id, struct str name)
{
	int64_t uses;

	if (map_get(&names->index, id) >= 0)
		return;
	id = str_dup(names->keep, id);
	name = str_dup(names->keep, name);
	uses = map_get(&names->uses, name);
	map_put(&names->uses, name, uses < 0 ? 1 : uses + 1);
	map_put(&names->index, id, (int64_t)names->v.n);
	*vec_push(names->keep, &names->v) = name;
}

static struct str
name_of(const struct names *names, struct str id)
{
	int64_t at = map_get(&names->index, id);

	return at < 0 ? STR_NONE : names->v.v[at];
}

/* "0xAE34..." and "ae34..." are the same id. */
static struct str
plain_id(struct arena *keep, struct str id)
{
	char *p;

	if (str_starts(id, "0x"))
		id = str_sub(id, 2, id.n);
	id = str_sub(id, 0, 64);
	p = str_cstr(keep, id);
	for (size_t i = 0; i < id.n; i++)
		if (p[i] >= 'A' && p[i] <= 'Z')
			p[i] = (char)(p[i] + ('a' - 'A'));
	return (struct str){ p, id.n };
}

/* Names found beside the file are a help, and what is odd in them no matter. */
static int
read_names(
    struct job *job, const char *path, struct names *names, struct err *e)
{
	struct batch batch = { 0 };
	struct diags d;
	struct job other = *job;
	struct table t = { 0 };
	bool more = true;
	int rc;

	diags_init(&d, job->scratch);
	other.batch = &batch;
	other.d = &d;
	other.rule.columns = NULL;
	other.rule.n_columns = 0;
	if (reader_open(path, &other.reader, e) != 0)
		return -1;
	rc = table_open(&other, name_columns, NAME_COLUMNS, NULL, &t, e);
	more = t.open;
	while (rc == 0 && more) {
		rc = table_next(&t, &more, e);
		if (rc != 0 || !more || names->v.n >= SEEN_MAX_NAMES)
			break;
		put_name(names, plain_id(&t.row, table_cell(&t, NAME_ID)),
		    table_note(&t, NAME));
	}
	table_close(&t);
	reader_close(other.reader);
	return rc;
}

/* service.tsv, host.csv, service.tsv.gz: by the name in front of the dot. */
static bool
holds_names(const char *file)
{
	return strncmp(file, "service.", 8) == 0 ||
	       strncmp(file, "host.", 5) == 0;
}

static void
find_names(struct job *job, struct names *names)
{
	const char *slash = job->path ? strrchr(job->path, '/') : NULL;
	struct str folder =
	    slash ? (struct str){ job->path, (size_t)(slash - job->path) + 1 }
		  : STR("./");
	struct dirent **found;
	int n;

	names->keep = job->scratch;
	names->index.keep = names->uses.keep = job->scratch;
	if (job->path == NULL)
		return;
	n = scandir(str_cstr(job->scratch, folder), &found, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		struct err none = { 0 };
		struct str path = str_format(
		    job->scratch, "%.*s%s", STR_ARG(folder), found[i]->d_name);

		if (holds_names(found[i]->d_name) &&
		    read_names(
			job, str_cstr(job->scratch, path), names, &none) != 0)
			job_complain(job, DIAG_WARNING, 0, NULL,
			    "the names in %s cannot be read", found[i]->d_name);
		free(found[i]);
	}
	if (n >= 0)
		free(found);
}

/* ---- the two histories
 * ----------------------------------------------------------- */

enum { TYPE, HOST, SERVICE, STATE_TIME, STATE, BEFORE, STATE_COLUMNS };
enum { DOWN_FROM = STATE_TIME, DOWN_TO, DOWN_COLUMNS };

static const struct table_column state_columns[STATE_COLUMNS] = {
	[TYPE] = { "object_type", NULL, true },
	[HOST] = { "host_id", NULL, true },
	[SERVICE] = { "service_id", NULL, true },
	[STATE_TIME] = { "event_time", NULL, true },
	[STATE] = { "hard_state", NULL, true },
	[BEFORE] = { "previous_hard_state", NULL, true },
};
static const struct table_column downtime_columns[DOWN_COLUMNS] = {
	[TYPE] = { "object_type", NULL, true },
	[HOST] = { "host_id", NULL, true },
	[SERVICE] = { "service_id", NULL, true },
	[DOWN_FROM] = { "downtime_start", NULL, true },
	[DOWN_TO] = { "downtime_end", NULL, true },
};

#define PENDING 99

/* The readers get the rows and the names. */
struct history {
	struct seen seen; /* first: the row functions get its address */
	struct names names;
};

/*
 * "host;service" where both are known; else a service's name alone while no
 * other has it; else the ids, which are at least no one else's.
 */
static int32_t
subject(struct history *h, struct table *t, bool service)
{
	struct str host_id = plain_id(&t->row, table_cell(t, HOST));
	struct str host = name_of(&h->names, host_id), id, name;

	if (!service)
		return seen_name(&h->seen, host.n != 0 ? host : host_id);
	id = plain_id(&t->row, table_cell(t, SERVICE));
	name = name_of(&h->names, id);
	if (name.n == 0)
		return seen_name(&h->seen, id);
	if (host.n == 0 && map_get(&h->names.uses, name) == 1)
		return seen_name(&h->seen, name);
	return seen_name(&h->seen,
	    str_format(&t->row, "%.*s;%.*s",
		STR_ARG(host.n != 0 ? host : host_id), STR_ARG(name)));
}

static bool
object_type(struct table *t, bool *ret_service)
{
	struct str type = table_cell(t, TYPE);

	*ret_service = str_is_nocase(type, "service");
	if (*ret_service || str_is_nocase(type, "host"))
		return true;
	table_reject(t, TYPE, NULL, "\"%.*s\" is neither host nor service",
	    STR_ARG(str_sub(type, 0, 60)));
	return false;
}

/* False: no state of theirs. */
static bool
state_of(struct str text, bool service, enum sight_state *ret_state)
{
	static const enum sight_state of_host[] = { SIGHT_UP, SIGHT_DOWN };
	static const enum sight_state of_service[] = { SIGHT_OK, SIGHT_WARNING,
		SIGHT_CRITICAL, SIGHT_UNKNOWN };
	int64_t n;

	if (!str_int64(text, &n) || n < 0)
		return false;
	if (n == PENDING)
		*ret_state = SIGHT_NOTHING;
	else if (n < (service ? 4 : 2))
		*ret_state = service ? of_service[n] : of_host[n];
	else
		return false;
	return true;
}

static struct seen_row *
row_of(struct history *h, struct table *t, bool service)
{
	struct seen_row *r = seen_add(&h->seen, t->record.line);

	if (r != NULL)
		r->subject = subject(h, t, service);
	return r;
}

static void
state_row(struct seen *s, struct table *t)
{
	enum sight_state state, before;
	struct seen_row *r;
	struct when at;
	bool service;

	if (!object_type(t, &service))
		return;
	if (!state_of(table_cell(t, STATE), service, &state) ||
	    !state_of(table_cell(t, BEFORE), service, &before)) {
		table_reject(t, STATE, NULL, "\"%.*s\" is no hard state",
		    STR_ARG(str_sub(table_cell(t, STATE), 0, 60)));
		return;
	}
	if (!seen_time(s, t, STATE_TIME, &at))
		return;
	r = row_of((struct history *)s, t, service);
	if (r == NULL)
		return;
	r->at = at;
	r->kind = SIGHT_EVENT;
	r->state = (uint8_t)state;
	r->place = (int32_t)before; /* the state that ended here */
}

/*
 * Old rows are removed. What the first row left of a subject says of the state
 * before it therefore holds at least since the oldest row of the table.
 */
static void
tell_before(struct seen *s)
{
	bool *met = arena_array(s->job->scratch, s->names.n + 1, sizeof *met);

	for (size_t i = 0; i < s->rows.n; i++) {
		struct seen_row row = s->rows.v[i];

		if (met[row.subject + 1])
			continue;
		met[row.subject + 1] = true;
		if (row.place == SIGHT_NOTHING ||
		    row.at.ms == s->rows.v[0].at.ms)
			continue;
		row.at.ms = s->rows.v[0].at.ms;
		row.state = (uint8_t)row.place;
		seen_tell(s, &row);
	}
}

/* The rows of a table of history, with the names of its objects. */
static int
read_history(struct history *h, struct job *job, const struct seen_reading *how,
    bool *ret_ok, struct err *e)
{
	*h = (struct history){ 0 };
	seen_init(&h->seen, job);
	find_names(job, &h->names);
	return seen_read(&h->seen, how, ret_ok, e);
}

static int
watch_states(struct job *job, struct err *e)
{
	static const struct seen_reading how = { state_columns, STATE_COLUMNS,
		.row = state_row };
	struct history h;
	bool ok;

	if (read_history(&h, job, &how, &ok, e) != 0)
		return -1;
	if (ok) {
		tell_before(&h.seen);
		seen_tell_events(&h.seen);
	}
	return 0;
}

static void
downtime_row(struct seen *s, struct table *t)
{
	struct when at, to;
	struct seen_row *r;
	bool service;

	if (!object_type(t, &service) || !seen_time(s, t, DOWN_FROM, &at) ||
	    !seen_time(s, t, DOWN_TO, &to))
		return;
	r = row_of((struct history *)s, t, service);
	if (r == NULL)
		return;
	r->at = at;
	r->to = to;
	r->kind = SIGHT_WINDOW;
}

/* Downtimes of one subject that touch are one; their ends are in order. */
static void
tell_downtimes(struct seen *s)
{
	int64_t *last =
	    arena_array(s->job->scratch, s->names.n + 1, sizeof *last);

	for (size_t i = s->rows.n; i-- > 0;) {
		struct seen_row *row = &s->rows.v[i];
		struct seen_row *next = NULL;

		if (row->to.ms <= row->at.ms) {
			seen_reject(
			    s, row, "this downtime ends before it begins");
			row->open = true;
			continue;
		}
		if (last[row->subject + 1] != 0)
			next = &s->rows.v[last[row->subject + 1] - 1];
		while (next != NULL && next->at.ms <= row->to.ms) {
			if (next->to.ms > row->to.ms)
				row->to.ms = next->to.ms;
			next->open = true;
			next = next->place > 0 ? &s->rows.v[next->place - 1]
					       : NULL;
		}
		row->place = next != NULL ? (int32_t)(next - s->rows.v) + 1 : 0;
		last[row->subject + 1] = (int64_t)i + 1;
	}
	for (size_t i = 0; i < s->rows.n; i++)
		if (!s->rows.v[i].open)
			seen_tell(s, &s->rows.v[i]);
}

static int
watch_downtimes(struct job *job, struct err *e)
{
	static const struct seen_reading how = { downtime_columns, DOWN_COLUMNS,
		.row = downtime_row };
	struct history h;
	bool ok;

	if (read_history(&h, job, &how, &ok, e) != 0)
		return -1;
	if (ok)
		tell_downtimes(&h.seen);
	return 0;
}

/* A table of names says nothing by itself. */
static int
watch_names(struct job *job, struct err *e)
{
	struct table t;
	bool more;
	int rc = table_open(job, name_columns, NAME_COLUMNS, NULL, &t, e);

	more = rc == 0 && t.open;
	while (rc == 0 && more) {
		rc = table_next(&t, &more, e);
		job->batch->source.rows += rc == 0 && more;
	}
	table_close(&t);
	return rc;
}

/* ---- the formats
 * --------------------------------------------------------------- */

static int
detect_states(struct str head)
{
	return table_detect(head, state_columns, STATE_COLUMNS) == 100 ? 95 : 0;
}

static int
detect_downtimes(struct str head)
{
	return table_detect(head, downtime_columns, DOWN_COLUMNS) == 100 ? 95
									 : 0;
}

static int
detect_names(struct str head)
{
	static const struct table_column sure[] = {
		{ "id", NULL, true },
		{ "environment_id", NULL, true },
		{ "name", NULL, true },
	};

	return table_detect(head, sure, 3) == 100 ? 80 : 0;
}

static const struct format states = {
	.detect = detect_states, .watch = watch_states, .view = VIEW_PROVIDER
};
static const struct format downtimes = { .detect = detect_downtimes,
	.watch = watch_downtimes,
	.view = VIEW_PROVIDER };
static const struct format names_format = {
	.detect = detect_names, .watch = watch_names, .view = VIEW_PROVIDER
};

const struct format_info format_info_icingadb_state = { "icingadb-state",
	"Icinga DB: table sla_history_state; names from service.*, host.*",
	"id\tenvironment_id\tobject_type\thost_id\tservice_id\tevent_time\t"
	"hard_state\tprevious_hard_state\n"
	"01\te1\tservice\ta1\tb1\t1365697840000\t2\t0\n"
	"02\te1\tservice\ta1\tb1\t1365699730000\t0\t2\n",
	SOURCE_OUTAGES, &states };

const struct format_info format_info_icingadb_downtime = { "icingadb-downtime",
	"Icinga DB: table sla_history_downtime",
	"environment_id\tobject_type\thost_id\tservice_id\tdowntime_id\t"
	"downtime_start\tdowntime_end\n"
	"e1\tservice\ta1\tb1\td1\t1365724800000\t1365732000000\n",
	SOURCE_OUTAGES, &downtimes };

const struct format_info format_info_icingadb_names = { "icingadb-names",
	"Icinga DB: tables service and host, for the names of the others",
	"id\tenvironment_id\thost_id\tname\tdisplay_name\n"
	"b1\te1\ta1\tHTTPS www.example.org\tShop\n",
	SOURCE_OUTAGES, &names_format };
