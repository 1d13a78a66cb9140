/*
 * The database of Uptime Kuma, kuma.db.
 *
 * A heartbeat speaks until the next one of its monitor, but no longer than the
 * interval and the timeout of the monitor (0.8 of the interval where the
 * database has none): after that Kuma was off, and nobody knows. Kuma removes
 * old beats and keeps the important ones longer, which are changes of state; so
 * before the first beat that is none, a change speaks until the next beat. All
 * times of beats are UTC. Beats stand in order but for those of the same
 * second; a few are held back to be put in order.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "import/formats.h"
#include "import/lite.h"

#define MAX_MONITORS 200000
#define MAX_WINDOWS  100000
#define HELD         1024
/* What Kuma takes where nothing else is said. */
#define INTERVAL_S 60

struct monitor {
	int64_t id, valid_ms;
	struct str name;
	bool repeated; /* others have its name */
};

struct beat {
	int64_t at, id;
	uint32_t monitor;
	uint8_t status;
	bool important;
};

struct kuma {
	struct job *job;
	struct arena *keep;
	struct lite lite;
	struct map ids;
	VEC(struct monitor) monitors;
	VEC(struct sighting) windows;
	size_t windows_told;
	struct beat held[HELD];
	size_t n_held;
	int64_t told_at;    /* of the last beat that was told */
	int64_t changes_to; /* until then there are only changes */
	long long recurring, no_zone;
};

static struct str
id_text(struct arena *keep, int64_t id)
{
	return str_format(keep, "%lld", (long long)id);
}

static void
refuse(struct kuma *k, int64_t id, const char *why)
{
	job_reject(k->job, &(struct reject){ .reason = str_of(why),
			       .excerpt = str_format(k->job->scratch,
				   "heartbeat %lld", (long long)id) });
}

/* ---- monitors
 * ---------------------------------------------------------------------- */

/* Seconds of a column between a second and a year. */
static int64_t
seconds(sqlite3_stmt *rows, int column, int64_t otherwise)
{
	int64_t s = lite_number(rows, column, otherwise);

	return s < 1 || s > 366 * 86400 ? otherwise : s;
}

static void
add_monitor(struct kuma *k, sqlite3_stmt *rows)
{
	int64_t id = lite_number(rows, lite_column(rows, "id"), -1);
	int64_t every =
	    seconds(rows, lite_column(rows, "interval"), INTERVAL_S);
	int64_t retry = seconds(rows, lite_column(rows, "retry_interval"), 1);
	struct str name = lite_text(rows, lite_column(rows, "name"));
	struct monitor *m = vec_push(k->keep, &k->monitors);

	if (retry > every)
		every = retry;
	m->id = id;
	/* a timeout of 0 means that Kuma takes its own */
	m->valid_ms =
	    every * MS_SECOND +
	    seconds(rows, lite_column(rows, "timeout"), 0) * MS_SECOND;
	if (m->valid_ms == every * MS_SECOND)
		m->valid_ms = every * 1800;
	m->name = name.n != 0
		      ? str_dup(k->keep, str_sub(name, 0, 200))
		      : str_format(k->keep, "monitor %lld", (long long)id);
	map_put(&k->ids, id_text(k->keep, id), (int64_t)k->monitors.n - 1);
}

static void
read_monitors(struct kuma *k)
{
	sqlite3_stmt *rows = lite_table(&k->lite, "monitor", "ORDER BY rowid");
	struct map names = { .keep = k->keep };
	size_t n;

	while (k->monitors.n < MAX_MONITORS && lite_row(&k->lite, rows))
		add_monitor(k, rows);
	sqlite3_finalize(rows);
	n = k->monitors.n;
	for (size_t i = 0; i < n; i++) {
		struct monitor *m = &k->monitors.v[i];
		int64_t other = map_get(&names, m->name);

		if (other >= 0)
			m->repeated = k->monitors.v[other].repeated = true;
		else
			map_put(&names, m->name, (int64_t)i);
	}
	for (size_t i = 0; i < n; i++) {
		struct monitor *m = &k->monitors.v[i];

		if (m->repeated)
			m->name = str_format(k->keep, "%.*s #%lld",
			    STR_ARG(m->name), (long long)m->id);
	}
}

