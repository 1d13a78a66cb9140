/*
 * terms.h -- what a contract promises, as data: the complete term model.
 *
 * Transparent structs, filled by terms_parse() (terms*.c, credit*.c) and
 * read by the engine, the reports and the catalogue. Numbers of a contract are
 * exact ratios; a percentage is kept as written (99.95, not 0.9995). A
 * value that was not written holds its default, so that reading a field never
 * needs to ask whether it was there, except where a has_ flag says so.
 */
#ifndef DOMAIN_TERMS_H
#define DOMAIN_TERMS_H

#include "base/diag.h"
#include "base/ratio.h"
#include "base/zone.h"
#include "domain/facts.h"

struct node;

/* Deepest nesting of credit rules; a rule inside a rule is one level more. */
#define CREDIT_MAX_DEPTH 8

/* ---- measuring period -------------------------------------------------- */

enum period_kind {
	PERIOD_CALENDAR_MONTH,
	PERIOD_BILLING_MONTH,
	PERIOD_CALENDAR_QUARTER,
	PERIOD_CALENDAR_HALF,
	PERIOD_CALENDAR_YEAR,
	PERIOD_TRAILING_DAYS
};

struct period_rule {
	enum period_kind kind;
	int64_t anchor_day; /* billing month: 1..31, clamped to the last day */
	int64_t days;       /* trailing days */
};

enum part_period { PART_FULL, PART_IN_SERVICE };

/* ---- what counts as downtime -------------------------------------------- */

enum clock_start {
	CLOCK_ACTUAL,
	CLOCK_DETECTED,
	CLOCK_REPORTED,
	CLOCK_TICKET,
	CLOCK_EARLIEST,
	CLOCK_LATEST
};

#define CLOCK_OF_MAX 4

struct clock_rule {
	enum clock_start start;
	enum clock_start of[CLOCK_OF_MAX]; /* for earliest and latest */
	int n_of;
	bool pause; /* waits for the customer do not count */
};

/* "gt": only more than the bound passes; "ge": the bound itself passes too. */
enum bound_op { OP_GT, OP_GE };

struct min_duration {
	bool given;
	int64_t ms;
	enum bound_op op;
	bool excess; /* only what goes beyond the minimum counts */
	bool net; /* measured after exclusions instead of on the whole outage */
};

enum overlap_rule { OVERLAP_UNION, OVERLAP_INTERSECTION };

enum too_long { TOO_LONG_REFUSE, TOO_LONG_TRUNCATE };

/* One kind of time that does not count, and on which conditions. */
struct exclude_rule {
	struct str
	    kind; /* "maintenance"; "window" for an unnamed daily window */
	struct place at;
	int64_t min_notice_ms;            /* 0: none */
	int64_t min_notice_business_days; /* 0: none */
	int64_t max_event_ms;             /* 0: no limit */
	enum too_long too_long;
	bool overrun_excluded; /* an outage running past the window is too */
	bool has_allowance;
	int64_t allowance_ms;  /* per period, or per year with used_ms */
	int64_t used_ms;       /* of the allowance before this period */
	bool allowance_yearly; /* periods of this calendar year share it */
	bool has_max_events;
	int64_t max_events;
	bool has_daily; /* a standing window, every local day */
	int daily_from_s,
	    daily_to_s;           /* seconds after 00:00; to may be smaller */
	struct str daily_zone;    /* empty: the contract's zone */
	const struct zone *daily; /* NULL: the contract's zone */
};

/* What time in a state that is neither up nor down counts as: 0..1 of down. */
enum no_data_rule {
	NO_DATA_WITHHELD, /* not counted, but the result carries an interval */
	NO_DATA_UP,
	NO_DATA_DOWN,
	NO_DATA_OUT /* leaves the denominator */
};

struct states_rule {
	bool given;
	struct ratio degraded;   /* weight; 0 nothing, 1 down */
	struct ratio substitute; /* weight of time on a substitute service */
	enum no_data_rule no_data;
};

/* One stretch of a week in which service is promised. */
struct hours_row {
	unsigned days;    /* bit 0 Monday .. bit 6 Sunday */
	int from_s, to_s; /* local seconds after 00:00, to at most 24 h */
};

struct service_hours {
	bool given;
	const struct hours_row *v;
	size_t n;
};

/* ---- availability ------------------------------------------------------- */

enum denominator_kind { DENOM_ACTUAL, DENOM_FIXED, DENOM_DAYS_X_1440 };
enum denominator_remove {
	REMOVE_NONE,
	REMOVE_EXCLUDED_DOWNTIME,
	REMOVE_EXCLUDED_WINDOWS
};

