/*
 * settings_engine.c -- `traffic:` of case.yaml: where requests lie in an
 * engine.
 *
 * Either only connection strings, or for each place a map of what differs from
 * the usual. Every shard becomes a source of its own.
 */
#include <string.h>

#include "base/civil.h"
#include "domain/dossier.h"
#include "import/engine.h"

#define COUNT(v)    (sizeof(v) / sizeof *(v))
#define NAME_BYTES  128
#define QUERY_BYTES 20000
/* What the estimate looks at, before and after what is settled. */
#define DAYS_BEFORE (13 * 7 + 1)
#define DAYS_AFTER  8
#define DAYS_MAX    4000

static const char *const dialect_names[] = { "auto", "postgresql", "plain",
	NULL };
static const char *const column_names[ENGINE_COLUMNS] = { "site", "time",
	"status", "bytes", "robot", "view", "method", "path" };

/* An entry as it is read. */
struct entry {
	const struct node *from, *columns, *days, *delay, *timeout, *query;
	struct str table, layer, name;
	int dialect;
	int64_t connections;
};

static const struct schema_field entry_fields[] = {
	{ .key = "from",
	    .kind = SCHEMA_NODE,
	    .offset = offsetof(struct entry, from),
	    .required = true },
	{ .key = "table",
	    .kind = SCHEMA_TEXT,
	    .offset = offsetof(struct entry, table) },
	{ .key = "columns",
	    .kind = SCHEMA_MAP,
	    .offset = offsetof(struct entry, columns) },
	{ .key = "query",
	    .kind = SCHEMA_NODE,
	    .offset = offsetof(struct entry, query) },
	{ .key = "days",
	    .kind = SCHEMA_LIST,
	    .offset = offsetof(struct entry, days) },
	{ .key = "delay",
	    .kind = SCHEMA_NODE,
	    .offset = offsetof(struct entry, delay) },
	{ .key = "timeout",
	    .kind = SCHEMA_NODE,
	    .offset = offsetof(struct entry, timeout) },
	{ .key = "connections",
	    .kind = SCHEMA_INT,
	    .offset = offsetof(struct entry, connections),
	    .min = 1,
	    .max = ENGINE_CONNECTIONS_MAX },
	{ .key = "layer",
	    .kind = SCHEMA_TEXT,
	    .offset = offsetof(struct entry, layer) },
	{ .key = "name",
	    .kind = SCHEMA_TEXT,
	    .offset = offsetof(struct entry, name) },
	{ .key = "dialect",
	    .kind = SCHEMA_CHOICE,
	    .offset = offsetof(struct entry, dialect),
	    .names = dialect_names },
};

struct reading {
	struct arena *keep;
	struct settings *settings;
	struct diags *d;
	struct engine_source *sources;
	size_t n;
};

/* ---- connection strings ---- */

/* What of a connection string names the data; empty where it says nothing. */
struct address {
	enum engine_kind kind;
	struct str host, port, database;
};

static bool
url_parse(struct str text, struct address *a)
{
	static const struct {
		const char *scheme;
		enum engine_kind kind;
	} schemes[] = {
		{ "postgresql://", ENGINE_POSTGRESQL },
		{ "postgres://", ENGINE_POSTGRESQL },
		{ "clickhouse://", ENGINE_CLICKHOUSE },
		{ "clickhouses://", ENGINE_CLICKHOUSE },
	};
	struct str rest = STR_NONE, place;

	for (size_t i = 0; i < COUNT(schemes) && rest.p == NULL; i++)
		if (str_starts(text, schemes[i].scheme)) {
			rest = str_sub(text, strlen(schemes[i].scheme), text.n);
			a->kind = schemes[i].kind;
		}
	if (rest.p == NULL)
		return false;
	rest = str_cut(rest, '?', &place);
	place = str_cut(rest, '/', &a->database);
	for (size_t at = str_find(place, '@'); at < place.n;
	     at = str_find(place, '@'))
		place = str_sub(place, at + 1, place.n);
	/* of [::1]:5432 the last colon, unless it is inside */
	a->host = place;
	for (size_t i = place.n; i > 0 && place.p[i - 1] != ']'; i--)
		if (place.p[i - 1] == ':') {
			a->host = str_sub(place, 0, i - 1);
			a->port = str_sub(place, i, place.n);
			break;
		}
	return true;
}

