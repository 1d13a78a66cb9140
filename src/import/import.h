/*
 * import.h -- one input file in, a batch of facts out.
 *
 * A batch is everything one file says. Nothing is decided here: whether an
 * outage counts is the contract's business. Lines that cannot be read become
 * rejects, kept and counted; they never spoil their neighbours.
 */
#ifndef IMPORT_IMPORT_H
#define IMPORT_IMPORT_H

#include "base/diag.h"
#include "base/err.h"
#include "domain/dossier.h"
#include "domain/part.h"
#include "import/rollup.h"
#include "import/when.h"

enum source_kind {
	SOURCE_CUSTOMERS,    /* customers.csv */
	SOURCE_SERVICES,     /* services.csv */
	SOURCE_RESOURCES,    /* resources.csv */
	SOURCE_OUTAGES,      /* outages/ */
	SOURCE_MAINTENANCE,  /* maintenance/ */
	SOURCE_TRAFFIC,      /* traffic/ */
	SOURCE_INCIDENTS,    /* incidents.csv */
	SOURCE_NOTICES,      /* notices.csv */
	SOURCE_ACTIONS,      /* actions.csv */
	SOURCE_CALLS,        /* calls.csv */
	SOURCE_HISTORY,      /* history.csv */
	SOURCE_CLAIMS,       /* claims.csv */
	SOURCE_AMOUNTS,      /* amounts.csv */
	SOURCE_HOLIDAYS,     /* holidays.csv */
	SOURCE_BACKUPS,      /* backups.csv */
	SOURCE_RESTORATIONS, /* restorations.csv */
	SOURCE_REGULATORY,   /* regulatory.csv */
	SOURCE_SUBMISSIONS,  /* submissions.csv */
	SOURCE_CALL_TESTS,   /* call_tests.csv */
	SOURCE_KINDS
};

/* "customers", "outages", ... for messages and the Sources page. */
const char *source_kind_name(enum source_kind kind);

/* Local times that occur twice or never: what the case declares for a file. */
enum local_policy { LOCAL_REFUSE, LOCAL_EARLIER, LOCAL_LATER };

/*
 * What a file calls a column of a format (one word), or the values that mean a
 * word of ours: state: "Status", down: [PROBLEM, "1"].
 */
struct column_rule {
	struct str name;
	const struct str *words;
	size_t n;
	bool list; /* written as a list: values */
};

/* Probes of one target from several places: when is it down? */
enum probe_locations { LOCATIONS_MAJORITY, LOCATIONS_ANY, LOCATIONS_ALL };

/* A subject as a file calls it, and the resource or service it is. */
struct known_subject {
	struct str name, id;
};

/* How sightings of a monitor become outages; zero: the defaults. */
struct watch_rule {
	bool soft;         /* states not confirmed yet count */
	bool off_unknown;  /* nobody knows while the monitor is off */
	bool off_last;     /* the state holds, also where the file has a gap */
	bool host_alone;   /* a host that is down leaves its services alone */
	bool unknown_down; /* a check that could not tell counts as down */
	/* an outage must have been seen so often, or last so long */
	int64_t confirm_checks, confirm_ms;
	/* a recovery shorter than this is none */
	int64_t min_recovery_ms;
	bool has_view;
	enum viewpoint view; /* whose word it is, if not the format's */
};

/* case.yaml `files:` -- how one file is to be read. */
struct file_rule {
	struct str pattern; /* shell pattern against the name in the folder */
	/* NULL: that of the case; UTC for hourly counters */
	const struct zone *zone;
	enum local_policy repeated, missing;
	struct str site;   /* traffic whose lines name no site */
	struct str layer;  /* "edge", "origin": of traffic seen twice */
	struct str format; /* force a format; empty: detect */
	/* what each line of an access log holds; empty: a known format */
	struct str log_format;
	enum when_dates dates;
	const struct column_rule *columns;
	size_t n_columns;
	struct str subject; /* what the whole file is about; may be empty */
	const struct known_subject *subjects; /* names in the file */
	size_t n_subjects;
	struct watch_rule watch;
	enum probe_locations locations;
};

/* Subject, names and policy of a rule in words, for the Sources page. */
struct str file_rule_policy(struct arena *keep, const struct file_rule *rule);

struct import_context {
	const struct settings *settings;
	const struct file_rule *rules;
	size_t n_rules;
	struct zones *zones;
	int64_t max_rejects; /* kept per file; all are counted */
	/* Called now and then: bytes read so far, the file's size. Or NULL. */
	void (*progress)(void *arg, int64_t done_bytes, int64_t all_bytes);
	void *progress_arg;
	/* The caller has taken the digest: source.sha256 stays empty. */
	bool digested;
	/* Of logs of requests: UTC days since 1970, rising, by minute. */
	const int64_t *minute_days;
	size_t n_minute_days;
	bool visits;   /* count sessions of 30 minutes */
	bool visitors; /* sketch the different visitors of a day */
	const struct robot_rules *robots; /* NULL: those built in */
	/*
	 * Services and resources by id, name and site. Without it (`knows`
	 * false) every subject of a monitor stands for itself.
	 */
	bool knows;
	const struct known_subject *known;
	size_t n_known;
	bool no_case; /* rules are options: what is missing is said so, too */
};

