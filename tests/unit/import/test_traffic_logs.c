/* Logs of requests in all dialects: one story, then what is odd in each. */
#include "unit/import/help.h"

#define PEOPLE "Mozilla/5.0 (X11; Linux x86_64)"
#define ROBOT  "Mozilla/5.0 (compatible; ExampleBot/2.1)"
#define LINE   "192.0.2.7 - - [11/Apr/2013:"
#define BACK   " \"-\" \"" PEOPLE "\"\n"

/*
 * By hand, for every dialect: in the hour of 16 UTC a page (100 bytes), a
 * picture (200), a robot's page (300) and an error (0): 4 hits, 1 view, 1
 * error, 600 bytes. At 17:00:00 UTC a page that ends in .png only behind the
 * question mark, 7 bytes: 1 hit, 1 view.
 */
static void
story_told(struct trial *t, const char *site)
{
	const struct traffic_cell *c = t->batch.traffic.v;

	assert_quiet(t);
	assert_int_equal(t->batch.source.rows, 5);
	assert_int_equal(t->batch.source.rejected, 0);
	assert_int_equal(t->batch.traffic.n, 2);
	assert_str(c[0].site, site);
	assert_str(c[1].site, site);
	assert_int_equal(c[0].counts.at, at("2013-04-11T16:00:00Z"));
	assert_int_equal(c[0].counts.hits, 4);
	assert_int_equal(c[0].counts.views, 1);
	assert_int_equal(c[0].counts.errors, 1);
	assert_int_equal(c[0].counts.bytes, 600);
	assert_int_equal(c[1].counts.at, at("2013-04-11T17:00:00Z"));
	assert_int_equal(c[1].counts.hits, 1);
	assert_int_equal(c[1].counts.views, 1);
	assert_int_equal(c[1].counts.errors, 0);
	assert_int_equal(c[1].counts.bytes, 7);
	assert_int_equal(t->batch.source.first_at, at("2013-04-11T16:30:05Z"));
	assert_int_equal(t->batch.source.last_at, at("2013-04-11T17:00:00Z"));
}

static void
tells(const char *text, const char *site)
{
	struct trial *t = trial_new();

	t->settings.traffic_unit = STR("views");
	trial_text(t, SOURCE_TRAFFIC, text);
	story_told(t, site);
	trial_free(t);
}

/* The first line is good, every other one a reject for this reason; of none
 * of them any text is kept. */
static void
rejects(const char *text, const char *reason)
{
	struct trial *t = trial_new();

	t->settings.traffic_unit = STR("views");
	trial_text(t, SOURCE_TRAFFIC, text);
	assert_int_equal(t->rc, 0);
	assert_int_equal(t->batch.source.rows, 1);
	assert_true(t->batch.rejects.n > 0);
	for (size_t i = 0; i < t->batch.rejects.n; i++) {
		assert_str(t->batch.rejects.v[i].reason, reason);
		assert_int_equal(t->batch.rejects.v[i].excerpt.n, 0);
	}
	assert_null(strstr(t->said.p, "secret"));
	trial_free(t);
}

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
	assert_int_equal(t->batch.traffic.v[0].counts.errors, 1);
	assert_int_equal(t->batch.traffic.v[0].counts.bytes, 12);
	assert_str(t->batch.traffic.v[0].site, "shop.example.net");
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

/* ---- columns that the file names
 * --------------------------------------------------------------- */

static void
w3c(void **state)
{
	(void)state;
	/* two sets of columns; the times are UTC whatever the case's zone */
	tells("\xef\xbb\xbf#Software: IIS\r\n#Version: 1.0\r\n"
	      "#Fields: date time cs-method cs-uri-stem cs-uri-query s-port "
	      "c-ip cs(User-Agent) cs-host sc-status sc-bytes\r\n"
	      "2013-04-11 16:30:05 GET / - 443 192.0.2.7 Mozilla/5.0+(X11) "
	      "www.example.org 200 100\r\n"
	      "2013-04-11 16:30:06 GET /a.png - 443 192.0.2.7 Mozilla/5.0 "
	      "www.example.org:443 200 200\r\n"
	      "#Software: IIS\r\n"
	      "#Fields: time date sc-bytes cs-uri-stem cs-method sc-status "
	      "cs-host cs(User-Agent)\r\n"
	      "16:30:07 2013-04-11 300 / GET 200 www.example.org "
	      "Mozilla/5.0+(compatible;+ExampleBot/2.1)\r\n"
	      "16:59:59 2013-04-11 0 /x GET 502 www.example.org -\r\n"
	      "17:00:00 2013-04-11 7 /y GET 304 www.example.org -",
	    "www.example.org");
}

