/* Names across files. */
#include "unit/import/help.h"

#define FROM(file, line)                                                       \
	{                                                                      \
		STR(file), line                                                \
	}

/* A case that fits: one of each. */
struct small_case {
	struct dossier d;
	struct contract contract[2];
	struct customer customer[2];
	struct service service[2];
	struct dependency dependency[1];
	struct outage outage[2];
	struct window window[2];
	struct incident incident[1];
	struct notice notice[1];
	struct action action[1];
	struct narrative narrative[1];
};

static void
fill(struct small_case *c)
{
	*c = (struct small_case){
		.contract = { { .id = STR("gold"),
		    .file = STR("contracts/gold.yaml"),
		    .currency = { "EUR", 2 } } },
		.customer = { { .id = STR("c001"),
		    .from = FROM("customers.csv", 2) } },
		.service = { { .id = STR("shop"),
		    .customer = STR("c001"),
		    .contract = STR("gold"),
		    .fee = { 4900, { "EUR", 2 } },
		    .from = FROM("services.csv", 2) } },
		.dependency = { { .service = STR("shop"),
		    .resource = STR("db-cluster"),
		    .from = FROM("resources.csv", 2) } },
		.outage = { { .id = STR("o1"),
				.subject = STR("db-cluster"),
				.incident = STR("INC-1"),
				.from = FROM("outages/a.csv", 2) },
		    { .id = STR("o2"),
			.subject = STR("shop"),
			.from = FROM("outages/b.csv", 2) } },
		.window = { { .id = STR("w1"),
				.from = FROM("maintenance/m.csv", 2) },
		    { .id = STR("w2"),
			.subject = STR("shop"),
			.from = FROM("maintenance/m.csv", 3) } },
		.incident = { { .id = STR("INC-1"),
		    .from = FROM("incidents.csv", 2) } },
		.notice = { { .id = STR("n1"),
		    .incident = STR("INC-1"),
		    .from = FROM("notices.csv", 2) } },
		.action = { { .id = STR("a1"),
		    .from = FROM("actions.csv", 2) } },
		.narrative = { { .incident = STR("INC-1"),
		    .from = FROM("text/it/INC-1_cause.md", 1) } },
	};
	c->d.contracts = c->contract;
	c->d.customers = c->customer;
	c->d.services = c->service;
	c->d.dependencies = c->dependency;
	c->d.outages = c->outage;
	c->d.windows = c->window;
	c->d.incidents = c->incident;
	c->d.notices = c->notice;
	c->d.actions = c->action;
	c->d.narratives = c->narrative;
	c->d.n_contracts = c->d.n_customers = c->d.n_services = 1;
	c->d.n_dependencies = c->d.n_incidents = c->d.n_notices = 1;
	c->d.n_actions = c->d.n_narratives = 1;
	c->d.n_outages = c->d.n_windows = 2;
}

/* Exactly this is said. */
static void
expect(const struct small_case *c, const char *wanted)
{
	struct arena keep = { 0 };
	struct diags d;
	struct buf b;

	diags_init(&d, &keep);
	facts_check(&c->d, &d);
	buf_init(&b, 1 << 16);
	for (size_t i = 0; i < d.list.n; i++)
		diag_format(&d.list.v[i], &b);
	buf_addc(&b, '\0');
	assert_string_equal(b.p, wanted);
	buf_release(&b);
	arena_release(&keep);
}

static void
all_fits(void **state)
{
	struct small_case c;

	(void)state;
	fill(&c);
	expect(&c, "");
}

static void
unknown_names(void **state)
{
	struct small_case c;

	(void)state;
	fill(&c);
	c.service[0].customer = STR("c01");
	expect(&c, "services.csv:2: error: there is no customer \"c01\" in "
		   "customers.csv\nhint: did you mean \"c001\"?\n");
	fill(&c);
	c.service[0].contract = STR("platinum");
	expect(&c,
	    "services.csv:2: error: there is no contract \"platinum\" in "
	    "contracts/\n");
	fill(&c);
	c.dependency[0].service = STR("shpo");
	expect(&c, "resources.csv:2: error: there is no service \"shpo\" in "
		   "services.csv\nhint: did you mean \"shop\"?\n");
	fill(&c);
	c.outage[0].subject = STR("db-clutser");
	expect(&c, "outages/a.csv:2: error: there is no resource or service "
		   "\"db-clutser\" in resources.csv and services.csv\n"
		   "hint: did you mean \"db-cluster\"?\n");
	fill(&c);
	c.window[1].subject = STR("db");
	expect(&c,
	    "maintenance/m.csv:3: error: there is no resource or service "
	    "\"db\" in resources.csv and services.csv\n");
	fill(&c);
	c.outage[0].incident = STR("INC-2");
	c.notice[0].incident = STR("INC-3");
	c.action[0].incident = STR("INC-4");
	c.narrative[0].incident = STR("INC-5");
	expect(&c,
	    "outages/a.csv:2: error: there is no incident \"INC-2\" in "
	    "incidents.csv\nhint: did you mean \"INC-1\"?\n"
	    "notices.csv:2: error: there is no incident \"INC-3\" in "
	    "incidents.csv\nhint: did you mean \"INC-1\"?\n"
	    "actions.csv:2: error: there is no incident \"INC-4\" in "
	    "incidents.csv\nhint: did you mean \"INC-1\"?\n"
	    "text/it/INC-1_cause.md:1: error: there is no incident \"INC-5\" "
	    "in incidents.csv\nhint: did you mean \"INC-1\"?\n");
}

static void
names_twice(void **state)
{
	struct small_case c;

	(void)state;
	fill(&c);
	c.outage[1].id = STR("o1");
	expect(&c,
	    "outages/b.csv:2: error: outage \"o1\" was already given in "
	    "outages/a.csv, line 2\n"
	    "hint: every one needs an id of its own, across all files\n");
	fill(&c);
	c.contract[1] = c.contract[0];
	c.contract[1].file = STR("contracts/copy.yaml");
	c.d.n_contracts = 2;
	expect(&c,
	    "contracts/copy.yaml: error: contract \"gold\" was already given "
	    "in contracts/gold.yaml\n"
	    "hint: every one needs an id of its own, across all files\n");
}

static void
currencies(void **state)
{
	struct small_case c;

	(void)state;
	fill(&c);
	memcpy(c.service[0].fee.currency.code, "USD", 4);
	expect(&c,
	    "services.csv:2: error: service \"shop\" is priced in USD, its "
	    "contract \"gold\" is in EUR\n"
	    "hint: an amount in another currency than its contract cannot be "
	    "settled\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_fits),
		cmocka_unit_test(unknown_names),
		cmocka_unit_test(names_twice),
		cmocka_unit_test(currencies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
