/* Damaged files line by line, unpacked here or beside: both must agree. */
#include "unit/import/pack.h"

#include "import/reader.h"

/* What reading to the end or to a failure gave. */
struct story {
	struct buf text;
	struct err e, trouble;
	struct part part;
	int rc;
	bool troubled;
};

static char text[4000000];
static struct packed file;
static unsigned char large[sizeof text + 10000];

static void
story_of(struct story *s, struct str bytes, bool salvage, bool beside)
{
	struct reader *r = reader_memory(bytes);
	struct chunk c;

	*s = (struct story){ .rc = 0 };
	buf_init(&s->text, sizeof text);
	if (salvage)
		reader_salvage(r);
	if (beside)
		reader_beside(r);
	do {
		s->rc = reader_lines(r, &c, &s->e);
		if (s->rc == 0)
			buf_addstr(&s->text, c.text);
	} while (s->rc == 0 && c.from_byte != c.to_byte);
	if (s->rc == 0)
		s->troubled = reader_trouble(r, &s->trouble);
	reader_part(r, &s->part);
	reader_close(r);
}

/* Of `file`. */
static void
story_read(struct story *s, bool salvage)
{
	story_of(
	    s, (struct str){ (const char *)file.v, file.n }, salvage, false);
}

static void
story_end(struct story *s)
{
	buf_release(&s->text);
}

static const char *const names[] = { "gzip", "zstd", "xz", "bzip2" };
#define NAMES (sizeof names / sizeof *names)

static size_t
whole_lines(size_t n)
{
	while (n != 0 && text[n - 1] != '\n')
		n--;
	return n;
}

static void
cut_keeps_whole_lines(void **state)
{
	size_t n = pack_lines(text, sizeof text, 60);

	(void)state;
	for (size_t i = 0; i < NAMES; i++) {
		size_t all, last = 0;

		file.n = 0;
		pack_by(names[i], &file, text, n);
		all = file.n;
		for (file.n = 7; file.n < all; file.n++) {
			struct story s;

			story_read(&s, true);
			if (s.rc != 0) {
				/* not one line came out of it */
				assert_int_equal(s.e.kind, ERR_INPUT);
				assert_int_equal(s.text.n, 0);
			} else {
				assert_true(s.troubled);
				assert_non_null(strstr(
				    s.trouble.text, "ends in the middle"));
				assert_true(s.text.n >= last && s.text.n != 0);
				last = s.text.n;
				assert_int_equal(
				    s.text.n, whole_lines(s.text.n));
				assert_memory_equal(s.text.p, text, s.text.n);
				assert_int_equal(s.part.to_byte, s.text.n);
			}
			story_end(&s);
		}
		/* only the checksums are missing */
		assert_int_equal(last, n);
	}
}

/* The same where the text does not end with its line. */
static void
cut_before_the_checksum(void **state)
{
	struct story s;
	size_t n = pack_lines(text, sizeof text, 60) - 5;

	(void)state;
	for (size_t i = 0; i < NAMES; i++) {
		file.n = 0;
		pack_by(names[i], &file, text, n);
		file.n--;
		story_read(&s, true);
		/* nobody knows whether more of that line is missing */
		assert_int_equal(s.rc, 0);
		assert_true(s.troubled);
		assert_int_equal(s.text.n, whole_lines(n));
		story_end(&s);
		/* a caller that wants all or nothing gets nothing */
		story_read(&s, false);
		assert_int_equal(s.rc, -1);
		assert_int_equal(s.e.kind, ERR_INPUT);
		story_end(&s);
	}
}

static void
stray_keeps_all(void **state)
{
	struct story s;
	size_t n = pack_lines(text, sizeof text, 60) - 5;

	(void)state;
	for (size_t i = 0; i < NAMES; i++) {
		file.n = 0;
		pack_by(names[i], &file, text, n);
		pack_add(&file, "rubbish", 7);
		story_read(&s, true);
		assert_int_equal(s.rc, 0);
		assert_true(s.troubled);
		assert_non_null(
		    strstr(s.trouble.text, "something else follows"));
		/* its checks were right, so the last line is one */
		assert_int_equal(s.text.n, n);
		assert_memory_equal(s.text.p, text, n);
		story_end(&s);
		story_read(&s, false);
		assert_int_equal(s.rc, -1);
		story_end(&s);
	}
}

static void
damage_keeps_nothing(void **state)
{
	struct story s;
	size_t n = pack_lines(text, sizeof text, 600);

	(void)state;
	for (size_t i = 0; i < NAMES; i++) {
		file.n = 0;
		pack_by(names[i], &file, text, n);
		file.v[file.n / 2] ^= 4;
		story_read(&s, true);
		assert_int_equal(s.rc, -1);
		assert_int_equal(s.e.kind, ERR_INPUT);
		assert_non_null(strstr(s.e.text, "damaged"));
		story_end(&s);
	}
}

