/*
 * The scan: each cell says how much better "down" explains it than "as usual";
 * a run begins where that sum begins to rise and ends where it falls by more
 * than a recovery's worth. Runs are hidden, the usual traffic is fitted anew
 * without them, and only then their chance is taken.
 */
#include "domain/estimate_detect.h"

#include <math.h>
#include <stdlib.h>

#include "base/civil.h"
#include "domain/estimate_chance.h"
#include "domain/estimate_usual.h"

#define ROUNDS 3
/* What still comes through when a site is down, for the scan. */
#define DOWN_SHARE  0.1
#define ERRORS_DOWN 0.9
/* Logarithms of odds: of a recovery, and of a run worth a closer look. */
#define RECOVERY 6.0
#define NOTABLE  8.0
/* A run is one when so much was served, or so many answers were 5xx. */
#define COLLAPSE_SHARE 0.2
#define ERRORS_SHARE   0.5
/* A site's usual share of 5xx, in bad times. */
#define ERRORS_TIMES   3.0
#define ERRORS_LEAST   0.02
#define ERRORS_MOST    0.25
#define OUTAGE_MOST_MS (31 * MS_DAY)
#define QUARTER_MS     (91 * MS_DAY)
#define STRONG         6.0
#define CERTAIN        9.0
/* Beyond that, digits mean nothing. */
#define ODDS_MOST 99.0
/* Two looks at every place: at what was served, and at the errors. */
#define LOOKS 2.0

const char *const detect_kinds[] = { "silent", "collapsed", "errors" };
const char *const detect_strengths[] = { "sound", "strong", "certain" };

/* Cells [from, to). */
struct run {
	size_t from, to;
	bool errors; /* found by its errors */
};

struct scan {
	const struct detect_input *in;
	struct usual *u;
	struct arena *scratch, *keep;
	double errors_base;
	VEC(struct run) runs;
	VEC(struct detected) found;
	int64_t gone_ms;
};

/* ---- the scan ---- */

static double
score_low(const struct scan *s, const struct usual_cell *c)
{
	return (c->served * log(DOWN_SHARE) + (1 - DOWN_SHARE) * c->expected) /
	       s->u->spread;
}

static double
score_errors(const struct scan *s, const struct usual_cell *c)
{
	return (c->errors * log(ERRORS_DOWN / s->errors_base) +
		   c->served * log((1 - ERRORS_DOWN) / (1 - s->errors_base))) /
	       s->u->spread;
}

static double
score(const struct scan *s, bool errors, size_t i)
{
	const struct usual_cell *c = &s->u->cell[i];

	return errors ? score_errors(s, c) : score_low(s, c);
}

/* Does this cell follow the one before without a gap? */
static bool
follows(const struct scan *s, size_t i)
{
	const struct detect_cell *c = s->in->cells;

	return i > 0 && c[i - 1].at + c[i - 1].length_ms == c[i].at;
}

/* A cell at the edge in which the site was there. */
static bool
is_up(const struct scan *s, bool errors, size_t i)
{
	const struct usual_cell *c = &s->u->cell[i];

	if (errors)
		return c->errors < ERRORS_SHARE * (c->served + c->errors) ||
		       c->errors <= 0;
	return c->served > COLLAPSE_SHARE * c->expected;
}

static void
add_run(struct scan *s, struct run run)
{
	while (run.from < run.to && is_up(s, run.errors, run.from))
		run.from++;
	while (run.from < run.to && is_up(s, run.errors, run.to - 1))
		run.to--;
	if (run.from < run.to)
		*vec_push(s->scratch, &s->runs) = run;
}

/*
 * The run that begins at a cell: *ret_to is where its sum was greatest. Returns
 * the cell to go on from when it is none.
 */
static size_t
follow_run(const struct scan *s, bool errors, size_t from, size_t *ret_to,
    double *best)
{
	double sum = 0;
	size_t i;

	*best = 0;
	*ret_to = from;
	for (i = from; i < s->u->n; i++) {
		if (i > from && !follows(s, i))
			return i;
		sum += score(s, errors, i);
		if (sum <= 0 || sum <= *best - RECOVERY)
			return i + 1;
		if (sum > *best) {
			*best = sum;
			*ret_to = i + 1;
		}
	}
	return i;
}

