/*
 * report.h -- which reports a case yields, and each of them as a document.
 *
 * Every number in a title, sentence, chart or table is taken from the
 * settlement; nothing is added up here that the settlement did not contain.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "doc/doc.h"
#include "domain/dossier.h"
#include "report/lang.h"

/* One file set to produce: the same document in each of `formats`. */
struct report_job {
	const char *kind; /* "statement", "incident", "ledger" */
	struct str stem; /* file name without extension: "R2_c001_2013-04_it" */
	struct str lang;
	const char *formats[4];          /* names of writers, ended by NULL */
	const struct customer *customer; /* statement */
	const struct incident *incident; /* incident */
	struct str period;               /* "2013-04" */
	struct str subject; /* what a bookkeeping of outputs calls it */
	struct str basis; /* what else it says, beside facts and settlements */
};

/* One row per report kind, for help and case.yaml; ended by a NULL name. */
struct report_info {
	const char *name, *title;
	bool steps; /* tells how settlements came about, by their traces */
};
extern const struct report_info report_infos[];

/* Does any of these kinds tell it? NULL, or a kind that is none: yes. */
bool report_tells_steps(const char *const *kinds);

/* The jobs of a case, in a fixed order; `kinds` NULL: those case.yaml asks for.
 */
MUST int report_plan(const struct dossier *dossier, const char *const *kinds,
    struct arena *keep, struct report_job **ret_jobs, size_t *ret_n,
    struct err *e);

/*
 * File names, without extension, of the versions of a job's report before this
 * one: what was issued stays.
 */
void report_earlier(const struct dossier *dossier, const struct report_job *job,
    struct arena *keep, struct str **ret_stems, size_t *ret_n);

/* Build one document. `langs` holds the phrases (report/lang.h). */
MUST int report_build(const struct report_job *job,
    const struct dossier *dossier, struct langs *langs, struct arena *keep,
    struct doc **ret_doc, struct err *e);

/*
 * The trace of one settlement as sentences in the given language, one per step:
 * what `explain` prints and the statement numbers 1, 2, 3.
 */
MUST int report_explain(const struct ledger_row *row, const struct lang *lang,
    struct arena *keep, struct str **ret_lines, size_t *ret_n, struct err *e);

/*
 * How the wordings that a contract leaves open are read, and why: one sentence
 * each; none for most contracts.
 */
MUST int report_readings(const struct terms *t, const struct lang *lang,
    struct arena *keep, struct str **ret_lines, size_t *ret_n, struct err *e);

#endif
