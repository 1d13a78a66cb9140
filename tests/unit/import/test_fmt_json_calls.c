/*
 * What alerting, paging and status pages tell: Alertmanager, Better Stack,
 * PagerDuty, Opsgenie, Statuspage, and Zabbix' sums.
 */
#include "unit/import/sights.h"

#define ALERT(status, labels, from, to, print)                                 \
	"{\"status\":\"" status "\",\"labels\":{" labels                       \
	"},\"startsAt\":\"" from "\",\"endsAt\":\"" to                         \
	"\",\"fingerprint\":\"" print "\"}"
#define SHOP  "\"alertname\":\"SiteDown\",\"instance\":\"shop\""
#define NEVER "0001-01-01T00:00:00Z"

/* Told three times, it is one; the second time it fires it is another. */
static void
alertmanager(void **state)
{
	(void)state;
	assert_told(&format_info_alertmanager,
	    "{\"version\":\"4\",\"alerts\":[" ALERT("firing", SHOP,
		"2013-04-11T17:10:00Z", NEVER,
		"f1") "]}\n{\"version\":\"4\",\"alerts\":[" ALERT("firing",
		SHOP, "2013-04-11T17:10:00.000Z", NEVER,
		"f1") "," ALERT("firing",
		"\"alertname\":\"Slow\",\"severity\":\"warning\"",
		"2013-04-11T17:12:00Z", NEVER,
		"f2") "]}\n{\"version\":\"4\",\"alerts\":[" ALERT("resolved",
		SHOP, "2013-04-11T17:10:00Z", "2013-04-11T17:15:00Z",
		"f1") "]}\n{\"version\":\"4\",\"alerts\":[" ALERT("firing",
		SHOP, "2013-04-11T18:00:00Z", NEVER, "f1") "]}\n",
	    "span down shop 2013-04-11T17:10:00Z..2013-04-11T17:15:00Z\n"
	    "span degraded Slow 2013-04-11T17:12:00Z..open\n"
	    "span down shop 2013-04-11T18:00:00Z..open\n");
}

/* The end that the API gives for an active alert is a guess. */
static void
alertmanager_api(void **state)
{
	(void)state;
	assert_told(&format_info_alertmanager,
	    "[\n {\"labels\": {\"instance\": \"shop\"},\n"
	    "  \"startsAt\": \"2013-04-11T17:10:00.000Z\",\n"
	    "  \"endsAt\": \"2013-04-11T17:14:00.000Z\",\n"
	    "  \"fingerprint\": \"f1\","
	    " \"status\": {\"state\": \"active\"}}\n]",
	    "span down shop 2013-04-11T17:10:00Z..open\n");
	assert_told_but(&format_info_alertmanager,
	    "{\"alerts\":[" ALERT("firing", "\"severity\":\"info\"",
		"2013-04-11T17:10:00Z", NEVER, "f1") "," ALERT("resolved", SHOP,
		"2013-04-11T17:10:00Z", "2013-04-11T17:09:00Z",
		"f2") "," ALERT("firing", SHOP, NEVER, NEVER, "f3") ",3,{}]}",
	    "", 5, "severity \"info\" is no outage");
}

static void
betterstack(void **state)
{
	const struct format_info *info = &format_info_betterstack;

	(void)state;
	assert_told(info,
	    "{\"data\":[{\"id\":\"9\",\"attributes\":{\"name\":\"shop\","
	    "\"started_at\":\"2013-04-11T18:00:00.000Z\","
	    "\"resolved_at\":null,\"status\":\"Unconfirmed\"}},"
	    "{\"id\":\"8\",\"attributes\":{\"url\":\"https://a.example.org/\","
	    "\"started_at\":\"2013-04-11T17:10:00.500Z\","
	    "\"resolved_at\":\"2013-04-11T17:15:00.000Z\","
	    "\"status\":\"Resolved\"}}]}",
	    "span down https://a.example.org/ "
	    "2013-04-11T17:10:00.500Z..2013-04-11T17:15:00Z\n"
	    "span down shop 2013-04-11T18:00:00Z..open soft\n");
	assert_told_but(info,
	    "{\"data\":[{\"attributes\":[]},"
	    "{\"attributes\":{\"started_at\":{}}}"
	    ",{\"attributes\":{\"name\":\"x\",\"started_at\":\"2013-04-11T17:"
	    "10:00Z\",\"resolved_at\":\"soon\"}}]}",
	    "", 3, "it has no attributes");
}

