/*
 * holidays.csv and `holidays:` of case.yaml: days on which people come to a
 * site as on a Sunday.
 */
#include "base/node.h"
#include "base/zone.h"
#include "import/holidays.h"
#include "import/series.h"
#include "import/sheets.h"

/* Ten years of every day; more is a slip. */
#define HOLIDAYS_MAX 3660

#define AT(member) offsetof(struct ROW, member)
#define COUNT(v)   (sizeof(v) / sizeof *(v))

#define ROW holiday
static const struct sheet_column holiday_columns[] = {
	{ "date", SHEET_DAY, true, AT(day), NULL, NULL, "local day" },
	{ "site", SHEET_SITE, false, AT(site), NULL, NULL,
	    "empty: every site" },
	{ "name", SHEET_TEXT, false, AT(name), NULL, NULL, "" },
};

/* The first instant of the day becomes the day. */
static bool
holiday_finish(struct sheet_run *run, void *row)
{
	struct holiday *h = row;
	struct civil c = zone_civil(run->zone, h->day);
	struct str key;

	if (run->bad)
		return false;
	h->day = civil_days(c.year, c.month, c.day);
	key = str_format(run->job->scratch, "%04d-%02d-%02d %.*s", c.year,
	    c.month, c.day, STR_ARG(h->site));
	return sheet_unique(run, "date", key, "one row for each day and site");
}

static bool
holiday_push(struct sheet_run *run, const void *row)
{
	*vec_push(run->job->keep, &run->job->batch->holidays) =
	    *(const struct holiday *)row;
	return true;
}

static const struct sheet holidays = {
	.column = holiday_columns,
	.n_columns = COUNT(holiday_columns),
	.row_bytes = sizeof(struct holiday),
	.from_offset = AT(from),
	.finish = holiday_finish,
	.push = holiday_push,
};
#undef ROW

const struct format format_holidays = { .sheet = &holidays };

/* ---- case.yaml ---- */

void
holidays_of_case(const struct node *list, struct arena *keep,
    struct settings *s, struct diags *d)
{
	struct holiday *v = arena_array(keep, list->n + 1, sizeof *v);
	size_t n = 0;

	if (list->n > HOLIDAYS_MAX) {
		diag_add(d, DIAG_ERROR, list->at, NULL, "more than %d holidays",
		    HOLIDAYS_MAX);
		return;
	}
	for (const struct node *i = list->child; i != NULL; i = i->next) {
		struct str text = i->kind == NODE_SCALAR ? i->text : STR_NONE;

		v[n].from = (struct origin){ i->at.file, i->at.line };
		if (series_day(text, &v[n].day))
			n++;
		else
			diag_add(d, DIAG_ERROR, i->at,
			    "write 2026-12-25; holidays.csv takes names and "
			    "sites as well",
			    "holidays: \"%.*s\" is not a date",
			    STR_ARG(str_sub(text, 0, 60)));
	}
	s->holidays = v;
	s->n_holidays = n;
}
