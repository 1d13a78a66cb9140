/* Tables of facts: columns, cells, and what is said about bad ones. */
#include "unit/import/help.h"

#include "base/zone.h"

#define CUSTOMERS "id,name\nc1,Anna\n"

static void
columns_by_name(void **state)
{
	struct trial *t = trial_new();
	const struct customer *c;

	(void)state;
	/* any order, any case, blanks for underscores; an empty row is no row
	 */
	trial_text(t, SOURCE_CUSTOMERS,
	    "Name;VAT ID;id;Consumer;language\n"
	    "\"Anna; Blog\";IT1;c1;yes;it\n"
	    ";;;;\n"
	    "B;;c2;no;\n");
	assert_quiet(t);
	assert_int_equal(t->batch.customers.n, 2);
	c = &t->batch.customers.v[0];
	assert_str(c->id, "c1");
	assert_str(c->name, "Anna; Blog");
	assert_str(c->vat_id, "IT1");
	assert_str(c->lang, "it");
	assert_true(c->consumer);
	assert_str(c->from.file, "file");
	assert_int_equal(c->from.line, 2);
	/* without a language: that of the case */
	assert_str(t->batch.customers.v[1].lang, "en");
	assert_int_equal(t->batch.source.rows, 2);
	trial_free(t);
}

static void
header_complaints(void **state)
{
	struct trial *t = trial_new();

	(void)state;
	trial_text(t, SOURCE_CUSTOMERS, "id,name,nmae,langauge\nc1,A,x,it\n");
	assert_int_equal(t->rc, 0);
	assert_int_equal(t->diags.warnings, 2);
	assert_said(t, "file:1:9: warning: unknown column \"nmae\"");
	/* "name" is there already: no guess; "language" is not */
	assert_said(t, "file:1:14: warning: unknown column \"langauge\"; "
		       "what it holds is not used\n"
		       "    id,name,nmae,langauge\n"
		       "                 ^\n"
		       "hint: did you mean \"language\"?");
	trial_free(t);

	t = trial_new();
	trial_text(t, SOURCE_CUSTOMERS, "id,nmae\nc1,A\n");
	assert_int_equal(t->rc, -1);
	assert_int_equal(t->e.kind, ERR_NONE);
	assert_said(t, "hint: did you mean \"name\"?");
	assert_said(t, "file:1:1: error: there is no column \"name\"");
	trial_free(t);

	t = trial_new();
	trial_text(t, SOURCE_CUSTOMERS, "id,name,ID\nc1,A,c2\n");
	assert_int_equal(t->rc, -1);
	assert_said(t, "file:1:9: error: column \"id\" is there twice, as "
		       "field 1 and field 3");
	trial_free(t);

	/* a column and its other name are the same column */
	t = trial_new();
	trial_text(t, SOURCE_OUTAGES, "subject,from,start\n");
	assert_said(t, "error: column \"from\" is there twice");
	trial_free(t);

	t = trial_new();
	trial_text(t, SOURCE_CUSTOMERS, "");
	assert_int_equal(t->rc, -1);
	assert_said(t, "file: error: the file is empty");
	trial_free(t);

	t = trial_new();
	trial_text(t, SOURCE_CUSTOMERS, "id,name\n");
	assert_int_equal(t->rc, 0);
	assert_said(t, "file: warning: there is no row below the header row");
	trial_free(t);
}

static void
rows_of_wrong_length(void **state)
{
	struct trial *t = trial_new();

	(void)state;
	/* too long, cut off, and padded by a spreadsheet */
	trial_text(
	    t, SOURCE_CUSTOMERS, "id,name\nc1,Smith, John\nc2\nc3,C,,\n");
	assert_int_equal(t->rc, -1);
	assert_int_equal(t->diags.errors, 2);
	assert_said(t, "file:2:1: error: this row has 3 fields, the header "
		       "row has 2\n"
		       "    c1,Smith, John\n"
		       "    ^\n"
		       "hint: put a text that holds the delimiter in "
		       "quotation marks");
	assert_said(t, "file:3:1: error: this row has 1 field, the header "
		       "row has 2");
	trial_free(t);
}

