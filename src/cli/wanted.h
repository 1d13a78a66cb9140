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

/*
 * Read CUSTOMER [SERVICE] [PERIOD], what stands behind the folder; the first is
 * a customer whatever it looks like where there must be one. -1, or an exit
 * code after a complaint.
 */
int wanted_read(struct wanted *w, bool customer, int argc, char **argv);

/* Nothing fits: says at which word it went wrong; returns EXIT_TYPED. */
int wanted_nothing(
    const struct wanted *w, const struct dossier *d, const char *command);

#endif
