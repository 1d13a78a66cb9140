/*
 * sources.h -- the versions of input files, and which of them count.
 *
 * A version is a file name, the digest of its bytes and the rules it was read
 * by. It is written once, with all its facts. Which version counts is a
 * story of states appended to (see source_states in the schema), so that
 * nothing is ever overwritten.
 */
#ifndef STORE_SOURCES_H
#define STORE_SOURCES_H

#include "domain/dossier.h"
#include "store/store.h"

enum source_state {
	SOURCE_CURRENT,    /* counts */
	SOURCE_SUPERSEDED, /* the name has newer content */
	SOURCE_SAME,       /* the bytes of another file that counts already */
	SOURCE_GONE        /* no longer in the folder */
};

/* A file as it stands: the last state of its name. */
struct source_row {
	int64_t id;
	enum source_state state; /* SOURCE_CURRENT or SOURCE_SAME */
	struct str read_as;
	struct source
	    source; /* of SOURCE_SAME: that of the other file, renamed */
};

/* case.yaml, a contract, a written passage. */
struct source_text {
	struct str file, kind, sha256, text;
};

/* The version's id, or 0 when it was never read. */
MUST int store_find_source(struct store *s, struct str name, const char *sha256,
    struct str read_as, int64_t *ret_id, struct err *e);

/* A version that was not there yet. Facts are added under its id. */
MUST int store_add_source(struct store *s, const struct source *source,
    struct str read_as, int64_t *ret_id, struct err *e);

/* Append a state; `superseded_by` is 0 but for SOURCE_SUPERSEDED. */
MUST int store_mark_source(struct store *s, struct str name,
    enum source_state state, int64_t id, int64_t superseded_by, struct err *e);

/* All files that count or repeat one that does, by name. */
MUST int store_load_sources(struct store *s, struct arena *keep,
    struct source_row **ret_rows, size_t *ret_n, struct err *e);

MUST int store_add_text(
    struct store *s, int64_t source, struct str text, struct err *e);
/* The texts that count, by file name. */
MUST int store_load_texts(struct store *s, struct arena *keep,
    struct source_text **ret_texts, size_t *ret_n, struct err *e);

/* A line that could not be read; `seq` counts them within the file. */
struct reject_row {
	int64_t line, from_byte, to_byte;
	struct str reason, excerpt;
};
MUST int store_add_reject(struct store *s, int64_t source, int64_t seq,
    const struct reject_row *reject, struct err *e);

#endif
