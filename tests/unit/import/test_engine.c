/* Traffic in engines: what is asked, and what is believed of the answer. */
#include "unit/support.h"

#include "import/engine_adapter.h"
#include "import/engine_binary.h"
#include "import/engine_types.h"

static char said[1 << 16];

static const char *
text_of(struct buf *b)
{
	snprintf(said, sizeof said, "%.*s", (int)b->n, b->p);
	buf_release(b);
	return said;
}

/* A table with a site and a time, and whatever else `types` names. */
static struct engine_table
table(void)
{
	struct engine_table t = { .name = STR("\"requests\"") };

	t.columns[COLUMN_SITE] = STR("\"site\"");
	t.types[COLUMN_SITE] = TYPE_TEXT;
	t.columns[COLUMN_TIME] = STR("\"ts\"");
	t.types[COLUMN_TIME] = TYPE_TIME;
	return t;
}

static const char *
day(enum engine_sql sql, const struct engine_table *t, bool by_minute)
{
	struct engine_range range = { 86400, 172800, by_minute };
	struct buf b;

	buf_init(&b, sizeof said);
	engine_sql_day(sql, t, &range, &b);
	return text_of(&b);
}

/* ---- the text of a query ---- */

static void
test_least_query(void **state)
{
	struct engine_table t = table();

	(void)state;
	assert_string_equal(day(SQL_DATE_BIN, &t, false),
	    "SELECT \"site\",\n"
	    "  date_bin('1 hour', \"ts\", '1970-01-01Z'),\n"
	    "  count(*),\n"
	    "  CAST(0 AS bigint),\n"
	    "  CAST(0 AS bigint),\n"
	    "  CAST(0 AS bigint),\n"
	    "  CAST(0 AS bigint),\n"
	    "  CAST(0 AS bigint),\n"
	    "  CAST(0 AS bigint)\n"
	    "FROM \"requests\"\n"
	    "WHERE \"ts\" >= $1 AND \"ts\" < $2\n"
	    "GROUP BY 1, 2");
}

static void
test_plain_has_nothing_new(void **state)
{
	struct engine_table t = table();
	const char *sql;

	(void)state;
	t.columns[COLUMN_STATUS] = STR("\"status\"");
	t.types[COLUMN_STATUS] = TYPE_NUMBER;
	t.columns[COLUMN_ROBOT] = STR("\"bot\"");
	t.types[COLUMN_ROBOT] = TYPE_BOOL;
	sql = day(SQL_PLAIN, &t, true);
	assert_non_null(strstr(sql, "date_trunc('minute', \"ts\")"));
	assert_non_null(
	    strstr(sql, "sum(CASE WHEN \"status\" >= 500 THEN 1 ELSE 0 END)"));
	assert_non_null(
	    strstr(sql, "sum(CASE WHEN \"bot\" THEN 1 ELSE 0 END)"));
	assert_null(strstr(sql, "FILTER"));
	assert_null(strstr(sql, "date_bin"));
}

/* A robot's page is no view; a number stands for true where it is not 0. */
static void
test_views(void **state)
{
	struct engine_table t = table();
	const char *sql;

	(void)state;
	t.columns[COLUMN_STATUS] = STR("s");
	t.columns[COLUMN_METHOD] = STR("m");
	t.columns[COLUMN_PATH] = STR("p");
	t.columns[COLUMN_ROBOT] = STR("r");
	t.types[COLUMN_STATUS] = t.types[COLUMN_ROBOT] = TYPE_NUMBER;
	t.types[COLUMN_METHOD] = t.types[COLUMN_PATH] = TYPE_TEXT;
	sql = day(SQL_DATE_BIN, &t, false);
	assert_non_null(strstr(sql,
	    "count(*) FILTER (WHERE m = 'GET' AND s IN (200, 304) AND "
	    "(r <> 0) IS NOT TRUE AND p <> '' AND (p NOT LIKE '%.%' OR "
	    "lower(reverse(split_part(reverse(split_part(split_part("
	    "split_part('/' || p, '?', 1), '#', 1), ' ', 1)), '.', 1))) "
	    "NOT IN ('js', 'bmp', "));
	assert_non_null(strstr(sql, ", 'woff2', 'webmanifest')))"));
	sql = day(SQL_CLICKHOUSE, &t, false);
	assert_non_null(
	    strstr(sql, "AND NOT ifNull(r <> 0, 0) AND p <> '' AND "
			"NOT match(lower(p), '^[^?# ]*[.](js|bmp|"));
	assert_non_null(strstr(sql, "|woff2|webmanifest)([?# ]|$)')"));
	t.columns[COLUMN_VIEW] = STR("v");
	t.types[COLUMN_VIEW] = TYPE_BOOL;
	sql = day(SQL_DATE_BIN, &t, false);
	assert_non_null(
	    strstr(sql, "count(*) FILTER (WHERE v AND (r <> 0) IS NOT TRUE)"));
}

