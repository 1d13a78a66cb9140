/*
 * target.h -- one report file: what it is made from, and making it.
 */
#ifndef FLOW_TARGET_H
#define FLOW_TARGET_H

#include "base/file.h"
#include "flow/journey.h"
#include "report/report.h"

/* A report in one format. */
struct target {
	const struct report_job *job;
	const struct writer *writer;
	struct str file; /* "R2_c1_2013-04_it.pdf" */
	char *path;
	char input_sha256[DIGEST_HEX]; /* of all it depends on */
};

/* The name of the job's file in this format. */
struct str target_file(
    struct arena *keep, const struct report_job *job, const char *format);

/*
 * Every page names the run, and the run stands for all inputs: so every file
 * depends on all of them (their digest is `inputs`), and on what it is.
 */
void target_init(struct target *t, const struct journey *j, const char *dir,
    const struct report_job *job, const char *format, const char *inputs);

/* The file is there and has this digest. */
bool target_holds(const struct target *t, struct str sha256);

/* Remove what a killed run may have left beside a file that is up to date. */
void target_sweep(const struct target *t);

struct target_result {
	char *temp; /* the file as written; NULL: the same bytes stood there */
	char sha256[DIGEST_HEX];
	int64_t bytes;
};

/*
 * Write the file under another name; an equal one is never touched. Whoever
 * asked flushes it to the disk and then gives it its name, or removes it.
 */
MUST int target_write(const struct target *t, const struct journey *j,
    const struct doc *doc, struct target_result *ret, struct err *e);
MUST int target_name(const struct target *t, const struct journey *j,
    const struct target_result *r, struct err *e);

#endif
