/*
 * intake.h -- what lies in the folder, what counted before, and what becomes of
 * each file: read, known already, back again, the same as another, gone.
 *
 * What counts changes inside the caller's transaction only. Traffic is stored
 * before, by itself, as versions that do not count yet: see intake_take().
 */
#ifndef FLOW_INTAKE_H
#define FLOW_INTAKE_H

#include "base/map.h"
#include "flow/engines.h"
#include "flow/reading.h"
#include "flow/run_import.h"
#include "flow/traffic_files.h"
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
	bool trial;                /* nothing lasts: servers are not asked */
	struct engines *engines;   /* what they were asked; may be NULL */
	struct source_row *before; /* what counted until now */
	size_t n_before;
	struct map by_name;  /* of the files before */
	struct map by_bytes; /* kind, digest and rules of evidence -> holder */
	VEC(struct holder) holders;
	VEC(struct import_note) notes;
	bool changed;
	struct traffic_files traffic;
	size_t *traffic_at; /* which of `files` each file of traffic is */
	int64_t kept_bytes; /* of traffic that is there whatever comes */
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
 *
 * Tables come first: outages tell which days of traffic are counted by minute.
 * Where traffic has to be read, the transaction is given up for it and begun
 * anew, and the tables are taken in again.
 */
MUST int intake_take(struct intake *in, struct err *e);

/* ---- between intake.c and intake_traffic.c ---- */

/* The file is what it was. */
bool intake_unchanged(const struct intake *in, const struct folder_file *f,
    enum source_state state, int64_t id);
/* From now on `id` is what this name stands for. */
MUST int intake_mark(struct intake *in, const struct folder_file *f,
    enum source_state state, int64_t id, struct err *e);
bool intake_listed(const struct intake *in, struct str name);

/* Which versions of traffic are there, which are to be read. */
MUST int intake_traffic_look(struct intake *in, struct err *e);
/* Traffic in engines, outside and inside the transaction. */
bool intake_engines_wanted(const struct intake *in);
MUST int intake_engines_fetch(struct intake *in, struct err *e);
/* Mark them and choose what counts. */
MUST int intake_traffic_count(struct intake *in, struct err *e);

/*
 * Only complain about contracts and, with `facts`, tables that nobody has read
 * yet; ERR_INPUT when that worked.
 */
MUST int intake_complain(struct intake *in, bool facts, struct err *e);

#endif
