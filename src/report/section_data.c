/*
 * section_data.c -- what an incident cost in data, what came back and when, and
 * what was stated about access to it. Customers are named where names may be
 * shown; elsewhere they are counted.
 */
#include "report/charts.h"
#include "report/sections.h"

#define SHOWN      20
#define PAPER_ROWS 6

static const struct column_spec copies[] = {
	{ "last_good", false, 22, false },
	{ "restore_point", false, 28, false },
	{ "restored_from", false, 22, false },
	{ "services", true, 7, false },
	{ "customers", true, 7, false },
	{ "data_lost", true, 14, false },
};

static const struct column_spec losses[] = {
	{ "customer", false, 28, false },
	{ "services", true, 9, true },
	{ "last_good", false, 18, true },
	{ "restore_point", false, 28, false },
	{ "data_lost", true, 14, false },
	{ "remark", false, 34, false },
};

static const struct column_spec objects[] = {
	{ "object", false, 13, false },
	{ "lost_objects", true, 8, false },
	{ "restored", true, 13, false },
	{ "reissued", true, 10, false },
	{ "not_back", true, 7, true },
	{ "back_share", true, 8, false },
	{ "half_at", false, 26, false },
	{ "most_at", false, 26, false },
	{ "counted_by", false, 16, true },
};

static const struct column_spec pages[] = {
	{ "kind", false, 16, false },
	{ "services", true, 10, false },
	{ "customers", true, 10, false },
	{ "page_from", false, 18, false },
	{ "page_to", false, 18, false },
	{ "page_longest", true, 14, false },
	{ "page_median", true, 14, false },
};

static const struct column_spec statement[] = {
	{ "stated_field", false, 25, false },
	{ "stated", false, 75, false },
};

static struct cell
known_instant(struct build *b, int64_t at)
{
	return at == NO_INSTANT ? cell_text(TEXT(b, "recovery.no_point"))
				: cell_instant(at, b->zone);
}

/* Of rows that are ordered by it: what is left out is not longer. */
static void
say_more(struct build *b, size_t n, size_t shown)
{
	if (shown < n)
		doc_paragraph(
		    b->doc, COUNTED(b, "recovery.more", (int64_t)(n - shown)));
}

static void
add_figures(struct build *b)
{
	const struct recovery_figures *r = &b->incident.recovery;
	const struct object_figures *slowest = slowest_object(b);
	struct key_figure *v = arena_array(b->keep, 4, sizeof *v);
	size_t n = 0;

	if (r->known_customers) {
		v[n].value = cell_duration(r->longest_ms);
		v[n].value.tone = r->longest_ms > 0 ? TONE_BAD : TONE_PLAIN;
		v[n++].label = TEXT(b, "recovery.longest");
		v[n].value = cell_duration(r->median_ms);
		v[n++].label = FILL(b, "recovery.median",
		    { "customers",
			COUNTED(b, "count.customers", r->known_customers) });
		v[n].text = FILL(b, "words.of",
		    { "n", show_count(b, r->lost_customers) },
		    { "all", show_count(b, (int64_t)r->n_customers) });
		v[n++].label = TEXT(b, "recovery.losers");
	}
	if (slowest) {
		v[n].text = FILL(b, "words.of",
		    { "n",
			show_count(b, slowest->restored + slowest->reissued) },
		    { "all", show_count(b, slowest->lost) });
		v[n++].label = FILL(
		    b, "recovery.back", { "object", object_name(b, slowest) });
	}
	if (n)
		doc_key_figures(b->doc, v, n);
}

static void
add_copies(struct build *b)
{
	const struct recovery_figures *r = &b->incident.recovery;
	size_t n = build_shown(b, r->n_copies, SHOWN);
	struct table *t;

	if (!r->n_copies)
		return;
	if (b->incident.first_impact.at != NO_INSTANT)
		doc_paragraph(b->doc,
		    FILL(b, "recovery.how",
			{ "at", show_moment(b, b->incident.first_impact.at,
				    b->zone) }));
	t = TABLE(b, "copies", copies);
	t->caption = TEXT(b, "recovery.copies");
	for (size_t i = 0; i < n; i++) {
		const struct copy_figures *c = &r->copies[i];
		struct row *row = table_row(b->doc, t, ROW_BODY);

		row->cell[0] = known_instant(b, c->backup->last_good_at);
		row->cell[1] = known_instant(b, c->backup->restore_point_at);
		row->cell[2] = cell_text(c->backup->restored_from);
		row->cell[3] = cell_count(c->services);
		row->cell[4] = cell_count(c->customers);
		if (c->has_window)
			row->cell[5] = cell_duration(c->window_ms);
	}
	say_more(b, r->n_copies, n);
}

static void
add_customers(struct build *b)
{
	const struct recovery_figures *r = &b->incident.recovery;
	size_t n = build_shown(b, r->n_customers, SHOWN);
	struct table *t;

	if (!r->n_customers || !build_names(b))
		return;
	t = TABLE(b, "data_customers", losses);
	t->caption = TEXT(b, "recovery.customers");
	for (size_t i = 0; i < n; i++) {
		const struct customer_loss *c = &r->customers[i];
		struct row *row = table_row(b->doc, t, ROW_BODY);

		row->cell[0] = cell_text(
		    show_joined(b, c->customer->name, c->customer->id));
		row->cell[1] = cell_count(c->services);
		row->cell[2] = known_instant(b, c->worst->last_good_at);
		row->cell[3] = known_instant(b, c->worst->restore_point_at);
		if (c->has_window)
			row->cell[4] = cell_duration(c->window_ms);
		row->cell[5] = cell_text(c->worst->note);
	}
	show_first(b, t, PAPER_ROWS);
	say_more(b, r->n_customers, n);
}

