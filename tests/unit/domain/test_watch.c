#include "unit/support.h"

#include "base/err.h"
#include "domain/watch_sum.h"

/*
 * The window is one hour, [0, 3600) s, unless a case says otherwise. A case is
 * a list of sightings: "SECOND SUBJECT WORD", the word a state, or a switch.
 */
struct told {
	int64_t at;
	const char *subject, *word;
	int64_t to; /* of spans, samples and windows; 0: open */
};

struct wanted {
	const char *key;
	int64_t seconds;
};

struct worked {
	const char *name;
	struct watch_policy policy;
	enum watch_group group;
	const char *subject; /* of the sums; groups: all */
	struct told told[12];
	struct wanted wanted[6];
};

struct run {
	struct arena keep;
	struct watch watch;
	struct watch_sum sum;
	int64_t cuts[2];
};

static struct sighting
sighting_of(const struct told *t)
{
	struct sighting s = { .at = t->at * 1000,
		.to_at = t->to != 0 ? t->to * 1000 : NO_INSTANT,
		.subject = str_of(t->subject),
		.announced_at = NO_INSTANT,
		.line = 1 };
	struct str kind, word = str_of(t->word);
	struct str first = str_cut(word, ' ', &kind);

	if (str_is(first, "downtime") || str_is(first, "monitor") ||
	    str_is(first, "hours")) {
		s.kind = str_is(first, "downtime")  ? SIGHT_DOWNTIME
			 : str_is(first, "monitor") ? SIGHT_MONITOR
						    : SIGHT_HOURS;
		s.on = str_is(kind, "on");
		return s;
	}
	if (str_is(first, "window")) {
		s.kind = SIGHT_WINDOW;
		s.soft = str_is(kind, "announced");
		return s;
	}
	assert_true(sight_state_named(first, &s.state));
	s.kind = str_is(kind, "span")     ? SIGHT_SPAN
		 : str_is(kind, "sample") ? SIGHT_SAMPLE
					  : SIGHT_EVENT;
	s.soft = str_is(kind, "soft");
	return s;
}

static void
begin(struct run *r, const struct watch_policy *policy)
{
	struct watch_policy p = *policy;

	*r = (struct run){ .cuts = { 0, 3600000 } };
	if (p.to_at == 0)
		p.to_at = r->cuts[1];
	r->cuts[1] = p.to_at;
	r->sum.keep = &r->keep;
	r->sum.cuts = r->cuts;
	r->sum.n_rows = 1;
	r->sum.collect = true;
	watch_init(&r->watch, &p, &r->keep, watch_sum_add, &r->sum);
}

static int64_t
counted(const struct watch_total *t, struct str key)
{
	struct str split, name = str_cut(key, '.', &split);
	enum sight_state s;

	if (str_is(key, "not_running"))
		return t->off_ms;
	if (str_is(key, "inactive"))
		return t->inactive_ms;
	assert_true(sight_state_named(name, &s));
	if (str_is(split, "sched"))
		return t->ms[s][1];
	return split.n != 0 ? t->ms[s][0] : t->ms[s][0] + t->ms[s][1];
}

static int64_t
sum_of(const struct watch_total *t)
{
	int64_t all = t->off_ms + t->inactive_ms;

	for (int s = 0; s < SIGHT_STATES; s++)
		all += t->ms[s][0] + t->ms[s][1];
	return all;
}

static void
check_case(const struct worked *w)
{
	size_t index[8], n = 0;
	struct watch_total t;
	struct run r;

	begin(&r, &w->policy);
	for (size_t i = 0; i < 12 && w->told[i].subject != NULL; i++) {
		struct sighting s = sighting_of(&w->told[i]);

		watch_see(&r.watch, &s);
	}
	if (w->subject != NULL)
		index[n++] =
		    (size_t)watch_subject(&r.watch, str_of(w->subject));
	watch_finish(&r.watch);
	for (size_t i = 0; w->subject == NULL && i < r.watch.subjects.n; i++)
		if (r.watch.subjects.v[i].told)
			index[n++] = i;
	if (w->group != GROUP_NONE)
		watch_sum_group(&r.sum, index, n, w->group, &t);
	else
		t = watch_sum_total(&r.sum, index[0], 0);
	if (w->group != GROUP_AVERAGE)
		assert_int_equal(sum_of(&t), r.cuts[1] - r.cuts[0]);
	for (size_t i = 0; i < 6 && w->wanted[i].key != NULL; i++) {
		int64_t got = counted(&t, str_of(w->wanted[i].key));

		if (got != w->wanted[i].seconds * 1000)
			fail_msg("%s: %s is %lld ms, wanted %lld s", w->name,
			    w->wanted[i].key, (long long)got,
			    (long long)w->wanted[i].seconds);
	}
	arena_release(&r.keep);
}

