/*
 * csv.h -- the tables of a document as comma-separated values, for data that a
 * workbook cannot hold: heads and rows, nothing else.
 */
#ifndef DOC_CSV_H
#define DOC_CSV_H

#include "doc/doc.h"

int csv_write(const struct doc *d, const char *path, struct err *e);

#endif
