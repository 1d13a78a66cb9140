/*
 * accept.h -- which of the outages found in the traffic count.
 */
#ifndef DOMAIN_ACCEPT_H
#define DOMAIN_ACCEPT_H

#include "domain/dossier.h"

/* Set outage.accepted from the settings; of several of one id all. */
void accept_apply(struct dossier *dossier);

/* The acceptance of an outage, or NULL. */
const struct acceptance *accept_find(
    const struct settings *settings, struct str id);

/* "p = 3.1e-33" at the end of a proposal's note; empty where there is none. */
struct str accept_chance(struct str note);

/* Proposals that nobody accepted: kept, shown, and without any effect. */
size_t accept_waiting(const struct dossier *dossier);

#endif
