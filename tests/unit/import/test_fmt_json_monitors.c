/*
 * What monitors' own answers tell: UptimeRobot, Icinga 2, Uptime Kuma, Gatus,
 * Pingdom, StatusCake. 1365700200 is 2013-04-11T17:10:00Z: 15806 days of
 * 86400 s are 1365638400, and 61800 s are 17 h 10 min.
 */
#include "unit/import/sights.h"

/* Newest first; the newest row ran 600 s when it was asked for. */
static void
uptimerobot(void **state)
{
	(void)state;
	assert_told(&format_info_uptimerobot_json,
	    "{\"stat\":\"ok\",\"monitors\":[{\"id\":7,"
	    "\"friendly_name\":\"shop\",\"url\":\"https://a.example.org\","
	    "\"logs\":["
	    "{\"id\":5,\"type\":2,\"datetime\":1365701100,\"duration\":600},"
	    "{\"id\":4,\"type\":99,\"datetime\":1365700800,\"duration\":300},"
	    "{\"id\":3,\"type\":2,\"datetime\":1365700500,\"duration\":299},"
	    "{\"id\":2,\"type\":1,\"datetime\":1365700200,\"duration\":0},"
	    "{\"id\":1,\"type\":2,\"datetime\":\"1365700000\"},"
	    "{\"id\":0,\"type\":98,\"datetime\":1365700000,\"duration\":0}]}]}",
	    /* started and up in the same second: up is the later one; the
	     * wrong durations of rows that another one follows do not count */
	    "span up shop 2013-04-11T17:06:40Z..2013-04-11T17:10:00Z\n"
	    "span down shop 2013-04-11T17:10:00Z..2013-04-11T17:15:00Z\n"
	    "span up shop 2013-04-11T17:15:00Z..2013-04-11T17:20:00Z\n"
	    "span nothing shop 2013-04-11T17:20:00Z..2013-04-11T17:25:00Z\n"
	    "span up shop 2013-04-11T17:25:00Z..2013-04-11T17:35:00Z\n");
}

static void
uptimerobot_of_one_name(void **state)
{
	(void)state;
	assert_told(&format_info_uptimerobot_json,
	    "{\"stat\":\"ok\",\"monitors\":["
	    "{\"id\":7,\"friendly_name\":\"shop\",\"logs\":["
	    "{\"type\":1,\"datetime\":1365700200,\"duration\":60}]},"
	    "{\"id\":8,\"friendly_name\":\"shop\",\"logs\":["
	    "{\"type\":1,\"datetime\":1365700200,\"duration\":0}]},"
	    "{\"id\":9,\"url\":\"https://b.example.org\",\"logs\":["
	    "{\"type\":2,\"datetime\":1365700200,\"duration\":1}]}]}",
	    "span down shop (7) 2013-04-11T17:10:00Z..2013-04-11T17:11:00Z\n"
	    "span down shop (8) 2013-04-11T17:10:00Z..open\n"
	    "span up https://b.example.org "
	    "2013-04-11T17:10:00Z..2013-04-11T17:10:01Z\n");
}

static void
uptimerobot_bad(void **state)
{
	const struct format_info *info = &format_info_uptimerobot_json;

	(void)state;
	assert_told_but(info,
	    "{\"stat\":\"ok\","
	    "\"monitors\":[{\"friendly_name\":\"shop\",\"logs\""
	    ":[{\"type\":3,\"datetime\":1365700200,\"duration\":1},"
	    "{\"type\":1,\"datetime\":-5},{\"type\":1},"
	    "{\"type\":1,\"datetime\":[1]},"
	    "{\"type\":1,\"datetime\":1e300},7,null,\"x\","
	    "{\"type\":2,\"datetime\":1365700500,\"duration\":1}]},"
	    "{\"friendly_name\":\"no logs\"},[]]}",
	    "span up shop 2013-04-11T17:15:00Z..2013-04-11T17:15:01Z\n", 10,
	    "\"datetime\": \"-5\" is not a time");
	assert_refused(info,
	    "{\"stat\":\"fail\",\"error\":{\"message\":\"api_key is wrong\"}}",
	    "UptimeRobot refused the question: api_key is wrong");
	assert_refused(
	    info, "{\"stat\":\"ok\"}", "there is no list \"monitors\"");
}

#define CHANGE(state, type, depth, at)                                         \
	"{\"type\":\"StateChange\",\"host\":\"web1\",\"service\":\"http\","    \
	"\"state\":" state ",\"state_type\":" type                             \
	",\"downtime_depth\":" depth ",\"timestamp\":" at "}\n"

