#include "import/feed_lines.h"

#include <stdio.h>
#include <string.h>

/* ---- the time of an entry
 * --------------------------------------------------------- */

/* "Wed, 01 Apr 2026 00:55:00 +0000" as ISO 8601, so that one reader checks. */
static struct str
iso_of_mail(struct str s, char out[40])
{
	struct str part[5] = { 0 }, rest = str_trim(s);
	int n, month;

	if (str_find(rest, ',') < rest.n)
		(void)str_cut(rest, ',', &rest);
	for (int i = 0; i < 5; i++)
		part[i] = str_cut(str_trim(rest), ' ', &rest);
	month = civil_month_named(part[1]);
	if (str_is(part[4], "GMT") || str_is(part[4], "UTC") ||
	    str_is(part[4], "Z"))
		part[4] = STR("+0000");
	if (month == 0 || part[0].n > 2 || part[2].n != 4 || part[4].n != 5)
		return STR_NONE;
	n = snprintf(out, 40, "%.*s-%02d-%s%.*sT%.*s%.*s", STR_ARG(part[2]),
	    month, part[0].n == 1 ? "0" : "", STR_ARG(part[0]),
	    STR_ARG(part[3]), STR_ARG(part[4]));
	return n < 40 ? str_of(out) : STR_NONE;
}

static bool
stamp_of(struct str s, struct feed_stamp *ret_stamp)
{
	char text[40];
	struct iso t;

	s = str_trim(s);
	if (!iso_parse(s, &t) && !iso_parse(iso_of_mail(s, text), &t))
		return false;
	if (!t.has_offset)
		return false;
	ret_stamp->at = civil_ms(t.at) - t.offset_s * MS_SECOND;
	ret_stamp->offset_s = t.offset_s;
	return true;
}

/* ---- the lines of an entry
 * -------------------------------------------------------- */

static const struct {
	const char *word;
	enum feed_word means;
} words[] = {
	{ "Resolved", FEED_OVER },
	{ "Completed", FEED_OVER },
	{ "Scheduled", FEED_SCHEDULED },
	{ "In progress", FEED_WORK },
	{ "Verifying", FEED_WORK },
	{ "Canceled", FEED_CANCELLED },
	{ "Cancelled", FEED_CANCELLED },
};

static bool
two(struct str *s, int *ret_value)
{
	int v = 0;
	size_t n = 0;

	while (n < s->n && n < 2 && s->p[n] >= '0' && s->p[n] <= '9')
		v = v * 10 + (s->p[n++] - '0');
	*s = str_sub(*s, n, s->n);
	*ret_value = v;
	return n != 0;
}

static void
skip(struct str *s, const char *what)
{
	while (s->n != 0 && strchr(what, s->p[0]) != NULL)
		*s = str_sub(*s, 1, s->n);
}

/* "00:37" */
static bool
clock_of(struct str *s, struct civil *c)
{
	skip(s, " ");
	if (!two(s, &c->hour) || s->n == 0 || s->p[0] != ':')
		return false;
	skip(s, ":");
	return two(s, &c->minute) && c->hour < 24 && c->minute < 60;
}

/* "Aug 21, 00:37" in front of s. */
static bool
day_and_clock(struct str *s, struct civil *c)
{
	*c = (struct civil){ .year = 2000 };
	c->month = civil_month_named(*s);
	*s = str_sub(*s, 3, s->n);
	skip(s, " abcdefghijklmnopqrstuvwxyz.");
	if (c->month == 0 || !two(s, &c->day) || c->day < 1 || c->day > 31)
		return false;
	skip(s, " ,");
	return clock_of(s, c);
}

static void
zone_name(struct str s, char out[8])
{
	s = str_trim(s);
	snprintf(out, 8, "%.*s", STR_ARG(str_sub(s, 0, 7)));
}

/* "THIS IS A SCHEDULED EVENT Apr 11, 02:00 - 04:00 UTC" */
static void
take_schedule(struct feed_lines *e, struct str s)
{
	static const char mark[] = "SCHEDULED EVENT ";
	const char *at = memmem(s.p, s.n, mark, sizeof mark - 1);
	struct civil from, to;

	if (at == NULL)
		return;
	e->planned = true;
	s = str_sub(s, (size_t)(at - s.p) + sizeof mark - 1, s.n);
	if (!day_and_clock(&s, &from))
		return;
	skip(&s, " -\xE2\x80\x93");
	to = from;
	if (civil_month_named(s) != 0 ? !day_and_clock(&s, &to)
				      : !clock_of(&s, &to))
		return;
	e->begins.local = from;
	e->ends = to;
	zone_name(s, e->begins.zone);
	e->has_begins = true;
}

/* The text of <small>: the beginning of an update. */
static void
take_time(struct feed_lines *e, struct str s)
{
	struct feed_update u = { 0 };

	s = str_trim(s);
	if (e->n == FEED_MAX_UPDATES || !day_and_clock(&s, &u.local))
		return;
	zone_name(s, u.zone);
	e->update[e->n++] = u;
}

/* The text of the first <strong> behind it: what it says. */
static void
take_word(struct feed_lines *e, struct str s)
{
	struct feed_update *u = &e->update[e->n - 1];

	s = str_trim(s);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_is_nocase(s, words[i].word)) {
			u->word = words[i].means;
			e->planned |= u->word == FEED_SCHEDULED ||
				      u->word == FEED_WORK ||
				      str_is(s, "Completed");
		}
}

/* Text of <small> and <strong>, with what stands in elements inside them. */
static void
take_html(struct feed_lines *e, struct str s)
{
	char text[200];
	size_t n = 0, worded = 0;
	bool inside = false;

	while (s.n != 0) {
		struct str tag, plain = str_cut(s, '<', &s);

		for (size_t i = 0; inside && i < plain.n; i++)
			if (n < sizeof text)
				text[n++] = (unsigned char)plain.p[i] < ' '
						? ' '
						: plain.p[i];
		tag = str_cut(s, '>', &s);
		if (str_is(tag, "small") || str_is(tag, "strong")) {
			inside = true;
			n = 0;
		}
		if (str_is(tag, "/small"))
			take_time(e, (struct str){ text, n });
		if (str_is(tag, "/strong")) {
			take_schedule(e, (struct str){ text, n });
			if (e->n > worded)
				take_word(e, (struct str){ text, n });
			worded = e->n;
		}
		if (str_is(tag, "/small") || str_is(tag, "/strong"))
			inside = false;
	}
}

bool
feed_lines_of(const struct feed_entry *from, struct feed_lines *ret_lines)
{
	struct feed_lines *e = ret_lines;

	*e = (struct feed_lines){ .from = from };
	if (!stamp_of(from->updated, &e->updated))
		return false;
	if (!stamp_of(from->published, &e->published))
		e->published = e->updated;
	take_html(e, from->html);
	return true;
}