/* "host=/run/postgresql dbname=logs": the words that name the data. */
static bool
words_parse(struct str text, struct address *a)
{
	bool any = false;

	a->kind = ENGINE_POSTGRESQL;
	while (text.n != 0) {
		struct str word = str_cut(str_trim(text), ' ', &text), value;
		struct str key = str_cut(word, '=', &value);

		if (str_is(key, "host") || str_is(key, "service"))
			a->host = value;
		else if (str_is(key, "port"))
			a->port = value;
		else if (str_is(key, "dbname"))
			a->database = value;
		any = any || value.n != 0;
	}
	return any;
}

static bool
address_parse(const struct reading *r, const struct node *n, struct address *a)
{
	*a = (struct address){ 0 };
	if (!schema_text(n, "from", r->d))
		return false;
	if (url_parse(n->text, a) ||
	    (str_find(n->text, '=') < n->text.n &&
		memmem(n->text.p, n->text.n, "://", 3) == NULL &&
		words_parse(n->text, a)))
		return true;
	diag_add(r->d, DIAG_ERROR, n->at,
	    "postgresql://user@host/database, clickhouse://user@host/database, "
	    "or \"host=... dbname=...\"",
	    "\"%.*s\" is no place where traffic lies",
	    STR_ARG(str_sub(n->text, 0, 60)));
	return false;
}

/* scheme://host:port/database/table, without user and options */
static struct str
source_name(const struct reading *r, const struct address *a,
    const struct engine_source *s, struct str given)
{
	struct str of = s->query.n != 0 ? STR("query") : s->table;

	if (given.n != 0)
		of = given;
	return str_format(r->keep, "%s://%.*s%s%.*s/%.*s%s%.*s",
	    a->kind == ENGINE_CLICKHOUSE ? "clickhouse" : "postgresql",
	    STR_ARG(a->host), a->port.n != 0 ? ":" : "", STR_ARG(a->port),
	    STR_ARG(a->database), a->database.n != 0 ? "/" : "", STR_ARG(of));
}

bool
engine_is_name(struct str name)
{
	return name.n >= 3 && memmem(name.p, name.n, "://", 3) != NULL;
}

/* ---- values ---- */

/* "90 s", "30min", "6h", "2 d" */
static void
read_span(const struct reading *r, const struct node *n, const char *key,
    int64_t *ret_ms)
{
	static const struct {
		const char *unit;
		int64_t ms;
	} units[] = { { "s", MS_SECOND }, { "min", MS_MINUTE },
		{ "h", MS_HOUR }, { "d", MS_DAY } };
	size_t digits = 0;
	int64_t count;

	if (!schema_text(n, key, r->d))
		return;
	while (digits < n->text.n && n->text.p[digits] >= '0' &&
	       n->text.p[digits] <= '9')
		digits++;
	for (size_t i = 0; i < COUNT(units); i++)
		if (digits <= 6 &&
		    str_int64(str_sub(n->text, 0, digits), &count) &&
		    str_is(str_trim(str_sub(n->text, digits, n->text.n)),
			units[i].unit)) {
			*ret_ms = count * units[i].ms;
			return;
		}
	diag_add(r->d, DIAG_ERROR, n->at, "90 s, 10 min, 6 h or 2 d",
	    "%s: \"%.*s\" is no length of time", key,
	    STR_ARG(str_sub(n->text, 0, 40)));
}

static bool
read_day(const struct reading *r, const struct node *n, int64_t *ret_day)
{
	struct iso t;

	if (n->kind == NODE_SCALAR && iso_parse(n->text, &t) && !t.has_time) {
		*ret_day = civil_days(t.at.year, t.at.month, t.at.day);
		return true;
	}
	diag_add(r->d, DIAG_ERROR, n->at,
	    "days: [2025-01-01, 2025-03-31], both included, in UTC",
	    "this is not a day");
	return false;
}

