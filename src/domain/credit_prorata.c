/*
 * prorata: the share of the fee that the lost time is, times a multiple.
 *
 * The month is the denominator of the availability, or a number of minutes that
 * the contract fixes. A contract may round the multiplier itself before it
 * multiplies, and may limit it.
 */
#include "domain/credit.h"
#include "domain/terms_read.h"
#include "domain/trace_keys.h"

struct raw {
	struct credit_prorata out;
	int64_t decimals;
	int of;
	const struct node *multiple, *per, *max;
};

/* "actual" or a number of minutes. */
static bool
read_per(struct terms_reader *r, const struct node *n, struct credit_prorata *p)
{
	if (n == NULL || (n->kind == NODE_SCALAR && str_is(n->text, "actual")))
		return true;
	if (!read_ratio(r, n, &p->per_minutes))
		return false;
	p->has_per = true;
	if (p->per_minutes.num > 0)
		return true;
	diag_add(r->d, DIAG_ERROR, n->at, NULL, "a month of no minutes");
	return false;
}

static bool
parse(struct terms_reader *r, const struct node *n, struct credit_rule *out)
{
	static const char *const of_names[] = { "total", "excess", NULL };
	static const struct schema_field fields[] = {
		{ FIELD_KNOWN("rule") },
		{ FIELD_CHOICE(struct raw, "of", of_names, of) },
		{ FIELD(struct raw, "multiple", SCHEMA_NODE, multiple) },
		{ FIELD(struct raw, "per_minutes", SCHEMA_NODE, per) },
		{ FIELD_INT(
		    struct raw, "intermediate_decimals", 0, 9, decimals) },
		{ FIELD(struct raw, "max_multiplier", SCHEMA_NODE, max) },
	};
	struct raw raw = { .decimals = -1 };
	struct credit_prorata *p = &raw.out;

	p->multiple = ratio_int(1);
	if (!schema_read(n, "prorata", fields, COUNT_OF(fields), &raw, r->d) ||
	    (raw.multiple != NULL &&
		!read_ratio(r, raw.multiple, &p->multiple)) ||
	    !read_per(r, raw.per, p) ||
	    (raw.max != NULL && !read_ratio(r, raw.max, &p->max_multiplier)))
		return false;
	p->of = (enum time_of)raw.of;
	p->has_decimals = raw.decimals >= 0;
	p->decimals = raw.decimals;
	p->has_max = raw.max != NULL;
	out->u.prorata = *p;
	return true;
}

static struct ratio
settle(struct credit_run *run, const struct credit_rule *rule)
{
	const struct credit_prorata *p = &rule->u.prorata;
	struct ratio time = credit_time(run, rule, p->of, run->total_ms);
	struct ratio per = p->has_per
			       ? ratio_mul(p->per_minutes, ratio_int(MS_MINUTE))
			       : run->denominator_ms;
	struct ratio factor = ratio_int(0), gives;

	if (per.num > 0)
		factor = ratio_mul(ratio_div(time, per), p->multiple);
	if (!ratio_ok(factor))
		return factor;
	if (p->has_decimals)
		factor =
		    ratio_quantize(factor, (int)p->decimals, ROUND_HALF_UP);
	if (p->has_max)
		factor = ratio_min(factor, p->max_multiplier);
	gives = ratio_mul(run->base, factor);
	credit_step(run, "prorata", rule);
	trace_number(run->trace, "time", VALUE_TIME, credit_ms(time));
	trace_number(run->trace, "per", VALUE_TIME, credit_ms(per));
	trace_ratio(run->trace, "multiple", VALUE_FACTOR, p->multiple);
	trace_ratio(run->trace, "factor", VALUE_FACTOR, factor);
	if (p->has_decimals)
		trace_number(run->trace, "decimals", VALUE_COUNT, p->decimals);
	if (p->has_max)
		trace_ratio(
		    run->trace, "most", VALUE_FACTOR, p->max_multiplier);
	credit_gives(run, gives);
	return gives;
}

const struct credit_type credit_type_prorata = { "prorata", parse, settle };
