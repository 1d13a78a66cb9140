#include "flow/case_holidays.h"

#include <stdlib.h>

static int
by_day(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static size_t
add_days(const struct holiday *v, size_t n, struct str site, int64_t *days)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		if (v[i].site.n == 0 || str_eq(v[i].site, site))
			days[count++] = v[i].day;
	return count;
}

void
case_holidays(const struct dossier *dossier, struct str site,
    struct arena *keep, const int64_t **ret_days, size_t *ret_n)
{
	const struct settings *s = &dossier->settings;
	int64_t *days = arena_array(
	    keep, s->n_holidays + dossier->n_holidays + 1, sizeof *days);
	size_t n = add_days(s->holidays, s->n_holidays, site, days), kept = 0;

	n += add_days(dossier->holidays, dossier->n_holidays, site, days + n);
	qsort(days, n, sizeof *days, by_day);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || days[kept - 1] != days[i])
			days[kept++] = days[i];
	*ret_days = days;
	*ret_n = kept;
}