static void
pagerduty(void **state)
{
	const struct format_info *info = &format_info_pagerduty_json;

	(void)state;
	/* without offset: the document's zone, two hours ahead in April */
	assert_told(info,
	    "{\"time_zone\":\"Europe/Berlin\",\"data\":["
	    "{\"id\":\"Q1\",\"service_name\":\"shop\",\"urgency\":\"high\","
	    "\"created_at\":\"2013-04-11T19:10:00\","
	    "\"resolved_at\":\"2013-04-11T17:15:00Z\"},"
	    "{\"id\":\"Q2\",\"service_name\":\"blog\",\"urgency\":\"low\","
	    "\"created_at\":\"2013-04-11T17:20:00Z\",\"resolved_at\":null,"
	    "\"seconds_to_resolve\":90},"
	    "{\"id\":\"Q3\",\"service_id\":\"P3\",\"urgency\":\"high\","
	    "\"created_at\":\"2013-04-11T17:30:00Z\",\"resolved_at\":null,"
	    "\"seconds_to_resolve\":null,\"status\":\"acknowledged\"}]}",
	    "span down shop 2013-04-11T17:10:00Z..2013-04-11T17:15:00Z\n"
	    "span degraded blog 2013-04-11T17:20:00Z..2013-04-11T17:21:30Z\n"
	    "span down P3 2013-04-11T17:30:00Z..open\n");
	assert_told(info,
	    "{\"incidents\":[{\"incident_number\":4,\"status\":\"resolved\","
	    "\"service\":{\"summary\":\"shop\"},\"urgency\":\"high\","
	    "\"created_at\":\"2013-04-11T17:10:00Z\","
	    "\"last_status_change_at\":\"2013-04-11T17:15:00Z\"}]}",
	    "span down shop 2013-04-11T17:10:00Z..2013-04-11T17:15:00Z\n");
	assert_refused(info,
	    "{\"data\":[{\"created_at\":\"2013-04-11T19:10:00\","
	    "\"seconds_to_resolve\":5}]}",
	    "its times have no offset, and no rule tells the zone");
	assert_told_but(info,
	    "{\"data\":[{\"created_at\":\"2013-04-11T17:10:00Z\","
	    "\"seconds_to_resolve\":null,\"resolved_at\":\"\","
	    "\"status\":\"resolved\"}]}",
	    "", 1, "\"last_status_change_at\" is missing");
}

static void
opsgenie(void **state)
{
	const struct format_info *info = &format_info_opsgenie;

	(void)state;
	/* in RFC 3339, ms, us and ns: 1365700200 s are 17:10:00Z */
	assert_told(info,
	    "{\"data\":["
	    "{\"id\":\"a1\",\"tinyId\":\"1\",\"alias\":\"shop\","
	    "\"status\":\"closed\",\"createdAt\":\"2013-04-11T17:10:00.000Z\","
	    "\"updatedAt\":\"2013-04-12T17:10:00Z\",\"priority\":\"P1\","
	    "\"report\":{\"closeTime\":300000}},"
	    "{\"id\":\"a2\",\"tinyId\":\"2\",\"alias\":\"a2\","
	    "\"message\":\"down\",\"status\":\"closed\","
	    "\"createdAt\":1365700800000,\"updatedAt\":1365700860123456789,"
	    "\"priority\":\"P4\"},"
	    "{\"id\":\"a3\",\"tinyId\":\"3\",\"entity\":\"web1\","
	    "\"status\":\"open\",\"createdAt\":1365700920000000,"
	    "\"priority\":\"P3\"}]}",
	    "span down shop 2013-04-11T17:10:00Z..2013-04-11T17:15:00Z\n"
	    "span degraded down 2013-04-11T17:20:00Z..2013-04-11T17:21:00.123Z"
	    "\nspan down web1 2013-04-11T17:22:00Z..open\n");
	assert_told(info,
	    "{\"data\":[{\"id\":\"i1\",\"message\":\"shop\",\"status\":"
	    "\"resolved\",\"impactStartDate\":\"2013-04-11T17:10:00Z\","
	    "\"impactEndDate\":\"2013-04-11T17:15:00Z\"}]}",
	    "span down shop 2013-04-11T17:10:00Z..2013-04-11T17:15:00Z\n");
	assert_told_but(info,
	    "{\"data\":[{\"tinyId\":\"1\",\"status\":\"closed\","
	    "\"createdAt\":1365700200000,\"report\":{\"closeTime\":-1}},"
	    "{\"tinyId\":\"2\",\"status\":\"open\",\"priority\":\"P5\","
	    "\"createdAt\":1365700200000},"
	    "{\"tinyId\":\"3\",\"createdAt\":9223372036854775807},"
	    "{\"tinyId\":\"4\",\"createdAt\":99999999999999999999999}]}",
	    "", 4, "its closeTime makes no sense");
}

