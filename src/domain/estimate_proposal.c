#include "domain/estimate_proposal.h"

#include <math.h>

/* An id has room in a spreadsheet cell, and in 100 bytes. */
#define ID_SITE_BYTES 60
/* FNV-1a: an id only has to differ from others, nobody forges it. */
#define FNV_START 0xcbf29ce484222325u
#define FNV_PRIME 0x100000001b3u

static uint64_t
mix(uint64_t hash, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;

	for (size_t i = 0; i < n; i++)
		hash = (hash ^ p[i]) * FNV_PRIME;
	return hash;
}

/* Eight bytes, low ones first, whatever the machine. */
static uint64_t
mix_number(uint64_t hash, int64_t number)
{
	unsigned char bytes[8];

	for (int i = 0; i < 8; i++)
		bytes[i] = (unsigned char)((uint64_t)number >> (8 * i));
	return mix(hash, bytes, sizeof bytes);
}

struct str
proposal_id(struct str site, const struct detected *found, struct arena *keep)
{
	struct civil c = civil_of_ms(found->span.from_at);
	uint64_t hash = mix(FNV_START, site.p, site.n);

	hash = mix_number(hash, found->span.from_at);
	hash = mix_number(hash, found->span.to_at);
	hash = mix_number(hash, (int64_t)found->kind);
	return str_format(keep, "%.*s-%04d%02d%02dT%02d%02dZ-%08x",
	    STR_ARG(str_sub(site, 0, ID_SITE_BYTES)), c.year, c.month, c.day,
	    c.hour, c.minute, (unsigned)(hash >> 32 ^ hash));
}

struct str
proposal_odds(const struct detected *found, struct arena *keep)
{
	double log_odds = floor(found->log_odds * 10) / 10;
	int digits = (int)floor(log_odds);
	double first = floor(pow(10, log_odds - digits) * 10) / 10;

	return str_format(keep, "1 in %.1fe%d", first, digits);
}

/* Rounded up: never more certain than it is. */
struct str
proposal_chance(const struct detected *found, struct arena *keep)
{
	int digits = (int)ceil(found->log_odds);
	double first = ceil(pow(10, digits - found->log_odds) * 10) / 10;

	if (first >= 10) {
		first /= 10;
		digits--;
	}
	return str_format(keep, "p = %.1fe-%d", first, digits);
}

/* ---- cells ---- */

struct laying {
	const struct site_traffic *t;
	struct arena *keep;
	VEC(struct detect_cell) cells;
	struct spans no_data;
};

static void
add_cell(struct laying *l, int64_t at, int64_t length_ms,
    const struct traffic *counts)
{
	double errors = counts != NULL ? (double)counts->errors : 0;
	double hits = counts != NULL ? (double)counts->hits : 0;

	*vec_push(l->keep, &l->cells) = (struct detect_cell){ .at = at,
		.length_ms = length_ms,
		.served = hits > errors ? hits - errors : 0,
		.errors = errors };
}

/* The first row of a sorted list that is not before `at`, from a hint. */
static size_t
advance(const struct traffic *v, size_t n, size_t from, int64_t at)
{
	while (from < n && v[from].at < at)
		from++;
	return from;
}

/* Minutes, where the whole UTC day was counted so. */
static void
add_minutes(struct laying *l, int64_t at, size_t *minute)
{
	const struct site_traffic *t = l->t;
	int64_t end = at + t->step_ms;

	for (; at < end; at += MS_MINUTE) {
		bool there;

		*minute = advance(t->minutes, t->n_minutes, *minute, at);
		there = *minute < t->n_minutes && t->minutes[*minute].at == at;
		add_cell(l, at, MS_MINUTE, there ? &t->minutes[*minute] : NULL);
	}
}

static int64_t
day_of(int64_t at)
{
	return (at - (at % MS_DAY + MS_DAY) % MS_DAY) / MS_DAY;
}

/* Was this bin's day counted by minute? `minute` does not move. */
static bool
has_minutes(const struct site_traffic *t, int64_t at, size_t minute)
{
	if (t->step_ms != MS_HOUR)
		return false;
	/* rows of this day may lie before or behind the hint */
	if (minute < t->n_minutes &&
	    day_of(t->minutes[minute].at) == day_of(at))
		return true;
	return minute > 0 && day_of(t->minutes[minute - 1].at) == day_of(at);
}

/* The last bin in which a log that counts the site was alive. */
static int64_t
end_of(const struct site_traffic *t)
{
	int64_t end = t->v[t->n - 1].at + t->step_ms;

	if (t->alive.n != 0 && t->alive.v[t->alive.n - 1].to_at > end)
		end = t->alive.v[t->alive.n - 1].to_at;
	return end;
}

/* Without what is empty before the first row of a log, or behind its last. */
static void
trim_minutes(struct laying *l, size_t from, bool begins, bool ends)
{
	struct detect_cell *v = l->cells.v;
	size_t n = l->cells.n, first = from;

	while (ends && n > from && v[n - 1].served + v[n - 1].errors <= 0)
		n--;
	while (begins && first < n && v[first].served + v[first].errors <= 0)
		first++;
	for (size_t i = first; i < n; i++)
		v[from + i - first] = v[i];
	l->cells.n = from + n - first;
}

/*
 * One bin that the log covers. Where the log begins or ends in it nobody knows
 * how much of it is covered: only minutes can tell.
 */
static void
add_bin(struct laying *l, int64_t at, const struct traffic *counts,
    size_t *minute, const struct span *alive)
{
	bool begins = alive != NULL && alive->from_at == at;
	bool ends = alive != NULL && alive->to_at == at + l->t->step_ms;
	size_t from = l->cells.n;

	if (has_minutes(l->t, at, *minute)) {
		add_minutes(l, at, minute);
		trim_minutes(l, from, begins, ends);
	} else if (!begins && !ends)
		add_cell(l, at, l->t->step_ms, counts);
}

/* Local days are not equally long; one without a row is unknown. */
static struct site_cells
day_cells(const struct site_traffic *t, struct arena *keep)
{
	struct laying l = { .t = t, .keep = keep };

	for (size_t i = 0; i < t->n; i++)
		add_cell(&l, t->v[i].at, MS_DAY, &t->v[i]);
	return (struct site_cells){ l.cells.v, l.cells.n, { 0 } };
}

static struct site_cells
hour_cells(const struct site_traffic *t, struct arena *keep)
{
	struct laying l = { .t = t, .keep = keep };
	size_t row = 0, span = 0, minute = 0;
	int64_t at = t->n != 0 ? t->v[0].at : 0;
	int64_t end = t->n != 0 ? end_of(t) : 0;

	for (; at < end; at += t->step_ms) {
		const struct span *alive;
		bool there;

		row = advance(t->v, t->n, row, at);
		minute = advance(t->minutes, t->n_minutes, minute, at);
		while (span < t->alive.n && t->alive.v[span].to_at <= at)
			span++;
		there = row < t->n && t->v[row].at == at;
		alive = span < t->alive.n && t->alive.v[span].from_at <= at
			    ? &t->alive.v[span]
			    : NULL;
		if (there || alive != NULL)
			add_bin(
			    &l, at, there ? &t->v[row] : NULL, &minute, alive);
		else
			interval_add(keep, &l.no_data, at, at + t->step_ms);
	}
	interval_clean(&l.no_data);
	return (struct site_cells){ l.cells.v, l.cells.n, l.no_data };
}

struct site_cells
proposal_cells(const struct site_traffic *t, struct arena *keep)
{
	return t->step_ms == MS_DAY ? day_cells(t, keep) : hour_cells(t, keep);
}
