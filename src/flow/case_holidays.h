/*
 * case_holidays.h -- the days on which people come as on a Sunday: those that
 * case.yaml lists and those of holidays.csv.
 */
#ifndef FLOW_CASE_HOLIDAYS_H
#define FLOW_CASE_HOLIDAYS_H

#include "domain/dossier.h"

/* The local dates of a site, rising, each once. Live in `keep`. */
void case_holidays(const struct dossier *dossier, struct str site,
    struct arena *keep, const int64_t **ret_days, size_t *ret_n);

#endif