static void
w3c_rejects(void **state)
{
	static const char good[] =
	    "#Fields: date time cs-method cs-uri-stem sc-status cs-host\n"
	    "2013-04-11 16:30:05 GET / 200 www.example.org\n";
	static const struct {
		const char *line, *why;
	} bad[] = {
		{ "2013-04-11 16:30:05 GET / 200",
		    "the line does not fit the last #Fields:" },
		{ "2013-04-11 16:30:05 GET / 200 a.example x",
		    "the line does not fit the last #Fields:" },
		{ "2013-02-29 16:30:05 GET / 200 a.example",
		    "the date or time does not exist" },
		{ "2013-04-11 16:30 GET / 200 a.example",
		    "the date or time does not exist" },
		{ "2013-04-11 16:30:05 GET / 2000 a.example",
		    "the status is not a number of three digits" },
		{ "2013-04-11 16:30:05 GET / 200 -",
		    "the line does not say which site it belongs to" },
		{ "#Fields: time cs-method sc-status\n16:30:05 GET 200",
		    "the columns are without date or time" },
		{ "#Fields: date time cs-method\n2013-04-11 16:30:05 GET",
		    "the columns are without sc-status" },
		{ "#Fields: date time sc-status cs-host\n"
		  "2013-04-11 16:30:05 200 a.example",
		    "no method and path, so nobody can tell whether it is a "
		    "view" },
		{ "#Fields:\n2013-04-11",
		    "no #Fields: before this line names the columns" },
	};
	char text[2000];

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		snprintf(text, sizeof text, "%s%s\n", good, bad[i].line);
		rejects(text, bad[i].why);
	}
}

/* Nothing but the head: no line is not the same as a broken log. */
static void
w3c_without_requests(void **state)
{
	struct trial *t = trial_new();

	(void)state;
	trial_text(t, SOURCE_TRAFFIC,
	    "#Version: 1.0\n#Fields: date time cs-method sc-status\n");
	assert_int_equal(t->rc, 0);
	assert_said(t, "file: warning: there is no request in this log\n"
		       "hint: a missing log is not the same as no visitors");
	trial_free(t);
}

static void
cloudfront(void **state)
{
	(void)state;
	/* out of order, as they come; "000": the client did not wait */
	tells("#Version: 1.0\n"
	      "#Fields: date time sc-bytes c-ip cs-method cs(Host) "
	      "cs-uri-stem sc-status cs(User-Agent) x-host-header\n"
	      "2013-04-11\t17:00:00\t7\t192.0.2.7\tGET\td1.cloudfront.net\t"
	      "/y\t304\tMozilla/5.0%20(X11)\twww.example.org\n"
	      "2013-04-11\t16:30:05\t100\t192.0.2.7\tGET\td1.cloudfront.net\t"
	      "/\t200\tMozilla/5.0%20(X11)\twww.example.org\n"
	      "2013-04-11\t16:30:06\t200\t192.0.2.7\tGET\td1.cloudfront.net\t"
	      "/a.png\t000\t-\twww.example.org\n"
	      "2013-04-11\t16:30:07\t300\t192.0.2.7\tGET\td1.cloudfront.net\t"
	      "/\t200\tExample%42ot/2.1\twww.example.org\n"
	      "2013-04-11\t16:59:59\t0\t192.0.2.7\tGET\td1.cloudfront.net\t"
	      "/x\t502\t-\twww.example.org\n",
	    "www.example.org");
}

/* ---- proxies
 * ---------------------------------------------------------------------- */

#define HAPROXY(time, server, status, bytes, captured, path)                     \
	"Apr 11 18:30:06 lb1 haproxy[14389]: 192.0.2.7:51234 [11/Apr/2013:" time \
	"] https~ " server " 0/0/-1/-1/60000 " status " " bytes                  \
	" - - SC-- 12/12/3/1/0 0/0 " captured "\"GET " path " HTTP/1.1\""

