/*
 * engine_password.c -- finding passwords where none may stand.
 */
#include <string.h>

#include "import/engine.h"

static const char hint[] =
    "PostgreSQL reads ~/.pgpass (host:port:database:user:password), ClickHouse "
    "~/.netrc; both with mode 0600";

struct stretch {
	size_t from, to;
};

static bool
blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/*
 * "://user:secret@": from behind the colon up to the last @ of the word; up to
 * the first slash where other addresses may stand.
 */
static bool
in_address(struct str text, size_t at, bool strict, struct stretch *ret)
{
	size_t from = 0, to = 0, i = at + 3;

	if (at + 3 > text.n || memcmp(text.p + at, "://", 3) != 0)
		return false;
	for (; i < text.n && !blank(text.p[i]) && text.p[i] != '"' &&
	       text.p[i] != '\'' && (strict || text.p[i] != '/');
	     i++) {
		if (text.p[i] == ':' && from == 0)
			from = i + 1;
		if (text.p[i] == '@')
			to = i;
	}
	*ret = (struct stretch){ from, to };
	return from != 0 && to > from;
}

/* "password=secret", "password: secret" */
static bool
in_word(struct str text, size_t at, struct stretch *ret)
{
	static const char word[] = "password";
	size_t i = at + sizeof word - 1, from;
	char quote = 0;

	if (i >= text.n || !str_is_nocase(str_sub(text, at, i), word) ||
	    (at > 0 && !blank(text.p[at - 1]) &&
		strchr("?&'\"{,", text.p[at - 1]) == NULL))
		return false;
	if (text.p[i] == '"' || text.p[i] == '\'')
		i++;
	if (i >= text.n || (text.p[i] != '=' && text.p[i] != ':'))
		return false;
	i++;
	while (i < text.n && (text.p[i] == ' ' || text.p[i] == '\t'))
		i++;
	if (i < text.n && (text.p[i] == '"' || text.p[i] == '\''))
		quote = text.p[i++];
	for (from = i; i < text.n && text.p[i] != '\n'; i++)
		if (quote != 0 ? text.p[i] == quote : blank(text.p[i]))
			break;
	*ret = (struct stretch){ from, i };
	return i > from;
}

/* From the line of `traffic:` to the next key of the case. */
static struct stretch
section(struct str text)
{
	struct stretch s = { text.n, text.n };
	size_t at = 0;

	while (at < text.n) {
		struct str line = str_sub(text, at, text.n);
		size_t n = str_find(line, '\n');
		bool key = n > 0 && strchr(" \t-#\r\n]}", line.p[0]) == NULL;

		if (key && str_starts(line, "traffic:"))
			s = (struct stretch){ at, text.n };
		else if (key && s.from < text.n && s.to == text.n)
			s.to = at;
		at += n + 1;
	}
	return s;
}

struct str
engine_no_password(
    struct str text, struct str name, struct arena *keep, struct diags *d)
{
	struct stretch here = section(text), found;
	struct place at = { .file = name, .line = 1, .col = 1 }, first = at;
	char *masked = NULL;

	for (size_t i = 0; i < text.n; i++) {
		bool inside = i >= here.from && i < here.to;

		if ((inside && in_word(text, i, &found)) ||
		    in_address(text, i, inside, &found)) {
			if (masked == NULL) {
				masked = str_cstr(keep, text);
				first = at;
				first.col += (int64_t)(found.from - i);
			}
			if (strlen(masked) == text.n)
				memset(masked + found.from, 'x',
				    found.to - found.from);
		}
		at.line += text.p[i] == '\n';
		if (text.p[i] == '\n')
			at.col = 1;
		else
			at.col += ((unsigned char)text.p[i] & 0xc0) != 0x80;
	}
	if (masked == NULL)
		return text;
	text = str_of(masked);
	diags_text(d, name, text);
	diag_add(d, DIAG_ERROR, first, hint,
	    "no password may stand here: a case is kept and passed on");
	return text;
}
