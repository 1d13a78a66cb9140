/*
 * settlement.c -- how the figures of one settlement are written: percentages
 * that never hide a boundary, rows of the contract's table, what is given.
 */
#include <string.h>

#include "report/build.h"

#define DECIMALS_LEAST 3
#define DECIMALS_MOST  6

int
full_decimals(struct ratio n, int most)
{
	int decimals = 0;

	while (decimals < most &&
	       ratio_cmp(ratio_quantize(n, decimals, ROUND_FLOOR), n) != 0)
		decimals++;
	return decimals;
}

static int
more(int a, int b)
{
	return a > b ? a : b;
}

static int
decimals_beside(const struct settlement *s, struct ratio boundary, int least)
{
	least = percent_decimals(s->availability, boundary, least);
	if (ratio_ok(s->availability_low))
		least = percent_decimals(s->availability_low, boundary, least);
	return least;
}

int
share_decimals(const struct settlement *s)
{
	int n = DECIMALS_LEAST;

	if (s->has_target) {
		struct ratio p = ratio_mul(s->target, ratio_int(100));

		n = more(n, full_decimals(p, DECIMALS_MOST));
		n = decimals_beside(s, s->target, n);
	}
	for (size_t i = 0; i < s->n_tiers; i++) {
		const struct tier_line *t = &s->tiers[i];

		if (t->has_low)
			n = decimals_beside(
			    s, ratio_div(t->low, ratio_int(100)), n);
		if (t->has_high)
			n = decimals_beside(
			    s, ratio_div(t->high, ratio_int(100)), n);
	}
	return n;
}

struct str
share_text(const struct lang *l, struct arena *keep, const struct settlement *s,
    struct ratio share)
{
	return format_percent(keep, &l->style, share, share_decimals(s));
}

struct str
percent_text(const struct lang *l, struct arena *keep, struct ratio percent)
{
	int n = full_decimals(percent, DECIMALS_MOST);

	return format_percent(
	    keep, &l->style, ratio_div(percent, ratio_int(100)), n);
}

struct str
term_text(const struct lang *l, struct arena *keep, struct str word)
{
	char *key =
	    str_cstr(keep, str_format(keep, "term.%.*s", STR_ARG(word)));

	/* A contract may invent kinds of exclusion; those are its own words. */
	return lang_has(l, key) ? lang_text(l, key) : word;
}

struct str
plain_number(const struct lang *l, struct arena *keep, struct ratio n)
{
	struct cell c = cell_number(n, full_decimals(n, DECIMALS_MOST));

	return cell_format(keep, &l->style, &c);
}

/* "3 days", "1 month": KEY.one for exactly one, else KEY.other. */
static struct str
quantity(
    const struct lang *l, struct arena *keep, const char *key, struct ratio n)
{
	bool one = ratio_cmp(n, ratio_int(1)) == 0;
	struct str full = str_format(keep, "%s.%s", key, one ? "one" : "other");

	return LANG_FILL(
	    l, str_cstr(keep, full), keep, { "n", plain_number(l, keep, n) });
}

static struct str
amount_text(const struct lang *l, struct arena *keep, struct currency c,
    struct ratio major)
{
	int64_t scale = 1, minor;

	for (int i = 0; i < c.digits; i++)
		scale *= 10;
	if (!ratio_round(
		ratio_mul(major, ratio_int(scale)), ROUND_HALF_UP, &minor))
		return str_of(l->style.empty);
	return format_money(keep, &l->style, minor, c.code, c.digits);
}

struct str
value_text(const struct lang *l, struct arena *keep, struct currency c,
    struct str gives)
{
	struct str unit, number = str_cut(gives, ' ', &unit);
	struct ratio n;

	if (!ratio_parse(number, &n))
		return gives;
	if (str_is(unit, "%"))
		return percent_text(l, keep, n);
	if (str_is(unit, "d"))
		return quantity(l, keep, "unit.days", n);
	if (str_is(unit, "h"))
		return quantity(l, keep, "unit.hours", n);
	if (unit.n)
		return gives;
	return amount_text(l, keep, c, n);
}

/* ---- rows of the contract's table -------------------------------------- */

static struct str
bound_text(
    const struct lang *l, struct arena *keep, enum tier_on on, struct ratio n)
{
	if (on == ON_AVAILABILITY)
		return percent_text(l, keep, n);
	return plain_number(l, keep, n);
}