static const struct worked cases[] = {
	{ "a failure of ten minutes", { 0 }, GROUP_NONE, "web;http",
	    { { 0, "web;http", "ok", 0 }, { 600, "web;http", "critical", 0 },
		{ 1200, "web;http", "ok", 0 } },
	    { { "ok", 3000 }, { "critical", 600 }, { "nodata", 0 } } },
	{ "what is not confirmed does not count", { 0 }, GROUP_NONE, "web;http",
	    { { 0, "web;http", "ok", 0 },
		{ 600, "web;http", "critical soft", 0 },
		{ 660, "web;http", "critical", 0 },
		{ 1200, "web;http", "ok", 0 } },
	    { { "critical", 540 } } },
	{ "it does when asked for", { .soft = true }, GROUP_NONE, "web;http",
	    { { 0, "web;http", "ok", 0 },
		{ 600, "web;http", "critical soft", 0 },
		{ 660, "web;http", "critical", 0 },
		{ 1200, "web;http", "ok", 0 } },
	    { { "critical", 600 } } },
	{ "before the first record nothing is known", { 0 }, GROUP_NONE, "h",
	    { { 600, "h", "down", 0 } },
	    { { "nodata", 600 }, { "down", 3000 } } },
	{ "unless assumed, in the words of the subject",
	    { .initial = SIGHT_OK }, GROUP_NONE, "h",
	    { { 600, "h", "down", 0 } }, { { "up", 600 }, { "down", 3000 } } },
	{ "a record before the window wins", { .initial = SIGHT_OK },
	    GROUP_NONE, "h", { { -5, "h", "down", 0 }, { 600, "h", "up", 0 } },
	    { { "down", 600 }, { "up", 3000 } } },
	{ "of one second the last record counts", { 0 }, GROUP_NONE, "h",
	    { { 0, "h", "up", 0 }, { 9, "h", "down", 0 }, { 9, "h", "up", 0 } },
	    { { "up", 3600 } } },
	{ "a record at the end is outside", { 0 }, GROUP_NONE, "h",
	    { { 0, "h", "up", 0 }, { 3600, "h", "down", 0 } },
	    { { "up", 3600 } } },
	{ "records a little out of order are put right", { 0 }, GROUP_NONE, "h",
	    { { 0, "h", "up", 0 }, { 900, "h", "up", 0 },
		{ 300, "h", "down", 0 } },
	    { { "down", 600 } } },
	{ "a host's downtime is its services', a flag and no depth", { 0 },
	    GROUP_NONE, "h;s",
	    { { 0, "h;s", "ok", 0 }, { 100, "h", "downtime on", 0 },
		{ 200, "h", "downtime on", 0 }, { 300, "h;s", "critical", 0 },
		{ 400, "h", "downtime off", 0 },
		{ 500, "h", "downtime off", 0 }, { 700, "h;s", "ok", 0 } },
	    { { "ok.sched", 200 }, { "critical.sched", 100 },
		{ "critical.unsched", 300 } } },
	{ "or a depth when asked for", { .downtime_depth = true }, GROUP_NONE,
	    "h;s",
	    { { 0, "h;s", "critical", 0 }, { 100, "h", "downtime on", 0 },
		{ 200, "h", "downtime on", 0 }, { 400, "h", "downtime off", 0 },
		{ 500, "h", "downtime off", 0 },
		{ 510, "h", "downtime off", 0 } },
	    { { "critical.sched", 400 } } },
	{ "downtime as uptime", { .downtime_as_up = true }, GROUP_NONE, "h;s",
	    { { 0, "h;s", "critical", 0 }, { 100, "h;s", "downtime on", 0 },
		{ 400, "h;s", "downtime off", 0 } },
	    { { "ok.sched", 300 }, { "critical", 3300 } } },
	{ "planned work known beforehand, overlapping", { 0 }, GROUP_NONE, "h",
	    { { 100, "h", "window", 400 }, { 300, "h", "window", 600 },
		{ 2000, "h", "window announced", 3000 }, { 0, "h", "up", 0 },
		{ 500, "h", "down", 0 } },
	    { { "up.sched", 400 }, { "down.sched", 100 },
		{ "down.unsched", 3000 } } },
	{ "the monitor was off: the last state holds", { 0 }, GROUP_NONE, "h",
	    { { 0, "h", "up", 0 }, { 600, "", "monitor off", 0 },
		{ 900, "", "monitor on", 0 } },
	    { { "up", 3600 }, { "not_running", 0 } } },
	{ "or nobody knows; stopping twice is once", { .off_unknown = true },
	    GROUP_NONE, "h",
	    { { 0, "h", "up", 0 }, { 600, "", "monitor off", 0 },
		{ 601, "", "monitor off", 0 }, { 900, "", "monitor on", 0 } },
	    { { "up", 3300 }, { "not_running", 300 } } },
	{ "hours that the log tells", { .hours = { "work", 4 } }, GROUP_NONE,
	    "h",
	    { { 0, "h", "up", 0 }, { 600, "work", "hours off", 0 },
		{ 700, "other", "hours on", 0 }, { 1000, "h", "down", 0 },
		{ 1200, "work", "hours on", 0 } },
	    { { "inactive", 600 }, { "up", 600 }, { "down", 2400 } } },
	{ "a host that is down takes its services", { .host_down = true },
	    GROUP_NONE, "h;s",
	    { { 0, "h", "up", 0 }, { 0, "h;s", "ok", 0 },
		{ 600, "h", "down", 0 }, { 700, "h", "up", 0 } },
	    { { "critical", 100 }, { "ok", 3500 } } },
	{ "spans: the worst of those that overlap, else nothing", { 0 },
	    GROUP_NONE, "m",
	    { { 0, "m", "up span", 600 }, { 300, "m", "down span", 400 },
		{ 350, "m", "degraded span", 500 } },
	    { { "down", 100 }, { "degraded", 100 }, { "up", 400 },
		{ "nodata", 3000 } } },
	{ "an open span lasts until the next", { .silence_is_up = true },
	    GROUP_NONE, "m",
	    { { 100, "m", "down span", 0 },
		{ 400, "m", "degraded span", 500 } },
	    { { "down", 300 }, { "degraded", 100 }, { "up", 3200 } } },
	{ "a sample says nothing after its time", { 0 }, GROUP_NONE, "m",
	    { { 0, "m", "up sample", 60 }, { 60, "m", "up sample", 120 },
		{ 300, "m", "down sample", 360 },
		{ 330, "m", "up sample", 390 } },
	    { { "up", 180 }, { "down", 30 }, { "nodata", 3390 } } },
	{ "the worst of two", { 0 }, GROUP_WORST, NULL,
	    { { 0, "a", "up", 0 }, { 0, "b", "up", 0 }, { 100, "a", "down", 0 },
		{ 200, "b", "down", 0 }, { 300, "a", "up", 0 },
		{ 400, "b", "up", 0 } },
	    { { "down", 300 }, { "up", 3300 } } },
	{ "the best of two", { 0 }, GROUP_BEST, NULL,
	    { { 0, "a", "up", 0 }, { 0, "b", "up", 0 }, { 100, "a", "down", 0 },
		{ 200, "b", "down", 0 }, { 300, "a", "up", 0 },
		{ 400, "b", "up", 0 } },
	    { { "down", 100 }, { "up", 3500 } } },
	{ "the sum of two, for the average", { 0 }, GROUP_AVERAGE, NULL,
	    { { 0, "a", "up", 0 }, { 0, "b", "up", 0 }, { 100, "a", "down", 0 },
		{ 300, "a", "up", 0 } },
	    { { "down", 200 }, { "up", 7000 } } },
	/* up and unknown: at best up, at worst unknown */
	{ "what is not known stands between", { 0 }, GROUP_WORST, NULL,
	    { { 0, "a", "up", 0 }, { 600, "b", "up", 0 } },
	    { { "nodata", 600 }, { "up", 3000 } } },
	{ "and at best it is up", { 0 }, GROUP_BEST, NULL,
	    { { 0, "a", "up", 0 }, { 600, "b", "up", 0 } },
	    { { "nodata", 0 }, { "up", 3600 } } },
};

