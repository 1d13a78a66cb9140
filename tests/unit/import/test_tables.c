/* Each table of the case folder: its defaults and its own rules. */
#include "unit/import/help.h"

#include "base/zone.h"

static void
services(void **state)
{
	struct trial *t = trial_new();
	const struct service *s;

	(void)state;
	trial_text(t, SOURCE_SERVICES,
	    "id,customer,contract,fee,currency,hourly_price,site,from,to,name\n"
	    "s1,c1,gold,49.00,EUR,,WWW.Example.ORG.,2012-01-15,,\n"
	    "s2,c1,gold,100,JPY,7,,2013-04-10,2013-04-20,Shop\n");
	assert_quiet(t);
	s = &t->batch.services.v[0];
	assert_str(s->name, "s1");
	assert_str(s->site, "www.example.org");
	assert_int_equal(s->fee.minor, 4900);
	assert_int_equal(s->hourly.minor, 0);
	assert_string_equal(s->hourly.currency.code, "EUR");
	/* midnight in Rome, winter */
	assert_int_equal(s->in_from, at("2012-01-14T23:00:00Z"));
	assert_true(s->in_to == NO_INSTANT);
	s = &t->batch.services.v[1];
	assert_str(s->name, "Shop");
	assert_int_equal(s->hourly.minor, 7);
	assert_string_equal(s->hourly.currency.code, "JPY");
	assert_int_equal(s->in_to, at("2013-04-19T22:00:00Z"));
	trial_free(t);

	t = trial_new();
	trial_text(t, SOURCE_SERVICES,
	    "id,customer,contract,fee,currency,from,to\n"
	    "s1,c1,gold,49.00,EUR,2013-04-10,2013-04-10\n");
	assert_int_equal(t->rc, -1);
	assert_said(t, "file:2:33: error: the service ends before it begins");
	trial_free(t);
}

static void
resources(void **state)
{
	struct trial *t = trial_new();

	/* without a group a resource is needed by itself */
	(void)state;
	trial_text(t, SOURCE_RESOURCES,
	    "service,resource,group\n"
	    "s1,web1,web\ns1,web2,web\ns1,db1,\ns2,db1,\n");
	assert_quiet(t);
	assert_int_equal(t->batch.dependencies.n, 4);
	assert_str(t->batch.dependencies.v[0].group, "web");
	assert_str(t->batch.dependencies.v[2].group, "db1");
	trial_free(t);

	t = trial_new();
	trial_text(t, SOURCE_RESOURCES,
	    "service,resource,group\ns1,web1,a\ns1,web1,b\n");
	assert_int_equal(t->rc, -1);
	assert_said(t, "file:3:4: error: resource \"s1 needs web1\" was "
		       "already given in line 2");
	trial_free(t);

	/* web2 would silently stand in for web1 */
	t = trial_new();
	trial_text(t, SOURCE_RESOURCES,
	    "service,resource,group\ns1,web1,\ns1,web2,web1\n");
	assert_int_equal(t->rc, -1);
	assert_said(t, "\"web1\" is a group and also a resource without a "
		       "group");
	trial_free(t);
}

static void
outages(void **state)
{
	struct trial *t = trial_new();
	const struct outage *o;

	(void)state;
	trial_text(t, SOURCE_OUTAGES,
	    "id,subject,from,to,state,view,incident,detected,weight,note\n"
	    ",db1,2013-04-11 18:30,,,,,,,\n"
	    "o2,db1,2013-04-12 08:00,2013-04-12 08:20,no_data,probe,INC-1,"
	    "2013-04-12 08:01,0.5,\"two\nlines\"\n");
	assert_quiet(t);
	o = &t->batch.outages.v[0];
	/* nobody named it: file and line */
	assert_str(o->id, "file:2");
	assert_true(o->open);
	assert_int_equal(o->span.to_at, t->settings.as_of);
	assert_int_equal(o->condition, COND_DOWN);
	assert_int_equal(o->view, VIEW_PROVIDER);
	assert_true(o->detected_at == NO_INSTANT);
	assert_true(o->reported_at == NO_INSTANT);
	assert_true(o->ticket_at == NO_INSTANT);
	o = &t->batch.outages.v[1];
	assert_false(o->open);
	assert_int_equal(o->condition, COND_NO_DATA);
	assert_int_equal(o->view, VIEW_PROBE);
	assert_str(o->incident, "INC-1");
	assert_int_equal(o->detected_at, at("2013-04-12T06:01:00Z"));
	assert_str(o->note, "two\nlines");
	assert_int_equal(o->from.line, 3);
	/* first and last instant of what was recorded */
	assert_int_equal(t->batch.source.first_at, at("2013-04-11T16:30:00Z"));
	assert_int_equal(t->batch.source.last_at, at("2013-04-12T06:20:00Z"));
	trial_free(t);
}

