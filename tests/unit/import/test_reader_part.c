/* Stretches of a file: ranges, going on where one ended, digests. */
#include "unit/import/pack.h"

#include "base/file.h"
#include "import/reader.h"

static char path[64];

static void
put_file(const void *bytes, size_t n)
{
	FILE *f;
	int fd;

	snprintf(path, sizeof path, "/tmp/makegood-test-XXXXXX");
	fd = mkstemp(path);
	assert_true(fd >= 0);
	f = fdopen(fd, "wb");
	assert_int_equal(fwrite(bytes, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
}

static void
put_gzip(const void *text, size_t n)
{
	static struct packed packed;

	packed.n = 0;
	pack_gzip(&packed, text, n);
	put_file(packed.v, packed.n);
}

/* All lines of the reader behind `out`; the chunks must join. */
static void
read_lines(struct reader *r, struct buf *out)
{
	struct chunk c;
	struct err e = { 0 };
	int64_t at = -1;

	for (;;) {
		if (reader_lines(r, &c, &e) != 0)
			fail_msg("%s", e.text);
		assert_true(at < 0 || c.from_byte == at);
		at = c.to_byte;
		if (c.from_byte == c.to_byte)
			break;
		assert_int_equal(c.text.n, c.to_byte - c.from_byte);
		buf_addstr(out, c.text);
	}
	/* the end stays the end */
	assert_int_equal(reader_lines(r, &c, &e), 0);
	assert_int_equal(c.from_byte, at);
	assert_int_equal(c.to_byte, at);
}

static void
add_range(int64_t from, int64_t to, struct buf *out)
{
	struct reader *r;
	struct err e;

	assert_int_equal(reader_open_range(path, from, to, &r, &e), 0);
	read_lines(r, out);
	reader_close(r);
}

static void
ranges_anywhere(void **state)
{
	static const char *const texts[] = { "", "\n", "a", "a\n", "\n\n\na",
		"one\ntwo\n\nthree, longer\nfour", "x\ny\nz\n" };
	struct buf out;

	(void)state;
	buf_init(&out, 1000);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		int64_t n = (int64_t)strlen(texts[i]);

		put_file(texts[i], (size_t)n);
		for (int64_t a = 0; a <= n; a++)
			for (int64_t b = a; b <= n + 1; b++) {
				buf_clear(&out);
				add_range(0, a, &out);
				add_range(a, b, &out);
				add_range(b, -1, &out);
				assert_int_equal(out.n, n);
				assert_memory_equal(out.p, texts[i], out.n);
			}
		unlink(path);
	}
	buf_release(&out);
}

/* A range owns the lines that begin in it: by hand. */
static void
range_owns_beginnings(void **state)
{
	static const struct {
		int64_t from, to;
		const char *lines;
	} want[] = {
		/* 0123 4567 89 */
		{ 0, 4, "one\n" }, /* "two" begins at 4 */
		{ 0, 5, "one\ntwo\n" },
		{ 1, 4, "" },
		{ 1, 5, "two\n" },
		{ 4, 8, "two\n" },
		{ 5, 9, "x" },
		{ 9, 9, "" },
		{ 20, 30, "" },
	};
	struct buf out;

	(void)state;
	put_file("one\ntwo\nx", 9);
	buf_init(&out, 1000);
	for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
		buf_clear(&out);
		add_range(want[i].from, want[i].to, &out);
		assert_str(buf_str(&out), want[i].lines);
	}
	buf_release(&out);
	unlink(path);
}

static size_t
numbered(char *to, size_t cap, int lines)
{
	size_t n = 0;

	for (int i = 0; i < lines; i++)
		n += (size_t)snprintf(
		    to + n, cap - n, "line %d of a log that grows\n", i);
	return n;
}

static void
large_ranges(void **state)
{
	static char text[3000000];
	size_t n = numbered(text, sizeof text, 80000);
	/* one line of 600 KB, which the buffer has to grow for */
	struct buf out;

	(void)state;
	memset(text + 700000, 'y', 600000);
	put_file(text, n);
	buf_init(&out, sizeof text);
	for (int64_t a = 262000; a < (int64_t)n; a += 262144 + 7) {
		buf_clear(&out);
		add_range(0, a, &out);
		add_range(a, a + 300000, &out);
		add_range(a + 300000, -1, &out);
		assert_int_equal(out.n, n);
		assert_memory_equal(out.p, text, n);
	}
	buf_release(&out);
	unlink(path);
}

static void
no_ranges_in_packed(void **state)
{
	struct reader *r;
	struct err e;

	(void)state;
	put_gzip("one\ntwo\n", 8);
	assert_int_equal(reader_open_range(path, 0, 4, &r, &e), -1);
	assert_int_equal(e.kind, ERR_USAGE);
	assert_int_equal(reader_open(path, &r, &e), 0);
	assert_true(reader_packed(r));
	reader_close(r);
	unlink(path);
	put_file("one\ntwo\n", 8);
	assert_int_equal(reader_open(path, &r, &e), 0);
	assert_false(reader_packed(r));
	reader_close(r);
	unlink(path);
}

/* What part.h says, done directly. */
static void
expect_part(const struct part *p, const char *text, size_t n, int64_t from)
{
	size_t block = n < PART_BLOCK ? n : PART_BLOCK;
	char head[DIGEST_HEX], tail[DIGEST_HEX];

	digest_bytes((struct str){ text, block }, head);
	digest_bytes((struct str){ text + n - block, block }, tail);
	assert_string_equal(p->fingerprint, head);
	assert_string_equal(p->tail, tail);
	assert_int_equal(p->from_byte, from);
	assert_int_equal(p->to_byte, n);
}

