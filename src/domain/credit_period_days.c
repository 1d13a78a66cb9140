/* period_days: the value of a day, times the calendar days of the period. */
#include "domain/credit.h"
#include "domain/terms_read.h"
#include "domain/trace_keys.h"

static bool
parse(struct terms_reader *r, const struct node *n, struct credit_rule *out)
{
	static const struct schema_field fields[] = { { FIELD_KNOWN("rule") } };

	return schema_read(
	    n, "period_days", fields, COUNT_OF(fields), out, r->d);
}

static struct ratio
settle(struct credit_run *run, const struct credit_rule *rule)
{
	struct ratio gives = ratio_mul(run->day, ratio_int(run->period_days));

	credit_step(run, "period_days", rule);
	trace_number(run->trace, "days", VALUE_COUNT, run->period_days);
	if (!run->terms->extension.given)
		trace_ratio(run->trace, "day", VALUE_EXACT, run->day);
	credit_gives(run, gives);
	return gives;
}

const struct credit_type credit_type_period_days = { "period_days", parse,
	settle };
