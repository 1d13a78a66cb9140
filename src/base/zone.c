#include "base/zone.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The years in which offset changes are looked for. */
#define FIRST_YEAR 1970
#define LAST_YEAR  2101
/* Finer than the closest two changes of any zone since 1970 (about three
 * weeks). */
#define STEP_S         (3 * 86400)
#define NAME_MAX_BYTES 64

static const char *
zone_folder(void)
{
	const char *dir = getenv("TZDIR");

	return dir != NULL && dir[0] == '/' ? dir : "/usr/share/zoneinfo";
}

static bool
name_ok(struct str name)
{
	if (name.n == 0 || name.n > NAME_MAX_BYTES || name.p[0] == '/')
		return false;
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			(c >= '0' && c <= '9') || strchr("_+-/", c)))
			return false;
	}
	return true;
}

/* The C library takes what it cannot read for UTC, and says nothing. */
static bool
file_known(struct str name)
{
	char path[512], block[4096];
	bool ok;
	FILE *f;

	snprintf(path, sizeof path, "%s/%.*s", zone_folder(), STR_ARG(name));
	f = fopen(path, "rb");
	if (f == NULL)
		return false;
	ok = fread(block, 1, 4, f) == 4 && memcmp(block, "TZif", 4) == 0;
	while (ok && fread(block, 1, sizeof block, f) != 0)
		continue;
	ok = ok && ferror(f) == 0;
	fclose(f);
	return ok;
}

static struct zone_change
ask(time_t at)
{
	struct zone_change c = { .from_at = at * MS_SECOND };
	struct tm tm;

	if (localtime_r(&at, &tm) == NULL)
		BUG("localtime_r failed inside 1970..2101");
	c.offset_s = (int32_t)tm.tm_gmtoff;
	snprintf(c.abbr, sizeof c.abbr, "%s", tm.tm_zone);
	return c;
}

/* The rule at an instant is still `c`. */
static bool
holds(struct zone_change c, time_t at)
{
	struct tm tm;

	return localtime_r(&at, &tm) != NULL && tm.tm_gmtoff == c.offset_s &&
	       strncmp(tm.tm_zone, c.abbr, sizeof c.abbr - 1) == 0;
}

/* The second in (low, high] from which the rule of `high` holds. */
static time_t
bisect(time_t low, time_t high)
{
	struct zone_change before = ask(low);

	while (high - low > 1) {
		time_t middle = low + (high - low) / 2;

		if (holds(before, middle))
			low = middle;
		else
			high = middle;
	}
	return high;
}

static void
fill(struct zone *z, struct arena *keep)
{
	VEC(struct zone_change) list = { 0 };
	time_t at = (time_t)(civil_days(FIRST_YEAR, 1, 1) * 86400);
	time_t end = (time_t)(civil_days(LAST_YEAR, 1, 1) * 86400);
	struct zone_change now = ask(at);

	now.from_at = INT64_MIN;
	*vec_push(keep, &list) = now;
	for (; at < end; at += STEP_S) {
		time_t seen = at;

		/* a step may hold more than one change */
		while (!holds(now, at + STEP_S)) {
			seen = bisect(seen, at + STEP_S);
			now = ask(seen);
			*vec_push(keep, &list) = now;
		}
	}
	z->v = list.v;
	z->n = list.n;
}

/* glibc keeps one zone for the process: put back what was there. */
static void
ask_glibc(struct zone *z, struct arena *keep)
{
	const char *old = getenv("TZ");
	char *saved = old == NULL ? NULL : str_cstr(keep, str_of(old));
	char text[NAME_MAX_BYTES + 2];

	snprintf(text, sizeof text, ":%.*s", STR_ARG(z->name));
	setenv("TZ", text, 1);
	tzset();
	fill(z, keep);
	if (saved != NULL)
		setenv("TZ", saved, 1);
	else
		unsetenv("TZ");
	tzset();
}

static int
open_alone(struct zones *set, struct str name, const struct zone **ret_zone,
    struct err *e)
{
	static const struct zone_change always[] = {
		{ INT64_MIN, 0, "UTC" },
	};
	struct zone *z;

