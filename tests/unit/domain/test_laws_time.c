/*
 * Laws of sets of spans and of measuring periods: sets obey the algebra of
 * sets, periods follow each other without gap or overlap, in every zone.
 */
#include "unit/base/hard_zones.h"
#include "unit/domain/laws_help.h"

/* ---- sets ---------------------------------------------------------------- */

static struct spans
random_set(uint64_t *seed)
{
	struct spans set = { 0 };
	int64_t n = dice_between(seed, 0, 14);

	for (int64_t i = 0; i < n; i++) {
		int64_t from = dice_between(seed, -300, 300);

		interval_add(
		    &help_keep, &set, from, from + dice_between(seed, -3, 40));
	}
	return set;
}

static void
same_set(struct spans a, struct spans b)
{
	assert_int_equal(a.n, b.n);
	for (size_t i = 0; i < a.n; i++) {
		assert_int_equal(a.v[i].from_at, b.v[i].from_at);
		assert_int_equal(a.v[i].to_at, b.v[i].to_at);
	}
}

#define JOIN(a, b) interval_union(&help_keep, &(a), &(b))
#define MEET(a, b) interval_intersect(&help_keep, &(a), &(b))
#define LESS(a, b) interval_subtract(&help_keep, &(a), &(b))

static void
law_sets(struct spans a, struct spans b, struct spans c)
{
	struct spans none = { 0 }, x, y, z;

	/* once merged, always merged */
	same_set(JOIN(a, a), a);
	same_set(MEET(a, a), a);
	same_set(LESS(a, a), none);
	same_set(JOIN(a, none), a);
	/* in any order */
	same_set(JOIN(a, b), JOIN(b, a));
	same_set(MEET(a, b), MEET(b, a));
	x = JOIN(a, b);
	y = JOIN(b, c);
	same_set(JOIN(x, c), JOIN(a, y));
	x = MEET(a, b);
	y = MEET(b, c);
	same_set(MEET(x, c), MEET(a, y));
	/* one distributes over the other, and taking away twice is once */
	y = JOIN(b, c);
	x = MEET(a, b);
	z = MEET(a, c);
	same_set(MEET(a, y), JOIN(x, z));
	x = LESS(a, b);
	same_set(LESS(x, b), x);
	same_set(LESS(x, c), LESS(a, y));
	/* what is taken and what is left are the whole */
	z = MEET(a, b);
	same_set(JOIN(x, z), a);
	assert_int_equal(interval_total_ms(&x) + interval_total_ms(&z),
	    interval_total_ms(&a));
	y = JOIN(a, b);
	assert_int_equal(interval_total_ms(&y) + interval_total_ms(&z),
	    interval_total_ms(&a) + interval_total_ms(&b));
}

/* Filled gaps stay filled; a wider bound fills no less; clipping cuts. */
static void
law_fill(struct spans a, uint64_t *seed)
{
	int64_t gap = dice_between(seed, 0, 30);
	struct span within = { dice_between(seed, -300, 0),
		dice_between(seed, 0, 300) };
	struct spans one = { 0 }, x, y;

	x = interval_fill(&help_keep, &a, gap);
	same_set(interval_fill(&help_keep, &x, gap), x);
	same_set(LESS(a, x), one);
	y = interval_fill(&help_keep, &a, gap + 1);
	same_set(LESS(x, y), one);
	x = interval_clip(&help_keep, &a, within);
	same_set(interval_clip(&help_keep, &x, within), x);
	interval_add(&help_keep, &one, within.from_at, within.to_at);
	same_set(x, MEET(a, one));
}

static void
test_sets(void **state)
{
	(void)state;
	for (int i = 0; i < 4000; i++) {
		uint64_t seed = (uint64_t)i * 7919 + 5;
		struct spans a, b, c, again;

		law_begin("sets", i);
		a = random_set(&seed);
		b = random_set(&seed);
		c = random_set(&seed);
		interval_clean(&a);
		interval_clean(&b);
		interval_clean(&c);
		again =
		    interval_clip(&help_keep, &a, (struct span){ -1000, 1000 });
		interval_clean(&again);
		same_set(again, a);
		law_sets(a, b, c);
		law_fill(a, &seed);
	}
	LAW_HOLDS();
}

/* ---- periods ------------------------------------------------------------- */

static const int parts_of[] = {
	[PERIOD_CALENDAR_MONTH] = 12,
	[PERIOD_BILLING_MONTH] = 12,
	[PERIOD_CALENDAR_QUARTER] = 4,
	[PERIOD_CALENDAR_HALF] = 2,
	[PERIOD_CALENDAR_YEAR] = 1,
};

/* Where one period ends the next begins, over all the years of a zone. */
static void
law_periods_meet(const struct zone *z, enum period_kind kind, int anchor)
{
	struct period p = { .kind = kind, .anchor_day = anchor };
	int64_t end = NO_INSTANT;

	for (p.year = 1971; p.year < 2100; p.year++)
		for (p.part = 1; p.part <= parts_of[kind]; p.part++) {
			struct span s = period_span(z, &p);
			int64_t days = period_days(z, s);
			int months = 12 / parts_of[kind];

			assert_true(s.from_at < s.to_at);
			if (end != NO_INSTANT)
				assert_int_equal(s.from_at, end);
			end = s.to_at;
			assert_in_range(days, 28 * months, 31 * months);
		}
}

