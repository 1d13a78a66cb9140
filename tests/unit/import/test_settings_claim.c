/*
 * test_settings_claim.c -- `claim:` of case.yaml: what is said arrives, what is
 * not said stays unsaid, and half a statement is refused.
 */
#include "unit/import/help.h"

#include "base/zone.h"
#include "domain/claim_settings.h"

/* Rome is at UTC+2 in May 2024 and in April. */
#define TOP                                                                    \
	"role: claimant\n"                                                     \
	"provider: { name: Example Hosting }\n"                                \
	"zone: Europe/Rome\n"                                                  \
	"periods: [2024-04]\n"                                                 \
	"as_of: 2024-05-06T09:00:00+02:00\n"                                   \
	"claim:\n"                                                             \
	"  profile: de\n"

struct parsed {
	struct arena keep;
	struct zones zones;
	struct diags diags;
	struct settings s;
	int rc;
	struct buf said;
};

static void
parse(struct parsed *p, const char *text)
{
	struct file_rule *rules;
	size_t n_rules;

	memset(p, 0, sizeof *p);
	p->zones.keep = &p->keep;
	diags_init(&p->diags, &p->keep);
	p->rc = settings_parse(str_of(text), STR("case.yaml"), &p->zones,
	    &p->keep, &p->s, &rules, &n_rules, &p->diags);
	buf_init(&p->said, 1 << 20);
	for (size_t i = 0; i < p->diags.list.n; i++)
		diag_format(&p->diags.list.v[i], &p->said);
	buf_addc(&p->said, '\0');
}

static void
parsed_free(struct parsed *p)
{
	buf_release(&p->said);
	arena_release(&p->keep);
}

static int64_t
utc(int month, int day, int hour, int minute)
{
	return civil_ms((struct civil){ 2024, month, day, hour, minute, 0, 0 });
}

/* An owner's own monitor counts, unless the case says otherwise. */
static void
whose_word(void **state)
{
	struct parsed p;

	(void)state;
	parse(&p, TOP);
	assert_int_equal(p.s.evidence, EVIDENCE_CUSTOMER);
	parsed_free(&p);
	parse(&p, "evidence: provider\n" TOP);
	assert_int_equal(p.s.evidence, EVIDENCE_PROVIDER);
	parsed_free(&p);
}

static void
refused(const char *text, const char *said)
{
	struct parsed p;

	parse(&p, text);
	assert_int_equal(p.rc, -1);
	if (strstr(p.said.p, said) == NULL)
		fail_msg("not said: %s\nbut:\n%s", said, p.said.p);
	parsed_free(&p);
}

static void
nothing_by_default(void **state)
{
	const struct claim_settings *c;
	struct parsed p;

	(void)state;
	parse(&p, TOP);
	assert_int_equal(p.rc, 0);
	c = p.s.claim;
	assert_non_null(c);
	assert_str(c->profile, "de");
	assert_false(c->final);
	assert_int_equal(c->deadline_at, NO_INSTANT);
	assert_int_equal(c->first_ticket_at, NO_INSTANT);
	assert_int_equal(c->own_backup, BACKUP_UNSAID);
	assert_int_equal(c->orders, -1);
	assert_false(ratio_ok(c->interest_rate));
	assert_false(ratio_ok(c->conversion));
	assert_false(ratio_ok(c->margin));
	assert_false(ratio_ok(c->call_cost));
	assert_false(c->probe.given);
	assert_int_equal(c->probe.retries, -1);
	assert_int_equal(c->delivery_method.n, 0);
	parsed_free(&p);
}

