/* Files as a whole: which format, which rule, what the Sources page will say.
 */
#include "unit/import/help.h"

#include <zlib.h>

#include "base/zone.h"
#include "import/formats.h"

#define COMBINED                                                               \
	"192.0.2.7 - - [11/Apr/2013:18:30:05 +0200] \"GET / HTTP/1.1\" 200 "   \
	"5120 \"-\" \"Mozilla/5.0 (X11)\"\n"

static size_t
rows_of(const struct batch *b)
{
	return b->customers.n + b->services.n + b->dependencies.n +
	       b->outages.n + b->windows.n + b->incidents.n + b->notices.n +
	       b->actions.n + b->calls.n + b->past.n + b->claims.n +
	       b->amounts.n + b->holidays.n + b->backups.n + b->restorations.n +
	       b->regulatory.n + b->submissions.n + b->call_tests.n +
	       b->parts.n;
}

/* Every format reads its own specimen, unasked, without a word. */
static void
specimens(void **state)
{
	(void)state;
	for (size_t i = 0; format_infos[i] != NULL; i++) {
		const struct format_info *f = format_infos[i];
		struct trial *t = trial_new();
		const struct format_info *found;
		struct job job = { .ctx = &t->ctx,
			.file = STR("file"),
			.keep = &t->keep,
			.scratch = &t->keep,
			.batch = &t->batch,
			.d = &t->diags };

		/* a database is no text; it has tests of its own */
		if (f->specimen == NULL) {
			trial_free(t);
			continue;
		}
		t->rule.site = STR("www.example.org");
		/* some exports are in local time and do not say of where */
		t->rule.zone = t->settings.zone;
		trial_text(t, f->kind, f->specimen);
		assert_quiet(t);
		/* tables of names help other files only */
		assert_true(rows_of(&t->batch) > 0 ||
			    strcmp(f->name, "icingadb-names") == 0);
		assert_int_equal(t->batch.source.rejected, 0);
		assert_int_equal(t->batch.kind, f->kind);
		assert_str(t->batch.source.kind, source_kind_name(f->kind));
		/* and it is told from all others of its kind */
		job.reader = reader_memory(str_of(f->specimen));
		assert_int_equal(format_of_file(&job, &found, &t->e), 0);
		assert_ptr_equal(found, f);
		reader_close(job.reader);
		assert_ptr_equal(format_named(str_of(f->name)), f);
		trial_free(t);
	}
}

static void
every_kind_has_a_format(void **state)
{
	(void)state;
	for (int kind = 0; kind < SOURCE_KINDS; kind++) {
		int n = 0;

		for (size_t i = 0; format_infos[i] != NULL; i++)
			n += format_infos[i]->kind == (enum source_kind)kind;
		assert_true(n >= 1);
		assert_string_not_equal(
		    source_kind_name((enum source_kind)kind), "unknown");
	}
}

/* No column is looked for in vain: names are unique and offsets in the row. */
static void
columns_of_tables(void **state)
{
	(void)state;
	for (size_t k = 0; format_infos[k] != NULL; k++) {
		const struct format_info *f = format_infos[k];
		const struct sheet *s = f->format->sheet;

		if (s == NULL)
			continue;
		assert_true(s->n_columns <= SHEET_MAX_COLUMNS);
		for (size_t i = 0; i < s->n_columns; i++) {
			assert_true(s->column[i].offset < s->row_bytes);
			for (size_t j = 0; j < i; j++)
				assert_string_not_equal(
				    s->column[i].name, s->column[j].name);
		}
	}
}

