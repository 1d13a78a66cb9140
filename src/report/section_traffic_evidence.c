/*
 * section_traffic_evidence.c -- what the figures of lost traffic rest on, for
 * those who claim and those who pay: tests on the same site, windows, gaps,
 * sources, assumptions, and the line that computes it again.
 */
#include <stdlib.h>

#include "base/version.h"
#include "report/section_traffic.h"

/* More windows than this are not told one by one. */
#define SHOWN_WINDOWS 24
#define PAPER_WINDOWS 5 /* of each table, on paper */
/* More files than this are left to the list of sources. */
#define SHOWN_FILES 4
#define SHOWN_HEX   12

static const struct column_spec test_columns[] = {
	{ "site", false, 22, false },
	{ "start", false, 17, false },
	{ "tests", true, 8, false },
	{ "error_median", true, 9, false },
	{ "error_p90", true, 10, false },
	{ "bias", true, 8, false },
	{ "inside80", true, 10, false },
	{ "inside95", true, 10, false },
	{ "last_week", true, 10, false },
	{ "why", false, 22, false },
};

static const struct column_spec window_columns[] = {
	{ "site", false, 22, false },
	{ "claimed_from", false, 17, false },
	{ "claimed_to", false, 17, false },
	{ "used_from", false, 17, false },
	{ "used_to", false, 17, false },
};

static const struct column_spec evidence_columns[] = {
	{ "site", false, 22, false },
	{ "start", false, 17, false },
	{ "bin_length", true, 9, false },
	{ "history", true, 11, false },
	{ "missing", true, 9, false },
	{ "masked", true, 9, false },
	{ "silent", true, 9, false },
	{ "one_sided", true, 20, false },
	{ "history_from", false, 16, true },
	{ "unseen", true, 10, true },
	{ "guard", true, 10, true },
	{ "holidays", true, 10, true },
	{ "robots", true, 10, true },
};

/* The windows that are told one by one: those that lost most, in order. */
struct told {
	const struct site_estimate **v;
	size_t n;
};

static int
by_loss(const void *a, const void *b)
{
	const struct site_estimate *x = *(const struct site_estimate *const *)a;
	const struct site_estimate *y = *(const struct site_estimate *const *)b;

	if (x->estimate.lost != y->estimate.lost)
		return x->estimate.lost < y->estimate.lost ? 1 : -1;
	return (x > y) - (x < y);
}

/* They lie in one array, by incident, site and time. */
static int
by_place(const void *a, const void *b)
{
	const struct site_estimate *x = *(const struct site_estimate *const *)a;
	const struct site_estimate *y = *(const struct site_estimate *const *)b;

	return (x > y) - (x < y);
}

static struct told
windows_told(struct build *b)
{
	const struct lost_figures *l = &b->incident.lost;
	struct told t = { arena_array(b->keep, l->n_windows, sizeof *t.v), 0 };

	/* One site's windows are its owner's business unless it is alone. */
	if (!build_names(b) && l->n_sites > 1)
		return t;
	for (size_t i = 0; i < l->n_windows; i++)
		t.v[t.n++] = l->windows[i];
	if (t.n > build_shown(b, t.n, SHOWN_WINDOWS)) {
		qsort(t.v, t.n, sizeof *t.v, by_loss);
		t.n = SHOWN_WINDOWS;
		qsort(t.v, t.n, sizeof *t.v, by_place);
	}
	return t;
}

static struct str
site_name(struct build *b, const struct site_estimate *s)
{
	return build_names(b) ? s->site : TEXT(b, "traffic.site");
}

/* ---- tests on the same site ---- */

static struct str
inside(struct build *b, int k, int n)
{
	return FILL(b, "words.of", { "n", show_count(b, k) },
	    { "all", show_count(b, n) });
}

static const char *const whys[] = {
	"traffic.why.few_tests",
	"traffic.why.unseen",
	"traffic.why.factor",
	"traffic.why.few_counts",
	"traffic.why.wide",
	"traffic.why.middling",
	"traffic.why.overlap",
	"traffic.why.narrow",
};

