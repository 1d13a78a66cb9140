/* `traffic:` of case.yaml. */
#include "unit/import/help.h"

#include "base/civil.h"
#include "base/zone.h"
#include "import/engine.h"

#define SMALLEST                                                               \
	"provider: { name: Example Hosting }\n"                                \
	"zone: Europe/Rome\n"                                                  \
	"periods: [2025-03, 2025-04]\n"                                        \
	"as_of: 2025-05-02T09:00:00+02:00\n"

struct parsed {
	struct arena keep;
	struct zones zones;
	struct diags diags;
	struct settings s;
	struct file_rule *rules;
	size_t n_rules;
	int rc;
	struct buf said;
};

static struct parsed *
parse(const char *text)
{
	struct parsed *p = calloc(1, sizeof *p);
	struct buf whole;

	assert_non_null(p);
	p->zones.keep = &p->keep;
	diags_init(&p->diags, &p->keep);
	buf_init(&whole, 1 << 16);
	buf_adds(&whole, SMALLEST);
	buf_adds(&whole, text);
	p->rc =
	    settings_parse(str_dup(&p->keep, buf_str(&whole)), STR("case.yaml"),
		&p->zones, &p->keep, &p->s, &p->rules, &p->n_rules, &p->diags);
	buf_release(&whole);
	diags_sort(&p->diags);
	buf_init(&p->said, 1 << 20);
	for (size_t i = 0; i < p->diags.list.n; i++)
		diag_format(&p->diags.list.v[i], &p->said);
	buf_addc(&p->said, '\0');
	return p;
}

static void
parsed_free(struct parsed *p)
{
	buf_release(&p->said);
	arena_release(&p->keep);
	free(p);
}

static void
expect_complaint(const char *text, const char *said)
{
	struct parsed *p = parse(text);

	assert_int_equal(p->rc, -1);
	if (strstr(p->said.p, said) == NULL)
		fail_msg("not said: %s\nbut:\n%s", said, p->said.p);
	parsed_free(p);
}

/* From 13 weeks and a day before March up to a day after as_of. */
static void
test_short_form(void **state)
{
	struct parsed *p = parse("traffic: postgresql://me@db.example/logs\n");
	const struct engine_source *s = p->s.engines;

	(void)state;
	assert_int_equal(p->rc, 0);
	assert_int_equal(p->s.n_engines, 1);
	assert_int_equal(s->kind, ENGINE_POSTGRESQL);
	assert_str(s->name, "postgresql://db.example/logs/requests");
	assert_str(s->from, "postgresql://me@db.example/logs");
	assert_str(s->table, "requests");
	assert_int_equal(s->from_day, civil_days(2025, 3, 1) - 92);
	assert_int_equal(s->to_day, civil_days(2025, 5, 3));
	assert_int_equal(s->delay_ms, 6 * MS_HOUR);
	assert_int_equal(s->connections, 2);
	parsed_free(p);
}

static void
test_long_form(void **state)
{
	struct parsed *p = parse("traffic:\n"
				 "  - from:\n"
				 "      - clickhouses://u@[::1]:9/web?x=1\n"
				 "      - host=/run/pg port=5433 dbname=web\n"
				 "    table: logs.access\n"
				 "    columns: { site: vhost, time: at }\n"
				 "    days: [2025-01-01, 2025-01-31]\n"
				 "    delay: 90 min\n"
				 "    timeout: 20s\n"
				 "    connections: 7\n"
				 "    layer: edge\n"
				 "    dialect: plain\n"
				 "  - postgresql:///web\n");
	const struct engine_source *s = p->s.engines;

	(void)state;
	assert_string_equal(p->said.p, "");
	assert_int_equal(p->s.n_engines, 3);
	assert_str(s[0].name, "clickhouse://[::1]:9/web/logs.access");
	assert_str(s[1].name, "postgresql:///run/pg:5433/web/logs.access");
	assert_str(s[2].name, "postgresql:///web/requests");
	assert_int_equal(s[0].kind, ENGINE_CLICKHOUSE);
	for (int i = 0; i < 2; i++) {
		assert_str(s[i].columns[COLUMN_SITE], "vhost");
		assert_str(s[i].columns[COLUMN_TIME], "at");
		assert_int_equal(s[i].columns[COLUMN_PATH].n, 0);
		assert_int_equal(s[i].from_day, civil_days(2025, 1, 1));
		assert_int_equal(s[i].to_day, civil_days(2025, 2, 1));
		assert_int_equal(s[i].delay_ms, 90 * MS_MINUTE);
		assert_int_equal(s[i].timeout_ms, 20 * MS_SECOND);
		assert_int_equal(s[i].connections, 7);
		assert_str(s[i].layer, "edge");
		assert_int_equal(s[i].dialect, DIALECT_PLAIN);
	}
	parsed_free(p);
}

