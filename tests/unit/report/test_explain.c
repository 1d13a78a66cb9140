/*
 * test_explain.c -- the trace in words: every step and every word of the model,
 * in every language, and the sentences of one settlement.
 */
#include "unit/report/fixture.h"

#include "domain/trace_keys.h"
#include "report/build.h"

static const char *const codes[] = { "en", "it", "de", "fr", "es" };

/* Optional values of which the engine always gives one. */
static bool
always_one(const char *key, const char *name)
{
	static const char *const rows[][2] = { { "claim", "anchor" },
		{ "claim", "unit" }, { "claim", "value" },
		{ "credit", "amount" }, { "minimum", "amount" },
		{ "history", "from" }, { "history", "to" }, { "tier", "share" },
		{ "tier_hole", "share" }, { "tier_none", "share" } };

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (!strcmp(rows[i][0], key) && !strcmp(rows[i][1], name))
			return true;
	return false;
}

/* A step of this key with all its values, or only those always there; the
 * values are those of the last call. */
static struct step
step_of(const struct trace_key *k, bool optional, const char *word, int64_t n)
{
	static struct value values[STEP_VALUES];
	struct step st = {
		.key = k->key, .has_time = k->has_time, .v = values
	};

	memset(values, 0, sizeof values);
	for (int i = 0; k->v[i].name; i++) {
		struct value *v;

		if (k->v[i].optional && !optional &&
		    !always_one(k->key, k->v[i].name))
			continue;
		v = &st.v[st.n_values++];
		v->name = k->v[i].name;
		v->kind = k->v[i].kind;
		if (v->kind == VALUE_KEY || v->kind == VALUE_TEXT)
			v->text =
			    v->kind == VALUE_KEY ? str_of(word) : STR("10 %");
		else if (v->kind == VALUE_SHARE || v->kind == VALUE_FACTOR ||
			 v->kind == VALUE_EXACT)
			v->ratio = ratio_make(n, 2);
		else
			v->number = n;
	}
	return st;
}

static void
check_step(struct fixture *f, const struct lang *l, const struct step *st)
{
	struct err e = { 0 };
	struct str s = explain_step(l, &f->keep, &f->ledger[0], st);

	(void)explain_result(l, &f->keep, &f->ledger[0], st);
	if (st->has_time)
		(void)explain_label(l, &f->keep, &f->ledger[0], st);
	if (lang_check(l, &e))
		fail_msg("%s: %s", st->key, e.text);
	assert_true(s.n > 10);
	assert_null(memchr(s.p, '{', s.n));
}

static void
test_every_step(void **state)
{
	static const int64_t numbers[] = { 0, 1, 2 };
	struct fixture f;
	struct langs langs;
	const struct lang *l;
	struct err e = { 0 };

	(void)state;
	fixture_open(&f);
	langs_open(&langs, NULL, &f.keep);
	for (size_t c = 0; c < 5; c++) {
		assert_int_equal(
		    langs_get(&langs, str_of(codes[c]), &l, &e), 0);
		for (const struct trace_key *k = trace_keys; k->key; k++)
			for (const char *const *w = trace_terms; *w; w++)
				for (int i = 0; i < 6; i++) {
					struct step st = step_of(
					    k, i % 2, *w, numbers[i / 2]);

					check_step(&f, l, &st);
				}
	}
	fixture_close(&f);
}

/* A kind of exclusion that the contract invented appears as it is written. */
static void
test_own_word(void **state)
{
	struct fixture f;
	struct langs langs;
	const struct lang *l;
	struct step st;
	struct err e = { 0 };

	(void)state;
	fixture_open(&f);
	langs_open(&langs, NULL, &f.keep);
	assert_int_equal(langs_get(&langs, STR("en"), &l, &e), 0);
	st = step_of(trace_key_find("excluded"), false, "moon phase", 0);
	assert_str(explain_step(l, &f.keep, &f.ledger[0], &st),
	    "Moon phase: nothing to exclude.");
	assert_str(explain_label(l, &f.keep, &f.ledger[0], &st), "Moon phase");
	assert_int_equal(lang_check(l, &e), 0);
	fixture_close(&f);
}

static bool
any_line(const struct str *lines, size_t n, const char *text)
{
	for (size_t i = 0; i < n; i++)
		if (contains(lines[i], text))
			return true;
	return false;
}

