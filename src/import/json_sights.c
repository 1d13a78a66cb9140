/*
 * Sightings of one JSON file: collected, sorted, told; and what could not be.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "import/json_doc.h"

#define EXCERPT_BYTES 160

struct excerpt {
	char p[EXCERPT_BYTES];
	size_t n;
};

/* The library's writer stops as soon as there is enough to see. */
static int
excerpt_add(const char *bytes, size_t n, void *arg)
{
	struct excerpt *x = arg;
	size_t room = sizeof x->p - x->n;

	if (n > room)
		n = room;
	memcpy(x->p + x->n, bytes, n);
	x->n += n;
	return x->n == sizeof x->p ? -1 : 0;
}

void
jdoc_reject(struct jdoc *doc, const json_t *entry, const char *fmt, ...)
{
	struct excerpt x = { .n = 0 };
	char reason[200];
	struct reject r = { .line = jdoc_line(doc, entry),
		.from_byte = doc->from,
		.to_byte = doc->to };
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(reason, sizeof reason, fmt, ap);
	va_end(ap);
	if (entry != NULL)
		(void)json_dump_callback(
		    entry, excerpt_add, &x, JSON_COMPACT | JSON_ENCODE_ANY);
	r.reason = str_of(reason);
	r.excerpt = (struct str){ x.p, x.n };
	job_reject(doc->job, &r);
}

/* A subject that outlives its record. */
static struct str
name_kept(struct jdoc *doc, struct str text)
{
	int64_t i = map_get(&doc->names, text);

	if (text.n == 0)
		return STR_NONE;
	if (i < 0) {
		i = (int64_t)doc->name.n;
		*vec_push(&doc->kept, &doc->name) = str_dup(&doc->kept, text);
		map_put(&doc->names, doc->name.v[i], i);
	}
	return doc->name.v[i];
}

static struct sighting *
sight(const struct jdoc *doc, size_t i)
{
	return &doc->sights.v[i / JDOC_BLOCK][i % JDOC_BLOCK];
}

struct sighting
jdoc_sighting(
    enum sight_kind kind, enum sight_state state, int64_t at, int64_t to_at)
{
	return (struct sighting){ .kind = kind,
		.state = state,
		.at = at,
		.to_at = to_at,
		.announced_at = NO_INSTANT };
}

void
jdoc_see(struct jdoc *doc, const json_t *entry, const struct sighting *sighting)
{
	struct sighting *s;

	if (sighting->to_at != NO_INSTANT && sighting->to_at < sighting->at) {
		jdoc_reject(doc, entry, "it ends before it begins");
		return;
	}
	if (sighting->to_at == sighting->at && sighting->kind != SIGHT_SAMPLE)
		return;
	if (doc->n_sights == JDOC_MAX_SIGHTS) {
		doc->dropped++;
		return;
	}
	if (doc->n_sights % JDOC_BLOCK == 0)
		*vec_push(&doc->kept, &doc->sights) =
		    arena_array(&doc->kept, JDOC_BLOCK, sizeof *s);
	s = sight(doc, doc->n_sights++);
	*s = *sighting;
	if (entry != NULL)
		s->line = jdoc_line(doc, entry);
	if (!doc->stream)
		return;
	s->subject = name_kept(doc, s->subject);
	s->id = str_dup(&doc->kept, s->id);
	s->note = name_kept(doc, s->note);
}

/* Exports are newest first or oldest first; one entry may be astray. */
static void
oldest_first(const struct jdoc *doc, uint32_t *v, size_t n)
{
	size_t up = 0, down = 0;

	for (size_t i = 1; i < n; i++) {
		up += sight(doc, i)->at > sight(doc, i - 1)->at;
		down += sight(doc, i)->at < sight(doc, i - 1)->at;
	}
	for (size_t i = 0; i < n; i++)
		v[i] = (uint32_t)(down > up ? n - 1 - i : i);
}

static bool
in_order(const struct jdoc *doc, uint32_t a, uint32_t b)
{
	return sight(doc, a)->at <= sight(doc, b)->at;
}

/* Two runs that are sorted, [a, b) and [b, end), to one. */
static void
merge(const struct jdoc *doc, const uint32_t *from, uint32_t *to, size_t a,
    size_t b, size_t end)
{
	size_t i = a, k = b;

	for (size_t out = a; out < end; out++) {
		if (k == end || (i < b && in_order(doc, from[i], from[k])))
			to[out] = from[i++];
		else
			to[out] = from[k++];
	}
}

