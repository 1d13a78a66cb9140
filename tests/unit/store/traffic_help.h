/*
 * traffic_help.h -- a store in memory with parts, sources and days in it, for
 * the tests about traffic.
 */
#ifndef TESTS_UNIT_STORE_TRAFFIC_HELP_H
#define TESTS_UNIT_STORE_TRAFFIC_HELP_H

#include "store/sources.h"
#include "store/traffic.h"
#include "unit/support.h"

static struct arena arena;
static struct store *store;

#define OK(call)                                                               \
	do {                                                                   \
		struct err e = { 0 };                                          \
		if ((call) != 0)                                               \
			fail_msg("%s", e.text);                                \
	} while (0)

static inline int
set_up(void **state)
{
	(void)state;
	OK(store_open(NULL, STORE_MEMORY, &store, &e));
	return 0;
}

static inline int
tear_down(void **state)
{
	(void)state;
	store_close(store);
	arena_release(&arena);
	return 0;
}

static inline struct part
log_part(const char *fingerprint, int64_t from, int64_t to)
{
	struct part p = { .from_byte = from,
		.to_byte = to,
		.lines = 100,
		.rejected = 3,
		.first_at = 5000,
		.last_at = NO_INSTANT,
		.name = STR("access.log"),
		.layer = STR("edge"),
		.read_as = STR("combined") };

	snprintf(p.fingerprint, sizeof p.fingerprint, "%s", fingerprint);
	snprintf(p.tail, sizeof p.tail, "tail%d", (int)to);
	return p;
}

static inline int64_t
add_part(const char *fingerprint, int64_t from, int64_t to)
{
	struct part p = log_part(fingerprint, from, to);
	int64_t id = 0;

	OK(store_add_part(store, &p, &id, &e));
	return id;
}

static inline void
choose(int64_t a, int64_t b)
{
	int64_t ids[] = { a, b };

	OK(store_choose_parts(store, ids, b != 0 ? 2 : 1, &e));
}

static inline void
add_day(int64_t part, const char *site, int64_t step_ms,
    const struct traffic *cells, size_t n)
{
	int64_t day = cells[0].at / MS_DAY;
	struct site_day d = { str_of(site), day, step_ms, cells, n };

	OK(store_add_site_day(store, part, &d, &e));
}

/* One hour of a day, with so many hits and a hundred bytes for each. */
static inline void
add_hour(
    int64_t part, const char *site, int64_t day, int64_t hour, int64_t hits)
{
	struct traffic cell = { .at = day * MS_DAY + hour * MS_HOUR,
		.hits = hits,
		.bytes = hits * 100 };

	add_day(part, site, MS_HOUR, &cell, 1);
}

static inline int64_t
add_source(const char *name, char digit)
{
	char sha[65];
	struct source source = { .file = str_of(name),
		.kind = STR("traffic"),
		.sha256 = { sha, 64 },
		.first_at = NO_INSTANT,
		.last_at = NO_INSTANT };
	int64_t id = 0;

	memset(sha, digit, 64);
	sha[64] = '\0';
	OK(store_add_source(store, &source, STR(""), &id, &e));
	return id;
}

#endif
