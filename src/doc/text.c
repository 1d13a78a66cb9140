/*
 * text.c -- the text writer: the same document for a terminal, a diff, or a
 * reader who does not see. Nothing is left out but columns marked xlsx_only.
 */
#include "doc/text.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"

#define TEXT_MAX_BYTES ((size_t)256 << 20)

struct str
text_clean(struct arena *keep, struct str s)
{
	struct str clean = doc_text(keep, s);
	char *p = NULL;

	for (size_t i = 0; i < clean.n; i++) {
		if ((unsigned char)clean.p[i] >= ' ')
			continue;
		if (p == NULL) {
			clean = str_dup(keep, clean);
			p = (char *)(uintptr_t)clean.p;
		}
		p[i] = ' ';
	}
	return clean;
}

void
text_repeat(struct text_out *o, const char *sign, size_t n)
{
	while (n-- > 0)
		buf_adds(&o->buf, sign);
}

void
text_pad(struct text_out *o, struct str s, size_t width, bool right)
{
	struct str cut = wrap_cut_columns(o->scratch, width, s);
	size_t n = utf8_count(cut), blanks = n < width ? width - n : 0;

	if (right)
		text_repeat(o, " ", blanks);
	buf_addstr(&o->buf, cut);
	if (!right)
		text_repeat(o, " ", blanks);
}

/* Blanks at the end of a line help nobody and disturb a diff. */
void
text_end(struct text_out *o)
{
	while (o->buf.n > 0 && o->buf.p[o->buf.n - 1] == ' ')
		o->buf.n--;
	buf_addc(&o->buf, '\n');
}

void
text_block(struct text_out *o, const char *prefix, struct str s)
{
	struct lines l = wrap_columns(o->scratch,
	    TEXT_COLUMNS - utf8_count(str_of(prefix)), doc_text(o->scratch, s));

	for (size_t i = 0; i < l.n; i++) {
		buf_adds(&o->buf, prefix);
		buf_addstr(&o->buf, text_clean(o->scratch, l.v[i]));
		text_end(o);
	}
}

static void
underlined(struct text_out *o, struct str s, const char *sign)
{
	struct lines l =
	    wrap_columns(o->scratch, TEXT_COLUMNS, doc_text(o->scratch, s));
	size_t most = 1;

	for (size_t i = 0; i < l.n; i++) {
		size_t n = utf8_count(l.v[i]);

		if (n > most)
			most = n;
	}
	text_block(o, "", s);
	text_repeat(o, sign, most);
	buf_addc(&o->buf, '\n');
}

/* Figures in one column, their labels beside them. */
static void
key_figures(struct text_out *o, const struct block *b)
{
	struct str *value =
	    arena_array(o->scratch, b->n_figures, sizeof *value);
	size_t most = 0;

	for (size_t i = 0; i < b->n_figures; i++) {
		const struct key_figure *f = &b->figure[i];
		size_t n;

		value[i] = f->text.n > 0 ? text_clean(o->scratch, f->text)
					 : cell_format(o->scratch,
					       o->doc->style, &f->value);
		n = utf8_count(value[i]);
		if (n > most)
			most = n;
	}
	if (most > TEXT_COLUMNS / 2)
		most = TEXT_COLUMNS / 2;
	for (size_t i = 0; i < b->n_figures; i++) {
		struct str label = text_clean(o->scratch, b->figure[i].label);
		struct lines l =
		    wrap_columns(o->scratch, TEXT_COLUMNS - most - 4, label);

		for (size_t k = 0; k < l.n; k++) {
			buf_adds(&o->buf, "  ");
			text_pad(o, k == 0 ? value[i] : STR_NONE, most, true);
			buf_adds(&o->buf, "  ");
			buf_addstr(&o->buf, l.v[k]);
			text_end(o);
		}
	}
}

