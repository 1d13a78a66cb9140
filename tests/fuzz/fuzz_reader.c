/*
 * fuzz_reader.c -- any bytes as a file: packed, cut, in ranges.
 *
 * All ways of reading give the same text or fail alike; ranges and a second
 * look give each line once; a packed text that is cut or damaged never gives
 * lines that were not in it.
 */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>

#include "fuzz.h"
#include "import/reader.h"
#include "import/unpack.h"

#define TEXT_MAX ((size_t)1 << 20)

static char path[32];

/* One file in memory that can be opened by name. */
static void
put_file(struct str bytes)
{
	static int fd = -1;

	if (fd < 0) {
		fd = memfd_create("fuzz", 0);
		MUST_HOLD(fd >= 0);
		snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	}
	MUST_HOLD(ftruncate(fd, 0) == 0);
	MUST_HOLD(pwrite(fd, bytes.p, bytes.n, 0) == (ssize_t)bytes.n);
}

/* ---- ways of reading ----------------------------------------------------- */

static int
by_blocks(struct reader *r, size_t step, struct buf *out)
{
	static char block[70000];
	struct err e;
	size_t got;

	do {
		if (reader_read(r, block, step, &got, &e) != 0)
			return -1;
		buf_add(out, block, got);
	} while (got != 0 && !out->full);
	return 0;
}

static int
by_lines(struct reader *r, struct buf *out)
{
	struct chunk c;
	struct err e;
	int64_t at = -1;

	do {
		if (reader_lines(r, &c, &e) != 0)
			return -1;
		MUST_HOLD(at < 0 || at == c.from_byte);
		MUST_HOLD(c.text.n <= READER_CHUNK_MAX);
		at = c.to_byte;
		for (size_t i = 0; i < READER_SLACK && c.text.n != 0; i++)
			(void)*(const volatile char *)(c.text.p + c.text.n + i);
		buf_addstr(out, c.text);
		/* a line that was too long: as many bytes of something */
		for (int64_t i = c.from_byte;
		     c.too_long && i < at && !out->full; i++)
			buf_addc(out, '?');
	} while (c.to_byte != c.from_byte && !out->full);
	return 0;
}

static void
all_ways(struct str bytes, size_t step)
{
	struct buf a, b, c;
	struct reader *r = reader_memory(bytes);
	struct err e;
	int rc_a, rc_b, rc_c;

	buf_init(&a, TEXT_MAX);
	buf_init(&b, TEXT_MAX);
	buf_init(&c, TEXT_MAX);
	rc_a = by_blocks(r, step, &a);
	reader_close(r);
	r = reader_memory(bytes);
	rc_b = by_lines(r, &b);
	reader_close(r);
	r = reader_memory(bytes);
	reader_salvage(r);
	rc_c = by_lines(r, &c);
	MUST_HOLD(rc_a == rc_b || a.full || b.full);
	MUST_HOLD(rc_a != 0 || a.n == b.n || a.full);
	/* what is fine without mercy is the same with it */
	if (rc_a == 0 && !a.full) {
		MUST_HOLD(rc_c == 0 && !reader_trouble(r, &e));
		MUST_HOLD(
		    c.n == b.n && (c.n == 0 || memcmp(c.p, b.p, c.n) == 0));
	} else if (rc_c == 0 && !c.full) {
		MUST_HOLD(reader_trouble(r, &e));
	}
	reader_close(r);
	buf_release(&a);
	buf_release(&b);
	buf_release(&c);
}

/* ---- ranges and parts ---------------------------------------------------- */

static void
in_ranges(struct str text, int64_t cut)
{
	struct reader *r;
	struct buf out;
	struct err e;

	buf_init(&out, TEXT_MAX);
	MUST_HOLD(reader_open_range(path, 0, cut, &r, &e) == 0);
	MUST_HOLD(by_lines(r, &out) == 0);
	reader_close(r);
	MUST_HOLD(reader_open_range(path, cut, -1, &r, &e) == 0);
	MUST_HOLD(by_lines(r, &out) == 0);
	reader_close(r);
	MUST_HOLD(out.n == text.n);
	MUST_HOLD(text.n == 0 || memcmp(out.p, text.p, text.n) == 0);
	buf_release(&out);
}

/* Was the line before `cut` whole there? */
static bool
whole_line(struct str text, size_t cut)
{
	struct str rest = str_sub(text, cut, text.n);

	if (rest.n != 0 && rest.p[0] == '\r')
		rest = str_sub(rest, 1, rest.n);
	return cut == 0 || text.p[cut - 1] == '\n' || rest.n == 0 ||
	       rest.p[0] == '\n';
}

/*
 * A log that was read up to `cut` goes on with the next line, or all is read
 * again.
 */
