/* bonus: so much more for every incident that lasts longer than a bound. */
#include "domain/credit.h"
#include "domain/terms_read.h"
#include "domain/trace_keys.h"

struct raw {
	const struct node *longer;
	struct raw_value value;
};

static bool
parse(struct terms_reader *r, const struct node *n, struct credit_rule *out)
{
	static const struct schema_field fields[] = {
		{ FIELD_KNOWN("rule") },
		{ FIELD_MUST(
		    struct raw, "longer_than_seconds", SCHEMA_NODE, longer) },
		VALUE_FIELDS(struct raw, value),
	};
	struct raw raw = { .longer = NULL };

	return schema_read(n, "bonus", fields, COUNT_OF(fields), &raw, r->d) &&
	       read_duration(
		   r, raw.longer, MS_SECOND, &out->u.bonus.longer_than_ms) &&
	       read_value(r, n, &raw.value, &out->u.bonus.value);
}

static struct ratio
settle(struct credit_run *run, const struct credit_rule *rule)
{
	const struct credit_bonus *b = &rule->u.bonus;
	struct ratio bound = ratio_int(b->longer_than_ms), gives;
	int64_t n = 0;

	for (size_t i = 0; i < run->n_incidents; i++)
		n += ratio_cmp(run->incidents[i].ms, bound) > 0;
	gives = n == 0 ? ratio_int(0)
		       : ratio_mul(credit_worth(run, &b->value), ratio_int(n));
	credit_step(run, "bonus", rule);
	trace_number(run->trace, "longer", VALUE_TIME, b->longer_than_ms);
	trace_number(run->trace, "counted", VALUE_COUNT, n);
	trace_text(
	    run->trace, "gives", credit_value_text(run->keep, &b->value));
	credit_gives(run, gives);
	return gives;
}

const struct credit_type credit_type_bonus = { "bonus", parse, settle };