static struct str
why_text(struct build *b, const struct estimate *e)
{
	for (size_t i = 0; i < sizeof whys / sizeof *whys; i++)
		if (str_ends(str_of(whys[i]), estimate_why(e)))
			return TEXT(b, whys[i]);
	return STR_NONE;
}

static void
add_test(struct build *b, struct table *t, const struct site_estimate *s)
{
	const struct estimate *e = &s->estimate;
	struct row *r = table_row(b->doc, t, ROW_BODY);

	r->cell[0] = cell_text(site_name(b, s));
	r->cell[1] = cell_instant(e->window.from_at, b->zone);
	r->cell[2] = cell_count(e->n_windows);
	if (e->n_windows != 0) {
		r->cell[3] = cell_text(traffic_share(b, e->backtest_median, 1));
		r->cell[4] = cell_text(traffic_share(b, e->backtest_p90, 1));
		r->cell[5] = cell_text(traffic_share(b, e->backtest_bias, 1));
		r->cell[6] = cell_text(inside(b, e->inside80, e->n_windows));
		r->cell[7] = cell_text(inside(b, e->inside95, e->n_windows));
	}
	if (e->has_lastweek)
		r->cell[8] = cell_text(traffic_share(b, e->lastweek_median, 1));
	r->cell[9] = cell_text(FILL(b, "traffic.graded",
	    { "grade", str_format(b->keep, "%c", e->grade) },
	    { "why", why_text(b, e) }));
}

/* Ours is honest only beside the simplest one there is. */
static int64_t
no_better_than_last_week(const struct told *told)
{
	int64_t n = 0;

	for (size_t i = 0; i < told->n; i++) {
		const struct estimate *e = &told->v[i]->estimate;

		n += e->has_lastweek && e->n_windows != 0 &&
		     e->lastweek_median <= e->backtest_median;
	}
	return n;
}

static void
add_tests(struct build *b, const struct told *told)
{
	int64_t worse = no_better_than_last_week(told);
	struct table *t;

	doc_paragraph(b->doc, TEXT(b, "traffic.tests"));
	t = TABLE(b, "backtest", test_columns);
	t->caption = TEXT(b, "traffic.tests_table");
	for (size_t i = 0; i < told->n; i++)
		add_test(b, t, told->v[i]);
	show_first(b, t, PAPER_WINDOWS);
	if (worse != 0)
		doc_paragraph(b->doc, COUNTED(b, "traffic.last_week", worse));
}

/* ---- the evidence ---- */

static int64_t
silent_bins(const struct estimate *e)
{
	return (int64_t)e->n_points - e->inside_bins;
}

static void
add_window(struct build *b, struct table *t, const struct site_estimate *s)
{
	const struct estimate *e = &s->estimate;
	const int64_t times[] = { e->claimed.from_at, e->claimed.to_at,
		e->window.from_at, e->window.to_at };
	struct row *r = table_row(b->doc, t, ROW_BODY);

	r->cell[0] = cell_text(site_name(b, s));
	for (size_t i = 0; i < sizeof times / sizeof *times; i++)
		r->cell[1 + i] = cell_instant(times[i], b->zone);
}

static void
add_row(struct build *b, struct table *t, const struct site_estimate *s)
{
	const struct estimate *e = &s->estimate;
	struct row *r = table_row(b->doc, t, ROW_BODY);

	r->cell[0] = cell_text(site_name(b, s));
	r->cell[1] = cell_instant(e->window.from_at, b->zone);
	r->cell[2] = cell_duration(e->step_ms);
	r->cell[3] = cell_duration(e->history_hours * MS_HOUR);
	r->cell[4] = cell_count(e->missing_bins);
	r->cell[5] = cell_count(e->masked_bins);
	r->cell[6] =
	    cell_text(inside(b, (int)silent_bins(e), (int)e->n_points));
	if (e->used_after)
		r->cell[7] = cell_text(traffic_figure(
		    b, e->one_sided, e->one_sided_lo80, e->one_sided_hi80));
	if (e->first_at != NO_INSTANT)
		r->cell[8] = cell_instant(e->first_at, b->zone);
	r->cell[9] = cell_text(traffic_share(b, e->unseen, 0));
	r->cell[10] = cell_duration(e->guard_ms);
	r->cell[11] = cell_count(e->holidays_before + e->holidays_inside);
	if (s->requests > 0)
		r->cell[12] = cell_text(traffic_share(
		    b, (double)s->robots / (double)s->requests, 1));
}

