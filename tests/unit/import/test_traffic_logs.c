/* Logs of requests that are no JSON, and those a case describes. */
#include "unit/import/traffic_story.h"

#define LINE "192.0.2.7 - - [11/Apr/2013:"
#define BACK " \"-\" \"" PEOPLE "\"\n"

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

#define SYSLOG "Apr 11 18:30:06 lb1 haproxy[14389]: "
#define HAPROXY(time, server, status, bytes, captured, path)                   \
	SYSLOG "192.0.2.7:51234 [11/Apr/2013:" time "] https~ " server         \
	       " 0/0/-1/-1/60000 " status " " bytes                            \
	       " - - SC-- 12/12/3/1/0 0/0 " captured "\"GET " path             \
	       " HTTP/1.1\""

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
	snprintf(
	    text, sizeof text, "%s%.*s\n", good, (int)sizeof good / 2, good);
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
	assert_int_equal(t->traffic.n, 1);
	assert_str(t->traffic.v[0].site, "www.example.org");
	assert_int_equal(t->traffic.v[0].counts.hits, 3);
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
