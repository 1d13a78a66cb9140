#include "domain/credit.h"

#include "domain/terms_read.h"
#include "domain/trace_keys.h"

static bool
parse_none(
    struct terms_reader *r, const struct node *n, struct credit_rule *out)
{
	static const struct schema_field fields[] = { { FIELD_KNOWN("rule") } };

	return schema_read(
	    n, "credit rule none", fields, COUNT_OF(fields), out, r->d);
}

static struct ratio
settle_none(struct credit_run *run, const struct credit_rule *rule)
{
	credit_step(run, "none", rule);
	credit_gives(run, ratio_int(0));
	return ratio_int(0);
}

static const struct credit_type type_none = { "none", parse_none, settle_none };

/* Indexed by enum credit_kind. */
#define CREDIT_TYPES (RULE_EACH_INCIDENT + 1)
static const struct credit_type *const types[CREDIT_TYPES] = {
	[RULE_NONE] = &type_none,
	[RULE_TIERS] = &credit_type_tiers,
	[RULE_PER_UNIT] = &credit_type_per_unit,
	[RULE_PER_POINT] = &credit_type_per_point,
	[RULE_PRORATA] = &credit_type_prorata,
	[RULE_HOURLY_PRORATA] = &credit_type_hourly_prorata,
	[RULE_LINEAR] = &credit_type_linear,
	[RULE_PERIOD_DAYS] = &credit_type_period_days,
	[RULE_CLOCK_HOURS] = &credit_type_clock_hours,
	[RULE_TOUCHED_DAYS] = &credit_type_touched_days,
	[RULE_DAY_TABLE] = &credit_type_day_table,
	[RULE_BONUS] = &credit_type_bonus,
	[RULE_GIVEN] = &credit_type_given,
	[RULE_SUM] = &credit_type_sum,
	[RULE_MAX] = &credit_type_max,
	[RULE_CAPPED] = &credit_type_capped,
	[RULE_EACH_INCIDENT] = &credit_type_each_incident,
};

const char *
credit_kind_name(enum credit_kind kind)
{
	return types[kind]->name;
}

const struct credit_type *
credit_type_find(struct str name)
{
	for (int i = 0; i < CREDIT_TYPES; i++)
		if (str_is(name, types[i]->name))
			return types[i];
	return NULL;
}

bool
credit_parse(struct terms_reader *r, const struct node *n,
    const struct credit_rule **ret_rule)
{
	const char *names[CREDIT_TYPES + 1] = { NULL };
	const struct node *name;
	struct credit_rule *rule = arena_new(r->keep, struct credit_rule);
	int kind = 0;
	bool ok;

	for (int i = 0; i < CREDIT_TYPES; i++)
		names[i] = types[i]->name;
	if (n->kind != NODE_MAP || (name = node_get(n, "rule")) == NULL) {
		diag_add(r->d, DIAG_ERROR, n->at, NULL,
		    "a credit rule is a mapping with the key \"rule\"");
		return false;
	}
	if (!node_choice(name, names, &kind, r->d))
		return false;
	if (r->depth == CREDIT_MAX_DEPTH) {
		diag_add(r->d, DIAG_ERROR, n->at, NULL,
		    "credit rules nest deeper than %d", CREDIT_MAX_DEPTH);
		return false;
	}
	rule->kind = (enum credit_kind)kind;
	rule->at = n->at;
	r->depth++;
	ok = types[kind]->parse(r, n, rule);
	r->depth--;
	*ret_rule = rule;
	return ok;
}

bool
credit_parse_threshold(struct terms_reader *r, const struct node *n,
    const char *name, struct credit_rule *out)
{
	struct raw {
		const struct node *more;
	} raw = { NULL };
	static const struct schema_field fields[] = {
		{ FIELD_KNOWN("rule") },
		{ FIELD(struct raw, "more_than_seconds", SCHEMA_NODE, more) },
	};

	return schema_read(n, name, fields, COUNT_OF(fields), &raw, r->d) &&
	       (raw.more == NULL || read_duration(r, raw.more, MS_SECOND,
					&out->u.threshold.more_than_ms));
}

struct ratio
credit_settle(struct credit_run *run, const struct credit_rule *rule)
{
	return types[rule->kind]->settle(run, rule);
}

struct ratio
credit_percent(struct credit_run *run, struct ratio percent)
{
	return ratio_div(ratio_mul(run->base, percent), ratio_int(100));
}

struct ratio
credit_hour(struct credit_run *run)
{
	if (!ratio_ok(run->hour))
		diag_add(run->d, DIAG_ERROR, run->terms->credit->at,
		    "give the service an hourly price",
		    "the terms price hours, but service \"%.*s\" has no "
		    "hourly price",
		    STR_ARG(run->in->service));
	return run->hour;
}

struct ratio
credit_worth(struct credit_run *run, const struct credit_value *v)
{
	switch (v->unit) {
	case CREDIT_PERCENT:
		return credit_percent(run, v->n);
	case CREDIT_DAYS:
		return ratio_mul(run->day, v->n);
	case CREDIT_HOURS:
		return ratio_mul(credit_hour(run), v->n);
	case CREDIT_AMOUNT:
		return ratio_mul(run->amount, v->n);
	case CREDIT_FRACTION:
		return ratio_mul(run->base, v->n);
	case CREDIT_NOTHING:
		break;
	}
	return ratio_int(0);
}

void
credit_step(
    struct credit_run *run, const char *key, const struct credit_rule *rule)
{
	struct str clause =
	    terms_clause(run->terms, credit_kind_name(rule->kind));

	if (clause.n == 0)
		clause = terms_clause(run->terms, "credit");
	trace_step(run->trace, run->keep, key, clause);
}

