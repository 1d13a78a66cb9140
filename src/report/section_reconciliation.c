/*
 * section_reconciliation.c -- what the provider declared against what the
 * customer observed: totals that add up to the period, and every difference
 * with its class.
 *
 * A customer's own records are that customer's business: they stand in the
 * internal edition, and else only where no other customer reads.
 */
#include <stdlib.h>

#include "report/charts.h"
#include "report/sections.h"

#define DIFFERENCES_SHOWN 12 /* on paper, the longest */

static const struct column_spec totals[] = {
	{ "state", false, 40, false },
	{ "lasted", true, 20, false },
	{ "share", true, 14, false },
};

static const struct column_spec classes[] = {
	{ "difference", false, 40, false },
	{ "how_many", true, 14, false },
	{ "lasted", true, 20, false },
};

static const struct column_spec differences[] = {
	{ "from_to", false, 27, false },
	{ "lasted", true, 13, false },
	{ "difference", false, 24, false },
	{ "declared", false, 22, false },
	{ "seen", false, 22, false },
};

/* By side that says down. */
static const char *const class_keys[2][DIFFERENCE_CLASSES] = {
	[SIDE_PROVIDER] = {
		[DIFFERENCE_CUSTOMER_GAP] = "difference.provider.customer_gap",
		[DIFFERENCE_ZONE_SHIFT] = "difference.provider.zone_shift",
		[DIFFERENCE_EXCLUDED] = "difference.provider.excluded",
		[DIFFERENCE_SLOW] = "difference.provider.slow",
		[DIFFERENCE_FLASH] = "difference.provider.flash",
		[DIFFERENCE_EARLIER_END] = "difference.provider.earlier_end",
		[DIFFERENCE_LATER_START] = "difference.provider.later_start",
		[DIFFERENCE_NOT_RECORDED] = "difference.provider.not_recorded",
	},
	[SIDE_CUSTOMER] = {
		[DIFFERENCE_PROVIDER_GAP] = "difference.customer.provider_gap",
		[DIFFERENCE_ZONE_SHIFT] = "difference.customer.zone_shift",
		[DIFFERENCE_EXCLUDED] = "difference.customer.excluded",
		[DIFFERENCE_SLOW] = "difference.customer.slow",
		[DIFFERENCE_FLASH] = "difference.customer.flash",
		[DIFFERENCE_EARLIER_END] = "difference.customer.earlier_end",
		[DIFFERENCE_LATER_START] = "difference.customer.later_start",
		[DIFFERENCE_NOT_RECORDED] = "difference.customer.not_recorded",
	},
};

static struct str
share_shown(const struct build *b, struct ratio share)
{
	return format_percent(b->keep, &b->lang->style, share, 3);
}

/* ---- the suspicion ------------------------------------------------------ */

static void
add_shift(struct build *b, const struct reconciliation *r,
    const struct ledger_row *row)
{
	const struct zone_shift *s = &r->shift;
	struct fill fill[] = {
		{ "time", show_time(b, s->ms < 0 ? -s->ms : s->ms) },
		{ "before", share_shown(b, r->agreement) },
		{ "after", share_shown(b, s->agreement) },
	};
	struct str text, only;

	text = lang_fill(b->lang,
	    s->ms > 0 ? "reconciliation.shift.later"
		      : "reconciliation.shift.earlier",
	    b->keep, fill, 3);
	if (s->part != SHIFT_ALL) {
		only = LANG_FILL(b->lang,
		    s->part == SHIFT_BEFORE ? "reconciliation.shift.before"
					    : "reconciliation.shift.after",
		    b->keep,
		    { "change",
			show_moment(b, s->change_at, row->contract->zone) });
		text = show_after(b, text, only);
	}
	doc_note(b->doc, text);
}

/* ---- totals ------------------------------------------------------------- */

