#include "flow/engines.h"

#include "base/file.h"
#include "import/import.h"
#include "store/sources.h"
#include "store/traffic.h"

#define WORDS_BYTES ((size_t)1 << 16)

/* A day of an engine that is to count. */
struct wanted {
	const struct engine_source *source;
	int64_t day;
	bool by_minute;
	char words[DIGEST_HEX]; /* digest of what is asked */
	int64_t part;           /* 0: not there yet */
	struct part known;
};

struct engines {
	struct journey *j;
	struct store *store;
	const struct settings *settings;
	const int64_t *minute_days;
	size_t n_minute_days;
	VEC(struct wanted) days;
	size_t *of_task; /* which of `days` a task is */
	size_t n_tasks, done;
	struct source_row *before; /* what counted until now */
	size_t n_before;
};

/* ---- how a day is known ---- */

/*
 * A final day is known by what was asked. One that is still open is known by
 * its content too, so each state of it is a part of its own.
 */
static void
fingerprint(const struct wanted *w, const char *tail, char to[DIGEST_HEX])
{
	struct buf b;

	buf_init(&b, WORDS_BYTES);
	buf_addf(&b, "%s %lld %s", w->words, (long long)w->day,
	    tail == NULL ? "final" : tail);
	digest_bytes(buf_str(&b), to);
	buf_release(&b);
}

/* Digest of all cells: name, then the packed day. */
static void
content(const struct engine_day *day, char to[DIGEST_HEX])
{
	struct buf b;

	buf_init(&b, (size_t)1 << 30);
	for (size_t i = 0; i < day->n; i++) {
		buf_addstr(&b, day->sites[i].site);
		buf_addc(&b, '\n');
		counters_pack(&day->sites[i], &b);
	}
	digest_bytes(buf_str(&b), to);
	buf_release(&b);
}

static bool
is_by_minute(const struct engines *en, int64_t day)
{
	for (size_t i = 0; i < en->n_minute_days; i++)
		if (en->minute_days[i] == day)
			return true;
	return false;
}

/* ---- what is wanted ---- */

