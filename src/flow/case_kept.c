/*
 * The engine has looked at these settlements itself (case_history.c); here they
 * become plain figures. Parts of a period add up to it.
 */
#include "flow/case_kept.h"

#include "base/map.h"
#include "store/kept.h"

struct remembering {
	struct dossier *d;
	struct arena *keep;
	struct arena scratch;
	struct map place; /* service and period -> row */
	VEC(struct past_period) past;
};

static struct str
key_of(struct remembering *r, struct str service, struct str period)
{
	return str_format(
	    &r->scratch, "%.*s\n%.*s", STR_ARG(service), STR_ARG(period));
}

static bool
has_figures(const struct past_period *p)
{
	return ratio_ok(p->availability) || ratio_ok(p->minutes) ||
	       p->has_credit;
}

/* The rows of history.csv; those of one key follow the first with figures. */
static void
begin(struct remembering *r)
{
	for (size_t i = 0; i < r->d->n_past; i++) {
		const struct past_period *p = &r->d->past[i];

		if (has_figures(p))
			map_put(&r->place, key_of(r, p->service, p->period),
			    (int64_t)i);
		*vec_push(r->keep, &r->past) = *p;
	}
}

static struct ratio
minutes_of(const struct kept_row *row)
{
	return ratio_div(row->downtime, ratio_int(MS_MINUTE));
}

/* The first part of a period, or all of it. */
static void
put_row(struct past_period *p, const struct kept_row *row)
{
	p->availability = row->availability;
	p->minutes = minutes_of(row);
	p->has_credit = true;
	p->credit = (struct money){ row->credit_minor, row->currency };
}

/* Each further part weighs as much as it lasts. */
static void
add_part(struct past_period *p, int64_t before_ms, const struct kept_row *row)
{
	struct ratio sum =
	    ratio_add(ratio_mul(p->availability, ratio_int(before_ms)),
		ratio_mul(row->availability, ratio_int(row->denominator_ms)));

	p->availability =
	    ratio_div(sum, ratio_int(before_ms + row->denominator_ms));
	p->minutes = ratio_add(p->minutes, minutes_of(row));
	p->credit.minor += row->credit_minor;
}

static void
add_rows(struct remembering *r, struct str service, const struct kept_row *rows,
    size_t n)
{
	struct past_period *p = NULL;
	int64_t before_ms = 0;

	for (size_t i = 0; i < n; i++) {
		struct str key = key_of(r, service, rows[i].period);
		int64_t at = map_get(&r->place, key);

		if (p != NULL && str_eq(p->period, rows[i].period)) {
			add_part(p, before_ms, &rows[i]);
			before_ms += rows[i].denominator_ms;
			continue;
		}
		p = at >= 0 ? &r->past.v[at] : vec_push(r->keep, &r->past);
		p->service = service;
		p->period = rows[i].period;
		put_row(p, &rows[i]);
		before_ms = rows[i].denominator_ms;
	}
}

int
case_kept_add(struct journey *j, struct dossier *d, struct err *e)
{
	struct kept_but but = { d->settings.periods, d->settings.n_periods };
	struct remembering r = { .d = d, .keep = j->keep };
	struct str *periods;
	size_t n;
	int rc = -1;

	r.place.keep = &r.scratch;
	if (store_load_kept_periods(
		j->store, but, &r.scratch, &periods, &n, e) != 0)
		goto out;
	if (n != 0)
		begin(&r);
	for (size_t i = 0; i < d->n_services && n != 0; i++) {
		struct kept_row *rows;
		size_t n_rows;

		if (store_load_kept(j->store, d->services[i].id, but, j->keep,
			&rows, &n_rows, e) != 0)
			goto out;
		add_rows(&r, d->services[i].id, rows, n_rows);
	}
	if (n != 0) {
		d->past = r.past.v;
		d->n_past = r.past.n;
	}
	rc = 0;
out:
	arena_release(&r.scratch);
	return rc;
}
