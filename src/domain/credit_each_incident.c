/*
 * each_incident: a rule settled for each incident as if it were the only one,
 * each with its own cap, and added.
 */
#include "domain/credit.h"
#include "domain/terms_read.h"
#include "domain/trace_keys.h"

static bool
parse(struct terms_reader *r, const struct node *n, struct credit_rule *out)
{
	struct raw {
		const struct node *cap, *inner;
	} raw = { NULL, NULL };
	static const struct schema_field fields[] = {
		{ FIELD_KNOWN("rule") },
		{ FIELD(struct raw, "cap_percent", SCHEMA_NODE, cap) },
		{ FIELD_MUST(struct raw, "inner", SCHEMA_MAP, inner) },
	};

	if (!schema_read(
		n, "each_incident", fields, COUNT_OF(fields), &raw, r->d) ||
	    (raw.cap != NULL && !read_ratio(r, raw.cap, &out->cap_percent)) ||
	    !credit_parse(r, raw.inner, &out->rules))
		return false;
	out->has_cap = raw.cap != NULL;
	out->n_rules = 1;
	return true;
}

/* The same run, seeing only incident i. */
static struct ratio
settle_one(struct credit_run *run, const struct credit_rule *rule, size_t i,
    struct trace *unseen)
{
	struct credit_run one = *run;
	struct ratio gives;

	one.incidents = &run->incidents[i];
	one.n_incidents = 1;
	one.total_ms = run->incidents[i].ms;
	if (i >= CREDIT_TRACED)
		one.trace = unseen;
	gives = credit_settle(&one, rule);
	run->tiers_seen = one.tiers_seen;
	return gives;
}

static struct ratio
settle(struct credit_run *run, const struct credit_rule *rule)
{
	struct ratio sum = ratio_int(0), limit = ratio_int(0);
	struct trace unseen = { 0 };
	int64_t capped = 0;

	if (rule->has_cap)
		limit = credit_percent(run, rule->cap_percent);
	for (size_t i = 0; i < run->n_incidents; i++) {
		struct ratio gives = settle_one(run, rule->rules, i, &unseen);

		if (!ratio_ok(gives) || !ratio_ok(limit))
			return ratio_ok(gives) ? limit : gives;
		if (rule->has_cap && ratio_cmp(gives, limit) > 0) {
			gives = limit;
			capped++;
		}
		sum = ratio_add(sum, gives);
	}
	run->out->capped |= capped > 0;
	credit_step(run, "each_incident", rule);
	trace_number(
	    run->trace, "incidents", VALUE_COUNT, (int64_t)run->n_incidents);
	if (rule->has_cap)
		trace_ratio(
		    run->trace, "percent", VALUE_FACTOR, rule->cap_percent);
	trace_number(run->trace, "capped", VALUE_COUNT, capped);
	credit_gives(run, sum);
	return sum;
}

const struct credit_type credit_type_each_incident = { "each_incident", parse,
	settle };
