/*
 * test_claim.c -- the claim letter of the fixture: what it says, and what it
 * must not say without being told.
 *
 * Of the first customer: down 346,320 s of 2,592,000 s at 49.00, all of it
 * credited, so A is 49.00; B is 49.00 x 346320 / 2592000 = 6.5469... = 6.55,
 * wholly covered by A. Receipts 60.00 and 9.80 make D 69.80, in all 118.80.
 * The first ticket, 11 April 19:05, comes 35 min after the beginning.
 */
#include "unit/report/fixture.h"

#include "domain/claim_settings.h"

static const char *const codes[] = { "en", "it", "de", "fr", "es" };

struct letter {
	struct fixture f;
	struct claim_settings claim;
	struct claim_cost costs[2];
};

static void
letter_open(struct letter *l)
{
	struct fixture *f = &l->f;

	fixture_open(f);
	l->costs[0] = (struct claim_cost){ .what = STR("Emergency page"),
		.receipt = STR("invoice 118"),
		.amount = ratio_int(60),
		.day_at = rome(f, 4, 12, 0, 0) };
	l->costs[1] = (struct claim_cost){ .what = STR("Registered letter"),
		.receipt = STR("slip 7"),
		.amount = ratio_make(98, 10),
		.day_at = NO_INSTANT };
	l->claim = (struct claim_settings){ .customer = STR("c001"),
		.profile = STR("it"),
		.price_basis = STR("clause 7.3"),
		.delivery_method = STR("PEC"),
		.notice_kind = STR("notice"),
		.deadline_at = rome(f, 5, 21, 0, 0),
		.interest_from_at = NO_INSTANT,
		.first_ticket_at = rome(f, 4, 11, 19, 5),
		.first_ticket_proof = STR("ticket 48213"),
		.own_backup_at = NO_INSTANT,
		.own_backup = BACKUP_NONE,
		.orders = -1,
		.margin_signed_at = NO_INSTANT,
		.costs = l->costs,
		.n_costs = 2,
		.account = STR("IBAN XX00"),
		.probe = {
		    .given = true, .interval_ms = MS_MINUTE, .retries = 1 } };
	f->d.settings.claimant = true;
	f->d.settings.claim = &l->claim;
}

static struct str
written(struct letter *l, const char *lang)
{
	const char *kinds[] = { "claim", NULL };
	struct report_job *jobs;
	struct langs langs;
	struct doc *doc;
	struct err e = { 0 };
	struct str text;
	size_t n;

	langs_open(&langs, NULL, &l->f.keep);
	assert_int_equal(
	    report_plan(&l->f.d, kinds, &l->f.keep, &jobs, &n, &e), 0);
	assert_int_equal(n, 2);
	assert_string_equal(jobs[0].formats[0], "pdf");
	assert_string_equal(jobs[1].formats[0], "xlsx");
	assert_str(jobs[1].stem, "R3_c001-INC-1_annex");
	jobs[0].lang = str_of(lang);
	if (report_build(&jobs[0], &l->f.d, &langs, &l->f.keep, &doc, &e))
		fail_msg("%s", e.text);
	text = fixture_text(&l->f.keep, doc);
	return fixture_flat(&l->f.keep, text);
}

static void
must(struct str text, const char *const *parts, bool said)
{
	for (; *parts != NULL; parts++)
		if (contains(text, *parts) != said)
			fail_msg("%s: \"%s\" in\n%.*s",
			    said ? "not said" : "said", *parts, STR_ARG(text));
}

static void
what_it_says(void **state)
{
	static const char *const said[] = {
		"Claim \xe2\x80\x93 contract gold \xe2\x80\x93 outage from 11 "
		"April 2013 18:30",
		"www.rossi.example.com \xe2\x80\x93 costituzione in mora",
		"*** Draft \xe2\x80\x93 check before sending",
		"notified on 11 April 2013 19:05 (UTC+2) (ticket 48213); 35",
		"EUR 6.55 for the time down, less EUR 6.55",
		"EUR 49.00",
		"EUR 69.80",
		"EUR 118.80",
		"I ask you to grant or pay EUR 118.80 by 21 May 2013.",
		"Claim deadline under the contract: 30 June 2013. Deadline set "
		"to you by this letter: 21 May 2013.",
		"All further rights are reserved.",
		"There is no estimate of lost traffic; nothing is claimed on "
		"that ground.",
		/* both clocks of the first interruption */
		"2013-04-11 16:30 (UTC)",
		"2013-04-11 18:30 (UTC+2)",
		"shorter than 2 min may be missed; each boundary is "
		"uncertain by \xc2\xb1"
		"30 s",
		"Conventions of this letter: Italy",
		"Own backup: none.",
		"Not supplied: mitigation",
		NULL,
	};
	static const char *const unsaid[] = {
		"Interest", /* nobody stated a rate */
		"Verdi",    /* another customer */
		"web2",
		NULL,
	};
	struct letter l;
	struct str text;

	(void)state;
	letter_open(&l);
	text = written(&l, "en");
	must(text, said, true);
	must(text, unsaid, false);
	fixture_close(&l.f);
}