static void
test_periods_meet(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_HARD_ZONES; i++) {
		const struct zone *z = law_zone(hard_zones[i]);

		law_begin(hard_zones[i], (int)i);
		for (int kind = 0; kind < PERIOD_TRAILING_DAYS; kind++)
			law_periods_meet(z, (enum period_kind)kind,
			    1 + (int)(i * 7 + (size_t)kind) % 31);
		law_periods_meet(z, PERIOD_BILLING_MONTH, 29 + (int)i % 3);
	}
	LAW_HOLDS();
}

/* Twelve months, four quarters and two halves are the year. */
static void
test_periods_nest(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_HARD_ZONES; i++)
		for (int year = 1971; year < 2100; year += 7) {
			const struct zone *z = law_zone(hard_zones[i]);
			struct period whole = { .kind = PERIOD_CALENDAR_YEAR,
				.year = year };
			int64_t all = span_ms(period_span(z, &whole));

			law_begin(hard_zones[i], year);
			for (int kind = 0; kind < PERIOD_CALENDAR_YEAR;
			     kind++) {
				struct period p = { .kind =
							(enum period_kind)kind,
					.year = year,
					.anchor_day = 1 };
				int64_t sum = 0;

				for (p.part = 1; p.part <= parts_of[kind];
				     p.part++)
					sum += span_ms(period_span(z, &p));
				assert_int_equal(sum, all);
			}
		}
	LAW_HOLDS();
}

/*
 * A billing month begins on its anchor, or on the last day of a shorter month,
 * and comes back to the anchor afterwards. The first instant of a local date is
 * found by the date itself: a date that a zone skipped begins where the next
 * one does.
 */
static void
test_anchors(void **state)
{
	const struct zone *z = law_zone("Europe/Rome");

	(void)state;
	for (int anchor = 1; anchor <= 31; anchor++)
		for (int month = 0; month < 12 * 128; month++) {
			struct period p = { .kind = PERIOD_BILLING_MONTH,
				.year = 1971 + month / 12,
				.part = month % 12 + 1,
				.anchor_day = anchor };
			struct civil c =
			    zone_civil(z, period_span(z, &p).from_at);
			int last = civil_month_days(p.year, p.part);

			law_begin("anchors", anchor * 10000 + month);
			assert_int_equal(c.year, p.year);
			assert_int_equal(c.month, p.part);
			assert_int_equal(c.day, anchor < last ? anchor : last);
		}
	LAW_HOLDS();
}

/* The days before an instant, with the same time of the local clock. */
static void
test_trailing_days(void **state)
{
	(void)state;
	for (int i = 0; i < 4000; i++) {
		uint64_t seed = (uint64_t)i * 104729 + 17;
		const struct zone *z =
		    law_zone(hard_zones[dice(&seed) % N_HARD_ZONES]);
		struct period p = { .kind = PERIOD_TRAILING_DAYS,
			.days = dice_between(&seed, 1, 3660),
			.until_at = dice_between(&seed, 12000, 45000) * MS_DAY +
				    dice_between(&seed, 0, 1439) * MS_MINUTE };
		struct span s = period_span(z, &p);
		struct civil a = zone_civil(z, s.from_at);
		struct civil b = zone_civil(z, s.to_at);
		int64_t wall, at = 0;

		law_begin(str_cstr(&help_keep, z->name), i);
		assert_int_equal(s.to_at, p.until_at);
		wall = civil_ms(b) - p.days * MS_DAY;
		if (zone_instant(z, civil_of_ms(wall), &at, NULL) !=
		    ZONE_MISSING)
			assert_int_equal(civil_ms(a), wall);
		assert_int_equal(s.from_at, at);
	}
	LAW_HOLDS();
}

/* A period has one name, and the name leads back to the period. */
static void
test_names_lead_back(void **state)
{
	static const enum period_kind kinds[] = { PERIOD_CALENDAR_MONTH,
		PERIOD_CALENDAR_QUARTER, PERIOD_CALENDAR_HALF,
		PERIOD_CALENDAR_YEAR };

	(void)state;
	for (int i = 0; i < 4000; i++) {
		uint64_t seed = (uint64_t)i * 15485863 + 19;
		const struct zone *z =
		    law_zone(hard_zones[dice(&seed) % N_HARD_ZONES]);
		enum period_kind kind = kinds[dice(&seed) % COUNT(kinds)];
		struct period p = { .kind = kind,
			.year = (int)dice_between(&seed, 1971, 2098),
			.part = (int)dice_between(&seed, 1, parts_of[kind]) };
		struct period back, next;
		struct span s = period_span(z, &p);
		struct str name, after;

		law_begin(str_cstr(&help_keep, z->name), i);
		name = period_name(&help_keep, z, kind, s.from_at);
		after = period_name(&help_keep, z, kind, s.to_at);
		assert_true(period_parse(name, &back));
		assert_true(period_parse(after, &next));
		assert_int_equal(back.kind, kind);
		assert_int_equal(back.year, p.year);
		if (kind != PERIOD_CALENDAR_YEAR)
			assert_int_equal(back.part, p.part);
		assert_true(period_follows(name, after));
		assert_false(period_follows(after, name));
		assert_false(period_follows(name, name));
	}
	LAW_HOLDS();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		LAW_TEST(test_sets),
		LAW_TEST(test_periods_meet),
		LAW_TEST(test_periods_nest),
		LAW_TEST(test_anchors),
		LAW_TEST(test_trailing_days),
		LAW_TEST(test_names_lead_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
