/*
 * section_steps.c -- the calculation step by step, as the engine took it: every
 * step of the trace in its order, those that took nothing too.
 */
#include "report/charts.h"
#include "report/sections.h"

static const struct column_spec columns[] = {
	{ "step", true, 4, false },
	{ "what", false, 56, false },
	{ "clause", false, 9, false },
	{ "change", true, 15, false },
	{ "result", true, 16, false },
};

enum { NO, WHAT, CLAUSE, CHANGE, RESULT };

static void
add_step(struct build *b, struct table *t, const struct ledger_row *row,
    const struct step *step, int64_t number)
{
	struct row *r = table_row(b->doc, t, ROW_BODY);
	struct str result = explain_result(b->lang, b->keep, row, step);

	for (int i = 0; i < t->n_columns; i++)
		r->cell[i] = cell_text(STR_NONE);
	r->cell[NO] = cell_count(number);
	r->cell[WHAT] = cell_text(explain_step(b->lang, b->keep, row, step));
	if (step->clause.n)
		r->cell[CLAUSE] = cell_text(step->clause);
	/* The first step is the sum itself, not a change. */
	if (step->has_time && number > 1)
		r->cell[CHANGE] = cell_duration(step->delta_ms);
	if (result.n)
		r->cell[RESULT] = cell_text(result);
	if (str_is(str_of(step->key), "credit")) {
		r->role = ROW_TOTAL;
		r->cell[RESULT].tone = TONE_MONEY;
	}
}

/* A drawing of steps that all took nothing shows nothing. */
static bool
any_change(const struct settlement *s)
{
	for (size_t i = 1; i < s->trace.steps.n; i++)
		if (s->trace.steps.v[i].has_time &&
		    s->trace.steps.v[i].delta_ms != 0)
			return true;
	return false;
}

static void
add_service(struct build *b, const struct ledger_row *row, size_t number)
{
	const struct settlement *s = &row->settlement;
	struct table *t;

	doc_heading(b->doc, 2, show_service(b, row), STR_NONE);
	if (any_change(s))
		doc_chart(
		    b->doc, waterfall_chart(b, row, show_service(b, row)));
	if (ratio_ok(s->percent) && ratio_cmp(s->percent, ratio_int(0)) > 0)
		doc_paragraph(
		    b->doc, FILL(b, "lines.base",
				{ "base", exact_text(b->lang, b->keep,
					      s->currency, s->base_minor) }));
	t = TABLE(b, table_id(b, "steps", number), columns);
	for (size_t i = 0; i < s->trace.steps.n; i++)
		add_step(b, t, row, &s->trace.steps.v[i], (int64_t)i + 1);
}

int
section_steps(struct build *b, struct err *e)
{
	const struct statement_figures *f = &b->statement;
	size_t number = 0;

	(void)e;
	if (!f->any_touched)
		return 0;
	chapter(b, "head.steps");
	for (size_t i = 0; i < f->n_lines; i++) {
		if (!f->lines[i].touched)
			continue;
		add_service(b, f->lines[i].row, number++);
	}
	return 0;
}