static void
parts_of_any_length(void **state)
{
	static const int lines[] = { 0, 1, 140, 141, 142, 300, 9000, 40000 };
	static char text[2000000];

	(void)state;
	for (size_t i = 0; i < 2 * sizeof lines / sizeof *lines; i++) {
		size_t n = numbered(text, sizeof text, lines[i / 2]);
		struct part p = { 0 };
		struct reader *r;
		struct buf out;
		struct err e;

		buf_init(&out, sizeof text);
		if (i % 2)
			put_gzip(text, n);
		else
			put_file(text, n);
		assert_int_equal(reader_open(path, &r, &e), 0);
		read_lines(r, &out);
		reader_part(r, &p);
		reader_close(r);
		expect_part(&p, text, n, 0);
		for (size_t to = 0; to <= n; to += 1 + n / 7) {
			if (reader_part_of(path, (int64_t)to, &p, &e) != 0)
				fail_msg("%s", e.text);
			expect_part(&p, text, to, 0);
		}
		assert_int_equal(
		    reader_part_of(path, (int64_t)n + 1, &p, &e), -1);
		assert_int_equal(e.kind, ERR_INPUT);
		buf_release(&out);
		unlink(path);
	}
}

/* Read [0, from), then what a later look at the same log gives. */
static void
try_skip(const char *text, size_t n, size_t from, const char *rest)
{
	struct part before, p;
	struct reader *r;
	struct buf out;
	struct str head;
	struct err e;
	bool same;

	assert_int_equal(reader_part_of(path, (int64_t)from, &before, &e), 0);
	assert_int_equal(reader_open(path, &r, &e), 0);
	if (from % 2) /* a look first is no harm */
		assert_int_equal(reader_peek(r, &head, &e), 0);
	assert_int_equal(
	    reader_skip(r, (int64_t)from, before.tail, &same, &e), 0);
	assert_true(same);
	buf_init(&out, 3000000);
	read_lines(r, &out);
	assert_int_equal(out.n, strlen(rest));
	assert_memory_equal(out.p, rest, out.n);
	reader_part(r, &p);
	expect_part(&p, text, n, (int64_t)from);
	reader_close(r);
	buf_release(&out);
}

static void
skip_goes_on(void **state)
{
	static char text[2000000];
	size_t n = numbered(text, sizeof text, 40000);

	(void)state;
	for (int packed = 0; packed < 2; packed++) {
		if (packed)
			put_gzip(text, n);
		else
			put_file(text, n);
		for (size_t at = 0; at < n; at += 1 + n / 13) {
			/* to the end of a line, and before its newline */
			const char *nl = memchr(text + at, '\n', n - at);
			size_t end = (size_t)(nl - text) + 1;

			try_skip(text, n, end, text + end);
			try_skip(text, n, end - 1, text + end);
		}
		try_skip(text, n, n, "");
		unlink(path);
	}
}

/*
 * What was read up to the middle of a line was half of one: all is read again.
 * Its newline alone, with a CR or without, is nothing new.
 */
static void
skip_of_half_a_line(void **state)
{
	static const char text[] = "200\n\n12\r\n";
	static const bool whole[] = { true, false, false, true, true, true,
		false, true, true, true };

	(void)state;
	for (size_t i = 0; i < 20; i++) {
		size_t from = i / 2;
		struct part before;
		struct reader *r;
		struct str head;
		struct err e;
		bool same;

		if (i % 2)
			put_gzip(text, 9);
		else
			put_file(text, 9);
		assert_int_equal(
		    reader_part_of(path, (int64_t)from, &before, &e), 0);
		assert_int_equal(reader_open(path, &r, &e), 0);
		assert_int_equal(
		    reader_skip(r, (int64_t)from, before.tail, &same, &e), 0);
		assert_int_equal(same, whole[from]);
		if (!same) {
			assert_int_equal(reader_peek(r, &head, &e), 0);
			assert_int_equal(head.n, 9);
			assert_memory_equal(head.p, text, 9);
		}
		reader_close(r);
		unlink(path);
	}
}

static void
skip_of_another_log(void **state)
{
	static char text[2000000];
	size_t n = numbered(text, sizeof text, 40000);
	struct part before;

	(void)state;
	put_file(text, n);
	for (int packed = 0; packed < 2; packed++) {
		static const int64_t far[] = { 100000, 3000, 2000001 };
		struct err e;

		assert_int_equal(reader_part_of(path, 90000, &before, &e), 0);
		unlink(path);
		if (packed)
			put_gzip(text, n);
		else
			put_file(text, n);
		for (size_t i = 0; i < 3; i++) {
			struct reader *r;
			struct buf out;
			bool same;

			assert_int_equal(reader_open(path, &r, &e), 0);
			assert_int_equal(
			    reader_skip(r, far[i], before.tail, &same, &e), 0);
			assert_false(same);
			/* it stands at the beginning */
			buf_init(&out, sizeof text);
			read_lines(r, &out);
			assert_int_equal(out.n, n);
			assert_memory_equal(out.p, text, n);
			reader_close(r);
			buf_release(&out);
		}
	}
	unlink(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ranges_anywhere),
		cmocka_unit_test(range_owns_beginnings),
		cmocka_unit_test(large_ranges),
		cmocka_unit_test(no_ranges_in_packed),
		cmocka_unit_test(parts_of_any_length),
		cmocka_unit_test(skip_goes_on),
		cmocka_unit_test(skip_of_half_a_line),
		cmocka_unit_test(skip_of_another_log),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
