/*
 * counters.c -- see counters.h. The packed day, bit for bit:
 *
 *   byte 0   upper half: 1, the form; then 1: bins are minutes, 2: the bins
 *            are the first n of the day, 4: no cell is without a hit
 *   byte 1   which counters are not zero all day, a bit each, in the order of
 *            `counters` below
 *   bits     from the lowest of each byte on: number of cells less one (5 bits
 *            for hours, 11 for minutes); unless the bins are the first n, a
 *            column of how many bins are left out before each cell; a column
 *            for each counter that is there; zeros up to a whole byte
 *
 * A column is k in 6 bits and a Rice code for each cell: v >> k ones and a
 * zero, then the lowest k bits of v. ESCAPE ones instead announce a number of
 * any size: its length less one in 6 bits, then its bits. So an ordinary hour
 * costs little, and a flood costs itself only.
 *
 * Must not know files, SQL, or what the counters are good for.
 */
#include "domain/counters.h"

#include <stddef.h>

#include "base/civil.h"

#define FORM      0x10
#define FORM_MASK 0xf0
#define MINUTES   1
#define FIRST_N   2
#define ALL_HIT   4
#define FLAGS     (MINUTES | FIRST_N | ALL_HIT)

#define ESCAPE     24
#define K_BITS     6
#define K_MAX      62
#define N_COUNTERS 8

/* So that an instant within a day never overflows. */
#define DAY_MAX INT64_C(100000000)

static const size_t counters[N_COUNTERS] = {
	offsetof(struct traffic, hits),
	offsetof(struct traffic, views),
	offsetof(struct traffic, errors),
	offsetof(struct traffic, bytes),
	offsetof(struct traffic, robots),
	offsetof(struct traffic, redirects),
	offsetof(struct traffic, client_errors),
	offsetof(struct traffic, visits),
};

static int64_t *
counter(struct traffic *t, int which)
{
	return (int64_t *)((char *)t + counters[which]);
}

static int64_t
counted(const struct traffic *t, int which)
{
	return *(const int64_t *)((const char *)t + counters[which]);
}

void
counters_add(struct traffic *into, const struct traffic *more)
{
	for (int i = 0; i < N_COUNTERS; i++) {
		int64_t *sum = counter(into, i);

		if (__builtin_add_overflow(*sum, counted(more, i), sum))
			*sum = INT64_MAX;
	}
}

size_t
counters_hours(const struct traffic *minutes, size_t n, struct traffic to[24])
{
	size_t hours = 0;

	for (size_t i = 0; i < n; i++) {
		int64_t past = minutes[i].at % MS_HOUR;
		int64_t at = minutes[i].at - (past < 0 ? past + MS_HOUR : past);

		if (hours == 0 || to[hours - 1].at != at) {
			if (hours == 24)
				BUG("minutes of more than a day");
			to[hours++] = (struct traffic){ .at = at };
		}
		counters_add(&to[hours - 1], &minutes[i]);
	}
	return hours;
}

/* ---- in bits ---- */

struct bit_writer {
	struct buf *out;
	uint64_t held;
	int n; /* bits held, fewer than 32 between two calls */
	size_t n_bytes;
	unsigned char bytes[256];
};

static void
put_bytes(struct bit_writer *w, int n)
{
	if (w->n_bytes + 4 > sizeof w->bytes) {
		buf_add(w->out, w->bytes, w->n_bytes);
		w->n_bytes = 0;
	}
	for (int i = 0; i < n; i++)
		w->bytes[w->n_bytes++] = (unsigned char)(w->held >> 8 * i);
}

/* At most 32 of them. */
static inline void
put_few(struct bit_writer *w, uint64_t bits, int n)
{
	w->held |= bits << w->n;
	w->n += n;
	if (w->n < 32)
		return;
	put_bytes(w, 4);
	w->held >>= 32;
	w->n -= 32;
}

static void
put_bits(struct bit_writer *w, uint64_t bits, int n)
{
	if (n > 32) {
		put_few(w, bits & UINT32_MAX, 32);
		bits >>= 32;
		n -= 32;
	}
	put_few(w, bits, n);
}

/* What is held, up to a whole byte. */
static void
put_rest(struct bit_writer *w)
{
	put_bytes(w, (w->n + 7) / 8);
	buf_add(w->out, w->bytes, w->n_bytes);
}

