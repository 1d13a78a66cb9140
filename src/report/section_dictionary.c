/*
 * section_dictionary.c -- what every column of the workbook means.
 */
#include "report/ledger.h"
#include "report/sections.h"

static const struct column_spec columns[] = {
	{ "sheet", false, 14, false },
	{ "column", false, 28, false },
	{ "meaning", false, 70, false },
};

static void
add_columns(struct build *b, struct table *t, const char *sheet,
    const struct column_spec *spec, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct row *r = table_row(b->doc, t, ROW_BODY);
		struct str head = str_format(b->keep, "col.%s", spec[i].key);
		struct str what = str_format(b->keep, "dict.%s", spec[i].key);

		r->cell[0] = cell_text(TEXT(b, sheet));
		r->cell[1] =
		    cell_text(lang_text(b->lang, str_cstr(b->keep, head)));
		r->cell[2] =
		    cell_text(lang_text(b->lang, str_cstr(b->keep, what)));
	}
}

int
section_dictionary(struct build *b, struct err *e)
{
	struct table *t;

	(void)e;
	doc_heading(
	    b->doc, 1, TEXT(b, "head.dictionary"), TEXT(b, "sheet.dictionary"));
	t = TABLE(b, "dictionary", columns);
	add_columns(b, t, "sheet.ledger", ledger_columns, LEDGER_COLUMNS);
	add_columns(b, t, "sheet.outages", outage_columns, OUTAGE_COLUMNS);
	add_columns(b, t, "sheet.terms", term_columns, TERM_COLUMNS);
	return 0;
}
