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

#define WHOSE_HINT                                                             \
	"hint: write \"evidence: customer\" or \"evidence: union\" into "      \
	"case.yaml, or, where the monitor is the provider's own, \"view: "     \
	"provider\" for this file under files:\n"

static void
fill(struct small_case *c)
{
	*c = (struct small_case){
		.contract = { { .id = STR("gold"),
		    .valid_from_at = NO_INSTANT,
		    .valid_to_at = NO_INSTANT,
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
	    "contracts/gold.yaml: error: contract \"gold\" was already given "
	    "in contracts/copy.yaml\n"
	    "hint: every contract needs an id of its own; versions of one need "
	    "valid_from and valid_to\n");
}

/* 2013-04-10 and two days more, in UTC. */
#define APRIL_10 (INT64_C(15805) * 86400000)
#define APRIL_12 (INT64_C(15807) * 86400000)

static void
versions(void **state)
{
	struct small_case c;

	(void)state;
	fill(&c);
	c.service[0].in_from = c.service[0].in_to = NO_INSTANT;
	c.contract[1] = c.contract[0];
	c.contract[1].file = STR("contracts/gold-2.yaml");
	c.contract[0].valid_to_at = APRIL_10;
	c.contract[1].valid_from_at = APRIL_10;
	c.d.n_contracts = 2;
	expect(&c, "");
	c.contract[0].valid_to_at = APRIL_12;
	expect(&c,
	    "contracts/gold-2.yaml: error: contract \"gold\": this version "
	    "overlaps the one in contracts/gold.yaml\n"
	    "hint: one version ends with valid_to where the next begins\n");
	c.contract[0].valid_to_at = APRIL_10;
	c.contract[1].valid_from_at = APRIL_12;
	expect(&c,
	    "contracts/gold-2.yaml: error: contract \"gold\" has no version "
	    "from 2013-04-10 to 2013-04-12, but service \"shop\" lives then\n"
	    "hint: one version ends with valid_to where the next begins\n");
	/* nobody needs it then */
	c.service[0].in_from = APRIL_12;
	expect(&c, "");
}

static void
plans(void **state)
{
	struct small_case c;
	struct service plan[2];

	(void)state;
	fill(&c);
	plan[0] = plan[1] = c.service[0];
	plan[0].in_from = NO_INSTANT;
	plan[0].in_to = plan[1].in_from = APRIL_10;
	plan[1].in_to = NO_INSTANT;
	plan[1].from.line = 3;
	c.d.plans = plan;
	c.d.n_plans = 2;
	expect(&c, "");
	plan[1].in_from = APRIL_12;
	expect(&c, "services.csv:3: error: service \"shop\" has no row from "
		   "2013-04-10 to 2013-04-12\n"
		   "hint: one row ends with \"to\" where the next begins\n");
	plan[0].in_to = NO_INSTANT;
	expect(&c, "services.csv:3: error: service \"shop\": this row overlaps "
		   "services.csv, line 2\n"
		   "hint: one row ends with \"to\" where the next begins\n");
}

static void
ledger_names(void **state)
{
	static const struct cap_rule cap = { .kind = CAP_FIELD,
		.field = { "month_cost", 10 } };
	static const struct terms terms = { .caps = &cap, .n_caps = 1 };
	struct past_period past = { .service = STR("shpo"),
		.from = FROM("history.csv", 2) };
	struct claim claim = { .service = STR("blog"),
		.from = FROM("claims.csv", 2) };
	struct named_money amount = { .service = STR("shop"),
		.name = STR("month_cost"),
		.amount = { 100, { "USD", 2 } },
		.from = FROM("amounts.csv", 2) };
	struct small_case c;

	(void)state;
	fill(&c);
	c.d.past = &past;
	c.d.claims = &claim;
	c.d.n_past = c.d.n_claims = 1;
	c.contract[0].terms = &terms;
	expect(&c,
	    "history.csv:2: error: there is no service \"shpo\" in "
	    "services.csv\nhint: did you mean \"shop\"?\n"
	    "claims.csv:2: error: there is no service \"blog\" in "
	    "services.csv\n"
	    "services.csv:2: error: a cap of contract \"gold\" refers to "
	    "\"month_cost\", but amounts.csv does not give it for service "
	    "\"shop\"\n"
	    "hint: add a row to amounts.csv: shop,month_cost,0.00,EUR\n");
	c.d.n_past = c.d.n_claims = 0;
	c.d.amounts = &amount;
	c.d.n_amounts = 1;
	expect(&c, "amounts.csv:2: error: this amount is in USD, service "
		   "\"shop\" is priced in EUR\n");
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

/*
 * A probe's record of the service counts only under another evidence. Beside a
 * record of the provider it is silent: there is something to compare it with.
 */
static void
whose_word(void **state)
{
	struct small_case c;

	(void)state;
	fill(&c);
	c.outage[1].view = VIEW_PROBE;
	expect(&c, "");
	c.outage[0].view = VIEW_CUSTOMER;
	expect(&c,
	    "outages/a.csv:2: warning: 1 record says what the customer saw, "
	    "and that does not count in this case: no record counts for "
	    "\"shop\"\n" WHOSE_HINT
	    "outages/b.csv:2: warning: 1 record says what a probe saw, and "
	    "that does not count in this case: no record counts for "
	    "\"shop\"\n" WHOSE_HINT);
	c.d.settings.evidence = EVIDENCE_CUSTOMER;
	expect(&c, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whose_word),
		cmocka_unit_test(all_fits),
		cmocka_unit_test(unknown_names),
		cmocka_unit_test(names_twice),
		cmocka_unit_test(versions),
		cmocka_unit_test(plans),
		cmocka_unit_test(ledger_names),
		cmocka_unit_test(currencies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
