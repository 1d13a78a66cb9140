/* More tables of monitors: samples, spans, ids instead of names. */
#include <sys/stat.h>

#include "unit/import/sights.h"

/*
 * The beats that found it up are 60 s apart, so a beat speaks for 60 + 48 s;
 * the one at 16:33:40 was the last before Kuma was off.
 */
static void
kuma(void **state)
{
	(void)state;
	assert_told(&format_info_kuma_csv,
	    "id,important,monitor_id,status,msg,time,ping,duration\n"
	    "1,1,7,1,200 - OK,2026-04-11 16:29:40.000,48,0\n"
	    "2,0,7,1,200 - OK,2026-04-11 16:30:40.000,48,60\n"
	    "3,1,7,2,timeout,2026-04-11 16:31:40.000,,60\n"
	    "4,1,7,0,timeout,2026-04-11 16:32:00.500,,20\n"
	    "5,1,7,3,planned,2026-04-11 16:33:00.500,,60\n"
	    "6,1,7,1,200 - OK,2026-04-11 16:33:40.000,51,40\n",
	    "sample up 7 2026-04-11T16:29:40Z..2026-04-11T16:31:28Z\n"
	    "sample up 7 2026-04-11T16:30:40Z..2026-04-11T16:32:28Z\n"
	    "sample down 7 2026-04-11T16:31:40Z..2026-04-11T16:33:28Z soft\n"
	    "sample down 7 2026-04-11T16:32:00.500Z.."
	    "2026-04-11T16:33:48.500Z\n"
	    "sample maintenance 7 2026-04-11T16:33:00.500Z.."
	    "2026-04-11T16:34:48.500Z\n"
	    "sample up 7 2026-04-11T16:33:40Z..2026-04-11T16:35:28Z\n");
	/* only the changes: no beat was expected in between */
	assert_told(&format_info_kuma_csv,
	    "important,monitor_id,status,time\n"
	    "1,7,0,2026-04-11 16:32:00.500\n"
	    "1,7,1,2026-04-11 19:33:40.000\n",
	    "event down 7 2026-04-11T16:32:00.500Z\n"
	    "event up 7 2026-04-11T19:33:40Z\n");
	assert_told_but(&format_info_kuma_csv,
	    "important,monitor_id,status,time\n1,7,4,2026-04-11 16:32:00\n"
	    "1,7,1,2026-04-11 19:33:40\n",
	    "event up 7 2026-04-11T19:33:40Z\n", 1,
	    "the status \"4\" is not known");
}

static void
pagerduty(void **state)
{
	(void)state;
	assert_told(&format_info_pagerduty_csv,
	    "id,description,service_name,created_on,resolved_on\n"
	    "P2,still,Shop,2026-04-12T09:04:50-05:00,\n"
	    "P1,\"down, timeout\",Shop,2026-04-11T09:04:50-05:00,"
	    "2026-04-11T09:42:20-05:00\n",
	    "span down Shop 2026-04-11T14:04:50Z..2026-04-11T14:42:20Z\n"
	    "span down Shop 2026-04-12T14:04:50Z..open\n");
	/* called when it was over */
	assert_told_but(&format_info_pagerduty_csv,
	    "id,description,service_name,created_on,resolved_on\n"
	    "P1,x,Shop,2026-04-11T09:01:30Z,2026-04-11T09:01:20Z\n",
	    "", 1, "this ends before it begins");
}

#define ZBX                                                                    \
	"\"Severity\",\"Time\",\"Recovery time\",\"Status\",\"Host\","         \
	"\"Problem\",\"Duration\",\"Ack\",\"Actions\",\"Tags\"\n"

static struct watching *
zabbix_in_rome(const char *text)
{
	struct watching *w = watching_new();

	w->trial->rule.zone = w->trial->settings.zone;
	watch_text(w, &format_info_zabbix_csv, text);
	return w;
}

