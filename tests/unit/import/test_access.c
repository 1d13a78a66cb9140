/* Access logs: one line, then whole files. */
#include "unit/import/help.h"

#include "import/access.h"
#include "import/agents.h"
#include "import/tally.h"

#define STAMP  "[11/Apr/2013:18:30:05 +0200]"
#define FRONT  "192.0.2.7 - - " STAMP " "
#define GET    "\"GET / HTTP/1.1\" "
#define PEOPLE "\"-\" \"Mozilla/5.0 (X11; Linux x86_64)\""
#define ROBOT  "\"-\" \"Mozilla/5.0 (compatible; ExampleBot/2.1)\""

static struct access_line
good(enum access_kind kind, const char *text)
{
	struct access_clock clock = { 0 };
	struct access_line line;
	const char *why = access_parse(kind, str_of(text), &clock, &line);

	if (why != NULL)
		fail_msg("%s: %s", why, text);
	return line;
}

static void
bad(enum access_kind kind, const char *text, const char *reason)
{
	struct access_clock clock = { 0 };
	struct access_line line;
	const char *why = access_parse(kind, str_of(text), &clock, &line);

	if (why == NULL)
		fail_msg("accepted: %s", text);
	assert_string_equal(why, reason);
}

static void
fields(void **state)
{
	struct access_line l;

	(void)state;
	l = good(ACCESS_COMBINED, FRONT GET "200 5120 " PEOPLE);
	assert_int_equal(l.at_s * 1000, at("2013-04-11T16:30:05Z"));
	assert_str(l.request, "GET / HTTP/1.1");
	assert_int_equal(l.status, 200);
	assert_int_equal(l.bytes, 5120);
	assert_str(l.agent, "Mozilla/5.0 (X11; Linux x86_64)");
	assert_int_equal(l.site.n, 0);
	l = good(ACCESS_COMMON, FRONT GET "304 -");
	assert_int_equal(l.bytes, 0);
	l = good(ACCESS_VHOST, "shop.example.net:443 2001:db8::7 - - " STAMP
			       " " GET "503 12 " PEOPLE);
	assert_str(l.site, "shop.example.net");
	assert_int_equal(l.status, 503);
	/* the name alone, where an address follows */
	l = good(ACCESS_VHOST,
	    "shop.example.net 192.0.2.7 - - " STAMP " " GET "200 1 " PEOPLE);
	assert_str(l.site, "shop.example.net");
}

/* What real servers write and what must not be lost for it. */
static void
odd_but_good(void **state)
{
	static const char *const combined[] = {
		/* user names with blanks, brackets and escaped quotes */
		"192.0.2.7 - mary ann " STAMP " " GET "200 1 " PEOPLE,
		"192.0.2.7 - a[b]c " STAMP " " GET "200 1 " PEOPLE,
		"192.0.2.7 - a\\\"b " STAMP " " GET "200 1 " PEOPLE,
		/* quotes and backslashes in request and agent, escaped */
		FRONT "\"GET /?q=\\\"big%20shoes\\\"&x=[1] HTTP/1.1\" 200 1 "
		      "\"-\" \"Mozilla/5.0 \\\"odd\\\" [x]\"",
		FRONT "\"GET /a\\\\\" 200 1 \"-\" \"x\\\\\"",
		/* requests that are none */
		FRONT "\"-\" 408 - \"-\" \"-\"",
		FRONT "\"\" 400 0 \"-\" \"-\"",
		FRONT "\"\\x16\\x03\\x01\\xe5\\\"\\xf1\" 400 226 \"-\" \"\"",
		FRONT "\"\x16\x03\x01\xE5\" 400 226 \"-\" \"\"",
		/* fields a server was told to add */
		FRONT GET "200 1 " PEOPLE " \"192.0.2.99, 192.0.2.1\"",
		FRONT GET "200 1 " PEOPLE " 0.002 - \"x\"",
		FRONT GET "200 1 " PEOPLE "\r",
		/* a leap second, a half-hour zone */
		"192.0.2.7 - - [30/Jun/2012:23:59:60 +0000] " GET
		"200 1 " PEOPLE,
		"192.0.2.7 - - [11/Apr/2013:22:00:05 +0530] " GET
		"200 1 " PEOPLE,
		"192.0.2.7 - - [29/Feb/2012:22:00:05 -0330] " GET
		"200 1 " PEOPLE,
	};

	(void)state;
	for (size_t i = 0; i < sizeof combined / sizeof *combined; i++)
		good(ACCESS_COMBINED, combined[i]);
	/* 22:00 at +05:30 is 16:30 UTC */
	assert_int_equal(good(ACCESS_COMBINED, combined[13]).at_s * 1000,
	    at("2013-04-11T16:30:05Z"));
	assert_int_equal(good(ACCESS_COMBINED, combined[14]).at_s * 1000,
	    at("2012-03-01T01:30:05Z"));
}

