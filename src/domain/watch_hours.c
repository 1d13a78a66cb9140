/*
 * The hours that a report is about: days and ranges of wall clock time.
 */
#include <string.h>

#include "domain/watch_sum.h"

#define DAY_S    86400
#define ALL_WEEK 0x7fu

static const char *const day_names[] = { "monday", "tuesday", "wednesday",
	"thursday", "friday", "saturday", "sunday" };

/* ---- text
 * ----------------------------------------------------------------------------
 */

static bool
two_digits(struct str s, int *ret)
{
	if (s.n != 2 || s.p[0] < '0' || s.p[0] > '9' || s.p[1] < '0' ||
	    s.p[1] > '9')
		return false;
	*ret = (s.p[0] - '0') * 10 + s.p[1] - '0';
	return true;
}

/* "09:00", "24:00", "09:00:30" */
static bool
clock_of(struct str s, int *ret_s)
{
	int h, m, sec = 0;
	struct str rest, hours = str_cut(s, ':', &rest), seconds;
	struct str minutes = str_cut(rest, ':', &seconds);

	if (!two_digits(hours, &h) || !two_digits(minutes, &m) ||
	    (seconds.n != 0 && !two_digits(seconds, &sec)))
		return false;
	*ret_s = h * 3600 + m * 60 + sec;
	return m < 60 && sec < 60 && *ret_s <= DAY_S;
}

static int
day_named(struct str s)
{
	for (int i = 0; i < 7; i++) {
		struct str name = str_of(day_names[i]);

		if (str_is_nocase(s, day_names[i]) ||
		    (s.n == 3 && str_eq(str_sub(name, 0, 3), s)))
			return i;
	}
	return -1;
}

/* "mon", "mon-fri", "daily", "2026-12-24" */
static bool
days_of(struct str s, struct watch_range *to)
{
	struct iso date;
	struct str last, first;
	int from, until;

	if (iso_parse(s, &date) && !date.has_time) {
		to->day = civil_days(date.at.year, date.at.month, date.at.day);
		return true;
	}
	if (str_is_nocase(s, "daily")) {
		to->weekday = ALL_WEEK;
		return true;
	}
	first = str_cut(s, '-', &last);
	from = day_named(first);
	until = first.n == s.n ? from : day_named(last);
	if (from < 0 || until < 0)
		return false;
	for (int d = from;; d = (d + 1) % 7) {
		to->weekday |= 1u << d;
		if (d == until)
			return true;
	}
}

struct hours_reading {
	struct arena *keep;
	struct watch_hours *hours;
	bool not_;
};

static void
add_range(struct hours_reading *r, const struct watch_range *range)
{
	if (r->not_)
		*vec_push(r->keep, &r->hours->excluded) = *range;
	else
		*vec_push(r->keep, &r->hours->ranges) = *range;
}

static bool
part_of(struct hours_reading *r, struct str part)
{
	struct watch_range range = { .to_s = DAY_S };
	struct str ranges, days;

	r->not_ = str_starts(part, "not ");
	if (r->not_)
		part = str_trim(str_sub(part, 4, part.n));
	days = str_cut(part, ' ', &ranges);
	if (!days_of(days, &range))
		return false;
	ranges = str_trim(ranges);
	if (ranges.n == 0)
		add_range(r, &range);
	while (ranges.n != 0) {
		struct str one = str_trim(str_cut(ranges, '+', &ranges)), to;
		struct str from = str_cut(one, '-', &to);

		if (!clock_of(from, &range.from_s) ||
		    !clock_of(to, &range.to_s) || range.to_s <= range.from_s)
			return false;
		add_range(r, &range);
	}
	return true;
}

bool
watch_hours_parse(struct str text, struct arena *keep,
    struct watch_hours *ret_hours, struct str *ret_bad)
{
	struct hours_reading r = { keep, ret_hours, false };

	*ret_hours = (struct watch_hours){ 0 };
	*ret_bad = text;
	while (text.n != 0) {
		*ret_bad = str_trim(str_cut(text, ',', &text));
		if (!part_of(&r, *ret_bad))
			return false;
	}
	return ret_hours->ranges.n + ret_hours->excluded.n != 0;
}

/* ---- spans
 * ---------------------------------------------------------------------------
 */

/* Midnight is where the local day begins, whether or not it strikes. */
static int64_t
edge(const struct zone *z, int64_t day, int seconds, bool later)
{
	return seconds % DAY_S == 0 ? zone_date_begins(z, day + seconds / DAY_S)
				    : zone_clock(z, day, seconds, later);
}

static void
add_day(struct arena *keep, struct spans *set, const struct watch_range *v,
    size_t n, const struct zone *z, int64_t day)
{
	unsigned weekday = 1u << (civil_weekday_of_days(day));
	bool dated = false;

	for (size_t i = 0; i < n; i++)
		dated |= v[i].weekday == 0 && v[i].day == day;
	for (size_t i = 0; i < n; i++)
		if (dated ? v[i].weekday == 0 && v[i].day == day
			  : (v[i].weekday & weekday) != 0)
			interval_add(keep, set,
			    edge(z, day, v[i].from_s, false),
			    edge(z, day, v[i].to_s, true));
}

struct spans
watch_hours_spans(const struct watch_hours *hours, const struct zone *zone,
    struct span window, struct arena *keep)
{
	struct spans on = { 0 }, off = { 0 };
	int64_t last = zone_date(zone, window.to_at);

	/* nothing but exclusions: of all hours */
	if (hours->ranges.n == 0)
		interval_add(keep, &on, window.from_at, window.to_at);
	for (int64_t d = zone_date(zone, window.from_at); d <= last; d++) {
		add_day(keep, &on, hours->ranges.v, hours->ranges.n, zone, d);
		add_day(
		    keep, &off, hours->excluded.v, hours->excluded.n, zone, d);
	}
	interval_clean(&on);
	interval_clean(&off);
	on = interval_subtract(keep, &on, &off);
	return interval_clip(keep, &on, window);
}
