#include "unit/import/help.h"

#include "import/formats.h"

/* 2013-04-11T16:00:00Z; the trial's case is as of 2013-05-02. */
#define T0 INT64_C(1365696000)

static void
read_lines(struct trial *t, const char *text)
{
	trial_text(t, SOURCE_OUTAGES, text);
}

/* Begin and length of an outage, in seconds after T0. */
static void
assert_span(const struct outage *o, int64_t from, int64_t seconds)
{
	assert_int_equal(o->span.from_at, (T0 + from) * 1000);
	assert_int_equal(o->span.to_at - o->span.from_at, seconds * 1000);
}

static void
an_outage(void **state)
{
	struct trial *t = trial_new();
	const struct outage *o;

	(void)state;
	read_lines(t,
	    "[1365696000] CURRENT SERVICE STATE: web1;HTTP;OK;HARD;1;ok\n"
	    "[1365696060] SERVICE ALERT: web1;HTTP;CRITICAL;SOFT;1;timeout\n"
	    "[1365696120] SERVICE ALERT: web1;HTTP;CRITICAL;HARD;3;timeout\n"
	    "[1365697320] SERVICE ALERT: web1;HTTP;OK;HARD;3;ok\n");
	assert_quiet(t);
	assert_int_equal(t->batch.outages.n, 1);
	o = t->batch.outages.v;
	/* from the hard state on: 1365697320 - 1365696120 */
	assert_span(o, 120, 1200);
	assert_str(o->subject, "web1;HTTP");
	assert_str(o->note, "timeout");
	assert_int_equal(o->condition, COND_DOWN);
	assert_int_equal(o->view, VIEW_PROVIDER);
	assert_false(o->open);
	assert_int_equal(o->from.line, 3);
	assert_int_equal(t->batch.source.rows, 4);
	trial_free(t);
}

/* What a plugin prints is not what the monitor says. */
static void
plugins_imitate(void **state)
{
	struct trial *t = trial_new();

	(void)state;
	t->rule.watch.off_unknown = true;
	read_lines(t,
	    "[1365696000] CURRENT SERVICE STATE: web1;HTTP: /a;OK;HARD;1;ok\n"
	    "[1365696060] SERVICE ALERT: web1;HTTP: /a;CRITICAL;HARD;3;server "
	    "shutting down... (503)\n"
	    "[1365696070] SERVICE NOTIFICATION: noc;web1;HTTP: /a;OK;mail;"
	    "SERVICE ALERT: web1;HTTP: /a;OK;HARD;1;x\n"
	    "[1365696080] SERVICE ALERT: web2;X;OK;HARD;1;[1365696080] HOST "
	    "ALERT: web1;DOWN;HARD;1;Nagios 4 starting... (PID=1)\n"
	    "[1365696160] SERVICE ALERT: web1;HTTP: /a;OK;HARD;3;;;DOWN;\n");
	assert_quiet(t);
	assert_int_equal(t->batch.outages.n, 1);
	assert_str(t->batch.outages.v[0].subject, "web1;HTTP: /a");
	assert_span(&t->batch.outages.v[0], 60, 100);
	trial_free(t);
}

