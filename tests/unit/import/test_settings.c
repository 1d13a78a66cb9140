/* case.yaml. */
#include "unit/import/help.h"

#include "base/zone.h"

#define SMALLEST                                                               \
	"provider: { name: Example Hosting }\n"                                \
	"zone: Europe/Rome\n"                                                  \
	"periods: [2013-04]\n"                                                 \
	"as_of: 2013-05-02T09:00:00+02:00\n"

struct parsed {
	struct arena keep;
	struct zones zones;
	struct diags diags;
	struct settings s;
	struct file_rule *rules;
	size_t n_rules;
	int rc;
	struct buf said;
};

static struct parsed *
parse(const char *text)
{
	struct parsed *p = calloc(1, sizeof *p);

	assert_non_null(p);
	p->zones.keep = &p->keep;
	diags_init(&p->diags, &p->keep);
	p->rc = settings_parse(str_of(text), STR("case.yaml"), &p->zones,
	    &p->keep, &p->s, &p->rules, &p->n_rules, &p->diags);
	diags_sort(&p->diags);
	buf_init(&p->said, 1 << 20);
	for (size_t i = 0; i < p->diags.list.n; i++)
		diag_format(&p->diags.list.v[i], &p->said);
	buf_addc(&p->said, '\0');
	return p;
}

static void
parsed_free(struct parsed *p)
{
	buf_release(&p->said);
	arena_release(&p->keep);
	free(p);
}

static void
expect_complaint(const char *text, const char *said)
{
	struct parsed *p = parse(text);

	assert_int_equal(p->rc, -1);
	assert_true(p->diags.errors > 0);
	if (strstr(p->said.p, said) == NULL)
		fail_msg("not said: %s\nbut:\n%s", said, p->said.p);
	parsed_free(p);
}

static void
defaults(void **state)
{
	struct parsed *p = parse(SMALLEST);

	(void)state;
	assert_int_equal(p->rc, 0);
	assert_str(p->s.provider, "Example Hosting");
	assert_false(p->s.claimant);
	assert_str(p->s.lang, "en");
	assert_int_equal(p->s.edition, EDITION_CUSTOMER);
	assert_int_equal(p->s.evidence, EVIDENCE_PROVIDER);
	assert_int_equal(p->s.min_recovery_ms, 300000);
	assert_str(p->s.traffic_unit, "views");
	assert_str(p->s.zone_name, "Europe/Rome");
	assert_int_equal(p->s.as_of, at("2013-05-02T07:00:00Z"));
	assert_int_equal(p->s.n_periods, 1);
	assert_str(p->s.periods[0], "2013-04");
	assert_int_equal(p->s.n_reports, 0);
	assert_int_equal(p->n_rules, 0);
	parsed_free(p);
}

static void
everything(void **state)
{
	struct parsed *p = parse(
	    "title: The five days of April\n"
	    "role: claimant\n"
	    "provider: { name: N, address: \"A\\nB\", contact: C, vat_id: V,"
	    " register: R }\n"
	    "zone: Europe/Rome\n"
	    "periods: [2013-04, 2013-03]\n"
	    "language: it\n"
	    "edition: public\n"
	    "evidence: union\n"
	    "as_of: 2013-05-02 09:00:00\n"
	    "min_recovery_seconds: 0\n"
	    "reports: [statement, ledger]\n"
	    "traffic_unit: hits\n"
	    "files:\n"
	    "  - { match: \"outages/*.csv\", zone: UTC, repeated: earlier,"
	    " missing: later }\n"
	    "  - { match: \"traffic/blog*\", site: WWW.Blog.example.org,"
	    " format: combined }\n");

	(void)state;
	assert_int_equal(p->rc, 0);
	assert_str(p->s.title, "The five days of April");
	assert_true(p->s.claimant);
	assert_str(p->s.provider_address, "A\nB");
	assert_str(p->s.provider_contact, "C");
	assert_str(p->s.provider_vat_id, "V");
	assert_str(p->s.provider_register, "R");
	assert_str(p->s.lang, "it");
	assert_int_equal(p->s.edition, EDITION_PUBLIC);
	assert_int_equal(p->s.evidence, EVIDENCE_UNION);
	/* local time of the case's zone */
	assert_int_equal(p->s.as_of, at("2013-05-02T07:00:00Z"));
	assert_int_equal(p->s.min_recovery_ms, 0);
	assert_str(p->s.traffic_unit, "hits");
	/* in their order */
	assert_str(p->s.periods[0], "2013-03");
	assert_str(p->s.periods[1], "2013-04");
	assert_int_equal(p->s.n_reports, 2);
	assert_str(p->s.reports[1], "ledger");
	assert_int_equal(p->n_rules, 2);
	assert_str(p->rules[0].pattern, "outages/*.csv");
	assert_str(p->rules[0].zone->name, "UTC");
	assert_int_equal(p->rules[0].repeated, LOCAL_EARLIER);
	assert_int_equal(p->rules[0].missing, LOCAL_LATER);
	assert_null(p->rules[1].zone);
	assert_int_equal(p->rules[1].repeated, LOCAL_REFUSE);
	assert_str(p->rules[1].site, "www.blog.example.org");
	assert_str(p->rules[1].format, "combined");
	parsed_free(p);
}