static void
zabbix(void **state)
{
	struct watching *w = zabbix_in_rome(
	    ZBX "\"High\",\"2026-04-12 08:00:00\",\"\",\"PROBLEM\",\"web1\","
		"\"No answer\",\"3h\",\"No\",\"\",\"\"\n"
		"\"Warning\",\"2026-04-11 10:00:00\",\"2026-04-11 11:00:00\","
		"\"RESOLVED\",\"web1\",\"Disk, 81 % full\",\"1h\",\"No\",\"\","
		"\"\"\n");

	(void)state;
	assert_quiet(w->trial);
	assert_string_equal(w->told.p,
	    "span warning web1 2026-04-11T08:00:00Z..2026-04-11T09:00:00Z\n"
	    "span down web1 2026-04-12T06:00:00Z..open\n");
	watching_free(w);

	/* a language of nobody here: by the place of the columns */
	w = zabbix_in_rome(
	    "\"Sv\xc3\xa5righet\",\"Tid\",\"\xc3\x85terst\xc3\xa4lld\","
	    "\"L\xc3\xa4ge\",\"V\xc3\xa4rd\",\"Fel\",\"Varaktighet\","
	    "\"Bekr\",\"\xc3\x85tg\",\"Taggar\"\n"
	    "\"H\xc3\xb6g\",\"2026-04-11 10:00:00\",\"2026-04-11 10:31:30\","
	    "\"L\xc3\x96ST\",\"web1\",\"x\",\"31m 30s\",\"Nej\",\"\",\"\"\n");
	assert_quiet(w->trial);
	assert_string_equal(w->told.p,
	    "span down web1 2026-04-11T08:00:00Z..2026-04-11T08:31:30Z\n");
	watching_free(w);

	/* today's problems show no date */
	w = zabbix_in_rome(
	    ZBX "\"High\",\"08:00:00\",\"\",\"PROBLEM\",\"web1\",\"x\",\"3h\","
		"\"No\",\"\",\"\"\n");
	assert_int_equal(w->n, 0);
	assert_said(w->trial, "\"time\": \"08:00:00\" is not a time");
	assert_said(w->trial, "the date is missing");
	watching_free(w);
}

/* The end tells of which 02:30 the beginning is: it is before it. */
static void
spans_in_a_repeated_hour(void **state)
{
	struct watching *w = zabbix_in_rome(
	    ZBX "\"High\",\"2026-10-25 02:40:00\",\"2026-10-25 02:10:00\","
		"\"R\",\"web1\",\"x\",\"30m\",\"No\",\"\",\"\"\n");

	(void)state;
	assert_quiet(w->trial);
	assert_string_equal(w->told.p,
	    "span down web1 2026-10-25T00:40:00Z..2026-10-25T01:10:00Z\n");
	watching_free(w);
	w = zabbix_in_rome(
	    ZBX "\"High\",\"2026-10-25 01:40:00\",\"2026-10-25 02:10:00\","
		"\"R\",\"web1\",\"x\",\"30m\",\"No\",\"\",\"\"\n");
	assert_int_equal(w->n, 0);
	assert_said(w->trial, "2026-10-25 02:10 occurs twice");
	watching_free(w);
}

static void
zabbix_cuts_the_export(void **state)
{
	struct buf text;
	struct watching *w;

	(void)state;
	buf_init(&text, 1 << 20);
	buf_adds(&text, ZBX);
	for (int i = 0; i < 1000; i++)
		buf_addf(&text,
		    "\"High\",\"2026-04-11 %02d:%02d:00\",\"2026-04-11 "
		    "%02d:%02d:30\",\"R\",\"web1\",\"x\",\"30s\",\"No\",\"\","
		    "\"\"\n",
		    i / 60, i % 60, i / 60, i % 60);
	buf_addc(&text, '\0');
	w = zabbix_in_rome(text.p);
	assert_int_equal(w->n, 1000);
	assert_said(w->trial, "exactly 1000 rows: Zabbix may have cut");
	watching_free(w);
	buf_release(&text);
}

/*
 * b2's first row says it was critical before, and the table begins with b1 at
 * 08:00; b1 was pending, so nothing is known of it.
 */
static void
icingadb(void **state)
{
	(void)state;
	assert_told(&format_info_icingadb_state,
	    "id\tobject_type\thost_id\tservice_id\tevent_time\thard_state\t"
	    "previous_hard_state\n"
	    "1\tservice\tA1\tB1\t1775894400000\t0\t99\n"
	    "2\tservice\tA1\tB2\t1775898000250\t0\t2\n"
	    "3\thost\tA1\tNULL\t1775901600000\t1\t0\n",
	    "event critical b2 2026-04-11T08:00:00Z\n"
	    "event up a1 2026-04-11T08:00:00Z\n"
	    "event ok b1 2026-04-11T08:00:00Z\n"
	    "event ok b2 2026-04-11T09:00:00.250Z\n"
	    "event down a1 2026-04-11T10:00:00Z\n");
	/* two that overlap are one; the cancelled one ends before it begins */
	assert_told_but(&format_info_icingadb_downtime,
	    "object_type\thost_id\tservice_id\tdowntime_start\tdowntime_end\n"
	    "service\tA1\tB1\t1775894400000\t1775898000000\n"
	    "service\tA1\tB1\t1775896200000\t1775901600000\n"
	    "service\tA1\tB1\t1775894400000\t1775894400000\n",
	    "window nothing b1 2026-04-11T08:00:00Z..2026-04-11T10:00:00Z\n", 1,
	    "this downtime ends before it begins");
}

