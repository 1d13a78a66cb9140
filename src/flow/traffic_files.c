#include "flow/traffic_files.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/map.h"
#include "flow/keep_batch.h"
#include "import/ingest.h"
#include "import/reader.h"
#include "store/sources.h"

#define MAX_THREADS 8
/* Small files share a transaction up to this much. */
#define BATCH_BYTES (INT64_C(64) << 20)

/* ---- what is known ---- */

/* A version that has the days by minute that are wanted now. */
static int
find_version(struct traffic_files *t, struct traffic_file *f, struct err *e)
{
	struct version_row *rows;
	size_t n;

	if (store_versions_of(
		t->store, f->name, f->digest, t->j->keep, &rows, &n, e) != 0)
		return -1;
	for (size_t i = 0; i < n && f->id == 0; i++)
		if (str_eq(minute_days_rules(rows[i].read_as), f->rules) &&
		    minute_days_enough(rows[i].read_as, &t->days,
			rows[i].first_at, rows[i].last_at))
			f->id = rows[i].id;
	return 0;
}

/* The longest part that goes on at `at` and was read as it would be now. */
static const struct known_part *
next_part(const struct traffic_files *t, const struct traffic_file *f,
    const struct known_part *v, size_t n, int64_t at, int64_t limit)
{
	const struct known_part *best = NULL;

	for (size_t i = 0; i < n; i++) {
		const struct part *p = &v[i].row.part;

		if (p->from_byte == at && p->to_byte > at &&
		    p->to_byte <= limit &&
		    (best == NULL || p->to_byte > best->row.part.to_byte) &&
		    str_eq(minute_days_rules(v[i].rules), f->rules) &&
		    minute_days_enough(
			p->read_as, &t->days, p->first_at, p->last_at))
			best = &v[i];
	}
	return best;
}

/*
 * How far the log was counted before, by the rules of now. What the parts
 * claim is checked against its bytes when it is read.
 */
static int
find_chain(struct traffic_files *t, struct traffic_file *f, struct err *e)
{
	struct arena *keep = t->j->keep;
	VEC(const struct known_part *) chain = { 0 };
	const struct known_part *next;
	struct known_part *parts;
	struct reader *r = NULL;
	char fingerprint[DIGEST_HEX];
	int64_t limit;
	struct str head;
	size_t n;

	if (reader_open(f->path, &r, e) != 0)
		return -1;
	if (reader_peek(r, &head, e) != 0)
		head = STR_NONE; /* it complains when it is read */
	digest_bytes(str_sub(head, 0, PART_BLOCK), fingerprint);
	limit = reader_packed(r) ? READER_MAX_BYTES : reader_all_bytes(r);
	reader_close(r);
	if (head.n == 0)
		return 0;
	if (store_known_parts(t->store, fingerprint, keep, &parts, &n, e) != 0)
		return -1;
	while (
	    (next = next_part(t, f, parts, n, f->from_byte, limit)) != NULL) {
		*vec_push(keep, &chain) = next;
		f->from_byte = next->row.part.to_byte;
	}
	f->chain = chain.v;
	f->n_chain = chain.n;
	return 0;
}

static void
find_copies(struct traffic_files *t)
{
	struct map seen = { .keep = t->j->keep };

	for (size_t i = 0; i < t->n; i++) {
		struct traffic_file *f = &t->v[i];
		struct str key = str_format(t->j->keep, "%s %lld %.*s",
		    f->digest, (long long)f->bytes, STR_ARG(f->rules));
		int64_t at = map_get(&seen, key);

		f->copy = at >= 0 ? (size_t)at : i;
		if (at < 0)
			map_put(&seen, key, (int64_t)i);
	}
}

int
traffic_files_known(struct traffic_files *t, struct err *e)
{
	find_copies(t);
	for (size_t i = 0; i < t->n; i++) {
		struct traffic_file *f = &t->v[i];

		f->id = f->from_byte = 0;
		f->n_chain = 0;
		f->again = false;
		if (f->copy != i)
			continue;
		if (find_version(t, f, e) != 0 ||
		    (f->id == 0 && find_chain(t, f, e) != 0))
			return -1;
	}
	return 0;
}

bool
traffic_files_wanted(const struct traffic_files *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->v[i].id == 0 && t->v[i].copy == i)
			return true;
	return false;
}

/* ---- into the database ---- */

