/* Logs of one JSON object a line: nginx, Caddy, and what is no JSON. */
#include "unit/import/traffic_story.h"

/* ---- JSON
 * ------------------------------------------------------------------------- */

#define NGINX(time, request, status, bytes, agent)                             \
	"{\"time_iso8601\":\"" time "\",\"host\":\"www.example.org\","         \
	"\"request\":\"" request "\",\"status\":" status                       \
	",\"body_bytes_sent\":" bytes ",\"http_user_agent\":\"" agent "\"}\n"

static const char nginx_good[] =
    NGINX("2013-04-11T18:30:05+02:00", "GET / HTTP/1.1", "200", "100", PEOPLE);

static void
nginx_json(void **state)
{
	(void)state;
	/* numbers and texts, all forms of time, names of several makers */
	tells("\xef\xbb\xbf{\"time_iso8601\":\"2013-04-11T18:30:05+02:00\","
	      "\"host\":\"WWW.example.org:443\",\"request_method\":\"GET\","
	      "\"request_uri\":\"\\/?x=\\\"1\\\"\",\"status\":\"200\","
	      "\"body_bytes_sent\":\"100\",\"http_user_agent\":\"" PEOPLE
	      "\"}\r\n"
	      "{\"msec\":1365697806.250,\"server_name\":\"www.example.org\", "
	      "\"request\" : \"GET /a.png HTTP/1.1\" , \"status\":200,"
	      "\"bytes_sent\":200,\"http_user_agent\":\"" PEOPLE "\"}\r\n"
	      "{\"time_local\":\"11/Apr/2013:18:30:07 +0200\",\"host\":"
	      "\"192.0.2.1\",\"server_name\":\"www.example.org\",\"method\":"
	      "\"GET\",\"uri\":\"/\",\"status\":200,\"bytes\":300,"
	      "\"user_agent\":\"Example\\u0042ot\"}\n"
	      "{\"@timestamp\":\"2013-04-11T16:59:59.999Z\",\"http_host\":"
	      "\"www.example.org\",\"method\":\"GET\",\"url\":\"/x\","
	      "\"status\":502,\"size\":\"-\",\"more\":{\"a\":[1,{\"b\":null}],"
	      "\"status\":1},\"upstream_response_time\":\"0.1, 0.2\"}\n"
	      "{\"time\":\"2013-04-11 19:00:00\",\"method\":\"GET\",\"url\":"
	      "\"https://www.example.org/y?z=.png\",\"status\":304,"
	      "\"bytes\":7}",
	    "www.example.org");
}

static void
nginx_json_rejects(void **state)
{
	static const struct {
		const char *line, *why;
	} bad[] = {
		{ "{\"secret\":1", "an object in JSON does not end" },
		{ "secret", "the line is no object of JSON" },
		{ "", "the line is empty" },
		{ "{\"a\":\"secret", "a text in JSON does not end" },
		{ "{\"a\":\"\\x41\"}", "an escape that JSON does not know" },
		{ "{\"a\":\"\\u12g4\"}", "an escape that JSON does not know" },
		{ "{\"a\":\"\\ud800\"}", "an escape that JSON does not know" },
		{ "{\"a\":\"\\udc00\"}", "an escape that JSON does not know" },
		{ "{\"a\":\"\t\"}", "a control character in a text of JSON" },
		{ "{\"a\":01}", "an object in JSON does not end" },
		{ "{\"a\":1.}", "a number that JSON does not know" },
		{ "{\"a\":nul}", "a value that JSON does not know" },
		{ "{\"a\":}", "a value that JSON does not know" },
		{ "{\"a\":1,}", "a key is missing in JSON" },
		{ "{\"a\" 1}", "a key in JSON has no value" },
		{ "{} {}", "something else follows the object" },
		{ "{\"status\":200,\"status\":500}", "a key is there twice" },
		{ "{\"status\":200}", "no time under a key that is known" },
		{ "{\"msec\":1}", "no status under a key that is known" },
		{ "{\"msec\":1,\"status\":\"20\"}",
		    "the status is not a number of three digits" },
		{ "{\"msec\":1,\"status\":200,\"bytes\":-5}",
		    "the size is neither a number nor \"-\"" },
		{ "{\"msec\":1,\"status\":200,\"host\":\"a.example\"}",
		    "no method and path, so nobody can tell whether it is a "
		    "view" },
		{ "{\"msec\":1,\"status\":200,\"host\":\"192.0.2.7\","
		  "\"request\":\"GET / HTTP/1.1\"}",
		    "the line does not say which site it belongs to" },
		{ "{\"msec\":1,\"status\":200,\"host\":\"a b\",\"request\":"
		  "\"GET / HTTP/1.1\"}",
		    "the site is not a host name" },
		{ "{\"msec\":0,\"status\":200}",
		    "the date or time does not exist" },
		{ "{\"time\":\"2013-02-29T00:00:00Z\",\"status\":200}",
		    "the date or time does not exist" },
		{ "{\"time\":\"2013-02-28T24:00:00Z\",\"status\":200}",
		    "the date or time does not exist" },
		{ "{\"time\":\"2013-02-28T20:00:00+99:00\",\"status\":200}",
		    "the date or time does not exist" },
		/* 02:30 on 27 October 2013 occurs twice in Rome, and on 31
		 * March never */
		{ "{\"time\":\"2013-10-27 02:30:00\",\"status\":200}",
		    "this local time occurs twice: set repeated: in "
		    "case.yaml" },
		{ "{\"time\":\"2013-03-31 02:30:00\",\"status\":200}",
		    "this local time was skipped when the clocks changed: set "
		    "missing: in case.yaml" },
	};
	char text[2000];

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		snprintf(text, sizeof text, "%s%s\n", nginx_good, bad[i].line);
		rejects(text, bad[i].why);
	}
}

