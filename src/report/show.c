/*
 * show.c -- values as words, tables with heads: see build.h.
 */
#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "report/build.h"

bool
build_internal(const struct build *b)
{
	return b->edition == EDITION_INTERNAL;
}

bool
build_names(const struct build *b)
{
	/* A claimant writes about his own sites only. */
	return build_internal(b) || b->dossier->settings.claimant;
}

bool
build_book(const struct build *b)
{
	const char *format = b->job->formats[0];

	return format != NULL && strcmp(format, "xlsx") == 0;
}

size_t
build_shown(const struct build *b, size_t n, size_t most)
{
	return n > most && !build_book(b) ? most : n;
}

struct str
show_count(const struct build *b, int64_t n)
{
	return format_count(b->keep, &b->lang->style, n);
}

struct str
show_time(const struct build *b, int64_t ms)
{
	return format_duration(b->keep, &b->lang->style, ms);
}

struct str
show_money(const struct build *b, struct money m)
{
	return format_money(b->keep, &b->lang->style, m.minor, m.currency.code,
	    m.currency.digits);
}

struct str
show_moneys(const struct build *b, const struct money *m, size_t n)
{
	struct str out = STR_NONE;

	for (size_t i = 0; i < n; i++) {
		struct str one = show_money(b, m[i]);

		out = out.n ? str_format(b->keep, "%.*s + %.*s", STR_ARG(out),
				  STR_ARG(one))
			    : one;
	}
	return out;
}

struct str
show_instant(const struct build *b, int64_t at, const struct zone *z)
{
	return format_instant(b->keep, &b->lang->style, at, z);
}

struct str
show_day(const struct build *b, int64_t at, const struct zone *z)
{
	return format_date(b->keep, &b->lang->style, at, z, true);
}

struct str
show_period(const struct build *b, struct str period)
{
	int64_t year, month;
	struct str rest;

	if (period.n != 7 || period.p[4] != '-' ||
	    !str_int64(str_cut(period, '-', &rest), &year) ||
	    !str_int64(rest, &month) || month < 1 || month > 12)
		return period;
	return lang_month(b->lang, b->keep, (int)year, (int)month);
}

/* The power of ten in which two figures of the half-width are left. */
static double
grain_of(double half)
{
	double grain = 1;

	while (half / grain >= 100)
		grain *= 10;
	return grain;
}

struct str
show_estimate(const struct build *b, double value, double low, double high)
{
	double grain = grain_of(fabs(high - low) / 2);

	return show_count(b, (int64_t)(floor(value / grain + 0.5) * grain));
}

struct str
show_unit(const struct build *b, struct str unit)
{
	static const char *const known[][2] = {
		{ "hits", "traffic.hits" },
		{ "views", "traffic.views" },
		{ "visits", "traffic.visits" },
	};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (str_is(unit, known[i][0]))
			return TEXT(b, known[i][1]);
	return unit;
}

struct str
show_word(const struct build *b, struct str word)
{
	char *key =
	    str_cstr(b->keep, str_format(b->keep, "word.%.*s", STR_ARG(word)));

	for (char *p = key; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	return lang_has(b->lang, key) ? lang_text(b->lang, key) : word;
}

struct str
show_joined(const struct build *b, struct str a, struct str c)
{
	if (!a.n || !c.n)
		return a.n ? a : c;
	return str_format(
	    b->keep, "%.*s \xc2\xb7 %.*s", STR_ARG(a), STR_ARG(c));
}

struct str
show_service(const struct build *b, const struct ledger_row *row)
{
	const struct settlement *s = &row->settlement;
	const struct zone *z = row->contract->zone;

	if (s->part == 0)
		return row->service->name;
	/* the end is the first moment after the last day */
	return show_joined(b, row->service->name,
	    FILL(b, "outages.from_to",
		{ "from", show_day(b, s->period.from_at, z) },
		{ "to", show_day(b, s->period.to_at - 1, z) }));
}

bool
show_late(const struct build *b, const struct settlement *s)
{
	if (s->automatic || !s->has_claim_deadline)
		return false;
	if (s->has_claim_in_time)
		return !s->claim_in_time;
	return s->claim_deadline_at < b->dossier->settings.as_of;
}

struct str
show_after(const struct build *b, struct str a, struct str c)
{
	if (!a.n || !c.n)
		return a.n ? a : c;
	return str_format(b->keep, "%.*s %.*s", STR_ARG(a), STR_ARG(c));
}

struct str
show_moment(const struct build *b, int64_t at, const struct zone *z)
{
	struct doc_style prose = b->lang->style;

	prose.date = prose.date_long;
	return format_instant(b->keep, &prose, at, z);
}

struct str
unbroken(struct arena *keep, struct str s)
{
	char *out = arena_alloc(keep, 2 * s.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == ' ')
			out[n++] = (char)0xc2;
		out[n++] = s.p[i] == ' ' ? (char)0xa0 : s.p[i];
	}
	return (struct str){ out, n };
}

struct str
show_whole(const struct build *b, int64_t at, const struct zone *z)
{
	return unbroken(b->keep, show_instant(b, at, z));
}