static void
haproxy(void **state)
{
	struct trial *t = trial_new();

	/* local times without offset: 18:30 in Rome is 16:30 UTC */
	(void)state;
	t->rule.site = STR("www.example.org");
	t->settings.traffic_unit = STR("views");
	trial_text(t, SOURCE_TRAFFIC,
	    HAPROXY("18:30:05.123", "shops/web1", "200", "100",
		"{www.example.org:443|" PEOPLE "} ",
		"/") "\n" HAPROXY("18:30:06.123", "shops/web1", "200", "+200",
		"{https://www.example.org/|" PEOPLE "} {nginx} ",
		"https://www.example.org/a.png") "\r\n" HAPROXY("18:30:07.123",
		"shops/web1", "200", "300",
		"{192.0.2.1|" ROBOT "|www.example.org} ",
		"/") " 0/0/0\n" HAPROXY("18:59:59.999", "shops/<NOSRV>", "502",
		"0", "", "/x") "\n" HAPROXY("19:00:00.000", "shops/web1", "304",
		"7", "", "/y?z=.png"));
	story_told(t, "www.example.org");
	assert_str(t->batch.source.zone, "Europe/Rome");
	trial_free(t);
}

static void
haproxy_rejects(void **state)
{
	static const char good[] = HAPROXY("18:30:05.123", "shops/web1", "200",
	    "100", "{www.example.org} ", "/") "\n";
	static const struct {
		const char *line, *why;
	} bad[] = {
		{ "Apr 11 18:30:06 lb1 haproxy[1]: Server a/b is DOWN",
		    "no time in brackets" },
		{ "", "the line is empty" },
		{ "x: 192.0.2.7:1 [11/Apr/2013:18:30:05.123] f b/s 1/2/3 20 "
		  "-- 1/1/1/1/0 0/0",
		    "no line of an HTTP log" },
		{ HAPROXY("18:30:05.123", "s/w", "2x0", "1", "", "/"),
		    "the status is not a number of three digits" },
		{ HAPROXY("18:30:05.123", "s/w", "200", "x", "", "/"),
		    "the size is neither a number nor \"-\"" },
		{ HAPROXY("25:30:05.123", "s/w", "200", "1", "", "/"),
		    "the date or time does not exist" },
		{ HAPROXY("18:30:05.123", "s/w", "200", "1", "{a", "/"),
		    "the captured headers do not end" },
		{ "x: 192.0.2.7:1 [11/Apr/2013:18:30:05.123] f b/s 1/2/3/4/5 "
		  "200 1 - - ---- 1/1/1/1/0 0/0 {a.example} \"GET /sec",
		    "the request does not end" },
		{ HAPROXY("18:30:05.123", "s/w", "-1", "1", "", "/"),
		    "the line does not say which site it belongs to" },
	};
	char text[2000];

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		snprintf(text, sizeof text, "%s%s\n", good, bad[i].line);
		rejects(text, bad[i].why);
	}
}

#define ALB(time, status, bytes, request, agent, domain)                       \
	"h2 2013-04-11T" time                                                  \
	"Z app/shops/50dc 192.0.2.7:51234 - -1 -1 -1 " status " - 431 " bytes  \
	" \"" request "\" \"" agent                                            \
	"\" TLS_A TLSv1.3 arn:aws:x \"Root=1\" \"" domain "\" \"-\" 0 "        \
	"2013-04-11T16:00:00Z \"forward\" \"-\" \"-\" \"a new field\"\n"

static void
alb(void **state)
{
	(void)state;
	tells(ALB("16:30:05.123456", "200", "100",
		  "GET https://www.example.org:443/ HTTP/2.0", PEOPLE, "-")
		  ALB("16:30:06.123456", "200", "200",
		      "GET https://www.example.org:443/a.png HTTP/2.0",
		      "Mozilla/5.0 \\\"odd\\\"", "-")
	    /* a client without a host header: the name it asked for */
	    ALB("16:30:07.123456", "200", "300",
		"GET https://192.0.2.1:443/ HTTP/1.0", ROBOT,
		"www.example.org") ALB("16:59:59.999999", "502", "0",
		"GET https://www.example.org:443/x HTTP/2.0", "-",
		"-") ALB("17:00:00.000000", "304", "7",
		"GET https://www.example.org:443/y?z=.png HTTP/2.0", "-", "-"),
	    "www.example.org");
}

static void
alb_rejects(void **state)
{
	static const char good[] = ALB("16:30:05.123456", "200", "100",
	    "GET https://www.example.org:443/ HTTP/2.0", PEOPLE, "-");
	char text[2000];

	(void)state;
	/* cut: half a line is not taken for a whole one */
	snprintf(text, sizeof text, "%s%.300s", good, "");
	snprintf(text, sizeof text, "%s%.*s", good, (int)sizeof good / 2, good);
	rejects(text, "there are too few fields");
	snprintf(text, sizeof text, "%s%s", good,
	    ALB("16:30:05", "20", "1", "GET https://a.example/ x", "-", "-"));
	rejects(text, "the status is not a number of three digits");
	snprintf(text, sizeof text, "%s%s", good,
	    ALB("16:61:05", "200", "1", "GET https://a.example/ x", "-", "-"));
	rejects(text, "the date or time does not exist");
}

