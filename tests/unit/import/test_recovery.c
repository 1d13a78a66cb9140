/* backups.csv, restorations.csv, and the statement in incidents.csv. */
#include "unit/import/help.h"

static void
refused(enum source_kind kind, const char *text, const char *why)
{
	struct trial *t = trial_new();

	trial_text(t, kind, text);
	assert_int_equal(t->rc, -1);
	assert_said(t, why);
	trial_free(t);
}

/* Rome is UTC+2 in April. */
static void
backups(void **state)
{
	struct trial *t = trial_new();
	const struct backup *b;

	(void)state;
	trial_text(t, SOURCE_BACKUPS,
	    "incident,customer,service,last_good_backup,restore_point,"
	    "restored_from,note\n"
	    "I1,,,2013-04-11 01:15,2013-04-11 01:15,nightly,\n"
	    "I1,c1,,2013-04-10 01:15,,,\"never, so far\"\n"
	    "I1,c1,s1,,2013-04-09T23:15:00Z,own copy,\n"
	    "I2,,,2013-04-11 01:15,,,\n");
	assert_quiet(t);
	assert_int_equal(t->batch.backups.n, 4);
	b = t->batch.backups.v;
	assert_int_equal(b[0].last_good_at, at("2013-04-10T23:15:00Z"));
	assert_int_equal(b[0].restore_point_at, b[0].last_good_at);
	assert_int_equal(b[0].customer.n + b[0].service.n, 0);
	assert_str(b[0].restored_from, "nightly");
	assert_str(b[1].customer, "c1");
	assert_true(b[1].restore_point_at == NO_INSTANT);
	assert_str(b[1].note, "never, so far");
	assert_true(b[2].last_good_at == NO_INSTANT);
	assert_int_equal(b[2].restore_point_at, at("2013-04-09T23:15:00Z"));
	assert_int_equal(b[2].from.line, 4);
	assert_str(b[3].incident, "I2");
	trial_free(t);
}

static void
backups_refused(void **state)
{
	(void)state;
	refused(SOURCE_BACKUPS, "incident,last_good_backup\nI1,2013-04-11\n",
	    "file:2:4: error");
	refused(SOURCE_BACKUPS, "incident,last_good_backup,note\nI1,,lost\n",
	    "this row says nothing\n"
	    "    I1,,lost\n"
	    "    ^\n"
	    "hint: give \"last_good_backup\", \"restore_point\" or both");
	/* a service has one customer: who is named beside it changes nothing */
	refused(SOURCE_BACKUPS,
	    "incident,customer,service,restore_point\n"
	    "I1,c1,s1,2013-04-11 01:15\n"
	    "I1,,s1,2013-04-12 01:15\n",
	    "\"I1, service s1\" was already given in line 2");
	refused(SOURCE_BACKUPS,
	    "incident,customer,restore_point\n"
	    "I1,s1,2013-04-11 01:15\nI1,s1,2013-04-11 01:16\n",
	    "\"I1, customer s1\" was already given in line 2");
	refused(SOURCE_BACKUPS,
	    "incident,restore_point\n"
	    "I1,2013-04-11 01:15\nI1,2013-04-11 01:15\n",
	    "\"I1\" was already given in line 2");
}

/* A service may be called like a customer. */
static void
backups_told_apart(void **state)
{
	struct trial *t = trial_new();

	(void)state;
	trial_text(t, SOURCE_BACKUPS,
	    "incident,customer,service,restore_point\n"
	    "I1,x,,2013-04-11 01:15\n"
	    "I1,,x,2013-04-11 01:15\n"
	    "I1,,,2013-04-11 01:15\n");
	assert_quiet(t);
	assert_int_equal(t->batch.backups.n, 3);
	trial_free(t);
}

static void
restorations(void **state)
{
	struct trial *t = trial_new();
	const struct restoration *r;

	(void)state;
	trial_text(t, SOURCE_RESTORATIONS,
	    "incident,at,object,lost,restored,reissued,source\n"
	    "I1,2013-04-12 09:00,site,140,0,,list\n"
	    "I1,2013-04-11 09:00,certificate,35,,30,\n"
	    "I1,2013-04-13 09:00,SITE,141,141,0,list\n"
	    "I2,2013-04-10 09:00,site,1,0,0,\n");
	assert_quiet(t);
	assert_int_equal(t->batch.restorations.n, 4);
	r = t->batch.restorations.v;
	assert_int_equal(r[0].object, OBJECT_SITE);
	assert_int_equal(r[0].at, at("2013-04-12T07:00:00Z"));
	assert_int_equal(r[0].lost, 140);
	assert_int_equal(r[0].restored + r[0].reissued, 0);
	assert_str(r[0].source, "list");
	assert_int_equal(r[1].object, OBJECT_CERTIFICATE);
	assert_int_equal(r[1].reissued, 30);
	assert_int_equal(r[2].object, OBJECT_SITE);
	assert_int_equal(r[2].lost, 141);
	assert_int_equal(t->batch.source.first_at, at("2013-04-10T07:00:00Z"));
	trial_free(t);
}

