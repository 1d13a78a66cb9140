#include "import/stream.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "import/reader.h"
#include "import/unpack.h"

#define PACKED_BYTES ((size_t)128 << 10)

struct stream {
	struct arena keep;
	int fd;            /* -1: memory */
	struct str memory; /* all of it */
	int64_t disk_bytes, disk_at;
	const struct codec *codec; /* NULL: plain */
	void *state;               /* of the codec; NULL: not begun */
	bool disk_end;
	enum stream_end end;
	const char *why; /* of an end that is not whole */

	unsigned char *packed; /* compressed bytes, [packed_from, packed_to) */
	size_t packed_from, packed_to;
	int64_t plain_bytes; /* delivered; of plain files: not counted */
	struct err failed;   /* unpacking; it stays so */
};

/* ---- the disk ------------------------------------------------------------ */

/* Bytes as they lie on disk; 0 at the end. */
static int
disk_read(struct stream *s, void *to, size_t cap, size_t *ret_n, struct err *e)
{
	ssize_t got;

	if (s->fd < 0) {
		int64_t rest = s->disk_bytes - s->disk_at;

		got = (ssize_t)(rest < (int64_t)cap ? rest : (int64_t)cap);
		if (got != 0)
			memcpy(to, s->memory.p + s->disk_at, (size_t)got);
	} else {
		do {
			got = pread(s->fd, to, cap, s->disk_at);
		} while (got < 0 && errno == EINTR);
		if (got < 0)
			return err_errno(e, "could not read");
	}
	s->disk_end = got == 0;
	s->disk_at += got;
	*ret_n = (size_t)got;
	return 0;
}

/* The first bytes decide what it is packed in. */
static int
find_codec(struct stream *s, struct err *e)
{
	unsigned char magic[CODEC_MAGIC_MAX];
	size_t n = 0, got;

	do {
		if (disk_read(s, magic + n, sizeof magic - n, &got, e) != 0)
			return -1;
		n += got;
	} while (n < sizeof magic && got != 0);
	s->codec = codec_of(magic, n);
	s->disk_at = 0;
	s->disk_end = false;
	return 0;
}

static struct stream *
stream_new(void)
{
	struct arena keep = { 0 };
	struct stream *s = arena_new(&keep, struct stream);

	s->keep = keep;
	s->fd = -1;
	return s;
}

int
stream_open(const char *path, struct stream **ret_stream, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stream *s;
	struct stat st;

	if (fd < 0)
		return err_errno(e, "could not open \"%s\"", path);
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		return err_set(
		    e, ERR_ENV, "\"%s\" is not a regular file", path);
	}
	posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	s = stream_new();
	s->fd = fd;
	s->disk_bytes = st.st_size;
	if (find_codec(s, e) != 0) {
		stream_close(s);
		return -1;
	}
	*ret_stream = s;
	return 0;
}

struct stream *
stream_memory(struct str bytes)
{
	struct stream *s = stream_new();

	s->memory = bytes;
	s->disk_bytes = (int64_t)bytes.n;
	s->codec = codec_of(bytes.p, bytes.n);
	return s;
}

void
stream_close(struct stream *s)
{
	struct arena keep;

	if (s == NULL)
		return;
	if (s->state != NULL)
		s->codec->close(s->state);
	if (s->fd >= 0)
		close(s->fd);
	keep = s->keep;
	arena_release(&keep);
}

/* ---- unpacking ----------------------------------------------------------- */

static int
begin(struct stream *s, struct err *e)
{
	if (s->packed == NULL)
		s->packed = arena_alloc(&s->keep, PACKED_BYTES);
	s->state = s->codec->open();
	if (s->state == NULL)
		return err_set(
		    e, ERR_ENV, "out of memory for %s data", s->codec->name);
	return 0;
}

static int
refill(struct stream *s, struct err *e)
{
	size_t got;

	if (disk_read(s, s->packed, PACKED_BYTES, &got, e) != 0)
		return -1;
	s->packed_from = 0;
	s->packed_to = got;
	return 0;
}

