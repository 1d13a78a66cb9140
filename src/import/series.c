#include "import/series.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "import/csv.h"

#define COLUMNS   2
#define MAX_ROWS  ((size_t)8000000)
#define MAX_VALUE 1e15
#define SHOWN     60

/* One file on its way in: one or two columns, by name. */
struct table {
	const char *head[COLUMNS]; /* the second may be NULL */
	struct str name;
	struct diags *d;
	struct reader *reader;
	struct csv *csv;
	struct csv_record record;
	size_t at[COLUMNS]; /* field of each column */
};

/* Where a bin came from, for complaints about two of them. */
struct row {
	struct estimate_bin bin;
	int64_t line, col;
};

struct rows {
	VEC(struct row) list;
};

/* ---- complaints ---- */

static void
complain(const struct table *t, const struct csv_field *f, const char *hint,
    const char *what)
{
	struct place at = csv_place(t->name, &t->record, f->line, f->col);

	diag_quote(t->d, DIAG_ERROR, at, csv_line(&t->record, f->line), hint,
	    "\"%.*s\" %s", STR_ARG(str_sub(f->text, 0, SHOWN)), what);
}

/* The result of a file that was read to its end. */
static int
verdict(const struct table *t, size_t errors_before, struct err *e)
{
	if (t->d->errors == errors_before)
		return 0;
	return err_set(
	    e, ERR_INPUT, "\"%.*s\" cannot be used", STR_ARG(t->name));
}

/* ---- the table ---- */

static int
open_table(struct table *t, const char *path, struct err *e)
{
	if (reader_open(path, &t->reader, e) != 0)
		return -1;
	return csv_open(t->reader, &t->csv, e);
}

static void
close_table(struct table *t)
{
	csv_close(t->csv);
	reader_close(t->reader);
}

/* The next whole record; broken ones are complained about and skipped. */
static int
next_record(struct table *t, bool *ret_more, struct err *e)
{
	const struct csv_record *r = &t->record;

	for (;;) {
		if (csv_next(t->csv, &t->record, ret_more, e) != 0)
			return -1;
		if (!*ret_more || !r->broken)
			return 0;
		diag_quote(t->d, DIAG_ERROR,
		    csv_place(t->name, r, r->why_line, r->why_col),
		    csv_line(r, r->why_line), r->hint, "%s", r->why);
	}
}

/* Find the columns; false after a complaint. */
static int
read_head(struct table *t, bool *ret_found, struct err *e)
{
	bool more;

	*ret_found = false;
	if (next_record(t, &more, e) != 0)
		return -1;
	for (size_t c = 0; c < COLUMNS && t->head[c] != NULL; c++) {
		size_t i = 0;

		while (more && i < t->record.n &&
		       !str_is_nocase(t->record.field[i].text, t->head[c]))
			i++;
		if (more && i < t->record.n) {
			t->at[c] = i;
			continue;
		}
		diag_add(t->d, DIAG_ERROR, (struct place){ t->name, 1, 1 },
		    "the first line names the columns", "no column \"%s\"",
		    t->head[c]);
		return 0;
	}
	*ret_found = true;
	return 0;
}

/* The cell of a column; an empty one at the end of a short row. */
static struct csv_field
cell(const struct table *t, size_t column)
{
	const struct csv_record *r = &t->record;

	return t->at[column] < r->n
		   ? r->field[t->at[column]]
		   : (struct csv_field){ STR_NONE, r->line, 1 };
}

static bool
instant(const struct table *t, const struct csv_field *f, int64_t *ret_at)
{
	struct iso iso;

	if (!iso_parse(f->text, &iso)) {
		complain(t, f, "write 2026-03-05T14:00:00Z", "is not a time");
		return false;
	}
	*ret_at = civil_ms(iso.at) - iso.offset_s * MS_SECOND;
	return true;
}

/* ---- the series ---- */

