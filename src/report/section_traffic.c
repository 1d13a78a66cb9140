/*
 * section_traffic.c -- traffic lost: always an estimate, always with its
 * intervals, what came back in the same table, and how the same procedure did
 * on windows without an outage.
 */
#include "report/section_traffic.h"

#include "report/charts.h"
#include "report/sections.h"

static const struct column_spec columns[] = {
	{ "site", false, 22, false },
	{ "expected", true, 12, false },
	{ "observed", true, 12, false },
	{ "lost", true, 12, false },
	{ "interval", true, 19, false },
	{ "interval95", true, 19, false },
	{ "lost_share", true, 16, false },
	{ "rebound", true, 19, false },
	{ "grade", true, 8, false },
};

/* "900–1,500", rounded to what the interval's width allows. */
static struct str
traffic_range(struct build *b, double low, double high)
{
	return FILL(b, "words.range",
	    { "low", show_estimate(b, low, low, high) },
	    { "high", show_estimate(b, high, low, high) });
}

struct str
traffic_share(struct build *b, double share, int decimals)
{
	double whole = decimals == 0 ? 100 : 1000;
	int64_t n = (int64_t)(share * whole + (share < 0 ? -0.5 : 0.5));

	return format_percent(
	    b->keep, &b->lang->style, ratio_make(n, (int128)whole), decimals);
}

/* "61 %" of what was expected, and between what. */
static struct str
lost_share(struct build *b, const struct lost_sums *s)
{
	if (s->expected <= 0)
		return STR_NONE;
	return FILL(b, "traffic.with_interval",
	    { "value", traffic_share(b, s->lost / s->expected, 0) },
	    { "low", traffic_share(b, s->lost_lo80 / s->expected, 0) },
	    { "high", traffic_share(b, s->lost_hi80 / s->expected, 0) });
}

/* The value above its interval: "1,200 (900–1,500)". */
struct str
traffic_figure(struct build *b, double value, double low, double high)
{
	return FILL(b, "traffic.with_interval",
	    { "value", show_estimate(b, value, low, high) },
	    { "low", show_estimate(b, low, low, high) },
	    { "high", show_estimate(b, high, low, high) });
}

static void
add_figures(
    struct build *b, struct row *r, struct str name, const struct lost_sums *s)
{
	double low = s->lost_lo80, high = s->lost_hi80;

	r->cell[0] = cell_text(name);
	r->cell[1] = cell_text(show_estimate(b, s->expected, low, high));
	r->cell[2] = cell_text(show_estimate(b, s->observed, 0, 2));
	r->cell[3] = cell_text(show_estimate(b, s->lost, low, high));
	r->cell[4] = cell_text(traffic_range(b, low, high));
	r->cell[5] = cell_text(traffic_range(b, s->lost_lo95, s->lost_hi95));
	r->cell[6] = cell_text(lost_share(b, s));
	if (s->has_rebound)
		r->cell[7] = cell_text(traffic_figure(
		    b, s->rebound, s->rebound_lo80, s->rebound_hi80));
	r->cell[8] = cell_text(str_format(b->keep, "%c", s->grade));
}

void
traffic_table(struct build *b)
{
	const struct lost_figures *l = &b->incident.lost;
	struct table *t = TABLE(b, "traffic", columns);
	bool names = build_names(b);

	t->caption =
	    FILL(b, "traffic.caption", { "unit", show_unit(b, l->unit) });
	for (size_t i = 0; names && i < l->n_sites; i++)
		add_figures(b, table_row(b->doc, t, ROW_BODY), l->sites[i].site,
		    &l->sites[i].sums);
	if (!names || l->n_sites > 1)
		add_figures(b,
		    table_row(b->doc, t, names ? ROW_TOTAL : ROW_BODY),
		    COUNTED(b, "traffic.sites", (int64_t)l->n_sites), &l->sums);
}

void
traffic_charts(struct build *b)
{
	struct chart *c = traffic_chart(b);

	if (c != NULL)
		doc_chart(b->doc, c);
	c = loss_chart(b);
	if (c != NULL)
		doc_chart(b->doc, c);
}

int
section_traffic(struct build *b, struct err *e)
{
	const struct lost_figures *l = &b->incident.lost;

	(void)e;
	if (!l->n_sites && !l->n_insufficient)
		return 0;
	chapter(b, "head.traffic");
	if (l->n_sites) {
		doc_paragraph(b->doc,
		    FILL(b, "standard.v5", { "unit", show_unit(b, l->unit) },
			{ "k", show_count(b, l->sums.inside80) },
			{ "n", show_count(b, l->sums.n_tests) }));
		traffic_charts(b);
		traffic_table(b);
		doc_paragraph(b->doc, TEXT(b, "traffic.median"));
		doc_paragraph(b->doc, TEXT(b, "traffic.grades"));
		traffic_evidence(b);
	}
	if (l->n_insufficient)
		doc_note(b->doc, COUNTED(b, "traffic.insufficient",
				     (int64_t)l->n_insufficient));
	return 0;
}
