#include "flow/counting.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "domain/part_cover.h"
#include "flow/minute_days.h"
#include "store/versions.h"

/* More than all days that are counted by minute. */
#define WORTH_OF_EXTRA 1000

struct counting {
	struct journey *j;
	struct store *store;
	struct counting_source *v;
	size_t n;
	VEC(struct counting_piece) pieces; /* each part once, by key */
	struct map by_id;                  /* of pieces */
};

/*
 * The same bytes may be read for two sites on purpose; other rules only say how
 * well they are read.
 */
static struct str
site_of(struct str read_as)
{
	static const char mark[] = "; site ";
	const char *p = read_as.n == 0 ? NULL
				       : memmem(read_as.p, read_as.n, mark,
					     sizeof mark - 1);
	struct str ignored;

	if (p == NULL)
		return STR("");
	p += sizeof mark - 1;
	return str_cut((struct str){ p, (size_t)(read_as.p + read_as.n - p) },
	    ';', &ignored);
}

/* Of two readings of the same bytes the one that tells more is taken. */
static int64_t
worth_of(struct str read_as)
{
	static const char *const extras[] = { "; visits", "; visitors" };
	int64_t worth = minute_days_worth(read_as);

	for (size_t i = 0; i < sizeof extras / sizeof *extras; i++)
		if (read_as.n != 0 && memmem(read_as.p, read_as.n, extras[i],
					  strlen(extras[i])) != NULL)
			worth += WORTH_OF_EXTRA;
	return worth;
}

static struct str
id_key(struct counting *c, int64_t id)
{
	return str_format(c->j->keep, "%lld", (long long)id);
}

static int
gather(struct counting *c, struct err *e)
{
	struct arena *keep = c->j->keep;

	for (size_t i = 0; i < c->n; i++) {
		struct counting_source *s = &c->v[i];

		s->twin = -1;
		s->lines = 0;
		if (store_links_of(
			c->store, s->id, keep, &s->parts, &s->n_parts, e) != 0)
			return -1;
		for (size_t k = 0; k < s->n_parts; k++) {
			const struct part *p = &s->parts[k].part;
			struct str id = id_key(c, s->parts[k].id);

			s->lines += p->lines;
			if (map_get(&c->by_id, id) >= 0)
				continue;
			map_put(&c->by_id, id, 0);
			*vec_push(keep, &c->pieces) = (struct counting_piece){
				.key = str_format(keep, "%s %.*s %.*s",
				    p->fingerprint, STR_ARG(p->layer),
				    STR_ARG(site_of(p->read_as))),
				.row = &s->parts[k],
				.source = i
			};
		}
	}
	return 0;
}

static int
by_key(const void *pa, const void *pb)
{
	const struct counting_piece *a = pa, *b = pb;
	int order = str_cmp(a->key, b->key);

	return order != 0 ? order
	       : a->row->part.from_byte != b->row->part.from_byte
		   ? (a->row->part.from_byte < b->row->part.from_byte ? -1 : 1)
		   : (a->row->id > b->row->id) - (a->row->id < b->row->id);
}

static void
complain(const struct counting *c, const struct counting_piece *a,
    const struct counting_piece *b, bool differ)
{
	struct place at = { .file = c->v[b->source].name };
	struct str other = c->v[a->source].name;

	if (differ)
		diag_add(&c->j->diags, DIAG_ERROR, at,
		    "leave only one of the two there",
		    "this log begins like \"%.*s\" and is as long, but ends "
		    "otherwise",
		    STR_ARG(other));
	else
		diag_add(&c->j->diags, DIAG_ERROR, at,
		    "leave only one of the two there, or import the whole log "
		    "in their place",
		    "bytes %lld to %lld of this log are in \"%.*s\" too, and "
		    "the others are not",
		    (long long)b->row->part.from_byte,
		    (long long)a->row->part.to_byte, STR_ARG(other));
}

/* Two that end at the same byte must end alike. */
static const struct counting_piece *
other_end(const struct counting_piece *v, size_t n, size_t at)
{
	for (size_t i = 0; i < n && i < at; i++)
		if (v[i].row->part.to_byte == v[at].row->part.to_byte &&
		    strcmp(v[i].row->part.tail, v[at].row->part.tail) != 0)
			return &v[i];
	return NULL;
}

