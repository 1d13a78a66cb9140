/* What leaves the house names nobody else: the last door, and its limits. */
#include "unit/report/fixture.h"

/* One document of the small case; ERR_NONE when it may leave. */
static enum err_kind
build(struct fixture *f, struct report_job job, char *text, size_t size)
{
	struct arena keep = { 0 };
	struct langs langs;
	struct doc *doc;
	struct err e = { 0 };
	int rc;

	langs_open(&langs, NULL, &keep);
	job.stem = STR("R");
	job.lang = STR("en");
	job.formats[0] = "text";
	rc = report_build(&job, &f->d, &langs, &keep, &doc, &e);
	arena_release(&keep);
	snprintf(text, size, "%s", rc ? e.text : "");
	return rc ? e.kind : ERR_NONE;
}

static enum err_kind
statement(struct fixture *f, char *text, size_t size)
{
	return build(f,
	    (struct report_job){ .kind = "statement",
		.customer = &f->customers[0],
		.period = STR("2013-04") },
	    text, size);
}

static enum err_kind
incident(struct fixture *f, char *text, size_t size)
{
	return build(f,
	    (struct report_job){
		.kind = "incident", .incident = &f->incidents[0] },
	    text, size);
}

static void
test_statement(void **state)
{
	struct fixture f;
	char text[1000];

	(void)state;
	fixture_open(&f);
	assert_int_equal(statement(&f, text, sizeof text), ERR_NONE);
	f.windows[0].approved_by = STR("Rossi S.r.l. by telephone");
	fixture_settle(&f, 0, f.outages, 5);
	assert_int_equal(statement(&f, text, sizeof text), ERR_NONE);
	f.windows[0].approved_by = STR("Verdi S.p.A. by telephone");
	fixture_settle(&f, 0, f.outages, 5);
	assert_int_equal(statement(&f, text, sizeof text), ERR_INPUT);
	/* who, its number, where, and how it goes on */
	assert_non_null(strstr(text, "customer edition"));
	assert_non_null(strstr(text, "\"Verdi S.p.A.\" (c002)"));
	assert_non_null(strstr(text, "under \""));
	assert_non_null(strstr(text, "\"Verdi S.p.A. by telephone"));
	fixture_close(&f);
}

/* What somebody wrote about the incident, and whether it may leave. */
static const struct {
	const char *said;
	bool leaves;
} sayings[] = {
	{ "A shop was hit.", true },
	{ "The shop of Verdi S.p.A. was hit.", false },
	/* a no-break space and other punctuation are the same name */
	{ "Verdi\xc2\xa0S.p.A was hit.", false },
	{ "\xe2\x80\x9cVerdi S. p. A.\xe2\x80\x9d was hit.", false },
	/* whole words, capitals as they are */
	{ "Verdis S.p.A. was hit.", true },
	{ "verdi s.p.a. was hit.", true },
	{ "Verdi\xc3\xa0 S.p.A. was hit.", true },
	{ "Verdi was hit.", true },
	/* the number of a customer */
	{ "Server of c002.", false },
	{ "Server c002-mail.", false },
	{ "Server c0021 and xc002.", true },
};

static void
test_sayings(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof sayings / sizeof sayings[0]; i++) {
		struct fixture f;
		char text[1000];
		enum err_kind want = sayings[i].leaves ? ERR_NONE : ERR_INPUT;

		fixture_open(&f);
		f.narratives[0].text = str_of(sayings[i].said);
		assert_int_equal(incident(&f, text, sizeof text), want);
		f.d.settings.edition = EDITION_PUBLIC;
		assert_int_equal(incident(&f, text, sizeof text), want);
		f.d.settings.edition = EDITION_INTERNAL;
		assert_int_equal(incident(&f, text, sizeof text), ERR_NONE);
		fixture_close(&f);
	}
}

/* Names and numbers that are also something else. */
static const struct {
	const char *id, *name, *said;
	bool leaves;
} others[] = {
	/* "Service" is a word of our own wording */
	{ "c002", "Service", "Service was slow.", true },
	{ "c002", "Servisio", "Servisio was slow.", false },
	/* so is "April", a month */
	{ "c002", "April", "In April it was slow.", true },
	/* the provider is Alba Hosting S.r.l. in Genova */
	{ "c002", "Alba", "Alba repaired it.", true },
	{ "c002", "Alba Uno", "Alba Uno repaired it.", false },
	/* less than four characters say nothing */
	{ "c2", "Ada", "Ada and c2 were hit.", true },
	/* digits alone: 2013 is a year, 20100 a number unless in a figure */
	{ "2013", "Verdi S.p.A.", "In 2013 it was slow.", true },
	{ "20100", "Verdi S.p.A.", "Line 20100 was slow.", false },
	{ "20100", "Verdi S.p.A.", "Lines 3.20100, 20100-4 were slow.", true },
	{ "20100", "Verdi S.p.A.", "It was 120100 or 201000.", true },
	{ "20100", "Verdi S.p.A.", "20100", false },
};

static void
test_others(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
		struct fixture f;
		char text[1000];

		fixture_open(&f);
		f.customers[1].id = str_of(others[i].id);
		f.customers[1].name = str_of(others[i].name);
		f.services[2].customer = f.customers[1].id;
		f.narratives[0].text = str_of(others[i].said);
		assert_int_equal(incident(&f, text, sizeof text),
		    others[i].leaves ? ERR_NONE : ERR_INPUT);
		fixture_close(&f);
	}
}

/* With one customer there is no other; the public is always another. */
static void
test_alone(void **state)
{
	struct fixture f;
	char text[1000];

	(void)state;
	fixture_open(&f);
	f.d.n_customers = 1;
	f.d.n_services = 2;
	f.d.n_ledger = 2;
	f.narratives[0].text = STR("Rossi S.r.l. was hit.");
	assert_int_equal(incident(&f, text, sizeof text), ERR_NONE);
	f.d.settings.edition = EDITION_PUBLIC;
	assert_int_equal(incident(&f, text, sizeof text), ERR_INPUT);
	assert_non_null(strstr(text, "public edition"));
	fixture_close(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_statement),
		cmocka_unit_test(test_sayings),
		cmocka_unit_test(test_others),
		cmocka_unit_test(test_alone),
	};

	return cmocka_run_group_tests_name("report/guard", tests, NULL, NULL);
}
