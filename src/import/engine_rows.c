#include "import/engine_rows.h"

#include <stdlib.h>
#include <string.h>

#include "import/engine_adapter.h"
#include "import/host.h"

struct engine_row {
	struct str site;
	struct traffic counts;
};

void
engine_rows_begin(
    struct engine_rows *r, struct arena *keep, const struct engine_task *task)
{
	*r = (struct engine_rows){ .keep = keep,
		.day = task->day,
		.by_minute = task->by_minute,
		.by_site = { .keep = keep },
		.first_at = NO_INSTANT,
		.last_at = NO_INSTANT };
}

/* The site as logs have it, without a port; false when it is no host name. */
static bool
site_of(struct engine_rows *r, struct str text, struct str *ret_site)
{
	char name[HOST_MAX + 1];
	size_t colon = str_find(text, ':'), n;
	int64_t at;

	for (size_t i = colon + 1; i < text.n; i++)
		if (text.p[i] < '0' || text.p[i] > '9')
			return false;
	n = host_name(str_sub(text, 0, colon), name);
	if (n == 0)
		return false;
	at = map_get(&r->by_site, (struct str){ name, n });
	if (at < 0) {
		at = (int64_t)r->sites.n;
		*vec_push(r->keep, &r->sites) =
		    str_dup(r->keep, (struct str){ name, n });
		map_put(&r->by_site, r->sites.v[at], at);
	}
	*ret_site = r->sites.v[at];
	return true;
}

static int
check_row(const struct engine_rows *r, int64_t at_s,
    const int64_t values[ENGINE_VALUES], struct engine_trouble *trouble)
{
	int64_t step_s = (r->by_minute ? MS_MINUTE : MS_HOUR) / MS_SECOND;
	int64_t from_s = r->day * (MS_DAY / MS_SECOND);

	if (at_s < from_s || at_s - from_s >= MS_DAY / MS_SECOND)
		return engine_blame(trouble, true,
		    "the query has to keep to $1 <= time < $2, in UTC",
		    "a row lies outside the day that was asked for");
	if (at_s % step_s != 0)
		return engine_blame(trouble, true,
		    "group by the hour in UTC: date_trunc('hour', time)",
		    "a row does not begin at a full %s of UTC",
		    r->by_minute ? "minute" : "hour");
	for (int i = VALUE_HITS; i < ENGINE_VALUES; i++)
		if (values[i] < 0)
			return engine_blame(trouble, true,
			    "look at the table for values below zero",
			    "\"%s\" is negative (%lld)", engine_value_names[i],
			    (long long)values[i]);
	for (int i = VALUE_ERRORS; i < VALUE_VISITS; i++)
		if (values[i] > values[VALUE_HITS])
			return engine_blame(trouble, true,
			    "each of them is one of the hits",
			    "more \"%s\" (%lld) than hits (%lld)",
			    engine_value_names[i], (long long)values[i],
			    (long long)values[VALUE_HITS]);
	return 0;
}

int
engine_rows_add(struct engine_rows *r, struct str site, int64_t at_s,
    const int64_t values[ENGINE_VALUES], struct engine_trouble *trouble)
{
	struct traffic counts = { .at = at_s * MS_SECOND,
		.hits = values[VALUE_HITS],
		.views = values[VALUE_VIEWS],
		.errors = values[VALUE_ERRORS],
		.bytes = values[VALUE_BYTES],
		.robots = values[VALUE_ROBOTS],
		.redirects = values[VALUE_REDIRECTS],
		.client_errors = values[VALUE_CLIENT_ERRORS],
		.visits = values[VALUE_VISITS] };
	struct str name;

	if (check_row(r, at_s, values, trouble) != 0)
		return -1;
	if (__builtin_add_overflow(r->hits, counts.hits, &r->hits))
		return engine_blame(
		    trouble, true, NULL, "the counts of the day make no sense");
	if (site.p == NULL || !site_of(r, site, &name)) {
		r->rejected += counts.hits;
		return 0;
	}
	if (counts.hits == 0)
		return 0;
	if (r->first_at == NO_INSTANT || counts.at < r->first_at)
		r->first_at = counts.at;
	if (counts.at > r->last_at)
		r->last_at = counts.at;
	*vec_push(r->keep, &r->rows) = (struct engine_row){ name, counts };
	return 0;
}

static int
by_site_and_time(const void *a, const void *b)
{
	const struct engine_row *x = a, *y = b;
	int order = str_cmp(x->site, y->site);

	if (order != 0)
		return order;
	return (x->counts.at > y->counts.at) - (x->counts.at < y->counts.at);
}

void
engine_rows_end(
    struct engine_rows *r, const struct site_day **ret_sites, size_t *ret_n)
{
	struct traffic *cells =
	    arena_array(r->keep, r->rows.n + 1, sizeof *cells);
	struct site_day *sites =
	    arena_array(r->keep, r->sites.n + 1, sizeof *sites);
	struct site_day *site = NULL;
	size_t n = 0, n_cells = 0;

	if (r->rows.n != 0)
		qsort(
		    r->rows.v, r->rows.n, sizeof *r->rows.v, by_site_and_time);
	for (size_t i = 0; i < r->rows.n; i++) {
		const struct engine_row *row = &r->rows.v[i];

		if (site == NULL || !str_eq(site->site, row->site)) {
			site = &sites[n++];
			*site = (struct site_day){ .site = row->site,
				.day = r->day,
				.step_ms = r->by_minute ? MS_MINUTE : MS_HOUR,
				.cells = &cells[n_cells] };
		}
		if (site->n != 0 && cells[n_cells - 1].at == row->counts.at) {
			counters_add(&cells[n_cells - 1], &row->counts);
			continue;
		}
		cells[n_cells++] = row->counts;
		site->n++;
	}
	*ret_sites = sites;
	*ret_n = n;
}
