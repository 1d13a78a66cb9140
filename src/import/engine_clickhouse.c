/*
 * engine_clickhouse.c -- ClickHouse over HTTP: one POST a question, RowBinary
 * back.
 *
 * The server is told to answer only when it is done (wait_end_of_query), so a
 * query that fails half way is an error and not a short answer. Rows and count
 * are two questions: while a day is open, requests may come in between.
 */
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "base/utf8.h"
#include "import/engine_adapter.h"
#include "import/engine_binary.h"
#include "import/engine_types.h"

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

#define SQL_BYTES    ((size_t)1 << 16)
#define ANSWER_BYTES ((size_t)1 << 30)
#define HEADER_BYTES ((size_t)1 << 20)

#define FUNCTIONS(F)                                                           \
	F(curl_global_init)                                                    \
	F(curl_easy_init)                                                      \
	F(curl_easy_setopt)                                                    \
	F(curl_easy_perform)                                                   \
	F(curl_easy_getinfo)                                                   \
	F(curl_easy_strerror)                                                  \
	F(curl_easy_escape) F(curl_free) F(curl_easy_cleanup)
#define MEMBER(f) __typeof__(f) *f;
static struct {
	FUNCTIONS(MEMBER)
} api;

struct engine_link {
	struct arena keep;
	const struct engine_source *source;
	CURL *curl;
	bool bare; /* asked without settings */
	struct buf answer;
	struct engine_table table;
	/* of an own query: which of our values it returns */
	bool returns[ENGINE_VALUES];
	int n_values;
};

static int
prepare(struct engine_trouble *trouble)
{
#define ENTRY(f) { #f, &api.f },
	static const struct engine_entry all[] = { FUNCTIONS(ENTRY) };
	static bool started;

	if (engine_library("libcurl.so.4", "apt-get install libcurl4", all,
		sizeof all / sizeof *all, trouble) != 0)
		return -1;
	if (!started && api.curl_global_init(CURL_GLOBAL_DEFAULT) != 0)
		return engine_blame(
		    trouble, false, NULL, "the library libcurl does not start");
	started = true;
	return 0;
}

/* ---- troubles ---- */

static const struct {
	int code; /* 0: any other */
	bool input;
	const char *hint;
} troubles[] = {
	{ 60, true, "table: requests, or database.requests; capitals count" },
	{ 81, false, "clickhouse://user@host:8123/database" },
	{ 47, true, "columns: { site: vhost, time: ts }; capitals count" },
	{ 16, true, "columns: { site: vhost, time: ts }; capitals count" },
	{ 159, false, "timeout: 30 min gives it more time" },
	{ 160, false, "timeout: 30 min gives it more time" },
	{ 164, true, "query: may only read" },
	{ 192, false,
	    "the user stands in the address, the password belongs "
	    "into ~/.netrc: machine HOST login USER password ..." },
	{ 193, false,
	    "the password belongs into ~/.netrc, mode 0600: machine "
	    "HOST login USER password ..." },
	{ 194, false,
	    "the password belongs into ~/.netrc, mode 0600: machine "
	    "HOST login USER password ..." },
	{ 516, false,
	    "the password belongs into ~/.netrc, mode 0600: machine "
	    "HOST login USER password ..." },
	{ 497, false, "GRANT SELECT ON the table TO this user" },
	{ 43, true, "another column, or query: with a cast" },
	{ 53, true, "another column, or query: with a cast" },
	{ 62, true, "makegood engine shows the query" },
	{ 0, false, "makegood engine shows the query" },
};

