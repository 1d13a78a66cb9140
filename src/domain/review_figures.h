/*
 * review_figures.h -- a quarter of settlements, incidents and actions, counted.
 *
 * A settlement belongs to the quarter when its period is the quarter or one of
 * its months; those of longer periods are left out and told (`longer`). Service
 * time is the contracts' measure: T is a period without the hours in which the
 * service need not work, X what the contract takes from it, D the downtime
 * after rounding and weights, availability 1 - D / (T - X). Customers' time and
 * the clock's time are plain unions of counted downtime: a minute in which two
 * services of one customer are down is one minute. Every counted millisecond
 * belongs to exactly one incident, or to none; where two overlap, to the one
 * that began first. So whatever is split by incident or cause adds up.
 *
 * Quantiles are by nearest rank; a median of an even number is the mean of the
 * two in the middle. Money of different currencies is never added.
 */
#ifndef DOMAIN_REVIEW_FIGURES_H
#define DOMAIN_REVIEW_FIGURES_H

#include "domain/dossier.h"
#include "domain/estimate_trend.h"
#include "domain/incident_figures.h"

#define REVIEW_PAST    8  /* quarters of the trend, with this one */
#define REVIEW_TOP     20 /* customers in the table */
#define REVIEW_MONTHS  12 /* of breaches, with the quarter's last */
#define REVIEW_FEW     5  /* failures below which no mean is taken */
#define REVIEW_WINDOWS 17 /* lengths of the curve */

/* ---- availability -------------------------------------------------------- */

/* Settlements added up. A ratio without a base is "no number" (den 0). */
struct review_sum {
	int64_t services, customers, settlements;
	int64_t time_ms;        /* T */
	int64_t denominator_ms; /* T - X */
	struct ratio downtime;  /* D, ms */
	int64_t downtime_ms;    /* D in whole ms */
	int64_t down_ms;        /* counted, before rounding and weights */
	int64_t excluded_ms, degraded_ms, no_data_ms, off_hours_ms;
	struct ratio availability, availability_low; /* low: no data is down */
	struct ratio experienced;                    /* exclusions are down */
	struct ratio coverage;                       /* 1 - no data / T */
	/* of settlements with a target; den 0: none has one */
	struct ratio target; /* weighed by T - X; of one service its own */
	struct ratio budget; /* B, ms: (1 - target) x (T - X) */
	int64_t spent_ms;    /* D of these */
	struct ratio used;   /* D / B; no number when B is 0 */
	struct ratio left;   /* 1 - used; negative: overspent */
	int64_t breaches;    /* settlements under their target */
	int64_t customers_in_breach;
	struct ratio breach_share; /* of customers */
	int64_t customer_ms;       /* sum over customers */
	int64_t failures;          /* spans of counted downtime */
	bool has_mtbf;             /* failures >= REVIEW_FEW */
	int64_t mtbf_ms;           /* (T - D) / failures */
};

/* One service, or all of one kind or segment. */
struct review_scope {
	struct str name;                 /* of kinds and segments */
	const struct customer *customer; /* of services */
	const struct service *service;
	struct review_sum sum;
	bool same_target; /* of all its settlements: sum.target is it */
	/* share up in the worst 24 hours; of kinds and segments the worst of
	 * its services */
	struct ratio worst_day;
	int64_t worst_day_at; /* where it begins */
};

/* How customers fared; availability of one is that of its services. */
struct review_customers {
	int64_t n;
	/* mean: its nearest decimal of 12 places where it has too many digits
	 */
	struct ratio mean, tenth, worst;
	const struct customer *worst_customer;
	int64_t in_breach;
	struct ratio breach_share;
	int64_t customer_ms;
};

/* Availability weighed by fee, of services with a fee in this currency. */
struct review_by_fee {
	struct currency currency;
	int64_t services;
	struct ratio availability;
};

/* ---- windows ------------------------------------------------------------- */

/*
 * The worst share of up time in any window of this length, over all starts in
 * the quarter. Time that is not counted downtime is up.
 */
struct review_window {
	int64_t length_ms;
	struct ratio availability; /* of a customer, on average: C10 */
	int64_t at;                /* where the worst one begins */
	/* were the same minutes spread evenly as outages of a minute each */
	struct ratio spread;
};

struct review_curve {
	struct review_window window[REVIEW_WINDOWS];
	size_t n; /* lengths up to the quarter, and the quarter itself */
};

/* ---- incidents ------------------------------------------------------------
 */

struct review_times {
	int64_t n;
	int64_t median_ms, p90_ms, mean_ms; /* when n > 0 */
};

