/* Records and their places, as spreadsheets and people write them. */
#include "unit/import/help.h"

#include "import/csv.h"

/*
 * Every record of a text as one line: its number, then each field in brackets
 * with line and column; broken ones with the reason.
 */
static const char *
dump_bytes(const char *text, size_t n)
{
	static char out[1 << 16];
	struct reader *reader = reader_memory((struct str){ text, n });
	struct csv_record r;
	struct csv *csv;
	size_t used = 0;
	struct err e;
	bool more;

	out[0] = '\0';
	assert_int_equal(csv_open(reader, &csv, &e), 0);
	for (;;) {
		assert_int_equal(csv_next(csv, &r, &more, &e), 0);
		if (!more)
			break;
		used += (size_t)snprintf(
		    out + used, sizeof out - used, "%d", (int)r.line);
		if (r.broken)
			used += (size_t)snprintf(out + used, sizeof out - used,
			    " broken %d:%d", (int)r.why_line, (int)r.why_col);
		for (size_t i = 0; i < r.n; i++)
			used += (size_t)snprintf(out + used, sizeof out - used,
			    " %d:%d[%.*s]", (int)r.field[i].line,
			    (int)r.field[i].col, STR_ARG(r.field[i].text));
		used += (size_t)snprintf(out + used, sizeof out - used, "\n");
	}
	csv_close(csv);
	reader_close(reader);
	return out;
}

static const char *
dump(const char *text)
{
	return dump_bytes(text, strlen(text));
}

static void
places(void **state)
{
	(void)state;
	assert_string_equal(
	    dump("a,b\n1,2\n"), "1 1:1[a] 1:3[b]\n2 2:1[1] 2:3[2]\n");
	/* no newline at the end; blanks around; empty fields */
	assert_string_equal(dump("a,b,c\n 1 ,,3"),
	    "1 1:1[a] 1:3[b] 1:5[c]\n2 2:2[1] 2:5[] 2:6[3]\n");
	/* blank lines are no records but they count */
	assert_string_equal(dump("a\n\n  \n\nb\n"), "1 1:1[a]\n5 5:1[b]\n");
}

static void
line_ends(void **state)
{
	(void)state;
	assert_string_equal(dump("a,b\r\n1,2\r\n\r\n3,4\r\n"),
	    "1 1:1[a] 1:3[b]\n2 2:1[1] 2:3[2]\n4 4:1[3] 4:3[4]\n");
	/* CR alone, as old office programs write */
	assert_string_equal(dump("a,b\r1,2\r3,4"),
	    "1 1:1[a] 1:3[b]\n2 2:1[1] 2:3[2]\n3 3:1[3] 3:3[4]\n");
}

static void
quotes(void **state)
{
	(void)state;
	assert_string_equal(dump("a,b\n\"x,y\",\"say \"\"hi\"\"\"\nend,\n"),
	    "1 1:1[a] 1:3[b]\n2 2:1[x,y] 2:7[say \"hi\"]\n"
	    "3 3:1[end] 3:5[]\n");
	/* a newline inside a field: what follows stands on the next line */
	assert_string_equal(dump("a,b\n\"one\ntwo\",x\nend,1\n"),
	    "1 1:1[a] 1:3[b]\n2 2:1[one\ntwo] 3:6[x]\n4 4:1[end] 4:5[1]\n");
}

static void
delimiters(void **state)
{
	(void)state;
	assert_string_equal(dump("a;b;c,d\n1;2;3\n"),
	    "1 1:1[a] 1:3[b] 1:5[c,d]\n2 2:1[1] 2:3[2] 2:5[3]\n");
	assert_string_equal(
	    dump("a\tb\n\t2\n"), "1 1:1[a] 1:3[b]\n2 2:1[] 2:2[2]\n");
	/* the delimiter is the one outside quotes */
	assert_string_equal(dump("\"a,b,c\";d\n1;2\n"),
	    "1 1:1[a,b,c] 1:9[d]\n2 2:1[1] 2:3[2]\n");
	/* a first line that says so is no header row */
	assert_string_equal(dump("sep=;\r\na;b,c\r\n1;2\r\n"),
	    "2 2:1[a] 2:3[b,c]\n3 3:1[1] 3:3[2]\n");
	assert_string_equal(dump("SEP=\t\na\tb\n"), "2 2:1[a] 2:3[b]\n");
}

static void
broken_lines(void **state)
{
	(void)state;
	/* one line is lost, the next is read: text behind a closing quote */
	assert_string_equal(dump("a,b\n\"x\"y,1\n2,3\n"),
	    "1 1:1[a] 1:3[b]\n2 broken 2:4\n3 3:1[2] 3:3[3]\n");
	/* a quote inside an unquoted field */
	assert_string_equal(dump("a,b\n5\" pipe,1\n2,3\n"),
	    "1 1:1[a] 1:3[b]\n2 broken 2:2\n3 3:1[2] 3:3[3]\n");
	/*
	 * A quote that is never closed would take the rest of the file along;
	 * it is shown where it opens.
	 */
	assert_string_equal(dump("a,b\n1,\"x\n2,3\n4,5\n"),
	    "1 1:1[a] 1:3[b]\n2 broken 2:3\n3 3:1[2] 3:3[3]\n"
	    "4 4:1[4] 4:3[5]\n");
	/* two such lines: the second is found by the first one's end */
	assert_string_equal(dump("a,b\n1,\"x\n2,\"y\n4,5\n"),
	    "1 1:1[a] 1:3[b]\n2 broken 3:4\n3 broken 3:3\n"
	    "4 4:1[4] 4:3[5]\n");
	assert_string_equal(
	    dump("\"a,b\n1,2"), "1 broken 1:1\n2 2:1[1] 2:3[2]\n");
}

