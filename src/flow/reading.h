/*
 * reading.h -- one file of the case folder into the database, by the rules of
 * case.yaml.
 */
#ifndef FLOW_READING_H
#define FLOW_READING_H

#include "flow/folder.h"
#include "store/store.h"

/* What the files of a case are read by. */
struct reading {
	struct journey *j;
	struct settings settings;
	struct import_context ctx;
	struct str current; /* name of the file being read */
	VEC(struct known_subject) known;
	char known_digest[DIGEST_HEX];
};

/*
 * Read case.yaml. Complaints go to j->diags; ERR_INPUT when it cannot be
 * used.
 */
MUST int reading_begin(struct reading *r, struct journey *j,
    const struct folder_file *config, struct err *e);

/*
 * Learn the services and resources of the case from its tables, so that a
 * monitor's subjects can be told apart. Complaints come when they are imported.
 */
MUST int reading_knows(struct reading *r, const struct folder_file *files,
    size_t n, struct err *e);

/*
 * How a file is read besides its bytes, in words: the same bytes under other
 * rules are another version.
 */
struct str reading_rules(const struct reading *r, const struct folder_file *f);

/* What is counted, in words, to `to`: part of the rules of traffic. */
void reading_counters(const struct import_context *ctx, struct buf *to);

/*
 * Read a file and add it to the database as a new version. Complaints go to
 * j->diags; *ret_id is 0 when there is an error among them.
 */
MUST int reading_file(struct reading *r, const struct folder_file *f,
    struct store *s, int64_t *ret_id, struct err *e);

/* Only complain about a contract; nothing is kept. */
MUST int reading_contract(
    struct journey *j, const struct folder_file *f, struct err *e);

/* Digest of the bytes, and what tells whether they change. */
MUST int reading_digest(struct folder_file *f, struct err *e);

/*
 * For a case whose case.yaml cannot be used: read a table only for its
 * complaints, in UTC, where every local time exists exactly once.
 */
MUST int reading_blind(
    struct journey *j, const struct folder_file *f, struct err *e);

#endif
