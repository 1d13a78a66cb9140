#include "import/ical.h"

#include <string.h>

#include "base/utf8.h"

/* ---- lines
 * -------------------------------------------------------------------------- */

void
ical_open(struct ical *in, struct reader *reader)
{
	*in = (struct ical){ .reader = reader };
	buf_init(&in->line, ICAL_LINE_MAX);
}

void
ical_close(struct ical *in)
{
	buf_release(&in->line);
}

/* Something left in the chunk, unless the file ends. */
static int
fill(struct ical *in, struct err *e)
{
	struct chunk c;

	while (in->chunk.n == 0 && !in->skipped && !in->end) {
		if (reader_lines(in->reader, &c, e) != 0)
			return -1;
		in->end = c.to_byte == c.from_byte;
		in->skipped = c.too_long;
		in->chunk = c.text;
	}
	return 0;
}

/* The next physical line goes to the end of the logical one. */
static void
append(struct ical *in, size_t blank)
{
	struct str rest, line;

	in->number++;
	if (in->skipped) {
		in->skipped = false;
		in->line.full = true;
		return;
	}
	line = str_cut(in->chunk, '\n', &rest);
	in->chunk = rest;
	while (line.n > 0 && line.p[line.n - 1] == '\r')
		line.n--;
	buf_addstr(&in->line, str_sub(line, blank, line.n));
}

static bool
folded(const struct ical *in)
{
	return in->chunk.n != 0 &&
	       (in->chunk.p[0] == ' ' || in->chunk.p[0] == '\t');
}

/* Offset of `c` outside of quotes, from `from`; s.n when there is none. */
static size_t
find_plain(struct str s, size_t from, char c)
{
	bool quoted = false;

	for (size_t i = from; i < s.n; i++) {
		if (s.p[i] == '"')
			quoted = !quoted;
		else if (s.p[i] == c && !quoted)
			return i;
	}
	return s.n;
}

static void
split(struct ical *in, struct ical_line *l)
{
	struct str s = buf_str(&in->line);
	size_t colon, semi;

	if (l->number == 1 && str_starts(s, "\xEF\xBB\xBF"))
		s = str_sub(s, 3, s.n);
	colon = find_plain(s, 0, ':');
	semi = find_plain(str_sub(s, 0, colon), 0, ';');
	l->whole = colon < s.n && !in->line.full;
	l->name = str_sub(s, 0, semi);
	l->params = str_sub(s, semi + 1, colon);
	l->value = str_sub(s, colon + 1, s.n);
}

int
ical_next(
    struct ical *in, struct ical_line *ret_line, bool *ret_more, struct err *e)
{
	struct ical_line l = { 0 };

	do {
		buf_clear(&in->line);
		in->line.full = false;
		if (fill(in, e) != 0)
			return -1;
		*ret_more = !in->end;
		if (in->end)
			return 0;
		l.number = in->number + 1;
		append(in, 0);
		/* the line is copied, so the next chunk may come */
		while (fill(in, e) == 0 && folded(in))
			append(in, 1);
		if (!in->end && in->chunk.n == 0 && !in->skipped)
			return -1;
	} while (in->line.n == 0 && !in->line.full);
	split(in, &l);
	*ret_line = l;
	return 0;
}

struct str
ical_param(const struct ical_line *line, const char *name)
{
	struct str rest = line->params;

	while (rest.n != 0) {
		size_t end = find_plain(rest, 0, ';');
		struct str value, key = str_sub(rest, 0, end);

		rest = str_sub(rest, end + 1, rest.n);
		key = str_cut(key, '=', &value);
		if (!str_is_nocase(key, name))
			continue;
		if (value.n >= 2 && value.p[0] == '"' &&
		    value.p[value.n - 1] == '"')
			value = str_sub(value, 1, value.n - 1);
		return value;
	}
	return STR_NONE;
}

struct str
ical_text(struct arena *keep, struct str value, size_t max)
{
	char *out = arena_alloc(keep, (value.n < max ? value.n : max) + 1);
	size_t n = 0;

	for (size_t i = 0; i < value.n && n < max; i++) {
		char c = value.p[i];

		if (c == '\\' && i + 1 < value.n) {
			c = value.p[++i];
			if (c == 'n' || c == 'N')
				c = '\n';
		}
		out[n++] = c;
	}
	/* cut at the beginning of a character */
	while (n == max && n > 0 && ((unsigned char)out[n - 1] & 0x80) != 0)
		max = --n;
	return utf8_clean(keep, (struct str){ out, n });
}

