/*
 * explain.c -- the trace of a settlement as sentences.
 *
 * Data first: one row per sentence, with the values that choose it. The first
 * row of a step whose conditions hold gives the sentence; rows marked `also`
 * follow it, as many as hold.
 */
#include <string.h>

#include "domain/trace_keys.h"
#include "report/build.h"

/*
 * A condition on a value of the step: `is` NULL, it is there; "=0" or "=1", the
 * number; "!0", there and not zero; else the word of the model.
 */
struct premise {
	const char *value, *is;
};

struct sentence {
	const char *step, *phrase;
	struct premise when[3];
	bool also;
};

static const struct sentence sentences[] = {
	{ "reported", "trace.reported.none", { { "records", "=0" } }, 0 },
	{ "reported", "trace.reported.one", { { "records", "=1" } }, 0 },
	{ "reported", "trace.reported.many", { { 0 } }, 0 },

	{ "clock", "trace.clock.actual", { { "start", "actual" } }, 0 },
	{ "clock", "trace.clock.detected", { { "start", "detected" } }, 0 },
	{ "clock", "trace.clock.reported", { { "start", "reported" } }, 0 },
	{ "clock", "trace.clock.ticket", { { "start", "ticket" } }, 0 },
	{ "clock", "trace.clock.earliest", { { "start", "earliest" } }, 0 },
	{ "clock", "trace.clock.latest", { { 0 } }, 0 },
	{ "clock", "trace.clock.paused", { { "pause", "yes" } }, 1 },
	{ "clock", "trace.clock.unstarted", { { "unstarted", "!0" } }, 1 },

	{ "min_duration", "trace.min_duration.none", { { "least", "=0" } }, 0 },
	{ "min_duration", "trace.min_duration.least", { { 0 } }, 0 },
	{ "min_duration", "trace.min_duration.excess",
	    { { "count", "excess" }, { "least", "!0" } }, 1 },
	{ "min_duration", "trace.min_duration.short", { { "short", "!0" } },
	    1 },

	{ "clip", "trace.clip.bounds", { { 0 } }, 0 },
	{ "clip", "trace.clip.cut", { { "cut", "!0" } }, 1 },

	{ "service_hours", "trace.service_hours.always",
	    { { "hours", "always" } }, 0 },
	{ "service_hours", "trace.service_hours.agreed", { { 0 } }, 0 },

	{ "excluded", "trace.excluded.none",
	    { { "accepted", "=0" }, { "refused", "=0" } }, 0 },
	{ "excluded", "trace.excluded.accepted", { { "refused", "=0" } }, 0 },
	{ "excluded", "trace.excluded.refused", { { 0 } }, 0 },
	{ "excluded", "trace.excluded.why", { { "why", NULL } }, 1 },
	{ "excluded", "trace.excluded.window", { { "window", "!0" } }, 1 },
	{ "excluded", "trace.excluded.left", { { "left", NULL } }, 1 },

	{ "states", "trace.states.plain", { { "degraded_time", "=0" } }, 0 },
	{ "states", "trace.states.degraded", { { 0 } }, 0 },
	{ "states", "trace.states.withheld",
	    { { "no_data_time", "!0" }, { "no_data", "withheld" } }, 1 },
	{ "states", "trace.states.up",
	    { { "no_data_time", "!0" }, { "no_data", "up" } }, 1 },
	{ "states", "trace.states.down",
	    { { "no_data_time", "!0" }, { "no_data", "down" } }, 1 },
	{ "states", "trace.states.out",
	    { { "no_data_time", "!0" }, { "no_data", "out" } }, 1 },

	{ "overlap", "trace.overlap.feeds",
	    { { "rule", "intersection" }, { "feeds", "!0" } }, 0 },
	{ "overlap", "trace.overlap.all", { { "rule", "intersection" } }, 0 },
	{ "overlap", "trace.overlap.once", { { 0 } }, 0 },

	{ "weight", "trace.weight.full", { { "weight", "=1" } }, 0 },
	{ "weight", "trace.weight.same", { { "weight", NULL } }, 0 },
	{ "weight", "trace.weight.mixed", { { 0 } }, 0 },

	{ "round_time", "trace.round_time.none", { { "mode", "exact" } }, 0 },
	{ "round_time", "trace.round_time.total", { { "per", "total" } }, 0 },
	{ "round_time", "trace.round_time.each", { { 0 } }, 0 },

	{ "downtime", "trace.downtime", { { 0 } }, 0 },

	{ "denominator", "trace.denominator.downtime",
	    { { "remove", "excluded_downtime" } }, 0 },
	{ "denominator", "trace.denominator.windows",
	    { { "remove", "excluded_windows" } }, 0 },
	{ "denominator", "trace.denominator.period", { { 0 } }, 0 },
	{ "denominator", "trace.denominator.fixed", { { "kind", "fixed" } },
	    1 },
	{ "denominator", "trace.denominator.days",
	    { { "kind", "days_x_1440" } }, 1 },
	{ "denominator", "trace.denominator.off", { { "off", "!0" } }, 1 },
	{ "denominator", "trace.denominator.no_data", { { "no_data", "!0" } },
	    1 },

	{ "availability", "trace.availability.time", { { 0 } }, 0 },
	{ "availability", "trace.availability.low", { { "low", NULL } }, 1 },
	{ "availability", "trace.availability.experienced",
	    { { "experienced", NULL } }, 1 },
	{ "availability_requests", "trace.availability.requests", { { 0 } },
	    0 },
	{ "availability_intervals", "trace.availability.unavailable",
	    { { "kind", "interval_unavailable" } }, 0 },
	{ "availability_intervals", "trace.availability.errors", { { 0 } }, 0 },

	{ "tier_precision", "trace.tier_precision.decimals",
	    { { "decimals", NULL } }, 0 },
	{ "tier_precision", "trace.tier_precision.exact", { { 0 } }, 0 },

	{ "history", "trace.history.none", { { "periods", "=0" } }, 0 },
	{ "history", "trace.history.known",
	    { { "from", NULL }, { "to", NULL } }, 0 },

	{ "gate", "trace.gate.none", { { "kind", "none" } }, 0 },
	{ "gate", "trace.gate.breached",
	    { { "kind", "only_if_breached" }, { "passed", "yes" },
		{ "target", NULL } },
	    0 },
	{ "gate", "trace.gate.kept",
	    { { "kind", "only_if_breached" }, { "target", NULL } }, 0 },
	{ "gate", "trace.gate.run",
	    { { "kind", "consecutive_breaches" }, { "needed", NULL } }, 0 },
	{ "gate", "trace.gate.met", { { "passed", "yes" } }, 0 },
	{ "gate", "trace.gate.unmet", { { 0 } }, 0 },
	{ "gate", "trace.gate.value", { { "value", NULL } }, 1 },

	{ "none", "trace.none", { { 0 } }, 0 },
	{ "tier", "trace.tier.share", { { "share", NULL } }, 0 },
	{ "tier", "trace.tier.value", { { "value", NULL } }, 0 },
	{ "tier_none", "trace.tier_none.share", { { "share", NULL } }, 0 },
	{ "tier_none", "trace.tier_none.value", { { "value", NULL } }, 0 },
	{ "tier_hole", "trace.tier_hole.share", { { "share", NULL } }, 0 },
	{ "tier_hole", "trace.tier_hole.value", { { "value", NULL } }, 0 },
	{ "tier_hole", "trace.tier_hole.between",
	    { { "above", NULL }, { "below", NULL } }, 1 },
	{ "per_unit", "trace.per_unit", { { 0 } }, 0 },
	{ "allowance", "trace.allowance.excess", { { "kind", "excess" } }, 0 },
	{ "allowance", "trace.allowance.grace", { { "kind", "grace" } }, 0 },
	{ "allowance", "trace.allowance.allow", { { 0 } }, 0 },
	{ "initial", "trace.initial", { { 0 } }, 0 },
	{ "max_units", "trace.max_units", { { 0 } }, 0 },
	{ "per_point", "trace.per_point", { { 0 } }, 0 },
	{ "prorata", "trace.prorata", { { 0 } }, 0 },
	{ "hourly_prorata", "trace.hourly_prorata", { { 0 } }, 0 },
	{ "linear", "trace.linear.outside", { { "inside", "no" } }, 0 },
	{ "linear", "trace.linear.inside", { { 0 } }, 0 },
	{ "period_days", "trace.period_days.priced", { { "day", NULL } }, 0 },
	{ "period_days", "trace.period_days.plain", { { 0 } }, 0 },
	{ "clock_hours", "trace.clock_hours", { { 0 } }, 0 },
	{ "touched_days", "trace.touched_days", { { 0 } }, 0 },
	{ "day_table", "trace.day_table", { { 0 } }, 0 },
	{ "bonus", "trace.bonus", { { 0 } }, 0 },
	{ "given", "trace.given", { { 0 } }, 0 },
	{ "sum", "trace.sum", { { 0 } }, 0 },
	{ "max", "trace.max", { { 0 } }, 0 },
	{ "capped", "trace.capped", { { 0 } }, 0 },
	{ "each_incident", "trace.each_incident.capped",
	    { { "percent", NULL } }, 0 },
	{ "each_incident", "trace.each_incident.plain", { { 0 } }, 0 },
	{ "no_credit", "trace.no_credit", { { 0 } }, 0 },

	{ "cap_months", "trace.cap_months.known", { { 0 } }, 0 },
	{ "cap", "trace.cap.percent", { { "kind", "percent" }, { "n", NULL } },
	    0 },
	{ "cap", "trace.cap.named", { { "name", NULL } }, 0 },
	{ "cap", "trace.cap.amount", { { 0 } }, 0 },
	{ "cap", "trace.cap.bit", { { "bit", "yes" } }, 1 },
	{ "cap", "trace.cap.free", { { "bit", "no" } }, 1 },
	{ "money_round", "trace.money_round.total", { { "stage", "total" } },
	    0 },
	{ "money_round", "trace.money_round.service", { { 0 } }, 0 },
	{ "minimum", "trace.minimum.none", { { "met", "none" } }, 0 },
	{ "minimum", "trace.minimum.met",
	    { { "met", "yes" }, { "amount", NULL } }, 0 },
	{ "minimum", "trace.minimum.raised",
	    { { "below", "raise" }, { "amount", NULL } }, 0 },
	{ "minimum", "trace.minimum.deferred",
	    { { "below", "defer" }, { "amount", NULL } }, 0 },
	{ "minimum", "trace.minimum.dropped", { { "amount", NULL } }, 0 },
	{ "extension", "trace.extension.given", { { 0 } }, 0 },
	{ "extension", "trace.extension.most", { { "most", NULL } }, 1 },
	{ "combine", "trace.combine.max", { { "rule", "max" } }, 0 },
	{ "combine", "trace.combine.one", { { "rule", "one_per_period" } }, 0 },
	{ "combine", "trace.combine.sum", { { 0 } }, 0 },
	{ "combine", "trace.combine.total", { { "stage", "total" } }, 1 },
	{ "claim", "trace.claim.none", { { "kind", "none" } }, 0 },
	{ "claim", "trace.claim.automatic", { { "kind", "automatic" } }, 0 },
	{ "claim", "trace.claim.window",
	    { { "value", NULL }, { "anchor", NULL } }, 0 },
	{ "claim", "trace.claim.deadline", { { "deadline", NULL } }, 1 },
	{ "claim", "trace.claim.made", { { "made", NULL } }, 1 },
	{ "claim", "trace.claim.in_time", { { "in_time", "yes" } }, 1 },
	{ "claim", "trace.claim.late", { { "in_time", "no" } }, 1 },
	{ "termination", "trace.termination.arisen", { { "arisen", "yes" } },
	    0 },
	{ "termination", "trace.termination.not", { { 0 } }, 0 },
	{ "termination", "trace.termination.notice",
	    { { "notice_days", "!0" }, { "arisen", "yes" } }, 1 },
	{ "credit", "trace.credit.units", { { "units", NULL } }, 0 },
	{ "credit", "trace.credit.amount", { { 0 } }, 0 },
};