/* The bounds in words; the contract printed none. */
static struct str
bounds_text(const struct lang *l, struct arena *keep, enum tier_on on,
    const struct tier_line *t)
{
	static const char *const both[2][2] = {
		{ "tier.above_below", "tier.above_upto" },
		{ "tier.from_below", "tier.from_upto" },
	};
	struct str low = STR_NONE, high = STR_NONE, out;

	if (t->has_low)
		low = bound_text(l, keep, on, t->low);
	if (t->has_high)
		high = bound_text(l, keep, on, t->high);
	if (low.n && high.n)
		out = LANG_FILL(l, both[t->low_in][t->high_in], keep,
		    { "low", low }, { "high", high });
	else if (low.n)
		out = LANG_FILL(l, t->low_in ? "tier.from" : "tier.above", keep,
		    { "low", low });
	else if (high.n)
		out = LANG_FILL(l, t->high_in ? "tier.upto" : "tier.below",
		    keep, { "high", high });
	else
		return lang_text(l, "tier.any");
	if (on == ON_AVAILABILITY)
		return out;
	return LANG_FILL(l, "tier.measured", keep, { "bounds", out },
	    { "on", term_text(l, keep, str_of(tier_on_names[on])) });
}

struct str
tier_text(const struct lang *l, struct arena *keep,
    const struct ledger_row *row, size_t i)
{
	const struct settlement *s = &row->settlement;
	const struct credit_tiers *t =
	    credit_table(row->contract->terms->credit);

	if (!t || i >= t->n_rows || i >= s->n_tiers)
		return s->tiers[i].printed;
	if (t->rows[i].printed.n)
		return t->rows[i].printed;
	return bounds_text(l, keep, t->on, &s->tiers[i]);
}

struct str
tier_value(const struct lang *l, struct arena *keep,
    const struct ledger_row *row, size_t i)
{
	const struct tier_line *t = &row->settlement.tiers[i];

	if (t->is_percent)
		return percent_text(l, keep, t->percent);
	return value_text(l, keep, row->settlement.currency, t->value);
}

struct str
remedy_text(
    const struct lang *l, struct arena *keep, const struct settlement *s)
{
	if (s->has_extension)
		return quantity(l, keep,
		    str_is(s->extension_unit, "months") ? "unit.months"
							: "unit.days",
		    s->extension);
	return format_money(keep, &l->style, s->credit_minor, s->currency.code,
	    s->currency.digits);
}

/*
 * An exact amount keeps up to six decimals: the money pattern of the style
 * around the plain number.
 */
struct str
exact_text(const struct lang *l, struct arena *keep, struct currency c,
    struct ratio minor)
{
	int64_t scale = 1, rounded;
	int digits;

	for (int i = 0; i < c.digits; i++)
		scale *= 10;
	digits = more(c.digits,
	    full_decimals(ratio_div(minor, ratio_int(scale)), DECIMALS_MOST));
	for (int i = c.digits; i < digits; i++)
		minor = ratio_mul(minor, ratio_int(10));
	if (!ratio_ok(minor) || !ratio_round(minor, ROUND_HALF_UP, &rounded))
		return str_of(l->style.empty);
	return format_money(keep, &l->style, rounded, c.code, digits);
}

struct str
credit_clause(const struct terms *t)
{
	const char *keys[] = { "tiers", "credit",
		credit_kind_name(t->credit->kind) };
	struct str clause = STR_NONE;

	for (size_t i = 0; i < 3 && clause.n == 0; i++)
		clause = terms_clause(t, keys[i]);
	return clause;
}

/* ---- unmeasured time ----------------------------------------------------- */

struct cell
show_achieved(struct build *b, const struct settlement *s)
{
	if (s->states.no_data_ms > 0 && ratio_ok(s->availability_low) &&
	    ratio_cmp(s->availability_low, s->availability) != 0)
		return cell_text(FILL(b, "words.range",
		    { "low",
			share_text(b->lang, b->keep, s, s->availability_low) },
		    { "high",
			share_text(b->lang, b->keep, s, s->availability) }));
	return cell_percent(s->availability, share_decimals(s));
}

struct str
show_no_data(struct build *b, const struct settlement *s)
{
	struct str low = share_text(b->lang, b->keep, s, s->availability_low);
	struct str high = share_text(b->lang, b->keep, s, s->availability);

	return show_after(b,
	    FILL(b, "standard.v6", { "t", show_time(b, s->states.no_data_ms) },
		{ "lo", low }, { "hi", high }),
	    TEXT(b, s->undecided ? "lines.ends_differ" : "lines.both_ends"));
}