/* An incident of the quarter: it began or counted downtime in it. */
struct review_incident {
	const struct incident *incident; /* NULL: records of none */
	int64_t began_at;                /* first impact, else its records */
	struct span counted;         /* first to last counted downtime in it */
	bool began_here;             /* in this quarter */
	int64_t wall_ms;             /* the clock's: any service down */
	int64_t customer_ms;         /* sum over customers */
	int64_t service_ms;          /* sum over services, before weights */
	int64_t burn_ms;             /* of D, of services with a target */
	int64_t downtime_ms;         /* of D, of all services */
	struct ratio burn;           /* burn_ms / B */
	int64_t customers, services; /* with counted downtime */
	struct money *credits;       /* in the order of `money` */
	/* after first impact; negative: not known */
	int64_t detect_ms, notice_ms, mitigate_ms, restore_ms;
	struct comms_figures comms; /* all zero for records of none */
};

/* Error budget of all services after each incident, by its first downtime. */
struct review_step {
	int64_t at;
	size_t incident; /* in `incidents` */
	int64_t burn_ms;
	int64_t spent_ms;  /* with this one */
	struct ratio left; /* of the budget; negative: overspent */
};

/* A cause and what it cost; "unknown" (empty cause) always last. */
struct review_cause {
	struct str cause;
	int64_t incidents;
	int64_t value;                  /* ms, or minor units */
	struct ratio share, cumulative; /* no number when the sum is 0 */
	bool major;                     /* among the first that reach 80 % */
};
struct review_pareto {
	struct review_cause *cause; /* by value, unknown last */
	size_t n;
	int64_t total;
};

struct review_severity {
	struct str severity; /* empty: not given */
	int64_t incidents, wall_ms, customer_ms;
};

/* A later incident of the quarter that an earlier one within 6 months resembles
 */
struct review_repeat {
	const struct incident *earlier, *later;
	int64_t apart_ms;
	bool same_cause;
	struct str component; /* resource that both name; empty: none */
	/* of the earlier one, not done when the later began */
	const struct action **open;
	size_t n_open;
};

/* ---- money ----------------------------------------------------------------
 */

/*
 * What is owed in one currency: opening + accrued - paid - expired = closing.
 * Paid is known only where claims say so (`payments` > 0); else nothing is
 * taken as paid and the opening is not known (has_opening false, 0).
 */
struct review_money {
	struct currency currency;
	bool has_opening;
	int64_t opening, accrued, paid, expired, closing;
	int64_t payments; /* claims of this currency with a payment */
	int64_t claimed;  /* of accrued: asked for in time, or automatic */
	/* owed but unclaimed: a claim is needed, none was made, time is left */
	int64_t unclaimed;
	int64_t credited; /* settlements with a credit */
	int64_t need_claim, made_claim, expired_claims; /* of these */
	struct ratio claim_rate;                        /* made / need */
	int64_t revenue;                    /* fees of the quarter */
	int64_t affected_revenue;           /* of services with downtime */
	struct ratio ratio, affected_ratio; /* accrued / revenue */
	struct review_pareto by_cause;
	struct review_pareto by_tier; /* cause: the words of the row */
};

/* ---- customers ------------------------------------------------------------
 */

struct review_customer {
	const struct customer *customer;
	int64_t services;
	int64_t customer_ms;
	struct ratio availability;
	int64_t breaches; /* months of this quarter under a target */
	int64_t months_in_breach, months_known; /* of the last 12 */
	struct money *credits, *fees;           /* in the order of `money` */
	int64_t last_contact_at; /* last claim; NO_INSTANT: not known */
};

/* ---- the rest -------------------------------------------------------------
 */

struct review_comms {
	struct review_times first_notice, silence, gap;
	int64_t promises, kept;
	struct ratio kept_share;
	struct span longest;
	const struct incident *longest_incident;
	int64_t longest_ms;
	int64_t notices;           /* public ones of the quarter */
	int64_t notices_no_impact; /* of incidents without counted downtime */
	int64_t unannounced;       /* incidents with impact and no notice */
};

/*
 * Actions count from the first instant of their incident. "Open" and "overdue"
 * at the end of the quarter, or now where it is not over.
 */
struct review_actions {
	int64_t opened, closed; /* in the quarter */
	int64_t open, overdue;  /* at its end */
	int64_t undated;        /* of no incident: in no count but open */
	bool has_age;
	int64_t median_age_ms;      /* of the open ones */
	const struct action **late; /* overdue, most first */
	size_t n_late;
};

