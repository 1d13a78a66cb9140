#include "import/traffic_json.h"

#include <string.h>

#include "import/digits.h"

struct walk {
	const char *p, *end;
	const char *why; /* it is no JSON; set once */
	struct jline_value *slots;
	struct jline *j;
};

static bool value(struct walk *w, const struct jline_key *key, int depth);

static bool
fail(struct walk *w, const char *why)
{
	w->why = why;
	return false;
}

static void
blanks(struct walk *w)
{
	while (w->p < w->end && (*w->p == ' ' || *w->p == '\t'))
		w->p++;
}

/* Behind blanks, this character. */
static bool
next_is(struct walk *w, char c)
{
	blanks(w);
	if (w->p == w->end || *w->p != c)
		return false;
	w->p++;
	return true;
}

/* ---- strings
 * --------------------------------------------------------------------- */

#define ONES UINT64_C(0x0101010101010101)
#define TOPS UINT64_C(0x8080808080808080)

/* The first byte that is a quote, a backslash or a control. */
static const char *
plain_end(const char *p, const char *end)
{
	while (end - p >= 8) {
		uint64_t v, quote, back, low;

		memcpy(&v, p, 8);
		quote = v ^ ONES * '"';
		back = v ^ ONES * '\\';
		low = (v - ONES * 0x20) & ~v;
		quote = (quote - ONES) & ~quote;
		back = (back - ONES) & ~back;
		low = (quote | back | low) & TOPS;
		if (low != 0) {
			/* the lowest mark is true, those above may be not */
			if (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)
				return p + __builtin_ctzll(low) / 8;
			break;
		}
		p += 8;
	}
	while (p < end && *p != '"' && *p != '\\' && (unsigned char)*p >= 0x20)
		p++;
	return p;
}

/* Four hexadecimal digits, or -1. */
static int
hex4(const char *p, const char *end)
{
	int v = 0;

	if (end - p < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		int h = digit_hex(p[i]);

		if (h < 0)
			return -1;
		v = v * 16 + h;
	}
	return v;
}

/* Behind the backslash; false for what JSON does not know. */
static bool
escape(struct walk *w)
{
	int v;

	if (w->p == w->end)
		return false;
	if (*w->p != 'u')
		return memchr("\"\\/bfnrt", *w->p++, 8) != NULL;
	v = hex4(w->p + 1, w->end);
	if (v < 0 || (v >= 0xdc00 && v < 0xe000))
		return false;
	w->p += 5;
	if (v < 0xd800 || v >= 0xe000)
		return true;
	/* the other half of a pair must follow */
	if (w->end - w->p < 6 || w->p[0] != '\\' || w->p[1] != 'u')
		return false;
	v = hex4(w->p + 2, w->end);
	if (v < 0xdc00 || v >= 0xe000)
		return false;
	w->p += 6;
	return true;
}

/* Behind the opening quote; moves behind the closing one. */
static bool
string(struct walk *w, struct jline_value *ret)
{
	const char *from = w->p;

	ret->kind = JLINE_STRING;
	ret->escaped = false;
	for (;;) {
		w->p = plain_end(w->p, w->end);
		if (w->p == w->end)
			return fail(w, "a text in JSON does not end");
		if (*w->p == '"')
			break;
		if (*w->p++ != '\\')
			return fail(w, "a control character in a text of JSON");
		ret->escaped = true;
		if (!escape(w))
			return fail(w, "an escape that JSON does not know");
	}
	ret->raw = (struct str){ from, (size_t)(w->p - from) };
	w->p++;
	return true;
}

/* ---- other values
 * --------------------------------------------------------------------- */

static bool
digits(struct walk *w)
{
	const char *from = w->p;

	while (w->p < w->end && *w->p >= '0' && *w->p <= '9')
		w->p++;
	return w->p > from;
}

