/*
 * credit.h -- the closed set of credit rules: how each is read and settled.
 *
 * One row per rule in credit.c, one file per rule. A rule gives an exact
 * amount: minor units of money, or days or months where the remedy is an
 * extension. It never rounds money, never looks at a clock, and leaves at least
 * one step in the trace, also when it gives nothing.
 */
#ifndef DOMAIN_CREDIT_H
#define DOMAIN_CREDIT_H

#include "base/node.h"
#include "domain/settle.h"

struct terms_reader;

/* One outage as it counts: merged, weighted, rounded. */
struct counted_incident {
	int64_t
	    clock_at;    /* when the contract's clock started, before any cut */
	struct ratio ms; /* counted time */
	struct spans spans;  /* where, before rounding of sums; clean */
	struct ratio weight; /* share of users; no number: it changed */
	size_t member;       /* of the pool */
};

/* So many incidents are traced one by one; more would drown the reader. */
#define CREDIT_TRACED 25

/* What a rule may look at. */
struct credit_run {
	const struct settle_input *in;
	const struct terms *terms;
	struct arena *keep;
	struct diags *d;
	struct settlement *out; /* its trace; tiers set what was hit */
	struct trace *trace;
	const struct counted_incident *incidents; /* by time */
	size_t n_incidents;
	struct ratio total_ms; /* downtime D */
	struct ratio denominator_ms;
	struct ratio availability;       /* share of 1, exact */
	struct ratio table_availability; /* after tier_precision */
	int64_t period_days;
	/* what a unit of each kind is worth; no number: not known here */
	struct ratio base, day, hour, amount;
	bool tiers_seen; /* the first table of the terms has been settled */
};

struct credit_type {
	const char *name;
	bool (*parse)(struct terms_reader *r, const struct node *n,
	    struct credit_rule *out);
	/* no number: it cannot be computed; the reason may be in run->d */
	struct ratio (*settle)(
	    struct credit_run *run, const struct credit_rule *rule);
};

extern const struct credit_type credit_type_bonus, credit_type_capped;
extern const struct credit_type credit_type_clock_hours, credit_type_day_table;
extern const struct credit_type credit_type_each_incident, credit_type_given;
extern const struct credit_type credit_type_hourly_prorata, credit_type_linear;
extern const struct credit_type credit_type_max, credit_type_per_point;
extern const struct credit_type credit_type_per_unit, credit_type_period_days;
extern const struct credit_type credit_type_prorata, credit_type_sum;
extern const struct credit_type credit_type_tiers, credit_type_touched_days;

/* The row of a rule's name, or NULL. */
const struct credit_type *credit_type_find(struct str name);

/* The keys of a rule that has nothing but a threshold, more_than_seconds. */
bool credit_parse_threshold(struct terms_reader *r, const struct node *n,
    const char *name, struct credit_rule *out);

/* Read a rule and all rules inside it. */
bool credit_parse(struct terms_reader *r, const struct node *n,
    const struct credit_rule **ret_rule);

/* Does a rule or a cap of these terms need the price of an hour? */
bool credit_asks_hours(const struct terms *t);

struct ratio credit_settle(
    struct credit_run *run, const struct credit_rule *rule);

/* ---- for the rules --------------------------------------------------------
 */

/* What `v` gives once; no number (with a complaint) where it has no price. */
struct ratio credit_worth(struct credit_run *run, const struct credit_value *v);
/* Percent of the base. */
struct ratio credit_percent(struct credit_run *run, struct ratio percent);
/* The hourly price, or no number with a complaint. */
struct ratio credit_hour(struct credit_run *run);

/* A step of the rule, with the clause of the rule's name or of "credit". */
void credit_step(
    struct credit_run *run, const char *key, const struct credit_rule *rule);
/* The closing value of a step: "exact" or, for extensions, "units". */
void credit_gives(struct credit_run *run, struct ratio gives);

/* Whole, started, exact or nearest units in `time` / `unit`; time >= 0. */
struct ratio credit_count(
    struct ratio time, struct ratio unit, enum unit_count count);

/*
 * Downtime that the rule prices: all of it, or what goes beyond the allowance
 * of the target. Leaves a step "allowance" for an allowance.
 */
struct ratio credit_time(struct credit_run *run, const struct credit_rule *rule,
    enum time_of of, struct ratio total);

/* a - b, but not below nothing. */
struct ratio credit_less(struct ratio a, struct ratio b);
/* Whole milliseconds for a trace; what does not fit shows as the largest. */
int64_t credit_ms(struct ratio ms);

/* The next local hour or change of offset after `at`. */
int64_t credit_next_hour(const struct zone *z, int64_t at);
/*
 * Every hour (next = credit_next_hour) or day with more downtime than the
 * threshold of the rule gives `each`.
 */
struct ratio credit_touched(struct credit_run *run,
    const struct credit_rule *rule, const char *key,
    int64_t (*next)(const struct zone *z, int64_t at), struct ratio each);

#endif