static void
majority_decides(void **state)
{
	struct trial *t = trial_new();
	struct buf b;

	/* rubbish at the front, a few lines of another shape */
	(void)state;
	t->rule.site = STR("www.example.org");
	buf_init(&b, 1 << 20);
	buf_add(&b, "\0\0\0\0\n", 5);
	buf_adds(&b, "\n");
	for (int i = 0; i < 40; i++)
		buf_adds(&b, COMBINED);
	trial_bytes(t, SOURCE_TRAFFIC, b.p, b.n);
	assert_quiet(t);
	assert_int_equal(t->batch.source.rows, 40);
	assert_int_equal(t->batch.source.rejected, 2);
	trial_free(t);

	t = trial_new();
	buf_clear(&b);
	for (int i = 0; i < 60; i++)
		buf_adds(&b, "{\"ts\":1365697805}\n");
	for (int i = 0; i < 40; i++)
		buf_adds(&b, COMBINED);
	trial_bytes(t, SOURCE_TRAFFIC, b.p, b.n);
	assert_int_equal(t->rc, -1);
	assert_said(t, "only 40 % of the first lines look like combined");
	trial_free(t);

	t = trial_new();
	trial_text(t, SOURCE_TRAFFIC, "hello\n");
	assert_int_equal(t->rc, -1);
	assert_said(t, "this is no known format of traffic files");
	trial_free(t);
	buf_release(&b);
}

static void
format_of_the_rule(void **state)
{
	struct trial *t = trial_new();

	(void)state;
	t->rule.site = STR("www.example.org");
	t->rule.format = STR("common");
	trial_text(t, SOURCE_TRAFFIC, COMBINED);
	assert_int_equal(t->rc, -1);
	assert_said(t, "no line could be read");
	trial_free(t);

	t = trial_new();
	t->rule.format = STR("customers");
	trial_text(t, SOURCE_TRAFFIC, COMBINED);
	assert_int_equal(t->rc, -1);
	assert_said(t, "case.yaml declares the format \"customers\", which is "
		       "none of traffic files");
	trial_free(t);
}

static void
first_rule_that_fits(void **state)
{
	struct trial *t = trial_new();
	struct file_rule rules[3] = {
		{ .pattern = STR("traffic/*"), .site = STR("a.example") },
		{ .pattern = STR("f*"), .site = STR("b.example") },
		{ .pattern = STR("*"), .site = STR("c.example") },
	};

	(void)state;
	t->ctx.rules = rules;
	t->ctx.n_rules = 3;
	trial_text(t, SOURCE_TRAFFIC, COMBINED);
	assert_quiet(t);
	assert_str(t->traffic.v[0].site, "b.example");
	trial_free(t);
}

static void
source_of_a_file(void **state)
{
	struct trial *t = trial_new();

	/* SHA-256 by sha256sum of coreutils */
	(void)state;
	trial_text(t, SOURCE_CUSTOMERS, "id,name\nc1,Anna\n");
	assert_quiet(t);
	assert_str(t->batch.source.file, "file");
	assert_str(t->batch.source.sha256, "bbad23aeab6c2b2908a07fd7e2b86803"
					   "41b5c919e50db63f60b1c854905c27b3");
	assert_int_equal(t->batch.source.bytes, 16);
	assert_str(t->batch.source.zone, "Europe/Rome");
	assert_true(t->batch.source.first_at == NO_INSTANT);
	trial_free(t);

	t = trial_new();
	t->ctx.digested = true;
	trial_text(t, SOURCE_CUSTOMERS, "id,name\nc1,Anna\n");
	assert_quiet(t);
	assert_int_equal(t->batch.source.sha256.n, 0);
	assert_int_equal(t->batch.source.bytes, 16);
	trial_free(t);
}

