/*
 * A settled case document as JSON: the shape of its `expect` under "result",
 * the trace under "steps". Programs read it: nothing here is for people.
 */
#include "cli/calc.h"

static void
value_json(struct json_out *j, struct calc *c, const struct casedoc *doc,
    const struct value *v)
{
	json_key_of(j, v->name);
	switch (v->kind) {
	case VALUE_TEXT:
	case VALUE_KEY:
		json_text(j, v->text);
		return;
	case VALUE_COUNT:
	case VALUE_TIME:
	case VALUE_MONEY:
		json_int(j, v->number);
		return;
	case VALUE_INSTANT:
		json_text(j, zone_iso(&c->work, doc->zone, v->number));
		return;
	case VALUE_SHARE:
	case VALUE_FACTOR:
	case VALUE_EXACT:
		json_text(j, ratio_text(&c->work, v->ratio));
		return;
	}
}

static void
step_json(struct json_out *j, struct calc *c, const struct casedoc *doc,
    const struct step *step, struct str line)
{
	json_open_map(j);
	json_put_text(j, "step", str_of(step->key));
	json_put_text(j, "text", line);
	if (step->clause.n != 0) {
		json_put_text(j, "clause", step->clause);
	}
	if (step->has_time) {
		json_put_int(j, "change_ms", step->delta_ms);
		json_put_int(j, "left_ms", step->left_ms);
	}
	json_key_of(j, "values");
	json_open_map(j);
	for (int i = 0; i < step->n_values; i++)
		value_json(j, c, doc, &step->v[i]);
	json_close_map(j);
	json_close_map(j);
}

static void
scalar_json(struct json_out *j, const struct case_scalar *s)
{
	int64_t n = 0;

	json_key(j, s->key);
	if (s->kind == CASE_NULL)
		json_null(j);
	else if (s->kind == CASE_BOOL)
		json_bool(j, str_is(s->text, "true"));
	else if (s->kind == CASE_NUMBER && str_int64(s->text, &n))
		json_int(j, n);
	else
		json_text(j, s->text);
}

/* The same shape as `expect`. */
static void
result_json(struct json_out *j, struct calc *c, const struct casedoc *doc)
{
	struct case_scalars r = casedoc_result(doc, &c->work);
	size_t i = 0;

	json_key_of(j, "result");
	json_open_map(j);
	json_key_of(j, "services");
	json_open_map(j);
	while (i < r.n && r.v[i].service.n != 0) {
		struct str service = r.v[i].service;

		json_key(j, service);
		json_open_map(j);
		while (i < r.n && str_eq(r.v[i].service, service))
			scalar_json(j, &r.v[i++]);
		json_close_map(j);
	}
	json_close_map(j);
	while (i < r.n)
		scalar_json(j, &r.v[i++]);
	json_close_map(j);
}

static bool
is_before(const struct place *a, const struct place *b)
{
	return a->line != b->line ? a->line < b->line : a->col < b->col;
}

/* What was said about this document when it was read. */
static void
complaints_json(
    struct json_out *j, const struct calc *c, const struct casedoc *doc)
{
	const struct casedoc *next = doc + 1;
	bool last = next == c->docs.v + c->docs.n;

	for (size_t i = 0; i < c->diags.list.n; i++) {
		const struct diag *one = &c->diags.list.v[i];

		if (one->level == DIAG_WARNING &&
		    !is_before(&one->at, &doc->at) &&
		    (last || is_before(&one->at, &next->at)))
			json_text(j, one->message);
	}
}

static void
warnings_json(
    struct json_out *j, const struct calc *c, const struct casedoc *doc)
{
	json_key_of(j, "warnings");
	json_open_list(j);
	complaints_json(j, c, doc);
	for (size_t i = 0; i < doc->n_services; i++) {
		const struct settlement *s = &doc->services[i].settlement;

		for (size_t k = 0; k < s->n_warnings; k++)
			json_text(j, s->warnings[k]);
	}
	for (size_t i = 0; i < c->notes.n; i++)
		json_text(j, c->notes.v[i]);
	json_close_list(j);
}

static int
steps_json(struct json_out *j, struct calc *c, const struct casedoc *doc,
    struct err *e)
{
	json_key_of(j, "steps");
	json_open_map(j);
	for (size_t i = 0; i < doc->n_services; i++) {
		const struct settlement *s = &doc->services[i].settlement;
		struct str *lines;

		if (calc_sentences(c, doc, s, &lines, e) != 0)
			return -1;
		json_key(j, s->service);
		json_open_list(j);
		for (size_t k = 0; k < s->trace.steps.n; k++)
			step_json(j, c, doc, &s->trace.steps.v[k], lines[k]);
		json_close_list(j);
	}
	json_close_map(j);
	return 0;
}

int
calc_json(struct json_out *j, struct calc *c, const struct casedoc *doc,
    struct err *e)
{
	json_open_map(j);
	json_put_text(j, "id", doc->id);
	json_put_text(j, "title", doc->title);
	result_json(j, c, doc);
	if (steps_json(j, c, doc, e) != 0)
		return -1;
	warnings_json(j, c, doc);
	json_close_map(j);
	return 0;
}
