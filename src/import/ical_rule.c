/*
 * Rules of repetition: RRULE, as far as planned work needs it.
 *
 * One period of the frequency (a day, week, month or year) after the other is
 * taken, each of its days is asked whether every part of the rule fits, and
 * BYSETPOS chooses among those that do. Parts that choose the time of day or
 * the number of a week or day in the year are refused, not ignored.
 */
#include <string.h>

#include "import/ical.h"

/* ---- reading
 * ------------------------------------------------------------------------ */

static const char *const weekday_names[] = { "MO", "TU", "WE", "TH", "FR", "SA",
	"SU" };

static bool
weekday_of(struct str s, int *ret_day)
{
	for (int i = 0; i < 7; i++)
		if (str_is_nocase(s, weekday_names[i])) {
			*ret_day = i;
			return true;
		}
	return false;
}

/* An integer in [1, high], or in [-high, -1] where `back`. */
static bool
small(struct str s, int high, bool back, int *ret_value)
{
	int64_t v;

	if (!str_int64(s, &v) || v == 0 || v > high || v < (back ? -high : 1))
		return false;
	*ret_value = (int)v;
	return true;
}

static bool
take_freq(struct ical_rule *r, struct str s)
{
	static const char *const freqs[] = {
		[ICAL_DAILY] = "DAILY",
		[ICAL_WEEKLY] = "WEEKLY",
		[ICAL_MONTHLY] = "MONTHLY",
		[ICAL_YEARLY] = "YEARLY",
	};

	for (int i = 0; i < 4; i++)
		if (str_is_nocase(s, freqs[i])) {
			r->freq = (enum ical_freq)i;
			return true;
		}
	return false;
}

static bool
take_interval(struct ical_rule *r, struct str s)
{
	return small(s, 50000, false, &r->interval);
}

static bool
take_count(struct ical_rule *r, struct str s)
{
	return str_int64(s, &r->count) && r->count > 0;
}

static bool
take_until(struct ical_rule *r, struct str s)
{
	return r->has_until = ical_time_parse(s, NULL, &r->until);
}

static bool
take_week_start(struct ical_rule *r, struct str s)
{
	return weekday_of(s, &r->week_start);
}

static bool
take_day(struct ical_rule *r, struct str s)
{
	int day, nth = 0;

	if (s.n < 2 || !weekday_of(str_sub(s, s.n - 2, s.n), &day) ||
	    (s.n > 2 && !small(str_sub(s, 0, s.n - 2), 53, true, &nth)))
		return false;
	if (nth == 0)
		r->weekdays |= 1U << day;
	else
		r->nth[nth + 53] |= (unsigned char)(1U << day);
	r->has_nth |= nth != 0;
	return true;
}

static bool
take_month_day(struct ical_rule *r, struct str s)
{
	int v;

	if (!small(s, 31, true, &v))
		return false;
	if (v > 0)
		r->month_days |= UINT32_C(1) << v;
	else
		r->month_days_back |= UINT32_C(1) << -v;
	return true;
}

static bool
take_month(struct ical_rule *r, struct str s)
{
	int v;

	if (!small(s, 12, false, &v))
		return false;
	r->months |= 1U << v;
	return true;
}

static bool
take_set_pos(struct ical_rule *r, struct str s)
{
	int v;

	if (r->n_set_pos == sizeof r->set_pos / sizeof *r->set_pos ||
	    !small(s, 366, true, &v))
		return false;
	r->set_pos[r->n_set_pos++] = v;
	return true;
}

static const struct {
	const char *name;
	bool list;
	bool (*take)(struct ical_rule *r, struct str s);
	const char *why;
} parts[] = {
	{ "FREQ", false, take_freq,
	    "repeats by FREQ, which is not DAILY, WEEKLY, MONTHLY or YEARLY" },
	{ "INTERVAL", false, take_interval, "has a bad INTERVAL" },
	{ "COUNT", false, take_count, "has a bad COUNT" },
	{ "UNTIL", false, take_until, "has a bad UNTIL" },
	{ "WKST", false, take_week_start, "has a bad WKST" },
	{ "BYDAY", true, take_day, "has a bad BYDAY" },
	{ "BYMONTHDAY", true, take_month_day, "has a bad BYMONTHDAY" },
	{ "BYMONTH", true, take_month, "has a bad BYMONTH" },
	{ "BYSETPOS", true, take_set_pos, "has a bad BYSETPOS" },
};

