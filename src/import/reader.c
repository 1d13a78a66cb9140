#include "import/reader.h"

#include <string.h>

#include "base/file.h"
#include "import/beside.h"

/* Of less than this, unpacked beside the parse, a thread is not worth it. */
#define BESIDE_FROM (INT64_C(1) << 20)

/* The beginning and the end of what was taken. */
struct ends {
	char head[PART_BLOCK], tail[PART_BLOCK];
	size_t n_head, n_tail;
};

struct reader {
	struct arena keep;
	struct stream *in;
	struct beside *beside; /* NULL: the stream is read directly */
	int64_t from, to;      /* the range; to < 0: to the end */
	bool range, salvage;
	bool may_beside; /* a thread may unpack */
	bool begun_line; /* first drop the rest of a line that began before */
	bool at_end;     /* of the stream: the buffer holds the rest */
	bool ended;      /* what is left is left alone */

	char *buffer; /* `cap` bytes and slack; [used, n) not handed out yet */
	size_t cap, used, n;
	int64_t base; /* offset of buffer[0] in the plain text */
	int64_t pos;  /* end of what was taken */
	struct ends ends;
};

static struct reader *
reader_new(struct stream *in)
{
	struct arena keep = { 0 };
	struct reader *r = arena_new(&keep, struct reader);

	r->cap = READER_BLOCK_BYTES;
	r->buffer = arena_alloc(&keep, r->cap + READER_SLACK);
	r->keep = keep;
	r->in = in;
	r->to = -1;
	return r;
}

int
reader_open(const char *path, struct reader **ret_reader, struct err *e)
{
	struct stream *in;

	if (stream_open(path, &in, e) != 0)
		return -1;
	*ret_reader = reader_new(in);
	return 0;
}

int
reader_open_range(const char *path, int64_t from, int64_t to,
    struct reader **ret_reader, struct err *e)
{
	struct reader *r;

	if (reader_open(path, &r, e) != 0)
		return -1;
	if (stream_packed(r->in)) {
		reader_close(r);
		return err_set(
		    e, ERR_USAGE, "\"%s\" is compressed: no ranges", path);
	}
	r->range = true;
	r->from = from;
	r->to = to;
	/* a line begins at `from` when the byte before ends one */
	if (from > 0) {
		r->begun_line = true;
		r->base = r->pos = from - 1;
		stream_seek(r->in, from - 1);
	}
	*ret_reader = r;
	return 0;
}

struct reader *
reader_memory(struct str bytes)
{
	return reader_new(stream_memory(bytes));
}

void
reader_close(struct reader *r)
{
	struct arena keep;

	if (r == NULL)
		return;
	beside_stop(r->beside);
	stream_close(r->in);
	keep = r->keep;
	arena_release(&keep);
}

void
reader_salvage(struct reader *r)
{
	r->salvage = true;
}

void
reader_beside(struct reader *r)
{
	r->may_beside =
	    stream_packed(r->in) && stream_all_bytes(r->in) >= BESIDE_FROM;
}

bool
reader_packed(const struct reader *r)
{
	return stream_packed(r->in);
}

/* ---- the buffer ---------------------------------------------------------- */

/* These bytes, which follow `pos`, are handed out. */
static void
taken(struct reader *r, const char *p, size_t n)
{
	struct ends *x = &r->ends;

	r->pos += (int64_t)n;
	if (x->n_head < PART_BLOCK) {
		size_t more = PART_BLOCK - x->n_head;

		more = n < more ? n : more;
		memcpy(x->head + x->n_head, p, more);
		x->n_head += more;
	}
	if (n >= PART_BLOCK) {
		memcpy(x->tail, p + n - PART_BLOCK, PART_BLOCK);
		x->n_tail = PART_BLOCK;
		return;
	}
	if (x->n_tail + n > PART_BLOCK) {
		size_t old = PART_BLOCK - n;

		memmove(x->tail, x->tail + x->n_tail - old, old);
		x->n_tail = old;
	}
	if (n != 0)
		memcpy(x->tail + x->n_tail, p, n);
	x->n_tail += n;
}

