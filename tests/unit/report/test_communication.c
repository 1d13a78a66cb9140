/*
 * test_communication.c -- the communication report of the fixture: trap 8 of
 * the design in words, and what each edition may show.
 */
#include "unit/report/fixture.h"

#define NB "\xc2\xa0" /* no-break space */

static struct doc *
built(struct fixture *f, const char *lang)
{
	const char *kinds[] = { "communication", NULL };
	struct report_job *jobs;
	struct langs langs;
	struct doc *doc;
	struct err e = { 0 };
	size_t n;

	langs_open(&langs, NULL, &f->keep);
	assert_int_equal(report_plan(&f->d, kinds, &f->keep, &jobs, &n, &e), 0);
	assert_int_equal(n, 2);
	jobs[0].lang = str_of(lang);
	if (report_build(&jobs[0], &f->d, &langs, &f->keep, &doc, &e))
		fail_msg("%s", e.text);
	return doc;
}

/* Runs of blanks and line ends as one blank. */
static struct str
flat(struct arena *keep, struct str s)
{
	char *out = arena_alloc(keep, s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		bool blank = s.p[i] == ' ' || s.p[i] == '\n';

		if (blank && n > 0 && out[n - 1] == ' ')
			continue;
		out[n++] = blank ? ' ' : s.p[i];
	}
	return (struct str){ out, n };
}

static struct str
said(struct fixture *f, const char *lang)
{
	return flat(&f->keep, fixture_text(&f->keep, built(f, lang)));
}

static void
must_say(struct str text, const char *const *parts)
{
	for (; *parts; parts++)
		if (!contains(text, *parts))
			fail_msg(
			    "not said: \"%s\" in\n%.*s", *parts, STR_ARG(text));
}

static void
must_not_say(struct str text, const char *const *parts)
{
	for (; *parts; parts++)
		if (contains(text, *parts))
			fail_msg("said: \"%s\"", *parts);
}

static void
add_targets(struct fixture *f)
{
	struct comms_targets *t = &f->d.settings.comms;

	t->first_notice = (struct comms_target){
		.given = true, .ms = 30 * MS_MINUTE, .source = STR("Handbook 3")
	};
	t->update = (struct comms_target){ .given = true,
		.contract = true,
		.ms = 4 * MS_HOUR,
		.source = STR("clause 6.2") };
	t->report = (struct comms_target){
		.given = true, .days = 20, .source = STR("Handbook 5")
	};
	t->channels = arena_array(&f->keep, 2, sizeof *t->channels);
	t->channels[0] = STR("blog");
	t->channels[1] = STR("twitter");
	t->n_channels = 2;
}

/*
 * The figures of trap 8. Both customers' sites are down until hour 114:42, so
 * past the target: 17:00 + 0:30 + 18:00 + 37:18 + (111:18 to 114:42) 3:24 =
 * 76:12, twice: 152.4 h, 152 whole ones. The fourth message claims the end at
 * 107:18: 7 h 24 too early. The fifth claims a fault at 131:00: 16 h 18 after
 * it.
 */
static void
test_trap_8(void **state)
{
	static const char *const parts[] = {
		"Communication timeline",
		"The first public notice came 21" NB "h 00" NB
		"min after first impact; the longest silence lasted",
		/* measured, demanded, basis, source, result */
		"Time to first public notice 21" NB "h 00" NB "min 30" NB
		"min target, not contract Handbook 3 not met",
		"clause 6.2",
		"Longest silence: 41" NB "h 18" NB
		"min, from 2013-04-13 18:00 (UTC+2); "
		"public messages: 6",
		"106" NB "h 30" NB "min of 133" NB "h 30" NB
		"min (79.8%) passed more than 4" NB "h 00" NB "min",
		"152 customer-hours without news",
		"median 21" NB "h 00" NB "min, 90th percentile 41" NB "h 18" NB
		"min",
		"From detection to the first public notice: 20" NB "h 30" NB
		"min.",
		"information: 2; with at least one public message: 1.",
		"no public message",
		"Public messages that claim a state: 2; "
		"against the records: 2.",
		"resolved, yet recorded as impaired; the last impairment "
		"ended 7" NB "h 24" NB "min later",
		"recorded as over since 16" NB "h 18" NB "min",
		"Public messages that named no time for the next one: 4 of 6.",
		"Private messages (0)",
		"text/en/INC-1_collection.md",
		NULL,
	};
	struct fixture f;

	(void)state;
	fixture_open(&f);
	add_targets(&f);
	f.notices[3].says = SAYS_RESOLVED;
	f.notices[4].says = SAYS_INVESTIGATING;
	must_say(said(&f, "en"), parts);
	fixture_close(&f);
}

/*
 * Six messages, of which one came before the impact, one after restoration and
 * one was hidden later: three dots, as the title says, and three rings.
 */