static int
bit_length(uint64_t v)
{
	return v == 0 ? 0 : 64 - __builtin_clzll(v);
}

/* A column of values with what is known of all of them. */
struct packing {
	const uint64_t *v;
	size_t n;
	uint64_t most, sum; /* the sum stops at its limit */
};

static struct packing
packing_of(const uint64_t *v, size_t n)
{
	struct packing c = { v, n, 0, 0 };

	for (size_t i = 0; i < n; i++) {
		if (v[i] > c.most)
			c.most = v[i];
		if (__builtin_add_overflow(c.sum, v[i], &c.sum))
			c.sum = UINT64_MAX;
	}
	return c;
}

static uint64_t
column_cost(const struct packing *c, int k)
{
	uint64_t cost = c->n * (uint64_t)(k + 1);

	/* mostly nothing escapes */
	if (c->most >> k < ESCAPE) {
		for (size_t i = 0; i < c->n; i++)
			cost += c->v[i] >> k;
		return cost;
	}
	cost = 0;
	for (size_t i = 0; i < c->n; i++) {
		uint64_t ones = c->v[i] >> k;

		cost += ones < ESCAPE
			    ? ones + 1 + (uint64_t)k
			    : ESCAPE + K_BITS + (uint64_t)bit_length(c->v[i]);
	}
	return cost;
}

/* From the length of the mean downwards as long as that makes it shorter. */
static int
choose_k(const struct packing *c)
{
	int k = bit_length(c->sum / c->n);
	uint64_t cost, less;

	if (k > K_MAX)
		k = K_MAX;
	cost = column_cost(c, k);
	for (; k > 0; k--) {
		less = column_cost(c, k - 1);
		if (less >= cost)
			break;
		cost = less;
	}
	return k;
}

static void
put_value(struct bit_writer *w, uint64_t v, int k)
{
	uint64_t low = v & ((UINT64_C(1) << k) - 1), ones = v >> k;
	int length;

	if (ones < ESCAPE) {
		put_few(w, (UINT64_C(1) << ones) - 1, (int)ones + 1);
		put_bits(w, low, k);
		return;
	}
	length = bit_length(v);
	put_few(w, (UINT64_C(1) << ESCAPE) - 1, ESCAPE);
	put_few(w, (uint64_t)length - 1, K_BITS);
	put_bits(w, v, length);
}

static void
put_column(struct bit_writer *w, const uint64_t *v, size_t n)
{
	struct packing c = packing_of(v, n);
	int k = choose_k(&c);

	put_few(w, (uint64_t)k, K_BITS);
	for (size_t i = 0; i < n; i++) {
		uint64_t ones = v[i] >> k;

		/* both halves at once */
		if (ones + (uint64_t)k < 32 && ones < ESCAPE)
			put_few(w,
			    ((UINT64_C(1) << ones) - 1) |
				(v[i] & ((UINT64_C(1) << k) - 1)) << (ones + 1),
			    (int)ones + 1 + k);
		else
			put_value(w, v[i], k);
	}
}

/* ---- a day, packed ---- */

/* What a cell needs to be packed beside its counters. */
static uint64_t
bin_of(const struct site_day *day, size_t i)
{
	int64_t past = day->cells[i].at - day->day * MS_DAY;

	if (past < 0 || past >= MS_DAY || past % day->step_ms != 0)
		BUG("a cell outside its day");
	return (uint64_t)(past / day->step_ms);
}

static int
choose_flags(const struct site_day *day)
{
	int flags = (day->step_ms == MS_MINUTE ? MINUTES : 0) | ALL_HIT;

	if (bin_of(day, day->n - 1) == day->n - 1)
		flags |= FIRST_N;
	for (size_t i = 0; i < day->n; i++)
		if (day->cells[i].hits == 0)
			return flags & ~ALL_HIT;
	return flags;
}

