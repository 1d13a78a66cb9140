/*
 * section_summary.c -- the incident on one page: what, how long, how many, when
 * customers were told.
 */
#include "report/charts.h"
#include "report/sections.h"

#define FIGURES_MOST 7

/* The one sentence of the report. */
static void
add_sentence(struct build *b)
{
	const struct incident_figures *f = &b->incident;
	const struct affected_service *worst;
	const char *key;

	if (!f->n_groups || !f->has_span) {
		doc_result(b->doc, FILL(b, "summary.untouched",
				       { "incident", f->incident->title }));
		return;
	}
	worst = f->groups[0].first;
	key = f->open              ? "summary.open"
	      : worst->down_ms > 0 ? "summary.down"
				   : "summary.degraded";
	doc_result(b->doc,
	    FILL(b, key, { "service", group_name(b, &f->groups[0]) },
		{ "hit", show_count(b, f->hit_services) },
		{ "all", show_count(b, f->all_services) },
		{ "time",
		    show_time(b, worst->down_ms > 0 ? worst->down_ms
						    : worst->degraded_ms) },
		{ "start", show_moment(b, f->span.from_at, b->zone) },
		{ "end", show_moment(b, f->span.to_at, b->zone) },
		{ "customers", lang_count(b->lang, "count.customers", b->keep,
				   (int64_t)f->n_customers, NULL, 0) },
		{ "share", format_percent(b->keep, &b->lang->style,
			       f->customers_share, 0) }));
}

static void
add_figure(struct key_figure *v, size_t *n, struct cell value, struct str label)
{
	v[(*n)++] = (struct key_figure){ .value = value, .label = label };
}

static void
add_text_figure(
    struct key_figure *v, size_t *n, struct str text, struct str label)
{
	v[(*n)++] = (struct key_figure){ .text = text, .label = label };
}

static void
add_lost_figure(struct build *b, struct key_figure *v, size_t *n)
{
	const struct lost_figures *l = &b->incident.lost;

	if (!l->n_sites)
		return;
	add_text_figure(v, n,
	    show_estimate(
		b, l->sums.lost, l->sums.lost_lo80, l->sums.lost_hi80),
	    FILL(b, "summary.lost", { "unit", show_unit(b, l->unit) },
		{ "low", show_estimate(b, l->sums.lost_lo80, l->sums.lost_lo80,
			     l->sums.lost_hi80) },
		{ "high", show_estimate(b, l->sums.lost_hi80, l->sums.lost_lo80,
			      l->sums.lost_hi80) }));
}

static void
add_figures(struct build *b)
{
	const struct incident_figures *f = &b->incident;
	struct key_figure *v = arena_array(b->keep, FIGURES_MOST, sizeof *v);
	size_t n = 0;

	add_figure(v, &n, cell_duration(f->span_ms), TEXT(b, "summary.span"));
	if (f->n_groups)
		add_figure(v, &n, cell_duration(f->groups[0].first->down_ms),
		    FILL(b, "summary.counted",
			{ "second",
			    show_time(
				b, f->groups[0].first->second_clock_ms) }));
	add_text_figure(v, &n,
	    FILL(b, "words.of", { "n", show_count(b, (int64_t)f->n_customers) },
		{ "all", show_count(b, f->all_customers) }),
	    TEXT(b, "summary.customers"));
	add_figure(v, &n, cell_count(f->customer_ms / MS_MINUTE),
	    TEXT(b, "summary.customer_minutes"));
	add_lost_figure(b, v, &n);
	if (f->comms.has_first)
		add_figure(v, &n, cell_duration(f->comms.first_notice_ms),
		    TEXT(b, "summary.first_notice"));
	else
		add_text_figure(v, &n, TEXT(b, "summary.no_notice"),
		    TEXT(b, "summary.first_notice"));
	if (build_internal(b) && f->money.n_totals) {
		add_text_figure(v, &n,
		    show_moneys(b, f->money.totals, f->money.n_totals),
		    FILL(b, "summary.credits",
			{ "customers",
			    lang_count(b->lang, "count.customers", b->keep,
				f->money.customers, NULL, 0) }));
		v[n - 1].value.tone = TONE_MONEY;
	}
	doc_key_figures(b->doc, v, n);
}

int
section_summary(struct build *b, struct err *e)
{
	const struct incident_figures *f = &b->incident;
	struct chart *strip = strip_chart(b);

	(void)e;
	front_sheet(b, "sheet.summary");
	add_sentence(b);
	if (f->has_span)
		add_figures(b);
	if (strip)
		doc_chart(b->doc, strip);
	if (f->n_groups > STRIP_ROWS && !build_book(b))
		doc_paragraph(b->doc, COUNTED(b, "summary.more",
					  (int64_t)(f->n_groups - STRIP_ROWS)));
	if (!build_book(b))
		doc_paragraph(b->doc, TEXT(b, "standard.v10"));
	return 0;
}
