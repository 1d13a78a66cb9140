#include "store/sources.h"
#include "store/traffic.h"
#include "store/traffic_memory.h"

/* The one part of a file that is counted as a whole. */
static int
part_of(struct store *s, int64_t source, int64_t *ret_part, struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_PART_OF_WHOLE_SOURCE, e);
	struct arena scratch = { 0 };
	struct part_row *rows;
	size_t n;
	int rc;

	if (st == NULL)
		return -1;
	rc = store_links_of(s, source, &scratch, &rows, &n, e);
	if (rc == 0 && n != 0)
		*ret_part = rows[0].id;
	arena_release(&scratch);
	if (rc != 0 || n != 0)
		return rc;
	bind_int(st, 1, source);
	if (query_run(s, st, e) != 0)
		return -1;
	*ret_part = sqlite3_last_insert_rowid(s->db);
	return store_link_part(s, source, *ret_part, e);
}

int
store_add_traffic(struct store *s, int64_t source, struct str site,
    const struct traffic *v, size_t n, struct err *e)
{
	int64_t part = 0;
	size_t to;

	if (part_of(s, source, &part, e) != 0)
		return -1;
	for (size_t from = 0; from < n; from = to) {
		struct site_day day = { site, v[from].at / MS_DAY, MS_HOUR,
			&v[from], 0 };

		for (to = from; to < n && v[to].at / MS_DAY == day.day;)
			to++;
		day.n = to - from;
		if (store_add_site_day(s, part, &day, e) != 0)
			return -1;
	}
	return 0;
}
