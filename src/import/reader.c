#include "import/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "import/unpack.h"

/* Room for a line carried over and a block behind it. */
#define BUFFER_BYTES (READER_LINE_MAX + READER_BLOCK_BYTES)

struct reader {
	struct arena keep;
	int fd;            /* -1: memory */
	struct str memory; /* what is left of it */
	int64_t disk_bytes, disk_done;
	const struct codec *codec; /* NULL: plain */
	void *state;
	bool begun, disk_end, plain_end;

	unsigned char *packed; /* compressed bytes, [packed_from, packed_to) */
	size_t packed_from, packed_to;

	char *buffer; /* plain bytes; [used, n) are not handed out yet */
	size_t used, n;
	int64_t plain_bytes; /* delivered into the buffer or to the caller */
	int64_t base;        /* offset of buffer[0] in the plain text */
};

static struct reader *
reader_new(void)
{
	struct arena keep = { 0 };
	struct reader *r = arena_new(&keep, struct reader);

	r->packed = arena_alloc(&keep, READER_BLOCK_BYTES);
	r->buffer = arena_alloc(&keep, BUFFER_BYTES);
	r->keep = keep;
	r->fd = -1;
	return r;
}

int
reader_open(const char *path, struct reader **ret_reader, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct reader *r;
	struct stat st;

	if (fd < 0)
		return err_errno(e, "could not open \"%s\"", path);
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		return err_set(
		    e, ERR_ENV, "\"%s\" is not a regular file", path);
	}
	posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	r = reader_new();
	r->fd = fd;
	r->disk_bytes = st.st_size;
	*ret_reader = r;
	return 0;
}

struct reader *
reader_memory(struct str bytes)
{
	struct reader *r = reader_new();

	r->memory = bytes;
	r->disk_bytes = (int64_t)bytes.n;
	return r;
}

void
reader_close(struct reader *r)
{
	struct arena keep;

	if (r == NULL)
		return;
	if (r->state != NULL)
		r->codec->close(r->state);
	if (r->fd >= 0)
		close(r->fd);
	keep = r->keep;
	arena_release(&keep);
}

/* Bytes as they lie on disk; 0 at the end. */
static int
disk_read(struct reader *r, void *to, size_t cap, size_t *ret_n, struct err *e)
{
	ssize_t got;

	if (r->fd < 0) {
		got = (ssize_t)(cap < r->memory.n ? cap : r->memory.n);
		if (got != 0)
			memcpy(to, r->memory.p, (size_t)got);
		r->memory = str_sub(r->memory, (size_t)got, r->memory.n);
	} else {
		do {
			got = read(r->fd, to, cap);
		} while (got < 0 && errno == EINTR);
		if (got < 0)
			return err_errno(e, "could not read");
	}
	r->disk_end = got == 0;
	r->disk_done += got;
	*ret_n = (size_t)got;
	return 0;
}

static int
refill(struct reader *r, struct err *e)
{
	size_t got;

	if (r->packed_from == r->packed_to)
		r->packed_from = r->packed_to = 0;
	if (disk_read(r, r->packed + r->packed_to,
		READER_BLOCK_BYTES - r->packed_to, &got, e) != 0)
		return -1;
	r->packed_to += got;
	return 0;
}

/* The first bytes decide; they stay in `packed` in either case. */
static int
begin(struct reader *r, struct err *e)
{
	r->begun = true;
	while (r->packed_to < CODEC_MAGIC_MAX && !r->disk_end)
		if (refill(r, e) != 0)
			return -1;
	r->codec = codec_of(r->packed, r->packed_to);
	if (r->codec == NULL)
		return 0;
	r->state = r->codec->open();
	if (r->state == NULL)
		return err_set(
		    e, ERR_ENV, "out of memory for %s data", r->codec->name);
	return 0;
}

static int
check_size(const struct reader *r, struct err *e)
{
	int64_t in = r->disk_done - (int64_t)(r->packed_to - r->packed_from);

	if (r->plain_bytes > READER_MAX_BYTES)
		return err_set(e, ERR_INPUT,
		    "more than %lld GB of text in one file",
		    (long long)(READER_MAX_BYTES >> 30));
	if (r->codec != NULL && r->plain_bytes > READER_RATIO_FROM &&
	    r->plain_bytes / READER_MAX_RATIO > in)
		return err_set(e, ERR_INPUT,
		    "unpacks to more than %d times its size; this is no log",
		    READER_MAX_RATIO);
	return 0;
}

