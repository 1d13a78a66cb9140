#include "import/traffic_pattern.h"

#include <string.h>

#include "import/access.h"

struct compiling {
	struct arena *keep;
	struct pattern *out;
	struct str rest;
	struct buf literal; /* since the last value */
	const char *why;
	bool seen[PATTERN_SLOTS];
};

static bool
fail(struct compiling *c, const char *why)
{
	c->why = why;
	return false;
}

static char
take(struct compiling *c)
{
	char first = c->rest.n != 0 ? c->rest.p[0] : '\0';

	c->rest = str_sub(c->rest, 1, c->rest.n);
	return first;
}

static bool
add_piece(struct compiling *c, enum pattern_slot slot)
{
	struct pattern *p = c->out;

	if (c->literal.n == 0 && p->n != 0) {
		enum pattern_slot last = p->v[p->n - 1].slot;

		/* nobody asks where one ends and the other begins: %U%q */
		if (slot == PATTERN_IGNORED &&
		    (last == PATTERN_IGNORED || last == PATTERN_TARGET))
			return true;
		return fail(c, "two values with nothing between them");
	}
	if (p->n == PATTERN_MAX_PIECES)
		return fail(c, "too many values");
	p->v[p->n++] = (struct pattern_piece){
		.before = str_dup(c->keep, buf_str(&c->literal)),
		.slot = slot,
	};
	buf_clear(&c->literal);
	c->seen[slot] = true;
	return true;
}

/* ---- Apache
 * --------------------------------------------------------------------- */

/* What %{...}t may say; the times they make can be read. */
static bool
time_known(struct str f)
{
	static const char *const known[] = { "sec", "msec", "usec",
		"%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S",
		"%Y-%m-%d %H:%M:%S %z", "%Y-%m-%d %H:%M:%S%z",
		"%Y-%m-%d %H:%M:%S", "%FT%T%z", "%FT%T", "%F %T %z", "%F %T%z",
		"%F %T", "%d/%b/%Y:%H:%M:%S %z", "%d/%b/%Y:%T %z" };

	if (str_starts(f, "begin:"))
		f = str_sub(f, 6, f.n);
	else if (str_starts(f, "end:"))
		f = str_sub(f, 4, f.n);
	if (f.n > 1 && f.p[0] == '[' && f.p[f.n - 1] == ']')
		f = str_sub(f, 1, f.n - 1);
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_is(f, known[i]))
			return true;
	return false;
}

/* %t alone brings its own brackets; they bound it better than blanks. */
static bool
apache_time(struct compiling *c, struct str argument)
{
	if (argument.n != 0)
		return time_known(argument)
			   ? add_piece(c, PATTERN_TIME)
			   : fail(c, "a form of %{...}t that is not known");
	buf_addc(&c->literal, '[');
	if (!add_piece(c, PATTERN_TIME))
		return false;
	buf_addc(&c->literal, ']');
	return true;
}

static bool
apache_header(struct compiling *c, struct str name)
{
	if (str_is_nocase(name, "User-Agent"))
		return add_piece(c, PATTERN_AGENT);
	if (str_is_nocase(name, "X-Forwarded-For"))
		return add_piece(c, PATTERN_FORWARDED);
	return add_piece(
	    c, str_is_nocase(name, "Host") ? PATTERN_HOST : PATTERN_IGNORED);
}

static bool
apache_value(struct compiling *c)
{
	static const struct {
		char letter;
		enum pattern_slot slot;
	} slots[] = {
		{ 'v', PATTERN_SITE },
		{ 'V', PATTERN_HOST },
		{ 'r', PATTERN_REQUEST },
		{ 'm', PATTERN_METHOD },
		{ 'U', PATTERN_TARGET },
		{ 's', PATTERN_STATUS },
		{ 'b', PATTERN_BYTES },
		{ 'B', PATTERN_BYTES },
		{ 'O', PATTERN_ALL_BYTES },
		{ 'a', PATTERN_CLIENT },
		{ 'h', PATTERN_CLIENT },
	};
	struct str argument = STR_NONE;
	char letter = take(c);

	/* only for some statuses, before or after a redirection */
	while (letter != '\0' && strchr("!<>,0123456789", letter) != NULL)
		letter = take(c);
	if (letter == '{') {
		size_t end = str_find(c->rest, '}');

		argument = str_sub(c->rest, 0, end);
		c->rest = str_sub(c->rest, end + 1, c->rest.n);
		letter = take(c);
	}
	if (letter == '^') {
		take(c);
		letter = take(c);
		return add_piece(c, PATTERN_IGNORED);
	}
	if (!((letter >= 'a' && letter <= 'z') ||
		(letter >= 'A' && letter <= 'Z')))
		return fail(c, "a % that no letter follows");
	if (letter == 't')
		return apache_time(c, argument);
	if (letter == 'i')
		return apache_header(c, argument);
	for (size_t i = 0; i < sizeof slots / sizeof *slots; i++)
		if (slots[i].letter == letter)
			return add_piece(c, slots[i].slot);
	return add_piece(c, PATTERN_IGNORED);
}

/* ---- nginx
 * --------------------------------------------------------------------- */

static bool
name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_';
}