/* When so many were back, or that they never were; of nothing lost nothing. */
static struct cell
reached(struct build *b, const struct object_figures *o, int64_t at)
{
	if (at != NO_INSTANT)
		return cell_instant(at, b->zone);
	return cell_text(o->lost ? TEXT(b, "recovery.not_reached") : STR_NONE);
}

static void
add_objects(struct build *b)
{
	const struct recovery_figures *r = &b->incident.recovery;
	struct chart *c = restoration_chart(b);
	struct table *t;

	if (!r->n_objects)
		return;
	if (c)
		doc_chart(b->doc, c);
	t = TABLE(b, "objects", objects);
	t->caption = FILL(
	    b, "recovery.objects", { "zone", b->dossier->settings.zone_name });
	for (size_t i = 0; i < r->n_objects; i++) {
		const struct object_figures *o = &r->objects[i];
		struct row *row = table_row(b->doc, t, ROW_BODY);

		row->cell[0] = cell_text(object_name(b, o));
		row->cell[1] = cell_count(o->lost);
		row->cell[2] = cell_count(o->restored);
		row->cell[3] = cell_count(o->reissued);
		row->cell[4] = cell_count(o->missing);
		if (ratio_ok(o->share))
			row->cell[5] = cell_percent(o->share, 1);
		row->cell[6] = reached(b, o, o->half_at);
		row->cell[7] = reached(b, o, o->most_at);
		row->cell[8] = cell_text(o->source);
	}
}

static void
add_pages(struct build *b)
{
	const struct recovery_figures *r = &b->incident.recovery;
	struct table *t;

	if (!r->n_substitutes)
		return;
	t = TABLE(b, "substitutes", pages);
	t->caption = TEXT(b, "recovery.page");
	for (size_t i = 0; i < r->n_substitutes; i++) {
		const struct substitute_figures *s = &r->substitutes[i];
		struct row *row = table_row(b->doc, t, ROW_BODY);

		row->cell[0] =
		    cell_text(s->kind.n ? show_word(b, s->kind)
					: TEXT(b, "service.any_kind"));
		row->cell[1] = cell_count(s->services);
		row->cell[2] = cell_count(s->customers);
		row->cell[3] = cell_instant(s->from_at, b->zone);
		row->cell[4] = cell_instant(s->to_at, b->zone);
		row->cell[5] = cell_duration(s->longest_ms);
		row->cell[6] = cell_duration(s->median_ms);
	}
}

/* The words of a person, or that there are none. */
static struct cell
stated(struct build *b, struct str words)
{
	return cell_text(words.n ? words : TEXT(b, "recovery.blank"));
}

/* A date alone, where it was given so. */
static struct cell
stated_instant(struct build *b, int64_t at)
{
	struct civil c;

	if (at == NO_INSTANT)
		return stated(b, STR_NONE);
	c = zone_civil(b->zone, at);
	return c.hour + c.minute + c.second == 0 ? cell_date(at, b->zone)
						 : cell_instant(at, b->zone);
}

static void
add_statement(struct build *b)
{
	static const char *const answers[] = { [ACCESS_NO] =
						   "recovery.access_no",
		[ACCESS_YES] = "recovery.access_yes",
		[ACCESS_UNKNOWN] = "recovery.access_unknown" };
	const struct incident *in = b->incident.incident;
	struct table *t;
	const struct {
		const char *key;
		struct cell value;
	} rows[] = {
		{ "recovery.asked",
		    in->data_access == ACCESS_NOT_SUPPLIED
			? stated(b, STR_NONE)
			: cell_text(TEXT(b, answers[in->data_access])) },
		{ "recovery.by", stated(b, in->access_confirmed_by) },
		{ "recovery.at", stated_instant(b, in->access_confirmed_at) },
		{ "recovery.basis", stated(b, in->access_basis) },
	};

	if (in->data_access == ACCESS_NOT_SUPPLIED) {
		not_supplied(b, TEXT(b, "recovery.access"));
		return;
	}
	t = TABLE(b, "data_access", statement);
	t->caption = TEXT(b, "recovery.access");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct row *row = table_row(b->doc, t, ROW_BODY);

		row->cell[0] = cell_text(TEXT(b, rows[i].key));
		row->cell[1] = rows[i].value;
	}
}

int
section_data(struct build *b, struct err *e)
{
	const struct recovery_figures *r = &b->incident.recovery;

	(void)e;
	chapter(b, "head.data");
	if (!r->n_copies && !r->n_objects)
		doc_paragraph(b->doc, TEXT(b, "recovery.none"));
	add_figures(b);
	add_copies(b);
	add_customers(b);
	add_objects(b);
	add_pages(b);
	add_statement(b);
	return 0;
}
