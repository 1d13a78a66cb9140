#include "store/derived.h"

#include <stdio.h>
#include <string.h>

#include "base/json_out.h"
#include "base/version.h"
#include "store/columns.h"

#define AT(member) offsetof(struct ROW, member), NULL

#define ROW settlement
static const struct column settlement_columns[] = {
	{ COLUMN_TEXT, AT(terms_name) },
	{ COLUMN_INT64, AT(period.from_at) },
	{ COLUMN_INT64, AT(period.to_at) },
	{ COLUMN_CURRENCY, AT(currency) },
	{ COLUMN_INT64, AT(states.period_ms) },
	{ COLUMN_INT64, AT(states.up_ms) },
	{ COLUMN_INT64, AT(states.degraded_ms) },
	{ COLUMN_INT64, AT(states.down_counted_ms) },
	{ COLUMN_INT64, AT(states.down_excluded_ms) },
	{ COLUMN_INT64, AT(states.no_data_ms) },
	{ COLUMN_INT64, AT(states.off_hours_ms) },
	{ COLUMN_INT64, AT(states.down_ignored_ms) },
	{ COLUMN_INT64, AT(downtime_ms) },
	{ COLUMN_RATIO, AT(downtime) },
	{ COLUMN_INT64, AT(recovery_ms) },
	{ COLUMN_INT64, AT(min_recovery_ms) },
	{ COLUMN_INT64, AT(excluded_ms) },
	{ COLUMN_INT64, AT(denominator_ms) },
	{ COLUMN_RATIO, AT(availability) },
	{ COLUMN_RATIO, AT(availability_low) },
	{ COLUMN_RATIO, AT(experienced) },
	{ COLUMN_BOOL, AT(undecided) },
	{ COLUMN_BOOL, AT(breached) },
	{ COLUMN_BOOL, AT(tier_hole) },
	{ COLUMN_RATIO, AT(base_minor) },
	{ COLUMN_RATIO, AT(percent) },
	{ COLUMN_RATIO, AT(exact_minor) },
	{ COLUMN_INT64, AT(credit_minor) },
	{ COLUMN_BOOL, AT(capped) },
	{ COLUMN_BOOL, AT(dropped) },
	{ COLUMN_BOOL, AT(raised) },
	{ COLUMN_BOOL, AT(deferred) },
	{ COLUMN_BOOL, AT(automatic) },
	{ COLUMN_TEXT, AT(extension_unit) },
};
#undef ROW

#define ROW outage_line
static const struct column line_columns[] = {
	{ COLUMN_INT64, AT(raw_ms) },
	{ COLUMN_INT64, AT(inside_ms) },
	{ COLUMN_INT64, AT(clock_ms) },
	{ COLUMN_INT64, AT(short_ms) },
	{ COLUMN_INT64, AT(outside_ms) },
	{ COLUMN_INT64, AT(off_hours_ms) },
	{ COLUMN_INT64, AT(excluded_ms) },
	{ COLUMN_INT64, AT(overlap_ms) },
	{ COLUMN_INT64, AT(counted_ms) },
	{ COLUMN_TEXT, AT(reason) },
	{ COLUMN_TEXT, AT(clause) },
};
#undef ROW

#define ROW outage
static const struct column line_outage_columns[] = {
	{ COLUMN_TEXT, AT(id) },
	{ COLUMN_TEXT, AT(from.file) },
	{ COLUMN_INT64, AT(from.line) },
	{ COLUMN_INT64, AT(span.from_at) },
	{ COLUMN_INT64, AT(span.to_at) },
};
#undef ROW

#define ROW excluded_line
static const struct column exclusion_columns[] = {
	{ COLUMN_TEXT, AT(kind) },
	{ COLUMN_TEXT, AT(clause) },
	{ COLUMN_INT64, AT(down_ms) },
	{ COLUMN_INT64, AT(window_ms) },
	{ COLUMN_INT64, AT(accepted) },
	{ COLUMN_INT64, AT(refused) },
	{ COLUMN_TEXT, AT(refused_why) },
	{ COLUMN_INT64, AT(used_ms) },
};
#undef ROW

