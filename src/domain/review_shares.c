/*
 * review_shares.c -- incidents put together: clocks, severities, causes, and
 * the budget they used up.
 */
#include <stdlib.h>

#include "domain/review_run.h"

/* A cause is major while those before it hold less than this share. */
#define MAJOR_NUM 8
#define MAJOR_DEN 10

bool
quarter_is_unknown(struct str cause)
{
	return cause.n == 0 || str_is_nocase(cause, "unknown");
}

/* ---- tables of causes -----------------------------------------------------
 */

static int
by_value(const void *pa, const void *pb)
{
	const struct review_cause *a = pa, *b = pb;

	if (quarter_is_unknown(a->cause) != quarter_is_unknown(b->cause))
		return quarter_is_unknown(a->cause) ? 1 : -1;
	if (a->value != b->value)
		return a->value > b->value ? -1 : 1;
	if (a->incidents != b->incidents)
		return a->incidents > b->incidents ? -1 : 1;
	return str_cmp(a->cause, b->cause);
}

struct review_pareto
quarter_pareto_of(struct review_cause *cause, size_t n, struct arena *keep)
{
	struct review_pareto p = { .n = n };
	int64_t sum = 0;

	p.cause = arena_array(keep, n + 1, sizeof *p.cause);
	for (size_t i = 0; i < n; i++) {
		p.cause[i] = cause[i];
		p.total += cause[i].value;
	}
	if (n)
		qsort(p.cause, n, sizeof *p.cause, by_value);
	for (size_t i = 0; i < n; i++) {
		struct review_cause *c = &p.cause[i];

		c->major =
		    c->value > 0 && !quarter_is_unknown(c->cause) &&
		    (int128)sum * MAJOR_DEN < (int128)p.total * MAJOR_NUM;
		sum += c->value;
		c->share = ratio_make(c->value, p.total);
		c->cumulative = ratio_make(sum, p.total);
	}
	return p;
}

enum measure { BY_WALL, BY_CUSTOMER, BY_CREDIT };

static int64_t
measured(const struct review_incident *r, enum measure by, size_t money)
{
	switch (by) {
	case BY_WALL:
		return r->wall_ms;
	case BY_CUSTOMER:
		return r->customer_ms;
	case BY_CREDIT:
		return r->credits[money].minor;
	}
	return 0;
}

/* All causes of the quarter's incidents, also those without a value. */
static struct review_pareto
pareto(struct review_run *run, enum measure by, size_t money)
{
	const struct review_figures *f = run->f;
	struct map place = { .keep = run->scratch };
	VEC(struct review_cause) list = { 0 };

	for (size_t i = 0; i < f->n_incidents; i++) {
		const struct review_incident *r = &f->incidents[i];
		struct str cause = r->incident ? r->incident->cause : STR_NONE;
		int64_t at;

		if (quarter_is_unknown(cause))
			cause = STR_NONE;
		at = map_get(&place, cause);
		if (at < 0) {
			at = (int64_t)list.n;
			map_put(&place, cause, at);
			vec_push(run->scratch, &list)->cause = cause;
		}
		list.v[at].incidents += r->incident != NULL;
		list.v[at].value += measured(r, by, money);
	}
	return quarter_pareto_of(list.v, list.n, run->keep);
}

/* ---- clocks ---------------------------------------------------------------
 */

static int
by_length(const void *pa, const void *pb)
{
	const int64_t a = *(const int64_t *)pa, b = *(const int64_t *)pb;

	return (a > b) - (a < b);
}

struct review_times
quarter_times_of(int64_t *v, size_t n)
{
	struct review_times t = { .n = (int64_t)n };
	int128 sum = 0;

	if (!n)
		return t;
	qsort(v, n, sizeof *v, by_length);
	for (size_t i = 0; i < n; i++)
		sum += v[i];
	t.median_ms = v[(n - 1) / 2] + (v[n / 2] - v[(n - 1) / 2]) / 2;
	t.p90_ms = v[(9 * n + 9) / 10 - 1];
	t.mean_ms = (int64_t)(sum / (int128)n);
	return t;
}