/* ---- times
 * -------------------------------------------------------------------------- */

/* Digits alone, all of them. */
static bool
number(struct str s, int *ret_value)
{
	int v = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		v = v * 10 + (s.p[i] - '0');
	}
	*ret_value = v;
	return s.n != 0 && s.n <= 8;
}

static bool
clock_parse(struct str s, struct civil *c)
{
	return s.n == 7 && s.p[0] == 'T' &&
	       number(str_sub(s, 1, 3), &c->hour) &&
	       number(str_sub(s, 3, 5), &c->minute) &&
	       number(str_sub(s, 5, 7), &c->second) && c->hour < 24 &&
	       c->minute < 60 && c->second <= 60;
}

bool
ical_time_parse(
    struct str s, const struct zone *zone, struct ical_time *ret_time)
{
	struct ical_time t = { .zone = zone,
		.clock = zone != NULL ? ICAL_ZONED : ICAL_FLOATING };
	struct civil *c = &t.local;

	s = str_trim(s);
	if (s.n < 8 || !number(str_sub(s, 0, 4), &c->year) ||
	    !number(str_sub(s, 4, 6), &c->month) ||
	    !number(str_sub(s, 6, 8), &c->day))
		return false;
	if (c->year < 1970 || c->year > 2100 || c->month < 1 || c->month > 12 ||
	    c->day < 1 || c->day > civil_month_days(c->year, c->month))
		return false;
	s = str_sub(s, 8, s.n);
	t.day = s.n == 0;
	if (s.n == 8 && s.p[7] == 'Z') {
		t.clock = ICAL_UTC;
		s.n--;
	}
	if (!t.day && !clock_parse(s, c))
		return false;
	*ret_time = t;
	return true;
}

static int64_t
instant(const struct zone *z, struct civil local)
{
	int64_t at;

	if (zone_instant(z, local, &at, NULL) == ZONE_MISSING)
		at = civil_ms(local) - zone_offset_s(z, at - 1) * MS_SECOND;
	return at;
}

int64_t
ical_instant(const struct ical_time *t, const struct zone *floating)
{
	const struct zone *z = t->clock == ICAL_ZONED ? t->zone : floating;

	if (t->clock == ICAL_UTC)
		return civil_ms(t->local);
	if (t->day)
		return zone_day(z, t->local.year, t->local.month, t->local.day);
	return instant(z, t->local);
}

int64_t
ical_after(const struct ical_time *t, struct ical_length length,
    const struct zone *floating)
{
	struct ical_time to = *t;

	to.local = civil_of_ms(civil_ms(t->local) + length.days * MS_DAY);
	return ical_instant(&to, floating) + length.ms;
}

bool
ical_length_parse(struct str s, struct ical_length *ret_length)
{
	static const struct {
		char letter;
		bool time;
		int64_t days, ms;
	} units[] = {
		{ 'W', false, 7, 0 },
		{ 'D', false, 1, 0 },
		{ 'H', true, 0, MS_HOUR },
		{ 'M', true, 0, MS_MINUTE },
		{ 'S', true, 0, MS_SECOND },
	};
	struct ical_length out = { 0 };
	bool time = false;
	size_t at = 0, unit = 0;

	s = str_trim(s);
	at += s.n != 0 && s.p[0] == '+';
	if (at >= s.n || s.p[at++] != 'P' || at == s.n)
		return false;
	while (at < s.n) {
		size_t end;
		int n;

		if (s.p[at] == 'T' && !time) {
			time = true;
			at++;
		}
		for (end = at; end < s.n && s.p[end] >= '0' && s.p[end] <= '9';)
			end++;
		if (end == s.n || end - at > 7 ||
		    !number(str_sub(s, at, end), &n))
			return false;
		while (unit < 5 && (units[unit].letter != s.p[end] ||
				       units[unit].time != time))
			unit++;
		if (unit == 5)
			return false;
		out.days += n * units[unit].days;
		out.ms += n * units[unit].ms;
		unit++;
		at = end + 1;
	}
	if (out.days > 36600 || out.ms > 36600 * MS_DAY)
		return false;
	*ret_length = out;
	return true;
}