/* CRLF, Latin-1, NULs, a bad time, a time before clocks were set, a cut end. */
static void
odd_lines(void **state)
{
	static const char text[] =
	    "[1365696000] CURRENT SERVICE STATE: web1;HTTP;OK;HARD;1;ok\r\n"
	    "\r\n"
	    "[1365696060] SERVICE ALERT: web1;HTTP;CRITICAL;HARD;3;Gr\374n\r\n"
	    "\0\0\0\0\n"
	    "\0\0[1365696070] SERVICE ALERT: web1;HTTP;CRITICAL;HARD;3;x\n"
	    "[13656960xx] SERVICE ALERT: web1;HTTP;OK;HARD;3;x\n"
	    "[120] SERVICE ALERT: web1;HTTP;OK;HARD;3;x\n"
	    "[1365696080] SERVICE ALERT: web1;HTTP;FINE;HARD;3;x\n"
	    "no time at all\n"
	    "[1365696090] Warning: something else\n"
	    "[1365696100] SERVICE ALERT: web1;HTT";
	struct trial *t = trial_new();

	(void)state;
	trial_bytes(t, SOURCE_OUTAGES, text, sizeof text - 1);
	assert_int_equal(t->rc, 0);
	assert_int_equal(t->batch.source.rows, 3);
	assert_int_equal(t->batch.source.rejected, 6);
	assert_int_equal(t->batch.rejects.v[0].line, 4);
	assert_int_equal(t->batch.rejects.v[5].line, 11);
	assert_said(t, "6 lines could not be read");
	assert_int_equal(t->batch.outages.n, 1);
	assert_true(t->batch.outages.v[0].open);
	assert_int_equal(t->batch.outages.v[0].span.to_at, t->settings.as_of);
	assert_str(t->batch.outages.v[0].note, "Gr\357\277\275n");
	assert_said(t, "1 outage is not ended in this file");
	trial_free(t);
}

/* A name is text or the line is a reject; two cleaned names could be one. */
static void
odd_names(void **state)
{
	static const char text[] =
	    "[1365696000] CURRENT SERVICE STATE: web1;Gr\303\274n;OK;HARD;1;x\n"
	    "[1365696060] SERVICE ALERT: web1;Gr\374n;CRITICAL;HARD;3;x\n"
	    "[1365696060] SERVICE ALERT: we\0b1;HTTP;CRITICAL;HARD;3;x\n"
	    "[1365696060] HOST ALERT: web\0331;DOWN;HARD;3;x\n"
	    "[1365696060] HOST DOWNTIME ALERT: web\2001;STARTED; x\n"
	    "[1365696060] TIMEPERIOD TRANSITION: w\377rk;-1;1\n"
	    "[1365696060] SERVICE ALERT: web1;Gr\303\274n;CRITICAL;HARD;3;"
	    "\t\1\n"
	    "[1365696090] SERVICE ALERT: web1;Gr\303\274n;OK;HARD;3;x\n";
	struct trial *t = trial_new();

	(void)state;
	trial_bytes(t, SOURCE_OUTAGES, text, sizeof text - 1);
	assert_int_equal(t->batch.source.rows, 3);
	assert_int_equal(t->batch.source.rejected, 5);
	assert_int_equal(t->batch.rejects.v[0].line, 2);
	assert_int_equal(t->batch.rejects.v[4].line, 6);
	assert_said(t, "5 lines could not be read");
	assert_said(t, "a name that is no UTF-8 text");
	assert_int_equal(t->batch.outages.n, 1);
	assert_str(t->batch.outages.v[0].subject, "web1;Gr\303\274n");
	assert_span(&t->batch.outages.v[0], 60, 30);
	assert_str(t->batch.outages.v[0].note, "\357\277\275");
	trial_free(t);
}

/* A failing host writes nothing of its services. */
static void
hosts_and_services(void **state)
{
	static const char text[] =
	    "[1365696000] CURRENT HOST STATE: web1;UP;HARD;1;ok\n"
	    "[1365696000] CURRENT SERVICE STATE: web1;HTTP;OK;HARD;1;ok\n"
	    "[1365696060] HOST ALERT: web1;DOWN;HARD;3;dead\n"
	    "[1365696100] HOST ALERT: web1;UNREACHABLE;HARD;3;dead\n"
	    "[1365696160] HOST ALERT: web1;UP;HARD;3;ok\n";
	struct trial *t = trial_new();

	(void)state;
	read_lines(t, text);
	assert_quiet(t);
	/* both for 100 seconds; down and unreachable are one outage */
	assert_int_equal(t->batch.outages.n, 2);
	assert_span(&t->batch.outages.v[0], 60, 100);
	assert_span(&t->batch.outages.v[1], 60, 100);
	trial_free(t);
	t = trial_new();
	t->rule.watch.host_alone = true;
	read_lines(t, text);
	assert_int_equal(t->batch.outages.n, 1);
	assert_str(t->batch.outages.v[0].subject, "web1");
	trial_free(t);
}