static void
worked_by_hand(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		check_case(&cases[i]);
}

/* The second archive repeats the end of the first: nothing counts twice. */
static void
archives_overlap(void **state)
{
	static const struct told first[] = { { 0, "h", "up", 0 },
		{ 600, "h", "down", 0 }, { 900, "h", "up", 0 },
		{ 1500, "h", "down", 0 } };
	static const struct told second[] = { { 600, "h", "down", 0 },
		{ 900, "h", "up", 0 }, { 1500, "h", "down", 0 },
		{ 1600, "h", "up", 0 } };
	struct watch_policy policy = { 0 };
	struct watch_total t;
	struct sighting s;
	struct run r;

	(void)state;
	begin(&r, &policy);
	for (size_t i = 0; i < 4; i++) {
		s = sighting_of(&first[i]);
		watch_see(&r.watch, &s);
	}
	watch_file_ends(&r.watch);
	for (size_t i = 0; i < 4; i++) {
		s = sighting_of(&second[i]);
		watch_see(&r.watch, &s);
	}
	watch_finish(&r.watch);
	t = watch_sum_total(&r.sum, 0, 0);
	/* 600..900 and 1500..1600 */
	assert_int_equal(watch_total_state_ms(&t, SIGHT_DOWN), 400000);
	assert_int_equal(r.watch.late, 2);
	arena_release(&r.keep);
}

