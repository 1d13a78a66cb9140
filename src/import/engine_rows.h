/*
 * engine_rows.h -- the rows of an engine's answer, checked and put in order.
 */
#ifndef IMPORT_ENGINE_ROWS_H
#define IMPORT_ENGINE_ROWS_H

#include "base/map.h"
#include "import/engine_sql.h"

struct engine_row;

struct engine_rows {
	struct arena *keep;
	int64_t day;
	bool by_minute;
	struct map by_site;
	VEC(struct str) sites;
	VEC(struct engine_row) rows;
	int64_t hits, rejected, bytes;
	int64_t first_at, last_at;
};

void engine_rows_begin(
    struct engine_rows *r, struct arena *keep, const struct engine_task *task);

/*
 * One row: site (p NULL: none), start of its bin in seconds since 1970, and
 * the counters by enum engine_value. A site that is no host name is counted
 * under `rejected`; a bin outside the day or a count that makes no sense is
 * trouble: -1.
 */
MUST int engine_rows_add(struct engine_rows *r, struct str site, int64_t at_s,
    const int64_t values[ENGINE_VALUES], struct engine_trouble *trouble);

/* All rows by site and time, equal ones added up. */
void engine_rows_end(
    struct engine_rows *r, const struct site_day **ret_sites, size_t *ret_n);

#endif
