#include "import/engine_sql.h"

#include "import/access.h"
#include "import/engine_adapter.h"

#define ALIASES 6

const char *const engine_value_names[] = { "site", "at", "hits", "bytes",
	"errors", "client_errors", "redirects", "robots", "views", "visits",
	NULL };

/* What a column is called in case.yaml, and in tables nobody described. */
static const struct {
	const char *usual[ALIASES]; /* the first is the key in case.yaml */
	enum engine_type type;
	bool flag, needed;
} columns[ENGINE_COLUMNS] = {
	[COLUMN_SITE] = { { "site", "host", "vhost", "server_name", "http_host",
			      "domain" },
	    TYPE_TEXT, .needed = true },
	[COLUMN_TIME] = { { "time", "ts", "timestamp", "at", "event_time",
			      "time_local" },
	    TYPE_TIME, .needed = true },
	[COLUMN_STATUS] = { { "status", "status_code", "http_status",
				"response_code", "code" },
	    TYPE_NUMBER },
	[COLUMN_BYTES] = { { "bytes", "bytes_sent", "body_bytes_sent", "size",
			       "response_bytes" },
	    TYPE_NUMBER },
	[COLUMN_ROBOT] = { { "robot", "bot", "is_robot", "is_bot" }, TYPE_BOOL,
	    .flag = true },
	[COLUMN_VIEW] = { { "view", "is_view", "page_view", "pageview" },
	    TYPE_BOOL, .flag = true },
	[COLUMN_METHOD] = { { "method", "request_method", "verb" }, TYPE_TEXT },
	[COLUMN_PATH] = { { "path", "uri", "request_uri", "url", "target" },
	    TYPE_TEXT },
};

static const char *const wanted_types[] = { [TYPE_TEXT] = "a text",
	[TYPE_NUMBER] = "a number",
	[TYPE_BOOL] = "true or false, or a number",
	[TYPE_TIME] = "a timestamp" };

/* ---- which column is which ---- */

static bool
type_fits(size_t column, enum engine_type type)
{
	return type == columns[column].type ||
	       (columns[column].flag && type == TYPE_NUMBER);
}

static int
index_of(const struct str *names, size_t n, struct str name)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(names[i], name))
			return (int)i;
	return -1;
}

static int
usual_column(size_t column, const struct str *names,
    const enum engine_type *types, size_t n)
{
	for (size_t a = 0; a < ALIASES; a++) {
		const char *usual = columns[column].usual[a];
		int at = usual == NULL ? -1 : index_of(names, n, str_of(usual));

		if (at >= 0 && type_fits(column, types[at]))
			return at;
	}
	return -1;
}

bool
engine_find_columns(const struct engine_source *source, const struct str *names,
    const enum engine_type *types, size_t n, int ret_found[ENGINE_COLUMNS],
    struct engine_trouble *trouble)
{
	for (size_t i = 0; i < ENGINE_COLUMNS; i++) {
		struct str name = source->columns[i];
		const char *key = columns[i].usual[0];
		bool odd;

		ret_found[i] = name.n != 0 ? index_of(names, n, name)
					   : usual_column(i, names, types, n);
		if (ret_found[i] < 0 && name.n == 0 && !columns[i].needed)
			continue;
		if (ret_found[i] < 0)
			return engine_blame(trouble, true,
				   "columns: { site: vhost, time: ts } names "
				   "them; capitals count",
				   name.n != 0 ? "the table has no column "
						 "\"%.*s\"%s"
					       : "no column of the table%.*s "
						 "looks like \"%s\"",
				   (int)(name.n > 60 ? 60 : name.n),
				   name.n != 0 ? name.p : "",
				   name.n != 0 ? "" : key) == 0;
		/* texts have many types: those named are believed */
		odd = !type_fits(i, types[ret_found[i]]) &&
		      !(columns[i].type == TYPE_TEXT &&
			  types[ret_found[i]] == TYPE_OTHER);
		if (odd)
			return engine_blame(trouble, true,
				   "another column, or query: with a cast",
				   "columns: %s: \"%.*s\" is not %s", key,
				   STR_ARG(str_sub(name, 0, 60)),
				   wanted_types[columns[i].type]) == 0;
	}
	return true;
}

/* ---- conditions ---- */

static bool
has(const struct engine_table *t, enum engine_column c)
{
	return t->types[c] != TYPE_NONE;
}