static void
varnish(void **state)
{
	(void)state;
	tells(LINE "18:30:05 +0200] \"GET http://www.example.org/ HTTP/1.1\" "
		   "200 100" BACK LINE
		   "18:30:06 +0200] \"GET http://www.example.org/a.png "
		   "HTTP/1.1\" 200 200" BACK LINE
		   "18:30:07 +0200] \"GET http://www.example.org:8080/ "
		   "HTTP/1.1\" 200 300 \"-\" \"" ROBOT "\"\n" LINE
		   "18:59:59 +0200] \"GET http://www.example.org/x HTTP/1.1\" "
		   "502 -" BACK LINE
		   "19:00:00 +0200] \"GET http://www.example.org/y?z=.png "
		   "HTTP/1.1\" 304 7" BACK,
	    "www.example.org");
}

/* A few whole URLs in an ordinary log do not make it one of Varnish. */
static void
proxy_seekers(void **state)
{
	struct trial *t = trial_new();

	(void)state;
	t->rule.site = STR("www.example.org");
	trial_text(t, SOURCE_TRAFFIC,
	    LINE "18:30:05 +0200] \"GET / HTTP/1.1\" 200 100" BACK LINE
		 "18:30:05 +0200] \"GET / HTTP/1.1\" 200 100" BACK LINE
		 "18:30:06 +0200] \"GET http://proxy.example/ HTTP/1.1\" "
		 "404 100" BACK);
	assert_quiet(t);
	assert_int_equal(t->batch.traffic.n, 1);
	assert_str(t->batch.traffic.v[0].site, "www.example.org");
	assert_int_equal(t->batch.traffic.v[0].counts.hits, 3);
	trial_free(t);
}

/* ---- as the case describes it
 * ------------------------------------------------------------------ */

static void
custom(const char *pattern, const char *text)
{
	struct trial *t = trial_new();

	t->settings.traffic_unit = STR("views");
	t->rule.log_format = str_of(pattern);
	trial_text(t, SOURCE_TRAFFIC, text);
	story_told(t, "www.example.org");
	trial_free(t);
}

#define VH "www.example.org:443 192.0.2.7 - mary ann [11/Apr/2013:"

static void
log_formats(void **state)
{
	(void)state;
	/* Apache; with the quotes of its configuration, too */
	custom("%v:%p %h %l %u %t \\\"%r\\\" %>s %O \"%{Referer}i\" "
	       "\"%{User-Agent}i\"",
	    VH "18:30:05 +0200] \"GET / HTTP/1.1\" 200 100" BACK VH
	       "18:30:06 +0200] \"GET /a.png HTTP/1.1\" 200 200" BACK VH
	       "18:30:07 +0200] \"GET /?\\\"x\\\" HTTP/1.1\" 200 300 \"-\" "
	       "\"" ROBOT "\"\n" VH
	       "18:59:59 +0200] \"GET /x HTTP/1.1\" 502 0" BACK VH
	       "19:00:00 +0200] \"GET /y?z=.png HTTP/1.1\" 304 7" BACK);
	/* no request as a whole, %b before %O, 100 % sure, blanks in a time */
	custom("%{%Y-%m-%d %H:%M:%S %z}t|100%%|%m|%U%q|%400,501!s|%b|%O|"
	       "%{Host}i|%{user-agent}i|%D%X",
	    "2013-04-11 18:30:05 +0200|100%|GET|/|200|100|900|"
	    "www.example.org|x|12+\n"
	    "2013-04-11 18:30:06 +0200|100%|GET|/a.png|200|200|900|"
	    "www.example.org|x|12+\n"
	    "2013-04-11 18:30:07 +0200|100%|GET|/|200|300|900|"
	    "www.example.org|ExampleBot|12+\n"
	    "2013-04-11 18:59:59 +0200|100%|GET|/x|502|-|900|"
	    "www.example.org|x|12+\n"
	    "2013-04-11 19:00:00 +0200|100%|GET|/y?z=.png|304|7|900|"
	    "www.example.org|x|12+\n");
	/* nginx */
	custom("$host $remote_addr - $remote_user [$time_local] \"$request\" "
	       "$status ${body_bytes_sent} \"$http_user_agent\"",
	    "www.example.org 192.0.2.7 - - [11/Apr/2013:18:30:05 +0200] "
	    "\"GET / HTTP/1.1\" 200 100 \"x\"\n"
	    "www.example.org 192.0.2.7 - a b [11/Apr/2013:18:30:06 +0200] "
	    "\"GET /a.png HTTP/1.1\" 200 200 \"x\"\n"
	    "www.example.org 192.0.2.7 - - [11/Apr/2013:18:30:07 +0200] "
	    "\"GET / HTTP/1.1\" 200 300 \"ExampleBot\"\n"
	    "www.example.org 192.0.2.7 - - [11/Apr/2013:18:59:59 +0200] "
	    "\"GET /x HTTP/1.1\" 502 0 \"x\"\n"
	    "www.example.org 192.0.2.7 - - [11/Apr/2013:19:00:00 +0200] "
	    "\"GET /y?z=.png HTTP/1.1\" 304 7 \"x\"\n");
}

