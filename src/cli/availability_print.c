/*
 * The answer of `makegood availability`: a table, CSV or JSON. Percentages are
 * cut, never rounded up: 99.9999 is not 100.
 */
#include <stdio.h>

#include "base/csv_out.h"
#include "base/json_out.h"
#include "cli/availability.h"
#include "cli/commands.h"
#include "cli/say.h"

#define OUT_BYTES ((size_t)64 << 20)
#define FLUSH_AT  ((size_t)1 << 20)
#define DECIMALS  4

struct print {
	struct availability *a;
	struct buf out;
	struct json_out json;
	struct arena scratch;
	int64_t divide; /* the average of so many */
};

/* One line of the answer. */
struct line {
	struct str subject;
	size_t row;
	struct watch_total t;
};

static void
let_go(struct print *p)
{
	if (p->out.n < FLUSH_AT)
		return;
	say_text(stdout, buf_str(&p->out));
	buf_clear(&p->out);
}

/* Seconds with their milliseconds, where there are any. */
static struct str
seconds(struct print *p, int64_t ms)
{
	ms /= p->divide;
	if (ms % MS_SECOND == 0)
		return str_format(
		    &p->scratch, "%lld", (long long)(ms / MS_SECOND));
	return str_format(&p->scratch, "%lld.%03d", (long long)(ms / MS_SECOND),
	    (int)(ms % MS_SECOND));
}

/* "743:00:00" */
static struct str
clock_time(struct print *p, int64_t ms)
{
	int64_t s = ms / p->divide / MS_SECOND;

	return str_format(&p->scratch, "%lld:%02d:%02d", (long long)(s / 3600),
	    (int)(s / 60 % 60), (int)(s % 60));
}

static int64_t
window_ms(const struct print *p, size_t row)
{
	const int64_t *cuts = p->a->sum.cuts;

	return (cuts[row + 1] - cuts[row]) * p->divide;
}

static struct str
day_name(struct print *p, size_t row)
{
	struct civil c = zone_civil(p->a->zone, p->a->sum.cuts[row]);

	return str_format(
	    &p->scratch, "%04d-%02d-%02d", c.year, c.month, c.day);
}

/* ---- JSON
 * -----------------------------------------------------------------------
 */

static void
json_ms(struct print *p, const char *key, const char *suffix, int64_t ms)
{
	struct str name = str_format(&p->scratch, "%s%s", key, suffix);

	json_key(&p->json, name);
	if (ms / p->divide % MS_SECOND == 0)
		json_int(&p->json, ms / p->divide / MS_SECOND);
	else
		json_text(&p->json, seconds(p, ms));
}

/* The states of hosts or those of services always, the others if they occur. */
static bool
json_shows(const struct watch_total *t, enum sight_state state)
{
	bool host = watch_total_state_ms(t, SIGHT_UP) != 0 ||
		    watch_total_state_ms(t, SIGHT_DOWN) != 0 ||
		    watch_total_state_ms(t, SIGHT_UNREACHABLE) != 0;

	if (watch_total_state_ms(t, state) != 0)
		return true;
	return host ? state == SIGHT_UP || state == SIGHT_DOWN
		    : state == SIGHT_OK || state == SIGHT_CRITICAL;
}

static void
json_state(struct print *p, const struct line *l, enum sight_state state)
{
	const char *name = sight_state_name(state);
	int64_t all = watch_total_state_ms(&l->t, state);

	json_ms(p, name, ".total", all);
	json_ms(p, name, ".sched", l->t.ms[state][1]);
	json_ms(p, name, ".unsched", l->t.ms[state][0]);
	json_key(&p->json, str_format(&p->scratch, "%s.pct", name));
	json_text(&p->json,
	    watch_percent(&p->scratch, all, window_ms(p, l->row), DECIMALS));
}

