#include "domain/trace_keys.h"

#include <string.h>

#include "base/err.h"

#define TEXT    VALUE_TEXT
#define COUNT   VALUE_COUNT
#define TIME    VALUE_TIME
#define INSTANT VALUE_INSTANT
#define SHARE   VALUE_SHARE
#define FACTOR  VALUE_FACTOR
#define MONEY   VALUE_MONEY
#define EXACT   VALUE_EXACT
#define KEY     VALUE_KEY

/*
 * Every step that a credit rule leaves ends with "exact": what the rule gives,
 * in minor units before rounding. Where the remedy is an extension it is called
 * "units" instead: days or months.
 */
#define GIVES                                                                  \
	{ "exact", EXACT, true },                                              \
	{                                                                      \
		"units", FACTOR, true                                          \
	}

const struct trace_key trace_keys[] = {
	/* ---- time: each step chains to the one before -------------------- */
	{ "reported", true, { { "records", COUNT, false } },
	    "plain sum of the outages as reported, before anything else" },
	{ "clock", true,
	    { { "start", KEY, false }, { "pause", KEY, false },
		{ "moved", COUNT, false }, { "paused", TIME, false },
		{ "unstarted", COUNT, false } },
	    "time before the contract's clock starts, and waits for the "
	    "customer; `unstarted` outages were never reported as the "
	    "contract asks" },
	{ "min_duration", true,
	    { { "least", TIME, false }, { "op", KEY, false },
		{ "count", KEY, false }, { "measured", KEY, false },
		{ "short", COUNT, false } },
	    "outages below the minimum duration; `least` is 0 when the "
	    "contract has none" },
	{ "clip", true,
	    { { "from", INSTANT, false }, { "to", INSTANT, false },
		{ "cut", COUNT, false } },
	    "parts outside the period and the life of the service" },
	{ "service_hours", true,
	    { { "hours", KEY, false }, { "off", TIME, false } },
	    "parts outside the agreed hours; `off` is all such time of the "
	    "period" },
	{ "excluded", true,
	    { { "kind", KEY, false }, { "accepted", COUNT, false },
		{ "refused", COUNT, false }, { "why", KEY, true },
		{ "window", TIME, false }, { "left", TIME, true } },
	    "one step per kind of exclusion: downtime taken out, windows "
	    "accepted and refused, why the first was refused, all accepted "
	    "window time, what is left of the allowance" },
	{ "states", false,
	    { { "degraded", FACTOR, false }, { "degraded_time", TIME, false },
		{ "substitute", FACTOR, false }, { "no_data", KEY, false },
		{ "no_data_time", TIME, false } },
	    "what degraded, substitute and unknown time counts as" },
	{ "overlap", true,
	    { { "rule", KEY, false }, { "feeds", COUNT, true },
		{ "incidents", COUNT, false } },
	    "time that several outages share counts once (union), or only the "
	    "time in which all feeds were down counts (intersection)" },
	{ "weight", true,
	    { { "weight", FACTOR, true }, { "incidents", COUNT, false } },
	    "time counts by the share of users affected; `weight` where it is "
	    "the same for all" },
	{ "round_time", true,
	    { { "mode", KEY, false }, { "unit", TIME, false },
		{ "per", KEY, false } },
	    "rounding of time, each incident or the sum" },
	{ "downtime", true,
	    { { "minutes", FACTOR, false }, { "incidents", COUNT, false } },
	    "counted downtime D, exactly" },

	/* ---- availability -------------------------------------------------
	 */
	{ "denominator", false,
	    { { "kind", KEY, false }, { "period", TIME, false },
		{ "off", TIME, false }, { "no_data", TIME, true },
		{ "remove", KEY, false }, { "removed", TIME, false },
		{ "denominator", TIME, false } },
	    "what downtime is divided by" },
	{ "availability", false,
	    { { "share", SHARE, false }, { "low", SHARE, true },
		{ "experienced", SHARE, false }, { "downtime", TIME, false },
		{ "denominator", TIME, false } },
	    "1 - D / denominator; `low` if time without data were down" },
	{ "availability_requests", false,
	    { { "share", SHARE, false }, { "requests", COUNT, false },
		{ "failed", COUNT, false } },
	    "share of requests that did not fail" },
	{ "availability_intervals", false,
	    { { "share", SHARE, false }, { "kind", KEY, false },
		{ "interval", TIME, false }, { "bad", FACTOR, false },
		{ "intervals", COUNT, false } },
	    "1 - bad / intervals; `bad` sums error shares or intervals" },
	{ "tier_precision", false,
	    { { "mode", KEY, false }, { "decimals", COUNT, true },
		{ "share", SHARE, false } },
	    "availability as the table sees it" },

	/* ---- does the contract pay at all ---------------------------------
	 */
	{ "history", false,
	    { { "periods", COUNT, false }, { "from", TEXT, true },
		{ "to", TEXT, true } },
	    "earlier periods that conditions, caps and allowances look back "
	    "at; only where the contract has such" },
	{ "gate", false,
	    { { "kind", KEY, false }, { "passed", KEY, false },
		{ "target", SHARE, true }, { "needed", COUNT, true },
		{ "run", COUNT, true }, { "value", TEXT, true } },
	    "a condition for any credit; kind none where there is none" },

	/* ---- credit rules --------------------------------------------------
	 */
	{ "none", false, { GIVES }, "the contract pays nothing" },
	{ "tier", false,
	    { { "on", KEY, false }, { "share", SHARE, true },
		{ "value", FACTOR, true }, { "row", TEXT, false },
		{ "gives", TEXT, false }, GIVES },
	    "a row of a table applies; `share` is availability, else `value`" },
	{ "tier_none", false,
	    { { "on", KEY, false }, { "share", SHARE, true },
		{ "value", FACTOR, true }, GIVES },
	    "better than every row of the table" },
	{ "tier_hole", false,
	    { { "on", KEY, false }, { "share", SHARE, true },
		{ "value", FACTOR, true }, { "above", TEXT, true },
		{ "below", TEXT, true }, GIVES },
	    "in no row, although rows stand around it: a hole in the table" },
	{ "per_unit", false,
	    { { "of", KEY, false }, { "time", TIME, false },
		{ "unit", TIME, false }, { "count", KEY, false },
		{ "counted", FACTOR, false }, { "gives", TEXT, false }, GIVES },
	    "so much for each unit of time" },
	{ "allowance", false,
	    { { "kind", KEY, false }, { "free", TIME, false },
		{ "left", TIME, false } },
	    "time that is free: what the target allows (excess), a fixed sum "
	    "(allow), the first moments of each outage (grace)" },
	{ "initial", false,
	    { { "percent", FACTOR, false }, { "incidents", COUNT, false },
		GIVES },
	    "at once, before any unit is full" },
	{ "max_units", false,
	    { { "counted", FACTOR, false }, { "most", FACTOR, false } },
	    "more units than this do not count" },
	{ "per_point", false,
	    { { "share", SHARE, false }, { "from", FACTOR, false },
		{ "step", FACTOR, false }, { "count", KEY, false },
		{ "counted", FACTOR, false }, { "gives", TEXT, false }, GIVES },
	    "so much for each step of percentage points below `from`" },
	{ "prorata", false,
	    { { "time", TIME, false }, { "per", TIME, false },
		{ "multiple", FACTOR, false }, { "factor", FACTOR, false },
		{ "decimals", COUNT, true }, { "most", FACTOR, true }, GIVES },
	    "share of the fee for the lost time, times `multiple`; `factor` "
	    "after its own rounding and limit" },
	{ "hourly_prorata", false,
	    { { "time", TIME, false }, { "hourly", EXACT, false },
		{ "multiple", FACTOR, false }, GIVES },
	    "lost hours at the hourly price" },
	{ "linear", false,
	    { { "share", SHARE, false }, { "from", FACTOR, false },
		{ "slope", FACTOR, false }, { "inside", KEY, false },
		{ "percent", FACTOR, false }, GIVES },
	    "percent per point of shortfall, inside its bounds" },
	{ "period_days", false,
	    { { "days", COUNT, false }, { "day", EXACT, true }, GIVES },
	    "day value times the days of the period" },
	{ "clock_hours", false,
	    { { "threshold", TIME, false }, { "counted", COUNT, false },
		GIVES },
	    "clock hours with more downtime than the threshold are free" },
	{ "touched_days", false,
	    { { "threshold", TIME, false }, { "counted", COUNT, false },
		GIVES },
	    "calendar days with more downtime than the threshold are free" },
	{ "day_table", false,
	    { { "days", COUNT, false }, { "paid", COUNT, false }, GIVES },
	    "by the number of the calendar day since the report: the greater "
	    "of an amount and a percentage" },
	{ "bonus", false,
	    { { "longer", TIME, false }, { "counted", COUNT, false },
		{ "gives", TEXT, false }, GIVES },
	    "extra for outages longer than this" },
	{ "given", false, { { "values", COUNT, false }, GIVES },
	    "amounts fixed elsewhere, added" },
	{ "sum", false, { { "rules", COUNT, false }, GIVES },
	    "the rules before this step, added" },
	{ "max", false, { { "rules", COUNT, false }, GIVES },
	    "the greatest of the rules before this step" },
	{ "capped", false,
	    { { "percent", FACTOR, false }, { "bit", KEY, false }, GIVES },
	    "the rule before this step, at most so much of the base" },
	{ "each_incident", false,
	    { { "incidents", COUNT, false }, { "percent", FACTOR, true },
		{ "capped", COUNT, false }, GIVES },
	    "the rule taken for each incident by itself, each with its cap" },
	{ "no_credit", false, { { "why", KEY, false }, GIVES },
	    "a condition was not met, so the credit rule was not asked" },

	/* ---- after the rule ------------------------------------------------
	 */
	{ "cap_months", false,
	    { { "months", COUNT, false }, { "known", COUNT, false },
		{ "before", EXACT, false } },
	    "the next cap is shared by so many months; what the earlier ones, "
	    "as far as known, used of it" },
	{ "cap", false,
	    { { "kind", KEY, false }, { "n", FACTOR, true },
		{ "name", TEXT, true }, { "limit", EXACT, false },
		{ "bit", KEY, false }, { "exact", EXACT, false } },
	    "one step per cap, in the order written" },
	{ "money_round", false,
	    { { "mode", KEY, false }, { "stage", KEY, false },
		{ "exact", EXACT, false }, { "rounded", MONEY, false } },
	    "the only rounding of money" },
	{ "minimum", false,
	    { { "amount", MONEY, true }, { "op", KEY, true },
		{ "below", KEY, true }, { "tested", KEY, true },
		{ "met", KEY, false }, { "after", MONEY, false } },
	    "smallest credit that is paid; `met` is none without a minimum" },
	{ "extension", false,
	    { { "unit", KEY, false }, { "exact", FACTOR, false },
		{ "round", KEY, false }, { "most", FACTOR, true },
		{ "result", FACTOR, false } },
	    "the remedy is time, not money" },
	{ "combine", false,
	    { { "rule", KEY, false }, { "services", COUNT, false },
		{ "stage", KEY, false }, { "amount", MONEY, true } },
	    "services of one customer together; in a trace of its own" },
	{ "claim", false,
	    { { "kind", KEY, false }, { "value", COUNT, true },
		{ "unit", KEY, true }, { "anchor", KEY, true },
		{ "deadline", INSTANT, true }, { "made", INSTANT, true },
		{ "in_time", KEY, true } },
	    "kind: none (no rule), automatic, window" },
	{ "termination", false,
	    { { "kind", KEY, false }, { "arisen", KEY, false },
		{ "notice_days", COUNT, true } },
	    "one step per right to end the contract; never automatic" },
	{ "credit", false,
	    { { "amount", MONEY, true }, { "percent", FACTOR, true },
		{ "units", FACTOR, true }, { "unit", KEY, true } },
	    "the result" },
	{ NULL, false, { { NULL, TEXT, false } }, NULL },
};

