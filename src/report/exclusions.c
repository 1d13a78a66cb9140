/*
 * exclusions.c -- what the contracts took out of downtime: kind, clause, who
 * approved it. What was refused stands there too, with no time.
 */
#include "report/charts.h"
#include "report/sections.h"

#define PAPER_ROWS 6

static const struct column_spec columns[] = {
	{ "service", false, 22, false },
	{ "reason", false, 20, false },
	{ "clause", false, 10, false },
	{ "taken_out", true, 15, false },
	{ "accepted", true, 10, false },
	{ "refused", false, 22, false },
	{ "approved_by", false, 20, false },
};

static struct str
approvers(struct build *b, const struct excluded_line *x)
{
	struct str out = STR_NONE;

	for (size_t i = 0; i < x->n_approved_by; i++)
		out = show_joined(b, out, x->approved_by[i]);
	return x->more_approved ? show_joined(b, out, STR("\xe2\x80\xa6"))
				: out;
}

static struct str
refused(struct build *b, const struct excluded_line *x)
{
	if (x->refused == 0)
		return show_count(b, 0);
	return show_joined(b, show_count(b, x->refused),
	    term_text(b->lang, b->keep, x->refused_why));
}

static void
add_row(struct build *b, struct table *t, const struct affected_group *g,
    const struct excluded_line *x)
{
	struct row *r = table_row(b->doc, t, ROW_BODY);

	r->cell[0] = cell_text(group_name(b, g));
	r->cell[1] = cell_text(term_text(b->lang, b->keep, x->kind));
	r->cell[2] = cell_text(x->clause);
	r->cell[3] = cell_duration(x->down_ms);
	r->cell[4] = cell_count(x->accepted);
	r->cell[5] = cell_text(refused(b, x));
	r->cell[6] = cell_text(approvers(b, x));
}

/* Did somebody ask for it? Standing hours of a contract take out, too. */
static bool
asked(const struct excluded_line *x)
{
	return x->down_ms > 0 || x->accepted > 0 || x->refused > 0;
}

void
exclusions_add(struct build *b, size_t n)
{
	const struct incident_figures *f = &b->incident;
	struct table *t = NULL;

	for (size_t i = 0; i < n; i++) {
		const struct settlement *s = &f->groups[i].lowest->settlement;

		for (size_t k = 0; k < s->n_exclusions; k++) {
			if (!asked(&s->exclusions[k]))
				continue;
			if (t == NULL) {
				t = TABLE(b, "exclusions", columns);
				t->caption = TEXT(b, "impact.exclusions");
			}
			add_row(b, t, &f->groups[i], &s->exclusions[k]);
		}
	}
	if (t != NULL)
		show_first(b, t, PAPER_ROWS);
}