static int
keep_part(struct traffic_files *t, const struct batch_part *bp, int64_t source,
    struct err *e)
{
	struct site_visitors visitors;
	struct site_day day;
	struct part_row *rows;
	int64_t id = 0;
	size_t n;

	if (store_find_parts(
		t->store, bp->part.fingerprint, t->j->keep, &rows, &n, e) != 0)
		return -1;
	for (size_t i = 0; i < n && id == 0; i++)
		if (rows[i].part.from_byte == bp->part.from_byte &&
		    rows[i].part.to_byte == bp->part.to_byte &&
		    str_eq(rows[i].part.layer, bp->part.layer) &&
		    str_eq(rows[i].part.read_as, bp->part.read_as) &&
		    strcmp(rows[i].part.tail, bp->part.tail) == 0)
			id = rows[i].id;
	if (id != 0)
		return store_link_part(t->store, source, id, e);
	if (store_add_part(t->store, &bp->part, &id, e) != 0)
		return -1;
	rollup_rewind(bp->rollup);
	while (rollup_next(bp->rollup, &day))
		if (store_add_site_day(t->store, id, &day, e) != 0)
			return -1;
	while (rollup_next_visitors(bp->rollup, &visitors))
		if (store_add_visitors(t->store, id, visitors.site,
			visitors.day, visitors.sketch, e) != 0)
			return -1;
	return store_link_part(t->store, source, id, e);
}

/* What was known of the log, as if it had been read now. */
static void
add_chain(const struct traffic_file *f, struct batch *b)
{
	int64_t lines = 0;

	for (size_t i = 0; i < f->n_chain; i++) {
		const struct part *p = &f->chain[i]->row.part;

		lines += p->lines;
		source_add_part(&b->source, p);
	}
	for (size_t i = 0; i < b->rejects.n; i++)
		b->rejects.v[i].line += lines;
}

static bool
continues(const struct traffic_file *f, const struct batch *b)
{
	const struct part *last;

	if (f->n_chain == 0)
		return false;
	if (b->parts.n == 0)
		return true;
	last = &f->chain[f->n_chain - 1]->row.part;
	return b->parts.n == 1 &&
	       b->parts.v[0].part.from_byte == f->from_byte &&
	       strcmp(b->parts.v[0].part.fingerprint, last->fingerprint) == 0;
}

/* Read by other rules than what it continues, which only the reading tells. */
static bool
mixed(const struct traffic_file *f, const struct batch *b)
{
	const struct part *last = &f->chain[f->n_chain - 1]->row.part;

	return b->parts.n != 0 &&
	       (!str_eq(minute_days_rules(last->read_as),
		    minute_days_rules(b->parts.v[0].part.read_as)) ||
		   !str_eq(last->layer, b->parts.v[0].part.layer));
}

/* Days by minute of what was counted here; those of rollup files are told. */
static void
name_days(struct traffic_files *t, struct batch *b)
{
	for (size_t i = 0; i < b->parts.n; i++) {
		struct part *p = &b->parts.v[i].part;

		if (minute_days_worth(p->read_as) == 0 && !b->rolled_up)
			p->read_as = minute_days_add(t->j->keep, p->read_as,
			    &t->days, p->first_at, p->last_at);
	}
}

static int
keep_version(struct traffic_files *t, struct traffic_file *f, struct batch *b,
    struct err *e)
{
	struct str read_as = minute_days_add(t->j->keep, f->rules, &t->days,
	    b->source.first_at, b->source.last_at);

	b->source.file = f->name;
	b->source.kind = str_of(source_kind_name(SOURCE_TRAFFIC));
	b->source.sha256 = str_of(f->digest);
	b->source.bytes = f->bytes;
	if (store_find_source(
		t->store, f->name, f->digest, read_as, &f->id, e) != 0)
		return -1;
	if (f->id != 0)
		return 0;
	if (store_add_source(t->store, &b->source, read_as, &f->id, e) != 0 ||
	    keep_batch(t->store, b, f->id, e) != 0)
		return -1;
	for (size_t i = 0; i < f->n_chain; i++)
		if (store_link_part(t->store, f->id, f->chain[i]->row.id, e) !=
		    0)
			return -1;
	for (size_t i = 0; i < b->parts.n; i++)
		if (b->parts.v[i].part.to_byte > b->parts.v[i].part.from_byte &&
		    keep_part(t, &b->parts.v[i], f->id, e) != 0)
			return -1;
	return 0;
}