#define PAGE(list) "{\"page\":{\"id\":\"p\"},\"incidents\":[" list "]}"
#define CHANGED(status, at, name, now)                                         \
	"{\"status\":\"" status "\",\"created_at\":\"2013-04-30T00:00:00Z\","  \
	"\"display_at\":\"" at "\",\"affected_components\":[{\"name\":\"" name \
	"\",\"new_status\":\"" now "\"}]}"

/*
 * Newest first and written five days later (created_at): the times shown count.
 * Mail failed partly at first; nobody set it back, so it ends with the
 * incident. resolved_at is two hours late and does not count.
 */
static void
statuspage_components(void **state)
{
	(void)state;
	assert_told(&format_info_statuspage_json,
	    PAGE("{\"id\":\"i1\",\"status\":\"resolved\",\"impact\":\"minor\","
		 "\"resolved_at\":\"2013-04-11T20:00:00Z\","
		 "\"incident_updates\":[" CHANGED("resolved",
		     "2013-04-11T13:00:00.000-05:00", "Shops",
		     "operational") "," CHANGED("identified",
		     "2013-04-11T12:30:00.000-05:00", "Mail",
		     "major_outage") "," CHANGED("identified",
		     "2013-04-11T12:20:00.000-05:00", "Mail",
		     "partial_outage") "," CHANGED("investigating",
		     "2013-04-11T12:15:00.000-05:00", "Shops",
		     "major_outage") "]}"),
	    "span down Shops 2013-04-11T17:15:00Z..2013-04-11T18:00:00Z\n"
	    "span degraded Mail 2013-04-11T17:20:00Z..2013-04-11T17:30:00Z\n"
	    "span down Mail 2013-04-11T17:30:00Z..2013-04-11T18:00:00Z\n");
}

/* No transitions: what was shown; no updates: started_at and resolved_at. */
static void
statuspage_incidents(void **state)
{
	const struct format_info *info = &format_info_statuspage_json;

	(void)state;
	assert_told(info,
	    PAGE("{\"id\":\"i1\",\"status\":\"postmortem\","
		 "\"impact\":\"critical\","
		 "\"started_at\":\"2013-04-11T16:00:00Z\","
		 "\"resolved_at\":\"2013-04-11T20:00:00Z\","
		 "\"components\":[{\"name\":\"Shops\"},{\"name\":\"Mail\"}],"
		 "\"incident_updates\":["
		 "{\"status\":\"postmortem\","
		 "\"display_at\":\"2013-04-15T00:00:00Z\"},"
		 "{\"status\":\"resolved\",\"display_at\":null,"
		 "\"created_at\":\"2013-04-11T18:00:00Z\"},"
		 "{\"status\":\"investigating\","
		 "\"display_at\":\"2013-04-11T17:15:00Z\"}]},"
		 "{\"id\":\"i2\",\"status\":\"resolved\",\"impact\":\"minor\","
		 "\"started_at\":\"2013-04-12T10:00:00Z\","
		 "\"created_at\":\"2013-04-12T10:30:00Z\","
		 "\"resolved_at\":\"2013-04-12T11:00:00Z\","
		 "\"incident_updates\":[]},"
		 "{\"id\":\"i3\",\"status\":\"identified\","
		 "\"created_at\":\"2013-04-13T10:00:00Z\","
		 "\"resolved_at\":null}"),
	    "span down Shops 2013-04-11T17:15:00Z..2013-04-11T18:00:00Z\n"
	    "span down Mail 2013-04-11T17:15:00Z..2013-04-11T18:00:00Z\n"
	    "span degraded - 2013-04-12T10:00:00Z..2013-04-12T11:00:00Z\n"
	    "span down - 2013-04-13T10:00:00Z..open\n");
	/* it began again after it was over once */
	assert_told(info,
	    PAGE("{\"status\":\"resolved\",\"incident_updates\":["
		 "{\"status\":\"resolved\","
		 "\"display_at\":\"2013-04-11T19:00:00Z\"},"
		 "{\"status\":\"investigating\","
		 "\"display_at\":\"2013-04-11T18:30:00Z\"},"
		 "{\"status\":\"resolved\","
		 "\"display_at\":\"2013-04-11T18:00:00Z\"},"
		 "{\"status\":\"investigating\","
		 "\"display_at\":\"2013-04-11T17:00:00Z\"}]}"),
	    "span down - 2013-04-11T17:00:00Z..2013-04-11T19:00:00Z\n");
	assert_told_but(info,
	    PAGE("{\"impact\":\"none\",\"status\":\"investigating\"},"
		 "{\"status\":\"resolved\"},{\"impact\":\"minor\"},[]"),
	    "", 4, "impact \"none\" is no outage");
}

