/*
 * charts_reconcile.c -- C8: two strips of the same time, and their difference.
 *
 * Each kind of difference has a labelled row of its own, so that the place
 * tells what the colour tells; in grey they are alike.
 */
#include "report/charts.h"

/* Spans of one paint; later sets lie over earlier ones. */
struct layer {
	const struct spans *set;
	enum paint paint;
};

static struct strip_row
layered(struct build *b, const char *label, int64_t ms,
    const struct layer *layer, size_t n)
{
	struct strip_row row = { .label = TEXT(b, label),
		.value = show_time(b, ms) };
	size_t most = 0;

	for (size_t i = 0; i < n; i++)
		most += layer[i].set->n;
	row.span = arena_array(b->keep, most + 1, sizeof *row.span);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < layer[i].set->n; k++)
			row.span[row.n_spans++] =
			    (struct strip_span){ layer[i].set->v[k].from_at,
				    layer[i].set->v[k].to_at, layer[i].paint };
	return row;
}

static struct strip_row
side_row(struct build *b, const struct reconciliation *r, enum side side,
    const char *label)
{
	const struct layer layers[] = {
		{ &r->slow[side], PAINT_DEGRADED },
		{ &r->no_data[side], PAINT_NO_DATA },
		{ &r->down[side], PAINT_DOWN },
	};

	return layered(b, label, r->down_ms[side], layers, 3);
}

static struct strip_row
only_row(struct build *b, const struct reconciliation *r, enum side side,
    const char *label, enum paint paint)
{
	const struct layer layers[] = { { &r->only[side], paint } };

	return layered(b, label, r->only_ms[side], layers, 1);
}

static struct strip_row
gap_row(struct build *b, const struct reconciliation *r)
{
	const struct layer layers[] = {
		{ &r->no_data[SIDE_PROVIDER], PAINT_NO_DATA },
		{ &r->no_data[SIDE_CUSTOMER], PAINT_NO_DATA },
	};

	return layered(b, "chart.reconcile.no_data", r->no_data_ms, layers, 2);
}

static const struct {
	enum paint paint;
	const char *key;
} legend[] = {
	{ PAINT_DOWN, "reconciliation.down" },
	{ PAINT_DEGRADED, "state.degraded" },
	{ PAINT_NO_DATA, "state.no_data" },
};

static void
add_words(struct build *b, const struct ledger_row *row,
    const struct reconciliation *r, struct chart *c)
{
	struct fill fill[] = {
		{ "service", show_service(b, row) },
		{ "period", show_period(b, row->settlement.period_name) },
		{ "zone", row->contract->zone->name },
		{ "provider", show_time(b, r->only_ms[SIDE_PROVIDER]) },
		{ "customer", show_time(b, r->only_ms[SIDE_CUSTOMER]) },
		{ "declared", show_time(b, r->down_ms[SIDE_PROVIDER]) },
		{ "observed", show_time(b, r->down_ms[SIDE_CUSTOMER]) },
		{ "share", STR_NONE },
	};
	const size_t n = sizeof fill / sizeof fill[0];

	c->title = TEXT(b, "chart.reconcile.silent");
	if (ratio_ok(r->agreement)) {
		fill[n - 1].text =
		    format_percent(b->keep, &b->lang->style, r->agreement, 3);
		c->title = lang_fill(
		    b->lang, "chart.reconcile.title", b->keep, fill, n);
	}
	c->subtitle =
	    lang_fill(b->lang, "chart.reconcile.what", b->keep, fill, n);
	c->alt = lang_fill(b->lang, "chart.reconcile.alt", b->keep, fill, n);
}

struct chart *
reconcile_chart(struct build *b, const struct ledger_row *row,
    const struct reconciliation *r)
{
	const size_t n = sizeof legend / sizeof legend[0];
	struct chart *c = arena_new(b->keep, struct chart);

	c->kind = CHART_STRIP;
	c->from_at = r->period.from_at;
	c->to_at = r->period.to_at;
	c->zone = row->contract->zone;
	c->strip = arena_array(b->keep, 5, sizeof *c->strip);
	c->strip[c->n_strips++] =
	    side_row(b, r, SIDE_PROVIDER, "chart.reconcile.declared");
	c->strip[c->n_strips++] =
	    side_row(b, r, SIDE_CUSTOMER, "chart.reconcile.observed");
	c->strip[c->n_strips++] = only_row(b, r, SIDE_PROVIDER,
	    "chart.reconcile.only_provider", PAINT_EXPECTED);
	c->strip[c->n_strips++] = only_row(
	    b, r, SIDE_CUSTOMER, "chart.reconcile.only_customer", PAINT_CREDIT);
	if (r->no_data_ms != 0)
		c->strip[c->n_strips++] = gap_row(b, r);
	c->legend = arena_array(b->keep, n, sizeof *c->legend);
	for (size_t i = 0; i < n; i++)
		c->legend[c->n_legends++] =
		    (struct legend){ legend[i].paint, TEXT(b, legend[i].key) };
	add_words(b, row, r, c);
	return c;
}
