#include "flow/run_dump.h"

#include <sys/stat.h>

#include "domain/sketch.h"
#include "store/traffic.h"

static int
open_database(struct journey *j, const char *path, struct err *e)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return err_errno(e, "could not open \"%s\"", path);
	j->dir = path;
	if (S_ISDIR(st.st_mode))
		return journey_store(j, e);
	/* an empty file would be made a database by opening it */
	if (st.st_size == 0)
		return err_set(e, ERR_INPUT,
		    "could not open \"%s\": it is not a database", path);
	return store_open(path, STORE_EXISTING, &j->store, e);
}

static int
count_visitors(
    void *arg, struct str site, int64_t day, struct str packed, struct err *e)
{
	const struct dump_reader *to = arg;
	struct sketch seen = { { 0 } };

	if (sketch_merge(&seen, packed, e) != 0)
		return err_while(e, "visitors of %.*s", STR_ARG(site));
	return to->visitors(to->arg, site, day, sketch_count(&seen), e);
}

static int
each_part(struct journey *j, const struct dump_reader *to, struct err *e)
{
	struct part_row *rows;
	size_t n;
	int rc;

	rc = store_load_parts(j->store, j->keep, &rows, &n, e);
	for (size_t i = 0; i < n && rc == 0; i++)
		rc = to->part(to->arg, &rows[i].part, e);
	return rc;
}

int
run_dump(struct journey *j, const char *path, enum dump_kind kind,
    const struct dump_reader *to, struct err *e)
{
	int rc = 0;

	if (open_database(j, path, e) != 0)
		return -1;
	switch (kind) {
	case DUMP_HOURS:
	case DUMP_MINUTES:
		rc = store_each_site_day(
		    j->store, kind == DUMP_MINUTES, to->day, to->arg, e);
		break;
	case DUMP_VISITORS:
		rc = store_each_visitors(
		    j->store, 0, count_visitors, (void *)to, e);
		break;
	case DUMP_PARTS:
		break;
	}
	return rc != 0 ? rc : each_part(j, to, e);
}
