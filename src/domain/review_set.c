/*
 * review_set.c -- the settlements of a quarter, and small tools.
 *
 * The ledger is ordered by customer, service, period; so the settlements of one
 * service are neighbours, and the services of one customer, too.
 */
#include <stdlib.h>

#include "domain/period.h"
#include "domain/review_run.h"

struct str
quarter_name(struct arena *keep, int month)
{
	return str_format(keep, "%04d-Q%d", month / 12, month % 12 / 3 + 1);
}

struct span
quarter_span(const struct zone *z, struct str name)
{
	struct period p;

	if (!period_parse(name, &p))
		return (struct span){ 0, 0 };
	return period_span(z, &p);
}

struct str
quarter_key(struct arena *keep, struct str service, struct str name)
{
	return str_format(keep, "%.*s\n%.*s", STR_ARG(service), STR_ARG(name));
}

int64_t
quarter_began(const struct incident *in)
{
	const int64_t at[] = { in->first_impact_at, in->fault_at,
		in->detected_at, in->declared_at };

	for (size_t i = 0; i < sizeof at / sizeof at[0]; i++)
		if (at[i] != NO_INSTANT)
			return at[i];
	return NO_INSTANT;
}

bool
quarter_is_done(const struct action *a)
{
	return a->done_at != NO_INSTANT || str_is_nocase(a->state, "done") ||
	       str_is_nocase(a->state, "closed");
}

int64_t
quarter_whole(struct ratio r)
{
	int64_t n;

	if (!ratio_ok(r))
		return 0;
	if (ratio_round(r, ROUND_HALF_UP, &n))
		return n;
	return r.num < 0 ? INT64_MIN : INT64_MAX;
}

/* Of two remainders the one that goes first. */
static size_t
largest(const int128 *rest, size_t n)
{
	size_t best = 0;

	for (size_t i = 1; i < n; i++)
		if (rest[i] > rest[best])
			best = i;
	return best;
}

void
quarter_apportion(
    int64_t total, const int64_t *weight, size_t n, int64_t *ret_part)
{
	struct arena scratch = { 0 };
	int128 *rest = arena_array(&scratch, n + 1, sizeof *rest);
	int128 sum = 0;
	int64_t left = total;

	for (size_t i = 0; i < n; i++)
		sum += weight[i];
	for (size_t i = 0; i < n; i++) {
		int128 share = (int128)total * weight[i];

		ret_part[i] = sum > 0 ? (int64_t)(share / sum) : 0;
		rest[i] = sum > 0 ? share % sum : 0;
		left -= ret_part[i];
	}
	for (; sum > 0 && left > 0; left--) {
		size_t i = largest(rest, n);

		ret_part[i]++;
		rest[i] = -1;
	}
	arena_release(&scratch);
}

struct ratio
quarter_downtime(const struct ledger_row *row)
{
	const struct settlement *s = &row->settlement;
	struct ratio d;

	if (!row->contract || !row->contract->terms ||
	    row->contract->terms->availability.kind == AVAILABILITY_TIME)
		return ratio_ok(s->downtime) ? s->downtime
					     : ratio_int(s->downtime_ms);
	/* requests and intervals: as much time as the share says */
	d = ratio_mul(ratio_sub(ratio_int(1), s->availability),
	    ratio_int(s->denominator_ms));
	return ratio_int(quarter_whole(d));
}

/* True when the service changed its fee or contract. */
static bool
has_plans(const struct dossier *d, const struct service *service)
{
	size_t from = 0, to = d->n_plans;

	while (from < to) {
		size_t mid = from + (to - from) / 2;
		int c = str_cmp(d->plans[mid].id, service->id);

		if (c == 0)
			return true;
		if (c < 0)
			from = mid + 1;
		else
			to = mid;
	}
	return false;
}

/* Settled in parts, or with another fee before: what each part weighs. */
int64_t
quarter_fee(const struct dossier *d, const struct ledger_row *row)
{
	const struct settlement *s = &row->settlement;

	if ((s->part > 0 || has_plans(d, row->service)) &&
	    ratio_ok(s->base_minor))
		return quarter_whole(s->base_minor);
	return row->service->fee.minor;
}

int64_t
quarter_granted(const struct review_run *run, const struct ledger_row *row)
{
	return run->lines[row - run->d->ledger].granted_minor;
}

size_t
quarter_currency(struct review_run *run, struct currency c)
{
	struct review_figures *f = run->f;
	struct review_money *more;

	for (size_t i = 0; i < f->n_money; i++)
		if (str_is(str_of(f->money[i].currency.code), c.code))
			return i;
	more = arena_array(run->keep, f->n_money + 1, sizeof *more);
	for (size_t i = 0; i < f->n_money; i++)
		more[i] = f->money[i];
	more[f->n_money].currency = c;
	f->money = more;
	return f->n_money++;
}

