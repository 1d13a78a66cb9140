/*
 * wanted.h -- the settlements somebody asks for: CUSTOMER [SERVICE] [PERIOD].
 */
#ifndef CLI_WANTED_H
#define CLI_WANTED_H

#include "domain/dossier.h"

/* Empty: all of them. */
struct wanted {
	struct str customer, service, period;
};

bool wanted_fits(const struct wanted *w, const struct ledger_row *row);

/* "2024-04" is a period, everything else a name. */
bool wanted_is_period(struct str word);

/* Nothing fits: says at which word it went wrong; returns EXIT_TYPED. */
int wanted_nothing(
    const struct wanted *w, const struct dossier *d, const char *command);

#endif
