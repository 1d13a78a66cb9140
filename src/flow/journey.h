/*
 * journey.h -- what the journeys share: the case folder, its database, the
 * complaints so far, and who wants to hear about progress.
 *
 * Flow says in which order things happen: loops and transactions. It neither
 * reads formats, nor computes, nor words anything.
 */
#ifndef FLOW_JOURNEY_H
#define FLOW_JOURNEY_H

#include "base/diag.h"
#include "base/err.h"
#include "base/zone.h"

struct store;

#define JOURNEY_DATABASE "makegood.db"
#define JOURNEY_REPORTS  "reports"

struct journey {
	const char *dir;     /* the case folder */
	const char *overlay; /* folder standing for reports/, or NULL */
	struct arena *keep;
	struct zones zones;
	struct diags diags;
	struct store *store; /* NULL until it is opened */
	int lock_fd;         /* -1 until the folder is ours */
	int lock_wait_ms;    /* patience with another program */
	int threads;         /* of an import; < 1: one for each processor */
	/* May be NULL. */
	void (*progress)(const char *what, int64_t done, int64_t all);
	/*
	 * Called before and after everything that lasts, with its name: where
	 * a test may pull the plug. NULL otherwise.
	 */
	void (*moment)(void *arg, const char *name);
	void *moment_arg;
};

/* `dir`, `keep` and what they point to outlive the journey. */
void journey_begin(struct journey *j, const char *dir, struct arena *keep);

/* Close what is open. Nothing that was not committed remains. */
void journey_end(struct journey *j);

/* ERR_ENV when the case folder is not there. */
MUST int journey_folder(const struct journey *j, struct err *e);

/*
 * From here until the end of the journey nobody else writes into the folder:
 * two programs must never write the same report at once. ERR_ENV when another
 * one does not let go in time. The lock dies with the program.
 */
MUST int journey_lock(struct journey *j, struct err *e);

/*
 * Open the database of the case, if it is not open. ERR_USAGE when nothing has
 * been imported.
 */
MUST int journey_store(struct journey *j, struct err *e);

/* dir + "/" + name */
char *journey_path(const struct journey *j, const char *name);

void journey_moment(const struct journey *j, const char *name);

#endif
