/*
 * fact_tables.h -- the facts of domain/facts.h, in and out of their tables.
 *
 * One row of a constant array describes a kind of fact completely: its struct,
 * its columns, its statements and its place in the dossier.
 */
#ifndef STORE_FACT_TABLES_H
#define STORE_FACT_TABLES_H

#include "domain/dossier.h"
#include "store/store.h"

enum fact_kind {
	FACT_CUSTOMERS,
	FACT_SERVICES,
	FACT_DEPENDENCIES,
	FACT_OUTAGES,
	FACT_WINDOWS,
	FACT_INCIDENTS,
	FACT_NOTICES,
	FACT_ACTIONS,
	FACT_CALLS,
	FACT_PAST,
	FACT_CLAIMS,
	FACT_AMOUNTS,
	FACT_HOLIDAYS,
	FACT_BACKUPS,
	FACT_RESTORATIONS,
	FACT_REGULATORY,
	FACT_SUBMISSIONS,
	FACT_CALL_TESTS,
	FACT_COVERAGE,
	FACT_KINDS
};

/*
 * Add `n` facts of one kind, an array of the kind's struct, to a version of a
 * file. ERR_INPUT, naming file and line, when a fact contradicts itself.
 */
MUST int store_add_facts(struct store *s, enum fact_kind kind, int64_t source,
    const void *rows, size_t n, struct err *e);

/*
 * Fill the facts, the traffic and the sources of `dossier`, in its arena: those
 * of the files that count, by file name and place in the file. settings.as_of
 * must be there already: it ends what is still open.
 */
MUST int store_load(struct store *s, struct dossier *dossier, struct err *e);

#endif