static void
malformed(void **state)
{
	static const char no_time[] =
	    "no time in brackets before a request in quotes";
	static const char no_date[] = "the date or time does not exist";
	static const char no_status[] =
	    "the status is not a number of three digits";
	static const char no_agent[] = "no referer and user agent in quotes";

	(void)state;
	bad(ACCESS_COMBINED, "", "the line is empty");
	bad(ACCESS_COMBINED, "\r", "the line is empty");
	bad(ACCESS_COMBINED, "192.0.2.", no_time);
	bad(ACCESS_COMBINED, "\"", no_time);
	bad(ACCESS_COMBINED, GET "200 1 " PEOPLE, no_time);
	/* a request that mimics a stamp does not become the time */
	bad(ACCESS_COMBINED, "x " GET "[11/Apr/2013:18:30:05 +0200] \"x\"",
	    no_time);
	bad(ACCESS_COMBINED,
	    "192.0.2.7 - - [31/Feb/2025:18:30:05 +0200] " GET "200 1 " PEOPLE,
	    no_date);
	bad(ACCESS_COMBINED,
	    "192.0.2.7 - - [29/Feb/2013:18:30:05 +0200] " GET "200 1 " PEOPLE,
	    no_date);
	bad(ACCESS_COMBINED,
	    "192.0.2.7 - - [07/Xyz/2025:18:30:05 +0200] " GET "200 1 " PEOPLE,
	    no_date);
	bad(ACCESS_COMBINED,
	    "192.0.2.7 - - [07/Apr/2025:24:30:05 +0200] " GET "200 1 " PEOPLE,
	    no_date);
	bad(ACCESS_COMBINED,
	    "192.0.2.7 - - [07/Apr/2025:18:30:61 +0200] " GET "200 1 " PEOPLE,
	    no_date);
	bad(ACCESS_COMBINED,
	    "192.0.2.7 - - [07/Apr/1969:18:30:05 +0200] " GET "200 1 " PEOPLE,
	    no_date);
	/* an hour before 1970 by its offset */
	bad(ACCESS_COMBINED,
	    "192.0.2.7 - - [01/Jan/1970:00:30:05 +0200] " GET "200 1 " PEOPLE,
	    no_date);
	bad(ACCESS_COMBINED,
	    "192.0.2.7 - - [07/Apr/2025:18:30:05 +9900] " GET "200 1 " PEOPLE,
	    no_date);
	bad(ACCESS_COMBINED, FRONT "\"GET /cut", "the request does not end");
	bad(ACCESS_COMBINED, FRONT GET "abc 12 " PEOPLE, no_status);
	bad(ACCESS_COMBINED, FRONT GET "20 12 " PEOPLE, no_status);
	bad(ACCESS_COMBINED, FRONT GET "2000 12 " PEOPLE, no_status);
	bad(ACCESS_COMBINED, FRONT GET "200 x " PEOPLE,
	    "the size is neither a number nor \"-\"");
	bad(ACCESS_COMBINED, FRONT GET "200 1234567890123456 " PEOPLE,
	    "the size is neither a number nor \"-\"");
	bad(ACCESS_COMBINED, FRONT GET "200 12", no_agent);
	bad(ACCESS_COMBINED, FRONT GET "200 12 \"-\" \"Mozilla", no_agent);
	/* two lines in one */
	bad(ACCESS_COMBINED,
	    FRONT GET "200 12 " PEOPLE FRONT GET "200 12 " PEOPLE,
	    "something else follows the last field");
	bad(ACCESS_COMBINED,
	    FRONT GET "200 12 " PEOPLE " " FRONT GET "200 12 " PEOPLE,
	    "something else follows the last field");
	bad(ACCESS_COMMON, FRONT GET "200 12 " PEOPLE,
	    "something else follows the last field");
	bad(ACCESS_COMBINED, "192.0.2.7 - " STAMP " " GET "200 1 " PEOPLE,
	    "host, identity and user are not there");
	bad(ACCESS_VHOST, FRONT GET "200 1 " PEOPLE,
	    "no name of a site at the start");
}

