/*
 * recovery_figures.c -- copies and whom they are for, objects over time, the
 * substitute page. See recovery_figures.h for the rules.
 */
#include "domain/recovery_figures.h"

#include <stdlib.h>

#include "base/map.h"
#include "domain/incident_figures.h"

const char *const data_object_names[] = { "site", "mailbox", "certificate",
	"database", "zone", "account", "server", "volume", "file", "record",
	"message", NULL };
const char *const data_access_names[] = { "not_supplied", "no", "yes",
	"unknown", NULL };

/* Of sorted numbers. */
static int64_t
median_of(const int64_t *v, size_t n)
{
	return n == 0 ? 0 : v[(n - 1) / 2] + (v[n / 2] - v[(n - 1) / 2]) / 2;
}

static int
by_number(const void *pa, const void *pb)
{
	const int64_t *a = pa, *b = pb;

	return *a < *b ? -1 : *a > *b;
}

/* ---- copies ---------------------------------------------------------------
 */

/* Everything about the copies of one incident. */
struct copies {
	const struct dossier *d;
	const struct incident_figures *f;
	struct arena *keep;
	/* rows of the incident by service, by customer; to their index */
	struct map by_service, by_customer;
	const struct backup *everybody;
	VEC(struct copy_figures) list;
	struct map index; /* of what they restored, to list */
	struct map pairs; /* customers that a copy has counted */
	VEC(struct customer_loss) losses;
	struct map loss; /* customer to losses */
	struct map done; /* services that have their row */
};

static const struct backup *
row_at(const struct copies *c, const struct map *m, struct str name)
{
	int64_t at = map_get(m, name);

	return at < 0 ? NULL : &c->d->backups[at];
}

static void
find_rows(struct copies *c)
{
	for (size_t i = 0; i < c->d->n_backups; i++) {
		const struct backup *b = &c->d->backups[i];

		if (!str_eq(b->incident, c->f->incident->id))
			continue;
		if (b->service.n)
			map_put(&c->by_service, b->service, (int64_t)i);
		else if (b->customer.n)
			map_put(&c->by_customer, b->customer, (int64_t)i);
		else
			c->everybody = b;
	}
}

static bool
window_of(
    const struct copies *c, const struct backup *b, int64_t *ret_window_ms)
{
	int64_t start_at = c->f->first_impact.at;

	if (start_at == NO_INSTANT || b->restore_point_at == NO_INSTANT)
		return false;
	*ret_window_ms =
	    start_at > b->restore_point_at ? start_at - b->restore_point_at : 0;
	return true;
}

static struct copy_figures *
copy_at(struct copies *c, const struct backup *b)
{
	struct str key =
	    str_format(c->keep, "%lld %lld %.*s", (long long)b->last_good_at,
		(long long)b->restore_point_at, STR_ARG(b->restored_from));
	int64_t at = map_get(&c->index, key);
	struct copy_figures *copy;

	if (at >= 0)
		return &c->list.v[at];
	map_put(&c->index, key, (int64_t)c->list.n);
	copy = vec_push(c->keep, &c->list);
	copy->backup = b;
	copy->has_window = window_of(c, b, &copy->window_ms);
	return copy;
}

static struct customer_loss *
loss_at(struct copies *c, const struct customer *customer)
{
	int64_t at = map_get(&c->loss, customer->id);
	struct customer_loss *loss;

	if (at >= 0)
		return &c->losses.v[at];
	map_put(&c->loss, customer->id, (int64_t)c->losses.n);
	loss = vec_push(c->keep, &c->losses);
	loss->customer = customer;
	return loss;
}

/* What has no restore point lost most; then the longest. */
static int
by_window(bool has_a, int64_t a, bool has_b, int64_t b)
{
	if (has_a != has_b)
		return has_a ? 1 : -1;
	return a > b ? -1 : a < b;
}

