/*
 * regulatory_run.h -- what the parts of the regulatory sheet share.
 *
 * Only regulatory*.c includes it.
 */
#ifndef DOMAIN_REGULATORY_RUN_H
#define DOMAIN_REGULATORY_RUN_H

#include "domain/regulatory.h"

/* A figure known from below and above; INT64_MAX: no bound. */
struct known_range {
	int64_t low, high;
};

/* How long the services of a role were away, by the second clock. */
struct role_times {
	bool any; /* the case has services of its kinds */
	/* completely unavailable: longest stretch, until as good as before */
	struct known_range complete;
	int64_t first_clock_ms; /* longest time when nobody was served */
	struct known_range limited;
};

struct regulatory_run {
	const struct dossier *dossier;
	const struct incident_figures *incident;
	const struct regulation_settings *house; /* all unknown if not given */
	struct arena *keep;
	struct regulatory_figures *figures;
	/* the facts of this incident; NULL: not stated */
	const struct regulatory_fact *fact[REG_FACTS];
	struct role_times times[REGULATORY_ROLES];
	struct known_range loss;     /* EUR cents */
	struct known_range together; /* with earlier ones of the same cause */
	const char *loss_missing;
	struct known_range downtime, duration; /* of financial entities */
	VEC(struct regulatory_input) inputs;
};

/* regulatory_times.c */
void regulatory_times(struct regulatory_run *run);

/* The lines of the acts, each in a file of its name. */
void regulatory_nis2(struct regulatory_run *run);
void regulatory_dora(struct regulatory_run *run);
void regulatory_gdpr(struct regulatory_run *run);

/* regulatory_clocks.c */
void regulatory_clocks(struct regulatory_run *run);

#endif
