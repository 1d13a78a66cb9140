/* sum and max: several rules, added or the greatest of them. */
#include "domain/credit.h"
#include "domain/terms_read.h"
#include "domain/trace_keys.h"

static bool
parse(struct terms_reader *r, const struct node *n, struct credit_rule *out)
{
	struct raw {
		const struct node *rules;
	} raw = { NULL };
	static const struct schema_field fields[] = {
		{ FIELD_KNOWN("rule") },
		{ FIELD_MUST(struct raw, "rules", SCHEMA_LIST, rules) },
	};
	struct credit_rule *v;
	const struct credit_rule *one = NULL;
	size_t count = 0;

	if (!schema_read(n, credit_kind_name(out->kind), fields,
		COUNT_OF(fields), &raw, r->d))
		return false;
	v = arena_array(r->keep, raw.rules->n + 1, sizeof *v);
	for (const struct node *e = raw.rules->child; e; e = e->next) {
		if (!credit_parse(r, e, &one))
			return false;
		v[count++] = *one;
	}
	if (count == 0) {
		diag_add(r->d, DIAG_ERROR, raw.rules->at, NULL,
		    "an empty list of rules");
		return false;
	}
	out->rules = v;
	out->n_rules = count;
	return true;
}

static struct ratio
settle(struct credit_run *run, const struct credit_rule *rule)
{
	struct ratio all = ratio_int(0);

	for (size_t i = 0; i < rule->n_rules; i++) {
		struct ratio one = credit_settle(run, &rule->rules[i]);

		if (!ratio_ok(one) || !ratio_ok(all))
			return one;
		all = rule->kind == RULE_SUM ? ratio_add(all, one)
					     : ratio_max(all, one);
	}
	credit_step(run, credit_kind_name(rule->kind), rule);
	trace_number(run->trace, "rules", VALUE_COUNT, (int64_t)rule->n_rules);
	credit_gives(run, all);
	return all;
}

const struct credit_type credit_type_sum = { "sum", parse, settle };
const struct credit_type credit_type_max = { "max", parse, settle };
