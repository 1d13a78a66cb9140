/*
 * Tables that count whole days under names of their own, told apart only to say
 * why they cannot be used.
 */
#include "import/csv.h"
#include "import/formats.h"
#include "import/traffic.h"

static bool
has_head(const struct csv_record *r, const char *const *heads)
{
	for (; *heads != NULL; heads++)
		for (size_t i = 0; i < r->n; i++)
			if (str_is_nocase(str_trim(r->field[i].text), *heads))
				return true;
	return false;
}

/* A table with a column of days and one of counters. */
static bool
table_of_days(struct str head)
{
	static const char *const days[] = { "day", "date", "date_utc", "datum",
		"data", NULL };
	static const char *const counts[] = { "hits", "requests", "views",
		"pageviews", "page_views", "visits", "visitors", "sessions",
		NULL };
	struct reader *reader = reader_memory(head);
	struct csv *csv = NULL;
	struct csv_record r;
	struct err e = { 0 };
	bool more, found = false;

	if (csv_open(reader, &csv, &e) == 0 &&
	    csv_next(csv, &r, &more, &e) == 0 && more && !r.broken)
		found = has_head(&r, days) && has_head(&r, counts);
	csv_close(csv);
	reader_close(reader);
	return found;
}

bool
traffic_days_told(struct job *job, struct str head)
{
	if (!table_of_days(head))
		return false;
	job_complain(job, DIAG_ERROR, 1,
	    "name the columns day and hits, views or visits: see makegood "
	    "formats daily; better export it by the hour",
	    "the table counts whole days, and its columns are not known");
	return true;
}
