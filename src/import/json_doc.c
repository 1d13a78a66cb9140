#include "import/json_doc.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "import/utf16.h"

#define BLANKS     " \t\r\n"
#define HEAD_BYTES 8192
/* Of the first lines, one whole object tells a stream. */
#define LINES_TRIED 3

/* ---- before the library sees a byte
 * ------------------------------------------------------- */

enum measure { MEASURE_FINE, MEASURE_DEEP, MEASURE_MUCH };

struct survey {
	size_t weight, containers;
	int depth;
	int64_t line;       /* reached so far */
	struct jdoc *lines; /* gets a row for each container; or NULL */
};

/* The offset behind the text that begins at `i`. */
static size_t
skip_text(struct str s, size_t i)
{
	while (++i < s.n && s.p[i] != '"')
		if (s.p[i] == '\\')
			i++;
	return i;
}

static void
opens(struct survey *at, char c)
{
	at->weight += c == '{' ? 8 : 4;
	at->depth++;
	if (at->lines != NULL)
		at->lines->lines[at->containers].line = at->line;
	at->containers++;
}

/*
 * How deep, how many values. Text that is no JSON may be counted wrongly; the
 * parser refuses it then.
 */
static enum measure
survey(struct str s, struct survey *at)
{
	at->line = 1;
	for (size_t i = 0; i < s.n; i++) {
		switch (s.p[i]) {
		case '"':
			i = skip_text(s, i);
			at->weight += 3;
			break;
		case '{':
		case '[':
			opens(at, s.p[i]);
			break;
		case '}':
		case ']':
			at->depth -= at->depth > 0;
			break;
		case ',':
			at->weight++;
			break;
		case '\n':
			at->line++;
			break;
		}
		if (at->depth > JDOC_MAX_DEPTH)
			return MEASURE_DEEP;
		if (at->weight > JDOC_MAX_WEIGHT)
			return MEASURE_MUCH;
	}
	return MEASURE_FINE;
}

/* Parsed text; numbers too large for an integer become approximate ones. */
static json_t *
parse(struct str s, json_error_t *ret_error)
{
	json_t *v = json_loadb(s.p, s.n, JSON_REJECT_DUPLICATES, ret_error);

	if (v == NULL &&
	    json_error_code(ret_error) == json_error_numeric_overflow)
		v = json_loadb(s.p, s.n,
		    JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL,
		    ret_error);
	return v;
}

/* ---- lines of a document
 * ------------------------------------------------------- */

static int
by_address(const void *a, const void *b)
{
	uintptr_t x = (uintptr_t)((const struct jdoc_line *)a)->value;
	uintptr_t y = (uintptr_t)((const struct jdoc_line *)b)->value;

	return (x > y) - (x < y);
}

/* Containers in the order of their first byte, as the survey met them. */
static void
name_lines(struct jdoc *doc, json_t *v, size_t *next)
{
	const char *key;
	json_t *child;
	size_t i;

	if (!json_is_object(v) && !json_is_array(v))
		return;
	if (*next == doc->n_lines)
		return;
	doc->lines[(*next)++].value = v;
	/* at most JDOC_MAX_DEPTH calls deep */
	json_array_foreach(v, i, child) name_lines(doc, child, next);
	json_object_foreach(v, key, child) name_lines(doc, child, next);
}

static void
index_lines(struct jdoc *doc, struct str text, size_t containers)
{
	struct survey again = { .lines = doc };
	size_t next = 0;

	doc->lines = arena_array(&doc->kept, containers, sizeof *doc->lines);
	doc->n_lines = containers;
	(void)survey(text, &again);
	name_lines(doc, doc->root, &next);
	qsort(doc->lines, doc->n_lines, sizeof *doc->lines, by_address);
}

int64_t
jdoc_line(const struct jdoc *doc, const json_t *value)
{
	struct jdoc_line key = { value, 0 };
	const struct jdoc_line *found;

	if (doc->stream)
		return doc->line;
	if (!json_is_object(value) && !json_is_array(value))
		return 0;
	if (doc->n_lines == 0)
		return 1;
	found = bsearch(&key, doc->lines, doc->n_lines, sizeof key, by_address);
	return found != NULL ? found->line : 0;
}

/* ---- a document
 * ------------------------------------------------------- */

static int64_t
line_at(struct str s, size_t offset)
{
	int64_t line = 1;

	for (size_t i = 0; i < offset && i < s.n; i++)
		line += s.p[i] == '\n';
	return line;
}

