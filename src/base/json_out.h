/*
 * json_out.h -- writing JSON: nesting, commas, escapes. Reading is elsewhere.
 *
 * Text that is not valid UTF-8 is written with U+FFFD in place of each bad
 * byte, so that what comes out is always JSON; hidden characters are escaped.
 * Numbers are integers only: decimals and fractions go out as text, exactly as
 * they are.
 */
#ifndef BASE_JSON_OUT_H
#define BASE_JSON_OUT_H

#include "base/str.h"

#define JSON_MAX_DEPTH 32

/* Start with json_begin(); every open is closed by the one who opened it. */
struct json_out {
	struct buf *out;
	int depth;
	bool used[JSON_MAX_DEPTH]; /* something stands on this level already */
	bool after_key;
	bool narrow; /* no blanks, no line feeds */
};

void json_begin(struct json_out *j, struct buf *out);
/* The same all on one line, without blanks: for machines only. */
void json_begin_narrow(struct json_out *j, struct buf *out);
void json_open_map(struct json_out *j);
void json_close_map(struct json_out *j);
void json_open_list(struct json_out *j);
void json_close_list(struct json_out *j);
/* Inside a map, before each value. */
void json_key(struct json_out *j, struct str key);
void json_key_of(struct json_out *j, const char *key);
void json_text(struct json_out *j, struct str text);
void json_int(struct json_out *j, int64_t n);
void json_bool(struct json_out *j, bool b);
void json_null(struct json_out *j);
/* Key and value at once. */
void json_put_text(struct json_out *j, const char *key, struct str text);
void json_put_int(struct json_out *j, const char *key, int64_t n);
void json_put_bool(struct json_out *j, const char *key, bool b);
/* A line feed after the last value. */
void json_end(struct json_out *j);

/* The text in quotes, with escapes. */
void json_quote(struct buf *out, struct str text);

#endif
