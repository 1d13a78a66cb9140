#include "import/when.h"

#include <string.h>

#include "import/digits.h"

/* 2100-12-31 in seconds; a number below is no date of a log. */
#define EPOCH_MIN  INT64_C(100000000)
#define EPOCH_MAX  INT64_C(4133980800)
#define YEAR_MIN   1970
#define YEAR_MAX   2100
#define TEXT_MAX   64
#define EXCEL_ZERO (-25569) /* 1899-12-30 in days since 1970 */

static const char hint_form[] =
    "write it as 2026-03-31 23:30:00, best with its offset: "
    "2026-03-31T23:30:00+02:00";
static const char hint_date[] =
    "the date is missing; export again with dates, or add it: 2026-03-31 23:30";
static const char hint_clock[] =
    "the time of day is missing; write 2026-03-31 23:30:00";
static const char hint_count[] =
    "if it counts days as spreadsheets do, declare dates: excel for this file "
    "in case.yaml; if seconds, dates: epoch";
static const char hint_year[] =
    "the year has two digits: declare dates: dmy, mdy or ymd for this file in "
    "case.yaml";
static const char hint_day[] = "there is no such day";
static const char hint_years[] = "years from 1970 to 2100 are possible";

/* ---- reading the parts ----------------------------------------------------
 */

struct scan {
	struct str s;
	size_t at;
};

static int
peek(const struct scan *in)
{
	return in->at < in->s.n ? (unsigned char)in->s.p[in->at] : -1;
}