static void
add_totals(struct build *b, const struct reconciliation *r,
    const struct ledger_row *row, size_t number)
{
	const struct {
		const char *key;
		int64_t ms;
	} states[] = {
		{ "reconciliation.both", r->both_ms },
		{ "reconciliation.only_provider", r->only_ms[SIDE_PROVIDER] },
		{ "reconciliation.only_customer", r->only_ms[SIDE_CUSTOMER] },
		{ "reconciliation.neither", r->neither_ms },
		{ "reconciliation.no_data", r->no_data_ms },
	};
	struct table *t =
	    show_table(b, table_id(b, "two_sides", number), totals, 3);
	struct row *line;

	t->whole = true;
	t->caption = FILL(b, "reconciliation.totals",
	    { "service", show_service(b, row) },
	    { "period", show_period(b, row->settlement.period_name) });
	for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
		line = table_row(b->doc, t, ROW_BODY);
		line->cell[0] = cell_text(TEXT(b, states[i].key));
		line->cell[1] = cell_duration(states[i].ms);
		line->cell[2] =
		    cell_percent(ratio_make(states[i].ms, r->period_ms), 3);
	}
	line = table_row(b->doc, t, ROW_TOTAL);
	line->cell[0] = cell_text(TEXT(b, "words.total"));
	line->cell[1] = cell_duration(r->period_ms);
}

static void
add_agreement(struct build *b, const struct reconciliation *r)
{
	struct str text = TEXT(b, "reconciliation.silent");

	if (ratio_ok(r->agreement))
		text = FILL(b, "reconciliation.agreement",
		    { "share", share_shown(b, r->agreement) });
	if (r->traffic_ms != 0)
		text = show_after(b, text,
		    FILL(b, "reconciliation.traffic",
			{ "time", show_time(b, r->traffic_ms) }));
	doc_paragraph(b->doc, text);
}

/* ---- differences -------------------------------------------------------- */

static void
add_class(
    struct build *b, struct table *t, const char *key, struct class_total sum)
{
	struct row *line;

	if (sum.n == 0)
		return;
	line = table_row(b->doc, t, ROW_BODY);
	line->cell[0] = cell_text(TEXT(b, key));
	line->cell[1] = cell_count(sum.n);
	line->cell[2] = cell_duration(sum.ms);
}

static void
add_classes(struct build *b, const struct reconciliation *r, size_t number)
{
	struct table *t = show_table(
	    b, table_id(b, "difference_classes", number), classes, 3);

	t->caption = TEXT(b, "reconciliation.classes");
	t->none = TEXT(b, "reconciliation.none");
	for (int c = 0; c < DIFFERENCE_CLASSES; c++) {
		struct class_total p = r->classes[SIDE_PROVIDER][c];
		struct class_total q = r->classes[SIDE_CUSTOMER][c];

		/* what is called the same is one line */
		if (c == DIFFERENCE_ZONE_SHIFT || c == DIFFERENCE_EXCLUDED) {
			q.n += p.n;
			q.ms += p.ms;
			p.n = 0;
		}
		add_class(b, t, class_keys[SIDE_PROVIDER][c], p);
		add_class(b, t, class_keys[SIDE_CUSTOMER][c], q);
	}
}

static int
longest_first(const void *pa, const void *pb)
{
	const struct difference *a = *(const struct difference *const *)pa;
	const struct difference *b = *(const struct difference *const *)pb;
	int64_t x = span_ms(a->span), y = span_ms(b->span);

	if (x != y)
		return x > y ? -1 : 1;
	return a->span.from_at < b->span.from_at ? -1 : 1;
}

static int
first_first(const void *pa, const void *pb)
{
	const struct difference *a = *(const struct difference *const *)pa;
	const struct difference *b = *(const struct difference *const *)pb;

	return a->span.from_at < b->span.from_at ? -1 : 1;
}

/* "E013 · outages/cluster.csv:14" */
static struct str
record_shown(const struct build *b, const struct outage *o)
{
	return show_joined(b, o->id,
	    str_format(b->keep, "%.*s:%lld", STR_ARG(o->from.file),
		(long long)o->from.line));
}