struct denominator_rule {
	enum denominator_kind kind;
	int64_t fixed_ms;
	enum denominator_remove remove;
};

enum round_time_mode {
	TIME_EXACT,
	TIME_FLOOR,
	TIME_CEIL,
	TIME_NEAREST_HALF_UP,
	TIME_WHOLE_CLOCK,  /* only clock units that lie inside entirely */
	TIME_TOUCHED_CLOCK /* every clock unit touched, whole */
};

struct round_time {
	enum round_time_mode mode;
	int64_t unit_ms;
	bool per_total; /* else each incident by itself */
};

enum availability_kind {
	AVAILABILITY_TIME,
	AVAILABILITY_REQUESTS,
	AVAILABILITY_INTERVAL_ERROR,
	AVAILABILITY_INTERVAL_UNAVAILABLE
};

struct availability_rule {
	enum availability_kind kind;
	int64_t interval_ms;
	struct ratio error_gt; /* share of 1 */
	int64_t min_requests;
};

enum pool_rule { POOL_PER_SERVICE, POOL_RESOURCE_MINUTES };

struct tier_precision {
	bool given;
	int64_t decimals;
	enum rounding mode;
};

/* ---- credit rules -------------------------------------------------------- */

/* How a rule says what it gives; exactly one kind each. */
enum credit_unit {
	CREDIT_NOTHING,
	CREDIT_PERCENT, /* of the base */
	CREDIT_DAYS,    /* of service, at the day value */
	CREDIT_HOURS,   /* of service, at the hourly price */
	CREDIT_AMOUNT,  /* money, or units of the extension */
	CREDIT_FRACTION /* of the base: 1/30 */
};

struct credit_value {
	enum credit_unit unit;
	struct ratio n;
	struct str text; /* as written: "25", "1/30" */
};

/* An interval of numbers; an end that is missing is open. */
struct bounds {
	bool has_low, has_high; /* ge/gt, le/lt */
	bool low_in, high_in;   /* the end itself belongs to it */
	struct ratio low, high;
	struct str low_text, high_text; /* as written */
};

enum tier_on {
	ON_AVAILABILITY,
	ON_TOTAL_MINUTES,
	ON_TOTAL_SECONDS,
	ON_INCIDENT_MINUTES,
	ON_INCIDENT_SECONDS,
	ON_LONGEST_INCIDENT_MINUTES,
	ON_INCIDENT_COUNT
};

struct tier_row {
	struct place at;
	struct bounds in;
	struct credit_value value;
	struct str printed; /* the contract's own words, may be empty */
};

enum unit_count { COUNT_FULL, COUNT_STARTED, COUNT_EXACT, COUNT_NEAREST };
enum time_of { OF_TOTAL, OF_EXCESS, OF_EACH_INCIDENT };

struct day_row {
	int64_t from_day, to_day; /* to_day 0: no end */
	bool has_amount, has_percent;
	struct ratio amount, percent; /* the greater of both, each day */
};

enum credit_kind {
	RULE_NONE,
	RULE_TIERS,
	RULE_PER_UNIT,
	RULE_PER_POINT,
	RULE_PRORATA,
	RULE_HOURLY_PRORATA,
	RULE_LINEAR,
	RULE_PERIOD_DAYS,
	RULE_CLOCK_HOURS,
	RULE_TOUCHED_DAYS,
	RULE_DAY_TABLE,
	RULE_BONUS,
	RULE_GIVEN,
	RULE_SUM,
	RULE_MAX,
	RULE_CAPPED,
	RULE_EACH_INCIDENT
};

struct credit_rule;

struct credit_tiers {
	enum tier_on on;
	const struct tier_row *rows;
	size_t n_rows;
};

struct credit_per_unit {
	enum time_of of;
	int64_t unit_ms;
	enum unit_count count;
	struct credit_value value;
	int64_t allow_ms; /* free in the sum */
	int64_t grace_ms; /* free in each incident */
	bool has_initial;
	struct ratio initial; /* percent, once the first moment counts */
	bool has_max_units;
	struct ratio max_units;
};

struct credit_per_point {
	struct ratio from, step;
	enum unit_count count;
	struct credit_value value;
};

struct credit_prorata {
	enum time_of of;
	struct ratio multiple;
	bool has_per; /* else the denominator of the availability */
	struct ratio per_minutes;
	bool has_decimals;
	int64_t decimals;
	bool has_max;
	struct ratio max_multiplier;
};

struct credit_linear {
	struct ratio from, slope;
	struct bounds in;
};

