#include "base/diag.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

#define EXCERPT_BYTES 160
#define DIAG_LIMIT    200
#define MARK_LINES    1024

void
diags_init(struct diags *d, struct arena *keep)
{
	*d = (struct diags){ .keep = keep, .limit = DIAG_LIMIT };
}

void
diags_text(struct diags *d, struct str file, struct str text)
{
	struct diag_text *t = vec_push(d->keep, &d->texts);

	*t = (struct diag_text){ .file = file, .text = text };
}

/* Where the line after the one at `from` begins; text.n at the end. */
static size_t
next_line(struct str text, size_t from)
{
	const char *end = memchr(text.p + from, '\n', text.n - from);

	return end == NULL ? text.n : (size_t)(end - text.p) + 1;
}

/*
 * Many complaints may come from the far end of a long file; counting its lines
 * anew for each of them would take longer than all the rest.
 */
static void
mark_lines(struct diags *d, struct diag_text *t)
{
	size_t line = 0;

	for (size_t at = 0; at < t->text.n; at = next_line(t->text, at))
		if (line++ % MARK_LINES == 0)
			*vec_push(d->keep, &t->marks) = at;
}

static struct str
line_of(struct diags *d, struct place at)
{
	struct diag_text *t = NULL;
	size_t mark = at.line < 1 ? 0 : (size_t)(at.line - 1) / MARK_LINES;
	size_t from;

	for (size_t i = 0; i < d->texts.n; i++)
		if (str_eq(d->texts.v[i].file, at.file))
			t = &d->texts.v[i];
	if (at.line < 1 || t == NULL || t->text.n == 0)
		return STR_NONE;
	if (t->marks.n == 0)
		mark_lines(d, t);
	if (mark >= t->marks.n)
		return STR_NONE;
	from = t->marks.v[mark];
	for (int64_t n = (at.line - 1) % MARK_LINES; n > 0; n--)
		from = next_line(t->text, from);
	return str_sub(t->text, from, next_line(t->text, from));
}

/* The first byte of a character is no continuation. */
static size_t
whole_character(struct str s, size_t at)
{
	while (at < s.n && ((unsigned char)s.p[at] & 0xc0) == 0x80)
		at++;
	return at;
}

/*
 * The part of a line that is worth showing: whole when short, else from the
 * start or around the column, which is counted from there in *ret_caret.
 */
static struct str
excerpt(struct diags *d, struct str line, int64_t col, int64_t *ret_caret)
{
	size_t from = 0, at = 0;

	while (line.n != 0 &&
	       (line.p[line.n - 1] == '\r' || line.p[line.n - 1] == '\n'))
		line.n--;
	for (int64_t i = 1; i < col && at < line.n; i++)
		utf8_next(line, &at);
	if (line.n > EXCERPT_BYTES && at > EXCERPT_BYTES - 40)
		from = whole_character(line, at - 80);
	*ret_caret = col < 1 ? 0 : 1;
	for (size_t k = from; col >= 1 && k < at; (*ret_caret)++)
		utf8_next(line, &k);
	return utf8_clean(d->keep,
	    str_sub(line, from, whole_character(line, from + EXCERPT_BYTES)));
}

/* Count it; false when so many are kept already that this one is not. */
static bool
count(struct diags *d, enum diag_level level)
{
	if (level == DIAG_ERROR)
		d->errors++;
	else
		d->warnings++;
	return d->list.n < d->limit;
}

static void
add(struct diags *d, enum diag_level level, struct place at, struct str quote,
    const char *hint, struct str message)
{
	struct diag *one = vec_push(d->keep, &d->list);

	one->level = level;
	one->at = at;
	one->at.file = utf8_clean(d->keep, at.file);
	one->message = utf8_clean(d->keep, message);
	one->excerpt = excerpt(d, quote, at.col, &one->caret);
	one->hint = hint ? utf8_clean(d->keep, str_of(hint)) : STR_NONE;
}

static struct str
format(struct arena *keep, const char *fmt, va_list ap)
{
	struct buf b;
	struct str s;

	buf_init(&b, 4096);
	buf_vaddf(&b, fmt, ap);
	s = str_dup(keep, buf_str(&b));
	buf_release(&b);
	return s;
}

/* A letter or digit beside a word makes it part of a longer one. */
static bool
is_inside(struct str line, size_t at)
{
	char c = at < line.n ? line.p[at] : ' ';

	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_' || c == '-' ||
	       (unsigned char)c >= 0x80;
}

int64_t
diag_column(struct diags *d, struct place at, struct str word)
{
	struct str line = line_of(d, at);
	int64_t found = 0;

	for (size_t i = 0; word.n != 0 && i + word.n <= line.n; i++) {
		if (!str_eq(str_sub(line, i, i + word.n), word) ||
		    is_inside(line, i + word.n) ||
		    (i > 0 && is_inside(line, i - 1)))
			continue;
		if (found != 0)
			return 0;
		found = (int64_t)utf8_count(str_sub(line, 0, i)) + 1;
	}
	return found;
}

