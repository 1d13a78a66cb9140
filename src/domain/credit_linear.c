/* linear: percent of the base per point of shortfall, inside its bounds. */
#include "domain/credit.h"
#include "domain/terms_read.h"
#include "domain/trace_keys.h"

struct raw {
	const struct node *from, *slope;
	struct raw_bounds bounds;
};

static bool
parse(struct terms_reader *r, const struct node *n, struct credit_rule *out)
{
	static const struct schema_field fields[] = {
		{ FIELD_KNOWN("rule") },
		{ FIELD_MUST(struct raw, "from", SCHEMA_NODE, from) },
		{ FIELD_MUST(struct raw, "slope", SCHEMA_NODE, slope) },
		BOUNDS_FIELDS(struct raw, bounds),
	};
	struct raw raw = { .from = NULL };

	return schema_read(n, "linear", fields, COUNT_OF(fields), &raw, r->d) &&
	       read_ratio_to(r, raw.from, 100, &out->u.linear.from) &&
	       read_ratio(r, raw.slope, &out->u.linear.slope) &&
	       read_bounds(r, n, &raw.bounds, &out->u.linear.in);
}

static struct ratio
settle(struct credit_run *run, const struct credit_rule *rule)
{
	const struct credit_linear *l = &rule->u.linear;
	struct ratio points = ratio_mul(run->availability, ratio_int(100));
	struct ratio percent = ratio_int(0), gives;
	bool inside = ratio_ok(points) && bounds_hold(&l->in, points);

	if (inside)
		percent = ratio_mul(credit_less(l->from, points), l->slope);
	gives = credit_percent(run, percent);
	credit_step(run, "linear", rule);
	trace_ratio(run->trace, "share", VALUE_SHARE, run->availability);
	trace_ratio(run->trace, "from", VALUE_FACTOR, l->from);
	trace_ratio(run->trace, "slope", VALUE_FACTOR, l->slope);
	trace_term(run->trace, "inside", inside ? "yes" : "no");
	trace_ratio(run->trace, "percent", VALUE_FACTOR, percent);
	credit_gives(run, gives);
	return gives;
}

const struct credit_type credit_type_linear = { "linear", parse, settle };