static const char *
take_part(struct ical_rule *r, struct str part)
{
	struct str value, key = str_cut(part, '=', &value);
	size_t i = 0;

	while (i < sizeof parts / sizeof *parts &&
	       !str_is_nocase(key, parts[i].name))
		i++;
	if (i == sizeof parts / sizeof *parts)
		return "repeats by a part of RRULE that is not known here";
	do {
		struct str one =
		    parts[i].list ? str_cut(value, ',', &value) : value;

		if (!parts[i].take(r, one))
			return parts[i].why;
	} while (parts[i].list && value.n != 0);
	return NULL;
}

const char *
ical_rule_parse(struct str s, struct ical_rule *ret_rule)
{
	struct ical_rule r = { .interval = 1 };
	bool freq = false;
	const char *why;

	s = str_trim(s);
	while (s.n != 0) {
		struct str part = str_cut(s, ';', &s);

		if (part.n == 0)
			continue;
		if ((why = take_part(&r, part)) != NULL)
			return why;
		freq |= str_is_nocase(str_sub(part, 0, 5), "FREQ=");
	}
	if (!freq)
		return "has a rule without FREQ";
	if (r.count != 0 && r.has_until)
		return "has both COUNT and UNTIL";
	if (r.has_nth && r.freq < ICAL_MONTHLY)
		return "counts weekdays where there is no month or year";
	if (r.freq == ICAL_WEEKLY && (r.month_days | r.month_days_back) != 0)
		return "has BYMONTHDAY in a weekly rule";
	*ret_rule = r;
	return NULL;
}

/* ---- repeating
 * ---------------------------------------------------------------------- */

/* A period of the frequency, as days since 1970. */
struct stretch {
	int64_t from, to;
};

struct walk {
	const struct ical_rule *rule;
	struct civil start;
	int start_weekday;
	int64_t start_day;
};

static struct stretch
months(int64_t first, int n)
{
	int64_t to = first + n;

	return (struct stretch){ civil_days((int)(first / 12),
				     (int)(first % 12) + 1, 1),
		civil_days((int)(to / 12), (int)(to % 12) + 1, 1) };
}

/* The period `k` intervals after that of the start. */
static struct stretch
stretch_at(const struct walk *w, int64_t k)
{
	int64_t n = k * w->rule->interval, day = w->start_day;

	switch (w->rule->freq) {
	case ICAL_DAILY:
		return (struct stretch){ day + n, day + n + 1 };
	case ICAL_WEEKLY:
		day -= (w->start_weekday - w->rule->week_start + 7) % 7;
		return (struct stretch){ day + 7 * n, day + 7 * n + 7 };
	case ICAL_MONTHLY:
		return months(
		    (int64_t)w->start.year * 12 + w->start.month - 1 + n, 1);
	case ICAL_YEARLY:
		return months(((int64_t)w->start.year + n) * 12, 12);
	}
	BUG("a frequency without periods");
}

/* From the beginning of a period to that of the next: no more days than these.
 */
static int64_t
longest(const struct ical_rule *r)
{
	static const int64_t days[] = { 1, 7, 31, 366 };

	return days[r->freq] * r->interval;
}

/* The weekday is the nth, or the nth from the end, of [from, to). */
static bool
nth_fits(const struct ical_rule *r, int64_t day, struct stretch in)
{
	unsigned bit = 1U << civil_weekday_of_days(day);

	return (r->nth[(day - in.from) / 7 + 1 + 53] & bit) != 0 ||
	       (r->nth[53 - ((in.to - 1 - day) / 7 + 1)] & bit) != 0;
}

static bool
weekday_fits(
    const struct walk *w, int64_t day, struct civil c, struct stretch in)
{
	const struct ical_rule *r = w->rule;

	if ((r->weekdays >> civil_weekday_of_days(day) & 1) != 0)
		return true;
	if (!r->has_nth)
		return false;
	if (r->freq == ICAL_YEARLY && r->months != 0)
		in = months((int64_t)c.year * 12 + c.month - 1, 1);
	return nth_fits(r, day, in);
}

