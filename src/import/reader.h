/*
 * reader.h -- the bytes of one input file, plain or compressed.
 *
 * Compression is told by the first bytes, never by the name. Memory is bounded
 * whatever the file holds. All offsets count plain bytes. A reader gives
 * damaged data only ever together with a failure at the end, so what was read
 * before must not be kept when a call fails.
 */
#ifndef IMPORT_READER_H
#define IMPORT_READER_H

#include "base/err.h"
#include "base/str.h"
#include "domain/part.h"

#define READER_BLOCK_BYTES ((size_t)256 << 10)
#define READER_SLACK       64
/* A longer line is one reject, whatever it says. */
#define READER_LINE_MAX ((size_t)64 << 10)
/* A longer line is not even shown; no chunk is longer. */
#define READER_CHUNK_MAX ((size_t)1 << 20)
/* Plain bytes of one file, and plain bytes for each compressed one. */
#define READER_MAX_BYTES (INT64_C(1) << 40)
#define READER_MAX_RATIO 500
/* Small files may be packed as tightly as they like. */
#define READER_RATIO_FROM (INT64_C(64) << 20)

struct reader;

/* ERR_ENV when it cannot be opened or is no regular file. */
MUST int reader_open(
    const char *path, struct reader **ret_reader, struct err *e);

/* The same over bytes in memory, borrowed until the reader is closed. */
struct reader *reader_memory(struct str bytes);

void reader_close(struct reader *r); /* NULL is fine */

/*
 * Before the first line is taken: the end of the file may be missing. A
 * compressed log that was cut off then gives its lines up to the last whole
 * one, and one with something strange behind it gives what is whole; the end is
 * reached without a failure, and reader_trouble() tells it. Only for
 * reader_lines(). Damage and bombs fail as ever.
 */
void reader_salvage(struct reader *r);

/* At the end: true, and words for people, when something was wrong with it. */
bool reader_trouble(const struct reader *r, struct err *ret_words);

/*
 * Before the first line is taken: a packed file may be unpacked in a thread of
 * its own while its lines are read here. The result is the same; small files
 * and plain ones do not need it. Only for reader_lines().
 */
void reader_beside(struct reader *r);

/*
 * The first plain bytes, up to a block, without taking them; borrowed until the
 * next call. ERR_INPUT when the compressed data is damaged.
 */
MUST int reader_peek(struct reader *r, struct str *ret_head, struct err *e);

/* Up to `cap` plain bytes; *ret_n is 0 at the end of the file. */
MUST int reader_read(
    struct reader *r, char *to, size_t cap, size_t *ret_n, struct err *e);

/*
 * Whole lines; behind `text` at least READER_SLACK bytes may be read (not
 * used). Only the last chunk of a file may lack its newline. A line of more
 * than READER_CHUNK_MAX is skipped: then `text` is empty and `too_long` set,
 * and the chunk stands for that one line.
 */
struct chunk {
	struct str text;
	int64_t from_byte, to_byte;
	bool too_long;
};

/* The next chunk; to_byte == from_byte at the end. Borrowed until the next. */
MUST int reader_lines(struct reader *r, struct chunk *ret_chunk, struct err *e);

/*
 * Only the lines of a plain file that begin in [from, to); `to` < 0: to the
 * end. ERR_USAGE when the file is compressed. A file cut into ranges at any
 * bytes gives each line once.
 */
MUST int reader_open_range(const char *path, int64_t from, int64_t to,
    struct reader **ret_reader, struct err *e);

/* Is the file compressed? Then it has one stream of bytes, and no ranges. */
bool reader_packed(const struct reader *r);

/*
 * Before anything else is taken (a look is no harm): go to plain byte `from`.
 * *ret_same tells whether what ends there has the digest `tail` (part.h); if
 * not, the reader stands at the beginning again. So it does when `from` lies in
 * the middle of a line; before its newline is behind the line.
 */
MUST int reader_skip(struct reader *r, int64_t from, const char *tail,
    bool *ret_same, struct err *e);

/*
 * fingerprint, tail, from_byte and to_byte of what was taken so far, as part.h
 * says; a line that was left alone is not part of it. Not for a range of a
 * larger file: see reader_part_of().
 */
void reader_part(const struct reader *r, struct part *ret_part);

/*
 * Those of the plain bytes [0, to) of any file; a plain one is not read as a
 * whole. ERR_INPUT when there are fewer.
 */
MUST int reader_part_of(
    const char *path, int64_t to, struct part *ret_part, struct err *e);

/* Bytes of the file, or the range, as it lies on disk: taken, and all. */
int64_t reader_done_bytes(const struct reader *r);
int64_t reader_all_bytes(const struct reader *r);

#endif