static int
check_size(const struct stream *s, struct err *e)
{
	int64_t in = s->disk_at - (int64_t)(s->packed_to - s->packed_from);

	if (s->plain_bytes > READER_MAX_BYTES)
		return err_set(e, ERR_INPUT,
		    "more than %lld GB of text in one file",
		    (long long)(READER_MAX_BYTES >> 30));
	if (s->plain_bytes > READER_RATIO_FROM &&
	    s->plain_bytes / READER_MAX_RATIO > in)
		return err_set(e, ERR_INPUT,
		    "unpacks to more than %d times its size; this is no log",
		    READER_MAX_RATIO);
	return 0;
}

static enum stream_end
end_of(enum unpack_status status)
{
	switch (status) {
	case UNPACK_END:
		return STREAM_WHOLE;
	case UNPACK_CUT:
		return STREAM_CUT;
	case UNPACK_STRAY:
		return STREAM_STRAY;
	default:
		return STREAM_GOING;
	}
}

static int
give_up(const struct stream *s, struct err *e)
{
	*e = s->failed;
	return -1;
}

static int
unpack(struct stream *s, char *to, size_t cap, size_t *ret_n, struct err *e)
{
	struct unpack_io io = { .out = (unsigned char *)to, .n_out = cap };
	enum unpack_status status = UNPACK_GOING;

	if (s->failed.kind != ERR_NONE)
		return give_up(s, e);
	if (s->state == NULL && begin(s, e) != 0)
		return -1;
	while (status == UNPACK_GOING && io.n_out == cap) {
		if (s->packed_from == s->packed_to && !s->disk_end &&
		    refill(s, e) != 0)
			return -1;
		io.in = s->packed + s->packed_from;
		io.n_in = s->packed_to - s->packed_from;
		io.last = s->disk_end;
		status = s->codec->step(s->state, &io);
		s->packed_from = s->packed_to - io.n_in;
	}
	*ret_n = cap - io.n_out;
	s->plain_bytes += (int64_t)*ret_n;
	s->why = io.why;
	s->end = end_of(status);
	/* what follows the end is not looked at */
	if (s->end == STREAM_STRAY)
		s->disk_at = s->disk_bytes;
	if (status == UNPACK_BAD ? stream_trouble(s, &s->failed) != 0
				 : check_size(s, &s->failed) != 0)
		return give_up(s, e);
	return 0;
}

bool
stream_packed(const struct stream *s)
{
	return s->codec != NULL;
}

int
stream_read(
    struct stream *s, char *to, size_t cap, size_t *ret_n, struct err *e)
{
	*ret_n = 0;
	/* a codec may end without a byte, and may give bytes with its end */
	if (s->codec != NULL)
		return s->end == STREAM_GOING ? unpack(s, to, cap, ret_n, e)
					      : 0;
	if (disk_read(s, to, cap, ret_n, e) != 0)
		return -1;
	if (s->disk_end)
		s->end = STREAM_WHOLE;
	return 0;
}

enum stream_end
stream_end(const struct stream *s)
{
	return s->end;
}

int
stream_trouble(const struct stream *s, struct err *e)
{
	return err_set(e, ERR_INPUT, "%s (%s, after %lld bytes of text)",
	    s->why, s->codec->name, (long long)s->plain_bytes);
}

void
stream_seek(struct stream *s, int64_t at)
{
	if (s->state != NULL)
		s->codec->close(s->state);
	s->state = NULL;
	s->packed_from = s->packed_to = 0;
	s->plain_bytes = 0;
	s->failed = (struct err){ 0 };
	s->disk_at = at;
	s->disk_end = false;
	s->end = STREAM_GOING;
}

int64_t
stream_done_bytes(const struct stream *s)
{
	return s->disk_at;
}

int64_t
stream_all_bytes(const struct stream *s)
{
	return s->disk_bytes;
}
