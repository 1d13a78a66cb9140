/*
 * The top of the term model: names of the enumerations, the flat fields, and
 * the look-ups that reports use. Lists and rules have files of their own.
 */
#include "domain/terms.h"

#include "domain/credit.h"
#include "domain/terms_read.h"

const char *const period_kind_names[] = { "calendar_month", "billing_month",
	"calendar_quarter", "calendar_half", "calendar_year", "trailing_days",
	NULL };
static const char *const part_period_names[] = { "full", "in_service", NULL };
const char *const clock_start_names[] = { "actual", "detected", "reported",
	"ticket", "earliest", "latest", NULL };
const char *const bound_op_names[] = { "gt", "ge", NULL };
const char *const overlap_names[] = { "union", "intersection", NULL };
const char *const denominator_kind_names[] = { "actual", "fixed", "days_x_1440",
	NULL };
const char *const denominator_remove_names[] = { "none", "excluded_downtime",
	"excluded_windows", NULL };
const char *const round_time_names[] = { "exact", "floor", "ceil",
	"nearest_half_up", "whole_clock", "touched_clock", NULL };
const char *const availability_kind_names[] = { "time", "requests",
	"interval_error", "interval_unavailable", NULL };
const char *const rounding_names[] = { "half_up", "half_even", "down", "up",
	NULL };
const char *const combine_names[] = { "sum", "max", "one_per_period", NULL };
const char *const below_names[] = { "drop", "raise", "defer", NULL };
const char *const no_data_names[] = { "withheld", "up", "down", "out", NULL };
const char *const extension_round_names[] = { "exact", "up", "down", "half_up",
	NULL };
static const char *const pool_names[] = { "per_service", "resource_minutes",
	NULL };
static const char *const stage_names[] = { "service", "total", NULL };
static const char *const per_names[] = { "incident", "total", NULL };
static const char *const count_names[] = { "whole", "excess", NULL };
static const char *const measure_names[] = { "gross", "net", NULL };
static const char *const test_names[] = { "rounded", "exact", NULL };
static const char *const extend_unit_names[] = { "days", "months", NULL };

/* ---- small mappings ------------------------------------------------------ */

static bool
read_period(
    struct terms_reader *r, const struct node *n, struct period_rule *out)
{
	typedef struct period_rule t;
	static const struct schema_field fields[] = {
		{ FIELD_CHOICE(t, "kind", period_kind_names, kind) },
		{ FIELD_INT(t, "anchor_day", 1, 31, anchor_day) },
		{ FIELD_INT(t, "days", 1, 3660, days) },
	};

	return schema_read(n, "period", fields, COUNT_OF(fields), out, r->d);
}

static bool
read_clock_of(
    struct terms_reader *r, const struct node *list, struct clock_rule *out)
{
	for (const struct node *n = list->child; n != NULL; n = n->next) {
		int i = 0;

		if (!node_choice(n, clock_start_names, &i, r->d))
			return false;
		if (i > CLOCK_TICKET || out->n_of == CLOCK_OF_MAX) {
			diag_add(r->d, DIAG_ERROR, n->at, NULL,
			    "the list may hold actual, detected, reported "
			    "and ticket, each once");
			return false;
		}
		out->of[out->n_of++] = (enum clock_start)i;
	}
	return true;
}

static bool
read_clock(struct terms_reader *r, const struct node *n, struct clock_rule *out)
{
	struct raw {
		struct clock_rule out;
		const struct node *of;
	} raw = { .of = NULL };
	static const struct schema_field fields[] = {
		{ FIELD_CHOICE(
		    struct raw, "start", clock_start_names, out.start) },
		{ FIELD(struct raw, "of", SCHEMA_LIST, of) },
		{ FIELD(struct raw, "pause", SCHEMA_BOOL, out.pause) },
	};
	bool several;

	if (!schema_read(n, "clock", fields, COUNT_OF(fields), &raw, r->d) ||
	    (raw.of != NULL && !read_clock_of(r, raw.of, &raw.out)))
		return false;
	several = raw.out.start >= CLOCK_EARLIEST;
	if (several != (raw.out.n_of > 0)) {
		diag_add(r->d, DIAG_ERROR, n->at, NULL,
		    several ? "\"earliest\" and \"latest\" need a list \"of\""
			    : "only \"earliest\" and \"latest\" take a list "
			      "\"of\"");
		return false;
	}
	*out = raw.out;
	return true;
}

