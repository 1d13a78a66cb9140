/*
 * Step 6: outages that share time count once, or only while enough feeds fail
 * together; what is connected becomes one incident; weights.
 */
#include <stdlib.h>

#include "base/map.h"
#include "domain/settle_run.h"
#include "domain/trace_keys.h"

/* A stretch of counted time, and whose it is. */
struct piece {
	struct span span;
	size_t line, incident;
};

struct pieces {
	struct piece *v;
	size_t n;
};

/* ---- states that a worse one hides ------------------------------------------
 */

/*
 * Down wins over degraded, degraded over substitute, that over no data: where
 * records of several states overlap, only the worst one counts.
 */
static void
hide_states(struct settle_run *run)
{
	static const enum condition order[] = { COND_DOWN, COND_DEGRADED,
		COND_SUBSTITUTE, COND_NO_DATA };

	for (size_t m = 0; m < run->n_members; m++) {
		const struct places *own = &run->lines_of[m];
		struct spans worse = { 0 };

		for (size_t k = 0; k < 4; k++) {
			struct spans all = settle_all_of(run, m, order[k]);

			for (size_t i = 0; k > 0 && i < own->n; i++) {
				struct line_work *l = &run->lines[own->v[i]];

				if (l->outage->condition == order[k])
					settle_leave(run, l,
					    interval_subtract(
						run->keep, &l->left, &worse));
			}
			worse = interval_union(run->keep, &worse, &all);
		}
	}
}

/* ---- only while feeds fail together
 * ------------------------------------------- */

struct edge {
	int64_t at;
	int delta;   /* -1 before +1 at the same instant */
	size_t feed; /* SIZE_MAX: the record is of all feeds */
};

static int
by_edge(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return x->delta - y->delta;
}

struct feeds {
	size_t *of_line; /* SIZE_MAX: of all feeds */
	size_t n;
	int64_t *active; /* records of each feed that are down now */
	int64_t all_active, down;
	struct edge *edges;
	size_t n_edges;
};

static struct feeds
number_feeds(struct settle_run *run)
{
	struct feeds f = { .of_line = arena_array(
			       run->keep, run->n_lines + 1, sizeof(size_t)) };
	struct map numbers = { .keep = run->keep };

	for (size_t i = 0; i < run->n_lines; i++) {
		struct str name = run->lines[i].outage->feed;

		if (name.n != 0 && map_get(&numbers, name) < 0)
			map_put(&numbers, name, (int64_t)f.n++);
		f.of_line[i] =
		    name.n != 0 ? (size_t)map_get(&numbers, name) : SIZE_MAX;
	}
	f.active = arena_array(run->keep, f.n + 1, sizeof *f.active);
	return f;
}

/* From its first to its last moment, what waits and exclusions took too. */
static struct span
extent_of(const struct line_work *l)
{
	struct span all = { INT64_MAX, INT64_MIN };
	const struct spans *sets[] = { &l->left, &l->taken };

	for (size_t s = 0; s < 2; s++)
		for (size_t k = 0; k < sets[s]->n; k++) {
			struct span one = sets[s]->v[k];

			all.from_at = one.from_at < all.from_at ? one.from_at
								: all.from_at;
			all.to_at =
			    one.to_at > all.to_at ? one.to_at : all.to_at;
		}
	return all.to_at > all.from_at ? all : (struct span){ 0, 0 };
}

/* What of a record is looked at: the time left, or all of its extent. */
static struct spans
view_of(struct settle_run *run, const struct line_work *l, bool extent)
{
	struct spans out = { 0 };

	if (!extent)
		return l->left;
	interval_add(run->keep, &out, extent_of(l).from_at, extent_of(l).to_at);
	return out;
}

static void
collect_edges(
    struct settle_run *run, size_t member, bool extent, struct feeds *f)
{
	const struct places *own = &run->lines_of[member];
	VEC(struct edge) edges = { 0 };

	for (size_t i = 0; i < own->n; i++) {
		struct spans view =
		    view_of(run, &run->lines[own->v[i]], extent);
		size_t feed = f->of_line[own->v[i]];

		for (size_t k = 0; k < view.n; k++) {
			*vec_push(run->keep, &edges) =
			    (struct edge){ view.v[k].from_at, 1, feed };
			*vec_push(run->keep, &edges) =
			    (struct edge){ view.v[k].to_at, -1, feed };
		}
	}
	if (edges.n > 0)
		qsort(edges.v, edges.n, sizeof *edges.v, by_edge);
	f->edges = edges.v;
	f->n_edges = edges.n;
}

/* Time in which at least `needed` feeds were down. */
static struct spans
common_time(struct settle_run *run, struct feeds *f, int64_t needed)
{
	struct spans out = { 0 };
	int64_t since = 0;
	bool was = false;

	for (size_t i = 0; i < f->n_edges; i++) {
		struct edge e = f->edges[i];
		bool is;

		if (e.feed == SIZE_MAX) {
			f->all_active += e.delta;
		} else {
			f->down -= f->active[e.feed] > 0;
			f->active[e.feed] += e.delta;
			f->down += f->active[e.feed] > 0;
		}
		is = f->all_active > 0 || (f->down >= needed && needed > 0);
		if (is && !was)
			since = e.at;
		if (was && !is)
			interval_add(run->keep, &out, since, e.at);
		was = is;
	}
	interval_clean(&out);
	return out;
}