/* The row holds for so many services (0, 1) of the customer. */
static void
add_scope(struct copies *c, const struct backup *b,
    const struct customer *customer, int64_t services)
{
	struct copy_figures *copy = copy_at(c, b);
	struct customer_loss *loss = loss_at(c, customer);
	struct str pair = str_format(c->keep, "%zu %.*s",
	    (size_t)(copy - c->list.v), STR_ARG(customer->id));

	copy->services += services;
	if (map_get(&c->pairs, pair) < 0) {
		map_put(&c->pairs, pair, 1);
		copy->customers++;
	}
	loss->services += services;
	if (loss->worst == NULL || by_window(copy->has_window, copy->window_ms,
				       loss->has_window, loss->window_ms) < 0) {
		loss->worst = b;
		loss->has_window = copy->has_window;
		loss->window_ms = copy->window_ms;
	}
}

/* Services that the incident touched: the narrowest row holds. */
static void
add_touched(struct copies *c)
{
	for (size_t i = 0; i < c->f->n_services; i++) {
		const struct affected_service *a = &c->f->services[i];
		const struct backup *b =
		    row_at(c, &c->by_service, a->service->id);

		if (b == NULL)
			b = row_at(c, &c->by_customer, a->customer->id);
		if (b == NULL)
			b = c->everybody;
		if (b == NULL)
			continue;
		map_put(&c->done, a->service->id, 1);
		add_scope(c, b, a->customer, 1);
	}
}

/* Whom a row names although the incident did not touch the service. */
static void
add_named(struct copies *c)
{
	const struct dossier *d = c->d;
	struct map customers = { .keep = c->keep };

	for (size_t i = 0; i < d->n_customers; i++) {
		const struct backup *b =
		    row_at(c, &c->by_customer, d->customers[i].id);

		map_put(&customers, d->customers[i].id, (int64_t)i);
		if (b != NULL && map_get(&c->loss, d->customers[i].id) < 0)
			add_scope(c, b, &d->customers[i], 0);
	}
	for (size_t i = 0; i < d->n_services; i++) {
		const struct service *s = &d->services[i];
		const struct backup *b = row_at(c, &c->by_service, s->id);
		int64_t customer = map_get(&customers, s->customer);

		if (b != NULL && customer >= 0 && map_get(&c->done, s->id) < 0)
			add_scope(c, b, &d->customers[customer], 1);
	}
}

static int
copy_by_window(const void *pa, const void *pb)
{
	const struct copy_figures *a = pa, *b = pb;
	int order =
	    by_window(a->has_window, a->window_ms, b->has_window, b->window_ms);

	if (order == 0 && a->backup->last_good_at != b->backup->last_good_at)
		order =
		    a->backup->last_good_at < b->backup->last_good_at ? -1 : 1;
	return order ? order
		     : str_cmp(
			   a->backup->restored_from, b->backup->restored_from);
}

static int
loss_by_window(const void *pa, const void *pb)
{
	const struct customer_loss *a = pa, *b = pb;
	int order =
	    by_window(a->has_window, a->window_ms, b->has_window, b->window_ms);

	return order ? order : str_cmp(a->customer->id, b->customer->id);
}

static void
sum_losses(struct recovery_figures *r, struct arena *keep)
{
	int64_t *v = arena_array(keep, r->n_customers + 1, sizeof *v);
	size_t n = 0;

	for (size_t i = 0; i < r->n_customers; i++) {
		if (!r->customers[i].has_window)
			continue;
		v[n++] = r->customers[i].window_ms;
		r->lost_customers += r->customers[i].window_ms > 0;
	}
	qsort(v, n, sizeof *v, by_number);
	r->known_customers = (int64_t)n;
	r->median_ms = median_of(v, n);
	r->longest_ms = n ? v[n - 1] : 0;
}

static void
find_copies(const struct dossier *d, const struct incident_figures *f,
    struct arena *keep, struct recovery_figures *r)
{
	struct copies c = { .d = d,
		.f = f,
		.keep = keep,
		.by_service.keep = keep,
		.by_customer.keep = keep,
		.index.keep = keep,
		.pairs.keep = keep,
		.loss.keep = keep,
		.done.keep = keep };