/* Values that are percentages although they are kept as plain factors. */
static const char *const percent_values[] = { "percent", "from", NULL };

/* Which value a step ends with, best first. */
static const char *const result_values[] = { "after", "rounded", "result",
	"amount", "units", "exact", "share", "denominator", "left", NULL };

static const struct value *
value_named(const struct step *step, const char *name)
{
	for (int i = 0; i < step->n_values; i++)
		if (strcmp(step->v[i].name, name) == 0)
			return &step->v[i];
	return NULL;
}

bool
step_says(const struct step *step, const char *value, const char *word)
{
	const struct value *v = value_named(step, value);

	return v && v->kind == VALUE_KEY && str_is(v->text, word);
}

static int
compare_number(const struct value *v, int64_t n)
{
	switch (v->kind) {
	case VALUE_SHARE:
	case VALUE_FACTOR:
	case VALUE_EXACT:
		return ratio_ok(v->ratio) ? ratio_cmp(v->ratio, ratio_int(n))
					  : 1;
	default:
		return (v->number > n) - (v->number < n);
	}
}

static bool
holds(const struct step *step, const struct premise *c)
{
	const struct value *v;

	if (!c->value)
		return true;
	v = value_named(step, c->value);
	if (!v)
		return false;
	if (!c->is)
		return true;
	if (c->is[0] == '=')
		return compare_number(v, c->is[1] - '0') == 0;
	if (c->is[0] == '!')
		return compare_number(v, c->is[1] - '0') != 0;
	return str_is(v->text, c->is);
}