static bool
read_min_duration(
    struct terms_reader *r, const struct node *n, struct min_duration *out)
{
	struct raw {
		const struct node *seconds;
		int op, count, measure;
	} raw = { NULL, -1, 0, 0 };
	static const struct schema_field fields[] = {
		{ FIELD_MUST(struct raw, "seconds", SCHEMA_NODE, seconds) },
		{ FIELD_CHOICE(struct raw, "op", bound_op_names, op) },
		{ FIELD_CHOICE(struct raw, "count", count_names, count) },
		{ FIELD_CHOICE(
		    struct raw, "measure_on", measure_names, measure) },
	};

	if (!schema_read(
		n, "min_duration", fields, COUNT_OF(fields), &raw, r->d) ||
	    !read_duration(r, raw.seconds, MS_SECOND, &out->ms))
		return false;
	if (raw.op < 0)
		raw.op = terms_ask(r, ASK_LONGER, n->at) == 0 ? OP_GE : OP_GT;
	out->given = true;
	out->op = (enum bound_op)raw.op;
	out->excess = raw.count == 1;
	out->net = raw.measure == 1;
	return true;
}

/* "nothing", "down", or a weight from 0 to 1. */
static bool
read_weight(struct terms_reader *r, const struct node *n, struct ratio *out)
{
	if (n == NULL)
		return true;
	if (n->kind == NODE_SCALAR && str_is(n->text, "nothing")) {
		*out = ratio_int(0);
		return true;
	}
	if (n->kind == NODE_SCALAR && str_is(n->text, "down")) {
		*out = ratio_int(1);
		return true;
	}
	return read_ratio_to(r, n, 1, out);
}

static bool
read_states(
    struct terms_reader *r, const struct node *n, struct states_rule *out)
{
	struct raw {
		const struct node *degraded, *substitute;
		int no_data;
	} raw = { NULL, NULL, NO_DATA_WITHHELD };
	static const struct schema_field fields[] = {
		{ FIELD(struct raw, "degraded", SCHEMA_NODE, degraded) },
		{ FIELD(struct raw, "substitute", SCHEMA_NODE, substitute) },
		{ FIELD_CHOICE(struct raw, "no_data", no_data_names, no_data) },
	};

	if (!schema_read(n, "states", fields, COUNT_OF(fields), &raw, r->d) ||
	    !read_weight(r, raw.degraded, &out->degraded) ||
	    !read_weight(r, raw.substitute, &out->substitute))
		return false;
	out->given = true;
	out->no_data = (enum no_data_rule)raw.no_data;
	return true;
}

static bool
read_denominator(
    struct terms_reader *r, const struct node *n, struct denominator_rule *out)
{
	struct raw {
		int kind, remove;
		const struct node *minutes;
	} raw = { DENOM_ACTUAL, REMOVE_NONE, NULL };
	static const struct schema_field fields[] = {
		{ FIELD_CHOICE(
		    struct raw, "kind", denominator_kind_names, kind) },
		{ FIELD_CHOICE(
		    struct raw, "remove", denominator_remove_names, remove) },
		{ FIELD(struct raw, "minutes", SCHEMA_NODE, minutes) },
	};

	if (!schema_read(
		n, "denominator", fields, COUNT_OF(fields), &raw, r->d) ||
	    (raw.minutes != NULL &&
		!read_duration(r, raw.minutes, MS_MINUTE, &out->fixed_ms)))
		return false;
	out->kind = (enum denominator_kind)raw.kind;
	out->remove = (enum denominator_remove)raw.remove;
	if ((out->kind == DENOM_FIXED) != (out->fixed_ms > 0)) {
		diag_add(r->d, DIAG_ERROR, n->at, NULL,
		    "\"fixed\" and \"minutes\" (more than 0) belong together");
		return false;
	}
	return true;
}

