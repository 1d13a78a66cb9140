/*
 * settle.h -- one service in one period: facts and terms in, settlement out.
 *
 * The order of steps is fixed (see the comment in settle.c) and each leaves a
 * step in the trace. No floating point: availability is a fraction of integers,
 * money is rounded once, by the mode the contract names.
 */
#ifndef DOMAIN_SETTLE_H
#define DOMAIN_SETTLE_H

#include "base/diag.h"
#include "base/zone.h"
#include "domain/facts.h"
#include "domain/terms.h"
#include "domain/trace.h"

/* Requests of one interval, for contracts that count errors instead of time. */
struct interval_count {
	int64_t at;
	int64_t requests, errors;
};

/* A named amount a cap or base may refer to, in minor units. */
struct named_amount {
	struct str name;
	struct ratio minor;
};

/* How much of an exclusion's allowance a period used up. */
struct used_allowance {
	struct str kind;
	int64_t ms;
};

/*
 * What earlier periods left behind, oldest first. A row without a period name
 * is about an earlier part of this period: money and allowances only.
 */
struct history_row {
	struct str period;
	bool has_availability, has_minutes;
	struct ratio availability; /* share of 1 */
	struct ratio minutes;      /* of downtime */
	bool has_credit;
	struct ratio credit_minor;
	const struct used_allowance *used;
	size_t n_used;
};

struct claim_fact {
	int64_t made_at, anchor_at; /* NO_INSTANT: none */
	bool has_ticket; /* for outages without a ticket of their own */
	int64_t ticket_at;
};

/*
 * One of several resources whose minutes are added up (terms: pool). Its
 * outages are those whose subject is its id or its group, or, where members
 * have groups, empty.
 */
struct settle_member {
	struct str id;
	int64_t in_from, in_to; /* NO_INSTANT: open */
	/*
	 * What of several resources is named together, a service: a record
	 * or window of that name concerns each of them. Empty: nothing.
	 */
	struct str group;
};

/* Everything the engine may look at. Arrays are in any order. */
struct settle_input {
	const struct terms *terms;
	const struct zone *zone; /* of the contract */
	struct span period;      /* bounds already cut in the zone */
	struct str period_name;  /* "2026-03" */
	struct str service;      /* id, for messages */
	int64_t in_from, in_to;  /* life of the service, NO_INSTANT: open */
	struct ratio base_minor; /* what percentages apply to */
	bool has_hourly;
	struct ratio hourly_minor;
	struct currency currency;
	const struct outage *outages; /* down, degraded, no data, substitute */
	size_t n_outages;
	const struct window *windows;
	size_t n_windows;
	const struct interval_count *intervals;
	size_t n_intervals;
	int64_t requests_total, requests_failed;
	const struct named_amount *named;
	size_t n_named;
	const struct history_row *history;
	size_t n_history;
	struct claim_fact claim;
	int64_t now_at;          /* the run's as_of */
	int64_t min_recovery_ms; /* second clock, where the terms say nothing */
	const struct settle_member *members; /* only for pooled minutes */
	size_t n_members;
};

/* One outage and what became of it; their sums are the steps of the trace. */
struct outage_line {
	const struct outage *outage; /* borrowed from the input */
	int64_t raw_ms;              /* as reported, before any cut */
	int64_t inside_ms;           /* of it inside period and life */
	int64_t excluded_ms;
	int64_t overlap_ms; /* already counted by an earlier line */
	int64_t short_ms;   /* below the minimum duration */
	int64_t counted_ms; /* before rounding and weights */
	/*
	 * With these the line closes: raw = clock + short + outside +
	 * off_hours + excluded + overlap + counted, in the order of the steps.
	 */
	int64_t clock_ms;     /* before the contract's clock, and waits */
	int64_t outside_ms;   /* outside period and life */
	int64_t off_hours_ms; /* outside service hours */
	struct str reason;    /* kind of exclusion, empty if none */
	struct str clause;
	bool before, after; /* continues from / into the neighbouring period */
	/* who approved the window that took it out; of the facts, never copied
	 */
	struct str approved_by;
};

/* So many who approved are named; more would drown the reader. */
#define EXCLUDED_APPROVERS 4