/* What a table calls its columns, and how it writes its times. */
static void
tables_of_others(void **state)
{
	struct parsed *p =
	    parse(SMALLEST "files:\n"
			   "  - match: \"outages/*.csv\"\n"
			   "    format: events\n"
			   "    dates: mdy\n"
			   "    locations: any\n"
			   "    columns: { time: \" Zeitpunkt \", down: [A, "
			   "\"1\"] }\n");
	const struct file_rule *r;

	(void)state;
	assert_int_equal(p->rc, 0);
	r = &p->rules[0];
	assert_int_equal(r->dates, WHEN_MDY);
	assert_int_equal(r->locations, LOCATIONS_ANY);
	assert_int_equal(r->n_columns, 2);
	assert_str(r->columns[0].name, "time");
	assert_false(r->columns[0].list);
	assert_str(r->columns[0].words[0], "Zeitpunkt");
	assert_true(r->columns[1].list);
	assert_int_equal(r->columns[1].n, 2);
	assert_str(r->columns[1].words[1], "1");
	parsed_free(p);
	expect_complaint(SMALLEST
	    "files: [{ match: x, columns: { time: T } }]\n",
	    "columns: needs format: beside it");
	expect_complaint(SMALLEST
	    "files: [{ match: x, format: events, columns: "
	    "{ down: [] } }]\n",
	    "columns: the list is empty");
	expect_complaint(SMALLEST
	    "files: [{ match: x, format: events, columns: "
	    "{ time: { a: b } } }]\n",
	    "\"columns\" must be a text");
	expect_complaint(SMALLEST "files: [{ match: x, dates: iso }]\n",
	    "\"dates\": \"iso\" is not auto, dmy, mdy, ymd, excel or epoch");
}

