/*
 * test_reconciliation.c -- the chapter that sets the customer's records against
 * the provider's.
 *
 * The case of fixture.h. The first web site was down, by the provider's
 * records, 11 Apr 18:30 to 15 Apr 18:42 (96 h 12), 20 Apr 02:00 to 06:00 (4 h,
 * an accepted window), 22 Apr 09:00 to 09:20 and 25 Apr 10:00 to 10:22: in all
 * 100 h 54. The customer's probe says 11 Apr 18:30 to 15 Apr 19:00, and 28 Apr
 * 12:00 to 12:30; it has no data on 22 Apr from 09:00 to 10:00. So
 *	both            96 h 12
 *	only provider    4 h 22    20 and 25 April
 *	only customer    0 h 48    15 April 18 min, 28 April 30 min
 *	no data          1 h 00
 *	neither        617 h 38    of 720 h
 * and they agree on 5772 of 6082 minutes, 94.9029... %.
 */
#include "unit/report/fixture.h"

#include "domain/reconcile.h"

struct world {
	struct fixture f;
	struct outage outages[12];
	struct langs langs;
};

static void
add(struct world *w, const char *id, int64_t from, int64_t to,
    enum condition condition)
{
	struct outage *o = &w->outages[w->f.d.n_outages++];

	*o = fixture_outage(id, "web1", from, to);
	o->view = VIEW_PROBE;
	o->condition = condition;
	o->from.file = STR("outages/probe.csv");
}

static void
begin(struct world *w, bool second)
{
	struct fixture *f = &w->f;

	memset(w, 0, sizeof *w);
	fixture_open(f);
	memcpy(w->outages, f->outages, sizeof f->outages);
	f->d.outages = w->outages;
	if (second) {
		add(w, "Q-1", rome(f, 4, 11, 18, 30), rome(f, 4, 15, 19, 0),
		    COND_DOWN);
		add(w, "Q-2", rome(f, 4, 22, 9, 0), rome(f, 4, 22, 10, 0),
		    COND_NO_DATA);
		add(w, "Q-3", rome(f, 4, 28, 12, 0), rome(f, 4, 28, 12, 30),
		    COND_DOWN);
	}
	langs_open(&w->langs, NULL, &f->keep);
}

static void
end(struct world *w)
{
	fixture_close(&w->f);
}

/* The incident's report in one edition and language, as text. */
static struct str
text_of(struct world *w, enum edition edition, const char *lang)
{
	static const char *const kinds[] = { "incident", NULL };
	struct report_job *jobs;
	struct err e = { 0 };
	struct doc *doc;
	size_t n;

	w->f.d.settings.edition = edition;
	w->f.d.settings.lang = str_of(lang);
	if (report_plan(&w->f.d, kinds, &w->f.keep, &jobs, &n, &e))
		fail_msg("%s", e.text);
	assert_int_equal(n, 2); /* the paper, then its workbook */
	if (report_build(&jobs[0], &w->f.d, &w->langs, &w->f.keep, &doc, &e))
		fail_msg("%s", e.text);
	return fixture_text(&w->f.keep, doc);
}

/* A table's line in which one after the other stands. */
static void
expect_line(struct str text, const char *first, const char *then)
{
	struct str rest = text;

	while (rest.n) {
		struct str line = str_cut(rest, '\n', &rest);

		if (contains(line, first) && contains(line, then))
			return;
	}
	fail_msg("no line with \"%s\" and \"%s\"", first, then);
}

static void
test_chapter(void **state)
{
	struct world w;
	struct str text;

	(void)state;
	begin(&w, true);
	text = text_of(&w, EDITION_INTERNAL, "en");
	assert_true(contains(text, "  Reconciliation"));
	expect_line(text, "Both say down", "96\u00a0h 12\u00a0min");
	expect_line(
	    text, "Only the provider says down", "4\u00a0h 22\u00a0min");
	expect_line(text, "Only the customer says down", "48\u00a0min");
	expect_line(text, "No data on one side", "1\u00a0h 00\u00a0min");
	expect_line(text, "Neither says down", "617\u00a0h 38\u00a0min");
	assert_true(contains(text, "agree on 94.902% of the time"));
	expect_line(text, "not recorded by the provider", "30\u00a0min");
	expect_line(text, "declared end is earlier", "18\u00a0min");
	expect_line(text, "excluded by the contract", "4\u00a0h 00\u00a0min");
	expect_line(text, "customer without data", "20\u00a0min");
	assert_true(contains(text, "Q-3"));
	assert_false(contains(text, "Probable clock"));
	end(&w);
}

