/*
 * Single values of a typed question: amounts of money, times, durations. Each
 * refuses what could mean two things, and shows both.
 */
#include "base/utf8.h"
#include "cli/calc_question.h"
#include "domain/money.h"

#define MAX_DURATION (3660 * MS_DAY)

struct place
value_place(const struct arg *a, struct str part)
{
	struct place at = a->at;

	at.col += (int64_t)utf8_count(
	    (struct str){ a->text.p, (size_t)(part.p - a->text.p) });
	return at;
}

/* ---- money
 * ------------------------------------------------------------------------ */

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Three letters at one end are the currency; the rest is the number. */
static struct str
cut_code(struct inquiry *q, struct str text, struct str *ret_number)
{
	size_t head = 0, tail = text.n;
	struct str code;
	char *p;

	while (head < text.n && is_letter(text.p[head]))
		head++;
	while (tail > 0 && is_letter(text.p[tail - 1]))
		tail--;
	if (head > 0) {
		code = str_sub(text, 0, head);
		*ret_number = str_trim(str_sub(text, head, text.n));
	} else {
		code = str_sub(text, tail, text.n);
		*ret_number = str_trim(str_sub(text, 0, tail));
	}
	p = str_cstr(&q->c->keep, code);
	for (size_t i = 0; i < code.n; i++)
		if (p[i] >= 'a')
			p[i] = (char)(p[i] - 'a' + 'A');
	return (struct str){ p, code.n };
}

static bool
take_currency(struct inquiry *q, struct place at, struct str code)
{
	struct diags *d = &q->c->diags;
	struct currency found, *known = &q->currency;

	if (code.n == 0) {
		if (known->code[0] != '\0')
			return true;
		diag_add(d, DIAG_ERROR, at, "write 49.00EUR",
		    "this amount has no currency");
		return false;
	}
	if (!currency_find(code, &found)) {
		diag_add(d, DIAG_ERROR, at,
		    "write the code of ISO 4217: 49.00EUR",
		    "\"%.*s\" is not a currency", STR_ARG(code));
		return false;
	}
	if (known->code[0] == '\0')
		*known = found;
	if (str_is(code, known->code))
		return true;
	diag_add(d, DIAG_ERROR, at, NULL,
	    "this amount is in %.*s, but the question is in %s", STR_ARG(code),
	    known->code);
	return false;
}

/* "¥4900" and "49,00" are common; say what to write instead. */
static void
not_money(struct inquiry *q, struct place at, struct str text)
{
	struct currency c = q->currency;
	bool whole = c.code[0] != '\0' && c.digits == 0;
	struct str hint = str_format(&q->c->keep,
	    "write %s%s, with a point and without %s", whole ? "4900" : "49.00",
	    c.code[0] != '\0' ? c.code : "EUR", "signs between the digits");

	diag_add(&q->c->diags, DIAG_ERROR, at, str_cstr(&q->c->keep, hint),
	    "\"%.*s\" is not an amount of money", STR_ARG(text));
}

static bool
decimals_fit(struct inquiry *q, struct place at, struct str number)
{
	struct currency c = q->currency;
	size_t point = str_find(number, '.');
	size_t n = point < number.n ? number.n - point - 1 : 0;

	if ((int64_t)n <= c.digits)
		return true;
	if (c.digits == 0)
		diag_add(&q->c->diags, DIAG_ERROR, at, NULL,
		    "%s has no decimals, this amount has %zu", c.code, n);
	else
		diag_add(&q->c->diags, DIAG_ERROR, at, NULL,
		    "%s has %d decimals, this amount has %zu", c.code, c.digits,
		    n);
	return false;
}

bool
value_money(struct inquiry *q, struct place at, struct str text, bool fine,
    struct str *ret_text)
{
	struct str number, code = cut_code(q, str_trim(text), &number);
	struct ratio r;

	if (number.n == 0 || !ratio_parse(number, &r) || r.num < 0) {
		not_money(q, at, text);
		return false;
	}
	if (!take_currency(q, at, code) ||
	    (!fine && !decimals_fit(q, at, number)))
		return false;
	*ret_text = number;
	return true;
}

/* ---- times
 * ------------------------------------------------------------------------- */

#define TIME_HINT                                                              \
	"write 2026-03-05T14:03, or with its offset 2026-03-05T14:03+01:00"

static void
refuse_local(struct inquiry *q, struct place at, struct str text,
    struct civil local, enum zone_local how)
{
	struct arena *keep = &q->c->keep;
	int64_t a = 0, b = 0;
	bool twice = how == ZONE_REPEATED;
	struct str hint;