static bool
nginx_value(struct compiling *c)
{
	static const struct {
		const char *name;
		enum pattern_slot slot;
	} slots[] = {
		{ "time_iso8601", PATTERN_TIME },
		{ "time_local", PATTERN_TIME },
		{ "msec", PATTERN_TIME },
		{ "status", PATTERN_STATUS },
		{ "host", PATTERN_SITE },
		{ "http_host", PATTERN_HOST },
		{ "server_name", PATTERN_HOST },
		{ "request", PATTERN_REQUEST },
		{ "request_method", PATTERN_METHOD },
		{ "request_uri", PATTERN_TARGET },
		{ "uri", PATTERN_TARGET },
		{ "body_bytes_sent", PATTERN_BYTES },
		{ "bytes_sent", PATTERN_ALL_BYTES },
		{ "http_user_agent", PATTERN_AGENT },
		{ "remote_addr", PATTERN_CLIENT },
		{ "http_x_forwarded_for", PATTERN_FORWARDED },
	};
	bool braces = c->rest.n != 0 && c->rest.p[0] == '{';
	size_t from = braces, to = from;
	struct str name;

	while (to < c->rest.n && name_byte(c->rest.p[to]))
		to++;
	name = str_sub(c->rest, from, to);
	if (name.n == 0 ||
	    (braces && (to == c->rest.n || c->rest.p[to] != '}')))
		return fail(c, "a $ that no name follows");
	c->rest = str_sub(c->rest, to + braces, c->rest.n);
	for (size_t i = 0; i < sizeof slots / sizeof *slots; i++)
		if (str_is(name, slots[i].name))
			return add_piece(c, slots[i].slot);
	return add_piece(c, PATTERN_IGNORED);
}

/* ---- both
 * --------------------------------------------------------------------- */

/* As configuration files write quotes. */
static void
escaped(struct compiling *c)
{
	char next = take(c);

	if (next == 't')
		buf_addc(&c->literal, '\t');
	else if (next == '"' || next == '\'' || next == '\\')
		buf_addc(&c->literal, next);
	else
		buf_addf(&c->literal, "\\%c", next);
}

static bool
pieces(struct compiling *c, char mark)
{
	while (c->rest.n != 0) {
		char x = take(c);

		if (x == '\\') {
			escaped(c);
		} else if (x != mark) {
			buf_addc(&c->literal, x);
		} else if (c->rest.n != 0 && c->rest.p[0] == '%' && x == '%') {
			buf_addc(&c->literal, take(c));
		} else if (!(mark == '%' ? apache_value(c) : nginx_value(c))) {
			return false;
		}
	}
	c->out->after = str_dup(c->keep, buf_str(&c->literal));
	if (!c->seen[PATTERN_TIME])
		return fail(c, "there is no time in it: %t, $time_iso8601");
	if (!c->seen[PATTERN_STATUS])
		return fail(c, "there is no status in it: %>s, $status");
	return true;
}

static bool
ends_in_quote(struct str s)
{
	return s.n != 0 && s.p[s.n - 1] == '"';
}

const char *
pattern_compile(struct str text, struct arena *keep, struct pattern *ret)
{
	struct compiling c = { .keep = keep, .out = ret };
	const char *end;

	memset(ret, 0, sizeof *ret);
	text = str_trim(text);
	if (text.n > PATTERN_MAX_BYTES)
		return "it is too long";
	if (text.n == 0)
		return "it is empty";
	c.rest = text;
	buf_init(&c.literal, PATTERN_MAX_BYTES);
	pieces(&c, memmem(text.p, text.n, "$status", 7) != NULL ? '$' : '%');
	buf_release(&c.literal);
	for (size_t i = 0; i < ret->n; i++) {
		struct str next =
		    i + 1 < ret->n ? ret->v[i + 1].before : ret->after;

		end = next.p;
		ret->v[i].quoted = ends_in_quote(ret->v[i].before) &&
				   next.n != 0 && *end == '"';
	}
	return c.why;
}

/* Where a value ends; NULL when what must follow does not. */
static const char *
value_end(const struct pattern_piece *piece, struct str next, const char *p,
    const char *end)
{
	const char *stop;

	if (next.n == 0)
		return end;
	if (!piece->quoted)
		return memmem(p, (size_t)(end - p), next.p, next.n);
	stop = access_quote(p, end);
	if (stop == NULL || (size_t)(end - stop) < next.n ||
	    memcmp(stop, next.p, next.n) != 0)
		return NULL;
	return stop;
}

bool
pattern_match(
    const struct pattern *pattern, struct str line, struct str *values)
{
	const char *p = line.p, *end = line.p + line.n;
	struct str before = pattern->v[0].before;

	memset(values, 0, PATTERN_SLOTS * sizeof *values);
	if (line.n < before.n ||
	    (before.n != 0 && memcmp(p, before.p, before.n) != 0))
		return false;
	p += before.n;
	for (size_t i = 0; i < pattern->n; i++) {
		const struct pattern_piece *piece = &pattern->v[i];
		struct str next = i + 1 < pattern->n ? pattern->v[i + 1].before
						     : pattern->after;
		const char *stop = value_end(piece, next, p, end);

		if (stop == NULL)
			return false;
		if (values[piece->slot].p == NULL)
			values[piece->slot] =
			    (struct str){ p, (size_t)(stop - p) };
		p = stop + next.n;
	}
	return p == end;
}
