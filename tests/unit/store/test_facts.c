/*
 * Facts in and out: what was added comes back, from the files that count, in
 * the order of file names whatever the order of imports.
 */
#include "base/file.h"
#include "domain/regulatory_facts.h"
#include "store/fact_tables.h"
#include "store/sources.h"
#include "unit/support.h"

static struct arena arena;
static struct store *store;

static int
set_up(void **state)
{
	struct err e = { 0 };

	(void)state;
	if (store_open(NULL, STORE_MEMORY, &store, &e) != 0)
		fail_msg("%s", e.text);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	store_close(store);
	arena_release(&arena);
	return 0;
}

/* Everything must work unless a test says otherwise. */
#define OK(call)                                                               \
	do {                                                                   \
		struct err e = { 0 };                                          \
		if ((call) != 0)                                               \
			fail_msg("%s", e.text);                                \
	} while (0)

/* A digest that differs in its first letters. */
static const char *
digest(const char *start)
{
	char text[DIGEST_HEX];

	memset(text, '0', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	memcpy(text, start, strlen(start));
	return str_cstr(&arena, str_of(text));
}

static int64_t
version(const char *name, const char *start)
{
	struct source source = { .file = str_of(name),
		.kind = STR("outages"),
		.sha256 = str_of(digest(start)),
		.zone = STR("Europe/Rome"),
		.bytes = 100,
		.rows = 3,
		.rejected = 2,
		.duplicates = 1,
		.first_at = 1000,
		.last_at = NO_INSTANT };
	int64_t id = 0;

	OK(store_add_source(store, &source, STR("rules"), &id, &e));
	return id;
}

static void
mark(const char *name, enum source_state state, int64_t id, int64_t by)
{
	OK(store_mark_source(store, str_of(name), state, id, by, &e));
}

static void
add(enum fact_kind kind, int64_t source, const void *rows, size_t n)
{
	OK(store_add_facts(store, kind, source, rows, n, &e));
}

static struct dossier
load(void)
{
	struct dossier d = { .keep = &arena };

	d.settings.as_of = 9000;
	OK(store_load(store, &d, &e));
	return d;
}

static struct outage
record(const char *id, int64_t from, int64_t to)
{
	return (struct outage){ .id = str_of(id),
		.subject = STR("db"),
		.span = { from, to },
		.detected_at = NO_INSTANT,
		.reported_at = NO_INSTANT,
		.ticket_at = NO_INSTANT,
		.weight = ratio_int(1),
		.from = { STR("outages/a.csv"), 2 } };
}

static void
test_customer_and_service(void **state)
{
	struct customer c = { .id = STR("c1"),
		.name = STR("B\303\244ckerei"),
		.lang = STR("de"),
		.segment = STR("shop"),
		.country = STR("DE"),
		.contact = STR("Frau M."),
		.address = STR("Weg 1\n12345 Ort"),
		.email = STR("a@example.org"),
		.vat_id = STR("DE1"),
		.consumer = true,
		.from = { STR("customers.csv"), 2 } };
	struct service v = { .id = STR("s1"),
		.customer = STR("c1"),
		.kind = STR("web"),
		.name = STR("Shop"),
		.site = STR("www.example.org"),
		.contract = STR("gold"),
		.fee = { 4900, { "EUR", 2 } },
		.hourly = { 12, { "JPY", 0 } },
		.in_from = 5,
		.in_to = NO_INSTANT,
		.from = { STR("services.csv"), 3 } };
	int64_t id = version("all.csv", "1");
	struct dossier d;

	(void)state;
	add(FACT_CUSTOMERS, id, &c, 1);
	add(FACT_SERVICES, id, &v, 1);
	mark("all.csv", SOURCE_CURRENT, id, 0);
	d = load();
	assert_int_equal(d.n_customers, 1);
	assert_str(d.customers[0].id, "c1");
	assert_str(d.customers[0].name, "B\303\244ckerei");
	assert_str(d.customers[0].lang, "de");
	assert_str(d.customers[0].segment, "shop");
	assert_str(d.customers[0].country, "DE");
	assert_str(d.customers[0].contact, "Frau M.");
	assert_str(d.customers[0].address, "Weg 1\n12345 Ort");
	assert_str(d.customers[0].email, "a@example.org");
	assert_str(d.customers[0].vat_id, "DE1");
	assert_true(d.customers[0].consumer);
	/* the file is the version it was loaded from */
	assert_str(d.customers[0].from.file, "all.csv");
	assert_int_equal(d.customers[0].from.line, 2);
	assert_int_equal(d.n_services, 1);
	assert_str(d.services[0].contract, "gold");
	assert_str(d.services[0].site, "www.example.org");
	assert_int_equal(d.services[0].fee.minor, 4900);
	assert_string_equal(d.services[0].fee.currency.code, "EUR");
	assert_int_equal(d.services[0].fee.currency.digits, 2);
	assert_int_equal(d.services[0].hourly.minor, 12);
	assert_string_equal(d.services[0].hourly.currency.code, "JPY");
	assert_int_equal(d.services[0].hourly.currency.digits, 0);
	assert_int_equal(d.services[0].in_from, 5);
	assert_true(d.services[0].in_to == NO_INSTANT);
}

static void
test_outages(void **state)
{
	struct span waits[] = { { 110, 120 }, { 130, 140 } };
	struct outage v[] = { record("o1", 100, 200), record("o2", 300, 0),
		record("o3", 9500, 0) };
	int64_t id = version("outages/a.csv", "1");
	struct dossier d;

	(void)state;
	v[0].condition = COND_SUBSTITUTE;
	v[0].view = VIEW_PROBE;
	v[0].incident = STR("INC-1");
	v[0].detected_at = 101;
	v[0].ticket_at = 103;
	v[0].weight = ratio_make(1, 3);
	v[0].feed = STR("A");
	v[0].excluded_kind = STR("ddos");
	v[0].approved_by = STR("the board");
	v[1].open = v[2].open = true;
	v[1].waits = waits;
	v[1].n_waits = 2;
	add(FACT_OUTAGES, id, v, 3);
	mark("outages/a.csv", SOURCE_CURRENT, id, 0);
	d = load();
	assert_int_equal(d.n_outages, 3);
	assert_int_equal(d.outages[0].condition, COND_SUBSTITUTE);
	assert_int_equal(d.outages[0].view, VIEW_PROBE);
	assert_str(d.outages[0].incident, "INC-1");
	assert_int_equal(d.outages[0].detected_at, 101);
	assert_true(d.outages[0].reported_at == NO_INSTANT);
	assert_int_equal(d.outages[0].ticket_at, 103);
	assert_int_equal(ratio_cmp(d.outages[0].weight, ratio_make(1, 3)), 0);
	assert_str(d.outages[0].feed, "A");
	assert_str(d.outages[0].excluded_kind, "ddos");
	assert_str(d.outages[0].approved_by, "the board");
	assert_false(d.outages[0].open);
	assert_int_equal(d.outages[0].span.to_at, 200);
	assert_int_equal(d.outages[0].n_waits, 0);
	/* open until as_of, which is 9000 here */
	assert_true(d.outages[1].open);
	assert_int_equal(d.outages[1].span.to_at, 9000);
	assert_int_equal(d.outages[1].n_waits, 2);
	assert_int_equal(d.outages[1].waits[1].from_at, 130);
	assert_int_equal(d.outages[1].waits[1].to_at, 140);
	/* begins after as_of: empty, never reversed */
	assert_true(d.outages[2].open);
	assert_int_equal(d.outages[2].span.to_at, 9500);
}

static void
test_the_story(void **state)
{
	int64_t id = version("story.csv", "1");
	struct dependency need = { .service = STR("s1"),
		.resource = STR("db"),
		.group = STR("g"),
		.in_from = 7,
		.in_to = NO_INSTANT,
		.from = { STR("x"), 1 } };
	struct window w = { .id = STR("w1"),
		.kind = STR("maintenance"),
		.subject = STR("db"),
		.span = { 10, 20 },
		.announced_at = 5,
		.approved_by = STR("me"),
		.note = STR("nightly") };
	struct incident i = { .id = STR("INC-1"),
		.title = STR("Five days"),
		.fault_at = 1,
		.first_impact_at = 2,
		.clear_impact_at = 3,
		.detected_at = 4,
		.declared_at = 5,
		.mitigated_at = 6,
		.restored_at = 7,
		.closed_at = NO_INSTANT };
	struct notice n = { .id = STR("n1"),
		.incident = STR("INC-1"),
		.channel = STR("blog"),
		.at = 77,
		.promised_at = NO_INSTANT,
		.text = STR("we know"),
		.public_ = true,
		.hidden = true,
		.direction = NOTICE_IN,
		.says = SAYS_MONITORING,
		.moderation = MODERATION_DELETED,
		.has = { TELLS, TELLS_NOT, TELLS_UNKNOWN, TELLS },
		.moderated_at = 79,
		.evidence = STR("E-9"),
		.reach = STR("1,200 readers") };
	struct action a = { .id = STR("a1"),
		.text = STR("second cluster"),
		.state = STR("open"),
		.due_at = 88,
		.done_at = NO_INSTANT };
	struct calls c = { .day_at = 99,
		.channel = STR("phone"),
		.received = 10,
		.answered = 7,
		.abandoned = 3 };
	struct dossier d;

	(void)state;
	add(FACT_DEPENDENCIES, id, &need, 1);
	add(FACT_WINDOWS, id, &w, 1);
	add(FACT_INCIDENTS, id, &i, 1);
	add(FACT_NOTICES, id, &n, 1);
	add(FACT_ACTIONS, id, &a, 1);
	add(FACT_CALLS, id, &c, 1);
	mark("story.csv", SOURCE_CURRENT, id, 0);
	d = load();
	assert_str(d.dependencies[0].resource, "db");
	assert_str(d.dependencies[0].group, "g");
	assert_str(d.windows[0].kind, "maintenance");
	assert_int_equal(d.windows[0].span.to_at, 20);
	assert_int_equal(d.windows[0].announced_at, 5);
	assert_str(d.windows[0].note, "nightly");
	assert_int_equal(d.incidents[0].fault_at, 1);
	assert_int_equal(d.incidents[0].clear_impact_at, 3);
	assert_int_equal(d.incidents[0].restored_at, 7);
	assert_true(d.incidents[0].closed_at == NO_INSTANT);
	assert_int_equal(d.notices[0].at, 77);
	assert_true(d.notices[0].public_ && d.notices[0].hidden);
	assert_str(d.notices[0].text, "we know");
	assert_int_equal(d.notices[0].direction, NOTICE_IN);
	assert_int_equal(d.notices[0].says, SAYS_MONITORING);
	assert_int_equal(d.notices[0].moderation, MODERATION_DELETED);
	assert_int_equal(d.notices[0].has[CONTENT_SCOPE], TELLS);
	assert_int_equal(d.notices[0].has[CONTENT_IMPACT], TELLS_NOT);
	assert_int_equal(d.notices[0].has[CONTENT_ACTION], TELLS_UNKNOWN);
	assert_int_equal(d.notices[0].has[CONTENT_NEXT_TIME], TELLS);
	assert_int_equal(d.notices[0].moderated_at, 79);
	assert_str(d.notices[0].evidence, "E-9");
	assert_str(d.notices[0].reach, "1,200 readers");
	assert_int_equal(d.actions[0].due_at, 88);
	assert_int_equal(d.calls[0].answered, 7);
	assert_int_equal(d.n_sources, 1);
	assert_int_equal(d.sources[0].rejected, 2);
	assert_int_equal(d.sources[0].first_at, 1000);
	assert_true(d.sources[0].last_at == NO_INSTANT);
}

/* b.csv was imported before a.csv: the order is that of the names. */
static void
test_ledger(void **state)
{
	int64_t id = version("ledger.csv", "1");
	struct past_period p = { .service = STR("s1"),
		.period = STR("2024-02"),
		.availability = ratio_make(464, 465),
		.has_credit = true,
		.credit = { 490, { "EUR", 2 } },
		.kind = STR("maintenance"),
		.used_minutes = ratio_make(3, 2),
		.restated = STR("counted twice") };
	struct claim c = { .service = STR("s1"),
		.period = STR("2024-03"),
		.claimed_at = 5,
		.anchor_at = NO_INSTANT,
		.ticket_at = 6,
		.paid_at = 7,
		.has_paid = true,
		.paid = { 1250, { "EUR", 2 } } };
	struct named_money a = { .service = STR("s1"),
		.name = STR("base"),
		.amount = { 4735, { "EUR", 2 } } };
	struct dossier d;

	(void)state;
	add(FACT_PAST, id, &p, 1);
	add(FACT_CLAIMS, id, &c, 1);
	add(FACT_AMOUNTS, id, &a, 1);
	mark("ledger.csv", SOURCE_CURRENT, id, 0);
	d = load();
	assert_int_equal(d.n_past, 1);
	assert_str(d.past[0].period, "2024-02");
	assert_int_equal(
	    ratio_cmp(d.past[0].availability, ratio_make(464, 465)), 0);
	assert_false(ratio_ok(d.past[0].minutes)); /* nobody said */
	assert_str(d.past[0].restated, "counted twice");
	assert_true(d.past[0].has_credit);
	assert_int_equal(d.past[0].credit.minor, 490);
	assert_string_equal(d.past[0].credit.currency.code, "EUR");
	assert_int_equal(
	    ratio_cmp(d.past[0].used_minutes, ratio_make(3, 2)), 0);
	assert_int_equal(d.n_claims, 1);
	assert_int_equal(d.claims[0].claimed_at, 5);
	assert_true(d.claims[0].anchor_at == NO_INSTANT);
	assert_int_equal(d.claims[0].ticket_at, 6);
	assert_int_equal(d.claims[0].paid_at, 7);
	assert_true(d.claims[0].has_paid);
	assert_int_equal(d.claims[0].paid.minor, 1250);
	assert_int_equal(d.n_amounts, 1);
	assert_int_equal(d.amounts[0].amount.minor, 4735);
	assert_str(d.amounts[0].from.file, "ledger.csv");
}

static void
test_order_of_names(void **state)
{
	struct outage b[] = { record("b1", 1, 2), record("b2", 3, 4) };
	struct outage a = record("a1", 5, 6);
	int64_t id_b = version("outages/b.csv", "b");
	int64_t id_a;
	struct dossier d;

	(void)state;
	add(FACT_OUTAGES, id_b, b, 2);
	mark("outages/b.csv", SOURCE_CURRENT, id_b, 0);
	id_a = version("outages/a.csv", "a");
	add(FACT_OUTAGES, id_a, &a, 1);
	mark("outages/a.csv", SOURCE_CURRENT, id_a, 0);
	d = load();
	assert_int_equal(d.n_outages, 3);
	assert_str(d.outages[0].id, "a1");
	assert_str(d.outages[1].id, "b1");
	assert_str(d.outages[2].id, "b2");
	assert_str(d.outages[2].from.file, "outages/b.csv");
}

static size_t
count_with(const char *id)
{
	struct dossier d = load();
	size_t n = 0;

	for (size_t i = 0; i < d.n_outages; i++)
		n += str_is(d.outages[i].id, id);
	return n;
}

/* What was stated for authorities, and who is a financial entity. */
static void
test_regulatory(void **state)
{
	int64_t id = version("regulatory.csv", "1");
	struct customer c[2] = { { .id = STR("k"),
				     .financial_entity = YESNO_YES },
		{ .id = STR("l") } };
	struct regulatory_fact f[2] = { { .incident = STR("I"),
					    .name = STR("aware_at"),
					    .at = 5,
					    .source = STR("log") },
		{ .name = STR("counterparts_share"),
		    .at = NO_INSTANT,
		    .number = 7,
		    .share = { 1, 8 } } };
	struct submission s = { .incident = STR("I"),
		.regime = REGIME_GDPR,
		.step = STEP_CONTROLLER,
		.submitted_at = 9,
		.reference = STR("4711"),
		.from = { STR("regulatory.csv"), 3 } };
	struct dossier d;

	(void)state;
	add(FACT_CUSTOMERS, id, c, 2);
	add(FACT_REGULATORY, id, f, 2);
	add(FACT_SUBMISSIONS, id, &s, 1);
	mark("regulatory.csv", SOURCE_CURRENT, id, 0);
	d = load();
	assert_int_equal(d.customers[0].financial_entity, YESNO_YES);
	assert_int_equal(d.customers[1].financial_entity, YESNO_UNKNOWN);
	assert_int_equal(d.n_regulatory, 2);
	assert_int_equal(d.regulatory[0].at, 5);
	assert_str(d.regulatory[0].source, "log");
	assert_false(ratio_ok(d.regulatory[0].share));
	assert_true(d.regulatory[1].at == NO_INSTANT);
	assert_int_equal(d.regulatory[1].number, 7);
	assert_int_equal(ratio_cmp(d.regulatory[1].share, ratio_make(1, 8)), 0);
	assert_int_equal(d.n_submissions, 1);
	assert_int_equal(d.submissions[0].step, STEP_CONTROLLER);
	assert_int_equal(d.submissions[0].submitted_at, 9);
	assert_str(d.submissions[0].reference, "4711");
	assert_int_equal(d.submissions[0].from.line, 3);
}

/* A name gets new content, the old one comes back, the file goes away. */
static void
test_versions(void **state)
{
	struct outage first = record("old", 1, 2), second = record("new", 3, 4);
	int64_t a = version("x.csv", "1"), b, found = -1;

	(void)state;
	add(FACT_OUTAGES, a, &first, 1);
	mark("x.csv", SOURCE_CURRENT, a, 0);
	b = version("x.csv", "2");
	add(FACT_OUTAGES, b, &second, 1);
	mark("x.csv", SOURCE_SUPERSEDED, a, b);
	mark("x.csv", SOURCE_CURRENT, b, 0);
	assert_int_equal(count_with("old"), 0);
	assert_int_equal(count_with("new"), 1);

	OK(store_find_source(
	    store, STR("x.csv"), digest("1"), STR("rules"), &found, &e));
	assert_int_equal(found, a);
	mark("x.csv", SOURCE_SUPERSEDED, b, a);
	mark("x.csv", SOURCE_CURRENT, a, 0);
	assert_int_equal(count_with("old"), 1);
	assert_int_equal(count_with("new"), 0);

	mark("x.csv", SOURCE_GONE, a, 0);
	assert_int_equal(count_with("old"), 0);
	assert_int_equal(load().n_sources, 0);

	/* the same bytes by other rules are not the same version */
	OK(store_find_source(
	    store, STR("x.csv"), digest("1"), STR("other rules"), &found, &e));
	assert_int_equal(found, 0);
}

/* copy.csv holds the bytes of x.csv: listed, but counted once. */
static void
test_same_bytes(void **state)
{
	struct outage one = record("one", 1, 2);
	int64_t id = version("x.csv", "1");
	struct dossier d;

	(void)state;
	add(FACT_OUTAGES, id, &one, 1);
	mark("x.csv", SOURCE_CURRENT, id, 0);
	mark("copy.csv", SOURCE_SAME, id, 0);
	d = load();
	assert_int_equal(d.n_outages, 1);
	assert_str(d.outages[0].from.file, "x.csv");
	assert_int_equal(d.n_sources, 2);
	assert_str(d.sources[0].file, "copy.csv");
	assert_int_equal(d.sources[0].rows, 0);
	/* its 3 rows and the 1 duplicate that was in the file anyway */
	assert_int_equal(d.sources[0].duplicates, 4);
	assert_int_equal(d.sources[1].rows, 3);
}

static void
test_contradiction(void **state)
{
	struct outage bad = record("o1", 200, 100);
	int64_t id = version("outages/a.csv", "1");
	struct err e = { 0 };

	(void)state;
	assert_int_equal(
	    store_add_facts(store, FACT_OUTAGES, id, &bad, 1, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_string_equal(e.text,
	    "outages/a.csv:2: CHECK constraint failed: an outage ends after "
	    "it begins");
}

static void
test_texts_and_rejects(void **state)
{
	struct reject_row r = { 7, 100, 180, STR("no date"), STR("") };
	int64_t id = version("case.yaml", "1");
	struct source_text *texts;
	size_t n;

	(void)state;
	OK(store_add_text(store, id, STR("title: x\n"), &e));
	OK(store_add_reject(store, id, 0, &r, &e));
	mark("case.yaml", SOURCE_CURRENT, id, 0);
	OK(store_load_texts(store, &arena, &texts, &n, &e));
	assert_int_equal(n, 1);
	assert_str(texts[0].file, "case.yaml");
	assert_str(texts[0].text, "title: x\n");
	mark("case.yaml", SOURCE_GONE, id, 0);
	OK(store_load_texts(store, &arena, &texts, &n, &e));
	assert_int_equal(n, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_customer_and_service),
		TEST(test_outages),
		TEST(test_the_story),
		TEST(test_ledger),
		TEST(test_order_of_names),
		TEST(test_regulatory),
		TEST(test_versions),
		TEST(test_same_bytes),
		TEST(test_contradiction),
		TEST(test_texts_and_rejects),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
