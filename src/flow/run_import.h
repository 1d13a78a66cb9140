/*
 * run_import.h -- files to facts: the first journey.
 *
 * All or nothing: every changed file is read inside one transaction, then the
 * case as it would be is checked as a whole, and only then is anything
 * committed. One file is in memory at a time where it holds traffic.
 */
#ifndef FLOW_RUN_IMPORT_H
#define FLOW_RUN_IMPORT_H

#include "flow/journey.h"

enum import_fate {
	IMPORT_KNOWN, /* read before, unchanged */
	IMPORT_READ,
	IMPORT_AGAIN, /* an earlier version is back; its facts are kept */
	IMPORT_SAME,  /* the bytes of another file: counted once */
	IMPORT_GONE   /* no longer in the folder: stops counting */
};

struct import_note {
	struct str file;
	enum import_fate fate;
	const char *kind;
	int64_t rows, rejected;
	struct str twin; /* IMPORT_SAME: the file that counts */
};

struct import_result {
	struct import_note *notes; /* by file name, then those that are gone */
	size_t n_notes;
	size_t n_read, n_known, n_again, n_same, n_gone;
	/* of all files that count now */
	int64_t rows, rejected;
	bool changed;
};

/*
 * Import what changed. `files` (n of them, as typed) restricts this to files of
 * the folder; none: all of them, and those that vanished stop counting. An
 * error among the complaints is ERR_INPUT and leaves the database as it was.
 */
MUST int run_import(struct journey *j, char *const *files, size_t n_files,
    struct import_result *ret_result, struct err *e);

/*
 * Read and check everything, try to settle it, and forget it: no database is
 * touched.
 */
MUST int run_check(
    struct journey *j, struct import_result *ret_result, struct err *e);

#endif
