/*
 * statement_figures.h -- sums over settlements: what one customer's statement
 * and the ledger add up. Money of different currencies is never added.
 */
#ifndef DOMAIN_STATEMENT_FIGURES_H
#define DOMAIN_STATEMENT_FIGURES_H

#include "domain/dossier.h"

/* One settlement with the figures that follow from it. */
struct statement_line {
	const struct ledger_row *row;
	bool has_allowance;   /* a target is promised */
	int64_t allowance_ms; /* downtime the target leaves; rounded down */
	int64_t over_ms;      /* downtime beyond it, 0 when within */
	bool touched;         /* anything but up: worth a page of its own */
	/* sums over the settlement's outage lines */
	int64_t raw_ms, inside_ms, excluded_ms, overlap_ms, short_ms;
	int64_t counted_ms;
};

struct statement_figures {
	struct statement_line *lines; /* in the order of the ledger */
	size_t n_lines;
	struct money *totals; /* credit by currency, in order of appearance */
	size_t n_totals;
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

/* Add `m` to the total of its currency. */
void money_tally(
    struct arena *keep, struct money **totals, size_t *n, struct money m);

/*
 * True when a spreadsheet can redo the settlement from its table alone: the
 * percentage follows from the availability by the rows of the table, and the
 * credit is that percentage of the base, at most `*ret_cap` (minor units, -1:
 * no cap), rounded once. False for every other rule; then the figures stand as
 * values.
 */
bool settlement_is_plain(
    const struct settlement *s, const struct terms *t, int64_t *ret_cap);

#endif