static void
flag(const struct engine_table *t, enum engine_column c, struct buf *out)
{
	buf_addf(out, t->types[c] == TYPE_BOOL ? "%.*s" : "%.*s <> 0",
	    STR_ARG(t->columns[c]));
}

static void
add_not_robot(
    enum engine_sql sql, const struct engine_table *t, struct buf *out)
{
	if (!has(t, COLUMN_ROBOT))
		return;
	buf_adds(out, sql == SQL_CLICKHOUSE ? " AND NOT ifNull(" : " AND (");
	flag(t, COLUMN_ROBOT, out);
	buf_adds(out, sql == SQL_CLICKHOUSE ? ", 0)" : ") IS NOT TRUE");
}

/* Every extension of what is part of another page. */
static void
add_extensions(const char *between, struct buf *out)
{
	bool first = true;

	for (size_t n = 1; n <= ACCESS_EXTENSION_MAX; n++) {
		const char *a = access_assets(n);

		for (; a != NULL && *a != '\0'; a += n) {
			if (!first)
				buf_adds(out, between);
			buf_add(out, a, n);
			first = false;
		}
	}
}

/*
 * Is the path no part of another page? ClickHouse matches patterns fast;
 * PostgreSQL takes four times as long for that as for cutting the extension
 * off, and most paths have no dot at all.
 */
static void
add_page(enum engine_sql sql, struct str path, struct buf *out)
{
	buf_addf(out, "%.*s <> '' AND ", STR_ARG(path));
	if (sql == SQL_CLICKHOUSE) {
		buf_addf(
		    out, "NOT match(lower(%.*s), '^[^?# ]*[.](", STR_ARG(path));
		add_extensions("|", out);
		buf_adds(out, ")([?# ]|$)')");
		return;
	}
	buf_addf(out,
	    "(%.*s NOT LIKE '%%.%%' OR "
	    "lower(reverse(split_part(reverse(split_part(split_part("
	    "split_part('/' || %.*s, '?', 1), '#', 1), ' ', 1)), '.', 1))) "
	    "NOT IN ('",
	    STR_ARG(path), STR_ARG(path));
	add_extensions("', '", out);
	buf_adds(out, "'))");
}

/* The same rule as for a line of a log. */
static void
add_view(enum engine_sql sql, const struct engine_table *t, struct buf *out)
{
	const struct str *c = t->columns;

	if (has(t, COLUMN_VIEW)) {
		flag(t, COLUMN_VIEW, out);
		add_not_robot(sql, t, out);
		return;
	}
	buf_addf(out, "%.*s = 'GET' AND %.*s IN (200, 304)",
	    STR_ARG(c[COLUMN_METHOD]), STR_ARG(c[COLUMN_STATUS]));
	add_not_robot(sql, t, out);
	buf_adds(out, " AND ");
	add_page(sql, c[COLUMN_PATH], out);
}

static bool
can_count(const struct engine_table *t, enum engine_value value)
{
	switch (value) {
	case VALUE_ERRORS:
	case VALUE_CLIENT_ERRORS:
	case VALUE_REDIRECTS:
		return has(t, COLUMN_STATUS);
	case VALUE_ROBOTS:
		return has(t, COLUMN_ROBOT);
	case VALUE_VIEWS:
		return has(t, COLUMN_VIEW) ||
		       (has(t, COLUMN_METHOD) && has(t, COLUMN_PATH) &&
			   has(t, COLUMN_STATUS));
	default:
		return false;
	}
}

static void
add_condition(enum engine_sql sql, const struct engine_table *t,
    enum engine_value value, struct buf *out)
{
	struct str status = t->columns[COLUMN_STATUS];

	if (value == VALUE_ROBOTS)
		flag(t, COLUMN_ROBOT, out);
	else if (value == VALUE_VIEWS)
		add_view(sql, t, out);
	else if (value == VALUE_ERRORS)
		buf_addf(out, "%.*s >= 500", STR_ARG(status));
	else
		buf_addf(out, "%.*s >= %d AND %.*s < %d", STR_ARG(status),
		    value == VALUE_REDIRECTS ? 300 : 400, STR_ARG(status),
		    value == VALUE_REDIRECTS ? 400 : 500);
}

/* How many requests of a group are such. */
static void
add_count(enum engine_sql sql, const struct engine_table *t,
    enum engine_value value, struct buf *out)
{
	static const char *const around[][2] = {
		[SQL_DATE_BIN] = { "count(*) FILTER (WHERE ", ")" },
		[SQL_PLAIN] = { "sum(CASE WHEN ", " THEN 1 ELSE 0 END)" },
		[SQL_CLICKHOUSE] = { "toInt64(countIf(", "))" },
	};

