/*
 * engine.h -- traffic that lies in a database engine.
 *
 * The engine adds up where the requests lie: one GROUP BY for each shard and
 * UTC day, in parallel; only counters travel. A day is final when the engine's
 * own clock is past it by the agreed delay. Nothing here writes to an engine,
 * and no password is ever part of a name, a text or a message.
 */
#ifndef IMPORT_ENGINE_H
#define IMPORT_ENGINE_H

#include "base/diag.h"
#include "base/err.h"
#include "base/node.h"
#include "domain/counters.h"

struct settings;

/* Shards in all; and connections to each of them. */
#define ENGINE_SOURCES_MAX     32
#define ENGINE_CONNECTIONS_MAX 16

enum engine_kind { ENGINE_POSTGRESQL, ENGINE_CLICKHOUSE };

/* How much of PostgreSQL's SQL a server understands. */
enum engine_dialect {
	DIALECT_AUTO, /* by the server's version and name */
	DIALECT_POSTGRESQL,
	DIALECT_PLAIN, /* that of version 8: Redshift, CockroachDB, Greenplum */
};

/*
 * Where each value stands. An empty name is looked for by its usual names in
 * the table itself; what is not found is not counted.
 */
enum engine_column {
	COLUMN_SITE,
	COLUMN_TIME,
	COLUMN_STATUS,
	COLUMN_BYTES,
	COLUMN_ROBOT,
	COLUMN_VIEW,
	COLUMN_METHOD,
	COLUMN_PATH,
	ENGINE_COLUMNS
};

/* One place that holds requests: an entry of `traffic:`, for one shard. */
struct engine_source {
	enum engine_kind kind;
	struct str from; /* connection string, without a password */
	/* the same as people see it, and the table: the source's name */
	struct str name;
	struct place at; /* in case.yaml */
	struct str table;
	struct str columns[ENGINE_COLUMNS];
	struct str query; /* instead of table and columns */
	struct str layer;
	enum engine_dialect dialect;
	int64_t delay_ms, timeout_ms;
	int connections;
	int64_t from_day, to_day; /* UTC days since 1970, half-open */
};

/*
 * Read `traffic:` of case.yaml: settings->engines, one for each shard. Needs
 * the periods and as_of of the settings.
 */
void engine_settings(const struct node *n, struct arena *keep,
    struct settings *settings, struct diags *d);

/*
 * case.yaml is kept, shown and passed on, so no password may stand in it.
 * Complain about the first that does, and put x in the place of all, so that
 * no other complaint can quote one. Returns the text, or its masked copy.
 */
struct str engine_no_password(
    struct str text, struct str name, struct arena *keep, struct diags *d);

/* Is it the name of an engine? No file of a case has such a name. */
bool engine_is_name(struct str name);

/* What makes the counters of a day what they are, in words: no password. */
struct str engine_words(
    struct arena *keep, const struct engine_source *source, bool by_minute);

/* ---- fetching ---- */

struct engine_task {
	const struct engine_source *source;
	int64_t day;
	bool by_minute;
};

/* What went wrong, for people. `input`: case.yaml or the data are at fault. */
struct engine_trouble {
	bool input;
	bool of_day; /* not of the connection, or of the table */
	char text[600];
	const char *hint; /* NULL: none */
};

struct engine_day {
	size_t i; /* of the task */
	bool final;
	const struct site_day *sites; /* by name */
	size_t n;
	int64_t hits;     /* all that the engine counted */
	int64_t rejected; /* of them: of no site, or not of a host name */
	int64_t bytes;    /* that travelled */
	int64_t first_at, last_at; /* bins; NO_INSTANT: none */
};

/*
 * Fetch every task and hand the days over in the order of the tasks, on this
 * thread; the day is borrowed during the call. At the first that fails, or when
 * `take` returns not 0, the rest is left: -1. *ret_bad is then the index of the
 * task that failed and `trouble` says why; e->kind stays ERR_NONE. Tasks should
 * come by day, so that all shards work at once.
 */
MUST int engine_fetch(const struct engine_task *tasks, size_t n,
    int (*take)(void *arg, const struct engine_day *day, struct err *e),
    void *arg, size_t *ret_bad, struct engine_trouble *trouble, struct err *e);

/*
 * Connect, look at the table, and tell what server it is, the query of one day
 * and, with `plan`, how the engine would go about it.
 */
MUST int engine_explain(const struct engine_task *task, bool plan,
    struct buf *out, struct engine_trouble *trouble);

#endif