static const char shorter[] =
    "ask the monitor for a shorter period, and for several files";

static void
load(struct jdoc *doc, struct str text)
{
	struct survey at = { 0 };
	json_error_t error;
	size_t bad;

	if (!utf8_ok(text, &bad)) {
		job_complain(doc->job, DIAG_ERROR, line_at(text, bad),
		    "fetch it again, as the service sends it",
		    "this is no valid UTF-8 text");
		return;
	}
	switch (survey(text, &at)) {
	case MEASURE_DEEP:
		job_complain(doc->job, DIAG_ERROR, at.line, NULL,
		    "more than %d levels of brackets", JDOC_MAX_DEPTH);
		return;
	case MEASURE_MUCH:
		job_complain(doc->job, DIAG_ERROR, at.line, shorter,
		    "more values than one file may hold");
		return;
	case MEASURE_FINE:
		break;
	}
	doc->root = parse(text, &error);
	if (doc->root == NULL)
		job_complain(doc->job, DIAG_ERROR, error.line,
		    "fetch it again, whole, as the service sends it",
		    "this is no JSON: %s", error.text);
	else if (at.line > 1)
		index_lines(doc, text, at.containers);
}

static int
read_all(struct jdoc *doc, struct buf *b, struct err *e)
{
	struct utf16 decoder = { 0 };
	char block[16 << 10];
	size_t n;

	do {
		if (utf16_read(&decoder, doc->job->reader, block, sizeof block,
			&n, e) != 0)
			return -1;
		buf_add(b, block, n);
		job_progress(doc->job);
	} while (n != 0 && !b->full);
	return 0;
}

static void
begin(struct job *job, struct jdoc *doc)
{
	*doc = (struct jdoc){ .job = job };
	doc->names.keep = &doc->kept;
	if (job->zone_given)
		doc->zone = job->rule.zone;
}

int
jdoc_open(struct job *job, struct jdoc *doc, struct err *e)
{
	struct buf b;
	int rc;

	begin(job, doc);
	buf_init(&b, JDOC_MAX_BYTES);
	rc = read_all(doc, &b, e);
	if (rc == 0 && b.full) {
		job_complain(job, DIAG_ERROR, 0, shorter,
		    "the document is larger than %zu MB", JDOC_MAX_BYTES >> 20);
	} else if (rc == 0 && str_trim(buf_str(&b)).n == 0) {
		job_complain(job, DIAG_ERROR, 0,
		    "no data is not the same as no outage",
		    "the file is empty");
	} else if (rc == 0) {
		load(doc, buf_str(&b));
	}
	buf_release(&b);
	return rc;
}

void
jdoc_close(struct jdoc *doc)
{
	json_decref(doc->root);
	arena_release(&doc->texts);
	arena_release(&doc->kept);
	doc->root = NULL;
}

int
jdoc_watch(struct job *job, void (*take)(struct jdoc *doc), struct err *e)
{
	struct jdoc doc;
	int rc = jdoc_open(job, &doc, e);

	if (rc == 0 && doc.root != NULL) {
		take(&doc);
		jdoc_tell(&doc);
	}
	jdoc_close(&doc);
	return rc;
}

/* ---- a stream of lines
 * ------------------------------------------------------- */

static void
bad_line(struct jdoc *doc, struct str text, const char *reason)
{
	struct reject r = { .line = doc->line,
		.from_byte = doc->from,
		.to_byte = doc->to,
		.reason = str_of(reason),
		.excerpt = str_sub(text, 0, 160) };

	job_reject(doc->job, &r);
}

static void
take_line(struct jdoc *doc, struct str text, jdoc_each *each, void *arg)
{
	struct arena_mark mark = arena_mark(&doc->texts);
	struct survey at = { 0 };
	json_error_t error;
	json_t *v;
	size_t bad;

	text = str_trim(text);
	if (str_starts(text, "\xef\xbb\xbf"))
		text = str_sub(text, 3, text.n);
	if (text.n == 0)
		return;
	if (!utf8_ok(text, &bad)) {
		bad_line(doc, text, "no valid UTF-8");
		return;
	}
	if (survey(text, &at) != MEASURE_FINE) {
		bad_line(doc, text, "too many levels of brackets");
		return;
	}
	v = parse(text, &error);
	if (v == NULL)
		bad_line(doc, text, error.text);
	else if (!json_is_object(v))
		bad_line(doc, text, "no object, so no record");
	else
		each(doc, v, arg);
	json_decref(v);
	arena_reset(&doc->texts, mark);
}

