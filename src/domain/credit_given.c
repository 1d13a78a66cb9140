/* given: amounts fixed elsewhere (earlier months, support credits), added. */
#include "domain/credit.h"
#include "domain/terms_read.h"
#include "domain/trace_keys.h"

static bool
parse(struct terms_reader *r, const struct node *n, struct credit_rule *out)
{
	struct raw {
		const struct node *values;
	} raw = { NULL };
	static const struct schema_field fields[] = {
		{ FIELD_KNOWN("rule") },
		{ FIELD_MUST(struct raw, "values", SCHEMA_LIST, values) },
	};
	struct ratio *v;
	size_t count = 0;

	if (!schema_read(n, "given", fields, COUNT_OF(fields), &raw, r->d))
		return false;
	v = arena_array(r->keep, raw.values->n + 1, sizeof *v);
	for (const struct node *e = raw.values->child; e; e = e->next)
		if (!read_ratio(r, e, &v[count++]))
			return false;
	out->u.given = (struct credit_given){ v, count };
	return true;
}

static struct ratio
settle(struct credit_run *run, const struct credit_rule *rule)
{
	const struct credit_given *g = &rule->u.given;
	struct ratio gives = ratio_int(0);

	for (size_t i = 0; i < g->n_values; i++)
		gives = ratio_add(gives, ratio_mul(run->amount, g->values[i]));
	credit_step(run, "given", rule);
	trace_number(run->trace, "values", VALUE_COUNT, (int64_t)g->n_values);
	credit_gives(run, gives);
	return gives;
}

const struct credit_type credit_type_given = { "given", parse, settle };
