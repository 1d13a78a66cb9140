#include "domain/terms_read.h"

/* Longest duration in any contract: a century, far from any overflow. */
#define MAX_DURATION_MS (INT64_C(36600) * MS_DAY)

static void
complain(struct terms_reader *r, const struct node *n, const char *hint,
    const char *wanted)
{
	struct str key = STR_NONE, text = STR("a list or mapping");

	if (n->key.n != 0)
		key = str_format(r->keep, "\"%.*s\": ", STR_ARG(n->key));
	if (n->kind == NODE_SCALAR)
		text = str_format(r->keep, "\"%.*s\"",
		    (int)(n->text.n > 60 ? 60 : n->text.n), n->text.p);
	diag_add(r->d, DIAG_ERROR, n->at, hint, "%.*s%.*s is not %s",
	    STR_ARG(key), STR_ARG(text), wanted);
}

static void
not_a(struct terms_reader *r, const struct node *n, const char *wanted)
{
	complain(r, n, NULL, wanted);
}

static const char *
number_hint(const struct node *n)
{
	if (n->kind != NODE_SCALAR || n->text.n == 0)
		return NULL;
	if (str_find(n->text, ',') < n->text.n)
		return "write decimals with a point, and nothing between "
		       "thousands";
	return "write the number alone: the key tells the unit";
}

static bool
parse_ratio(struct str text, struct ratio *ret_value)
{
	struct str below, above = str_cut(text, '/', &below);
	struct ratio a, b;

	if (above.n == text.n)
		return ratio_parse(text, ret_value);
	if (!ratio_parse(above, &a) || !ratio_parse(below, &b))
		return false;
	a = ratio_div(a, b);
	if (!ratio_ok(a))
		return false;
	*ret_value = a;
	return true;
}

bool
read_ratio(
    struct terms_reader *r, const struct node *n, struct ratio *ret_value)
{
	struct ratio v;

	if (n->kind != NODE_SCALAR || !parse_ratio(n->text, &v) || v.num < 0) {
		complain(r, n, number_hint(n),
		    "a number: 99.95, or a fraction 1/30");
		return false;
	}
	*ret_value = v;
	return true;
}

bool
read_ratio_to(struct terms_reader *r, const struct node *n, int64_t most,
    struct ratio *ret_value)
{
	struct ratio v;

	if (!read_ratio(r, n, &v))
		return false;
	if (ratio_cmp(v, ratio_int(most)) > 0) {
		diag_add(r->d, DIAG_ERROR, n->at, NULL,
		    "\"%.*s\" is more than %lld", STR_ARG(n->key),
		    (long long)most);
		return false;
	}
	*ret_value = v;
	return true;
}

bool
read_duration(struct terms_reader *r, const struct node *n, int64_t unit_ms,
    int64_t *ret_ms)
{
	struct ratio v;

	if (!read_ratio(r, n, &v))
		return false;
	v = ratio_mul(v, ratio_int(unit_ms));
	if (!ratio_ok(v) || v.den != 1 || v.num > MAX_DURATION_MS) {
		not_a(
		    r, n, "a duration of whole milliseconds, below 100 years");
		return false;
	}
	*ret_ms = (int64_t)v.num;
	return true;
}

static bool
two_digits(struct str s, int *ret_number)
{
	if (s.n != 2 || s.p[0] < '0' || s.p[0] > '9' || s.p[1] < '0' ||
	    s.p[1] > '9')
		return false;
	*ret_number = (s.p[0] - '0') * 10 + (s.p[1] - '0');
	return true;
}

bool
read_clock_time(struct terms_reader *r, const struct node *n, int *ret_s)
{
	struct str rest = STR_NONE, hours, minutes;
	int h = 0, m = 0, s = 0;
	bool ok = n->kind == NODE_SCALAR;

	hours = ok ? str_cut(n->text, ':', &rest) : STR_NONE;
	minutes = str_cut(rest, ':', &rest);
	ok = ok && two_digits(hours, &h) && two_digits(minutes, &m) &&
	     (rest.n == 0 || two_digits(rest, &s)) && m < 60 && s < 60;
	s += h * 3600 + m * 60;
	if (!ok || s > 24 * 3600) {
		not_a(r, n, "a local time from 00:00 to 24:00");
		return false;
	}
	*ret_s = s;
	return true;
}