static void
complaints(void **state)
{
	static const struct {
		const char *more, *said;
	} cases[] = {
		{ "tittle: x\n", "case.yaml:5:1: error: unknown key "
				 "\"tittle\" in case.yaml" },
		{ "title: x\ntitle: y\n", "case.yaml:6:1: error: " },
		{ "role: owner\n", "\"owner\" is not provider or claimant" },
		{ "edition: all\n", "is not internal, customer or public" },
		{ "min_recovery_seconds: -1\n", "is not between 0 and 86400" },
		{ "min_recovery_seconds: 1.5\n", "is not a whole number" },
		{ "traffic_unit: bytes\n", "is not hits, views or visits" },
		{ "reports: statement\n", "is not a list" },
		{ "reports: [[x]]\n", "a list is not statement, incident" },
		{ "files: [{ zone: UTC }]\n", "a file rule has no \"match\"" },
		{ "files: [{ match: a, zoen: UTC }]\n",
		    "unknown key \"zoen\" in a file rule" },
		{ "files: [{ match: a, zone: Europe/Roma }]\n",
		    "case.yaml:5:27: error: there is no time zone "
		    "\"Europe/Roma\"" },
		{ "files: [{ match: a, format: combind }]\n",
		    "there is no format \"combind\"" },
		{ "files: [{ match: a, format: combind }]\n",
		    "did you mean \"combined\"?" },
		{ "files: [{ match: a, site: \"https://x/\" }]\n",
		    "\"https://x/\" is not a host name" },
		{ "files: [{ match: a, repeated: first }]\n",
		    "is not refuse, earlier or later" },
		{ "files: [x]\n", "a file rule must be a mapping" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char text[1000];

		snprintf(text, sizeof text, SMALLEST "%s", cases[i].more);
		expect_complaint(text, cases[i].said);
	}
}

static void
what_must_be_there(void **state)
{
	(void)state;
	expect_complaint("", "case.yaml has no \"provider\"");
	expect_complaint("", "case.yaml has no \"zone\"");
	expect_complaint("", "case.yaml has no \"periods\"");
	expect_complaint("", "case.yaml has no \"as_of\"");
	expect_complaint("- x\n", "case.yaml must be a mapping");
	expect_complaint("provider: {}\nzone: UTC\nperiods: [2013-04]\n"
			 "as_of: 2013-05-02T09:00:00Z\n",
	    "provider has no \"name\"");
	expect_complaint("provider: {name: x}\nzone: Mars/North\n"
			 "periods: [2013-04]\nas_of: 2013-05-02T09:00:00Z\n",
	    "case.yaml:2:7: error: there is no time zone \"Mars/North\"");
	expect_complaint("provider: {name: x}\nzone: UTC\nperiods: []\n"
			 "as_of: 2013-05-02T09:00:00Z\n",
	    "no period is given");
	expect_complaint("provider: {name: x}\nzone: UTC\n"
			 "periods: [2013-13, April, 2013-04, 2013-04]\n"
			 "as_of: 2013-05-02T09:00:00Z\n",
	    "case.yaml:3:11: error: \"2013-13\" is not a period");
	expect_complaint("provider: {name: x}\nzone: UTC\n"
			 "periods: [2013-04, 2013-04]\n"
			 "as_of: 2013-05-02T09:00:00Z\n",
	    "the period 2013-04 is there twice");
	expect_complaint("provider: {name: x}\nzone: UTC\nperiods: [2013-04]\n"
			 "as_of: tomorrow\n",
	    "as_of: \"tomorrow\" is not a time");
	/* 02:30 on the night of the change is two instants */
	expect_complaint("provider: {name: x}\nzone: Europe/Rome\n"
			 "periods: [2013-04]\nas_of: 2013-10-27 02:30\n",
	    "as_of: this local time is not one instant");
}

static void
nothing_is_touched_on_failure(void **state)
{
	struct settings s = { .title = STR("before") };
	struct file_rule *rules = NULL;
	struct arena keep = { 0 };
	struct zones zones = { .keep = &keep };
	struct diags d;
	size_t n = 7;

	(void)state;
	diags_init(&d, &keep);
	assert_int_equal(settings_parse(STR("title: after\n"), STR("c"), &zones,
			     &keep, &s, &rules, &n, &d),
	    -1);
	assert_str(s.title, "before");
	assert_int_equal(n, 7);
	arena_release(&keep);
}

/* A target says whether it is a contract's, and where it is written. */
static void
comms_targets(void **state)
{
	struct parsed *p = parse(SMALLEST
	    "comms_targets:\n"
	    "  first_notice: { minutes: 10, basis: target,"
	    " source: Handbook 3 }\n"
	    "  update: { minutes: 240, basis: contract, source: clause 6.2 }\n"
	    "  report: { days: 5, working_days: yes, basis: contract,"
	    " source: clause 6.3 }\n"
	    "  grace_minutes: 10\n"
	    "  channels: [status, phone]\n");
	const struct comms_targets *t = &p->s.comms;

	(void)state;
	assert_int_equal(p->rc, 0);
	assert_true(t->first_notice.given && !t->first_notice.contract);
	assert_int_equal(t->first_notice.ms, 10 * MS_MINUTE);
	assert_str(t->first_notice.source, "Handbook 3");
	assert_true(t->update.contract);
	assert_int_equal(t->update.ms, 4 * MS_HOUR);
	assert_int_equal(t->update.days, 0);
	assert_int_equal(t->report.days, 5);
	assert_int_equal(t->report.ms, 0);
	assert_true(t->report.working_days);
	assert_int_equal(t->grace_ms, 10 * MS_MINUTE);
	assert_int_equal(t->n_channels, 2);
	assert_str(t->channels[1], "phone");
	parsed_free(p);

	p = parse(SMALLEST);
	assert_false(p->s.comms.first_notice.given);
	assert_false(p->s.comms.update.given);
	assert_int_equal(p->s.comms.n_channels, 0);
	parsed_free(p);
	expect_complaint(SMALLEST
	    "comms_targets: { update: { minutes: 30, basis: target } }\n",
	    "source");
	expect_complaint(SMALLEST
	    "comms_targets: { update: { minutes: 30, source: x } }\n",
	    "basis");
	expect_complaint(SMALLEST "comms_targets: { channels: [mail, mail] }\n",
	    "channels: \"mail\" stands there twice");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults),
		cmocka_unit_test(everything),
		cmocka_unit_test(tables_of_others),
		cmocka_unit_test(complaints),
		cmocka_unit_test(what_must_be_there),
		cmocka_unit_test(nothing_is_touched_on_failure),
		cmocka_unit_test(comms_targets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