static bool
read_round_time(
    struct terms_reader *r, const struct node *n, struct round_time *out)
{
	struct raw {
		int mode, per;
		const struct node *unit;
	} raw = { TIME_EXACT, 0, NULL };
	static const struct schema_field fields[] = {
		{ FIELD_CHOICE(struct raw, "mode", round_time_names, mode) },
		{ FIELD_CHOICE(struct raw, "per", per_names, per) },
		{ FIELD(struct raw, "unit_seconds", SCHEMA_NODE, unit) },
	};

	if (!schema_read(
		n, "round_time", fields, COUNT_OF(fields), &raw, r->d) ||
	    (raw.unit != NULL &&
		!read_duration(r, raw.unit, MS_SECOND, &out->unit_ms)))
		return false;
	out->mode = (enum round_time_mode)raw.mode;
	out->per_total = raw.per == 1;
	if (out->mode != TIME_EXACT && out->unit_ms == 0) {
		diag_add(r->d, DIAG_ERROR, n->at, NULL,
		    "rounding needs \"unit_seconds\", more than 0");
		return false;
	}
	if (out->mode >= TIME_WHOLE_CLOCK &&
	    MS_DAY % (out->unit_ms > 0 ? out->unit_ms : 1) != 0) {
		diag_add(r->d, DIAG_ERROR, n->at, NULL,
		    "clock units must divide a day");
		return false;
	}
	return true;
}

static bool
read_availability(
    struct terms_reader *r, const struct node *n, struct availability_rule *out)
{
	struct raw {
		struct availability_rule out;
		const struct node *minutes, *error;
	} raw = { .out = *out };
	static const struct schema_field fields[] = {
		{ FIELD_CHOICE(
		    struct raw, "kind", availability_kind_names, out.kind) },
		{ FIELD(struct raw, "interval_minutes", SCHEMA_NODE, minutes) },
		{ FIELD(struct raw, "error_gt", SCHEMA_NODE, error) },
		{ FIELD_INT(struct raw, "min_requests", 0, INT64_C(1) << 50,
		    out.min_requests) },
	};

	if (!schema_read(
		n, "availability", fields, COUNT_OF(fields), &raw, r->d) ||
	    (raw.minutes != NULL && !read_duration(r, raw.minutes, MS_MINUTE,
					&raw.out.interval_ms)) ||
	    (raw.error != NULL &&
		!read_ratio_to(r, raw.error, 1, &raw.out.error_gt)))
		return false;
	if (raw.out.kind >= AVAILABILITY_INTERVAL_ERROR &&
	    raw.out.interval_ms == 0) {
		diag_add(r->d, DIAG_ERROR, n->at, NULL,
		    "intervals need \"interval_minutes\", more than 0");
		return false;
	}
	*out = raw.out;
	return true;
}

static bool
read_precision(
    struct terms_reader *r, const struct node *n, struct tier_precision *out)
{
	typedef struct tier_precision t;
	static const struct schema_field fields[] = {
		{ FIELD_INT(t, "decimals", 0, 9, decimals) },
		{ FIELD_CHOICE(t, "mode", rounding_names, mode) },
	};

	out->given = true;
	return schema_read(
	    n, "tier_precision", fields, COUNT_OF(fields), out, r->d);
}

static bool
read_minimum(
    struct terms_reader *r, const struct node *n, struct minimum_rule *out)
{
	struct raw {
		struct minimum_rule out;
		const struct node *amount;
		int test;
	} raw = { .out = { .op = OP_GE } };
	static const struct schema_field fields[] = {
		{ FIELD_MUST(struct raw, "amount", SCHEMA_NODE, amount) },
		{ FIELD_CHOICE(struct raw, "op", bound_op_names, out.op) },
		{ FIELD_CHOICE(struct raw, "below", below_names, out.below) },
		{ FIELD_CHOICE(struct raw, "test_on", test_names, test) },
	};