static bool
fits(const struct walk *w, int64_t day, struct stretch in)
{
	const struct ical_rule *r = w->rule;
	struct civil c = civil_of_days(day);
	bool by_day = r->weekdays != 0 || r->has_nth;
	bool by_date = (r->month_days | r->month_days_back) != 0;
	int back = civil_month_days(c.year, c.month) - c.day + 1;

	if (r->months != 0 && (r->months >> c.month & 1) == 0)
		return false;
	if (by_date && (r->month_days >> c.day & 1) == 0 &&
	    (r->month_days_back >> back & 1) == 0)
		return false;
	if (by_day && !weekday_fits(w, day, c, in))
		return false;
	if (by_day || by_date || r->freq == ICAL_DAILY)
		return true;
	/* what the rule leaves open is as in the start */
	if (r->freq == ICAL_WEEKLY)
		return civil_weekday_of_days(day) == w->start_weekday;
	return c.day == w->start.day &&
	       (r->freq == ICAL_MONTHLY || r->months != 0 ||
		   c.month == w->start.month);
}

static bool
chosen(const struct ical_rule *r, size_t i, size_t n)
{
	for (size_t k = 0; k < r->n_set_pos; k++) {
		int64_t pos = r->set_pos[k];

		if ((pos > 0 ? pos - 1 : (int64_t)n + pos) == (int64_t)i)
			return true;
	}
	return r->n_set_pos == 0;
}

/* The days of one period, in order. */
static size_t
days_of(const struct walk *w, struct stretch in, int64_t list[366])
{
	const struct ical_rule *r = w->rule;
	size_t n = 0, kept = 0;

	for (int64_t day = in.from; day < in.to; day++)
		if (fits(w, day, in))
			list[n++] = day;
	for (size_t i = 0; i < n; i++)
		if (chosen(r, i, n))
			list[kept++] = list[i];
	return kept;
}

/* No repetition on this day any more: UNTIL, inclusive. */
static bool
is_over(const struct ical_rule *r, const struct ical_time *start,
    const struct zone *floating, int64_t day)
{
	struct ical_time t = *start;
	struct civil c = civil_of_days(day);

	if (!r->has_until)
		return false;
	t.local.year = c.year;
	t.local.month = c.month;
	t.local.day = c.day;
	if (r->until.clock == ICAL_UTC)
		return ical_instant(&t, floating) >
		       ical_instant(&r->until, floating);
	if (r->until.day)
		return day > civil_days(r->until.local.year,
				 r->until.local.month, r->until.local.day);
	return civil_ms(t.local) > civil_ms(r->until.local);
}

void
ical_repeat(const struct ical_rule *rule, const struct ical_time *start,
    const struct zone *floating, int64_t from_day, int64_t to_day,
    int64_t *work, bool (*take)(void *arg, int64_t day), void *arg)
{
	struct civil c = start->local;
	struct walk w = { .rule = rule,
		.start = c,
		.start_day = civil_days(c.year, c.month, c.day),
		.start_weekday = civil_weekday(c.year, c.month, c.day) };
	int64_t days[366], taken = 1, k = 0;
	struct stretch in;

	if (!take(arg, w.start_day))
		return;
	/* a period before, so that the division may be a little off */
	if (rule->count == 0 && from_day > w.start_day)
		k = (from_day - w.start_day) / longest(rule) - 1;
	for (k = k < 0 ? 0 : k;; k++) {
		in = stretch_at(&w, k);
		*work -= in.to - in.from;
		if (in.from > to_day || *work < 0)
			return;
		size_t n = days_of(&w, in, days);

		for (size_t i = 0; i < n; i++) {
			if (days[i] <= w.start_day)
				continue;
			if ((rule->count != 0 && taken++ >= rule->count) ||
			    days[i] > to_day ||
			    is_over(rule, start, floating, days[i]) ||
			    !take(arg, days[i]))
				return;
		}
	}
}
