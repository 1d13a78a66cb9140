/* Every row of the table of compressions: whole, cut, damaged, in any pieces.
 */
#include "unit/import/pack.h"

#include "import/unpack.h"

#define TEXT_MAX (1 << 20)

static char text[TEXT_MAX];
static struct packed whole;

struct outcome {
	enum unpack_status status;
	unsigned char v[TEXT_MAX];
	size_t n;
};

/* Fed `in_step` bytes at a time into room for `out_step`. */
static void
run_codec(const struct codec *codec, const unsigned char *bytes, size_t n,
    size_t in_step, size_t out_step, struct outcome *o)
{
	void *state = codec->open();
	size_t at = 0, given = 0;

	assert_non_null(state);
	o->status = UNPACK_GOING;
	o->n = 0;
	while (o->status == UNPACK_GOING) {
		struct unpack_io io = { 0 };
		size_t room = sizeof o->v - o->n;

		if (at == given)
			given += in_step < n - given ? in_step : n - given;
		io.in = bytes + at;
		io.n_in = given - at;
		io.last = given == n;
		io.out = o->v + o->n;
		io.n_out = out_step < room ? out_step : room;
		assert_true(io.n_out != 0);
		o->status = codec->step(state, &io);
		at = (size_t)(io.in - bytes);
		assert_true(at <= given);
		o->n = (size_t)(io.out - o->v);
		if (o->status >= UNPACK_CUT)
			assert_non_null(io.why);
	}
	codec->close(state);
}

static struct outcome *
outcome_of(const struct codec *codec, const unsigned char *bytes, size_t n)
{
	static struct outcome o;

	run_codec(codec, bytes, n, n, sizeof o.v, &o);
	return &o;
}

static void
expect(const struct outcome *o, enum unpack_status status, size_t n)
{
	assert_int_equal(o->status, status);
	assert_int_equal(o->n, n);
	assert_memory_equal(o->v, text, n);
}

static bool
is_prefix(const struct outcome *o, size_t n)
{
	return o->n <= n && memcmp(o->v, text, o->n) == 0;
}

/* Two members. */
static size_t
pack_members(const struct codec *codec, int lines)
{
	size_t n = pack_lines(text, sizeof text, lines);

	whole.n = 0;
	pack_by(codec->name, &whole, text, n / 3);
	pack_by(codec->name, &whole, text + n / 3, n - n / 3);
	return n;
}

static void
in_any_pieces(void **state)
{
	static const size_t steps[] = { 1, 2, 3, 7, 8, 9, 13, 64, 1000, 32768,
		TEXT_MAX };
	static struct outcome o;
	(void)state;
	for (size_t c = 0; codecs[c] != NULL; c++) {
		size_t n = pack_members(codecs[c], 1500);

		/* a third one, that is empty */
		pack_by(codecs[c]->name, &whole, "", 0);
		for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
			for (size_t k = 0; k < sizeof steps / sizeof *steps;
			     k++) {
				/* a byte in and a byte out is slow: once */
				if (steps[i] * steps[k] < 9 && i != k)
					continue;
				run_codec(codecs[c], whole.v, whole.n, steps[i],
				    steps[k], &o);
				expect(&o, UNPACK_END, n);
			}
	}
}

static void
gzip_headers_and_blocks(void **state)
{
	static unsigned char extra[300] = "\x01\x02 some field";
	gz_header header = { .extra = extra,
		.extra_len = sizeof extra,
		.name = (Bytef *)"access.log",
		.comment = (Bytef *)"of the night",
		.hcrc = 1 };
	static struct outcome o;
	size_t n = pack_lines(text, sizeof text, 900);

	(void)state;
	whole.n = 0;
	/* stored blocks, fast ones, the best, and one with every field */
	for (int level = 0; level < 9; level++)
		pack_deflate(&whole, text + n / 9 * (size_t)level,
		    level == 8 ? n - n / 9 * 8 : n / 9, level,
		    level == 5 ? &header : NULL);
	for (size_t c = 0; codecs[c] != NULL; c++) {
		if (strcmp(codecs[c]->name, "gzip") != 0)
			continue;
		for (size_t step = 1; step < 20; step++) {
			run_codec(codecs[c], whole.v, whole.n, step, 4096, &o);
			expect(&o, UNPACK_END, n);
		}
	}
}

static void
header_checksum(void **state)
{
	gz_header header = { .name = (Bytef *)"access.log", .hcrc = 1 };
	size_t n = pack_lines(text, sizeof text, 9);

	(void)state;
	whole.n = 0;
	pack_deflate(&whole, text, n, 6, &header);
	for (size_t c = 0; codecs[c] != NULL; c++) {
		if (strcmp(codecs[c]->name, "gzip") != 0)
			continue;
		expect(outcome_of(codecs[c], whole.v, whole.n), UNPACK_END, n);
		whole.v[12] ^= 1; /* a letter of the name */
		expect(outcome_of(codecs[c], whole.v, whole.n), UNPACK_BAD, 0);
		whole.v[12] ^= 1;
	}
}

static void
cut_at_every_byte(void **state)
{
	(void)state;
	for (size_t c = 0; codecs[c] != NULL; c++) {
		size_t n = pack_members(codecs[c], 40);
		size_t last = whole.n, ends = 0;

		for (size_t k = codecs[c]->n_magic; k < last; k++) {
			const struct outcome *o =
			    outcome_of(codecs[c], whole.v, k);

			assert_true(is_prefix(o, n));
			/* between two members nothing is missing to be seen */
			ends += o->status == UNPACK_END;
			if (o->status != UNPACK_END)
				assert_int_equal(o->status, UNPACK_CUT);
			else
				assert_true(o->n == n / 3 || o->n == n);
		}
		assert_int_equal(ends, 1);
	}
}