static void
read_days(
    const struct reading *r, const struct node *list, struct engine_source *s)
{
	if (list->n != 2) {
		diag_add(r->d, DIAG_ERROR, list->at,
		    "days: [2025-01-01, 2025-03-31], both included, in UTC",
		    "days: must be a first and a last day");
		return;
	}
	if (!read_day(r, list->child, &s->from_day) ||
	    !read_day(r, list->child->next, &s->to_day))
		return;
	s->to_day++;
	if (s->to_day <= s->from_day)
		diag_add(r->d, DIAG_ERROR, list->at, NULL,
		    "days: the last day is before the first");
	else if (s->to_day - s->from_day > DAYS_MAX)
		diag_add(r->d, DIAG_ERROR, list->at, NULL,
		    "days: more than %d days", DAYS_MAX);
}

/* The months of the case and what the estimate learns from. */
static void
usual_days(const struct reading *r, struct engine_source *s)
{
	const struct settings *set = r->settings;

	for (size_t i = 0; i < set->n_periods; i++) {
		struct iso first;
		int64_t from, to;

		if (!iso_parse(str_format(r->keep, "%.*s-01",
				   STR_ARG(set->periods[i])),
			&first))
			continue;
		from = civil_days(first.at.year, first.at.month, 1);
		to = from + civil_month_days(first.at.year, first.at.month);
		if (s->to_day == 0 || from - DAYS_BEFORE < s->from_day)
			s->from_day = from - DAYS_BEFORE;
		if (to + DAYS_AFTER > s->to_day)
			s->to_day = to + DAYS_AFTER;
	}
}

static void
read_columns(
    const struct reading *r, const struct node *map, struct engine_source *s)
{
	for (const struct node *n = map->child; n != NULL; n = n->next) {
		size_t i = 0;

		while (i < ENGINE_COLUMNS && !str_is(n->key, column_names[i]))
			i++;
		if (i == ENGINE_COLUMNS)
			diag_add(r->d, DIAG_ERROR, n->key_at,
			    "site, time, status, bytes, robot, view, method, "
			    "path",
			    "columns: unknown column \"%.*s\"",
			    STR_ARG(str_sub(n->key, 0, 60)));
		else if (schema_text(n, "columns", r->d))
			s->columns[i] = n->text;
		if (i < ENGINE_COLUMNS && s->columns[i].n > NAME_BYTES)
			diag_add(r->d, DIAG_ERROR, n->at, NULL,
			    "a name longer than %d bytes", NAME_BYTES);
	}
}

static void
read_query(const struct reading *r, const struct node *n,
    const struct entry *in, struct engine_source *s)
{
	struct str q;

	if (!schema_text(n, "query", r->d))
		return;
	q = str_trim(n->text);
	while (q.n != 0 && q.p[q.n - 1] == ';')
		q = str_trim(str_sub(q, 0, q.n - 1));
	s->query = q;
	if (q.n == 0 || q.n > QUERY_BYTES ||
	    memmem(q.p, q.n, "$1", 2) == NULL ||
	    memmem(q.p, q.n, "$2", 2) == NULL)
		diag_add(r->d, DIAG_ERROR, n->at,
		    "SELECT host AS site, date_trunc('hour', ts) AS at, "
		    "count(*) AS hits ... WHERE ts >= $1 AND ts < $2 GROUP BY "
		    "1, 2",
		    "query: has to ask for one day, from $1 up to $2");
	if (in->table.n != 0 || in->columns != NULL)
		diag_add(r->d, DIAG_ERROR, n->at, NULL,
		    "query: stands instead of table: and columns:");
}

/* ---- entries ---- */

static void
add_source(struct reading *r, const struct node *from, struct str given,
    const struct engine_source *like)
{
	struct engine_source s = *like;
	struct address a;

	if (!address_parse(r, from, &a))
		return;
	s.kind = a.kind;
	s.from = from->text;
	s.at = from->at;
	s.name = source_name(r, &a, &s, given);
	for (size_t i = 0; i < r->n; i++)
		if (str_eq(r->sources[i].name, s.name)) {
			diag_add(r->d, DIAG_ERROR, from->at,
			    "when it is another part of the data, give it a "
			    "name: of its own",
			    "%.*s is there twice", STR_ARG(s.name));
			return;
		}
	if (r->n == ENGINE_SOURCES_MAX)
		diag_add(r->d, DIAG_ERROR, from->at, NULL,
		    "more than %d places hold traffic", ENGINE_SOURCES_MAX);
	else
		r->sources[r->n++] = s;
}

