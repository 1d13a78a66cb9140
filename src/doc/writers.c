/*
 * writers.c -- the table of output formats. A new one is a file and a row.
 */
#include "doc/csv.h"
#include "doc/pdf.h"
#include "doc/text.h"
#include "doc/xlsx.h"

#include <string.h>

const struct writer writers[] = {
	{ "text", "txt", text_write },
	{ "pdf", "pdf", pdf_write },
	{ "xlsx", "xlsx", xlsx_write },
	{ "csv", "csv", csv_write },
};
const size_t n_writers = sizeof writers / sizeof writers[0];

const struct writer *
writer_named(const char *name)
{
	for (size_t i = 0; i < n_writers; i++)
		if (strcmp(writers[i].name, name) == 0)
			return &writers[i];
	return NULL;
}

void
writers_release(void)
{
	pdf_release();
}