static int64_t
monitor_of(struct kuma *k, int64_t id)
{
	char text[32];

	snprintf(text, sizeof text, "%lld", (long long)id);
	return map_get(&k->ids, str_of(text));
}

/* ---- planned work
 * ------------------------------------------------------------------ */

/* The zone of Kuma's own settings: a JSON text, in quotes. */
static struct str
server_zone(struct kuma *k)
{
	sqlite3_stmt *rows = lite_table(&k->lite, "setting", "");
	int key = lite_column(rows, "key"), value = lite_column(rows, "value");
	struct str found = STR_NONE;

	while (lite_row(&k->lite, rows))
		if (str_is(lite_text(rows, key), "serverTimezone")) {
			struct str s = lite_text(rows, value);

			if (s.n > 2 && s.p[0] == '"')
				s = str_sub(s, 1, s.n - 1);
			found = str_dup(k->keep, str_sub(s, 0, 64));
		}
	sqlite3_finalize(rows);
	return found;
}

/* Of the dates of one work; NULL when nobody says it. */
static const struct zone *
zone_of(struct kuma *k, struct str name, struct str server)
{
	const struct zone *z;
	struct err e;

	if (name.n == 0 || str_is(name, "SAME_AS_SERVER"))
		name = server;
	if (name.n != 0)
		return zone_open(k->job->ctx->zones, name, &z, &e) == 0 ? z
									: NULL;
	return k->job->zone_given ? k->job->rule.zone : NULL;
}

static bool
local(const struct zone *z, struct str text, int64_t *ret_at)
{
	struct iso t;

	if (!iso_parse(text, &t))
		return false;
	if (t.has_offset)
		*ret_at = civil_ms(t.at) - t.offset_s * MS_SECOND;
	else
		zone_instant(z, t.at, ret_at, NULL);
	return true;
}

/* Single work: from a date to a date. The others repeat by ways of their own.
 */
static void
add_work(
    struct kuma *k, sqlite3_stmt *rows, struct str server, struct map *works)
{
	struct sighting s = { .kind = SIGHT_WINDOW,
		.state = SIGHT_MAINTENANCE,
		.announced_at = NO_INSTANT };
	int64_t id = lite_number(rows, lite_column(rows, "id"), -1);
	const struct zone *z;

	if (lite_number(rows, lite_column(rows, "active"), 1) == 0)
		return;
	if (!str_is(lite_text(rows, lite_column(rows, "strategy")), "single")) {
		k->recurring++;
		return;
	}
	z = zone_of(k, lite_text(rows, lite_column(rows, "timezone")), server);
	if (z == NULL ||
	    !local(
		z, lite_text(rows, lite_column(rows, "start_date")), &s.at) ||
	    !local(
		z, lite_text(rows, lite_column(rows, "end_date")), &s.to_at) ||
	    s.to_at <= s.at) {
		k->no_zone++;
		return;
	}
	s.id = id_text(k->keep, id);
	s.note = str_dup(k->keep,
	    str_sub(lite_text(rows, lite_column(rows, "title")), 0, 200));
	map_put(works, s.id, (int64_t)k->windows.n);
	*vec_push(k->keep, &k->windows) = s;
}

/* Of which monitors: one window each. */
static void
add_monitors_of_work(struct kuma *k, const struct map *works)
{
	sqlite3_stmt *rows =
	    lite_table(&k->lite, "monitor_maintenance", "ORDER BY rowid");
	int monitor = lite_column(rows, "monitor_id");
	int work = lite_column(rows, "maintenance_id");
	size_t n = k->windows.n;
	struct sighting s;

	while (lite_row(&k->lite, rows) && k->windows.n < MAX_WINDOWS) {
		char text[32];
		int64_t m = monitor_of(k, lite_number(rows, monitor, -1)), w;

		snprintf(text, sizeof text, "%lld",
		    (long long)lite_number(rows, work, -1));
		w = map_get(works, str_of(text));
		if (m < 0 || w < 0)
			continue;
		s = k->windows.v[w];
		s.subject = k->monitors.v[m].name;
		*vec_push(k->keep, &k->windows) = s;
	}
	sqlite3_finalize(rows);
	/* the works themselves are of no monitor */
	k->windows.n -= n;
	if (n != 0)
		memmove(k->windows.v, k->windows.v + n,
		    k->windows.n * sizeof *k->windows.v);
}