/* Rows of one kind of objects, of the same incident. */
#define SITES(rows)                                                            \
	"incident,at,object,lost,restored,reissued\n"                          \
	"I1,2013-04-12 09:00,site,140,20,5\n" rows

static void
restorations_refused(void **state)
{
	(void)state;
	refused(SOURCE_RESTORATIONS, SITES("I1,2013-04-13 09:00,web,1,0,0\n"),
	    "file:3:21: error: \"object\": \"web\" is not known");
	refused(SOURCE_RESTORATIONS, SITES("I1,2013-04-13 09:00,site,140,,\n"),
	    "file:3:30: error: \"restored\" goes down: it was 20 in line 2");
	refused(SOURCE_RESTORATIONS,
	    SITES("I1,2013-04-13 09:00,site,139,20,5\n"),
	    "file:3:26: error: \"lost\" goes down: it was 140 in line 2");
	refused(SOURCE_RESTORATIONS,
	    SITES("I1,2013-04-13 09:00,site,140,141,5\n"),
	    "more restored (141) than lost (140)");
	refused(SOURCE_RESTORATIONS,
	    SITES("I1,2013-04-13 09:00,site,140,136,5\n"),
	    "more restored and re-issued (136 + 5) than lost (140)");
	refused(SOURCE_RESTORATIONS,
	    SITES("I1,2013-04-12 08:59,site,140,30,5\n"),
	    "file:3:4: error: this row goes back in time behind line 2");
	refused(SOURCE_RESTORATIONS,
	    SITES("I1,2013-04-12 09:00,site,140,30,5\n"),
	    "file:3:4: error: line 2 is of the same instant");
	refused(SOURCE_RESTORATIONS, SITES("I1,2013-04-13 09:00,site,,30,5\n"),
	    "\"lost\"");
	refused(SOURCE_RESTORATIONS,
	    SITES("I1,2013-04-13 09:00,site,-1,30,5\n"), "is negative");
}

static void
statement(void **state)
{
	struct trial *t = trial_new();
	const struct incident *in;

	(void)state;
	trial_text(t, SOURCE_INCIDENTS,
	    "id,title,data_access,access_confirmed_by,access_confirmed_at,"
	    "access_basis\n"
	    "I1,One,no,an expert,2013-05-02,\"logs, all of them\"\n"
	    "I2,Two,,,,\n"
	    "I3,Three,unknown,,,\n");
	assert_quiet(t);
	in = t->batch.incidents.v;
	assert_int_equal(in[0].data_access, ACCESS_NO);
	assert_str(in[0].access_confirmed_by, "an expert");
	assert_int_equal(in[0].access_confirmed_at, at("2013-05-01T22:00:00Z"));
	assert_str(in[0].access_basis, "logs, all of them");
	assert_int_equal(in[1].data_access, ACCESS_NOT_SUPPLIED);
	assert_true(in[1].access_confirmed_at == NO_INSTANT);
	assert_int_equal(in[2].data_access, ACCESS_UNKNOWN);
	trial_free(t);
	refused(SOURCE_INCIDENTS, "id,title,data_access\nI1,One,maybe\n",
	    "hint: one of not_supplied, no, yes, unknown");
	refused(SOURCE_INCIDENTS,
	    "id,title,data_access,access_confirmed_by\nI1,One,,an expert\n",
	    "but not what: \"data_access\" is empty");
	refused(SOURCE_INCIDENTS,
	    "id,title,fault,data_access,access_confirmed_at\n"
	    "I1,One,2013-05-02 10:00,no,2013-05-01\n",
	    "\"access_confirmed_at\" is before \"fault\"");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(backups),
		cmocka_unit_test(backups_refused),
		cmocka_unit_test(backups_told_apart),
		cmocka_unit_test(restorations),
		cmocka_unit_test(restorations_refused),
		cmocka_unit_test(statement),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