struct credit_threshold {
	int64_t more_than_ms;
};

struct credit_day_table {
	const struct day_row *rows;
	size_t n_rows;
	bool whole_days; /* a day with only part of it down does not count */
};

struct credit_bonus {
	int64_t longer_than_ms;
	struct credit_value value;
};

struct credit_given {
	const struct ratio *values;
	size_t n_values;
};

/* A rule of the closed set; `kind` tells which member of `u` holds. */
struct credit_rule {
	enum credit_kind kind;
	struct place at;
	union {
		struct credit_tiers tiers;
		struct credit_per_unit per_unit;
		struct credit_per_point per_point;
		struct credit_prorata prorata; /* and hourly_prorata */
		struct credit_linear linear;
		struct credit_threshold
		    threshold; /* clock_hours, touched_days */
		struct credit_day_table day_table;
		struct credit_bonus bonus;
		struct credit_given given;
	} u;
	bool has_cap;
	struct ratio cap_percent;        /* capped, each_incident */
	const struct credit_rule *rules; /* sum, max: all; capped, each: one */
	size_t n_rules;
};

/* ---- after the credit rule ------------------------------------------------
 */

enum cap_kind { CAP_PERCENT, CAP_FIELD, CAP_AMOUNT, CAP_DAYS, CAP_HOURS };

struct cap_rule {
	enum cap_kind kind;
	struct place at;
	struct ratio n;   /* percent (also of a field), amount, days, hours */
	struct str field; /* a named amount of the service */
	struct str name;  /* in words, may be empty */
	/*
	 * 0, or the credits of so many months, this period's among them, may
	 * not exceed the limit together.
	 */
	int64_t of_months;
};

enum below_minimum { BELOW_DROP, BELOW_RAISE, BELOW_DEFER };

struct minimum_rule {
	bool given;
	struct ratio amount; /* major units: 1.00 */
	enum bound_op op;
	enum below_minimum below;
	bool test_exact;
};

enum combine_rule { COMBINE_SUM, COMBINE_MAX, COMBINE_ONE_PER_PERIOD };

enum gate_kind {
	GATE_CONSECUTIVE_BREACHES,
	GATE_PLAN,
	GATE_CONFIGURATION,
	GATE_GOOD_STANDING
};

struct gate_rule {
	enum gate_kind kind;
	int64_t count;    /* consecutive breaches, this period included */
	bool met;         /* the other kinds: somebody checked and says so */
	struct str value; /* the plan or configuration asked for */
};

enum time_round { EXTEND_EXACT, EXTEND_UP, EXTEND_DOWN, EXTEND_HALF_UP };

struct extension_rule {
	bool given;
	bool months; /* else days */
	enum time_round round;
	bool has_max;
	struct ratio max;
};

enum window_unit {
	WINDOW_HOURS,
	WINDOW_DAYS,
	WINDOW_BUSINESS_DAYS,
	WINDOW_MONTHS,
	WINDOW_BILLING_CYCLES
};

enum claim_anchor {
	ANCHOR_INCIDENT_START,
	ANCHOR_INCIDENT_END,
	ANCHOR_ELIGIBILITY,
	ANCHOR_PERIOD_END,
	ANCHOR_INVOICE,
	ANCHOR_POSTING
};

struct claim_rule {
	bool given;     /* a window is stated */
	bool automatic; /* no claim needed */
	int64_t value;
	enum window_unit unit;
	enum claim_anchor anchor;
	bool has_ticket_within;
	int64_t ticket_within_ms;
};

enum payment_kind { PAY_CREDIT, PAY_REFUND, PAY_EXTENSION, PAY_COUPON };
enum payment_against { AGAINST_ANY, AGAINST_NEXT_INVOICE, AGAINST_RENEWAL };

struct payment_rule {
	enum payment_kind kind;
	enum payment_against against;
	bool has_expiry;
	int64_t expires_value;
	enum window_unit expires_unit;
};

enum termination_kind {
	TERMINATE_MINUTES_IN_MONTH_GT,
	TERMINATE_CONSECUTIVE_MONTHS_GT,
	TERMINATE_AVAILABILITY_LT,
	TERMINATE_FAILURES_IN_MONTHS
};

struct termination_rule {
	enum termination_kind kind;
	struct ratio minutes, percent;
	int64_t count, months;
	int64_t notice_days; /* 0: not said */
};

/* ---- the whole ------------------------------------------------------------
 */

/* The contract's clause number for a key of the terms or an exclusion kind. */
struct clause {
	struct str key, text;
};