bool
read_date(struct terms_reader *r, const struct node *n, int64_t *ret_day)
{
	struct iso iso;

	if (n->kind != NODE_SCALAR || !iso_parse(n->text, &iso) ||
	    iso.has_time) {
		not_a(r, n, "a date: 2026-12-25");
		return false;
	}
	*ret_day = civil_days(iso.at.year, iso.at.month, iso.at.day);
	return true;
}

bool
read_value(struct terms_reader *r, const struct node *at,
    const struct raw_value *raw, struct credit_value *ret_value)
{
	const struct node *const given[] = {
		[CREDIT_PERCENT] = raw->percent,
		[CREDIT_DAYS] = raw->days,
		[CREDIT_HOURS] = raw->hours,
		[CREDIT_AMOUNT] = raw->amount,
		[CREDIT_FRACTION] = raw->fraction,
	};
	struct credit_value v = { .unit = CREDIT_NOTHING };
	int n = 0;

	for (int u = CREDIT_PERCENT; u <= CREDIT_FRACTION; u++)
		if (given[u] != NULL) {
			v.unit = (enum credit_unit)u;
			n++;
		}
	if (n != 1) {
		diag_add(r->d, DIAG_ERROR, at->at,
		    "write one of percent, days, hours, amount, fraction",
		    n == 0 ? "nothing says how much is given here"
			   : "more than one value is given here");
		return false;
	}
	if (!read_ratio(r, given[v.unit], &v.n))
		return false;
	v.text = given[v.unit]->text;
	*ret_value = v;
	return true;
}

static bool
read_end(struct terms_reader *r, const struct node *in, const struct node *out,
    struct bounds *b, bool low)
{
	const struct node *n = in != NULL ? in : out;
	struct ratio v;

	if (n == NULL)
		return true;
	if (in != NULL && out != NULL) {
		diag_add(r->d, DIAG_ERROR, out->at, NULL,
		    "\"%.*s\" and \"%.*s\" say the same end twice",
		    STR_ARG(in->key), STR_ARG(out->key));
		return false;
	}
	if (!read_ratio(r, n, &v))
		return false;
	if (low) {
		b->has_low = true;
		b->low_in = in != NULL;
		b->low = v;
		b->low_text = n->text;
	} else {
		b->has_high = true;
		b->high_in = in != NULL;
		b->high = v;
		b->high_text = n->text;
	}
	return true;
}

bool
read_bounds(struct terms_reader *r, const struct node *at,
    const struct raw_bounds *raw, struct bounds *ret_bounds)
{
	struct bounds b = { .low = ratio_int(0), .high = ratio_int(0) };
	int c;

	if (!read_end(r, raw->ge, raw->gt, &b, true) ||
	    !read_end(r, raw->le, raw->lt, &b, false))
		return false;
	c = b.has_low && b.has_high ? ratio_cmp(b.low, b.high) : -1;
	if (c > 0 || (c == 0 && !(b.low_in && b.high_in))) {
		diag_add(r->d, DIAG_ERROR, at->at, NULL,
		    "no number can be from %.*s to %.*s", STR_ARG(b.low_text),
		    STR_ARG(b.high_text));
		return false;
	}
	*ret_bounds = b;
	return true;
}

bool
bounds_hold(const struct bounds *b, struct ratio v)
{
	int low = b->has_low ? ratio_cmp(v, b->low) : 1;
	int high = b->has_high ? ratio_cmp(v, b->high) : -1;

	return (low > 0 || (low == 0 && b->low_in)) &&
	       (high < 0 || (high == 0 && b->high_in));
}