/* 86400 is 2 January 1970, 172800 the day after. */
static void
test_clickhouse(void **state)
{
	struct engine_table t = table();
	struct engine_range range = { 86400, 172800, false };
	const char *sql;
	struct buf b;

	(void)state;
	sql = day(SQL_CLICKHOUSE, &t, true);
	assert_non_null(strstr(sql, "WHERE \"ts\" >= toDateTime(86400) AND "
				    "\"ts\" < toDateTime(172800)"));
	assert_non_null(strstr(sql, ", 60) * 60"));
	assert_non_null(strstr(sql, "GROUP BY mg_site, mg_at"));
	buf_init(&b, sizeof said);
	engine_sql_own(STR("WHERE t >= $1 AND t<$2 OR x = '$3$'"), &range, &b);
	assert_string_equal(text_of(&b),
	    "WHERE t >= toDateTime(86400) AND t<toDateTime(172800) "
	    "OR x = '$3$'");
}

static void
test_backticks(void **state)
{
	struct arena keep = { 0 };

	(void)state;
	assert_str(engine_backticks(&keep, STR("logs.requests"), true),
	    "`logs`.`requests`");
	assert_str(engine_backticks(&keep, STR("a.b"), false), "`a.b`");
	assert_str(engine_backticks(&keep, STR("a`; DROP \\"), true),
	    "`a\\`; DROP \\\\`");
	arena_release(&keep);
}

/* ---- which column is which ---- */

static void
test_usual_names(void **state)
{
	const struct str names[] = { STR("time"), STR("ts"), STR("vhost"),
		STR("size"), STR("is_bot") };
	/* "time" is a duration here, and "size" a text */
	const enum engine_type types[] = { TYPE_NUMBER, TYPE_TIME, TYPE_TEXT,
		TYPE_TEXT, TYPE_NUMBER };
	struct engine_source source = { 0 };
	struct engine_trouble trouble = { 0 };
	int found[ENGINE_COLUMNS];

	(void)state;
	assert_true(
	    engine_find_columns(&source, names, types, 5, found, &trouble));
	assert_int_equal(found[COLUMN_TIME], 1);
	assert_int_equal(found[COLUMN_SITE], 2);
	assert_int_equal(found[COLUMN_BYTES], -1);
	assert_int_equal(found[COLUMN_ROBOT], 4);
	assert_int_equal(found[COLUMN_PATH], -1);
	source.columns[COLUMN_TIME] = STR("time");
	assert_false(
	    engine_find_columns(&source, names, types, 5, found, &trouble));
	assert_true(trouble.input);
	assert_string_equal(
	    trouble.text, "columns: time: \"time\" is not a timestamp");
	source.columns[COLUMN_TIME] = STR("Ts");
	assert_false(
	    engine_find_columns(&source, names, types, 5, found, &trouble));
	assert_string_equal(trouble.text, "the table has no column \"Ts\"");
	source.columns[COLUMN_TIME] = STR_NONE;
	assert_false(
	    engine_find_columns(&source, names, types, 1, found, &trouble));
	assert_string_equal(
	    trouble.text, "no column of the table looks like \"site\"");
}

static void
test_types(void **state)
{
	(void)state;
	assert_int_equal(engine_pg_type(1184), TYPE_TIME);
	assert_int_equal(engine_pg_type(1082), TYPE_OTHER); /* a date */
	assert_int_equal(
	    engine_clickhouse_type(STR("LowCardinality(Nullable(String))")),
	    TYPE_TEXT);
	assert_int_equal(
	    engine_clickhouse_type(STR("DateTime64(3, 'UTC')")), TYPE_TIME);
	assert_int_equal(engine_clickhouse_type(STR("Date")), TYPE_OTHER);
	assert_int_equal(
	    engine_clickhouse_type(STR("Nullable(UInt8)")), TYPE_NUMBER);
}

/* ---- RowBinary ---- */

#define BINARY(literal)                                                        \
	{                                                                      \
		.bytes = STR(literal)                                          \
	}

static void
test_binary_values(void **state)
{
	struct engine_binary b = BINARY("\003www"
					"\x80\x51\x01\x00"
					"\xff\xff\xff\xff\xff\xff\xff\xff");
	struct str s;
	int64_t v;

	(void)state;
	assert_true(engine_binary_text(&b, &s));
	assert_str(s, "www");
	assert_true(engine_binary_uint32(&b, &v));
	assert_int_equal(v, 0x15180); /* 86400 */
	assert_true(engine_binary_int64(&b, &v));
	assert_int_equal(v, -1);
	assert_int_equal(b.at, b.bytes.n);
	assert_false(engine_binary_uint32(&b, &v));
}

/* 200 is 0xc8 0x01 as a length: 72 + 1 * 128. */
static void
test_binary_length(void **state)
{
	char bytes[202] = "\xc8\x01";
	struct engine_binary b = { .bytes = { bytes, sizeof bytes } };
	struct str s;

	(void)state;
	assert_true(engine_binary_text(&b, &s));
	assert_int_equal(s.n, 200);
	b = (struct engine_binary){ .bytes = { bytes, sizeof bytes - 1 } };
	assert_false(engine_binary_text(&b, &s));
	assert_int_equal(b.at, 0);
}

