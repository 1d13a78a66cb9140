/*
 * section_impact.c -- what each service went through, in groups of one fate;
 * the availability of the periods; which services were spared.
 */
#include <stddef.h>

#include "report/charts.h"
#include "report/sections.h"

#define GROUPS_SHOWN STRIP_ROWS
#define PAPER_ROWS   6 /* of shares; the fates are all there */

/* A column of the table of fates; empty ones are left out. */
struct fate {
	struct column_spec spec;
	size_t at; /* milliseconds in struct affected_service */
	bool always;
};

#define AT(member) offsetof(struct affected_service, member)

static const struct fate fates[] = {
	{ { "down", true, 13, false }, AT(down_ms), true },
	{ { "second_clock", true, 13, false }, AT(second_clock_ms), true },
	{ { "degraded", true, 13, false }, AT(degraded_ms), false },
	{ { "excluded", true, 12, false }, AT(excluded_ms), false },
	{ { "no_data", true, 11, false }, AT(no_data_ms), false },
	{ { "longest", true, 13, false }, AT(longest_ms), true },
};

#define FATES (sizeof fates / sizeof fates[0])

static const struct column_spec shares[] = {
	{ "service", false, 30, false },
	{ "period", false, 16, false },
	{ "promised", true, 13, false },
	{ "lowest", true, 14, false },
	{ "experienced", true, 16, false },
	{ "highest", true, 14, false },
};

static const struct column_spec kinds[] = {
	{ "kind", false, 30, false },
	{ "services", true, 14, false },
	{ "affected", true, 14, false },
	{ "not_affected", true, 14, false },
};

static size_t
shown(const struct build *b)
{
	return build_shown(b, b->incident.n_groups, GROUPS_SHOWN);
}

static int64_t
ms_of(const struct affected_service *a, size_t at)
{
	return *(const int64_t *)((const char *)a + at);
}

static bool
has_any(const struct build *b, const struct fate *fate)
{
	for (size_t i = 0; i < shown(b); i++)
		if (ms_of(b->incident.groups[i].first, fate->at) > 0)
			return true;
	return fate->always;
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
	struct column_spec spec[FATES + 3] = { { "service", false, 26,
	    false } };
	size_t used[FATES], n = 0;
	struct table *t;

	for (size_t i = 0; i < FATES; i++)
		if (has_any(b, &fates[i])) {
			spec[n + 1] = fates[i].spec;
			used[n++] = i;
		}
	spec[n + 1] = (struct column_spec){ "interruptions", true, 10, false };
	spec[n + 2] = (struct column_spec){ "recoveries", true, 18, false };
	t = show_table(b, "impact", spec, n + 3);
	t->none = TEXT(b, "impact.none");
	for (size_t i = 0; i < shown(b); i++) {
		const struct affected_service *a = f->groups[i].first;
		struct row *r = table_row(b->doc, t, ROW_BODY);

		r->cell[0] = cell_text(group_name(b, &f->groups[i]));
		for (size_t k = 0; k < n; k++)
			r->cell[1 + k] =
			    cell_duration(ms_of(a, fates[used[k]].at));
		r->cell[n + 1] = cell_count(a->interruptions);
		r->cell[n + 2] = recoveries_cell(b, a);
	}
}

static void
add_shares(struct build *b)
{
	const struct incident_figures *f = &b->incident;
	struct table *t = TABLE(b, "availability", shares);

	t->caption = TEXT(b, "impact.availability");
	t->none = TEXT(b, "impact.none");
	for (size_t i = 0; i < shown(b); i++) {
		const struct affected_group *g = &f->groups[i];
		const struct settlement *s = &g->lowest->settlement;
		const struct settlement *best = &g->highest->settlement;
		struct row *r = table_row(b->doc, t, ROW_BODY);
		int decimals = share_decimals(s);

		r->cell[0] = cell_text(group_name(b, g));
		r->cell[1] = cell_text(show_period(b, s->period_name));
		if (s->has_target)
			r->cell[2] = cell_percent(s->target, decimals);
		r->cell[3] = cell_percent(s->availability, decimals);
		r->cell[4] = cell_percent(s->experienced, decimals);
		r->cell[5] =
		    cell_percent(best->availability, share_decimals(best));
	}
	show_first(b, t, PAPER_ROWS);
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
	if (f->n_groups > shown(b))
		doc_paragraph(b->doc, COUNTED(b, "summary.more",
					  (int64_t)(f->n_groups - shown(b))));
	if (f->n_groups)
		doc_chart(b->doc,
		    waterfall_chart(b, f->groups[0].lowest,
			build_names(b) ? f->groups[0].lowest->service->name
				       : TEXT(b, "impact.hardest")));
	add_shares(b);
	exclusions_add(b, shown(b));
	add_kinds(b);
	return 0;
}