/* The clock remembers an hour; it must never carry it over to another one. */
static void
clock_changes(void **state)
{
	static const struct {
		const char *stamp, *utc;
	} cases[] = {
		{ "[31/Mar/2013:01:59:59 +0100]", "2013-03-31T00:59:59Z" },
		{ "[31/Mar/2013:03:00:00 +0200]", "2013-03-31T01:00:00Z" },
		{ "[31/Mar/2013:01:00:00 +0200]", "2013-03-30T23:00:00Z" },
		{ "[27/Oct/2013:02:30:00 +0200]", "2013-10-27T00:30:00Z" },
		{ "[27/Oct/2013:02:30:00 +0100]", "2013-10-27T01:30:00Z" },
		{ "[27/Oct/2012:02:30:00 +0100]", "2012-10-27T01:30:00Z" },
		{ "[27/Oct/2012:12:30:00 +0100]", "2012-10-27T11:30:00Z" },
		{ "[27/Nov/2012:12:30:00 +0100]", "2012-11-27T11:30:00Z" },
		{ "[17/Nov/2012:12:30:00 -0100]", "2012-11-17T13:30:00Z" },
	};
	struct access_clock clock = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct access_line line;
		char text[200];

		snprintf(
		    text, sizeof text, "h - - %s " GET "200 1", cases[i].stamp);
		/* an impossible one in between changes nothing */
		assert_non_null(access_parse(ACCESS_COMMON,
		    STR("h - - [31/Feb/2013:03:00:00 +0200] \"x\" 200 1"),
		    &clock, &line));
		assert_null(
		    access_parse(ACCESS_COMMON, str_of(text), &clock, &line));
		assert_int_equal(line.at_s * 1000, at(cases[i].utc));
	}
}

static bool
view(const char *request, int status)
{
	struct access_line l = { .request = str_of(request), .status = status };

	return access_is_view(&l);
}

static void
views(void **state)
{
	(void)state;
	assert_true(view("GET / HTTP/1.1", 200));
	assert_true(view("GET /blog/2013/04 HTTP/1.1", 304));
	assert_true(view("GET /page.html HTTP/2.0", 200));
	assert_true(view("GET /v1.2/about HTTP/1.1", 200));
	assert_true(view("GET /", 200));
	assert_true(view("GET /report.pdf HTTP/1.1", 200));
	/* the file is what is asked for, not the query */
	assert_true(view("GET /index.php?x=/a.css HTTP/1.1", 200));
	assert_true(view("GET http://www.example.org HTTP/1.1", 200));
	assert_false(view("GET /style.css HTTP/1.1", 200));
	assert_false(view("GET /style.CSS?v=3 HTTP/1.1", 200));
	assert_false(view("GET /a/b.min.js HTTP/1.1", 304));
	assert_false(view("GET /font.woff2 HTTP/1.1", 200));
	assert_false(view("GET /site.webmanifest HTTP/1.1", 200));
	assert_false(view("GET /robots.txt HTTP/1.1", 200));
	assert_false(view("POST / HTTP/1.1", 200));
	assert_false(view("HEAD / HTTP/1.1", 200));
	assert_false(view("GET / HTTP/1.1", 301));
	assert_false(view("GET / HTTP/1.1", 404));
	assert_false(view("GET / HTTP/1.1", 500));
	assert_false(view("-", 200));
	assert_false(view("", 200));
	assert_false(view("GET ", 200));
}

static bool
remembered(struct agents *memory, const char *agent)
{
	struct str text = str_of(agent);

	return agents_robot(memory, text, agents_key(memory, text));
}

