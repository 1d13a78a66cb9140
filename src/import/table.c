#include "import/table.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

#define COUNT(v)      (sizeof(v) / sizeof *(v))
#define HEAD_BYTES    60
#define SHOWN_BYTES   60
#define EXCERPT_BYTES 160
/* Bad rows that are told one by one. */
#define ROWS_TOLD 10

/* ---- heads
 * ---------------------------------------------------------------------- */

static char
fold_letter(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* "Date-Time" is date_time; what stands in brackets behind is cut off. */
static struct str
fold(struct arena *scratch, struct str text)
{
	size_t bracket = str_find(text, '(');
	char *p;

	if (bracket != 0)
		text = str_sub(text, 0, bracket);
	text = str_sub(str_trim(text), 0, HEAD_BYTES);
	p = str_cstr(scratch, text);
	for (size_t i = 0; i < text.n; i++) {
		p[i] = fold_letter(p[i]);
		if (p[i] == ' ' || p[i] == '-')
			p[i] = '_';
	}
	return (struct str){ p, text.n };
}

const struct column_rule *
table_rule(const struct file_rule *rule, const char *name)
{
	for (size_t i = 0; i < rule->n_columns; i++)
		if (str_is(rule->columns[i].name, name))
			return &rule->columns[i];
	return NULL;
}

static int
field_headed(
    const struct csv_record *head, const char *name, struct arena *scratch)
{
	for (size_t i = 0; i < head->n; i++)
		if (str_is(fold(scratch, head->field[i].text), name))
			return (int)i;
	return -1;
}

/* The field of a column; -1. Earlier names win over later ones. */
static int
find_column(const struct table_column *c, const struct csv_record *head,
    struct arena *scratch)
{
	int at = field_headed(head, c->name, scratch);

	for (const char *const *h = c->heads; at < 0 && h != NULL && *h != NULL;
	     h++)
		at = field_headed(head, *h, scratch);
	return at;
}

/* The field that case.yaml names for a column; -1 after a complaint. */
static int
declared_column(struct table *t, const struct column_rule *rule)
{
	const struct csv_record *head = &t->record;
	struct arena *scratch = t->job->scratch;

	for (size_t i = 0; i < head->n; i++)
		if (str_eq(str_trim(head->field[i].text), rule->words[0]))
			return (int)i;
	for (size_t i = 0; i < head->n; i++)
		if (str_eq(fold(scratch, head->field[i].text),
			fold(scratch, rule->words[0])))
			return (int)i;
	job_complain(t->job, DIAG_ERROR, head->line,
	    "columns: in case.yaml takes the words of the header row",
	    "there is no column \"%.*s\", which case.yaml declares as \"%.*s\"",
	    STR_ARG(str_sub(rule->words[0], 0, HEAD_BYTES)),
	    STR_ARG(str_sub(rule->name, 0, HEAD_BYTES)));
	return -1;
}

/* "time (Europe/Berlin)", "time_utc": the head itself tells the zone. */
static void
zone_of_head(struct table *t, struct str head)
{
	struct str rest, name;
	struct err e;

	str_cut(head, '(', &rest);
	name = str_trim(str_cut(rest, ')', &rest));
	if (str_ends(head, "_utc") || str_ends(head, " UTC"))
		name = STR("UTC");
	if (name.n == 0 || name.n > 40)
		return;
	if (zone_open(t->job->ctx->zones, name, &t->zone, &e) != 0)
		t->zone = NULL;
}

static void
missing(struct table *t, size_t column)
{
	const struct table_column *c = &t->column[column];
	struct str hint = str_format(t->job->scratch,
	    "declare it for this file in case.yaml: columns: { %s: \"...\" }",
	    c->name);

	job_complain(t->job, DIAG_ERROR, t->record.line,
	    str_cstr(t->job->scratch, hint), "there is no column \"%s\"",
	    c->name);
}

/* Names that case.yaml uses and this format has not. */
static bool
rules_known(struct table *t)
{
	const struct file_rule *rule = &t->job->rule;
	bool ok = true;

	for (size_t i = 0; i < rule->n_columns; i++) {
		const struct column_rule *r = &rule->columns[i];
		bool known = r->list;

		for (size_t k = 0; k < t->n_columns; k++)
			known |= str_is(r->name, t->column[k].name);
		if (known)
			continue;
		ok = false;
		job_complain(t->job, DIAG_ERROR, 0,
		    "see makegood formats for its columns",
		    "case.yaml maps a column \"%.*s\", which this format does "
		    "not have",
		    STR_ARG(str_sub(r->name, 0, HEAD_BYTES)));
	}
	return ok;
}

static bool
find_columns(struct table *t, const int *places)
{
	struct arena *scratch = t->job->scratch;
	bool ok = rules_known(t), any = false;

	for (size_t i = 0; i < t->n_columns; i++) {
		const struct column_rule *rule =
		    table_rule(&t->job->rule, t->column[i].name);

		if (rule != NULL && !rule->list) {
			t->at[i] = declared_column(t, rule);
			ok &= t->at[i] >= 0;
		} else
			t->at[i] =
			    find_column(&t->column[i], &t->record, scratch);
		any |= t->at[i] >= 0 && t->column[i].required;
	}
	/* a language we do not know: where the columns always stand */
	for (size_t i = 0; i < t->n_columns && places != NULL; i++)
		if (t->at[i] < 0 && places[i] >= 0 &&
		    (size_t)places[i] < t->record.n)
			t->at[i] = places[i];
	for (size_t i = 0; i < t->n_columns && ok; i++)
		if (t->column[i].required && t->at[i] < 0) {
			missing(t, i);
			ok = false;
		}
	for (size_t i = 0; i < t->n_columns; i++)
		if (t->at[i] >= 0 && t->zone == NULL)
			zone_of_head(t, t->record.field[t->at[i]].text);
	return ok;
}

/* ---- rows
 * ----------------------------------------------------------------------- */

int
table_open(struct job *job, const struct table_column *columns, size_t n,
    const int *places, struct table *ret_table, struct err *e)
{
	struct table *t = ret_table;
	bool more;

	*t = (struct table){ .job = job, .column = columns, .n_columns = n };
	if (n > TABLE_MAX_COLUMNS)
		BUG("a table has too many columns");
	arena_alloc(&t->row, 1);
	t->row_mark = arena_mark(&t->row);
	if (csv_open(job->reader, &t->csv, e) != 0)
		return -1;
	/* complaints that come after the last row can then quote theirs */
	if (csv_whole(t->csv).n != 0)
		diags_text(job->d, str_dup(job->d->keep, job->file),
		    str_dup(job->d->keep, csv_whole(t->csv)));
	if (csv_next(t->csv, &t->record, &more, e) != 0)
		return -1;
	if (!more)
		job_complain(job, DIAG_WARNING, 0,
		    "no data is not the same as no outage",
		    "the file is empty");
	else if (t->record.broken)
		job_complain(job, DIAG_ERROR, t->record.why_line,
		    t->record.hint, "%s in the header row", t->record.why);
	else
		t->open = find_columns(t, places);
	t->n_fields = t->record.n;
	return 0;
}

void
table_close(struct table *t)
{
	csv_close(t->csv);
	t->csv = NULL;
	arena_release(&t->row);
}

static void
reject(struct table *t, struct place at, const char *hint, const char *reason)
{
	const struct csv_record *r = &t->record;
	struct str line = str_trim(csv_line(r, r->line));

	job_reject(t->job, &(struct reject){ .line = r->line,
			       .from_byte = r->from_byte,
			       .to_byte = r->to_byte,
			       .reason = str_of(reason),
			       .excerpt = str_sub(line, 0, EXCERPT_BYTES) });
	t->job->rejects_told = true;
	if (t->told++ < ROWS_TOLD)
		diag_quote(t->job->d, DIAG_WARNING, at, csv_line(r, at.line),
		    hint, "%s; the row is left out", reason);
}

void
table_reject(
    struct table *t, size_t column, const char *hint, const char *fmt, ...)
{
	struct place at = { t->job->file, t->record.line, 1 };
	char reason[300];
	va_list ap;
	int field = column < t->n_columns ? t->at[column] : -1;

	va_start(ap, fmt);
	vsnprintf(reason, sizeof reason, fmt, ap);
	va_end(ap);
	if (field >= 0 && (size_t)field < t->record.n) {
		at = csv_place(t->job->file, &t->record,
		    t->record.field[field].line, t->record.field[field].col);
	}
	reject(t, at, hint, reason);
}

/* Rows that break the rules of CSV, or of this file. */
static bool
row_ok(struct table *t)
{
	const struct csv_record *r = &t->record;

	if (r->broken) {
		reject(t, csv_place(t->job->file, r, r->why_line, r->why_col),
		    r->hint, r->why);
		return false;
	}
	if (r->n < t->n_fields ||
	    (r->n > t->n_fields && !csv_all_empty(r, t->n_fields))) {
		table_reject(t, t->n_columns,
		    r->n < t->n_fields ? "is the file cut off?" : NULL,
		    "this row has %zu field%s, the header row has %zu", r->n,
		    r->n == 1 ? "" : "s", t->n_fields);
		return false;
	}
	for (size_t i = 0; i < t->n_columns; i++) {
		size_t bad;

		if (t->at[i] < 0 || !t->column[i].required ||
		    utf8_ok(r->field[t->at[i]].text, &bad))
			continue;
		table_reject(t, i, "save the file as UTF-8",
		    "\"%s\" holds bytes that are not text", t->column[i].name);
		return false;
	}
	return true;
}

int
table_next(struct table *t, bool *ret_more, struct err *e)
{
	for (;;) {
		arena_reset(&t->row, t->row_mark);
		if (csv_next(t->csv, &t->record, ret_more, e) != 0)
			return -1;
		if (!*ret_more)
			return 0;
		if (!t->record.broken && csv_all_empty(&t->record, 0))
			continue;
		if (++t->rows % 4096 == 0)
			job_progress(t->job);
		if (row_ok(t))
			return 0;
	}
}

bool
table_has(const struct table *t, size_t column)
{
	return t->at[column] >= 0;
}

struct str
table_cell(const struct table *t, size_t column)
{
	int at = t->at[column];

	if (at < 0 || (size_t)at >= t->record.n)
		return STR_NONE;
	return str_trim(t->record.field[at].text);
}

struct str
table_note(struct table *t, size_t column)
{
	struct str text = str_sub(table_cell(t, column), 0, 400);

	return text.n == 0 ? text : utf8_clean(&t->row, text);
}

void
table_finish(struct table *t)
{
	struct job *job = t->job;

	if (t->told > ROWS_TOLD)
		job_complain(job, DIAG_WARNING, 0, NULL,
		    "%lld more rows were left out",
		    (long long)(t->told - ROWS_TOLD));
	if (t->rows == 0)
		job_complain(job, DIAG_WARNING, 0,
		    "no data is not the same as no outage",
		    "there is no row below the header row");
	else if (t->told == t->rows)
		job_complain(job, DIAG_ERROR, 0, NULL, "no row could be read");
}

/* ---- detection
 * ---------------------------------------------------------------- */

static int
share(const struct csv_record *head, const struct table_column *columns,
    size_t n, struct arena *scratch)
{
	int required = 0, found = 0;

	for (size_t i = 0; i < n; i++) {
		if (!columns[i].required)
			continue;
		required++;
		found += find_column(&columns[i], head, scratch) >= 0;
	}
	return required == 0 ? 0 : found * 100 / required;
}

int
table_detect(struct str head, const struct table_column *columns, size_t n)
{
	struct reader *reader = reader_memory(head);
	struct arena scratch = { 0 };
	struct csv_record record;
	struct csv *csv = NULL;
	struct err e;
	int found = 0;
	bool more;

	if (csv_open(reader, &csv, &e) == 0 &&
	    csv_next(csv, &record, &more, &e) == 0 && more && !record.broken)
		found = share(&record, columns, n, &scratch);
	csv_close(csv);
	reader_close(reader);
	arena_release(&scratch);
	return found;
}

/* ---- words for states
 * --------------------------------------------------------- */

/* Lower case; in the languages of our reports where they differ. */
static const struct {
	const char *word;
	enum sight_state state;
} words[] = {
	{ "down", SIGHT_DOWN },
	{ "offline", SIGHT_DOWN },
	{ "outage", SIGHT_DOWN },
	{ "problem", SIGHT_DOWN },
	{ "fail", SIGHT_DOWN },
	{ "failed", SIGHT_DOWN },
	{ "failure", SIGHT_DOWN },
	{ "error", SIGHT_DOWN },
	{ "alarm", SIGHT_DOWN },
	{ "ausfall", SIGHT_DOWN },
	{ "gest\303\266rt", SIGHT_DOWN },
	{ "st\303\266rung", SIGHT_DOWN },
	{ "non raggiungibile", SIGHT_DOWN },
	{ "hors ligne", SIGHT_DOWN },
	{ "en panne", SIGHT_DOWN },
	{ "panne", SIGHT_DOWN },
	{ "ca\303\255do", SIGHT_DOWN },
	{ "critical", SIGHT_CRITICAL },
	{ "crit", SIGHT_CRITICAL },
	{ "kritisch", SIGHT_CRITICAL },
	{ "up", SIGHT_UP },
	{ "online", SIGHT_UP },
	{ "resolved", SIGHT_UP },
	{ "recovered", SIGHT_UP },
	{ "recovery", SIGHT_UP },
	{ "healthy", SIGHT_UP },
	{ "success", SIGHT_UP },
	{ "en ligne", SIGHT_UP },
	{ "ok", SIGHT_OK },
	{ "warning", SIGHT_WARNING },
	{ "warn", SIGHT_WARNING },
	{ "warnung", SIGHT_WARNING },
	{ "unknown", SIGHT_UNKNOWN },
	{ "unbekannt", SIGHT_UNKNOWN },
	{ "unreachable", SIGHT_UNREACHABLE },
	{ "degraded", SIGHT_DEGRADED },
	{ "maintenance", SIGHT_MAINTENANCE },
	{ "wartung", SIGHT_MAINTENANCE },
	{ "manutenzione", SIGHT_MAINTENANCE },
	{ "mantenimiento", SIGHT_MAINTENANCE },
	{ "nothing", SIGHT_NOTHING },
	{ "paused", SIGHT_NOTHING },
	{ "started", SIGHT_NOTHING },
	{ "pending", SIGHT_NOTHING },
	{ "no_data", SIGHT_NOTHING },
};

/* As in case.yaml: down: [PROBLEM] */
static const char *const state_names[SIGHT_STATES] = {
	[SIGHT_NOTHING] = "nothing",
	[SIGHT_OK] = "ok",
	[SIGHT_WARNING] = "warning",
	[SIGHT_UNKNOWN] = "unknown",
	[SIGHT_CRITICAL] = "critical",
	[SIGHT_UP] = "up",
	[SIGHT_DOWN] = "down",
	[SIGHT_UNREACHABLE] = "unreachable",
	[SIGHT_DEGRADED] = "degraded",
	[SIGHT_MAINTENANCE] = "maintenance",
};

static bool
same_word(struct str a, struct str b)
{
	for (size_t i = 0; i < a.n && a.n == b.n; i++)
		if (fold_letter(a.p[i]) != fold_letter(b.p[i]))
			return false;
	return a.n == b.n;
}

static bool
declared_word(const struct column_rule *rule, struct str word)
{
	for (size_t i = 0; rule != NULL && rule->list && i < rule->n; i++)
		if (same_word(word, rule->words[i]))
			return true;
	return false;
}

bool
table_declared(
    const struct job *job, struct str word, enum sight_state *ret_state)
{
	for (size_t i = 0; i < SIGHT_STATES && job->rule.n_columns != 0; i++)
		if (declared_word(
			table_rule(&job->rule, state_names[i]), word)) {
			*ret_state = (enum sight_state)i;
			return true;
		}
	return false;
}

bool
table_state(const struct job *job, struct str word, enum sight_state *ret_state)
{
	if (table_declared(job, word, ret_state))
		return true;
	for (size_t i = 0; i < COUNT(words); i++)
		if (str_is_nocase(word, words[i].word)) {
			*ret_state = words[i].state;
			return true;
		}
	return false;
}
