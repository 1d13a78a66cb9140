#include "import/sheet.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A table of facts with so many bad rows is another kind of file. */
#define BAD_ROWS_MAX  1000
#define EXCERPT_BYTES 160
/* Bad rows of counters that are told one by one. */
#define ROWS_TOLD  10
#define HEAD_BYTES 60

size_t
sheet_column_of(const struct sheet *sheet, const char *name)
{
	size_t i = 0;

	while (i < sheet->n_columns && strcmp(sheet->column[i].name, name) != 0)
		i++;
	if (i == sheet->n_columns)
		BUG("a sheet has no such column");
	return i;
}

/* ---- complaints -----------------------------------------------------------
 */

/*
 * A log of counters may be bad in every row; then the first few are told one by
 * one and the rest is summed up, so that they do not hide other files'
 * mistakes.
 */
static bool
worth_telling(struct sheet_run *run)
{
	if (!run->bad)
		run->told++;
	return !run->sheet->keeps_going || run->told <= ROWS_TOLD;
}

static void
complain(struct sheet_run *run, int64_t line, int64_t col, const char *hint,
    const char *message)
{
	struct place at = csv_place(run->job->file, run->record, line, col);
	enum diag_level level =
	    run->sheet->keeps_going ? DIAG_WARNING : DIAG_ERROR;
	bool tell = worth_telling(run);

	if (!run->bad)
		snprintf(run->reason, sizeof run->reason, "%s", message);
	run->bad = true;
	if (tell)
		diag_quote(run->job->d, level, at, csv_line(run->record, line),
		    hint, "%s", message);
}

void
sheet_bad(struct sheet_run *run, const char *column, const char *hint,
    const char *fmt, ...)
{
	int64_t line = run->record->line, col = 1;
	char text[400];
	va_list ap;
	int at = -1;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	if (column != NULL)
		at = run->at[sheet_column_of(run->sheet, column)];
	if (at >= 0 && (size_t)at < run->record->n) {
		line = run->record->field[at].line;
		col = run->record->field[at].col;
	}
	complain(run, line, col, hint, text);
}

bool
sheet_given(const struct sheet_run *run, const char *column)
{
	int at = run->at[sheet_column_of(run->sheet, column)];

	return at >= 0 && (size_t)at < run->record->n &&
	       str_trim(run->record->field[at].text).n != 0;
}

bool
sheet_unique(
    struct sheet_run *run, const char *column, struct str id, const char *hint)
{
	int64_t before = map_get(&run->ids, id);

	if (before >= 0) {
		sheet_bad(run, column,
		    hint ? hint : "every row needs an id of its own",
		    "%s \"%.*s\" was already given in line %lld", column,
		    STR_ARG(id), (long long)run->id_lines.v[before]);
		return false;
	}
	map_put(&run->ids, id, (int64_t)run->id_lines.n);
	*vec_push(run->job->scratch, &run->id_lines) = run->record->line;
	return true;
}

struct str
sheet_row_name(const struct sheet_run *run)
{
	return str_format(run->job->keep, "%.*s:%lld", STR_ARG(run->job->file),
	    (long long)run->record->line);
}

/* ---- the header row --------------------------------------------------------
 */

/* "VAT ID" and "vat-id" are vat_id. */
static struct str
head_name(struct arena *scratch, struct str text)
{
	char *p;

	text = str_trim(text);
	text = str_sub(text, 0, HEAD_BYTES);
	p = str_cstr(scratch, text);
	for (size_t i = 0; i < text.n; i++) {
		if (p[i] >= 'A' && p[i] <= 'Z')
			p[i] = (char)(p[i] + ('a' - 'A'));
		if (p[i] == ' ' || p[i] == '-')
			p[i] = '_';
	}
	return (struct str){ p, text.n };
}

static int
column_named(const struct sheet *sheet, struct str name)
{
	for (size_t i = 0; i < sheet->n_columns; i++) {
		const struct sheet_column *c = &sheet->column[i];

		if (str_is(name, c->name) ||
		    (c->alias != NULL && str_is(name, c->alias)))
			return (int)i;
	}
	return -1;
}

/* The column that the rule of the file declares this head to be, or -1. */
static int
column_declared(const struct sheet_run *run, struct str name)
{
	const struct file_rule *rule = &run->job->rule;
	struct arena *scratch = run->job->scratch;

	for (size_t i = 0; i < rule->n_columns; i++) {
		const struct column_rule *r = &rule->columns[i];

		if (!r->list && str_eq(head_name(scratch, r->words[0]), name))
			return column_named(run->sheet, r->name);
	}
	return -1;
}