static int
by_time(const void *a, const void *b)
{
	const struct sighting *x = a, *y = b;
	int order;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	order = str_cmp(x->subject, y->subject);
	return order != 0 ? order : str_cmp(x->id, y->id);
}

static void
read_works(struct kuma *k)
{
	struct str server = server_zone(k);
	struct map works = { .keep = k->keep };
	sqlite3_stmt *rows =
	    lite_table(&k->lite, "maintenance", "ORDER BY rowid");

	while (k->windows.n < MAX_WINDOWS && lite_row(&k->lite, rows))
		add_work(k, rows, server, &works);
	sqlite3_finalize(rows);
	add_monitors_of_work(k, &works);
	if (k->windows.n > 1)
		qsort(
		    k->windows.v, k->windows.n, sizeof *k->windows.v, by_time);
}

/* ---- heartbeats
 * -------------------------------------------------------------------- */

static void
tell_windows(struct kuma *k, int64_t until_at)
{
	while (k->windows_told < k->windows.n &&
	       k->windows.v[k->windows_told].at <= until_at)
		job_see(k->job, &k->windows.v[k->windows_told++]);
}

static void
tell(struct kuma *k, const struct beat *b)
{
	/* 2: it failed, and is tried again before it counts */
	static const enum sight_state states[] = { SIGHT_DOWN, SIGHT_UP,
		SIGHT_DOWN, SIGHT_MAINTENANCE };
	const struct monitor *m = &k->monitors.v[b->monitor];
	struct sighting s = { .kind = SIGHT_SAMPLE,
		.state = states[b->status],
		.at = b->at,
		.to_at = b->at + m->valid_ms,
		.subject = m->name,
		.soft = b->status == 2,
		.announced_at = NO_INSTANT };

	/* removed beats stood between this change and the next */
	if (b->important && b->at < k->changes_to) {
		s.kind = SIGHT_EVENT;
		s.to_at = NO_INSTANT;
	}
	tell_windows(k, b->at);
	job_see(k->job, &s);
	k->told_at = b->at;
}

/* The earliest of those held back. */
static void
release(struct kuma *k)
{
	tell(k, &k->held[0]);
	k->n_held--;
	memmove(k->held, k->held + 1, k->n_held * sizeof *k->held);
}

static void
hold(struct kuma *k, const struct beat *b)
{
	size_t i;

	if (b->at < k->told_at) {
		refuse(k, b->id, "its time is before those of beats before it");
		return;
	}
	if (k->n_held == HELD)
		release(k);
	for (i = k->n_held; i > 0 && k->held[i - 1].at > b->at; i--)
		k->held[i] = k->held[i - 1];
	k->held[i] = *b;
	k->n_held++;
}

struct beat_columns {
	int id, monitor, status, time, important;
};

static void
add_beat(struct kuma *k, sqlite3_stmt *rows, const struct beat_columns *c)
{
	struct beat b = { .id = lite_number(rows, c->id, -1) };
	int64_t status = lite_number(rows, c->status, -1);
	int64_t m = monitor_of(k, lite_number(rows, c->monitor, -1));
	struct iso t;

	if (m < 0) {
		refuse(k, b.id, "there is no such monitor");
	} else if (status < 0 || status > 3) {
		refuse(k, b.id, "its status is none of 0, 1, 2 and 3");
	} else if (!iso_parse(lite_text(rows, c->time), &t) || !t.has_time) {
		refuse(k, b.id, "its time cannot be read");
	} else {
		b.at = civil_ms(t.at) - t.offset_s * MS_SECOND;
		b.monitor = (uint32_t)m;
		b.status = (uint8_t)status;
		b.important = lite_number(rows, c->important, 0) != 0;
		hold(k, &b);
	}
}