/* The words of a country's law stand only under that country's conventions. */
static void
law_of_the_profile(void **state)
{
	static const char *const law[] = { "1219 c.c.", NULL };
	struct letter l;

	(void)state;
	letter_open(&l);
	must(written(&l, "it"), law, true);
	l.claim.profile = STR("none");
	l.claim.notice_kind = STR("reclamo");
	must(written(&l, "it"), law, false);
	l.claim.profile = STR("de");
	must(written(&l, "it"), law, false);
	fixture_close(&l.f);
}

static void
final_letter(void **state)
{
	static const char *const draft[] = { "Draft", "***", NULL };
	struct letter l;

	(void)state;
	letter_open(&l);
	l.claim.final = true;
	must(written(&l, "en"), draft, false);
	fixture_close(&l.f);
}

static void
interest(void **state)
{
	static const char *const said[] = {
		"Interest: 9.12% a year from 22 May 2013 (base rate table).",
		NULL
	};
	struct letter l;

	(void)state;
	letter_open(&l);
	l.claim.interest_rate = ratio_make(912, 100);
	l.claim.interest_source = STR("base rate table");
	l.claim.interest_from_at = rome(&l.f, 5, 22, 0, 0);
	must(written(&l, "en"), said, true);
	fixture_close(&l.f);
}

/* Without a basis B is computed and not claimed: 49.00 + 69.80 all the same. */
static void
nothing_by_default(void **state)
{
	static const char *const said[] = {
		"not claimed: no basis stated",
		"Not supplied: delivery_method",
		"Not supplied: notice_kind",
		"Not supplied: deadline_date",
		"Not supplied: first_ticket_at",
		"Not supplied: probe",
		NULL,
	};
	static const char *const unsaid[] = { "I ask you", "usual there",
		NULL };
	struct letter l;

	(void)state;
	letter_open(&l);
	l.claim = (struct claim_settings){ .customer = STR("c001"),
		.profile = STR("none"),
		.deadline_at = NO_INSTANT,
		.interest_from_at = NO_INSTANT,
		.first_ticket_at = NO_INSTANT,
		.own_backup_at = NO_INSTANT,
		.orders = -1,
		.margin_signed_at = NO_INSTANT };
	must(written(&l, "en"), said, true);
	must(written(&l, "en"), unsaid, false);
	fixture_close(&l.f);
}

/* Each language builds, under each country's conventions. */
static void
every_language(void **state)
{
	static const char *const profiles[] = { "it", "de", "fr", "es",
		"eu_consumer", "none" };
	struct letter l;

	(void)state;
	letter_open(&l);
	for (size_t i = 0; i < 5; i++)
		for (size_t k = 0; k < 6; k++) {
			l.claim.profile = str_of(profiles[k]);
			assert_true(written(&l, codes[i]).n > 4000);
		}
	fixture_close(&l.f);
}

/* The law of the Union is named in the words of the letter's language. */
static void
law_of_the_union(void **state)
{
	static const char *const said[] = {
		"Article 14 of Directive (EU) 2019/770",
		"art. 14 della direttiva (UE) 2019/770",
		"Art. 14 der Richtlinie (EU) 2019/770",
		"art. 14 de la directive (UE) 2019/770",
		"art. 14 de la Directiva (UE) 2019/770",
	};
	struct letter l;

	(void)state;
	letter_open(&l);
	l.claim.profile = STR("eu_consumer");
	l.claim.price_basis = STR_NONE;
	for (size_t i = 0; i < 5; i++) {
		const char *words[] = { said[i], NULL };

		must(written(&l, codes[i]), words, true);
	}
	fixture_close(&l.f);
}

/* A provider, or a claimant who says nothing, gets no letter. */
static void
no_letter(void **state)
{
	const char *kinds[] = { "claim", NULL };
	struct report_job *jobs;
	struct letter l;
	struct err e = { 0 };
	size_t n;

	(void)state;
	letter_open(&l);
	l.f.d.settings.claimant = false;
	assert_int_equal(
	    report_plan(&l.f.d, kinds, &l.f.keep, &jobs, &n, &e), 0);
	assert_int_equal(n, 0);
	l.f.d.settings.claimant = true;
	l.f.d.settings.claim = NULL;
	assert_int_equal(
	    report_plan(&l.f.d, kinds, &l.f.keep, &jobs, &n, &e), 0);
	assert_int_equal(n, 0);
	fixture_close(&l.f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_it_says),
		cmocka_unit_test(law_of_the_profile),
		cmocka_unit_test(final_letter),
		cmocka_unit_test(interest),
		cmocka_unit_test(nothing_by_default),
		cmocka_unit_test(every_language),
		cmocka_unit_test(law_of_the_union),
		cmocka_unit_test(no_letter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