static void
see_random(struct run *r, uint64_t *seed)
{
	static const char *const words[] = { "ok", "critical", "warning soft",
		"unknown", "downtime on", "downtime off", "critical span",
		"ok sample", "monitor off", "monitor on", "window" };
	static const char *const subjects[] = { "a", "a;x", "a;y", "b;x" };

	for (int i = 0; i < 200; i++) {
		struct told told = { i * 20 - 100 +
					 dice_between(seed, -400, 400),
			subjects[dice_between(seed, 0, 3)],
			words[dice_between(seed, 0, 10)], 0 };
		struct sighting s;

		told.to = told.at + dice_between(seed, 1, 500);
		s = sighting_of(&told);
		if (s.kind == SIGHT_EVENT)
			s.to_at = NO_INSTANT;
		watch_see(&r->watch, &s);
	}
	watch_finish(&r->watch);
}

/*
 * On random sightings, in and out of order: each subject's states add up to the
 * window, and segments follow each other without a gap.
 */
static void
everything_adds_up(void **state)
{
	uint64_t seed = 20260322;

	(void)state;
	for (int round = 0; round < 200; round++) {
		struct watch_policy policy = { .soft = round & 1,
			.off_unknown = round & 2,
			.downtime_as_up = round & 4,
			.host_down = round & 8,
			.downtime_depth = round & 16 };
		struct run r;

		begin(&r, &policy);
		see_random(&r, &seed);
		for (size_t i = 0; i < r.watch.subjects.n; i++) {
			struct watch_total t = watch_sum_total(&r.sum, i, 0);
			int64_t at = 0;

			assert_int_equal(sum_of(&t), 3600000);
			for (size_t k = 0; k < r.sum.segments.n; k++)
				if (r.sum.segments.v[k].subject == i) {
					assert_int_equal(
					    r.sum.segments.v[k].span.from_at,
					    at);
					at = r.sum.segments.v[k].span.to_at;
				}
			assert_int_equal(at, 3600000);
		}
		arena_release(&r.keep);
	}
}

/* Cut where the monitor stops, or looked up afterwards: the same sums. */
static void
stops_within(void **state)
{
	static struct span open[] = { { 100000, 900500 }, { 1700000, 1700001 },
		{ 2000000, 3500000 } };
	static const struct spans hours = { open, 3, 3 };
	static const int64_t cuts[] = { 0, 1000000, 2500000, 3600000 };
	uint64_t seed = 41;

	(void)state;
	for (int round = 0; round < 200; round++) {
		struct watch_policy policy = { .off_unknown = true,
			.soft = round & 1,
			.downtime_as_up = round & 2,
			.host_down = round & 4,
			.off_within = false };
		uint64_t again = seed;
		struct run r[2];

		for (int k = 0; k < 2; k++) {
			begin(&r[k], &policy);
			r[k].sum.collect = !policy.off_within;
			r[k].sum.hours = round & 8 ? &hours : NULL;
			r[k].sum.cuts = cuts;
			r[k].sum.n_rows = 3;
			see_random(&r[k], k == 0 ? &seed : &again);
			policy.off_within = true;
		}
		for (size_t i = 0; i < r[0].watch.subjects.n * 3; i++) {
			struct watch_total a, b;

			a = watch_sum_total(&r[0].sum, i / 3, i % 3);
			b = watch_sum_total(&r[1].sum, i / 3, i % 3);
			assert_memory_equal(&a, &b, sizeof a);
		}
		arena_release(&r[0].keep);
		arena_release(&r[1].keep);
	}
}

