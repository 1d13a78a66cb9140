/*
 * settings_quarters.c -- which quarters of a case are reviewed.
 *
 * A quarter that is named has its three months among the periods, or the case
 * does not stand: half a quarter would look like a whole one.
 */
#include "domain/period.h"
#include "domain/review_figures.h"
#include "import/quarters_read.h"

#define QUARTERS_MAX 200
#define SHOWN        40
#define QUARTER_FORM "write a quarter as 2024-Q1"

static bool
has_period(const struct settings *s, struct str month)
{
	for (size_t i = 0; i < s->n_periods; i++)
		if (str_eq(s->periods[i], month))
			return true;
	return false;
}

/* The months that are missing, with commas. */
static struct str
missing_months(const struct settings *s, int first, struct arena *keep)
{
	struct str list = STR_NONE;

	for (int m = first; m < first + 3; m++) {
		struct str month =
		    str_format(keep, "%04d-%02d", m / 12, m % 12 + 1);

		if (!has_period(s, month))
			list = str_format(keep, "%.*s%s%.*s", STR_ARG(list),
			    list.n ? ", " : "", STR_ARG(month));
	}
	return list;
}

static bool
is_named(const struct settings *s, struct str quarter)
{
	for (size_t i = 0; i < s->n_quarters; i++)
		if (str_eq(s->quarters[i], quarter))
			return true;
	return false;
}

static void
read_one(const struct node *n, struct arena *keep, struct settings *s,
    struct diags *d)
{
	struct str text = n->kind == NODE_SCALAR ? n->text : STR_NONE, missing;
	struct period p;
	int first;

	if (!period_parse(text, &p) || p.kind != PERIOD_CALENDAR_QUARTER ||
	    !period_first_month(text, &first)) {
		diag_add(d, DIAG_ERROR, n->at, QUARTER_FORM,
		    "quarters: \"%.*s\" is not a quarter",
		    STR_ARG(str_sub(text, 0, SHOWN)));
		return;
	}
	if (is_named(s, text)) {
		diag_add(d, DIAG_ERROR, n->at, NULL,
		    "quarters: %.*s is there twice", STR_ARG(text));
		return;
	}
	missing = missing_months(s, first, keep);
	/* a case without any period was complained of already */
	if (missing.n && s->n_periods > 0)
		diag_add(d, DIAG_ERROR, n->at,
		    str_cstr(keep, str_format(keep, "add to periods: %.*s",
				       STR_ARG(missing))),
		    "quarters: the three months of %.*s are not all among the "
		    "periods",
		    STR_ARG(text));
	s->quarters[s->n_quarters++] = text;
}

void
quarters_read(const struct node *quarters, struct arena *keep,
    struct settings *s, struct diags *d)
{
	if (quarters == NULL)
		return;
	if (quarters->kind == NODE_LIST &&
	    (quarters->n == 0 || quarters->n > QUARTERS_MAX)) {
		diag_add(d, DIAG_ERROR, quarters->at, QUARTER_FORM,
		    quarters->n == 0 ? "quarters: no quarter is given"
				     : "quarters: too many quarters");
		return;
	}
	s->quarters = arena_array(keep, quarters->n + 1, sizeof *s->quarters);
	if (quarters->kind != NODE_LIST) {
		read_one(quarters, keep, s, d);
		return;
	}
	for (const struct node *n = quarters->child; n != NULL; n = n->next)
		read_one(n, keep, s, d);
}

void
quarters_wanted(
    const struct node *reports, const struct settings *s, struct diags *d)
{
	struct arena scratch = { 0 };
	size_t n;

	if (reports == NULL || s->n_quarters > 0 || s->n_periods == 0)
		return;
	(void)review_quarters(s, &scratch, &n);
	for (const struct node *one = reports->child; one != NULL && n == 0;
	     one = one->next)
		if (one->kind == NODE_SCALAR && str_is(one->text, "review"))
			diag_add(d, DIAG_WARNING, one->at,
			    "a review wants all three months, such as "
			    "2024-01, 2024-02 and 2024-03",
			    "reports: there is no quarter to review: the "
			    "periods have all three months of none");
	arena_release(&scratch);
}