static void
outages_backwards(void **state)
{
	struct trial *t = trial_new();

	(void)state;
	trial_text(t, SOURCE_OUTAGES,
	    "subject,from,to\n"
	    "db1,2013-04-12 08:20,2013-04-12 08:00\n"
	    "db1,2013-04-12 08:20,2013-04-12 08:20\n"
	    "db1,2013-06-01 00:00,\n");
	assert_int_equal(t->rc, -1);
	assert_int_equal(t->diags.errors, 3);
	assert_said(t, "file:2:22: error: \"to\" is not after \"from\"");
	assert_said(t, "file:3:22: error: \"to\" is not after \"from\"");
	assert_said(t, "file:4:5: error: this open outage begins after the "
		       "time the case is as of");
	trial_free(t);
}

static void
maintenance(void **state)
{
	struct trial *t = trial_new();
	const struct window *w;

	(void)state;
	trial_text(t, SOURCE_MAINTENANCE,
	    "kind,subject,from,to,announced,approved_by\n"
	    ",,2013-04-20 02:00,2013-04-20 04:00,,\n"
	    "ddos,db1,2013-04-11 18:30,2013-04-11 23:59,,A. Rossi\n");
	assert_quiet(t);
	w = &t->batch.windows.v[0];
	assert_str(w->kind, "maintenance");
	assert_int_equal(w->subject.n, 0);
	assert_true(w->announced_at == NO_INSTANT);
	assert_str(t->batch.windows.v[1].approved_by, "A. Rossi");
	trial_free(t);

	/* a window cannot be open */
	t = trial_new();
	trial_text(t, SOURCE_MAINTENANCE, "from,to\n2013-04-20 02:00,\n");
	assert_int_equal(t->rc, -1);
	assert_said(t, "\"to\" is empty");
	trial_free(t);
}

static void
incidents(void **state)
{
	struct trial *t = trial_new();

	(void)state;
	trial_text(t, SOURCE_INCIDENTS,
	    "id,title,fault,first_impact,restored\n"
	    "INC-1,Attack,,2013-04-11 18:30,2013-04-16 07:10\n");
	assert_quiet(t);
	assert_true(t->batch.incidents.v[0].fault_at == NO_INSTANT);
	assert_int_equal(
	    t->batch.incidents.v[0].restored_at, at("2013-04-16T05:10:00Z"));
	trial_free(t);

	t = trial_new();
	trial_text(t, SOURCE_INCIDENTS,
	    "id,title,first_impact,restored\n"
	    "INC-1,Attack,2013-04-11 18:30,2013-04-10 07:10\n");
	assert_int_equal(t->rc, -1);
	assert_said(t, "file:2:31: error: \"restored\" is before "
		       "\"first_impact\"");
	trial_free(t);
}