static void
test_binary_hostile(void **state)
{
	const struct str hostile[] = {
		STR(""),
		STR("\x80"),
		STR("\x05www"),
		/* lengths of 2^63 - 1, of 2^64 - 1, and without an end */
		STR("\xff\xff\xff\xff\xff\xff\xff\xff\x7fx"),
		STR("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01x"),
		STR("\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80"),
	};
	struct str s;
	int64_t v;

	(void)state;
	for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
		struct engine_binary b = { .bytes = hostile[i] };

		assert_false(engine_binary_text(&b, &s));
	}
	for (size_t n = 0; n < 8; n++) {
		struct engine_binary b = { .bytes = { "1234567", n } };

		assert_false(engine_binary_int64(&b, &v));
	}
}

/* ---- rows ---- */

/* Day 1 is 2 January 1970: 86400 up to 172800. */
static const struct engine_task a_day = { .day = 1 };

static int
add(struct engine_rows *r, const char *site, int64_t at_s, int64_t hits,
    int64_t errors, struct engine_trouble *trouble)
{
	int64_t values[ENGINE_VALUES] = { 0 };

	values[VALUE_HITS] = hits;
	values[VALUE_ERRORS] = errors;
	return engine_rows_add(
	    r, site == NULL ? STR_NONE : str_of(site), at_s, values, trouble);
}

static void
test_rows_in_order(void **state)
{
	struct arena keep = { 0 };
	struct engine_rows r;
	struct engine_trouble t;
	const struct site_day *sites;
	size_t n;

	(void)state;
	engine_rows_begin(&r, &keep, &a_day);
	assert_int_equal(add(&r, "b.example", 90000, 5, 1, &t), 0);
	assert_int_equal(add(&r, "a.example:443", 93600, 2, 0, &t), 0);
	assert_int_equal(add(&r, "A.Example", 86400, 1, 0, &t), 0);
	assert_int_equal(add(&r, "B.EXAMPLE.", 90000, 7, 2, &t), 0);
	assert_int_equal(add(&r, NULL, 86400, 3, 0, &t), 0);
	assert_int_equal(add(&r, "", 86400, 4, 0, &t), 0);
	assert_int_equal(add(&r, "<script>", 86400, 6, 0, &t), 0);
	assert_int_equal(add(&r, "a.example:x", 86400, 8, 0, &t), 0);
	engine_rows_end(&r, &sites, &n);
	assert_int_equal(n, 2);
	assert_str(sites[0].site, "a.example");
	assert_int_equal(sites[0].n, 2);
	assert_int_equal(sites[0].cells[0].at, 86400000);
	assert_int_equal(sites[0].cells[1].hits, 2);
	assert_str(sites[1].site, "b.example");
	assert_int_equal(sites[1].n, 1);
	assert_int_equal(sites[1].cells[0].hits, 12);
	assert_int_equal(sites[1].cells[0].errors, 3);
	assert_int_equal(r.hits, 36); /* 5+2+1+7+3+4+6+8 */
	assert_int_equal(r.rejected, 21);
	assert_int_equal(r.first_at, 86400000);
	assert_int_equal(r.last_at, 93600000);
	arena_release(&keep);
}

static void
test_rows_refused(void **state)
{
	static const struct {
		int64_t at_s, hits, errors;
		const char *said;
	} bad[] = {
		{ 82800, 1, 0,
		    "a row lies outside the day that was asked for" },
		{ 172800, 1, 0,
		    "a row lies outside the day that was asked for" },
		{ INT64_MIN, 1, 0,
		    "a row lies outside the day that was asked for" },
		{ INT64_MAX, 1, 0,
		    "a row lies outside the day that was asked for" },
		{ 86460, 1, 0, "a row does not begin at a full hour of UTC" },
		{ 86400, -1, 0, "\"hits\" is negative (-1)" },
		{ 86400, 1, 2, "more \"errors\" (2) than hits (1)" },
	};
	struct arena keep = { 0 };
	struct engine_rows r;
	struct engine_trouble t;

	(void)state;
	engine_rows_begin(&r, &keep, &a_day);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(add(&r, "a.example", bad[i].at_s, bad[i].hits,
				     bad[i].errors, &t),
		    -1);
		assert_string_equal(t.text, bad[i].said);
		assert_true(t.input);
	}
	assert_int_equal(add(&r, "a.example", 86400, INT64_MAX, 0, &t), 0);
	assert_int_equal(add(&r, "a.example", 90000, 1, 0, &t), -1);
	assert_string_equal(t.text, "the counts of the day make no sense");
	arena_release(&keep);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_least_query),
		cmocka_unit_test(test_plain_has_nothing_new),
		cmocka_unit_test(test_views),
		cmocka_unit_test(test_clickhouse),
		cmocka_unit_test(test_backticks),
		cmocka_unit_test(test_usual_names),
		cmocka_unit_test(test_types),
		cmocka_unit_test(test_binary_values),
		cmocka_unit_test(test_binary_length),
		cmocka_unit_test(test_binary_hostile),
		cmocka_unit_test(test_rows_in_order),
		cmocka_unit_test(test_rows_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
