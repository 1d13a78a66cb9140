/*
 * One cell of a sheet: text to the type its column has, or a complaint.
 */
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "domain/money.h"
#include "domain/period.h"
#include "import/host.h"
#include "import/sheet.h"

#define TEXT_MAX ((size_t)32 << 10)
#define ID_MAX   ((size_t)100)
/* Amounts and counts beyond this are mistakes. */
#define NUMBER_MAX INT64_C(1000000000000000)

#define SHOWN(s) STR_ARG(str_sub((s), 0, SHEET_SHOWN_BYTES))

/* ---- numbers ----------------------------------------------------------------
 */

/*
 * A decimal number; one comma with one or two digits behind it, and no point,
 * is how half of Europe writes a decimal point. Anything else could be
 * thousands.
 */
static bool
decimal(struct str text, struct ratio *ret_value)
{
	size_t comma = str_find(text, ',');
	char copy[40];

	if (comma == text.n)
		return ratio_parse(text, ret_value);
	if (text.n >= sizeof copy || str_find(text, '.') != text.n ||
	    text.n - comma < 2 || text.n - comma > 3)
		return false;
	memcpy(copy, text.p, text.n);
	copy[comma] = '.';
	return ratio_parse((struct str){ copy, text.n }, ret_value);
}

static bool
number(struct sheet_run *run, const char *column, struct str text,
    struct ratio *ret_value)
{
	if (!decimal(text, ret_value)) {
		sheet_bad(run, column,
		    "write digits with a decimal point, without thousands "
		    "marks and units: 1234.50",
		    "\"%s\": \"%.*s\" is not a number", column, SHOWN(text));
		return false;
	}
	if (ret_value->num < 0) {
		sheet_bad(run, column, NULL, "\"%s\": %.*s is negative", column,
		    SHOWN(text));
		return false;
	}
	return true;
}

static void
value_money(struct sheet_run *run, const struct sheet_column *column,
    struct str text, struct money *to)
{
	const struct currency *c = &run->currency;
	struct ratio r;

	if (!number(run, column->name, text, &r) || !run->currency_ok)
		return;
	r = ratio_mul(r, ratio_int(money_scale(*c)));
	if (!ratio_ok(r) || r.den != 1)
		sheet_bad(run, column->name, NULL,
		    "\"%s\": %.*s has too many decimals for %s, which has %d",
		    column->name, SHOWN(text), c->code, c->digits);
	else if (r.num > NUMBER_MAX)
		sheet_bad(run, column->name, NULL, "\"%s\": %.*s is too large",
		    column->name, SHOWN(text));
	else
		*to = (struct money){ (int64_t)r.num, *c };
}

static void
value_share(struct sheet_run *run, const struct sheet_column *column,
    struct str text, struct ratio *to)
{
	struct ratio r;

	if (!number(run, column->name, text, &r))
		return;
	if (ratio_cmp(r, ratio_int(1)) > 0)
		sheet_bad(run, column->name,
		    "a share of all users: 0.25 for a quarter",
		    "\"%s\": %.*s is more than 1", column->name, SHOWN(text));
	else
		*to = r;
}

static void
value_number(struct sheet_run *run, const struct sheet_column *column,
    struct str text, struct ratio *to)
{
	struct ratio r;

	if (!number(run, column->name, text, &r))
		return;
	if (ratio_cmp(r, ratio_int(NUMBER_MAX)) > 0)
		sheet_bad(run, column->name, NULL, "\"%s\": %.*s is too large",
		    column->name, SHOWN(text));
	else
		*to = r;
}

/* "464/465": both ends whole and the first not above the second. */
static bool
fraction(struct str text, struct ratio *ret_share)
{
	struct str den, num = str_cut(text, '/', &den);
	int64_t n, d;

	if (!str_int64(str_trim(num), &n) || !str_int64(str_trim(den), &d) ||
	    n < 0 || d <= 0 || n > d)
		return false;
	*ret_share = ratio_make(n, d);
	return true;
}

/*
 * A percentage, or a fraction of whole numbers. "0.9995" may be either and is
 * refused.
 */
static void
value_percent(struct sheet_run *run, const struct sheet_column *column,
    struct str text, struct ratio *to)
{
	static const char hint[] =
	    "write a percentage or a fraction: 99.95, or 464/465";
	struct ratio r = { 0 };

