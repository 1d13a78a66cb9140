/*
 * xlsx.c -- the workbook writer: plan, write block by block, close.
 *
 * Every figure is a number with a number format, every total a live formula
 * that carries its value, so that a reader who does not recalculate sees the
 * same.
 */
#include "doc/xlsx.h"

#include "doc/wrap.h"
#include "doc/xlsx_chart.h"
#include "doc/xlsx_look.h"
#include "doc/xlsx_temp.h"

#include "base/utf8.h"

#define FIGURE_PADDING 3
#define LINE_PITCH     1.3 /* of the size of its letters */
#define MOST_FURNITURE 80

static void
put_figures(struct book *b, const struct book_block *at)
{
	const struct block *k = at->block;
	struct book_sheet *s = &b->sheets.v[at->sheet];

	for (size_t i = 0; i < k->n_figures; i++) {
		const struct key_figure *f = &k->figure[i];
		struct look look = look_tone(b, f->value.tone, true);
		struct look label = look_tone(b, TONE_PLAIN, false);
		struct str shown = f->text;
		double w;

		look.right = true;
		/* to be read, not reckoned with: "96 h 12 min" */
		if (shown.n == 0 && f->value.kind == CELL_DURATION)
			shown = cell_format(b->keep, b->doc->style, &f->value);
		if (shown.n > 0) {
			book_text(b, at->sheet, at->row + i, 0, look, shown);
		} else {
			book_cell(b, at, at->row + i, 0, look, &f->value);
			shown = cell_format(b->keep, b->doc->style, &f->value);
		}
		w = (double)utf8_count(doc_text(b->keep, shown)) +
		    FIGURE_PADDING;
		if (w > s->width[0])
			s->width[0] = w > 40 ? 40 : w;
		label.indented = true;
		book_text(b, at->sheet, at->row + i, 1, label, f->label);
	}
}

static void
put_block(struct book *b, const struct book_block *at)
{
	struct look look = look_tone(b, TONE_PLAIN, false);
	const struct block *k = at->block;

	switch (k->kind) {
	case BLOCK_HEADING:
		if (k->text.n == 0)
			break;
		look.bold = true;
		look.size = k->level <= 1 ? 14 : 11;
		book_prose(b, at, at->row, look, k->text);
		book_height(b, at->sheet, at->row, look.size * LINE_PITCH);
		break;
	case BLOCK_RESULT:
		look.size = 12;
		look.bold = true;
		book_prose(b, at, at->row, look, k->text);
		break;
	case BLOCK_NOTE:
		look.italic = true;
		book_prose(b, at, at->row, look, k->text);
		break;
	case BLOCK_PARAGRAPH:
		if (k->level > 0)
			look.size = 8;
		book_prose(b, at, at->row, look, k->text);
		break;
	case BLOCK_KEY_FIGURES:
		put_figures(b, at);
		break;
	case BLOCK_TABLE:
		book_put_table(b, at);
		break;
	case BLOCK_CHART:
		book_put_chart(b, at);
		break;
	case BLOCK_PAGE_BREAK:
		break;
	}
}

static void
put_front(struct book *b)
{
	struct look look = look_tone(b, TONE_PLAIN, true);

	look.size = 16;
	book_height(b, 0, 0, look.size * LINE_PITCH);
	book_text(b, 0, 0, 0, look, b->doc->title);
	if (b->doc->subtitle.n > 0)
		book_text(b, 0, 1, 0, look_tone(b, TONE_MUTED, false),
		    b->doc->subtitle);
}

/* Text for header and footer, where "&" starts a code. */
static void
add_furniture(struct book *b, struct buf *out, struct str s)
{
	struct str clean = doc_text(b->keep, s);
	size_t n = 0;

	for (size_t i = 0; i < clean.n && n < MOST_FURNITURE; n++) {
		size_t from = i;
		uint32_t c = utf8_next(clean, &i);

		if (c == '&')
			buf_adds(out, "&&");
		else if (c >= ' ')
			buf_add(out, clean.p + from, i - from);
	}
}

static void
add_page_of(struct book *b, struct buf *out)
{
	const char *p = b->doc->style->page_of;

	for (; *p != '\0'; p++) {
		if (p[0] == '{' && (p[1] == 'x' || p[1] == 'y') &&
		    p[2] == '}') {
			buf_adds(out, p[1] == 'x' ? "&P" : "&N");
			p += 2;
		} else if (*p == '&') {
			buf_adds(out, "&&");
		} else {
			buf_addc(out, *p);
		}
	}
}