#define ROW site_estimate
static const struct column estimate_columns[] = {
	{ COLUMN_TEXT, AT(incident) },
	{ COLUMN_TEXT, AT(site) },
	{ COLUMN_TEXT, AT(unit) },
	{ COLUMN_INT, AT(estimate.status) },
	{ COLUMN_CSTR, AT(estimate.reason) },
	{ COLUMN_INT64, AT(estimate.claimed.from_at) },
	{ COLUMN_INT64, AT(estimate.claimed.to_at) },
	{ COLUMN_INT64, AT(estimate.window.from_at) },
	{ COLUMN_INT64, AT(estimate.window.to_at) },
	{ COLUMN_INT64, AT(estimate.step_ms) },
	{ COLUMN_BOOL, AT(estimate.daily) },
	{ COLUMN_INSTANT, AT(estimate.first_at) },
	{ COLUMN_REAL, AT(estimate.expected) },
	{ COLUMN_REAL, AT(estimate.lo80) },
	{ COLUMN_REAL, AT(estimate.hi80) },
	{ COLUMN_REAL, AT(estimate.lo95) },
	{ COLUMN_REAL, AT(estimate.hi95) },
	{ COLUMN_REAL, AT(estimate.observed) },
	{ COLUMN_INT, AT(estimate.inside_bins) },
	{ COLUMN_REAL, AT(estimate.lost) },
	{ COLUMN_REAL, AT(estimate.lost_lo80) },
	{ COLUMN_REAL, AT(estimate.lost_hi80) },
	{ COLUMN_REAL, AT(estimate.lost_lo95) },
	{ COLUMN_REAL, AT(estimate.lost_hi95) },
	{ COLUMN_CHAR, AT(estimate.grade) },
	{ COLUMN_REAL, AT(estimate.h80) },
	{ COLUMN_REAL, AT(estimate.h95) },
	{ COLUMN_REAL, AT(estimate.unseen) },
	{ COLUMN_BOOL, AT(estimate.used_after) },
	{ COLUMN_INT64, AT(estimate.guard_ms) },
	{ COLUMN_REAL, AT(estimate.one_sided) },
	{ COLUMN_REAL, AT(estimate.one_sided_lo80) },
	{ COLUMN_REAL, AT(estimate.one_sided_hi80) },
	{ COLUMN_BOOL, AT(estimate.sides_differ) },
	{ COLUMN_REAL, AT(estimate.rebound) },
	{ COLUMN_REAL, AT(estimate.rebound_lo80) },
	{ COLUMN_REAL, AT(estimate.rebound_hi80) },
	{ COLUMN_BOOL, AT(estimate.has_rebound) },
	{ COLUMN_INT, AT(estimate.n_windows) },
	{ COLUMN_REAL, AT(estimate.neff) },
	{ COLUMN_REAL, AT(estimate.backtest_median) },
	{ COLUMN_REAL, AT(estimate.backtest_p90) },
	{ COLUMN_REAL, AT(estimate.backtest_bias) },
	{ COLUMN_REAL, AT(estimate.error_median) },
	{ COLUMN_INT, AT(estimate.inside80) },
	{ COLUMN_INT, AT(estimate.inside95) },
	{ COLUMN_BOOL, AT(estimate.has_lastweek) },
	{ COLUMN_REAL, AT(estimate.lastweek_median) },
	{ COLUMN_INT64, AT(estimate.history_hours) },
	{ COLUMN_INT64, AT(estimate.missing_bins) },
	{ COLUMN_INT64, AT(estimate.masked_bins) },
	{ COLUMN_INT64, AT(estimate.holidays_before) },
	{ COLUMN_INT64, AT(estimate.holidays_inside) },
	{ COLUMN_INT64, AT(requests) },
	{ COLUMN_INT64, AT(robots) },
};
#undef ROW

#define ROW output_row
static const struct column output_columns[] = {
	{ COLUMN_TEXT, AT(file) },
	{ COLUMN_TEXT, AT(kind) },
	{ COLUMN_TEXT, AT(subject) },
	{ COLUMN_TEXT, AT(input_sha256) },
	{ COLUMN_TEXT, AT(sha256) },
	{ COLUMN_INT64, AT(bytes) },
};
#undef ROW

/* ---- settlements ---- */

int
store_drop_settlements(struct store *s, struct kept_but periods, struct err *e)
{
	/* what refers to something goes before it */
	static const enum sql_id order[] = { SQL_DROP_POINTS,
		SQL_DROP_ESTIMATES, SQL_DROP_RUNS };

	if (store_drop_periods(s, periods, e) != 0)
		return -1;
	for (size_t i = 0; i < sizeof order / sizeof *order; i++)
		if (query_do(s, order[i], e) != 0)
			return -1;
	return 0;
}

/* Key columns of everything that belongs to a settlement. */
static sqlite3_stmt *
begin_row(struct store *s, enum sql_id id, int64_t settlement, size_t n,
    struct err *e)
{
	sqlite3_stmt *st = query_get(s, id, e);

	if (st == NULL)
		return NULL;
	bind_int(st, 1, settlement);
	bind_int(st, 2, (int64_t)n);
	return st;
}

static int
add_figures(struct store *s, const struct ledger_row *row,
    struct arena *scratch, struct err *e)
{
	const struct settlement *x = &row->settlement;
	sqlite3_stmt *st = query_get(s, SQL_SETTLEMENT_ADD, e);

