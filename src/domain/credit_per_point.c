/*
 * per_point: so much for every step of percentage points below a bound.
 *
 * Read from the exact availability, not from the rounded one of a table:
 * exactly two steps are two, never three.
 */
#include "domain/credit.h"
#include "domain/terms_read.h"
#include "domain/trace_keys.h"

struct raw {
	int count;
	struct raw_value value;
	const struct node *from, *step;
};

static bool
parse(struct terms_reader *r, const struct node *n, struct credit_rule *out)
{
	static const struct schema_field fields[] = {
		{ FIELD_KNOWN("rule") },
		{ FIELD_MUST(struct raw, "from", SCHEMA_NODE, from) },
		{ FIELD_MUST(struct raw, "step", SCHEMA_NODE, step) },
		{ FIELD_CHOICE(struct raw, "count", unit_count_names, count) },
		VALUE_FIELDS(struct raw, value),
	};
	struct raw raw = { .count = -1 };
	struct credit_per_point *p = &out->u.per_point;

	if (!schema_read(
		n, "per_point", fields, COUNT_OF(fields), &raw, r->d) ||
	    !read_ratio_to(r, raw.from, 100, &p->from) ||
	    !read_ratio(r, raw.step, &p->step) ||
	    !read_value(r, n, &raw.value, &p->value))
		return false;
	if (p->step.num == 0) {
		diag_add(
		    r->d, DIAG_ERROR, raw.step->at, NULL, "steps of no points");
		return false;
	}
	if (raw.count < 0)
		raw.count = terms_ask(r, ASK_COUNT, n->at);
	p->count = (enum unit_count)raw.count;
	return true;
}

static struct ratio
settle(struct credit_run *run, const struct credit_rule *rule)
{
	const struct credit_per_point *p = &rule->u.per_point;
	struct ratio points = ratio_mul(run->availability, ratio_int(100));
	struct ratio steps =
	    credit_count(credit_less(p->from, points), p->step, p->count);
	struct ratio gives = ratio_mul(credit_worth(run, &p->value), steps);

	credit_step(run, "per_point", rule);
	trace_ratio(run->trace, "share", VALUE_SHARE, run->availability);
	trace_ratio(run->trace, "from", VALUE_FACTOR, p->from);
	trace_ratio(run->trace, "step", VALUE_FACTOR, p->step);
	trace_term(run->trace, "count", unit_count_names[p->count]);
	trace_ratio(run->trace, "counted", VALUE_FACTOR, steps);
	trace_text(
	    run->trace, "gives", credit_value_text(run->keep, &p->value));
	credit_gives(run, gives);
	return gives;
}

const struct credit_type credit_type_per_point = { "per_point", parse, settle };
