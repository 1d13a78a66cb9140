#include "import/csv.h"

#include <csv.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "import/utf16.h"

/*
 * Bytes that may be read twice because a broken record ended long after its
 * first line; beyond that, reading goes on where it broke.
 */
#define CSV_REREAD_BYTES ((size_t)64 << 20)

struct csv {
	struct arena keep, row; /* `row` is emptied for each record */
	struct arena_mark row_mark;
	struct reader *reader;
	struct csv_parser parser;
	char delimiter;

	char *buffer; /* [at, n) is text not yet given out */
	size_t at, n, size;
	bool end; /* nothing follows n */
	int64_t base;
	int64_t line; /* of buffer[at] */
	struct utf16 utf16;
	size_t reread;

	/* the record being parsed */
	VEC(struct csv_field) fields;
	size_t pos; /* next byte to feed */
	int64_t pos_line;
	size_t line_start; /* of pos_line */
	int64_t field_line, field_col;
	bool row_done, too_many;
	bool in_long_line; /* its rest is still to be skipped */
};

/* The buffer grows with the records; most files never need the second size. */
enum { BUFFER_FIRST = 512 << 10, BUFFER_BYTES = CSV_MAX_RECORD + BUFFER_FIRST };

/* libcsv grows its field through this; NULL means "too long". */
static void *
field_memory(void *old, size_t bytes)
{
	return bytes > CSV_MAX_FIELD ? NULL : realloc(old, bytes);
}

