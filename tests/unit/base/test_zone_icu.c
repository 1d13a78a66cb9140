/*
 * Local time against ICU, which has rules and arithmetic of its own: every
 * change from 1970 to 2100, both sides of it, and the way back from the hours
 * that it skips or repeats.
 *
 * The two may know the rules of different years. Then the zones whose rules
 * changed in between are left out, each by name with its reason.
 */
#include <unicode/ucal.h>

#include "base/zone.h"
#include "unit/base/hard_zones.h"
#include "unit/support.h"

#define FROM_MS INT64_C(0)
#define TO_MS   (civil_days(2100, 1, 1) * MS_DAY)

static struct arena arena;
static struct zones zones = { .keep = &arena };

/* The release of the zone database that last changed the rules of a zone. */
static const struct {
	const char *zone, *release, *reason;
} changed[] = {
	{ "Africa/Cairo", "2023a", "summer time came back in 2023" },
	{ "Africa/Casablanca", "2026c", "no more summer time from 2026" },
	{ "Africa/El_Aaiun", "2026c", "no more summer time from 2026" },
	{ "America/Asuncion", "2025a", "summer time for good from 2024" },
	{ "America/Bogota", "2026d", "the days of 1992 and 1993 corrected" },
	{ "America/Havana", "2026f", "no fall back in 2026" },
	{ "America/Nuuk", "2023d", "another base offset from 2023" },
	{ "America/Resolute", "2022g", "the seventies corrected" },
	{ "Antarctica/Casey", "2023d", "five changes since 2020 added" },
	{ "Asia/Almaty", "2024a", "one hour less from 2024" },
	{ "Asia/Gaza", "2024a", "rules follow the moon from 2023" },
	{ "Asia/Tehran", "2026d", "the days of 1978 and 1979 corrected" },
	{ "Atlantic/Azores", "2024b", "1977 to 1993 corrected" },
	{ "Europe/Chisinau", "2026a", "other hours of change since 2022" },
	{ "Europe/Lisbon", "2024b", "1978 to 1985 corrected" },
};

/* "2026f" of the system's rules; empty when the files do not say. */
static void
system_release(char out[16])
{
	FILE *f = fopen("/usr/share/zoneinfo/tzdata.zi", "r");

	out[0] = '\0';
	if (f == NULL)
		return;
	if (fscanf(f, "# version %15s", out) != 1)
		out[0] = '\0';
	fclose(f);
}

/* Why the rules of a zone cannot be compared, or NULL: one of the two knows a
 * change that the other does not. */
static const char *
why_skipped(const char *zone)
{
	UErrorCode status = U_ZERO_ERROR;
	const char *icu = ucal_getTZDataVersion(&status);
	char mine[16];

	system_release(mine);
	for (size_t i = 0; i < sizeof changed / sizeof *changed; i++) {
		bool icu_knows = strcmp(icu, changed[i].release) >= 0;
		bool we_know = strcmp(mine, changed[i].release) >= 0;

		if (strcmp(zone, changed[i].zone) == 0 && icu_knows != we_know)
			return changed[i].reason;
	}
	return NULL;
}

static const struct zone *
opened(const char *name)
{
	const struct zone *z = NULL;
	struct err e = { 0 };

	if (zone_open(&zones, str_of(name), &z, &e) != 0)
		fail_msg("%s", e.text);
	return z;
}

static UCalendar *
calendar(const char *zone)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar name[80];
	UCalendar *cal;
	size_t n = strlen(zone);

	for (size_t i = 0; i <= n; i++)
		name[i] = (UChar)zone[i];
	cal =
	    ucal_open(name, (int32_t)n, "en_US_POSIX", UCAL_GREGORIAN, &status);
	assert_true(U_SUCCESS(status));
	return cal;
}

static int32_t
icu_offset_s(UCalendar *cal, int64_t at)
{
	UErrorCode status = U_ZERO_ERROR;
	int32_t ms;

	ucal_setMillis(cal, (UDate)at, &status);
	ms = ucal_get(cal, UCAL_ZONE_OFFSET, &status) +
	     ucal_get(cal, UCAL_DST_OFFSET, &status);
	assert_true(U_SUCCESS(status));
	return ms / 1000;
}