static void
cover_log(struct counting *c, struct counting_piece *v, size_t n)
{
	struct arena scratch = { 0 };
	struct part_choice *choice = arena_array(&scratch, n, sizeof *choice);
	size_t a, b;
	bool ok;

	for (size_t i = 0; i < n; i++) {
		const struct part *p = &v[i].row->part;
		const struct counting_piece *other =
		    n <= 64 ? other_end(v, n, i) : NULL;

		if (other != NULL)
			complain(c, other, &v[i], true);
		choice[i] = (struct part_choice){ .from_byte = p->from_byte,
			.to_byte = p->to_byte,
			.worth = worth_of(p->read_as) };
	}
	ok = part_cover(choice, n, &scratch, &a, &b);
	for (size_t i = 0; i < n && ok; i++)
		v[i].counts = choice[i].counts;
	if (!ok)
		complain(c, &v[a], &v[b], false);
	arena_release(&scratch);
}

static void
cover_all(struct counting *c)
{
	struct counting_piece *v = c->pieces.v;
	size_t n = c->pieces.n;

	counting_join_short(c->j, c->v, v, n);
	if (n != 0)
		qsort(v, n, sizeof *v, by_key);
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && str_eq(v[to].key, v[from].key);)
			to++;
		cover_log(c, v + from, to - from);
	}
	for (size_t i = 0; i < n; i++)
		map_put(&c->by_id, id_key(c, v[i].row->id), (int64_t)i);
}

/* ---- files that bring nothing of their own ---- */

static int
by_size(const void *pa, const void *pb)
{
	const struct counting_source *const *a = pa, *const *b = pb;

	if ((*a)->lines != (*b)->lines)
		return (*a)->lines < (*b)->lines ? -1 : 1;
	if ((*a)->counted != (*b)->counted)
		return (*a)->counted ? 1 : -1;
	return -str_cmp((*a)->name, (*b)->name);
}

/* How many sources bring each part; and who, when it is only one. */
struct bringer {
	int64_t n;
	size_t one;
};

static int64_t
piece_of(struct counting *c, const struct part_row *row)
{
	return map_get(&c->by_id, id_key(c, row->id));
}

/* A source that has the bytes of `p`, which does not count itself. */
static size_t
holder_of(const struct counting *c, const struct counting_piece *p)
{
	for (size_t i = 0; i < c->pieces.n; i++) {
		const struct counting_piece *q = &c->pieces.v[i];

		if (q->counts && str_eq(q->key, p->key) &&
		    q->row->part.from_byte <= p->row->part.from_byte &&
		    q->row->part.to_byte > p->row->part.from_byte)
			return q->source;
	}
	return p->source;
}

/* True when all that `s` brings is counted through others; *ret_twin: whose. */
static bool
superfluous(struct counting *c, const struct counting_source *s,
    const struct bringer *bringers, size_t *ret_twin)
{
	size_t me = (size_t)(s - c->v);

	*ret_twin = me;
	for (size_t k = 0; k < s->n_parts; k++) {
		int64_t at = piece_of(c, &s->parts[k]);
		const struct counting_piece *p = &c->pieces.v[at];

		if (p->counts && bringers[at].n < 2)
			return false;
	}
	for (size_t k = 0; k < s->n_parts && *ret_twin == me; k++) {
		int64_t at = piece_of(c, &s->parts[k]);
		const struct counting_piece *p = &c->pieces.v[at];

		if (!p->counts)
			*ret_twin = holder_of(c, p);
		for (size_t i = 0; p->counts && i < c->n; i++)
			for (size_t q = 0; q < c->v[i].n_parts; q++)
				if (i != me && c->v[i].twin < 0 &&
				    c->v[i].parts[q].id == s->parts[k].id)
					*ret_twin = i;
	}
	return s->n_parts != 0 && *ret_twin != me;
}

