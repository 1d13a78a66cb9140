#include "import/engine_types.h"

#include <string.h>

#define NAME_BYTES ((size_t)1 << 12)

enum engine_type
engine_pg_type(unsigned oid)
{
	static const struct {
		unsigned oid;
		enum engine_type type;
	} types[] = { { 16, TYPE_BOOL }, { 20, TYPE_NUMBER },
		{ 21, TYPE_NUMBER }, { 23, TYPE_NUMBER }, { 25, TYPE_TEXT },
		{ 19, TYPE_TEXT }, { 1042, TYPE_TEXT }, { 1043, TYPE_TEXT },
		{ 700, TYPE_NUMBER }, { 701, TYPE_NUMBER },
		{ 1700, TYPE_NUMBER }, { 1114, TYPE_TIME },
		{ 1184, TYPE_TIME } };

	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (types[i].oid == oid)
			return types[i].type;
	return TYPE_OTHER;
}

static const struct {
	const char *state; /* SQLSTATE, or how it begins */
	bool input;
	const char *hint;
} troubles[] = {
	{ "42P01", true,
	    "table: requests, or schema.requests; capitals count" },
	{ "3F000", true, "table: schema.requests; capitals count" },
	{ "42703", true, "columns: { site: vhost, time: ts }; capitals count" },
	{ "42501", false, "GRANT SELECT ON the table TO this user" },
	{ "57014", false,
	    "timeout: 30 min gives it more time; an index on the time makes it "
	    "faster" },
	{ "25006", true, "query: may only read" },
	{ "22003", true, "a sum is too large; look for absurd values" },
	{ "53300", false, "connections: 1 asks for fewer at once" },
	{ "42", true,
	    "makegood engine shows the query; dialect: plain is for old or "
	    "strange servers, query: for other tables" },
	{ "22", true, "makegood engine shows the query" },
	{ "", false, "import again: what has come stays, the rest follows" },
};

bool
engine_pg_trouble(const char *state, const char **ret_hint)
{
	size_t i = 0;

	while (
	    strncmp(troubles[i].state, state, strlen(troubles[i].state)) != 0)
		i++;
	*ret_hint = troubles[i].hint;
	return troubles[i].input;
}

/* without Nullable(...) and LowCardinality(...) around it */
enum engine_type
engine_clickhouse_type(struct str type)
{
	static const struct {
		const char *begins;
		enum engine_type type;
	} types[] = { { "String", TYPE_TEXT }, { "FixedString", TYPE_TEXT },
		{ "Enum", TYPE_OTHER }, { "UInt", TYPE_NUMBER },
		{ "Int", TYPE_NUMBER }, { "Float", TYPE_NUMBER },
		{ "Decimal", TYPE_NUMBER }, { "Bool", TYPE_BOOL },
		{ "DateTime", TYPE_TIME } };
	static const char *const around[] = { "LowCardinality(", "Nullable(" };

	for (size_t i = 0; i < sizeof around / sizeof *around; i++)
		if (str_starts(type, around[i]))
			type = str_sub(type, strlen(around[i]), type.n);
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (str_starts(type, types[i].begins))
			return types[i].type;
	return TYPE_OTHER;
}

static struct str
quoted(struct arena *keep, struct str name)
{
	struct str s;
	struct buf b;

	buf_init(&b, 4096);
	buf_addc(&b, '`');
	for (size_t i = 0; i < name.n; i++) {
		if (name.p[i] == '`' || name.p[i] == '\\')
			buf_addc(&b, '\\');
		buf_addc(&b, name.p[i]);
	}
	buf_addc(&b, '`');
	s = str_dup(keep, buf_str(&b));
	buf_release(&b);
	return s;
}

struct str
engine_backticks(struct arena *keep, struct str name, bool dotted)
{
	struct str rest, first = str_cut(name, '.', &rest);

	if (!dotted || rest.n == 0)
		return quoted(keep, name);
	first = quoted(keep, first);
	rest = quoted(keep, rest);
	return str_format(keep, "%.*s.%.*s", STR_ARG(first), STR_ARG(rest));
}
