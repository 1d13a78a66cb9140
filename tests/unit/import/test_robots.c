/* Who is a robot: the rules built in, and files of rules. */
#include "unit/support.h"

#include "base/file.h"
#include "import/robot_rules.h"

static const struct robot_rules *
rules_of(const char *text, struct arena *keep)
{
	const struct robot_rules *rules;
	struct diags d;

	diags_init(&d, keep);
	assert_int_equal(
	    robot_rules_parse(str_of(text), STR("r.txt"), keep, &rules, &d), 0);
	assert_int_equal(d.list.n, 0);
	return rules;
}

/* The line of the rule that matches, 0 for people. */
static int
line_of(const struct robot_rules *rules, const char *agent)
{
	const struct robot_rule *r = robot_rules_match(rules, str_of(agent));

	return r != NULL ? (int)r->line : 0;
}

/* ---- built in ---- */

static void
test_agents_of_real_life(void **state)
{
	struct arena keep = { 0 };
	struct str text;
	struct err e;
	int robots = 0, people = 0;

	(void)state;
	assert_int_equal(file_read("tests/unit/import/agents.txt", 1 << 20,
			     &keep, &text, &e),
	    0);
	while (text.n != 0) {
		struct str line = str_cut(text, '\n', &text), agent;
		struct str mark = str_cut(line, '\t', &agent);
		bool robot = str_is(mark, "R");

		if (line.p[0] == '#')
			continue;
		if ((robot_rules_match(NULL, agent) != NULL) != robot)
			fail_msg("not %s: %.*s", robot ? "a robot" : "people",
			    STR_ARG(agent));
		robots += robot;
		people += !robot;
	}
	/* as counted by hand: the file was read to its end */
	assert_int_equal(robots, 152);
	assert_int_equal(people, 44);
	arena_release(&keep);
}

static void
test_what_matched(void **state)
{
	const struct robot_rule *r;

	(void)state;
	r = robot_rules_match(NULL, STR("Wget/1.21.3"));
	assert_non_null(r);
	assert_str(r->word, "wget");
	assert_str(r->kind, "tools and libraries");
	assert_null(robot_rules_match(NULL, STR("")));
	assert_null(robot_rules_match(NULL, STR("bo")));
	assert_int_equal(strlen(robot_rules_digest(NULL)), 64);
}

/* 512 bytes are looked at: a word that ends there counts, one byte on not. */
static void
test_long_agents(void **state)
{
	static char agent[65536];

	(void)state;
	memset(agent, 'x', sizeof agent);
	memcpy(agent + 509,
	    "\x80"
	    "crawl",
	    6);
	assert_null(
	    robot_rules_match(NULL, (struct str){ agent, sizeof agent }));
	memcpy(agent + 506,
	    "\x80"
	    "crawl",
	    6);
	assert_non_null(
	    robot_rules_match(NULL, (struct str){ agent, sizeof agent }));
}

/* ---- files ---- */

