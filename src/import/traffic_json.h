/*
 * traffic_json.h -- one line that is a JSON object, without building it.
 *
 * The scanner walks over the whole line, checks it as strictly as a parser
 * would and picks out the few values somebody asked for. Bytes above 7F are
 * taken as they are: servers log what clients send.
 */
#ifndef IMPORT_TRAFFIC_JSON_H
#define IMPORT_TRAFFIC_JSON_H

#include "import/reader.h"

enum jline_kind {
	JLINE_NONE, /* no such key */
	JLINE_NULL, /* also for true and false */
	JLINE_NUMBER,
	JLINE_STRING,
	JLINE_OBJECT,
	JLINE_ARRAY
};

struct jline_value {
	enum jline_kind kind;
	bool escaped;
	struct str raw; /* a string without its quotes */
};

/*
 * A key and the slot its value goes to; with `inside`, the keys of the object
 * it holds. Of an array the first element is meant, when it is no array.
 */
struct jline_key {
	const char *name;
	size_t n;
	int slot; /* -1: only what is inside counts */
	const struct jline_key *inside;
};
#define JLINE_KEY(name, slot)                                                  \
	{                                                                      \
		name, sizeof(name) - 1, slot, NULL                             \
	}
#define JLINE_INSIDE(name, slot, keys)                                         \
	{                                                                      \
		name, sizeof(name) - 1, slot, keys                             \
	}
#define JLINE_END                                                              \
	{                                                                      \
		NULL, 0, -1, NULL                                              \
	}

#define JLINE_MAX_DEPTH 32

/* Lines repeat their keys: what was found for one, also that it is unknown. */
enum { JLINE_MEMOS = 64, JLINE_MEMO_BYTES = 24 };
struct jline_memo {
	const struct jline_key *keys, *found;
	size_t n;
	char name[JLINE_MEMO_BYTES];
};

/* A shape of lines; start with { .keys = table }. */
struct jline {
	const struct jline_key *keys;
	struct jline_memo memos[JLINE_MEMOS];
};

/*
 * `slots` are JLINE_NONE before. NULL, or why the line is no object: a static
 * text. Values point into the line.
 */
const char *jline_read(
    struct jline *j, struct str line, struct jline_value *slots);

/*
 * The text of a string, or a number as it is written; empty for all others.
 * Escapes are resolved into `room`, which must have space for raw.n bytes.
 */
struct str jline_text(const struct jline_value *value, char *room);

/* The values of one line after the other; start with { .json.keys = table }. */
enum { JLINE_SLOTS = 40 };
struct jline_values {
	struct jline json;
	struct jline_value slots[JLINE_SLOTS];
	size_t used; /* of `room`, by the texts of this line */
	char room[READER_LINE_MAX];
};

/* Fill the first `n` slots; NULL or why, as jline_read(). */
const char *jline_take(struct jline_values *v, size_t n, struct str line);
/* The text in a slot, until the next line. */
struct str jline_value_text(struct jline_values *v, int slot);

#endif
