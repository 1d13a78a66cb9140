/*
 * section_traffic.c -- traffic lost: always an estimate, always with its
 * interval and how the same method did on windows without an outage.
 */
#include "report/charts.h"
#include "report/sections.h"

static const struct column_spec columns[] = {
	{ "site", false, 30, false },
	{ "expected", true, 13, false },
	{ "observed", true, 13, false },
	{ "lost", true, 13, false },
	{ "interval", true, 22, false },
	{ "rebound", true, 13, false },
	{ "grade", true, 8, false },
};

static struct str
interval(struct build *b, double low, double high)
{
	return FILL(b, "words.range",
	    { "low", show_estimate(b, low, low, high) },
	    { "high", show_estimate(b, high, low, high) });
}

static void
add_site(struct build *b, struct table *t, const struct site_estimate *s)
{
	const struct estimate *e = &s->estimate;
	double low = e->lost_lo80, high = e->lost_hi80;
	struct row *r = table_row(b->doc, t, ROW_BODY);

	r->cell[0] = cell_text(s->site);
	r->cell[1] = cell_text(show_estimate(b, e->expected, low, high));
	r->cell[2] = cell_text(show_estimate(b, e->observed, 0, 2));
	r->cell[3] = cell_text(show_estimate(b, e->lost, low, high));
	r->cell[4] = cell_text(interval(b, low, high));
	if (e->has_rebound)
		r->cell[5] = cell_text(show_estimate(b, e->rebound, low, high));
	r->cell[6] = cell_text(str_format(b->keep, "%c", e->grade));
}

static void
add_sum(struct build *b, struct table *t)
{
	const struct lost_figures *l = &b->incident.lost;
	struct row *r =
	    table_row(b->doc, t, build_names(b) ? ROW_TOTAL : ROW_BODY);

	r->cell[0] =
	    cell_text(COUNTED(b, "traffic.sites", (int64_t)l->n_sites));
	r->cell[1] = cell_text(show_estimate(b, l->expected, l->lo80, l->hi80));
	r->cell[2] = cell_text(show_estimate(b, l->observed, 0, 2));
	r->cell[3] = cell_text(show_estimate(b, l->lost, l->lo80, l->hi80));
	r->cell[4] = cell_text(interval(b, l->lo80, l->hi80));
	if (l->has_rebound)
		r->cell[5] =
		    cell_text(show_estimate(b, l->rebound, l->lo80, l->hi80));
	r->cell[6] = cell_text(str_format(b->keep, "%c", l->grade));
}

static void
add_table(struct build *b)
{
	const struct lost_figures *l = &b->incident.lost;
	struct table *t = TABLE(b, "traffic", columns);

	t->caption =
	    FILL(b, "traffic.caption", { "unit", show_unit(b, l->unit) });
	for (size_t i = 0; build_names(b) && i < l->n_sites; i++)
		add_site(b, t, l->sites[i]);
	if (!build_names(b) || l->n_sites > 1)
		add_sum(b, t);
}

int
section_traffic(struct build *b, struct err *e)
{
	const struct lost_figures *l = &b->incident.lost;
	struct chart *c = traffic_chart(b);

	(void)e;
	if (!l->n_sites && !l->n_insufficient)
		return 0;
	chapter(b, "head.traffic");
	if (l->n_sites) {
		doc_paragraph(b->doc,
		    FILL(b, "standard.v5", { "unit", show_unit(b, l->unit) },
			{ "k", show_count(b, l->inside80) },
			{ "n", show_count(b, l->n_windows) }));
		if (c)
			doc_chart(b->doc, c);
		add_table(b);
		doc_paragraph(b->doc, TEXT(b, "traffic.grades"));
	}
	if (l->n_insufficient)
		doc_note(b->doc, COUNTED(b, "traffic.insufficient",
				     (int64_t)l->n_insufficient));
	return 0;
}