/* A downtime is what began and ended; its order tells when it was announced. */
static void
planned_work(void **state)
{
	struct trial *t = trial_new();
	const struct window *w;

	(void)state;
	read_lines(t,
	    "[1365690000] EXTERNAL COMMAND: SCHEDULE_SVC_DOWNTIME;web1;HTTP;"
	    "1365696000;1365699600;1;0;3600;ops;new; kernel\n"
	    "[1365690001] EXTERNAL COMMAND: SCHEDULE_HOST_DOWNTIME;web9;"
	    "1365696000;1365699600;1;0;3600;ops;never began\n"
	    "[1365690002] EXTERNAL COMMAND: ADD_SVC_COMMENT;web1;HTTP;1;x;y\n"
	    "[1365696002] SERVICE DOWNTIME ALERT: web1;HTTP;STARTED; begins\n"
	    "[1365696100] Caught SIGHUP, restarting...\n"
	    "[1365696101] SERVICE DOWNTIME ALERT: web1;HTTP;STARTED; begins\n"
	    "[1365698000] SERVICE DOWNTIME ALERT: web1;HTTP;CANCELLED; over\n");
	assert_quiet(t);
	assert_int_equal(t->batch.windows.n, 1);
	w = t->batch.windows.v;
	assert_int_equal(w->span.from_at, INT64_C(1365696002000));
	assert_int_equal(w->span.to_at, INT64_C(1365698000000));
	assert_int_equal(w->announced_at, INT64_C(1365690000000));
	assert_str(w->kind, "maintenance");
	assert_str(w->note, "new; kernel");
	trial_free(t);
}

static void
monitor_off(void **state)
{
	static const char text[] =
	    "[1365696000] CURRENT SERVICE STATE: web1;HTTP;CRITICAL;HARD;1;x\n"
	    "[1365696100] Caught SIGTERM, shutting down...\n"
	    "[1365696101] Successfully shutdown... (PID=8)\n"
	    "[1365696200] Icinga 1.14.2 starting... (PID=9)\n"
	    "[1365696300] SERVICE ALERT: web1;HTTP;OK;HARD;1;x\n";
	struct trial *t = trial_new();

	(void)state;
	read_lines(t, text);
	assert_int_equal(t->batch.outages.n, 1);
	assert_span(&t->batch.outages.v[0], 0, 300);
	trial_free(t);
	t = trial_new();
	t->rule.watch.off_unknown = true;
	read_lines(t, text);
	/* down, nobody knows, down: 100 seconds each */
	assert_int_equal(t->batch.outages.n, 3);
	for (int i = 0; i < 3; i++) {
		assert_span(&t->batch.outages.v[i], i * 100, 100);
		assert_int_equal(t->batch.outages.v[i].condition,
		    i == 1 ? COND_NO_DATA : COND_DOWN);
	}
	trial_free(t);
}

/* Down 60 s, up 30 s, down 60 s; later 20 s alone. */
static void
confirmed_and_recovered(void **state)
{
	static const char text[] =
	    "[1365696000] CURRENT SERVICE STATE: w;S;OK;HARD;1;x\n"
	    "[1365696100] SERVICE ALERT: w;S;CRITICAL;HARD;1;x\n"
	    "[1365696160] SERVICE ALERT: w;S;OK;HARD;1;x\n"
	    "[1365696190] SERVICE ALERT: w;S;CRITICAL;HARD;1;x\n"
	    "[1365696250] SERVICE ALERT: w;S;OK;HARD;1;x\n"
	    "[1365699000] SERVICE ALERT: w;S;CRITICAL;HARD;1;x\n"
	    "[1365699020] SERVICE ALERT: w;S;OK;HARD;1;x\n";
	struct trial *t = trial_new();

	(void)state;
	t->rule.watch.min_recovery_ms = 31000;
	t->rule.watch.confirm_ms = 60000;
	read_lines(t, text);
	assert_int_equal(t->batch.outages.n, 1);
	assert_span(&t->batch.outages.v[0], 100, 150);
	trial_free(t);
	t = trial_new();
	t->rule.watch.min_recovery_ms = 30000;
	read_lines(t, text);
	assert_int_equal(t->batch.outages.n, 3);
	trial_free(t);
}

