/*
 * run_publish.h -- settlements to files: the third journey.
 *
 * A file appears whole or not at all, and is not touched when nothing it was
 * made from has changed. A format that fails does not stop the others.
 */
#ifndef FLOW_RUN_PUBLISH_H
#define FLOW_RUN_PUBLISH_H

#include "domain/dossier.h"
#include "flow/journey.h"

enum publish_fate {
	PUBLISH_WRITTEN,
	PUBLISH_KEPT,   /* unchanged */
	PUBLISH_FAILED, /* `why` says it */
	PUBLISH_ORPHAN  /* written once; the case has no such report now */
};

struct publish_note {
	struct str file; /* inside the case folder: reports/R2_... */
	const char *kind;
	enum publish_fate fate;
	struct str why;
	enum err_kind trouble;
};

struct publish_result {
	struct publish_note *notes; /* in the order of the plan */
	size_t n_notes;
	size_t n_written, n_kept, n_failed, n_orphans;
	enum err_kind worst; /* of the failures */
};

/*
 * Write the reports of a settled case into reports/. `kinds` (NULL-ended) or
 * NULL: those that case.yaml asks for. The result is complete also when files
 * failed; -1 only when the plan or the database failed.
 */
MUST int run_publish(struct journey *j, const struct dossier *dossier,
    const char *const *kinds, struct publish_result *ret_result, struct err *e);

#endif