static void
add_difference(struct build *b, struct table *t, const struct zone *z,
    const struct difference *d)
{
	struct row *line = table_row(b->doc, t, ROW_BODY);
	int says = 3 + (d->down == SIDE_CUSTOMER);

	line->cell[0] = cell_text(FILL(b, "outages.from_to",
	    { "from", show_whole(b, d->span.from_at, z) },
	    { "to", show_whole(b, d->span.to_at, z) }));
	line->cell[1] = cell_duration(span_ms(d->span));
	line->cell[2] = cell_text(TEXT(b, class_keys[d->down][d->class]));
	line->cell[says] = cell_text(record_shown(b, d->says));
	if (d->against != NULL)
		line->cell[7 - says] = cell_text(record_shown(b, d->against));
}

static void
add_differences(struct build *b, const struct reconciliation *r,
    const struct ledger_row *row, size_t number, size_t most)
{
	const size_t n = r->n_differences;
	const bool cut = most != 0 && most < n;
	const struct difference **order =
	    arena_array(b->keep, n + 1, sizeof *order);
	int64_t rest_ms = 0;
	struct table *t;

	if (n == 0)
		return;
	for (size_t i = 0; i < n; i++)
		order[i] = &r->differences[i];
	qsort(order, n, sizeof *order, cut ? longest_first : first_first);
	t = show_table(b, table_id(b, "differences", number), differences, 5);
	t->caption = FILL(b, "reconciliation.differences",
	    { "service", show_service(b, row) },
	    { "zone", row->contract->zone->name });
	for (size_t i = 0; i < n; i++)
		add_difference(b, t, row->contract->zone, order[i]);
	if (!cut)
		return;
	for (size_t i = most; i < n; i++)
		rest_ms += span_ms(order[i]->span);
	t->paper_rows = most;
	t->paper_rest = lang_count(b->lang, "reconciliation.shorter", b->keep,
	    (int64_t)(n - most),
	    (struct fill[]){ { "together", show_time(b, rest_ms) } }, 1);
}

/* ---- the blocks --------------------------------------------------------- */

static void
add_blocks(struct build *b, const struct reconciliation *r,
    const struct ledger_row *row, size_t number, size_t most)
{
	if (r->shift.probable)
		add_shift(b, r, row);
	add_totals(b, r, row, number);
	add_agreement(b, r);
	doc_chart(b->doc, reconcile_chart(b, row, r));
	add_classes(b, r, number);
	add_differences(b, r, row, number, most);
}

bool
reconciliation_add(struct build *b, const struct timeline *t,
    const struct ledger_row *row, size_t number, size_t most)
{
	struct reconciliation r;

	if (!reconcile_row(t, row, b->keep, &r))
		return false;
	add_blocks(b, &r, row, number, most);
	return true;
}

/* May this customer's own records stand in this edition? */
static bool
may_show(const struct build *b, const struct ledger_row *row)
{
	if (b->edition == EDITION_PUBLIC)
		return false;
	return build_names(b) || b->job->customer == row->customer ||
	       b->dossier->n_customers == 1;
}

int
section_reconciliation(struct build *b, struct err *e)
{
	const struct incident_figures *f = &b->incident;
	struct timeline timeline;
	struct reconciliation r;
	size_t number = 0;

	(void)e;
	timeline_index(b->dossier, b->keep, &timeline);
	for (size_t i = 0; i < f->n_rows; i++) {
		const struct ledger_row *row = f->rows[i];

		if (!may_show(b, row) ||
		    !reconcile_row(&timeline, row, b->keep, &r))
			continue;
		if (number == 0) {
			chapter(b, "head.reconciliation");
			doc_paragraph(b->doc, TEXT(b, "reconciliation.how"));
		}
		add_blocks(b, &r, row, number++,
		    build_book(b) ? 0 : DIFFERENCES_SHOWN);
	}
	return 0;
}
