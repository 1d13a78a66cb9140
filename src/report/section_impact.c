/*
 * section_impact.c -- what each service went through, in groups of one fate;
 * the availability of the periods; which services were spared.
 */
#include "report/charts.h"
#include "report/sections.h"

#define GROUPS_SHOWN 24

static const struct column_spec fates[] = {
	{ "service", false, 26, false },
	{ "down", true, 13, false },
	{ "second_clock", true, 13, false },
	{ "degraded", true, 13, false },
	{ "excluded", true, 12, false },
	{ "no_data", true, 11, false },
	{ "interruptions", true, 10, false },
	{ "longest", true, 13, false },
	{ "recoveries", true, 18, false },
};

static const struct column_spec shares[] = {
	{ "service", false, 30, false },
	{ "period", false, 16, false },
	{ "promised", true, 13, false },
	{ "achieved", true, 16, false },
	{ "experienced", true, 16, false },
};

static const struct column_spec kinds[] = {
	{ "kind", false, 30, false },
	{ "services", true, 14, false },
	{ "affected", true, 14, false },
	{ "not_affected", true, 14, false },
};

static size_t
shown(const struct incident_figures *f)
{
	return f->n_groups < GROUPS_SHOWN ? f->n_groups : GROUPS_SHOWN;
}

static struct cell
recoveries_cell(struct build *b, const struct affected_service *a)
{
	if (!a->recoveries.n)
		return cell_count(0);
	return cell_text(FILL(b, "impact.recoveries",
	    { "n", show_count(b, (int64_t)a->recoveries.n) },
	    { "together", show_time(b, a->recovered_ms) },
	    { "longest", show_time(b, a->longest_recovery_ms) }));
}

static void
add_fates(struct build *b)
{
	const struct incident_figures *f = &b->incident;
	struct table *t = TABLE(b, "impact", fates);

	t->none = TEXT(b, "impact.none");
	for (size_t i = 0; i < shown(f); i++) {
		const struct affected_service *a = f->groups[i].first;
		struct row *r = table_row(b->doc, t, ROW_BODY);

		r->cell[0] = cell_text(group_name(b, &f->groups[i]));
		r->cell[1] = cell_duration(a->down_ms);
		r->cell[2] = cell_duration(a->second_clock_ms);
		r->cell[3] = cell_duration(a->degraded_ms);
		r->cell[4] = cell_duration(a->excluded_ms);
		r->cell[5] = cell_duration(a->no_data_ms);
		r->cell[6] = cell_count(a->interruptions);
		r->cell[7] = cell_duration(a->longest_ms);
		r->cell[8] = recoveries_cell(b, a);
	}
}

static void
add_shares(struct build *b)
{
	const struct incident_figures *f = &b->incident;
	struct table *t = TABLE(b, "availability", shares);

	t->caption = TEXT(b, "impact.availability");
	t->none = TEXT(b, "impact.none");
	for (size_t i = 0; i < shown(f); i++) {
		const struct settlement *s =
		    &f->groups[i].first->row->settlement;
		struct row *r = table_row(b->doc, t, ROW_BODY);
		int decimals = share_decimals(s);

		r->cell[0] = cell_text(group_name(b, &f->groups[i]));
		r->cell[1] = cell_text(show_period(b, s->period_name));
		if (s->has_target)
			r->cell[2] = cell_percent(s->target, decimals);
		r->cell[3] = cell_percent(s->availability, decimals);
		r->cell[4] = cell_percent(s->experienced, decimals);
	}
}

static void
add_kinds(struct build *b)
{
	const struct incident_figures *f = &b->incident;
	struct table *t = TABLE(b, "spared", kinds);

	t->caption = TEXT(b, "impact.spared");
	t->none = TEXT(b, "impact.none");
	for (size_t i = 0; i < f->n_kinds; i++) {
		const struct kind_figures *k = &f->kinds[i];
		struct row *r = table_row(b->doc, t, ROW_BODY);

		r->cell[0] = cell_text(k->kind.n ? show_word(b, k->kind)
						 : TEXT(b, "service.any_kind"));
		r->cell[1] = cell_count(k->services);
		r->cell[2] = cell_count(k->affected);
		r->cell[3] = cell_count(k->spared);
	}
}

int
section_impact(struct build *b, struct err *e)
{
	const struct incident_figures *f = &b->incident;

	(void)e;
	chapter(b, "head.impact");
	doc_paragraph(b->doc,
	    FILL(b, "impact.clocks",
		{ "brief",
		    show_time(b, b->dossier->settings.min_recovery_ms) }));
	add_fates(b);
	if (f->n_groups > GROUPS_SHOWN)
		doc_paragraph(
		    b->doc, COUNTED(b, "summary.more",
				(int64_t)(f->n_groups - GROUPS_SHOWN)));
	if (f->n_groups)
		doc_chart(b->doc, chart_waterfall(b, f->groups[0].first->row,
				      group_name(b, &f->groups[0])));
	add_shares(b);
	add_kinds(b);
	return 0;
}