static void
json_line(struct print *p, const struct line *l)
{
	struct json_out *j = &p->json;

	json_open_map(j);
	json_put_text(j, "subject", l->subject);
	if (p->a->by_day) {
		json_put_text(j, "day", day_name(p, l->row));
	}
	json_ms(p, "seconds", "", window_ms(p, l->row));
	for (int s = SIGHT_OK; s < SIGHT_STATES; s++)
		if (json_shows(&l->t, (enum sight_state)s))
			json_state(p, l, (enum sight_state)s);
	json_ms(p, "nodata", "", watch_total_state_ms(&l->t, SIGHT_NOTHING));
	json_ms(p, "nodata.sched", "", l->t.ms[SIGHT_NOTHING][1]);
	json_ms(p, "not_running", "", l->t.off_ms);
	json_ms(p, "inactive", "", l->t.inactive_ms);
	json_ms(p, "measured", "", watch_total_known_ms(&l->t));
	json_put_text(j, "available_pct",
	    watch_percent(&p->scratch, watch_total_good_ms(&l->t),
		watch_total_known_ms(&l->t), DECIMALS));
	json_close_map(j);
}

/* ---- CSV
 * -----------------------------------------------------------------------
 */

static void
csv_head(struct print *p)
{
	buf_addf(&p->out, "subject,%sseconds", p->a->by_day ? "day," : "");
	for (int s = SIGHT_OK; s < SIGHT_STATES; s++) {
		const char *name = sight_state_name((enum sight_state)s);

		buf_addf(
		    &p->out, ",%s.total,%s.sched,%s.unsched", name, name, name);
	}
	buf_adds(&p->out, ",nodata,nodata.sched,not_running,inactive,"
			  "measured,available_pct\n");
}

static void
csv_ms(struct print *p, int64_t ms)
{
	ms /= p->divide;
	buf_addc(&p->out, ',');
	buf_addi(&p->out, ms / MS_SECOND);
	if (ms % MS_SECOND != 0)
		buf_addf(&p->out, ".%03d", (int)(ms % MS_SECOND));
}

static void
csv_line(struct print *p, const struct line *l)
{
	csv_out_text(&p->out, l->subject);
	if (p->a->by_day)
		buf_addf(&p->out, ",%.*s", STR_ARG(day_name(p, l->row)));
	csv_ms(p, window_ms(p, l->row));
	for (int s = SIGHT_OK; s < SIGHT_STATES; s++) {
		csv_ms(p, watch_total_state_ms(&l->t, (enum sight_state)s));
		csv_ms(p, l->t.ms[s][1]);
		csv_ms(p, l->t.ms[s][0]);
	}
	csv_ms(p, watch_total_state_ms(&l->t, SIGHT_NOTHING));
	csv_ms(p, l->t.ms[SIGHT_NOTHING][1]);
	csv_ms(p, l->t.off_ms);
	csv_ms(p, l->t.inactive_ms);
	csv_ms(p, watch_total_known_ms(&l->t));
	buf_addf(&p->out, ",%.*s\n",
	    STR_ARG(watch_percent(&p->scratch, watch_total_good_ms(&l->t),
		watch_total_known_ms(&l->t), DECIMALS)));
}

/* ---- for people
 * ------------------------------------------------------------------------ */

static void
table_cells(
    struct print *p, const char *state, int64_t ms, size_t row, int64_t sched)
{
	struct str sec = seconds(p, ms), time = clock_time(p, ms);
	struct str pct =
	    watch_percent(&p->scratch, ms, window_ms(p, row), DECIMALS);

	buf_addf(&p->out, "  %-12s %10.*s s %12.*s %9.*s %%", state,
	    STR_ARG(sec), STR_ARG(time), STR_ARG(pct));
	if (sched != 0)
		buf_addf(&p->out, "  %.*s s in planned work",
		    STR_ARG(seconds(p, sched)));
	buf_addc(&p->out, '\n');
}