/* Excluded time by reason. */
struct excluded_line {
	struct str kind, clause;
	int64_t down_ms;           /* downtime taken out */
	int64_t window_ms;         /* all announced time of accepted windows */
	int64_t accepted, refused; /* windows */
	int64_t used_ms;           /* accepted, as allowances count it */
	struct str refused_why; /* of the first refusal: "notice", "length" */
	/* who approved what was accepted, in order of time; of the facts */
	struct str approved_by[EXCLUDED_APPROVERS];
	size_t n_approved_by;
	bool more_approved; /* by others, too */
};

/* A row of the contract's table, as reports draw it. */
struct tier_line {
	struct str printed; /* the contract's words, or made from the bounds */
	bool has_low, has_high, low_in, high_in;
	struct ratio low, high; /* in the unit of the table */
	struct ratio percent;   /* value when it is a percentage */
	bool is_percent;
	struct str value; /* "10 %", "3 d", "49.00": for other kinds */
};

/* The exact state of the service in every millisecond; sums to the period. */
struct state_totals {
	int64_t period_ms;
	int64_t up_ms, degraded_ms, down_counted_ms, down_excluded_ms;
	int64_t no_data_ms, off_hours_ms;
	/* the part of down_excluded that no exclusion took: before the clock,
	 * too short, only one of several feeds */
	int64_t down_ignored_ms;
};

struct settlement {
	struct str service, period_name, contract, terms_name;
	int64_t part; /* of a period that is settled in parts, from 1; else 0 */
	struct span period;
	struct currency currency;

	struct state_totals states; /* before any rounding of time */
	int64_t downtime_ms;        /* D, after rounding and weights */
	struct ratio downtime; /* D exactly, in ms: weights make fractions */
	int64_t recovery_ms; /* second clock: brief recoveries count as down */
	int64_t min_recovery_ms; /* what "brief" means there */
	int64_t excluded_ms;     /* E: downtime taken out */
	int64_t denominator_ms;  /* T - X */
	/*
	 * Contract, share of 1, before tier rounding. A mean over intervals
	 * may have terms of thousands of digits; then this is a neighbour that
	 * decides every bound of the terms, and every rounding to places that
	 * are shown, exactly as the true one does (base/big.h).
	 */
	struct ratio availability;
	/* the true one, reduced: "464/465"; empty in a remembered settlement */
	struct str availability_text;
	struct ratio availability_low; /* if no-data time were down */
	struct ratio experienced;      /* exclusions count as down */
	bool undecided; /* no data leaves the tier open; credit is for the high
			   end */

	struct spans down, degraded, no_data, excluded, substitute;
	/* announced time that the contract accepts, for every resource */
	struct spans windows;
	struct outage_line *lines;
	size_t n_lines;
	struct excluded_line *exclusions;
	size_t n_exclusions;

	bool has_target;
	struct ratio target; /* share of 1 */
	struct tier_line *tiers;
	size_t n_tiers;
	int tier_hit;   /* -1: none */
	bool tier_hole; /* availability is in no row of the table */

	struct ratio base_minor;
	struct ratio percent;     /* credit as percent of the base, exact */
	struct ratio exact_minor; /* before rounding */
	/* what it may be at least and at most; the same but for a price that
	 * follows an availability of too many digits */
	struct ratio least_minor, most_minor;
	int64_t credit_minor;
	bool capped, dropped;  /* a cap bit; below the minimum */
	bool raised, deferred; /* to the minimum; until it is reached */
	enum rounding money_round;
	bool has_extension;
	struct ratio extension; /* days or months when the remedy is time */
	struct str extension_unit;
	bool has_claim_deadline;
	int64_t claim_deadline_at;
	bool has_claim_in_time, claim_in_time;
	bool breached;       /* availability is below the target */
	bool automatic;      /* no claim is needed */
	const char **rights; /* termination rights that arose: keys */
	size_t n_rights;

	struct trace trace;
	struct str *warnings;
	size_t n_warnings;
};

/*
 * Settle one service. Returns 0, or -1 when the terms cannot be applied to
 * these facts (complaints in `d`, for example concurrent outages of different
 * weight). The result borrows from the input and from `keep`.
 */
MUST int settle_service(const struct settle_input *in, struct arena *keep,
    struct settlement *ret_settlement, struct diags *d);

#endif
