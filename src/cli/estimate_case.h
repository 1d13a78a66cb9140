/*
 * estimate_case.h -- the lost traffic of a case, computed again.
 */
#ifndef CLI_ESTIMATE_CASE_H
#define CLI_ESTIMATE_CASE_H

#include "base/str.h"

/*
 * Every estimate of the settled case in `dir`, or those of one site or one
 * incident, from its facts; and whether they are what `settle` kept. Returns an
 * exit code.
 */
int estimate_case(char *dir, struct str site, struct str incident);

#endif
