#include "flow/detect_traffic.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "store/traffic.h"

/*
 * A hole between two logs of one site is silence when it is shorter than this
 * part of the shorter one: a log that is missing leaves a longer one.
 */
#define HOLE_PART 2

/* Logs that follow each other. */
struct family {
	struct spans alive;   /* hours with a row of any site */
	struct spans covered; /* from the first row to the last, of each part */
	struct str only;      /* the site, while there is just one */
	bool several;
};

/* What is known of one site before its hours come. */
struct site_logs {
	VEC(size_t) families;
	VEC(struct traffic) minutes;
};

struct gathering {
	struct journey *j;
	struct arena keep;
	struct map family_of; /* stem of the name -> index */
	struct map site_of;   /* name -> index */
	VEC(struct family) families;
	VEC(struct site_logs) sites;
	size_t family; /* of the part that is being read */
	/* the site whose hours come just now */
	struct arena work;
	struct site_traffic now;
	VEC(struct traffic) bins;
	int (*see)(void *arg, const struct site_traffic *t, struct err *e);
	void *arg;
};

/* ---- families ---- */

/* The name without digits, layer in front. */
static struct str
stem_of(const struct part *part, struct arena *keep)
{
	char *stem = arena_alloc(keep, part->name.n + part->layer.n + 2);
	size_t n = 0;

	for (size_t i = 0; i < part->layer.n; i++)
		stem[n++] = part->layer.p[i];
	stem[n++] = '\n';
	for (size_t i = 0; i < part->name.n; i++) {
		char c = part->name.p[i];

		if (c >= '0' && c <= '9')
			continue;
		/* access.log and access.log.1 */
		if ((c == '.' || c == '-') &&
		    (i + 1 == part->name.n || (part->name.p[i + 1] >= '0' &&
						  part->name.p[i + 1] <= '9')))
			continue;
		stem[n++] = c;
	}
	for (size_t cut = 3; cut <= 4; cut++) {
		static const char *const packed[] = { ".gz", ".xz", ".zst",
			".bz2" };

		for (size_t k = 0; k < sizeof packed / sizeof *packed; k++)
			if (strlen(packed[k]) == cut && n > cut &&
			    memcmp(stem + n - cut, packed[k], cut) == 0)
				n -= cut;
	}
	return (struct str){ stem, n };
}

static size_t
family_of(struct gathering *g, const struct part *part)
{
	struct str stem = stem_of(part, &g->keep);
	int64_t at = map_get(&g->family_of, stem);

	if (at >= 0)
		return (size_t)at;
	map_put(&g->family_of, stem, (int64_t)g->families.n);
	vec_push(&g->keep, &g->families);
	return g->families.n - 1;
}

static struct site_logs *
site_of(struct gathering *g, struct str name)
{
	int64_t at = map_get(&g->site_of, name);

	if (at >= 0)
		return &g->sites.v[at];
	map_put(&g->site_of, str_dup(&g->keep, name), (int64_t)g->sites.n);
	return vec_push(&g->keep, &g->sites);
}

static int
see_of_part(void *arg, const struct site_day *day, struct err *e)
{
	struct gathering *g = arg;
	struct family *f = &g->families.v[g->family];
	struct site_logs *s;

	(void)e;
	if (day->step_ms > MS_HOUR)
		return 0;
	if (f->only.n == 0)
		f->only = str_dup(&g->keep, day->site);
	else if (!str_eq(f->only, day->site))
		f->several = true;
	s = site_of(g, day->site);
	if (s->families.n == 0 || s->families.v[s->families.n - 1] != g->family)
		*vec_push(&g->keep, &s->families) = g->family;
	for (size_t i = 0; i < day->n; i++) {
		int64_t hour = day->cells[i].at - day->cells[i].at % MS_HOUR;
		struct spans *alive = &f->alive;

		if (alive->n != 0 && alive->v[alive->n - 1].from_at <= hour &&
		    alive->v[alive->n - 1].to_at >= hour + MS_HOUR)
			continue;
		if (alive->n != 0 && alive->v[alive->n - 1].to_at == hour)
			alive->v[alive->n - 1].to_at = hour + MS_HOUR;
		else
			interval_add(&g->keep, alive, hour, hour + MS_HOUR);
	}
	return 0;
}