struct str
show_short(const struct build *b, struct str long_text, size_t max)
{
	if (build_book(b))
		return long_text;
	size_t at = 0;

	for (size_t i = 0; i < max && at < long_text.n; i++)
		(void)utf8_next(long_text, &at);
	if (at >= long_text.n)
		return long_text;
	return str_format(b->keep, "%.*s\xe2\x80\xa6",
	    STR_ARG(str_trim(str_sub(long_text, 0, at))));
}

/* The sheet that is being filled. */
static struct str
sheet_now(const struct build *b)
{
	for (size_t i = b->doc->blocks.n; i > 0; i--) {
		const struct block *k = &b->doc->blocks.v[i - 1];

		if (k->kind == BLOCK_HEADING && k->level == 1)
			return k->sheet.n ? k->sheet : k->text;
	}
	return STR_NONE;
}

void
show_columns(struct build *b, const struct table *t, const char *group,
    const char *const *key, const struct data_column *data)
{
	struct str sheet = sheet_now(b);

	for (int i = 0; i < t->n_columns && build_book(b); i++)
		*vec_push(b->keep, &b->shown) = (struct book_column){
			.sheet = sheet,
			.table = t,
			.column = i,
			.group = group,
			.key = key[i],
			.data = data ? &data[i] : NULL,
		};
}

/* Tables of the ledger say in words of their own what they hold. */
static const char *
meanings_of(const struct build *b, const char *id)
{
	static const char *const own[] = { "ledger", "outages", "terms" };
	bool ledger = strcmp(b->job->kind, "ledger") == 0;

	for (size_t i = 0; ledger && i < sizeof own / sizeof *own; i++)
		if (strcmp(own[i], id) == 0)
			return "dict";
	return "means";
}

struct table *
show_table(
    struct build *b, const char *id, const struct column_spec *spec, size_t n)
{
	struct column *c = arena_array(b->keep, n, sizeof *c);
	const char **keys = arena_array(b->keep, n, sizeof *keys);
	struct table *t;

	for (size_t i = 0; i < n; i++) {
		struct str key = str_format(b->keep, "col.%s", spec[i].key);

		keys[i] = spec[i].key;
		c[i] = (struct column){
			.head = lang_text(b->lang, str_cstr(b->keep, key)),
			.right = spec[i].right,
			.weight = spec[i].weight,
			.xlsx_only = spec[i].xlsx_only,
		};
	}
	t = doc_table(b->doc, id, c, (int)n);
	show_columns(b, t, meanings_of(b, id), keys, NULL);
	return t;
}

void
show_first(struct build *b, struct table *t, size_t most)
{
	size_t body = 0, totals = 0;

	for (size_t i = 0; i < t->rows.n; i++) {
		body += t->rows.v[i].role == ROW_BODY;
		totals += t->rows.v[i].role == ROW_TOTAL;
	}
	/* in the room of the line itself there is a row */
	if (body <= most + 1)
		return;
	t->paper_rows = most;
	t->paper_rest =
	    COUNTED(b, totals > 0 ? "words.rest_total" : "words.rest",
		(int64_t)(body - most));
}

char *
table_id(struct build *b, const char *stem, size_t number)
{
	struct str id = str_format(b->keep, "%s_", stem);

	do {
		id = str_format(
		    b->keep, "%.*s%c", STR_ARG(id), (char)('a' + number % 26));
		number /= 26;
	} while (number);
	return str_cstr(b->keep, id);
}

struct str
statement_number(const struct build *b)
{
	return str_format(b->keep, "MG-%.*s-%.*s", STR_ARG(b->job->period),
	    STR_ARG(b->job->customer->id));
}

/* Chapters whose names are too long for that of a sheet. */
static const struct {
	const char *chapter, *sheet;
} short_names[] = {
	{ "head.comms_method", "sheet.comms_method" },
	{ "head.comms_moderation", "sheet.comms_moderation" },
	{ "head.comms_said", "sheet.comms_said" },
	{ "head.versions", "sheet.versions" },
};

static struct str
sheet_name(const struct build *b, const char *key)
{
	for (size_t i = 0; i < sizeof short_names / sizeof *short_names; i++)
		if (strcmp(short_names[i].chapter, key) == 0)
			return TEXT(b, short_names[i].sheet);
	return STR_NONE;
}

void
chapter(struct build *b, const char *key)
{
	struct str title = TEXT(b, key);

	if (b->numbered)
		title = str_format(
		    b->keep, "%d  %.*s", ++b->chapter, STR_ARG(title));
	doc_heading(b->doc, 1, title, sheet_name(b, key));
}

void
part(struct build *b, const char *key)
{
	if (build_book(b))
		chapter(b, key);
	else
		doc_heading(b->doc, 2, TEXT(b, key), STR_NONE);
}

void
front_sheet(struct build *b, const char *key)
{
	if (build_book(b))
		doc_heading(b->doc, 1, STR_NONE, TEXT(b, key));
}

void
not_supplied(struct build *b, struct str what)
{
	doc_note(b->doc, FILL(b, "note.not_supplied", { "what", what }));
}