static void
robots(void **state)
{
	static const char *const machines[] = {
		"Mozilla/5.0 (compatible; Googlebot/2.1; "
		"+http://www.google.com/bot.html)",
		"Mozilla/5.0 (compatible; Yahoo! Slurp)",
		"facebookexternalhit/1.1",
		"python-requests/2.31.0",
		"curl/7.88.1",
		"Go-http-client/2.0",
		"Wget/1.21.3",
		"Mozilla/5.0 (compatible; UptimeRobot/2.0)",
		"check_http/v2.3.3 (monitoring-plugins 2.3.3)",
		"kube-probe/1.27",
		"ELB-HealthChecker/2.0",
		"CUBOT bot",
	};
	static const char *const people[] = {
		"Mozilla/5.0 (X11; Linux x86_64; rv:147.0) Gecko/20100101 "
		"Firefox/147.0",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X)",
		/* a telephone */
		"Mozilla/5.0 (Linux; Android 12; CUBOT P50) Chrome/110.0",
		"Mozilla/5.0 (X11) curl/7",
		"",
		"-",
	};
	struct agents *memory = agents_take(NULL, NULL);

	(void)state;
	/* twice: found out, then remembered */
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < sizeof machines / sizeof *machines; i++)
			assert_true(remembered(memory, machines[i]));
		for (size_t i = 0; i < sizeof people / sizeof *people; i++)
			assert_false(remembered(memory, people[i]));
	}
	/* more agents than the memory takes */
	for (int i = 0; i < 40000; i++) {
		char text[60];

		snprintf(text, sizeof text, "Mozilla/5.0 (X11; %d)%s", i,
		    i % 2 ? "" : " Spider");
		assert_int_equal(remembered(memory, text), i % 2 == 0);
	}
	agents_give(NULL, memory);
}

/* ---- files
 * ------------------------------------------------------------------------- */

static void
counters(void **state)
{
	struct trial *t = trial_new();
	const struct traffic *c;

	/*
	 * By hand: two hours. 16 UTC: page, picture, robot's page, error: 4
	 * hits, 1 view, 1 error, 100+200+300+0 bytes. 17 UTC: one page.
	 */
	(void)state;
	t->rule.site = STR("www.example.org");
	trial_text(t, SOURCE_TRAFFIC,
	    "192.0.2.7 - - [11/Apr/2013:18:59:59 +0200] \"GET / HTTP/1.1\" "
	    "200 100 " PEOPLE "\n"
	    "192.0.2.7 - - [11/Apr/2013:18:30:05 +0200] "
	    "\"GET /a.png HTTP/1.1\" 200 200 " PEOPLE "\n"
	    "192.0.2.7 - - [11/Apr/2013:18:30:05 +0200] \"GET / HTTP/1.1\" "
	    "200 300 " ROBOT "\n"
	    "192.0.2.7 - - [11/Apr/2013:19:00:00 +0200] \"GET / HTTP/1.1\" "
	    "200 7 " PEOPLE "\n"
	    "192.0.2.7 - - [11/Apr/2013:16:30:05 +0000] \"GET / HTTP/1.1\" "
	    "502 - " PEOPLE "\n");
	assert_quiet(t);
	assert_int_equal(t->traffic.n, 2);
	c = &t->traffic.v[0].counts;
	assert_str(t->traffic.v[0].site, "www.example.org");
	assert_int_equal(c->at, at("2013-04-11T16:00:00Z"));
	assert_int_equal(c->hits, 4);
	assert_int_equal(c->views, 1);
	assert_int_equal(c->errors, 1);
	assert_int_equal(c->bytes, 600);
	c = &t->traffic.v[1].counts;
	assert_int_equal(c->at, at("2013-04-11T17:00:00Z"));
	assert_int_equal(c->hits, 1);
	assert_int_equal(t->batch.source.rows, 5);
	assert_int_equal(t->batch.source.first_at, at("2013-04-11T16:30:05Z"));
	assert_int_equal(t->batch.source.last_at, at("2013-04-11T17:00:00Z"));
	trial_free(t);
}

/* One impossible date must not poison the lines behind it. */
static void
impossible_date(void **state)
{
	struct trial *t = trial_new();
	struct buf b;

	(void)state;
	t->rule.site = STR("www.example.org");
	buf_init(&b, 1 << 20);
	buf_adds(&b, "192.0.2.7 - - [31/Feb/2025:18:30:05 +0200] " GET
		     "200 1 " PEOPLE "\n");
	for (int i = 0; i < 200; i++)
		buf_adds(&b, FRONT GET "200 1 " PEOPLE "\n");
	trial_bytes(t, SOURCE_TRAFFIC, b.p, b.n);
	assert_quiet(t);
	assert_int_equal(t->batch.source.rows, 200);
	assert_int_equal(t->batch.source.rejected, 1);
	assert_int_equal(t->batch.source.last_at, at("2013-04-11T16:30:05Z"));
	assert_int_equal(t->traffic.n, 1);
	assert_int_equal(t->traffic.v[0].counts.hits, 200);
	buf_release(&b);
	trial_free(t);
}