/* "Code: 60, e.displayText() = DB::Exception: Table ... doesn't exist., ..." */
static int
blame_answer(struct engine_link *l, long status, struct engine_trouble *trouble)
{
	struct str s = utf8_clean(
	    &l->keep, str_sub(buf_str(&l->answer), 0, HEADER_BYTES / 64));
	char *text = str_cstr(&l->keep, s), *what, *end;
	int code =
	    str_starts(s, "Code: ") ? (int)strtol(text + 6, NULL, 10) : 0;
	size_t i = 0;

	if (code == 0)
		return engine_blame(trouble, false,
		    "is it ClickHouse's HTTP port (8123)?",
		    "the server answers with HTTP status %ld", status);
	what = strstr(text, "DB::Exception: ");
	what = what == NULL ? text : what + strlen("DB::Exception: ");
	end = strstr(what, ", e.what()");
	if (end != NULL)
		*end = '\0';
	if (strlen(what) > 300)
		what[300] = '\0';
	while (troubles[i].code != 0 && troubles[i].code != code)
		i++;
	return engine_blame(trouble, troubles[i].input, troubles[i].hint,
	    "%.*s", (int)strcspn(what, "\n"), what);
}

static int
blame_curl(CURLcode code, struct engine_trouble *trouble)
{
	if (code == CURLE_WRITE_ERROR)
		return engine_blame(trouble, false, NULL,
		    "the answer is longer than %zu MiB", ANSWER_BYTES >> 20);
	return engine_blame(trouble, false,
	    code == CURLE_OPERATION_TIMEDOUT
		? "timeout: 30 min gives it more time"
		: "is the server running, and does curl reach its HTTP port "
		  "from here?",
	    "%s", api.curl_easy_strerror(code));
}

/* ---- the address ---- */

static void
add_settings(const struct engine_link *l, struct buf *url)
{
	buf_adds(url, "wait_end_of_query=1");
	if (!l->bare)
		buf_addf(url, "&readonly=2&max_execution_time=%lld",
		    (long long)(l->source->timeout_ms / MS_SECOND));
}

/* "host:8123", "[::1]:8123" */
static bool
names_port(struct str place)
{
	for (size_t i = place.n; i > 0 && place.p[i - 1] != ']'; i--)
		if (place.p[i - 1] == ':')
			return true;
	return false;
}

/* scheme://user@host:port/database, as http has it */
static void
set_url(struct engine_link *l)
{
	struct str from = l->source->from, rest, place;
	bool safe = str_starts(from, "clickhouses://");
	char *database;
	struct buf url;

	rest = str_sub(from, safe ? 14 : 13, from.n);
	rest = str_cut(rest, '?', &place);
	place = str_cut(rest, '/', &rest);
	buf_init(&url, SQL_BYTES);
	/* the user stays in it: for a name told apart ~/.netrc is not read */
	buf_addf(&url, "%s://%.*s", safe ? "https" : "http", STR_ARG(place));
	if (!names_port(place))
		buf_adds(&url, safe ? ":8443" : ":8123");
	buf_adds(&url, "/?");
	if (rest.n != 0) {
		database = api.curl_easy_escape(l->curl, rest.p, (int)rest.n);
		buf_addf(&url, "database=%s&", database);
		api.curl_free(database);
	}
	add_settings(l, &url);
	api.curl_easy_setopt(
	    l->curl, CURLOPT_URL, str_cstr(&l->keep, buf_str(&url)));
	buf_release(&url);
}

/* ---- questions ---- */

static size_t
on_bytes(char *p, size_t size, size_t n, void *arg)
{
	struct buf *answer = arg;

	buf_add(answer, p, size * n);
	return answer->full ? 0 : size * n;
}

static int
post(struct engine_link *l, struct str sql, long *ret_status,
    struct engine_trouble *trouble)
{
	CURLcode code;

	buf_clear(&l->answer);
	api.curl_easy_setopt(l->curl, CURLOPT_POSTFIELDS, sql.p);
	api.curl_easy_setopt(
	    l->curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)sql.n);
	code = api.curl_easy_perform(l->curl);
	if (code != CURLE_OK)
		return blame_curl(code, trouble);
	api.curl_easy_getinfo(l->curl, CURLINFO_RESPONSE_CODE, ret_status);
	return 0;
}