/* The settlement that the fixture works out by hand. */
static void
test_lines(void **state)
{
	static const char *const expected[] = {
		"5 outages were reported; their lengths, simply added. "
		"\xe2\x86\x92 104\xc2\xa0h 54\xc2\xa0min",
		"(clause 3.4)",
		"104\xc2\xa0h 12\xc2\xa0min", /* after the short ones */
		"Planned maintenance",
		"(clause 5.2)",
		"100\xc2\xa0h 12\xc2\xa0min", /* after maintenance */
		"96\xc2\xa0h 12\xc2\xa0min",  /* after overlaps */
		"86.638%",
		"\xe2\x80\x9c"
		"below 95%\xe2\x80\x9d of the table: 100%",
		"EUR\xc2\xa0"
		"49.00",
	};
	struct fixture f;
	struct langs langs;
	const struct lang *l;
	struct err e = { 0 };
	struct str *lines;
	size_t n;

	(void)state;
	fixture_open(&f);
	langs_open(&langs, NULL, &f.keep);
	assert_int_equal(langs_get(&langs, STR("en"), &l, &e), 0);
	assert_int_equal(
	    report_explain(&f.ledger[0], l, &f.keep, &lines, &n, &e), 0);
	assert_int_equal(n, f.ledger[0].settlement.trace.steps.n);
	for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
		if (!any_line(lines, n, expected[i]))
			fail_msg("no line says \"%s\"", expected[i]);
	fixture_close(&f);
}

/* "10 %", "3 d", "49.00": what the trace gives, in the language. */
static void
test_values(void **state)
{
	static const struct {
		const char *gives, *en, *de;
	} rows[] = {
		{ "10 %", "10%", "10\xc2\xa0%" },
		{ "12.5 %", "12.5%", "12,5\xc2\xa0%" },
		{ "1 d", "1 day", "1 Tag" },
		{ "3 d", "3 days", "3 Tage" },
		{ "12 h", "12 hours", "12 Stunden" },
		{ "49.00",
		    "EUR\xc2\xa0"
		    "49.00",
		    "49,00\xc2\xa0\xe2\x82\xac" },
		{ "1/30", "1/30", "1/30" },
	};
	const struct currency eur = { "EUR", 2 };
	struct arena keep = { 0 };
	struct langs langs;
	const struct lang *en, *de;
	struct err e = { 0 };

	(void)state;
	langs_open(&langs, NULL, &keep);
	assert_int_equal(langs_get(&langs, STR("en"), &en, &e), 0);
	assert_int_equal(langs_get(&langs, STR("de"), &de, &e), 0);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct str gives = str_of(rows[i].gives);

		assert_str(value_text(en, &keep, eur, gives), rows[i].en);
		assert_str(value_text(de, &keep, eur, gives), rows[i].de);
	}
	/* 12.4975 before rounding keeps all its decimals: 1249.75 cents */
	assert_str(exact_text(en, &keep, eur, ratio_make(124975, 100)),
	    "EUR\xc2\xa0"
	    "12.4975");
	arena_release(&keep);
}

/*
 * Floored, and never on a boundary that it does not reach: 99.9004 beside a
 * tier of 99.9 needs four decimals; 1 s in 30 days is 99.999 %, not 100 %.
 */
static void
test_share_decimals(void **state)
{
	struct settlement s = { .availability = ratio_make(999004, 1000000),
		.availability_low = ratio_make(999004, 1000000),
		.has_target = true,
		.target = ratio_make(999, 1000) };

	(void)state;
	assert_int_equal(share_decimals(&s), 4);
	s.availability = s.availability_low =
	    ratio_make(2591999, 2592000); /* 99.99996... */
	assert_int_equal(share_decimals(&s), 3);
	s.availability = s.availability_low = ratio_make(999, 1000);
	assert_int_equal(share_decimals(&s), 3);
	s.target = ratio_make(99995, 100000);
	assert_int_equal(share_decimals(&s), 3);
	s.target = ratio_make(999995, 1000000); /* 99.9995 %: four decimals */
	assert_int_equal(share_decimals(&s), 4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_step),
		cmocka_unit_test(test_own_word),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_share_decimals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