static void
statuspage_maintenance(void **state)
{
	static const char text[] =
	    "{\"page\":{\"id\":\"p\"},\"scheduled_maintenances\":["
	    "{\"status\":\"completed\",\"components\":[{\"name\":\"Shops\"}],"
	    "\"created_at\":\"2013-04-15T09:00:00.000+02:00\","
	    "\"resolved_at\":\"2013-04-20T09:00:00Z\","
	    "\"scheduled_for\":\"2013-04-20T02:00:00.000+02:00\","
	    "\"scheduled_until\":\"2013-04-20T04:00:00.000+02:00\"}]}";
	static const char told[] =
	    "window maintenance Shops 2013-04-20T00:00:00Z.."
	    "2013-04-20T02:00:00Z announced 2013-04-15T07:00:00Z\n";

	(void)state;
	assert_told(&format_info_statuspage_maintenance, text, told);
	assert_told(&format_info_statuspage_json, text, told);
	assert_told_but(&format_info_statuspage_maintenance,
	    "{\"page\":{},\"scheduled_maintenances\":["
	    "{\"status\":\"canceled\",\"scheduled_for\":\"2013-04-20\"},"
	    "{\"scheduled_for\":\"2013-04-20T02:00:00Z\"}]}",
	    "", 2, "it was cancelled");
	assert_refused(&format_info_statuspage_json, "{\"page\":{}}",
	    "there is no list \"incidents\"");
}

static void
zabbix(void **state)
{
	const struct format_info *info = &format_info_zabbix_sli;

	(void)state;
	/* 1365700200 is 17:10:00Z; service 6 has no downtimes */
	assert_told(info,
	    "{\"result\":{\"periods\":[{}],\"serviceids\":[6,5],\"sli\":[["
	    "{\"uptime\":1,\"excluded_downtimes\":[]},"
	    "{\"uptime\":1,\"excluded_downtimes\":[{\"name\":\"kernel\","
	    "\"period_from\":1365700200,\"period_to\":1365700500}]}]]}}",
	    "window maintenance 5 2013-04-11T17:10:00Z.."
	    "2013-04-11T17:15:00Z\n");
	assert_refused(info,
	    "{\"result\":{\"sli\":[[{\"uptime\":1,\"downtime\":9}]]}}",
	    "sums of seconds do not tell when the outages were");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(alertmanager),
		cmocka_unit_test(alertmanager_api),
		cmocka_unit_test(betterstack),
		cmocka_unit_test(pagerduty),
		cmocka_unit_test(opsgenie),
		cmocka_unit_test(statuspage_components),
		cmocka_unit_test(statuspage_incidents),
		cmocka_unit_test(statuspage_maintenance),
		cmocka_unit_test(zabbix),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
