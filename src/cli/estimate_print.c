/*
 * An estimate as JSON and as text.
 */
#include "cli/estimate_print.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "base/civil.h"
#include "base/json_out.h"

/* Where it goes, and room for the words of one estimate. */
struct page {
	struct buf *out;
	struct arena *keep;
};

/* ---- JSON, one object a line ---- */

enum json_kind { JSON_REAL, JSON_INT, JSON_INT64, JSON_BOOL, JSON_CHAR };
enum json_when { ALWAYS, ANSWERED, REBOUND, LASTWEEK };

#define AT(field) offsetof(struct estimate, field)
static const struct {
	const char *key;
	enum json_kind kind;
	enum json_when when;
	size_t offset;
} json_fields[] = {
	{ "expected", JSON_REAL, ANSWERED, AT(expected) },
	{ "lo80", JSON_REAL, ANSWERED, AT(lo80) },
	{ "hi80", JSON_REAL, ANSWERED, AT(hi80) },
	{ "lo95", JSON_REAL, ANSWERED, AT(lo95) },
	{ "hi95", JSON_REAL, ANSWERED, AT(hi95) },
	{ "observed", JSON_REAL, ALWAYS, AT(observed) },
	{ "observed_bins", JSON_INT, ALWAYS, AT(inside_bins) },
	{ "lost", JSON_REAL, ANSWERED, AT(lost) },
	{ "lost_lo80", JSON_REAL, ANSWERED, AT(lost_lo80) },
	{ "lost_hi80", JSON_REAL, ANSWERED, AT(lost_hi80) },
	{ "lost_lo95", JSON_REAL, ANSWERED, AT(lost_lo95) },
	{ "lost_hi95", JSON_REAL, ANSWERED, AT(lost_hi95) },
	{ "grade", JSON_CHAR, ANSWERED, AT(grade) },
	{ "h80", JSON_REAL, ANSWERED, AT(h80) },
	{ "h95", JSON_REAL, ANSWERED, AT(h95) },
	{ "windows", JSON_INT, ANSWERED, AT(n_windows) },
	{ "neff", JSON_REAL, ANSWERED, AT(neff) },
	{ "backtest_median", JSON_REAL, ANSWERED, AT(backtest_median) },
	{ "backtest_p90", JSON_REAL, ANSWERED, AT(backtest_p90) },
	{ "backtest_bias", JSON_REAL, ANSWERED, AT(backtest_bias) },
	{ "backtest_log_median", JSON_REAL, ANSWERED, AT(error_median) },
	{ "inside80", JSON_INT, ANSWERED, AT(inside80) },
	{ "inside95", JSON_INT, ANSWERED, AT(inside95) },
	{ "lastweek_median", JSON_REAL, LASTWEEK, AT(lastweek_median) },
	{ "used_after", JSON_BOOL, ANSWERED, AT(used_after) },
	{ "guard_ms", JSON_INT64, ANSWERED, AT(guard_ms) },
	{ "one_sided", JSON_REAL, ANSWERED, AT(one_sided) },
	{ "one_sided_lo80", JSON_REAL, ANSWERED, AT(one_sided_lo80) },
	{ "one_sided_hi80", JSON_REAL, ANSWERED, AT(one_sided_hi80) },
	{ "sides_differ", JSON_BOOL, ANSWERED, AT(sides_differ) },
	{ "rebound", JSON_REAL, REBOUND, AT(rebound) },
	{ "rebound_lo80", JSON_REAL, REBOUND, AT(rebound_lo80) },
	{ "rebound_hi80", JSON_REAL, REBOUND, AT(rebound_hi80) },
	{ "unseen", JSON_REAL, ANSWERED, AT(unseen) },
	{ "history_hours", JSON_INT64, ALWAYS, AT(history_hours) },
	{ "missing_bins", JSON_INT64, ALWAYS, AT(missing_bins) },
	{ "masked_bins", JSON_INT64, ALWAYS, AT(masked_bins) },
	{ "step_ms", JSON_INT64, ALWAYS, AT(step_ms) },
};
#undef AT
#define N_JSON_FIELDS (sizeof json_fields / sizeof *json_fields)

static void
json_value(struct buf *out, enum json_kind kind, const void *at)
{
	switch (kind) {
	case JSON_REAL:
		buf_addf(out, "%.9g", *(const double *)at);
		break;
	case JSON_INT:
		buf_addf(out, "%d", *(const int *)at);
		break;
	case JSON_INT64:
		buf_addf(out, "%lld", (long long)*(const int64_t *)at);
		break;
	case JSON_BOOL:
		buf_adds(out, *(const bool *)at ? "true" : "false");
		break;
	case JSON_CHAR:
		buf_addf(out, "\"%c\"", *(const char *)at);
		break;
	}
}

void
estimate_json_pair(struct buf *out, const char *key, struct str text)
{
	buf_addf(out, "%s\"%s\":", out->p[out->n - 1] == '{' ? "" : ",", key);
	json_quote(out, text);
}

void
estimate_json_begins(struct buf *out, struct str name)
{
	buf_addc(out, '{');
	if (name.n != 0)
		estimate_json_pair(out, "case", name);
}

