/* The YAML reader and its schema layer: what it takes and what it refuses. */
#include "base/node.h"
#include "base/ratio.h"
#include "unit/support.h"

static struct arena arena;
static struct diags diags;

static const struct node *
parse(const char *text)
{
	struct node *root = NULL;

	arena_release(&arena);
	diags_init(&diags, &arena);
	if (node_parse(str_of(text), STR("x.yaml"), &arena, &root, &diags) != 0)
		return NULL;
	return root;
}

/* The first complaint as people see it. */
static char *
complaint(void)
{
	struct buf b;
	char *text;

	assert_true(diags.list.n >= 1);
	diags_sort(&diags);
	buf_init(&b, 10000);
	diag_format(&diags.list.v[0], &b);
	text = str_cstr(&arena, buf_str(&b));
	buf_release(&b);
	return text;
}

static void
test_scalars_stay_text(void **state)
{
	const struct node *root =
	    parse("a: 99.95\nb: no\nc: [1, '2']\nd: {e: ~}\nf: null\n");

	(void)state;
	assert_str(node_get(root, "a")->text, "99.95");
	assert_str(node_get(root, "b")->text, "no");
	assert_int_equal(node_get(root, "c")->n, 2);
	assert_true(node_get(root, "c")->child->next->quoted);
	assert_null(node_get(node_get(root, "d"), "e"));
	assert_null(node_get(root, "f"));
}

static void
test_json_is_a_subset(void **state)
{
	const struct node *root =
	    parse("{\"rows\": [{\"ge\": \"99.0\"}, {\"lt\": \"99.0\"}]}");

	(void)state;
	assert_non_null(root);
	assert_str(node_get(node_get(root, "rows")->child, "ge")->text, "99.0");
}

static void
test_empty_is_an_empty_map(void **state)
{
	(void)state;
	assert_int_equal(parse("")->n, 0);
	assert_int_equal(parse("# only a comment\n")->kind, NODE_MAP);
}

static void
test_refusals(void **state)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "a: 1\na: 2\n",
		    "x.yaml:2:1: error: key \"a\" occurs twice; the first is "
		    "in line 1\n    a: 2\n    ^\nhint: keep one of the two\n" },
		{ "a: &x 1\n",
		    "x.yaml:1:4: error: anchors and tags are not used here\n"
		    "    a: &x 1\n       ^\nhint: write the value out\n" },
		{ "a: *x\n",
		    "x.yaml:1:4: error: aliases are not used here\n"
		    "    a: *x\n       ^\nhint: write the value out\n" },
		{ "a: !!str 1\n",
		    "x.yaml:1:4: error: anchors and tags are not used here\n"
		    "    a: !!str 1\n       ^\nhint: write the value out\n" },
		{ "%TAG !x! y\n---\na: 1\n",
		    "x.yaml:1:1: error: tags are not used here\n"
		    "    %TAG !x! y\n    ^\nhint: write the values out\n" },
		{ "a: 1\n...\n%TAG !x! y\n---\na: 1\n",
		    "x.yaml:3:1: error: tags are not used here\n"
		    "    %TAG !x! y\n    ^\nhint: write the values out\n" },
		{ "a: 1\n---\nb: 1\n",
		    "x.yaml:2:1: error: a second document begins here\n"
		    "    ---\n    ^\nhint: one file, one document\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_null(parse(rows[i].text));
		assert_string_equal(complaint(), rows[i].want);
	}
}

/* Only at the start of a line it is a directive. */
static void
test_percent_in_text(void **state)
{
	(void)state;
	assert_str(node_get(parse("a: 5 %TAG !x\n"), "a")->text, "5 %TAG !x");
	assert_str(node_get(parse("a: \"%TAG\"\n"), "a")->text, "%TAG");
}