/*
 * What is answered stands in l->answer until the next question. A user who may
 * only read may not say so either: then it is asked without settings.
 */
static int
ask(struct engine_link *l, struct str sql, struct engine_trouble *trouble)
{
	long status = 0;

	if (post(l, sql, &status, trouble) != 0)
		return -1;
	if (status != 200 && !l->bare &&
	    str_starts(buf_str(&l->answer), "Code: 164")) {
		l->bare = true;
		set_url(l);
		if (post(l, sql, &status, trouble) != 0)
			return -1;
	}
	return status == 200 ? 0 : blame_answer(l, status, trouble);
}

static int
ask_number(struct engine_link *l, struct str sql, int64_t *ret,
    struct engine_trouble *trouble)
{
	struct engine_binary b;

	if (ask(l, sql, trouble) != 0)
		return -1;
	b = (struct engine_binary){ .bytes = buf_str(&l->answer) };
	if (engine_binary_int64(&b, ret) && b.at == b.bytes.n)
		return 0;
	return engine_blame(trouble, false, "is it ClickHouse's HTTP port?",
	    "the answer is not what was asked for");
}

static struct engine_range
range_of(const struct engine_task *task)
{
	return (struct engine_range){
		.from_s = task->day * (MS_DAY / MS_SECOND),
		.to_s = (task->day + 1) * (MS_DAY / MS_SECOND),
		.by_minute = task->by_minute,
	};
}

/* An own query, its columns in our order and types. */
static void
add_own(const struct engine_link *l, const struct engine_range *range,
    struct buf *out)
{
	buf_adds(out, "SELECT ifNull(toString(`site`), ''), "
		      "toUInt32(ifNull(toUInt32(toDateTime(`at`)), 0))");
	for (int v = VALUE_HITS; v < ENGINE_VALUES; v++)
		if (l->returns[v])
			buf_addf(out, ", toInt64(ifNull(`%s`, 0))",
			    engine_value_names[v]);
		else
			buf_adds(out, ", toInt64(0)");
	buf_adds(out, " FROM (\n");
	engine_sql_own(l->source->query, range, out);
	buf_adds(out, "\n)");
}

static struct str
day_sql(const struct engine_link *l, const struct engine_task *task,
    struct arena *keep, const char *format)
{
	struct engine_range range = range_of(task);
	struct str sql;
	struct buf b;

	buf_init(&b, 4 * SQL_BYTES);
	if (l->source->query.n != 0)
		add_own(l, &range, &b);
	else
		engine_sql_day(SQL_CLICKHOUSE, &l->table, &range, &b);
	buf_adds(&b, format);
	sql = str_dup(keep, buf_str(&b));
	buf_release(&b);
	return sql;
}

static struct str
count_sql(const struct engine_link *l, const struct engine_task *task,
    struct arena *keep)
{
	struct engine_range range = range_of(task);
	struct str sql;
	struct buf b;

	buf_init(&b, SQL_BYTES);
	engine_sql_count(SQL_CLICKHOUSE, &l->table, &range, &b);
	buf_adds(&b, "\nFORMAT RowBinary");
	sql = str_dup(keep, buf_str(&b));
	buf_release(&b);
	return sql;
}

/* ---- the rows of a day ---- */

static int
take_rows(struct engine_link *l, struct engine_rows *rows,
    struct engine_trouble *trouble)
{
	struct engine_binary b = { .bytes = buf_str(&l->answer) };

	rows->bytes += (int64_t)b.bytes.n;
	while (b.at < b.bytes.n) {
		int64_t values[ENGINE_VALUES] = { 0 }, at_s;
		struct str site;
		bool whole = engine_binary_text(&b, &site) &&
			     engine_binary_uint32(&b, &at_s);

		for (int i = 0; i < l->n_values && whole; i++)
			whole =
			    engine_binary_int64(&b, &values[VALUE_HITS + i]);
		if (!whole)
			return engine_blame(trouble, false, "import again",
			    "the answer is cut off or damaged");
		/* a text of fixed length is filled up with zeros */
		while (site.n != 0 && site.p[site.n - 1] == '\0')
			site.n--;
		if (engine_rows_add(rows, site, at_s, values, trouble) != 0)
			return -1;
	}
	return 0;
}

