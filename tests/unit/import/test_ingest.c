/*
 * Logs on several threads and in pieces: the same result, whatever the number
 * of threads and wherever a file is cut.
 */
#include "unit/support.h"

#include <stdatomic.h>
#include <unistd.h>

#include "import/crew.h"
#include "unit/import/both_ways.h"

#define MAX_FILES 8

/* What ingest_files() has handed over, as one text. */
struct heard {
	struct buf text;
	size_t n;
	bool stop;
};

static void
hear_part(struct heard *h, const struct batch_part *p)
{
	struct site_day day;

	buf_addf(&h->text, "part %s %s %lld-%lld, %lld lines, %lld rejected\n",
	    p->part.fingerprint, p->part.tail, (long long)p->part.from_byte,
	    (long long)p->part.to_byte, (long long)p->part.lines,
	    (long long)p->part.rejected);
	while (rollup_next(p->rollup, &day))
		for (size_t i = 0; i < day.n; i++)
			buf_addf(&h->text, "%.*s %lld: %lld %lld %lld %lld\n",
			    STR_ARG(day.site), (long long)day.cells[i].at,
			    (long long)day.cells[i].hits,
			    (long long)day.cells[i].views,
			    (long long)day.cells[i].errors,
			    (long long)day.cells[i].bytes);
}

static int
take(void *arg, struct ingest_result *r, struct err *e)
{
	struct heard *h = arg;

	/* in the order of the files */
	assert_int_equal(r->i, h->n);
	h->n++;
	buf_addf(&h->text, "file %zu: %d, %zu complaints\n", r->i, r->rc,
	    r->diags->list.n);
	if (r->rc == 0) {
		buf_addf(&h->text, "%lld rows, %lld rejected\n",
		    (long long)r->batch->source.rows,
		    (long long)r->batch->source.rejected);
		for (size_t i = 0; i < r->batch->rejects.n; i++)
			buf_addf(&h->text, "reject at line %lld\n",
			    (long long)r->batch->rejects.v[i].line);
		for (size_t i = 0; i < r->batch->parts.n; i++)
			hear_part(h, &r->batch->parts.v[i]);
	}
	return h->stop ? err_set(e, ERR_ENV, "enough") : 0;
}

struct folder {
	struct arena keep;
	struct zones zones;
	struct settings settings;
	struct file_rule rule;
	struct import_context ctx;
	struct ingest_file files[MAX_FILES];
	char path[MAX_FILES][40];
	size_t n;
};

static struct folder *
folder_new(void)
{
	struct folder *f = calloc(1, sizeof *f);
	struct err e;

	f->zones.keep = &f->keep;
	f->rule.pattern = STR("*");
	f->rule.site = STR("www.example.org");
	f->ctx.settings = &f->settings;
	f->ctx.rules = &f->rule;
	f->ctx.n_rules = 1;
	f->ctx.zones = &f->zones;
	assert_int_equal(
	    zone_open(&f->zones, STR("UTC"), &f->settings.zone, &e), 0);
	return f;
}

static void
folder_add(struct folder *f, struct str text)
{
	char *path = f->path[f->n];
	int fd;

	snprintf(path, sizeof f->path[0], "/tmp/makegood-ingest-XXXXXX");
	fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text.p, text.n), text.n);
	close(fd);
	f->files[f->n] =
	    (struct ingest_file){ .path = path, .name = STR("log") };
	f->n++;
}

static void
folder_free(struct folder *f)
{
	for (size_t i = 0; i < f->n; i++)
		unlink(f->path[i]);
	arena_release(&f->keep);
	free(f);
}

static struct str
heard_with(struct folder *f, int threads)
{
	struct heard h = { .n = 0 };
	struct err e;
	struct str text;

	buf_init(&h.text, 1 << 24);
	assert_int_equal(
	    ingest_files(&f->ctx, f->files, f->n, threads, take, &h, &e), 0);
	assert_int_equal(h.n, f->n);
	text = str_dup(&f->keep, buf_str(&h.text));
	buf_release(&h.text);
	return text;
}

/* `n` lines, a minute apart, every tenth malformed. */
static void
add_lines(struct buf *b, int n, int day)
{
	for (int i = 0; i < n; i++)
		buf_addf(b,
		    "192.0.2.7 - - [%02d/Apr/2013:%02d:%02d:00 +0000] \"GET "
		    "/ HTTP/1.1\" %s 10 \"-\" \"Mozilla/5.0 (X11)\"\n",
		    day, i / 60 % 24, i % 60, i % 10 == 9 ? "2x0" : "200");
}

