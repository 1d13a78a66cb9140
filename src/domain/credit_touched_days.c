/* touched_days: every calendar day with more downtime than a threshold is free.
 */
#include "domain/credit.h"
#include "domain/terms_read.h"
#include "domain/trace_keys.h"

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
	int64_t more = rule->u.threshold.more_than_ms;
	struct spans down = credit_spans(run);
	int64_t days = credit_touched(run->in->zone, &down, next_day, more);
	struct ratio gives = ratio_mul(run->day, ratio_int(days));

	credit_step(run, "touched_days", rule);
	trace_number(run->trace, "threshold", VALUE_TIME, more);
	trace_number(run->trace, "counted", VALUE_COUNT, days);
	credit_gives(run, gives);
	return gives;
}

const struct credit_type credit_type_touched_days = { "touched_days", parse,
	settle };