	(void)zone_instant(q->zone, local, &a, &b);
	if (!twice) {
		/* read with the offset after the change, and before it */
		int64_t change = a;

		a = civil_ms(local) -
		    zone_offset_s(q->zone, change) * MS_SECOND;
		b = civil_ms(local) -
		    zone_offset_s(q->zone, change - 1) * MS_SECOND;
	}
	hint = str_format(keep,
	    "it can mean %.*s or %.*s: write the one that "
	    "is right",
	    STR_ARG(zone_iso(keep, q->zone, a)),
	    STR_ARG(zone_iso(keep, q->zone, b)));
	diag_add(&q->c->diags, DIAG_ERROR, at, str_cstr(keep, hint),
	    "%.*s %s in %.*s", STR_ARG(text),
	    twice ? "occurs twice" : "does not exist", STR_ARG(q->zone->name));
}

static bool
instant_of(struct inquiry *q, struct place at, struct str text,
    const struct iso *iso, int64_t *ret_at)
{
	enum zone_local how;

	if (iso->has_offset) {
		*ret_at = civil_ms(iso->at) - iso->offset_s * MS_SECOND;
		return true;
	}
	how = zone_instant(q->zone, iso->at, ret_at, NULL);
	if (how == ZONE_ONCE)
		return true;
	refuse_local(q, at, text, iso->at, how);
	return false;
}

/* "14:41" with the date of `day`, and its offset where it has one. */
static struct str
on_the_day(struct inquiry *q, struct str text, struct str day)
{
	struct str date = str_sub(day, 0, 10), rest = str_sub(day, 10, day.n);
	size_t zone = 0;
	struct iso iso;
	struct str full =
	    str_format(&q->c->keep, "%.*sT%.*s", STR_ARG(date), STR_ARG(text));

	while (zone < rest.n && rest.p[zone] != 'Z' && rest.p[zone] != '+' &&
	       rest.p[zone] != '-')
		zone++;
	if (!iso_parse(full, &iso) || iso.has_offset)
		return full;
	return str_format(&q->c->keep, "%.*s%.*s", STR_ARG(full),
	    STR_ARG(str_sub(rest, zone, rest.n)));
}

bool
value_instant(struct inquiry *q, struct place at, struct str text,
    struct str day, int64_t *ret_at)
{
	struct iso iso;
	struct str full = str_trim(text);

	if (day.n >= 10 && str_find(full, ':') <= 2)
		full = on_the_day(q, full, day);
	if (!iso_parse(full, &iso)) {
		diag_add(&q->c->diags, DIAG_ERROR, at, TIME_HINT,
		    "\"%.*s\" is not a time", STR_ARG(text));
		return false;
	}
	if (!iso.has_time) {
		diag_add(&q->c->diags, DIAG_ERROR, at, TIME_HINT,
		    "\"%.*s\" has no time of day", STR_ARG(text));
		return false;
	}
	return instant_of(q, at, full, &iso, ret_at);
}

bool
value_day_or_instant(
    struct inquiry *q, struct place at, struct str text, int64_t *ret_at)
{
	struct iso iso;

	if (!iso_parse(str_trim(text), &iso) || iso.has_time)
		return value_instant(q, at, text, STR_NONE, ret_at);
	*ret_at = zone_day(q->zone, iso.at.year, iso.at.month, iso.at.day);
	return true;
}

/* ---- durations
 * --------------------------------------------------------------------- */

static const struct {
	char letter;
	int64_t ms;
} units[] = {
	{ 'd', MS_DAY },
	{ 'h', MS_HOUR },
	{ 'm', MS_MINUTE },
	{ 's', MS_SECOND },
};
#define N_UNITS (sizeof units / sizeof *units)

/* Each unit at most once, the longer first; ISO writes T before hours. */
bool
value_duration(struct str text, int64_t *ret_ms)
{
	bool iso = str_starts(text, "P"), clock = !iso, any = false;
	size_t i = iso ? 1 : 0, next = 0;
	int64_t ms = 0;

	while (i < text.n) {
		size_t digits = i;
		int64_t n;

		if (iso && !clock && text.p[i] == 'T') {
			clock = true;
			i++;
			continue;
		}
		while (i < text.n && text.p[i] >= '0' && text.p[i] <= '9')
			i++;
		if (i == text.n || i - digits > 9 ||
		    !str_int64(str_sub(text, digits, i), &n))
			return false;
		while (next < N_UNITS &&
		       units[next].letter != (text.p[i] | ('a' - 'A')))
			next++;
		if (next == N_UNITS || (next > 0 && !clock))
			return false;
		ms += n * units[next++].ms;
		any = true;
		i++;
	}
	if (!any || ms > MAX_DURATION)
		return false;
	*ret_ms = ms;
	return true;
}
