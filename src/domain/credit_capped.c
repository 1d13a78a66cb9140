/* capped: a rule, but at most so much percent of the base. */
#include "domain/credit.h"
#include "domain/terms_read.h"
#include "domain/trace_keys.h"

static bool
parse(struct terms_reader *r, const struct node *n, struct credit_rule *out)
{
	struct raw {
		const struct node *percent, *inner;
	} raw = { NULL, NULL };
	static const struct schema_field fields[] = {
		{ FIELD_KNOWN("rule") },
		{ FIELD_MUST(struct raw, "percent", SCHEMA_NODE, percent) },
		{ FIELD_MUST(struct raw, "inner", SCHEMA_MAP, inner) },
	};

	if (!schema_read(n, "capped", fields, COUNT_OF(fields), &raw, r->d) ||
	    !read_ratio(r, raw.percent, &out->cap_percent) ||
	    !credit_parse(r, raw.inner, &out->rules))
		return false;
	out->has_cap = true;
	out->n_rules = 1;
	return true;
}

static struct ratio
settle(struct credit_run *run, const struct credit_rule *rule)
{
	struct ratio gives = credit_settle(run, rule->rules);
	struct ratio limit = credit_percent(run, rule->cap_percent);
	bool bit;

	if (!ratio_ok(gives) || !ratio_ok(limit))
		return ratio_ok(gives) ? limit : gives;
	bit = ratio_cmp(gives, limit) > 0;
	run->out->capped |= bit;
	gives = bit ? limit : gives;
	credit_step(run, "capped", rule);
	trace_ratio(run->trace, "percent", VALUE_FACTOR, rule->cap_percent);
	trace_term(run->trace, "bit", bit ? "yes" : "no");
	credit_gives(run, gives);
	return gives;
}

const struct credit_type credit_type_capped = { "capped", parse, settle };