const char *const trace_terms[] = { "actual", "allow", "always", "amount",
	"automatic", "availability", "availability_lt", "billing_cycles",
	"business_days", "ceil", "configuration", "consecutive_breaches",
	"consecutive_months_gt", "customer", "customer_planned", "days",
	"days_x_1440", "ddos", "defer", "detected", "down", "drop",
	"each_incident", "earliest", "eligibility", "emergency", "event_count",
	"exact", "excess", "excluded_downtime", "excluded_windows",
	"failures_in_months", "fixed", "floor", "force_majeure", "full", "ge",
	"good_standing", "grace", "gross", "gt", "half_even", "half_up",
	"hours", "incident", "incident_count", "incident_end",
	"incident_minutes", "incident_seconds", "incident_start",
	"intersection", "interval_error", "interval_unavailable", "invoice",
	"latest", "length", "longest_incident_minutes", "maintenance", "max",
	"minutes_in_month_gt", "months", "named", "nearest", "nearest_half_up",
	"net", "no", "none", "not_in_contract", "notice", "one_per_period",
	"only_if_breached", "out", "percent", "period_end", "plan", "posting",
	"raise", "reported", "rounded", "service", "started", "sum",
	"suspension", "third_party", "ticket", "total", "total_minutes",
	"total_seconds", "touched_clock", "union", "up", "used_up", "whole",
	"whole_clock", "window", "windows", "withheld", "yes", NULL };

