/*
 * recovery_figures.h -- what an incident cost in data: how far back the copies
 * go, what came back and when, and how long a substitute page stood in.
 *
 * The window of lost data is the start of the incident (its first impact) less
 * the instant the data was brought back to; a restore point inside the incident
 * leaves nothing of before it to lose, 0. Shares are of all objects that were
 * lost in the end, so that a curve never falls.
 */
#ifndef DOMAIN_RECOVERY_FIGURES_H
#define DOMAIN_RECOVERY_FIGURES_H

#include "domain/dossier.h"

struct incident_figures;

/* Words of backups, restorations and incidents; ended by NULL, by their enum.
 */
extern const char *const data_object_names[];
extern const char *const data_access_names[];

/* Everybody whose data came back to the same instant from the same copy. */
struct copy_figures {
	const struct backup *backup; /* one of its rows */
	int64_t services;            /* 0: only customers are named */
	int64_t customers;
	bool has_window; /* restore point and start are known */
	int64_t window_ms;
};

/* A customer, with the copy that lost most: one without restore point first. */
struct customer_loss {
	const struct customer *customer;
	int64_t services; /* that rows speak of */
	const struct backup *worst;
	bool has_window;
	int64_t window_ms;
};

struct object_point {
	int64_t at;
	struct ratio share; /* restored or re-issued */
};

struct object_figures {
	enum data_object object;
	int64_t lost, restored, reissued; /* at the last row */
	int64_t missing;                  /* lost and not back */
	struct ratio share; /* back; no number where 0 were lost */
	/* the first rows with half of them, with 95 % of them; or NO_INSTANT */
	int64_t half_at, most_at;
	bool has_after;           /* the start of the incident is known */
	int64_t half_ms, most_ms; /* after it */
	struct str source;        /* of the last row */
	/* by time, from 0 at the start of the incident; none: nothing lost */
	struct object_point *points;
	size_t n_points;
};

/* Services of one kind that a substitute page stood in for. */
struct substitute_figures {
	struct str kind;
	int64_t services, customers;
	int64_t from_at, to_at; /* first and last of any of them */
	int64_t longest_ms, median_ms;
};

struct recovery_figures {
	struct copy_figures *copies; /* unknown and longest window first */
	size_t n_copies;
	struct customer_loss *customers; /* in the same order */
	size_t n_customers;
	/* of customers all of whose windows are known */
	int64_t known_customers, lost_customers;
	int64_t longest_ms, median_ms;

	struct object_figures *objects; /* by kind */
	size_t n_objects;
	int64_t last_at; /* of any row; NO_INSTANT: none */

	struct substitute_figures *substitutes; /* by kind */
	size_t n_substitutes;
	int64_t substitute_services;
	/* share of them that had the page, from each instant on */
	struct object_point *substitute_points;
	size_t n_substitute_points;
};

/* Wants the services and the instants of `f`; lives in `keep`. */
void recovery_figures(const struct dossier *dossier,
    const struct incident_figures *f, struct arena *keep,
    struct recovery_figures *ret_figures);

#endif