	if (!schema_read(n, "minimum", fields, COUNT_OF(fields), &raw, r->d) ||
	    !read_ratio(r, raw.amount, &raw.out.amount))
		return false;
	raw.out.given = true;
	raw.out.test_exact = raw.test == 1;
	*out = raw.out;
	return true;
}

static bool
read_extension(
    struct terms_reader *r, const struct node *n, struct extension_rule *out)
{
	struct raw {
		int unit, round;
		const struct node *max;
	} raw = { 0, EXTEND_EXACT, NULL };
	static const struct schema_field fields[] = {
		{ FIELD_CHOICE(struct raw, "unit", extend_unit_names, unit) },
		{ FIELD_CHOICE(
		    struct raw, "round", extension_round_names, round) },
		{ FIELD(struct raw, "max", SCHEMA_NODE, max) },
	};

	if (!schema_read(
		n, "extension", fields, COUNT_OF(fields), &raw, r->d) ||
	    (raw.max != NULL && !read_ratio(r, raw.max, &out->max)))
		return false;
	out->given = true;
	out->months = raw.unit == 1;
	out->round = (enum time_round)raw.round;
	out->has_max = raw.max != NULL;
	return true;
}

/* "base/period_days" or "base/365": what a day of service is worth. */
static bool
read_day_value(struct terms_reader *r, const struct node *n, int64_t *out)
{
	struct str rest = STR_NONE, base = STR_NONE;
	int64_t days = 0;

	if (n->kind == NODE_SCALAR)
		base = str_cut(n->text, '/', &rest);
	if (str_is(base, "base") && str_is(rest, "period_days")) {
		*out = 0;
		return true;
	}
	if (!str_is(base, "base") || !str_int64(rest, &days) || days < 1 ||
	    days > 3660) {
		diag_add(r->d, DIAG_ERROR, n->at, NULL,
		    "\"day_value\" is base/period_days or base/30, base/365");
		return false;
	}
	*out = days;
	return true;
}

/* ---- the whole ------------------------------------------------------------
 */

struct raw_terms {
	struct terms t;
	const struct node *period, *clock, *min_duration, *exclude, *hours;
	const struct node *holidays, *states, *denominator, *round_time;
	const struct node *availability, *target, *tier_precision, *credit;
	const struct node *day_value, *caps, *minimum, *gate, *extension;
	const struct node *claim, *payment, *termination, *min_recovery;
	int pool, stage;
};

static const struct schema_field fields[] = {
#define T struct raw_terms
	{ FIELD(T, "availability", SCHEMA_MAP, availability) },
	{ FIELD(T, "caps", SCHEMA_LIST, caps) },
	{ FIELD(T, "claim", SCHEMA_MAP, claim) },
	{ FIELD(T, "clock", SCHEMA_MAP, clock) },
	{ FIELD_CHOICE(T, "combine", combine_names, t.combine) },
	{ FIELD(T, "credit", SCHEMA_MAP, credit) },
	{ FIELD(T, "day_value", SCHEMA_NODE, day_value) },
	{ FIELD(T, "denominator", SCHEMA_MAP, denominator) },
	{ FIELD(T, "exclude", SCHEMA_LIST, exclude) },
	{ FIELD(T, "extension", SCHEMA_MAP, extension) },
	{ FIELD_INT(T, "feeds", 1, 1000, t.feeds) },
	{ FIELD(T, "gate", SCHEMA_NODE, gate) },
	{ FIELD(T, "holidays", SCHEMA_LIST, holidays) },
	{ FIELD(T, "min_duration", SCHEMA_MAP, min_duration) },
	{ FIELD(T, "min_recovery_seconds", SCHEMA_NODE, min_recovery) },
	{ FIELD(T, "minimum", SCHEMA_MAP, minimum) },
	{ FIELD_CHOICE(T, "money_round", rounding_names, t.money_round) },
	{ FIELD(T, "only_if_breached", SCHEMA_BOOL, t.only_if_breached) },
	{ FIELD_CHOICE(T, "overlap", overlap_names, t.overlap) },
	{ FIELD_CHOICE(T, "part_period", part_period_names, t.part_period) },
	{ FIELD(T, "payment", SCHEMA_NODE, payment) },
	{ FIELD(T, "period", SCHEMA_MAP, period) },
	{ FIELD_CHOICE(T, "pool", pool_names, pool) },
	{ FIELD_CHOICE(T, "round_stage", stage_names, stage) },
	{ FIELD(T, "round_time", SCHEMA_MAP, round_time) },
	{ FIELD(T, "service_hours", SCHEMA_NODE, hours) },
	{ FIELD(T, "states", SCHEMA_MAP, states) },
	{ FIELD(T, "target", SCHEMA_NODE, target) },
	{ FIELD(T, "termination", SCHEMA_LIST, termination) },
	{ FIELD(T, "tier_precision", SCHEMA_MAP, tier_precision) },
#undef T
};