struct review_day {
	int64_t at; /* first instant of the local day */
	int64_t long_ms;
	int64_t wall_ms; /* any service down */
	int64_t customer_ms;
	int64_t no_data_ms; /* sum over services */
	bool no_data;       /* no service was measured all day */
	bool clock_change;
	bool future; /* nothing is known yet: begins after as_of */
	const struct holiday *holiday; /* of every site; NULL: none */
};

/* A figure told earlier that is another now; before->restated says why. */
enum restated_what { RESTATED_AVAILABILITY, RESTATED_MINUTES, RESTATED_CREDIT };
struct review_restated {
	const struct past_period *before;
	const struct ledger_row *row;
	enum restated_what what;
	struct ratio old, now; /* share, minutes, minor units */
};

struct review_quality {
	struct ratio coverage;
	int64_t no_data_ms;
	int64_t longer;    /* settlements of longer periods, left out */
	int64_t unsettled; /* months of services without a settlement */
	int64_t undecided; /* no data leaves the tier open */
	/* two viewpoints on one service and period; time one says is down */
	int64_t compared, disagreeing;
	int64_t both_ms, only_provider_ms, only_customer_ms;
	int64_t rejected, sources; /* rows of imported files */
};

/*
 * One quarter of the trend, oldest first, the last is this one. What this case
 * does not settle now is as it is kept, or as history.csv says.
 */
struct review_point {
	bool known;
	int64_t services, months; /* settled months behind it */
	struct ratio availability;
	int64_t downtime_ms;    /* D */
	int64_t lost_ms, of_ms; /* availability is 1 - lost / of */
};
struct review_trend {
	struct str name; /* "" for all; else of a kind or segment */
	struct review_point point[REVIEW_PAST];
};
struct review_quarter {
	struct str name; /* "2024-Q1" */
	struct span span;
	struct str month[3]; /* "2024-01" */
	int64_t incidents;   /* that began in it */
	/* their durations, shortest first, of those with both ends */
	int64_t *duration_ms;
	size_t n_durations;
	int64_t median_ms; /* when n_durations > 0 */
	int64_t *credits;  /* minor, in the order of `money` */
	bool has_credits;
};

/* ---- the quarter ----------------------------------------------------------
 */

struct review_figures {
	struct str name; /* "2024-Q1" */
	struct span span;
	struct str month[3];
	int64_t end_at; /* of it, or now where it is not over */

	struct review_sum all;
	struct review_customers customers;
	struct review_by_fee *by_fee;          /* one for each currency */
	struct review_scope *services;         /* by D, most first */
	struct review_scope *kinds, *segments; /* by name */
	size_t n_by_fee, n_services, n_kinds, n_segments;

	struct review_curve curve, before;
	bool has_before; /* the quarter before is settled in this case, too */

	struct review_incident *incidents; /* by time; records of none last */
	size_t n_incidents;
	int64_t named_incidents;               /* without records of none */
	const struct review_incident *longest; /* by wall_ms; NULL: none */
	struct review_times detect, notice, mitigate, restore;
	struct review_severity *severities; /* by name */
	size_t n_severities;
	struct review_step *steps;
	size_t n_steps;
	struct review_pareto by_wall, by_customer;
	struct review_repeat *repeats; /* by later, earlier */
	size_t n_repeats;              /* listed, at most 500... */
	int64_t all_repeats;           /* ...of so many pairs */

	struct review_money *money; /* one for each currency */
	size_t n_money;
	struct review_customer *top; /* by customer_ms, at most REVIEW_TOP */
	size_t n_top;

	struct review_comms comms;
	struct review_actions actions;
	struct review_day *days;
	size_t n_days;
	struct review_restated *restated;
	size_t n_restated;
	struct review_quality quality;

	struct review_quarter quarters[REVIEW_PAST]; /* oldest first */
	struct review_trend all_trend, *kind_trends, *segment_trends;
	/* in the order of kinds, segments */
	struct trend_change durations; /* median of this quarter and before */
	struct trend_change minutes;   /* and of their sums */
};

/*
 * The quarters to review, oldest first: those that the case names, else each of
 * which all three months are periods; names in `keep`.
 */
struct str *review_quarters(
    const struct settings *s, struct arena *keep, size_t *ret_n);

/*
 * Everything of the quarter `name` ("2024-Q1"). False when the name is not a
 * quarter's. Lives in `keep` and borrows from the dossier.
 */
MUST bool review_figures(const struct dossier *d, struct str name,
    struct arena *keep, struct review_figures *ret_figures);

#endif