static void
add_rows(struct build *b, const struct told *told)
{
	struct table *windows, *t;

	doc_paragraph(b->doc, TEXT(b, "traffic.evidence"));
	windows = TABLE(b, "windows", window_columns);
	windows->caption = TEXT(b, "traffic.windows_table");
	for (size_t i = 0; i < told->n; i++)
		add_window(b, windows, told->v[i]);
	show_first(b, windows, PAPER_WINDOWS);
	t = TABLE(b, "evidence", evidence_columns);
	t->caption = TEXT(b, "traffic.evidence_table");
	for (size_t i = 0; i < told->n; i++)
		add_row(b, t, told->v[i]);
	show_first(b, t, PAPER_WINDOWS);
	if (told->n < b->incident.lost.n_windows)
		doc_paragraph(b->doc,
		    FILL(b, "traffic.more",
			{ "n", show_count(b, (int64_t)told->n) },
			{ "all", show_count(b,
				     (int64_t)b->incident.lost.n_windows) }));
}

/* Where sites may not be told apart. */
static void
say_tests(struct build *b)
{
	const struct lost_sums *s = &b->incident.lost.sums;

	doc_paragraph(b->doc,
	    FILL(b, "traffic.tests_range", { "n", show_count(b, s->n_tests) },
		{ "k", show_count(b, s->inside95) },
		{ "low", traffic_share(b, s->median.low, 1) },
		{ "high", traffic_share(b, s->median.high, 1) },
		{ "week_low", traffic_share(b, s->lastweek.low, 1) },
		{ "week_high", traffic_share(b, s->lastweek.high, 1) }));
}

/* ---- sentences ---- */

/*
 * What must be said and is seldom read: in the report of an incident small, and
 * several in one paragraph. In a claim each is a ground of its own, and in a
 * workbook a row.
 */
struct saying {
	struct build *b;
	struct str all;
};

static bool
says_small(const struct build *b)
{
	return !b->claim && !build_book(b);
}

static void
say(struct saying *s, struct str text)
{
	if (says_small(s->b))
		s->all = s->all.n ? show_after(s->b, s->all, text) : text;
	else
		doc_paragraph(s->b->doc, text);
}

static void
say_end(struct saying *s)
{
	if (s->all.n)
		doc_small_print(s->b->doc, s->all);
	s->all = STR_NONE;
}

/* Requests up to the windows, and robots' among them. */
static void
say_unit(struct saying *to)
{
	struct build *b = to->b;
	const struct lost_figures *l = &b->incident.lost;
	int64_t requests = 0, robots = 0;

	for (size_t i = 0; i < l->n_sites; i++) {
		const struct site_loss *s = &l->sites[i];

		requests += s->windows[s->n_windows - 1]->requests;
		robots += s->windows[s->n_windows - 1]->robots;
	}
	say(to,
	    FILL(b, robots != 0 ? "traffic.robots" : "traffic.no_robots",
		{ "unit", show_unit(b, l->unit) },
		{ "share",
		    traffic_share(b,
			requests != 0 ? (double)robots / (double)requests : 0,
			1) }));
}

static void
say_sources(struct saying *to)
{
	struct build *b = to->b;
	const struct dossier *d = b->dossier;
	struct str list = STR_NONE;
	int64_t n = 0;

	for (size_t i = 0; i < d->n_sources; i++) {
		const struct source *s = &d->sources[i];

		if (!str_is(s->kind, "traffic") || n++ >= SHOWN_FILES)
			continue;
		list = str_format(b->keep, "%.*s%s%.*s (SHA-256 %.*s…)",
		    STR_ARG(list), list.n != 0 ? ", " : "", STR_ARG(s->file),
		    STR_ARG(str_sub(s->sha256, 0, SHOWN_HEX)));
	}
	if (n == 0)
		return;
	say(to, n <= SHOWN_FILES
		    ? FILL(b, "traffic.sources", { "files", list })
		    : FILL(b, "traffic.sources_more", { "files", list },
			  { "n", show_count(b, n - SHOWN_FILES) }));
}

