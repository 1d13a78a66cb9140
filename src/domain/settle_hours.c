/*
 * Local hours as spans: service hours, and windows that stand every day. Both
 * are cut from real elapsed time, so that a night with a clock change is an
 * hour longer or shorter.
 */
#include "domain/settle_run.h"
#include "domain/trace_keys.h"

/* A repeated hour belongs to the window on both passes: start early, end late.
 */
static void
add_local(struct settle_run *run, struct spans *set, const struct zone *z,
    int64_t day, int from_s, int to_s)
{
	interval_add(run->keep, set, zone_clock(z, day, from_s, false),
	    zone_clock(z, day, to_s, true));
}

struct spans
settle_daily(struct settle_run *run, const struct zone *z,
    const struct exclude_rule *rule, struct span within)
{
	struct spans all = { 0 };
	int to = rule->daily_to_s;
	int64_t last = zone_date(z, within.to_at);

	if (to <= rule->daily_from_s)
		to += 86400;
	for (int64_t day = zone_date(z, within.from_at) - 1; day <= last; day++)
		add_local(run, &all, z, day, rule->daily_from_s, to);
	interval_clean(&all);
	return interval_clip(run->keep, &all, within);
}

struct spans
settle_off_hours(struct settle_run *run, struct span within)
{
	const struct service_hours *h = &run->t->service_hours;
	const struct zone *z = run->in->zone;
	struct spans on = { 0 }, all = { 0 };
	int64_t last = zone_date(z, within.to_at);

	interval_add(run->keep, &all, within.from_at, within.to_at);
	if (!h->given)
		return on;
	for (int64_t day = zone_date(z, within.from_at); day <= last; day++) {
		unsigned weekday = 1u << civil_weekday_of_days(day);
		bool holiday = false;

		for (size_t i = 0; i < run->t->n_holidays; i++)
			holiday |= run->t->holidays[i] == day;
		for (size_t i = 0; !holiday && i < h->n; i++)
			if ((h->v[i].days & weekday) != 0)
				add_local(run, &on, z, day, h->v[i].from_s,
				    h->v[i].to_s);
	}
	interval_clean(&on);
	return interval_subtract(run->keep, &all, &on);
}

void
settle_hours(struct settle_run *run)
{
	int64_t off = 0;

	for (size_t i = 0; i < run->n_members; i++)
		off += interval_total_ms(&run->members[i].off);
	for (size_t i = 0; i < run->n_lines; i++) {
		struct line_work *l = &run->lines[i];
		int64_t before = interval_total_ms(&l->left);

		settle_leave(run, l,
		    interval_subtract(
			run->keep, &l->left, &run->members[l->member].off));
		l->line.off_hours_ms = before - interval_total_ms(&l->left);
	}
	settle_step(run, "service_hours", "service_hours");
	trace_term(run->trace, "hours",
	    run->t->service_hours.given ? "windows" : "always");
	trace_number(run->trace, "off", VALUE_TIME, off);
	settle_time_left(run);
}