static void
table_line(struct print *p, const struct line *l)
{
	const struct watch_total *t = &l->t;
	int64_t known = watch_total_known_ms(t);

	buf_addstr(
	    &p->out, l->subject.n != 0 ? l->subject : STR("(not named)"));
	if (p->a->by_day)
		buf_addf(&p->out, "  %.*s", STR_ARG(day_name(p, l->row)));
	buf_addf(&p->out, "  %.*s %% available\n",
	    STR_ARG(watch_percent(
		&p->scratch, watch_total_good_ms(t), known, DECIMALS)));
	for (int s = SIGHT_OK; s < SIGHT_STATES; s++)
		if (watch_total_state_ms(t, (enum sight_state)s) != 0)
			table_cells(p, sight_state_name((enum sight_state)s),
			    watch_total_state_ms(t, (enum sight_state)s),
			    l->row, t->ms[s][1]);
	if (watch_total_state_ms(t, SIGHT_NOTHING) != 0)
		table_cells(p, "no data",
		    watch_total_state_ms(t, SIGHT_NOTHING), l->row,
		    t->ms[SIGHT_NOTHING][1]);
	if (t->off_ms != 0)
		table_cells(p, "not running", t->off_ms, l->row, 0);
	if (t->inactive_ms != 0)
		table_cells(p, "other hours", t->inactive_ms, l->row, 0);
}

static void
table_head(struct print *p)
{
	struct availability *a = p->a;
	struct str from = iso_utc(&p->scratch, a->policy.from_at);
	struct str to = iso_utc(&p->scratch, a->policy.to_at);

	buf_addf(&p->out,
	    "from %.*s to %.*s, %.*s hours; percentages are "
	    "cut, not rounded\n\n",
	    STR_ARG(from), STR_ARG(to),
	    STR_ARG(clock_time(p, window_ms(p, 0))));
}

/* ---- all of them
 * ----------------------------------------------------------------------- */

static void
print_line(struct print *p, const struct line *l)
{
	struct arena_mark mark = arena_mark(&p->scratch);

	if (options.json)
		json_line(p, l);
	else if (p->a->csv)
		csv_line(p, l);
	else
		table_line(p, l);
	arena_reset(&p->scratch, mark);
	let_go(p);
}

static void
print_group(struct print *p)
{
	static const char *const names[] = { "", "worst", "best", "average" };
	struct availability *a = p->a;
	struct watch_total *t = arena_array(&a->keep, a->sum.n_rows, sizeof *t);
	struct line l = { .subject = str_format(&a->keep, "%s of %zu",
			      names[a->group], a->shown.n) };

	watch_sum_group(&a->sum, a->shown.v, a->shown.n, a->group, t);
	if (a->group == GROUP_AVERAGE)
		p->divide = (int64_t)a->shown.n;
	for (l.row = 0; l.row < a->sum.n_rows; l.row++) {
		l.t = t[l.row];
		print_line(p, &l);
	}
}

static void
print_subjects(struct print *p)
{
	struct availability *a = p->a;

	for (size_t i = 0; i < a->shown.n; i++) {
		struct line l = { .subject =
				      a->watch.subjects.v[a->shown.v[i]].name };

		for (l.row = 0; l.row < a->sum.n_rows; l.row++) {
			l.t = watch_sum_total(&a->sum, a->shown.v[i], l.row);
			print_line(p, &l);
		}
	}
}

void
availability_print(struct availability *a)
{
	struct print p = { .a = a, .divide = 1 };

	buf_init(&p.out, OUT_BYTES);
	json_begin(&p.json, &p.out);
	if (options.json)
		json_open_list(&p.json);
	else if (a->csv)
		csv_head(&p);
	else
		table_head(&p);
	if (a->group != GROUP_NONE)
		print_group(&p);
	else
		print_subjects(&p);
	if (options.json) {
		json_close_list(&p.json);
		json_end(&p.json);
	}
	say_text(stdout, buf_str(&p.out));
	buf_release(&p.out);
	arena_release(&p.scratch);
}