static struct spans
common_of(struct settle_run *run, size_t member, bool extent, struct feeds *f)
{
	int64_t needed = run->t->feeds;

	collect_edges(run, member, extent, f);
	/* unnamed number of feeds: all there are, but at least two */
	if (needed == 0)
		needed = f->n > 2 ? (int64_t)f->n : 2;
	return common_time(run, f, needed);
}

static void
intersect_feeds(struct settle_run *run)
{
	struct feeds f = number_feeds(run);

	for (size_t m = 0; m < run->n_members; m++) {
		const struct places *own = &run->lines_of[m];
		struct spans common = common_of(run, m, false, &f);

		run->members[m].together = common_of(run, m, true, &f);
		for (size_t i = 0; i < own->n; i++) {
			struct line_work *l = &run->lines[own->v[i]];

			settle_leave(run, l,
			    interval_intersect(run->keep, &l->left, &common));
		}
	}
}

/* ---- union
 * ---------------------------------------------------------------------- */

static int
by_piece(const void *a, const void *b)
{
	const struct piece *x = a, *y = b;

	if (x->span.from_at != y->span.from_at)
		return x->span.from_at < y->span.from_at ? -1 : 1;
	return x->line < y->line ? -1 : x->line > y->line;
}

/* What the lines of a member hold, by time; the lines hold it no more. */
static struct pieces
pieces_of(struct settle_run *run, size_t member)
{
	const struct places *own = &run->lines_of[member];
	struct pieces p = { NULL, 0 };
	size_t n = 0;

	for (size_t i = 0; i < own->n; i++)
		n += run->lines[own->v[i]].left.n;
	p.v = arena_array(run->keep, n + 1, sizeof *p.v);
	for (size_t i = 0; i < own->n; i++) {
		struct spans *left = &run->lines[own->v[i]].left;

		for (size_t k = 0; k < left->n; k++)
			p.v[p.n++] =
			    (struct piece){ left->v[k], own->v[i], SIZE_MAX };
		*left = (struct spans){ 0 };
	}
	qsort(p.v, p.n, sizeof *p.v, by_piece);
	return p;
}

static bool
conflict(struct settle_run *run, const struct line_work *a,
    const struct line_work *b)
{
	struct place at = { b->outage->from.file, b->outage->from.line, 0 };

	if (ratio_cmp(a->weight, b->weight) == 0)
		return false;
	diag_add(run->d, DIAG_ERROR, at,
	    "split the records so that no two of different weight overlap",
	    "outages \"%.*s\" and \"%.*s\" overlap, but with different "
	    "weights (%.*s and %.*s)",
	    STR_ARG(a->outage->id), STR_ARG(b->outage->id),
	    STR_ARG(ratio_text(run->keep, a->weight)),
	    STR_ARG(ratio_text(run->keep, b->weight)));
	return true;
}

/* Pieces of one failure of all feeds together are one outage. */
static void
connect_together(struct settle_run *run, const struct pieces *p, size_t *parent)
{
	const struct spans *all = NULL;
	size_t k = 0, first = SIZE_MAX;

	if (p->n > 0)
		all = &run->members[run->lines[p->v[0].line].member].together;
	for (size_t i = 0; i < p->n && all != NULL; i++) {
		int64_t at = p->v[i].span.from_at;

		while (k < all->n && all->v[k].to_at <= at) {
			k++;
			first = SIZE_MAX;
		}
		if (k == all->n || at < all->v[k].from_at)
			continue;
		if (first != SIZE_MAX)
			parent[settle_root(parent, i)] =
			    settle_root(parent, first);
		first = i;
	}
}

/*
 * Cut every piece by what earlier ones cover, and connect: pieces that touch,
 * and pieces that an exclusion has torn apart, of one record or of one failure
 * of the feeds together: still one outage. `chain_of` each line is the last
 * piece of it. False after a conflict of weights.
 */
