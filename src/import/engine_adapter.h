/*
 * engine_adapter.h -- what one kind of engine can do; for this room's engine
 * files only.
 */
#ifndef IMPORT_ENGINE_ADAPTER_H
#define IMPORT_ENGINE_ADAPTER_H

#include "import/engine.h"
#include "import/engine_rows.h"

/* Patience with a server that does not answer a call for a connection. */
#define ENGINE_CONNECT_S 10
/* Beyond the server's own limit for a query. */
#define ENGINE_GRACE_MS 5000

struct engine_link;

struct engine_adapter {
	/* Once, before any thread; *e says what is missing. */
	int (*prepare)(struct engine_trouble *trouble);
	/* NULL after trouble. Also looks at the table. */
	struct engine_link *(*open)(
	    const struct engine_source *source, struct engine_trouble *trouble);
	void (*close)(struct engine_link *link);
	/*
	 * The rows of one day; *ret_now: the engine's clock before the query;
	 * *ret_count: how many requests it counts in the same range, or -1 when
	 * that cannot be asked. `moving`: rows may come in between.
	 */
	int (*day)(struct engine_link *link, const struct engine_task *task,
	    struct engine_rows *rows, int64_t *ret_now, int64_t *ret_count,
	    struct engine_trouble *trouble);
	int (*explain)(struct engine_link *link, const struct engine_task *task,
	    bool plan, struct buf *out, struct engine_trouble *trouble);
	/* the count was not taken in the same breath as the rows */
	bool moving;
};

extern const struct engine_adapter engine_pg, engine_clickhouse;

/* A function of a library, and where its address goes. */
struct engine_entry {
	const char *name;
	void *slot;
};

/*
 * Open a library when an engine is asked, and never else: both bring dozens of
 * others. Does nothing when the first slot is filled already; call it from one
 * thread. `package` is what Debian calls it.
 */
int engine_library(const char *soname, const char *package,
    const struct engine_entry *entries, size_t n,
    struct engine_trouble *trouble);

/* Describe the trouble; returns -1. */
int engine_blame(struct engine_trouble *trouble, bool input, const char *hint,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

#endif