/* What is declared for a column goes before its own name. */
static int
column_of(const struct sheet_run *run, struct str name)
{
	const struct file_rule *rule = &run->job->rule;
	int column = column_declared(run, name);

	if (column >= 0)
		return column;
	column = column_named(run->sheet, name);
	for (size_t i = 0; i < rule->n_columns && column >= 0; i++)
		if (!rule->columns[i].list &&
		    column_named(run->sheet, rule->columns[i].name) == column)
			return -1;
	return column;
}

/* The missing column whose name is most like this one, or NULL. */
static const char *
nearest(const struct sheet_run *run, struct str name)
{
	const struct sheet *sheet = run->sheet;
	size_t best = name.n < 4 ? 1 : 2;
	const char *near = NULL;

	for (size_t i = 0; i < sheet->n_columns; i++) {
		const char *other = sheet->column[i].name;
		size_t far;

		if (run->at[i] >= 0)
			continue;
		far = str_distance(name, str_of(other));
		if (far <= best && (near == NULL || far < best)) {
			best = far;
			near = other;
		}
	}
	return near;
}

static void
head_diag(struct sheet_run *run, enum diag_level level,
    const struct csv_field *f, const char *hint, const char *message)
{
	struct place at =
	    csv_place(run->job->file, run->record, f->line, f->col);

	diag_quote(run->job->d, level, at, csv_line(run->record, f->line), hint,
	    "%s", message);
}

static void
unknown_column(
    struct sheet_run *run, const struct csv_field *f, struct str name)
{
	const char *near = nearest(run, name);
	struct str shown = str_sub(str_trim(f->text), 0, HEAD_BYTES);
	char message[200], hint[100];

	snprintf(hint, sizeof hint, "did you mean \"%s\"?", near ? near : "");
	snprintf(message, sizeof message,
	    "unknown column \"%.*s\"; what it holds is not used",
	    STR_ARG(shown));
	head_diag(run, DIAG_WARNING, f, near ? hint : NULL, message);
}

static bool
known_column(
    struct sheet_run *run, const struct csv_field *f, int column, size_t field)
{
	char message[200];

	if (run->at[column] < 0) {
		run->at[column] = (int)field;
		run->head[column] = head_name(run->job->keep, f->text);
		return true;
	}
	snprintf(message, sizeof message,
	    "column \"%s\" is there twice, as field %d and field %zu",
	    run->sheet->column[column].name, run->at[column] + 1, field + 1);
	head_diag(run, DIAG_ERROR, f, "remove one of them", message);
	return false;
}

static bool
required_columns(struct sheet_run *run)
{
	const struct csv_field *first = &run->record->field[0];
	const struct sheet *sheet = run->sheet;
	char message[200], hint[400] = "the columns are ";
	bool ok = true;

	for (size_t i = 0; i < sheet->n_columns; i++) {
		size_t n = strlen(hint);

		snprintf(hint + n, sizeof hint - n, "%s%s", i ? ", " : "",
		    sheet->column[i].name);
	}
	for (size_t i = 0; i < sheet->n_columns; i++) {
		if (!sheet->column[i].required || run->at[i] >= 0)
			continue;
		snprintf(message, sizeof message, "there is no column \"%s\"",
		    sheet->column[i].name);
		head_diag(run, DIAG_ERROR, first, hint, message);
		ok = false;
	}
	return ok;
}

/* Every column that case.yaml declares is one of ours, and is there. */
static bool
declared_columns(struct sheet_run *run)
{
	const struct file_rule *rule = &run->job->rule;
	bool ok = true;

	for (size_t i = 0; i < rule->n_columns; i++) {
		const struct column_rule *r = &rule->columns[i];
		int column = column_named(run->sheet, r->name);

		if (r->list || (column >= 0 && run->at[column] >= 0))
			continue;
		ok = false;
		if (column < 0)
			job_complain(run->job, DIAG_ERROR, 0,
			    "see makegood formats for its columns",
			    "case.yaml maps a column \"%.*s\", which this "
			    "format does not have",
			    STR_ARG(str_sub(r->name, 0, HEAD_BYTES)));
		else
			job_complain(run->job, DIAG_ERROR, run->record->line,
			    "columns: in case.yaml takes the words of the "
			    "header row",
			    "there is no column \"%.*s\", which case.yaml "
			    "declares as \"%.*s\"",
			    STR_ARG(str_sub(r->words[0], 0, HEAD_BYTES)),
			    STR_ARG(r->name));
	}
	return ok;
}