static void
unicode(void **state)
{
	static const char utf16le[] = "\xFF\xFE"
				      "a\0,\0\xE9\0\n\0"
				      "1\0,\0\x3D\xD8\x00\xDE\n\0";
	static const char utf16be[] = "\0a\0\t\0b\0\n\0"
				      "1\0\t\0"
				      "2";
	static const char lone[] = "\xFF\xFE"
				   "a\0\n\0\x3D\xD8x\0\n\0";

	(void)state;
	assert_string_equal(dump("\xEF\xBB\xBF\"a\",b\n1,2\n"),
	    "1 1:1[a] 1:5[b]\n2 2:1[1] 2:3[2]\n");
	/* U+00E9, and U+1F600 as a pair */
	assert_string_equal(dump_bytes(utf16le, sizeof utf16le - 1),
	    "1 1:1[a] 1:3[\xC3\xA9]\n2 2:1[1] 2:3[\xF0\x9F\x98\x80]\n");
	/* without a mark, by its zero bytes */
	assert_string_equal(dump_bytes(utf16be, sizeof utf16be - 1),
	    "1 1:1[a] 1:3[b]\n2 2:1[1] 2:3[2]\n");
	/* half a pair becomes a byte that no UTF-8 has */
	assert_string_equal(
	    dump_bytes(lone, sizeof lone - 1), "1 1:1[a]\n2 2:1[\xFFx]\n");
}

static void
limits(void **state)
{
	size_t n = 3 << 20;
	char *text = malloc(n + 100);
	size_t at;

	/* a quoted field of 3 MiB without a line break is one broken line */
	(void)state;
	memcpy(text, "a,b\n1,\"", 7);
	at = 7;
	memset(text + at, 'x', n);
	at += n;
	memcpy(text + at, "\"\n2,3\n", 7);
	assert_string_equal(dump_bytes(text, at + 6),
	    "1 1:1[a] 1:3[b]\n2 broken 2:3\n3 3:1[2] 3:3[3]\n");
	/* 1001 fields are one too many */
	at = 0;
	memcpy(text, "a,b\n", 4);
	at = 4;
	memset(text + at, ',', 1000);
	at += 1000;
	memcpy(text + at, "\n2,3\n", 6);
	assert_string_equal(dump_bytes(text, at + 5),
	    "1 1:1[a] 1:3[b]\n2 broken 2:1\n3 3:1[2] 3:3[3]\n");
	free(text);
}

static void
records_across_blocks(void **state)
{
	/* rows of all lengths around the reader's block size */
	size_t rows = 60000, n = 0;
	char *text = malloc(rows * 40);
	struct reader *reader;
	struct csv_record r;
	struct csv *csv;
	struct err e;
	size_t seen = 0;
	bool more;

	(void)state;
	for (size_t i = 0; i < rows; i++) {
		n += (size_t)snprintf(text + n, 40, "%zu,\"a\nb%.*s\",%s\r\n",
		    i, (int)(i % 13), "xxxxxxxxxxxxx", "end");
	}
	reader = reader_memory((struct str){ text, n });
	assert_int_equal(csv_open(reader, &csv, &e), 0);
	for (;; seen++) {
		int64_t value;

		assert_int_equal(csv_next(csv, &r, &more, &e), 0);
		if (!more)
			break;
		assert_int_equal(r.n, 3);
		assert_true(str_int64(r.field[0].text, &value));
		assert_int_equal(value, seen);
		assert_int_equal(r.line, 2 * seen + 1);
		assert_int_equal(r.field[1].text.n, 3 + seen % 13);
		assert_int_equal(r.field[2].line, 2 * seen + 2);
		assert_str(r.field[2].text, "end");
		/* offsets are those of the text */
		assert_memory_equal(text + r.from_byte, r.raw.p, r.raw.n);
		assert_int_equal(r.to_byte - r.from_byte, r.raw.n);
	}
	assert_int_equal(seen, rows);
	csv_close(csv);
	reader_close(reader);
	free(text);
}

static void
line_of_a_record(void **state)
{
	struct csv_record r = { .line = 7, .raw = STR("one\r\ntwo\nthree\n") };

	(void)state;
	assert_str(csv_line(&r, 7), "one\r");
	assert_str(csv_line(&r, 8), "two");
	assert_str(csv_line(&r, 9), "three");
	assert_str(csv_line(&r, 12), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(places),
		cmocka_unit_test(line_ends),
		cmocka_unit_test(quotes),
		cmocka_unit_test(delimiters),
		cmocka_unit_test(broken_lines),
		cmocka_unit_test(unicode),
		cmocka_unit_test(limits),
		cmocka_unit_test(records_across_blocks),
		cmocka_unit_test(line_of_a_record),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
