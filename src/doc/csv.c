/*
 * csv.c -- see csv.h. Values as a program reads them, the same in every
 * language: points as decimals, lengths in seconds, instants in UTC by ISO
 * 8601. Rows go straight to the file, so that their number does not matter.
 */
#include "doc/csv.h"

#include <stdio.h>

#include "base/csv_out.h"

#define LINE_BYTES ((size_t)64 << 20)

static struct ratio
major(const struct cell *c)
{
	int64_t unit = 1;

	for (int i = 0; i < c->digits && i < 6; i++)
		unit *= 10;
	return ratio_make(c->number, unit);
}

static struct str
value(struct arena *keep, const struct cell *c)
{
	switch (c->kind) {
	case CELL_TEXT:
		return doc_text(keep, c->text);
	case CELL_COUNT:
		return str_format(keep, "%lld", (long long)c->number);
	case CELL_MONEY:
		return ratio_decimal(keep, major(c), c->digits, ROUND_HALF_UP);
	case CELL_PERCENT:
		return ratio_decimal(
		    keep, c->ratio, c->decimals + 2, ROUND_FLOOR);
	case CELL_DURATION:
	case CELL_CLOCK:
		return ratio_decimal(keep, ratio_make(c->number, MS_SECOND),
		    c->number % MS_SECOND != 0 ? 3 : 0, ROUND_HALF_UP);
	case CELL_NUMBER:
		return ratio_decimal(
		    keep, c->ratio, c->decimals, ROUND_HALF_UP);
	case CELL_INSTANT:
		return iso_utc(keep, c->number);
	case CELL_DATE:
		return str_sub(
		    iso_utc(keep, civil_ms(zone_civil(c->zone, c->number))), 0,
		    10);
	case CELL_EMPTY:
		break;
	}
	return STR_NONE;
}

static void
add_row(struct buf *line, struct arena *scratch, const struct cell *cell, int n)
{
	for (int k = 0; k < n; k++) {
		struct str text = value(scratch, &cell[k]);

		if (k > 0)
			buf_addc(line, ',');
		if (cell[k].kind == CELL_TEXT)
			csv_out_text(line, text);
		else
			buf_addstr(line, text);
	}
}

static int
add_made_row(struct buf *line, struct arena *scratch, const struct table *t,
    size_t r, struct err *e)
{
	struct cell *cell =
	    arena_array(scratch, (size_t)t->n_columns, sizeof *cell);

	if (t->source.make(t->source.arg, r, scratch, cell, e) != 0)
		return -1;
	add_row(line, scratch, cell, t->n_columns);
	return 0;
}

static void
put_line(FILE *out, struct buf *line)
{
	buf_addc(line, '\n');
	fwrite(line->p, 1, line->n, out);
	buf_clear(line);
}

static void
put_heads(
    FILE *out, struct buf *line, struct arena *scratch, const struct table *t)
{
	for (int k = 0; k < t->n_columns; k++) {
		if (k > 0)
			buf_addc(line, ',');
		csv_out_text(line, doc_text(scratch, t->column[k].head));
	}
	put_line(out, line);
}

static int
put_table(FILE *out, const struct table *t, struct err *e)
{
	struct arena scratch = { 0 };
	struct buf line;
	int rc = 0;

	buf_init(&line, LINE_BYTES);
	put_heads(out, &line, &scratch, t);
	for (size_t r = 0; r < table_rows(t) && rc == 0; r++) {
		struct arena_mark mark = arena_mark(&scratch);

		if (t->source.n > 0)
			rc = add_made_row(&line, &scratch, t, r, e);
		else
			add_row(
			    &line, &scratch, t->rows.v[r].cell, t->n_columns);
		if (rc == 0)
			put_line(out, &line);
		arena_reset(&scratch, mark);
	}
	buf_release(&line);
	arena_release(&scratch);
	return rc;
}

int
csv_write(const struct doc *d, const char *path, struct err *e)
{
	FILE *out = fopen(path, "wb");
	bool failed;
	int rc = 0;

	if (out == NULL)
		return err_errno(e, "could not write \"%s\"", path);
	for (size_t i = 0; i < d->blocks.n && rc == 0; i++)
		if (d->blocks.v[i].kind == BLOCK_TABLE)
			rc = put_table(out, d->blocks.v[i].table, e);
	failed = ferror(out) != 0;
	if (fclose(out) != 0 || failed)
		return err_set(e, ERR_ENV, "could not write \"%s\"", path);
	return rc;
}