/* Indices by time; equal times stay as they stand. */
static uint32_t *
sort(struct jdoc *doc, size_t n)
{
	uint32_t *from = arena_array(&doc->kept, n, sizeof *from);
	uint32_t *to = arena_array(&doc->kept, n, sizeof *to), *swap;

	oldest_first(doc, from, n);
	for (size_t run = 1; run < n; run *= 2) {
		for (size_t a = 0; a < n; a += 2 * run) {
			size_t b = a + run < n ? a + run : n;

			merge(doc, from, to, a, b, b + run < n ? b + run : n);
		}
		swap = from;
		from = to;
		to = swap;
	}
	return from;
}

static void
complain(struct jdoc *doc)
{
	struct job *job = doc->job;
	struct str hint = str_format(job->scratch,
	    "add to case.yaml, under files: - { match: \"%.*s\", zone: "
	    "Europe/Berlin }",
	    STR_ARG(job->file));

	if (doc->zoneless)
		job_complain(job, DIAG_ERROR, 0, str_cstr(job->scratch, hint),
		    "its times have no offset, and no rule tells the zone");
	if (doc->dropped != 0)
		job_complain(job, DIAG_ERROR, 0,
		    "ask the monitor for a shorter period, and for several "
		    "files",
		    "more than %zu sightings in one file", JDOC_MAX_SIGHTS);
	if (doc->n_sights != 0 || doc->zoneless ||
	    job->d->errors != job->errors_before)
		return;
	if (job->batch->source.rejected != 0)
		job_complain(job, DIAG_ERROR, 0,
		    "the list of rejects tells why", "no entry could be used");
	else
		job_complain(job, DIAG_WARNING, 0,
		    "no data is not the same as no outage",
		    "the file tells of nothing");
}

void
jdoc_tell(struct jdoc *doc)
{
	size_t n = doc->n_sights;
	uint32_t *order = sort(doc, n);

	complain(doc);
	for (size_t i = 0; i < n; i++)
		job_see(doc->job, sight(doc, order[i]));
}

/* ---- what formats ask of many entries
 * ------------------------------------------------------- */

static int
by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

int64_t
jdoc_step(struct arena *scratch, const int64_t *at, size_t n, int64_t grain)
{
	int64_t *d = arena_array(scratch, n, sizeof *d), best = 0;
	size_t count = 0, run = 0, most = 0;

	for (size_t i = 1; i < n; i++) {
		int64_t far = at[i] - at[i - 1];

		far = (far + grain / 2) / grain * grain;
		if (far > 0)
			d[count++] = far;
	}
	qsort(d, count, sizeof *d, by_size);
	for (size_t i = 0; i < count; i++) {
		run = i > 0 && d[i] == d[i - 1] ? run + 1 : 1;
		if (run > most) {
			most = run;
			best = d[i];
		}
	}
	return best;
}

static int
by_time(const void *a, const void *b)
{
	const struct jdoc_row *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return (x->order > y->order) - (x->order < y->order);
}

static bool
row_time(struct jdoc *doc, const json_t *entry, const char *const *paths,
    int64_t *ret_at)
{
	for (; paths[1] != NULL; paths++)
		if (jdoc_when(doc, jdoc_at(entry, *paths), ret_at) ==
		    JDOC_GIVEN)
			return true;
	return jdoc_needs_time(doc, entry, *paths, ret_at);
}

size_t
jdoc_rows(struct jdoc *doc, const json_t *list, const char *const *paths,
    struct jdoc_row **ret_rows)
{
	struct jdoc_row *v =
	    arena_array(&doc->kept, json_array_size(list), sizeof *v);
	size_t n = 0, up = 0, down = 0;

	for (size_t i = 0; i < json_array_size(list); i++) {
		v[n].entry = json_array_get(list, i);
		if (!row_time(doc, v[n].entry, paths, &v[n].at))
			continue;
		up += n > 0 && v[n].at > v[n - 1].at;
		down += n > 0 && v[n].at < v[n - 1].at;
		n++;
	}
	for (size_t i = 0; i < n; i++)
		v[i].order = down > up ? n - i : i;
	qsort(v, n, sizeof *v, by_time);
	*ret_rows = v;
	return n;
}

void
jdoc_count(struct map *counts, struct str text)
{
	int64_t n = map_get(counts, text);

	map_put(counts, text, n < 0 ? 1 : n + 1);
}

bool
jdoc_is_shared(const struct map *counts, struct str text)
{
	return map_get(counts, text) > 1;
}