static bool
number(struct walk *w, struct jline_value *ret)
{
	const char *from = w->p;

	if (*w->p == '-')
		w->p++;
	if (w->p < w->end && *w->p == '0')
		w->p++;
	else if (!digits(w))
		return fail(w, "a value that JSON does not know");
	if (w->p < w->end && *w->p == '.') {
		w->p++;
		if (!digits(w))
			return fail(w, "a number that JSON does not know");
	}
	if (w->p < w->end && (*w->p | 0x20) == 'e') {
		w->p++;
		if (w->p < w->end && (*w->p == '+' || *w->p == '-'))
			w->p++;
		if (!digits(w))
			return fail(w, "a number that JSON does not know");
	}
	ret->kind = JLINE_NUMBER;
	ret->raw = (struct str){ from, (size_t)(w->p - from) };
	return true;
}

static bool
word(struct walk *w, struct jline_value *ret)
{
	static const char *const words[] = { "true", "false", "null" };
	struct str rest = { w->p, (size_t)(w->end - w->p) };

	if ((*w->p >= '0' && *w->p <= '9') || *w->p == '-')
		return number(w, ret);
	ret->kind = JLINE_NULL;
	for (int i = 0; i < 3; i++) {
		if (str_starts(rest, words[i])) {
			w->p += strlen(words[i]);
			return true;
		}
	}
	return fail(w, "a value that JSON does not know");
}

static bool
array(struct walk *w, const struct jline_key *key, int depth)
{
	if (next_is(w, ']'))
		return true;
	do {
		blanks(w);
		/* only the first element is wanted, and no array in arrays */
		if (w->p < w->end && *w->p == '[')
			key = NULL;
		if (!value(w, key, depth))
			return false;
		key = NULL;
	} while (next_is(w, ','));
	return next_is(w, ']') || fail(w, "a list in JSON does not end");
}

static const struct jline_key *
look_up(const struct jline_key *keys, struct str name)
{
	for (; keys->name != NULL; keys++)
		if (keys->n == name.n &&
		    memcmp(keys->name, name.p, name.n) == 0)
			return keys;
	return NULL;
}

static const struct jline_key *
find_key(struct walk *w, const struct jline_key *keys, struct str name)
{
	struct jline_memo *m = w->j->memos;
	size_t at;

	if (keys == NULL || name.n == 0)
		return NULL;
	if (name.n > JLINE_MEMO_BYTES)
		return look_up(keys, name);
	at = name.n * 5 + (unsigned char)name.p[0] * 3 +
	     (unsigned char)name.p[name.n - 1] +
	     (unsigned char)name.p[name.n / 2];
	m += at % JLINE_MEMOS;
	if (m->keys != keys || m->n != name.n ||
	    memcmp(m->name, name.p, name.n) != 0) {
		m->keys = keys;
		m->n = name.n;
		memcpy(m->name, name.p, name.n);
		m->found = look_up(keys, name);
	}
	return m->found;
}

static bool
object(struct walk *w, const struct jline_key *keys, int depth)
{
	struct jline_value name;

	if (next_is(w, '}'))
		return true;
	do {
		if (!next_is(w, '"'))
			return fail(w, "a key is missing in JSON");
		if (!string(w, &name))
			return false;
		if (!next_is(w, ':'))
			return fail(w, "a key in JSON has no value");
		if (!value(w, find_key(w, keys, name.raw), depth))
			return false;
	} while (next_is(w, ','));
	return next_is(w, '}') || fail(w, "an object in JSON does not end");
}

static bool
put(struct walk *w, const struct jline_key *key, const struct jline_value *v)
{
	if (key == NULL || key->slot < 0)
		return true;
	/* which one is meant? */
	if (w->slots[key->slot].kind != JLINE_NONE)
		return fail(w, "a key is there twice");
	w->slots[key->slot] = *v;
	return true;
}