/* ---- what was read ---- */

static void
pass_on(struct diags *to, const struct diags *from)
{
	for (size_t i = 0; i < from->list.n; i++) {
		const struct diag *d = &from->list.v[i];
		struct place at = { str_dup(to->keep, d->at.file), d->at.line,
			d->at.col };

		diag_quote(to, d->level, at, str_dup(to->keep, d->excerpt),
		    d->hint.n != 0 ? str_cstr(to->keep, d->hint) : NULL, "%.*s",
		    STR_ARG(d->message));
	}
}

static int
finish_batch(struct traffic_files *t, struct err *e)
{
	if (!t->open)
		return 0;
	journey_moment(t->j, "before traffic is stored");
	if (store_commit(t->store, e) != 0)
		return -1;
	t->open = false;
	t->open_bytes = 0;
	journey_moment(t->j, "after traffic is stored");
	return 0;
}

static int
begin_batch(struct traffic_files *t, struct err *e)
{
	if (!t->open && store_begin(t->store, e) != 0)
		return -1;
	t->open = true;
	return 0;
}

/* A log that still grows would be kept under the digest of its beginning. */
static int
check_steady(
    const struct traffic_files *t, const struct traffic_file *f, struct err *e)
{
	struct stat st;

	if (!t->steady ||
	    (stat(f->path, &st) == 0 && st.st_size == f->bytes &&
		(int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec ==
		    f->stamp))
		return 0;
	return err_set(e, ERR_ENV,
	    "\"%.*s\" changed while it was being read; import a copy",
	    STR_ARG(f->name));
}

static int
take(void *arg, struct ingest_result *result, struct err *e)
{
	struct traffic_files *t = arg;
	struct traffic_file *f = &t->v[t->order[result->i]];
	struct batch *b = result->batch;

	if (result->rc != 0 &&
	    (result->err.kind == ERR_ENV || result->err.kind == ERR_USAGE)) {
		*e = result->err;
		return -1;
	}
	if (result->rc == 0 && f->n_chain != 0 && continues(f, b) &&
	    mixed(f, b)) {
		f->again = true;
		return 0;
	}
	pass_on(&t->j->diags, result->diags);
	if (result->rc != 0)
		return 0;
	if (check_steady(t, f, e) != 0)
		return -1;
	if (continues(f, b))
		add_chain(f, b);
	else
		f->n_chain = 0;
	name_days(t, b);
	f->read = true;
	t->stored_bytes += f->bytes;
	t->open_bytes += f->bytes;
	if (begin_batch(t, e) != 0 || keep_version(t, f, b, e) != 0)
		return -1;
	return t->open_bytes < BATCH_BYTES ? 0 : finish_batch(t, e);
}

static int
threads_of(const struct traffic_files *t)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	if (t->threads > 0)
		return t->threads;
	return n < 1 ? 1 : n > MAX_THREADS ? MAX_THREADS : (int)n;
}

/* The files that are wanted; in a second round those that continued nothing.
 */
static int
read_round(struct traffic_files *t, bool again, struct err *e)
{
	struct arena *keep = t->j->keep;
	struct ingest_file *files = arena_array(keep, t->n + 1, sizeof *files);
	size_t *order = arena_array(keep, t->n + 1, sizeof *order), n = 0;

	for (size_t i = 0; i < t->n; i++) {
		struct traffic_file *f = &t->v[i];

		if (f->id != 0 || f->copy != i || f->again != again)
			continue;
		if (again)
			f->from_byte = 0, f->n_chain = 0;
		order[n] = i;
		files[n++] = (struct ingest_file){ .path = f->path,
			.name = f->name,
			.from_byte = f->from_byte,
			.tail = f->n_chain != 0
				    ? f->chain[f->n_chain - 1]->row.part.tail
				    : NULL };
	}
	t->order = order;
	if (n == 0)
		return 0;
	if (ingest_files(&t->ctx, files, n, threads_of(t), take, t, e) != 0)
		return -1;
	return t->leave_open ? 0 : finish_batch(t, e);
}

int
traffic_files_read(struct traffic_files *t, struct err *e)
{
	t->ctx.minute_days = t->days.v;
	t->ctx.n_minute_days = t->days.n;
	if (read_round(t, false, e) == 0 && read_round(t, true, e) == 0)
		return 0;
	if (t->open)
		store_rollback(t->store);
	t->open = false;
	return -1;
}