static void
put(const char *folder, const char *name, const char *text)
{
	char path[200];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

static void
names_beside_the_file(void **state)
{
	char folder[] = "/tmp/makegood-names-XXXXXX", path[200];
	struct trial *t = trial_new();
	static const char *const files[] = { "service.tsv", "host.csv",
		"state.tsv" };

	(void)state;
	assert_non_null(mkdtemp(folder));
	put(folder, "service.tsv",
	    "id\tenvironment_id\thost_id\tname\tdisplay_name\n"
	    "B1\te\tA1\tHTTP\tShop\nB2\te\tA2\tHTTP\tShop\n");
	put(folder, "host.csv", "id,environment_id,name\n0xA1,e,web1\n");
	put(folder, "state.tsv",
	    "object_type\thost_id\tservice_id\tevent_time\thard_state\t"
	    "previous_hard_state\n"
	    "service\ta1\tb1\t1365697840000\t2\t0\n"
	    "service\ta1\tb1\t1365699730000\t0\t2\n"
	    "service\ta2\tb2\t1365697840000\t2\t0\n"
	    "service\ta2\tb2\t1365697850000\t0\t2\n");
	snprintf(path, sizeof path, "%s/state.tsv", folder);
	assert_int_equal(
	    import_file(&t->ctx, SOURCE_OUTAGES, path, STR("state.tsv"),
		&t->keep, &t->batch, &t->diags, &t->e),
	    0);
	assert_int_equal(t->batch.outages.n, 2);
	assert_str(t->batch.outages.v[0].subject, "web1;HTTP");
	/* no name for a2, and two services are called so */
	assert_str(t->batch.outages.v[1].subject, "a2;HTTP");
	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof path, "%s/%s", folder, files[i]);
		unlink(path);
	}
	rmdir(folder);
	trial_free(t);
}

/* Ten seconds apart: a check speaks for 15 s. */
static void
probes(void **state)
{
	(void)state;
	assert_told(&format_info_probes,
	    "timestamp,target,success\n"
	    "2026-04-11T08:00:00Z,a,1\n"
	    "2026-04-11T08:00:10Z,a,true\n"
	    "2026-04-11T08:00:20Z,a,503\n"
	    "2026-04-11T08:00:30Z,a,Up\n",
	    "sample up a 2026-04-11T08:00:00Z..2026-04-11T08:00:15Z\n"
	    "sample up a 2026-04-11T08:00:10Z..2026-04-11T08:00:25Z\n"
	    "sample down a 2026-04-11T08:00:20Z..2026-04-11T08:00:35Z\n"
	    "sample up a 2026-04-11T08:00:30Z..2026-04-11T08:00:45Z\n");
	assert_told_but(&format_info_probes,
	    "time,target,success\n2026-04-11T08:00:00Z,a,maybe\n"
	    "2026-04-11T08:00:10Z,a,yes\n",
	    "sample up a 2026-04-11T08:00:10Z..open\n", 1,
	    "\"maybe\" is neither success nor failure");
}

/* Three places, one after the other; the second and third see a failure. */
static void
places_of_probes(void **state)
{
	static const char text[] = "time,target,location,ok\n"
				   "2026-04-11T08:00:00Z,a,rom,1\n"
				   "2026-04-11T08:00:01Z,a,ber,1\n"
				   "2026-04-11T08:00:02Z,a,par,1\n"
				   "2026-04-11T08:00:10Z,a,rom,1\n"
				   "2026-04-11T08:00:11Z,a,ber,0\n"
				   "2026-04-11T08:00:12Z,a,par,0\n"
				   "2026-04-11T08:00:20Z,a,rom,1\n";
	static const char *const last_four[] = {
		[LOCATIONS_MAJORITY] = "uudd", /* 2 of 3 from 12 on */
		[LOCATIONS_ANY] = "uddd",      /* the first failure, at 11 */
		[LOCATIONS_ALL] = "uuuu",      /* rom never failed */
	};

	(void)state;
	for (int how = LOCATIONS_MAJORITY; how <= LOCATIONS_ALL; how++) {
		struct watching *w = watching_new();
		char seen[8] = "";
		size_t n = 0;

		w->trial->rule.locations = (enum probe_locations)how;
		watch_text(w, &format_info_probes, text);
		assert_quiet(w->trial);
		for (const char *p = w->told.p; (p = strstr(p, "sample "));)
			seen[n++] = *(p += 7);
		assert_int_equal(n, 7);
		assert_string_equal(seen + 3, last_four[how]);
		watching_free(w);
	}
}

