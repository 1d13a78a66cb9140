/*
 * fact_columns.h -- what the tables of facts look like: a row for each kind.
 */
#ifndef STORE_FACT_COLUMNS_H
#define STORE_FACT_COLUMNS_H

#include "store/columns.h"
#include "store/fact_tables.h"
#include "store/query.h"

struct fact_table {
	size_t size;   /* of the struct */
	size_t origin; /* offset of its struct origin */
	const struct column *columns;
	size_t n_columns;
	enum sql_id add, all;
	size_t rows, n_rows; /* offsets in the dossier */
};

extern const struct fact_table fact_tables[FACT_KINDS];

#endif
