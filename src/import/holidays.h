/*
 * holidays.h -- `holidays:` of case.yaml: a list of dates, for every site.
 */
#ifndef IMPORT_HOLIDAYS_H
#define IMPORT_HOLIDAYS_H

#include "base/diag.h"
#include "domain/dossier.h"

struct node;

/* Into s->holidays, which live in `keep`; complaints go to `d`. */
void holidays_of_case(const struct node *list, struct arena *keep,
    struct settings *s, struct diags *d);

#endif