/* Digits, at most one point, at most one exponent: nothing else of strtod's. */
static bool
looks_like_number(struct str s)
{
	size_t i = 0, digits = 0;

	if (i < s.n && (s.p[i] == '-' || s.p[i] == '+'))
		i++;
	for (int part = 0; part < 2; part++) {
		for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
			digits++;
		if (part == 0 && i < s.n && s.p[i] == '.')
			i++;
	}
	if (digits == 0 || i == s.n)
		return digits != 0;
	if (s.p[i] != 'e' && s.p[i] != 'E')
		return false;
	i++;
	if (i < s.n && (s.p[i] == '-' || s.p[i] == '+'))
		i++;
	for (digits = 0; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
		digits++;
	return digits != 0 && i == s.n;
}

static bool
count_of(const struct table *t, const struct csv_field *f, double *ret_value)
{
	char text[SHOWN + 1];

	if (f->text.n > SHOWN || !looks_like_number(f->text)) {
		complain(t, f,
		    "write digits with a decimal point, without thousands "
		    "marks; leave out rows that are unknown",
		    "is not a number");
		return false;
	}
	memcpy(text, f->text.p, f->text.n);
	text[f->text.n] = '\0';
	*ret_value = strtod(text, NULL);
	if (*ret_value < 0)
		complain(t, f, NULL, "is negative");
	else if (*ret_value > MAX_VALUE)
		complain(t, f, NULL, "is too large for a count");
	else
		return true;
	return false;
}

static int
read_rows(
    struct table *t, struct arena *scratch, struct rows *rows, struct err *e)
{
	bool more;

	for (;;) {
		struct csv_field when, value;
		struct row row = { 0 };

		if (next_record(t, &more, e) != 0)
			return -1;
		if (!more)
			return 0;
		when = cell(t, 0);
		value = cell(t, 1);
		if (!instant(t, &when, &row.bin.at) || value.text.n == 0 ||
		    !count_of(t, &value, &row.bin.value))
			continue;
		row.line = when.line;
		row.col = when.col;
		if (rows->list.n == MAX_ROWS)
			return err_set(e, ERR_INPUT,
			    "\"%.*s\" has more than %zu rows", STR_ARG(t->name),
			    MAX_ROWS);
		*vec_push(scratch, &rows->list) = row;
	}
}

static int
by_time(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	if (x->bin.at != y->bin.at)
		return x->bin.at < y->bin.at ? -1 : 1;
	return (x->line > y->line) - (x->line < y->line);
}

/* The shortest distance between two different instants; 0: there are none. */
static int64_t
shortest_step(const struct rows *rows)
{
	int64_t step = 0;

	for (size_t i = 1; i < rows->list.n; i++) {
		int64_t d = rows->list.v[i].bin.at - rows->list.v[i - 1].bin.at;

		if (d > 0 && (step == 0 || d < step))
			step = d;
	}
	return step;
}

/* Two rows for one bin, and rows between the bins. */
static void
check_grid(const struct table *t, const struct rows *rows, int64_t step_ms)
{
	for (size_t i = 1; i < rows->list.n; i++) {
		const struct row *r = &rows->list.v[i];
		const struct row *before = r - 1;
		struct place at = { t->name, r->line, r->col };

		if (r->bin.at == before->bin.at)
			diag_add(t->d, DIAG_ERROR, at, NULL,
			    "a second value for the bin of line %lld",
			    (long long)before->line);
		else if ((r->bin.at - rows->list.v[0].bin.at) % step_ms != 0)
			diag_add(t->d, DIAG_ERROR, at,
			    "every bin begins a whole number of steps after "
			    "the first",
			    "not on the grid of %lld s that begins at line "
			    "%lld",
			    (long long)(step_ms / MS_SECOND),
			    (long long)rows->list.v[0].line);
	}
}

static struct series
series_of(const struct rows *rows, int64_t step_ms, struct arena *keep)
{
	struct series s = { .n = rows->list.n, .step_ms = step_ms };

	s.v = arena_array(keep, s.n + 1, sizeof *s.v);
	for (size_t i = 0; i < s.n; i++)
		s.v[i] = rows->list.v[i].bin;
	return s;
}

int
series_read(const char *path, struct str name, int64_t step_ms,
    struct arena *keep, struct series *ret_series, struct diags *d,
    struct err *e)
{
	struct table t = {
		.head = { "timestamp_utc", "value" }, .name = name, .d = d
	};
	struct arena scratch = { 0 };
	struct rows rows = { 0 };
	size_t before = d->errors;
	bool found;
	int rc = -1;

	if (open_table(&t, path, e) != 0 || read_head(&t, &found, e) != 0 ||
	    (found && read_rows(&t, &scratch, &rows, e) != 0))
		goto out;
	if (rows.list.n != 0)
		qsort(rows.list.v, rows.list.n, sizeof *rows.list.v, by_time);
	if (step_ms == 0)
		step_ms = shortest_step(&rows);
	if (step_ms > 0)
		check_grid(&t, &rows, step_ms);
	rc = verdict(&t, before, e);
	if (rc == 0)
		*ret_series = series_of(&rows, step_ms, keep);
out:
	close_table(&t);
	arena_release(&scratch);
	return rc;
}

/* ---- known outages ---- */

static int
read_spans(
    struct table *t, struct arena *keep, struct spans *spans, struct err *e)
{
	bool more;

	for (;;) {
		struct csv_field from, to;
		int64_t from_at, to_at;
		bool both;

		if (next_record(t, &more, e) != 0)
			return -1;
		if (!more)
			return 0;
		from = cell(t, 0);
		to = cell(t, 1);
		both = instant(t, &from, &from_at);
		both &= instant(t, &to, &to_at);
		if (both && from_at >= to_at)
			complain(t, &to, NULL, "is not after the start");
		else if (both)
			interval_add(keep, spans, from_at, to_at);
	}
}

int
series_read_masks(const char *path, struct str name, struct arena *keep,
    struct spans *ret_masks, struct diags *d, struct err *e)
{
	struct table t = { .head = { "from", "to" }, .name = name, .d = d };
	struct spans spans = { 0 };
	size_t before = d->errors;
	bool found;
	int rc = -1;

	if (open_table(&t, path, e) != 0 || read_head(&t, &found, e) != 0 ||
	    (found && read_spans(&t, keep, &spans, e) != 0))
		goto out;
	rc = verdict(&t, before, e);
	interval_clean(&spans);
	if (rc == 0)
		*ret_masks = spans;
out:
	close_table(&t);
	return rc;
}

/* ---- holidays ---- */

static int
by_day(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static int
read_days(
    struct table *t, struct arena *keep, struct day_list *days, struct err *e)
{
	bool more;

	for (;;) {
		struct csv_field f;
		int64_t day;

		if (next_record(t, &more, e) != 0)
			return -1;
		if (!more)
			break;
		f = cell(t, 0);
		if (series_day(f.text, &day))
			*vec_push(keep, days) = day;
		else
			complain(t, &f, "write 2026-12-25", "is not a date");
	}
	if (days->n != 0)
		qsort(days->v, days->n, sizeof *days->v, by_day);
	return 0;
}

bool
series_day(struct str text, int64_t *ret_day)
{
	struct iso iso;

	if (text.n != 10 || !iso_parse(text, &iso))
		return false;
	*ret_day = civil_days(iso.at.year, iso.at.month, iso.at.day);
	return true;
}

int
series_read_holidays(const char *path, struct str name, struct arena *keep,
    struct day_list *ret_days, struct diags *d, struct err *e)
{
	struct table t = { .head = { "date" }, .name = name, .d = d };
	struct day_list days = { 0 };
	size_t before = d->errors;
	bool found;
	int rc = -1;

	if (open_table(&t, path, e) != 0 || read_head(&t, &found, e) != 0 ||
	    (found && read_days(&t, keep, &days, e) != 0))
		goto out;
	rc = verdict(&t, before, e);
	if (rc == 0)
		*ret_days = days;
out:
	close_table(&t);
	return rc;
}
