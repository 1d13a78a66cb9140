/*
 * section_versions.c -- what a later version of an incident's reports says
 * otherwise than the one before, and why. A first version has no such table.
 */
#include "domain/version_figures.h"
#include "report/section_traffic.h"
#include "report/sections.h"

static const struct column_spec columns[] = {
	{ "figure", false, 30, false },
	{ "version_before", true, 20, false },
	{ "version_now", true, 20, false },
	{ "reason", false, 30, false },
};

/* An estimate as the store keeps it, in thousandths. */
static struct cell
estimate_cell(struct build *b, const struct version_value *v)
{
	return cell_text(traffic_figure(b, (double)v->value / 1000,
	    (double)v->low / 1000, (double)v->high / 1000));
}

static struct cell
value_cell(struct build *b, const struct version_change *c,
    const struct version_value *v)
{
	if (!v->known)
		return cell_text(STR_NONE);
	switch (c->kind) {
	case VERSION_TIME:
		return cell_duration(v->value);
	case VERSION_COUNT:
		return cell_count(v->value);
	case VERSION_ESTIMATE:
		return estimate_cell(b, v);
	case VERSION_MONEY:
		break;
	}
	return cell_money(v->value, c->currency.code, c->currency.digits);
}

static struct cell
reason_cell(struct build *b, const struct version_change *c)
{
	struct str why = b->job->incident->changed_because;
	struct cell cell;

	if (c->changed)
		return cell_text(why.n ? why : TEXT(b, "versions.below"));
	cell = cell_text(TEXT(b, "versions.same"));
	cell.tone = TONE_MUTED;
	return cell;
}

static void
add_changes(struct build *b, const struct printed_version *before,
    const struct printed_version *now)
{
	struct table *t = TABLE(b, "versions", columns);
	struct version_change *c;
	size_t n;

	c = version_changes(before, now, b->keep, &n);
	t->column[1].head =
	    FILL(b, "versions.number", { "n", show_count(b, before->version) });
	t->column[2].head =
	    FILL(b, "versions.number", { "n", show_count(b, now->version) });
	t->none = TEXT(b, "review.none");
	for (size_t i = 0; i < n; i++) {
		struct str key =
		    str_format(b->keep, "versions.%.*s", STR_ARG(c[i].name));
		struct row *r;

		/* what all customers get is nobody else's business */
		if (c[i].kind == VERSION_MONEY && !build_internal(b))
			continue;
		r = table_row(b->doc, t, ROW_BODY);
		r->cell[0] =
		    cell_text(lang_text(b->lang, str_cstr(b->keep, key)));
		r->cell[1] = value_cell(b, &c[i], &c[i].before);
		r->cell[2] = value_cell(b, &c[i], &c[i].now);
		r->cell[3] = reason_cell(b, &c[i]);
	}
}

int
section_versions(struct build *b, struct err *e)
{
	const struct dossier *d = b->dossier;
	const struct incident *in = b->job->incident;
	struct printed_version now = version_figures(&b->incident, b->keep);
	const struct printed_version *before;

	(void)e;
	if (now.version == 1)
		return 0;
	before =
	    version_find(d->printed, d->n_printed, in->id, now.version - 1);
	part(b, "head.versions");
	if (before != NULL)
		add_changes(b, before, &now);
	else
		doc_paragraph(
		    b->doc, FILL(b, "versions.missing",
				{ "n", show_count(b, now.version - 1) }));
	if (in->changed_because.n == 0)
		narrative_add(b, "changes", "versions.reason", true);
	else if (before == NULL)
		doc_paragraph(b->doc, in->changed_because);
	return 0;
}
