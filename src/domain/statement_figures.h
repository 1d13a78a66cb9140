/*
 * statement_figures.h -- sums over settlements: what one customer's statement
 * and the ledger add up. Money of different currencies is never added.
 */
#ifndef DOMAIN_STATEMENT_FIGURES_H
#define DOMAIN_STATEMENT_FIGURES_H

#include "domain/combine.h"
#include "domain/dossier.h"

/* One settlement with the figures that follow from it. */
struct statement_line {
	const struct ledger_row *row;
	bool has_allowance;   /* a target is promised */
	int64_t allowance_ms; /* downtime the target leaves; rounded down */
	int64_t over_ms;      /* downtime beyond it, 0 when within */
	bool touched;         /* anything but up: worth a page of its own */
	/*
	 * What the line brings to the total: its credit, or its share where the
	 * contract settles services together. Sums of these are the totals.
	 */
	int64_t granted_minor;
	bool combined; /* by the terms for services together */
	/* sums over the settlement's outage lines */
	int64_t raw_ms, clock_ms, short_ms, outside_ms, off_hours_ms;
	int64_t excluded_ms, overlap_ms, counted_ms;
};

/* How many settlements stand behind a total. */
struct total_count {
	int64_t settlements, with_credit;
};

/* Services that a contract settles together: other than by adding them up. */
struct statement_combined {
	const struct ledger_row *example; /* one of the services */
	size_t services;
	struct combined result;
};

struct statement_figures {
	struct statement_line *lines; /* in the order of the ledger */
	size_t n_lines;
	struct money *totals; /* credit by currency, in order of appearance */
	struct total_count *counts; /* of each total */
	size_t n_totals;
	struct statement_combined *combined;
	size_t n_combined;
	const struct statement_line
	    *largest; /* credit; ties: downtime. NULL: none */
	bool any_credit, any_extension, any_touched;
};

/*
 * The settlements of one customer in one period; `customer` NULL: of all, and
 * `period` empty: of all. Lives in `keep`.
 */
void statement_figures(const struct dossier *dossier,
    const struct customer *customer, struct str period, struct arena *keep,
    struct statement_figures *ret_figures);

/* The same for one settlement. */
struct statement_line statement_line_of(const struct ledger_row *row);

/*
 * The downtime up to which row `i` of a table of availabilities is reached:
 * what its lower end leaves of the denominator. False where the row has no
 * lower end.
 */
bool tier_reach(const struct settlement *s, size_t i, int64_t *ret_ms);

/* Add `m` to the total of its currency; what does not fit stays at the top. */
void money_tally(
    struct arena *keep, struct money **totals, size_t *n, struct money m);

/*
 * A row of a table of availabilities in whole millionths, for comparing by
 * cross-multiplication: it applies when
 *     low * den + low_open <= up * 1000000 < high * den + high_in
 * for a denominator `den` and its up time `up` in whole units. A missing end is
 * -1 or above a million. False when the ends or the percentage are finer than
 * that.
 */
struct tier_ppm {
	int64_t low, low_open, high, high_in, percent;
};

bool tier_in_ppm(const struct tier_row *row, struct tier_ppm *ret_ppm);

/* The table that a rule asks first, or NULL; its rows are the settlement's. */
const struct credit_tiers *credit_table(const struct credit_rule *rule);

/* Denominator less downtime; false where these are no whole milliseconds. */
bool settlement_up(const struct settlement *s, int64_t *ret_ms);

/* What a spreadsheet needs beside the table. */
struct plain_credit {
	int64_t percent_ppm; /* of the base, in millionths */
	bool has_cap;
	struct ratio cap_minor; /* not rounded: half a cent may be left */
};

/*
 * True when a spreadsheet can redo the settlement from its table alone: the
 * percentage follows from the availability by the rows of the table, and the
 * credit is that percentage of the base, at most the cap, rounded once. False
 * for every other rule; then the figures stand as values.
 */
bool settlement_is_plain(const struct settlement *s, const struct terms *t,
    struct plain_credit *ret_plain);

#endif
