/*
 * section_actions.c -- what is being done, by whom, until when, and what is
 * late; how often the same cause has struck in the last year.
 */
#include "report/sections.h"

static const struct column_spec columns[] = {
	{ "action", false, 40, false },
	{ "type", false, 13, false },
	{ "owner", false, 15, false },
	{ "due", false, 12, false },
	{ "state", false, 12, false },
	{ "overdue", true, 12, false },
};

static void
add_action(struct build *b, struct table *t, const struct action_figures *f)
{
	const struct action *a = f->action;
	struct row *r = table_row(b->doc, t, ROW_BODY);

	r->cell[0] = cell_text(show_joined(b, a->id, a->text));
	r->cell[1] = cell_text(show_word(b, a->type));
	r->cell[2] = cell_text(a->owner);
	if (a->due_at != NO_INSTANT)
		r->cell[3] = cell_date(a->due_at, b->zone);
	r->cell[4] = cell_text(
	    f->done ? TEXT(b, "action.done") : show_word(b, a->state));
	r->cell[4].tone = f->done ? TONE_GOOD : TONE_PLAIN;
	if (f->has_overdue && f->overdue_days > 0) {
		r->cell[5] =
		    cell_text(COUNTED(b, "unit.days", f->overdue_days));
		r->cell[5].tone = TONE_BAD;
	}
}

static struct str
earlier_ids(struct build *b)
{
	const struct incident_figures *f = &b->incident;
	struct str out = STR_NONE;

	for (size_t i = 0; i < f->n_same_cause; i++)
		out = out.n ? str_format(b->keep, "%.*s, %.*s", STR_ARG(out),
				  STR_ARG(f->same_cause[i]->id))
			    : f->same_cause[i]->id;
	return out;
}

int
section_actions(struct build *b, struct err *e)
{
	const struct incident_figures *f = &b->incident;
	struct table *t;

	(void)e;
	chapter(b, "head.actions");
	t = TABLE(b, "actions", columns);
	t->none = TEXT(b, "action.none");
	for (size_t i = 0; i < f->n_actions; i++)
		add_action(b, t, &f->actions[i]);
	if (!f->incident->cause.n)
		doc_paragraph(b->doc, TEXT(b, "action.no_cause"));
	else if (!f->same_12)
		doc_paragraph(b->doc, TEXT(b, "action.first_time"));
	else
		doc_paragraph(b->doc,
		    FILL(b, "action.again", { "six", show_count(b, f->same_6) },
			{ "twelve", show_count(b, f->same_12) },
			{ "ids", earlier_ids(b) }));
	return 0;
}