static void
goes_on(struct str text, int64_t cut)
{
	struct part before, whole, after;
	struct str rest = str_sub(text, (size_t)cut, text.n);
	struct reader *r;
	struct buf out;
	struct err e;
	bool same;

	if (!whole_line(text, (size_t)cut))
		rest = text;
	else if (cut > 0 && text.p[cut - 1] != '\n')
		str_cut(rest, '\n', &rest);
	buf_init(&out, TEXT_MAX);
	MUST_HOLD(reader_part_of(path, cut, &before, &e) == 0);
	MUST_HOLD(reader_part_of(path, (int64_t)text.n, &whole, &e) == 0);
	MUST_HOLD(reader_open(path, &r, &e) == 0);
	MUST_HOLD(reader_skip(r, cut, before.tail, &same, &e) == 0);
	MUST_HOLD(same == whole_line(text, (size_t)cut));
	MUST_HOLD(by_lines(r, &out) == 0);
	MUST_HOLD(out.n == rest.n);
	MUST_HOLD(rest.n == 0 || memcmp(out.p, rest.p, rest.n) == 0);
	reader_part(r, &after);
	MUST_HOLD(after.to_byte == (int64_t)text.n);
	MUST_HOLD(strcmp(after.tail, whole.tail) == 0);
	MUST_HOLD(strcmp(after.fingerprint, whole.fingerprint) == 0);
	reader_close(r);
	buf_release(&out);
}

/* ---- packed here, then spoilt -------------------------------------------- */

struct outcome {
	enum unpack_status status;
	struct buf out;
};

static void
unpack_by(
    const struct codec *codec, struct str bytes, size_t step, struct outcome *o)
{
	unsigned char block[4096];
	void *state = codec->open();
	struct unpack_io io = { .in = (const unsigned char *)bytes.p };
	const unsigned char *end = io.in + bytes.n;

	MUST_HOLD(state != NULL);
	buf_init(&o->out, TEXT_MAX);
	do {
		size_t left = (size_t)(end - io.in);

		io.n_in = left < step ? left : step;
		io.last = io.n_in == left;
		io.out = block;
		io.n_out = sizeof block;
		o->status = codec->step(state, &io);
		buf_add(&o->out, block, sizeof block - io.n_out);
	} while (o->status == UNPACK_GOING && !o->out.full);
	codec->close(state);
}

/* Every gzip of the table, on any bytes: two that say "whole" agree. */
static void
libraries_agree(struct str bytes, size_t step)
{
	struct outcome first = { .status = UNPACK_BAD };

	/* each step costs a library its window */
	step += bytes.n / 64;
	buf_init(&first.out, 1);
	for (size_t i = 0; codecs[i] != NULL; i++) {
		struct outcome o;

		if (strcmp(codecs[i]->name, "gzip") != 0)
			continue;
		unpack_by(codecs[i], bytes, step, &o);
		if (o.status == UNPACK_END && first.status == UNPACK_END) {
			MUST_HOLD(o.out.n == first.out.n);
			MUST_HOLD(o.out.n == 0 ||
				  memcmp(o.out.p, first.out.p, o.out.n) == 0);
		}
		buf_release(&first.out);
		first = o;
	}
	buf_release(&first.out);
}

static void
spoilt(struct str text, size_t where, unsigned bit)
{
	uLong bound = compressBound((uLong)text.n) + 100;
	char *packed = malloc(bound);
	struct reader *r;
	struct buf out;
	z_stream z = { 0 };
	size_t n;

	MUST_HOLD(packed != NULL);
	MUST_HOLD(deflateInit2(&z, (int)(where % 10), Z_DEFLATED, 31, 8,
		      Z_DEFAULT_STRATEGY) == Z_OK);
	z.next_in = (Bytef *)(uintptr_t)text.p;
	z.avail_in = (uInt)text.n;
	z.next_out = (Bytef *)packed;
	z.avail_out = (uInt)bound;
	MUST_HOLD(deflate(&z, Z_FINISH) == Z_STREAM_END);
	n = z.total_out;
	deflateEnd(&z);
	where %= n;
	if (bit < 8) {
		packed[where] ^= (char)(1 << bit);
		/* no gzip any more */
		if (where < 2)
			n = 0;
	} else {
		n = where;
	}
	libraries_agree((struct str){ packed, n }, where + 1);
	buf_init(&out, TEXT_MAX);
	r = reader_memory((struct str){ packed, n });
	reader_salvage(r);
	if (n > 2 && by_lines(r, &out) == 0) {
		MUST_HOLD(out.n <= text.n);
		MUST_HOLD(out.n == 0 || memcmp(out.p, text.p, out.n) == 0);
	}
	reader_close(r);
	buf_release(&out);
	free(packed);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str bytes;
	struct reader *r;
	size_t where;
	int64_t cut;

	if (n < 3)
		return 0;
	where = data[0] | (size_t)data[1] << 8;
	bytes = (struct str){ (const char *)data + 3, n - 3 };
	cut = bytes.n == 0 ? 0 : (int64_t)(where % (bytes.n + 1));
	all_ways(bytes, where + 1);
	libraries_agree(bytes, where + 1);
	spoilt(bytes, where, data[2] % 16);
	put_file(bytes);
	r = reader_memory(bytes);
	if (!reader_packed(r)) {
		in_ranges(bytes, cut);
		goes_on(bytes, cut);
	}
	reader_close(r);
	return 0;
}