static void
scan_cells(struct scan *s, bool errors)
{
	size_t from = 0, to;
	double best;

	while (from < s->u->n) {
		size_t next = follow_run(s, errors, from, &to, &best);

		if (best >= NOTABLE) {
			add_run(s, (struct run){ from, to, errors });
			next = to;
		}
		from = next;
	}
}

/* ---- the chance ---- */

struct totals {
	double served, errors, expected, doubt;
};

static struct totals
totals_of(const struct scan *s, const struct run *run)
{
	struct totals t = { 0 };
	double n = (double)(run->to - run->from), around;

	for (size_t i = run->from; i < run->to; i++) {
		const struct usual_cell *c = &s->u->cell[i];

		t.served += c->served;
		t.errors += c->errors;
		t.expected += c->expected;
		t.doubt += s->u->doubt[c->bin] / n;
	}
	around = usual_around(
	    s->u, s->u->cell[run->from].bin, s->u->cell[run->to - 1].bin + 1);
	t.expected *= around;
	return t;
}

/*
 * Every cell is a place where a run may start. How long it is adds nothing:
 * with at most k answers served in it, it was beyond chance at the least length
 * at which that is so, and this length is fixed before anything is counted.
 * Each k gets 1 / (k + 1) (k + 2) of the chance that is put up with; that sums
 * to one.
 */
static double
log_places(const struct scan *s, double served)
{
	double cells = (double)QUARTER_MS / (double)s->u->least_ms;
	double k = ceil(served / s->u->spread);

	return log(LOOKS * cells * (k + 1) * (k + 2));
}

static double
log_chance(const struct scan *s, const struct run *run, const struct totals *t)
{
	double spread = s->u->spread;

	if (run->errors)
		return chance_at_least(t->errors / spread,
		    (t->served + t->errors) / spread, s->errors_base);
	return chance_at_most(ceil(t->served / spread), t->expected / spread,
	    s->u->wander + t->doubt);
}

static bool
is_outage(const struct run *run, const struct totals *t)
{
	if (run->errors)
		return t->errors >= ERRORS_SHARE * (t->errors + t->served);
	return t->served < COLLAPSE_SHARE * t->expected;
}

static enum detect_kind
kind_of(const struct totals *t)
{
	if (t->errors > 0 &&
	    t->errors >= ERRORS_SHARE * (t->errors + t->served))
		return DETECT_ERRORS;
	return t->served > 0 || t->errors > 0 ? DETECT_COLLAPSED
					      : DETECT_SILENT;
}

static struct span
span_of(const struct scan *s, const struct run *run)
{
	const struct detect_cell *c = s->in->cells;

	return (struct span){ c[run->from].at,
		c[run->to - 1].at + c[run->to - 1].length_ms };
}

/* To the last cell before in which the site was there, and the first after. */
static struct span
most_of(const struct scan *s, const struct run *run)
{
	const struct detect_cell *c = s->in->cells;
	struct span most = span_of(s, run);

	if (run->from > 0)
		most.from_at = c[run->from - 1].at;
	if (run->to < s->u->n)
		most.to_at = c[run->to].at + c[run->to].length_ms;
	return most;
}

static void
judge(struct scan *s, const struct run *run)
{
	struct totals t = totals_of(s, run);
	struct span span = span_of(s, run);
	double log_odds;
	struct detected *d;

	if (!is_outage(run, &t) || span_ms(span) < s->in->min_ms)
		return;
	if (span_ms(span) > OUTAGE_MOST_MS) {
		s->gone_ms += span_ms(span);
		return;
	}
	log_odds = -(log_chance(s, run, &t) + log_places(s, t.served)) / M_LN10;
	if (log_odds < -log10(s->in->level))
		return;
	d = vec_push(s->keep, &s->found);
	*d = (struct detected){ .kind = kind_of(&t),
		.strength = log_odds >= CERTAIN  ? DETECT_CERTAIN
			    : log_odds >= STRONG ? DETECT_STRONG
						 : DETECT_SOUND,
		.span = span,
		.most = most_of(s, run),
		.open = run->to == s->u->n,
		.expected = t.expected,
		.observed = t.served,
		.errors = t.errors,
		.log_odds = fmin(log_odds, ODDS_MOST) };
}

/* ---- what remains ---- */

