#include "base/civil.h"

/* Days from 0000-03-01 to 1970-01-01; years start in March, so that the leap
 * day is the last of its year. */
#define EPOCH_SHIFT 719468

int64_t
civil_days(int year, int month, int day)
{
	int64_t y = (int64_t)year - (month <= 2), m = month, era, yoe, doy;

	era = (y >= 0 ? y : y - 399) / 400;
	yoe = y - era * 400;
	doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy -
	       EPOCH_SHIFT;
}

struct civil
civil_of_days(int64_t days)
{
	int64_t z = days + EPOCH_SHIFT;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	struct civil c = { 0 };

	c.day = (int)(doy - (153 * mp + 2) / 5 + 1);
	c.month = (int)(mp < 10 ? mp + 3 : mp - 9);
	c.year = (int)(yoe + era * 400 + (c.month <= 2));
	return c;
}

int64_t
civil_ms(struct civil c)
{
	return civil_days(c.year, c.month, c.day) * MS_DAY + c.hour * MS_HOUR +
	       c.minute * MS_MINUTE + c.second * MS_SECOND + c.ms;
}

struct civil
civil_of_ms(int64_t at)
{
	int64_t days = at / MS_DAY, rest = at % MS_DAY;
	struct civil c;

	if (rest < 0) {
		rest += MS_DAY;
		days--;
	}
	c = civil_of_days(days);
	c.hour = (int)(rest / MS_HOUR);
	c.minute = (int)(rest / MS_MINUTE % 60);
	c.second = (int)(rest / MS_SECOND % 60);
	c.ms = (int)(rest % MS_SECOND);
	return c;
}

int
civil_month_days(int year, int month)
{
	static const int days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

int
civil_month_named(struct str name)
{
	static const char *const names[12] = { "jan", "feb", "mar", "apr",
		"may", "jun", "jul", "aug", "sep", "oct", "nov", "dec" };

	for (int m = 0; m < 12; m++)
		if (str_is_nocase(str_sub(name, 0, 3), names[m]))
			return m + 1;
	return 0;
}

int
civil_weekday_of_days(int64_t days)
{
	/* 1970-01-01 was a Thursday */
	return (int)((days % 7 + 7 + 3) % 7);
}

int
civil_weekday(int year, int month, int day)
{
	return civil_weekday_of_days(civil_days(year, month, day));
}

/* A cursor over the text being parsed. */
struct scan {
	struct str s;
	size_t at;
};

static bool
take(struct scan *in, char c)
{
	if (in->at >= in->s.n || in->s.p[in->at] != c)
		return false;
	in->at++;
	return true;
}

/* Exactly `n` digits. */
static bool
number(struct scan *in, int n, int *ret_value)
{
	int v = 0;

	for (; n > 0; n--) {
		if (in->at >= in->s.n || in->s.p[in->at] < '0' ||
		    in->s.p[in->at] > '9')
			return false;
		v = v * 10 + (in->s.p[in->at++] - '0');
	}
	*ret_value = v;
	return true;
}

/* Digits after the decimal point of the seconds; beyond three they are cut. */
static bool
fraction(struct scan *in, int *ret_ms)
{
	int scale = 100, digit, n = 0;

	*ret_ms = 0;
	while (number(in, 1, &digit)) {
		*ret_ms += digit * scale;
		scale /= 10;
		n++;
	}
	return n >= 1 && n <= 9;
}

static bool
offset(struct scan *in, struct iso *t)
{
	int sign = take(in, '+') ? 1 : take(in, '-') ? -1 : 0;
	int hours, minutes = 0;

	if (sign == 0) {
		t->has_offset = take(in, 'Z') || take(in, 'z');
		return true;
	}
	if (!number(in, 2, &hours))
		return false;
	if (take(in, ':')) {
		if (!number(in, 2, &minutes))
			return false;
	} else if (in->at < in->s.n && !number(in, 2, &minutes)) {
		return false;
	}
	t->has_offset = true;
	t->offset_s = sign * (hours * 3600 + minutes * 60);
	return hours <= 18 && minutes < 60;
}

static bool
clock_time(struct scan *in, struct iso *t)
{
	struct civil *c = &t->at;

	t->has_time = true;
	if (!number(in, 2, &c->hour) || !take(in, ':') ||
	    !number(in, 2, &c->minute))
		return false;
	if (take(in, ':')) {
		if (!number(in, 2, &c->second))
			return false;
		if ((take(in, '.') || take(in, ',')) && !fraction(in, &c->ms))
			return false;
	}
	/* 23:59:60 is a leap second, which POSIX time reads as the next one */
	return c->hour < 24 && c->minute < 60 &&
	       (c->second < 60 ||
		   (c->second == 60 && c->minute == 59 && c->ms == 0)) &&
	       offset(in, t);
}

bool
iso_parse(struct str s, struct iso *ret_iso)
{
	struct scan in = { s, 0 };
	struct iso t = { 0 };
	struct civil *c = &t.at;

	if (!number(&in, 4, &c->year) || !take(&in, '-') ||
	    !number(&in, 2, &c->month) || !take(&in, '-') ||
	    !number(&in, 2, &c->day))
		return false;
	if (c->year < 1970 || c->year > 2100 || c->month < 1 || c->month > 12 ||
	    c->day < 1 || c->day > civil_month_days(c->year, c->month))
		return false;
	if ((take(&in, 'T') || take(&in, ' ') || take(&in, 't')) &&
	    !clock_time(&in, &t))
		return false;
	if (in.at != s.n)
		return false;
	*ret_iso = t;
	return true;
}

static struct str
iso_text(struct arena *keep, struct civil c, struct str zone)
{
	struct str ms = c.ms == 0 ? STR_NONE : str_format(keep, ".%03d", c.ms);

	return str_format(keep, "%04d-%02d-%02dT%02d:%02d:%02d%.*s%.*s", c.year,
	    c.month, c.day, c.hour, c.minute, c.second, STR_ARG(ms),
	    STR_ARG(zone));
}

struct str
iso_utc(struct arena *keep, int64_t at)
{
	return iso_text(keep, civil_of_ms(at), STR("Z"));
}

struct str
iso_local(struct arena *keep, struct civil c, int32_t offset_s)
{
	return iso_text(keep, c, iso_offset(keep, offset_s));
}

struct str
iso_offset(struct arena *keep, int32_t offset_s)
{
	int minutes = (int)(offset_s < 0 ? -offset_s : offset_s) / 60;

	return str_format(keep, "%c%02d:%02d", offset_s < 0 ? '-' : '+',
	    minutes / 60, minutes % 60);
}
