/*
 * test_review.c -- the quarterly review of the fixture, whose figures fit on a
 * page.
 *
 * Three services are settled in April 2013, 2,592,000 s each: 7,776,000 s. Two
 * of them were down 346,320 s: 692,640 s counted = 192 h 24 min, availability
 * 1 - 692640/7776000 = 0.910925..., 91.092 % floored. The first customer has
 * two services: 1 - 346320/5184000 = 0.933194...; the second one: 0.866388...;
 * the mean is 0.899791..., 89.979 %. Each customer lost 96 h 12 = 5,772
 * minutes: 11,544 customer-minutes. The budget is 0.001 x 7,776,000 = 7,776 s;
 * used 692640/7776 = 89.0740... = 8,907.4 %. Credits 49.00 + 30.00 = 79.00 of
 * fees 49.00 + 5.00 + 30.00 = 84.00: 0.940476..., 94.047 %. They can be claimed
 * for two months after April; nobody did, so at the end of June both are gone.
 */
#include "unit/report/fixture.h"

#include "report/review.h"

#define NB "\xc2\xa0" /* no-break space */

static struct str quarter_months[3];

static void
open_quarter(struct fixture *f)
{
	fixture_open(f);
	quarter_months[0] = STR("2013-04");
	quarter_months[1] = STR("2013-05");
	quarter_months[2] = STR("2013-06");
	f->d.settings.periods = quarter_months;
	f->d.settings.n_periods = 3;
	f->d.settings.as_of = rome(f, 7, 2, 9, 0);
}

static struct doc *
built(struct fixture *f, const char *kind, const char *lang)
{
	const char *kinds[] = { "review", NULL };
	struct report_job *jobs;
	struct langs langs;
	struct doc *doc = NULL;
	struct err e = { 0 };
	size_t n;

	langs_open(&langs, NULL, &f->keep);
	assert_int_equal(report_plan(&f->d, kinds, &f->keep, &jobs, &n, &e), 0);
	for (size_t i = 0; i < n; i++) {
		if (strcmp(jobs[i].kind, kind) != 0)
			continue;
		jobs[i].lang = str_of(lang);
		if (report_build(&jobs[i], &f->d, &langs, &f->keep, &doc, &e))
			fail_msg("%s %s: %s", kind, lang, e.text);
	}
	assert_non_null(doc);
	return doc;
}

/* The text with runs of blanks and line ends as one blank. */
static struct str
flat(struct arena *keep, struct str s)
{
	char *out = arena_alloc(keep, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		bool blank = s.p[i] == ' ' || s.p[i] == '\n' || s.p[i] == '>';

		if (blank && n > 0 && out[n - 1] == ' ')
			continue;
		out[n++] = blank ? ' ' : s.p[i];
	}
	return (struct str){ out, n };
}

static const struct table *
table_named(const struct doc *d, const char *id)
{
	for (size_t i = 0; i < d->blocks.n; i++)
		if (d->blocks.v[i].kind == BLOCK_TABLE &&
		    !strcmp(d->blocks.v[i].table->id, id))
			return d->blocks.v[i].table;
	fail_msg("no table \"%s\"", id);
	return NULL;
}

/* Reports planned when a site has this many bins in the quarter. */
static size_t
plan_with_hours(struct fixture *f, size_t n)
{
	const char *kinds[] = { "review", NULL };
	struct site_traffic *site = arena_new(&f->keep, struct site_traffic);
	struct report_job *jobs;
	struct err e = { 0 };
	size_t n_jobs;

	site->site = STR("www.rossi.example.com");
	site->v = arena_array(&f->keep, n, sizeof *site->v);
	site->n = n;
	for (size_t i = 0; i < n; i++)
		site->v[i].at = rome(f, 5, 1, 0, 0) + (int64_t)i;
	f->d.traffic = site;
	f->d.n_traffic = 1;
	assert_int_equal(
	    report_plan(&f->d, kinds, &f->keep, &jobs, &n_jobs, &e), 0);
	if (n_jobs == 3)
		assert_true(str_is(jobs[2].stem, "R5_2013-Q2_Data_Traffic"));
	return n_jobs;
}