static int
lower(int c)
{
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

static bool
is_letter(int c)
{
	return lower(c) >= 'a' && lower(c) <= 'z';
}

static void
blanks(struct scan *in)
{
	while (peek(in) == ' ' || peek(in) == '\t')
		in->at++;
}

/* Digits, at most `most` of them; how many there were. */
static size_t
digits(struct scan *in, size_t most, int *ret_value)
{
	size_t n = 0;
	int value = 0;

	while (n < most && digit(peek(in))) {
		value = value * 10 + (peek(in) - '0');
		in->at++;
		n++;
	}
	*ret_value = value;
	return digit(peek(in)) ? 0 : n;
}

static struct str
word(struct scan *in)
{
	size_t from = in->at;

	while (is_letter(peek(in)))
		in->at++;
	return str_sub(in->s, from, in->at);
}

/* One of the three parts of a date: a number or the name of a month. */
struct part {
	int value;
	size_t width; /* digits; 0 for a name */
};

static bool
read_part(struct scan *in, struct part *p)
{
	*p = (struct part){ 0 };
	if (is_letter(peek(in))) {
		p->value = civil_month_named(word(in));
		return p->value != 0;
	}
	p->width = digits(in, 4, &p->value);
	return p->width != 0;
}

/* Between the parts: one of ./- or, around names, blanks and a comma. */
static int
separator(struct scan *in)
{
	int c = peek(in);

	if (c == '/' || c == '-') {
		in->at++;
		return c;
	}
	if (c == '.')
		in->at++;
	else if (c != ' ' && c != ',')
		return 0;
	while (peek(in) == ' ' || peek(in) == ',')
		in->at++;
	return c == '.' ? '.' : ' ';
}

/* "Tue, " in front says nothing new. */
static void
skip_weekday(struct scan *in)
{
	struct scan ahead = *in;

	if (!is_letter(peek(&ahead)) || civil_month_named(word(&ahead)) != 0)
		return;
	if (separator(&ahead) == ' ' || peek(&ahead) == ' ') {
		blanks(&ahead);
		*in = ahead;
	}
}

struct clock {
	int64_t ms; /* of the day */
	bool seconds, offset;
	int offset_min;
};

static bool
read_fraction(struct scan *in, int64_t *ms)
{
	int64_t unit = 100;

	in->at++;
	if (!digit(peek(in)))
		return false;
	for (; digit(peek(in)); in->at++) {
		*ms += (peek(in) - '0') * unit;
		unit /= 10;
	}
	return true;
}

/* "AM", "p.m."; 0 when there is none, -1 for another word. */
static int
half_day(struct scan *in)
{
	struct scan ahead = *in;
	int c;

	blanks(&ahead);
	c = lower(peek(&ahead));
	if (c != 'a' && c != 'p')
		return 0;
	ahead.at++;
	if (peek(&ahead) == '.')
		ahead.at++;
	if (lower(peek(&ahead)) != 'm')
		return -1;
	ahead.at++;
	if (peek(&ahead) == '.')
		ahead.at++;
	*in = ahead;
	return c;
}

/* "Z", "UTC", "+02:00", "-0530", "+02"; true when nothing is there. */
static bool
read_offset(struct scan *in, struct clock *t)
{
	int sign, h, m = 0;
	struct str w;

	blanks(in);
	if (peek(in) == -1)
		return true;
	t->offset = true;
	if (is_letter(peek(in))) {
		w = word(in);
		if (!str_is_nocase(w, "Z") && !str_is_nocase(w, "UTC") &&
		    !str_is_nocase(w, "GMT"))
			return false;
		if (peek(in) == -1)
			return true;
	}
	sign = peek(in);
	if (sign != '+' && sign != '-')
		return false;
	in->at++;
	switch (digits(in, 4, &h)) {
	case 4:
		m = h % 100;
		h /= 100;
		break;
	case 1:
	case 2:
		if (peek(in) == ':') {
			in->at++;
			if (digits(in, 2, &m) != 2)
				return false;
		}
		break;
	default:
		return false;
	}
	t->offset_min = (h * 60 + m) * (sign == '-' ? -1 : 1);
	return h <= 14 && m < 60;
}

static bool
read_clock(struct scan *in, struct clock *t)
{
	int h, m, s = 0, sep, half;
	int64_t ms = 0;

	*t = (struct clock){ 0 };
	if (digits(in, 2, &h) == 0)
		return false;
	sep = peek(in);
	if (sep != ':' && sep != '.')
		return false;
	in->at++;
	if (digits(in, 2, &m) != 2)
		return false;
	if (peek(in) == sep) {
		in->at++;
		if (digits(in, 2, &s) != 2)
			return false;
		t->seconds = true;
		if ((peek(in) == '.' || peek(in) == ',') &&
		    !read_fraction(in, &ms))
			return false;
	}
	half = half_day(in);
	if (half < 0 || (half != 0 && (h < 1 || h > 12)))
		return false;
	if (half != 0)
		h = h % 12 + (half == 'p' ? 12 : 0);
	if (h > 23 || m > 59 || s > 60)
		return false;
	t->ms = ((h * 60 + m) * INT64_C(60) + s) * MS_SECOND + ms;
	return read_offset(in, t);
}

/* ---- numbers
 * ---------------------------------------------------------------------
 */

/* Digits with at most one mark; *ret_frac in units of 10^-9. */
static bool
read_number(
    struct str s, bool comma, int64_t *ret_whole, int64_t *ret_frac, size_t *nf)
{
	int64_t unit = 100000000;
	size_t i = 0;

	*ret_whole = *ret_frac = 0;
	*nf = 0;
	for (; i < s.n && digit(s.p[i]) && i < 19; i++) {
		int digit = s.p[i] - '0';

		if (*ret_whole > (INT64_MAX - digit) / 10)
			return false;
		*ret_whole = *ret_whole * 10 + digit;
	}
	if (i == 0 || i == s.n)
		return i != 0;
	if (s.p[i] != '.' && !(comma && s.p[i] == ','))
		return false;
	for (i++; i < s.n && digit(s.p[i]); i++) {
		*ret_frac += (s.p[i] - '0') * unit;
		unit /= 10;
		++*nf;
	}
	return i == s.n && *nf != 0;
}

/* Six decimals of a day are a twelfth of a second: the second is meant. */
static bool
serial(int64_t whole, int64_t frac, struct when *w)
{
	int64_t second = (frac * 86400 + 500000000) / 1000000000;

	if (whole < YEAR_MIN - 1970 - EXCEL_ZERO || whole > 73415)
		return false;
	w->shape = WHEN_LOCAL;
	w->ms = (whole + EXCEL_ZERO) * MS_DAY + second * MS_SECOND;
	return true;
}

/* The unit is told by the size: the ranges of our years do not overlap. */
static bool
epoch(int64_t whole, int64_t frac, struct when *w)
{
	static const int64_t per_ms[] = { 1, 1000, 1000000 };

	w->shape = WHEN_INSTANT;
	if (whole >= EPOCH_MIN && whole <= EPOCH_MAX) {
		w->ms = whole * MS_SECOND + frac / 1000000;
		return true;
	}
	for (size_t i = 0; i < 3; i++) {
		int64_t ms = whole / per_ms[i];

		if (ms >= EPOCH_MIN * MS_SECOND &&
		    ms <= EPOCH_MAX * MS_SECOND) {
			w->ms = ms;
			return true;
		}
	}
	return false;
}

/* A number alone. False: no number, or one that is no time. */
static bool
from_number(struct when_column *c, struct str text, struct when *w,
    const char **ret_hint)
{
	int64_t whole, frac;
	size_t decimals;

	if (!read_number(text, c->comma || c->dates == WHEN_EXCEL, &whole,
		&frac, &decimals))
		return false;
	*ret_hint = hint_count;
	if (c->dates == WHEN_EXCEL) {
		c->n_seconds += decimals >= 5;
		if (serial(whole, frac, w))
			return true;
		*ret_hint = hint_years;
		w->shape = WHEN_NONE;
		return false;
	}
	if (c->dates == WHEN_EPOCH && whole < EPOCH_MIN) {
		w->shape = WHEN_INSTANT;
		w->ms = whole * MS_SECOND + frac / 1000000;
		c->n_seconds++;
		return true;
	}
	if (epoch(whole, frac, w)) {
		c->n_seconds++;
		return true;
	}
	w->shape = WHEN_NONE;
	return false;
}

/* ---- dates
 * ----------------------------------------------------------------------- */

static bool
day_ok(int year, int month, int day)
{
	return month >= 1 && month <= 12 && day >= 1 &&
	       day <= civil_month_days(year, month);
}

static bool
fixed(struct when *w, int year, int month, int day)
{
	w->year = (int16_t)year;
	w->shape = WHEN_LOCAL;
	if (!day_ok(year, month, day))
		return false;
	w->ms += civil_days(year, month, day) * MS_DAY;
	return true;
}

/* Day and month before the year: known by name, by form, or open. */
static bool
year_last(const struct when_column *c, const struct part *p, int sep, int year,
    struct when *w)
{
	if (p[0].width == 0)
		return fixed(w, year, p[0].value, p[1].value);
	if (p[1].width == 0)
		return fixed(w, year, p[1].value, p[0].value);
	/* nobody writes the month first with dots */
	if (c->dates == WHEN_DMY || (sep == '.' && c->dates != WHEN_MDY))
		return fixed(w, year, p[1].value, p[0].value);
	if (c->dates == WHEN_MDY)
		return fixed(w, year, p[0].value, p[1].value);
	w->shape = WHEN_TWO;
	w->year = (int16_t)year;
	w->a = (uint8_t)p[0].value;
	w->b = (uint8_t)p[1].value;
	return p[0].value < 100 && p[1].value < 100 &&
	       (day_ok(year, w->b, w->a) || day_ok(year, w->a, w->b));
}

static bool
read_date(const struct when_column *c, const struct part *p, int sep,
    struct when *w, const char **ret_hint)
{
	int year;

	if (p[0].width > 2)
		year = p[0].value;
	else if (p[2].width > 2)
		year = p[2].value;
	else if (p[2].width != 2 || c->dates < WHEN_DMY ||
		 c->dates > WHEN_YMD) {
		*ret_hint = hint_year;
		return false;
	} else
		year = 2000 + (c->dates == WHEN_YMD ? p[0] : p[2]).value;
	*ret_hint = hint_years;
	if (year < YEAR_MIN || year > YEAR_MAX)
		return false;
	*ret_hint = hint_day;
	if (p[0].width > 2 || (p[2].width <= 2 && c->dates == WHEN_YMD))
		return fixed(w, year, p[1].value, p[2].value);
	return year_last(c, p, sep, year, w);
}

static void
learn(struct when_column *c, const struct when *w, int64_t line)
{
	bool day = day_ok(w->year, w->b, w->a);
	bool month = day_ok(w->year, w->a, w->b);

	if (day && !month && c->day_line == 0)
		c->day_line = line;
	if (month && !day && c->mon_line == 0)
		c->mon_line = line;
	/* 5/5 is the same either way */
	if (day && month && w->a != w->b && c->open_line == 0) {
		c->open_line = line;
		c->open = *w;
	}
}

/* Up to the clock: three parts and what stands between and behind them. */
static bool
three_parts(struct scan *in, struct part p[3], int *ret_sep)
{
	for (int i = 0; i < 3; i++) {
		int sep;

		if (!read_part(in, &p[i]))
			return false;
		if (i == 2)
			break;
		sep = separator(in);
		if (sep == 0)
			return false;
		if (i == 0)
			*ret_sep = sep;
	}
	/* one name at most, and never the last */
	if (p[2].width == 0 || p[0].width + p[1].width == 0)
		return false;
	if (peek(in) == '.')
		in->at++;
	if (lower(peek(in)) == 't')
		in->at++;
	else
		while (peek(in) == ' ' || peek(in) == ',' || peek(in) == '\t')
			in->at++;
	return true;
}

/* A date and a clock. */
static bool
from_parts(struct when_column *c, struct str text, struct when *w,
    const char **ret_hint)
{
	struct scan in = { text, 0 };
	struct part p[3];
	struct clock t;
	int sep = 0;

	skip_weekday(&in);
	if (!three_parts(&in, p, &sep)) {
		if (peek(&in) == ':')
			*ret_hint = hint_date;
		return false;
	}
	if (peek(&in) == -1) {
		c->n_day_only++;
		*ret_hint = hint_clock;
		return false;
	}
	if (!read_clock(&in, &t) || in.at != text.n)
		return false;
	w->ms = t.ms;
	if (!read_date(c, p, sep, w, ret_hint))
		return false;
	w->offset = t.offset;
	w->offset_min = (int16_t)t.offset_min;
	c->n_seconds += t.seconds;
	return true;
}

bool
when_read(struct when_column *c, struct str text, int64_t line,
    struct when *ret_when, const char **ret_hint)
{
	struct when w = { 0 };
	bool ok;

	text = str_trim(text);
	*ret_hint = hint_form;
	*ret_when = w;
	if (text.n == 0 || text.n > TEXT_MAX)
		return false;
	ok = from_number(c, text, &w, ret_hint) ||
	     from_parts(c, text, &w, ret_hint);
	if (!ok)
		return false;
	if (w.shape == WHEN_TWO)
		learn(c, &w, line);
	else if (w.shape == WHEN_LOCAL && w.offset) {
		w.ms -= w.offset_min * MS_MINUTE;
		w.shape = WHEN_INSTANT;
	}
	c->n++;
	c->n_local += w.shape != WHEN_INSTANT && !w.offset;
	*ret_when = w;
	return true;
}

/* ---- what the column proves
 * ------------------------------------------------------ */

enum when_order
when_order(const struct when_column *c)
{
	if (c->day_line != 0 && c->mon_line != 0)
		return ORDER_BOTH;
	if (c->mon_line != 0)
		return ORDER_MONTH;
	return c->day_line != 0 || c->open_line == 0 ? ORDER_DAY : ORDER_OPEN;
}

bool
when_settle(enum when_order order, struct when *w)
{
	int day = order == ORDER_MONTH ? w->b : w->a;
	int month = order == ORDER_MONTH ? w->a : w->b;

	if (w->shape != WHEN_TWO)
		return w->shape != WHEN_NONE;
	if (!day_ok(w->year, month, day))
		return false;
	w->ms += civil_days(w->year, month, day) * MS_DAY;
	w->shape = WHEN_LOCAL;
	if (w->offset) {
		w->ms -= w->offset_min * MS_MINUTE;
		w->shape = WHEN_INSTANT;
	}
	return true;
}