static void
cut_and_damaged_logs(void **state)
{
	struct trial *t = trial_new();
	static unsigned char packed[100000];
	z_stream z = { 0 };
	struct buf b;

	(void)state;
	buf_init(&b, 1 << 22);
	for (int i = 0; i < 9000; i++)
		buf_adds(&b, COMBINED);
	assert_int_equal(
	    deflateInit2(&z, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
	z.next_in = (unsigned char *)b.p;
	z.avail_in = (uInt)b.n;
	z.next_out = packed;
	z.avail_out = sizeof packed;
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	deflateEnd(&z);

	t->rule.site = STR("www.example.org");
	trial_bytes(t, SOURCE_TRAFFIC, packed, z.total_out);
	assert_quiet(t);
	assert_int_equal(t->batch.source.rows, 9000);
	trial_free(t);

	/* only checksum and length are missing: every line is there */
	t = trial_new();
	t->rule.site = STR("www.example.org");
	trial_bytes(t, SOURCE_TRAFFIC, packed, z.total_out - 8);
	assert_int_equal(t->rc, 0);
	assert_said(t, "file: warning: the compressed data ends in the middle "
		       "(gzip, after ");
	assert_int_equal(t->batch.source.rows, 9000);
	trial_free(t);

	/* the half is there: no line of it is cut, and none is a reject */
	t = trial_new();
	t->rule.site = STR("www.example.org");
	trial_bytes(t, SOURCE_TRAFFIC, packed, z.total_out / 2);
	assert_int_equal(t->rc, 0);
	assert_in_range(t->batch.source.rows, 1, 8999);
	assert_int_equal(t->batch.source.rejected, 0);
	trial_free(t);

	/* not one line of it */
	t = trial_new();
	t->rule.site = STR("www.example.org");
	t->batch.source.rows = 77;
	trial_bytes(t, SOURCE_TRAFFIC, packed, 40);
	assert_int_equal(t->rc, -1);
	assert_int_equal(t->e.kind, ERR_NONE);
	assert_said(t, "file: error: the compressed data ends in the middle "
		       "(gzip, after ");
	assert_said(t, "hint: nothing of this file was used; fetch it again");
	/* and what the caller had is untouched */
	assert_int_equal(t->batch.source.rows, 77);
	trial_free(t);

	t = trial_new();
	t->rule.site = STR("www.example.org");
	packed[z.total_out - 7] ^= 1;
	trial_bytes(t, SOURCE_TRAFFIC, packed, z.total_out);
	assert_int_equal(t->rc, -1);
	assert_said(t, "file: error: the compressed data is damaged");
	trial_free(t);
	buf_release(&b);
}

static void
no_such_file(void **state)
{
	struct trial *t = trial_new();

	(void)state;
	assert_int_equal(
	    import_file(&t->ctx, SOURCE_CUSTOMERS, "/dev/null/x.csv",
		STR("x.csv"), &t->keep, &t->batch, &t->diags, &t->e),
	    -1);
	assert_int_equal(t->e.kind, ERR_ENV);
	assert_int_equal(t->diags.errors, 0);
	trial_free(t);
}

static void
on_progress(void *arg, int64_t done, int64_t all)
{
	int64_t *last = arg;

	assert_true(done >= *last && done <= all);
	*last = done;
}

static void
progress_and_kept_rejects(void **state)
{
	struct trial *t = trial_new();
	int64_t done = 0;
	struct buf b;

	(void)state;
	t->rule.site = STR("www.example.org");
	t->ctx.progress = on_progress;
	t->ctx.progress_arg = &done;
	t->ctx.max_rejects = 3;
	buf_init(&b, 1 << 22);
	for (int i = 0; i < 9000; i++)
		buf_adds(&b, i % 1000 ? COMBINED : "x\n");
	trial_bytes(t, SOURCE_TRAFFIC, b.p, b.n);
	assert_quiet(t);
	assert_int_equal(done, b.n);
	assert_int_equal(t->batch.source.rejected, 9);
	assert_int_equal(t->batch.rejects.n, 3);
	buf_release(&b);
	trial_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(specimens),
		cmocka_unit_test(every_kind_has_a_format),
		cmocka_unit_test(columns_of_tables),
		cmocka_unit_test(majority_decides),
		cmocka_unit_test(format_of_the_rule),
		cmocka_unit_test(first_rule_that_fits),
		cmocka_unit_test(source_of_a_file),
		cmocka_unit_test(cut_and_damaged_logs),
		cmocka_unit_test(no_such_file),
		cmocka_unit_test(progress_and_kept_rejects),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
