/*
 * Rows to instants: day and month by the column, repeated hours by the order of
 * the rows or the declared policy, then everything by time.
 */
#include <stdlib.h>
#include <string.h>

#include "import/seen.h"

/* Local times refused that are told one by one. */
#define REFUSED_TOLD 20

/* A local time that can mean two instants. */
struct fork {
	size_t row;
	bool end;                         /* the row's `to` */
	bool missing;                     /* the clocks jumped over it */
	int64_t earlier, later, first_ms; /* first_ms: the clock's text */
	bool proven;
	int64_t lo, hi; /* what one direction of the file allows */
	bool seen;      /* some direction has spoken */
	int64_t said;   /* and what it said, while they agree */
};

struct settling {
	struct seen *s;
	VEC(struct fork) forks;
	/* by row: of its `at`, of its `to`; NULL: certain */
	struct fork **of_row, **of_end;
	int64_t *edge; /* the neighbour so far, by subject */
	int64_t decided[2], decided_line[2], refused;
};

/* ---- day and month
 * ------------------------------------------------------------ */

static bool
refuse_order(struct seen *s, enum when_order order)
{
	const struct when_column *c = &s->when;
	struct arena *scratch = s->job->scratch;
	struct str day, month;

	if (order == ORDER_BOTH) {
		seen_say(s, DIAG_ERROR, c->mon_line,
		    "is the file put together from two?",
		    "here the month stands first, in line %lld the day",
		    (long long)c->day_line);
		return false;
	}
	day = when_shown_order(scratch, &c->open, ORDER_DAY);
	month = when_shown_order(scratch, &c->open, ORDER_MONTH);
	seen_say(s, DIAG_ERROR, c->open_line,
	    "declare dates: dmy or dates: mdy for this file in case.yaml",
	    "this can be %.*s or %.*s, and no row of the file proves which",
	    STR_ARG(day), STR_ARG(month));
	return false;
}

/* ---- the zone
 * ----------------------------------------------------------------- */

static bool
find_zone(struct seen *s, const struct table *t)
{
	struct job *job = s->job;
	struct str hint;

	s->zone = t->zone != NULL ? t->zone : job->rule.zone;
	if (s->when.n_local == 0) {
		job->shown_zone = STR("UTC");
		return true;
	}
	if (t->zone != NULL || job->zone_given) {
		job->shown_zone = s->zone->name;
		return true;
	}
	hint = str_format(job->scratch,
	    "add to case.yaml, under files: - { match: \"%.*s\", zone: "
	    "Europe/Berlin }",
	    STR_ARG(job->file));
	job_complain(job, DIAG_ERROR, 0, str_cstr(job->scratch, hint),
	    "the times of this file are local, and it does not say of which "
	    "zone");
	return false;
}

/* ---- hours that occur twice
 * -------------------------------------------------------- */

/* One time of one row: at once, or a fork for later. */
static void
settle_one(struct settling *g, size_t row, bool end)
{
	struct seen_row *r = &g->s->rows.v[row];
	struct when *w = end ? &r->to : &r->at;
	struct fork f = { .row = row, .end = end, .first_ms = w->ms };
	enum zone_local kind;

	if (w->shape == WHEN_NONE)
		return;
	kind = when_readings(g->s->zone, w, &f.earlier, &f.later);
	w->ms = f.earlier;
	if (kind == ZONE_ONCE)
		return;
	f.missing = kind == ZONE_MISSING;
	*vec_push(g->s->job->scratch, &g->forks) = f;
}

/* The smallest reading not before `edge` (or, backwards, the largest not after
 * it). False when there is none: the rows do not go this way. */
static bool
fits(int64_t earlier, int64_t later, int64_t edge, bool back, int64_t *ret)
{
	if (back ? later <= edge : earlier >= edge)
		*ret = back ? later : earlier;
	else if (back ? earlier <= edge : later >= edge)
		*ret = back ? earlier : later;
	else
		return false;
	return true;
}

/*
 * Walk the rows as if they went up (or down) in time, once from each end.
 * False when they do not.
 */