static void
times_and_amounts(void **state)
{
	const struct claim_settings *c;
	struct parsed p;

	(void)state;
	parse(&p,
	    TOP "  final: yes\n"
		"  deadline_date: 2024-05-21\n"
		"  interest_rate: \"9.12\"\n"
		"  interest_source: base rate\n"
		"  interest_from: 2024-05-22\n"
		"  first_ticket_at: 2024-04-11T19:05:00\n"
		"  first_ticket_proof: ticket 1\n"
		"  own_backup: { kept: yes, last: 2024-04-11T03:00:00Z }\n"
		"  mitigation: [one, two]\n"
		"  orders: { count: 412, from: 2024-02-15, to: 2024-04-10 }\n"
		"  margin: { order_value: \"34.50\", fraction: \"0.42\","
		" by: A, signed_on: 2024-05-03 }\n"
		"  costs: [{ what: page, amount: \"60.00\", receipt: R,"
		" date: 2024-04-12 }]\n"
		"  calls: { each: \"4.50\", source: S }\n"
		"  probe: { interval_seconds: 60, retries: 1 }\n");
	assert_int_equal(p.rc, 0);
	c = p.s.claim;
	assert_true(c->final);
	/* local midnights, two hours before those of UTC */
	assert_int_equal(c->deadline_at, utc(5, 20, 22, 0));
	assert_int_equal(c->interest_from_at, utc(5, 21, 22, 0));
	assert_int_equal(c->first_ticket_at, utc(4, 11, 17, 5));
	assert_int_equal(c->own_backup, BACKUP_KEPT);
	assert_int_equal(c->own_backup_at, utc(4, 11, 3, 0));
	assert_int_equal(c->n_mitigation, 2);
	/* February at UTC+1; the last day counts whole */
	assert_int_equal(c->orders_span.from_at, utc(2, 14, 23, 0));
	assert_int_equal(c->orders_span.to_at, utc(4, 10, 22, 0));
	assert_int_equal(ratio_cmp(c->order_value, ratio_make(69, 2)), 0);
	assert_int_equal(ratio_cmp(c->margin, ratio_make(21, 50)), 0);
	assert_int_equal(c->n_costs, 1);
	assert_int_equal(ratio_cmp(c->costs[0].amount, ratio_int(60)), 0);
	assert_int_equal(c->costs[0].day_at, utc(4, 11, 22, 0));
	assert_int_equal(ratio_cmp(c->call_cost, ratio_make(9, 2)), 0);
	assert_int_equal(c->probe.interval_ms, 60000);
	assert_int_equal(c->probe.retries, 1);
	parsed_free(&p);
}

static void
half_a_statement(void **state)
{
	(void)state;
	refused(TOP "  interest_rate: \"5\"\n", "only half stated");
	refused(TOP "  interest_source: law\n", "only half stated");
	refused(TOP "  final: yes\n", "needs a deadline");
	refused(TOP "  deadline_date: 2024-05-05\n", "before as_of");
	refused(TOP "  deadline_date: tomorrow\n", "\"tomorrow\" is not one");
	refused(TOP "  deadline_date: [2024-06-01]\n", "a list or a map");
	refused(TOP "  first_ticket_at: 2024-04-11T19:05:00\n", "no proof");
	refused(TOP "  margin: { order_value: \"3\", fraction: \"0.3\" }\n",
	    "no \"by\"");
	refused(TOP
	    "  margin: { order_value: \"3\", fraction: \"30\", by: A }\n",
	    "between 0 and 1");
	refused(TOP
	    "  conversion: { rate: \"0.01\", source: S }\n"
	    "  orders: { count: 1, from: 2024-02-01, to: 2024-03-01 }\n",
	    "exclude each other");
	refused(TOP "  costs: [{ what: a, amount: \"-1\", receipt: b }]\n",
	    "negative");
	/* 31 March 2024, 02:30: no such local time in Rome */
	refused(TOP "  own_backup: { kept: yes, last: 2024-03-31T02:30:00 }\n",
	    "not one instant");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whose_word),
		cmocka_unit_test(nothing_by_default),
		cmocka_unit_test(times_and_amounts),
		cmocka_unit_test(half_a_statement),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
