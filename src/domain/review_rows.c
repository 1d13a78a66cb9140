/*
 * review_rows.c -- see review_rows.h.
 */
#include "domain/review_rows.h"

#include "base/map.h"
#include "domain/period.h"

struct gather {
	const struct dossier *d;
	struct arena *keep;
	struct map incidents; /* by id: number */
	VEC(struct statement_line) settled;
	VEC(struct review_outage_row) outages;
	VEC(struct review_month) months;
};

struct str
cause_group(struct str cause)
{
	for (size_t i = 0; i < cause.n; i++)
		if (cause.p[i] == '/' || cause.p[i] == ':' || cause.p[i] == '.')
			return str_sub(cause, 0, i);
	return cause;
}

/* A week belongs to the year that holds its Thursday. */
static int
iso_week(struct civil c)
{
	int64_t thursday = civil_days(c.year, c.month, c.day) -
			   civil_weekday(c.year, c.month, c.day) + 3;
	struct civil year = civil_of_days(thursday);

	return (int)((thursday - civil_days(year.year, 1, 1)) / 7) + 1;
}

static const struct incident *
incident_of(const struct gather *g, struct str id)
{
	int64_t i = id.n != 0 ? map_get(&g->incidents, id) : -1;

	return i < 0 ? NULL : &g->d->incidents[i];
}

static struct review_outage_row *
add_row(struct gather *g, const struct ledger_row *row, struct span span)
{
	struct review_outage_row *r = vec_push(g->keep, &g->outages);
	struct civil c = zone_civil(row->contract->zone, span.from_at);

	*r = (struct review_outage_row){ .row = row,
		.span = span,
		.seconds_ms = span_ms(span),
		.month = str_format(g->keep, "%04d-%02d", c.year, c.month),
		.iso_week = iso_week(c),
		.weekday = civil_weekday(c.year, c.month, c.day) + 1,
		.hour = c.hour,
		.offset_min =
		    zone_offset_s(row->contract->zone, span.from_at) / 60 };
	return r;
}

static void
add_line(struct gather *g, const struct ledger_row *row,
    const struct outage_line *line)
{
	const struct outage *o = line->outage;
	struct span inside = span_intersect(o->span, row->settlement.period);
	struct review_outage_row *r;

	if (span_ms(inside) == 0 && line->counted_ms == 0)
		return;
	r = add_row(g, row, inside);
	r->line = line;
	r->state = o->condition;
	r->incident = incident_of(g, o->incident);
	if (r->incident != NULL)
		r->cause_group = cause_group(r->incident->cause);
	r->counted_ms = line->counted_ms;
	r->excluded_ms = line->excluded_ms;
	r->customers = line->counted_ms > 0;
	r->customer_ms = line->counted_ms;
}

static void
add_spans(struct gather *g, const struct ledger_row *row,
    const struct spans *spans, enum condition state)
{
	for (size_t i = 0; i < spans->n; i++) {
		struct review_outage_row *r = add_row(g, row, spans->v[i]);

		r->state = state;
		if (state == COND_NO_DATA)
			r->no_data_ms = r->seconds_ms;
		else
			r->degraded_ms = r->seconds_ms;
	}
}

static struct review_month *
month_of(struct gather *g, const struct settlement *s)
{
	struct review_month *m;

	for (size_t i = 0; i < g->months.n; i++) {
		m = &g->months.v[i];
		if (str_eq(m->month, s->period_name) &&
		    str_is(str_of(m->currency.code), s->currency.code))
			return m;
	}
	m = vec_push(g->keep, &g->months);
	*m = (struct review_month){ .month = s->period_name,
		.currency = s->currency };
	return m;
}

static bool
before(const struct review_month *a, const struct review_month *b)
{
	int c = str_cmp(a->month, b->month);

	if (c == 0)
		c = str_cmp(str_of(a->currency.code), str_of(b->currency.code));
	return c < 0;
}

/* Few of them: three months by the currencies of the house. */
static void
sort_months(struct gather *g)
{
	for (size_t i = 1; i < g->months.n; i++)
		for (size_t k = i;
		     k > 0 && before(&g->months.v[k], &g->months.v[k - 1]);
		     k--) {
			struct review_month m = g->months.v[k];

			g->months.v[k] = g->months.v[k - 1];
			g->months.v[k - 1] = m;
		}
}