static void
add_shards(struct reading *r, const struct node *from, struct str given,
    struct engine_source *like)
{
	int64_t end = r->settings->as_of / MS_DAY + 1;

	if (like->to_day == 0)
		usual_days(r, like);
	if (r->settings->as_of != NO_INSTANT && like->to_day > end)
		like->to_day = end;
	if (from->kind != NODE_LIST) {
		add_source(r, from, given, like);
		return;
	}
	if (from->n == 0)
		diag_add(r->d, DIAG_ERROR, from->at, NULL,
		    "from: the list is empty");
	for (const struct node *n = from->child; n != NULL; n = n->next)
		add_source(r, n, given, like);
}

static void
read_entry(struct reading *r, const struct node *n)
{
	struct engine_source s = { .table = STR("requests"),
		.delay_ms = 6 * MS_HOUR,
		.timeout_ms = 10 * MS_MINUTE };
	struct entry in = { .connections = 2 };

	if (n->kind == NODE_SCALAR) {
		s.connections = (int)in.connections;
		add_shards(r, n, STR_NONE, &s);
		return;
	}
	if (!schema_read(
		n, "traffic", entry_fields, COUNT(entry_fields), &in, r->d))
		return;
	if (in.table.n != 0)
		s.table = in.table;
	if (in.table.n > NAME_BYTES)
		diag_add(r->d, DIAG_ERROR, n->at, NULL,
		    "a name longer than %d bytes", NAME_BYTES);
	s.layer = in.layer;
	s.dialect = (enum engine_dialect)in.dialect;
	s.connections = (int)in.connections;
	if (in.columns != NULL)
		read_columns(r, in.columns, &s);
	if (in.query != NULL)
		read_query(r, in.query, &in, &s);
	if (in.delay != NULL)
		read_span(r, in.delay, "delay", &s.delay_ms);
	if (in.timeout != NULL)
		read_span(r, in.timeout, "timeout", &s.timeout_ms);
	if (s.timeout_ms < MS_SECOND || s.timeout_ms > MS_DAY)
		diag_add(r->d, DIAG_ERROR, in.timeout->at, NULL,
		    "timeout: from 1 s to 1 d");
	if (in.days != NULL)
		read_days(r, in.days, &s);
	add_shards(r, in.from, in.name, &s);
}

void
engine_settings(const struct node *n, struct arena *keep,
    struct settings *settings, struct diags *d)
{
	struct reading r = { .keep = keep, .settings = settings, .d = d };

	r.sources = arena_array(keep, ENGINE_SOURCES_MAX, sizeof *r.sources);
	if (n->kind == NODE_LIST) {
		for (const struct node *one = n->child; one != NULL;
		     one = one->next)
			read_entry(&r, one);
	} else
		read_entry(&r, n);
	settings->engines = r.sources;
	settings->n_engines = r.n;
}

struct str
engine_words(struct arena *keep, const struct engine_source *s, bool by_minute)
{
	struct buf b;
	struct str words;

	buf_init(&b, (size_t)1 << 16);
	buf_addf(&b, "engine %.*s", STR_ARG(s->name));
	if (s->query.n != 0)
		buf_addf(&b, "; query %.*s", STR_ARG(s->query));
	else
		buf_addf(&b, "; table %.*s; by %s", STR_ARG(s->table),
		    by_minute ? "minute" : "hour");
	for (size_t i = 0; i < ENGINE_COLUMNS; i++)
		if (s->columns[i].n != 0)
			buf_addf(&b, "; %s %.*s", column_names[i],
			    STR_ARG(s->columns[i]));
	words = str_dup(keep, buf_str(&b));
	buf_release(&b);
	return words;
}
