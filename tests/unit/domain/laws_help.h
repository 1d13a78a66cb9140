/*
 * laws_help.h -- random worlds for laws of the engine.
 *
 * A world is what happened in June 2025. Every draw has a number, from which it
 * can be repeated; a law that fails leaves the number of its draw on the
 * screen.
 */
#ifndef TESTS_UNIT_DOMAIN_LAWS_HELP_H
#define TESTS_UNIT_DOMAIN_LAWS_HELP_H

#include "domain/period.h"
#include "unit/domain/contract_help.h"

#define LAW_OUTAGES 12
#define COUNT(list) (sizeof(list) / sizeof *(list))

struct world {
	struct outage outages[2 * LAW_OUTAGES];
	size_t n_outages;
	struct window windows[6];
	size_t n_windows;
	struct interval_count intervals[24];
	size_t n_intervals;
};

static const int64_t june = INT64_C(1748736000000); /* 2025-06-01T00:00Z */

/* What is being drawn; empty while no law runs. */
static char law_draw[600];

static inline void
law_name(const char *what, int round)
{
	snprintf(law_draw, sizeof law_draw, "draw %d: %s", round, what);
}

/* Call at the start of a round, with the number it was drawn from. */
static inline void
law_begin(const char *what, int round)
{
	/* first: the name may lie in what goes away */
	law_name(what, round);
	help_teardown(NULL);
	help_setup(NULL);
}

/* The drawn text, which is also what a failure shows; frees the buffer. */
static inline const char *
law_text(struct buf *text, int round)
{
	const char *kept = str_cstr(&help_keep, buf_str(text));

	assert_false(text->full);
	law_name(kept, round);
	buf_release(text);
	return kept;
}

static inline int
law_setup(void **state)
{
	law_draw[0] = '\0';
	return help_setup(state);
}

static inline int
law_teardown(void **state)
{
	if (law_draw[0] != '\0')
		print_message("broken by %s\n", law_draw);
	return help_teardown(state);
}

/* A law that returns has held for all its draws. */
#define LAW_TEST(f) cmocka_unit_test_setup_teardown(f, law_setup, law_teardown)
#define LAW_HOLDS() (void)(law_draw[0] = '\0')

/* Zones cost milliseconds to open; these stay open for all draws. */
static inline struct zones *
law_zones(void)
{
	static struct arena keep;
	static struct zones zones = { .keep = &keep };

	return &zones;
}

static inline const struct zone *
law_zone(const char *name)
{
	const struct zone *z = NULL;
	struct err e;

	if (zone_open(law_zones(), str_of(name), &z, &e) != 0)
		fail_msg("%s", e.text);
	return z;
}

static inline const struct terms *
law_terms(const char *text)
{
	const struct terms *t = NULL;
	struct node *root = NULL;
	struct str yaml = str_format(&help_keep, "{ %s }", text);

	if (node_parse(yaml, STR("terms"), &help_keep, &root, &help_diags) !=
		0 ||
	    terms_parse(root, NULL, &help_zones, &help_keep, &t, &help_diags) !=
		0)
		fail_msg("%.*s", STR_ARG(help_diags.list.v[0].message));
	return t;
}

static inline struct outage
random_outage(uint64_t *seed, int i, bool states)
{
	struct outage o = { .weight = ratio_int(1),
		.detected_at = NO_INSTANT,
		.reported_at = NO_INSTANT,
		.ticket_at = NO_INSTANT };
	/* also some that begin before the month or end after it */
	int64_t from = june +
		       dice_between(seed, -2 * 1440, 31 * 1440) * MS_MINUTE +
		       dice_between(seed, 0, 59999);
	int64_t minutes = dice_between(seed, 0, i % 3 == 0 ? 4000 : 90);

	o.id = str_format(&help_keep, "o%d", i);
	o.span = (struct span){ from,
		from + minutes * MS_MINUTE + dice_between(seed, 0, 59999) };
	if (states && i % 3 == 1)
		o.condition =
		    (enum condition)dice_between(seed, 0, COND_SUBSTITUTE);
	o.feed = i % 2 ? STR("A") : STR("B");
	return o;
}

static inline void
random_world(uint64_t *seed, bool states, struct world *w)
{
	w->n_outages = (size_t)dice_between(seed, 0, LAW_OUTAGES);
	w->n_windows = (size_t)dice_between(seed, 0, 4);
	w->n_intervals = COUNT(w->intervals);
	for (size_t i = 0; i < w->n_outages; i++)
		w->outages[i] = random_outage(seed, (int)i, states);
	for (size_t i = 0; i < w->n_windows; i++) {
		int64_t from = june + dice_between(seed, 0, 30 * 24) * MS_HOUR;

		w->windows[i] = (struct window){ .kind = STR("maintenance"),
			.span = { from,
			    from + dice_between(seed, 1, 240) * MS_MINUTE },
			.announced_at =
			    from - dice_between(seed, 0, 60) * MS_HOUR };
	}
	for (size_t i = 0; i < w->n_intervals; i++)
		w->intervals[i] =
		    (struct interval_count){ june + (int64_t)i * 30 * MS_HOUR,
			    1000, dice_between(seed, 0, 1000) };
}

