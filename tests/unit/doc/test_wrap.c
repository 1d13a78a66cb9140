/* Breaking text into lines. */
#include "base/utf8.h"
#include "doc/wrap.h"
#include "unit/support.h"

static double
one(const void *ctx, uint32_t c)
{
	(void)ctx;
	(void)c;
	return 1;
}

static void
check(const char *text, double width, size_t most, const char *expected)
{
	struct arena a = { 0 };
	struct wrap_rule rule = { width, most, one, NULL };
	struct lines l = wrap_text(&a, &rule, str_of(text));
	struct str all = STR_NONE;

	for (size_t i = 0; i < l.n; i++)
		all = str_format(&a, "%.*s%s%.*s", STR_ARG(all),
		    i > 0 ? "|" : "", STR_ARG(l.v[i]));
	assert_str(all, expected);
	arena_release(&a);
}

static void
test_words(void **state)
{
	(void)state;
	check("", 10, 0, "");
	check("one two three", 7, 0, "one two|three");
	check("one two three", 3, 0, "one|two|thr|ee");
	check("  one   two  ", 4, 0, "one|two");
	check("one\ntwo", 10, 0, "one|two");
	check("one\n\ntwo", 10, 0, "one||two");
	check("abcdefghij", 4, 0, "abcd|efgh|ij");
	check("on-line shop", 4, 0, "on-|line|shop");
	check("by e-mail", 6, 0, "by|e-mail");
	check("2013-04-12", 6, 0, "2013-0|4-12");
	check("www.shop.example", 10, 0, "www.shop.|example");
	check("a\xc2\xa0"
	      "b c",
	    3, 0,
	    "a\xc2\xa0"
	    "b|c");
}

static void
test_number_and_unit(void **state)
{
	(void)state;
	check("down for 96 h 12 min", 11, 0, "down for|96 h 12 min");
	check("down for 96 h", 11, 0, "down for|96 h");
	check("down 275 h 05 min", 14, 0, "down|275 h 05 min");
	check(
	    "nur 7 Std. 05 Min. 30 Sek.", 24, 0, "nur|7 Std. 05 Min. 30 Sek.");
	check("after 3 h of 12 h", 12, 0, "after 3 h of|12 h");
	/* where there is no room for all of it, the blanks serve again */
	check("275 Std. 05 Min.", 10, 0, "275 Std.|05 Min.");
	check("of 212 customers", 6, 0, "of 212|custom|ers");
	check("about 5 %.", 7, 0, "about|5 %.");
}

static void
test_dots(void **state)
{
	(void)state;
	check("one two three", 5, 2, "one|two\xe2\x80\xa6");
	check("one two", 5, 2, "one|two");
	check("one two three", 5, 1, "one\xe2\x80\xa6");
	check("abcdef", 3, 1, "ab\xe2\x80\xa6");
}

/* 20 in 14 columns greedily: "aaaa bbbb cccc" and "dddd"; balanced: 2 and 2. */
static void
test_balanced(void **state)
{
	struct arena a = { 0 };
	struct wrap_rule rule = { 14, 0, one, NULL };
	struct lines l = wrap_balanced(&a, &rule, STR("aaaa bbbb cccc dddd"));

	(void)state;
	assert_int_equal(l.n, 2);
	assert_str(l.v[0], "aaaa bbbb");
	assert_str(l.v[1], "cccc dddd");
	arena_release(&a);
}

/* Whatever the text and the width: no line is too wide, nothing is lost. */
static void
test_law(void **state)
{
	static const char letters[] = "ab cd-\xc3\xa8/ 12\n";
	uint64_t seed = 7;

	(void)state;
	for (int i = 0; i < 2000; i++) {
		struct arena a = { 0 };
		char text[60];
		size_t n = 0, kept = 0, sent = 0;
		struct wrap_rule rule = { (double)dice_between(&seed, 1, 12), 0,
			one, NULL };
		struct lines l;

		while (n < sizeof text - 2 && dice_between(&seed, 0, 50) > 0) {
			char c = letters[dice_between(
			    &seed, 0, (int64_t)sizeof letters - 2)];

			if (c == '\xc3' || c == '\xa8') {
				text[n++] = '\xc3';
				text[n++] = '\xa8';
			} else {
				text[n++] = c;
			}
		}
		l = wrap_text(&a, &rule, (struct str){ text, n });
		for (size_t k = 0; k < l.n; k++) {
			assert_true((double)utf8_count(l.v[k]) <= rule.width);
			for (size_t b = 0; b < l.v[k].n; b++)
				kept += l.v[k].p[b] != ' ';
		}
		for (size_t b = 0; b < n; b++)
			sent += text[b] != ' ' && text[b] != '\n';
		assert_int_equal(kept, sent);
		arena_release(&a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_number_and_unit),
		cmocka_unit_test(test_dots),
		cmocka_unit_test(test_balanced),
		cmocka_unit_test(test_law),
	};

	return cmocka_run_group_tests_name("doc/wrap", tests, NULL, NULL);
}
