/*
 * Times in logs, in the shapes that servers write. A log repeats its date line
 * by line, and its minute nearly so: both are remembered.
 */
#include <string.h>

#include "import/digits.h"
#include "import/traffic.h"

const struct zone traffic_any_zone = { .v = &(const struct zone_change){ 0 },
	.n = 1 };

static const char no_time[] = "the date or time does not exist";

/* 2101-01-01 in seconds since 1970. */
#define YEAR_2101 INT64_C(4133980800)

int
traffic_clock_of(
    struct job *job, bool utc, struct traffic_clock *ret_clock, struct err *e)
{
	struct traffic_clock k = { .zone = job->rule.zone,
		.repeated = job->rule.repeated,
		.missing = job->rule.missing,
		.local = -1 };

	if (utc && !job->zone_given &&
	    zone_open(job->ctx->zones, STR("UTC"), &k.zone, e) != 0)
		return -1;
	*ret_clock = k;
	return 0;
}

int
traffic_read_clocked(struct job *job, const struct traffic_dialect *dialect,
    void *state, bool utc, struct traffic_clock *clock, struct err *e)
{
	if (traffic_clock_of(job, utc, clock, e) != 0 ||
	    traffic_read(job, dialect, state, e) != 0)
		return -1;
	job->shown_zone =
	    clock->local < 0 ? STR("offset in each line") : clock->zone->name;
	return 0;
}

/* Days of the date at the start of the text; *ret_n is its length. */
static bool
read_date(struct traffic_clock *k, struct str t, size_t *ret_n)
{
	const char *p = t.p;
	bool named = t.n > 3 && p[2] == '/';
	size_t n = named ? 11 : 10;
	int day, month, high, low;

	*ret_n = n;
	if (t.n < n)
		return false;
	if (memcmp(k->date, p, n) == 0)
		return true;
	if (named ? p[6] != '/' : (p[4] != '-' && p[4] != '/') || p[7] != p[4])
		return false;
	day = digit_two(named ? p : p + 8);
	month = named ? access_month(p + 3) : digit_two(p + 5);
	high = digit_two(named ? p + 7 : p);
	low = digit_two(named ? p + 9 : p + 2);
	if (high < 0 || low < 0 || month < 1 || month > 12 || day < 1)
		return false;
	high = high * 100 + low;
	/* a day that does not exist must not become another one */
	if (high < 1970 || high > 2100 || day > civil_month_days(high, month))
		return false;
	k->days = civil_days(high, month, day);
	memcpy(k->date, p, n);
	return true;
}

/* "Z", "+01:00", "+0100", "+01", with a blank before it or not. */
static bool
read_offset(struct str t, int *ret_minutes)
{
	int h, m = 0;

	*ret_minutes = 0;
	if (t.n != 0 && t.p[0] == ' ')
		t = str_sub(t, 1, t.n);
	if (str_is(t, "Z") || str_is(t, "UTC"))
		return true;
	if ((t.n != 3 && t.n != 5 && t.n != 6) ||
	    (t.p[0] != '+' && t.p[0] != '-'))
		return false;
	h = digit_two(t.p + 1);
	if (t.n == 5)
		m = digit_two(t.p + 3);
	else if (t.n == 6)
		m = t.p[3] == ':' ? digit_two(t.p + 4) : -1;
	if (h < 0 || h > 15 || m < 0 || m > 59)
		return false;
	*ret_minutes = (t.p[0] == '-' ? -1 : 1) * (h * 60 + m);
	return true;
}

/* A local minute as one of UTC, both since 1970. */
static const char *
in_zone(struct traffic_clock *k, int64_t local)
{
	struct civil c = civil_of_ms(local * MS_MINUTE);
	enum local_policy policy = k->repeated;
	int64_t at, later;

	switch (zone_instant(k->zone, c, &at, &later)) {
	case ZONE_ONCE:
		later = at;
		policy = LOCAL_EARLIER;
		break;
	case ZONE_REPEATED:
		if (policy == LOCAL_REFUSE)
			return "this local time occurs twice: set repeated: "
			       "in case.yaml";
		break;
	case ZONE_MISSING:
		policy = k->missing;
		if (policy == LOCAL_REFUSE)
			return "this local time was skipped when the clocks "
			       "changed: set missing: in case.yaml";
		/* read with the offset after the change, and before it */
		later = local * MS_MINUTE -
			zone_offset_s(k->zone, at - 1) * MS_SECOND;
		at = local * MS_MINUTE - zone_offset_s(k->zone, at) * MS_SECOND;
		break;
	}
	k->local = local;
	k->utc = (policy == LOCAL_EARLIER ? at : later) / MS_MINUTE;
	return NULL;
}

/* Seconds or a finer count since 1970: its size tells which. */
static const char *
read_count(struct str t, int64_t *ret_at_s)
{
	struct str fraction, whole = str_cut(t, '.', &fraction);
	int64_t n;

	for (size_t i = 0; i < fraction.n; i++)
		if (!digit(fraction.p[i]))
			return no_time;
	if (whole.n > 19 || !str_int64(whole, &n) || n <= 0)
		return no_time;
	if (n >= INT64_C(100000000000000000))
		n /= 1000000000;
	else if (n >= INT64_C(100000000000000))
		n /= 1000000;
	else if (n >= INT64_C(100000000000))
		n /= 1000;
	*ret_at_s = n;
	return n < YEAR_2101 ? NULL : no_time;
}

/* The offset to a minute as written, and from there to UTC. */
static const char *
to_utc(struct traffic_clock *k, struct str rest, int64_t *minute)
{
	const char *why;
	int offset;

	if (rest.n != 0) {
		if (!read_offset(rest, &offset))
			return no_time;
		*minute -= offset;
		return NULL;
	}
	if (k->zone == NULL)
		return "the time has no offset from UTC";
	if (k->local != *minute || *minute < 0) {
		why = in_zone(k, *minute);
		if (why != NULL)
			return why;
	}
	*minute = k->utc;
	return NULL;
}

const char *
traffic_when(struct traffic_clock *k, struct str t, int64_t *ret_at_s)
{
	int hour, minute, second;
	int64_t utc;
	const char *p, *why;
	size_t n;

	if (t.n > 1 && t.p[0] == '[' && t.p[t.n - 1] == ']')
		t = str_sub(t, 1, t.n - 1);
	if (t.n < 8 || (t.p[2] != '/' && t.p[4] != '-' && t.p[4] != '/'))
		return read_count(t, ret_at_s);
	if (!read_date(k, t, &n) || t.n < n + 9)
		return no_time;
	p = t.p + n;
	hour = digit_two(p + 1);
	minute = digit_two(p + 4);
	second = digit_two(p + 7);
	if ((p[0] != 'T' && p[0] != ' ' && p[0] != ':') || p[3] != ':' ||
	    p[6] != ':' || hour < 0 || hour > 23 || minute < 0 || minute > 59 ||
	    second < 0 || second > 60)
		return no_time;
	t = str_sub(t, n + 9, t.n);
	if (t.n > 1 && (t.p[0] == '.' || t.p[0] == ',')) {
		for (n = 1; n < t.n && digit(t.p[n]); n++)
			;
		if (n == 1)
			return no_time;
		t = str_sub(t, n, t.n);
	}
	utc = k->days * 24 * 60 + hour * 60 + minute;
	why = to_utc(k, t, &utc);
	*ret_at_s = utc * 60 + second;
	return why == NULL && *ret_at_s < 0 ? no_time : why;
}