static int
find(struct engines *en, const char *print, struct wanted *w, struct err *e)
{
	struct part_row *rows;
	size_t n;

	if (store_find_parts(en->store, print, en->j->keep, &rows, &n, e) != 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (str_eq(rows[i].part.layer, w->source->layer)) {
			w->part = rows[i].id;
			w->known = rows[i].part;
		}
	return 0;
}

static int
want(struct engines *en, const struct engine_source *source, int64_t day,
    struct err *e)
{
	struct wanted *w = vec_push(en->j->keep, &en->days);
	struct arena scratch = { 0 };
	char print[DIGEST_HEX];

	w->source = source;
	w->day = day;
	w->by_minute = source->query.n == 0 && is_by_minute(en, day);
	digest_bytes(engine_words(&scratch, source, w->by_minute), w->words);
	arena_release(&scratch);
	fingerprint(w, NULL, print);
	return find(en, print, w, e);
}

/* By day, so that all shards have work at once. */
static int
want_all(struct engines *en, struct err *e)
{
	const struct settings *set = en->settings;
	int64_t from = INT64_MAX, to = INT64_MIN;

	for (size_t i = 0; i < set->n_engines; i++) {
		if (set->engines[i].from_day < from)
			from = set->engines[i].from_day;
		if (set->engines[i].to_day > to)
			to = set->engines[i].to_day;
	}
	for (int64_t day = from; day < to; day++)
		for (size_t i = 0; i < set->n_engines; i++)
			if (day >= set->engines[i].from_day &&
			    day < set->engines[i].to_day &&
			    want(en, &set->engines[i], day, e) != 0)
				return -1;
	return 0;
}

/* ---- what comes ---- */

static struct part
part_of(struct engines *en, const struct wanted *w,
    const struct engine_day *day, const char *print)
{
	struct part p = { .to_byte = day->bytes,
		.lines = day->hits,
		.rejected = day->rejected,
		.first_at = day->first_at,
		.last_at = day->last_at,
		.layer = w->source->layer };
	struct civil c = civil_of_days(w->day);

	p.name = str_format(en->j->keep, "%.*s %04d-%02d-%02d%s",
	    STR_ARG(w->source->name), c.year, c.month, c.day,
	    day->final ? "" : " (open)");
	p.read_as = str_format(en->j->keep, "engine %.16s; by %s", w->words,
	    w->by_minute ? "minute" : "hour");
	for (size_t i = 0; i + 1 < PART_HEX; i++)
		p.fingerprint[i] = print[i];
	content(day, p.tail);
	return p;
}

static int
add_part(struct engines *en, struct wanted *w, const struct part *part,
    const struct engine_day *day, struct err *e)
{
	if (store_add_part(en->store, part, &w->part, e) != 0)
		return -1;
	for (size_t i = 0; i < day->n; i++)
		if (store_add_site_day(en->store, w->part, &day->sites[i], e) !=
		    0)
			return -1;
	w->known = *part;
	return 0;
}

static int
take(void *arg, const struct engine_day *day, struct err *e)
{
	struct engines *en = arg;
	struct wanted *w = &en->days.v[en->of_task[day->i]];
	char print[DIGEST_HEX], tail[DIGEST_HEX];
	struct part part;
	int rc;

	content(day, tail);
	fingerprint(w, day->final ? NULL : tail, print);
	if (store_begin(en->store, e) != 0)
		return -1;
	/* an open day may be as it was */
	rc = find(en, print, w, e);
	if (rc == 0 && w->part == 0) {
		part = part_of(en, w, day, print);
		rc = add_part(en, w, &part, day, e);
	}
	if (rc == 0)
		rc = store_commit(en->store, e);
	if (rc != 0) {
		store_rollback(en->store);
		return -1;
	}
	if (en->j->progress != NULL)
		en->j->progress(
		    "traffic", (int64_t)++en->done, (int64_t)en->n_tasks);
	journey_moment(en->j, "after a day of an engine");
	return 0;
}

static int
blame(struct engines *en, const struct wanted *w,
    const struct engine_trouble *trouble, struct err *e)
{
	struct civil c = civil_of_days(w->day);
	struct diags *d = &en->j->diags;

	if (trouble->of_day)
		diag_add(d, DIAG_ERROR, w->source->at, trouble->hint,
		    "%04d-%02d-%02d: %s", c.year, c.month, c.day,
		    trouble->text);
	else
		diag_add(d, DIAG_ERROR, w->source->at, trouble->hint, "%s",
		    trouble->text);
	return err_set(e, trouble->input ? ERR_INPUT : ERR_ENV,
	    "could not fetch the traffic of %.*s", STR_ARG(w->source->name));
}

static int
fetch(struct engines *en, struct err *e)
{
	struct engine_trouble trouble = { 0 };
	struct engine_task *tasks =
	    arena_array(en->j->keep, en->days.n + 1, sizeof *tasks);
	size_t bad = 0;

	en->of_task =
	    arena_array(en->j->keep, en->days.n + 1, sizeof *en->of_task);
	for (size_t i = 0; i < en->days.n; i++) {
		const struct wanted *w = &en->days.v[i];

		if (w->part != 0)
			continue;
		en->of_task[en->n_tasks] = i;
		tasks[en->n_tasks++] =
		    (struct engine_task){ w->source, w->day, w->by_minute };
	}
	if (en->n_tasks == 0 ||
	    engine_fetch(tasks, en->n_tasks, take, en, &bad, &trouble, e) == 0)
		return 0;
	if (e->kind != ERR_NONE)
		return -1;
	return blame(en, &en->days.v[en->of_task[bad]], &trouble, e);
}

int
engines_fetch(struct journey *j, struct store *s,
    const struct settings *settings, const int64_t *minute_days,
    size_t n_minute_days, struct engines **ret, struct err *e)
{
	struct engines *en = arena_new(j->keep, struct engines);

	en->j = j;
	en->store = s;
	en->settings = settings;
	en->minute_days = minute_days;
	en->n_minute_days = n_minute_days;
	*ret = en;
	if (store_load_sources(s, j->keep, &en->before, &en->n_before, e) !=
		0 ||
	    want_all(en, e) != 0)
		return -1;
	return fetch(en, e);
}

bool
engines_kept(const struct engines *en)
{
	return en->done != 0;
}

/* ---- what counts ---- */

static const struct source_row *
before_of(const struct engines *en, struct str name)
{
	for (size_t i = 0; i < en->n_before; i++)
		if (str_eq(en->before[i].source.file, name))
			return &en->before[i];
	return NULL;
}

/* All days of an engine together, and the digest that names this version. */
static void
sum_up(const struct engines *en, const struct engine_source *engine,
    struct source *source, char sha256[DIGEST_HEX])
{
	struct buf b;

	buf_init(&b, (size_t)1 << 24);
	for (size_t i = 0; i < en->days.n; i++) {
		const struct wanted *w = &en->days.v[i];
		const struct part *p = &w->known;

		if (w->source != engine)
			continue;
		buf_addf(&b, "%s %s\n", p->fingerprint, p->tail);
		source->bytes += p->to_byte;
		source_add_part(source, p);
	}
	digest_bytes(buf_str(&b), sha256);
	buf_release(&b);
}

static int
add_version(struct engines *en, struct store *s,
    const struct engine_source *engine, const struct source *source,
    struct str read_as, int64_t *ret_id, struct err *e)
{
	if (store_add_source(s, source, read_as, ret_id, e) != 0)
		return -1;
	for (size_t i = 0; i < en->days.n; i++)
		if (en->days.v[i].source == engine &&
		    store_link_part(s, *ret_id, en->days.v[i].part, e) != 0)
			return -1;
	return 0;
}

/* What is right in itself, and yet hardly meant. */
static void
warn(struct engines *en, const struct engine_source *engine,
    const struct source *source)
{
	int64_t all = source->rows + source->rejected;

	if (all == 0)
		diag_add(&en->j->diags, DIAG_WARNING, engine->at,
		    "days: [2025-01-01, 2025-03-31], or another table:",
		    "no request in any of %lld days",
		    (long long)(engine->to_day - engine->from_day));
	else if (source->rejected != 0)
		diag_add(&en->j->diags, DIAG_WARNING, engine->at,
		    "columns: { site: vhost }, or query: with a condition",
		    "%lld of %lld requests name no site, or what is no host "
		    "name",
		    (long long)source->rejected, (long long)all);
}

/* Is there anything of what lost traffic is counted in? */
struct unit_sum {
	bool visits; /* not views */
	bool people, counted;
};

static int
see_unit(void *arg, const struct site_day *day, struct err *e)
{
	struct unit_sum *u = arg;

	(void)e;
	for (size_t i = 0; i < day->n && !u->counted; i++) {
		const struct traffic *t = &day->cells[i];

		u->people |= t->hits > t->robots;
		u->counted = (u->visits ? t->visits : t->views) != 0;
	}
	return u->counted;
}

/* An estimate of what nobody counted would be nothing but zeros. */
static int
check_unit(struct engines *en, struct store *s,
    const struct engine_source *engine, struct err *e)
{
	struct str unit = en->settings->traffic_unit;
	struct unit_sum u = { .visits = str_is(unit, "visits") };
	int rc = 0;

	if (!u.visits && !str_is(unit, "views"))
		return 0;
	for (size_t i = 0; i < en->days.n && rc == 0; i++)
		if (en->days.v[i].source == engine)
			rc = store_each_of_part(
			    s, en->days.v[i].part, see_unit, &u, e);
	if (rc < 0)
		return -1;
	if (u.people && !u.counted)
		diag_add(&en->j->diags, DIAG_ERROR, engine->at,
		    u.visits ? "traffic_unit: hits, or a query: with a column "
			       "visits"
			     : "traffic_unit: hits, or columns: { method: ..., "
			       "path: ..., status: ... } or { view: ... }",
		    "traffic_unit is %.*s, and the engine counts none",
		    STR_ARG(unit));
	return 0;
}

static int
count_one(struct engines *en, struct store *s,
    const struct engine_source *engine, struct import_note *note, struct err *e)
{
	const struct source_row *before = before_of(en, engine->name);
	struct str read_as = engine_words(en->j->keep, engine, false);
	char *sha256 = arena_alloc(en->j->keep, DIGEST_HEX);
	struct source source = { .file = engine->name,
		.kind = STR("engine"),
		.zone = STR("UTC"),
		.first_at = NO_INSTANT,
		.last_at = NO_INSTANT };
	int64_t id;

	sum_up(en, engine, &source, sha256);
	source.sha256 = str_of(sha256);
	*note = (struct import_note){ .file = engine->name,
		.kind = "engine",
		.fate = IMPORT_AGAIN,
		.rows = source.rows,
		.rejected = source.rejected };
	if (check_unit(en, s, engine, e) != 0 ||
	    store_find_source(s, engine->name, sha256, read_as, &id, e) != 0)
		return -1;
	if (id != 0 && before != NULL && before->id == id) {
		note->fate = IMPORT_KNOWN;
		return 0;
	}
	if (id == 0) {
		note->fate = IMPORT_READ;
		warn(en, engine, &source);
		if (add_version(en, s, engine, &source, read_as, &id, e) != 0)
			return -1;
	}
	if (before != NULL && store_mark_source(s, engine->name,
				  SOURCE_SUPERSEDED, before->id, id, e) != 0)
		return -1;
	return store_mark_source(s, engine->name, SOURCE_CURRENT, id, 0, e);
}

static bool
is_named(const struct engines *en, struct str name)
{
	for (size_t i = 0; i < en->settings->n_engines; i++)
		if (str_eq(en->settings->engines[i].name, name))
			return true;
	return false;
}

size_t
engines_notes(const struct engines *en)
{
	return en->settings->n_engines + en->n_before;
}

int
engines_count(struct engines *en, struct store *s, struct import_note *notes,
    size_t *ret_n, bool *ret_changed, struct err *e)
{
	size_t n = 0;

	for (size_t i = 0; i < en->settings->n_engines; i++) {
		if (count_one(en, s, &en->settings->engines[i], &notes[n], e) !=
		    0)
			return -1;
		if (notes[n++].fate != IMPORT_KNOWN)
			*ret_changed = true;
	}
	for (size_t i = 0; i < en->n_before; i++) {
		const struct source_row *row = &en->before[i];

		if (!engine_is_name(row->source.file) ||
		    is_named(en, row->source.file))
			continue;
		notes[n++] = (struct import_note){ .file = row->source.file,
			.fate = IMPORT_GONE };
		*ret_changed = true;
		if (store_mark_source(
			s, row->source.file, SOURCE_GONE, row->id, 0, e) != 0)
			return -1;
	}
	*ret_n = n;
	return 0;
}

/* ---- what would be asked ---- */

int
engines_explain(struct journey *j, bool plan, struct buf *out, struct err *e)
{
	struct engines en = { .j = j };
	struct settings settings;
	struct file_rule *rules;
	struct str text;
	size_t n;

	if (file_read(journey_path(j, "case.yaml"), (size_t)16 << 20, j->keep,
		&text, e) != 0)
		return -1;
	if (settings_parse(text, STR("case.yaml"), &j->zones, j->keep,
		&settings, &rules, &n, &j->diags) != 0)
		return err_set(e, ERR_INPUT, "case.yaml cannot be used");
	if (settings.n_engines == 0)
		return err_set(e, ERR_USAGE,
		    "case.yaml names no engine (traffic: "
		    "postgresql://user@host/database)");
	for (size_t i = 0; i < settings.n_engines; i++) {
		const struct engine_source *source = &settings.engines[i];
		struct wanted w = { .source = source,
			.day = source->to_day - 1 };
		struct engine_task task = { source, w.day, false };
		struct engine_trouble trouble = { 0 };

		buf_addf(out, "%s%.*s\ndays: %lld, from %.10s to %.10s\n",
		    i == 0 ? "" : "\n", STR_ARG(source->name),
		    (long long)(source->to_day - source->from_day),
		    iso_utc(j->keep, source->from_day * MS_DAY).p,
		    iso_utc(j->keep, w.day * MS_DAY).p);
		if (engine_explain(&task, plan, out, &trouble) != 0)
			return blame(&en, &w, &trouble, e);
	}
	return 0;
}