	for (size_t i = 0; i < set->list.n; i++)
		if (str_eq(set->list.v[i]->name, name))
			return *ret_zone = set->list.v[i], 0;
	if (!name_ok(name) || (!str_is(name, "UTC") && !file_known(name)))
		return err_set(e, ERR_INPUT,
		    "unknown time zone \"%.*s\" (wanted: a name of the zone "
		    "database such as Europe/Rome, or UTC)",
		    (int)(name.n > 80 ? 80 : name.n), name.p ? name.p : "");
	z = arena_new(set->keep, struct zone);
	z->name = str_dup(set->keep, name);
	if (str_is(name, "UTC")) {
		z->v = always;
		z->n = 1;
	} else {
		ask_glibc(z, set->keep);
	}
	*vec_push(set->keep, &set->list) = z;
	*ret_zone = z;
	return 0;
}

/* The C library is asked through the environment: one at a time. */
int
zone_open(struct zones *set, struct str name, const struct zone **ret_zone,
    struct err *e)
{
	static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
	int rc;

	pthread_mutex_lock(&one_at_a_time);
	rc = open_alone(set, name, ret_zone, e);
	pthread_mutex_unlock(&one_at_a_time);
	return rc;
}

/* The row that holds at an instant. */
static size_t
row_at(const struct zone *z, int64_t at)
{
	size_t low = 0, high = z->n;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (z->v[middle].from_at <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

int32_t
zone_offset_s(const struct zone *z, int64_t at)
{
	return z->v[row_at(z, at)].offset_s;
}

struct civil
zone_civil(const struct zone *z, int64_t at)
{
	return civil_of_ms(at + zone_offset_s(z, at) * MS_SECOND);
}

struct str
zone_iso(struct arena *keep, const struct zone *z, int64_t at)
{
	return iso_local(keep, zone_civil(z, at), zone_offset_s(z, at));
}

enum zone_local
zone_instant(const struct zone *z, struct civil local, int64_t *ret_at,
    int64_t *ret_later)
{
	int64_t wall = civil_ms(local), found[2] = { 0, 0 };
	size_t first = row_at(z, wall - 2 * MS_DAY);
	int n = 0;

	for (size_t i = first; i < z->n && n < 2; i++) {
		int64_t at = wall - z->v[i].offset_s * MS_SECOND;

		if (z->v[i].from_at != INT64_MIN &&
		    z->v[i].from_at > wall + 2 * MS_DAY)
			break;
		if (row_at(z, at) == i)
			found[n++] = at;
	}
	if (ret_later != NULL)
		*ret_later = found[n == 2];
	if (n != 0) {
		*ret_at = found[0];
		return n == 1 ? ZONE_ONCE : ZONE_REPEATED;
	}
	/* skipped: the change that jumps over this wall time */
	for (size_t i = first + 1; i < z->n; i++)
		if (z->v[i].from_at + z->v[i].offset_s * MS_SECOND > wall) {
			*ret_at = z->v[i].from_at;
			break;
		}
	if (ret_later != NULL)
		*ret_later = *ret_at;
	return ZONE_MISSING;
}

int64_t
zone_day(const struct zone *z, int year, int month, int day)
{
	int64_t at = 0;
	struct civil c;

	year += (month - 1) / 12;
	month = (month - 1) % 12 + 1;
	if (month < 1) {
		month += 12;
		year--;
	}
	c = civil_of_days(civil_days(year, month, 1) + day - 1);
	zone_instant(z, c, &at, NULL);
	return at;
}

int64_t
zone_date(const struct zone *z, int64_t at)
{
	struct civil c = zone_civil(z, at);

	return civil_days(c.year, c.month, c.day);
}

int64_t
zone_date_begins(const struct zone *z, int64_t date)
{
	struct civil c = civil_of_days(date);

	return zone_day(z, c.year, c.month, c.day);
}

int64_t
zone_clock(const struct zone *z, int64_t date, int seconds, bool later)
{
	struct civil c = civil_of_days(date + seconds / 86400);
	int64_t at, second = NO_INSTANT;

	seconds %= 86400;
	c.hour = seconds / 3600;
	c.minute = seconds / 60 % 60;
	c.second = seconds % 60;
	if (zone_instant(z, c, &at, &second) == ZONE_REPEATED && later)
		return second;
	return at;
}

int64_t
zone_add_days(const struct zone *z, int64_t at, int days)
{
	struct civil c = zone_civil(z, at);

	return zone_day(z, c.year, c.month, c.day + days);
}