static int
fetch(struct engine_link *l, const struct engine_task *task,
    struct engine_rows *rows, int64_t *ret_now, int64_t *ret_count,
    struct engine_trouble *trouble)
{
	struct str sql = day_sql(l, task, rows->keep, "\nFORMAT RowBinary");

	*ret_count = -1;
	if (ask_number(l,
		STR("SELECT toInt64(toUInt32(now())) FORMAT RowBinary"),
		ret_now, trouble) != 0 ||
	    ask(l, sql, trouble) != 0 || take_rows(l, rows, trouble) != 0)
		return -1;
	if (l->source->query.n != 0)
		return 0;
	return ask_number(
	    l, count_sql(l, task, rows->keep), ret_count, trouble);
}

/* ---- the connection ---- */

struct header {
	struct str *names;
	enum engine_type *types;
	size_t n;
};

/* Names and types of what a SELECT returns, from the first two lines. */
static int
read_header(struct engine_link *l, struct str from, struct header *h,
    struct engine_trouble *trouble)
{
	struct str sql = str_format(&l->keep,
	    "SELECT * FROM %.*s LIMIT 0 FORMAT TabSeparatedWithNamesAndTypes",
	    STR_ARG(from));
	struct str names, types, rest;
	size_t cap = 1;

	if (ask(l, sql, trouble) != 0)
		return -1;
	rest = str_dup(&l->keep, str_sub(buf_str(&l->answer), 0, HEADER_BYTES));
	names = str_cut(rest, '\n', &rest);
	types = str_cut(rest, '\n', &rest);
	for (size_t i = 0; i < names.n; i++)
		cap += names.p[i] == '\t';
	h->names = arena_array(&l->keep, cap, sizeof *h->names);
	h->types = arena_array(&l->keep, cap, sizeof *h->types);
	while (names.n != 0 && types.n != 0) {
		h->names[h->n] = str_cut(names, '\t', &names);
		h->types[h->n++] =
		    engine_clickhouse_type(str_cut(types, '\t', &types));
	}
	if (h->n != 0)
		return 0;
	return engine_blame(trouble, false, "is it ClickHouse's HTTP port?",
	    "the server does not tell what columns there are");
}

static int
look_at_table(struct engine_link *l, struct engine_trouble *trouble)
{
	int found[ENGINE_COLUMNS];
	struct header h = { 0 };

	l->n_values = VALUE_VISITS - VALUE_HITS;
	l->table.name = engine_backticks(&l->keep, l->source->table, true);
	if (read_header(l, l->table.name, &h, trouble) != 0 ||
	    !engine_find_columns(
		l->source, h.names, h.types, h.n, found, trouble))
		return -1;
	for (size_t i = 0; i < ENGINE_COLUMNS; i++) {
		if (found[i] < 0)
			continue;
		l->table.columns[i] =
		    engine_backticks(&l->keep, h.names[found[i]], false);
		l->table.types[i] = h.types[found[i]];
	}
	return 0;
}

/* Which values an own query returns, by asking it for no time at all. */
static int
look_at_query(struct engine_link *l, struct engine_trouble *trouble)
{
	struct engine_range none = { 0 };
	struct header h = { 0 };
	struct str query;
	struct buf b;

	buf_init(&b, 2 * SQL_BYTES);
	buf_adds(&b, "(\n");
	engine_sql_own(l->source->query, &none, &b);
	buf_adds(&b, "\n)");
	query = str_dup(&l->keep, buf_str(&b));
	buf_release(&b);
	if (read_header(l, query, &h, trouble) != 0)
		return -1;
	l->n_values = ENGINE_VALUES - VALUE_HITS;
	for (int v = 0; v < ENGINE_VALUES; v++) {
		for (size_t i = 0; i < h.n; i++)
			if (str_is(h.names[i], engine_value_names[v]))
				l->returns[v] = true;
		if (!l->returns[v] && v <= VALUE_HITS)
			return engine_blame(trouble, true,
			    "SELECT host AS site, toStartOfHour(ts) AS at, "
			    "count() AS hits ...",
			    "query: returns no column \"%s\"",
			    engine_value_names[v]);
	}
	return 0;
}

