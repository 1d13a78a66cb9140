/*
 * per_unit: so much for every unit of lost time.
 *
 * Free time comes off first: what the target allows (of: excess), the first
 * moments of each incident (grace), a fixed sum (allow). Then units are counted
 * full, started, exact or nearest; max_units limits them all together.
 */
#include "domain/credit.h"
#include "domain/terms_read.h"
#include "domain/trace_keys.h"

const char *const unit_count_names[] = { "full", "started", "exact", "nearest",
	NULL };
static const char *const time_of_names[] = { "total", "excess", "each_incident",
	NULL };

struct raw {
	struct credit_per_unit out;
	struct raw_value value;
	const struct node *unit, *allow, *grace, *initial, *max;
	int count; /* -1: not said */
};

static bool
parse(struct terms_reader *r, const struct node *n, struct credit_rule *out)
{
	static const struct schema_field fields[] = {
		{ FIELD_KNOWN("rule") },
		{ FIELD_CHOICE(struct raw, "of", time_of_names, out.of) },
		{ FIELD_MUST(struct raw, "unit_seconds", SCHEMA_NODE, unit) },
		{ FIELD_CHOICE(struct raw, "count", unit_count_names, count) },
		VALUE_FIELDS(struct raw, value),
		{ FIELD(struct raw, "allow_seconds", SCHEMA_NODE, allow) },
		{ FIELD(struct raw, "grace_seconds", SCHEMA_NODE, grace) },
		{ FIELD(struct raw, "initial_percent", SCHEMA_NODE, initial) },
		{ FIELD(struct raw, "max_units", SCHEMA_NODE, max) },
	};
	struct raw raw = { .count = -1 };
	struct credit_per_unit *u = &raw.out;

	if (!schema_read(n, "per_unit", fields, COUNT_OF(fields), &raw, r->d) ||
	    !read_duration(r, raw.unit, MS_SECOND, &u->unit_ms) ||
	    !read_value(r, n, &raw.value, &u->value) ||
	    (raw.allow != NULL &&
		!read_duration(r, raw.allow, MS_SECOND, &u->allow_ms)) ||
	    (raw.grace != NULL &&
		!read_duration(r, raw.grace, MS_SECOND, &u->grace_ms)) ||
	    (raw.initial != NULL && !read_ratio(r, raw.initial, &u->initial)) ||
	    (raw.max != NULL && !read_ratio(r, raw.max, &u->max_units)))
		return false;
	u->has_initial = raw.initial != NULL;
	u->has_max_units = raw.max != NULL;
	if (u->unit_ms == 0) {
		diag_add(r->d, DIAG_ERROR, raw.unit->at, NULL,
		    "a unit of no length");
		return false;
	}
	if (raw.count < 0)
		raw.count = terms_ask(r, ASK_COUNT, n->at);
	u->count = (enum unit_count)raw.count;
	out->u.per_unit = *u;
	return true;
}

/* What is counted in the end. */
struct tally {
	struct ratio time, units;
	int64_t starts; /* how often the initial percentage is due */
};

static void
trace_free(struct credit_run *run, const struct credit_rule *rule,
    const char *kind, int64_t free_ms, struct ratio left)
{
	if (free_ms == 0)
		return;
	credit_step(run, "allowance", rule);
	trace_term(run->trace, "kind", kind);
	trace_number(run->trace, "free", VALUE_TIME, free_ms);
	trace_number(run->trace, "left", VALUE_TIME, credit_ms(left));
}

/* Sum over incidents of what goes beyond the grace. */
static struct ratio
beyond_grace(struct credit_run *run, int64_t grace_ms)
{
	struct ratio sum = ratio_int(0);

	for (size_t i = 0; i < run->n_incidents; i++)
		sum = ratio_add(sum,
		    credit_less(run->incidents[i].ms, ratio_int(grace_ms)));
	return sum;
}

static struct tally
count_sum(struct credit_run *run, const struct credit_rule *rule)
{
	const struct credit_per_unit *u = &rule->u.per_unit;
	struct tally t = { run->total_ms, ratio_int(0), 0 };

	if (u->grace_ms > 0)
		t.time = beyond_grace(run, u->grace_ms);
	trace_free(run, rule, "grace", u->grace_ms, t.time);
	t.time = credit_time(run, rule, u->of, t.time);
	t.time = credit_less(t.time, ratio_int(u->allow_ms));
	trace_free(run, rule, "allow", u->allow_ms, t.time);
	t.units = credit_count(t.time, ratio_int(u->unit_ms), u->count);
	t.starts = t.time.num > 0;
	return t;
}

static struct tally
count_each(struct credit_run *run, const struct credit_rule *rule)
{
	const struct credit_per_unit *u = &rule->u.per_unit;
	struct tally t = { ratio_int(0), ratio_int(0), 0 };
	struct ratio free = ratio_int(u->allow_ms);

	for (size_t i = 0; i < run->n_incidents; i++) {
		struct ratio beyond =
		    credit_less(run->incidents[i].ms, ratio_int(u->grace_ms));
		struct ratio ms = credit_less(beyond, free);

		/* the earlier outages use the allowance up */
		free = credit_less(free, beyond);
		t.time = ratio_add(t.time, ms);
		t.units = ratio_add(
		    t.units, credit_count(ms, ratio_int(u->unit_ms), u->count));
		t.starts += ms.num > 0;
	}
	trace_free(
	    run, rule, "grace", u->grace_ms, beyond_grace(run, u->grace_ms));
	trace_free(run, rule, "allow", u->allow_ms, t.time);
	return t;
}

static struct ratio
pay_initial(struct credit_run *run, const struct credit_rule *rule,
    const struct tally *t)
{
	struct ratio percent = rule->u.per_unit.initial;
	struct ratio gives =
	    credit_percent(run, ratio_mul(percent, ratio_int(t->starts)));

	credit_step(run, "initial", rule);
	trace_ratio(run->trace, "percent", VALUE_FACTOR, percent);
	trace_number(run->trace, "incidents", VALUE_COUNT, t->starts);
	credit_gives(run, gives);
	return gives;
}

static struct ratio
settle(struct credit_run *run, const struct credit_rule *rule)
{
	const struct credit_per_unit *u = &rule->u.per_unit;
	struct tally t = u->of == OF_EACH_INCIDENT ? count_each(run, rule)
						   : count_sum(run, rule);
	struct ratio gives, initial = ratio_int(0), counted = t.units;

	if (!ratio_ok(t.time) || !ratio_ok(t.units))
		return t.units;
	if (u->has_max_units && ratio_cmp(counted, u->max_units) > 0) {
		credit_step(run, "max_units", rule);
		trace_ratio(run->trace, "counted", VALUE_FACTOR, counted);
		trace_ratio(run->trace, "most", VALUE_FACTOR, u->max_units);
		counted = u->max_units;
	}
	if (u->has_initial)
		initial = pay_initial(run, rule, &t);
	gives = ratio_add(
	    initial, ratio_mul(credit_worth(run, &u->value), counted));
	credit_step(run, "per_unit", rule);
	trace_term(run->trace, "of", time_of_names[u->of]);
	trace_number(run->trace, "time", VALUE_TIME, credit_ms(t.time));
	trace_number(run->trace, "unit", VALUE_TIME, u->unit_ms);
	trace_term(run->trace, "count", unit_count_names[u->count]);
	trace_ratio(run->trace, "counted", VALUE_FACTOR, counted);
	trace_text(
	    run->trace, "gives", credit_value_text(run->keep, &u->value));
	credit_gives(run, gives);
	return gives;
}

const struct credit_type credit_type_per_unit = { "per_unit", parse, settle };
