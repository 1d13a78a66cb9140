/*
 * The catalogue: every entry reads without complaint and settles a month; and
 * contracts that start from one.
 */
#include "domain/catalogue.h"
#include "domain/contract.h"
#include "domain/money.h"
#include "unit/domain/contract_help.h"

/* ---- every entry -----------------------------------------------------------
 */

/* What a table may honestly be warned about: its text has the hole. */
static bool
is_known(struct str message)
{
	return str_ends(message, "is in no row of this table") ||
	       str_ends(message, "a breach without credit is possible");
}

static bool
has_word(struct str text, const char *word)
{
	for (size_t i = 0; i < text.n; i++)
		if (str_starts(str_sub(text, i, text.n), word))
			return true;
	return false;
}

static void
check_prose(struct str name, struct str text, bool may_be_empty)
{
	static const char *const unfinished[] = { "TO"
						  "DO",
		"FIX"
		"ME",
		"TBD", NULL };

	if (text.n == 0 && !may_be_empty)
		fail_msg("%.*s: a text is empty", STR_ARG(name));
	for (const char *const *word = unfinished; *word != NULL; word++)
		if (has_word(text, *word))
			fail_msg("%.*s: unfinished: %.*s", STR_ARG(name),
			    STR_ARG(text));
}

static struct catalogue_entry
entry(struct str name)
{
	struct catalogue_entry e;
	int rc;

	diags_init(&help_diags, &help_keep);
	rc = catalogue_get(name, &help_zones, &help_keep, &e, &help_diags);
	for (size_t i = 0; i < help_diags.list.n; i++)
		if (help_diags.list.v[i].level == DIAG_ERROR ||
		    !is_known(help_diags.list.v[i].message))
			fail_msg("%.*s:%lld: %.*s", STR_ARG(name),
			    (long long)help_diags.list.v[i].at.line,
			    STR_ARG(help_diags.list.v[i].message));
	assert_int_equal(rc, 0);
	return e;
}

static void
test_every_entry(void **state)
{
	struct str *names;
	size_t n;

	(void)state;
	names = catalogue_names(&help_keep, &n);
	assert_true(n >= 100);
	for (size_t i = 0; i < n; i++) {
		struct catalogue_entry e = entry(names[i]);

		if (i != 0)
			assert_true(str_cmp(names[i - 1], names[i]) < 0);
		assert_str(e.name, str_cstr(&help_keep, names[i]));
		check_prose(e.name, e.provider, false);
		check_prose(e.name, e.service, false);
		check_prose(e.name, e.promise, false);
		check_prose(e.name, e.base, false);
		check_prose(e.name, e.channel, true);
		check_prose(e.name, e.language, false);
		for (size_t k = 0; k < e.n_notes; k++)
			check_prose(e.name, e.notes[k], false);
		/* where it comes from, and a reason for each suggestion */
		assert_true(e.n_sources > 0 || e.was_recalled);
		for (size_t k = 0; k < e.terms->n_readings; k++) {
			check_prose(
			    e.name, e.terms->readings[k].because, false);
			assert_false(e.terms->readings[k].confirmed);
		}
		assert_true(str_starts(e.terms_text, "terms:"));
		/* a rule that is wholly known pays something */
		if (!e.is_part && e.terms->credit->kind == RULE_NONE)
			fail_msg("%.*s: pays nothing", STR_ARG(e.name));
	}
}

/*
 * One outage of three hours in June 2025, of a service that costs 100.00, with
 * everything that some rule asks for: an hourly price, a ticket, the named
 * amounts of the caps.
 */
static int
settle_june(const struct catalogue_entry *e, struct settlement *ret)
{
	struct named_amount *named =
	    arena_array(&help_keep, e->terms->n_caps + 1, sizeof *named);
	struct outage outage = { .id = STR("o"),
		.subject = STR("s"),
		.span = { help_at("2025-06-10T10:00:00Z"),
		    help_at("2025-06-10T13:00:00Z") },
		.detected_at = help_at("2025-06-10T10:01:00Z"),
		.reported_at = help_at("2025-06-10T10:02:00Z"),
		.ticket_at = help_at("2025-06-10T10:02:00Z"),
		.weight = ratio_int(1) };
	struct settle_input in = { .service = STR("s"),
		.terms = e->terms,
		.zone = help_zone("UTC"),
		.period = { help_at("2025-06-01T00:00:00Z"),
		    help_at("2025-07-01T00:00:00Z") },
		.period_name = STR("2025-06"),
		.in_from = NO_INSTANT,
		.in_to = NO_INSTANT,
		.base_minor = ratio_int(10000),
		.has_hourly = true,
		.hourly_minor = ratio_int(14),
		.claim = { .made_at = NO_INSTANT, .anchor_at = NO_INSTANT },
		.now_at = help_at("2025-07-05T00:00:00Z"),
		.named = named,
		.outages = &outage,
		.n_outages = 1 };

	for (size_t i = 0; i < e->terms->n_caps; i++)
		if (e->terms->caps[i].kind == CAP_FIELD)
			named[in.n_named++] =
			    (struct named_amount){ e->terms->caps[i].field,
				    ratio_int(10000) };
	assert_true(currency_find(STR("EUR"), &in.currency));
	return settle_service(&in, &help_keep, ret, &help_diags);
}

