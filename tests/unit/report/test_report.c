/*
 * test_report.c -- the three reports of the fixture: figures, editions, languages.
 */
#include "unit/report/fixture.h"

static struct str
built(struct fixture *f, const char *kind, const char *lang, size_t which)
{
	const char *kinds[] = { kind, NULL };
	struct report_job *jobs;
	struct langs langs;
	struct doc *doc;
	struct err e = { 0 };
	size_t n;

	langs_open(&langs, NULL, &f->keep);
	assert_int_equal(
	    report_plan(&f->d, kinds, &f->keep, &jobs, &n, &e), 0);
	assert_true(which < n);
	jobs[which].lang = str_of(lang);
	if (report_build(&jobs[which], &f->d, &langs, &f->keep, &doc, &e))
		fail_msg("%s", e.text);
	return fixture_text(&f->keep, doc);
}

static void
test_statement(void **state)
{
	struct fixture f;
	struct str text;

	(void)state;
	fixture_open(&f);
	text = built(&f, "statement", "en", 0);
	printf("%.*s", STR_ARG(text));
	fixture_close(&f);
}

static void
test_incident(void **state)
{
	struct fixture f;
	struct str text;

	(void)state;
	fixture_open(&f);
	text = built(&f, "incident", "en", 0);
	printf("%.*s", STR_ARG(text));
	fixture_close(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_statement),
		cmocka_unit_test(test_incident),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
