#include "flow/run_counters.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/map.h"
#include "flow/case_robots.h"
#include "flow/counting.h"
#include "flow/digest.h"
#include "flow/reading.h"
#include "flow/traffic_files.h"
#include "import/rollup_text.h"
#include "store/sources.h"

#define MAX_REJECTS 1000
#define MAX_DEPTH   40
#define MAX_MINUTES 400
#define RULES_BYTES ((size_t)65536)
/* Larger logs are known by blocks. */
#define WHOLE_UP_TO (INT64_C(1) << 20)
/* Text is passed on in pieces of about this much. */
#define PIECE_BYTES ((size_t)1 << 20)

struct counters {
	struct journey *j;
	struct store *store;
	const struct counters_wish *wish;
	struct settings settings;
	struct traffic_files t;
	struct import_note *notes;
	char what[40];
	struct source_row *before;
	size_t n_before;
	struct map by_name; /* of those before */
	bool changed;
};

static void
on_progress(void *arg, int64_t done, int64_t all)
{
	const struct counters *c = arg;

	c->j->progress("logs", done, all);
}

/* One rule for all, however deep a name is. */
static void
set_rules(struct counters *c)
{
	struct arena *keep = c->j->keep;
	struct file_rule *rules = arena_array(keep, MAX_DEPTH, sizeof *rules);
	char pattern[2 * MAX_DEPTH] = "";

	for (size_t i = 0; i < MAX_DEPTH; i++) {
		memcpy(pattern + (i == 0 ? 0 : 2 * i - 1), i == 0 ? "*" : "/*",
		    i == 0 ? 2 : 3);
		rules[i] = c->wish->rule;
		rules[i].pattern = str_dup(keep, str_of(pattern));
	}
	c->t.ctx.rules = rules;
	c->t.ctx.n_rules = MAX_DEPTH;
}

static struct str
rules_text(struct counters *c)
{
	const struct file_rule *rule = &c->wish->rule;
	struct buf b;
	struct str s;

	buf_init(&b, RULES_BYTES);
	buf_addf(&b, "counters 2; zone %.*s; site %.*s; format %.*s; ",
	    STR_ARG(rule->zone->name), STR_ARG(rule->site),
	    STR_ARG(rule->format));
	buf_addf(&b, "log_format %.*s; layer %.*s", STR_ARG(rule->log_format),
	    STR_ARG(rule->layer));
	reading_counters(&c->t.ctx, &b);
	s = str_dup(c->j->keep, buf_str(&b));
	buf_release(&b);
	return s;
}

static void
set_days(struct counters *c)
{
	const struct counters_wish *w = c->wish;
	int64_t *v, from, n;

	if (w->minutes_from == NO_INSTANT || w->minutes_to <= w->minutes_from)
		return;
	from = w->minutes_from / MS_DAY;
	n = (w->minutes_to - 1) / MS_DAY - from + 1;
	if (n > MAX_MINUTES)
		n = MAX_MINUTES;
	v = arena_array(c->j->keep, (size_t)n, sizeof *v);
	for (int64_t i = 0; i < n; i++)
		v[i] = from + i;
	c->t.days = (struct minute_days){ v, (size_t)n };
}

static int
look_at(struct counters *c, struct traffic_file *f, char *path, struct err *e)
{
	struct arena *keep = c->j->keep;
	char *digest = arena_array(keep, DIGEST_HEX, 1);
	struct str source = c->wish->source;

	if (digest_or_blocks(path, WHOLE_UP_TO, digest, &f->bytes, e) != 0)
		return -1;
	f->path = path;
	f->digest = digest;
	f->name = source.n == 0
		      ? str_of(path)
		      : str_format(keep, "%.*s:%s", STR_ARG(source), path);
	return 0;
}

static int
begin(struct counters *c, struct err *e)
{
	const struct counters_wish *w = c->wish;
	struct traffic_files *t = &c->t;
	struct map seen = { .keep = c->j->keep };
	struct str rules;

	c->settings = (struct settings){ .zone_name = w->rule.zone->name,
		.zone = w->rule.zone,
		.traffic_unit = STR("hits"),
		.as_of = INT64_MAX };
	*t = (struct traffic_files){ .j = c->j,
		.store = c->store,
		.threads = c->j->threads,
		.leave_open = true };
	t->ctx = (struct import_context){ .settings = &c->settings,
		.zones = &c->j->zones,
		.max_rejects = MAX_REJECTS,
		.digested = true,
		.no_case = true,
		.visits = w->visits,
		.visitors = w->visitors,
		.progress = c->j->progress != NULL ? on_progress : NULL,
		.progress_arg = c };
	if (w->robots != NULL && robots_read(c->j, w->robots, str_of(w->robots),
				     &t->ctx.robots, e) != 0)
		return -1;
	set_rules(c);
	set_days(c);
	rules = rules_text(c);
	t->v = arena_array(c->j->keep, w->n + 1, sizeof *t->v);
	for (size_t i = 0; i < w->n; i++) {
		struct traffic_file *f = &t->v[t->n];

		if (look_at(c, f, w->logs[i], e) != 0)
			return -1;
		f->rules = rules;
		if (map_get(&seen, f->name) < 0)
			t->n++;
		map_put(&seen, f->name, 1);
	}
	return traffic_files_known(t, e);
}

