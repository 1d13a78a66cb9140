/*
 * outcome.h -- what the case commands tell when they are done.
 *
 * Each function adds the result of one journey to `out`, for people or, with
 * --json, as one JSON object; the command prints it. The return value is the
 * exit code that the result deserves: 0, or 1 when it needs somebody's eyes.
 */
#ifndef CLI_OUTCOME_H
#define CLI_OUTCOME_H

#include "flow/run_import.h"
#include "flow/run_publish.h"

/* The room for the output of one command. */
#define OUTCOME_BYTES ((size_t)256 << 20)

/* `brief`: one line instead of one per file. With --json also every complaint.
 */
int outcome_import(struct buf *out, struct journey *j,
    const struct import_result *result, bool brief);

/* The credit of every service, with a total per customer; `brief`: one line. */
int outcome_settle(struct buf *out, const struct dossier *dossier, bool brief);

/* Every file written; `brief`: one line, and what is best opened first. */
int outcome_publish(struct buf *out, const struct journey *j,
    const struct publish_result *result, bool brief);

/*
 * One line for each kind that was asked for, by `kinds` or else by case.yaml,
 * and of which nothing came: why. Returns an exit code.
 */
int outcome_not_made(const struct dossier *dossier, const char *const *kinds,
    const struct publish_result *result);

/*
 * The command did not get through: show the complaints, then the error. Returns
 * the exit code.
 */
int outcome_failed(struct journey *j, const struct err *e);

/*
 * The frame of a command "makegood COMMAND DIR ...": the folder is argv[1],
 * more arguments are allowed when `more` is set. Begins the journey, with its
 * progress bar, lets `work` do what is to be done, prints what that put into
 * `out`, and ends the journey. `work` shows its own complaints and returns the
 * exit code.
 */
int outcome_travel(int argc, char **argv, bool more, void *arg,
    int (*work)(struct journey *j, void *arg, struct buf *out));

#endif
