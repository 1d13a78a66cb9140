#include "base/json_out.h"

#include "base/err.h"
#include "base/utf8.h"

void
json_begin(struct json_out *j, struct buf *out)
{
	*j = (struct json_out){ .out = out };
}

void
json_begin_narrow(struct json_out *j, struct buf *out)
{
	*j = (struct json_out){ .out = out, .narrow = true };
}

static void
line(struct json_out *j)
{
	if (j->narrow)
		return;
	buf_addc(j->out, '\n');
	for (int i = 0; i < j->depth; i++)
		buf_adds(j->out, "  ");
}

/* Comma and indentation before a value or key. */
static void
before(struct json_out *j)
{
	if (j->after_key) {
		j->after_key = false;
		return;
	}
	if (j->used[j->depth])
		buf_addc(j->out, ',');
	j->used[j->depth] = true;
	if (j->depth > 0)
		line(j);
}

static void
open_level(struct json_out *j, char c)
{
	before(j);
	buf_addc(j->out, c);
	if (++j->depth == JSON_MAX_DEPTH)
		BUG("JSON nested too deep");
	j->used[j->depth] = false;
}

static void
close_level(struct json_out *j, char c)
{
	bool used = j->used[j->depth];

	if (j->depth == 0)
		BUG("JSON closed more often than opened");
	j->depth--;
	if (used)
		line(j);
	buf_addc(j->out, c);
}

void
json_open_map(struct json_out *j)
{
	open_level(j, '{');
}

void
json_close_map(struct json_out *j)
{
	close_level(j, '}');
}

void
json_open_list(struct json_out *j)
{
	open_level(j, '[');
}

void
json_close_list(struct json_out *j)
{
	close_level(j, ']');
}

void
json_key(struct json_out *j, struct str key)
{
	before(j);
	json_quote(j->out, key);
	buf_adds(j->out, j->narrow ? ":" : ": ");
	j->after_key = true;
}

void
json_key_of(struct json_out *j, const char *key)
{
	json_key(j, str_of(key));
}

void
json_text(struct json_out *j, struct str text)
{
	before(j);
	json_quote(j->out, text);
}

void
json_int(struct json_out *j, int64_t n)
{
	before(j);
	buf_addi(j->out, n);
}

void
json_bool(struct json_out *j, bool b)
{
	before(j);
	buf_adds(j->out, b ? "true" : "false");
}

void
json_null(struct json_out *j)
{
	before(j);
	buf_adds(j->out, "null");
}

void
json_put_text(struct json_out *j, const char *key, struct str text)
{
	json_key_of(j, key);
	json_text(j, text);
}

void
json_put_int(struct json_out *j, const char *key, int64_t n)
{
	json_key_of(j, key);
	json_int(j, n);
}

void
json_put_bool(struct json_out *j, const char *key, bool b)
{
	json_key_of(j, key);
	json_bool(j, b);
}

void
json_end(struct json_out *j)
{
	if (j->depth != 0)
		BUG("JSON left open");
	buf_addc(j->out, '\n');
}

static void
quote_one(struct buf *out, uint32_t c, struct str bytes)
{
	switch (c) {
	case '"':
		buf_adds(out, "\\\"");
		return;
	case '\\':
		buf_adds(out, "\\\\");
		return;
	case '\n':
		buf_adds(out, "\\n");
		return;
	case '\r':
		buf_adds(out, "\\r");
		return;
	case '\t':
		buf_adds(out, "\\t");
		return;
	case UINT32_MAX:
		buf_adds(out, "\xEF\xBF\xBD");
		return;
	default:
		break;
	}
	if (c < 0x20 || (c >= 0x7F && c < 0xA0) ||
	    (utf8_hidden(c) && c <= 0xFFFF))
		buf_addf(out, "\\u%04x", (unsigned)c);
	else
		buf_addstr(out, bytes);
}

static bool
is_plain(char c)
{
	return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

void
json_quote(struct buf *out, struct str text)
{
	buf_addc(out, '"');
	for (size_t at = 0; at < text.n;) {
		size_t from = at;
		uint32_t c;

		while (at < text.n && is_plain(text.p[at]))
			at++;
		if (at > from) {
			buf_add(out, text.p + from, at - from);
			continue;
		}
		c = utf8_next(text, &at);
		quote_one(out, c, str_sub(text, from, at));
	}
	buf_addc(out, '"');
}