/* ---- what counts ---- */

static int
mark(struct counters *c, struct str name, enum source_state state, int64_t id,
    struct err *e)
{
	int64_t at = map_get(&c->by_name, name);
	const struct source_row *before = at < 0 ? NULL : &c->before[at];

	if (before != NULL && before->state == state && before->id == id)
		return 0;
	c->changed = true;
	if (before != NULL && before->state == SOURCE_CURRENT &&
	    before->id != id &&
	    store_mark_source(
		c->store, name, SOURCE_SUPERSEDED, before->id, id, e) != 0)
		return -1;
	return store_mark_source(c->store, name, state, id, 0, e);
}

/* Of every source: does it count, or does another one bring all it has? */
static int
mark_all(struct counters *c, const struct counting_source *v, size_t n,
    struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		const struct counting_source *twin =
		    v[i].twin >= 0 ? &v[v[i].twin] : NULL;

		if (mark(c, v[i].name,
			twin != NULL ? SOURCE_SAME : SOURCE_CURRENT,
			twin != NULL ? twin->id : v[i].id, e) != 0)
			return -1;
	}
	return 0;
}

static bool
counted_before(const struct counters *c, struct str name)
{
	int64_t at = map_get(&c->by_name, name);

	return at >= 0 && c->before[at].state == SOURCE_CURRENT;
}

static int
count(struct counters *c, struct counting_source **ret_v, int64_t *at,
    struct err *e)
{
	struct traffic_files *t = &c->t;
	struct map now = { .keep = c->j->keep };
	struct counting_source *v;
	size_t n = 0;

	c->by_name.keep = c->j->keep;
	if (store_load_sources(
		c->store, c->j->keep, &c->before, &c->n_before, e) != 0)
		return -1;
	v = arena_array(c->j->keep, t->n + c->n_before + 1, sizeof *v);
	for (size_t i = 0; i < c->n_before; i++)
		map_put(&c->by_name, c->before[i].source.file, (int64_t)i);
	for (size_t i = 0; i < t->n; i++)
		map_put(&now, t->v[i].name, 1);
	for (size_t i = 0; i < t->n; i++)
		if (t->v[i].id != 0) {
			at[i] = (int64_t)n;
			v[n++] = (struct counting_source){ .name = t->v[i].name,
				.id = t->v[i].id,
				.path = t->v[i].path,
				.counted = counted_before(c, t->v[i].name) };
		}
	for (size_t i = 0; i < c->n_before; i++)
		if (c->before[i].state == SOURCE_CURRENT &&
		    map_get(&now, c->before[i].source.file) < 0)
			v[n++] = (struct counting_source){
				.name = c->before[i].source.file,
				.id = c->before[i].id,
				.counted = true
			};
	*ret_v = v;
	if (counting_choose(c->j, c->store, v, n, STR_NONE, e) != 0)
		return -1;
	return mark_all(c, v, n, e);
}

static int
tell(struct counters *c, const struct counting_source *v, const int64_t *at,
    struct err *e)
{
	struct traffic_files *t = &c->t;

	c->notes = arena_array(c->j->keep, t->n + 1, sizeof *c->notes);
	for (size_t i = 0; i < t->n; i++) {
		const struct traffic_file *f = &t->v[i];
		struct import_note *note = &c->notes[i];
		int64_t k = at[f->copy], twin = k < 0 ? -1 : v[k].twin;

		*note = (struct import_note){ .file = f->name,
			.kind = source_kind_name(SOURCE_TRAFFIC),
			.fate = f->read ? IMPORT_READ : IMPORT_KNOWN };
		if (twin < 0 && f->copy != i)
			twin = k;
		if (twin < 0)
			continue;
		note->fate = IMPORT_SAME;
		note->twin = v[twin].name;
		if (f->copy != i &&
		    mark(c, f->name, SOURCE_SAME, v[twin].id, e) != 0)
			return -1;
	}
	return 0;
}

static int
fill_result(struct counters *c, struct import_result *ret, struct err *e)
{
	struct map rows = { .keep = c->j->keep };

	*ret = (struct import_result){
		.notes = c->notes, .n_notes = c->t.n, .changed = c->changed
	};
	if (store_load_sources(
		c->store, c->j->keep, &c->before, &c->n_before, e) != 0)
		return -1;
	for (size_t i = 0; i < c->n_before; i++) {
		map_put(&rows, c->before[i].source.file, (int64_t)i);
		ret->rows += c->before[i].source.rows;
		ret->rejected += c->before[i].source.rejected;
	}
	for (size_t i = 0; i < ret->n_notes; i++) {
		struct import_note *n = &ret->notes[i];
		int64_t at = map_get(&rows, n->file);

		if (at >= 0) {
			n->rows = c->before[at].source.rows;
			n->rejected = c->before[at].source.rejected;
		}
		ret->n_read += n->fate == IMPORT_READ;
		ret->n_known += n->fate == IMPORT_KNOWN;
		ret->n_same += n->fate == IMPORT_SAME;
	}
	return 0;
}

