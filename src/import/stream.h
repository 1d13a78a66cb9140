/*
 * stream.h -- the plain bytes of one file, whatever it is packed in.
 *
 * Compression is told by the first bytes, never by the name. Bytes come in
 * order and each once. It knows nothing of lines: what a file that ends too
 * early is worth, the reader decides.
 */
#ifndef IMPORT_STREAM_H
#define IMPORT_STREAM_H

#include "base/err.h"
#include "base/str.h"

struct stream;

enum stream_end {
	STREAM_GOING, /* more may follow */
	STREAM_WHOLE, /* all was there, and every check agreed */
	STREAM_CUT,   /* packed, and it ends in the middle */
	STREAM_STRAY  /* packed and whole, and something else follows */
};

/* ERR_ENV when it cannot be opened or is no regular file. */
MUST int stream_open(
    const char *path, struct stream **ret_stream, struct err *e);

/* The same over bytes in memory, borrowed until the stream is closed. */
struct stream *stream_memory(struct str bytes);

void stream_close(struct stream *s); /* NULL is fine */

bool stream_packed(const struct stream *s);

/*
 * Up to `cap` plain bytes; *ret_n is 0 only at the end, and then stream_end()
 * tells which. ERR_INPUT when the packed data is damaged or is a bomb: then
 * nothing that came before can be trusted.
 */
MUST int stream_read(
    struct stream *s, char *to, size_t cap, size_t *ret_n, struct err *e);

enum stream_end stream_end(const struct stream *s);

/* What is wrong with an end that is STREAM_CUT or STREAM_STRAY; returns -1. */
int stream_trouble(const struct stream *s, struct err *e);

/* Go on at plain byte `at`; of a packed file only at its beginning. */
void stream_seek(struct stream *s, int64_t at);

/* Bytes of the file as it lies on disk: taken so far, and all. */
int64_t stream_done_bytes(const struct stream *s);
int64_t stream_all_bytes(const struct stream *s);

#endif
