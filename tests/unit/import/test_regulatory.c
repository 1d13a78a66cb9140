/*
 * regulatory.csv, submissions.csv, and `regulation:` of case.yaml: what is
 * said arrives, what is not said stays unknown.
 */
#include "unit/import/help.h"

#include "base/zone.h"
#include "domain/regulatory_facts.h"

/* Rome is at UTC+2 in April: 09:10 is 07:10Z. */
static void
facts(void **state)
{
	static const struct civil aware = { 2024, 4, 11, 7, 10, 0, 0 };
	struct trial *t = trial_new();
	const struct regulatory_fact *f;

	(void)state;
	trial_text(t, SOURCE_REGULATORY,
	    "incident,fact,value,source\n"
	    "I,aware_at,2024-04-11 09:10,log\n"
	    "I,death,No,police\n"
	    "I,malicious_access,yes,report\n"
	    "I,eu_users_affected,1200,support\n"
	    "I,other_loss,\"1850,5\",accounts\n"
	    "I,counterparts_share,12.5 %,bank\n"
	    "I,limited_minutes,1.5,monitor\n");
	assert_quiet(t);
	assert_int_equal(t->batch.regulatory.n, 7);
	f = t->batch.regulatory.v;
	assert_int_equal(f[0].at, civil_ms(aware));
	assert_str(f[0].source, "log");
	assert_int_equal(f[1].number, 0);
	assert_true(f[1].at == NO_INSTANT);
	assert_int_equal(f[2].number, 1);
	assert_int_equal(f[3].number, 1200);
	assert_int_equal(f[4].number, 185050);
	assert_int_equal(ratio_cmp(f[5].share, ratio_make(1, 8)), 0);
	assert_false(ratio_ok(f[4].share));
	assert_int_equal(f[6].number, 90 * MS_SECOND);
	assert_str(f[6].incident, "I");
	trial_free(t);
}

static void
refused(enum source_kind kind, const char *text, const char *why)
{
	struct trial *t = trial_new();

	trial_text(t, kind, text);
	assert_int_equal(t->rc, -1);
	assert_said(t, why);
	trial_free(t);
}

static void
facts_refused(void **state)
{
	(void)state;
	refused(SOURCE_REGULATORY,
	    "incident,fact,value,source\nI,deth,no,police\n",
	    "did you mean \"death\"?");
	refused(SOURCE_REGULATORY,
	    "incident,fact,value,source\nI,death,no,police\nI,death,yes,x\n",
	    "\"death of I\" was already given in line 2");
	refused(SOURCE_REGULATORY,
	    "incident,fact,value,source\n"
	    "I,limited_minutes,999999999999999,monitor\n",
	    "\"value\" is too large");
	refused(SOURCE_REGULATORY, "incident,fact,value,source\nI,death,,x\n",
	    "\"value\" is empty");
}

static void
submissions(void **state)
{
	struct trial *t = trial_new();

	(void)state;
	trial_text(t, SOURCE_SUBMISSIONS,
	    "incident,regime,step,submitted_at,reference\n"
	    "I,nis2,early_warning,2024-04-11T18:00:00Z,4711\n"
	    "I,DORA,final,2024-05-11T18:00:00Z,\n");
	assert_quiet(t);
	assert_int_equal(t->batch.submissions.n, 2);
	assert_int_equal(t->batch.submissions.v[0].step, STEP_EARLY_WARNING);
	assert_str(t->batch.submissions.v[0].reference, "4711");
	assert_int_equal(t->batch.submissions.v[1].regime, REGIME_DORA);
	trial_free(t);
	refused(SOURCE_SUBMISSIONS,
	    "incident,regime,step,submitted_at\n"
	    "I,gdpr,early_warning,2024-04-11T18:00:00Z\n",
	    "gdpr has no step \"early_warning\"");
	refused(SOURCE_SUBMISSIONS,
	    "incident,regime,step,submitted_at\n"
	    "I,gdpr,notification,2024-04-11T18:00:00Z\n"
	    "I,gdpr,notification,2024-04-12T18:00:00Z\n",
	    "was already given in line 2");
}

static void
settings(void **state)
{
	static const char text[] = "provider: { name: Example Hosting }\n"
				   "zone: Europe/Rome\n"
				   "periods: [2024-04]\n"
				   "as_of: 2024-05-06T09:00:00+02:00\n"
				   "regulation:\n"
				   "  nis2_roles: [cloud, dns]\n"
				   "  kinds: { cloud: [web, database] }\n"
				   "  turnover: 1200000.50\n"
				   "  eu_users: 40000\n"
				   "  gdpr_roles: [processor]\n";
	struct arena keep = { 0 };
	struct zones zones = { .keep = &keep };
	struct settings s = { .lang = STR_NONE };
	const struct regulation_settings *r;
	struct file_rule *rules;
	struct diags d;
	size_t n;

	(void)state;
	diags_init(&d, &keep);
	assert_int_equal(settings_parse(str_of(text), STR("case.yaml"), &zones,
			     &keep, &s, &rules, &n, &d),
	    0);
	r = s.regulation;
	assert_non_null(r);
	assert_true(r->role[ROLE_CLOUD] && r->role[ROLE_DNS]);
	assert_false(r->role[ROLE_CDN]);
	assert_int_equal(r->n_kinds[ROLE_CLOUD], 2);
	assert_str(r->kind[ROLE_CLOUD][1], "database");
	assert_int_equal(r->n_kinds[ROLE_DNS], 0);
	assert_int_equal(r->turnover, 120000050);
	assert_int_equal(r->eu_users, 40000);
	assert_int_equal(r->domains, -1);
	assert_true(r->processor && !r->controller);
	arena_release(&keep);
}

/* The names are those of the enum, in its order, and each only once. */
static void
names(void **state)
{
	(void)state;
	for (int i = 0; i < REG_FACTS; i++) {
		assert_non_null(regulatory_kinds[i].name);
		assert_int_equal(
		    regulatory_kind_named(str_of(regulatory_kinds[i].name)), i);
	}
	assert_null(regulatory_kind_nearest(STR("weather")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(facts),
		cmocka_unit_test(facts_refused),
		cmocka_unit_test(submissions),
		cmocka_unit_test(settings),
		cmocka_unit_test(names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
