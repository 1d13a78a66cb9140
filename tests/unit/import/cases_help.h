/*
 * cases_help.h -- what is known of a case of another tool, and how it looks in
 * the words of a monitor's log.
 */
#ifndef TESTS_IMPORT_CASES_HELP_H
#define TESTS_IMPORT_CASES_HELP_H

#include "unit/import/help.h"

#include "base/node.h"
#include "domain/watch_sum.h"

struct one {
	struct trial *t;
	const struct node *c;   /* the case */
	const struct node *opt; /* its options */
	struct watch_policy policy;
	struct watch watch;
	struct watch_sum sum;
	int64_t cuts[2];
	struct watch_total total;
	int64_t unit_ms, shift_s;
	char why[300];
};

/* ---- reading the facts ---- */

static inline struct str
text_of(const struct node *map, const char *key)
{
	const struct node *n = map != NULL ? node_get(map, key) : NULL;

	return n != NULL ? n->text : STR_NONE;
}

static inline bool
is_true(const struct node *map, const char *key)
{
	return str_is(text_of(map, key), "true");
}

static inline struct ratio
number(const struct node *n)
{
	struct ratio r = { 0, 0 };

	if (n != NULL && !ratio_parse(n->text, &r))
		fail_msg("no number: %.*s", STR_ARG(n->text));
	return r;
}

static inline int64_t
instant(const struct one *o, const struct node *n)
{
	int64_t ms;
	struct ratio r = ratio_mul(number(n), ratio_int(o->unit_ms));

	assert_true(ratio_round(r, ROUND_HALF_UP, &ms));
	return ms + o->shift_s * 1000;
}

/* ---- telling it to the fold ---- */

static inline void
to_watch(void *arg, const struct sighting *s)
{
	watch_see(arg, s);
}

static inline void
begin(struct one *o)
{
	const struct node *w = node_get(o->c, "window");

	o->policy.from_at = o->cuts[0] = instant(o, w->child);
	o->policy.to_at = o->cuts[1] = instant(o, w->child->next);
	o->sum.keep = &o->t->keep;
	o->sum.cuts = o->cuts;
	o->sum.n_rows = 1;
	o->sum.collect = true;
}

static inline void
start(struct one *o)
{
	watch_init(&o->watch, &o->policy, &o->t->keep, watch_sum_add, &o->sum);
}

/* One event as the line that Nagios would have written. */
static inline void
log_line(struct buf *b, const struct one *o, const struct node *ev)
{
	struct str type = text_of(ev, "type"), subject = text_of(ev, "subject");
	bool host = str_find(subject, ';') == subject.n;
	const char *object = host ? "HOST" : "SERVICE";
	int64_t at = instant(o, node_get(ev, "t")) / 1000;

	buf_addf(b, "[%lld] ", (long long)at);
	if (str_is(type, "monitor_start"))
		buf_adds(b, "Nagios 4.4.6 starting... (PID=7)\n");
	else if (str_is(type, "monitor_stop"))
		buf_adds(b, "Caught SIGTERM, shutting down...\n");
	else if (str_is(type, "timeperiod"))
		buf_addf(b, "TIMEPERIOD TRANSITION: %.*s;%.*s;%.*s\n",
		    STR_ARG(text_of(ev, "name")), STR_ARG(text_of(ev, "from")),
		    STR_ARG(text_of(ev, "to")));
	else if (str_is(type, "downtime_start"))
		buf_addf(b, "%s DOWNTIME ALERT: %.*s;STARTED; begins\n", object,
		    STR_ARG(subject));
	else if (str_is(type, "downtime_end"))
		buf_addf(b, "%s DOWNTIME ALERT: %.*s;%.*s; ends\n", object,
		    STR_ARG(subject), STR_ARG(text_of(ev, "how")));
	else
		buf_addf(b, "%s %s%s: %.*s;%.*s;%s;1;%.*s\n",
		    str_is(text_of(ev, "form"), "CURRENT") ? "CURRENT" : object,
		    str_is(text_of(ev, "form"), "CURRENT") ? object : "ALERT",
		    str_is(text_of(ev, "form"), "CURRENT") ? " STATE" : "",
		    STR_ARG(subject), STR_ARG(text_of(ev, "state")),
		    is_true(ev, "hard") ? "HARD" : "SOFT",
		    STR_ARG(text_of(ev, "text")));
}

static inline void
add_ranges(
    struct one *o, struct watch_hours *h, const struct node *from, bool exclude)
{
	static const char *const names[] = { "monday", "tuesday", "wednesday",
		"thursday", "friday", "saturday", "sunday" };
	static const char *const lists[] = { "weekly", "dates" };

	for (int k = 0; k < 2; k++) {
		const struct node *days =
		    from != NULL ? node_get(from, lists[k]) : NULL;

		for (const struct node *d = days != NULL ? days->child : NULL;
		     d != NULL; d = d->next)
			for (const struct node *r = d->child; r != NULL;
			     r = r->next) {
				struct watch_range range = { 0 };
				struct iso day;
				int64_t s;

				for (int i = 0; i < 7; i++)
					if (str_is(d->key, names[i]))
						range.weekday = 1u << i;
				if (range.weekday == 0) {
					assert_true(iso_parse(d->key, &day));
					range.day = civil_days(day.at.year,
					    day.at.month, day.at.day);
				}
				assert_true(str_int64(r->child->text, &s));
				range.from_s = (int)s;
				assert_true(
				    str_int64(r->child->next->text, &s));
				range.to_s = (int)s;
				if (exclude)
					*vec_push(&o->t->keep, &h->excluded) =
					    range;
				else
					*vec_push(&o->t->keep, &h->ranges) =
					    range;
			}
	}
}

static inline struct spans
hours_of(struct one *o, const struct node *period)
{
	struct watch_hours h = { 0 };
	const struct zone *zone;
	struct err e;

	assert_int_equal(
	    zone_open(&o->t->zones, text_of(o->c, "tz"), &zone, &e), 0);
	add_ranges(o, &h, period, false);
	add_ranges(o, &h, node_get(period, "exclude"), true);
	return watch_hours_spans(
	    &h, zone, (struct span){ o->cuts[0], o->cuts[1] }, &o->t->keep);
}

#endif