static void
test_dots(void **state)
{
	const struct chart *c = NULL;
	struct fixture f;
	struct doc *doc;
	int marks[MARK_END + 1] = { 0 };

	(void)state;
	fixture_open(&f);
	f.notices[0].at = rome(&f, 4, 1, 8, 0);
	f.notices[2].hidden = true;
	f.notices[5].at = rome(&f, 4, 29, 8, 0);
	doc = built(&f, "en");
	for (size_t i = 0; i < doc->blocks.n; i++)
		if (doc->blocks.v[i].kind == BLOCK_CHART)
			c = doc->blocks.v[i].chart;
	assert_non_null(c);
	for (size_t k = 0; k < c->n_lanes; k++)
		for (size_t m = 0; m < c->lane[k].n_marks; m++)
			marks[c->lane[k].mark[m].kind]++;
	assert_int_equal(marks[MARK_DOT], 3);
	assert_int_equal(marks[MARK_RING], 3);
	assert_true(contains(c->title, "public messages: 3"));
	fixture_close(&f);
}

/* The bar of the longest silence is the only filled one, and as long as said.
 */
static void
test_lanes(void **state)
{
	const struct lane_block *longest = NULL;
	const struct chart *c = NULL;
	struct fixture f;
	struct doc *doc;

	(void)state;
	fixture_open(&f);
	add_targets(&f);
	f.notices[0].channel = STR("phone");
	doc = built(&f, "de");
	for (size_t i = 0; i < doc->blocks.n; i++)
		if (doc->blocks.v[i].kind == BLOCK_CHART)
			c = doc->blocks.v[i].chart;
	assert_non_null(c);
	assert_int_equal(c->kind, CHART_LANES);
	/* blog and twitter are listed, phone was used, then the silence */
	assert_int_equal(c->n_lanes, 4);
	assert_str(c->lane[1].label, "Twitter");
	assert_int_equal(c->lane[1].n_marks, 0);
	assert_str(c->lane[1].none, "keine öffentliche Mitteilung");
	/* five messages and two promises */
	assert_int_equal(c->lane[0].n_marks, 7);
	assert_int_equal(c->lane[0].mark[1].kind, MARK_KEPT);
	assert_int_equal(c->lane[0].mark[1].at, rome(&f, 4, 13, 20, 0));
	assert_int_equal(c->lane[0].mark[3].kind, MARK_MISSED);
	assert_int_equal(c->lane[2].n_marks, 1);
	for (size_t i = 0; i < c->lane[3].n_blocks; i++)
		if (c->lane[3].block[i].strong) {
			assert_null(longest);
			longest = &c->lane[3].block[i];
		}
	assert_int_equal(c->lane[3].n_blocks, 7);
	assert_non_null(longest);
	assert_int_equal(longest->from_at, rome(&f, 4, 13, 18, 0));
	assert_int_equal(longest->to_at, rome(&f, 4, 15, 11, 18));
	assert_str(longest->label, "41" NB "Std. 18" NB "Min.");
	/* one stretch of downtime */
	assert_int_equal(c->n_grounds, 1);
	fixture_close(&f);
}

static void
hide_one(struct fixture *f)
{
	f->notices[2].hidden = true;
	f->notices[2].moderation = MODERATION_DELETED;
	f->notices[2].moderated_at = rome(f, 4, 13, 20, 0);
	f->notices[2].evidence = STR("E-17");
	f->notices[2].text = STR("Have patience.");
	f->notices[4].public_ = false;
	f->notices[4].text = STR("Only for you.");
	f->notices[5].author = STR("Anna Bianchi");
}

/* Nobody is named; private words stay in the house. */
static void
test_editions(void **state)
{
	static const char *const nobody[] = { "Anna", "Rossi", "Verdi",
		"Only for you", NULL };
	static const char *const hidden[] = { "(hidden later) Have patience.",
		"One message was hidden or removed later",
		"Private messages (1)", NULL };
	static const char *const house[] = { "Messages no longer visible",
		"Only for you", "E-17", "dated observation", NULL };
	static const char *const vanished[] = { "Messages no longer visible",
		"E-17", NULL };
	static const char *const gone[] = { "Have patience", NULL };
	struct fixture f;
	struct str text;

	(void)state;
	fixture_open(&f);
	hide_one(&f);
	text = said(&f, "en");
	must_not_say(text, nobody);
	must_not_say(text, vanished);
	must_say(text, hidden);

	f.d.settings.edition = EDITION_PUBLIC;
	text = said(&f, "en");
	must_not_say(text, nobody);
	must_not_say(text, vanished);
	must_not_say(text, gone);

	f.d.settings.edition = EDITION_INTERNAL;
	text = said(&f, "en");
	must_say(text, house);
	must_not_say(text, (const char *const[]){ "Anna", NULL });

	/* a claimant's own observations are his to show */
	f.d.settings.edition = EDITION_CUSTOMER;
	f.d.settings.claimant = true;
	must_say(said(&f, "en"), vanished);
	fixture_close(&f);
}