static bool
walk(struct settling *g, bool down, bool back, bool by_subject)
{
	const struct seen *s = g->s;
	size_t n = s->rows.n;

	for (size_t i = 0; i <= s->names.n; i++)
		g->edge[i] = back ? INT64_MAX : INT64_MIN;
	for (size_t k = 0; k < n; k++) {
		size_t i = down != back ? n - 1 - k : k;
		const struct seen_row *row = &s->rows.v[i];
		struct fork *f = g->of_row[i];
		int64_t *edge = &g->edge[by_subject ? row->subject + 1 : 0];
		int64_t one = row->at.ms;

		if (f != NULL && f->missing)
			continue;
		if (!fits(f ? f->earlier : one, f ? f->later : one, *edge, back,
			edge))
			return false;
		if (f != NULL && back)
			f->hi = *edge;
		else if (f != NULL)
			f->lo = *edge;
	}
	return true;
}

/* What every direction that is possible says alike is proven. */
static bool
prove(struct settling *g, bool by_subject)
{
	bool any = false;

	for (int down = 0; down < 2; down++) {
		if (!walk(g, down, false, by_subject) ||
		    !walk(g, down, true, by_subject))
			continue;
		any = true;
		for (size_t i = 0; i < g->forks.n; i++) {
			struct fork *f = &g->forks.v[i];

			if (f->end || f->missing)
				continue;
			f->proven =
			    f->lo == f->hi &&
			    (f->seen ? f->proven && f->said == f->lo : true);
			f->said = f->lo;
			f->seen = true;
		}
	}
	return any;
}

/* A span does not end before it begins: often that leaves one reading. */
static void
prove_spans(struct settling *g, struct fork *f)
{
	struct seen_row *row = &g->s->rows.v[f->row];
	struct fork *at = g->of_row[f->row];
	int64_t start = at == NULL || at->proven ? row->at.ms : at->earlier;

	if (f->missing)
		return;
	if (f->end && f->earlier < start && f->later >= start) {
		f->proven = true;
		f->said = f->later;
	} else if (!f->end && row->to.shape != WHEN_NONE && !f->proven) {
		const struct fork *end = g->of_end[f->row];

		f->proven = f->later > (end != NULL ? end->later : row->to.ms);
		f->said = f->earlier;
	}
}

static void
refuse_fork(struct settling *g, const struct fork *f)
{
	struct seen *s = g->s;
	struct arena *scratch = s->job->scratch;
	struct str a = zone_iso(scratch, s->zone, f->earlier);
	struct str b = zone_iso(scratch, s->zone, f->later);
	struct civil c = civil_of_ms(f->first_ms);
	struct str hint = str_format(scratch,
	    "it can mean %.*s or %.*s: declare \"%s: earlier\" or \"later\" "
	    "for this file in case.yaml, or another zone",
	    STR_ARG(a), STR_ARG(b), f->missing ? "missing" : "repeated");

	seen_say(s, DIAG_ERROR, s->rows.v[f->row].line, str_cstr(scratch, hint),
	    "%04d-%02d-%02d %02d:%02d %s in %.*s%s", c.year, c.month, c.day,
	    c.hour, c.minute, f->missing ? "does not exist" : "occurs twice",
	    STR_ARG(s->zone->name),
	    f->missing ? "" : ", and the order of the rows does not tell");
}

static void
tell_decided(const struct settling *g, int missing, enum local_policy policy)
{
	const char *which = policy == LOCAL_EARLIER ? "earlier" : "later";
	int64_t n = g->decided[missing];

	if (n == 1)
		seen_say(g->s, DIAG_WARNING, g->decided_line[missing],
		    "it is declared so; offsets in the file would be certain",
		    "a local time that %s was read as the %s instant",
		    missing ? "does not exist" : "occurs twice", which);
	else if (n > 1)
		seen_say(g->s, DIAG_WARNING, g->decided_line[missing],
		    "it is declared so; offsets in the file would be certain",
		    "%lld local times that %s were read as the %s instants; "
		    "the first is here",
		    (long long)n, missing ? "do not exist" : "occur twice",
		    which);
}

