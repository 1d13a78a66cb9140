/*
 * traffic_each.c -- stored traffic told site by site, so that memory does not
 * grow with the case.
 */
#include "store/traffic_read.h"

#include "domain/sketch.h"

/* One reading for a caller: what it wants of each site. */
struct telling {
	see_site_day *see;
	see_visitors *see_visitors;
	void *arg;
	int64_t step_ms; /* MS_HOUR: and MS_DAY */
};

static int
tell_day(void *arg, const struct site_day *day, struct err *e)
{
	struct telling *t = arg;

	if ((day->step_ms == MS_MINUTE) != (t->step_ms == MS_MINUTE))
		return 0;
	return t->see(t->arg, day, e);
}

static int
tell_site(void *arg, const struct site_pieces *site, struct err *e)
{
	return traffic_each_day(site, tell_day, arg, e);
}

int
store_each_site_day(
    struct store *s, bool minutes, see_site_day *see, void *arg, struct err *e)
{
	struct telling t = {
		.see = see, .arg = arg, .step_ms = minutes ? MS_MINUTE : MS_HOUR
	};
	struct traffic_wanted wanted = {
		.kinds = PIECE_BIT(PIECE_HOURS) |
			 PIECE_BIT(minutes ? PIECE_MINUTES : PIECE_LOCAL_DAY)
	};

	return traffic_each_site(s, &wanted, tell_site, &t, e);
}

/* A day counted by minute comes as minutes; the others as they are. */
static int
tell_site_of_part(void *arg, const struct site_pieces *site, struct err *e)
{
	struct traffic cells[COUNTERS_MAX_CELLS];
	const struct telling *t = arg;
	const struct piece *v = site->v;
	struct site_day day;
	int rc = 0;

	for (size_t i = 0; i < site->n && rc == 0; i++) {
		if (i + 1 < site->n && v[i].kind == PIECE_HOURS &&
		    v[i + 1].kind == PIECE_MINUTES && v[i + 1].day == v[i].day)
			continue;
		rc = traffic_add_up(site->site, &v[i], 1, cells, &day, e);
		if (rc == 0)
			rc = t->see(t->arg, &day, e);
	}
	return rc;
}

int
store_each_of_part(
    struct store *s, int64_t part, see_site_day *see, void *arg, struct err *e)
{
	struct telling t = { .see = see, .arg = arg };
	struct traffic_wanted wanted = { .part = part,
		.kinds = PIECE_BIT(PIECE_HOURS) | PIECE_BIT(PIECE_MINUTES) |
			 PIECE_BIT(PIECE_LOCAL_DAY) };

	return traffic_each_site(s, &wanted, tell_site_of_part, &t, e);
}

/* The sketches of one day, as one. */
static int
tell_sketch(const struct telling *t, struct str site, const struct piece *v,
    size_t n, struct err *e)
{
	struct sketch all = { { 0 } };
	struct buf packed;
	int rc = 0;

	if (n == 1)
		return t->see_visitors(t->arg, site, v[0].day, v[0].packed, e);
	buf_init(&packed, 2 * SKETCH_REGISTERS);
	for (size_t i = 0; i < n && rc == 0; i++)
		rc = sketch_merge(&all, v[i].packed, e);
	if (rc == 0) {
		sketch_pack(&all, &packed);
		rc = t->see_visitors(
		    t->arg, site, v[0].day, buf_str(&packed), e);
	} else {
		err_while(e, "visitors of %.*s", STR_ARG(site));
	}
	buf_release(&packed);
	return rc;
}

static int
tell_sketches(void *arg, const struct site_pieces *site, struct err *e)
{
	size_t n;
	int rc = 0;

	for (size_t i = 0; i < site->n && rc == 0; i += n) {
		n = traffic_alike(&site->v[i], site->n - i);
		rc = tell_sketch(arg, site->site, &site->v[i], n, e);
	}
	return rc;
}

int
store_each_visitors(
    struct store *s, int64_t part, see_visitors *see, void *arg, struct err *e)
{
	struct telling t = { .see_visitors = see, .arg = arg };
	struct traffic_wanted wanted = { .part = part,
		.kinds = PIECE_BIT(PIECE_VISITORS) };

	return traffic_each_site(s, &wanted, tell_sketches, &t, e);
}