/* More stops than are kept: 200,000 of 5 ms in 18, behind the first 3 ms. */
static void
many_stops(void **state)
{
	struct watch_policy policy = { .off_unknown = true,
		.off_within = true };
	struct sighting s = { .subject = STR("h"), .state = SIGHT_UP };
	struct watch_total t;
	struct run r;

	(void)state;
	begin(&r, &policy);
	r.sum.collect = false;
	watch_see(&r.watch, &s);
	s.kind = SIGHT_MONITOR;
	for (int64_t i = 0; i < 200000; i++) {
		s.at = 3 + i * 18;
		s.on = false;
		watch_see(&r.watch, &s);
		s.at += 5;
		s.on = true;
		watch_see(&r.watch, &s);
	}
	watch_finish(&r.watch);
	t = watch_sum_total(&r.sum, 0, 0);
	assert_int_equal(t.off_ms, 1000000);
	assert_int_equal(watch_total_state_ms(&t, SIGHT_UP), 2600000);
	assert_true(r.watch.stops.list.n <= WATCH_STOPS);
	arena_release(&r.keep);
}

/* ---- hours ---- */

static int64_t
hours_ms(const char *zone_name, const char *spec, int64_t from, int64_t to)
{
	struct arena keep = { 0 };
	struct zones zones = { .keep = &keep };
	const struct zone *zone;
	struct watch_hours hours;
	struct spans spans;
	struct str bad;
	struct err e;
	int64_t ms;

	assert_int_equal(zone_open(&zones, str_of(zone_name), &zone, &e), 0);
	if (!watch_hours_parse(str_of(spec), &keep, &hours, &bad)) {
		arena_release(&keep);
		return -1;
	}
	spans = watch_hours_spans(
	    &hours, zone, (struct span){ from * 1000, to * 1000 }, &keep);
	ms = interval_total_ms(&spans);
	arena_release(&keep);
	return ms / 3600000;
}

static void
hours_of_a_report(void **state)
{
	/* 2026-03-23 is a Monday; the clocks of Rome go forward on Sunday
	 * the 29th at 01:00Z, the week has 167 hours */
	int64_t monday = 1774220400, next = monday + 167 * 3600;

	(void)state;
	assert_int_equal(hours_ms("Europe/Rome", "daily", monday, next), 167);
	assert_int_equal(
	    hours_ms("Europe/Rome", "mon-fri 09:00-17:00", monday, next), 40);
	assert_int_equal(hours_ms("Europe/Rome",
			     "mon-fri 09:00-17:00, sat 10:00-12:00+14:00-15:00",
			     monday, next),
	    43);
	/* a date replaces the week's ranges, and "not" takes out */
	assert_int_equal(
	    hours_ms("Europe/Rome",
		"mon-fri 09:00-17:00, 2026-03-25 09:00-12:00", monday, next),
	    35);
	assert_int_equal(
	    hours_ms("Europe/Rome", "mon-fri 09:00-17:00, not 2026-03-25",
		monday, next),
	    32);
	/* two hours of wall clock, one of them skipped */
	assert_int_equal(
	    hours_ms("Europe/Rome", "sun 01:00-03:00", monday, next), 1);
	assert_int_equal(hours_ms("UTC", "fri-mon 00:00-24:00", 1774224000,
			     1774224000 + 7 * 86400),
	    96);
	assert_int_equal(
	    hours_ms("UTC", "not sun", 1774224000, 1774224000 + 7 * 86400),
	    144);
}

static void
hours_that_cannot_be_read(void **state)
{
	static const char *const bad[] = { "", "monday-", "mon 9-17",
		"mon 17:00-09:00", "mon 09:00-25:00", "2026-02-30", "mon 09:00",
		"every day", "mon 09:00-10:60" };

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(hours_ms("UTC", bad[i], 0, 86400), -1);
}

static void
percentages_are_cut(void **state)
{
	struct arena keep = { 0 };

	(void)state;
	/* 2/3 and 1 - 1e-9: never a figure that was not reached */
	assert_str(watch_percent(&keep, 2, 3, 4), "66.6666");
	assert_str(watch_percent(&keep, 999999999, 1000000000, 4), "99.9999");
	assert_str(watch_percent(&keep, 3, 3, 4), "100.0000");
	assert_str(watch_percent(&keep, 0, 0, 4), "-");
	arena_release(&keep);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(worked_by_hand),
		cmocka_unit_test(archives_overlap),
		cmocka_unit_test(everything_adds_up),
		cmocka_unit_test(stops_within),
		cmocka_unit_test(many_stops),
		cmocka_unit_test(hours_of_a_report),
		cmocka_unit_test(hours_that_cannot_be_read),
		cmocka_unit_test(percentages_are_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
