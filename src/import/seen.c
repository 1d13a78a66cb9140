#include "import/seen.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHOWN_BYTES 60
#define NOTE_BYTES  200
/* Rows left out at the end that are told one by one. */
#define ROWS_TOLD 10

void
seen_init(struct seen *s, struct job *job)
{
	*s = (struct seen){ .job = job, .index.keep = job->scratch };
	s->when.dates = job->rule.dates;
	s->when.comma = true;
}

/* So many bytes, but no letter is cut. */
static size_t
whole_letters(struct str s, size_t most)
{
	if (s.n <= most)
		return s.n;
	while (most > 0 && (s.p[most] & 0xc0) == 0x80)
		most--;
	return most;
}

int32_t
seen_name(struct seen *s, struct str name)
{
	int64_t at;

	name = str_sub(name, 0, whole_letters(name, NOTE_BYTES));
	if (name.n == 0)
		return -1;
	at = map_get(&s->index, name);
	if (at >= 0)
		return (int32_t)at;
	if (s->names.n == SEEN_MAX_NAMES)
		return -1;
	name = str_dup(s->job->scratch, name);
	map_put(&s->index, name, (int64_t)s->names.n);
	*vec_push(s->job->scratch, &s->names) = name;
	return (int32_t)s->names.n - 1;
}

int32_t
seen_note(struct seen *s, struct str note)
{
	return s->names.n < SEEN_MAX_NAMES / 2 ? seen_name(s, note) : -1;
}

static struct str
name_of(const struct seen *s, int32_t name)
{
	return name < 0 ? STR_NONE : s->names.v[name];
}

struct seen_row *
seen_add(struct seen *s, int64_t line)
{
	struct seen_row *row;

	if (s->rows.n == SEEN_MAX_ROWS || s->names.n == SEEN_MAX_NAMES) {
		if (!s->full)
			job_complain(s->job, DIAG_ERROR, line,
			    "split the file by months",
			    s->rows.n == SEEN_MAX_ROWS
				? "more than %zu rows"
				: "more than %zu different names",
			    s->rows.n == SEEN_MAX_ROWS ? SEEN_MAX_ROWS
						       : SEEN_MAX_NAMES);
		s->full = true;
		return NULL;
	}
	row = vec_push(s->job->scratch, &s->rows);
	row->line = line;
	row->subject = row->note = row->place = -1;
	return row;
}

/*
 * A number that spreadsheets would call a day: not this row is bad, but the
 * file needs a word about all of them. False when it is none.
 */
static bool
refuse_numbers(struct seen *s, const struct table *t, struct str text)
{
	struct when_column as_days = { .dates = WHEN_EXCEL };
	struct civil c;
	struct when w;
	const char *hint;

	if (s->when.dates != WHEN_AUTO ||
	    !when_read(&as_days, text, 1, &w, &hint) ||
	    str_find(text, ':') < text.n || w.shape != WHEN_LOCAL)
		return false;
	c = civil_of_ms(w.ms);
	seen_say(s, DIAG_ERROR, t->record.line,
	    "if that is right, declare dates: excel for this file in case.yaml",
	    "the time \"%.*s\" is a number; as a spreadsheet counts days it "
	    "is %04d-%02d-%02d %02d:%02d:%02d",
	    STR_ARG(str_sub(text, 0, SHOWN_BYTES)), c.year, c.month, c.day,
	    c.hour, c.minute, c.second);
	s->full = true;
	return true;
}

bool
seen_time(struct seen *s, struct table *t, size_t column, struct when *ret_when)
{
	struct str text = table_cell(t, column);
	const char *hint;

	if (when_read(&s->when, text, t->record.line, ret_when, &hint))
		return true;
	if (refuse_numbers(s, t, text))
		return false;
	table_reject(t, column, hint, "\"%s\": \"%.*s\" is not a time",
	    t->column[column].name, STR_ARG(str_sub(text, 0, SHOWN_BYTES)));
	return false;
}