/* 33 lists within each other are one too many. */
static void
json_depth(void **state)
{
	char text[400];
	char lists[80];

	(void)state;
	for (int depth = 31; depth <= 32; depth++) {
		struct trial *t = trial_new();

		memset(lists, '[', (size_t)depth);
		memset(lists + depth, ']', (size_t)depth);
		lists[2 * depth] = '\0';
		snprintf(text, sizeof text,
		    "{\"a\":%s,\"msec\":1365697806,\"status\":200,\"host\":"
		    "\"a.example\",\"request\":\"GET / HTTP/1.1\"}\n%s",
		    lists, nginx_good);
		trial_text(t, SOURCE_TRAFFIC, text);
		/* the object is a level, too */
		assert_int_equal(t->batch.source.rejected, depth > 31);
		assert_int_equal(t->batch.source.rows, 2 - (depth > 31));
		trial_free(t);
	}
}

/* The policy of the file decides what a repeated hour is. */
static void
local_policy(void **state)
{
	static const char text[] =
	    "{\"time\":\"2013-10-27 02:30:00\",\"status\":200,\"host\":"
	    "\"a.example\",\"request\":\"GET / HTTP/1.1\"}\n";
	struct trial *t = trial_new();

	(void)state;
	t->rule.repeated = LOCAL_EARLIER;
	trial_text(t, SOURCE_TRAFFIC, text);
	assert_quiet(t);
	assert_str(t->batch.source.zone, "Europe/Rome");
	assert_int_equal(t->batch.source.first_at, at("2013-10-27T00:30:00Z"));
	trial_free(t);
	t = trial_new();
	t->rule.repeated = LOCAL_LATER;
	trial_text(t, SOURCE_TRAFFIC, text);
	assert_int_equal(t->batch.source.first_at, at("2013-10-27T01:30:00Z"));
	trial_free(t);
}

#define CADDY(ts, agent_key, uri, agent, size, status)                         \
	"{\"level\":\"info\",\"ts\":" ts                                       \
	",\"logger\":\"http.log.access.log0\",\"msg\":\"handled request\","    \
	"\"request\":{\"remote_ip\":\"192.0.2.7\",\"method\":\"GET\","         \
	"\"host\":\"www.example.org\",\"uri\":\"" uri                          \
	"\",\"headers\":{\"" agent_key "\":[\"" agent "\",\"second\"]}},"      \
	"\"duration\":0.2,\"size\":" size ",\"status\":" status "}\n"