/*
 * A line that could not be read. For access logs `excerpt` stays empty: no
 * personal data is kept, only where it stands.
 */
struct reject {
	int64_t line, from_byte, to_byte;
	struct str reason;
	struct str excerpt;
};

/* A stretch of a log and what it adds up to. */
struct batch_part {
	struct part part;
	struct rollup *rollup; /* released with the batch */
};

struct batch {
	enum source_kind kind;
	struct source source;
	VEC(struct customer) customers;
	VEC(struct service) services;
	VEC(struct dependency) dependencies;
	VEC(struct outage) outages;
	VEC(struct coverage) coverage;
	VEC(struct window) windows;
	VEC(struct incident) incidents;
	VEC(struct notice) notices;
	VEC(struct action) actions;
	VEC(struct calls) calls;
	VEC(struct past_period) past;
	VEC(struct claim) claims;
	VEC(struct named_money) amounts;
	VEC(struct holiday) holidays;
	VEC(struct backup) backups;
	VEC(struct restoration) restorations;
	VEC(struct regulatory_fact) regulatory;
	VEC(struct submission) submissions;
	VEC(struct call_test) call_tests;
	VEC(struct reject) rejects;
	VEC(struct batch_part) parts; /* of traffic */
	bool rolled_up;               /* the parts were made elsewhere */
};

/* Lines and times of one part more. */
void source_add_part(struct source *s, const struct part *p);

/* What a batch holds outside its arena. */
void batch_release(struct batch *batch);

/*
 * Read `path`, called `name` inside the case folder. Complaints about single
 * lines become rejects and, except for access logs, diagnostics; a file that
 * cannot be understood at all (no such format, a missing column, damaged
 * compression) is an error in `d` and -1. ERR_ENV when it cannot be read.
 *
 * A bad row of a table of facts is an error, and then nothing of the file is
 * used: -1 with e->kind ERR_NONE means that `d` tells why. Only lines of access
 * logs and rows of hourly counters are left out one by one. In the batch,
 * source.rows are the lines used, source.rejected those left out.
 */
MUST int import_file(const struct import_context *ctx, enum source_kind kind,
    const char *path, struct str name, struct arena *keep,
    struct batch *ret_batch, struct diags *d, struct err *e);

/*
 * case.yaml to settings and file rules. `zones` keeps the zones opened.
 */
MUST int settings_parse(struct str text, struct str name, struct zones *zones,
    struct arena *keep, struct settings *ret_settings,
    struct file_rule **ret_rules, size_t *ret_n_rules, struct diags *d);

/*
 * Names agree across files: services' customers, outages' subjects, ... Every
 * complaint stands at the line the fact came from.
 */
void facts_check(const struct dossier *facts, struct diags *d);

struct format;
struct format_info;
struct sighting;

/*
 * Read a log or export of a monitor, or a table of outages or windows, and
 * pass on what it says in order of time (windows may come in any order); the
 * sighting is borrowed during the call. What kind of file it is tells its
 * content, or the rule's format. Complaints and errors as above; the batch
 * holds the counts and the rejects. *ret_info is the format; NULL after a
 * complaint.
 */
struct import_ear {
	void (*see)(void *arg, const struct sighting *sighting);
	void *arg;
};
MUST int import_watch(const struct import_context *ctx, const char *path,
    const struct import_ear *ear, struct arena *keep, struct batch *ret_batch,
    const struct format_info **ret_info, struct diags *d, struct err *e);

/*
 * The first time a file tells of; NO_INSTANT when it tells nothing, or of
 * planned work, which has to be known before what happened in it. Silent: the
 * complaints come when it is read.
 */
MUST int import_first_at(const struct import_context *ctx, const char *path,
    int64_t *ret_at, struct err *e);

/* Does the format tell only failures, so that silence means up? */
bool format_silence_is_up(const struct format_info *info);

/* A format understood. */
struct format_info {
	const char *name, *title;
	const char *specimen; /* NULL: not a text */
	enum source_kind kind;
	const struct format *format; /* how it is read; for this room */
};
/* All of them, by kind; ended by NULL. */
extern const struct format_info *const format_infos[];

/* A column of a table, for people. */
struct format_column {
	const char *name, *alias, *what; /* alias may be NULL, what empty */
	const char *type;                /* "time", "yes or no" */
	bool required;
};

/* The columns of a format that is a table, in `keep`; 0 for the others. */
size_t format_columns(const struct format_info *info, struct arena *keep,
    struct format_column **ret_columns);

#endif
