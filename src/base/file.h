/*
 * file.h -- whole files in, whole files out.
 *
 * An output file appears complete or not at all: it is written under a
 * temporary name in the same folder, flushed to disk, and renamed.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/err.h"
#include "base/str.h"

/* Read all of `path` into `keep`; more than `limit` bytes is ERR_INPUT. */
MUST int file_read(const char *path, size_t limit_bytes, struct arena *keep,
    struct str *ret_text, struct err *e);

/* True, too, where nobody can tell: opening it says why. */
bool file_exists(const char *path);

/* Regular files directly inside `dir`, names only, in byte order; no dot files.
 */
MUST int file_list(const char *dir, struct arena *keep, struct str **ret_names,
    size_t *ret_n, struct err *e);
/* The same of folders. */
MUST int file_folders(const char *dir, struct arena *keep,
    struct str **ret_names, size_t *ret_n, struct err *e);
/* The same of what is neither: pipes, sockets, devices, links to nowhere. */
MUST int file_oddities(const char *dir, struct arena *keep,
    struct str **ret_names, size_t *ret_n, struct err *e);
/*
 * What such a thing is, in words, without opening it, which might wait forever;
 * NULL for a file, a folder, and what is not there.
 */
const char *file_oddity(const char *path);

/* Create `dir` and missing parents. */
MUST int file_mkdirs(const char *dir, struct err *e);

/* dir + "/" + name. */
char *file_join(struct arena *keep, const char *dir, struct str name);

/*
 * True for a name that can safely become one component of a path we write:
 * ASCII letters, digits, '.', '_', '-', 1..100 bytes, not starting with '.' or
 * '-'.
 */
bool file_name_ok(struct str name);

/*
 * A name made safe: every other byte becomes '_', and where that changed
 * anything eight hex digits of the original's SHA-256 are appended, so that two
 * names never become one.
 */
struct str file_name_safe(struct arena *keep, struct str name);

/*
 * Writing in three acts: file_begin() tells the temporary path to write to
 * (".NAME.tmp" in the same folder); file_commit() flushes and renames it;
 * file_abort() removes it. A leftover of a killed run is overwritten.
 */
MUST int file_begin(
    const char *path, struct arena *keep, char **ret_temp, struct err *e);
MUST int file_commit(const char *temp, const char *path, struct err *e);
/*
 * The same for many files: file_flush_all() brings to the disk what was written
 * anywhere on the disk of the folder, which takes little longer than one file;
 * then each is renamed, and gone where that fails; file_flush_dir() at the end
 * makes the names last.
 */
MUST int file_flush_all(const char *dir, struct err *e);
MUST int file_rename(const char *temp, const char *path, struct err *e);
MUST int file_flush_dir(const char *dir, struct err *e);
void file_abort(const char *temp);

/* The three acts for text in memory. */
MUST int file_write(const char *path, struct str text, struct err *e);

/* SHA-256, as 64 lower-case hex digits and NUL. */
#define DIGEST_HEX 65
void digest_bytes(struct str bytes, char ret_hex[DIGEST_HEX]);
MUST int digest_file(const char *path, char ret_hex[DIGEST_HEX],
    int64_t *ret_bytes, struct err *e);

#endif
