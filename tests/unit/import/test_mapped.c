/* The case's own tables under other people's heads, words and dates. */
#include "unit/import/help.h"

#define S(text)                                                                \
	{                                                                      \
		text, sizeof(text) - 1                                         \
	}

static const struct str from_head[] = { S("Von") };
static const struct str to_head[] = { S("Bis") };
static const struct str what_head[] = { S("Ger\xc3\xa4t") };
static const struct str state_head[] = { S("Lage") };
static const struct str down_words[] = { S("Ausfall"), S("rot") };
static const struct str slow_words[] = { S("langsam") };

static const struct column_rule german[] = {
	{ S("from"), from_head, 1, false },
	{ S("to"), to_head, 1, false },
	{ S("subject"), what_head, 1, false },
	{ S("state"), state_head, 1, false },
	{ S("down"), down_words, 2, true },
	{ S("degraded"), slow_words, 1, true },
};

static struct trial *
mapped(enum when_dates dates, const char *text)
{
	struct trial *t = trial_new();

	t->rule.format = STR("outages");
	t->rule.columns = german;
	t->rule.n_columns = 6;
	t->rule.dates = dates;
	trial_text(t, SOURCE_OUTAGES, text);
	return t;
}

/* Rome is at +02:00 in April. What is not mapped is passed over in silence. */
static void
german_table(void **state)
{
	struct trial *t = mapped(WHEN_DMY,
	    "Ger\xc3\xa4t;Lage;Von;Bis;Bearbeiter\n"
	    "web1;Ausfall;03.04.2013 10:00;03.04.2013 10:30:15;A. Rossi\n"
	    "web1;langsam;4/4/13 08:00;2013-04-04T09:00:00Z;\n"
	    "db1;down;05.04.2013 10:00;;\n");

	(void)state;
	assert_quiet(t);
	assert_int_equal(t->batch.outages.n, 3);
	assert_int_equal(
	    t->batch.outages.v[0].span.from_at, at("2013-04-03T10:00+02:00"));
	assert_int_equal(
	    t->batch.outages.v[0].span.to_at, at("2013-04-03T10:30:15+02:00"));
	assert_int_equal(t->batch.outages.v[0].condition, COND_DOWN);
	assert_int_equal(
	    t->batch.outages.v[1].span.from_at, at("2013-04-04T08:00+02:00"));
	assert_int_equal(
	    t->batch.outages.v[1].span.to_at, at("2013-04-04T09:00Z"));
	assert_int_equal(t->batch.outages.v[1].condition, COND_DEGRADED);
	assert_true(t->batch.outages.v[2].open);
	trial_free(t);
}

/* 41367 days after 1899-12-30 is 2013-04-03; 0.4375 of a day is 10:30. */
static void
days_as_numbers(void **state)
{
	struct trial *t = mapped(WHEN_EXCEL,
	    "Ger\xc3\xa4t;Lage;Von;Bis\nweb1;rot;41367,4375;41367,5\n");

	(void)state;
	assert_quiet(t);
	assert_int_equal(
	    t->batch.outages.v[0].span.from_at, at("2013-04-03T10:30+02:00"));
	assert_int_equal(
	    t->batch.outages.v[0].span.to_at, at("2013-04-03T12:00+02:00"));
	trial_free(t);
}

static void
what_is_not_declared(void **state)
{
	struct trial *t = mapped(WHEN_AUTO,
	    "Ger\xc3\xa4t;Lage;Von;Bis\nweb1;rot;03.04.2013 10:00;\n");

	(void)state;
	assert_int_equal(t->rc, -1);
	assert_said(t, "\"from\": \"03.04.2013 10:00\" is not a time");
	trial_free(t);

	t = mapped(WHEN_DMY,
	    "Ger\xc3\xa4t;Lage;Von;Bis\nweb1;gr\xc3\xbcn;03.04.2013 10:00;\n");
	assert_int_equal(t->rc, -1);
	assert_said(t, "is not known");
	trial_free(t);

	/* a head of ours is not taken where another was declared for it */
	t = mapped(WHEN_DMY, "Ger\xc3\xa4t;Lage;from;Bis\nweb1;rot;x;\n");
	assert_int_equal(t->rc, -1);
	assert_said(t, "there is no column \"Von\", which case.yaml declares "
		       "as \"from\"");
	trial_free(t);

	/* dates never make two local hours one */
	t = mapped(WHEN_DMY,
	    "Ger\xc3\xa4t;Lage;Von;Bis\nweb1;rot;27.10.2013 02:30;\n");
	assert_int_equal(t->rc, -1);
	assert_said(t, "occurs twice in Europe/Rome");
	trial_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(german_table),
		cmocka_unit_test(days_as_numbers),
		cmocka_unit_test(what_is_not_declared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
