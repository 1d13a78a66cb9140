/*
 * watched_find.h -- what the states of a monitor's subjects amount to: when
 * each of them failed, and when the monitor knew how it was.
 *
 * The segments of the fold go in (domain/watch.h); then the policy of the file
 * has its say. Subjects are those of the fold: it knows nothing of the case.
 */
#ifndef IMPORT_WATCHED_FIND_H
#define IMPORT_WATCHED_FIND_H

#include "domain/watch.h"
#include "import/import.h"

struct failure {
	size_t subject; /* of the fold */
	struct span span;
	enum condition condition;
	bool open;
	int64_t line, records;
	struct str note;
};

/* A time throughout which the state of a subject was known. */
struct stretch {
	size_t subject; /* of the fold */
	struct span span;
	int64_t line; /* of the record that began it */
};

/* What was told of a subject of the fold up to here. */
struct told {
	int64_t failure; /* the last one, plus one */
	int64_t known;   /* the last stretch, plus one */
	int64_t line;    /* of the last record that said something; 0: none */
};

/* Set rule and scratch; the rest begins as zero. */
struct findings {
	const struct watch_rule *rule;
	struct arena *scratch;
	VEC(struct failure) failures;
	VEC(struct stretch) known; /* each subject's in order, apart */
	VEC(struct told) told;     /* by subject of the fold */
	bool gaps;                 /* at times nobody knew */
};

/* Takes a segment; `findings` is a struct findings. */
void findings_add(void *findings, const struct watch_segment *segment);

/*
 * After the last segment: failures by subject and time, short recoveries closed
 * and what was not confirmed left out. What the file knows ends with its last
 * record.
 */
void findings_settle(struct findings *f, const struct source *source);

#endif