static void
caddy(void **state)
{
	(void)state;
	tells(CADDY("1365697805.123", "User-Agent", "/", PEOPLE, "100", "200")
	    /* other messages of the server, and a request told twice */
	    "{\"level\":\"info\",\"ts\":1.5,\"logger\":\"tls\",\"msg\":"
	    "\"renewed\"}\n"
	    "{\"level\":\"warn\",\"ts\":1.5,\"msg\":\"starting\"}\n"
	    "{\"level\":\"error\",\"ts\":1.5,\"logger\":\"http.log.error\","
	    "\"msg\":\"x\",\"request\":{\"method\":\"GET\",\"host\":"
	    "\"www.example.org\",\"uri\":\"/\"},\"status\":502}\n"
	    /* its other forms of time */
	    CADDY("\"2013-04-11T16:30:06Z\"", "User-Agent", "/a.png", PEOPLE,
		"200", "200") CADDY("\"2013/04/11 16:30:07.123\"", "user-agent",
		"/", ROBOT, "300", "200")
		CADDY("1365699599999", "User-Agent", "/x", PEOPLE, "0", "502")
		    CADDY("\"11/Apr/2013:19:00:00 +0200\"", "User-Agent",
			"/y?z=.png", PEOPLE, "7", "304"),
	    "www.example.org");
}

/* An early line with nothing but a common log line; its site is the rule's. */
static void
caddy_common_log(void **state)
{
	struct trial *t = trial_new();

	(void)state;
	t->rule.site = STR("shop.example.net");
	trial_text(t, SOURCE_TRAFFIC,
	    "{\"level\":\"info\",\"ts\":1365697805.1,\"logger\":"
	    "\"http.log.access\",\"msg\":\"handled request\",\"common_log\":"
	    "\"192.0.2.7 - - [11/Apr/2013:16:30:05 +0000] \\\"GET / "
	    "HTTP/1.1\\\" 503 12\"}\n");
	assert_quiet(t);
	assert_int_equal(t->traffic.v[0].counts.errors, 1);
	assert_int_equal(t->traffic.v[0].counts.bytes, 12);
	assert_str(t->traffic.v[0].site, "shop.example.net");
	trial_free(t);
}

static void
caddy_rejects(void **state)
{
	static const char good[] =
	    CADDY("1365697805.123", "User-Agent", "/", PEOPLE, "100", "200");
	char text[2000];

	(void)state;
	snprintf(text, sizeof text,
	    "%s{\"ts\":1,\"logger\":\"http.log.access\"}\n", good);
	rejects(text, "there is no request in this line");
	snprintf(text, sizeof text, "%s{\"ts\":1365697805.x}\n", good);
	rejects(text, "a number that JSON does not know");
	snprintf(text, sizeof text,
	    "%s{\"ts\":\"2013/13/11 16:30:07\",\"request\":{},\"status\":1}\n",
	    good);
	rejects(text, "the date or time does not exist");
}

/* ---- all
 * ------------------------------------------------------------------------ */

/* Longer lines are rejects, in every dialect; what follows is read. */
static void
long_lines(void **state)
{
	struct trial *t = trial_new();
	struct buf b;

	(void)state;
	buf_init(&b, 1 << 20);
	for (int i = 0; i < 50; i++)
		buf_adds(&b, nginx_good);
	buf_adds(&b, "{\"a\":\"");
	for (int i = 0; i < 70000; i++)
		buf_addc(&b, 'x');
	buf_adds(&b, "\"}\n");
	buf_adds(&b, nginx_good);
	trial_bytes(t, SOURCE_TRAFFIC, b.p, b.n);
	assert_quiet(t);
	assert_int_equal(t->batch.source.rows, 51);
	assert_int_equal(t->batch.source.rejected, 1);
	assert_int_equal(t->batch.rejects.v[0].line, 51);
	assert_str(
	    t->batch.rejects.v[0].reason, "the line is longer than 64 KiB");
	buf_release(&b);
	trial_free(t);
}

/* Without a site in any line the rule has to say it. */
static void
no_site(void **state)
{
	struct trial *t = trial_new();

	(void)state;
	trial_text(t, SOURCE_TRAFFIC,
	    "{\"msec\":1365697806,\"status\":200,\"request\":\"GET / x\"}\n");
	assert_int_equal(t->rc, -1);
	assert_said(t, "file: error: the lines do not say which site they "
		       "belong to\n"
		       "hint: add to case.yaml, under files: - { match: "
		       "\"file\", site: www.example.org }");
	trial_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nginx_json),
		cmocka_unit_test(nginx_json_rejects),
		cmocka_unit_test(json_depth),
		cmocka_unit_test(local_policy),
		cmocka_unit_test(caddy),
		cmocka_unit_test(caddy_common_log),
		cmocka_unit_test(caddy_rejects),
		cmocka_unit_test(long_lines),
		cmocka_unit_test(no_site),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
