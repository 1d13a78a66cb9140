/*
 * store.h -- the database of a case: one SQLite file, makegood.db.
 *
 * This room remembers. It never computes a contractual number: queries fetch
 * and order, and the callers decide. A store is used by one thread.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/err.h"
#include "base/str.h"

struct store;

enum store_mode {
	STORE_CREATE,   /* make the file where there is none */
	STORE_EXISTING, /* a missing file is ERR_USAGE; see below */
	STORE_MEMORY    /* nothing on disk; `path` is ignored */
};

/*
 * Open and bring the schema up to date. ERR_INPUT when the file is no makegood
 * database, ERR_ENV when it was written by a newer program, cannot be written
 * or is in use for too long.
 *
 * Where an existing file or its folder cannot be written it is opened for
 * reading, as long as all of it is there and of this schema: ERR_ENV otherwise.
 * The caller sees to it that nobody writes meanwhile; store_begin() fails.
 */
MUST int store_open(const char *path, enum store_mode mode,
    struct store **ret_store, struct err *e);

/* False where the file, or its folder, can at most be read. */
bool store_may_write(const char *path);

/* Give everything back; an open transaction is rolled back. Accepts NULL. */
void store_close(struct store *s);

/* One writer at a time: begin waits for another one, but not forever. */
MUST int store_begin(struct store *s, struct err *e);
MUST int store_commit(struct store *s, struct err *e);
/* Does nothing outside a transaction. */
void store_rollback(struct store *s);

#endif