/* Seven files, one of no known format, on one to five threads. */
static void
threads_make_no_difference(void **state)
{
	struct folder *f = folder_new();
	struct str first;
	struct buf b;

	(void)state;
	buf_init(&b, 1 << 22);
	for (int i = 0; i < 7; i++) {
		buf_clear(&b);
		if (i == 3)
			buf_adds(&b, "no log at all\n");
		else
			add_lines(&b, 100 + 700 * i, i + 1);
		folder_add(f, buf_str(&b));
	}
	first = heard_with(f, 1);
	/* by hand: the first file has 100 lines, 60 of them at midnight, of
	 * each ten one is malformed */
	assert_non_null(memmem(first.p, first.n, "90 rows, 10 rejected\n", 21));
	assert_non_null(memmem(first.p, first.n, "reject at line 20\n", 18));
	assert_non_null(memmem(first.p, first.n,
	    "www.example.org 1364774400000: 54 54 0 540\n", 43));
	assert_non_null(memmem(first.p, first.n, "file 3: -1, 1 comp", 18));
	for (int threads = 2; threads <= 5; threads++)
		assert_true(str_eq(heard_with(f, threads), first));
	buf_release(&b);
	folder_free(f);
}

/* Whoever takes results may stop; nothing leaks and nothing follows. */
static void
enough(void **state)
{
	struct folder *f = folder_new();
	struct err e;
	struct buf b;

	(void)state;
	buf_init(&b, 1 << 22);
	add_lines(&b, 500, 1);
	for (int i = 0; i < 6; i++)
		folder_add(f, buf_str(&b));
	for (int threads = 1; threads <= 3; threads++) {
		struct heard h = { .stop = true };

		buf_init(&h.text, 1 << 24);
		assert_int_equal(ingest_files(&f->ctx, f->files, f->n, threads,
				     take, &h, &e),
		    -1);
		assert_string_equal(e.text, "enough");
		assert_int_equal(h.n, 1);
		buf_release(&h.text);
	}
	buf_release(&b);
	folder_free(f);
}

/* A log that grew is read on where it ended; another log is read whole. */
static void
grown(void **state)
{
	struct folder *f = folder_new();
	struct part part;
	struct str whole, heard;
	struct buf b;
	struct err e;

	(void)state;
	buf_init(&b, 1 << 22);
	add_lines(&b, 100, 1);
	folder_add(f, buf_str(&b));
	assert_int_equal(
	    reader_part_of(f->path[0], (int64_t)b.n, &part, &e), 0);
	add_lines(&b, 60, 2);
	folder_add(f, buf_str(&b));
	unlink(f->path[0]);
	memmove(f->path[0], f->path[1], sizeof f->path[0]);
	f->n = 1;
	whole = heard_with(f, 1);
	assert_non_null(memmem(whole.p, whole.n, "144 rows, 16 rej", 16));
	f->files[0].from_byte = part.to_byte;
	f->files[0].tail = part.tail;
	heard = heard_with(f, 1);
	/* the 60 lines of the second day; line numbers begin anew */
	assert_non_null(memmem(heard.p, heard.n,
	    "54 rows, 6 rejected\n"
	    "reject at line 10\n",
	    38));
	assert_non_null(memmem(heard.p, heard.n, ", 60 lines, 6 rej", 17));
	assert_null(memmem(heard.p, heard.n, " 1364774400000: ", 16));
	part.tail[0] = part.tail[0] == '0' ? '1' : '0';
	assert_true(str_eq(heard_with(f, 2), whole));
	/* nothing new is nothing to complain about */
	assert_int_equal(
	    reader_part_of(f->path[0], (int64_t)b.n, &part, &e), 0);
	f->files[0].from_byte = part.to_byte;
	heard = heard_with(f, 1);
	assert_non_null(memmem(heard.p, heard.n, "0, 0 complaints", 15));
	assert_non_null(memmem(heard.p, heard.n, ", 0 lines, 0 rej", 16));
	buf_release(&b);
	folder_free(f);
}

/* ---- ranges
 * ---------------------------------------------------------------------- */

static const char small[] =
    "\xef\xbb\xbf"
    "a.example:80 192.0.2.7 - - [11/Apr/2013:23:59:59 +0000] \"GET / "
    "HTTP/1.1\" 200 1 \"-\" \"x\"\n"
    "broken\n"
    "b.example:80 192.0.2.7 - - [12/Apr/2013:05:29:59 +0530] \"GET /a.png "
    "HTTP/1.1\" 200 2 \"-\" \"x\"\r\n"
    "\n"
    "a.example:80 192.0.2.7 - - [12/Apr/2013:00:00:00 +0000] \"GET / "
    "HTTP/1.1\" 500 4 \"-\" \"x\"\n"
    "a.example:80 192.0.2.7 - - [11/Apr/2013:23:00:00 +0000] \"GET / "
    "HTTP/1.1\" 301 8 \"-\" \"curl/8\"";