#define HOST_DOWN                                                              \
	"{\"type\":\"StateChange\",\"host\":\"web1\",\"state\":1,"             \
	"\"state_type\":1,\"timestamp\":1365700800}\n"
#define NO_HOST                                                                \
	"{\"type\":\"StateChange\",\"state\":2,\"timestamp\":1365700200}\n"
#define BRACKETS "[[[[[[[[[[[[[[[["
#define DEEP                                                                   \
	"{\"type\":\"StateChange\",\"x\":" BRACKETS BRACKETS BRACKETS BRACKETS \
	    BRACKETS "\n"
#define TWICE   "{\"type\":\"StateChange\",\"type\":\"CheckResult\"}\n"
#define COMMENT "{\"type\":\"CommentAdded\",\"timestamp\":1365700200}\n"

static void
icinga2(void **state)
{
	(void)state;
	/* .5 and .25 are exact in binary; the fraction stays */
	assert_told(&format_info_icinga2_events,
	    CHANGE("2", "0", "0", "1365700200.5") CHANGE("2", "1", "0",
		"1365700260.25") CHANGE("0", "1", "0", "1365700500")
		HOST_DOWN CHANGE("1", "1", "0", "1365700860") "\r\n" CHANGE(
		    "3", "1", "0", "1365700920"),
	    "event critical web1;http 2013-04-11T17:10:00.500Z soft\n"
	    "event critical web1;http 2013-04-11T17:11:00.250Z\n"
	    "event ok web1;http 2013-04-11T17:15:00Z\n"
	    "event down web1 2013-04-11T17:20:00Z\n"
	    "event warning web1;http 2013-04-11T17:21:00Z\n"
	    "event unknown web1;http 2013-04-11T17:22:00Z\n");
}

/* Only a failure inside a downtime makes one, and the next change ends it. */
static void
icinga2_depth(void **state)
{
	(void)state;
	assert_told(&format_info_icinga2_events,
	    CHANGE("2", "1", "1", "1365700200") CHANGE("0", "1", "1",
		"1365700500") CHANGE("0", "1", "1", "1365700560") CHANGE("2",
		"1", "2", "1365700800") CHANGE("2", "1", "0", "1365700860"),
	    "downtime on web1;http 2013-04-11T17:10:00Z\n"
	    "event critical web1;http 2013-04-11T17:10:00Z\n"
	    "downtime off web1;http 2013-04-11T17:15:00Z\n"
	    "event ok web1;http 2013-04-11T17:15:00Z\n"
	    "event ok web1;http 2013-04-11T17:16:00Z\n"
	    "downtime on web1;http 2013-04-11T17:20:00Z\n"
	    "event critical web1;http 2013-04-11T17:20:00Z\n"
	    "downtime off web1;http 2013-04-11T17:21:00Z\n"
	    "event critical web1;http 2013-04-11T17:21:00Z\n");
}

#define DOWNTIME(type, name, at)                                               \
	"{\"type\":\"Downtime" type "\",\"timestamp\":" at ",\"downtime\":{"   \
	"\"__name\":\"" name "\",\"host_name\":\"web1\","                      \
	"\"service_name\":\"http\"}}\n"

/* Two downtimes overlap; one of them both starts and is triggered. */
static void
icinga2_downtimes(void **state)
{
	(void)state;
	assert_told(&format_info_icinga2_events,
	    DOWNTIME("Started", "a", "1365700200") DOWNTIME("Triggered", "a",
		"1365700200") CHANGE("2", "1", "1", "1365700260")
		DOWNTIME("Started", "b", "1365700320") DOWNTIME("Removed", "a",
		    "1365700500") DOWNTIME("Removed", "b", "1365700800")
		    CHANGE("0", "1", "0", "1365700860"),
	    "downtime on web1;http 2013-04-11T17:10:00Z\n"
	    "event critical web1;http 2013-04-11T17:11:00Z\n"
	    "downtime off web1;http 2013-04-11T17:20:00Z\n"
	    "event ok web1;http 2013-04-11T17:21:00Z\n");
	/* it began before the stream did */
	assert_told(&format_info_icinga2_events,
	    DOWNTIME("Removed", "a", "1365700500"),
	    "downtime off web1;http 2013-04-11T17:15:00Z\n");
}

#define RESULT(state, type, at)                                                \
	"{\"type\":\"CheckResult\",\"host\":\"web1\",\"timestamp\":" at        \
	",\"check_result\":{\"state\":" state ",\"vars_after\":{"              \
	"\"state_type\":" type "}}}\n"

