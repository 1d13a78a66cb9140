#include "import/rollup_text.h"

#include <string.h>

#include "base/civil.h"

const size_t rollup_counters[ROLLUP_COUNTERS] = {
	offsetof(struct traffic, hits),
	offsetof(struct traffic, bytes),
	offsetof(struct traffic, errors),
	offsetof(struct traffic, robots),
	offsetof(struct traffic, views),
	offsetof(struct traffic, redirects),
	offsetof(struct traffic, client_errors),
	offsetof(struct traffic, visits),
};

const char rollup_head[] = "site,from,hits,bytes,errors,robots,views,redirects,"
			   "client_errors,visits";

void
rollup_text_begin(struct rollup_text *w)
{
	buf_adds(w->out, ROLLUP_MARK "\n");
	buf_adds(w->out, rollup_head);
	buf_addc(w->out, '\n');
}

/* Always in quotes: no name can look like another field. */
static void
quoted(struct buf *out, struct str s)
{
	buf_adds(out, ",\"");
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '"')
			buf_addc(out, '"');
		buf_addc(out, (unsigned char)c < 0x20 ? ' ' : c);
	}
	buf_addc(out, '"');
}

static void
number(struct buf *out, int64_t n)
{
	buf_addc(out, ',');
	buf_addi(out, n);
}

static void
two(struct buf *out, int n)
{
	buf_addc(out, (char)('0' + n / 10));
	buf_addc(out, (char)('0' + n % 10));
}

static void
date(struct buf *out, struct civil c)
{
	two(out, c.year / 100);
	two(out, c.year % 100);
	buf_addc(out, '-');
	two(out, c.month);
	buf_addc(out, '-');
	two(out, c.day);
}

/* An instant to the second, or nothing. */
static void
instant(struct buf *out, int64_t at)
{
	struct civil c;

	buf_addc(out, ',');
	if (at == NO_INSTANT)
		return;
	c = civil_of_ms(at);
	date(out, c);
	buf_addc(out, 'T');
	two(out, c.hour);
	buf_addc(out, ':');
	two(out, c.minute);
	buf_addc(out, ':');
	two(out, c.second);
	buf_addc(out, 'Z');
}

void
rollup_text_part(struct rollup_text *w, const struct part *part)
{
	struct buf *out = w->out;

	w->sum = (struct traffic){ 0 };
	w->part_cells = 0;
	w->parts++;
	buf_adds(out, "#part,");
	buf_adds(out, part->fingerprint);
	number(out, part->from_byte);
	number(out, part->to_byte);
	buf_addc(out, ',');
	buf_adds(out, part->tail);
	number(out, part->lines);
	number(out, part->rejected);
	instant(out, part->first_at);
	instant(out, part->last_at);
	quoted(out, part->layer);
	quoted(out, part->name);
	quoted(out, part->read_as);
	buf_addc(out, '\n');
}

static void
counters(struct buf *out, const struct traffic *t)
{
	for (size_t i = 0; i < ROLLUP_COUNTERS; i++) {
		int64_t n;

		memcpy(&n, (const char *)t + rollup_counters[i], sizeof n);
		number(out, n);
	}
	buf_addc(out, '\n');
}

void
rollup_text_day(struct rollup_text *w, const struct site_day *day)
{
	struct buf *out = w->out;
	struct civil c = civil_of_days(day->day);

	for (size_t i = 0; i < day->n; i++) {
		const struct traffic *t = &day->cells[i];
		int64_t in_day = t->at - day->day * MS_DAY;

		buf_addstr(out, day->site);
		buf_addc(out, ',');
		date(out, c);
		buf_addc(out, 'T');
		two(out, (int)(in_day / MS_HOUR));
		if (day->step_ms == MS_MINUTE) {
			buf_addc(out, ':');
			two(out, (int)(in_day % MS_HOUR / MS_MINUTE));
		}
		buf_addc(out, 'Z');
		counters(out, t);
		counters_add(&w->sum, t);
	}
	w->part_cells += (int64_t)day->n;
}

void
rollup_text_visitors(
    struct rollup_text *w, const struct site_visitors *visitors)
{
	static const char hex[] = "0123456789abcdef";
	struct buf *out = w->out;

	buf_adds(out, "#visitors,");
	buf_addstr(out, visitors->site);
	buf_addc(out, ',');
	date(out, civil_of_days(visitors->day));
	buf_addc(out, ',');
	for (size_t i = 0; i < visitors->sketch.n; i++) {
		unsigned char c = (unsigned char)visitors->sketch.p[i];

		buf_addc(out, hex[c >> 4]);
		buf_addc(out, hex[c & 15]);
	}
	buf_addc(out, '\n');
}

void
rollup_text_sum(struct rollup_text *w)
{
	buf_adds(w->out, "#sum");
	number(w->out, w->part_cells);
	counters(w->out, &w->sum);
	w->cells += w->part_cells;
}

void
rollup_text_end(struct rollup_text *w)
{
	buf_adds(w->out, "#end");
	number(w->out, w->parts);
	number(w->out, w->cells);
	buf_addc(w->out, '\n');
}
