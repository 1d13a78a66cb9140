/*
 * case_plans.h -- services that changed: several rows of services.csv, one
 * service.
 */
#ifndef FLOW_CASE_PLANS_H
#define FLOW_CASE_PLANS_H

#include "domain/dossier.h"

/*
 * Put rows of one id together: dossier->services has one for each id, the last
 * row with the life of all; the rows of services with more than one go to
 * dossier->plans, by id and time.
 */
void case_plans(struct dossier *dossier);

#endif