/* A plugin's warning does not put a host down; repeats are left out. */
static void
icinga2_results(void **state)
{
	(void)state;
	assert_told(&format_info_icinga2_events,
	    RESULT("1", "1", "1365700200") RESULT("0", "1", "1365700260")
		RESULT("2", "0", "1365700320") RESULT("2", "1", "1365700380")
		    RESULT("2", "1", "1365700440")
			RESULT("0", "1", "1365700500"),
	    "event up web1 2013-04-11T17:10:00Z\n"
	    "event down web1 2013-04-11T17:12:00Z soft\n"
	    "event down web1 2013-04-11T17:13:00Z\n"
	    "event up web1 2013-04-11T17:15:00Z\n");
}

static void
icinga2_bad(void **state)
{
	(void)state;
	/* a cut line, no object, no host, state 9, deep nesting, two keys */
	assert_told_but(&format_info_icinga2_events,
	    "{\"type\":\"StateCha\n" CHANGE(
		"2", "1", "0", "1365700200") "[1]\n" NO_HOST CHANGE("9", "1",
		"0", "1365700200") DEEP TWICE COMMENT
	    "\xff\xfe{}\n" CHANGE("0", "1", "0", "1365700500"),
	    "event critical web1;http 2013-04-11T17:10:00Z\n"
	    "event ok web1;http 2013-04-11T17:15:00Z\n",
	    7, "premature end of input near '\"StateCha'");
}

/* 60 s apart give or take; 17:16 comes late, so nobody looked after 17:13. */
static void
kuma(void **state)
{
	const struct format_info *info = &format_info_kuma_page;

	(void)state;
	assert_told(info,
	    "{\"heartbeatList\":{\"7\":["
	    "{\"status\":1,\"time\":\"2013-04-11 17:10:00.100\"},"
	    "{\"status\":2,\"time\":\"2013-04-11 17:11:00.000\"},"
	    "{\"status\":0,\"time\":\"2013-04-11 17:12:00.200\"},"
	    "{\"status\":3,\"time\":\"2013-04-11 17:13:00.000\"},"
	    "{\"status\":1,\"time\":\"2013-04-11 17:16:00.000\"}]}}",
	    /* until the failure was sure, it was up */
	    "sample up 7 2013-04-11T17:10:00.100Z..2013-04-11T17:12:00.200Z\n"
	    "sample down 7 2013-04-11T17:11:00Z..2013-04-11T17:12:00.200Z "
	    "soft\n"
	    "sample down 7 2013-04-11T17:12:00.200Z..2013-04-11T17:13:00Z\n"
	    "sample maintenance 7 2013-04-11T17:13:00Z.."
	    "2013-04-11T17:14:00Z\n"
	    "sample up 7 2013-04-11T17:16:00Z..2013-04-11T17:17:00Z\n");
	/* names, when they are there */
	assert_told(info,
	    "{\"publicGroupList\":[{\"monitorList\":[{\"id\":7,\"name\":"
	    "\"shop\"}]}],\"heartbeatList\":{\"7\":["
	    "{\"status\":1,\"time\":\"2013-04-11 17:10:00\"},"
	    "{\"status\":1,\"time\":\"2013-04-11 17:11:00\"}]}}",
	    "sample up shop 2013-04-11T17:10:00Z..2013-04-11T17:11:00Z\n"
	    "sample up shop 2013-04-11T17:11:00Z..2013-04-11T17:12:00Z\n");
	assert_told_but(info,
	    "{\"heartbeatList\":{\"7\":["
	    "{\"status\":4,\"time\":\"2013-04-11 17:10:00\"},"
	    "{\"status\":true,\"time\":\"2013-04-11 17:10:00\"},"
	    "{\"status\":1,\"time\":\"yesterday\"}],\"8\":{}}}",
	    "", 4, "\"time\": \"yesterday\" is not a time");
	assert_refused(
	    info, "{\"heartbeatList\":7}", "no list \"heartbeatList\"");
}