static int
gather_parts(struct gathering *g, struct err *e)
{
	struct part_row *rows;
	size_t n;

	if (store_load_parts(g->j->store, &g->keep, &rows, &n, e) != 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		const struct part *p = &rows[i].part;

		g->family = family_of(g, p);
		if (p->first_at != NO_INSTANT && p->last_at != NO_INSTANT)
			interval_add(&g->keep,
			    &g->families.v[g->family].covered, p->first_at,
			    p->last_at + 1);
		if (store_each_of_part(
			g->j->store, rows[i].id, see_of_part, g, e) != 0)
			return -1;
		interval_clean(&g->families.v[g->family].alive);
	}
	return 0;
}

/* Holes between logs that are too short for a missing log are filled. */
static struct spans
bridge(const struct spans *covered, struct arena *keep)
{
	struct spans all = { 0 };

	for (size_t i = 0; i < covered->n; i++) {
		struct span s = covered->v[i];

		if (all.n != 0) {
			struct span *last = &all.v[all.n - 1];
			int64_t hole = s.from_at - last->to_at;

			if (hole < span_ms(s) / HOLE_PART &&
			    hole < span_ms(*last) / HOLE_PART) {
				last->to_at = s.to_at;
				continue;
			}
		}
		interval_add(keep, &all, s.from_at, s.to_at);
	}
	return all;
}

/* Whole hours of what a log of one site covers. */
static struct spans
whole_hours(const struct spans *covered, struct arena *keep)
{
	struct spans all = { 0 };

	for (size_t i = 0; i < covered->n; i++) {
		int64_t from = covered->v[i].from_at, to = covered->v[i].to_at;

		interval_add(keep, &all, from - from % MS_HOUR,
		    to + (MS_HOUR - to % MS_HOUR) % MS_HOUR);
	}
	interval_clean(&all);
	return all;
}

static void
close_families(struct gathering *g)
{
	for (size_t i = 0; i < g->families.n; i++) {
		struct family *f = &g->families.v[i];
		struct spans covered, hours;

		interval_clean(&f->covered);
		interval_clean(&f->alive);
		if (f->several)
			continue;
		covered = bridge(&f->covered, &g->keep);
		hours = whole_hours(&covered, &g->keep);
		f->alive = interval_union(&g->keep, &f->alive, &hours);
	}
}

/* ---- minutes and hours ---- */

static int
see_minutes(void *arg, const struct site_day *day, struct err *e)
{
	struct gathering *g = arg;
	struct site_logs *s = site_of(g, day->site);

	(void)e;
	for (size_t i = 0; i < day->n; i++)
		*vec_push(&g->keep, &s->minutes) = day->cells[i];
	return 0;
}

static int
tell_site(struct gathering *g, struct err *e)
{
	struct site_traffic t = g->now;
	struct site_logs *s;
	int rc;

	if (g->bins.n == 0)
		return 0;
	s = site_of(g, t.site);
	t.v = g->bins.v;
	t.n = g->bins.n;
	if (t.step_ms == MS_HOUR) {
		t.minutes = s->minutes.v;
		t.n_minutes = s->minutes.n;
		for (size_t i = 0; i < s->families.n; i++)
			t.alive = interval_union(&g->work, &t.alive,
			    &g->families.v[s->families.v[i]].alive);
	}
	rc = g->see(g->arg, &t, e);
	memset(&g->bins, 0, sizeof g->bins);
	arena_release(&g->work);
	return rc;
}

static int
see_hours(void *arg, const struct site_day *day, struct err *e)
{
	struct gathering *g = arg;

	if (!str_eq(g->now.site, day->site)) {
		if (tell_site(g, e) != 0)
			return -1;
		g->now.site = str_dup(&g->keep, day->site);
		g->now.step_ms = day->step_ms;
	}
	/* hours are better than totals of a day */
	if (day->step_ms != g->now.step_ms)
		return 0;
	for (size_t i = 0; i < day->n; i++)
		*vec_push(&g->work, &g->bins) = day->cells[i];
	return 0;
}

int
detect_each_site(struct journey *j,
    int (*see)(void *arg, const struct site_traffic *t, struct err *e),
    void *arg, struct err *e)
{
	struct gathering g = { .j = j, .see = see, .arg = arg };
	int rc = -1;

	g.family_of.keep = g.site_of.keep = &g.keep;
	if (gather_parts(&g, e) == 0) {
		close_families(&g);
		if (store_each_site_day(j->store, true, see_minutes, &g, e) ==
			0 &&
		    store_each_site_day(j->store, false, see_hours, &g, e) == 0)
			rc = tell_site(&g, e);
	}
	arena_release(&g.work);
	arena_release(&g.keep);
	return rc;
}