static const struct credit_rule no_credit = { .kind = RULE_NONE };

static void
set_defaults(struct terms *t)
{
	t->period = (struct period_rule){ PERIOD_CALENDAR_MONTH, 1, 30 };
	t->states.degraded = ratio_int(0);
	t->states.substitute = ratio_int(0);
	t->availability.error_gt = ratio_int(0);
	t->availability.min_requests = 1;
	t->tier_precision.mode = ROUND_HALF_UP;
	t->credit = &no_credit;
	t->money_round = ROUND_HALF_UP;
	t->extension.max = ratio_int(0);
}

/* The maps and lists; each complains for itself, so all are read. */
static bool
read_parts(struct terms_reader *r, const struct raw_terms *raw, struct terms *t)
{
	bool ok = true;

#define PART(node, call)                                                       \
	if (raw->node != NULL)                                                 \
	ok &= (call)
	PART(period, read_period(r, raw->period, &t->period));
	PART(clock, read_clock(r, raw->clock, &t->clock));
	PART(min_duration,
	    read_min_duration(r, raw->min_duration, &t->min_duration));
	PART(holidays, terms_read_holidays(r, raw->holidays, t));
	PART(hours, terms_read_hours(r, raw->hours, t));
	PART(exclude, terms_read_exclude(r, raw->exclude, t));
	PART(states, read_states(r, raw->states, &t->states));
	PART(min_recovery, read_duration(r, raw->min_recovery, MS_SECOND,
			       &t->min_recovery_ms));
	PART(denominator,
	    read_denominator(r, raw->denominator, &t->denominator));
	PART(round_time, read_round_time(r, raw->round_time, &t->round_time));
	PART(availability,
	    read_availability(r, raw->availability, &t->availability));
	PART(target, read_ratio_to(r, raw->target, 100, &t->target));
	t->target_at = raw->target != NULL ? raw->target->at : t->at;
	PART(tier_precision,
	    read_precision(r, raw->tier_precision, &t->tier_precision));
	PART(credit, credit_parse(r, raw->credit, &t->credit));
	PART(day_value, read_day_value(r, raw->day_value, &t->day_divisor));
	PART(caps, terms_read_caps(r, raw->caps, t));
	PART(minimum, read_minimum(r, raw->minimum, &t->minimum));
	PART(gate, terms_read_gates(r, raw->gate, t));
	PART(extension, read_extension(r, raw->extension, &t->extension));
	PART(claim, terms_read_claim(r, raw->claim, &t->claim));
	PART(payment, terms_read_payment(r, raw->payment, &t->payment));
	PART(termination, terms_read_termination(r, raw->termination, t));
#undef PART
	t->has_target = raw->target != NULL;
	return ok;
}