static void
take(struct reader *r, size_t n)
{
	taken(r, r->buffer + r->used, n);
	r->used += n;
}

/* Forget what was handed out; the rest moves to the front. */
static void
shift(struct reader *r)
{
	r->n -= r->used;
	memmove(r->buffer, r->buffer + r->used, r->n);
	r->base += (int64_t)r->used;
	r->used = 0;
}

static void
stop_beside(struct reader *r)
{
	beside_stop(r->beside);
	r->beside = NULL;
	r->may_beside = false;
}

/* Plain bytes; none: the end. */
static int
next_bytes(struct reader *r, char *to, size_t cap, size_t *ret_n, struct err *e)
{
	if (r->beside != NULL) {
		int rc = beside_read(r->beside, to, cap, ret_n, e);

		if (rc == 0 && *ret_n != 0)
			return 0;
		stop_beside(r);
		if (rc != 0)
			return -1;
	}
	do {
		if (stream_read(r->in, to, cap, ret_n, e) != 0)
			return -1;
	} while (*ret_n == 0 && stream_end(r->in) == STREAM_GOING);
	return 0;
}

/* An end that is not the true one fails, unless the caller can bear it. */
static int
check_end(const struct reader *r, bool bear, struct err *e)
{
	enum stream_end end = stream_end(r->in);

	if ((end == STREAM_CUT || end == STREAM_STRAY) && !bear)
		return stream_trouble(r->in, e);
	return 0;
}

/* Until the buffer holds `want` bytes or the stream ends. */
static int
fill(struct reader *r, size_t want, struct err *e)
{
	while (r->n < want && !r->at_end) {
		size_t got;

		if (next_bytes(r, r->buffer + r->n, want - r->n, &got, e) != 0)
			return -1;
		r->at_end = got == 0;
		r->n += got;
	}
	memset(r->buffer + r->n, 0, READER_SLACK);
	return 0;
}

int
reader_peek(struct reader *r, struct str *ret_head, struct err *e)
{
	if (fill(r, READER_BLOCK_BYTES, e) != 0)
		return -1;
	/* what comes of a missing end shows later, unless there is nothing */
	if (r->at_end && memchr(r->buffer, '\n', r->n) == NULL &&
	    check_end(r, false, e) != 0)
		return -1;
	*ret_head = (struct str){ r->buffer, r->n };
	return 0;
}

int
reader_read(
    struct reader *r, char *to, size_t cap, size_t *ret_n, struct err *e)
{
	size_t n = r->n - r->used;

	if (n != 0) {
		*ret_n = n < cap ? n : cap;
		memcpy(to, r->buffer + r->used, *ret_n);
		take(r, *ret_n);
		return 0;
	}
	if (next_bytes(r, to, cap, ret_n, e) != 0)
		return -1;
	taken(r, to, *ret_n);
	return *ret_n == 0 ? check_end(r, false, e) : 0;
}

/* ---- lines --------------------------------------------------------------- */

static size_t
through_newline(const struct reader *r, size_t from)
{
	const char *nl = memchr(r->buffer + from, '\n', r->n - from);

	return nl != NULL ? (size_t)(nl - r->buffer) + 1 : r->n;
}

/* What is left of a line that began before the range. */
static int
drop_begun(struct reader *r, struct err *e)
{
	r->begun_line = false;
	for (;;) {
		size_t end;

		shift(r);
		if (fill(r, r->cap, e) != 0)
			return -1;
		end = through_newline(r, 0);
		take(r, end);
		if (r->at_end || (end != 0 && r->buffer[end - 1] == '\n'))
			return 0;
	}
}

/*
 * The rest of the file has no newline. Is it a line? *ret_line is false when it
 * may be the first half of one.
 */
static int
judge_rest(const struct reader *r, bool *ret_line, struct err *e)
{
	bool cut = stream_end(r->in) == STREAM_CUT;

	*ret_line = !cut;
	return check_end(r, r->salvage && (!cut || r->pos > r->from), e);
}