static void
gatus(void **state)
{
	const struct format_info *info = &format_info_gatus;

	(void)state;
	/* checks each minute; one before the first event, one after the last */
	assert_told(info,
	    "[{\"name\":\"shop\",\"group\":\"web\",\"key\":\"web_shop\","
	    "\"results\":["
	    "{\"success\":false,\"timestamp\":\"2013-04-11T17:08:30Z\"},"
	    "{\"success\":true,\"timestamp\":\"2013-04-11T17:09:30Z\"},"
	    "{\"success\":true,\"timestamp\":\"2013-04-11T17:10:30Z\"},"
	    "{\"success\":true,"
	    "\"timestamp\":\"2013-04-11T17:30:00.999999999Z\"}"
	    "],\"events\":["
	    "{\"type\":\"START\",\"timestamp\":\"2013-04-11T17:10:00Z\"},"
	    "{\"type\":\"HEALTHY\",\"timestamp\":\"2013-04-11T17:10:01Z\"},"
	    "{\"type\":\"UNHEALTHY\",\"timestamp\":\"2013-04-11T17:11:00Z\"},"
	    "{\"type\":\"HEALTHY\",\"timestamp\":\"2013-04-11T17:15:00Z\"}]}]",
	    "sample down shop 2013-04-11T17:08:30Z..2013-04-11T17:09:30Z\n"
	    "sample up shop 2013-04-11T17:09:30Z..2013-04-11T17:10:00Z\n"
	    "span nothing shop 2013-04-11T17:10:00Z..2013-04-11T17:10:01Z\n"
	    "span up shop 2013-04-11T17:10:01Z..2013-04-11T17:11:00Z\n"
	    "span down shop 2013-04-11T17:11:00Z..2013-04-11T17:15:00Z\n"
	    "span up shop 2013-04-11T17:15:00Z..2013-04-11T17:31:00.999Z\n");
	/* results older than the last event: it holds on and on */
	assert_told(info,
	    "[{\"name\":\"shop\",\"group\":\"a\",\"key\":\"a_shop\","
	    "\"results\":[],\"events\":["
	    "{\"type\":\"UNHEALTHY\",\"timestamp\":\"2013-04-11T17:11:00Z\"}]},"
	    "{\"name\":\"shop\",\"group\":\"b\",\"key\":\"b_shop\","
	    "\"results\":[],\"events\":["
	    "{\"type\":\"HEALTHY\",\"timestamp\":\"2013-04-11T17:12:00Z\"}]}]",
	    "span down a/shop 2013-04-11T17:11:00Z..open\n"
	    "span up b/shop 2013-04-11T17:12:00Z..open\n");
	assert_told_but(info,
	    "[{\"name\":\"shop\",\"results\":[{\"success\":1,\"timestamp\":"
	    "\"2013-04-11T17:12:00Z\"}],\"events\":[{\"type\":\"SLEEPS\","
	    "\"timestamp\":\"2013-04-11T17:12:00Z\"}]},7]",
	    "", 2, "no event that is known");
	assert_refused(
	    info, "{\"results\":[]}", "this is no list of endpoints");
}

static void
pingdom(void **state)
{
	const struct format_info *info = &format_info_pingdom;

	(void)state;
	assert_told(info,
	    "{\"summary\":{\"states\":["
	    "{\"status\":\"up\",\"timefrom\":1365700000,\"timeto\":1365700200},"
	    "{\"status\":\"down\",\"timefrom\":1365700200,"
	    "\"timeto\":1365700500}"
	    ",{\"status\":\"unknown\",\"timefrom\":1365700500,"
	    "\"timeto\":1365700560}]}}",
	    "span up - 2013-04-11T17:06:40Z..2013-04-11T17:10:00Z\n"
	    "span down - 2013-04-11T17:10:00Z..2013-04-11T17:15:00Z\n"
	    "span nothing - 2013-04-11T17:15:00Z..2013-04-11T17:16:00Z\n");
	assert_told(info,
	    "{\"report\":{\"check_id\":3,\"name\":\"buy\",\"states\":["
	    "{\"status\":\"unconfirmed_down\",\"from\":\"2013-04-11T19:09:00+"
	    "02:00\",\"to\":\"2013-04-11T19:10:00+02:00\"},"
	    "{\"status\":\"down\",\"from\":\"2013-04-11T17:10:00Z\","
	    "\"to\":\"2013-04-11T17:15:00Z\",\"error_in_step\":2}]}}",
	    "span down buy 2013-04-11T17:09:00Z..2013-04-11T17:10:00Z soft\n"
	    "span down buy 2013-04-11T17:10:00Z..2013-04-11T17:15:00Z\n");
	assert_told_but(info,
	    "{\"summary\":{\"states\":["
	    "{\"status\":\"down\",\"timefrom\":1365700500,"
	    "\"timeto\":1365700200}"
	    ",{\"status\":\"odd\",\"timefrom\":1365700500,"
	    "\"timeto\":1365700600}"
	    ",{\"status\":\"up\",\"timefrom\":1365700500},[],"
	    "{\"status\":\"up\",\"timefrom\":1365700500,\"timeto\":1365700560}]"
	    "}}",
	    "span up - 2013-04-11T17:15:00Z..2013-04-11T17:16:00Z\n", 4,
	    "it ends before it begins");
	assert_refused(info, "{\"summary\":{}}", "no list \"summary.states\"");
}

