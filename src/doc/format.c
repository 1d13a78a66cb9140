/*
 * format.c -- numbers, money, durations and instants as text of one language.
 *
 * Works on integers and exact fractions only, with the patterns of a style: no
 * floating point, no process locale, so a figure looks the same everywhere and
 * always. Places in a pattern are written {name}; unknown ones stay as they
 * are.
 */
#include "doc/doc.h"

#include <string.h>

#include "base/utf8.h"

#define MINUS "\xe2\x88\x92" /* U+2212 */

/* What a {place} of a pattern stands for. */
struct place_text {
	const char *name;
	struct str text;
};

static struct str
concat(struct arena *keep, struct str a, struct str b)
{
	char *p = arena_alloc(keep, a.n + b.n + 1);

	if (a.n > 0)
		memcpy(p, a.p, a.n);
	if (b.n > 0)
		memcpy(p + a.n, b.p, b.n);
	return (struct str){ p, a.n + b.n };
}

static struct str
negated(struct arena *keep, bool negative, struct str s)
{
	return negative ? concat(keep, STR(MINUS), s) : s;
}

/* The place that begins at `p`, or NULL; *ret_n is its length with braces. */
static const struct place_text *
place_at(const char *p, const struct place_text *v, size_t n, size_t *ret_n)
{
	const char *end;

	if (*p != '{' || (end = strchr(p, '}')) == NULL)
		return NULL;
	*ret_n = (size_t)(end - p) + 1;
	for (size_t i = 0; i < n; i++)
		if (strlen(v[i].name) == *ret_n - 2 &&
		    memcmp(v[i].name, p + 1, *ret_n - 2) == 0)
			return &v[i];
	return NULL;
}

static struct str
expand(struct arena *keep, const char *pattern, const struct place_text *v,
    size_t n)
{
	size_t bytes = strlen(pattern), used = 0, skip = 0;
	const struct place_text *place;
	char *out;

	for (const char *p = pattern; *p != '\0'; p++)
		if ((place = place_at(p, v, n, &skip)) != NULL)
			bytes += place->text.n;
	out = arena_alloc(keep, bytes + 1);
	for (const char *p = pattern; *p != '\0';) {
		place = place_at(p, v, n, &skip);
		if (place == NULL) {
			out[used++] = *p++;
			continue;
		}
		if (place->text.n > 0)
			memcpy(out + used, place->text.p, place->text.n);
		used += place->text.n;
		p += skip;
	}
	return (struct str){ out, used };
}

#define EXPAND(keep, pattern, ...)                                             \
	expand((keep), (pattern), (struct place_text[]){ __VA_ARGS__ },        \
	    sizeof((struct place_text[]){ __VA_ARGS__ }) /                     \
		sizeof(struct place_text))

/* A pattern with one place of whatever name: "{h} h". */
static struct str
with_unit(struct arena *keep, const char *pattern, struct str number)
{
	const char *open = strchr(pattern, '{');
	const char *end = open ? strchr(open, '}') : NULL;
	struct str head;

	if (end == NULL)
		return concat(keep, number, str_of(pattern));
	head = (struct str){ pattern, (size_t)(open - pattern) };
	return concat(keep, concat(keep, head, number), str_of(end + 1));
}

/* Digits with the style's group sign between thousands. */
static struct str
grouped(struct arena *keep, const struct doc_style *style, struct str digits)
{
	size_t sign = strlen(style->group), used = 0;
	char *out = arena_alloc(keep, digits.n + digits.n / 3 * sign + 1);

	for (size_t i = 0; i < digits.n; i++) {
		if (i > 0 && (digits.n - i) % 3 == 0) {
			memcpy(out + used, style->group, sign);
			used += sign;
		}
		out[used++] = digits.p[i];
	}
	return (struct str){ out, used };
}

/* "-1234.50" by the style's signs. */
static struct str
styled(struct arena *keep, const struct doc_style *style, struct str plain)
{
	bool negative = str_starts(plain, "-");
	struct str s = str_sub(plain, negative, plain.n);
	size_t point = str_find(s, '.');
	struct str whole = grouped(keep, style, str_sub(s, 0, point));

	if (point < s.n) {
		whole = concat(keep, whole, str_of(style->decimal));
		whole = concat(keep, whole, str_sub(s, point + 1, s.n));
	}
	return negated(keep, negative, whole);
}

struct str
format_count(struct arena *keep, const struct doc_style *style, int64_t n)
{
	return styled(keep, style, str_format(keep, "%lld", (long long)n));
}