static bool
cut_and_connect(struct settle_run *run, struct pieces *p, size_t *chain_of)
{
	size_t *parent = arena_array(run->keep, p->n + 1, sizeof *parent);
	bool by_record = run->t->overlap == OVERLAP_UNION;
	size_t owner = 0, chain = 0;
	int64_t covered = INT64_MIN;

	for (size_t i = 0; i < p->n; i++)
		chain_of[p->v[i].line] = SIZE_MAX;
	for (size_t i = 0; i < p->n; i++) {
		struct piece *one = &p->v[i];
		struct line_work *l = &run->lines[one->line];

		parent[i] = i;
		if (i == 0 || one->span.from_at > covered)
			chain = i;
		if (one->span.from_at < covered &&
		    conflict(run, &run->lines[owner], l))
			return false;
		parent[settle_root(parent, i)] = settle_root(parent, chain);
		if (by_record && chain_of[one->line] != SIZE_MAX)
			parent[settle_root(parent, i)] =
			    settle_root(parent, chain_of[one->line]);
		chain_of[one->line] = i;
		if (one->span.to_at > covered)
			owner = one->line;
		if (one->span.from_at < covered)
			one->span.from_at = covered < one->span.to_at
						? covered
						: one->span.to_at;
		if (one->span.to_at > covered)
			covered = one->span.to_at;
	}
	if (!by_record)
		connect_together(run, p, parent);
	for (size_t i = 0; i < p->n; i++)
		p->v[i].incident = settle_root(parent, i);
	return true;
}

/* Number the connected groups by their first piece. */
static void
build_incidents(struct settle_run *run, struct pieces *p)
{
	size_t *number = arena_array(run->keep, p->n + 1, sizeof *number);
	size_t base = run->n_incidents;

	for (size_t i = 0; i < p->n; i++) {
		struct piece *one = &p->v[i];
		const struct line_work *l = &run->lines[one->line];
		struct counted_incident *inc;
		int64_t ms = span_ms(one->span);
		size_t k = number[one->incident];

		if (k == 0) {
			k = ++run->n_incidents - base;
			number[one->incident] = k;
			run->incidents[base + k - 1].clock_at = l->clock_at;
			run->incidents[base + k - 1].member = l->member;
			run->incidents[base + k - 1].ms = ratio_int(0);
			run->incidents[base + k - 1].weight = l->weight;
		}
		inc = &run->incidents[base + k - 1];
		if (l->clock_at < inc->clock_at)
			inc->clock_at = l->clock_at;
		if (ratio_ok(inc->weight) &&
		    ratio_cmp(inc->weight, l->weight) != 0)
			inc->weight = (struct ratio){ 0, 0 };
		inc->ms =
		    ratio_add(inc->ms, ratio_mul(l->weight, ratio_int(ms)));
		interval_add(
		    run->keep, &inc->spans, one->span.from_at, one->span.to_at);
	}
	for (size_t i = base; i < run->n_incidents; i++)
		interval_clean(&run->incidents[i].spans);
}

/* Give each line back what it keeps, and count what it lost. */
static void
settle_lines_kept(struct settle_run *run, const struct pieces *p)
{
	for (size_t i = 0; i < p->n; i++)
		interval_add(run->keep, &run->lines[p->v[i].line].left,
		    p->v[i].span.from_at, p->v[i].span.to_at);
}

static int
incident_order(const void *a, const void *b)
{
	const struct counted_incident *x = a, *y = b;
	int64_t xs = x->spans.n > 0 ? x->spans.v[0].from_at : 0;
	int64_t ys = y->spans.n > 0 ? y->spans.v[0].from_at : 0;

	return xs < ys ? -1 : xs > ys;
}

static size_t
count_pieces(const struct settle_run *run)
{
	size_t n = 0;

	for (size_t i = 0; i < run->n_lines; i++)
		n += run->lines[i].left.n;
	return n;
}

static void
trace_overlap(struct settle_run *run)
{
	bool both = run->t->overlap == OVERLAP_INTERSECTION;

	settle_step(run, "overlap", "overlap");
	trace_term(run->trace, "rule", overlap_names[run->t->overlap]);
	if (both && run->t->feeds > 0)
		trace_number(run->trace, "feeds", VALUE_COUNT, run->t->feeds);
	trace_number(
	    run->trace, "incidents", VALUE_COUNT, (int64_t)run->n_incidents);
	settle_time_left(run);
}

bool
settle_overlap(struct settle_run *run)
{
	int64_t *before =
	    arena_array(run->keep, run->n_lines + 1, sizeof *before);
	size_t *chain_of =
	    arena_array(run->keep, run->n_lines + 1, sizeof *chain_of);

	for (size_t i = 0; i < run->n_lines; i++)
		before[i] = interval_total_ms(&run->lines[i].left);
	hide_states(run);
	if (run->t->overlap == OVERLAP_INTERSECTION)
		intersect_feeds(run);
	run->incidents = arena_array(
	    run->keep, count_pieces(run) + 1, sizeof *run->incidents);
	for (size_t m = 0; m < run->n_members; m++) {
		struct pieces p = pieces_of(run, m);

		if (!cut_and_connect(run, &p, chain_of))
			return false;
		settle_lines_kept(run, &p);
		build_incidents(run, &p);
	}
	for (size_t i = 0; i < run->n_lines; i++) {
		struct line_work *l = &run->lines[i];

		interval_clean(&l->left);
		l->line.counted_ms = interval_total_ms(&l->left);
		l->line.overlap_ms = before[i] - l->line.counted_ms;
	}
	if (run->n_members > 1)
		qsort(run->incidents, run->n_incidents, sizeof *run->incidents,
		    incident_order);
	trace_overlap(run);
	return true;
}
