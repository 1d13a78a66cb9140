/*
 * engine_binary.h -- ClickHouse's RowBinary, read without believing it.
 *
 * Numbers are little-endian; a text is its length (seven bits a byte, lowest
 * first) and its bytes. Each function is false at the end of the bytes, or when
 * they cannot be what is asked for; nothing is read beyond the end.
 */
#ifndef IMPORT_ENGINE_BINARY_H
#define IMPORT_ENGINE_BINARY_H

#include "base/str.h"

struct engine_binary {
	struct str bytes;
	size_t at;
};

bool engine_binary_text(struct engine_binary *b, struct str *ret);
bool engine_binary_uint32(struct engine_binary *b, int64_t *ret);
bool engine_binary_int64(struct engine_binary *b, int64_t *ret);

#endif
