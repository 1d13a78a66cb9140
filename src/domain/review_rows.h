/*
 * review_rows.h -- a quarter as rows that add up: what a reader's own pivot
 * works on.
 *
 * One row of an outage is what became of one record at one service in one
 * period, so that every measure can be added: no second is in two rows. Time
 * that is impaired or without data has rows of its own, one for each span.
 */
#ifndef DOMAIN_REVIEW_ROWS_H
#define DOMAIN_REVIEW_ROWS_H

#include "domain/statement_figures.h"

struct review_outage_row {
	const struct ledger_row *row;
	const struct outage_line *line;  /* NULL: a span of another state */
	const struct incident *incident; /* NULL: none */
	struct str cause_group;          /* cause up to a separator */
	enum condition state;
	struct span span;   /* of the record, inside the period */
	int64_t seconds_ms; /* its length */
	int64_t counted_ms, excluded_ms, degraded_ms, no_data_ms;
	int64_t customers, customer_ms; /* counted, where any is */
	struct str month;               /* of the start */
	int iso_week, weekday, hour;    /* local; Monday is 1 */
	int32_t offset_min;             /* local less UTC */
};

/* Credits of one month in one currency. */
struct review_month {
	struct str month;
	struct currency currency;
	int64_t settlements, with_credit;
	int64_t fee, credit; /* minor units; granted */
};

struct review_rows {
	struct str quarter;
	struct span span;               /* local, of the case's zone */
	struct statement_line *settled; /* in the order of the ledger */
	size_t n_settled;
	struct review_outage_row *outages;
	size_t n_outages;
	struct review_month *months; /* by month, currency */
	size_t n_months;
	int64_t counted_ms, excluded_ms; /* of all outages */
	int64_t messages;                /* said in the quarter */
	int64_t traffic;                 /* rows of sites and hours */
};

/* Part of a cause before '/', ':' or '.': "network/dns" is "network". */
struct str cause_group(struct str cause);

/* How many rows of traffic that is, without making any; 0 for a wrong name. */
int64_t review_traffic_rows(const struct dossier *d, struct str name);

/* True when an hour of traffic belongs to the quarter. */
bool review_has_hour(const struct review_rows *rows, int64_t at);

/*
 * The rows of the quarter `name` ("2024-Q1"); false when that is no quarter's
 * name. Lives in `keep` and borrows from the dossier.
 */
MUST bool review_rows(const struct dossier *d, struct str name,
    struct arena *keep, struct review_rows *ret_rows);

#endif