/* Which field is which column. False when rows cannot be read. */
static bool
read_head(struct sheet_run *run)
{
	const struct csv_record *r = run->record;
	struct arena *scratch = run->job->scratch;
	bool ok = true;

	run->n_fields = r->n;
	for (size_t i = 0; i < SHEET_MAX_COLUMNS; i++)
		run->at[i] = -1;
	for (size_t i = 0; i < r->n; i++) {
		const struct csv_field *f = &r->field[i];
		int column = column_of(run, head_name(scratch, f->text));

		if (column >= 0)
			ok &= known_column(run, f, column, i);
	}
	/* who says what the columns are knows what he leaves out */
	for (size_t i = 0; i < r->n && run->job->rule.n_columns == 0; i++) {
		const struct csv_field *f = &r->field[i];
		struct str name = head_name(scratch, f->text);

		if (name.n != 0 && column_named(run->sheet, name) < 0)
			unknown_column(run, f, name);
	}
	if (!declared_columns(run))
		return false;
	ok &= required_columns(run);
	return ok && (run->sheet->ready == NULL || run->sheet->ready(run));
}

/* ---- rows -------------------------------------------------------------------
 */

static bool
right_length(struct sheet_run *run)
{
	const struct csv_record *r = run->record;

	/* spreadsheets pad rows with empty fields */
	if (r->n == run->n_fields ||
	    (r->n > run->n_fields && csv_all_empty(r, run->n_fields)))
		return true;
	sheet_bad(run, NULL,
	    r->n > run->n_fields
		? "put a text that holds the delimiter in quotation marks; "
		  "decimals take a point"
	    : r->n == 1
		? "is the delimiter another one than in the header row?"
		: "is the row cut off? empty cells need their delimiters too",
	    "this row has %zu field%s, the header row has %zu", r->n,
	    r->n == 1 ? "" : "s", run->n_fields);
	return false;
}

/* Zones and currencies before the cells that need them. */
static bool
comes_first(enum sheet_type type)
{
	return type == SHEET_ZONE || type == SHEET_CURRENCY;
}

static void
read_cells(struct sheet_run *run, void *row, bool first)
{
	const struct sheet *sheet = run->sheet;

	for (size_t i = 0; i < sheet->n_columns; i++) {
		const struct sheet_column *c = &sheet->column[i];
		const struct csv_field *f;

		if (comes_first(c->type) != first || run->at[i] < 0)
			continue;
		f = &run->record->field[run->at[i]];
		if (str_trim(f->text).n != 0)
			sheet_value(run, c, f, row);
		else if (c->required)
			sheet_bad(
			    run, c->name, NULL, "\"%s\" is empty", c->name);
	}
}

static void
reject(struct sheet_run *run)
{
	const struct csv_record *r = run->record;
	struct str line = str_trim(csv_line(r, r->line));

	job_reject(run->job, &(struct reject){ .line = r->line,
				 .from_byte = r->from_byte,
				 .to_byte = r->to_byte,
				 .reason = str_of(run->reason),
				 .excerpt = str_sub(line, 0, EXCERPT_BYTES) });
}

static void
read_row(struct sheet_run *run, void *row)
{
	const struct sheet *sheet = run->sheet;
	const struct csv_record *r = run->record;
	struct job *job = run->job;
	struct origin *from = (void *)((char *)row + sheet->from_offset);

	run->bad = false;
	if (r->broken) {
		complain(run, r->why_line, r->why_col, r->hint, r->why);
		reject(run);
		return;
	}
	if (csv_all_empty(r, 0))
		return;
	memset(row, 0, sheet->row_bytes);
	run->zone = job->rule.zone;
	run->currency_ok = false;
	if (sheet->start != NULL)
		sheet->start(row);
	*from = (struct origin){ job->file, r->line };
	if (right_length(run)) {
		read_cells(run, row, true);
		read_cells(run, row, false);
	}
	if (!run->bad && sheet->finish != NULL && !sheet->finish(run, row))
		run->bad = true;
	if (run->bad)
		reject(run);
	else if (sheet->push(run, row))
		job->batch->source.rows++;
	else
		job->batch->source.duplicates++;
}

/* What a policy decided is told once for the file. */
static void
tell_decided(const struct sheet_run *run, const struct sheet_decided *what,
    enum local_policy policy, const char *one, const char *many)
{
	const char *which = policy == LOCAL_EARLIER ? "earlier" : "later";
	const char *hint =
	    "case.yaml declares it so; offsets in the file would be certain";