static const struct {
	const char *code, *symbol;
} symbols[] = {
	{ "CZK", "K\xc4\x8d" },
	{ "EUR", "\xe2\x82\xac" },
	{ "GBP", "\xc2\xa3" },
	{ "HUF", "Ft" },
	{ "PLN", "z\xc5\x82" },
	{ "USD", "$" },
};

static struct str
symbol_of(const char *code)
{
	for (size_t i = 0; i < sizeof symbols / sizeof symbols[0]; i++)
		if (strcmp(symbols[i].code, code) == 0)
			return str_of(symbols[i].symbol);
	return str_of(code);
}

struct str
format_money(struct arena *keep, const struct doc_style *style, int64_t minor,
    const char *code, int digits)
{
	bool negative = minor < 0;
	uint64_t v = negative ? 0 - (uint64_t)minor : (uint64_t)minor;
	uint64_t unit = 1;
	struct str plain, amount;

	for (int i = 0; i < digits; i++)
		unit *= 10;
	plain = str_format(keep, "%llu", (unsigned long long)(v / unit));
	if (digits > 0)
		plain = str_format(keep, "%.*s.%0*llu", STR_ARG(plain), digits,
		    (unsigned long long)(v % unit));
	amount = styled(keep, style, plain);
	return negated(keep, negative,
	    EXPAND(keep, style->money, { "amount", amount },
		{ "code", str_of(code) }, { "symbol", symbol_of(code) }));
}

struct str
format_percent(struct arena *keep, const struct doc_style *style,
    struct ratio share, int decimals)
{
	struct ratio hundred = ratio_mul(share, ratio_int(100));
	struct str plain;

	if (!ratio_ok(hundred))
		return str_of(style->empty);
	plain = ratio_decimal(keep, hundred, decimals, ROUND_FLOOR);
	return EXPAND(
	    keep, style->percent, { "n", styled(keep, style, plain) });
}

int
percent_decimals(struct ratio share, struct ratio boundary, int least)
{
	struct ratio a = ratio_mul(share, ratio_int(100));
	struct ratio b = ratio_mul(boundary, ratio_int(100));
	int n = least;

	if (!ratio_ok(a) || !ratio_ok(b) || ratio_cmp(a, b) == 0)
		return least;
	while (n < 6 && ratio_cmp(ratio_quantize(a, n, ROUND_FLOOR),
			    ratio_quantize(b, n, ROUND_FLOOR)) == 0)
		n++;
	return n;
}

/* "05" or, with a fraction of a second, "05.250". */
static struct str
second_digits(struct arena *keep, const struct doc_style *style, int64_t ms,
    int least_digits)
{
	long long s = ms / MS_SECOND, rest = ms % MS_SECOND;

	if (rest == 0)
		return str_format(keep, "%0*lld", least_digits, s);
	return str_format(
	    keep, "%0*lld%s%03lld", least_digits, s, style->decimal, rest);
}

/*
 * The parts that are not zero, and every part between them: 4 h 00 min,
 * 42 min 05 s, 4 h 00 min 05 s, 20 min, 45 s; nothing at all is 0 min.
 */
struct str
format_duration(struct arena *keep, const struct doc_style *style, int64_t ms)
{
	bool negative = ms < 0;
	int64_t v = negative ? (ms == INT64_MIN ? INT64_MAX : -ms) : ms;
	int64_t hours = v / MS_HOUR, minutes = v % MS_HOUR / MS_MINUTE;
	int64_t rest = v % MS_MINUTE;
	struct str out = STR_NONE, part;

	if (hours > 0)
		out = with_unit(
		    keep, style->hours, format_count(keep, style, hours));
	if (hours > 0 || minutes > 0 || rest == 0) {
		part = with_unit(keep, style->minutes,
		    str_format(
			keep, "%0*lld", hours > 0 ? 2 : 1, (long long)minutes));
		out = out.n == 0
			  ? part
			  : concat(keep, concat(keep, out, STR(" ")), part);
	}
	if (rest > 0) {
		part = with_unit(keep, style->seconds,
		    second_digits(keep, style, rest, out.n > 0 ? 2 : 1));
		out = out.n == 0
			  ? part
			  : concat(keep, concat(keep, out, STR(" ")), part);
	}
	return negated(keep, negative, out);
}

static struct civil
local(int64_t at, const struct zone *z)
{
	return z != NULL ? zone_civil(z, at) : civil_of_ms(at);
}

