/* hourly_prorata: lost hours at the hourly price, times a multiple. */
#include "domain/credit.h"
#include "domain/terms_read.h"
#include "domain/trace_keys.h"

struct raw {
	int of;
	const struct node *multiple;
};

static bool
parse(struct terms_reader *r, const struct node *n, struct credit_rule *out)
{
	static const char *const of_names[] = { "total", "excess", NULL };
	static const struct schema_field fields[] = {
		{ FIELD_KNOWN("rule") },
		{ FIELD_CHOICE(struct raw, "of", of_names, of) },
		{ FIELD(struct raw, "multiple", SCHEMA_NODE, multiple) },
	};
	struct raw raw = { .of = OF_TOTAL };

	out->u.prorata.multiple = ratio_int(1);
	if (!schema_read(
		n, "hourly_prorata", fields, COUNT_OF(fields), &raw, r->d) ||
	    (raw.multiple != NULL &&
		!read_ratio(r, raw.multiple, &out->u.prorata.multiple)))
		return false;
	out->u.prorata.of = (enum time_of)raw.of;
	return true;
}

static struct ratio
settle(struct credit_run *run, const struct credit_rule *rule)
{
	const struct credit_prorata *p = &rule->u.prorata;
	struct ratio time = credit_time(run, rule, p->of, run->total_ms);
	struct ratio hours = ratio_div(time, ratio_int(MS_HOUR));
	struct ratio price = credit_hour(run);
	struct ratio gives = ratio_mul(ratio_mul(hours, p->multiple), price);

	credit_step(run, "hourly_prorata", rule);
	trace_number(run->trace, "time", VALUE_TIME, credit_ms(time));
	trace_ratio(run->trace, "hourly", VALUE_EXACT, price);
	trace_ratio(run->trace, "multiple", VALUE_FACTOR, p->multiple);
	credit_gives(run, gives);
	return gives;
}

const struct credit_type credit_type_hourly_prorata = { "hourly_prorata", parse,
	settle };