static bool
value(struct walk *w, const struct jline_key *key, int depth)
{
	struct jline_value v = { JLINE_NONE, false, { NULL, 0 } };

	blanks(w);
	if (w->p == w->end)
		return fail(w, "a key in JSON has no value");
	if (*w->p == '"') {
		w->p++;
		return string(w, &v) && put(w, key, &v);
	}
	if (*w->p != '{' && *w->p != '[')
		return word(w, &v) && put(w, key, &v);
	if (depth >= JLINE_MAX_DEPTH)
		return fail(w, "JSON within JSON, too deep");
	if (*w->p++ == '[')
		return array(w, key, depth + 1);
	v.kind = JLINE_OBJECT;
	return put(w, key, &v) &&
	       object(w, key != NULL ? key->inside : NULL, depth + 1);
}

const char *
jline_read(struct jline *j, struct str line, struct jline_value *slots)
{
	struct walk w = { .p = line.p, .slots = slots, .j = j };

	if (line.n == 0)
		return "the line is empty";
	w.end = line.p + line.n;
	blanks(&w);
	if (w.p == w.end)
		return "the line is empty";
	if (!next_is(&w, '{'))
		return "the line is no object of JSON";
	if (!object(&w, j->keys, 1))
		return w.why;
	blanks(&w);
	return w.p == w.end ? NULL : "something else follows the object";
}

/* ---- texts
 * --------------------------------------------------------------------- */

/* What follows \u at *p, as UTF-8; the scanner has checked it. */
static size_t
unescape_u(const char **p, const char *end, char *to)
{
	int v = hex4(*p, end);

	*p += 4;
	if (v >= 0xd800 && v < 0xdc00) {
		v = 0x10000 + (v - 0xd800) * 0x400 + hex4(*p + 2, end) - 0xdc00;
		*p += 6;
	}
	if (v < 0x80) {
		to[0] = (char)v;
		return 1;
	}
	if (v < 0x800) {
		to[0] = (char)(0xc0 | v >> 6);
		to[1] = (char)(0x80 | (v & 0x3f));
		return 2;
	}
	if (v < 0x10000) {
		to[0] = (char)(0xe0 | v >> 12);
		to[1] = (char)(0x80 | (v >> 6 & 0x3f));
		to[2] = (char)(0x80 | (v & 0x3f));
		return 3;
	}
	to[0] = (char)(0xf0 | v >> 18);
	to[1] = (char)(0x80 | (v >> 12 & 0x3f));
	to[2] = (char)(0x80 | (v >> 6 & 0x3f));
	to[3] = (char)(0x80 | (v & 0x3f));
	return 4;
}

struct str
jline_text(const struct jline_value *v, char *room)
{
	static const char from[] = "\"\\/bfnrt", into[] = "\"\\/\b\f\n\r\t";
	const char *p, *end;
	size_t n = 0;

	if (v->kind != JLINE_STRING && v->kind != JLINE_NUMBER)
		return STR_NONE;
	if (!v->escaped)
		return v->raw;
	p = v->raw.p;
	end = p + v->raw.n;
	while (p < end) {
		if (*p != '\\') {
			room[n++] = *p++;
		} else if (p[1] == 'u') {
			p += 2;
			n += unescape_u(&p, end, room + n);
		} else {
			const char *at = memchr(from, p[1], sizeof from - 1);

			room[n++] = into[at - from];
			p += 2;
		}
	}
	return (struct str){ room, n };
}

const char *
jline_take(struct jline_values *v, size_t n, struct str line)
{
	for (size_t i = 0; i < n; i++)
		v->slots[i].kind = JLINE_NONE;
	v->used = 0;
	return jline_read(&v->json, line, v->slots);
}

struct str
jline_value_text(struct jline_values *v, int slot)
{
	struct str text = jline_text(&v->slots[slot], v->room + v->used);

	/* the texts of a line together are no longer than it is */
	if (v->slots[slot].escaped)
		v->used += text.n;
	return text;
}