/* One viewpoint: no chapter, and the numbers of chapters do not jump. */
static void
test_one_viewpoint(void **state)
{
	struct world w;

	(void)state;
	begin(&w, false);
	assert_false(
	    contains(text_of(&w, EDITION_INTERNAL, "en"), "Reconciliation"));
	end(&w);
}

/*
 * One customer's records are no other customer's business: two customers read
 * the customer edition; the public edition is for everybody, even where there
 * is one customer.
 */
static void
test_editions(void **state)
{
	struct world w;

	(void)state;
	begin(&w, true);
	assert_false(
	    contains(text_of(&w, EDITION_CUSTOMER, "en"), "Reconciliation"));
	assert_false(
	    contains(text_of(&w, EDITION_PUBLIC, "en"), "Reconciliation"));
	w.f.d.n_customers = 1;
	w.f.d.n_ledger = 2;
	w.f.d.n_services = 2;
	assert_true(
	    contains(text_of(&w, EDITION_CUSTOMER, "en"), "Reconciliation"));
	assert_false(
	    contains(text_of(&w, EDITION_PUBLIC, "en"), "Reconciliation"));
	end(&w);
	begin(&w, true);
	w.f.d.settings.claimant = true;
	assert_true(
	    contains(text_of(&w, EDITION_CUSTOMER, "en"), "Reconciliation"));
	end(&w);
}

/*
 * A window that the contract accepts, 20 April 02:00 to 06:00, and not a word
 * of the provider about an outage in it; the probe was down from 01:30 to
 * 03:00.
 */
static void
test_window_alone(void **state)
{
	struct world w;
	struct str text;

	(void)state;
	begin(&w, true);
	w.outages[2].span = (struct span){ 0, 1 };
	fixture_settle(&w.f, 0, w.outages, 2);
	add(&w, "Q-4", rome(&w.f, 4, 20, 1, 30), rome(&w.f, 4, 20, 3, 0),
	    COND_DOWN);
	text = text_of(&w, EDITION_INTERNAL, "en");
	expect_line(text, "excluded by the contract", "1\u00a0h 00\u00a0min");
	/* with the half hour of 28 April */
	expect_line(
	    text, "not recorded by the provider", "1\u00a0h 00\u00a0min");
	end(&w);
}

/*
 * The provider's short outages of 22 and 25 April, an hour late at the
 * customer's; nothing else. 20 + 22 minutes that do not meet, on either side: 0
 * %, and 100 % when moved.
 */
static void
test_shift_note(void **state)
{
	struct world w;
	struct str text;

	(void)state;
	begin(&w, false);
	w.outages[0].span = (struct span){ 0, 1 };
	w.outages[1].span = w.outages[2].span = w.outages[0].span;
	add(&w, "Q-1", rome(&w.f, 4, 22, 10, 0), rome(&w.f, 4, 22, 10, 20),
	    COND_DOWN);
	add(&w, "Q-2", rome(&w.f, 4, 25, 11, 0), rome(&w.f, 4, 25, 11, 22),
	    COND_DOWN);
	text = text_of(&w, EDITION_INTERNAL, "en");
	assert_true(contains(text, "Probable clock or daylight saving"));
	assert_true(contains(text, "earlier"));
	assert_true(contains(text, "rises from 0.000% to"));
	expect_line(text, "clock or DST difference", "1\u00a0h 24\u00a0min");
	end(&w);
}

/* Every phrase exists in every language. */
static void
test_languages(void **state)
{
	static const struct {
		const char *lang, *head;
	} heads[] = { { "de", "Abgleich" }, { "es", "Conciliación" },
		{ "fr", "Rapprochement" }, { "it", "Riconciliazione" } };
	struct world w;

	(void)state;
	for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
		begin(&w, true);
		assert_true(
		    contains(text_of(&w, EDITION_INTERNAL, heads[i].lang),
			heads[i].head));
		end(&w);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_chapter),
		cmocka_unit_test(test_one_viewpoint),
		cmocka_unit_test(test_editions),
		cmocka_unit_test(test_window_alone),
		cmocka_unit_test(test_shift_note),
		cmocka_unit_test(test_languages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