/* Flags that nobody filled make no column; those that somebody did are said. */
static void
test_flags(void **state)
{
	static const char *const none[] = { "Who: who is affected", NULL };
	static const char *const some[] = { "Who: who is affected",
		"Told: 1 of 2 (50.0%).", NULL };
	struct fixture f;

	(void)state;
	fixture_open(&f);
	must_not_say(said(&f, "en"), none);
	f.notices[0].has[CONTENT_SCOPE] = TELLS;
	f.notices[0].has[CONTENT_ACTION] = TELLS_NOT;
	must_say(said(&f, "en"), some);
	fixture_close(&f);
}

/* No message, no target, and then no bounds at all. */
static void
test_nothing(void **state)
{
	static const char *const silent[] = {
		"No public notice is known for the 133" NB "h 30" NB
		"min from first impact to restoration.",
		"Neither a contract nor a target is given",
		"No public message in 133" NB "h 30" NB "min",
		"No public message is known.",
		NULL,
	};
	static const char *const unknown[] = { "First impact or restoration "
					       "is not known",
		NULL };
	struct fixture f;

	(void)state;
	fixture_open(&f);
	f.d.n_notices = 0;
	must_say(said(&f, "en"), silent);
	f.d.n_ledger = 0;
	f.incidents[0].restored_at = NO_INSTANT;
	must_say(said(&f, "en"), unknown);
	fixture_close(&f);
}

/*
 * Every phrase of the kind, in every language. Without the third message the
 * longest silence lasts from 44:00 to 107:18 = 63 h 18.
 */
static void
test_languages(void **state)
{
	static const struct {
		const char *lang, *title, *silence;
	} rows[] = {
		{ "de", "Kommunikationsverlauf", "63" NB "Std. 18" NB "Min." },
		{ "it", "Cronologia delle comunicazioni",
		    "63" NB "h 18" NB "min" },
		{ "fr", "Chronologie de la communication",
		    "63" NB "h 18" NB "min" },
		{ "es", "Cronología de las comunicaciones",
		    "63" NB "h 18" NB "min" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct fixture f;
		struct str text;

		fixture_open(&f);
		add_targets(&f);
		hide_one(&f);
		f.d.settings.edition = EDITION_INTERNAL;
		f.notices[0].says = SAYS_IDENTIFIED;
		f.notices[3].says = SAYS_RESOLVED;
		f.notices[4].says = SAYS_INVESTIGATING;
		f.notices[5].says = SAYS_MONITORING;
		f.notices[0].has[CONTENT_SCOPE] = TELLS;
		text = said(&f, rows[i].lang);
		assert_true(contains(text, rows[i].title));
		assert_true(contains(text, rows[i].silence));
		fixture_close(&f);
	}
}

/*
 * Three test calls: engaged on 12 April 10:05 and 11:00, 55 min apart, one bar;
 * answered on 13 April 09:00 after 65 s, alone. One of three is 33.3 %.
 */
static void
test_call_tests(void **state)
{
	static const char *const parts[] = {
		"Test calls from first impact to restoration: 3; answered: 1 "
		"(33.3%)",
		"at most 2" NB "h 00" NB "min apart", "engaged",
		"1" NB "min 05" NB "s", NULL
	};
	static const char *const who[] = { "c002", NULL };
	struct call_test tests[3];
	struct fixture f;
	struct doc *doc;
	const struct chart *c = NULL;
	const struct lane *l;

	(void)state;
	fixture_open(&f);
	for (size_t i = 0; i < 3; i++)
		tests[i] = (struct call_test){ .channel = STR("phone"),
			.result = CALL_ENGAGED,
			.wait_s = -1,
			.by = STR("c002") };
	tests[0].at = rome(&f, 4, 12, 10, 5);
	tests[1].at = rome(&f, 4, 12, 11, 0);
	tests[2].at = rome(&f, 4, 13, 9, 0);
	tests[2].result = CALL_ANSWERED;
	tests[2].wait_s = 65;
	f.d.call_tests = tests;
	f.d.n_call_tests = 3;
	must_say(said(&f, "en"), parts);
	must_not_say(said(&f, "en"), who);
	doc = built(&f, "en");
	for (size_t i = 0; i < doc->blocks.n; i++)
		if (doc->blocks.v[i].kind == BLOCK_CHART)
			c = doc->blocks.v[i].chart;
	assert_non_null(c);
	l = &c->lane[c->n_lanes - 2];
	assert_str(l->label, "phone: test calls");
	assert_str(l->value, "1 of 3");
	assert_int_equal(l->n_marks, 3);
	assert_int_equal(l->n_blocks, 2);
	assert_int_equal(l->block[0].from_at, tests[0].at);
	assert_int_equal(l->block[0].to_at, tests[1].at);
	assert_int_equal(l->block[1].from_at, tests[2].at);
	fixture_close(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_trap_8),
		cmocka_unit_test(test_lanes),
		cmocka_unit_test(test_dots),
		cmocka_unit_test(test_call_tests),
		cmocka_unit_test(test_editions),
		cmocka_unit_test(test_flags),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_languages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