	buf_adds(out, ",\n  ");
	if (!can_count(t, value)) {
		buf_adds(out,
		    sql == SQL_CLICKHOUSE ? "toInt64(0)" : "CAST(0 AS bigint)");
		return;
	}
	buf_adds(out, around[sql][0]);
	add_condition(sql, t, value, out);
	buf_adds(out, around[sql][1]);
}

/* ---- whole questions ---- */

static void
add_bin(enum engine_sql sql, const struct engine_table *t, bool by_minute,
    struct buf *out)
{
	struct str time = t->columns[COLUMN_TIME];
	const char *step = by_minute ? "minute" : "hour";

	if (sql == SQL_DATE_BIN)
		buf_addf(out, "date_bin('1 %s', %.*s, '1970-01-01Z')", step,
		    STR_ARG(time));
	else if (sql == SQL_PLAIN)
		buf_addf(out, "date_trunc('%s', %.*s)", step, STR_ARG(time));
	else
		buf_addf(out,
		    "toUInt32(ifNull(intDiv(toUInt32(toDateTime(%.*s)), %d) * "
		    "%d, 0)) AS mg_at",
		    STR_ARG(time), by_minute ? 60 : 3600,
		    by_minute ? 60 : 3600);
}

static void
add_source(enum engine_sql sql, const struct engine_table *t,
    const struct engine_range *r, struct buf *out)
{
	struct str time = t->columns[COLUMN_TIME];

	buf_addf(out, "\nFROM %.*s\nWHERE %.*s >= ", STR_ARG(t->name),
	    STR_ARG(time));
	if (sql == SQL_CLICKHOUSE)
		buf_addf(out, "toDateTime(%lld) AND %.*s < toDateTime(%lld)",
		    (long long)r->from_s, STR_ARG(time), (long long)r->to_s);
	else
		buf_addf(out, "$1 AND %.*s < $2", STR_ARG(time));
}

static void
add_bytes(enum engine_sql sql, const struct engine_table *t, struct buf *out)
{
	struct str bytes = t->columns[COLUMN_BYTES];

	if (!has(t, COLUMN_BYTES))
		add_count(sql, t, VALUE_BYTES, out);
	else
		buf_addf(out,
		    sql == SQL_CLICKHOUSE
			? ",\n  toInt64(ifNull(sum(%.*s), 0))"
			: ",\n  CAST(COALESCE(sum(%.*s), 0) AS bigint)",
		    STR_ARG(bytes));
}

void
engine_sql_day(enum engine_sql sql, const struct engine_table *table,
    const struct engine_range *range, struct buf *out)
{
	struct str site = table->columns[COLUMN_SITE];

	buf_addf(out,
	    sql == SQL_CLICKHOUSE
		? "SELECT ifNull(toString(%.*s), '') AS mg_site,\n  "
		: "SELECT %.*s,\n  ",
	    STR_ARG(site));
	add_bin(sql, table, range->by_minute, out);
	buf_adds(out,
	    sql == SQL_CLICKHOUSE ? ",\n  toInt64(count())" : ",\n  count(*)");
	add_bytes(sql, table, out);
	for (int v = VALUE_ERRORS; v < VALUE_VISITS; v++)
		add_count(sql, table, (enum engine_value)v, out);
	add_source(sql, table, range, out);
	buf_adds(out, sql == SQL_CLICKHOUSE ? "\nGROUP BY mg_site, mg_at"
					    : "\nGROUP BY 1, 2");
}

void
engine_sql_count(enum engine_sql sql, const struct engine_table *table,
    const struct engine_range *range, struct buf *out)
{
	buf_adds(out, sql == SQL_CLICKHOUSE ? "SELECT toInt64(count())"
					    : "SELECT count(*)");
	add_source(sql, table, range, out);
}

void
engine_sql_own(
    struct str query, const struct engine_range *range, struct buf *out)
{
	for (size_t i = 0; i < query.n; i++) {
		bool limit = query.p[i] == '$' && i + 1 < query.n &&
			     (query.p[i + 1] == '1' || query.p[i + 1] == '2');

		if (!limit) {
			buf_addc(out, query.p[i]);
			continue;
		}
		i++;
		buf_addf(out, "toDateTime(%lld)",
		    (long long)(query.p[i] == '1' ? range->from_s
						  : range->to_s));
	}
}