static void
notices(void **state)
{
	struct trial *t = trial_new();

	(void)state;
	trial_text(t, SOURCE_NOTICES,
	    "channel,at,promised,public,hidden\n"
	    "status page,2013-04-11 19:10,2013-04-11 20:00,,\n"
	    "mail,2013-04-11 19:12,,no,yes\n");
	assert_quiet(t);
	assert_true(t->batch.notices.v[0].public_);
	assert_false(t->batch.notices.v[0].hidden);
	assert_false(t->batch.notices.v[1].public_);
	assert_true(t->batch.notices.v[1].hidden);
	assert_true(t->batch.notices.v[1].promised_at == NO_INSTANT);
	assert_str(t->batch.notices.v[1].id, "file:3");
	trial_free(t);

	t = trial_new();
	trial_text(t, SOURCE_NOTICES,
	    "channel,at,promised\n"
	    "status page,2013-04-11 19:10,2013-04-11 18:00\n");
	assert_int_equal(t->rc, -1);
	assert_said(t, "file:2:30: error: \"promised\" is before \"at\"");
	trial_free(t);

	t = trial_new();
	trial_text(t, SOURCE_NOTICES,
	    "channel,at,direction,says,has_scope,has_next_time,moderation,"
	    "moderated,evidence\n"
	    "forum,2013-04-11 19:10,out,resolved,yes,no,,2013-04-11 21:10,"
	    "E-7\n"
	    "mail,2013-04-11 19:12,in,,,,deleted,,\n");
	assert_quiet(t);
	assert_int_equal(t->batch.notices.v[0].direction, NOTICE_OUT);
	assert_int_equal(t->batch.notices.v[0].says, SAYS_RESOLVED);
	assert_int_equal(t->batch.notices.v[0].has[CONTENT_SCOPE], TELLS);
	assert_int_equal(
	    t->batch.notices.v[0].has[CONTENT_IMPACT], TELLS_UNKNOWN);
	assert_int_equal(
	    t->batch.notices.v[0].has[CONTENT_NEXT_TIME], TELLS_NOT);
	/* whoever knows when it vanished says that it did */
	assert_true(t->batch.notices.v[0].hidden);
	assert_int_equal(t->batch.notices.v[0].moderation, MODERATION_HIDDEN);
	assert_int_equal(
	    t->batch.notices.v[0].moderated_at - t->batch.notices.v[0].at,
	    2 * MS_HOUR);
	assert_str(t->batch.notices.v[0].evidence, "E-7");
	assert_int_equal(t->batch.notices.v[1].direction, NOTICE_IN);
	assert_int_equal(t->batch.notices.v[1].says, SAYS_NOTHING);
	assert_int_equal(t->batch.notices.v[1].moderation, MODERATION_DELETED);
	trial_free(t);

	t = trial_new();
	trial_text(t, SOURCE_NOTICES,
	    "channel,at,moderated\n"
	    "status page,2013-04-11 19:10,2013-04-11 18:00\n");
	assert_int_equal(t->rc, -1);
	assert_said(t, "file:2:30: error: \"moderated\" is before \"at\"");
	trial_free(t);
}

static void
actions(void **state)
{
	struct trial *t = trial_new();

	(void)state;
	trial_text(
	    t, SOURCE_ACTIONS, "text,due,done\nFilter upstream,2013-05-15,\n");
	assert_quiet(t);
	assert_int_equal(
	    t->batch.actions.v[0].due_at, at("2013-05-14T22:00:00Z"));
	assert_true(t->batch.actions.v[0].done_at == NO_INSTANT);
	trial_free(t);
}

static void
calls(void **state)
{
	struct trial *t = trial_new();

	(void)state;
	trial_text(t, SOURCE_CALLS,
	    "date,channel,received,answered\n"
	    "2013-04-11,phone,212,40\n2013-04-11,mail,9,\n");
	assert_quiet(t);
	assert_int_equal(
	    t->batch.calls.v[0].day_at, at("2013-04-10T22:00:00Z"));
	assert_int_equal(t->batch.calls.v[0].answered, 40);
	/* not given is not zero */
	assert_int_equal(t->batch.calls.v[0].abandoned, -1);
	assert_int_equal(t->batch.calls.v[1].answered, -1);
	trial_free(t);

	t = trial_new();
	trial_text(t, SOURCE_CALLS,
	    "date,channel,received\n"
	    "2013-04-11,phone,212\n2013-04-11,phone,9\n");
	assert_int_equal(t->rc, -1);
	assert_said(t, "file:3:1: error: date \"2013-04-11 phone\" was "
		       "already given in line 2");
	trial_free(t);
}

static void
small_tables_can_be_quoted_later(void **state)
{
	struct trial *t = trial_new();
	struct place place = { STR("file"), 3, 4 };
	struct buf b;

	(void)state;
	trial_text(t, SOURCE_CUSTOMERS, "id,name\nc1,A\nc2,B\n");
	assert_quiet(t);
	diag_add(&t->diags, DIAG_ERROR, place, NULL, "later");
	buf_init(&b, 1000);
	diag_format(&t->diags.list.v[0], &b);
	buf_addc(&b, '\0');
	assert_string_equal(
	    b.p, "file:3:4: error: later\n    c2,B\n       ^\n");
	buf_release(&b);
	trial_free(t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(services),
		cmocka_unit_test(resources),
		cmocka_unit_test(outages),
		cmocka_unit_test(outages_backwards),
		cmocka_unit_test(maintenance),
		cmocka_unit_test(incidents),
		cmocka_unit_test(notices),
		cmocka_unit_test(actions),
		cmocka_unit_test(calls),
		cmocka_unit_test(small_tables_can_be_quoted_later),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
