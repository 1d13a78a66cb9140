/*
 * claim_settings.h -- case.yaml `claim:`: what a site owner states about a
 * claim. Nothing in it is computed, and nothing has a default: no rate, no law,
 * no deadline. What nobody said is empty, NO_INSTANT, or no number.
 */
#ifndef DOMAIN_CLAIM_SETTINGS_H
#define DOMAIN_CLAIM_SETTINGS_H

#include "domain/facts.h"

enum own_backup { BACKUP_UNSAID, BACKUP_KEPT, BACKUP_NONE };

/* A cost that the outage caused, with its receipt; major units. */
struct claim_cost {
	struct str what, receipt;
	struct ratio amount;
	int64_t day_at; /* first instant of the local day, or NO_INSTANT */
	struct origin from;
};

/* How the claimant's probe looks; times 0 where nobody said. */
struct claim_probe {
	bool given;
	struct str place, codes; /* "Milan", "5xx, no answer" */
	int64_t interval_ms, timeout_ms, resolution_ms;
	int64_t retries; /* -1: nobody said */
};

struct claim_settings {
	struct origin from;
	bool final; /* no draft any more */
	/* whose claim it is, about what; empty: the only one */
	struct str customer, incident;
	struct str currency; /* of the letter and its amounts, or empty */
	struct str profile;  /* "it", "de", ..., "none" */
	struct str delivery_method, delivery_proof, notice_kind;
	struct str subject; /* words that the provider wants to read */
	struct str channel; /* instead of the contract's */
	struct str price_basis, damages_basis; /* instead of the profile's */
	int64_t deadline_at;        /* first instant of the last local day */
	struct ratio interest_rate; /* percent a year */
	struct str interest_source;
	int64_t interest_from_at;
	int64_t first_ticket_at;
	struct str first_ticket_proof;
	enum own_backup own_backup;
	int64_t own_backup_at; /* the last one */
	const struct str *mitigation;
	size_t n_mitigation;
	/* orders per unit of traffic: as a number, or orders of a time */
	struct ratio conversion;
	struct str conversion_source;
	int64_t orders; /* -1: nobody said */
	struct span orders_span;
	struct ratio order_value, margin; /* major units; a share of 1 */
	struct str margin_by;
	int64_t margin_signed_at;
	const struct claim_cost *costs;
	size_t n_costs;
	struct ratio call_cost; /* of one extra call, major units */
	struct str call_source;
	struct str account, settlement;
	struct claim_probe probe;
};

#endif