static void
all_bad_cells_at_once(void **state)
{
	struct trial *t = trial_new();

	(void)state;
	trial_text(t, SOURCE_SERVICES,
	    "id,customer,contract,fee,currency,site,from\n"
	    ",c1,gold,1.234,EUR,https://www.example.org/,31.03.2026\n");
	assert_int_equal(t->rc, -1);
	assert_int_equal(t->diags.errors, 4);
	assert_said(t, "file:2:1: error: \"id\" is empty");
	assert_said(t, "file:2:10: error: \"fee\": 1.234 has too many "
		       "decimals for EUR, which has 2");
	assert_said(t, "file:2:20: error: \"site\": "
		       "\"https://www.example.org/\" is not a host name");
	assert_said(t, "file:2:45: error: \"from\": \"31.03.2026\" is not a "
		       "time");
	trial_free(t);
}

static void
ids_twice(void **state)
{
	struct trial *t = trial_new();

	(void)state;
	trial_text(t, SOURCE_CUSTOMERS, CUSTOMERS "c2,B\nc1,C\n");
	assert_int_equal(t->rc, -1);
	assert_said(t, "file:4:1: error: id \"c1\" was already given in "
		       "line 2\n"
		       "    c1,C\n"
		       "    ^\n"
		       "hint: every row needs an id of its own");
	trial_free(t);
}

static void
broken_line_in_facts(void **state)
{
	struct trial *t = trial_new();

	(void)state;
	trial_text(
	    t, SOURCE_CUSTOMERS, "id,name\nc1,5\" pipes\nc2,\"B\"x\nc3,C\n");
	assert_int_equal(t->rc, -1);
	assert_int_equal(t->diags.errors, 2);
	assert_said(t, "file:2:5: error: a quotation mark in the wrong place\n"
		       "    c1,5\" pipes\n"
		       "        ^\n");
	assert_said(t, "file:3:7: error: a quotation mark in the wrong place");
	trial_free(t);
}

static void
not_utf8(void **state)
{
	struct trial *t = trial_new();

	(void)state;
	trial_text(t, SOURCE_CUSTOMERS,
	    "id,name\nc1,Gr\xFC\xDF"
	    "e\n");
	assert_int_equal(t->rc, -1);
	assert_said(t, "file:2:4: error: \"name\" holds bytes that are not "
		       "UTF-8");
	assert_said(t, "hint: save the file as UTF-8");
	trial_free(t);

	t = trial_new();
	trial_text(t, SOURCE_CUSTOMERS,
	    "id,name\nc1,a\x01"
	    "b\n");
	assert_said(t, "\"name\" holds a control character");
	trial_free(t);

	/* a field that begins with a NUL, in a row that is long enough */
	t = trial_new();
	trial_bytes(t, SOURCE_CUSTOMERS, "id,name\nc1,\0x\n", 14);
	assert_said(t, "\"name\" holds a control character");
	trial_free(t);
}

/* ---- times
 * -------------------------------------------------------------------- */

/* The beginning of an outage of one row, or what is said about it. */
static struct trial *
outage_from(
    const char *from, enum local_policy repeated, enum local_policy missing)
{
	struct trial *t = trial_new();
	char text[200];

	t->rule.repeated = repeated;
	t->rule.missing = missing;
	snprintf(text, sizeof text, "subject,from\ndb1,%s\n", from);
	/* the case is as of 2013; these open outages are later */
	t->settings.as_of = at("2099-01-01T00:00:00Z");
	trial_text(t, SOURCE_OUTAGES, text);
	return t;
}

static void
expect_from(const char *from, enum local_policy repeated,
    enum local_policy missing, const char *wanted)
{
	struct trial *t = outage_from(from, repeated, missing);

	assert_int_equal(t->rc, 0);
	assert_int_equal(t->batch.outages.v[0].span.from_at, at(wanted));
	trial_free(t);
}