/* The instant that ICU gives a local time, by its policy for odd hours. */
static int64_t
icu_instant(UCalendar *cal, struct civil c, UCalendarWallTimeOption repeated)
{
	UErrorCode status = U_ZERO_ERROR;
	UDate at;

	ucal_setAttribute(cal, UCAL_REPEATED_WALL_TIME, (int32_t)repeated);
	ucal_setAttribute(
	    cal, UCAL_SKIPPED_WALL_TIME, UCAL_WALLTIME_NEXT_VALID);
	ucal_clear(cal);
	ucal_setDateTime(cal, c.year, c.month - 1, c.day, c.hour, c.minute,
	    c.second, &status);
	ucal_set(cal, UCAL_MILLISECOND, 0);
	at = ucal_getMillis(cal, &status);
	assert_true(U_SUCCESS(status));
	return (int64_t)at;
}

/* Next change of ICU after `at`, or TO_MS. */
static int64_t
icu_next(UCalendar *cal, int64_t at)
{
	UErrorCode status = U_ZERO_ERROR;
	UDate next = 0;

	ucal_setMillis(cal, (UDate)at, &status);
	if (!ucal_getTimeZoneTransitionDate(
		cal, UCAL_TZ_TRANSITION_NEXT, &next, &status) ||
	    (int64_t)next > TO_MS)
		return TO_MS;
	assert_true(U_SUCCESS(status));
	return (int64_t)next;
}

static void
same_offset(const struct zone *z, UCalendar *cal, int64_t at)
{
	int32_t ours = zone_offset_s(z, at), icu = icu_offset_s(cal, at);

	if (ours != icu)
		fail_msg("%.*s at %.*s: %d s, ICU %d s", STR_ARG(z->name),
		    STR_ARG(iso_utc(&arena, at)), ours, icu);
}

/* A wall clock reading near a change leads to the same instants. */
static void
same_instant(const struct zone *z, UCalendar *cal, int64_t wall)
{
	struct civil c = civil_of_ms(wall);
	int64_t one = 0, two = 0;

	zone_instant(z, c, &one, &two);
	if (one != icu_instant(cal, c, UCAL_WALLTIME_FIRST) ||
	    two != icu_instant(cal, c, UCAL_WALLTIME_LAST))
		fail_msg("%.*s, local %.*s", STR_ARG(z->name),
		    STR_ARG(iso_utc(&arena, wall)));
}

/* Everything about one instant at which the offset may change. */
static void
around(const struct zone *z, UCalendar *cal, int64_t at)
{
	int64_t before = at + zone_offset_s(z, at - 1) * MS_SECOND;
	int64_t after = at + zone_offset_s(z, at) * MS_SECOND;
	int64_t low = before < after ? before : after;
	int64_t high = before < after ? after : before;

	same_offset(z, cal, at - MS_SECOND);
	same_offset(z, cal, at - 1);
	same_offset(z, cal, at);
	same_offset(z, cal, at + MS_SECOND);
	same_instant(z, cal, low - MS_SECOND);
	same_instant(z, cal, low);
	same_instant(z, cal, (low + high) / 2 / MS_SECOND * MS_SECOND);
	same_instant(z, cal, high - MS_SECOND);
	same_instant(z, cal, high);
}

static int
compare_zone(const char *name)
{
	const struct zone *z = opened(name);
	UCalendar *cal = calendar(name);
	uint64_t seed = 20250330;
	int n = 0;

	/* ICU's changes, and ours: one may know a change the other lacks */
	for (int64_t at = icu_next(cal, FROM_MS); at < TO_MS;
	     at = icu_next(cal, at)) {
		around(z, cal, at);
		n++;
	}
	for (size_t i = 1; i < z->n && z->v[i].from_at < TO_MS; i++)
		around(z, cal, z->v[i].from_at);
	for (int i = 0; i < 300; i++)
		same_offset(z, cal,
		    dice_between(&seed, FROM_MS, TO_MS / MS_SECOND) *
			MS_SECOND);
	ucal_close(cal);
	return n;
}

static void
test_against_icu(void **state)
{
	int changes = 0, compared = 0;

	(void)state;
	for (size_t i = 0; i < N_HARD_ZONES; i++) {
		const char *why = why_skipped(hard_zones[i]);

		if (why != NULL) {
			print_message("left out: %s, %s\n", hard_zones[i], why);
			continue;
		}
		changes += compare_zone(hard_zones[i]);
		compared++;
	}
	assert_true(compared >= 40);
	assert_true(changes > 4000);
}

static int
done(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_against_icu),
	};

	return cmocka_run_group_tests(tests, NULL, done);
}
