/* JSON as text: nesting, commas, escapes, bytes that are not UTF-8. */
#include "base/json_out.h"
#include "unit/support.h"

static void
test_nesting(void **state)
{
	struct json_out j;
	struct buf b;

	(void)state;
	buf_init(&b, 1000);
	json_begin(&j, &b);
	json_open_map(&j);
	json_key_of(&j, "a");
	json_open_list(&j);
	json_int(&j, -1);
	json_bool(&j, true);
	json_null(&j);
	json_close_list(&j);
	json_key_of(&j, "b");
	json_open_map(&j);
	json_close_map(&j);
	json_key(&j, STR("c"));
	json_text(&j, STR("x"));
	json_close_map(&j);
	json_end(&j);
	assert_str(buf_str(&b), "{\n"
				"  \"a\": [\n"
				"    -1,\n"
				"    true,\n"
				"    null\n"
				"  ],\n"
				"  \"b\": {},\n"
				"  \"c\": \"x\"\n"
				"}\n");
	buf_release(&b);
}

static void
expect_quoted(struct str text, const char *quoted)
{
	struct buf b;

	buf_init(&b, 1000);
	json_quote(&b, text);
	assert_str(buf_str(&b), quoted);
	buf_release(&b);
}

static void
test_escapes(void **state)
{
	(void)state;
	expect_quoted(STR(""), "\"\"");
	expect_quoted(STR("a\"b\\c/d"), "\"a\\\"b\\\\c/d\"");
	expect_quoted(
	    STR("\n\r\t\x01\x1f\x7f"), "\"\\n\\r\\t\\u0001\\u001f\\u007f\"");
	/* what would turn or hide the rest where it is read */
	expect_quoted(
	    STR("\u202Ea\u200B\xC2\x9B"), "\"\\u202ea\\u200b\\u009b\"");
	expect_quoted(STR("caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x99\x82"),
	    "\"caf\xC3\xA9 \xE2\x82\xAC \xF0\x9F\x99\x82\"");
	/* a byte of Latin-1, a cut sequence, a surrogate in three bytes */
	expect_quoted(STR("a\xE9z"), "\"a\xEF\xBF\xBDz\"");
	expect_quoted(STR("\xC3"), "\"\xEF\xBF\xBD\"");
	expect_quoted(
	    STR("\xED\xA0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nesting),
		cmocka_unit_test(test_escapes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
