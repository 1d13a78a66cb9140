/*
 * test_layout.c -- layouts: what they may say, and pages that are never empty.
 */
#include "unit/report/fixture.h"

#include "base/file.h"
#include "report/layout.h"

#define OVERLAY "/tmp/makegood-test-layout"

/* An overlay folder whose layout "statement" has this text. */
static void
overlay(const char *text)
{
	struct err e = { 0 };

	assert_int_equal(file_mkdirs(OVERLAY "/layout", &e), 0);
	assert_int_equal(
	    file_write(OVERLAY "/layout/statement.yaml", str_of(text), &e), 0);
}

static void
overlay_gone(void)
{
	remove(OVERLAY "/layout/statement.yaml");
	remove(OVERLAY "/layout");
	remove(OVERLAY);
}

static void
test_built_in(void **state)
{
	static const char *const names[] = { "statement", "incident",
		"ledger" };
	struct arena keep = { 0 };
	struct layout l;
	struct err e = { 0 };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		if (layout_load(NULL, names[i], &keep, &l, &e))
			fail_msg("%s", e.text);
		assert_true(l.n >= 5);
	}
	arena_release(&keep);
}

static void
test_complaints(void **state)
{
	static const struct {
		const char *text, *says;
	} rows[] = {
		{ "sections: [answer, lynes]\n",
		    "no section is called \"lynes\"" },
		{ "sections: [answer, summary]\n",
		    "\"summary\" is for: incident communication" },
		{ "sections: [ledger]\n", "\"ledger\" is for: ledger" },
		{ "numbered: no\n", "sections" },
		{ "sections: [{ section: money, editions: [secret] }]\n",
		    "secret" },
		{ "sections: [{ section: money }]\n", "editions" },
		{ "sections: answer\n", "sections" },
		{ "sections: [\n", "statement.yaml" },
	};
	struct arena keep = { 0 };
	struct layout l;
	struct err e = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		overlay(rows[i].text);
		assert_int_equal(
		    layout_load(OVERLAY, "statement", &keep, &l, &e), -1);
		assert_int_equal(e.kind, ERR_INPUT);
		if (!strstr(e.text, rows[i].says))
			fail_msg(
			    "\"%s\" does not say \"%s\"", e.text, rows[i].says);
	}
	overlay_gone();
	arena_release(&keep);
}

static size_t
breaks(const struct doc *d)
{
	size_t n = 0;

	for (size_t i = 0; i < d->blocks.n; i++)
		n += d->blocks.v[i].kind == BLOCK_PAGE_BREAK;
	return n;
}

/* A first page, a section with nothing to say, and a chapter: one break. */
static void
test_pages(void **state)
{
	const char *kinds[] = { "statement", NULL };
	struct fixture f;
	struct report_job *jobs;
	struct langs langs;
	struct doc *doc;
	struct err e = { 0 };
	size_t n;

	(void)state;
	fixture_open(&f);
	overlay("numbered: yes\n"
		"sections: [page, answer, page, readings, page, readings, page,"
		" { section: legal, editions: [internal] }, method]\n");
	langs_open(&langs, OVERLAY, &f.keep);
	assert_int_equal(report_plan(&f.d, kinds, &f.keep, &jobs, &n, &e), 0);
	if (report_build(&jobs[0], &f.d, &langs, &f.keep, &doc, &e))
		fail_msg("%s", e.text);
	assert_int_equal(breaks(doc), 1);
	assert_int_equal(doc->blocks.v[0].kind, BLOCK_RESULT);
	overlay_gone();
	fixture_close(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_built_in),
		cmocka_unit_test(test_complaints),
		cmocka_unit_test(test_pages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