	find_rows(&c);
	add_touched(&c);
	add_named(&c);
	if (c.list.n)
		qsort(c.list.v, c.list.n, sizeof *c.list.v, copy_by_window);
	if (c.losses.n)
		qsort(
		    c.losses.v, c.losses.n, sizeof *c.losses.v, loss_by_window);
	r->copies = c.list.v;
	r->n_copies = c.list.n;
	r->customers = c.losses.v;
	r->n_customers = c.losses.n;
	sum_losses(r, keep);
}

/* ---- objects ---------------------------------------------------------------
 */

/* Are at least `percent` of `lost` back? */
static bool
is_back(const struct restoration *r, int64_t lost, int percent)
{
	return (int128)(r->restored + r->reissued) * 100 >=
	       (int128)lost * percent;
}

static void
object_clocks(struct object_figures *o, int64_t start_at)
{
	o->has_after = start_at != NO_INSTANT;
	if (!o->has_after)
		return;
	if (o->half_at != NO_INSTANT)
		o->half_ms = o->half_at - start_at;
	if (o->most_at != NO_INSTANT)
		o->most_ms = o->most_at - start_at;
}

/* Rows of one kind of objects, by time. */
static void
fill_object(struct object_figures *o, const struct restoration **row, size_t n,
    struct arena *keep, int64_t start_at)
{
	const struct restoration *last = row[n - 1];

	o->lost = last->lost;
	o->restored = last->restored;
	o->reissued = last->reissued;
	o->missing = last->lost - last->restored - last->reissued;
	o->share = ratio_make(last->restored + last->reissued, last->lost);
	o->half_at = o->most_at = NO_INSTANT;
	o->source = last->source;
	if (last->lost == 0)
		return;
	o->points = arena_array(keep, n + 1, sizeof *o->points);
	if (start_at != NO_INSTANT && start_at < row[0]->at)
		o->points[o->n_points++] =
		    (struct object_point){ start_at, ratio_int(0) };
	for (size_t i = 0; i < n; i++) {
		o->points[o->n_points++] = (struct object_point){ row[i]->at,
			ratio_make(
			    row[i]->restored + row[i]->reissued, last->lost) };
		if (o->half_at == NO_INSTANT && is_back(row[i], last->lost, 50))
			o->half_at = row[i]->at;
		if (o->most_at == NO_INSTANT && is_back(row[i], last->lost, 95))
			o->most_at = row[i]->at;
	}
	object_clocks(o, start_at);
}

static int
restoration_by_time(const void *pa, const void *pb)
{
	const struct restoration *a = *(const struct restoration *const *)pa;
	const struct restoration *b = *(const struct restoration *const *)pb;

	if (a->object != b->object)
		return a->object < b->object ? -1 : 1;
	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return a->from.line < b->from.line ? -1 : a->from.line > b->from.line;
}

static void
find_objects(const struct dossier *d, const struct incident_figures *f,
    struct arena *keep, struct recovery_figures *r)
{
	VEC(const struct restoration *) rows = { 0 };
	size_t i = 0;

	r->last_at = NO_INSTANT;
	for (size_t k = 0; k < d->n_restorations; k++)
		if (str_eq(d->restorations[k].incident, f->incident->id))
			*vec_push(keep, &rows) = &d->restorations[k];
	if (rows.n)
		qsort(rows.v, rows.n, sizeof *rows.v, restoration_by_time);
	r->objects = arena_array(keep, DATA_OBJECTS, sizeof *r->objects);
	while (i < rows.n) {
		struct object_figures *o = &r->objects[r->n_objects++];
		size_t from = i;

		o->object = (enum data_object)rows.v[i]->object;
		while (i < rows.n && rows.v[i]->object == (int)o->object)
			i++;
		if (rows.v[i - 1]->at > r->last_at)
			r->last_at = rows.v[i - 1]->at;
		fill_object(
		    o, rows.v + from, i - from, keep, f->first_impact.at);
	}
}

/* ---- the substitute page ---------------------------------------------------
 */

/* Services of one kind, on their way to figures. */
struct substituted {
	struct substitute_figures figures;
	VEC(int64_t) ms;
	struct map customers;
};