/* The words of a day hold what counts for it, and no user. */
static void
test_words(void **state)
{
	struct parsed *p = parse(
	    "traffic: { from: postgresql://me@db/logs, columns: { site: v } }");
	const struct engine_source *s = p->s.engines;

	(void)state;
	assert_str(engine_words(&p->keep, s, false),
	    "engine postgresql://db/logs/requests; table requests; by hour; "
	    "site v");
	assert_str(engine_words(&p->keep, s, true),
	    "engine postgresql://db/logs/requests; table requests; by minute; "
	    "site v");
	assert_true(engine_is_name(s->name));
	assert_false(engine_is_name(STR("traffic/access.log")));
	parsed_free(p);
}

/* Wherever one stands, it is refused, and no complaint quotes it. */
static void
test_passwords(void **state)
{
	static const char *const texts[] = {
		"traffic: postgresql://me:rosebud@db/logs\n",
		"traffic: 'postgresql://me:rose@bud@db/logs'\n",
		"traffic: postgresql://me@db/logs?password=rosebud\n",
		"traffic: 'host=db password=rosebud dbname=x'\n",
		"traffic:\n  from: postgresql://db/x\n  password: rosebud\n",
		"traffic: { from: clickhouse://u:rosebud@h, tabel: x }\n",
		"# was postgresql://me:rosebud@db/logs\ntitle: x\n",
		"traffic: { from: postgresql://db/x, \"password\": 'rosebud' }",
	};

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct parsed *p = parse(texts[i]);

		assert_int_equal(p->rc, -1);
		if (strstr(p->said.p, "no password may stand here") == NULL)
			fail_msg("%s was taken:\n%s", texts[i], p->said.p);
		if (strstr(p->said.p, "rosebud") != NULL ||
		    strstr(p->said.p, "bud@") != NULL)
			fail_msg("a password was said:\n%s", p->said.p);
		parsed_free(p);
	}
}

/* What only looks like one. */
static void
test_no_passwords(void **state)
{
	struct parsed *p =
	    parse("title: 'Password: forgotten, at http://x:80/a@b'\n"
		  "traffic: postgresql://me@db:5432/logs\n");

	(void)state;
	assert_int_equal(p->rc, 0);
	assert_str(p->s.title, "Password: forgotten, at http://x:80/a@b");
	parsed_free(p);
}

static void
test_complaints(void **state)
{
#define DB "from: postgresql://db/x, "
	static const struct {
		const char *text, *said;
	} bad[] = {
		{ "traffic: https://db/x", "is no place where traffic lies" },
		{ "traffic: mysql://host=1", "is no place where traffic lies" },
		{ "traffic: { table: x }", "from" },
		{ "traffic: { from: [] }", "the list is empty" },
		{ "traffic: { " DB "tabel: x }", "did you mean \"table\"?" },
		{ "traffic: { " DB "delay: soon }", "is no length of time" },
		{ "traffic: { " DB "timeout: 2 d }", "from 1 s to 1 d" },
		{ "traffic: { " DB "connections: 99 }", "connections" },
		{ "traffic: { " DB "dialect: oracle }", "dialect" },
		{ "traffic: { " DB "days: [2025-01-01] }",
		    "a first and a last day" },
		{ "traffic: { " DB "days: [2025-02-30, 2025-03-01] }",
		    "this is not a day" },
		{ "traffic: { " DB "days: [2025-03-02, 2025-03-01] }",
		    "the last day is before the first" },
		{ "traffic: { " DB "columns: { host: x } }",
		    "unknown column \"host\"" },
		{ "traffic: { " DB "query: select 1 }", "from $1 up to $2" },
		{ "traffic: { " DB "table: x, query: $1 $2 }",
		    "stands instead of table: and columns:" },
		{ "traffic: [postgresql://a@db/x, postgres://b@db/x]",
		    "postgresql://db/x/requests is there twice" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		expect_complaint(bad[i].text, bad[i].said);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_short_form),
		cmocka_unit_test(test_long_form),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_passwords),
		cmocka_unit_test(test_no_passwords),
		cmocka_unit_test(test_complaints),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