/* All counters of a day; which of them are not zero all day. */
static unsigned
take_columns(const struct site_day *day, bool hits_less_one,
    uint64_t v[N_COUNTERS][COUNTERS_MAX_CELLS])
{
	unsigned present = 0;

	for (int c = 0; c < N_COUNTERS; c++) {
		int64_t less = c == 0 && hits_less_one ? 1 : 0, any = 0;

		for (size_t i = 0; i < day->n; i++) {
			int64_t count = counted(&day->cells[i], c) - less;

			v[c][i] = (uint64_t)count;
			any |= count;
		}
		if (any < 0)
			BUG("a negative counter");
		if (any != 0)
			present |= 1u << c;
	}
	return present;
}

static void
put_gaps(struct bit_writer *w, const struct site_day *day, uint64_t *v)
{
	uint64_t next = 0;

	for (size_t i = 0; i < day->n; i++) {
		uint64_t bin = bin_of(day, i);

		if (bin < next)
			BUG("cells out of order");
		v[i] = bin - next;
		next = bin + 1;
	}
	put_column(w, v, day->n);
}

void
counters_pack(const struct site_day *day, struct buf *out)
{
	uint64_t v[N_COUNTERS][COUNTERS_MAX_CELLS];
	uint64_t gaps[COUNTERS_MAX_CELLS];
	size_t most = (size_t)(MS_DAY / day->step_ms);
	struct bit_writer w;
	unsigned present;
	int flags;

	if ((day->step_ms != MS_HOUR && day->step_ms != MS_MINUTE) ||
	    day->n == 0 || day->n > most)
		BUG("no day that can be packed");
	w.out = out;
	w.held = 0;
	w.n = 0;
	w.n_bytes = 0;
	flags = choose_flags(day);
	present = take_columns(day, (flags & ALL_HIT) != 0, v);
	put_few(&w, (uint64_t)(FORM | flags), 8);
	put_few(&w, present, 8);
	put_few(&w, day->n - 1, bit_length(most - 1));
	if ((flags & FIRST_N) == 0)
		put_gaps(&w, day, gaps);
	for (int i = 0; i < N_COUNTERS; i++)
		if ((present & (1u << i)) != 0)
			put_column(&w, v[i], day->n);
	put_rest(&w);
}

/* ---- and back ---- */

struct bit_reader {
	const unsigned char *p, *end;
	uint64_t held;
	int n;
	bool bad; /* asked for more than there is, or no value of ours */
};

/*
 * At least 56 bits, or all that are left. Above the `n` counted ones `held` may
 * have bits of the byte at `p`; they will be the same when it is taken.
 */
static void
fill(struct bit_reader *r)
{
	uint64_t word = 0;

	if (r->n >= 56)
		return;
	if (r->end - r->p >= 8) {
		for (int i = 0; i < 8; i++)
			word |= (uint64_t)r->p[i] << 8 * i;
		r->held |= word << r->n;
		r->p += (63 - r->n) >> 3;
		r->n |= 56;
		return;
	}
	for (; r->n <= 56 && r->p < r->end; r->n += 8)
		r->held |= (uint64_t)*r->p++ << r->n;
}

static uint64_t
take_bits(struct bit_reader *r, int n)
{
	uint64_t bits;

	if (n > 32) {
		bits = take_bits(r, 32);
		return bits | take_bits(r, n - 32) << 32;
	}
	if (r->n < n)
		fill(r);
	if (r->n < n) {
		r->bad = true;
		return 0;
	}
	bits = r->held & ((UINT64_C(1) << n) - 1);
	r->held >>= n;
	r->n -= n;
	return bits;
}

/* How many ones before the next zero, which is taken too; ESCAPE: no zero. */
static int
take_ones(struct bit_reader *r)
{
	int ones;

	if (r->n <= ESCAPE)
		fill(r);
	ones = ~r->held == 0 ? 64 : __builtin_ctzll(~r->held);
	if (ones > ESCAPE)
		ones = ESCAPE;
	(void)take_bits(r, ones < ESCAPE ? ones + 1 : ESCAPE);
	return ones;
}

/* What take_value() cannot take at once. */
static uint64_t
take_long_value(struct bit_reader *r, int k)
{
	int ones = take_ones(r), length;
	uint64_t v;

	if (ones == ESCAPE) {
		length = (int)take_bits(r, K_BITS) + 1;
		v = take_bits(r, length);
		/* the one way to write it */
		if (bit_length(v) != length || v >> k < ESCAPE)
			r->bad = true;
	} else {
		v = take_bits(r, k);
		if (bit_length((uint64_t)ones) + k > 63)
			r->bad = true;
		else
			v |= (uint64_t)ones << k;
	}
	if (v > INT64_MAX)
		r->bad = true;
	return r->bad ? 0 : v;
}