static void
times(void **state)
{
	enum local_policy no = LOCAL_REFUSE;

	(void)state;
	expect_from("2013-04-11T18:30:05Z", no, no, "2013-04-11T18:30:05Z");
	expect_from(
	    "2013-04-11T18:30:05+02:00", no, no, "2013-04-11T16:30:05Z");
	/* without offset: Rome, summer and winter */
	expect_from("2013-04-11 18:30", no, no, "2013-04-11T16:30:00Z");
	expect_from("2013-01-11 18:30", no, no, "2013-01-11T17:30:00Z");
}

static void
repeated_hour(void **state)
{
	enum local_policy no = LOCAL_REFUSE;
	struct trial *t;

	/* 25 October 2026: 03:00 summer time becomes 02:00, at 01:00 UTC */
	(void)state;
	expect_from(
	    "2026-10-25 02:30", LOCAL_EARLIER, no, "2026-10-25T00:30:00Z");
	expect_from(
	    "2026-10-25 02:30", LOCAL_LATER, no, "2026-10-25T01:30:00Z");
	expect_from("2026-10-25T02:30+01:00", no, no, "2026-10-25T01:30:00Z");
	t = outage_from("2026-10-25 02:30", no, no);
	assert_int_equal(t->rc, -1);
	assert_said(t, "file:2:5: error: \"from\": 2026-10-25 02:30 occurs "
		       "twice in Europe/Rome");
	assert_said(t, "hint: it can mean 2026-10-25T02:30:00+02:00 or "
		       "2026-10-25T02:30:00+01:00: write the one that is "
		       "right, or declare \"repeated: earlier\" or \"later\" "
		       "for this file in case.yaml");
	trial_free(t);
	/* what was decided is told */
	t = outage_from("2026-10-25 02:30", LOCAL_LATER, no);
	assert_int_equal(t->diags.warnings, 1);
	assert_said(t, "file:2: warning: a local time that occurs twice was "
		       "read as the later instant");
	trial_free(t);
}

static void
missing_hour(void **state)
{
	enum local_policy no = LOCAL_REFUSE;
	struct trial *t;

	/*
	 * 29 March 2026: from 02:00 winter time straight to 03:00, at 01:00
	 * UTC. 02:30 read as summer time is 00:30 UTC, as winter time 01:30.
	 */
	(void)state;
	expect_from(
	    "2026-03-29 02:30", no, LOCAL_EARLIER, "2026-03-29T00:30:00Z");
	expect_from(
	    "2026-03-29 02:30", no, LOCAL_LATER, "2026-03-29T01:30:00Z");
	t = outage_from("2026-03-29 02:30", no, no);
	assert_int_equal(t->rc, -1);
	assert_said(t, "\"from\": 2026-03-29 02:30 does not exist in "
		       "Europe/Rome");
	assert_said(t, "it can mean 2026-03-29T01:30:00+01:00 or "
		       "2026-03-29T03:30:00+02:00");
	assert_said(t, "\"missing: earlier\"");
	trial_free(t);
}

static void
zone_of_a_row(void **state)
{
	struct trial *t = trial_new();

	/* the columns of a calendar's export, under their other names */
	(void)state;
	trial_text(t, SOURCE_MAINTENANCE,
	    "start,end,timezone,scope,announced,reason\n"
	    "2026-03-12 03:00,2026-03-12 05:00,America/New_York,web1,"
	    "2026-03-09 09:00,kernel\n"
	    "2026-03-12 03:00,2026-03-12 05:00,,web1,,\n");
	assert_quiet(t);
	assert_int_equal(
	    t->batch.windows.v[0].span.from_at, at("2026-03-12T07:00:00Z"));
	assert_int_equal(
	    t->batch.windows.v[0].announced_at, at("2026-03-09T13:00:00Z"));
	assert_str(t->batch.windows.v[0].note, "kernel");
	assert_int_equal(
	    t->batch.windows.v[1].span.from_at, at("2026-03-12T02:00:00Z"));
	trial_free(t);

	t = trial_new();
	trial_text(t, SOURCE_MAINTENANCE,
	    "from,to,zone\n2026-03-12 03:00,2026-03-12 05:00,Europe/Roma\n");
	assert_int_equal(t->rc, -1);
	assert_said(t, "there is no time zone \"Europe/Roma\"");
	trial_free(t);
}