static void
log_format_misfits(void **state)
{
	struct trial *t = trial_new();

	(void)state;
	t->rule.site = STR("www.example.org");
	t->rule.log_format = STR("%h %t \"%r\" %>s");
	trial_text(t, SOURCE_TRAFFIC,
	    "192.0.2.7 [11/Apr/2013:18:30:05 +0200] \"GET / HTTP/1.1\" 200\n"
	    "192.0.2.7 [31/Apr/2013:18:30:05 +0200] \"GET / HTTP/1.1\" 200\n"
	    "192.0.2.7 [11/Apr/2013:18:30:05 +0200] \"GET / HTTP/1.1\"\n"
	    "192.0.2.7 [11/Apr/2013:18:30:05 +0200] \"GET / HTTP/1.1\" 2 0\n");
	assert_int_equal(t->rc, 0);
	assert_int_equal(t->batch.source.rows, 1);
	assert_int_equal(t->batch.rejects.n, 3);
	assert_str(
	    t->batch.rejects.v[0].reason, "the date or time does not exist");
	assert_str(
	    t->batch.rejects.v[1].reason, "the line is not as log_format says");
	assert_str(t->batch.rejects.v[2].reason,
	    "the status is not a number of three digits");
	trial_free(t);
}

static void
log_format_in_settings(void **state)
{
	static const struct {
		const char *rule, *said;
	} cases[] = {
		{ "log_format: '%h %t %s'", NULL },
		{ "log_format: \"$msec $status\"", NULL },
		{ "log_format: '%h %t'",
		    "log_format: there is no status in it: %>s, $status" },
		{ "log_format: '%h %s'", "log_format: there is no time in it" },
		{ "log_format: '%h%s %t'",
		    "log_format: two values with nothing between them" },
		{ "log_format: '%{%H:%M}t %s'",
		    "log_format: a form of %{...}t that is not known" },
		{ "log_format: '%t %s %'",
		    "log_format: a % that no letter follows" },
		{ "log_format: '$msec $status ${x'",
		    "log_format: a $ that no name follows" },
		{ "log_format: '%t %s', format: common",
		    "log_format: and format: exclude each other" },
		{ "log_format: [a]", "\"log_format\" must be a text" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct trial *t = trial_new();
		struct file_rule *rules;
		struct settings s;
		size_t n;
		struct str text = str_format(&t->keep,
		    "{provider: {name: A}, zone: UTC, periods: [2013-04], "
		    "as_of: 2013-05-02T09:00:00Z, files: [{match: x, %s}]}",
		    cases[i].rule);
		int rc = settings_parse(text, STR("case.yaml"), &t->zones,
		    &t->keep, &s, &rules, &n, &t->diags);

		for (size_t k = 0; k < t->diags.list.n; k++)
			diag_format(&t->diags.list.v[k], &t->said);
		buf_addc(&t->said, '\0');
		if (rc != (cases[i].said == NULL ? 0 : -1))
			fail_msg("%s: %s", cases[i].rule, t->said.p);
		if (cases[i].said != NULL)
			assert_said(t, cases[i].said);
		trial_free(t);
	}
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
		cmocka_unit_test(w3c),
		cmocka_unit_test(w3c_rejects),
		cmocka_unit_test(w3c_without_requests),
		cmocka_unit_test(cloudfront),
		cmocka_unit_test(haproxy),
		cmocka_unit_test(haproxy_rejects),
		cmocka_unit_test(alb),
		cmocka_unit_test(alb_rejects),
		cmocka_unit_test(varnish),
		cmocka_unit_test(proxy_seekers),
		cmocka_unit_test(log_formats),
		cmocka_unit_test(log_format_misfits),
		cmocka_unit_test(log_format_in_settings),
		cmocka_unit_test(long_lines),
		cmocka_unit_test(no_site),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