static inline uint64_t
take_value(struct bit_reader *r, int k)
{
	uint64_t v;
	int ones;

	ones = __builtin_ctzll(~r->held | UINT64_C(1) << ESCAPE);
	if (ones + 1 + k > r->n) {
		fill(r);
		ones = __builtin_ctzll(~r->held | UINT64_C(1) << ESCAPE);
	}
	if (ones == ESCAPE || k > 31 || ones + 1 + k > r->n)
		return take_long_value(r, k);
	v = r->held >> (ones + 1);
	r->held = v >> k;
	r->n -= ones + 1 + k;
	return (v & ((UINT64_C(1) << k) - 1)) | (uint64_t)ones << k;
}

static int
take_k(struct bit_reader *r)
{
	uint64_t k = take_bits(r, K_BITS);

	if (k > K_MAX)
		r->bad = true;
	return r->bad ? 0 : (int)k;
}

struct unpacking {
	struct bit_reader r;
	struct traffic *to;
	size_t n;
	int flags;
	unsigned present;
};

static void
take_bins(struct unpacking *u, int64_t day_at, int64_t step_ms)
{
	bool gaps = (u->flags & FIRST_N) == 0;
	int k = gaps ? take_k(&u->r) : 0;
	uint64_t bin = 0, most = (uint64_t)(MS_DAY / step_ms);

	for (size_t i = 0; i < u->n && !u->r.bad; i++, bin++) {
		uint64_t gap = gaps ? take_value(&u->r, k) : 0;

		if (gap >= most || bin + gap >= most) {
			u->r.bad = true;
			return;
		}
		bin += gap;
		u->to[i] =
		    (struct traffic){ .at = day_at + (int64_t)bin * step_ms };
	}
	if (gaps && bin == u->n)
		u->r.bad = true;
}

static void
take_counter(struct unpacking *u, int which)
{
	int64_t more = which == 0 && (u->flags & ALL_HIT) != 0 ? 1 : 0;
	bool there = (u->present & (1u << which)) != 0;
	int k = there ? take_k(&u->r) : 0;
	uint64_t any = 0;

	for (size_t i = 0; i < u->n && !u->r.bad; i++) {
		uint64_t v = there ? take_value(&u->r, k) : 0;

		any |= v;
		if (v > (uint64_t)(INT64_MAX - more))
			u->r.bad = true;
		else
			*counter(&u->to[i], which) = (int64_t)v + more;
	}
	if (there && any == 0)
		u->r.bad = true;
}

int
counters_unpack(struct str packed, int64_t day, struct traffic *to,
    size_t *ret_n, int64_t *ret_step_ms, struct err *e)
{
	struct unpacking u = { .to = to };
	int64_t step_ms;

	if (packed.n < 3 || (packed.p[0] & FORM_MASK) != FORM ||
	    (packed.p[0] & ~(FORM_MASK | FLAGS)) != 0 || day < -DAY_MAX ||
	    day > DAY_MAX)
		return err_set(e, ERR_INPUT, "these are no packed counters");
	u.flags = packed.p[0] & FLAGS;
	u.present = (unsigned char)packed.p[1];
	u.r.p = (const unsigned char *)packed.p + 2;
	u.r.end = (const unsigned char *)packed.p + packed.n;
	step_ms = u.flags & MINUTES ? MS_MINUTE : MS_HOUR;
	u.n = 1 + (size_t)take_bits(
		      &u.r, bit_length((uint64_t)(MS_DAY / step_ms) - 1));
	if (u.n > (size_t)(MS_DAY / step_ms))
		u.r.bad = true;
	take_bins(&u, day * MS_DAY, step_ms);
	for (int i = 0; i < N_COUNTERS; i++)
		take_counter(&u, i);
	/* to the last byte, and the rest of it is zero */
	if (u.r.bad || u.r.p != u.r.end || u.r.n >= 8 || u.r.held != 0)
		return err_set(e, ERR_INPUT, "packed counters are damaged");
	*ret_n = u.n;
	*ret_step_ms = step_ms;
	return 0;
}