/* ---- the set --------------------------------------------------------------
 */

enum belonging { NOT_IN, LONGER, IN };

static enum belonging
belongs(const struct review_set *set, struct str period)
{
	struct period p;
	int first, months;

	if (!period_parse(period, &p) || !period_first_month(period, &first))
		return NOT_IN;
	switch (p.kind) {
	case PERIOD_CALENDAR_MONTH:
		months = 1;
		break;
	case PERIOD_CALENDAR_QUARTER:
		months = 3;
		break;
	default:
		months = p.kind == PERIOD_CALENDAR_HALF ? 6 : 12;
		return first <= set->month + 2 && first + months > set->month
			   ? LONGER
			   : NOT_IN;
	}
	return first >= set->month && first + months <= set->month + 3 ? IN
								       : NOT_IN;
}

static void
add_row(
    struct review_set *set, const struct ledger_row *row, struct arena *keep)
{
	struct review_service *s =
	    set->services.n ? &set->services.v[set->services.n - 1] : NULL;
	struct review_party *p =
	    set->parties.n ? &set->parties.v[set->parties.n - 1] : NULL;
	const struct spans *down = &row->settlement.down;

	if (!p || p->customer != row->customer) {
		p = vec_push(keep, &set->parties);
		p->customer = row->customer;
		p->first = set->services.n;
		s = NULL;
	}
	if (!s || s->service != row->service) {
		s = vec_push(keep, &set->services);
		s->customer = row->customer;
		s->service = row->service;
		s->first = set->rows.n;
		p->n++;
	}
	s->n++;
	for (size_t i = 0; i < down->n; i++) {
		interval_add(
		    keep, &s->down, down->v[i].from_at, down->v[i].to_at);
		interval_add(
		    keep, &p->down, down->v[i].from_at, down->v[i].to_at);
	}
	*vec_push(keep, &set->rows) = row;
}

bool
quarter_collect(const struct dossier *d, struct str name, struct arena *keep,
    struct review_set *ret_set)
{
	struct review_set set = { .name = name };
	struct period p;

	if (!period_parse(name, &p) || p.kind != PERIOD_CALENDAR_QUARTER ||
	    !period_first_month(name, &set.month))
		return false;
	set.span = period_span(d->settings.zone, &p);
	for (size_t i = 0; i < d->n_ledger; i++) {
		const struct ledger_row *row = &d->ledger[i];
		enum belonging b = belongs(&set, row->settlement.period_name);

		set.longer += b == LONGER;
		if (b == IN)
			add_row(&set, row, keep);
	}
	for (size_t i = 0; i < set.services.n; i++)
		interval_clean(&set.services.v[i].down);
	for (size_t i = 0; i < set.parties.n; i++) {
		struct review_party *one = &set.parties.v[i];

		interval_clean(&one->down);
		one->down_ms = interval_total_ms(&one->down);
	}
	*ret_set = set;
	return true;
}

/* ---- which quarters --------------------------------------------------------
 */

static int
by_number(const void *pa, const void *pb)
{
	const int a = *(const int *)pa, b = *(const int *)pb;

	return (a > b) - (a < b);
}

/* Calendar months of the case, in order, each once. */
static size_t
case_months(const struct settings *s, int *month)
{
	size_t n = 0, kept = 0;

	for (size_t i = 0; i < s->n_periods; i++) {
		struct period p;

		if (period_parse(s->periods[i], &p) &&
		    p.kind == PERIOD_CALENDAR_MONTH &&
		    period_first_month(s->periods[i], &month[n]))
			n++;
	}
	if (n)
		qsort(month, n, sizeof *month, by_number);
	for (size_t i = 0; i < n; i++)
		if (!kept || month[kept - 1] != month[i])
			month[kept++] = month[i];
	return kept;
}

static bool
is_wanted(const struct settings *s, struct str quarter)
{
	for (size_t i = 0; i < s->n_quarters; i++)
		if (str_eq(s->quarters[i], quarter))
			return true;
	return s->n_quarters == 0;
}

struct str *
review_quarters(const struct settings *s, struct arena *keep, size_t *ret_n)
{
	VEC(struct str) names = { 0 };
	struct arena scratch = { 0 };
	int *month = arena_array(&scratch, s->n_periods + 1, sizeof *month);
	size_t n = case_months(s, month);

	for (size_t i = 0; i + 2 < n; i++) {
		struct str name = quarter_name(keep, month[i]);

		if (month[i] % 3 == 0 && month[i + 2] == month[i] + 2 &&
		    is_wanted(s, name))
			*vec_push(keep, &names) = name;
	}
	arena_release(&scratch);
	*ret_n = names.n;
	return names.v;
}
