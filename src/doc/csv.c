/*
 * csv.c -- see csv.h. Values as a program reads them, the same in every
 * language: points as decimals, lengths in seconds, instants in UTC by ISO
 * 8601. Rows go straight to the file, so that their number does not matter.
 */
#include "doc/csv.h"

#include <stdio.h>

/* Quotes where the value could be mistaken for more than one. */
static void
put_text(FILE *out, struct str s)
{
	bool quoted = false;

	for (size_t i = 0; i < s.n; i++)
		quoted |= s.p[i] == ',' || s.p[i] == '"' || s.p[i] == '\n' ||
			  s.p[i] == '\r';
	if (quoted)
		fputc('"', out);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			fputc('"', out);
		fputc(s.p[i], out);
	}
	if (quoted)
		fputc('"', out);
}

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
put_row(FILE *out, struct arena *scratch, const struct cell *cell, int n)
{
	for (int k = 0; k < n; k++) {
		if (k > 0)
			fputc(',', out);
		put_text(out, value(scratch, &cell[k]));
	}
	fputc('\n', out);
}

static int
put_made_row(FILE *out, struct arena *scratch, const struct table *t, size_t r,
    struct err *e)
{
	struct cell *cell =
	    arena_array(scratch, (size_t)t->n_columns, sizeof *cell);

	if (t->source.make(t->source.arg, r, scratch, cell, e) != 0)
		return -1;
	put_row(out, scratch, cell, t->n_columns);
	return 0;
}

static int
put_table(FILE *out, const struct table *t, struct err *e)
{
	struct arena scratch = { 0 };
	int rc = 0;

	for (int k = 0; k < t->n_columns; k++) {
		if (k > 0)
			fputc(',', out);
		put_text(out, doc_text(&scratch, t->column[k].head));
	}
	fputc('\n', out);
	for (size_t r = 0; r < table_rows(t) && rc == 0; r++) {
		struct arena_mark mark = arena_mark(&scratch);

		if (t->source.n > 0)
			rc = put_made_row(out, &scratch, t, r, e);
		else
			put_row(out, &scratch, t->rows.v[r].cell, t->n_columns);
		arena_reset(&scratch, mark);
	}
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