static bool
all_hold(const struct step *step, const struct sentence *s)
{
	for (size_t i = 0; i < sizeof s->when / sizeof s->when[0]; i++)
		if (!holds(step, &s->when[i]))
			return false;
	return true;
}

static bool
listed(const char *const *names, const char *name)
{
	for (; *names; names++)
		if (strcmp(*names, name) == 0)
			return true;
	return false;
}

/* "gives" and "row" come from the contract's table; the rest is by kind. */
static struct str
words(const struct lang *l, struct arena *keep, const struct ledger_row *row,
    const struct value *v)
{
	const struct settlement *s = &row->settlement;

	if (strcmp(v->name, "gives") == 0)
		return value_text(l, keep, s->currency, v->text);
	if (strcmp(v->name, "row") != 0 && strcmp(v->name, "above") != 0 &&
	    strcmp(v->name, "below") != 0)
		return v->text;
	for (size_t i = 0; i < s->n_tiers; i++)
		if (str_eq(s->tiers[i].printed, v->text))
			return tier_text(l, keep, row, i);
	return v->text;
}

static struct str
factor(const struct lang *l, struct arena *keep, const struct step *step,
    const struct value *v)
{
	const struct value *kind = value_named(step, "kind");
	bool percent =
	    listed(percent_values, v->name) ||
	    (strcmp(step->key, "cap") == 0 && strcmp(v->name, "n") == 0 &&
		kind && str_is(kind->text, "percent"));

	return percent ? percent_text(l, keep, v->ratio)
		       : plain_number(l, keep, v->ratio);
}

