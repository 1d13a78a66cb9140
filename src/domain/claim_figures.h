/*
 * claim_figures.h -- what a site owner claims from the provider, by head:
 *
 *   A  the contract's credit, as settled;
 *   B  the price reduction pro rata: base fee x time down / service time of the
 *      period, rounded once for each service and period by the mode of the
 *      contract, less A of the same service and period (never below zero), so
 *      that no minute is claimed twice;
 *   C  damages: visits lost x orders per visit x value of an order x margin,
 *      rounded once, halves up. The loss is taken in whole visits: the central
 *      value rounded to the nearest, the lower end of its 80 % interval down;
 *   D  costs with receipts, and calls beyond a usual week (whole calls, rounded
 *      down) at what the claimant says that one costs.
 *
 * What the provider has already credited or paid for these settlements is taken
 * off the sum, never more than its cautious reading.
 *
 * A case has one letter: about the customer and the incident that `claim:`
 * names, or the only ones; without any incident, about all its periods. All
 * amounts are of one currency, the one that `claim:` names or else that of the
 * first service down; services in others are counted and left to a letter of
 * their own.
 */
#ifndef DOMAIN_CLAIM_FIGURES_H
#define DOMAIN_CLAIM_FIGURES_H

#include "domain/claim_settings.h"
#include "domain/incident_figures.h"

/* One interruption of one service; before + after make its length. */
struct claim_interval {
	const struct ledger_row *row;
	struct span span;
	int64_t before_ms, after_ms; /* the first notice to the provider */
};

/* Heads A and B of one service in one period. */
struct claim_price {
	const struct ledger_row *row;
	int64_t down_ms, time_ms;
	struct ratio base_minor;
	int64_t gross_minor, credit_minor, offset_minor, net_minor;
};

/* Why there is no head C; in the order in which things are asked for. */
enum damages_lack {
	DAMAGES_COMPLETE,
	DAMAGES_NO_ESTIMATE,
	DAMAGES_NO_CONVERSION,
	DAMAGES_NO_MARGIN
};

struct claim_damages {
	enum damages_lack lack;
	struct lost_whole lost;
	struct ratio conversion; /* orders per visit */
	int64_t orders, visits;  /* it is made from; visits 0: it was stated */
	int64_t value_minor;     /* of an order */
	struct ratio margin;
	int64_t central_minor, low_minor;
};

struct claim_calls {
	struct ratio extra; /* calls beyond the usual, exact */
	int64_t whole;      /* of them, never negative */
	int64_t days;       /* that have a usual day to compare with */
	int64_t each_minor, minor;
	bool priced;
};

struct claim_figures {
	const struct customer *customer;
	const struct incident *incident; /* NULL: all periods of the case */
	struct currency currency;
	const struct ledger_row **rows;
	size_t n_rows, n_other_currency;

	struct claim_interval *intervals; /* by start */
	size_t n_intervals;
	struct span span; /* from the first one to the last one's end */
	int64_t down_ms, before_ms, after_ms, longest_ms;

	struct claim_price *prices; /* one for each row */
	int64_t gross_minor, offset_minor;
	bool combined; /* the contract's credit is not the sum of the rows' */

	struct claim_damages damages;
	int64_t *costs_minor; /* of settings.claim->costs, in their order */
	int64_t receipts_minor;
	struct claim_calls calls;

	int64_t credit_minor, price_minor, costs_total_minor; /* A, B, D */
	bool with_price, with_damages; /* B and C have a basis */
	bool with_costs;               /* a cost of D was stated */
	int64_t paid_minor;            /* taken off the sum of the heads */
	int64_t paid_at;               /* the last payment */
	int64_t total_minor, fallback_minor;

	bool has_claim_by; /* the contract's time for claiming */
	int64_t claim_by_at;
	int64_t claimed_at; /* the first time, or NO_INSTANT */
	/* of the probe: every boundary is uncertain by +-, and what is
	 * shorter may be missed; 0: nobody said */
	int64_t boundary_ms, missed_ms;
};

/* Whether heads B and C have a basis to be claimed on. */
struct claim_bases {
	bool price, damages;
};

/*
 * What the letter is about. False when the case has no claim, or knows no such
 * customer.
 */
bool claim_about(const struct dossier *dossier,
    const struct customer **ret_customer, const struct incident **ret_incident);

/* The case as if there were only this customer. Lives in `keep`. */
void claim_dossier(const struct dossier *dossier,
    const struct customer *customer, struct arena *keep,
    struct dossier *ret_dossier);

/*
 * `own` is that dossier, `incident` its figures (NULL where the letter is about
 * none). False when an amount does not fit.
 */
MUST bool claim_figures(const struct dossier *own,
    const struct incident_figures *incident, const struct customer *customer,
    struct claim_bases bases, struct arena *keep,
    struct claim_figures *ret_figures);

/* Heads C and D; used by claim_figures(). */
MUST bool claim_damages(const struct dossier *own,
    const struct incident_figures *incident, struct claim_figures *f);
MUST bool claim_costs(const struct dossier *own,
    const struct incident_figures *incident, struct arena *keep,
    struct claim_figures *f);

#endif
