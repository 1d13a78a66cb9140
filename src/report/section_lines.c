/*
 * section_lines.c -- one row per service: promised, achieved, credit. Services
 * without any credit appear too.
 */
#include "report/sections.h"

static const struct column_spec columns[] = {
	{ "service", false, 24, false },
	{ "promised", true, 11, false },
	{ "achieved", true, 13, false },
	{ "counted", true, 14, false },
	{ "tier", false, 40, false },
	{ "rate", true, 13, false },
	{ "credit", true, 13, false },
};

enum { SERVICE, PROMISED, ACHIEVED, COUNTED_TIME, TIER, RATE, CREDIT };

static struct cell
tier_cell(struct build *b, const struct ledger_row *row)
{
	const struct settlement *s = &row->settlement;

	if (s->tier_hit >= 0)
		return cell_text(
		    tier_text(b->lang, b->keep, row, (size_t)s->tier_hit));
	if (s->tier_hole)
		return cell_text(TEXT(b, "tier.hole"));
	return (struct cell){ .kind = CELL_EMPTY };
}

/* The rate, and what it applies to. */
static struct cell
rate_cell(struct build *b, const struct settlement *s)
{
	if (s->has_extension || !ratio_ok(s->percent) ||
	    ratio_cmp(s->percent, ratio_int(0)) == 0)
		return (struct cell){ .kind = CELL_EMPTY };
	return cell_text(FILL(b, "lines.rate",
	    { "rate", percent_text(b->lang, b->keep, s->percent) },
	    { "base",
		exact_text(b->lang, b->keep, s->currency, s->base_minor) }));
}

static void
add_line(struct build *b, struct table *t, const struct ledger_row *row)
{
	const struct settlement *s = &row->settlement;
	struct row *r = table_row(b->doc, t, ROW_BODY);
	struct str site = row->service->site;

	if (str_eq(site, row->service->name))
		site = STR_NONE;
	r->cell[SERVICE] =
	    cell_text(show_joined(b, show_service(b, row), site));
	if (s->has_target)
		r->cell[PROMISED] = cell_percent(s->target, share_decimals(s));
	r->cell[ACHIEVED] = show_achieved(b, s);
	r->cell[COUNTED_TIME] = cell_duration(s->downtime_ms);
	r->cell[TIER] = tier_cell(b, row);
	r->cell[RATE] = rate_cell(b, s);
	if (s->has_extension)
		r->cell[CREDIT] = cell_text(remedy_text(b->lang, b->keep, s));
	else
		r->cell[CREDIT] = cell_money(
		    s->credit_minor, s->currency.code, s->currency.digits);
	if (s->credit_minor > 0 || s->has_extension)
		r->cell[CREDIT].tone = TONE_MONEY;
}

/* The cap that applied, in the words of its step. */
static void
add_cap(struct build *b, const struct ledger_row *row)
{
	const struct trace *t = &row->settlement.trace;

	for (size_t i = 0; i < t->steps.n; i++) {
		const struct step *step = &t->steps.v[i];

		if (!str_is(str_of(step->key), "cap") ||
		    !step_says(step, "bit", "yes"))
			continue;
		doc_paragraph(b->doc,
		    FILL(b, "lines.capped", { "service", show_service(b, row) },
			{ "cap", explain_step(b->lang, b->keep, row, step) }));
	}
}

/* A note on one service; it is named where there are several. */
static void
add_note(struct build *b, const struct ledger_row *row, struct str text)
{
	if (b->statement.n_lines > 1)
		text = FILL(b, "lines.of_service",
		    { "service", show_service(b, row) }, { "text", text });
	doc_note(b->doc, text);
}

/* The row of the contract's table below its gap; -1 when it is not known. */
static int
row_below_gap(const struct settlement *s)
{
	const struct str *below = NULL;

	for (size_t i = 0; i < s->trace.steps.n; i++) {
		const struct step *step = &s->trace.steps.v[i];

		for (int k = 0; k < step->n_values; k++)
			if (str_is(str_of(step->key), "tier_hole") &&
			    str_is(str_of(step->v[k].name), "below"))
				below = &step->v[k].text;
	}
	for (size_t i = 0; below && i < s->n_tiers; i++)
		if (str_eq(s->tiers[i].printed, *below))
			return (int)i;
	return -1;
}

/* V11: both readings of a table that does not cover the value. */
static void
add_gap(struct build *b, const struct ledger_row *row)
{
	const struct settlement *s = &row->settlement;
	struct str text = FILL(b, "standard.v11",
	    { "p", share_text(b->lang, b->keep, s, s->availability) });
	int below = row_below_gap(s);

	if (below >= 0)
		text = show_after(b, text,
		    FILL(b, "lines.readings",
			{ "row",
			    tier_text(b->lang, b->keep, row, (size_t)below) },
			{ "gives", tier_value(b->lang, b->keep, row,
				       (size_t)below) }));
	add_note(b, row, text);
}

/* What a reader must know before he trusts the line. */
static void
add_warnings(struct build *b, const struct ledger_row *row)
{
	const struct settlement *s = &row->settlement;

	add_cap(b, row);
	if (s->states.no_data_ms > 0 && ratio_ok(s->availability_low))
		add_note(b, row, show_no_data(b, &row->settlement));
	if (s->tier_hole)
		add_gap(b, row);
}

static bool
is_combined(const struct statement_combined *c)
{
	return c->services > 1 && c->result.has_money;
}

/* Where the contract settles services together: a line, and how. */
static void
add_combined(
    struct build *b, struct table *t, const struct statement_combined *c)
{
	const struct settlement *s = &c->example->settlement;
	struct row *r;

	if (!is_combined(c))
		return;
	r = table_row(b->doc, t, ROW_SUBTOTAL);
	r->cell[SERVICE] = cell_text(TEXT(b, "lines.together"));
	r->cell[CREDIT] = cell_money(
	    c->result.total_minor, s->currency.code, s->currency.digits);
}

static void
explain_combined(struct build *b, const struct statement_combined *c)
{
	if (is_combined(c))
		doc_paragraph(b->doc, explain_step(b->lang, b->keep, c->example,
					  &c->result.trace.steps.v[0]));
}

int
section_lines(struct build *b, struct err *e)
{
	const struct statement_figures *f = &b->statement;
	struct table *t = TABLE(b, "lines", columns);

	(void)e;
	t->caption = FILL(
	    b, "lines.caption", { "period", show_period(b, b->job->period) });
	t->none = TEXT(b, "lines.none");
	for (size_t i = 0; i < f->n_lines; i++)
		add_line(b, t, f->lines[i].row);
	for (size_t i = 0; i < f->n_combined; i++)
		add_combined(b, t, &f->combined[i]);
	for (size_t i = 0; i < f->n_totals && f->n_lines > 1; i++) {
		struct row *r = table_row(b->doc, t, ROW_TOTAL);

		r->cell[SERVICE] = cell_text(TEXT(b, "words.total"));
		r->cell[CREDIT] = cell_money(f->totals[i].minor,
		    f->totals[i].currency.code, f->totals[i].currency.digits);
		r->cell[CREDIT].tone = TONE_MONEY;
	}
	for (size_t i = 0; i < f->n_combined; i++)
		explain_combined(b, &f->combined[i]);
	for (size_t i = 0; i < f->n_lines; i++)
		add_warnings(b, f->lines[i].row);
	return 0;
}
