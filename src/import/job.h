/*
 * job.h -- one file on its way to a batch: what every format reader gets.
 *
 * A reader fills job->batch and complains into job->d. It returns -1 only when
 * the file could not be read to its end; complaints are counted by the caller.
 */
#ifndef IMPORT_JOB_H
#define IMPORT_JOB_H

#include "domain/sight.h"
#include "import/import.h"
#include "import/reader.h"

struct crew;
struct sheet;
struct traffic_dialect;

struct job {
	const struct import_context *ctx;
	struct file_rule rule; /* resolved: the zone is never NULL */
	bool zone_given;       /* by a rule, not by the case as a whole */
	struct str file;       /* its name in the case, for places */
	struct str shown_zone; /* what the Sources page says */
	const char *path;      /* where it lies; NULL: in memory */
	struct reader *reader;
	struct arena *keep, *scratch;
	struct batch *batch;
	struct diags *d;
	size_t errors_before; /* in d, when this file began */
	bool rejects_told;    /* one by one, with their places */
	/* Of logs: counted already up to here; see struct ingest_file. */
	int64_t from_byte;
	const char *tail;
	const struct format_info *info;
	struct crew *crew; /* who helps to read it; NULL: nobody */
	bool ranges; /* it was read as ranges of the length it had at first */
	/* Who hears of sightings; only for formats with `watch`. */
	void (*see)(void *arg, const struct sighting *sighting);
	void *see_arg;
};

/* How one dialect is told and read; exported as format_NAME by its file. */
struct format {
	/*
	 * How much of the first lines looks like this dialect, 0..100. `head`
	 * may end in the middle of a line. NULL: the only format of its kind.
	 */
	int (*detect)(struct str head);
	int (*read)(struct job *job, struct err *e);
	/*
	 * For logs and exports of monitors, instead of `read`: tells everything
	 * the file says through job_see(), in order of time.
	 */
	int (*watch)(struct job *job, struct err *e);
	enum viewpoint view; /* of monitors: whose word it is */
	/* It tells failures only; where it is silent, all was well. */
	bool silence_is_up;
	/*
	 * The first time in the file, out of `head`, when that is cheap to tell
	 * and the file is in order of time; NO_INSTANT: not in `head`.
	 */
	int64_t (*first_at)(struct str head);
	/* Of logs that can be cut at any line and read in pieces. */
	const struct traffic_dialect *pieces;
	/* The columns of a table; with these alone, `read` may be NULL. */
	const struct sheet *sheet;
};

/*
 * Count a line that could not be read, and keep a copy while there is room.
 */
void job_reject(struct job *job, const struct reject *reject);

/* How many rejects are kept of a file. */
size_t job_max_rejects(const struct import_context *ctx);

/* The file holds something that happened then. */
void job_saw(struct job *job, int64_t at);

/* Count a row as used and pass on what it says; borrowed during the call. */
void job_see(struct job *job, const struct sighting *sighting);

/* Complaint about the file as a whole, or about a line when line > 0. */
void job_complain(struct job *job, enum diag_level level, int64_t line,
    const char *hint, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/* Does the rule of the file or the case know a subject of this name? */
bool job_knows(const struct job *job, struct str name);

/* False and a complaint (`what`) when no rule tells the site of the file. */
bool job_wants_site(struct job *job, const char *what);

/* Tell the caller how far we are. */
void job_progress(const struct job *job);

#endif