static inline struct settle_input
input_of(const struct terms *t, const struct world *w)
{
	return (struct settle_input){ .terms = t,
		.zone = law_zone("UTC"),
		.period = { june, june + 30 * MS_DAY },
		.period_name = STR("2025-06"),
		.service = STR("s"),
		.in_from = NO_INSTANT,
		.in_to = NO_INSTANT,
		.base_minor = ratio_int(12345),
		.has_hourly = true,
		.hourly_minor = ratio_make(171, 10),
		.currency = { "EUR", 2 },
		.outages = w->outages,
		.n_outages = w->n_outages,
		.windows = w->windows,
		.n_windows = w->n_windows,
		.intervals = w->intervals,
		.n_intervals = w->n_intervals,
		.claim = { NO_INSTANT, NO_INSTANT } };
}

static inline struct settlement
settle(const struct settle_input *in)
{
	struct settlement s;

	if (settle_service(in, &help_keep, &s, &help_diags) != 0)
		fail_msg("%.*s", STR_ARG(help_diags.list.v[0].message));
	return s;
}

static inline void
shuffle_world(uint64_t *seed, struct world *w)
{
#define SHUFFLE(list, n, type)                                                 \
	for (size_t i = (n); i > 1; i--) {                                     \
		size_t k = (size_t)dice_between(seed, 0, (int64_t)i - 1);      \
		type last = (list)[i - 1];                                     \
                                                                               \
		(list)[i - 1] = (list)[k];                                     \
		(list)[k] = last;                                              \
	}
	SHUFFLE(w->outages, w->n_outages, struct outage)
	SHUFFLE(w->windows, w->n_windows, struct window)
	SHUFFLE(w->intervals, w->n_intervals, struct interval_count)
#undef SHUFFLE
}

/* The same result, number by number. */
static inline void
same_result(const struct settlement *a, const struct settlement *b)
{
	assert_int_equal(a->downtime_ms, b->downtime_ms);
	assert_int_equal(a->excluded_ms, b->excluded_ms);
	assert_int_equal(a->denominator_ms, b->denominator_ms);
	assert_int_equal(a->recovery_ms, b->recovery_ms);
	assert_int_equal(ratio_cmp(a->availability, b->availability), 0);
	assert_int_equal(ratio_cmp(a->experienced, b->experienced), 0);
	assert_int_equal(ratio_cmp(a->exact_minor, b->exact_minor), 0);
	assert_int_equal(a->credit_minor, b->credit_minor);
	assert_memory_equal(&a->states, &b->states, sizeof a->states);
	assert_int_equal(a->trace.steps.n, b->trace.steps.n);
	for (size_t i = 0; i < a->trace.steps.n; i++)
		assert_int_equal(
		    a->trace.steps.v[i].left_ms, b->trace.steps.v[i].left_ms);
}

static inline bool
same_str(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || str_eq(a, b));
}

/* One value of a trace; instants may differ by `later_ms`. */
static inline void
same_value(const struct value *a, const struct value *b, int64_t later_ms)
{
	assert_string_equal(a->name, b->name);
	assert_int_equal(a->kind, b->kind);
	switch (a->kind) {
	case VALUE_TEXT:
	case VALUE_KEY:
		assert_true(same_str(a->text, b->text));
		return;
	case VALUE_SHARE:
	case VALUE_FACTOR:
	case VALUE_EXACT:
		assert_int_equal(ratio_cmp(a->ratio, b->ratio), 0);
		return;
	case VALUE_INSTANT:
		assert_int_equal(a->number + later_ms, b->number);
		return;
	case VALUE_COUNT:
	case VALUE_TIME:
	case VALUE_MONEY:
		assert_int_equal(a->number, b->number);
		return;
	}
	fail();
}

/* The same steps with the same values, the same lines, the same warnings. */
static inline void
same_story(
    const struct settlement *a, const struct settlement *b, int64_t later_ms)
{
	same_result(a, b);
	for (size_t i = 0; i < a->trace.steps.n; i++) {
		const struct step *x = &a->trace.steps.v[i];
		const struct step *y = &b->trace.steps.v[i];

		assert_string_equal(x->key, y->key);
		assert_true(same_str(x->clause, y->clause));
		assert_int_equal(x->n_values, y->n_values);
		assert_int_equal(x->has_time, y->has_time);
		assert_int_equal(x->delta_ms, y->delta_ms);
		for (int k = 0; k < x->n_values; k++)
			same_value(&x->v[k], &y->v[k], later_ms);
	}
	assert_int_equal(a->n_lines, b->n_lines);
	for (size_t i = 0; i < a->n_lines; i++) {
		assert_true(
		    same_str(a->lines[i].outage->id, b->lines[i].outage->id));
		assert_int_equal(
		    a->lines[i].counted_ms, b->lines[i].counted_ms);
		assert_int_equal(
		    a->lines[i].excluded_ms, b->lines[i].excluded_ms);
		assert_int_equal(
		    a->lines[i].overlap_ms, b->lines[i].overlap_ms);
	}
	assert_int_equal(a->n_warnings, b->n_warnings);
	for (size_t i = 0; i < a->n_warnings; i++)
		assert_true(same_str(a->warnings[i], b->warnings[i]));
}

#endif
