#include "flow/minute_days.h"

#include <string.h>

#include "base/civil.h"
#include "store/versions.h"

#define MAX_DAYS   400
#define EDGE_DAYS  31
#define LAST_DAY   60000 /* in 2134 */
#define TEXT_BYTES ((size_t)1 << 20)

static const char mark[] = "; minutes ";

struct days {
	int64_t as_of;
	bool wanted[LAST_DAY];
};

static void
see_outage(void *arg, int64_t from_at, int64_t to_at)
{
	struct days *d = arg;
	int64_t from, to;

	if (to_at == NO_INSTANT || to_at > d->as_of)
		to_at = d->as_of;
	if (from_at < 0 || to_at <= from_at)
		return;
	from = from_at / MS_DAY;
	to = (to_at - 1) / MS_DAY;
	for (int64_t day = from; day <= to && day < LAST_DAY; day++) {
		if (day - from == EDGE_DAYS && to - day > EDGE_DAYS)
			day = to - EDGE_DAYS;
		if (day < LAST_DAY)
			d->wanted[day] = true;
	}
}

int
minute_days_load(struct store *s, int64_t as_of, struct arena *keep,
    struct minute_days *ret_days, struct err *e)
{
	struct arena scratch = { 0 };
	struct days *d = arena_new(&scratch, struct days);
	int64_t *v = arena_array(keep, MAX_DAYS, sizeof *v);
	size_t n = MAX_DAYS;
	int rc;

	d->as_of = as_of;
	rc = store_each_outage(s, see_outage, d, e);
	for (int64_t day = LAST_DAY - 1; day >= 0 && n > 0; day--)
		if (d->wanted[day])
			v[--n] = day;
	*ret_days = (struct minute_days){ v + n, MAX_DAYS - n };
	arena_release(&scratch);
	return rc;
}

static bool
within(int64_t day, int64_t first_at, int64_t last_at)
{
	return first_at != NO_INSTANT && day >= first_at / MS_DAY &&
	       day <= last_at / MS_DAY;
}

struct str
minute_days_add(struct arena *keep, struct str rules,
    const struct minute_days *days, int64_t first_at, int64_t last_at)
{
	const char *between = mark;
	struct buf b;
	struct str s;

	buf_init(&b, TEXT_BYTES);
	buf_addstr(&b, rules);
	for (size_t i = 0, k; i < days->n; i = k) {
		k = i + 1;
		if (!within(days->v[i], first_at, last_at))
			continue;
		while (k < days->n && days->v[k] == days->v[k - 1] + 1 &&
		       within(days->v[k], first_at, last_at))
			k++;
		buf_adds(&b, between);
		buf_addi(&b, days->v[i]);
		if (k - i > 1)
			buf_addf(&b, "-%lld", (long long)days->v[k - 1]);
		between = ",";
	}
	s = str_dup(keep, buf_str(&b));
	buf_release(&b);
	return s;
}

static size_t
mark_at(struct str read_as)
{
	const char *p = read_as.n == 0 ? NULL
				       : memmem(read_as.p, read_as.n, mark,
					     sizeof mark - 1);

	return p != NULL ? (size_t)(p - read_as.p) : read_as.n;
}

struct str
minute_days_rules(struct str read_as)
{
	return str_sub(read_as, 0, mark_at(read_as));
}

/* The next run of days; false at the end, and where it makes no sense. */
static bool
next_run(struct str *rest, int64_t *ret_from, int64_t *ret_to)
{
	struct str run, to;

	if (rest->n == 0)
		return false;
	run = str_cut(*rest, ',', rest);
	if (!str_int64(str_cut(run, '-', &to), ret_from))
		return false;
	*ret_to = *ret_from;
	return (to.n == 0 || str_int64(to, ret_to)) && *ret_from >= 0 &&
	       *ret_to >= *ret_from && *ret_to < LAST_DAY;
}

static struct str
runs_of(struct str read_as)
{
	return str_sub(read_as, mark_at(read_as) + sizeof mark - 1, read_as.n);
}

int64_t
minute_days_worth(struct str read_as)
{
	struct str rest = runs_of(read_as);
	int64_t from, to, worth = 0;

	while (next_run(&rest, &from, &to))
		worth += to - from + 1;
	return worth;
}

static bool
has_day(struct str read_as, int64_t day)
{
	struct str rest = runs_of(read_as);
	int64_t from, to;

	while (next_run(&rest, &from, &to))
		if (day >= from && day <= to)
			return true;
	return false;
}

bool
minute_days_enough(struct str read_as, const struct minute_days *days,
    int64_t first_at, int64_t last_at)
{
	for (size_t i = 0; i < days->n; i++)
		if (within(days->v[i], first_at, last_at) &&
		    !has_day(read_as, days->v[i]))
			return false;
	return true;
}