static void
say_windows(struct saying *to)
{
	struct build *b = to->b;
	const struct lost_figures *l = &b->incident.lost;
	const struct lost_sums *s = &l->sums;
	bool daily = false;
	int64_t guard_ms = 0;

	for (size_t i = 0; i < l->n_windows; i++) {
		daily |= l->windows[i]->estimate.daily;
		if (l->windows[i]->estimate.guard_ms > guard_ms)
			guard_ms = l->windows[i]->estimate.guard_ms;
	}
	if (l->n_windows > 1)
		say(to, TEXT(b, "traffic.added"));
	if (daily)
		say(to, TEXT(b, "traffic.daily"));
	if (s->silent_bins != 0)
		say(to, FILL(b, "traffic.silent",
			    { "n", show_count(b, s->silent_bins) },
			    { "all", show_count(b, s->bins) },
			    { "expected", show_estimate(b, s->silent,
					      s->lost_lo80, s->lost_hi80) }));
	say(to, s->used_after ? FILL(b, "traffic.after",
				    { "guard", show_time(b, guard_ms) })
			      : TEXT(b, "traffic.not_after"));
	if (s->sides_differ)
		say(to, TEXT(b, "traffic.sides"));
	say(to,
	    TEXT(b, s->has_rebound ? "traffic.rebound" : "traffic.no_rebound"));
}

/* Those of case.yaml first, then those of the table. */
static const struct holiday *
holiday_at(const struct dossier *d, size_t i)
{
	const struct settings *set = &d->settings;

	return i < set->n_holidays ? &set->holidays[i]
				   : &d->holidays[i - set->n_holidays];
}

/* A day that both name is told once. */
static bool
told_before(const struct dossier *d, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (holiday_at(d, k)->day == holiday_at(d, i)->day)
			return true;
	return false;
}

/* "25 April 2013 (Liberation Day)": what the operator declared. */
static struct str
holiday_list(struct build *b)
{
	const struct dossier *d = b->dossier;
	const struct settings *set = &d->settings;
	struct str list = STR_NONE;

	for (size_t i = 0; i < set->n_holidays + d->n_holidays; i++) {
		const struct holiday *h = holiday_at(d, i);
		struct civil c = civil_of_days(h->day);

		if (told_before(d, i))
			continue;
		list = str_format(b->keep, "%.*s%s%.*s%s%.*s%s", STR_ARG(list),
		    list.n != 0 ? ", " : "",
		    STR_ARG(show_day(
			b, zone_day(b->zone, c.year, c.month, c.day), b->zone)),
		    h->name.n != 0 ? " (" : "", STR_ARG(h->name),
		    h->name.n != 0 ? ")" : "");
	}
	return list;
}

static void
say_assumptions(struct saying *to)
{
	struct build *b = to->b;
	struct str list = holiday_list(b);

	say(to, TEXT(b, "traffic.assumed"));
	say(to, list.n != 0 ? FILL(b, "traffic.holidays", { "days", list })
			    : TEXT(b, "traffic.no_holidays"));
}

/* The line that computes it again. */
static void
say_again(struct build *b)
{
	doc_small_print(b->doc,
	    FILL(b, "traffic.again",
		{ "command",
		    str_format(b->keep, "makegood estimate . --incident %.*s",
			STR_ARG(b->incident.incident->id)) },
		{ "version", STR(MAKEGOOD_VERSION) },
		{ "run", b->dossier->run_id }));
}

void
traffic_tests(struct build *b)
{
	struct told told = windows_told(b);

	if (told.n != 0)
		add_tests(b, &told);
	else
		say_tests(b);
}

void
traffic_ground(struct build *b)
{
	struct told told = windows_told(b);
	struct saying to = { b, STR_NONE };

	if (told.n != 0)
		add_rows(b, &told);
	say_windows(&to);
	say_end(&to);
	say_unit(&to);
	say_sources(&to);
	say_assumptions(&to);
	say_end(&to);
	say_again(b);
}

void
traffic_evidence(struct build *b)
{
	traffic_tests(b);
	traffic_ground(b);
}
