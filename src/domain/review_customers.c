/*
 * review_customers.c -- the customers that lost most, and their last year.
 */
#include <stdlib.h>

#include "domain/period.h"
#include "domain/review_run.h"

struct ranked {
	size_t party;
	int64_t down_ms;
	const struct customer *customer;
};

/* One of the table, and what is known of its last months. */
struct listed {
	struct review_customer *out;
	bool known[REVIEW_MONTHS], breached[REVIEW_MONTHS];
};

static int
by_loss(const void *pa, const void *pb)
{
	const struct ranked *a = pa, *b = pb;

	if (a->down_ms != b->down_ms)
		return a->down_ms > b->down_ms ? -1 : 1;
	return str_cmp(a->customer->id, b->customer->id);
}

/* Months back from the quarter's last; a quarter counts as its last month. */
static bool
month_place(const struct review_run *run, struct str period, size_t *ret_place)
{
	struct period p;
	int month;

	if (!period_parse(period, &p) || !period_first_month(period, &month) ||
	    (p.kind != PERIOD_CALENDAR_MONTH &&
		p.kind != PERIOD_CALENDAR_QUARTER))
		return false;
	month += p.kind == PERIOD_CALENDAR_QUARTER ? 2 : 0;
	if (month > run->now.month + 2 ||
	    month <= run->now.month + 2 - REVIEW_MONTHS)
		return false;
	*ret_place = (size_t)(run->now.month + 2 - month);
	return true;
}

static void
count_party(struct review_run *run, const struct review_party *p,
    struct review_customer *c)
{
	struct ratio down = ratio_int(0);
	int64_t of_ms = 0;

	for (size_t i = 0; i < run->f->n_money; i++)
		c->credits[i].currency = c->fees[i].currency =
		    run->f->money[i].currency;
	for (size_t i = 0; i < p->n; i++) {
		const struct review_service *s =
		    &run->now.services.v[p->first + i];
		size_t fee = quarter_currency(run, s->service->fee.currency);

		c->fees[fee].minor += s->fee_minor;
		for (size_t k = 0; k < s->n; k++) {
			const struct ledger_row *row =
			    run->now.rows.v[s->first + k];
			const struct settlement *one = &row->settlement;
			size_t at = quarter_currency(run, one->currency);

			c->credits[at].minor += quarter_granted(run, row);
			c->breaches += one->breached;
			down = ratio_add(down, quarter_downtime(row));
			of_ms += one->denominator_ms;
		}
	}
	c->services = (int64_t)p->n;
	c->availability = quarter_share(down, of_ms);
}

/* Breaches of the last 12 months as settled by this case. */
static void
look_at_ledger(struct review_run *run, const struct map *who, struct listed *v)
{
	for (size_t i = 0; i < run->d->n_ledger; i++) {
		const struct ledger_row *row = &run->d->ledger[i];
		int64_t at = map_get(who, row->service->id);
		size_t place;

		if (at < 0 || !row->settlement.has_target ||
		    !month_place(run, row->settlement.period_name, &place))
			continue;
		v[at].known[place] = true;
		v[at].breached[place] |= row->settlement.breached;
	}
}

/* And as history tells them, against the target of today. */
static void
look_at_past(struct review_run *run, const struct map *who,
    const struct map *target_of, struct listed *v)
{
	for (size_t i = 0; i < run->d->n_past; i++) {
		const struct past_period *p = &run->d->past[i];
		int64_t at = map_get(who, p->service);
		int64_t row = map_get(target_of, p->service);
		size_t place;

		if (at < 0 || row < 0 || !ratio_ok(p->availability) ||
		    !month_place(run, p->period, &place))
			continue;
		v[at].known[place] = true;
		v[at].breached[place] |=
		    ratio_cmp(p->availability,
			run->now.rows.v[row]->settlement.target) < 0;
	}
}

static void
look_at_claims(struct review_run *run, const struct map *who, struct listed *v)
{
	for (size_t i = 0; i < run->d->n_claims; i++) {
		const struct claim *c = &run->d->claims[i];
		int64_t at = map_get(who, c->service);

		if (at >= 0 && c->claimed_at != NO_INSTANT &&
		    c->claimed_at <= run->d->settings.as_of &&
		    c->claimed_at > v[at].out->last_contact_at)
			v[at].out->last_contact_at = c->claimed_at;
	}
}

/* Services of the listed, and the last settlement with a target of each. */
static void
index_services(struct review_run *run, const struct review_party *p, size_t at,
    struct map *who, struct map *target_of)
{
	for (size_t i = 0; i < p->n; i++) {
		const struct review_service *s =
		    &run->now.services.v[p->first + i];

		map_put(who, s->service->id, (int64_t)at);
		for (size_t k = 0; k < s->n; k++)
			if (run->now.rows.v[s->first + k]
				->settlement.has_target)
				map_put(target_of, s->service->id,
				    (int64_t)(s->first + k));
	}
}

void
quarter_top(struct review_run *run)
{
	size_t n = run->now.parties.n, kept = 0, money = run->f->n_money;
	struct ranked *v = arena_array(run->scratch, n + 1, sizeof *v);
	struct listed listed[REVIEW_TOP] = { 0 };
	struct map who = { .keep = run->scratch };
	struct map target_of = { .keep = run->scratch };
	struct review_customer *top =
	    arena_array(run->keep, REVIEW_TOP, sizeof *top);

	for (size_t i = 0; i < n; i++) {
		const struct review_party *p = &run->now.parties.v[i];

		v[i] = (struct ranked){ i, p->down_ms, p->customer };
	}
	if (n)
		qsort(v, n, sizeof *v, by_loss);
	for (; kept < n && kept < REVIEW_TOP && v[kept].down_ms > 0; kept++) {
		struct review_customer *c = &top[kept];

		c->customer = v[kept].customer;
		c->customer_ms = v[kept].down_ms;
		c->last_contact_at = NO_INSTANT;
		c->credits = arena_array(run->keep, money, sizeof *c->credits);
		c->fees = arena_array(run->keep, money, sizeof *c->fees);
		listed[kept].out = c;
		count_party(run, &run->now.parties.v[v[kept].party], c);
		index_services(run, &run->now.parties.v[v[kept].party], kept,
		    &who, &target_of);
	}
	look_at_past(run, &who, &target_of, listed);
	look_at_ledger(run, &who, listed);
	look_at_claims(run, &who, listed);
	for (size_t i = 0; i < kept; i++)
		for (size_t m = 0; m < REVIEW_MONTHS; m++) {
			top[i].months_known += listed[i].known[m];
			top[i].months_in_breach += listed[i].breached[m];
		}
	run->f->top = top;
	run->f->n_top = kept;
}