static int
count_logs(struct counters *c, struct import_result *ret, struct err *e)
{
	struct counting_source *v;
	int64_t *at;

	if (begin(c, e) != 0)
		return -1;
	at = arena_array(c->j->keep, c->t.n + 1, sizeof *at);
	for (size_t i = 0; i < c->t.n; i++)
		at[i] = -1;
	if (traffic_files_read(&c->t, e) != 0)
		return -1;
	if (!c->t.open && store_begin(c->store, e) != 0)
		return -1;
	if (c->j->diags.errors == 0 && count(c, &v, at, e) != 0)
		return -1;
	if (c->j->diags.errors != 0)
		return err_set(e, ERR_INPUT, "nothing was changed");
	if (tell(c, v, at, e) != 0 || fill_result(c, ret, e) != 0)
		return -1;
	return store_commit(c->store, e);
}

/* A database that holds nothing is not left behind. */
static void
forget_database(struct counters *c, const char *path)
{
	static const char *const suffixes[] = { "", "-wal", "-shm" };

	store_close(c->j->store);
	c->j->store = NULL;
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++)
		unlink(str_cstr(c->j->keep,
		    str_format(c->j->keep, "%s%s", path, suffixes[i])));
}

int
run_counters(struct journey *j, const char *path,
    const struct counters_wish *wish, struct import_result *ret_result,
    struct err *e)
{
	struct counters c = { .j = j, .wish = wish };
	bool fresh = !file_exists(path);

	if (store_open(path, STORE_CREATE, &j->store, e) != 0)
		return -1;
	c.store = j->store;
	if (count_logs(&c, ret_result, e) == 0)
		return 0;
	store_rollback(c.store);
	if (fresh && c.t.stored_bytes == 0)
		forget_database(&c, path);
	return -1;
}

/* ---- as a file ---- */

struct writing {
	struct journey *j;
	struct rollup_text text;
	struct buf out;
	int (*write)(void *arg, struct str text, struct err *e);
	void *arg;
};

static int
flush(struct writing *w, size_t above, struct err *e)
{
	int rc = 0;

	if (w->out.n > above) {
		rc = w->write(w->arg, buf_str(&w->out), e);
		buf_clear(&w->out);
	}
	return rc;
}

static int
write_day(void *arg, const struct site_day *day, struct err *e)
{
	struct writing *w = arg;

	if (day->step_ms == MS_DAY)
		return err_set(e, ERR_INPUT,
		    "\"%.*s\": totals of whole days are no log; import them "
		    "as they are",
		    STR_ARG(day->site));
	rollup_text_day(&w->text, day);
	return flush(w, PIECE_BYTES, e);
}

static int
write_visitors(
    void *arg, struct str site, int64_t day, struct str sketch, struct err *e)
{
	struct writing *w = arg;

	rollup_text_visitors(
	    &w->text, &(struct site_visitors){ site, day, sketch });
	return flush(w, PIECE_BYTES, e);
}

static int
by_part(const void *pa, const void *pb)
{
	const struct part *a = &((const struct part_row *)pa)->part;
	const struct part *b = &((const struct part_row *)pb)->part;
	int order = strcmp(a->fingerprint, b->fingerprint);

	if (order == 0)
		order = (a->from_byte > b->from_byte) -
			(a->from_byte < b->from_byte);
	if (order == 0)
		order = (a->to_byte > b->to_byte) - (a->to_byte < b->to_byte);
	if (order == 0)
		order = str_cmp(a->layer, b->layer);
	return order != 0 ? order : str_cmp(a->read_as, b->read_as);
}

static int
write_parts(struct writing *w, struct store *s, struct err *e)
{
	struct part_row *rows;
	size_t n;

	if (store_load_parts(s, w->j->keep, &rows, &n, e) != 0)
		return -1;
	if (n != 0)
		qsort(rows, n, sizeof *rows, by_part);
	rollup_text_begin(&w->text);
	for (size_t i = 0; i < n; i++) {
		rollup_text_part(&w->text, &rows[i].part);
		if (store_each_of_part(s, rows[i].id, write_day, w, e) != 0 ||
		    store_each_visitors(s, rows[i].id, write_visitors, w, e) !=
			0)
			return -1;
		rollup_text_sum(&w->text);
	}
	rollup_text_end(&w->text);
	return flush(w, 0, e);
}

int
run_rollup(struct journey *j, const struct counters_wish *wish,
    int (*write)(void *arg, struct str text, struct err *e), void *arg,
    struct import_result *ret_result, struct err *e)
{
	struct counters c = { .j = j, .wish = wish };
	struct writing w = { .j = j, .write = write, .arg = arg };
	int rc;

	if (store_open(NULL, STORE_MEMORY, &j->store, e) != 0)
		return -1;
	c.store = j->store;
	if (count_logs(&c, ret_result, e) != 0) {
		store_rollback(c.store);
		return -1;
	}
	w.text.out = &w.out;
	buf_init(&w.out, (size_t)64 << 20);
	rc = write_parts(&w, c.store, e);
	buf_release(&w.out);
	return rc;
}