static int
by_odds(const void *pa, const void *pb)
{
	const struct detected *a = pa, *b = pb;

	if (a->log_odds != b->log_odds)
		return a->log_odds > b->log_odds ? -1 : 1;
	if (span_ms(a->span) != span_ms(b->span))
		return span_ms(a->span) > span_ms(b->span) ? -1 : 1;
	return a->span.from_at < b->span.from_at   ? -1
	       : a->span.from_at > b->span.from_at ? 1
						   : 0;
}

static int
by_start(const void *pa, const void *pb)
{
	const struct detected *a = pa, *b = pb;

	return a->span.from_at < b->span.from_at   ? -1
	       : a->span.from_at > b->span.from_at ? 1
						   : 0;
}

/* Both looks may find the same outage: the better founded one stays. */
static void
drop_doubles(struct scan *s)
{
	struct detected *v = s->found.v;
	size_t n = 0;

	if (s->found.n == 0)
		return;
	qsort(v, s->found.n, sizeof *v, by_odds);
	for (size_t i = 0; i < s->found.n; i++) {
		bool free_ = true;

		for (size_t k = 0; k < n && free_; k++)
			free_ =
			    span_ms(span_intersect(v[k].span, v[i].span)) == 0;
		if (free_)
			v[n++] = v[i];
	}
	s->found.n = n;
	qsort(v, n, sizeof *v, by_start);
}

/* ---- all of it ---- */

static void
find_runs(struct scan *s)
{
	s->runs.n = 0;
	s->errors_base = fmin(
	    fmax(ERRORS_TIMES * s->u->error_share, ERRORS_LEAST), ERRORS_MOST);
	scan_cells(s, false);
	scan_cells(s, true);
	for (size_t i = 0; i < s->u->n; i++)
		s->u->cell[i].hidden = false;
	for (size_t k = 0; k < s->runs.n; k++)
		for (size_t i = s->runs.v[k].from; i < s->runs.v[k].to; i++)
			s->u->cell[i].hidden = true;
}

static double
known_ms(const struct detect_input *in)
{
	double sum = 0;

	for (size_t i = 0; i < in->n_cells; i++)
		sum += (double)in->cells[i].length_ms;
	return sum;
}

static enum detect_status
too_little(const struct detect_input *in, const struct usual *u)
{
	double answers = 0;

	for (size_t i = 0; i < in->n_cells; i++)
		answers += in->cells[i].served + in->cells[i].errors;
	if (u->grid.n == 0 ||
	    known_ms(in) < HISTORY_MIN_HOURS * (double)MS_HOUR ||
	    grid_known(&u->grid, 0, u->grid.n) <
		u->grid.rules->history_min_bins)
		return DETECT_SHORT;
	return answers < HISTORY_MIN_COUNT ? DETECT_FEW : DETECT_OK;
}

/* So many answers must be expected that none at all is impossible. */
static double
least_seen(const struct scan *s)
{
	double needed = log_places(s, 0) - log(s->in->level);
	double v = s->u->wander;

	return s->u->spread * expm1(needed * v) / v;
}

static void
look(const struct detect_input *in, struct usual *u, struct arena *keep,
    struct arena *scratch, struct detection *ret)
{
	struct scan s = { .in = in, .u = u, .scratch = scratch, .keep = keep };

	for (int round = 0; round < ROUNDS; round++) {
		usual_fit(u, in, scratch);
		find_runs(&s);
	}
	usual_fit(u, in, scratch);
	for (size_t k = 0; k < s.runs.n; k++)
		judge(&s, &s.runs.v[k]);
	drop_doubles(&s);
	ret->v = s.found.v;
	ret->n = s.found.n;
	ret->gone_ms = s.gone_ms;
	ret->spread = u->spread;
	ret->wander = u->wander;
	ret->least_seen = least_seen(&s);
}

int
detect_outages(const struct detect_input *in, struct arena *keep,
    struct detection *ret_detection, struct err *e)
{
	struct arena scratch = { 0 };
	struct detection d = { 0 };
	struct usual u;

	if (usual_build(in, &scratch, &u, e) != 0) {
		arena_release(&scratch);
		return -1;
	}
	d.quarters = known_ms(in) / (double)QUARTER_MS;
	d.status = too_little(in, &u);
	if (d.status == DETECT_OK)
		look(in, &u, keep, &scratch, &d);
	arena_release(&scratch);
	*ret_detection = d;
	return 0;
}
