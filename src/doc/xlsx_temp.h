/*
 * xlsx_temp.h -- the temporary files of a workbook, watched: does every byte
 * that went in come out again?
 */
#ifndef DOC_XLSX_TEMP_H
#define DOC_XLSX_TEMP_H

#include <stdio.h>

#include "base/err.h"

/* From here on: of one workbook, written by this thread. */
void xlsx_temp_watch(void);

/* A file without a name, gone when it is closed; NULL with errno. */
FILE *xlsx_temp_file(void);

/* ERR_ENV when one of them could not be written, or read, since the watch. */
MUST int xlsx_temp_check(struct err *e);

#endif