	if (str_ends(text, "%"))
		text = str_trim(str_sub(text, 0, text.n - 1));
	if (str_find(text, '/') != text.n) {
		if (!fraction(text, to))
			sheet_bad(run, column->name, hint,
			    "\"%s\": \"%.*s\" is not a fraction of 1",
			    column->name, SHOWN(text));
		return;
	}
	if (!number(run, column->name, text, &r))
		return;
	if (ratio_cmp(r, ratio_int(100)) > 0)
		sheet_bad(run, column->name, hint,
		    "\"%s\": %.*s is more than 100 %%", column->name,
		    SHOWN(text));
	else if (r.num != 0 && ratio_cmp(r, ratio_int(1)) <= 0)
		sheet_bad(run, column->name, hint,
		    "\"%s\": %.*s could be a percentage or a share of 1",
		    column->name, SHOWN(text));
	else
		*to = ratio_div(r, ratio_int(100));
}

static void
value_count(struct sheet_run *run, const struct sheet_column *column,
    struct str text, int64_t *to)
{
	int64_t n;

	if (!str_int64(text, &n))
		sheet_bad(run, column->name,
		    "write digits only, without thousands marks",
		    "\"%s\": \"%.*s\" is not a whole number", column->name,
		    SHOWN(text));
	else if (n < 0)
		sheet_bad(run, column->name, NULL, "\"%s\": %.*s is negative",
		    column->name, SHOWN(text));
	else if (n > NUMBER_MAX)
		sheet_bad(run, column->name, NULL, "\"%s\": %.*s is too large",
		    column->name, SHOWN(text));
	else
		*to = n;
}

/* ---- words
 * -------------------------------------------------------------------- */

static bool
one_line(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if ((unsigned char)text.p[i] < 0x20)
			return false;
	return true;
}

static void
value_text(struct sheet_run *run, const struct sheet_column *column,
    struct str text, struct str *to)
{
	bool id = column->type == SHEET_ID;

	if (text.n > (id ? ID_MAX : TEXT_MAX))
		sheet_bad(run, column->name, NULL,
		    "\"%s\" is longer than %zu bytes", column->name,
		    id ? ID_MAX : TEXT_MAX);
	else if (id && !one_line(text))
		sheet_bad(run, column->name, NULL,
		    "\"%s\" holds a line break or a tab", column->name);
	else
		*to = str_dup(run->job->keep, text);
}

static void
value_yesno(struct sheet_run *run, const struct sheet_column *column,
    struct str text, bool *to)
{
	if (str_is_nocase(text, "yes") || str_is_nocase(text, "true"))
		*to = true;
	else if (str_is_nocase(text, "no") || str_is_nocase(text, "false"))
		*to = false;
	else
		sheet_bad(run, column->name, NULL,
		    "\"%s\": \"%.*s\" is not yes or no", column->name,
		    SHOWN(text));
}

/* Does case.yaml say that this text means one of our words? */
static bool
declared_word(const struct sheet_run *run, const char *ours, struct str text)
{
	const struct file_rule *rule = &run->job->rule;

	for (size_t i = 0; i < rule->n_columns; i++) {
		const struct column_rule *r = &rule->columns[i];

		if (!r->list || !str_is(r->name, ours))
			continue;
		for (size_t k = 0; k < r->n; k++)
			if (str_eq(r->words[k], text))
				return true;
	}
	return false;
}

static void
value_choice(struct sheet_run *run, const struct sheet_column *column,
    struct str text, int *to)
{
	char hint[200] = "one of ";

	for (int i = 0; column->choices[i] != NULL; i++) {
		size_t n = strlen(hint);

		if (str_is_nocase(text, column->choices[i]) ||
		    declared_word(run, column->choices[i], text)) {
			*to = i;
			return;
		}
		snprintf(hint + n, sizeof hint - n, "%s%s", i ? ", " : "",
		    column->choices[i]);
	}
	sheet_bad(run, column->name, hint, "\"%s\": \"%.*s\" is not known",
	    column->name, SHOWN(text));
}

static void
value_currency(
    struct sheet_run *run, const struct sheet_column *column, struct str text)
{
	run->currency_ok = currency_find(text, &run->currency);
	if (!run->currency_ok)
		sheet_bad(run, column->name,
		    "write the three capitals of ISO 4217: EUR, USD, CHF",
		    "\"%s\": there is no currency \"%.*s\"", column->name,
		    SHOWN(text));
}

