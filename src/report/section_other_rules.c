/*
 * section_other_rules.c -- the same records under rules that others publish,
 * for a reader who compares with a status page. Of an incident: the service hit
 * hardest, in its worst period, and all services of the incident as a group. Of
 * a quarter: all services.
 */
#include "domain/other_rules.h"
#include "report/charts.h"
#include "report/live.h"
#include "report/review.h"
#include "report/sections.h"

enum { RULE, RULE_DOWN, RULE_OF, RULE_SHARE };

static const struct column_spec columns[] = {
	{ "rule", false, 60, false },
	{ "rule_down", true, 16, false },
	{ "rule_of", true, 14, false },
	{ "rule_share", true, 14, false },
};

/* Up time by all time, rounded down as it is shown. */
static const struct formula *
share_formula(struct build *b)
{
	const struct formula *scale = live_number(b, "100000"), *f;

	f = live_pair(
	    b, FORMULA_SUB, live_column(b, RULE_OF), live_column(b, RULE_DOWN));
	f = live_pair(b, FORMULA_DIV, live_pair(b, FORMULA_MUL, f, scale),
	    live_column(b, RULE_OF));
	return live_pair(
	    b, FORMULA_DIV, live_round(b, FORMULA_ROUND_DOWN, f, 0), scale);
}

/* Live where whole seconds give what the exact time gives. */
static void
make_live(struct build *b, struct row *r, const struct other_figure *one)
{
	struct cell *share = &r->cell[RULE_SHARE];
	int64_t of = r->cell[RULE_OF].number;
	struct ratio shown = ratio_make(of - r->cell[RULE_DOWN].number, of);
	struct ratio exact = ratio_quantize(one->availability, 5, ROUND_FLOOR);

	if (!ratio_ok(shown) || !ratio_ok(exact) ||
	    ratio_cmp(ratio_quantize(shown, 5, ROUND_FLOOR), exact) != 0)
		return;
	share->ratio = exact;
	share->formula = share_formula(b);
}

static void
add_rule(
    struct build *b, struct table *t, int rule, const struct other_figures *f)
{
	const struct other_figure *one = &f->rule[rule];
	struct str key =
	    str_format(b->keep, "rules.%s", other_weights[rule].key);
	struct row *r = table_row(b->doc, t, ROW_BODY);
	int64_t down_ms = 0;

	r->cell[RULE] = cell_text(LANG_FILL(b->lang, str_cstr(b->keep, key),
	    b->keep, { "n", show_count(b, (int64_t)f->services) },
	    { "brief", show_time(b, b->dossier->settings.min_recovery_ms) }));
	if (rule == OTHER_CONTRACT)
		r->cell[RULE].tone = TONE_STRONG;
	if (ratio_round(one->down_ms, ROUND_HALF_UP, &down_ms))
		r->cell[RULE_DOWN] = review_about(down_ms);
	r->cell[RULE_OF] = review_about(one->of_ms);
	r->cell[RULE_SHARE] = review_share(one->availability);
	make_live(b, r, one);
	if (rule == OTHER_CONTRACT && review_is_book(b) &&
	    r->cell[RULE_DOWN].number == b->rows->counted_ms)
		r->cell[RULE_DOWN].formula =
		    live_sum(b, "data_outage", OUTAGE_ROW_COUNTED, NULL, 0);
}

static void
add_table(struct build *b, struct str about, const struct other_figures *one,
    const struct other_figures *all)
{
	struct table *t;

	part(b, "head.other_rules");
	doc_paragraph(b->doc, TEXT(b, "rules.how"));
	t = TABLE(b, "other_rules", columns);
	t->caption = about;
	for (int i = 0; i < OTHER_RULES; i++)
		if (!other_weights[i].group)
			add_rule(b, t, i, one);
		else if (all->services > 1)
			add_rule(b, t, i, all);
}

/* The worst hit, and the settlements of the same period that were touched. */
static void
of_incident(struct build *b, const struct timeline *t)
{
	const struct incident_figures *f = &b->incident;
	const struct ledger_row *worst = f->groups[0].first->row;
	const struct ledger_row **same =
	    arena_array(b->keep, f->n_rows, sizeof *same);
	struct other_figures one, all;
	size_t n = 0;

	for (size_t i = 0; i < f->n_rows; i++)
		if (str_eq(f->rows[i]->settlement.period_name,
			worst->settlement.period_name))
			same[n++] = f->rows[i];
	other_rules(t, &worst, 1, b->keep, &one);
	other_rules(t, same, n, b->keep, &all);
	add_table(b,
	    show_joined(b, group_name(b, &f->groups[0]),
		show_period(b, worst->settlement.period_name)),
	    &one, &all);
}

static void
of_quarter(struct build *b, const struct timeline *t)
{
	const struct dossier *d = b->dossier;
	const struct ledger_row **rows =
	    arena_array(b->keep, d->n_ledger, sizeof *rows);
	struct span quarter = b->review->span;
	struct other_figures f;
	size_t n = 0;

	for (size_t i = 0; i < d->n_ledger; i++) {
		struct span p = d->ledger[i].settlement.period;

		if (p.from_at >= quarter.from_at && p.to_at <= quarter.to_at)
			rows[n++] = &d->ledger[i];
	}
	if (n == 0)
		return;
	other_rules(t, rows, n, b->keep, &f);
	add_table(b, review_quarter_name(b, b->review->name), &f, &f);
}

int
section_other_rules(struct build *b, struct err *e)
{
	struct timeline t;

	(void)e;
	timeline_index(b->dossier, b->keep, &t);
	if (b->review != NULL)
		of_quarter(b, &t);
	else if (b->incident.n_groups != 0)
		of_incident(b, &t);
	return 0;
}