struct seen_row *
seen_span(struct seen *s, struct table *t, size_t from, size_t to)
{
	struct when at, end = { 0 };
	struct seen_row *row;

	if (!seen_time(s, t, from, &at) ||
	    (table_cell(t, to).n != 0 && !seen_time(s, t, to, &end)))
		return NULL;
	row = seen_add(s, t->record.line);
	if (row != NULL) {
		row->at = at;
		row->to = end;
		row->kind = SIGHT_SPAN;
	}
	return row;
}

void
seen_say(struct seen *s, enum diag_level level, int64_t line, const char *hint,
    const char *fmt, ...)
{
	char text[300];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	/* not job_complain(): the line itself can be shown */
	diag_add(s->job->d, level, (struct place){ s->job->file, line, 0 },
	    hint, "%s", text);
}

void
seen_reject(struct seen *s, const struct seen_row *row, const char *why)
{
	s->job->rejects_told = true;
	job_reject(s->job,
	    &(struct reject){ .line = row->line, .reason = str_of(why) });
	if (s->rejected++ < ROWS_TOLD)
		seen_say(s, DIAG_WARNING, row->line, NULL,
		    "%s; the row is left out", why);
}

/* ---- telling
 * --------------------------------------------------------------------- */

static void
tell(struct seen *s, const struct seen_row *row, bool repeats)
{
	job_see(s->job,
	    &(struct sighting){ .kind = (enum sight_kind)row->kind,
		.state = (enum sight_state)row->state,
		.at = row->at.ms,
		.to_at = row->to.shape == WHEN_NONE ? NO_INSTANT : row->to.ms,
		.subject = name_of(s, row->subject),
		.note = name_of(s, row->note),
		.soft = row->soft,
		.repeats = repeats,
		.on = true,
		.announced_at = NO_INSTANT,
		.line = row->line });
}

void
seen_tell(struct seen *s, const struct seen_row *row)
{
	tell(s, row, false);
}

/* The last row of each subject so far. */
struct last {
	int64_t ms, line;
	int state; /* -1: none yet */
};

static void
tell_again(struct seen *s, int64_t again, int64_t line)
{
	if (again != 0)
		seen_say(s, DIAG_WARNING, line,
		    "the first change counts; is a row missing in between?",
		    "%lld row%s the state that held already; the first is "
		    "here",
		    (long long)again, again == 1 ? " tells" : "s tell");
}

void
seen_tell_events(struct seen *s)
{
	struct last *last =
	    arena_array(s->job->scratch, s->names.n + 1, sizeof *last);
	int64_t n_again = 0, again_line = 0;

	for (size_t i = 0; i <= s->names.n; i++)
		last[i].state = -1;
	for (size_t i = 0; i < s->rows.n; i++) {
		const struct seen_row *row = &s->rows.v[i];
		struct last *l = &last[row->subject + 1];
		bool again = l->state == row->state;

		if (again && l->ms == row->at.ms) {
			s->job->batch->source.duplicates++;
			continue;
		}
		if (again && row->state != SIGHT_NOTHING && n_again++ == 0)
			again_line = row->line;
		tell(s, row, again);
		*l = (struct last){ row->at.ms, row->line, row->state };
	}
	tell_again(s, n_again, again_line);
}

/* The same span again: an overlap of two exports. */
static bool
told_before(const struct seen *s, size_t i)
{
	const struct seen_row *row = &s->rows.v[i];

	for (size_t k = i; k-- > 0 && s->rows.v[k].at.ms == row->at.ms;) {
		const struct seen_row *other = &s->rows.v[k];

		if (other->subject == row->subject &&
		    other->state == row->state && other->note == row->note &&
		    other->to.shape == row->to.shape &&
		    other->to.ms == row->to.ms)
			return true;
		if (i - k > 64)
			break;
	}
	return false;
}

