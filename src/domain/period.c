#include "domain/period.h"

#define FIRST_YEAR 1971
#define LAST_YEAR  2099

/* Months in one period of the calendar kinds; 0 for trailing days. */
static const int months_of[] = {
	[PERIOD_CALENDAR_MONTH] = 1,
	[PERIOD_BILLING_MONTH] = 1,
	[PERIOD_CALENDAR_QUARTER] = 3,
	[PERIOD_CALENDAR_HALF] = 6,
	[PERIOD_CALENDAR_YEAR] = 12,
	[PERIOD_TRAILING_DAYS] = 0,
};

/* Months since year 0 of the first month of a period. */
static int
first_month(const struct period *p)
{
	int part = p->kind == PERIOD_CALENDAR_YEAR ? 1 : p->part;

	return p->year * 12 + (part - 1) * months_of[p->kind];
}

/* First instant of the anchor day, or of the last day of a shorter month. */
static int64_t
anchor_at(const struct zone *z, int month, int64_t anchor_day)
{
	int last = civil_month_days(month / 12, month % 12 + 1);

	return zone_day(z, month / 12, month % 12 + 1,
	    anchor_day < last ? (int)anchor_day : last);
}

/* The same local time so many dates earlier. */
static int64_t
days_before(const struct zone *z, int64_t at, int64_t days)
{
	struct civil c = zone_civil(z, at), day;
	int64_t back = NO_INSTANT;

	day = civil_of_days(civil_days(c.year, c.month, c.day) - days);
	c.year = day.year;
	c.month = day.month;
	c.day = day.day;
	(void)zone_instant(z, c, &back, NULL);
	return back;
}

struct span
period_span(const struct zone *z, const struct period *p)
{
	struct span s;
	int month = first_month(p), next = month + months_of[p->kind];

	switch (p->kind) {
	case PERIOD_TRAILING_DAYS:
		s.to_at = p->until_at;
		s.from_at = days_before(z, p->until_at, p->days);
		return s;
	case PERIOD_BILLING_MONTH:
		s.from_at = anchor_at(z, month, p->anchor_day);
		s.to_at = anchor_at(z, next, p->anchor_day);
		return s;
	default:
		s.from_at = zone_day(z, month / 12, month % 12 + 1, 1);
		s.to_at = zone_day(z, next / 12, next % 12 + 1, 1);
		return s;
	}
}

int64_t
period_days(const struct zone *z, struct span s)
{
	return zone_date(z, s.to_at) - zone_date(z, s.from_at);
}

static bool
digits(struct str s, int *ret_number)
{
	int n = 0;

	if (s.n == 0 || s.n > 4)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		n = n * 10 + (s.p[i] - '0');
	}
	*ret_number = n;
	return true;
}

bool
period_parse(struct str name, struct period *ret_period)
{
	struct str rest, year = str_cut(name, '-', &rest);
	struct period p = { .kind = PERIOD_CALENDAR_YEAR, .part = 1 };
	int parts = 1;

	if (year.n != 4 || !digits(year, &p.year) || p.year < FIRST_YEAR ||
	    p.year > LAST_YEAR)
		return false;
	if (name.n == 4) {
		*ret_period = p;
		return true;
	}
	if (rest.n == 2 && rest.p[0] == 'Q') {
		p.kind = PERIOD_CALENDAR_QUARTER;
		parts = 4;
	} else if (rest.n == 2 && rest.p[0] == 'H') {
		p.kind = PERIOD_CALENDAR_HALF;
		parts = 2;
	} else if (rest.n == 2) {
		p.kind = PERIOD_CALENDAR_MONTH;
		parts = 12;
	}
	if (parts < 12)
		rest = str_sub(rest, 1, rest.n);
	if (parts == 1 || !digits(rest, &p.part) || p.part < 1 ||
	    p.part > parts)
		return false;
	*ret_period = p;
	return true;
}

bool
period_first_month(struct str name, int *ret_month)
{
	struct period p;

	if (!period_parse(name, &p))
		return false;
	*ret_month = first_month(&p);
	return true;
}

bool
period_for_name(const struct zone *z, const struct period_rule *rule,
    struct str name, struct span *ret_span)
{
	struct period named, p;
	struct span s, n;
	int end;

	if (!period_parse(name, &named))
		return false;
	n = period_span(z, &named);
	p = (struct period){ .kind = rule->kind,
		.year = named.year,
		.part = named.part,
		.anchor_day = rule->anchor_day,
		.days = rule->days,
		.until_at = n.to_at };
	if (rule->kind == PERIOD_BILLING_MONTH &&
	    named.kind != PERIOD_CALENDAR_MONTH)
		return false;
	if (months_of[rule->kind] > 1) {
		/* the period of the contract in which the named one ends */
		end = first_month(&named) + months_of[named.kind] - 1;
		p.year = end / 12;
		p.part = end % 12 / months_of[rule->kind] + 1;
	}
	s = period_span(z, &p);
	if (rule->kind == PERIOD_CALENDAR_MONTH &&
	    named.kind != PERIOD_CALENDAR_MONTH)
		return false;
	if (rule->kind != PERIOD_BILLING_MONTH && s.to_at != n.to_at)
		return false;
	/* a shorter one inside the named: several would be due, not one */
	if (months_of[rule->kind] > 0 &&
	    months_of[rule->kind] < months_of[named.kind])
		return false;
	*ret_span = s;
	return true;
}

struct str
period_name(
    struct arena *keep, const struct zone *z, enum period_kind kind, int64_t at)
{
	return period_name_of(keep, kind, zone_civil(z, at));
}

struct str
period_name_of(struct arena *keep, enum period_kind kind, struct civil c)
{
	switch (kind) {
	case PERIOD_CALENDAR_QUARTER:
		return str_format(
		    keep, "%04d-Q%d", c.year, (c.month - 1) / 3 + 1);
	case PERIOD_CALENDAR_HALF:
		return str_format(
		    keep, "%04d-H%d", c.year, (c.month - 1) / 6 + 1);
	case PERIOD_CALENDAR_YEAR:
		return str_format(keep, "%04d", c.year);
	default:
		return str_format(keep, "%04d-%02d", c.year, c.month);
	}
}

bool
period_follows(struct str a, struct str b)
{
	struct period p, q;

	return period_parse(a, &p) && period_parse(b, &q) && p.kind == q.kind &&
	       first_month(&p) + months_of[p.kind] == first_month(&q);
}