	if (st == NULL)
		return -1;
	bind_text(st, 1, x->service);
	bind_text(st, 2, x->period_name);
	bind_int(st, 3, x->part);
	bind_text(st, 4, row->customer->id);
	bind_text(st, 5, x->contract);
	if (x->has_target)
		bind_text(st, 6, ratio_text(scratch, x->target));
	if (x->tier_hit >= 0 && (size_t)x->tier_hit < x->n_tiers)
		bind_text(st, 7, x->tiers[x->tier_hit].printed);
	if (x->has_extension)
		bind_text(st, 8, ratio_text(scratch, x->extension));
	if (x->has_claim_deadline)
		bind_int(st, 9, x->claim_deadline_at);
	columns_bind(st, 10, COLUMNS(settlement_columns), x, scratch);
	return query_run(s, st, e);
}

static int
add_lines(struct store *s, int64_t id, const struct settlement *x,
    struct arena *scratch, struct err *e)
{
	for (size_t i = 0; i < x->n_lines; i++) {
		const struct outage_line *line = &x->lines[i];
		sqlite3_stmt *st = begin_row(s, SQL_LINE_ADD, id, i, e);
		int at;

		if (st == NULL)
			return -1;
		at = columns_bind(
		    st, 3, COLUMNS(line_outage_columns), line->outage, scratch);
		columns_bind(st, at, COLUMNS(line_columns), line, scratch);
		if (query_run(s, st, e) != 0)
			return -1;
	}
	return 0;
}

static int
add_exclusions(struct store *s, int64_t id, const struct settlement *x,
    struct arena *scratch, struct err *e)
{
	for (size_t i = 0; i < x->n_exclusions; i++) {
		sqlite3_stmt *st = begin_row(s, SQL_EXCLUSION_ADD, id, i, e);

		if (st == NULL)
			return -1;
		columns_bind(st, 3, COLUMNS(exclusion_columns),
		    &x->exclusions[i], scratch);
		if (query_run(s, st, e) != 0)
			return -1;
	}
	return 0;
}

/* ---- the trace: its steps as one JSON list ---- */

#define JSON_BYTES ((size_t)16 << 20)

static void
json_value(struct json_out *json, const struct value *v, struct arena *scratch)
{
	switch (v->kind) {
	case VALUE_TEXT:
	case VALUE_KEY:
		json_text(json, v->text);
		break;
	case VALUE_COUNT:
	case VALUE_TIME:
	case VALUE_INSTANT:
	case VALUE_MONEY:
		json_int(json, v->number);
		break;
	case VALUE_SHARE:
	case VALUE_FACTOR:
	case VALUE_EXACT:
		if (ratio_ok(v->ratio))
			json_text(json, ratio_text(scratch, v->ratio));
		else
			json_null(json);
		break;
	}
}

static void
json_step(struct json_out *json, const struct step *step, struct arena *scratch)
{
	json_open_map(json);
	json_put_text(json, "step", str_of(step->key));
	json_put_text(json, "clause", step->clause);
	if (step->has_time) {
		json_put_int(json, "delta_ms", step->delta_ms);
		json_put_int(json, "left_ms", step->left_ms);
	}
	json_key_of(json, "facts");
	json_open_map(json);
	for (int i = 0; i < step->n_values; i++) {
		json_key_of(json, step->v[i].name);
		json_value(json, &step->v[i], scratch);
	}
	json_close_map(json);
	json_close_map(json);
}

static int
add_trace(struct store *s, int64_t id, const struct settlement *x,
    struct arena *scratch, struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_TRACE_ADD, e);
	struct json_out json;
	struct buf steps;
	int rc;

	if (st == NULL)
		return -1;
	buf_init(&steps, JSON_BYTES);
	json_begin_narrow(&json, &steps);
	json_open_list(&json);
	for (size_t i = 0; i < x->trace.steps.n; i++)
		json_step(&json, &x->trace.steps.v[i], scratch);
	json_close_list(&json);
	if (steps.full)
		rc = err_set(e, ERR_INPUT, "the trace is too long");
	else {
		bind_int(st, 1, id);
		bind_text(st, 2, buf_str(&steps));
		rc = query_run(s, st, e);
	}
	buf_release(&steps);
	return rc;
}

int
store_add_settlement(
    struct store *s, const struct ledger_row *row, struct err *e)
{
	const struct settlement *x = &row->settlement;
	struct arena scratch = { 0 };
	int rc = add_figures(s, row, &scratch, e);
	int64_t id = sqlite3_last_insert_rowid(s->db);

	if (rc != 0 || add_lines(s, id, x, &scratch, e) != 0 ||
	    add_exclusions(s, id, x, &scratch, e) != 0 ||
	    add_trace(s, id, x, &scratch, e) != 0)
		rc = err_while(e, "could not keep the settlement of \"%.*s\"",
		    STR_ARG(x->service));
	arena_release(&scratch);
	return rc;
}