/*
 * What texts leave open. The terms answer such a question themselves when they
 * write the key; where they do not, somebody has to say how the text is read.
 */
enum question {
	ASK_PERIOD, /* what the month is: period left out */
	ASK_COUNT,  /* full or started units: "count" left out of per_unit or
		       per_point */
	ASK_ENDS,   /* to which row a shared end belongs: rows written as
		       between: [low, high] */
	ASK_LONGER, /* "of 5 minutes": min_duration without "op" */
	N_QUESTIONS
};

struct term_reading {
	enum question question;
	struct place at;
	struct str answer;  /* a word of question_answers[question] */
	struct str because; /* in the contract's own words; may be empty */
	bool confirmed;     /* the contract says so; else a default or the
			       catalogue's suggestion */
};

struct terms {
	struct place at;
	struct period_rule period;
	enum part_period part_period;
	struct clock_rule clock;
	struct min_duration min_duration;
	enum overlap_rule overlap;
	int64_t feeds; /* how many must fail together; 0: all that occur */
	const struct exclude_rule *exclude;
	size_t n_exclude;
	struct service_hours service_hours;
	const int64_t *holidays; /* days since 1970-01-01, sorted */
	size_t n_holidays;
	struct states_rule states;
	int64_t
	    min_recovery_ms; /* second clock; 0: as the run's settings say */
	struct denominator_rule denominator;
	struct round_time round_time;
	struct availability_rule availability;
	enum pool_rule pool;
	bool has_target;
	struct ratio target; /* percent */
	struct place target_at;
	bool only_if_breached;
	struct tier_precision tier_precision;
	const struct credit_rule *credit; /* never NULL; RULE_NONE by default */
	int64_t day_divisor;              /* 0: days of the period */
	const struct cap_rule *caps;
	size_t n_caps;
	struct minimum_rule minimum;
	enum rounding money_round;
	bool round_total; /* add the services first, then round */
	enum combine_rule combine;
	const struct gate_rule *gates;
	size_t n_gates;
	struct extension_rule extension;
	struct claim_rule claim;
	struct payment_rule payment;
	const struct termination_rule *termination;
	size_t n_termination;
	const struct clause *clauses;
	size_t n_clauses;
	/* one for each question that the terms leave open */
	const struct term_reading *readings;
	size_t n_readings;
};

/* Names as the model writes them, in the order of the enums, NULL-ended. */
extern const char *const question_names[]; /* "period", "count", ... */
/* The possible answers of each question, the default first. */
extern const char *const *const question_answers[N_QUESTIONS];
extern const char *const period_kind_names[];
extern const char *const clock_start_names[];
extern const char *const bound_op_names[];
extern const char *const overlap_names[];
extern const char *const denominator_kind_names[];
extern const char *const denominator_remove_names[];
extern const char *const round_time_names[];
extern const char *const availability_kind_names[];
extern const char *const tier_on_names[];
extern const char *const unit_count_names[];
extern const char *const below_names[];
extern const char *const combine_names[];
extern const char *const gate_kind_names[];
extern const char *const window_unit_names[];
extern const char *const claim_anchor_names[];
extern const char *const payment_kind_names[];
extern const char *const termination_names[];
extern const char *const no_data_names[];
extern const char *const extension_round_names[];
extern const char *const rounding_names[]; /* half_up, half_even, down, up */
/* "tiers", "per_unit", ...: the name of a credit rule. */
const char *credit_kind_name(enum credit_kind kind);

/*
 * Read `map` (the value of `terms`). `clauses` may be NULL. Zones named inside
 * are opened in `zones`. All complaints go to `d`; 0 also with warnings, -1
 * after an error (then *ret_terms is untouched). The tree must outlive the
 * terms.
 */
MUST int terms_parse(const struct node *map, const struct node *clauses,
    struct zones *zones, struct arena *keep, const struct terms **ret_terms,
    struct diags *d);

/* The clause number for a key, or empty. */
struct str terms_clause(const struct terms *t, const char *key);
struct str terms_clause_of(const struct terms *t, struct str key);

/* A value in words of no language: "10 %", "3 d", "12 h", "49.00", "1/30". */
struct str credit_value_text(struct arena *keep, const struct credit_value *v);

/*
 * A row as the contract prints it, or made from its bounds: ">= 99 < 99.95".
 */
struct str tier_row_text(struct arena *keep, const struct tier_row *row);

/* A local date is a holiday, Saturday or Sunday. `day` counts from 1970. */
bool terms_is_free_day(const struct terms *t, int64_t day);

#endif