static void
set_up(struct engine_link *l)
{
	set_url(l);
	api.curl_easy_setopt(l->curl, CURLOPT_POST, 1L);
	api.curl_easy_setopt(l->curl, CURLOPT_NOSIGNAL, 1L);
	api.curl_easy_setopt(l->curl, CURLOPT_USERAGENT, "makegood");
	api.curl_easy_setopt(l->curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
	api.curl_easy_setopt(l->curl, CURLOPT_NETRC, (long)CURL_NETRC_OPTIONAL);
	api.curl_easy_setopt(l->curl, CURLOPT_PROTOCOLS_STR, "http,https");
	api.curl_easy_setopt(
	    l->curl, CURLOPT_CONNECTTIMEOUT, (long)ENGINE_CONNECT_S);
	api.curl_easy_setopt(l->curl, CURLOPT_TIMEOUT_MS,
	    (long)(l->source->timeout_ms + ENGINE_GRACE_MS));
	api.curl_easy_setopt(l->curl, CURLOPT_WRITEFUNCTION, on_bytes);
	api.curl_easy_setopt(l->curl, CURLOPT_WRITEDATA, &l->answer);
}

static void
hang_up(struct engine_link *l)
{
	struct arena keep = l->keep; /* holds the link itself */

	if (l->curl != NULL)
		api.curl_easy_cleanup(l->curl);
	buf_release(&l->answer);
	arena_release(&keep);
}

static struct engine_link *
call(const struct engine_source *source, struct engine_trouble *trouble)
{
	struct arena keep = { 0 };
	struct engine_link *l = arena_alloc(&keep, sizeof *l);
	int rc = -1;

	l->keep = keep;
	l->source = source;
	buf_init(&l->answer, ANSWER_BYTES);
	l->curl = api.curl_easy_init();
	if (l->curl == NULL)
		engine_blame(trouble, false, NULL,
		    "the library libcurl gives no connection");
	else {
		set_up(l);
		rc = source->query.n != 0 ? look_at_query(l, trouble)
					  : look_at_table(l, trouble);
	}
	if (rc == 0)
		return l;
	hang_up(l);
	return NULL;
}

static int
explain(struct engine_link *l, const struct engine_task *task, bool plan,
    struct buf *out, struct engine_trouble *trouble)
{
	struct str sql = day_sql(l, task, &l->keep, ""), s;

	if (ask(l, STR("SELECT version() FORMAT TabSeparated"), trouble) != 0)
		return -1;
	s = str_trim(buf_str(&l->answer));
	buf_addf(out, "server: ClickHouse %.*s\nquery:\n%.*s\n", STR_ARG(s),
	    STR_ARG(sql));
	if (!plan)
		return 0;
	sql = str_format(&l->keep, "EXPLAIN %.*s", STR_ARG(sql));
	/* versions before 20.6 have no EXPLAIN, and no older word for it */
	if (ask(l, sql, trouble) != 0) {
		buf_adds(out, "plan: this version explains nothing\n");
		return 0;
	}
	s = str_trim(buf_str(&l->answer));
	buf_addf(out, "plan:\n%.*s\n", STR_ARG(s));
	return 0;
}

const struct engine_adapter engine_clickhouse = {
	.prepare = prepare,
	.open = call,
	.close = hang_up,
	.day = fetch,
	.explain = explain,
	.moving = true,
};