static struct str
value_words(const struct lang *l, struct arena *keep,
    const struct ledger_row *row, const struct step *step,
    const struct value *v)
{
	const struct settlement *s = &row->settlement;

	switch (v->kind) {
	case VALUE_TEXT:
		return words(l, keep, row, v);
	case VALUE_COUNT:
		return format_count(keep, &l->style, v->number);
	case VALUE_TIME:
		return format_duration(keep, &l->style, v->number);
	case VALUE_INSTANT:
		/* A deadline is said as the last day that is in time. */
		if (strcmp(v->name, "deadline") == 0)
			return format_date(keep, &l->style, v->number - 1,
			    row->contract->zone, true);
		return format_instant(
		    keep, &l->style, v->number, row->contract->zone);
	case VALUE_SHARE:
		return share_text(l, keep, s, v->ratio);
	case VALUE_FACTOR:
		return factor(l, keep, step, v);
	case VALUE_MONEY:
		return format_money(keep, &l->style, v->number,
		    s->currency.code, s->currency.digits);
	case VALUE_EXACT:
		return exact_text(l, keep, s->currency, v->ratio);
	case VALUE_KEY:
		return term_text(l, keep, v->text);
	}
	BUG("a value of unknown kind in the trace");
}

/* The first letter of a sentence; phrases may begin with a place. */
static struct str
capital(struct arena *keep, struct str s)
{
	struct str out = str_dup(keep, s);
	char *p = (char *)out.p;

	if (out.n && p[0] >= 'a' && p[0] <= 'z')
		p[0] = (char)(p[0] - 'a' + 'A');
	return out;
}