static void
json_page(struct page *s, struct str name, const struct estimate *x)
{
	bool ok = x->status == ESTIMATE_OK;
	bool has[] = { [ALWAYS] = true,
		[ANSWERED] = ok,
		[REBOUND] = ok && x->has_rebound,
		[LASTWEEK] = ok && x->has_lastweek };

	estimate_json_begins(s->out, name);
	estimate_json_pair(
	    s->out, "status", ok ? STR("ok") : STR("insufficient"));
	if (!ok)
		estimate_json_pair(s->out, "reason", str_of(x->reason));
	estimate_json_pair(s->out, "from", iso_utc(s->keep, x->window.from_at));
	estimate_json_pair(s->out, "to", iso_utc(s->keep, x->window.to_at));
	for (size_t i = 0; i < N_JSON_FIELDS; i++) {
		if (!has[json_fields[i].when])
			continue;
		buf_addf(s->out, ",\"%s\":", json_fields[i].key);
		json_value(s->out, json_fields[i].kind,
		    (const char *)x + json_fields[i].offset);
	}
	buf_adds(s->out, "}\n");
}

/* ---- for people ---- */

static const struct {
	const char *key, *text;
} reasons[] = {
	{ "history_short", "too little history before the window;\nat least 48 "
			   "observed hours (14 days of a daily series) are "
			   "needed, two weeks are\nbetter" },
	{ "counts_few", "fewer than 20 counts in the whole history" },
	{ "window_empty", "the window holds no bin" },
};

static const char *const grades[] = {
	['A'] = "reliable",
	['B'] = "usable",
	['C'] = "indicative",
	['D'] = "not reliable; not for a claim",
};

/* Whole counts where they are many, else one decimal. */
static struct str
shown(struct page *s, double x)
{
	return str_format(s->keep, fabs(x) < 100 ? "%.1f" : "%.0f", x);
}

static void
add_line(struct page *s, const char *what, double x)
{
	buf_addf(s->out, "%-10s %12.*s", what, STR_ARG(shown(s, x)));
}

static void
add_range(struct page *s, int percent, double low, double high)
{
	buf_addf(s->out, "   %d %%: %.*s to %.*s", percent,
	    STR_ARG(shown(s, low)), STR_ARG(shown(s, high)));
}

/* Other ways to look at it: they are affected by the outage themselves. */
static void
add_sides(struct page *s, const struct estimate *x)
{
	if (x->used_after) {
		add_line(s, "one-sided", x->one_sided);
		add_range(s, 80, x->one_sided_lo80, x->one_sided_hi80);
		buf_adds(s->out, x->sides_differ
				     ? "   differs: quote both\n"
				     : "   from the data before alone\n");
	}
	if (x->has_rebound) {
		add_line(s, "rebound", x->rebound);
		add_range(s, 80, x->rebound_lo80, x->rebound_hi80);
		buf_adds(s->out, "   first 24 h after, not deducted\n");
	}
}

static void
add_totals(struct page *s, const struct estimate *x)
{
	add_line(s, "expected", x->expected);
	add_range(s, 80, x->lo80, x->hi80);
	add_range(s, 95, x->lo95, x->hi95);
	buf_addc(s->out, '\n');
	add_line(s, "observed", x->observed);
	buf_addf(s->out, "   in %d of %zu bins\n", x->inside_bins, x->n_points);
	add_line(s, "lost", x->lost);
	add_range(s, 80, x->lost_lo80, x->lost_hi80);
	add_range(s, 95, x->lost_lo95, x->lost_hi95);
	buf_addf(s->out, "\n%-10s %12c   %s\n", "grade", x->grade,
	    grades[(unsigned char)x->grade]);
	add_sides(s, x);
}

static void
add_backtest(struct page *s, const struct estimate *x)
{
	buf_adds(s->out, "\n");
	if (x->n_windows == 0)
		buf_adds(s->out, "Backtest on this site: no earlier window "
				 "of this length\n");
	else
		buf_addf(s->out,
		    "Backtest on this site: %d windows of this length, median "
		    "error %.1f %%,\n90 %% of errors under %.1f %%, bias "
		    "%+.1f %%, inside the 80 %% interval %d,\ninside the "
		    "95 %% interval %d\n",
		    x->n_windows, 100 * x->backtest_median,
		    100 * x->backtest_p90, 100 * x->backtest_bias, x->inside80,
		    x->inside95);
	if (x->has_lastweek)
		buf_addf(s->out,
		    "Same window last week, as a yardstick: median error "
		    "%.1f %%%s\n",
		    100 * x->lastweek_median,
		    x->lastweek_median <= x->backtest_median
			? " (no worse than the estimate)"
			: "");
}

static void
add_evidence(struct page *s, const struct estimate *x)
{
	buf_addf(s->out,
	    "History: %lld observed hours, %lld bins missing, %lld masked; "
	    "data after the\nwindow %s\n",
	    (long long)x->history_hours, (long long)x->missing_bins,
	    (long long)x->masked_bins, x->used_after ? "used" : "not used");
}

static void
text_page(struct page *s, const struct estimate *x)
{
	struct str from = iso_utc(s->keep, x->window.from_at);
	struct str to = iso_utc(s->keep, x->window.to_at);

	buf_addf(s->out, "Estimate for %.*s to %.*s\n\n", STR_ARG(from),
	    STR_ARG(to));
	if (x->status == ESTIMATE_OK) {
		add_totals(s, x);
		add_backtest(s, x);
	}
	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (x->status != ESTIMATE_OK &&
		    strcmp(reasons[i].key, x->reason) == 0)
			buf_addf(s->out, "insufficient evidence: %s\n",
			    reasons[i].text);
	add_evidence(s, x);
}

void
estimate_json(struct buf *out, struct str name, const struct estimate *x)
{
	struct arena words = { 0 };
	struct page page = { out, &words };

	json_page(&page, name, x);
	arena_release(&words);
}

void
estimate_text(struct buf *out, const struct estimate *x)
{
	struct arena words = { 0 };
	struct page page = { out, &words };

	text_page(&page, x);
	arena_release(&words);
}