static int
stream(struct jdoc *doc, jdoc_each *each, void *arg, struct err *e)
{
	struct chunk c;

	doc->stream = true;
	for (;;) {
		struct str rest, line;

		if (reader_lines(doc->job->reader, &c, e) != 0)
			return -1;
		if (c.to_byte == c.from_byte)
			return 0;
		doc->to = c.from_byte;
		if (c.too_long) {
			doc->line++;
			doc->from = c.from_byte;
			doc->to = c.to_byte;
			bad_line(doc, STR_NONE, "the line is too long");
			continue;
		}
		for (rest = c.text; rest.n != 0;) {
			line = str_cut(rest, '\n', &rest);
			doc->line++;
			doc->from = doc->to;
			doc->to = c.to_byte - (int64_t)rest.n;
			take_line(doc, line, each, arg);
		}
		job_progress(doc->job);
	}
}

/* Does one of the first lines hold a whole object? */
static bool
is_stream(struct str head)
{
	int tried = 0;

	while (head.n != 0 && tried < LINES_TRIED) {
		struct str line = str_trim(str_cut(head, '\n', &head));
		struct survey at = { 0 };
		json_error_t error;
		json_t *v;
		size_t bad;

		if (str_starts(line, "\xef\xbb\xbf"))
			line = str_sub(line, 3, line.n);
		if (line.n == 0)
			continue;
		if (tried++ == 0 && (line.p[0] != '{' || line.n == 1))
			return false;
		if (line.n > READER_LINE_MAX || !utf8_ok(line, &bad) ||
		    survey(line, &at) != MEASURE_FINE)
			continue;
		v = parse(line, &error);
		json_decref(v);
		if (v != NULL)
			return true;
	}
	return false;
}

int
jdoc_records(struct job *job, struct jdoc *doc, jdoc_each *each, void *arg,
    struct err *e)
{
	struct str head;
	json_t *record;
	size_t i;

	begin(job, doc);
	if (reader_peek(job->reader, &head, e) != 0)
		return -1;
	if (is_stream(head))
		return stream(doc, each, arg, e);
	if (jdoc_open(job, doc, e) != 0)
		return -1;
	if (json_is_object(doc->root))
		each(doc, doc->root, arg);
	json_array_foreach(doc->root, i, record)
	{
		if (json_is_object(record))
			each(doc, record, arg);
		else
			jdoc_reject(doc, record, "no object, so no record");
	}
	return 0;
}

/* ---- what a file is
 * ------------------------------------------------------- */

/* Is there "KEY" and a colon? */
static bool
has_key(struct str head, const char *key)
{
	size_t n = strlen(key), i;
	struct str rest = head;
	const char *found;

	while ((found = memmem(rest.p, rest.n, key, n)) != NULL) {
		i = (size_t)(found - head.p);
		rest = str_sub(head, i + n, head.n);
		if (i == 0 || head.p[i - 1] != '"' || rest.n == 0 ||
		    rest.p[0] != '"')
			continue;
		for (i = 1; i < rest.n && strchr(BLANKS, rest.p[i]) != NULL;)
			i++;
		if (i < rest.n && rest.p[i] == ':')
			return true;
	}
	return false;
}

/* UTF-16 to what its ASCII says: keys are nothing else. */
static struct str
narrow(struct str head, char to[HEAD_BYTES])
{
	size_t n = 0, i;

	if (str_starts(head, "\xef\xbb\xbf"))
		return str_sub(head, 3, head.n);
	if (!str_starts(head, "\xff\xfe") && !str_starts(head, "\xfe\xff"))
		return head;
	for (i = 2 + (head.p[0] == '\xfe'); i < head.n && n < HEAD_BYTES;
	     i += 2)
		to[n++] = head.p[i];
	return (struct str){ to, n };
}

int
jdoc_detect(struct str head, const char *const *keys)
{
	char room[HEAD_BYTES];
	struct str text = str_trim(narrow(head, room));

	if (text.n == 0 || (text.p[0] != '{' && text.p[0] != '['))
		return 0;
	for (; *keys != NULL; keys++)
		if (!has_key(text, *keys))
			return 0;
	return 90;
}