/* The buffer is full of one line: throw it away up to its newline. */
static int
skip_line(struct reader *r, struct chunk *ret_chunk, struct err *e)
{
	struct ends before = r->ends;
	int64_t from = r->pos;
	bool line = true;
	size_t end;

	for (;;) {
		end = through_newline(r, 0);
		take(r, end);
		if (end != 0 && r->buffer[end - 1] == '\n')
			break;
		if (r->at_end) {
			if (judge_rest(r, &line, e) != 0)
				return -1;
			break;
		}
		shift(r);
		if (fill(r, r->cap, e) != 0)
			return -1;
	}
	if (!line) {
		r->ends = before;
		r->pos = from;
		r->ended = true;
	}
	*ret_chunk = (struct chunk){ STR_NONE, from, r->pos, line };
	return 0;
}

/* The longest line so far fills the buffer: double it. */
static bool
grow(struct reader *r)
{
	char *old = r->buffer;

	if (r->cap == READER_CHUNK_MAX)
		return false;
	r->cap *= 2;
	r->buffer = arena_alloc(&r->keep, r->cap + READER_SLACK);
	memcpy(r->buffer, old, r->n);
	return true;
}

/* Lines that begin behind the range are not ours. */
static size_t
within_range(const struct reader *r, size_t end)
{
	if (r->to < 0 || r->base + (int64_t)end <= r->to)
		return end;
	return through_newline(r, (size_t)(r->to - 1 - r->base));
}

int
reader_lines(struct reader *r, struct chunk *ret_chunk, struct err *e)
{
	const char *nl;
	bool line;

	if (r->may_beside && r->beside == NULL && !r->at_end) {
		r->beside = beside_start(r->in);
		r->may_beside = r->beside != NULL;
	}
	if (r->begun_line && drop_begun(r, e) != 0)
		return -1;
	*ret_chunk = (struct chunk){ { r->buffer, 0 }, r->pos, r->pos, false };
	if (r->ended || (r->to >= 0 && r->pos >= r->to))
		return 0;
	shift(r);
	do {
		if (fill(r, r->cap, e) != 0)
			return -1;
		nl = memrchr(r->buffer, '\n', r->n);
		if (nl == NULL && !r->at_end && !grow(r))
			return skip_line(r, ret_chunk, e);
	} while (nl == NULL && !r->at_end);
	if (r->at_end && check_end(r, r->salvage, e) != 0)
		return -1;
	if (nl == NULL) {
		if (judge_rest(r, &line, e) != 0)
			return -1;
		r->ended = !line;
	}
	if (!r->ended)
		take(r, within_range(r,
			    nl != NULL ? (size_t)(nl - r->buffer) + 1 : r->n));
	*ret_chunk = (struct chunk){ { r->buffer, r->used },
		r->pos - (int64_t)r->used, r->pos, false };
	return 0;
}

bool
reader_trouble(const struct reader *r, struct err *ret_words)
{
	return r->at_end && check_end(r, false, ret_words) != 0;
}

/* ---- parts --------------------------------------------------------------- */

/* To the beginning. */
static void
rewind_all(struct reader *r)
{
	stream_seek(r->in, 0);
	r->base = r->pos = r->from = 0;
	r->used = r->n = 0;
	r->at_end = r->ended = r->begun_line = false;
	r->ends = (struct ends){ .n_head = 0 };
}

/* Up to `want` bytes at `at` of a plain file, all that there are. */
static int
load(struct reader *r, int64_t at, char *to, size_t want, struct err *e)
{
	size_t n = 0, got;

	stream_seek(r->in, at);
	do {
		if (stream_read(r->in, to + n, want - n, &got, e) != 0)
			return -1;
		n += got;
	} while (n < want && got != 0);
	return n == want ? 0 : err_set(e, ERR_INPUT, "the file is shorter");
}

