/* touched_days: every calendar day with more downtime than a threshold is free.
 */
#include "domain/credit.h"
#include "domain/terms_read.h"

static bool
parse(struct terms_reader *r, const struct node *n, struct credit_rule *out)
{
	return credit_parse_threshold(r, n, "touched_days", out);
}

static int64_t
next_day(const struct zone *z, int64_t at)
{
	return zone_add_days(z, at, 1);
}

static struct ratio
settle(struct credit_run *run, const struct credit_rule *rule)
{
	return credit_touched(run, rule, "touched_days", next_day, run->day);
}

const struct credit_type credit_type_touched_days = { "touched_days", parse,
	settle };