static void
test_every_entry_settles(void **state)
{
	struct settlement s;
	struct str *names;
	size_t n, paid = 0;

	(void)state;
	names = catalogue_names(&help_keep, &n);
	for (size_t i = 0; i < n; i++) {
		struct catalogue_entry e = entry(names[i]);

		if (e.terms->availability.kind != AVAILABILITY_TIME)
			continue;
		if (settle_june(&e, &s) != 0 || help_diags.errors != 0)
			fail_msg("%.*s: %.*s", STR_ARG(e.name),
			    STR_ARG(help_diags.list.v[help_diags.list.n - 1]
					.message));
		paid += s.credit_minor > 0 || s.has_extension;
	}
	/* three hours of 720 are 99.58 %: most promise more */
	assert_true(paid > n / 2);
}

/* ---- one entry of our own --------------------------------------------------
 */

#define HEAD                                                                   \
	"provider: Example\nservice: web\nlanguage: en\n"                      \
	"source: [www.example.com/sla]\nsource_kind: official\n"               \
	"read_on: 2026-01-31\nevidence: read\ndetermined: full\n"              \
	"promise: It works.\nbase: The fee.\n"

static struct str
complaints_about(const char *text)
{
	struct catalogue_entry e;
	struct str out = STR_NONE;

	diags_init(&help_diags, &help_keep);
	if (catalogue_parse(str_of(text), STR("x.yaml"), &help_zones,
		&help_keep, &e, &help_diags) == 0)
		assert_int_equal(help_diags.errors, 0);
	for (size_t i = 0; i < help_diags.list.n; i++)
		out = str_format(&help_keep, "%.*s%s%.*s", STR_ARG(out),
		    i != 0 ? "; " : "", STR_ARG(help_diags.list.v[i].message));
	return out;
}

static void
test_complaints(void **state)
{
	(void)state;
	assert_str(complaints_about(
		       HEAD "terms: { period: { kind: calendar_month } }\n"),
	    "");
	assert_str(
	    complaints_about(HEAD "terms: { targett: 9, period: { } }\n"),
	    "unknown key \"targett\" in terms");
	assert_str(complaints_about("provider: x\nterms: { }\n"),
	    "catalogue entry has no \"base\"; catalogue entry has no "
	    "\"determined\"; catalogue entry has no \"evidence\"; catalogue "
	    "entry has no \"language\"; catalogue entry has no \"promise\"; "
	    "catalogue entry has no \"read_on\"; catalogue entry has no "
	    "\"service\"; catalogue entry has no \"source\"; catalogue entry "
	    "has no \"source_kind\"");
	/* a suggestion for what the terms say themselves */
	assert_str(
	    complaints_about(HEAD "assume: { count: { reading: full, because: "
				  "silent } }\nterms: { period: { } }\n"),
	    "\"count\" is answered, but the terms say it themselves");
	assert_str(complaints_about(
		       HEAD "notes: [ { a: b } ]\nterms: { period: { } }\n"),
	    "this list holds texts");
}

/* ---- contracts that start from an entry ------------------------------------
 */

#define ENVELOPE "id: mine\ntimezone: UTC\ncurrency: EUR\nlike: catalogue/"

/* The contract, or the first complaint. */
static struct str
read_contract(const char *text, struct contract *ret)
{
	diags_init(&help_diags, &help_keep);
	if (contract_parse(str_of(text), STR("contracts/mine.yaml"),
		&help_zones, &help_keep, ret, &help_diags) == 0)
		return STR("read");
	assert_true(help_diags.errors > 0);
	return help_diags.list.v[0].message;
}