/* The ends of [0, to) without what lies between. */
static int
load_ends(struct reader *r, int64_t to, struct err *e)
{
	struct ends *x = &r->ends;
	size_t n = to < PART_BLOCK ? (size_t)to : PART_BLOCK;

	rewind_all(r);
	if (load(r, 0, x->head, n, e) != 0 ||
	    load(r, to - (int64_t)n, x->tail, n, e) != 0)
		return -1;
	x->n_head = x->n_tail = n;
	r->base = r->pos = to;
	return 0;
}

/* The same by unpacking all of it. */
static int
run_to(struct reader *r, int64_t to, struct err *e)
{
	while (r->pos < to) {
		size_t n;

		shift(r);
		if (fill(r, r->cap, e) != 0)
			return -1;
		n = r->n;
		if (r->pos + (int64_t)n > to)
			n = (size_t)(to - r->pos);
		take(r, n);
		if (n == 0 && r->at_end)
			return err_set(e, ERR_INPUT, "the file is shorter");
	}
	return 0;
}

static int
go_to(struct reader *r, int64_t to, struct err *e)
{
	return stream_packed(r->in) ? run_to(r, to, e) : load_ends(r, to, e);
}

/*
 * What was taken may have ended in the middle of a line; if that goes on, it
 * was half of one. Its newline alone is nothing new.
 */
static int
check_seam(struct reader *r, bool *ret_whole, struct err *e)
{
	size_t i;

	*ret_whole = true;
	r->begun_line = r->ends.tail[r->ends.n_tail - 1] != '\n';
	if (!r->begun_line)
		return 0;
	shift(r);
	if (fill(r, r->cap, e) != 0)
		return -1;
	i = r->n != 0 && r->buffer[0] == '\r';
	*ret_whole = i == r->n || r->buffer[i] == '\n';
	return 0;
}

int
reader_skip(struct reader *r, int64_t from, const char *tail, bool *ret_same,
    struct err *e)
{
	char hex[DIGEST_HEX];

	*ret_same = from == 0;
	if (from == 0)
		return 0;
	if (go_to(r, from, e) != 0) {
		/* too short, or damaged: the one shows when it is read */
		if (e->kind != ERR_INPUT)
			return -1;
		rewind_all(r);
		return 0;
	}
	digest_bytes((struct str){ r->ends.tail, r->ends.n_tail }, hex);
	*ret_same = tail != NULL && strcmp(hex, tail) == 0;
	if (*ret_same && check_seam(r, ret_same, e) != 0)
		return -1;
	if (*ret_same)
		r->from = from;
	else
		rewind_all(r);
	return 0;
}

void
reader_part(const struct reader *r, struct part *ret_part)
{
	const struct ends *x = &r->ends;

	digest_bytes((struct str){ x->head, x->n_head }, ret_part->fingerprint);
	digest_bytes((struct str){ x->tail, x->n_tail }, ret_part->tail);
	ret_part->from_byte = r->from;
	ret_part->to_byte = r->pos;
}

int
reader_part_of(
    const char *path, int64_t to, struct part *ret_part, struct err *e)
{
	struct reader *r;
	int rc;

	if (reader_open(path, &r, e) != 0)
		return -1;
	rc = go_to(r, to, e);
	if (rc == 0)
		reader_part(r, ret_part);
	reader_close(r);
	return rc != 0 ? err_while(e, "reading \"%s\"", path) : 0;
}

/* ---- how far ------------------------------------------------------------- */

/* A place in the file, as seen from the range. */
static int64_t
within(const struct reader *r, int64_t at)
{
	if (r->to >= 0 && r->to < at)
		at = r->to;
	if (!r->range)
		return at;
	return at > r->from ? at - r->from : 0;
}

int64_t
reader_all_bytes(const struct reader *r)
{
	return within(r, stream_all_bytes(r->in));
}

int64_t
reader_done_bytes(const struct reader *r)
{
	return within(r, r->beside != NULL ? beside_done_bytes(r->beside)
					   : stream_done_bytes(r->in));
}