/* Of a line that cannot be read only its place is kept. */
static void
rejects_hold_nothing_personal(void **state)
{
	static const char first[] = FRONT GET "200 1 " PEOPLE "\n";
	static const char second[] = "198.51.100.23 secret broken line\n";
	struct trial *t = trial_new();
	const struct reject *r;
	struct buf b;

	(void)state;
	t->rule.site = STR("www.example.org");
	buf_init(&b, 1 << 20);
	buf_adds(&b, first);
	buf_adds(&b, second);
	for (int i = 0; i < 100; i++)
		buf_adds(&b, first);
	trial_bytes(t, SOURCE_TRAFFIC, b.p, b.n);
	assert_quiet(t);
	assert_int_equal(t->batch.rejects.n, 1);
	r = &t->batch.rejects.v[0];
	assert_int_equal(r->line, 2);
	assert_int_equal(r->from_byte, sizeof first - 1);
	assert_int_equal(r->to_byte, sizeof first - 1 + sizeof second - 1);
	assert_int_equal(r->excerpt.n, 0);
	assert_null(strstr(str_cstr(&t->keep, r->reason), "198.51"));
	assert_null(strstr(str_cstr(&t->keep, r->reason), "secret"));
	buf_release(&b);
	trial_free(t);
}

static void
sites_of_a_shared_log(void **state)
{
	struct trial *t = trial_new();

	/* names in any case are one site; the order is that of the names */
	(void)state;
	trial_text(t, SOURCE_TRAFFIC,
	    "www.example.org:443 " FRONT GET "200 1 " PEOPLE "\n"
	    "Shop.Example.NET:80 " FRONT GET "200 2 " PEOPLE "\n"
	    "shop.example.net:80 " FRONT GET "200 3 " PEOPLE "\n"
	    "shop_example:80 " FRONT GET "200 3 " PEOPLE "\n"
	    "-a.example:80 " FRONT GET "200 3 " PEOPLE "\n"
	    "a..example:80 " FRONT GET "200 3 " PEOPLE "\n"
	    ":80 " FRONT GET "200 3 " PEOPLE "\n"
	    "../../etc:80 " FRONT GET "200 3 " PEOPLE "\n");
	assert_int_equal(t->rc, 0);
	assert_int_equal(t->batch.source.rejected, 5);
	assert_said(t, "file:4: warning: 5 of 8 lines could not be read; the "
		       "first here: the site is not a host name");
	assert_int_equal(t->traffic.n, 2);
	assert_str(t->traffic.v[0].site, "shop.example.net");
	assert_int_equal(t->traffic.v[0].counts.bytes, 5);
	assert_str(t->traffic.v[1].site, "www.example.org");
	trial_free(t);
}

static void
too_many_sites(void **state)
{
	struct trial *t = trial_new();
	struct buf b;

	(void)state;
	buf_init(&b, 1 << 27);
	for (int i = 0; i < TALLY_MAX_SITES + 3; i++)
		buf_addf(
		    &b, "s%d.ex:80 - - - " STAMP " \"-\" 200 1 \"\" \"\"\n", i);
	trial_bytes(t, SOURCE_TRAFFIC, b.p, b.n);
	assert_int_equal(t->rc, 0);
	assert_int_equal(t->diags.warnings, 1);
	assert_said(t, "file:1000001: warning: more than 1000000 sites; lines "
		       "of further ones are not counted");
	assert_int_equal(t->batch.source.rows, 1000000);
	assert_int_equal(t->batch.source.rejected, 3);
	assert_int_equal(t->batch.rejects.v[0].line, 1000001);
	buf_release(&b);
	trial_free(t);
}

static void
no_site(void **state)
{
	struct trial *t = trial_new();

	(void)state;
	trial_text(t, SOURCE_TRAFFIC, FRONT GET "200 1 " PEOPLE "\n");
	assert_int_equal(t->rc, -1);
	assert_said(t, "file: error: the lines do not say which site they "
		       "belong to\n"
		       "hint: add to case.yaml, under files: - { match: "
		       "\"file\", site: www.example.org }");
	trial_free(t);
}