static int
unpack(struct reader *r, char *to, size_t cap, size_t *ret_n, struct err *e)
{
	struct unpack_io io = { .out = (unsigned char *)to, .n_out = cap };
	enum unpack_status status = UNPACK_GOING;

	while (status == UNPACK_GOING && io.n_out == cap) {
		if (r->packed_from == r->packed_to && !r->disk_end &&
		    refill(r, e) != 0)
			return -1;
		io.in = r->packed + r->packed_from;
		io.n_in = r->packed_to - r->packed_from;
		io.last = r->disk_end;
		status = r->codec->step(r->state, &io);
		r->packed_from = r->packed_to - io.n_in;
	}
	if (status == UNPACK_BAD)
		return err_set(e, ERR_INPUT,
		    "%s (%s, after %lld bytes of text)", io.why, r->codec->name,
		    (long long)r->plain_bytes + (long long)(cap - io.n_out));
	r->plain_end = status == UNPACK_END;
	*ret_n = cap - io.n_out;
	return 0;
}

/* Plain bytes past the buffer. */
static int
source_read(
    struct reader *r, char *to, size_t cap, size_t *ret_n, struct err *e)
{
	size_t n = r->packed_to - r->packed_from;

	*ret_n = 0;
	if (r->plain_end)
		return 0;
	if (!r->begun && begin(r, e) != 0)
		return -1;
	if (r->codec != NULL) {
		if (unpack(r, to, cap, ret_n, e) != 0)
			return -1;
	} else if ((n = r->packed_to - r->packed_from) != 0) {
		/* what begin() looked at */
		*ret_n = n < cap ? n : cap;
		memcpy(to, r->packed + r->packed_from, *ret_n);
		r->packed_from += *ret_n;
	} else {
		if (disk_read(r, to, cap, ret_n, e) != 0)
			return -1;
		r->plain_end = *ret_n == 0;
	}
	r->plain_bytes += (int64_t)*ret_n;
	return check_size(r, e);
}

int
reader_peek(struct reader *r, struct str *ret_head, struct err *e)
{
	while (r->n < READER_BLOCK_BYTES && !r->plain_end) {
		size_t got;

		if (source_read(r, r->buffer + r->n, READER_BLOCK_BYTES - r->n,
			&got, e) != 0)
			return -1;
		r->n += got;
	}
	*ret_head = (struct str){ r->buffer, r->n };
	return 0;
}

int
reader_read(
    struct reader *r, char *to, size_t cap, size_t *ret_n, struct err *e)
{
	size_t n = r->n - r->used;

	if (n == 0) {
		do {
			if (source_read(r, to, cap, ret_n, e) != 0)
				return -1;
		} while (*ret_n == 0 && !r->plain_end);
		return 0;
	}
	*ret_n = n < cap ? n : cap;
	memcpy(to, r->buffer + r->used, *ret_n);
	r->used += *ret_n;
	return 0;
}

/* Forget what was handed out; the tail moves to the front. */
static void
shift(struct reader *r)
{
	r->n -= r->used;
	memmove(r->buffer, r->buffer + r->used, r->n);
	r->base += (int64_t)r->used;
	r->used = 0;
}

static int
more(struct reader *r, struct err *e)
{
	size_t got;

	if (source_read(r, r->buffer + r->n, BUFFER_BYTES - r->n, &got, e) != 0)
		return -1;
	r->n += got;
	return 0;
}

/* The buffer is full of one line: throw it away up to its newline. */
static int
skip_line(struct reader *r, struct chunk *ret_chunk, struct err *e)
{
	int64_t from = r->base;
	const char *end;

	while ((end = memchr(r->buffer, '\n', r->n)) == NULL) {
		r->used = r->n;
		shift(r);
		if (r->plain_end)
			break;
		if (more(r, e) != 0)
			return -1;
	}
	r->used = end != NULL ? (size_t)(end - r->buffer) + 1 : 0;
	*ret_chunk =
	    (struct chunk){ STR_NONE, from, r->base + (int64_t)r->used, true };
	return 0;
}

int
reader_lines(struct reader *r, struct chunk *ret_chunk, struct err *e)
{
	const char *end;

	shift(r);
	while (
	    (end = memrchr(r->buffer, '\n', r->n)) == NULL && !r->plain_end) {
		if (r->n == BUFFER_BYTES)
			return skip_line(r, ret_chunk, e);
		if (more(r, e) != 0)
			return -1;
	}
	/* fill up once, so that chunks are large */
	while (r->n < READER_BLOCK_BYTES && !r->plain_end)
		if (more(r, e) != 0)
			return -1;
	end = memrchr(r->buffer, '\n', r->n);
	r->used = end != NULL ? (size_t)(end - r->buffer) + 1 : r->n;
	*ret_chunk = (struct chunk){ { r->buffer, r->used }, r->base,
		r->base + (int64_t)r->used, false };
	return 0;
}

int64_t
reader_done_bytes(const struct reader *r)
{
	return r->disk_done;
}

int64_t
reader_all_bytes(const struct reader *r)
{
	return r->disk_bytes;
}