static struct str
format_day(struct arena *keep, const char *pattern,
    const struct doc_style *style, struct civil c)
{
	struct str day = c.day == 1 && style->first_day
			     ? str_of(style->first_day)
			     : str_format(keep, "%d", c.day);

	return EXPAND(keep, pattern, { "d", day },
	    { "dd", str_format(keep, "%02d", c.day) },
	    { "m", str_format(keep, "%d", c.month) },
	    { "mm", str_format(keep, "%02d", c.month) },
	    { "month", str_of(style->month[c.month - 1]) },
	    { "yyyy", str_format(keep, "%04d", c.year) });
}

struct str
format_date(struct arena *keep, const struct doc_style *style, int64_t at,
    const struct zone *z, bool in_prose)
{
	if (at == NO_INSTANT)
		return str_of(style->empty);
	return format_day(keep, in_prose ? style->date_long : style->date,
	    style, local(at, z));
}

/*
 * The clock time. Patterns know hours and minutes; seconds follow the minutes
 * in the pattern's own manner: 18:30:05, but 18 h 30 min 05 s.
 */
static struct str
format_clock(struct arena *keep, const struct doc_style *style, struct civil c)
{
	int64_t rest = c.second * MS_SECOND + c.ms;
	struct str minute = str_format(keep, "%02d", c.minute);

	if (rest > 0) {
		struct str s = second_digits(keep, style, rest, 2);

		if (strstr(style->time, ":{MM}") != NULL) {
			minute = concat(keep, minute, STR(":"));
			minute = concat(keep, minute, s);
		} else {
			minute = with_unit(keep, style->minutes, minute);
			minute = concat(keep, minute, STR(" "));
			minute = concat(
			    keep, minute, with_unit(keep, style->seconds, s));
		}
	}
	return EXPAND(keep, style->time,
	    { "HH", str_format(keep, "%02d", c.hour) }, { "MM", minute });
}

struct str
format_time(struct arena *keep, const struct doc_style *style, int64_t at,
    const struct zone *z)
{
	if (at == NO_INSTANT)
		return str_of(style->empty);
	return format_clock(keep, style, local(at, z));
}

struct str
format_offset(struct arena *keep, int32_t offset_s)
{
	int32_t v = offset_s < 0 ? -offset_s : offset_s;
	const char *sign = offset_s < 0 ? MINUS : "+";

	if (v == 0)
		return STR("UTC");
	if (v % 3600 == 0)
		return str_format(keep, "UTC%s%d", sign, v / 3600);
	return str_format(keep, "UTC%s%d:%02d", sign, v / 3600, v % 3600 / 60);
}

struct str
format_instant(struct arena *keep, const struct doc_style *style, int64_t at,
    const struct zone *z)
{
	struct civil c;
	struct str day, clock, offset;

	if (at == NO_INSTANT)
		return str_of(style->empty);
	c = local(at, z);
	day = format_day(keep, style->date, style, c);
	clock = format_clock(keep, style, c);
	offset = format_offset(keep, z != NULL ? zone_offset_s(z, at) : 0);
	return str_format(keep, "%.*s %.*s (%.*s)", STR_ARG(day),
	    STR_ARG(clock), STR_ARG(offset));
}

static struct str
format_number(struct arena *keep, const struct doc_style *style,
    struct ratio value, int decimals)
{
	if (!ratio_ok(value))
		return str_of(style->empty);
	return styled(
	    keep, style, ratio_decimal(keep, value, decimals, ROUND_HALF_UP));
}

struct str
cell_format(
    struct arena *keep, const struct doc_style *style, const struct cell *c)
{
	switch (c->kind) {
	case CELL_TEXT:
		return doc_text(keep, c->text);
	case CELL_COUNT:
		return format_count(keep, style, c->number);
	case CELL_MONEY:
		return format_money(keep, style, c->number, c->code, c->digits);
	case CELL_PERCENT:
		return format_percent(keep, style, c->ratio, c->decimals);
	case CELL_DURATION:
	case CELL_CLOCK:
		return format_duration(keep, style, c->number);
	case CELL_INSTANT:
		return format_instant(keep, style, c->number, c->zone);
	case CELL_DATE:
		return format_date(keep, style, c->number, c->zone, false);
	case CELL_NUMBER:
		return format_number(keep, style, c->ratio, c->decimals);
	case CELL_EMPTY:
		break;
	}
	return str_of(style->empty);
}
