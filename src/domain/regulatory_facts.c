#include "domain/regulatory_facts.h"

#define COUNT(v) (sizeof(v) / sizeof *(v))

const struct regulatory_kind regulatory_kinds[REG_FACTS] = {
	[REG_AWARE_AT] = { "aware_at", REGULATORY_INSTANT },
	[REG_DORA_AWARE_AT] = { "dora_aware_at", REGULATORY_INSTANT },
	[REG_GDPR_AWARE_AT] = { "gdpr_aware_at", REGULATORY_INSTANT },
	[REG_CLASSIFIED_AT] = { "classified_at", REGULATORY_INSTANT },
	[REG_HANDLED_AT] = { "handled_at", REGULATORY_INSTANT },
	[REG_CREDITS] = { "credits", REGULATORY_EUROS },
	[REG_OTHER_LOSS] = { "other_loss", REGULATORY_EUROS },
	[REG_TRADE_SECRETS] = { "trade_secrets", REGULATORY_YESNO },
	[REG_DEATH] = { "death", REGULATORY_YESNO },
	[REG_HEALTH_DAMAGE] = { "health_damage", REGULATORY_YESNO },
	[REG_MALICIOUS_ACCESS] = { "malicious_access", REGULATORY_YESNO },
	[REG_UNAVAILABLE_MINUTES] = { "unavailable_minutes",
	    REGULATORY_MINUTES },
	[REG_LIMITED_MINUTES] = { "limited_minutes", REGULATORY_MINUTES },
	[REG_RESPONSE_OVER_10S_MINUTES] = { "response_over_10s_minutes",
	    REGULATORY_MINUTES },
	[REG_EU_USERS_AFFECTED] = { "eu_users_affected", REGULATORY_COUNT },
	[REG_DATA_COMPROMISED] = { "data_compromised", REGULATORY_YESNO },
	[REG_DATA_MALICIOUS] = { "data_malicious", REGULATORY_YESNO },
	[REG_DATA_USERS_AFFECTED] = { "data_users_affected", REGULATORY_COUNT },
	[REG_MISCONFIGURATION] = { "misconfiguration", REGULATORY_YESNO },
	[REG_DOMAINS_AFFECTED] = { "domains_affected", REGULATORY_COUNT },
	[REG_PHYSICAL_ACCESS] = { "physical_access", REGULATORY_YESNO },
	[REG_CRITICAL_SERVICES] = { "critical_services", REGULATORY_YESNO },
	[REG_CRITICAL_FUNCTION] = { "critical_function", REGULATORY_YESNO },
	[REG_CLIENTS_AFFECTED] = { "clients_affected", REGULATORY_COUNT },
	[REG_CLIENTS_ALL] = { "clients_all", REGULATORY_COUNT },
	[REG_RELEVANT_CLIENTS] = { "relevant_clients", REGULATORY_YESNO },
	[REG_COUNTERPARTS_SHARE] = { "counterparts_share", REGULATORY_SHARE },
	[REG_TRANSACTIONS_SHARE] = { "transactions_share", REGULATORY_SHARE },
	[REG_TRANSACTIONS_VALUE_SHARE] = { "transactions_value_share",
	    REGULATORY_SHARE },
	[REG_REPUTATION] = { "reputation", REGULATORY_YESNO },
	[REG_DOWNTIME_MINUTES] = { "downtime_minutes", REGULATORY_MINUTES },
	[REG_DURATION_MINUTES] = { "duration_minutes", REGULATORY_MINUTES },
	[REG_MEMBER_STATES] = { "member_states", REGULATORY_COUNT },
	[REG_DATA_LOSSES] = { "data_losses", REGULATORY_YESNO },
	[REG_DORA_LOSS] = { "dora_loss", REGULATORY_EUROS },
	[REG_PERSONAL_DATA] = { "personal_data", REGULATORY_YESNO },
	[REG_PERSONAL_DATA_RISK] = { "personal_data_risk", REGULATORY_YESNO },
};

const char *const regulatory_role_names[REGULATORY_ROLES + 1] = { "cloud",
	"data_centre", "cdn", "dns", "tld", "managed_service", NULL };

const char *const regulatory_regime_names[] = { "nis2", "dora", "gdpr", NULL };

const char *const regulatory_step_names[] = { "early_warning", "notification",
	"intermediate", "progress", "final", "initial", "controller", NULL };

int
regulatory_kind_named(struct str name)
{
	for (int i = 0; i < REG_FACTS; i++)
		if (str_is(name, regulatory_kinds[i].name))
			return i;
	return -1;
}

const char *
regulatory_kind_nearest(struct str name)
{
	size_t best = name.n / 3;
	const char *near = NULL;

	for (int i = 0; i < REG_FACTS; i++) {
		size_t far =
		    str_distance(name, str_of(regulatory_kinds[i].name));

		if (far <= best && (near == NULL || far < best)) {
			best = far;
			near = regulatory_kinds[i].name;
		}
	}
	return near;
}

bool
regulatory_step_of(int regime, int step)
{
	static const struct {
		int regime, step;
	} known[] = {
		{ REGIME_NIS2, STEP_EARLY_WARNING },
		{ REGIME_NIS2, STEP_NOTIFICATION },
		{ REGIME_NIS2, STEP_INTERMEDIATE },
		{ REGIME_NIS2, STEP_PROGRESS },
		{ REGIME_NIS2, STEP_FINAL },
		{ REGIME_DORA, STEP_INITIAL },
		{ REGIME_DORA, STEP_INTERMEDIATE },
		{ REGIME_DORA, STEP_FINAL },
		{ REGIME_GDPR, STEP_NOTIFICATION },
		{ REGIME_GDPR, STEP_CONTROLLER },
	};

	for (size_t i = 0; i < COUNT(known); i++)
		if (known[i].regime == regime && known[i].step == step)
			return true;
	return false;
}
