/*
 * intake.h -- what lies in the folder, what counted before, and what becomes of
 * each file: read, known already, back again, the same as another, gone.
 *
 * All of it happens inside the caller's transaction.
 */
#ifndef FLOW_INTAKE_H
#define FLOW_INTAKE_H

#include "base/map.h"
#include "flow/reading.h"
#include "flow/run_import.h"
#include "store/sources.h"

/* The file that counts for certain bytes. */
struct holder {
	struct str file;
	int64_t id;
};

struct intake {
	struct journey *j;
	struct store *store; /* set by the caller before intake_take() */
	struct reading reading;
	struct folder_file *files;
	size_t n_files;
	bool partial;              /* only named files */
	struct source_row *before; /* what counted until now */
	size_t n_before;
	struct map by_name;  /* of the files before */
	struct map by_bytes; /* kind, digest and rules of evidence -> holder */
	VEC(struct holder) holders;
	VEC(struct import_note) notes;
	bool changed;
};

/*
 * List and digest the files, and read case.yaml. `names` (n of them) restricts
 * this to files of the folder. Touches no database.
 */
MUST int intake_look(
    struct intake *in, char *const *names, size_t n, struct err *e);

/*
 * Take in every file that changed, and let go what is there no more. Complaints
 * about what a file says go to j->diags, and do not stop the others.
 */
MUST int intake_take(struct intake *in, struct err *e);

/*
 * Only complain about contracts and, with `facts`, tables that nobody has read
 * yet; ERR_INPUT when that worked.
 */
MUST int intake_complain(struct intake *in, bool facts, struct err *e);

#endif
