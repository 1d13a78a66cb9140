/*
 * reconcile.h -- the provider's word against the customer's observation.
 *
 * One service in one period. The provider's side are its own records, the
 * customer's side the customer's records and probes; what a site's traffic
 * says is a third voice that is quoted and never counted. Each side is taken
 * as it stands, before any clause: at any instant it says down, no data, slow
 * (degraded, or a substitute page), or nothing, which is up. Where a side's
 * own records overlap, the earlier of these words holds.
 *
 * A difference is a longest span in which exactly one side says down and one
 * class holds. Its class, the first line that fits ("the other" is the side
 * that does not say down; "inside" looks at one time without a change):
 *
 *   class           the other side, inside the difference
 *   provider gap    is the provider and has no data
 *   customer gap    is the customer and has no data
 *   zone shift      a shift of the clock is probable, and undoing it makes the
 *                   sides agree on at least half of the outage in question
 *   excluded        accepted windows, and downtime the contract took out
 *   slow            says slow
 *   flash           says down before and after, and in between up for less
 *                   than the minimum recovery
 *   earlier end     said down until here, or until the piece before
 *   later start     says down from here on, or after the piece that follows
 *   not recorded    knows nothing of the whole outage
 *
 * So a gap that is as long as a recovery must be is an earlier end. What lies
 * just outside the period is looked at too: an outage that the other side ended
 * at its last instant has an earlier end.
 */
#ifndef DOMAIN_RECONCILE_H
#define DOMAIN_RECONCILE_H

#include "domain/timeline.h"

enum side { SIDE_PROVIDER, SIDE_CUSTOMER };

enum difference_class {
	DIFFERENCE_PROVIDER_GAP,
	DIFFERENCE_CUSTOMER_GAP,
	DIFFERENCE_ZONE_SHIFT,
	DIFFERENCE_EXCLUDED,
	DIFFERENCE_SLOW,
	DIFFERENCE_FLASH,
	DIFFERENCE_EARLIER_END,
	DIFFERENCE_LATER_START,
	DIFFERENCE_NOT_RECORDED,
	DIFFERENCE_CLASSES
};

/* "provider_gap", "slow", ...: as phrases and JSON name them. */
extern const char *const difference_words[DIFFERENCE_CLASSES];

struct difference {
	struct span span;
	enum side down; /* who says down */
	enum difference_class class;
	/* its record; the later one where it has two */
	const struct outage *says;
	/* what the other side has instead, or next to it; NULL: nothing */
	const struct outage *against;
	int64_t traffic_ms; /* of it the traffic says down, too */
};

struct class_total {
	int64_t n, ms;
};

/* Whose instants a suspected shift concerns. */
enum shift_part {
	SHIFT_ALL,
	SHIFT_BEFORE, /* those before a clock change */
	SHIFT_AFTER   /* those from a clock change on */
};

/*
 * Probable when moving the customer's record by +-30, 60 or 120 minutes, whole
 * or on one side of a clock change, raises the agreement by more than 20
 * points. The best one; between equals the whole record before a part of it,
 * and 60 minutes before 30 before 120. It does not tell whose clock is wrong.
 */
struct zone_shift {
	bool probable;
	int64_t ms; /* to add to the customer's instants */
	enum shift_part part;
	int64_t change_at;      /* the clock change, for the two parts */
	struct ratio agreement; /* after it */
};

struct reconciliation {
	struct span period; /* cut to the life of the service */
	/*
	 * These add up to the period exactly. The no-data total is all time in
	 * which one side at least has none; what the other says then is a
	 * difference of class gap and in no other total.
	 */
	int64_t period_ms;
	int64_t both_ms, only_ms[2]; /* by side */
	int64_t neither_ms, no_data_ms;
	int64_t side_no_data_ms[2];
	/* both / (both + only one): no number where nobody says down */
	struct ratio agreement;
	struct zone_shift shift;

	struct difference *differences; /* by time */
	size_t n_differences;
	/* by side that says down; all but the gaps add up to only_ms */
	struct class_total classes[2][DIFFERENCE_CLASSES];

	/* inside the period, by side; clean */
	struct spans down[2], no_data[2], slow[2], only[2];
	int64_t down_ms[2];
	int64_t traffic_ms; /* the third voice: down */
};

struct reconcile_input {
	const struct timeline *timeline;
	const struct service *service;
	struct span period;
	struct spans accepted; /* taken out by the contract; clean */
	int64_t min_recovery_ms;
	const struct zone *zone; /* whose clock changes are tried */
};

/* The result lives in `keep` and borrows notes and names from the dossier. */
void reconcile(const struct reconcile_input *in, struct arena *keep,
    struct reconciliation *ret);

/*
 * The same for a settlement. False, and nothing done, where there are not two
 * viewpoints: the customer's side never recorded anything about the service, or
 * the provider's nothing at all; and where the service did not live in it.
 */
bool reconcile_row(const struct timeline *t, const struct ledger_row *row,
    struct arena *keep, struct reconciliation *ret);

/*
 * True when somebody should look at it: a shift is probable, or the sides agree
 * on less than 80 % of the downtime.
 */
bool reconcile_needs_eyes(const struct reconciliation *r);

/* ---- one side, for reconcile_shift.c --------------------------------------
 */

/* What a side says, also around the period; each set clean, no two overlap. */
struct testimony {
	struct timeline_outages records; /* by start */
	struct spans down, no_data, slow;
};

/* Time of the period on which both say down, and on which just one does. */
struct agreement {
	int64_t both_ms, one_ms;
};

/* A fraction of 1; no number where nobody says down. */
struct ratio agreement_share(struct agreement a);

/* An instant of the customer's record, moved. */
int64_t shift_instant(const struct zone_shift *s, int64_t at);
struct spans shift_spans(
    struct arena *keep, const struct zone_shift *s, const struct spans *set);

/* How far beyond the period testimonies must reach for that. */
#define SHIFT_MOST (120 * MS_MINUTE)

struct zone_shift find_shift(const struct testimony *provider,
    const struct testimony *customer, struct span period,
    const struct zone *zone);

#endif
