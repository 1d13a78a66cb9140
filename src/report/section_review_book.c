/*
 * section_review_book.c -- the first sheet of the workbook: what it holds.
 */
#include "report/review.h"
#include "report/sections.h"

/* Sheets of the workbook, in its order. */
static const char *const sheets[] = { "answers", "availability", "scopes",
	"budget", "incidents", "pareto", "repeat", "customers", "credits",
	"comms", "actions", "calendar", "windows", "trend", "restated",
	"method" };

static const struct column_spec sheet_columns[] = {
	{ "sheet", false, 18, false },
	{ "what", false, 70, false },
	{ "rows", true, 10, false },
};

static struct row *
add_sheet(struct build *b, struct table *t, struct str name, const char *what)
{
	struct row *r = table_row(b->doc, t, ROW_BODY);
	struct str key = str_format(b->keep, "review.%s", what);

	r->cell[0] = cell_text(name);
	r->cell[1] = cell_text(lang_text(b->lang, str_cstr(b->keep, key)));
	return r;
}

static void
add_sheets(struct build *b)
{
	struct table *t = REVIEW_TABLE(b, "sheets", sheet_columns);
	/* in the order of review_sheets */
	const int64_t rows[REVIEW_SHEETS] = { (int64_t)b->rows->n_outages,
		(int64_t)b->rows->n_settled, b->rows->messages,
		b->rows->traffic, b->review->named_incidents };

	t->caption = TEXT(b, "review.caption.sheets");
	for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++) {
		struct str head = str_format(b->keep, "head.%s", sheets[i]);
		struct str name =
		    str_format(b->keep, "review.sheet.%s", sheets[i]);

		add_sheet(b, t, lang_text(b->lang, str_cstr(b->keep, name)),
		    str_cstr(b->keep, head));
	}
	add_sheet(b, t, TEXT(b, "head.other_rules"), "holds.other_rules");
	for (size_t i = 0; i < REVIEW_SHEETS; i++) {
		struct row *r = add_sheet(b, t, str_of(review_sheets[i].name),
		    str_cstr(b->keep,
			str_format(b->keep, "holds.%s", review_sheets[i].id)));

		r->cell[2] = cell_count(rows[i]);
	}
	add_sheet(b, t, TEXT(b, "sheet.sources"), "holds.sources");
	add_sheet(b, t, TEXT(b, "sheet.dictionary"), "holds.dictionary");
}

int
section_review_readme(struct build *b, struct err *e)
{
	const struct review_figures *f = b->review;

	(void)e;
	review_chapter(b, "readme");
	doc_paragraph(
	    b->doc, FILL(b, "review.readme.what",
			{ "quarter", review_quarter_name(b, f->name) },
			{ "from", show_moment(b, f->span.from_at, b->zone) },
			{ "to", show_moment(b, f->span.to_at, b->zone) },
			{ "zone", b->zone->name }));
	doc_paragraph(b->doc, TEXT(b, "review.readme.data"));
	doc_paragraph(b->doc, TEXT(b, "review.readme.pivot"));
	doc_paragraph(b->doc, TEXT(b, "review.readme.live"));
	if (b->rows->traffic > REVIEW_TRAFFIC_MOST)
		doc_note(b->doc,
		    FILL(b, "review.readme.beside",
			{ "rows", show_count(b, b->rows->traffic) },
			{ "file", str_format(b->keep, "%.*s_Data_Traffic.csv",
				      STR_ARG(b->job->stem)) }));
	add_sheets(b);
	return 0;
}