/* The pieces between the cuts put together as the file. */
static void
read_cut(struct way *w, const char *path, const int64_t *cuts, size_t n)
{
	const struct traffic_dialect dialect = { .line = way_vhost,
		.site = TRAFFIC_SITE_OF_LINE,
		.zone = "offset in each line",
		.fast = 1 + ACCESS_VHOST };
	const struct import_context ctx = { .max_rejects = 100 };
	struct job job = { .ctx = &ctx,
		.file = STR("text"),
		.keep = &w->keep,
		.scratch = &w->keep,
		.batch = &w->batch,
		.d = &w->diags };
	struct traffic_piece pieces[4] = { 0 };
	struct part part = { 0 };
	struct err e;

	diags_init(&w->diags, &w->keep);
	w->batch.source.first_at = w->batch.source.last_at = NO_INSTANT;
	for (size_t i = 0; i < n; i++) {
		struct access_clock clock = { 0 };

		assert_int_equal(reader_open_range(path, cuts[i], cuts[i + 1],
				     &pieces[i].reader, &e),
		    0);
		job.reader = pieces[i].reader;
		assert_int_equal(traffic_read_piece(&job, &dialect, &clock,
				     cuts[i] == 0, &pieces[i], &e),
		    0);
		reader_close(pieces[i].reader);
	}
	assert_true(traffic_join(&job, &dialect, pieces, n, &part));
	for (size_t i = 0; i < n; i++)
		traffic_piece_release(&pieces[i]);
	way_cells(w);
}

/*
 * By hand: a.example has three good lines, one in the last hour of 11 April
 * UTC at 23:59:59, one at 23:00:00 and one at midnight; b.example one, +05:30
 * ahead, in the last second of the 11th. Lines 2 and 4 are malformed.
 */
static void
cut_anywhere(void **state)
{
	struct folder *f = folder_new();
	const int64_t n = sizeof small - 1;
	struct way whole = { 0 };
	const struct site_day *d;
	struct site_day day;
	const char *why;

	(void)state;
	folder_add(f, (struct str){ small, (size_t)n });
	read_cut(&whole, f->path[0], (int64_t[]){ 0, n }, 1);
	assert_int_equal(whole.batch.source.rows, 4);
	assert_int_equal(whole.batch.rejects.n, 2);
	assert_int_equal(whole.batch.rejects.v[1].line, 4);
	d = &day;
	rollup_rewind(whole.batch.parts.v[0].rollup);
	assert_true(rollup_next(whole.batch.parts.v[0].rollup, &day));
	assert_int_equal(d->n, 1);
	assert_int_equal(d->cells[0].at, INT64_C(1365721200000));
	assert_int_equal(d->cells[0].hits, 2);
	assert_int_equal(d->cells[0].bytes, 9);
	assert_int_equal(d->cells[0].redirects, 1);
	assert_int_equal(d->cells[0].robots, 1);
	assert_true(rollup_next(whole.batch.parts.v[0].rollup, &day));
	assert_int_equal(d->cells[0].at, INT64_C(1365724800000));
	assert_int_equal(d->cells[0].errors, 1);
	assert_true(rollup_next(whole.batch.parts.v[0].rollup, &day));
	assert_int_equal(d->cells[0].at, INT64_C(1365721200000));
	assert_int_equal(d->cells[0].views, 0);
	assert_false(rollup_next(whole.batch.parts.v[0].rollup, &day));
	for (int64_t a = 0; a <= n; a++) {
		struct way cut = { 0 };
		int64_t b = a + (n - a) / 3;

		read_cut(&cut, f->path[0], (int64_t[]){ 0, a, b, n }, 3);
		why = way_differs(&whole, &cut);
		if (why != NULL)
			fail_msg("cut at %lld and %lld: %s", (long long)a,
			    (long long)b, why);
		way_release(&cut);
	}
	way_release(&whole);
	folder_free(f);
}

/* ---- help
 * ------------------------------------------------------------------------ */

static void
add_one(void *arg, size_t i)
{
	atomic_fetch_add((_Atomic int64_t *)arg, (int64_t)i + 1);
}

static void
share_it(void *arg, struct crew *crew, size_t i)
{
	_Atomic int64_t sum = 0;

	/* 1 + 2 + ... + 20 */
	crew_share(crew, 20, add_one, &sum);
	atomic_fetch_add((_Atomic int64_t *)arg, sum == 210 && i < 50);
}

static void
a_crew_helps(void **state)
{
	(void)state;
	for (size_t size = 1; size <= 3; size++) {
		_Atomic int64_t good = 0;
		struct crew *crew;
		struct err e;

		assert_int_equal(
		    crew_start(size, 50, share_it, (void *)&good, &crew, &e),
		    0);
		for (int i = 0; i < 50; i++) {
			while (!crew_next(crew))
				;
			crew_used(crew);
		}
		crew_end(crew);
		assert_int_equal(good, 50);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(threads_make_no_difference),
		cmocka_unit_test(enough),
		cmocka_unit_test(grown),
		cmocka_unit_test(cut_anywhere),
		cmocka_unit_test(a_crew_helps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
