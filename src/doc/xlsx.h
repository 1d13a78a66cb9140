/*
 * xlsx.h -- the workbook writer.
 */
#ifndef DOC_XLSX_H
#define DOC_XLSX_H

#include "doc/doc.h"

int xlsx_write(const struct doc *d, const char *path, struct err *e);

#endif