static void
add_settlement(struct gather *g, const struct statement_line *line)
{
	const struct ledger_row *row = line->row;
	const struct settlement *s = &row->settlement;
	struct review_month *m = month_of(g, s);
	int64_t fee;

	*vec_push(g->keep, &g->settled) = *line;
	for (size_t i = 0; i < s->n_lines; i++)
		add_line(g, row, &s->lines[i]);
	add_spans(g, row, &s->degraded, COND_DEGRADED);
	add_spans(g, row, &s->substitute, COND_SUBSTITUTE);
	add_spans(g, row, &s->no_data, COND_NO_DATA);
	m->settlements++;
	m->with_credit += line->granted_minor != 0;
	m->credit += line->granted_minor;
	if (ratio_round(s->base_minor, ROUND_HALF_UP, &fee))
		m->fee += fee;
}

bool
review_has_hour(const struct review_rows *rows, int64_t at)
{
	return at >= rows->span.from_at && at < rows->span.to_at;
}

/* The quarter itself, or one of the three months from `first` on. */
static bool
belongs(struct str name, int first)
{
	struct period p;
	int month;

	if (!period_parse(name, &p) || !period_first_month(name, &month))
		return false;
	if (p.kind == PERIOD_CALENDAR_QUARTER)
		return month == first;
	return p.kind == PERIOD_CALENDAR_MONTH && month >= first &&
	       month < first + 3;
}

static int64_t
count_traffic(const struct dossier *d, const struct review_rows *rows)
{
	int64_t n = 0;

	for (size_t i = 0; i < d->n_traffic; i++)
		for (size_t k = 0; k < d->traffic[i].n; k++)
			n += review_has_hour(rows, d->traffic[i].v[k].at);
	return n;
}

/* Bounds of the quarter, and its first month (period.h). */
static bool
open_quarter(const struct dossier *d, struct str name, struct review_rows *rows,
    int *ret_first)
{
	struct period quarter;

	*rows = (struct review_rows){ .quarter = name };
	if (!period_parse(name, &quarter) ||
	    quarter.kind != PERIOD_CALENDAR_QUARTER ||
	    !period_first_month(name, ret_first))
		return false;
	rows->span = period_span(d->settings.zone, &quarter);
	return true;
}

int64_t
review_traffic_rows(const struct dossier *d, struct str name)
{
	struct review_rows rows;
	int first;

	return open_quarter(d, name, &rows, &first) ? count_traffic(d, &rows)
						    : 0;
}

bool
review_rows(const struct dossier *d, struct str name, struct arena *keep,
    struct review_rows *ret_rows)
{
	struct gather g = {
		.d = d, .keep = keep, .incidents = { .keep = keep }
	};
	struct statement_figures all;
	struct review_rows rows;
	int from;

	if (!open_quarter(d, name, &rows, &from))
		return false;
	for (size_t i = 0; i < d->n_incidents; i++)
		map_put(&g.incidents, d->incidents[i].id, (int64_t)i);
	statement_figures(d, NULL, STR_NONE, keep, &all);
	for (size_t i = 0; i < all.n_lines; i++)
		if (belongs(all.lines[i].row->settlement.period_name, from))
			add_settlement(&g, &all.lines[i]);
	sort_months(&g);
	rows.settled = g.settled.v;
	rows.n_settled = g.settled.n;
	rows.outages = g.outages.v;
	rows.n_outages = g.outages.n;
	for (size_t i = 0; i < g.outages.n; i++) {
		rows.counted_ms += g.outages.v[i].counted_ms;
		rows.excluded_ms += g.outages.v[i].excluded_ms;
	}
	rows.months = g.months.v;
	rows.n_months = g.months.n;
	for (size_t i = 0; i < d->n_notices; i++)
		rows.messages += review_has_hour(&rows, d->notices[i].at);
	rows.traffic = count_traffic(d, &rows);
	*ret_rows = rows;
	return true;
}