static void
test_marks(void **state)
{
	static const struct {
		const char *rule, *agent;
		bool robot;
	} cases[] = {
		{ "word", "a WORD b", true },
		{ "word", "wor d", false },
		{ "^word", "Word/1", true },
		{ "^word", "aword", false },
		{ "word$", "my word", true },
		{ "word$", "words", false },
		{ "|word", "1word", true },
		{ "|word", "aword", false },
		{ "|word", "word", true },
		{ "word|", "word2", true },
		{ "word|", "words", false },
		{ "word|", "words and word", true },
		{ "^word$", "word", true },
		{ "^word$", "word ", false },
		{ "|two words|", "x two words.", true },
		{ "\\^word|", "a ^word| b", true },
		{ "\\^word|", "word", false },
		{ "word	# a remark", "word", true },
		{ "wo#rd", "wo#rd", true },
		{ "  word  \r", "word", true },
		{ "w\xc3\xb6rt", "W\xc3\xb6RT", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct arena keep = { 0 };
		const struct robot_rules *r = rules_of(cases[i].rule, &keep);

		if (line_of(r, cases[i].agent) != cases[i].robot)
			fail_msg("%s and %s", cases[i].rule, cases[i].agent);
		arena_release(&keep);
	}
}

static void
test_exceptions(void **state)
{
	struct arena keep = { 0 };
	const struct robot_rules *r =
	    rules_of("[a]\nbot\n[b]\n!cubot\n! ^botanic\nxbot\nbotx\n", &keep);

	(void)state;
	assert_int_equal(line_of(r, "CUBOT"), 0);
	assert_int_equal(line_of(r, "cubot cubot"), 0);
	assert_int_equal(line_of(r, "cubot bot"), 2);
	/* reaches out of the exception */
	assert_int_equal(line_of(r, "cubotx"), 7);
	assert_int_equal(line_of(r, "Botanic garden"), 0);
	assert_int_equal(line_of(r, "a botanic garden"), 2);
	/* the one that begins first, of several there the longest */
	assert_int_equal(line_of(r, "xbot"), 6);
	assert_int_equal(line_of(r, "botx"), 7);
	assert_str(robot_rules_match(r, STR("a bot"))->kind, "a");
	arena_release(&keep);
}

/* Words that begin alike, one within the other, and all bytes. */
static void
test_tree(void **state)
{
	struct arena keep = { 0 };
	const struct robot_rules *r =
	    rules_of("abc\nabcdef\nbcd\n\xc3\xa4\xc3\xb6\n^abd\nabd$\n", &keep);

	(void)state;
	assert_int_equal(line_of(r, "zabcde"), 1);
	assert_int_equal(line_of(r, "zabcdef"), 2);
	assert_int_equal(line_of(r, "zabbcd"), 3);
	assert_int_equal(line_of(r, "\xff\xfe\xc3\xa4\xc3\xb6"), 4);
	assert_int_equal(line_of(r, "abd "), 5);
	assert_int_equal(line_of(r, " abd"), 6);
	assert_int_equal(line_of(r, " abd "), 0);
	arena_release(&keep);
}

/* ---- mistakes ---- */

static void
complaint(struct str text, const char *expected)
{
	struct arena keep = { 0 };
	const struct robot_rules *rules;
	struct diags d;
	char got[400];

	diags_init(&d, &keep);
	assert_int_equal(
	    robot_rules_parse(text, STR("r.txt"), &keep, &rules, &d), -1);
	assert_null(rules);
	assert_int_not_equal(d.errors, 0);
	snprintf(got, sizeof got, "%d:%d %.*s", (int)d.list.v[0].at.line,
	    (int)d.list.v[0].at.col, STR_ARG(d.list.v[0].message));
	assert_string_equal(got, expected);
	arena_release(&keep);
}

static void
test_mistakes(void **state)
{
	(void)state;
	complaint(STR(""), "0:0 there is no rule in this file");
	complaint(STR("# bot\n\n"), "0:0 there is no rule in this file");
	complaint(STR("bot\n  ab\n"),
	    "2:3 a word of less than three bytes would make robots of "
	    "everybody");
	complaint(STR("^|\n"),
	    "1:2 a word of less than three bytes would make robots of "
	    "everybody");
	complaint(STR("bot\nBOT\n"), "2:1 this rule stands here twice");
	complaint(STR("[tools\n"), "1:1 the name of the group does not end");
	complaint(STR("bot\nb\0t"),
	    "2:0 a byte here is no UTF-8 text, or a control character");
	complaint(STR("bot\n\nb\xe4r\n"),
	    "3:0 a byte here is no UTF-8 text, or a control character");
	complaint(STR("bot\nfirefox/\n"),
	    "2:0 \"firefox/\" makes a robot of Mozilla/5.0 (X11; Linux x86_64; "
	    "rv:128.0) Gecko/20100101 Firefox/128.0");
}

static void
test_bounds(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, 1 << 20);
	for (int i = 0; i <= ROBOT_RULES_MAX; i++)
		buf_addf(&b, "r%d.\n", i + 10);
	complaint(buf_str(&b), "4097:1 there are more than 4096 rules");
	buf_clear(&b);
	for (int i = 0; i <= ROBOT_WORD_MAX; i++)
		buf_addc(&b, 'x');
	complaint(buf_str(&b), "1:1 the word is longer than 128 bytes");
	buf_clear(&b);
	for (size_t i = 0; i <= ROBOT_RULES_MAX_BYTES; i++)
		buf_addc(&b, '#');
	complaint(buf_str(&b), "0:0 rules for robots of more than 256 KiB");
	buf_release(&b);
}

/* As many rules as are allowed, all of them found and none too many. */
static void
test_many_rules(void **state)
{
	struct arena keep = { 0 };
	const struct robot_rules *r;
	struct buf b;
	char agent[40];

	(void)state;
	buf_init(&b, 1 << 20);
	for (int i = 0; i < ROBOT_RULES_MAX; i++)
		buf_addf(&b, "w%04d.\n", i);
	buf_addc(&b, '\0');
	r = rules_of(b.p, &keep);
	for (int i = 0; i < ROBOT_RULES_MAX; i++) {
		snprintf(agent, sizeof agent, "xW%04d. w%04d", i, i);
		assert_int_equal(line_of(r, agent), i + 1);
		snprintf(agent, sizeof agent, "w%04d,", i);
		assert_int_equal(line_of(r, agent), 0);
	}
	buf_release(&b);
	arena_release(&keep);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_agents_of_real_life),
		cmocka_unit_test(test_what_matched),
		cmocka_unit_test(test_long_agents),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_exceptions),
		cmocka_unit_test(test_tree),
		cmocka_unit_test(test_mistakes),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_many_rules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
