/*
 * review.c -- see review.h.
 */
#include "report/review.h"
#include "report/live.h"

#include <string.h>

bool
review_is_book(const struct build *b)
{
	return strcmp(b->job->kind, "review_book") == 0;
}

static struct str
phrase(struct build *b, const char *group, const char *name)
{
	struct str key = str_format(b->keep, "review.%s.%s", group, name);

	return lang_text(b->lang, str_cstr(b->keep, key));
}

void
review_chapter(struct build *b, const char *name)
{
	struct str title = phrase(b, "head", name);

	if (b->numbered)
		title = str_format(
		    b->keep, "%d  %.*s", ++b->chapter, STR_ARG(title));
	doc_heading(b->doc, 1, title,
	    review_is_book(b) ? phrase(b, "sheet", name) : STR_NONE);
}

void
review_part(struct build *b, const char *name)
{
	if (review_is_book(b))
		review_chapter(b, name);
	else
		doc_heading(b->doc, 2, phrase(b, "head", name), STR_NONE);
}

static struct table *
new_table(struct build *b, const char *id, const struct column_spec *spec,
    size_t n, const char *group)
{
	struct column *c = arena_array(b->keep, n, sizeof *c);

	for (size_t i = 0; i < n; i++)
		c[i] = (struct column){
			.head = group ? phrase(b, group, spec[i].key)
				      : str_of(spec[i].key),
			.right = spec[i].right,
			.weight = spec[i].weight,
			.xlsx_only = spec[i].xlsx_only,
		};
	return doc_table(b->doc, id, c, (int)n);
}

struct table *
review_table(
    struct build *b, const char *id, const struct column_spec *spec, size_t n)
{
	struct table *t = new_table(b, id, spec, n, "col");

	t->none = TEXT(b, "review.none");
	return t;
}

struct table *
review_data_table(
    struct build *b, const char *id, const struct column_spec *spec, size_t n)
{
	struct table *t = new_table(b, id, spec, n, NULL);

	t->none = TEXT(b, "review.none");
	t->named = true;
	return t;
}

size_t
review_rows_shown(const struct build *b, size_t n)
{
	return n > REVIEW_SHOWN && !review_is_book(b) ? REVIEW_SHOWN : n;
}

void
review_more(struct build *b, size_t n)
{
	size_t shown = review_rows_shown(b, n);

	if (shown < n)
		doc_small_print(
		    b->doc, COUNTED(b, "review.more", (int64_t)(n - shown)));
}

/* ---- cells --------------------------------------------------------------- */

static const struct cell nothing;

struct cell
review_share(struct ratio share)
{
	return ratio_ok(share) ? cell_percent(share, 3) : nothing;
}

struct cell
review_against(struct ratio share, struct ratio target)
{
	if (!ratio_ok(share))
		return nothing;
	return cell_percent(
	    share, ratio_ok(target) ? percent_decimals(share, target, 3) : 3);
}

struct cell
review_time(int64_t ms)
{
	return ms < 0 ? nothing : cell_duration(ms);
}

struct cell
review_about(int64_t ms)
{
	return cell_duration((ms + MS_SECOND / 2) / MS_SECOND * MS_SECOND);
}

void
review_times_row(struct build *b, struct table *t, const char *key,
    const struct review_times *v)
{
	struct row *r = table_row(b->doc, t, ROW_BODY);

	r->cell[0] = cell_text(lang_text(b->lang, key));
	r->cell[1] = cell_count(v->n);
	if (v->n == 0)
		return;
	r->cell[2] = review_about(v->median_ms);
	r->cell[3] = review_about(v->p90_ms);
	r->cell[4] = review_about(v->mean_ms);
	r->cell[4].tone = TONE_MUTED;
}

struct cell
review_minutes(int64_t ms)
{
	return cell_number(ratio_make(ms, MS_MINUTE), 0);
}

struct cell
review_amount(struct currency c, int64_t minor)
{
	return cell_money(minor, c.code, c.digits);
}

/* ---- words --------------------------------------------------------------- */

static struct str
shown(const struct build *b, struct cell c)
{
	return cell_format(b->keep, &b->lang->style, &c);
}

struct str
review_share_text(const struct build *b, struct ratio share)
{
	return shown(b, review_share(share));
}

struct str
review_minutes_text(const struct build *b, int64_t ms)
{
	return shown(b, review_minutes(ms));
}

struct str
review_cause(const struct build *b, struct str cause)
{
	return cause.n ? show_word(b, cause) : TEXT(b, "review.unknown_cause");
}

struct str
review_incident_name(const struct build *b, const struct incident *in)
{
	return in ? show_joined(b, in->id, in->title)
		  : TEXT(b, "review.no_incident");
}

struct str
review_quarter_name(const struct build *b, struct str quarter)
{
	if (quarter.n != 7)
		return quarter;
	return FILL(b, "review.quarter", { "year", str_sub(quarter, 0, 4) },
	    { "n", str_sub(quarter, 6, 7) });
}

struct str
review_name(const struct build *b, struct str name)
{
	return name.n ? show_word(b, name) : TEXT(b, "review.not_given");
}

/* Better and worse are said only where the range of the difference says so. */
struct str
review_trend_words(
    const struct build *b, const char *what, const struct trend_change *t)
{
	static const char *const keys[] = {
		[TREND_TOO_FEW] = "review.trend.too_few",
		[TREND_UNCLEAR] = "review.trend.unclear",
		[TREND_BETTER] = "review.trend.better",
		[TREND_WORSE] = "review.trend.worse",
	};
	int64_t low = t->low < 0 ? -t->low : t->low;
	int64_t high = t->high < 0 ? -t->high : t->high;
	struct fill fill[] = {
		{ "what", lang_text(b->lang, what) },
		{ "now", show_time(b, t->now) },
		{ "before", show_time(b, t->before) },
		{ "n", show_count(b, t->n_now) },
		{ "m", show_count(b, t->n_before) },
		{ "least", show_count(b, TREND_LEAST) },
		{ "low", show_time(b, low < high ? low : high) },
		{ "high", show_time(b, low < high ? high : low) },
	};

	return lang_fill(b->lang, keys[t->trend], b->keep, fill,
	    sizeof fill / sizeof fill[0]);
}

/* ---- formulas ------------------------------------------------------------ */

static const struct formula *
sum_over(struct build *b, const char *table, int col, const int *key,
    const int *own, int n)
{
	struct formula_where w[2];

	for (int i = 0; i < n; i++)
		w[i] = (struct formula_where){ .col = key[i],
			.plus_col = -1,
			.cmp = CMP_EQ,
			.rhs = live_column(b, own[i]) };
	return live_sum(b, table, col, w, n);
}

const struct formula *
review_sum_of(struct build *b, const char *table, int col, int key, int own)
{
	return sum_over(b, table, col, &key, &own, 1);
}

const struct formula *
review_sum_of_two(struct build *b, const char *table, int col, const int key[2],
    const int own[2])
{
	return sum_over(b, table, col, key, own, 2);
}