static void
find_twins(struct counting *c)
{
	struct arena *keep = c->j->keep;
	struct bringer *bringers =
	    arena_array(keep, c->pieces.n + 1, sizeof *bringers);
	struct counting_source **order =
	    arena_array(keep, c->n + 1, sizeof *order);

	for (size_t i = 0; i < c->n; i++) {
		order[i] = &c->v[i];
		for (size_t k = 0; k < c->v[i].n_parts; k++)
			bringers[piece_of(c, &c->v[i].parts[k])].n++;
	}
	qsort(order, c->n, sizeof *order, by_size);
	for (size_t i = 0; i < c->n; i++) {
		struct counting_source *s = order[i];
		size_t twin;

		if (!superfluous(c, s, bringers, &twin))
			continue;
		s->twin = (int64_t)twin;
		for (size_t k = 0; k < s->n_parts; k++)
			bringers[piece_of(c, &s->parts[k])].n--;
	}
	/* the twin of a twin is the one that counts */
	for (size_t i = 0; i < c->n; i++)
		while (c->v[i].twin >= 0 && c->v[c->v[i].twin].twin >= 0)
			c->v[i].twin = c->v[c->v[i].twin].twin;
}

/* ---- what counts ---- */

static int
choose(struct counting *c, struct str layer, struct err *e)
{
	int64_t *ids = arena_array(c->j->keep, c->pieces.n + 1, sizeof *ids);
	size_t n = 0;

	for (size_t i = 0; i < c->pieces.n; i++) {
		const struct counting_piece *p = &c->pieces.v[i];

		if (p->counts && (layer.n == 0 || p->row->part.layer.n == 0 ||
				     str_eq(p->row->part.layer, layer)))
			ids[n++] = p->row->id;
	}
	return store_choose_parts(c->store, ids, n, e);
}

/* A request that two layers saw would count twice. */
static int
check_layers(struct counting *c, struct str layer, struct err *e)
{
	struct place at = { .file = STR("case.yaml") };
	struct str site, a, b;

	if (store_layers_meet(c->store, c->j->keep, &site, &a, &b, e) != 0)
		return -1;
	if (site.n == 0)
		return 0;
	if (a.n == 0)
		diag_add(&c->j->diags, DIAG_WARNING, at,
		    "give every log of the site its layer: under files:",
		    "\"%.*s\" is in logs of the layer \"%.*s\" and in logs of "
		    "no layer: are requests counted twice?",
		    STR_ARG(site), STR_ARG(b));
	else if (layer.n == 0)
		diag_add(&c->j->diags, DIAG_ERROR, at,
		    str_cstr(
			c->j->keep, str_format(c->j->keep,
					"traffic_layer: %.*s", STR_ARG(a))),
		    "\"%.*s\" is in logs of the layers \"%.*s\" and "
		    "\"%.*s\": which of them counts?",
		    STR_ARG(site), STR_ARG(a), STR_ARG(b));
	return 0;
}

/* Hours tell more than totals of days; who brings both should know. */
static int
check_days(struct counting *c, struct err *e)
{
	struct place at = { .file = STR("case.yaml") };
	struct str site;
	int64_t n;

	if (store_days_left_out(c->store, c->j->keep, &site, &n, e) != 0)
		return -1;
	if (n == 1)
		diag_add(&c->j->diags, DIAG_WARNING, at,
		    "leave one of the two away",
		    "\"%.*s\" has hours and totals of days: only the hours "
		    "count",
		    STR_ARG(site));
	else if (n > 1)
		diag_add(&c->j->diags, DIAG_WARNING, at,
		    "leave one of the two away",
		    "%lld sites have hours and totals of days: only the hours "
		    "count; the first is \"%.*s\"",
		    (long long)n, STR_ARG(site));
	return 0;
}

int
counting_choose(struct journey *j, struct store *s,
    struct counting_source *sources, size_t n, struct str layer, struct err *e)
{
	struct counting c = {
		.j = j, .store = s, .v = sources, .n = n, .by_id.keep = j->keep
	};

	if (gather(&c, e) != 0)
		return -1;
	cover_all(&c);
	find_twins(&c);
	if (choose(&c, layer, e) != 0)
		return -1;
	if (check_layers(&c, layer, e) != 0)
		return -1;
	return check_days(&c, e);
}