void
seen_tell_spans(struct seen *s)
{
	for (size_t i = 0; i < s->rows.n; i++) {
		const struct seen_row *row = &s->rows.v[i];

		if (told_before(s, i)) {
			s->job->batch->source.duplicates++;
			continue;
		}
		if (row->to.shape != WHEN_NONE && row->to.ms < row->at.ms) {
			seen_reject(s, row, "this ends before it begins");
			continue;
		}
		/* shorter than its clock can show */
		if (row->to.shape != WHEN_NONE && row->to.ms == row->at.ms)
			s->job->batch->source.rows++;
		else
			tell(s, row, false);
	}
}

/* ---- how often it was looked
 * ------------------------------------------------------ */

struct beat {
	int32_t subject, place;
	int64_t ms;
	bool up;
};

static int
by_eye(const void *a, const void *b)
{
	const struct beat *x = a, *y = b;

	if (x->subject != y->subject)
		return x->subject < y->subject ? -1 : 1;
	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return (x->ms > y->ms) - (x->ms < y->ms);
}

static int
by_size(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/*
 * Between two checks that found all well nothing was retried and nothing was
 * hurried; of such distances the middle one is the interval.
 */
static int64_t
interval_of(const struct beat *v, size_t n, int64_t *gaps)
{
	size_t found = 0;

	for (int only_up = 1; only_up >= 0 && found == 0; only_up--)
		for (size_t i = 1; i < n; i++)
			if (v[i].place == v[i - 1].place &&
			    v[i].ms > v[i - 1].ms &&
			    (!only_up || (v[i].up && v[i - 1].up)))
				gaps[found++] = v[i].ms - v[i - 1].ms;
	if (found == 0)
		return 0;
	qsort(gaps, found, sizeof *gaps, by_size);
	return gaps[(found - 1) / 2];
}

int64_t *
seen_intervals(const struct seen *s)
{
	struct arena *scratch = s->job->scratch;
	size_t n = s->rows.n, from = 0;
	int64_t *out = arena_array(scratch, s->names.n + 1, sizeof *out);
	int64_t *gaps = arena_array(scratch, n + 1, sizeof *gaps);
	struct beat *v = arena_array(scratch, n + 1, sizeof *v);

	for (size_t i = 0; i < n; i++) {
		const struct seen_row *r = &s->rows.v[i];

		v[i] = (struct beat){ r->subject, r->place, r->at.ms,
			r->state == SIGHT_UP || r->state == SIGHT_OK };
	}
	qsort(v, n, sizeof *v, by_eye);
	for (size_t i = 1; i <= n; i++) {
		if (i < n && v[i].subject == v[from].subject)
			continue;
		out[v[from].subject + 1] =
		    interval_of(v + from, i - from, gaps);
		from = i;
	}
	return out;
}

/* ---- a whole file
 * -------------------------------------------------------------- */

static int
read_rows(struct seen *s, struct table *t, const struct seen_reading *how,
    struct err *e)
{
	bool more = t->open;

	while (more && !s->full) {
		if (table_next(t, &more, e) != 0)
			return -1;
		if (more)
			how->row(s, t);
	}
	return 0;
}

int
seen_read(
    struct seen *s, const struct seen_reading *how, bool *ret_ok, struct err *e)
{
	struct table t;
	int rc;

	*ret_ok = false;
	rc =
	    table_open(s->job, how->column, how->n_columns, how->places, &t, e);
	if (rc == 0)
		rc = read_rows(s, &t, how, e);
	if (rc == 0 && t.open) {
		if (!s->full)
			table_finish(&t);
		*ret_ok = s->rows.n != 0 && seen_settle(s, &t);
	}
	table_close(&t);
	return rc;
}

int
seen_watch(struct job *job, const struct seen_reading *how, struct err *e)
{
	struct seen s;
	bool ok;

	seen_init(&s, job);
	s.newest_first = how->newest_first;
	if (seen_read(&s, how, &ok, e) != 0)
		return -1;
	if (ok)
		how->tell(&s);
	return 0;
}
