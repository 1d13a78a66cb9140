/* Files as they lie on disk: plain, packed, damaged. */
#include "unit/import/pack.h"

#include "import/reader.h"

#define LINE "192.0.2.1 a line of text that repeats\n"

/* `lines` different lines: what is packed below. */
static size_t
make_text(char *out, size_t cap, int lines)
{
	size_t n = 0;

	for (int i = 0; i < lines; i++)
		n += (size_t)snprintf(out + n, cap - n, "%d " LINE, i);
	return n;
}

/* Read all; -1 and the words when it fails. */
static int
read_all(
    const struct packed *b, char *out, size_t cap, size_t *ret_n, struct err *e)
{
	struct reader *r =
	    reader_memory((struct str){ (const char *)b->v, b->n });
	size_t n = 0, got;
	int rc;

	do {
		rc = reader_read(r, out + n, cap - n, &got, e);
		n += rc == 0 ? got : 0;
	} while (rc == 0 && got != 0);
	reader_close(r);
	*ret_n = n;
	return rc;
}

static void
expect_text(const struct packed *b, const char *text, size_t n)
{
	static char out[600000];
	struct err e = { 0 };
	size_t got;

	if (read_all(b, out, sizeof out, &got, &e) != 0)
		fail_msg("%s", e.text);
	assert_int_equal(got, n);
	assert_memory_equal(out, text, n);
}

