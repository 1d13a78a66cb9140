/*
 * clock_hours: every clock hour with more downtime than a threshold is free.
 *
 * Hours of the contract's clock; where the offset changes inside an hour, each
 * side of the change is an hour of its own.
 */
#include "domain/credit.h"
#include "domain/terms_read.h"

static bool
parse(struct terms_reader *r, const struct node *n, struct credit_rule *out)
{
	return credit_parse_threshold(r, n, "clock_hours", out);
}

static struct ratio
settle(struct credit_run *run, const struct credit_rule *rule)
{
	return credit_touched(
	    run, rule, "clock_hours", credit_next_hour, credit_hour(run));
}

const struct credit_type credit_type_clock_hours = { "clock_hours", parse,
	settle };
