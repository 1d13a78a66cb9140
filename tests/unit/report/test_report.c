/*
 * test_report.c -- the three reports of the fixture: what they must say in each
 * language, and what they must never say to whom.
 */
#include "unit/report/fixture.h"

#include "base/node.h"

#define NB "\xc2\xa0" /* no-break space */

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
	assert_int_equal(report_plan(&f->d, kinds, &f->keep, &jobs, &n, &e), 0);
	assert_true(which < n);
	jobs[which].lang = str_of(lang);
	if (report_build(&jobs[which], &f->d, &langs, &f->keep, &doc, &e))
		fail_msg("%s", e.text);
	return fixture_text(&f->keep, doc);
}

/* The text with runs of blanks and line ends as one blank. */
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

static void
must_say(struct fixture *f, struct str text, const char *const *parts)
{
	struct str all = flat(&f->keep, text);

	for (; *parts; parts++)
		if (!contains(all, *parts))
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

/* ---- the plan ---------------------------------------------------------- */

static void
test_plan(void **state)
{
	static const char *const stems[] = { "R2_c001_2013-04_it",
		"R2_c002_2013-04_de", "R1_INC-1_v1_customer_en",
		"R1_INC-1_v1_customer_en", "R2_2013-04_ledger",
		"R4_INC-1_v1_customer_en", "R4_INC-1_v1_customer_en" };
	const char *wrong[] = { "statements", NULL };
	struct fixture f;
	struct report_job *jobs;
	struct err e = { 0 };
	size_t n;

	(void)state;
	fixture_open(&f);
	assert_int_equal(report_plan(&f.d, NULL, &f.keep, &jobs, &n, &e), 0);
	assert_int_equal(n, 7);
	for (size_t i = 0; i < n; i++)
		assert_str(jobs[i].stem, stems[i]);
	assert_string_equal(jobs[0].formats[0], "pdf");
	assert_string_equal(jobs[0].formats[1], "text");
	assert_null(jobs[0].formats[2]);
	for (size_t i = 3; i < 7; i += i == 4 ? 2 : 1)
		assert_string_equal(jobs[i].formats[0], "xlsx");
	assert_null(jobs[3].formats[1]);
	f.customers[1].lang = STR("DE-at");
	assert_int_equal(report_plan(&f.d, NULL, &f.keep, &jobs, &n, &e), 0);
	assert_str(jobs[1].stem, stems[1]);
	assert_int_equal(report_plan(&f.d, wrong, &f.keep, &jobs, &n, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	fixture_close(&f);
}

/* ---- the credit statement ---------------------------------------------- */

/*
 * Two questions of the contract in the words of each language; the second has
 * no reason, so that none is printed.
 */
static void
test_readings(void **state)
{
	static const struct {
		const char *lang, *parts[5];
	} cases[] = {
		{ "en",
		    { "What the contracts leave open",
			"does not say whether full or started units count. "
			"Read as: started units, because the other side "
			"wrote so.",
			"of exactly the least length counts. Read as: only a "
			"longer one counts.",
			"To claim under", NULL } },
		{ "it",
		    { "Lettura adottata: unità iniziate. Motivo: the other "
		      "side wrote so.",
			"Lettura adottata: conta solo una più lunga.", NULL } },
		{ "de",
		    { "Gelesen als: angefangene Einheiten. Grund: the other "
		      "side wrote so.",
			"Gelesen als: nur ein längerer zählt.", NULL } },
		{ "fr",
		    { "Lecture retenue" NB ": unités entamées. Motif" NB
		      ": the other side wrote so.",
			"Lecture retenue" NB ": seule une plus longue compte.",
			NULL } },
		{ "es", { "Se lee como: unidades iniciadas. Motivo: the other "
			  "side wrote so.",
			    "Se lee como: solo cuenta una más larga.", NULL } },
	};
	static const struct term_reading readings[] = {
		{ .question = ASK_COUNT,
		    .answer = { "started", 7 },
		    .because = { "the other side wrote so.", 24 },
		    .confirmed = true },
		{ .question = ASK_LONGER, .answer = { "gt", 2 } },
	};
	struct fixture f;
	struct terms t;

	(void)state;
	fixture_open(&f);
	must_not_say(built(&f, "statement", "en", 0), cases[0].parts);
	t = *f.d.contracts[0].terms;
	t.readings = readings;
	t.n_readings = 2;
	f.d.contracts[0].terms = &t;
	f.d.contracts[0].channel = STR("Ticket to the billing department.");
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		must_say(&f, built(&f, "statement", cases[i].lang, 0),
		    cases[i].parts);
	fixture_close(&f);
}

static void
test_statement_en(void **state)
{
	static const char *const parts[] = {
		"Your service credit for April 2013: EUR" NB "49.00",
		"86.638% of the agreed time; 99.900% was promised",
		"deducted from your next invoice issued after 2 May 2013",
		"must be claimed by 30 June 2013",
		"Rossi mail", /* no credit, still in the table */
		"86.638% falls into the row \xe2\x80\x9c"
		"below 95%",
		"up to 7" NB "h 12" NB "min down", /* 1 % of 720 h */
		"not an invoice or credit note for tax purposes",
		"under clause 4.1 of the agreement", "of 15 January 2012",
		"mandatory statutory rights", /* a consumer */
		"all amounts are net", "5,772 minutes",
		"The sums are those of the steps", "(clause" NB "5.2)",
		"credits@alba.example.net", "ffeeddccbbaa", "run 0f1e2d3c", NULL
	};
	struct fixture f;

	(void)state;
	fixture_open(&f);
	must_say(&f, built(&f, "statement", "en", 0), parts);
	fixture_close(&f);
}

static void
test_statement_it(void **state)
{
	static const char *const parts[] = {
		"Prospetto di calcolo del credito di servizio",
		"Il Suo credito di servizio per aprile 2013: \xe2\x82\xac" NB
		"49,00",
		"disponibilità pari a 86,638%", "garantita", "30 giugno 2013",
		"meno di 95%", "Restano impregiudicati",
		"Trattamento IVA da definire", "01/04/2013 00:00 (UTC+2)", NULL
	};
	struct fixture f;

	(void)state;
	fixture_open(&f);
	must_say(&f, built(&f, "statement", "it", 0), parts);
	fixture_close(&f);
}

static void
test_statement_de(void **state)
{
	static const char *const parts[] = { "Berechnungsnachweis",
		"Ihre Service-Gutschrift für April 2013: 49,00" NB "€",
		"86,638" NB "%", "96" NB "Std. 12" NB "Min.",
		"weder Rechnung noch Rechnungskorrektur", "30." NB "Juni 2013",
		NULL };
	struct fixture f;
	struct str text, title;

	(void)state;
	fixture_open(&f);
	text = built(&f, "statement", "de", 0);
	must_say(&f, text, parts);
	/* No line consists of the word that names another document. */
	title = STR("\nGutschrift\n");
	assert_null(memmem(text.p, text.n, title.p, title.n));
	fixture_close(&f);
}

/* The second customer is no consumer; nothing of the first is said to him. */
static void
test_statement_private(void **state)
{
	static const char *const first[] = { "Verdi", "c002", "verdi", "web2",
		"O-6", NULL };
	static const char *const second[] = { "Rossi", "c001", "rossi.", "web1",
		"mail1", "Via Roma", "mandatory statutory", "49.00", NULL };
	static const char *const langs[] = { "en", "it", "de" };
	struct fixture f;

	(void)state;
	fixture_open(&f);
	/* Not even when the case as a whole is for internal use. */
	f.d.settings.edition = EDITION_INTERNAL;
	for (size_t i = 0; i < 3; i++) {
		must_not_say(built(&f, "statement", langs[i], 0), first);
		must_not_say(built(&f, "statement", langs[i], 1), second);
	}
	fixture_close(&f);
}

/* A value in a hole of the table, and time without data, are said. */
static void
test_statement_notes(void **state)
{
	static const char *const hole[] = {
		"Service “Rossi shop”. The contract’s table does not cover "
		"86.638%. Both readings are shown.",
		NULL
	};
	static const char *const gap[] = { "For 38" NB "min there are no",
		"between 86.550% and 86.638%", "remains open", NULL };
	struct fixture f;
	struct settlement *s;

	(void)state;
	fixture_open(&f);
	s = &f.ledger[0].settlement;
	s->tier_hole = true;
	s->tier_hit = -1;
	must_say(&f, built(&f, "statement", "en", 0), hole);
	s->tier_hole = false;
	s->tier_hit = 2;
	s->undecided = true;
	s->states.no_data_ms = 38 * MS_MINUTE;
	/* 1 - (5772 + 38) / 43200 = 0.865509... */
	s->availability_low = ratio_make(43200 - 5772 - 38, 43200);
	must_say(&f, built(&f, "statement", "en", 0), gap);
	fixture_close(&f);
}

/* What was not claimed in time is shown, not promised. */
static void
test_statement_late(void **state)
{
	static const char *const late[] = { "EUR" NB
					    "49.00 – not claimed in time",
		"The time for claiming ended on 1 May 2013", NULL };
	static const char *const promises[] = {
		"Payment:", "The credit is granted", NULL
	};
	struct fixture f;
	struct settlement *s;

	(void)state;
	fixture_open(&f);
	s = &f.ledger[0].settlement;
	/* the report is of 2 May, 09:00; the deadline is its midnight */
	s->has_claim_deadline = true;
	s->has_claim_in_time = false;
	s->claim_deadline_at = rome(&f, 5, 2, 0, 0);
	must_say(&f, built(&f, "statement", "en", 0), late);
	must_not_say(built(&f, "statement", "en", 0), promises);
	fixture_close(&f);
}

/* The rate stands beside what it applies to: 100 % of 49.00. */
static void
test_statement_base(void **state)
{
	static const char *const parts[] = { "100% of EUR" NB "49.00",
		"Percentages for this service apply to EUR" NB "49.00, net.",
		NULL };
	struct fixture f;

	(void)state;
	fixture_open(&f);
	must_say(&f, built(&f, "statement", "en", 0), parts);
	fixture_close(&f);
}

static void
test_statement_none(void **state)
{
	static const char *const parts[] = {
		"No service credit is due for April 2013",
		"no outage of your services was recorded", NULL
	};
	static const char *const never[] = { "deducted", "Calculation step",
		"granted under clause", NULL };
	struct fixture f;

	(void)state;
	fixture_open(&f);
	f.ledger[0] = f.ledger[1];
	must_say(&f, built(&f, "statement", "en", 0), parts);
	must_not_say(built(&f, "statement", "en", 0), never);
	fixture_close(&f);
}

/* Two contracts, two ways of being paid: each is named. */
static void
test_statement_contracts(void **state)
{
	static const char *const parts[] = {
		"Contract \xe2\x80\x9cGold hosting agreement\xe2\x80\x9d. "
		"Payment: the amount will be deducted",
		"Contract \xe2\x80\x9cMail\xe2\x80\x9d. Payment: the "
		"amount will be refunded after 2 May 2013. You need not do "
		"anything",
		NULL
	};
	struct contract mail;
	struct fixture f;
	struct terms t;

	(void)state;
	fixture_open(&f);
	t = *f.contract.terms;
	t.payment.kind = PAY_REFUND;
	mail = f.contract;
	mail.name = STR("Mail");
	mail.terms = &t;
	f.ledger[1].contract = &mail;
	f.ledger[1].settlement.credit_minor = 100;
	f.ledger[1].settlement.automatic = true;
	must_say(&f, built(&f, "statement", "en", 0), parts);
	fixture_close(&f);
}

/* The site owner computes what he is owed: he grants and promises nothing. */
static void
test_statement_claimant(void **state)
{
	static const char *const parts[] = {
		"Service credit due under the contract for April 2013: EUR" NB
		"49.00",
		"must be claimed by 30 June 2013", "\nRossi S.r.l.\n", NULL
	};
	static const char *const never[] = { "deducted", "granted under",
		"Your service credit", "write to", NULL };
	struct fixture f;
	struct str text;

	(void)state;
	fixture_open(&f);
	f.d.settings.claimant = true;
	text = built(&f, "statement", "en", 0);
	assert_true(contains(text, parts[2]));
	must_say(&f, text, (const char *const[]){ parts[0], parts[1], NULL });
	must_not_say(text, never);
	fixture_close(&f);
}

/* ---- the incident report ------------------------------------------------ */

static void
test_incident(void **state)
{
	static const char *const parts[] = {
		"2 of 3 services affected between 11 April 2013 18:30 (UTC+2)",
		"133" NB "h 30" NB "min from first impact to restoration",
		"96" NB "h 12" NB "min",
		"11,544", /* 2 x 5,772 customer-minutes */
		"2 of 2", "41" NB "h 18" NB "min", "21" NB "h 00" NB "min",
		"1 of 2 promised updates kept", "late by 23" NB "h 18" NB "min",
		"A flood of requests.",
		"Not supplied: text/en/INC-1_lessons.md", "2 days",
		"Same cause in the 6 and 12 months before: 0.",
		"Friday 12 April 2013", "preliminary", "Customer edition", NULL
	};
	struct fixture f;

	(void)state;
	fixture_open(&f);
	must_say(&f, built(&f, "incident", "en", 0), parts);
	fixture_close(&f);
}

static void
test_incident_editions(void **state)
{
	static const char *const names[] = { "Rossi", "Verdi", "rossi", "verdi",
		"c001", "c002", "web1", "web2", NULL };
	static const char *const money[] = { "49.00", "30.00", "79.00", "EUR",
		NULL };
	static const char *const inside[] = { "Rossi S.r.l.", "Verdi S.p.A.",
		"EUR" NB "79.00", "Customers with credit: 2",
		"Internal edition", NULL };
	/* two customers: their segment's minutes and times would tell theirs */
	static const char *const few[] = { "fewer than three customers",
		"business 2 2 100.0% – – – -", NULL };
	struct fixture f;

	(void)state;
	fixture_open(&f);
	must_say(&f, built(&f, "incident", "en", 0), few);
	must_not_say(built(&f, "incident", "en", 0), names);
	must_not_say(built(&f, "incident", "en", 0), money);
	f.d.settings.edition = EDITION_PUBLIC;
	must_say(&f, built(&f, "incident", "en", 0), few);
	must_not_say(built(&f, "incident", "en", 0), names);
	must_not_say(built(&f, "incident", "en", 0), money);
	f.d.settings.edition = EDITION_INTERNAL;
	must_say(&f, built(&f, "incident", "en", 0), inside);
	must_not_say(built(&f, "incident", "en", 0), few);
	fixture_close(&f);
}

/* A text in another language is not taken: the hole is shown. */
static void
test_incident_language(void **state)
{
	static const char *const parts[] = {
		"Nicht angegeben: text/de/INC-1_cause.md", NULL
	};
	static const char *const never[] = { "A flood of requests", NULL };
	struct fixture f;

	(void)state;
	fixture_open(&f);
	must_say(&f, built(&f, "incident", "de", 0), parts);
	must_not_say(built(&f, "incident", "de", 0), never);
	fixture_close(&f);
}

static void
test_incident_untouched(void **state)
{
	static const char *const parts[] = { "no settled service was affected",
		NULL };
	struct fixture f;

	(void)state;
	fixture_open(&f);
	f.incidents[0].id = STR("INC-9");
	f.incidents[0].first_impact_at = NO_INSTANT;
	f.incidents[0].restored_at = NO_INSTANT;
	must_say(&f, built(&f, "incident", "en", 0), parts);
	fixture_close(&f);
}

/* ---- all ------------------------------------------------------------------
 */

/* No phrase of one language appears in a report of another. */
static void
test_no_mixture(void **state)
{
	static const char *const codes[] = { "en", "it", "de", "fr", "es" };
	static const char *const kinds[] = { "statement", "incident" };
	struct fixture f;
	struct langs langs;
	const struct lang *l[5];
	struct err e = { 0 };

	(void)state;
	fixture_open(&f);
	langs_open(&langs, NULL, &f.keep);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(
		    langs_get(&langs, str_of(codes[i]), &l[i], &e), 0);
	for (size_t i = 0; i < 5; i++)
		for (size_t k = 0; k < 2; k++) {
			struct str text =
			    flat(&f.keep, built(&f, kinds[k], codes[i], 0));

			for (size_t p = 0; p < l[0]->n_phrases; p++)
				for (size_t o = 0; o < 5; o++) {
					struct str s = l[o]->phrases[p].text;

					/* Places, short words, names. */
					if (o == i || s.n < 14 ||
					    str_find(s, '{') < s.n ||
					    str_eq(s, l[i]->phrases[p].text))
						continue;
					if (memmem(text.p, text.n, s.p, s.n))
						fail_msg("%s in a report in "
							 "%s",
						    str_cstr(&f.keep, s),
						    codes[i]);
				}
		}
	fixture_close(&f);
}

static void
test_same_twice(void **state)
{
	struct fixture f;

	(void)state;
	fixture_open(&f);
	assert_true(str_eq(
	    built(&f, "statement", "it", 0), built(&f, "statement", "it", 0)));
	assert_true(str_eq(
	    built(&f, "incident", "de", 0), built(&f, "incident", "de", 0)));
	fixture_close(&f);
}

static void
test_unknown_language(void **state)
{
	const char *kinds[] = { "incident", NULL };
	struct fixture f;
	struct report_job *jobs;
	struct langs langs;
	struct doc *doc;
	struct err e = { 0 };
	size_t n;

	(void)state;
	fixture_open(&f);
	langs_open(&langs, NULL, &f.keep);
	assert_int_equal(report_plan(&f.d, kinds, &f.keep, &jobs, &n, &e), 0);
	jobs[0].lang = STR("tlh");
	assert_int_equal(
	    report_build(&jobs[0], &f.d, &langs, &f.keep, &doc, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_non_null(strstr(e.text, "tlh"));
	fixture_close(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plan),
		cmocka_unit_test(test_readings),
		cmocka_unit_test(test_statement_en),
		cmocka_unit_test(test_statement_it),
		cmocka_unit_test(test_statement_de),
		cmocka_unit_test(test_statement_private),
		cmocka_unit_test(test_statement_notes),
		cmocka_unit_test(test_statement_late),
		cmocka_unit_test(test_statement_base),
		cmocka_unit_test(test_statement_none),
		cmocka_unit_test(test_statement_contracts),
		cmocka_unit_test(test_statement_claimant),
		cmocka_unit_test(test_incident),
		cmocka_unit_test(test_incident_editions),
		cmocka_unit_test(test_incident_language),
		cmocka_unit_test(test_incident_untouched),
		cmocka_unit_test(test_no_mixture),
		cmocka_unit_test(test_same_twice),
		cmocka_unit_test(test_unknown_language),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
