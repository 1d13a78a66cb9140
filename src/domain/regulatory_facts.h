/*
 * regulatory_facts.h -- what the regulatory sheet may be told, by name: facts
 * of an incident (regulatory.csv), of the house (case.yaml `regulation:`), and
 * the steps of the reporting regimes (submissions.csv).
 *
 * Nothing has a default. What a house is, the house says; nothing here infers
 * it.
 */
#ifndef DOMAIN_REGULATORY_FACTS_H
#define DOMAIN_REGULATORY_FACTS_H

#include "domain/facts.h"

enum regulatory_type {
	REGULATORY_INSTANT,
	REGULATORY_YESNO,
	REGULATORY_COUNT,
	REGULATORY_EUROS, /* cents */
	REGULATORY_SHARE, /* of 1 */
	REGULATORY_MINUTES
};

/* In the order of regulatory_kinds[]. */
enum regulatory_id {
	REG_AWARE_AT,
	REG_DORA_AWARE_AT,
	REG_GDPR_AWARE_AT,
	REG_CLASSIFIED_AT,
	REG_HANDLED_AT,
	REG_CREDITS,
	REG_OTHER_LOSS,
	REG_TRADE_SECRETS,
	REG_DEATH,
	REG_HEALTH_DAMAGE,
	REG_MALICIOUS_ACCESS,
	REG_UNAVAILABLE_MINUTES,
	REG_LIMITED_MINUTES,
	REG_RESPONSE_OVER_10S_MINUTES,
	REG_EU_USERS_AFFECTED,
	REG_DATA_COMPROMISED,
	REG_DATA_MALICIOUS,
	REG_DATA_USERS_AFFECTED,
	REG_MISCONFIGURATION,
	REG_DOMAINS_AFFECTED,
	REG_PHYSICAL_ACCESS,
	REG_CRITICAL_SERVICES,
	REG_CRITICAL_FUNCTION,
	REG_CLIENTS_AFFECTED,
	REG_CLIENTS_ALL,
	REG_RELEVANT_CLIENTS,
	REG_COUNTERPARTS_SHARE,
	REG_TRANSACTIONS_SHARE,
	REG_TRANSACTIONS_VALUE_SHARE,
	REG_REPUTATION,
	REG_DOWNTIME_MINUTES,
	REG_DURATION_MINUTES,
	REG_MEMBER_STATES,
	REG_DATA_LOSSES,
	REG_DORA_LOSS,
	REG_PERSONAL_DATA,
	REG_PERSONAL_DATA_RISK,
	REG_FACTS
};

struct regulatory_kind {
	const char *name;
	enum regulatory_type type;
};

extern const struct regulatory_kind regulatory_kinds[REG_FACTS];

/* The kind of this name; -1: none. */
int regulatory_kind_named(struct str name);
/* The name that comes nearest, or NULL: "did you mean". */
const char *regulatory_kind_nearest(struct str name);

/* ---- the house (case.yaml) ---------------------------------------------- */

enum regulatory_role {
	ROLE_CLOUD,
	ROLE_DATA_CENTRE,
	ROLE_CDN,
	ROLE_DNS,
	ROLE_TLD,
	ROLE_MANAGED_SERVICE,
	REGULATORY_ROLES
};
/* As case.yaml writes them; ended by NULL. */
extern const char *const regulatory_role_names[REGULATORY_ROLES + 1];

/* case.yaml `regulation:`. Counts -1 where nobody said. */
struct regulation_settings {
	struct origin from;
	bool role[REGULATORY_ROLES];
	/* kinds of services.csv that a role means; none: all of them */
	const struct str *kind[REGULATORY_ROLES];
	size_t n_kinds[REGULATORY_ROLES];
	int64_t turnover;           /* EUR cents, of the last financial year */
	int64_t eu_users;           /* users of the service in the Union */
	int64_t domains;            /* domain names under management */
	bool controller, processor; /* of personal data */
};

/* ---- steps of reporting ------------------------------------------------- */

enum regulatory_regime { REGIME_NIS2, REGIME_DORA, REGIME_GDPR };
extern const char *const regulatory_regime_names[]; /* ended by NULL */

enum regulatory_step {
	STEP_EARLY_WARNING,
	STEP_NOTIFICATION,
	STEP_INTERMEDIATE,
	STEP_PROGRESS,
	STEP_FINAL,
	STEP_INITIAL,
	STEP_CONTROLLER /* a processor tells the controller */
};
extern const char *const regulatory_step_names[]; /* ended by NULL */

/* Does the regime know the step? */
bool regulatory_step_of(int regime, int step);

#endif
