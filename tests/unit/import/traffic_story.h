/*
 * traffic_story.h -- one story that every dialect of traffic tells, and lines
 * that none may take.
 */
#ifndef TESTS_IMPORT_TRAFFIC_STORY_H
#define TESTS_IMPORT_TRAFFIC_STORY_H

#include "unit/import/help.h"

#define PEOPLE "Mozilla/5.0 (X11; Linux x86_64)"
#define ROBOT  "Mozilla/5.0 (compatible; ExampleBot/2.1)"

/*
 * By hand, for every dialect: in the hour of 16 UTC a page (100 bytes), a
 * picture (200), a robot's page (300) and an error (0): 4 hits, 1 view, 1
 * error, 600 bytes. At 17:00:00 UTC a page that ends in .png only behind the
 * question mark, 7 bytes: 1 hit, 1 view.
 */
static inline void
story_told(struct trial *t, const char *site)
{
	const struct told_cell *c = t->traffic.v;

	assert_quiet(t);
	assert_int_equal(t->batch.source.rows, 5);
	assert_int_equal(t->batch.source.rejected, 0);
	assert_int_equal(t->traffic.n, 2);
	assert_str(c[0].site, site);
	assert_str(c[1].site, site);
	assert_int_equal(c[0].counts.at, at("2013-04-11T16:00:00Z"));
	assert_int_equal(c[0].counts.hits, 4);
	assert_int_equal(c[0].counts.views, 1);
	assert_int_equal(c[0].counts.errors, 1);
	assert_int_equal(c[0].counts.bytes, 600);
	assert_int_equal(c[1].counts.at, at("2013-04-11T17:00:00Z"));
	assert_int_equal(c[1].counts.hits, 1);
	assert_int_equal(c[1].counts.views, 1);
	assert_int_equal(c[1].counts.errors, 0);
	assert_int_equal(c[1].counts.bytes, 7);
	assert_int_equal(t->batch.source.first_at, at("2013-04-11T16:30:05Z"));
	assert_int_equal(t->batch.source.last_at, at("2013-04-11T17:00:00Z"));
}

static inline void
tells(const char *text, const char *site)
{
	struct trial *t = trial_new();

	t->settings.traffic_unit = STR("views");
	trial_text(t, SOURCE_TRAFFIC, text);
	story_told(t, site);
	trial_free(t);
}

/* The first line is good, every other one a reject for this reason; of none
 * of them any text is kept. */
static inline void
rejects(const char *text, const char *reason)
{
	struct trial *t = trial_new();

	t->settings.traffic_unit = STR("views");
	trial_text(t, SOURCE_TRAFFIC, text);
	assert_int_equal(t->rc, 0);
	assert_int_equal(t->batch.source.rows, 1);
	assert_true(t->batch.rejects.n > 0);
	for (size_t i = 0; i < t->batch.rejects.n; i++) {
		assert_str(t->batch.rejects.v[i].reason, reason);
		assert_int_equal(t->batch.rejects.v[i].excerpt.n, 0);
	}
	assert_null(strstr(t->said.p, "secret"));
	trial_free(t);
}

#endif