static void
whose_it_is(void **state)
{
	static const struct known_subject known[] = { { { "s1", 2 },
							  { "s1", 2 } },
		{ { "shop.example.net", 16 }, { "s1", 2 } } };
	static const struct known_subject names[] = { { { "w?b;*", 5 },
	    { "s1", 2 } } };
	static const char text[] =
	    "[1365696000] SERVICE ALERT: web;A;CRITICAL;HARD;1;x\n"
	    "[1365696000] SERVICE ALERT: db;A;CRITICAL;HARD;1;x\n"
	    "[1365696000] HOST ALERT: https://shop.example.net:443/a;DOWN;"
	    "HARD;1;x\n"
	    "[1365696060] SERVICE ALERT: web;A;OK;HARD;1;x\n"
	    "[1365696060] SERVICE ALERT: db;A;OK;HARD;1;x\n"
	    "[1365696060] HOST ALERT: https://shop.example.net:443/a;UP;HARD;1;"
	    "x\n";
	struct trial *t = trial_new();

	(void)state;
	t->ctx.knows = true;
	t->ctx.known = known;
	t->ctx.n_known = 2;
	t->rule.subjects = names;
	t->rule.n_subjects = 1;
	t->rule.watch.has_view = true;
	t->rule.watch.view = VIEW_PROBE;
	read_lines(t, text);
	assert_int_equal(t->rc, 0);
	assert_int_equal(t->batch.outages.n, 2);
	for (int i = 0; i < 2; i++) {
		assert_str(t->batch.outages.v[i].subject, "s1");
		assert_int_equal(t->batch.outages.v[i].view, VIEW_PROBE);
	}
	assert_said(t, "1 subject is of no service or resource here, and left "
		       "out: \"db;A\"");
	trial_free(t);
}

/* An archive ends where its name says, in the zone of its rule. */
static void
archives(void **state)
{
	struct trial *t = trial_new();
	char path[] = "/tmp/makegood-test-XXXXXX";
	int fd = mkstemp(path);
	FILE *f = fdopen(fd, "w");

	(void)state;
	assert_non_null(f);
	fputs("[1365696000] SERVICE ALERT: w;S;CRITICAL;HARD;1;x\n", f);
	fclose(f);
	/* midnight of 12 April in Rome is 22:00Z: 6 hours after T0 */
	t->rc = import_file(&t->ctx, SOURCE_OUTAGES, path,
	    STR("outages/nagios-04-12-2013-00.log"), &t->keep, &t->batch,
	    &t->diags, &t->e);
	unlink(path);
	assert_int_equal(t->rc, 0);
	assert_int_equal(t->diags.warnings, 0);
	assert_int_equal(t->batch.outages.n, 1);
	assert_span(&t->batch.outages.v[0], 0, 6 * 3600);
	assert_false(t->batch.outages.v[0].open);
	trial_free(t);
}

static void
which_files(void **state)
{
	const struct format *f = format_info_nagios.format;

	(void)state;
	assert_int_equal(
	    f->detect(STR("[1365696000] LOG VERSION: 2.0\n")), 100);
	assert_int_equal(f->detect(STR("id,subject,from\n")), 0);
	assert_int_equal(f->detect(STR("[]\n[1] x\n")), 50);
	assert_int_equal(
	    f->first_at(STR("x\n[7] y\n[1365696000] LOG\n")), T0 * 1000);
	assert_int_equal(f->first_at(STR("x\n")), NO_INSTANT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_outage),
		cmocka_unit_test(plugins_imitate),
		cmocka_unit_test(odd_lines),
		cmocka_unit_test(odd_names),
		cmocka_unit_test(hosts_and_services),
		cmocka_unit_test(planned_work),
		cmocka_unit_test(monitor_off),
		cmocka_unit_test(confirmed_and_recovered),
		cmocka_unit_test(whose_it_is),
		cmocka_unit_test(archives),
		cmocka_unit_test(which_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
