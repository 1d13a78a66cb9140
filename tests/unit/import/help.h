/*
 * help.h -- what the tests of the import room share: a file out of a text, its
 * import with one rule, and the complaints as one text.
 */
#ifndef TESTS_IMPORT_HELP_H
#define TESTS_IMPORT_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "import/import.h"

/* One bin of a rollup. */
struct told_cell {
	struct str site;
	int64_t step_ms;
	struct traffic counts;
};

struct trial {
	struct arena keep;
	struct diags diags;
	struct zones zones;
	struct settings settings;
	struct file_rule rule;
	struct import_context ctx;
	struct batch batch;
	struct err e;
	int rc;
	char path[64];
	struct buf said;
	VEC(struct told_cell) traffic; /* of all parts */
};

/* A case in Rome as of 2 May 2013, 09:00 local time, and a rule for all files.
 */
static inline struct trial *
trial_new(void)
{
	struct trial *t = calloc(1, sizeof *t);

	assert_non_null(t);
	t->zones.keep = &t->keep;
	diags_init(&t->diags, &t->keep);
	buf_init(&t->said, 1 << 20);
	t->settings.as_of = INT64_C(1367478000000);
	t->settings.lang = STR("en");
	assert_int_equal(
	    zone_open(&t->zones, STR("Europe/Rome"), &t->settings.zone, &t->e),
	    0);
	t->rule.pattern = STR("*");
	t->ctx.settings = &t->settings;
	t->ctx.rules = &t->rule;
	t->ctx.n_rules = 1;
	t->ctx.zones = &t->zones;
	return t;
}

/* What the parts of a batch hold, one below the other. */
static inline void
trial_cells(struct trial *t)
{
	struct site_day day;

	for (size_t i = 0; i < t->batch.parts.n; i++)
		while (rollup_next(t->batch.parts.v[i].rollup, &day))
			for (size_t k = 0; k < day.n; k++)
				*vec_push(&t->keep, &t->traffic) =
				    (struct told_cell){ day.site, day.step_ms,
					    day.cells[k] };
}

static inline void
trial_free(struct trial *t)
{
	batch_release(&t->batch);
	buf_release(&t->said);
	arena_release(&t->keep);
	free(t);
}

static inline void
trial_bytes(struct trial *t, enum source_kind kind, const void *bytes, size_t n)
{
	FILE *f;
	int fd;

	snprintf(t->path, sizeof t->path, "/tmp/makegood-test-XXXXXX");
	fd = mkstemp(t->path);
	assert_true(fd >= 0);
	f = fdopen(fd, "wb");
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
	if (t->batch.parts.n != 0) {
		batch_release(&t->batch);
		t->batch = (struct batch){ 0 };
		t->traffic.n = 0;
	}
	t->rc = import_file(&t->ctx, kind, t->path, STR("file"), &t->keep,
	    &t->batch, &t->diags, &t->e);
	unlink(t->path);
	if (t->rc == 0)
		trial_cells(t);
	diags_sort(&t->diags);
	buf_clear(&t->said);
	for (size_t i = 0; i < t->diags.list.n; i++)
		diag_format(&t->diags.list.v[i], &t->said);
	buf_addc(&t->said, '\0');
}

static inline void
trial_text(struct trial *t, enum source_kind kind, const char *text)
{
	trial_bytes(t, kind, text, strlen(text));
}

/* All complaints hold this text. */
static inline void
assert_said(const struct trial *t, const char *text)
{
	if (strstr(t->said.p, text) == NULL)
		fail_msg("not said: %s\nbut:\n%s", text, t->said.p);
}

static inline void
assert_quiet(const struct trial *t)
{
	if (t->rc != 0 || t->diags.errors + t->diags.warnings != 0)
		fail_msg(
		    "rc %d, err %s, said:\n%s", t->rc, t->e.text, t->said.p);
}

static inline void
assert_str(struct str s, const char *wanted)
{
	if (!str_is(s, wanted))
		fail_msg("\"%.*s\" is not \"%s\"", STR_ARG(s), wanted);
}

/* The instant of an ISO text with offset. */
static inline int64_t
at(const char *text)
{
	struct iso t;

	assert_true(iso_parse(str_of(text), &t));
	return civil_ms(t.at) - t.offset_s * MS_SECOND;
}

#endif