/* Whatever one wrong bit does, no other text passes for whole. */
static void
any_wrong_bit(void **state)
{
	size_t cuts = 0;

	(void)state;
	for (size_t c = 0; codecs[c] != NULL; c++) {
		size_t n = pack_members(codecs[c], 12);

		for (size_t k = 0; k < whole.n * 8; k++) {
			const struct outcome *o;

			whole.v[k / 8] ^= (unsigned char)(1 << k % 8);
			o = outcome_of(codecs[c], whole.v, whole.n);
			whole.v[k / 8] ^= (unsigned char)(1 << k % 8);
			if (o->status == UNPACK_BAD)
				continue;
			if (!is_prefix(o, n))
				fail_msg("%s: bit %zu passed as %d",
				    codecs[c]->name, k, o->status);
			if (o->status == UNPACK_END)
				assert_int_equal(o->n, n);
			if (o->status == UNPACK_STRAY)
				assert_true(o->n == n / 3 || o->n == n);
			cuts += o->status == UNPACK_CUT;
		}
	}
	/* lengths in headers may reach past the end; nothing else does */
	assert_in_range(cuts, 1, 200);
}

/* A long member, where a decoder led astray has room to go on. */
static void
wrong_bits_of_a_long_member(void **state)
{
	size_t n = pack_lines(text, sizeof text, 4000);

	(void)state;
	for (size_t c = 0; codecs[c] != NULL; c++) {
		whole.n = 0;
		pack_by(codecs[c]->name, &whole, text, n);
		for (size_t k = 200; k < whole.n; k += 211) {
			whole.v[k] ^= 0x10;
			assert_int_equal(
			    outcome_of(codecs[c], whole.v, whole.n)->status,
			    UNPACK_BAD);
			whole.v[k] ^= 0x10;
		}
	}
}

static void
something_behind(void **state)
{
	size_t n = pack_lines(text, sizeof text, 100);

	(void)state;
	for (size_t c = 0; codecs[c] != NULL; c++) {
		size_t end;

		whole.n = 0;
		pack_by(codecs[c]->name, &whole, text, n);
		end = whole.n;
		/* zeros up to a block of tape */
		pack_add(&whole, (char[512]){ 0 }, 512);
		expect(outcome_of(codecs[c], whole.v, whole.n), UNPACK_END, n);
		/* zeros, and then more */
		pack_add(&whole, "x", 1);
		expect(
		    outcome_of(codecs[c], whole.v, whole.n), UNPACK_STRAY, n);
		/* a word */
		whole.n = end;
		pack_add(&whole, "rubbish", 7);
		expect(
		    outcome_of(codecs[c], whole.v, whole.n), UNPACK_STRAY, n);
		/* it begins like a member and is none */
		whole.n = end;
		pack_add(&whole, codecs[c]->magic, 1);
		pack_add(&whole, "rubbish and more rubbish", 24);
		expect(
		    outcome_of(codecs[c], whole.v, whole.n), UNPACK_STRAY, n);
	}
}

/* Trailers lie: only what was unpacked counts. */
static void
wrong_length_or_checksum(void **state)
{
	size_t n = pack_lines(text, sizeof text, 100);

	(void)state;
	whole.n = 0;
	pack_gzip(&whole, text, n);
	for (size_t c = 0; codecs[c] != NULL; c++)
		for (size_t k = 1; k <= 8; k++) {
			if (strcmp(codecs[c]->name, "gzip") != 0)
				continue;
			whole.v[whole.n - k]++;
			assert_int_equal(
			    outcome_of(codecs[c], whole.v, whole.n)->status,
			    UNPACK_BAD);
			whole.v[whole.n - k]--;
		}
}

static void
told_by_their_head(void **state)
{
	(void)state;
	for (size_t c = 0; codecs[c] != NULL; c++) {
		const struct codec *first;

		whole.n = 0;
		pack_by(codecs[c]->name, &whole, "x", 1);
		first = codec_of(whole.v, whole.n);
		assert_non_null(first);
		assert_string_equal(first->name, codecs[c]->name);
		/* all of a file that was cut */
		assert_ptr_equal(codec_of(whole.v, 6), first);
	}
	assert_null(codec_of("", 0));
	assert_null(codec_of("\x1F", 1));
	assert_null(codec_of("BZh", 3));
	/* a site may be called so */
	assert_null(codec_of("BZh9.example.org:443 192.0.2.1 - -", 34));
	assert_null(codec_of("192.0.2.1 - -", 13));
}

/* A frame that readers skip, before and between the others. */
static void
skipped_frames(void **state)
{
	static const char skip[] = "\x50\x2A\x4D\x18\x05\0\0\0abcde";
	size_t n = pack_lines(text, sizeof text, 50);

	(void)state;
	whole.n = 0;
	pack_add(&whole, skip, 13);
	pack_zstd(&whole, text, n / 2);
	pack_add(&whole, skip, 13);
	pack_zstd(&whole, text + n / 2, n - n / 2);
	pack_add(&whole, skip, 13);
	expect(outcome_of(codec_of(whole.v, whole.n), whole.v, whole.n),
	    UNPACK_END, n);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_any_pieces),
		cmocka_unit_test(gzip_headers_and_blocks),
		cmocka_unit_test(header_checksum),
		cmocka_unit_test(cut_at_every_byte),
		cmocka_unit_test(any_wrong_bit),
		cmocka_unit_test(wrong_bits_of_a_long_member),
		cmocka_unit_test(something_behind),
		cmocka_unit_test(wrong_length_or_checksum),
		cmocka_unit_test(told_by_their_head),
		cmocka_unit_test(skipped_frames),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