/* Every entry can be started from: as it is where it leaves nothing open. */
static void
test_like_any(void **state)
{
	struct str *names;
	size_t n, closed = 0;

	(void)state;
	names = catalogue_names(&help_keep, &n);
	for (size_t i = 0; i < n; i++) {
		struct catalogue_entry e = entry(names[i]);
		struct str text = str_format(
		    &help_keep, ENVELOPE "%.*s\n", STR_ARG(names[i]));
		struct contract c;

		if (e.terms->n_readings != 0)
			continue;
		assert_str(
		    read_contract(str_cstr(&help_keep, text), &c), "read");
		assert_int_equal(c.terms->credit->kind, e.terms->credit->kind);
		/* the entry's own words are English, the reports may not be */
		assert_str(c.base_is, "");
		assert_str(c.channel, "");
		assert_int_equal(c.valid_from_at, NO_INSTANT);
		assert_int_equal(c.on_change, CHANGE_EACH_PART);
		closed++;
	}
	assert_true(closed > n / 3);
}

static void
test_like(void **state)
{
	struct contract c;

	(void)state;
	/* one key replaced, one taken away, one of our own */
	assert_str(
	    read_contract(ENVELOPE "nodespace\nbase_is: The monthly fee.\n"
				   "terms:\n  caps: [ { percent: 50 } ]\n"
				   "  claim: ~\n"
				   "  target: 99.5\n",
		&c),
	    "read");
	assert_int_equal(c.terms->n_caps, 1);
	assert_int_equal(ratio_cmp(c.terms->caps[0].n, ratio_int(50)), 0);
	assert_false(c.terms->claim.given);
	assert_int_equal(c.terms->credit->kind, RULE_PER_UNIT);
	assert_str(c.base_is, "The monthly fee.");
	assert_int_equal(ratio_cmp(c.terms->target, ratio_make(995, 10)), 0);
	/* nothing there to take away */
	assert_str(
	    read_contract(ENVELOPE "nodespace\nterms: { holidays: ~ }\n", &c),
	    "read");
	assert_int_equal(help_diags.warnings, 1);
}

static void
test_like_wrong(void **state)
{
	struct contract c;

	(void)state;
	assert_str(read_contract(ENVELOPE "critihos\n", &c),
	    "the catalogue has no \"critihos\"");
	assert_true(str_starts(help_diags.list.v[0].hint,
	    "did you mean \"catalogue/critihost\"?"));
	assert_str(read_contract("id: a\ntimezone: UTC\ncurrency: EUR\n", &c),
	    "contract has no \"terms\"");
	assert_str(read_contract("id: a\ntimezone: UTC\ncurrency: EUR\nlike: "
				 "critihost\n",
		       &c),
	    "\"like\" is catalogue/NAME");
	/* a complaint about the override points into the contract */
	assert_str(
	    read_contract(ENVELOPE "critihost\nterms: { target: 101 }\n", &c),
	    "\"target\" is more than 100");
	assert_str(help_diags.list.v[0].at.file, "contracts/mine.yaml");
	assert_int_equal(help_diags.list.v[0].at.line, 5);
}

/* The suggestion of the catalogue does not answer; the contract does. */
static void
test_like_open(void **state)
{
	struct contract c;

	(void)state;
	assert_str(read_contract(ENVELOPE "abetteroutlook\n", &c),
	    "the terms do not say which period is measured");
	assert_int_equal(help_diags.errors, 2);
	assert_str(help_diags.list.v[1].message,
	    "the terms do not say whether full or started units count");
	assert_str(
	    help_diags.list.v[1].at.file, "catalogue/abetteroutlook.yaml");
	assert_true(
	    has_word(help_diags.list.v[1].hint, "as the catalogue suggests"));
	assert_str(read_contract(ENVELOPE
		       "abetteroutlook\nterms: { period: { } }\nassume:\n"
		       "  count: { reading: started, because: they say so }\n",
		       &c),
	    "read");
	assert_int_equal(c.terms->n_readings, 1);
	assert_int_equal(c.terms->readings[0].question, ASK_COUNT);
	assert_str(c.terms->readings[0].answer, "started");
	assert_str(c.terms->readings[0].because, "they say so");
	assert_true(c.terms->readings[0].confirmed);
	/* the second rule of the sum is per_point */
	assert_int_equal(
	    c.terms->credit->rules[1].u.per_point.count, COUNT_STARTED);
	assert_str(read_contract(ENVELOPE
		       "abetteroutlook\nassume:\n"
		       "  count: { reading: started, because: ' ' }\n",
		       &c),
	    "a reading without a reason convinces nobody");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ENGINE_TEST(test_every_entry),
		ENGINE_TEST(test_every_entry_settles),
		ENGINE_TEST(test_complaints),
		ENGINE_TEST(test_like_any),
		ENGINE_TEST(test_like),
		ENGINE_TEST(test_like_wrong),
		ENGINE_TEST(test_like_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