void
credit_gives(struct credit_run *run, struct ratio gives)
{
	if (run->terms->extension.given)
		trace_ratio(run->trace, "units", VALUE_FACTOR, gives);
	else
		trace_ratio(run->trace, "exact", VALUE_EXACT, gives);
}

struct ratio
credit_count(struct ratio time, struct ratio unit, enum unit_count count)
{
	static const enum rounding modes[] = {
		[COUNT_FULL] = ROUND_FLOOR,
		[COUNT_STARTED] = ROUND_CEIL,
		[COUNT_NEAREST] = ROUND_HALF_UP,
	};
	struct ratio units = ratio_div(time, unit);

	if (count == COUNT_EXACT || !ratio_ok(units))
		return units;
	return ratio_quantize(units, 0, modes[count]);
}

struct ratio
credit_less(struct ratio a, struct ratio b)
{
	struct ratio rest = ratio_sub(a, b);

	return ratio_ok(rest) && rest.num < 0 ? ratio_int(0) : rest;
}

int64_t
credit_ms(struct ratio ms)
{
	int64_t whole = INT64_MAX;

	if (!ratio_ok(ms) || !ratio_round(ms, ROUND_FLOOR, &whole))
		return INT64_MAX;
	return whole;
}

struct ratio
credit_time(struct credit_run *run, const struct credit_rule *rule,
    enum time_of of, struct ratio total)
{
	struct ratio missed, allowed, left;

	if (of != OF_EXCESS)
		return total;
	if (!run->terms->has_target) {
		diag_add(run->d, DIAG_ERROR, rule->at, "write target: 99.9",
		    "the rule prices time beyond what is promised, but "
		    "service \"%.*s\" has no target",
		    STR_ARG(run->in->service));
		return (struct ratio){ 0, 0 };
	}
	missed = ratio_sub(
	    ratio_int(1), ratio_div(run->terms->target, ratio_int(100)));
	allowed = ratio_mul(missed, run->denominator_ms);
	left = credit_less(total, allowed);
	credit_step(run, "allowance", rule);
	trace_term(run->trace, "kind", "excess");
	trace_number(run->trace, "free", VALUE_TIME, credit_ms(allowed));
	trace_number(run->trace, "left", VALUE_TIME, credit_ms(left));
	return left;
}

/* All places where incidents count, as one clean set. */
static struct spans
counted_spans(struct credit_run *run)
{
	struct spans all = { 0 };

	for (size_t i = 0; i < run->n_incidents; i++)
		for (size_t k = 0; k < run->incidents[i].spans.n; k++)
			interval_add(run->keep, &all,
			    run->incidents[i].spans.v[k].from_at,
			    run->incidents[i].spans.v[k].to_at);
	interval_clean(&all);
	return all;
}

int64_t
credit_next_hour(const struct zone *z, int64_t at)
{
	int64_t local = at + zone_offset_s(z, at) * MS_SECOND;
	int64_t next = at + MS_HOUR - ((local % MS_HOUR) + MS_HOUR) % MS_HOUR;
	size_t low = 0, high = z->n;

	/* an hour ends early where the clock is changed */
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (z->v[middle].from_at <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low < z->n && z->v[low].from_at < next ? z->v[low].from_at
						      : next;
}

/* The number of hours or days in which more than `more_than_ms` lie. */
static int64_t
touched(const struct zone *z, const struct spans *set,
    int64_t (*next)(const struct zone *z, int64_t at), int64_t more_than_ms)
{
	int64_t n = 0, inside = 0, end = INT64_MIN;

	for (size_t i = 0; i < set->n; i++) {
		int64_t at = set->v[i].from_at, to = set->v[i].to_at;

		while (at < to) {
			int64_t stop;

			if (at >= end) {
				n += end != INT64_MIN && inside > more_than_ms;
				inside = 0;
				end = next(z, at);
			}
			stop = to < end ? to : end;
			inside += stop - at;
			at = stop;
		}
	}
	return n + (end != INT64_MIN && inside > more_than_ms);
}

struct ratio
credit_touched(struct credit_run *run, const struct credit_rule *rule,
    const char *key, int64_t (*next)(const struct zone *z, int64_t at),
    struct ratio each)
{
	int64_t more = rule->u.threshold.more_than_ms;
	struct spans down = counted_spans(run);
	int64_t n = touched(run->in->zone, &down, next, more);
	struct ratio gives = ratio_mul(each, ratio_int(n));

	credit_step(run, key, rule);
	trace_number(run->trace, "threshold", VALUE_TIME, more);
	trace_number(run->trace, "counted", VALUE_COUNT, n);
	credit_gives(run, gives);
	return gives;
}

static bool
rule_asks_hours(const struct credit_rule *rule)
{
	bool hours = rule->kind == RULE_HOURLY_PRORATA ||
		     rule->kind == RULE_CLOCK_HOURS ||
		     (rule->kind == RULE_PER_UNIT &&
			 rule->u.per_unit.value.unit == CREDIT_HOURS) ||
		     (rule->kind == RULE_PER_POINT &&
			 rule->u.per_point.value.unit == CREDIT_HOURS) ||
		     (rule->kind == RULE_BONUS &&
			 rule->u.bonus.value.unit == CREDIT_HOURS);

	for (size_t i = 0; rule->kind == RULE_TIERS && i < rule->u.tiers.n_rows;
	     i++)
		hours |= rule->u.tiers.rows[i].value.unit == CREDIT_HOURS;
	for (size_t i = 0; i < rule->n_rules; i++)
		hours |= rule_asks_hours(&rule->rules[i]);
	return hours;
}

bool
credit_asks_hours(const struct terms *t)
{
	bool hours = rule_asks_hours(t->credit);

	for (size_t i = 0; i < t->n_caps; i++)
		hours |= t->caps[i].kind == CAP_HOURS;
	return hours;
}