	if (what->n == 1)
		job_complain(run->job, DIAG_WARNING, what->first_line, hint,
		    "a local time that %s was read as the %s instant", one,
		    which);
	else if (what->n > 1)
		job_complain(run->job, DIAG_WARNING, what->first_line, hint,
		    "%lld local times that %s were read as the %s instants; "
		    "the first is here",
		    (long long)what->n, many, which);
}

static int
read_rows(struct sheet_run *run, struct csv *csv, struct err *e)
{
	struct csv_record record;
	struct job *job = run->job;
	void *row = arena_alloc(job->scratch, run->sheet->row_bytes);
	int64_t seen = 0;
	bool more;

	run->record = &record;
	for (;;) {
		if (csv_next(csv, &record, &more, e) != 0)
			return -1;
		if (!more)
			break;
		read_row(run, row);
		if (++seen % 4096 == 0)
			job_progress(job);
		if (!run->sheet->keeps_going &&
		    job->batch->source.rejected >= BAD_ROWS_MAX) {
			job_complain(job, DIAG_ERROR, record.line, NULL,
			    "more than %d bad rows; the rest was not read",
			    BAD_ROWS_MAX);
			return 0;
		}
	}
	if (seen == 0)
		job_complain(job, DIAG_WARNING, 0, NULL,
		    "there is no row below the header row");
	if (run->sheet->keeps_going && run->told > ROWS_TOLD)
		job_complain(job, DIAG_WARNING, 0, NULL,
		    "%lld more rows were left out",
		    (long long)(run->told - ROWS_TOLD));
	tell_decided(run, &run->repeated, job->rule.repeated, "occurs twice",
	    "occur twice");
	tell_decided(run, &run->missing, job->rule.missing, "does not exist",
	    "do not exist");
	return 0;
}

static int
read_table(struct sheet_run *run, struct csv *csv, struct err *e)
{
	struct csv_record head;
	bool more;

	if (csv_next(csv, &head, &more, e) != 0)
		return -1;
	run->record = &head;
	if (!more) {
		job_complain(run->job, DIAG_ERROR, 0,
		    run->job->batch->kind == SOURCE_OUTAGES
			? "no data is not the same as no outage"
			: "the first row names the columns",
		    "the file is empty");
		return 0;
	}
	if (head.broken) {
		job_complain(run->job, DIAG_ERROR, head.why_line, head.hint,
		    "%s in the header row", head.why);
		return 0;
	}
	return read_head(run) ? read_rows(run, csv, e) : 0;
}

int
sheet_read(
    struct job *job, const struct sheet *sheet, void *state, struct err *e)
{
	struct sheet_run *run = arena_new(job->scratch, struct sheet_run);
	struct csv *csv;
	int rc;

	run->job = job;
	run->sheet = sheet;
	run->state = state;
	run->ids.keep = job->scratch;
	if (csv_open(job->reader, &csv, e) != 0)
		return -1;
	/* complaints of later checks can then quote the line */
	if (!sheet->keeps_going && csv_whole(csv).n != 0)
		diags_text(job->d, str_dup(job->d->keep, job->file),
		    str_dup(job->d->keep, csv_whole(csv)));
	rc = read_table(run, csv, e);
	csv_close(csv);
	return rc;
}

/* ---- detection
 * ---------------------------------------------------------------- */

static int
known_share(const struct sheet *sheet, const struct csv_record *head,
    struct arena *scratch)
{
	size_t required = 0, found = 0;

	for (size_t i = 0; i < sheet->n_columns; i++)
		required += sheet->column[i].required;
	for (size_t k = 0; k < head->n; k++) {
		struct str name = head_name(scratch, head->field[k].text);
		int column = column_named(sheet, name);

		found += column >= 0 && sheet->column[column].required;
	}
	if (required == 0 || found > required)
		return 0;
	return (int)(found * 100 / required);
}

int
sheet_detect(const struct sheet *sheet, struct str head)
{
	struct reader *reader = reader_memory(head);
	struct arena scratch = { 0 };
	struct csv_record record;
	struct csv *csv = NULL;
	struct err e;
	int share = 0;
	bool more;

	if (csv_open(reader, &csv, &e) == 0 &&
	    csv_next(csv, &record, &more, &e) == 0 && more && !record.broken)
		share = known_share(sheet, &record, &scratch);
	csv_close(csv);
	reader_close(reader);
	arena_release(&scratch);
	return share;
}