static void
long_lines(void **state)
{
	static const size_t sizes[] = { 65000, 66000, 400000, 3000000 };
	struct trial *t = trial_new();
	struct buf b;

	(void)state;
	t->rule.site = STR("www.example.org");
	buf_init(&b, 1 << 24);
	for (int i = 0; i < 200; i++)
		buf_adds(&b, FRONT GET "200 1 " PEOPLE "\n");
	for (size_t i = 0; i < 4; i++) {
		buf_adds(&b, FRONT "\"GET /");
		for (size_t k = 0; k < sizes[i]; k++)
			buf_addc(&b, 'x');
		buf_adds(&b, " HTTP/1.1\" 200 1 " PEOPLE "\n");
	}
	buf_adds(&b, FRONT GET "200 1 " PEOPLE "\n");
	trial_bytes(t, SOURCE_TRAFFIC, b.p, b.n);
	assert_quiet(t);
	/* 64 KiB is the end of it; the line behind is counted again */
	assert_int_equal(t->batch.source.rows, 202);
	assert_int_equal(t->batch.source.rejected, 3);
	assert_int_equal(t->batch.rejects.v[0].line, 202);
	assert_int_equal(t->batch.rejects.v[2].line, 204);
	assert_str(
	    t->batch.rejects.v[2].reason, "the line is longer than 64 KiB");
	assert_int_equal(
	    t->batch.rejects.v[2].from_byte, t->batch.rejects.v[1].to_byte);
	buf_release(&b);
	trial_free(t);
}

static void
nothing_readable(void **state)
{
	struct trial *t = trial_new();

	(void)state;
	t->rule.site = STR("www.example.org");
	t->rule.format = STR("combined");
	trial_text(t, SOURCE_TRAFFIC, FRONT GET "200 1\nx\n");
	assert_int_equal(t->rc, -1);
	assert_said(t, "file:1: error: no line could be read: no referer and "
		       "user agent in quotes");
	trial_free(t);

	t = trial_new();
	t->rule.site = STR("www.example.org");
	trial_text(t, SOURCE_TRAFFIC, "");
	assert_int_equal(t->rc, 0);
	assert_said(t, "file: warning: the file is empty\n"
		       "hint: a missing log is not the same as no visitors");
	trial_free(t);
}

static void
many_cells(void **state)
{
	struct trial *t = trial_new();
	struct buf b;
	int64_t hits = 0;

	/* 30 sites over 40 days, hour by hour, in a wild order */
	(void)state;
	buf_init(&b, 1 << 26);
	for (int i = 0; i < 30 * 960; i++) {
		int k = (int)((int64_t)i * 7919 % (30 * 960));
		int hour = k / 30;

		buf_addf(&b,
		    "s%02d.example:80 192.0.2.7 - - [%02d/%s/2013:%02d:00:00 "
		    "+0000] " GET "200 1 " PEOPLE "\n",
		    k % 30, hour / 24 % 20 + 1, hour < 480 ? "Apr" : "May",
		    hour % 24);
	}
	trial_bytes(t, SOURCE_TRAFFIC, b.p, b.n);
	assert_quiet(t);
	assert_int_equal(t->traffic.n, 30 * 960);
	for (size_t i = 0; i < t->traffic.n; i++) {
		const struct told_cell *c = &t->traffic.v[i];
		int order = i == 0 ? -1 : str_cmp(c[-1].site, c->site);

		assert_true(order < 0 ||
			    (order == 0 && c[-1].counts.at < c->counts.at));
		hits += c->counts.hits;
	}
	assert_int_equal(hits, 30 * 960);
	buf_release(&b);
	trial_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields),
		cmocka_unit_test(odd_but_good),
		cmocka_unit_test(malformed),
		cmocka_unit_test(clock_changes),
		cmocka_unit_test(views),
		cmocka_unit_test(robots),
		cmocka_unit_test(counters),
		cmocka_unit_test(impossible_date),
		cmocka_unit_test(rejects_hold_nothing_personal),
		cmocka_unit_test(sites_of_a_shared_log),
		cmocka_unit_test(too_many_sites),
		cmocka_unit_test(no_site),
		cmocka_unit_test(long_lines),
		cmocka_unit_test(nothing_readable),
		cmocka_unit_test(many_cells),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