/* Read in both ways; every word must agree. */
static void
expect_agreement(const unsigned char *bytes, size_t n)
{
	struct str input = { (const char *)bytes, n };
	struct story here, there;

	story_of(&here, input, true, false);
	story_of(&there, input, true, true);
	assert_int_equal(here.rc, there.rc);
	assert_int_equal(here.text.n, there.text.n);
	assert_memory_equal(here.text.p, there.text.p, here.text.n);
	assert_int_equal(here.troubled, there.troubled);
	if (here.rc != 0)
		assert_string_equal(here.e.text, there.e.text);
	if (here.troubled)
		assert_string_equal(here.trouble.text, there.trouble.text);
	assert_string_equal(here.part.tail, there.part.tail);
	assert_string_equal(here.part.fingerprint, there.part.fingerprint);
	assert_int_equal(here.part.to_byte, there.part.to_byte);
	story_end(&here);
	story_end(&there);
}

/* More than the ring holds, in stored blocks: over the megabyte from which on
 * a thread is used. */
static size_t
pack_large(void)
{
	size_t n = pack_lines(text, sizeof text, 50000);
	z_stream z = { 0 };

	assert_int_equal(
	    deflateInit2(&z, 0, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
	z.next_in = (unsigned char *)text;
	z.avail_in = (uInt)n;
	z.next_out = large;
	z.avail_out = sizeof large;
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	deflateEnd(&z);
	assert_true(z.total_out > 3000000);
	return z.total_out;
}

static void
beside_is_the_same(void **state)
{
	size_t n = pack_large();

	(void)state;
	expect_agreement(large, n);
	/* cut: in the checksum, in the data, near the beginning */
	for (size_t k = 1; k < n / 2; k = k * 5 + 3)
		expect_agreement(large, n - k);
	expect_agreement(large, (1 << 20) + 1);
	/* something behind */
	memcpy(large + n, "rubbish", 7);
	expect_agreement(large, n + 7);
	/* another member, and a cut in it */
	memcpy(large + n, large, 1000);
	expect_agreement(large, n + 1000);
}

static void
beside_fails_the_same(void **state)
{
	size_t n = pack_large();

	(void)state;
	/* a letter of the text: the checksum tells at the very end */
	for (size_t k = 1000; k < n; k = k * 3) {
		large[k] ^= 1;
		expect_agreement(large, n);
		large[k] ^= 1;
	}
	/* the header of a stored block: the data tells at once */
	large[10] |= 6;
	expect_agreement(large, n);
}

/* Whoever has seen enough may go: nothing hangs, nothing is lost. */
static void
beside_may_be_left(void **state)
{
	size_t n = pack_large();

	(void)state;
	for (int chunks = 0; chunks < 16; chunks++) {
		struct reader *r =
		    reader_memory((struct str){ (const char *)large, n });
		struct chunk c;
		struct err e;

		reader_beside(r);
		for (int i = 0; i < chunks; i++)
			assert_int_equal(reader_lines(r, &c, &e), 0);
		assert_true(reader_done_bytes(r) <= (int64_t)n);
		reader_close(r);
	}
}

/* A line without end, packed: memory stays bounded, and it is one reject. */
static void
endless_line_packed(void **state)
{
	struct reader *r;
	struct chunk c;
	struct err e;
	size_t n = 3000000;

	(void)state;
	memset(text, 'x', n);
	memcpy(text, "short\n", 6);
	memcpy(text + n - 7, "\nafter\n", 7);
	for (size_t i = 0; i < NAMES; i++) {
		file.n = 0;
		pack_by(names[i], &file, text, n);
		r = reader_memory((struct str){ (const char *)file.v, file.n });
		assert_int_equal(reader_lines(r, &c, &e), 0);
		assert_str(c.text, "short\n");
		assert_int_equal(reader_lines(r, &c, &e), 0);
		assert_true(c.too_long);
		assert_int_equal(c.from_byte, 6);
		assert_int_equal(c.to_byte, n - 6);
		assert_int_equal(reader_lines(r, &c, &e), 0);
		assert_str(c.text, "after\n");
		reader_close(r);
		/* cut in the middle of it: it was no line */
		file.n -= file.n / 3;
		r = reader_memory((struct str){ (const char *)file.v, file.n });
		reader_salvage(r);
		if (reader_lines(r, &c, &e) == 0) {
			assert_str(c.text, "short\n");
			assert_int_equal(reader_lines(r, &c, &e), 0);
			assert_false(c.too_long);
			assert_int_equal(c.from_byte, 6);
			assert_int_equal(c.to_byte, 6);
			assert_true(reader_trouble(r, &e));
		}
		reader_close(r);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cut_keeps_whole_lines),
		cmocka_unit_test(cut_before_the_checksum),
		cmocka_unit_test(stray_keeps_all),
		cmocka_unit_test(damage_keeps_nothing),
		cmocka_unit_test(beside_is_the_same),
		cmocka_unit_test(beside_fails_the_same),
		cmocka_unit_test(beside_may_be_left),
		cmocka_unit_test(endless_line_packed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