static struct review_times
clock_of(struct review_run *run, size_t offset)
{
	const struct review_figures *f = run->f;
	int64_t *v = arena_array(run->scratch, f->n_incidents + 1, sizeof *v);
	size_t n = 0;

	for (size_t i = 0; i < f->n_incidents; i++) {
		const struct review_incident *r = &f->incidents[i];
		int64_t ms = *(const int64_t *)((const char *)r + offset);

		if (r->began_here && ms >= 0)
			v[n++] = ms;
	}
	return quarter_times_of(v, n);
}

/* ---- severities -----------------------------------------------------------
 */

static int
by_severity(const void *pa, const void *pb)
{
	const struct review_severity *a = pa, *b = pb;

	if ((a->severity.n == 0) != (b->severity.n == 0))
		return a->severity.n == 0 ? 1 : -1;
	return str_cmp(a->severity, b->severity);
}

static void
count_severities(struct review_run *run)
{
	struct review_figures *f = run->f;
	struct map place = { .keep = run->scratch };
	VEC(struct review_severity) list = { 0 };

	for (size_t i = 0; i < f->n_incidents; i++) {
		const struct review_incident *r = &f->incidents[i];
		struct str severity =
		    r->incident ? r->incident->severity : STR_NONE;
		int64_t at = map_get(&place, severity);

		if (at < 0) {
			at = (int64_t)list.n;
			map_put(&place, severity, at);
			vec_push(run->keep, &list)->severity = severity;
		}
		list.v[at].incidents += r->incident != NULL;
		list.v[at].wall_ms += r->wall_ms;
		list.v[at].customer_ms += r->customer_ms;
	}
	if (list.n)
		qsort(list.v, list.n, sizeof *list.v, by_severity);
	f->severities = list.v;
	f->n_severities = list.n;
}

/* ---- the budget -----------------------------------------------------------
 */

static int
by_burn_time(const void *pa, const void *pb)
{
	const struct review_step *a = pa, *b = pb;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return (a->incident > b->incident) - (a->incident < b->incident);
}

static void
step_budget(struct review_run *run)
{
	struct review_figures *f = run->f;
	VEC(struct review_step) list = { 0 };
	int64_t spent = 0;

	if (!ratio_ok(f->all.used))
		return;
	for (size_t i = 0; i < f->n_incidents; i++) {
		const struct review_incident *r = &f->incidents[i];
		struct review_step *step;

		if (r->burn_ms <= 0)
			continue;
		step = vec_push(run->keep, &list);
		step->incident = i;
		step->burn_ms = r->burn_ms;
		/* of weighed slowness no downtime is known */
		step->at = r->counted.from_at;
		if (span_ms(r->counted) == 0)
			step->at =
			    r->began_here ? r->began_at : f->span.from_at;
	}
	if (list.n)
		qsort(list.v, list.n, sizeof *list.v, by_burn_time);
	for (size_t i = 0; i < list.n; i++) {
		spent += list.v[i].burn_ms;
		list.v[i].spent_ms = spent;
		list.v[i].left = ratio_sub(
		    ratio_int(1), ratio_div(ratio_int(spent), f->all.budget));
	}
	f->steps = list.v;
	f->n_steps = list.n;
}

void
quarter_shares(struct review_run *run)
{
	struct review_figures *f = run->f;

	f->detect = clock_of(run, offsetof(struct review_incident, detect_ms));
	f->notice = clock_of(run, offsetof(struct review_incident, notice_ms));
	f->mitigate =
	    clock_of(run, offsetof(struct review_incident, mitigate_ms));
	f->restore =
	    clock_of(run, offsetof(struct review_incident, restore_ms));
	count_severities(run);
	f->by_wall = pareto(run, BY_WALL, 0);
	f->by_customer = pareto(run, BY_CUSTOMER, 0);
	for (size_t i = 0; i < f->n_money; i++)
		f->money[i].by_cause = pareto(run, BY_CREDIT, i);
	step_budget(run);
}