static void
statuscake(void **state)
{
	const struct format_info *info = &format_info_statuscake;

	(void)state;
	/* newest first, the newest still runs; 300000 ms are five minutes */
	assert_told(info,
	    "{\"data\":["
	    "{\"status\":\"up\",\"created_at\":\"2013-04-11T17:20:00+00:00\","
	    "\"ended_at\":null},"
	    "{\"status\":\"down\",\"created_at\":\"2013-04-11T17:10:00+00:00\","
	    "\"ended_at\":null,\"duration\":300000},"
	    "{\"status\":\"up\",\"created_at\":\"2013-04-11T19:00:00+02:00\","
	    "\"ended_at\":\"2013-04-11T17:10:00Z\",\"duration\":1}]}",
	    "span up - 2013-04-11T17:00:00Z..2013-04-11T17:10:00Z\n"
	    "span down - 2013-04-11T17:10:00Z..2013-04-11T17:15:00Z\n"
	    "span up - 2013-04-11T17:20:00Z..open\n");
	assert_told(info,
	    "[{\"Status\":\"Up\",\"Start_Unix\":1365700000,\"Start\":\"2013-04-"
	    "11 19:06:40\",\"End_Unix\":1365700200,\"Period\":\"3 mins\"},"
	    "{\"Status\":\"Down\",\"StatusID\":7,\"Start_Unix\":1365700200,"
	    "\"End_Unix\":0,\"End\":\"0000-00-00 00:00:00\"}]",
	    "span up - 2013-04-11T17:06:40Z..2013-04-11T17:10:00Z\n"
	    "span down - 2013-04-11T17:10:00Z..open\n");
}

/* Texts without zone: only a rule can tell which. Rome has summer: +02:00. */
static void
statuscake_without_epochs(void **state)
{
	const char *text = "[{\"Status\":\"Down\",\"Period\":\"5 mins\","
			   "\"Start\":\"2013-04-11 19:10:00\","
			   "\"End\":\"2013-04-11 19:15:00\"}]";
	struct watching *w;

	(void)state;
	assert_refused(&format_info_statuscake, text,
	    "its times have no offset, and no rule tells the zone");
	w = watching_new();
	w->trial->rule.zone = w->trial->settings.zone;
	watch_text(w, &format_info_statuscake, text);
	assert_string_equal(w->told.p,
	    "span down - 2013-04-11T17:10:00Z..2013-04-11T17:15:00Z\n");
	watching_free(w);
}

/* 02:30 of 27 October 2013 was there twice in Rome: at 00:30Z and at 01:30Z. */
static void
a_repeated_hour(void **state)
{
	const char *text = "[{\"Status\":\"Down\",\"Period\":\"5 mins\","
			   "\"Start\":\"2013-10-27 02:30:00\","
			   "\"End\":\"2013-10-27 03:30:00\"}]";
	static const char *const told[] = {
		[LOCAL_REFUSE] = "",
		[LOCAL_EARLIER] =
		    "span down - 2013-10-27T00:30:00Z..2013-10-27T02:30:00Z\n",
		[LOCAL_LATER] =
		    "span down - 2013-10-27T01:30:00Z..2013-10-27T02:30:00Z\n",
	};

	(void)state;
	for (int policy = LOCAL_REFUSE; policy <= LOCAL_LATER; policy++) {
		struct watching *w = watching_new();

		w->trial->rule.zone = w->trial->settings.zone;
		w->trial->rule.repeated = (enum local_policy)policy;
		watch_text(w, &format_info_statuscake, text);
		assert_string_equal(w->told.p, told[policy]);
		watching_free(w);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(uptimerobot),
		cmocka_unit_test(uptimerobot_of_one_name),
		cmocka_unit_test(uptimerobot_bad),
		cmocka_unit_test(icinga2),
		cmocka_unit_test(icinga2_depth),
		cmocka_unit_test(icinga2_downtimes),
		cmocka_unit_test(icinga2_results),
		cmocka_unit_test(icinga2_bad),
		cmocka_unit_test(kuma),
		cmocka_unit_test(gatus),
		cmocka_unit_test(pingdom),
		cmocka_unit_test(statuscake),
		cmocka_unit_test(statuscake_without_epochs),
		cmocka_unit_test(a_repeated_hour),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