struct str
explain_step(const struct lang *l, struct arena *keep,
    const struct ledger_row *row, const struct step *step)
{
	const size_t n = sizeof sentences / sizeof sentences[0];
	struct fill fill[STEP_VALUES];
	struct str out = STR_NONE;
	bool said = false;

	for (int i = 0; i < step->n_values; i++)
		fill[i] = (struct fill){ step->v[i].name,
			value_words(l, keep, row, step, &step->v[i]) };
	for (size_t i = 0; i < n; i++) {
		const struct sentence *one = &sentences[i];
		struct str text;

		if (strcmp(one->step, step->key) != 0 || (said && !one->also) ||
		    !all_hold(step, one))
			continue;
		said = true;
		text = capital(keep, lang_fill(l, one->phrase, keep, fill,
					 (size_t)step->n_values));
		out = out.n ? str_format(keep, "%.*s %.*s", STR_ARG(out),
				  STR_ARG(text))
			    : text;
	}
	/* A step that has no row is a fault that names the phrase to write. */
	return said ? out
		    : lang_text(l, str_cstr(keep, str_format(keep, "trace.%s",
						      step->key)));
}

struct str
explain_result(const struct lang *l, struct arena *keep,
    const struct ledger_row *row, const struct step *step)
{
	if (step->has_time)
		return format_duration(keep, &l->style, step->left_ms);
	for (const char *const *name = result_values; *name; name++) {
		const struct value *v = value_named(step, *name);

		if (v)
			return value_words(l, keep, row, step, v);
	}
	return STR_NONE;
}

struct str
explain_label(const struct lang *l, struct arena *keep,
    const struct ledger_row *row, const struct step *step)
{
	const struct value *kind = value_named(step, "kind");

	if (strcmp(step->key, "excluded") == 0 && kind)
		return capital(keep, value_words(l, keep, row, step, kind));
	return lang_text(
	    l, str_cstr(keep, str_format(keep, "step.%s", step->key)));
}

int
report_explain(const struct ledger_row *row, const struct lang *lang,
    struct arena *keep, struct str **ret_lines, size_t *ret_n, struct err *e)
{
	const struct trace *t = &row->settlement.trace;
	struct str *lines = arena_array(keep, t->steps.n, sizeof *lines);

	for (size_t i = 0; i < t->steps.n; i++) {
		const struct step *step = &t->steps.v[i];
		struct str line = explain_step(lang, keep, row, step);
		struct str result = explain_result(lang, keep, row, step);

		if (step->clause.n)
			line = LANG_FILL(lang, "trace.with_clause", keep,
			    { "sentence", line }, { "clause", step->clause });
		if (result.n)
			line = LANG_FILL(lang, "trace.with_result", keep,
			    { "sentence", line }, { "result", result });
		lines[i] = line;
	}
	if (lang_check(lang, e))
		return -1;
	*ret_lines = lines;
	*ret_n = t->steps.n;
	return 0;
}