/* Nothing a file can hold takes long, or more than it should. */
static void
hostile(void **state)
{
	struct watching *w = watching_new();
	struct buf text;

	(void)state;
	buf_init(&text, 64 << 20);
	for (int i = 0; i < 1000000; i++)
		buf_adds(&text, "time,");
	buf_adds(&text, "state\n2026-04-11T08:00:00Z\n");
	watch_bytes(w, &format_info_events, buf_str(&text));
	assert_int_equal(w->n, 0);
	assert_int_equal(w->trial->diags.errors, 1);
	watching_free(w);

	/* a quotation mark that never ends costs its line */
	w = watching_new();
	buf_clear(&text);
	buf_adds(&text, "time,state\n\"2026-04-11T08:00:00Z,down\n");
	for (int i = 0; i < 200000; i++)
		buf_adds(&text, "2026-04-11T08:00:00Z,up\n");
	watch_bytes(w, &format_info_events, buf_str(&text));
	assert_int_equal(w->n, 1);
	assert_int_equal(w->trial->batch.source.rejected, 1);
	assert_int_equal(w->trial->batch.source.duplicates, 199999);
	watching_free(w);
	buf_release(&text);
}

/* 2013-04-11T16:00:00Z, and minutes of it. */
#define T0 INT64_C(1365696000)

static void
assert_outage(const struct outage *o, int64_t from_s, int64_t to_s,
    enum condition condition, int64_t line)
{
	assert_int_equal(o->span.from_at, (T0 + from_s) * 1000);
	assert_int_equal(o->span.to_at, (T0 + to_s) * 1000);
	assert_int_equal(o->condition, condition);
	assert_int_equal(o->from.line, line);
	assert_false(o->open);
}

static void
assert_coverage(
    const struct coverage *c, int64_t from_s, int64_t to_s, int64_t line)
{
	assert_int_equal(c->span.from_at, (T0 + from_s) * 1000);
	assert_int_equal(c->span.to_at, (T0 + to_s) * 1000);
	assert_int_equal(c->view, VIEW_PROBE);
	assert_int_equal(c->from.line, line);
}

/*
 * A beat of each minute speaks for 108 s. The one of 16:04, down, holds to
 * 16:05:48; then nobody knows until 16:20. The one of 16:22, up, holds to
 * 16:23:48. Behind the last one others may know.
 */
static void
a_monitor_with_gaps(void **state)
{
	static const char text[] =
	    "id,important,monitor_id,status,msg,time,ping\n"
	    "1,1,7,1,ok,2013-04-11 16:00:00,5\n"
	    "2,0,7,1,ok,2013-04-11 16:01:00,5\n"
	    "3,0,7,1,ok,2013-04-11 16:02:00,5\n"
	    "4,1,7,0,no,2013-04-11 16:03:00,\n"
	    "5,0,7,0,no,2013-04-11 16:04:00,\n"
	    "6,0,7,0,no,2013-04-11 16:20:00,\n"
	    "7,1,7,1,ok,2013-04-11 16:21:00,5\n"
	    "8,0,7,1,ok,2013-04-11 16:22:00,5\n"
	    "9,0,7,1,ok,2013-04-11 16:40:00,5\n"
	    "10,0,7,1,ok,2013-04-11 16:41:00,5\n";
	struct trial *t = trial_new();

	(void)state;
	trial_text(t, SOURCE_OUTAGES, text);
	assert_int_equal(t->batch.outages.n, 4);
	assert_outage(&t->batch.outages.v[0], 180, 348, COND_DOWN, 5);
	assert_outage(&t->batch.outages.v[1], 348, 1200, COND_NO_DATA, 5);
	assert_outage(&t->batch.outages.v[2], 1200, 1260, COND_DOWN, 7);
	assert_outage(&t->batch.outages.v[3], 1428, 2400, COND_NO_DATA, 8);
	/* around the gaps others may rely on it, to the last check */
	assert_int_equal(t->batch.coverage.n, 3);
	assert_coverage(&t->batch.coverage.v[0], 0, 348, 2);
	assert_coverage(&t->batch.coverage.v[1], 1200, 1428, 7);
	assert_coverage(&t->batch.coverage.v[2], 2400, 2460, 10);
	/* the reports say so, too */
	assert_str(t->batch.source.policy,
	    "states=hard off=unknown "
	    "host=takes_services unknown=ignored view=probe");
	trial_free(t);
	t = trial_new();
	t->rule.watch.off_last = true;
	trial_text(t, SOURCE_OUTAGES, text);
	/* down until the next word, which is up */
	assert_int_equal(t->batch.outages.n, 1);
	assert_outage(&t->batch.outages.v[0], 180, 1260, COND_DOWN, 5);
	trial_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kuma),
		cmocka_unit_test(a_monitor_with_gaps),
		cmocka_unit_test(pagerduty),
		cmocka_unit_test(zabbix),
		cmocka_unit_test(spans_in_a_repeated_hour),
		cmocka_unit_test(zabbix_cuts_the_export),
		cmocka_unit_test(icingadb),
		cmocka_unit_test(names_beside_the_file),
		cmocka_unit_test(probes),
		cmocka_unit_test(places_of_probes),
		cmocka_unit_test(hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