/* False after a complaint. */
static bool
decide(struct settling *g, struct fork *f)
{
	const struct file_rule *rule = &g->s->job->rule;
	enum local_policy policy = f->missing ? rule->missing : rule->repeated;
	struct seen_row *row = &g->s->rows.v[f->row];

	if (!f->proven) {
		if (policy == LOCAL_REFUSE) {
			if (g->refused++ < REFUSED_TOLD)
				refuse_fork(g, f);
			return false;
		}
		f->said = policy == LOCAL_EARLIER ? f->earlier : f->later;
		if (g->decided[f->missing]++ == 0)
			g->decided_line[f->missing] = row->line;
	}
	*(f->end ? &row->to.ms : &row->at.ms) = f->said;
	return true;
}

static bool
settle_forks(struct settling *g)
{
	struct seen *s = g->s;
	struct arena *scratch = s->job->scratch;
	bool ok = true;

	if (g->forks.n == 0)
		return true;
	g->of_row = arena_array(scratch, s->rows.n + 1, sizeof *g->of_row);
	g->of_end = arena_array(scratch, s->rows.n + 1, sizeof *g->of_end);
	g->edge = arena_array(scratch, s->names.n + 1, sizeof *g->edge);
	for (size_t i = 0; i < g->forks.n; i++) {
		struct fork *f = &g->forks.v[i];

		(f->end ? g->of_end : g->of_row)[f->row] = f;
	}
	if (!prove(g, false))
		prove(g, true);
	/* beginnings first: an end is measured by its beginning */
	for (int end = 0; end < 2; end++)
		for (size_t i = 0; i < g->forks.n; i++) {
			if (g->forks.v[i].end != end)
				continue;
			prove_spans(g, &g->forks.v[i]);
			ok &= decide(g, &g->forks.v[i]);
		}
	if (g->refused > REFUSED_TOLD)
		job_complain(s->job, DIAG_ERROR, 0, NULL,
		    "%lld more local times cannot be placed",
		    (long long)(g->refused - REFUSED_TOLD));
	tell_decided(g, 0, s->job->rule.repeated);
	tell_decided(g, 1, s->job->rule.missing);
	return ok;
}

/* ---- order
 * ------------------------------------------------------------------------ */

static int
oldest_line_first(const void *a, const void *b)
{
	const struct seen_row *x = a, *y = b;

	if (x->at.ms != y->at.ms)
		return x->at.ms < y->at.ms ? -1 : 1;
	return (x->line > y->line) - (x->line < y->line);
}

static int
newest_line_first(const void *a, const void *b)
{
	const struct seen_row *x = a, *y = b;

	if (x->at.ms != y->at.ms)
		return x->at.ms < y->at.ms ? -1 : 1;
	return (x->line < y->line) - (x->line > y->line);
}

/* Rows of the same second came in the order of the file, whichever that is. */
static void
sort(struct seen *s)
{
	struct seen_row *v = s->rows.v;
	size_t up = 0, down = 0;

	for (size_t i = 1; i < s->rows.n; i++) {
		up += v[i].at.ms > v[i - 1].at.ms;
		down += v[i].at.ms < v[i - 1].at.ms;
	}
	if (up != down)
		s->newest_first = down > up;
	if (down != 0 || s->newest_first)
		qsort(v, s->rows.n, sizeof *v,
		    s->newest_first ? newest_line_first : oldest_line_first);
}

/* Minutes are all that is left when a spreadsheet has had the file. */
static void
tell_seconds(const struct seen *s)
{
	if (s->when.n != 0 && s->when.n_seconds == 0)
		job_complain(s->job, DIAG_WARNING, 0,
		    "export again with seconds, if they matter",
		    "the times of this file have no seconds: each beginning "
		    "and end may be up to 59 seconds too early");
}

bool
seen_settle(struct seen *s, const struct table *t)
{
	struct settling g = { .s = s };
	enum when_order order = when_order(&s->when);

	if (s->full)
		return false;
	if (order == ORDER_OPEN || order == ORDER_BOTH)
		return refuse_order(s, order);
	if (!find_zone(s, t))
		return false;
	for (size_t i = 0; i < s->rows.n; i++) {
		struct seen_row *row = &s->rows.v[i];

		/* every cell alone can be read this way, or it was BOTH */
		if (!when_settle(order, &row->at))
			BUG("a time without its day");
		when_settle(order, &row->to);
		settle_one(&g, i, false);
		settle_one(&g, i, true);
	}
	if (!settle_forks(&g))
		return false;
	sort(s);
	tell_seconds(s);
	return true;
}