static void
value_period(struct sheet_run *run, const struct sheet_column *column,
    struct str text, struct str *to)
{
	struct period ignored;

	if (period_parse(text, &ignored))
		*to = str_dup(run->job->keep, text);
	else
		sheet_bad(run, column->name,
		    "write 2024-03, 2024-Q1, 2024-H1 or 2024",
		    "\"%s\": \"%.*s\" is not a period", column->name,
		    SHOWN(text));
}

bool
language_tag(struct str s)
{
	size_t dash = str_find(s, '-');

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		bool lower = c >= 'a' && c <= 'z';

		if (i < dash ? !lower
			     : i > dash && !lower && !(c >= 'A' && c <= 'Z'))
			return false;
	}
	return (dash == 2 || dash == 3) &&
	       (dash == s.n || (s.n - dash >= 3 && s.n - dash <= 5));
}

static void
value_lang(struct sheet_run *run, const struct sheet_column *column,
    struct str text, struct str *to)
{
	if (language_tag(text))
		*to = str_dup(run->job->keep, text);
	else
		sheet_bad(run, column->name, "like en, it or de-CH",
		    "\"%s\": \"%.*s\" is not a language code", column->name,
		    SHOWN(text));
}

static void
value_site(struct sheet_run *run, const struct sheet_column *column,
    struct str text, struct str *to)
{
	char name[HOST_MAX + 1];
	size_t n = host_name(text, name);

	if (n != 0)
		*to = str_dup(run->job->keep, (struct str){ name, n });
	else
		sheet_bad(run, column->name,
		    "a host name without https:// and path: www.example.org",
		    "\"%s\": \"%.*s\" is not a host name", column->name,
		    SHOWN(text));
}

/* ---- the gate
 * ------------------------------------------------------------------ */

static bool
clean(struct sheet_run *run, const struct sheet_column *column, struct str text)
{
	size_t at;

	if (utf8_ok(text, &at))
		return true;
	sheet_bad(run, column->name,
	    (unsigned char)text.p[at] >= 0x80 ? "save the file as UTF-8"
					      : "remove it",
	    (unsigned char)text.p[at] >= 0x80
		? "\"%s\" holds bytes that are not UTF-8"
		: "\"%s\" holds a control character",
	    column->name);
	return false;
}

static void
value_quantity(struct sheet_run *run, const struct sheet_column *column,
    struct str text, void *to)
{
	switch (column->type) {
	case SHEET_SHARE:
		value_share(run, column, text, to);
		break;
	case SHEET_COUNT:
		value_count(run, column, text, to);
		break;
	case SHEET_NUMBER:
		value_number(run, column, text, to);
		break;
	case SHEET_PERCENT:
		value_percent(run, column, text, to);
		break;
	default:
		value_money(run, column, text, to);
		break;
	}
}

void
sheet_value(struct sheet_run *run, const struct sheet_column *column,
    const struct csv_field *field, void *row)
{
	struct str text = str_trim(field->text);
	void *to = (char *)row + column->offset;

	if (!clean(run, column, text))
		return;
	switch (column->type) {
	case SHEET_TEXT:
	case SHEET_ID:
		value_text(run, column, text, to);
		break;
	case SHEET_TIME:
	case SHEET_DAY_TIME:
	case SHEET_DAY:
		sheet_time(run, column, text, to);
		break;
	case SHEET_YESNO:
		value_yesno(run, column, text, to);
		break;
	case SHEET_SHARE:
	case SHEET_COUNT:
	case SHEET_MONEY:
	case SHEET_NUMBER:
	case SHEET_PERCENT:
		value_quantity(run, column, text, to);
		break;
	case SHEET_CURRENCY:
		value_currency(run, column, text);
		break;
	case SHEET_CHOICE:
		value_choice(run, column, text, to);
		break;
	case SHEET_ZONE:
		sheet_zone(run, column, text);
		break;
	case SHEET_LANG:
		value_lang(run, column, text, to);
		break;
	case SHEET_PERIOD:
		value_period(run, column, text, to);
		break;
	case SHEET_SITE:
		value_site(run, column, text, to);
		break;
	}
}