static void
expect_refused(const struct packed *b, const char *words)
{
	static char out[600000];
	struct err e = { 0 };
	size_t got;

	assert_int_equal(read_all(b, out, sizeof out, &got, &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	if (words != NULL && strstr(e.text, words) == NULL)
		fail_msg("\"%s\" does not say \"%s\"", e.text, words);
}

static void
plain_and_empty(void **state)
{
	static struct packed b = { "abc\n", 4 }, none = { "", 0 };

	(void)state;
	expect_text(&b, "abc\n", 4);
	expect_text(&none, "", 0);
	/* shorter than any magic */
	b.n = 1;
	expect_text(&b, "a", 1);
}

static void
gzip_members(void **state)
{
	static char text[200000];
	static struct packed b;
	size_t n = make_text(text, sizeof text, 3000);

	(void)state;
	/* three members make one text; zero padding may follow */
	b.n = 0;
	pack_gzip(&b, text, 1000);
	pack_gzip(&b, "", 0);
	pack_gzip(&b, text + 1000, n - 1000);
	expect_text(&b, text, n);
	memset(b.v + b.n, 0, 512);
	b.n += 512;
	expect_text(&b, text, n);
	b.v[b.n++] = 'x';
	expect_refused(&b, "something else follows");
}

static void
gzip_cut_anywhere(void **state)
{
	static char text[4000];
	static struct packed whole;
	size_t n = make_text(text, sizeof text, 60);

	(void)state;
	whole.n = 0;
	pack_gzip(&whole, text, n);
	expect_text(&whole, text, n);
	for (size_t k = 2; k < whole.n; k++) {
		size_t all = whole.n;

		whole.n = k;
		expect_refused(&whole, "ends in the middle");
		whole.n = all;
	}
}

static void
gzip_any_wrong_bit(void **state)
{
	static char text[1000], out[600000];
	static struct packed whole, wrong;
	size_t n = make_text(text, sizeof text, 15), got;
	struct err e;

	(void)state;
	whole.n = 0;
	pack_gzip(&whole, text, n);
	/* behind the header's fields without meaning (time, system) */
	for (size_t k = 10 * 8; k < whole.n * 8; k++) {
		whole.v[k / 8] ^= (unsigned char)(1 << k % 8);
		/* a wrong bit may hit unused padding; never a wrong text */
		if (read_all(&whole, out, sizeof out, &got, &e) == 0) {
			assert_int_equal(got, n);
			assert_memory_equal(out, text, n);
		}
		whole.v[k / 8] ^= (unsigned char)(1 << k % 8);
	}
	/* the last eight bytes are checksum and length */
	wrong = whole;
	wrong.v[whole.n - 8] ^= 1;
	expect_refused(&wrong, "damaged");
	wrong = whole;
	wrong.v[whole.n - 1] ^= 1;
	expect_refused(&wrong, "damaged");
}

static void
gzip_rubbish_behind(void **state)
{
	static struct packed b;

	(void)state;
	b.n = 0;
	pack_gzip(&b, LINE, sizeof LINE - 1);
	memcpy(b.v + b.n, "rubbish", 7);
	b.n += 7;
	expect_refused(&b, "something else follows");
	/* it begins like a member but is none */
	memcpy(b.v + b.n - 7, "\x1F\x8Bxxxxx", 7);
	expect_refused(&b, "something else follows");
}

static void
bomb(void **state)
{
	static unsigned char zeros[1 << 20], packed[1 << 20];
	struct reader *r;
	struct err e = { 0 };
	z_stream z = { 0 };
	size_t got;
	int rc;

	/* 100 MiB of nothing in 100 KB: a thousand to one */
	(void)state;
	assert_int_equal(
	    deflateInit2(&z, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
	z.next_out = packed;
	z.avail_out = sizeof packed;
	for (int i = 0; i < 100; i++) {
		z.next_in = zeros;
		z.avail_in = sizeof zeros;
		deflate(&z, i == 99 ? Z_FINISH : Z_NO_FLUSH);
	}
	r = reader_memory((struct str){ (char *)packed, z.total_out });
	deflateEnd(&z);
	do {
		rc = reader_read(r, (char *)zeros, sizeof zeros, &got, &e);
	} while (rc == 0 && got != 0);
	reader_close(r);
	assert_int_equal(rc, -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_non_null(strstr(e.text, "this is no log"));
}

/* The other compressions: two streams in a row, then cut, then damaged. */
static void
other_compressions(void **state)
{
	static void (*const pack[])(struct packed *, const void *,
	    size_t) = { pack_zstd, pack_xz, pack_bzip2 };
	static char text[200000];
	static struct packed b, wrong;
	size_t n = make_text(text, sizeof text, 3000);

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		b.n = 0;
		pack[i](&b, text, n / 2);
		pack[i](&b, text + n / 2, n - n / 2);
		expect_text(&b, text, n);
		for (size_t n_cut = 7; n_cut < b.n; n_cut += 97) {
			static char out[600000];
			struct err e;
			size_t got;

			wrong = b;
			wrong.n = n_cut;
			/* a cut between the streams leaves a whole file */
			if (read_all(&wrong, out, sizeof out, &got, &e) == 0)
				assert_int_equal(got, n / 2);
		}
		wrong = b;
		wrong.n--;
		expect_refused(&wrong, NULL);
		wrong = b;
		wrong.v[b.n / 3] ^= 0x40;
		expect_refused(&wrong, NULL);
		wrong = b;
		memcpy(wrong.v + wrong.n, "rubbish", 7);
		wrong.n += 7;
		expect_refused(&wrong, NULL);
	}
}

static void
lines_with_offsets(void **state)
{
	static const char text[] = "one\ntwo\n\nfour";
	struct reader *r = reader_memory((struct str){ text, 13 });
	struct chunk c;
	struct str head;
	struct err e;

	(void)state;
	/* looking ahead takes nothing away */
	assert_int_equal(reader_peek(r, &head, &e), 0);
	assert_str(head, text);
	assert_int_equal(reader_lines(r, &c, &e), 0);
	assert_str(c.text, "one\ntwo\n\n");
	assert_int_equal(c.from_byte, 0);
	assert_int_equal(c.to_byte, 9);
	assert_int_equal(reader_lines(r, &c, &e), 0);
	assert_str(c.text, "four");
	assert_int_equal(c.from_byte, 9);
	assert_int_equal(c.to_byte, 13);
	assert_int_equal(reader_lines(r, &c, &e), 0);
	assert_int_equal(c.to_byte, c.from_byte);
	reader_close(r);
}

static void
endless_line(void **state)
{
	/* a line of 2 MB between two short ones: skipped, and counted as one */
	size_t n = 2000000, total = 6 + n + 1 + 6;
	char *text = malloc(total);
	struct reader *r;
	struct chunk c;
	struct err e;

	(void)state;
	memset(text, 'x', total);
	memcpy(text, "short\n", 6);
	text[6 + n] = '\n';
	memcpy(text + 6 + n + 1, "after\n", 6);
	r = reader_memory((struct str){ text, total });
	assert_int_equal(reader_lines(r, &c, &e), 0);
	assert_str(c.text, "short\n");
	assert_int_equal(reader_lines(r, &c, &e), 0);
	assert_true(c.too_long);
	assert_int_equal(c.from_byte, 6);
	assert_int_equal(c.to_byte, 6 + n + 1);
	assert_int_equal(reader_lines(r, &c, &e), 0);
	assert_str(c.text, "after\n");
	reader_close(r);
	/* the same at the end of a file without newline */
	r = reader_memory((struct str){ text, 6 + n });
	assert_int_equal(reader_lines(r, &c, &e), 0);
	assert_int_equal(reader_lines(r, &c, &e), 0);
	assert_true(c.too_long);
	assert_int_equal(c.to_byte, 6 + n);
	assert_int_equal(reader_lines(r, &c, &e), 0);
	assert_int_equal(c.to_byte, c.from_byte);
	reader_close(r);
	free(text);
}

static void
no_file(void **state)
{
	struct reader *r;
	struct err e;

	(void)state;
	assert_int_equal(reader_open("/dev/null/x", &r, &e), -1);
	assert_int_equal(e.kind, ERR_ENV);
	assert_int_equal(reader_open("/tmp", &r, &e), -1);
	assert_int_equal(e.kind, ERR_ENV);
	assert_non_null(strstr(e.text, "not a regular file"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_and_empty),
		cmocka_unit_test(gzip_members),
		cmocka_unit_test(gzip_cut_anywhere),
		cmocka_unit_test(gzip_any_wrong_bit),
		cmocka_unit_test(gzip_rubbish_behind),
		cmocka_unit_test(bomb),
		cmocka_unit_test(other_compressions),
		cmocka_unit_test(lines_with_offsets),
		cmocka_unit_test(endless_line),
		cmocka_unit_test(no_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