/* ---- estimates ---- */

int
store_add_estimate(struct store *s, int64_t n,
    const struct site_estimate *estimate, struct err *e)
{
	const struct estimate *x = &estimate->estimate;
	sqlite3_stmt *st = query_get(s, SQL_ESTIMATE_ADD, e);
	struct arena scratch = { 0 };
	int rc;

	if (st == NULL)
		return -1;
	bind_int(st, 1, n);
	columns_bind(st, 2, COLUMNS(estimate_columns), estimate, &scratch);
	rc = query_run(s, st, e);
	arena_release(&scratch);
	if (rc != 0)
		return -1;
	for (size_t i = 0; i < x->n_points; i++) {
		st = query_get(s, SQL_POINT_ADD, e);
		if (st == NULL)
			return -1;
		bind_int(st, 1, n);
		bind_int(st, 2, x->points[i].at);
		bind_real(st, 3, x->points[i].expected);
		bind_real(st, 4, x->points[i].observed);
		if (query_run(s, st, e) != 0)
			return -1;
	}
	return 0;
}

static int
load_points(struct store *s, int64_t n, struct arena *keep, struct estimate *x,
    struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_POINTS_OF_ESTIMATE, e);
	VEC(struct estimate_point) points = { 0 };
	int rc;

	if (st == NULL)
		return -1;
	bind_int(st, 1, n);
	while ((rc = query_next(s, st, e)) > 0)
		*vec_push(keep, &points) = (struct estimate_point){
			sqlite3_column_int64(st, 0),
			sqlite3_column_double(st, 1),
			sqlite3_column_double(st, 2),
		};
	x->points = points.v;
	x->n_points = points.n;
	return rc;
}

int
store_load_estimates(struct store *s, struct arena *keep,
    struct site_estimate **ret_estimates, size_t *ret_n, struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_ESTIMATES_ALL, e);
	VEC(struct site_estimate) list = { 0 };
	int rc;

	if (st == NULL)
		return -1;
	/* they are numbered from 0, without gaps */
	while ((rc = query_next(s, st, e)) > 0)
		columns_read(st, 1, COLUMNS(estimate_columns),
		    vec_push(keep, &list), NULL, keep);
	if (rc != 0)
		return -1;
	for (size_t i = 0; i < list.n; i++)
		if (load_points(s, (int64_t)i, keep, &list.v[i].estimate, e) !=
		    0)
			return -1;
	*ret_estimates = list.v;
	*ret_n = list.n;
	return 0;
}

/* ---- runs and outputs ---- */

int
store_mark_settled(
    struct store *s, const char *input_sha256, int64_t as_of, struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_RUN_ADD, e);

	if (st == NULL)
		return -1;
	bind_cstr(st, 1, input_sha256);
	bind_cstr(st, 2, MAKEGOOD_VERSION);
	bind_int(st, 3, as_of);
	return query_run(s, st, e);
}

int
store_load_settled(
    struct store *s, char ret_input_sha256[DIGEST_HEX], struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_RUN_LAST, e);
	struct arena scratch = { 0 };
	int rc;

	if (st == NULL)
		return -1;
	ret_input_sha256[0] = '\0';
	while ((rc = query_next(s, st, e)) > 0) {
		struct str text = column_text(st, 0, &scratch);

		snprintf(ret_input_sha256, DIGEST_HEX, "%.*s", STR_ARG(text));
	}
	arena_release(&scratch);
	return rc;
}

int
store_put_output(struct store *s, const struct output_row *row, struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_OUTPUT_PUT, e);
	struct arena scratch = { 0 };
	int rc;

	if (st == NULL)
		return -1;
	columns_bind(st, 1, COLUMNS(output_columns), row, &scratch);
	rc = query_run(s, st, e);
	arena_release(&scratch);
	return rc;
}

int
store_drop_output(struct store *s, struct str file, struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_OUTPUT_DROP, e);

	if (st == NULL)
		return -1;
	bind_text(st, 1, file);
	return query_run(s, st, e);
}

int
store_load_outputs(struct store *s, struct arena *keep,
    struct output_row **ret_rows, size_t *ret_n, struct err *e)
{
	sqlite3_stmt *st = query_get(s, SQL_OUTPUTS_ALL, e);
	VEC(struct output_row) rows = { 0 };
	int rc;

	if (st == NULL)
		return -1;
	while ((rc = query_next(s, st, e)) > 0)
		columns_read(st, 0, COLUMNS(output_columns),
		    vec_push(keep, &rows), NULL, keep);
	if (rc != 0)
		return -1;
	*ret_rows = rows.v;
	*ret_n = rows.n;
	return 0;
}
