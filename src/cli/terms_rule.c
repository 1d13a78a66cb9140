/*
 * terms_rule.c -- the paying rule of contract terms in words, for a terminal.
 */
#include "base/civil.h"
#include "cli/terms_sheet.h"

/* As few decimals as say it exactly, else a fraction. */
struct str
terms_number(struct arena *scratch, struct ratio v)
{
	for (int decimals = 0; decimals <= 9; decimals++)
		if (ratio_cmp(ratio_quantize(v, decimals, ROUND_DOWN), v) == 0)
			return ratio_decimal(
			    scratch, v, decimals, ROUND_HALF_UP);
	return ratio_text(scratch, v);
}

/* "1 h 30 min": only what is not zero. */
struct str
terms_duration(struct arena *scratch, int64_t ms)
{
	const struct {
		int64_t ms;
		const char *unit;
	} units[] = {
		{ MS_DAY, "d" },
		{ MS_HOUR, "h" },
		{ MS_MINUTE, "min" },
		{ MS_SECOND, "s" },
		{ 1, "ms" },
	};
	struct str out = STR_NONE;

	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		int64_t n = ms / units[i].ms;

		/* 36 h reads better than 1 d 12 h */
		if (n == 0 || (i == 0 && ms % MS_DAY != 0))
			continue;
		ms -= n * units[i].ms;
		out = str_format(scratch, "%.*s%s%lld %s", STR_ARG(out),
		    out.n != 0 ? " " : "", (long long)n, units[i].unit);
	}
	return out.n != 0 ? out : STR("0 s");
}

static struct str
value_words(struct arena *scratch, const struct credit_value *v)
{
	static const char *const after[] = {
		[CREDIT_NOTHING] = "",
		[CREDIT_PERCENT] = " %",
		[CREDIT_DAYS] = " days of service",
		[CREDIT_HOURS] = " hours of service",
		[CREDIT_AMOUNT] = " (amount)",
		[CREDIT_FRACTION] = " of the base",
	};

	return str_format(scratch, "%.*s%s", STR_ARG(v->text), after[v->unit]);
}

struct telling {
	struct buf *out;
	struct arena *scratch;
	int indent;
};

#define NUMBER(t, v)   STR_ARG(terms_number((t)->scratch, (v)))
#define DURATION(t, v) STR_ARG(terms_duration((t)->scratch, (v)))

static void
tell_tiers(const struct telling *t, const struct credit_tiers *table)
{
	static const char *const on[] = {
		[ON_AVAILABILITY] = "availability in percent",
		[ON_TOTAL_MINUTES] = "minutes lost in the period",
		[ON_TOTAL_SECONDS] = "seconds lost in the period",
		[ON_INCIDENT_MINUTES] = "minutes of each outage",
		[ON_INCIDENT_SECONDS] = "seconds of each outage",
		[ON_LONGEST_INCIDENT_MINUTES] = "minutes of the longest outage",
		[ON_INCIDENT_COUNT] = "number of outages",
	};

	buf_addf(t->out, "table by %s:\n", on[table->on]);
	for (size_t i = 0; i < table->n_rows; i++) {
		struct str row = tier_row_text(t->scratch, &table->rows[i]);

		buf_addf(t->out, "%*s%-26.*s %.*s\n", t->indent + 2, "",
		    STR_ARG(row),
		    STR_ARG(value_words(t->scratch, &table->rows[i].value)));
	}
}

static const char *const count_words[] = {
	[COUNT_FULL] = "full",
	[COUNT_STARTED] = "started",
	[COUNT_EXACT] = "also parts of",
	[COUNT_NEAREST] = "rounded",
};

static void
tell_per_unit(const struct telling *t, const struct credit_per_unit *u)
{
	static const char *const of[] = {
		[OF_TOTAL] = "lost time",
		[OF_EXCESS] = "lost time beyond the target",
		[OF_EACH_INCIDENT] = "each outage",
	};

	buf_addf(t->out, "%.*s for every %.*s of %s (%s units count)",
	    STR_ARG(value_words(t->scratch, &u->value)),
	    DURATION(t, u->unit_ms), of[u->of], count_words[u->count]);
	if (u->grace_ms != 0)
		buf_addf(t->out, "; the first %.*s of each outage are free",
		    DURATION(t, u->grace_ms));
	if (u->allow_ms != 0)
		buf_addf(t->out, "; %.*s are free in the sum",
		    DURATION(t, u->allow_ms));
	if (u->has_initial)
		buf_addf(t->out, "; %.*s %% once anything counts",
		    NUMBER(t, u->initial));
	if (u->has_max_units)
		buf_addf(
		    t->out, "; at most %.*s units", NUMBER(t, u->max_units));
	buf_addc(t->out, '\n');
}

static void
tell_prorata(
    const struct telling *t, const struct credit_prorata *p, const char *what)
{
	if (ratio_cmp(p->multiple, ratio_int(1)) != 0)
		buf_addf(t->out, "%.*s times ", NUMBER(t, p->multiple));
	buf_addf(t->out, "%s%s", what,
	    p->of == OF_EXCESS ? " beyond the target" : "");
	if (p->has_per)
		buf_addf(t->out, "; the month counts as %.*s minutes",
		    NUMBER(t, p->per_minutes));
	if (p->has_max)
		buf_addf(t->out, "; at most %.*s times",
		    NUMBER(t, p->max_multiplier));
	buf_addc(t->out, '\n');
}

