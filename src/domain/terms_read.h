/*
 * terms_read.h -- helpers shared by the readers of terms: exact numbers,
 * durations, local times, values, bounds. Only terms*.c and credit*.c use it.
 *
 * Every function complains to the reader's diagnostics at the place of the node
 * and returns false when what stands there does not fit.
 */
#ifndef DOMAIN_TERMS_READ_H
#define DOMAIN_TERMS_READ_H

#include "base/node.h"
#include "domain/terms_open.h"

struct terms_reader {
	struct zones *zones;
	struct arena *keep;
	struct diags *d;
	int depth;                          /* of credit rules being read */
	const struct term_answers *answers; /* NULL: the defaults hold */
	bool asked[N_QUESTIONS];
	struct place asked_at[N_QUESTIONS];
};

/*
 * The terms leave `q` open at this place. Returns how it is read: an index into
 * question_answers[q]; terms_close() complains where nobody answered.
 */
int terms_ask(struct terms_reader *r, enum question q, struct place at);

/* Record the readings; false after a complaint. */
bool terms_close(struct terms_reader *r, struct terms *t);

/* "99.95" or "500/9", not negative. */
bool read_ratio(
    struct terms_reader *r, const struct node *n, struct ratio *ret_value);
/* The same, at most `most`. */
bool read_ratio_to(struct terms_reader *r, const struct node *n, int64_t most,
    struct ratio *ret_value);
/* A count of units of `unit_ms`, also with decimals; whole milliseconds. */
bool read_duration(struct terms_reader *r, const struct node *n,
    int64_t unit_ms, int64_t *ret_ms);
/* "06:00" to "24:00" as seconds after local midnight. */
bool read_clock_time(struct terms_reader *r, const struct node *n, int *ret_s);
/* "2026-12-25" as days since 1970. */
bool read_date(struct terms_reader *r, const struct node *n, int64_t *ret_day);

/*
 * Rows of a schema, by what they need. Without braces of their own, so that
 * each table puts them: { FIELD(struct raw, "kind", SCHEMA_TEXT, kind) }.
 */
#define FIELD(type, key, kind, member)                                         \
	(key), (kind), offsetof(type, member), false, 0, 0, NULL
#define FIELD_MUST(type, key, kind, member)                                    \
	(key), (kind), offsetof(type, member), true, 0, 0, NULL
#define FIELD_CHOICE(type, key, list, member)                                  \
	(key), SCHEMA_CHOICE, offsetof(type, member), false, 0, 0, (list)
#define FIELD_INT(type, key, low, high, member)                                \
	(key), SCHEMA_INT, offsetof(type, member), false, (low), (high), NULL
#define FIELD_KNOWN(key) (key), SCHEMA_IGNORE, 0, false, 0, 0, NULL
#define COUNT_OF(table)  (sizeof(table) / sizeof *(table))

/*
 * The keys percent, days, hours, amount and fraction of a rule or row. Put the
 * five nodes into a raw_value through VALUE_FIELDS, then take the one given.
 */
struct raw_value {
	const struct node *percent, *days, *hours, *amount, *fraction;
};

#define VALUE_FIELDS(type, member)                                             \
	{ FIELD(type, "percent", SCHEMA_NODE, member.percent) },               \
	    { FIELD(type, "days", SCHEMA_NODE, member.days) },                 \
	    { FIELD(type, "hours", SCHEMA_NODE, member.hours) },               \
	    { FIELD(type, "amount", SCHEMA_NODE, member.amount) },             \
	{                                                                      \
		FIELD(type, "fraction", SCHEMA_NODE, member.fraction)          \
	}

/* Exactly one of the five must be there; `at` is the rule or row. */
bool read_value(struct terms_reader *r, const struct node *at,
    const struct raw_value *raw, struct credit_value *ret_value);

/* The keys ge, gt, le, lt: at most one for each end, low below high. */
struct raw_bounds {
	const struct node *ge, *gt, *le, *lt;
};

#define BOUNDS_FIELDS(type, member)                                            \
	{ FIELD(type, "ge", SCHEMA_NODE, member.ge) },                         \
	    { FIELD(type, "gt", SCHEMA_NODE, member.gt) },                     \
	    { FIELD(type, "le", SCHEMA_NODE, member.le) },                     \
	{                                                                      \
		FIELD(type, "lt", SCHEMA_NODE, member.lt)                      \
	}

bool read_bounds(struct terms_reader *r, const struct node *at,
    const struct raw_bounds *raw, struct bounds *ret_bounds);

/* True when `v` lies inside. */
bool bounds_hold(const struct bounds *b, struct ratio v);

/* The parts of terms_parse() that stand in files of their own. */
bool terms_read_exclude(
    struct terms_reader *r, const struct node *list, struct terms *t);
bool terms_read_hours(
    struct terms_reader *r, const struct node *n, struct terms *t);
bool terms_read_holidays(
    struct terms_reader *r, const struct node *list, struct terms *t);
bool terms_read_claim(
    struct terms_reader *r, const struct node *map, struct claim_rule *out);
bool terms_read_payment(
    struct terms_reader *r, const struct node *n, struct payment_rule *out);
bool terms_read_termination(
    struct terms_reader *r, const struct node *list, struct terms *t);
bool terms_read_caps(
    struct terms_reader *r, const struct node *list, struct terms *t);
bool terms_read_gates(
    struct terms_reader *r, const struct node *n, struct terms *t);
/* What only the whole can tell: holes, targets without tier, units. */
bool terms_check(struct terms_reader *r, const struct terms *t);
/* A table by itself: no two rows may hold the same value. */
bool terms_check_rows(
    struct terms_reader *r, const struct tier_row *rows, size_t n);

#endif
