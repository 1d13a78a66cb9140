/*
 * review_run.h -- what the halves of review_figures.c share: a quarter's
 * settlements by service and by customer, and who had which millisecond.
 */
#ifndef DOMAIN_REVIEW_RUN_H
#define DOMAIN_REVIEW_RUN_H

#include "base/map.h"
#include "domain/review_figures.h"
#include "domain/statement_figures.h"

/* One service and its settlements of the quarter, by period. */
struct review_service {
	const struct customer *customer;
	const struct service *service;
	size_t first, n;   /* in rows */
	struct spans down; /* of all of them; clean */
	size_t kind;       /* in kinds of the figures */
	int64_t fee_minor; /* of the quarter */
};

/* One customer and its services. */
struct review_party {
	const struct customer *customer;
	size_t first, n;   /* in services */
	struct spans down; /* of any service; clean */
	size_t segment;    /* in segments of the figures */
	int64_t down_ms;
};

/* A quarter of the ledger, in the ledger's order. */
struct review_set {
	struct str name;
	struct span span;
	int month; /* the first, since year 0 */
	VEC(const struct ledger_row *) rows;
	VEC(struct review_service) services;
	VEC(struct review_party) parties;
	int64_t longer;
};

/* How many things are so at each instant: level[i] holds from at[i] on. */
struct review_levels {
	int64_t *at, *level;
	int64_t *sum; /* of level x ms before at[i] */
	size_t n;
};

struct review_run {
	const struct dossier *d;
	struct arena *keep, *scratch;
	struct review_figures *f;
	struct review_set now;
	struct map kind_of, segment_of; /* name -> place in the figures */
	struct map incident_of;         /* id -> place in the dossier */
	struct map claim_of;            /* service and period -> claim */
	struct review_levels customers; /* without a service */
	struct spans any;               /* any service down */
	struct statement_line *lines;   /* of the ledger, in its order */
};

/* ---- review_set.c ---------------------------------------------------------
 */

/* False when `name` is not a calendar quarter's. */
MUST bool quarter_collect(const struct dossier *d, struct str name,
    struct arena *keep, struct review_set *ret_set);
/* The calendar quarter whose first month is this; its name in `keep`. */
struct str quarter_name(struct arena *keep, int month);
/* Empty when the name is no calendar period's. */
struct span quarter_span(const struct zone *z, struct str name);
/* D of one settlement, ms: of time-based terms their own. */
struct ratio quarter_downtime(const struct ledger_row *row);
/* 1 - down / of, never below 0; no number of nothing. */
struct ratio quarter_share(struct ratio down_ms, int64_t of_ms);
/* The fee of a settled period, in minor units. */
int64_t quarter_fee(const struct dossier *d, const struct ledger_row *row);
/* "service\nperiod", as claim_of has it. */
struct str quarter_key(struct arena *keep, struct str service, struct str name);
/* First thing known of it: impact, fault, detection, declaration. */
int64_t quarter_began(const struct incident *in);
bool quarter_is_done(const struct action *a);
/* Nearest integer; what does not fit stays at the ends. */
int64_t quarter_whole(struct ratio r);
/*
 * Parts of `total` by weight, adding up to it: what is left after rounding down
 * goes to the largest remainders. All 0 when the weights are.
 */
void quarter_apportion(
    int64_t total, const int64_t *weight, size_t n, int64_t *ret_part);
/*
 * What the row brings to the total, in minor units: its credit, or its share
 * where services are combined.
 */
int64_t quarter_granted(
    const struct review_run *run, const struct ledger_row *row);
/* Place of the currency among the figures' money. */
size_t quarter_currency(struct review_run *run, struct currency c);

/* ---- review_levels.c ------------------------------------------------------
 */

/* One level per set of spans; cut to `within`. */
struct review_levels quarter_levels_of(const struct spans *const *sets,
    size_t n, struct span within, struct arena *keep);
int64_t quarter_levels_sum(const struct review_levels *l, struct span s);
/*
 * The most of level x ms in any window of this length inside `within`, and the
 * earliest window that has it.
 */
int64_t quarter_worst(const struct review_levels *l, struct span within,
    int64_t length_ms, int64_t *ret_at);

/* ---- the halves, in this order --------------------------------------------
 */

void quarter_availability(struct review_run *run);
void quarter_windows(struct review_run *run);
void quarter_incidents(struct review_run *run);
void quarter_shares(struct review_run *run); /* paretos, steps, severities */
void quarter_repeats(struct review_run *run);
void quarter_money(struct review_run *run);
void quarter_top(struct review_run *run);
void quarter_comms(struct review_run *run);
void quarter_actions(struct review_run *run);
void quarter_days(struct review_run *run);
void quarter_quality(struct review_run *run);
void quarter_restated(struct review_run *run);
void quarter_trends(struct review_run *run);

/* A table of causes from values: by value, unknown (or empty) last. */
struct review_pareto quarter_pareto_of(
    struct review_cause *cause, size_t n, struct arena *keep);
bool quarter_is_unknown(struct str cause);
/* Sorts `v`. */
struct review_times quarter_times_of(int64_t *v, size_t n);

#endif