/* Lines are quoted wherever they stand; what stands behind the end is not. */
static void
test_far_lines_are_quoted(void **state)
{
	static const int64_t lines[] = { 1, 2, 1023, 1024, 1025, 2048, 2049,
		4999, 5000 };
	struct buf text;

	(void)state;
	arena_release(&arena);
	diags_init(&diags, &arena);
	buf_init(&text, 1 << 20);
	for (int i = 1; i <= 5000; i++)
		buf_addf(&text, "line %d%s", i, i < 5000 ? "\n" : "");
	diags_text(&diags, STR("x"), buf_str(&text));
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		diag_add(&diags, DIAG_ERROR,
		    (struct place){ STR("x"), lines[i], 1 }, NULL, "look");
	diag_add(&diags, DIAG_ERROR, (struct place){ STR("x"), 5001, 1 }, NULL,
	    "look");
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		assert_str(diags.list.v[i].excerpt,
		    str_cstr(&arena,
			str_format(&arena, "line %lld", (long long)lines[i])));
	assert_int_equal(diags.list.v[9].excerpt.n, 0);
	buf_release(&text);
}

static void
test_depth_is_bounded(void **state)
{
	char deep[200];

	(void)state;
	memset(deep, '[', sizeof deep);
	deep[sizeof deep - 1] = '\0';
	assert_null(parse(deep));
	assert_non_null(strstr(complaint(), "nested too deeply"));
}

static void
test_damaged_text_is_refused(void **state)
{
	(void)state;
	assert_null(parse("a: \"\\0\"\n"));
	assert_null(parse("a: \xC3\x28\n"));
	assert_null(parse("a:\t- 1\n\t- 2\n"));
}

struct sample {
	struct str name;
	int64_t count;
	struct ratio rate;
	bool on;
	int mode;
};

static const char *const modes[] = { "up", "down", NULL };
static const struct schema_field fields[] = {
	{ .key = "name",
	    .kind = SCHEMA_TEXT,
	    .offset = offsetof(struct sample, name),
	    .required = true },
	{ .key = "count",
	    .kind = SCHEMA_INT,
	    .offset = offsetof(struct sample, count),
	    .min = 1,
	    .max = 9 },
	{ .key = "rate",
	    .kind = SCHEMA_DECIMAL,
	    .offset = offsetof(struct sample, rate) },
	{ .key = "on",
	    .kind = SCHEMA_BOOL,
	    .offset = offsetof(struct sample, on) },
	{ .key = "mode",
	    .kind = SCHEMA_CHOICE,
	    .offset = offsetof(struct sample, mode),
	    .names = modes },
};

static bool
read_sample(const char *text, struct sample *out)
{
	const struct node *root = parse(text);

	assert_non_null(root);
	return schema_read(root, "sample", fields,
	    sizeof fields / sizeof *fields, out, &diags);
}

static void
test_schema_fills(void **state)
{
	struct sample s = { .count = 5 };

	(void)state;
	assert_true(
	    read_sample("{name: x, rate: 0.25, on: yes, mode: down}", &s));
	assert_str(s.name, "x");
	assert_int_equal(s.count, 5); /* the default stays */
	assert_int_equal(ratio_cmp(s.rate, ratio_make(1, 4)), 0);
	assert_true(s.on);
	assert_int_equal(s.mode, 1);
}

static void
test_schema_complains_about_all(void **state)
{
	struct sample s = { 0 };

	(void)state;
	assert_false(read_sample(
	    "{count: 10, rate: 1/4, on: maybe, mode: sideways, nane: x}", &s));
	assert_int_equal(diags.errors, 6);
	diags_sort(&diags);
	assert_str(diags.list.v[0].message, "sample has no \"name\"");
	assert_str(diags.list.v[1].message,
	    "\"count\": \"10\" is not between 1 and 9");
	assert_str(diags.list.v[2].message,
	    "\"rate\": \"1/4\" is not a decimal number");
	assert_str(diags.list.v[4].message,
	    "\"mode\": \"sideways\" is not up or down");
	assert_str(diags.list.v[5].message, "unknown key \"nane\" in sample");
	assert_str(diags.list.v[5].hint, "did you mean \"name\"?");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scalars_stay_text),
		cmocka_unit_test(test_json_is_a_subset),
		cmocka_unit_test(test_empty_is_an_empty_map),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_percent_in_text),
		cmocka_unit_test(test_far_lines_are_quoted),
		cmocka_unit_test(test_depth_is_bounded),
		cmocka_unit_test(test_damaged_text_is_refused),
		cmocka_unit_test(test_schema_fills),
		cmocka_unit_test(test_schema_complains_about_all),
	};
	int rc = cmocka_run_group_tests(tests, NULL, NULL);

	arena_release(&arena);
	return rc;
}