static int
parser_begin(struct csv *c, struct err *e)
{
	if (csv_init(&c->parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
		return err_set(e, ERR_ENV, "could not start libcsv");
	csv_set_realloc_func(&c->parser, field_memory);
	csv_set_blk_size(&c->parser, 1024);
	csv_set_delim(&c->parser, (unsigned char)c->delimiter);
	return 0;
}

/* Make room behind n: what was given out goes, then the buffer grows. */
static void
make_room(struct csv *c)
{
	if (c->at != 0) {
		memmove(c->buffer, c->buffer + c->at, c->n - c->at);
		c->n -= c->at;
		c->pos -= c->at;
		c->line_start -= c->at;
		c->base += (int64_t)c->at;
		c->at = 0;
	}
	if (c->size - c->n < BUFFER_FIRST / 2 && c->size < BUFFER_BYTES) {
		char *larger = arena_alloc(&c->keep, BUFFER_BYTES);

		memcpy(larger, c->buffer, c->n);
		c->buffer = larger;
		c->size = BUFFER_BYTES;
	}
}

/* More text behind n; `end` is set when there is none. */
static int
fill(struct csv *c, struct err *e)
{
	size_t got;

	make_room(c);
	if (utf16_read(&c->utf16, c->reader, c->buffer + c->n, c->size - c->n,
		&got, e) != 0)
		return -1;
	c->n += got;
	c->end = got == 0;
	return 0;
}

/* Spreadsheets are told their delimiter by a first line `sep=;`. */
static bool
sep_line(struct csv *c)
{
	struct str line = { c->buffer + c->at, c->n - c->at }, rest;

	line = str_cut(line, '\n', &rest);
	if (line.n == 6 && line.p[5] == '\r')
		line.n--;
	if (line.n != 5 || !str_is_nocase(str_sub(line, 0, 4), "sep=") ||
	    memchr(",;\t|", line.p[4], 4) == NULL)
		return false;
	c->delimiter = line.p[4];
	c->at = c->n - rest.n;
	c->line++;
	return true;
}

/* The candidate that stands most often in the header row, outside quotes. */
static void
find_delimiter(struct csv *c)
{
	static const char candidates[] = { ',', ';', '\t' };
	size_t count[3] = { 0 }, best = 0;
	bool quoted = false;

	for (size_t i = c->at; i < c->n; i++) {
		char x = c->buffer[i];

		if (x == '"')
			quoted = !quoted;
		if (!quoted && (x == '\n' || x == '\r') && i != c->at)
			break;
		for (size_t k = 0; k < 3 && !quoted; k++)
			count[k] += x == candidates[k];
	}
	for (size_t k = 1; k < 3; k++)
		if (count[k] > count[best])
			best = k;
	c->delimiter = candidates[best];
}

int
csv_open(struct reader *r, struct csv **ret_csv, struct err *e)
{
	struct arena keep = { 0 };
	struct csv *c = arena_new(&keep, struct csv);

	c->size = BUFFER_FIRST;
	c->buffer = arena_alloc(&keep, c->size);
	c->keep = keep;
	c->reader = r;
	c->line = 1;
	arena_alloc(&c->row, 1);
	c->row_mark = arena_mark(&c->row);
	do {
		if (fill(c, e) != 0)
			goto fail;
	} while (!c->end && c->n < READER_BLOCK_BYTES);
	if (!sep_line(c))
		find_delimiter(c);
	if (parser_begin(c, e) != 0)
		goto fail;
	*ret_csv = c;
	return 0;
fail:
	arena_release(&c->row);
	keep = c->keep;
	arena_release(&keep);
	return -1;
}

void
csv_close(struct csv *c)
{
	struct arena keep;

	if (c == NULL)
		return;
	csv_free(&c->parser);
	arena_release(&c->row);
	keep = c->keep;
	arena_release(&keep);
}

struct str
csv_whole(const struct csv *c)
{
	return (struct str){ c->buffer, c->end ? c->n : 0 };
}

static void
on_field(void *text, size_t n, void *arg)
{
	struct csv *c = arg;
	struct csv_field *f;

	if (c->fields.n == CSV_MAX_FIELDS) {
		c->too_many = true;
		return;
	}
	f = vec_push(&c->row, &c->fields);
	f->text = str_dup(&c->row, (struct str){ text, n });
	f->line = c->field_line;
	f->col = c->field_col;
}

static void
on_row(int end, void *arg)
{
	struct csv *c = arg;

	(void)end;
	c->row_done = true;
}

/* Behind the line that begins at `from`; n when it does not end here. */
static size_t
next_line(const struct csv *c, size_t from)
{
	for (size_t i = from; i < c->n; i++)
		if (c->buffer[i] == '\n' ||
		    (c->buffer[i] == '\r' &&
			(i + 1 == c->n || c->buffer[i + 1] != '\n')))
			return i + 1;
	return c->n;
}

static bool
ends_line(const struct csv *c, size_t to)
{
	return to > c->at &&
	       (c->buffer[to - 1] == '\n' || c->buffer[to - 1] == '\r');
}

/* A line of nothing but blanks; its end is put into *ret_next. */
static bool
blank_line(const struct csv *c, size_t *ret_next)
{
	size_t i = c->at;

	while (i < c->n && (c->buffer[i] == ' ' ||
			       (c->buffer[i] == '\t' && c->delimiter != '\t')))
		i++;
	if (i == c->n) {
		*ret_next = i;
		return c->end;
	}
	if (c->buffer[i] == '\r' && i + 1 < c->n && c->buffer[i + 1] == '\n')
		i++;
	*ret_next = i + 1;
	return c->buffer[i] == '\n' || c->buffer[i] == '\r';
}

static int
skip_long_line(struct csv *c, struct err *e)
{
	while (c->in_long_line) {
		size_t to = next_line(c, c->at);

		c->in_long_line = !ends_line(c, to);
		c->at = to;
		if (c->in_long_line && fill(c, e) != 0)
			return -1;
		c->in_long_line &= !c->end;
	}
	return 0;
}

/* Skip blank lines; the buffer then holds at least one byte or all is over. */
static int
skip_blank(struct csv *c, struct err *e)
{
	size_t next;

	for (;;) {
		while (c->n - c->at < 4096 && !c->end)
			if (fill(c, e) != 0)
				return -1;
		if (c->at == c->n || !blank_line(c, &next))
			return 0;
		c->at = next;
		c->line++;
	}
}

static void
begin_field(struct csv *c)
{
	size_t i = c->pos;

	/* libcsv drops blanks before a field */
	while (i < c->n && (c->buffer[i] == ' ' ||
			       (c->buffer[i] == '\t' && c->delimiter != '\t')))
		i++;
	c->field_line = c->pos_line;
	c->field_col = (int64_t)(i - c->line_start) + 1;
}

/* The end of the next piece that libcsv gets: behind a delimiter or newline. */
static size_t
piece_end(const struct csv *c)
{
	for (size_t i = c->pos; i < c->n; i++) {
		char x = c->buffer[i];

		if (x == c->delimiter || x == '\n')
			return i + 1;
		if (x == '\r')
			return i + 1 < c->n && c->buffer[i + 1] == '\n' ? i + 2
									: i + 1;
	}
	return c->n;
}

/*
 * Feed one piece. libcsv tells fields but not where they stand; as a field ends
 * with the piece that ends it, the places follow. False when it breaks.
 */
static bool
feed(struct csv *c, size_t to)
{
	size_t fields = c->fields.n, n = to - c->pos;
	size_t done =
	    csv_parse(&c->parser, c->buffer + c->pos, n, on_field, on_row, c);
	char last = c->buffer[to - 1];

	if (done < n) {
		c->pos += done;
		return false;
	}
	c->pos = to;
	if (last == '\n' || last == '\r') {
		c->pos_line++;
		c->line_start = to;
	}
	if (c->fields.n != fields || c->too_many)
		begin_field(c);
	return true;
}

/* Give up on the record: go on at the line after its first. */
static int
resume(struct csv *c, struct csv_record *ret, struct err *e)
{
	size_t from = c->at, spent = c->pos - c->at;
	size_t to = next_line(c, from);
	int64_t lines = 1;

	csv_free(&c->parser);
	if (parser_begin(c, e) != 0)
		return -1;
	if (c->pos > to && c->reread + spent > CSV_REREAD_BYTES) {
		to = next_line(c, c->pos);
		lines = c->pos_line - c->line + 1;
	} else if (c->pos > to) {
		c->reread += spent;
	}
	c->in_long_line = !ends_line(c, to);
	ret->raw = (struct str){ c->buffer + from, to - from };
	ret->to_byte = c->base + (int64_t)to;
	c->at = to;
	c->line += lines;
	return 0;
}

static int
broken(struct csv *c, struct csv_record *ret, const char *why, const char *hint,
    struct err *e)
{
	ret->broken = true;
	ret->why = why;
	ret->hint = hint;
	ret->field = NULL;
	ret->n = 0;
	return resume(c, ret, e);
}

#define HINT_QUOTES                                                            \
	"put the whole field in quotation marks and write each one inside it " \
	"twice: \"say \"\"hello\"\"\""

/* What libcsv refused, at the byte where it did. */
static int
refused(struct csv *c, struct csv_record *ret, struct err *e)
{
	ret->why_line = c->pos_line;
	ret->why_col = (int64_t)(c->pos - c->line_start) + 1;
	if (csv_error(&c->parser) == CSV_ENOMEM)
		return broken(c, ret, "a field is longer than 1 MiB",
		    "is a quotation mark not closed?", e);
	return broken(
	    c, ret, "a quotation mark in the wrong place", HINT_QUOTES, e);
}

static int
unclosed(struct csv *c, struct csv_record *ret, const char *why, struct err *e)
{
	ret->why_line = c->field_line;
	ret->why_col = c->field_col;
	return broken(c, ret, why,
	    "close it, or write a quotation mark inside a field twice", e);
}

static int
finish(struct csv *c, struct csv_record *ret, struct err *e)
{
	if (csv_fini(&c->parser, on_field, on_row, c) != 0)
		return unclosed(
		    c, ret, "this quotation mark is never closed", e);
	c->row_done = true;
	return 0;
}

/* Feed pieces until the row is whole or broken. */
static int
parse(struct csv *c, struct csv_record *ret, struct err *e)
{
	while (!c->row_done && !ret->broken) {
		size_t to;

		if (c->pos - c->at > CSV_MAX_RECORD)
			return unclosed(c, ret,
			    "a record is longer than 2 MiB; this quotation "
			    "mark may not be closed",
			    e);
		to = piece_end(c);
		/* a CR at the very end may be half of a CRLF */
		if (!c->end && to == c->n) {
			if (c->n - c->at > BUFFER_BYTES - UTF16_ROOM)
				return unclosed(
				    c, ret, "a line is longer than 2 MiB", e);
			if (fill(c, e) != 0)
				return -1;
			continue;
		}
		if (c->pos == c->n)
			return finish(c, ret, e);
		if (!feed(c, to))
			return refused(c, ret, e);
	}
	return 0;
}

int
csv_next(
    struct csv *c, struct csv_record *ret_record, bool *ret_more, struct err *e)
{
	struct csv_record r = { 0 };

	if (skip_long_line(c, e) != 0 || skip_blank(c, e) != 0)
		return -1;
	*ret_more = c->at < c->n;
	if (!*ret_more)
		return 0;
	arena_reset(&c->row, c->row_mark);
	c->fields.v = NULL;
	c->fields.n = c->fields.cap = 0;
	c->row_done = c->too_many = false;
	c->pos = c->line_start = c->at;
	c->pos_line = r.line = c->line;
	r.from_byte = c->base + (int64_t)c->at;
	begin_field(c);
	if (parse(c, &r, e) != 0)
		return -1;
	if (!r.broken && c->too_many) {
		r.why_line = r.line;
		r.why_col = 1;
		if (broken(c, &r, "a row of more than 1000 fields", NULL, e) !=
		    0)
			return -1;
	}
	if (!r.broken) {
		r.raw = (struct str){ c->buffer + c->at, c->pos - c->at };
		r.to_byte = c->base + (int64_t)c->pos;
		r.field = c->fields.v;
		r.n = c->fields.n;
		c->at = c->pos;
		c->line = c->pos_line;
	}
	*ret_record = r;
	return 0;
}

struct str
csv_line(const struct csv_record *record, int64_t line)
{
	struct str rest = record->raw, one = rest;

	for (int64_t n = record->line; n <= line; n++)
		one = str_cut(rest, '\n', &rest);
	return one;
}

struct place
csv_place(
    struct str file, const struct csv_record *record, int64_t line, int64_t col)
{
	struct str before = csv_line(record, line);

	if (col > 0 && (size_t)col <= before.n + 1)
		col = (int64_t)utf8_count(str_sub(before, 0, (size_t)col - 1)) +
		      1;
	return (struct place){ file, line, col };
}

bool
csv_all_empty(const struct csv_record *r, size_t from)
{
	for (size_t i = from; i < r->n; i++)
		if (str_trim(r->field[i].text).n != 0)
			return false;
	return true;
}