static bool
clause_key_known(const struct terms *t, struct str key)
{
	for (size_t i = 0; i < COUNT_OF(fields); i++)
		if (str_is(key, fields[i].key))
			return true;
	for (size_t i = 0; i < t->n_exclude; i++)
		if (str_eq(key, t->exclude[i].kind))
			return true;
	return str_is(key, "tiers") || credit_type_find(key) != NULL;
}

static bool
read_clauses(struct terms_reader *r, const struct node *map, struct terms *t)
{
	VEC(struct clause) list = { 0 };
	bool ok = true;

	if (map->kind != NODE_MAP) {
		diag_add(r->d, DIAG_ERROR, map->at, NULL,
		    "clauses must be a mapping of term to clause number");
		return false;
	}
	for (const struct node *n = map->child; n != NULL; n = n->next) {
		if (n->kind != NODE_SCALAR) {
			diag_add(r->d, DIAG_ERROR, n->at, NULL,
			    "a clause number is a text: \"4.1\"");
			ok = false;
			continue;
		}
		if (!clause_key_known(t, n->key))
			diag_add(r->d, DIAG_WARNING, n->key_at, NULL,
			    "clause for \"%.*s\", of which the terms say "
			    "nothing",
			    STR_ARG(n->key));
		*vec_push(r->keep, &list) = (struct clause){ n->key, n->text };
	}
	t->clauses = list.v;
	t->n_clauses = list.n;
	return ok;
}

/* Only OPEN_WARN knows the period from elsewhere. */
static void
ask_period(struct terms_reader *r, struct terms *t)
{
	static const enum period_kind kinds[] = { PERIOD_CALENDAR_MONTH,
		PERIOD_CALENDAR_QUARTER, PERIOD_CALENDAR_HALF,
		PERIOD_CALENDAR_YEAR };

	if (r->answers != NULL && r->answers->open != OPEN_WARN)
		t->period.kind = kinds[terms_ask(r, ASK_PERIOD, t->at)];
}

int
terms_parse_text(const struct terms_text *text, struct zones *zones,
    struct arena *keep, const struct terms **ret_terms, struct diags *d)
{
	const struct node *map = text->map, *clauses = text->clauses;
	struct terms_reader r = {
		.zones = zones, .keep = keep, .d = d, .answers = text->answers
	};
	struct raw_terms raw = { .pool = 0 };
	struct terms *t = arena_new(keep, struct terms);
	bool ok;

	set_defaults(&raw.t);
	ok = schema_read(map, "terms", fields, COUNT_OF(fields), &raw, d);
	*t = raw.t;
	t->at = map->at;
	t->pool = (enum pool_rule)raw.pool;
	t->round_total = raw.stage == 1;
	if (map->kind == NODE_MAP)
		ok &= read_parts(&r, &raw, t);
	if (raw.period == NULL)
		ask_period(&r, t);
	ok &= terms_close(&r, t);
	if (ok)
		ok = terms_check(&r, t);
	if (clauses != NULL)
		ok &= read_clauses(&r, clauses, t);
	if (!ok)
		return -1;
	*ret_terms = t;
	return 0;
}

int
terms_parse(const struct node *map, const struct node *clauses,
    struct zones *zones, struct arena *keep, const struct terms **ret_terms,
    struct diags *d)
{
	struct terms_text text = { map, clauses, NULL };

	return terms_parse_text(&text, zones, keep, ret_terms, d);
}

struct str
terms_clause_of(const struct terms *t, struct str key)
{
	for (size_t i = 0; i < t->n_clauses; i++)
		if (str_eq(t->clauses[i].key, key))
			return t->clauses[i].text;
	return STR_NONE;
}

struct str
terms_clause(const struct terms *t, const char *key)
{
	return terms_clause_of(t, str_of(key));
}

bool
terms_is_free_day(const struct terms *t, int64_t day)
{
	size_t low = 0, high = t->n_holidays;

	if (civil_weekday_of_days(day) >= 5)
		return true;
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (t->holidays[middle] < day)
			low = middle + 1;
		else
			high = middle;
	}
	return low < t->n_holidays && t->holidays[low] == day;
}