/* The delimiter of a table is the one that its first line has most of. */
static char
delimiter_of(struct str head)
{
	static const char marks[] = ",;\t";
	size_t most = 0;
	char best = ',';

	for (const char *m = marks; *m != '\0'; m++) {
		size_t n = 0;

		for (size_t i = 0; i < head.n; i++)
			n += head.p[i] == *m;
		if (n > most) {
			most = n;
			best = *m;
		}
	}
	return best;
}

/* Where the next cell begins; the end of the line behind the last one. */
static size_t
next_cell(struct str line, size_t at, char delimiter)
{
	bool quoted = false;

	for (; at < line.n; at++) {
		quoted ^= line.p[at] == '"';
		if (line.p[at] == delimiter && !quoted)
			return at + 1;
	}
	return line.n;
}

int64_t
diag_column_below(
    struct diags *d, struct place at, const char *head_word, struct str word)
{
	struct str head = line_of(d, (struct place){ at.file, 1, 0 });
	struct str line = line_of(d, at);
	char delimiter = delimiter_of(head);
	size_t in_head = 0, in_line = 0, next;
	int64_t col =
	    diag_column(d, (struct place){ at.file, 1, 0 }, str_of(head_word));

	if (col == 0 || at.line <= 1)
		return 0;
	/* cell by cell in both lines, until the word is passed above */
	for (;; in_head = next) {
		next = next_cell(head, in_head, delimiter);
		if (next == head.n ||
		    (int64_t)utf8_count(str_sub(head, 0, next)) + 1 > col)
			break;
		in_line = next_cell(line, in_line, delimiter);
	}
	while (in_line < line.n &&
	       (line.p[in_line] == ' ' || line.p[in_line] == '"'))
		in_line++;
	if (!str_eq(str_sub(line, in_line, in_line + word.n), word))
		return 0;
	return (int64_t)utf8_count(str_sub(line, 0, in_line)) + 1;
}

void
diag_add(struct diags *d, enum diag_level level, struct place at,
    const char *hint, const char *fmt, ...)
{
	struct str message;
	va_list ap;

	if (!count(d, level))
		return;
	va_start(ap, fmt);
	message = format(d->keep, fmt, ap);
	va_end(ap);
	add(d, level, at, line_of(d, at), hint, message);
}

void
diag_quote(struct diags *d, enum diag_level level, struct place at,
    struct str quote, const char *hint, const char *fmt, ...)
{
	struct str message;
	va_list ap;

	if (!count(d, level))
		return;
	va_start(ap, fmt);
	message = format(d->keep, fmt, ap);
	va_end(ap);
	add(d, level, at, quote, hint, message);
}

struct ordered {
	struct diag diag;
	size_t index;
};

static int
by_place(const void *pa, const void *pb)
{
	const struct ordered *a = pa, *b = pb;
	int c = str_cmp(a->diag.at.file, b->diag.at.file);

	if (c != 0)
		return c;
	if (a->diag.at.line != b->diag.at.line)
		return a->diag.at.line < b->diag.at.line ? -1 : 1;
	if (a->diag.at.col != b->diag.at.col)
		return a->diag.at.col < b->diag.at.col ? -1 : 1;
	return a->index < b->index ? -1 : a->index > b->index;
}

void
diags_sort(struct diags *d)
{
	struct ordered *v = arena_array(d->keep, d->list.n + 1, sizeof *v);

	for (size_t i = 0; i < d->list.n; i++) {
		v[i].diag = d->list.v[i];
		v[i].index = i;
	}
	qsort(v, d->list.n, sizeof *v, by_place);
	for (size_t i = 0; i < d->list.n; i++)
		d->list.v[i] = v[i].diag;
}

static void
add_caret(const struct diag *one, struct buf *out)
{
	size_t at = 0;

	if (one->caret < 1)
		return;
	buf_adds(out, "    ");
	for (int64_t i = 1; i < one->caret && at < one->excerpt.n; i++) {
		uint32_t c = utf8_next(one->excerpt, &at);

		if (c == '\t')
			buf_addc(out, '\t');
		else
			buf_addf(out, "%*s", (int)utf8_cell(c), "");
	}
	buf_adds(out, "^\n");
}

void
diag_format(const struct diag *one, struct buf *out)
{
	if (one->at.file.n != 0)
		buf_addstr(out, one->at.file);
	if (one->at.line > 0)
		buf_addf(out, ":%lld", (long long)one->at.line);
	if (one->at.line > 0 && one->at.col > 0)
		buf_addf(out, ":%lld", (long long)one->at.col);
	buf_addf(out, "%s%s: ", one->at.file.n != 0 ? ": " : "",
	    one->level == DIAG_ERROR ? "error" : "warning");
	buf_addstr(out, one->message);
	buf_addc(out, '\n');
	if (one->excerpt.n != 0) {
		buf_adds(out, "    ");
		buf_addstr(out, one->excerpt);
		buf_addc(out, '\n');
		add_caret(one, out);
	}
	if (one->hint.n != 0) {
		buf_adds(out, "hint: ");
		buf_addstr(out, one->hint);
		buf_addc(out, '\n');
	}
}