/* Until which time there are only changes: the first beat that is none. */
static void
find_changes(struct kuma *k)
{
	sqlite3_stmt *rows =
	    lite_table(&k->lite, "heartbeat", "ORDER BY rowid");
	int important = lite_column(rows, "important");
	int time = lite_column(rows, "time");
	struct iso t;

	k->changes_to = INT64_MAX;
	while (k->changes_to == INT64_MAX && lite_row(&k->lite, rows))
		if (lite_number(rows, important, 0) == 0 &&
		    iso_parse(lite_text(rows, time), &t))
			k->changes_to = civil_ms(t.at) - t.offset_s * MS_SECOND;
	sqlite3_finalize(rows);
}

static void
read_beats(struct kuma *k)
{
	sqlite3_stmt *rows;
	struct beat_columns c;
	int64_t n = 0;

	find_changes(k);
	rows = lite_table(&k->lite, "heartbeat", "ORDER BY rowid");
	c = (struct beat_columns){ lite_column(rows, "id"),
		lite_column(rows, "monitor_id"), lite_column(rows, "status"),
		lite_column(rows, "time"), lite_column(rows, "important") };
	if (rows == NULL || c.monitor < 0 || c.status < 0 || c.time < 0) {
		if (k->job->d->errors == k->job->errors_before)
			job_complain(k->job, DIAG_ERROR, 0,
			    "only the kuma.db of Uptime Kuma is known",
			    "there is no table heartbeat of Uptime Kuma in "
			    "this database");
		sqlite3_finalize(rows);
		return;
	}
	while (lite_row(&k->lite, rows)) {
		add_beat(k, rows, &c);
		n++;
	}
	sqlite3_finalize(rows);
	while (k->n_held > 0)
		release(k);
	if (n == 0)
		job_complain(k->job, DIAG_WARNING, 0,
		    "no data is not the same as no outage",
		    "the database holds no heartbeats");
}

/* ---- the file
 * ------------------------------------------------------------------------ */

static void
complain(struct kuma *k)
{
	struct job *job = k->job;

	if (k->recurring != 0)
		job_complain(job, DIAG_WARNING, 0,
		    "beats say when checks were stopped for it; windows that "
		    "excuse belong into maintenance/",
		    "%lld planned work%s not single and left out", k->recurring,
		    k->recurring == 1 ? " is" : "s are");
	if (k->no_zone != 0)
		job_complain(job, DIAG_WARNING, 0,
		    "say under files: in case.yaml in which zone Kuma's server "
		    "runs: zone: Europe/Rome",
		    "%lld single planned work%s no dates or no known time zone "
		    "and left out",
		    k->no_zone, k->no_zone == 1 ? " has" : "s have");
}

static int
watch(struct job *job, struct err *e)
{
	struct arena keep = { 0 };
	struct kuma *k = arena_new(&keep, struct kuma);
	int rc;

	k->job = job;
	k->keep = &keep;
	k->ids.keep = &keep;
	k->told_at = NO_INSTANT;
	rc = lite_open(&k->lite, job, e);
	if (rc == 0 && k->lite.db != NULL) {
		read_monitors(k);
		read_works(k);
		read_beats(k);
		tell_windows(k, INT64_MAX);
		complain(k);
	} else if (rc == 0 && job->d->errors == job->errors_before) {
		job_complain(
		    job, DIAG_ERROR, 0, NULL, "this is no SQLite database");
	}
	if (lite_close(&k->lite, rc == 0 ? e : &(struct err){ 0 }) != 0)
		rc = -1;
	arena_release(&keep);
	return rc;
}

static int
detect(struct str head)
{
	if (!lite_is(head))
		return 0;
	return memmem(head.p, head.n, "heartbeat", 9) != NULL ? 95 : 50;
}

static const struct format format = {
	.detect = detect, .watch = watch, .view = VIEW_PROBE
};

const struct format_info format_info_kuma_db = { "kuma-db",
	"Uptime Kuma: its database kuma.db, as it lies there", NULL,
	SOURCE_OUTAGES, &format };