static void
tell_day_table(const struct telling *t, const struct credit_day_table *table)
{
	buf_addf(t->out, "for each %s day of an outage:\n",
	    table->whole_days ? "whole" : "touched");
	for (size_t i = 0; i < table->n_rows; i++) {
		const struct day_row *row = &table->rows[i];

		buf_addf(t->out, "%*sfrom day %lld", t->indent + 2, "",
		    (long long)row->from_day);
		if (row->to_day != 0)
			buf_addf(t->out, " to %lld", (long long)row->to_day);
		buf_adds(t->out, ": ");
		if (row->has_amount)
			buf_addf(t->out, "%.*s", NUMBER(t, row->amount));
		if (row->has_percent)
			buf_addf(t->out, "%s%.*s %%%s",
			    row->has_amount ? " or " : "",
			    NUMBER(t, row->percent),
			    row->has_amount ? ", the greater" : "");
		buf_addc(t->out, '\n');
	}
}

static void
tell_linear(const struct telling *t, const struct credit_linear *l)
{
	buf_addf(t->out, "%.*s %% for every point below %.*s %%",
	    NUMBER(t, l->slope), NUMBER(t, l->from));
	if (l->in.has_low)
		buf_addf(t->out, ", from %.*s %%", STR_ARG(l->in.low_text));
	if (l->in.has_high)
		buf_addf(t->out, ", to %.*s %%", STR_ARG(l->in.high_text));
	buf_addc(t->out, '\n');
}

static void
tell_group(const struct telling *t, const struct credit_rule *rule)
{
	if (rule->kind == RULE_SUM)
		buf_adds(t->out, "the sum of\n");
	else if (rule->kind == RULE_MAX)
		buf_adds(t->out, "the greatest of\n");
	else
		buf_addf(t->out, "for %s%s",
		    rule->kind == RULE_EACH_INCIDENT ? "each outage"
						     : "all together",
		    rule->has_cap ? "" : "\n");
	if (rule->has_cap)
		buf_addf(t->out, ", at most %.*s %%\n",
		    NUMBER(t, rule->cap_percent));
	for (size_t i = 0; i < rule->n_rules; i++)
		terms_rule(t->out, &rule->rules[i], t->indent + 2, t->scratch);
}

static void
tell_one(const struct telling *t, const struct credit_rule *rule)
{
	switch (rule->kind) {
	case RULE_PER_POINT:
		buf_addf(t->out,
		    "%.*s for every %.*s point%s below %.*s %% (%s steps "
		    "count)\n",
		    STR_ARG(value_words(t->scratch, &rule->u.per_point.value)),
		    NUMBER(t, rule->u.per_point.step),
		    ratio_cmp(rule->u.per_point.step, ratio_int(1)) == 0 ? ""
									 : "s",
		    NUMBER(t, rule->u.per_point.from),
		    count_words[rule->u.per_point.count]);
		break;
	case RULE_PERIOD_DAYS:
		buf_adds(t->out, "the price of all days of the period\n");
		break;
	case RULE_CLOCK_HOURS:
	case RULE_TOUCHED_DAYS:
		buf_addf(t->out, "every %s with more than %.*s of outage\n",
		    rule->kind == RULE_CLOCK_HOURS ? "clock hour"
						   : "calendar day",
		    DURATION(t, rule->u.threshold.more_than_ms));
		break;
	case RULE_BONUS:
		buf_addf(t->out, "%.*s for an outage longer than %.*s\n",
		    STR_ARG(value_words(t->scratch, &rule->u.bonus.value)),
		    DURATION(t, rule->u.bonus.longer_than_ms));
		break;
	case RULE_GIVEN:
		buf_adds(t->out, "amounts that are fixed elsewhere\n");
		break;
	default:
		buf_adds(t->out, "no credit is stated\n");
	}
}

void
terms_rule(struct buf *out, const struct credit_rule *rule, int indent,
    struct arena *scratch)
{
	struct telling t = { out, scratch, indent };

	buf_addf(out, "%*s", indent, "");
	if (rule->n_rules != 0)
		tell_group(&t, rule);
	else if (rule->kind == RULE_TIERS)
		tell_tiers(&t, &rule->u.tiers);
	else if (rule->kind == RULE_PER_UNIT)
		tell_per_unit(&t, &rule->u.per_unit);
	else if (rule->kind == RULE_PRORATA)
		tell_prorata(
		    &t, &rule->u.prorata, "the price of the lost time");
	else if (rule->kind == RULE_HOURLY_PRORATA)
		tell_prorata(
		    &t, &rule->u.prorata, "the hourly price of the lost time");
	else if (rule->kind == RULE_DAY_TABLE)
		tell_day_table(&t, &rule->u.day_table);
	else if (rule->kind == RULE_LINEAR)
		tell_linear(&t, &rule->u.linear);
	else
		tell_one(&t, rule);
}