static void
furniture(struct book *b, lxw_worksheet *ws)
{
	struct buf head, foot;

	buf_init(&head, 254);
	buf_adds(&head, "&L&8");
	add_furniture(b, &head, b->doc->header_left);
	buf_adds(&head, "&R&8");
	add_furniture(b, &head, b->doc->header_right);
	buf_init(&foot, 254);
	buf_adds(&foot, "&L&8");
	add_furniture(b, &foot, b->doc->footer);
	buf_adds(&foot, "&R&8");
	add_page_of(b, &foot);
	book_check(
	    b, worksheet_set_header(ws, str_cstr(b->keep, buf_str(&head))));
	book_check(
	    b, worksheet_set_footer(ws, str_cstr(b->keep, buf_str(&foot))));
	buf_release(&head);
	buf_release(&foot);
}

/* What is a text by nature needs no green corner, nor formulas that differ. */
static void
ignore_errors(struct book *b, const struct book_sheet *s)
{
	if (s->as_text.n > 0)
		book_check(b, worksheet_ignore_errors(s->ws,
				  LXW_IGNORE_NUMBER_STORED_AS_TEXT,
				  str_cstr(b->keep, s->as_text)));
	if (s->varied.n > 0)
		book_check(b,
		    worksheet_ignore_errors(s->ws, LXW_IGNORE_FORMULA_DIFFERS,
			str_cstr(b->keep, s->varied)));
}

static void
finish_sheet(struct book *b, size_t number)
{
	struct book_sheet *s = &b->sheets.v[number];

	book_paper(b, number);
	ignore_errors(b, s);
	worksheet_gridlines(s->ws, LXW_HIDE_ALL_GRIDLINES);
	furniture(b, s->ws);
	for (size_t k = 0; k < s->wide; k++)
		if (s->width[k] > 0)
			book_check(b, worksheet_set_column(s->ws, (uint16_t)k,
					  (uint16_t)k, s->width[k], NULL));
}

static void
properties(struct book *b)
{
	/* 0 would mean "now". */
	int64_t created_s = b->doc->created_at / MS_SECOND;
	lxw_doc_properties p = {
		.title = book_cstr(b, b->doc->title, 255),
		.author = book_cstr(b, b->doc->author, 255),
		.created = (time_t)(created_s != 0 ? created_s : 1),
	};

	book_check(b, workbook_set_properties(b->wb, &p));
}

/* Names for the columns of data, so that formulas read like sentences. */
static void
name_columns(struct book *b)
{
	for (size_t i = 0; i < b->tables.n; i++) {
		const struct book_table *t = &b->tables.v[i];

		for (int k = 0;
		     k < t->table->n_columns && t->table->named && t->body > 0;
		     k++)
			book_check(b,
			    workbook_define_name(b->wb,
				str_cstr(b->keep,
				    book_column_name(b->keep, t->table, k)),
				str_cstr(b->keep, str_format(b->keep, "=%.*s",
						      STR_ARG(book_range(b, t,
							  k, 0, t->body))))));
	}
}

static void
fill(struct book *b)
{
	properties(b);
	look_default(b);
	for (size_t i = 0; i < b->sheets.n; i++) {
		b->sheets.v[i].ws = workbook_add_worksheet(
		    b->wb, str_cstr(b->keep, b->sheets.v[i].name));
		if (b->sheets.v[i].ws == NULL) {
			book_check(b, LXW_ERROR_PARAMETER_VALIDATION);
			return;
		}
	}
	for (size_t i = 0; i < b->blocks.n; i++)
		if (b->blocks.v[i].block->kind == BLOCK_TABLE)
			book_measure(b, &b->blocks.v[i]);
	for (size_t i = 0; i < b->sheets.n; i++)
		book_give_way(&b->sheets.v[i]);
	put_front(b);
	for (size_t i = 0; i < b->blocks.n; i++)
		put_block(b, &b->blocks.v[i]);
	for (size_t i = 0; i < b->sheets.n; i++)
		finish_sheet(b, i);
	name_columns(b);
}

int
xlsx_write(const struct doc *d, const char *path, struct err *e)
{
	struct arena scratch = { 0 };
	struct book b = {
		.doc = d, .brand = brand_of(d), .keep = &scratch, .why = e
	};
	int rc = -1;

	if (book_plan(&b, e) != 0)
		goto out;
	xlsx_temp_watch();
	b.wb = workbook_new(path);
	if (b.wb == NULL) {
		err_set(e, ERR_ENV, "could not write \"%s\"", path);
		goto out;
	}
	fill(&b);
	book_check(&b, workbook_close(b.wb));
	if (b.failed)
		goto out;
	rc = b.first_error == LXW_NO_ERROR
		 ? book_splice(&b, path, e)
		 : err_set(e, ERR_ENV, "could not write \"%s\": %s", path,
		       lxw_strerror(b.first_error));
	/* that is why, whatever followed from it */
	if (xlsx_temp_check(e) != 0)
		rc = -1;
out:
	book_streams_release(&b);
	arena_release(&scratch);
	return rc;
}