/* The page of one service comes (+1) or goes (-1). */
struct page_turn {
	int64_t at;
	int by;
};

static int
turn_by_time(const void *pa, const void *pb)
{
	const struct page_turn *a = pa, *b = pb;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return a->by < b->by ? -1 : a->by > b->by;
}

static void
add_substituted(
    struct substituted *s, const struct affected_service *a, struct arena *keep)
{
	struct substitute_figures *f = &s->figures;
	int64_t from_at = a->substitute.v[0].from_at;
	int64_t to_at = a->substitute.v[a->substitute.n - 1].to_at;

	if (f->services == 0 || from_at < f->from_at)
		f->from_at = from_at;
	if (f->services == 0 || to_at > f->to_at)
		f->to_at = to_at;
	f->services++;
	if (map_get(&s->customers, a->customer->id) < 0) {
		map_put(&s->customers, a->customer->id, 1);
		f->customers++;
	}
	*vec_push(keep, &s->ms) = interval_total_ms(&a->substitute);
}

static int
substitute_by_kind(const void *pa, const void *pb)
{
	const struct substitute_figures *a = pa, *b = pb;

	return str_cmp(a->kind, b->kind);
}

/* One point for each instant at which something changes. */
static void
draw_pages(struct recovery_figures *r, struct page_turn *turn, size_t n,
    struct arena *keep)
{
	int64_t now = 0;

	if (n == 0)
		return;
	qsort(turn, n, sizeof *turn, turn_by_time);
	r->substitute_points =
	    arena_array(keep, n, sizeof(struct object_point));
	for (size_t i = 0; i < n; i++) {
		now += turn[i].by;
		if (i + 1 < n && turn[i + 1].at == turn[i].at)
			continue;
		r->substitute_points[r->n_substitute_points++] =
		    (struct object_point){ turn[i].at,
			    ratio_make(now, r->substitute_services) };
	}
}

static void
find_substitutes(const struct incident_figures *f, struct arena *keep,
    struct recovery_figures *r)
{
	VEC(struct substituted) list = { 0 };
	VEC(struct page_turn) turns = { 0 };
	struct map index = { .keep = keep };

	for (size_t i = 0; i < f->n_services; i++) {
		const struct affected_service *a = &f->services[i];
		int64_t at = map_get(&index, a->service->kind);

		if (!a->substitute.n)
			continue;
		if (at < 0) {
			at = (int64_t)list.n;
			map_put(&index, a->service->kind, at);
			*vec_push(keep, &list) =
			    (struct substituted){ .figures.kind =
						      a->service->kind,
				    .customers.keep = keep };
		}
		add_substituted(&list.v[at], a, keep);
		r->substitute_services++;
		for (size_t k = 0; k < a->substitute.n; k++) {
			*vec_push(keep, &turns) =
			    (struct page_turn){ a->substitute.v[k].from_at, 1 };
			*vec_push(keep, &turns) =
			    (struct page_turn){ a->substitute.v[k].to_at, -1 };
		}
	}
	r->substitutes = arena_array(keep, list.n + 1, sizeof *r->substitutes);
	for (size_t i = 0; i < list.n; i++) {
		struct substituted *s = &list.v[i];

		qsort(s->ms.v, s->ms.n, sizeof *s->ms.v, by_number);
		s->figures.longest_ms = s->ms.v[s->ms.n - 1];
		s->figures.median_ms = median_of(s->ms.v, s->ms.n);
		r->substitutes[r->n_substitutes++] = s->figures;
	}
	if (r->n_substitutes)
		qsort(r->substitutes, r->n_substitutes, sizeof *r->substitutes,
		    substitute_by_kind);
	draw_pages(r, turns.v, turns.n, keep);
}

void
recovery_figures(const struct dossier *dossier,
    const struct incident_figures *f, struct arena *keep,
    struct recovery_figures *ret_figures)
{
	struct recovery_figures r = { 0 };

	find_copies(dossier, f, keep, &r);
	find_objects(dossier, f, keep, &r);
	find_substitutes(f, keep, &r);
	*ret_figures = r;
}
