/*
 * intake_traffic.c -- the traffic of an import: files of the folder and days of
 * engines, counted together so that nothing counts twice.
 */
#include "flow/counting.h"
#include "flow/intake.h"
#include "import/engine.h"

static bool
is_traffic(const struct folder_file *f)
{
	return f->role == ROLE_FACTS && f->kind == SOURCE_TRAFFIC;
}

int
intake_traffic_look(struct intake *in, struct err *e)
{
	struct traffic_files *t = &in->traffic;
	struct arena *keep = in->j->keep;

	in->reading.current = STR("traffic");
	*t = (struct traffic_files){ .j = in->j,
		.store = in->store,
		.ctx = in->reading.ctx,
		.threads = in->j->threads,
		.steady = true };
	t->v = arena_array(keep, in->n_files + 1, sizeof *t->v);
	in->traffic_at =
	    arena_array(keep, in->n_files + 1, sizeof *in->traffic_at);
	for (size_t i = 0; i < in->n_files; i++) {
		const struct folder_file *f = &in->files[i];

		if (!is_traffic(f))
			continue;
		in->traffic_at[t->n] = i;
		t->v[t->n++] = (struct traffic_file){ .path = f->path,
			.name = f->name,
			.digest = f->sha256,
			.bytes = f->bytes,
			.stamp = f->stamp,
			.rules = f->read_as };
	}
	if (minute_days_load(
		in->store, in->reading.settings.as_of, keep, &t->days, e) != 0)
		return -1;
	return traffic_files_known(t, e);
}

/* Files that were not asked for, and whatever else brings parts. */
static void
add_others(struct intake *in, struct counting_source *v, size_t *n,
    const struct source_row *rows, size_t n_rows)
{
	for (size_t i = 0; i < n_rows; i++) {
		const struct source_row *row = &rows[i];
		bool file =
		    str_is(row->source.kind, source_kind_name(SOURCE_TRAFFIC));

		if (row->state != SOURCE_CURRENT ||
		    intake_listed(in, row->source.file))
			continue;
		if (file ? in->partial : engine_is_name(row->source.file))
			v[(*n)++] =
			    (struct counting_source){ .name = row->source.file,
				    .id = row->id };
	}
}

static int
settle_file(struct intake *in, const struct traffic_file *t,
    const struct counting_source *sources, int64_t at, struct err *e)
{
	const struct folder_file *f =
	    &in->files[in->traffic_at[t - in->traffic.v]];
	struct import_note *note =
	    &in->notes.v[in->traffic_at[t - in->traffic.v]];
	const struct counting_source *s = &sources[at];
	bool copy = t->copy != (size_t)(t - in->traffic.v);
	enum source_state state = SOURCE_CURRENT;

	if (s->twin >= 0 || copy) {
		if (s->twin >= 0)
			s = &sources[s->twin];
		state = SOURCE_SAME;
		note->twin = s->name;
	}
	note->fate = state == SOURCE_SAME ? IMPORT_SAME
		     : t->read            ? IMPORT_READ
					  : IMPORT_AGAIN;
	if (intake_unchanged(in, f, state, s->id)) {
		note->fate = IMPORT_KNOWN;
		return 0;
	}
	return intake_mark(in, f, state, s->id, e);
}

/* Also when case.yaml names none any more: those of before are gone. */
bool
intake_engines_wanted(const struct intake *in)
{
	return !in->partial && !in->trial && in->engines == NULL &&
	       in->reading.settings.n_engines != 0;
}

int
intake_engines_fetch(struct intake *in, struct err *e)
{
	const struct minute_days *days = &in->traffic.days;

	return engines_fetch(in->j, in->store, &in->reading.settings, days->v,
	    days->n, &in->engines, e);
}

static int
count_engines(struct intake *in, struct err *e)
{
	struct import_note *notes;
	size_t n = 0;

	if (in->partial || in->trial)
		return 0;
	if (in->engines == NULL && intake_engines_fetch(in, e) != 0)
		return -1;
	notes = arena_array(
	    in->j->keep, engines_notes(in->engines) + 1, sizeof *notes);
	if (engines_count(in->engines, in->store, notes, &n, &in->changed, e) !=
	    0)
		return -1;
	for (size_t i = 0; i < n; i++)
		*vec_push(in->j->keep, &in->notes) = notes[i];
	return 0;
}

int
intake_traffic_count(struct intake *in, struct err *e)
{
	struct traffic_files *t = &in->traffic;
	struct arena *keep = in->j->keep;
	struct counting_source *v;
	struct source_row *rows;
	int64_t *at = arena_array(keep, t->n + 1, sizeof *at);
	size_t n = 0, n_rows;

	if (count_engines(in, e) != 0 ||
	    store_load_sources(in->store, keep, &rows, &n_rows, e) != 0)
		return -1;
	v = arena_array(keep, t->n + n_rows + 1, sizeof *v);
	for (size_t i = 0; i < t->n; i++) {
		at[i] = -1;
		if (t->v[i].id == 0)
			continue;
		at[i] = (int64_t)n;
		v[n++] = (struct counting_source){ .name = t->v[i].name,
			.id = t->v[i].id,
			.path = t->v[i].path };
	}
	add_others(in, v, &n, rows, n_rows);
	if (counting_choose(in->j, in->store, v, n,
		in->reading.settings.traffic_layer, e) != 0)
		return -1;
	for (size_t i = 0; i < t->n; i++) {
		int64_t k = at[t->v[i].copy];

		if (k >= 0 && settle_file(in, &t->v[i], v, k, e) != 0)
			return -1;
	}
	return 0;
}