static void
block(struct text_out *o, const struct block *b)
{
	if (b->kind == BLOCK_PAGE_BREAK)
		return;
	buf_addc(&o->buf, '\n');
	switch (b->kind) {
	case BLOCK_HEADING:
		underlined(o, b->text, b->level <= 1 ? "-" : "~");
		break;
	case BLOCK_PARAGRAPH:
		text_block(o, "", b->text);
		break;
	case BLOCK_RESULT:
		text_block(o, "  >> ", b->text);
		break;
	case BLOCK_NOTE:
		text_block(o, "  | ", b->text);
		break;
	case BLOCK_KEY_FIGURES:
		key_figures(o, b);
		break;
	case BLOCK_TABLE:
		text_table(o, b->table);
		break;
	case BLOCK_CHART:
		text_chart(o, b->chart);
		break;
	case BLOCK_PAGE_BREAK:
		break;
	}
}

/* Left and right on one line, or under each other. */
static void
both_sides(struct text_out *o, struct str left, struct str right)
{
	size_t a, b;

	left = text_clean(o->scratch, left);
	right = text_clean(o->scratch, right);
	a = utf8_count(left);
	b = utf8_count(right);
	if (a + b + 2 <= TEXT_COLUMNS) {
		buf_addstr(&o->buf, left);
		text_repeat(o, " ", b > 0 ? TEXT_COLUMNS - a - b : 0);
		buf_addstr(&o->buf, right);
		text_end(o);
		return;
	}
	text_block(o, "", left);
	text_block(o, "", right);
}

static void
front(struct text_out *o)
{
	const struct doc *d = o->doc;

	if (d->header_left.n > 0 || d->header_right.n > 0) {
		both_sides(o, d->header_left, d->header_right);
		buf_addc(&o->buf, '\n');
	}
	if (d->watermark.n > 0) {
		text_block(o, "*** ", d->watermark);
		buf_addc(&o->buf, '\n');
	}
	for (size_t i = 0; i < d->n_sender; i++)
		text_block(o, "", d->sender[i]);
	if (d->n_sender > 0)
		buf_addc(&o->buf, '\n');
	for (size_t i = 0; i < d->n_recipient; i++)
		text_block(o, "", d->recipient[i]);
	if (d->n_recipient > 0)
		buf_addc(&o->buf, '\n');
	underlined(o, d->title, "=");
	if (d->subtitle.n > 0)
		text_block(o, "", d->subtitle);
}

static int
save(const char *path, struct str s, struct err *e)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	size_t at = 0;

	if (fd < 0)
		return err_errno(e, "could not write \"%s\"", path);
	while (at < s.n) {
		ssize_t n = write(fd, s.p + at, s.n - at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			err_errno(e, "could not write \"%s\"", path);
			close(fd);
			return -1;
		}
		at += (size_t)n;
	}
	if (close(fd) != 0)
		return err_errno(e, "could not write \"%s\"", path);
	return 0;
}

int
text_write(const struct doc *d, const char *path, struct err *e)
{
	struct arena scratch = { 0 };
	struct text_out o = { .scratch = &scratch, .doc = d };
	int rc;

	if (doc_filled(d, &scratch, &d, e) != 0) {
		arena_release(&scratch);
		return -1;
	}
	o.doc = d;
	buf_init(&o.buf, TEXT_MAX_BYTES);
	front(&o);
	for (size_t i = 0; i < d->blocks.n; i++) {
		struct arena_mark mark = arena_mark(&scratch);

		block(&o, &d->blocks.v[i]);
		arena_reset(&scratch, mark);
	}
	if (d->footer.n > 0) {
		buf_addc(&o.buf, '\n');
		text_repeat(&o, "-", TEXT_COLUMNS);
		buf_addc(&o.buf, '\n');
		text_block(&o, "", d->footer);
	}
	rc = o.buf.full ? err_set(e, ERR_INPUT,
			      "the document is too long to be written as text")
			: save(path, buf_str(&o.buf), e);
	buf_release(&o.buf);
	arena_release(&scratch);
	return rc;
}
