/*
 * incident_figures.h -- what one incident did: services, customers, minutes,
 * messages, calls. Counted from facts and settlements; reports only print it.
 *
 * A record belongs to the incident when it names it; one that names none, when
 * it overlaps the bounds that the incident states. What the contract excluded
 * stays excluded here too. Messages and actions that name no incident belong to
 * it when the case knows no other.
 */
#ifndef DOMAIN_INCIDENT_FIGURES_H
#define DOMAIN_INCIDENT_FIGURES_H

#include "domain/comms_figures.h"
#include "domain/dossier.h"
#include "domain/estimate_sum.h"
#include "domain/recovery_figures.h"

/* An instant of the incident, and whose word it is. */
struct known_instant {
	int64_t at;      /* NO_INSTANT: nobody knows */
	bool stated;     /* by a person; else taken from the records */
	int64_t said_at; /* what was stated and the records contradict */
};

/* One service that the incident touched; all spans inside settled periods. */
struct affected_service {
	const struct customer *customer;
	const struct service *service;
	struct spans down, degraded, excluded, no_data, substitute;
	struct spans worse; /* degraded, or only a substitute page */
	struct spans
	    recoveries; /* brief: shorter than the second clock's bound */
	int64_t down_ms, excluded_ms, no_data_ms;
	int64_t degraded_ms;     /* slow, or only a substitute page */
	int64_t second_clock_ms; /* brief recoveries count as down */
	int64_t recovered_ms, longest_recovery_ms;
	int64_t interruptions, longest_ms;
	const struct ledger_row *row; /* the period with most downtime */
};

/* Services of one kind that share every second of the incident. */
struct affected_group {
	const struct affected_service *first;
	int64_t services, customers;
	/* settlements with the lowest and the highest availability */
	const struct ledger_row *lowest, *highest;
};

struct affected_customer {
	const struct customer *customer;
	int64_t services;
	int64_t down_ms; /* of any of its services, overlaps counted once */
	int64_t degraded_ms;
};

struct segment_figures {
	struct str segment; /* may be empty: not given */
	int64_t customers, affected;
	struct ratio share;
	int64_t customer_ms;         /* sum of the customers' down_ms */
	int64_t median_ms, worst_ms; /* among the affected */
};

struct kind_figures {
	struct str kind;
	int64_t services, affected, spared;
};

/* Support load of one local day; "usual" is the mean of same weekdays before.
 */
struct calls_figures {
	int64_t day_at;
	int64_t received;
	int64_t answered, abandoned; /* -1: nobody counted */
	int64_t usual_days; /* days the mean was taken from; 0: no comparison */
	struct ratio usual, times; /* times: received / usual */
	bool has_times;
};

/* Credits of one row of the contracts' tables, in one currency. */
struct rung_figures {
	const struct ledger_row *example; /* a settlement that it applied to */
	int tier;                         /* its row there; -1: no table */
	struct money sum;
	int64_t settlements;
};

struct incident_money {
	struct money *totals; /* one per currency */
	size_t n_totals;
	struct rung_figures *rungs;
	size_t n_rungs;
	int64_t customers, capped, claim_needed;
};

struct action_figures {
	const struct action *action;
	bool done, has_overdue;
	int64_t overdue_days; /* negative: days left */
};

/* The clocks of the incident, in the order in which things should happen. */
struct instant_figures {
	const char *key; /* "fault", "first_impact", "detected", ... "report" */
	struct known_instant when;
	bool has_since;
	int64_t since_ms; /* after first impact */
};

#define INCIDENT_INSTANTS 10

struct incident_figures {
	const struct incident *incident;
	struct known_instant first_impact, clear_impact, restored;
	struct instant_figures instants[INCIDENT_INSTANTS];
	bool open;        /* a record had no end yet */
	struct span span; /* first impact to restoration */
	bool has_span;
	int64_t span_ms;

	struct affected_service *services; /* by downtime, longest first */
	size_t n_services;
	struct affected_group *groups; /* in the same order */
	size_t n_groups;
	struct affected_customer *customers; /* by down_ms, longest first */
	size_t n_customers;
	int64_t all_services, hit_services, all_customers;
	struct ratio customers_share;
	int64_t customer_ms;
	struct segment_figures *segments; /* by name */
	size_t n_segments;
	struct kind_figures *kinds; /* by name */
	size_t n_kinds;
	const struct ledger_row **rows; /* settlements that it touched */
	size_t n_rows;

	struct comms_figures comms;
	struct calls_figures *calls; /* days of the incident */
	size_t n_calls;
	struct lost_figures lost;
	struct incident_money money;
	struct recovery_figures recovery;
	struct action_figures *actions; /* by due date */
	size_t n_actions;
	/* earlier incidents of the same cause within 6 and 12 months */
	const struct incident **same_cause;
	size_t n_same_cause;
	int64_t same_6, same_12;
};

/* Everything of one incident. Lives in `keep` and borrows from the dossier. */
void incident_figures(const struct dossier *dossier,
    const struct incident *incident, struct arena *keep,
    struct incident_figures *ret_figures);

/* The halves of it that live in files of their own; used by incident_figures().
 */
void incident_comms(const struct dossier *dossier, struct incident_figures *f,
    struct arena *keep);
void incident_money(const struct dossier *dossier, struct incident_figures *f,
    struct arena *keep);

/*
 * True when a message or an action that names the incident `id` belongs to
 * `incident`; one that names none, when the case knows no other.
 */
bool incident_owns(const struct dossier *dossier,
    const struct incident *incident, struct str id);

/* True when `row`'s settlement holds a record of this incident. */
bool incident_touches(
    const struct incident *incident, const struct settlement *s);

#endif