const struct trace_key *
trace_key_find(const char *key)
{
	for (const struct trace_key *k = trace_keys; k->key != NULL; k++)
		if (strcmp(k->key, key) == 0)
			return k;
	return NULL;
}

struct step *
trace_step(
    struct trace *t, struct arena *keep, const char *key, struct str clause)
{
	struct step *s = vec_push(keep, &t->steps);

	s->key = key;
	s->clause = clause;
	s->v = arena_array(keep, STEP_VALUES, sizeof *s->v);
	return s;
}

static struct value *
new_value(struct trace *t, const char *name, enum value_kind kind)
{
	struct step *s = &t->steps.v[t->steps.n - 1];
	struct value *v;

	if (s->n_values == STEP_VALUES)
		BUG("too many values in one step of the trace");
	v = &s->v[s->n_values++];
	v->name = name;
	v->kind = kind;
	v->ratio = ratio_int(0);
	return v;
}

void
trace_text(struct trace *t, const char *name, struct str text)
{
	new_value(t, name, VALUE_TEXT)->text = text;
}

void
trace_term_of(struct trace *t, const char *name, struct str word)
{
	new_value(t, name, VALUE_KEY)->text = word;
}

void
trace_term(struct trace *t, const char *name, const char *word)
{
	trace_term_of(t, name, str_of(word));
}

void
trace_number(struct trace *t, const char *name, enum value_kind kind, int64_t n)
{
	new_value(t, name, kind)->number = n;
}

void
trace_ratio(
    struct trace *t, const char *name, enum value_kind kind, struct ratio r)
{
	new_value(t, name, kind)->ratio = r;
}

void
trace_time(struct trace *t, int64_t left_ms)
{
	struct step *s = &t->steps.v[t->steps.n - 1];
	int64_t before = 0;

	for (size_t i = 0; i + 1 < t->steps.n; i++)
		if (t->steps.v[i].has_time)
			before = t->steps.v[i].left_ms;
	s->has_time = true;
	s->left_ms = left_ms;
	s->delta_ms = left_ms - before;
}
