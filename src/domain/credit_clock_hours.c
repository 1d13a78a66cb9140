/*
 * clock_hours: every clock hour with more downtime than a threshold is free.
 *
 * Hours of the contract's clock; where the offset changes inside an hour, each
 * side of the change is an hour of its own.
 */
#include "domain/credit.h"
#include "domain/terms_read.h"
#include "domain/trace_keys.h"

static bool
parse(struct terms_reader *r, const struct node *n, struct credit_rule *out)
{
	return credit_parse_threshold(r, n, "clock_hours", out);
}

static struct ratio
settle(struct credit_run *run, const struct credit_rule *rule)
{
	int64_t more = rule->u.threshold.more_than_ms;
	struct spans down = credit_spans(run);
	int64_t hours =
	    credit_touched(run->in->zone, &down, credit_next_hour, more);
	struct ratio gives = ratio_mul(credit_hour(run), ratio_int(hours));

	credit_step(run, "clock_hours", rule);
	trace_number(run->trace, "threshold", VALUE_TIME, more);
	trace_number(run->trace, "counted", VALUE_COUNT, hours);
	credit_gives(run, gives);
	return gives;
}

const struct credit_type credit_type_clock_hours = { "clock_hours", parse,
	settle };