static void
foreign_times(void **state)
{
	static const struct {
		const char *text, *said;
	} cases[] = {
		{ "31.03.2026 23:30", "write the year first" },
		{ "03/04/2026 10:00", "either way round" },
		{ "3/31/2026 11:30 PM", "either way round" },
		{ "46112.979167", "count of days" },
		{ "1772427600", "count of days or seconds" },
		{ "23:30", "the date is missing" },
		{ "31-03-2026 23:30", "write it as 2026-03-31 23:30" },
		{ "yesterday", "write it as 2026-03-31 23:30" },
		{ "0213-04-11 18:30", "the year 213 cannot be right" },
		{ "2101-04-11 18:30", "the year 2101 cannot be right" },
		{ "2013-02-29 18:30", "there is no day 2013-02-29" },
		{ "2013-04-31 18:30", "there is no day 2013-04-31" },
		{ "2013-04-11 24:30", "is not a time" },
		{ "2013-04-11", "has no time of day" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct trial *t =
		    outage_from(cases[i].text, LOCAL_REFUSE, LOCAL_REFUSE);

		assert_int_equal(t->rc, -1);
		assert_int_equal(t->diags.errors, 1);
		assert_said(t, cases[i].said);
		trial_free(t);
	}
}

/* ---- numbers
 * ---------------------------------------------------------------------- */

/* The fee of a service in minor units; -1 when it is refused. */
static int64_t
fee(const char *text, const char *currency)
{
	struct trial *t = trial_new();
	char row[200];
	int64_t minor;

	snprintf(row, sizeof row,
	    "id;customer;contract;fee;currency\ns1;c1;gold;%s;%s\n", text,
	    currency);
	trial_text(t, SOURCE_SERVICES, row);
	minor = t->rc == 0 ? t->batch.services.v[0].fee.minor : -1;
	if (t->rc == 0)
		assert_string_equal(
		    t->batch.services.v[0].fee.currency.code, currency);
	trial_free(t);
	return minor;
}

static void
money(void **state)
{
	(void)state;
	assert_int_equal(fee("49.00", "EUR"), 4900);
	assert_int_equal(fee("49", "EUR"), 4900);
	assert_int_equal(fee("0.5", "EUR"), 50);
	assert_int_equal(fee("49,00", "EUR"), 4900);
	assert_int_equal(fee("49,5", "EUR"), 4950);
	assert_int_equal(fee("0", "EUR"), 0);
	/* minor digits follow the currency: yen 0, dinar 3 */
	assert_int_equal(fee("4900", "JPY"), 4900);
	assert_int_equal(fee("4.900", "BHD"), 4900);
	assert_int_equal(fee("4900.5", "JPY"), -1);
	/* could be thousands: refused rather than guessed */
	assert_int_equal(fee("1,234", "EUR"), -1);
	assert_int_equal(fee("1.234,50", "EUR"), -1);
	assert_int_equal(fee("1,234.50", "EUR"), -1);
	assert_int_equal(fee("49.001", "EUR"), -1);
	assert_int_equal(fee("49.00 EUR", "EUR"), -1);
	assert_int_equal(fee("-1", "EUR"), -1);
	assert_int_equal(fee("99999999999999999", "EUR"), -1);
	assert_int_equal(fee("49.00", "eur"), -1);
	assert_int_equal(fee("49.00", "XXQ"), -1);
}

static void
shares_and_counts(void **state)
{
	struct trial *t = trial_new();

	(void)state;
	trial_text(t, SOURCE_OUTAGES,
	    "subject,from,to,weight\n"
	    "a,2013-04-11 18:30,2013-04-11 18:31,0.25\n"
	    "b,2013-04-11 18:30,2013-04-11 18:31,\n"
	    "c,2013-04-11 18:30,2013-04-11 18:31,1\n");
	assert_quiet(t);
	assert_true(
	    ratio_cmp(t->batch.outages.v[0].weight, ratio_make(1, 4)) == 0);
	assert_true(ratio_cmp(t->batch.outages.v[1].weight, ratio_int(1)) == 0);
	trial_free(t);

	t = trial_new();
	trial_text(t, SOURCE_OUTAGES,
	    "subject,from,to,weight\n"
	    "a,2013-04-11 18:30,2013-04-11 18:31,25\n"
	    "b,2013-04-11 18:30,2013-04-11 18:31,-0.5\n");
	assert_int_equal(t->diags.errors, 2);
	assert_said(t, "\"weight\": 25 is more than 1");
	assert_said(t, "\"weight\": -0.5 is negative");
	trial_free(t);

	t = trial_new();
	trial_text(t, SOURCE_CALLS,
	    "date,received,answered\n"
	    "2013-04-11,-3,\n2013-04-12,1.5,\n2013-04-13,\"1,000\",\n"
	    "2013-04-14 10:00,1,\n2013-04-15,3,4\n");
	assert_int_equal(t->diags.errors, 5);
	assert_said(t, "\"received\": -3 is negative");
	assert_said(t, "\"received\": \"1.5\" is not a whole number");
	assert_said(t, "\"received\": \"1,000\" is not a whole number");
	assert_said(t, "\"2013-04-14 10:00\" is not a date alone");
	assert_said(t, "file:6:14: error: more calls answered than received");
	trial_free(t);
}

static void
words(void **state)
{
	struct trial *t = trial_new();

	(void)state;
	trial_text(t, SOURCE_OUTAGES,
	    "subject,from,to,state\n"
	    "a,2013-04-11 18:30,2013-04-11 18:31,broken\n");
	assert_said(t, "file:2:37: error: \"state\": \"broken\" is not known");
	assert_said(t, "hint: one of down, degraded, no_data, substitute");
	trial_free(t);

	t = trial_new();
	trial_text(t, SOURCE_CUSTOMERS,
	    "id,name,language,consumer\nc1,A,italiano,perhaps\n");
	assert_said(t, "\"language\": \"italiano\" is not a language code");
	assert_said(t, "\"consumer\": \"perhaps\" is not yes or no");
	trial_free(t);

	t = trial_new();
	trial_text(t, SOURCE_CUSTOMERS, "id,name\n\"c\n1\",A\n");
	assert_said(t, "\"id\" holds a line break or a tab");
	trial_free(t);

	t = trial_new();
	trial_text(t, SOURCE_CUSTOMERS,
	    "id,name\n"
	    "a23456789-b23456789-c23456789-d23456789-e23456789-"
	    "a23456789-b23456789-c23456789-d23456789-e23456789-x,A\n");
	assert_said(t, "\"id\" is longer than 100 bytes");
	trial_free(t);
}

static void
many_errors_end(void **state)
{
	struct trial *t = trial_new();
	struct buf b;

	(void)state;
	buf_init(&b, 1 << 20);
	buf_adds(&b, "id,name\n");
	for (int i = 0; i < 5000; i++)
		buf_addf(&b, ",name %d\n", i);
	trial_bytes(t, SOURCE_CUSTOMERS, b.p, b.n);
	assert_int_equal(t->rc, -1);
	/* a thousand rows and the line that says so */
	assert_int_equal(t->diags.errors, 1001);
	buf_release(&b);
	trial_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_by_name),
		cmocka_unit_test(header_complaints),
		cmocka_unit_test(rows_of_wrong_length),
		cmocka_unit_test(all_bad_cells_at_once),
		cmocka_unit_test(ids_twice),
		cmocka_unit_test(broken_line_in_facts),
		cmocka_unit_test(not_utf8),
		cmocka_unit_test(times),
		cmocka_unit_test(repeated_hour),
		cmocka_unit_test(missing_hour),
		cmocka_unit_test(zone_of_a_row),
		cmocka_unit_test(foreign_times),
		cmocka_unit_test(money),
		cmocka_unit_test(shares_and_counts),
		cmocka_unit_test(words),
		cmocka_unit_test(many_errors_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
