/*
 * day_table: compensation by the number of the calendar day since the report.
 *
 * The local day in which the clock started is day 0 and pays nothing; each
 * later day with downtime pays the greater of an amount and a percentage. By
 * default a day that was down in part pays too (part_day: count).
 */
#include "domain/credit.h"
#include "domain/terms_read.h"
#include "domain/trace_keys.h"

/* ---- reading --------------------------------------------------------------
 */

struct raw_row {
	struct day_row out;
	const struct node *amount, *percent;
};

static bool
parse_row(struct terms_reader *r, const struct node *n, struct day_row *out)
{
	typedef struct raw_row t;
	static const struct schema_field fields[] = {
		{ "from_day", SCHEMA_INT, offsetof(t, out.from_day), true, 1,
		    100000, NULL },
		{ FIELD_INT(t, "to_day", 1, 100000, out.to_day) },
		{ FIELD(t, "amount", SCHEMA_NODE, amount) },
		{ FIELD(t, "percent", SCHEMA_NODE, percent) },
	};
	struct raw_row raw = { .out = { .amount = ratio_int(0),
				   .percent = ratio_int(0) } };
	struct day_row *row = &raw.out;

	if (!schema_read(n, "day row", fields, COUNT_OF(fields), &raw, r->d) ||
	    (raw.amount != NULL && !read_ratio(r, raw.amount, &row->amount)) ||
	    (raw.percent != NULL && !read_ratio(r, raw.percent, &row->percent)))
		return false;
	row->has_amount = raw.amount != NULL;
	row->has_percent = raw.percent != NULL;
	if (!row->has_amount && !row->has_percent) {
		diag_add(r->d, DIAG_ERROR, n->at, NULL,
		    "a day needs an amount, a percentage or both");
		return false;
	}
	if (row->to_day != 0 && row->to_day < row->from_day) {
		diag_add(r->d, DIAG_ERROR, n->at, NULL,
		    "these days end before they begin");
		return false;
	}
	*out = *row;
	return true;
}

static bool
rows_apart(struct terms_reader *r, const struct node *list,
    const struct day_row *v, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (v[i - 1].to_day == 0 || v[i - 1].to_day >= v[i].from_day) {
			diag_add(r->d, DIAG_ERROR, list->at, NULL,
			    "day %lld stands in two rows; write the rows in "
			    "order, only the last without \"to_day\"",
			    (long long)v[i].from_day);
			return false;
		}
	return true;
}

static bool
parse(struct terms_reader *r, const struct node *n, struct credit_rule *out)
{
	static const char *const part_names[] = { "count", "drop", NULL };
	struct raw {
		const struct node *rows;
		int part;
	} raw = { NULL, 0 };
	static const struct schema_field fields[] = {
		{ FIELD_KNOWN("rule") },
		{ FIELD_MUST(struct raw, "rows", SCHEMA_LIST, rows) },
		{ FIELD_CHOICE(struct raw, "part_day", part_names, part) },
	};
	struct day_row *v;
	size_t count = 0;

	if (!schema_read(n, "day_table", fields, COUNT_OF(fields), &raw, r->d))
		return false;
	v = arena_array(r->keep, raw.rows->n + 1, sizeof *v);
	for (const struct node *e = raw.rows->child; e; e = e->next)
		if (!parse_row(r, e, &v[count++]))
			return false;
	out->u.day_table = (struct credit_day_table){ v, count, raw.part == 1 };
	return rows_apart(r, raw.rows, v, count);
}

/* ---- settling ---------------------------------------------------------------
 */

/* The rows are in order of their days. */
static struct ratio
day_pays(struct credit_run *run, const struct credit_day_table *t, int64_t day)
{
	struct ratio best = ratio_int(0), v;
	const struct day_row *row;
	size_t low = 0, high = t->n_rows;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (t->rows[mid].from_day <= day)
			low = mid + 1;
		else
			high = mid;
	}
	row = low > 0 ? &t->rows[low - 1] : NULL;
	if (row == NULL || (row->to_day != 0 && day > row->to_day))
		return best;
	if (row->has_amount)
		best = ratio_mul(run->amount, row->amount);
	v = credit_percent(run, row->percent);
	if (row->has_percent && ratio_ok(v) && ratio_ok(best))
		best = ratio_max(best, v);
	return best;
}

/* A clock that is put back past midnight does not bring yesterday back. */
static int64_t
day_of(const struct zone *z, int64_t at)
{
	int64_t date = zone_date(z, at);

	while (zone_date_begins(z, date + 1) <= at)
		date++;
	return date;
}

struct day_tally {
	int64_t days, paid;
	struct ratio gives;
};

/*
 * Days 1, 2, ... of one incident; only days with counted downtime pay, and
 * only those are visited.
 */
static void
one_incident(struct credit_run *run, const struct credit_day_table *t,
    const struct counted_incident *one, struct day_tally *sum)
{
	const struct zone *z = run->in->zone;
	int64_t reported = zone_date(z, one->clock_at);
	int64_t to = zone_add_days(z, one->clock_at, 1);

	for (size_t i = 0; i < one->spans.n;) {
		struct span s = one->spans.v[i];
		struct ratio pays = ratio_int(0);
		int64_t day, from, ms = 0;

		if (s.to_at <= to) {
			i++;
			continue;
		}
		if (s.from_at < to)
			s.from_at = to;
		day = day_of(z, s.from_at);
		from = zone_date_begins(z, day);
		to = zone_date_begins(z, day + 1);
		for (size_t k = i;
		     k < one->spans.n && one->spans.v[k].from_at < to; k++)
			ms += span_ms(span_intersect(
			    one->spans.v[k], (struct span){ from, to }));
		if (!t->whole_days || ms == to - from)
			pays = day_pays(run, t, day - reported);
		sum->days++;
		sum->paid += pays.num > 0;
		sum->gives = ratio_add(sum->gives, pays);
	}
}

static struct ratio
settle(struct credit_run *run, const struct credit_rule *rule)
{
	struct day_tally sum = { 0, 0, ratio_int(0) };

	for (size_t i = 0; i < run->n_incidents; i++)
		if (run->incidents[i].spans.n > 0)
			one_incident(
			    run, &rule->u.day_table, &run->incidents[i], &sum);
	credit_step(run, "day_table", rule);
	trace_number(run->trace, "days", VALUE_COUNT, sum.days);
	trace_number(run->trace, "paid", VALUE_COUNT, sum.paid);
	credit_gives(run, sum.gives);
	return sum.gives;
}

const struct credit_type credit_type_day_table = { "day_table", parse, settle };