static void
test_plan(void **state)
{
	const char *kinds[] = { "review", NULL, NULL };
	struct fixture f;
	struct report_job *jobs;
	struct err e = { 0 };
	size_t n;

	(void)state;
	open_quarter(&f);
	assert_int_equal(report_plan(&f.d, kinds, &f.keep, &jobs, &n, &e), 0);
	assert_int_equal(n, 2);
	assert_true(str_is(jobs[0].stem, "R5_2013-Q2_en"));
	assert_true(str_is(jobs[1].stem, "R5_2013-Q2"));
	/* customers are in the workbook: it stays in the house */
	/* one row of traffic more than a sheet can hold: it lies beside */
	assert_int_equal(plan_with_hours(&f, REVIEW_TRAFFIC_MOST), 2);
	assert_int_equal(plan_with_hours(&f, REVIEW_TRAFFIC_MOST + 1), 3);
	f.d.n_traffic = 0;
	f.d.settings.review_edition = EDITION_PUBLIC;
	assert_int_equal(report_plan(&f.d, kinds, &f.keep, &jobs, &n, &e), 0);
	assert_int_equal(n, 1);
	/* two months are no quarter: who asks for the review alone is told,
	 * among other reports it is left out */
	f.d.settings.n_periods = 2;
	assert_int_equal(report_plan(&f.d, kinds, &f.keep, &jobs, &n, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	kinds[1] = "claim";
	assert_int_equal(report_plan(&f.d, kinds, &f.keep, &jobs, &n, &e), 0);
	assert_int_equal(n, 0);
	fixture_close(&f);
}

static void
test_figures_by_hand(void **state)
{
	static const char *const parts[] = {
		"2013 Q2: availability 89.979% on average over 2 customers; 2 "
		"of them",
		"too few incidents to call a trend (1 in this quarter, 0 in "
		"the one before; at least 8 in each are needed)",
		"11,544 customer-minutes (incidents: 1)",
		"service credits: EUR" NB "79.00 (share of recurring revenue: "
		"94.047%)",
		"8,907.4% Error budget used, 3 services",
		"96" NB "h 12" NB "min Longest outage: INC-1",
		"192" NB "h 24" NB "min",
		"91.092%",
		"On 2 July 2013 EUR" NB "0.00 is owed",
		"for 2 a claim is needed, 0 were claimed in time (claim "
		"rate 0.000%), 2 expired unclaimed",
		"By minutes, \xe2\x80\x9c"
		"ddos"
		"\xe2\x80\x9d leads with 100.000% of 5,772 min.",
		"Owed but unclaimed",
		"opened 2, closed 1",
		NULL,
	};
	struct fixture f;
	struct str text;

	(void)state;
	open_quarter(&f);
	text = flat(&f.keep, fixture_text(&f.keep, built(&f, "review", "en")));
	for (const char *const *p = parts; *p; p++)
		if (!contains(text, *p))
			fail_msg(
			    "not said: \"%s\" in\n%.*s", *p, STR_ARG(text));
	fixture_close(&f);
}

static void
test_languages(void **state)
{
	static const char *const langs[] = { "en", "it", "de", "fr", "es" };
	struct fixture f;

	(void)state;
	open_quarter(&f);
	for (size_t i = 0; i < 5; i++) {
		built(&f, "review", langs[i]);
		built(&f, "review_book", langs[i]);
	}
	fixture_close(&f);
}

static void
test_public(void **state)
{
	static const char *const secrets[] = { "Rossi", "Verdi", "c001", "web1",
		"79.00", "EUR", "Network", NULL };
	struct fixture f;
	struct str text;

	(void)state;
	open_quarter(&f);
	f.d.settings.review_edition = EDITION_PUBLIC;
	text = fixture_text(&f.keep, built(&f, "review", "en"));
	for (const char *const *p = secrets; *p; p++)
		if (contains(text, *p))
			fail_msg("said: \"%s\"", *p);
	assert_true(contains(text, "Public edition"));
	fixture_close(&f);
}

static bool
is_figure(enum data_kind kind)
{
	return kind != DATA_TEXT && kind != DATA_DATE && kind != DATA_UTC &&
	       kind != DATA_LOCAL;
}

/* One head, no totals, no figure as text, nothing left of the last column. */
static void
test_data_is_plain(void **state)
{
	struct fixture f;
	struct doc *doc;

	(void)state;
	open_quarter(&f);
	doc = built(&f, "review_book", "de");
	for (size_t i = 0; i < REVIEW_SHEETS; i++) {
		const struct data_sheet *s = &review_sheets[i];
		const struct table *t = table_named(doc, s->id);

		assert_int_equal(t->n_columns, s->n);
		for (size_t r = 0; r < t->rows.n; r++) {
			const struct row *row = &t->rows.v[r];

			assert_int_equal(row->role, ROW_BODY);
			for (size_t k = 0; k < s->n; k++) {
				enum cell_kind kind = row->cell[k].kind;

				if (is_figure(s->column[k].kind))
					assert_int_not_equal(kind, CELL_TEXT);
				else if (s->column[k].kind == DATA_TEXT)
					assert_true(kind == CELL_TEXT ||
						    kind == CELL_EMPTY);
			}
		}
	}
	fixture_close(&f);
}

static void
test_data_adds_up(void **state)
{
	struct fixture f;
	const struct table *outages, *credits, *services;
	int64_t counted = 0, credit = 0;
	struct doc *doc;

	(void)state;
	open_quarter(&f);
	doc = built(&f, "review_book", "en");
	outages = table_named(doc, "data_outage");
	credits = table_named(doc, "data_credit");
	services = table_named(doc, "availability");
	assert_string_equal(
	    review_sheets[0].column[OUTAGE_ROW_COUNTED].name, "counted_s");
	assert_string_equal(
	    review_sheets[0].column[OUTAGE_ROW_EXCLUDED].name, "excluded_s");
	assert_string_equal(
	    review_sheets[0].column[OUTAGE_ROW_SERVICE].name, "service_id");
	assert_string_equal(
	    review_sheets[1].column[CREDIT_ROW_MONTH].name, "month");
	assert_string_equal(
	    review_sheets[1].column[CREDIT_ROW_CURRENCY].name, "currency");
	assert_string_equal(
	    review_sheets[1].column[CREDIT_ROW_FEE].name, "fee");
	assert_string_equal(
	    review_sheets[1].column[CREDIT_ROW_CREDIT].name, "credit");
	for (size_t i = 0; i < outages->rows.n; i++)
		counted += outages->rows.v[i].cell[OUTAGE_ROW_COUNTED].number;
	for (size_t i = 0; i < credits->rows.n; i++)
		credit += credits->rows.v[i].cell[CREDIT_ROW_CREDIT].number;
	assert_int_equal(outages->rows.n, 6);
	assert_int_equal(counted, 692640);
	assert_int_equal(credits->rows.n, 3);
	assert_int_equal(credit, 7900);
	/* three services and the total */
	assert_int_equal(services->rows.n, 4);
	assert_int_equal(
	    services->rows.v[0].cell[7].number, 346320 * MS_SECOND);
	assert_non_null(services->rows.v[0].cell[7].formula);
	fixture_close(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plan),
		cmocka_unit_test(test_figures_by_hand),
		cmocka_unit_test(test_languages),
		cmocka_unit_test(test_public),
		cmocka_unit_test(test_data_is_plain),
		cmocka_unit_test(test_data_adds_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
