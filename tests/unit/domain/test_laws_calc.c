/*
 * A case document means the same however it is spelt: as YAML in blocks or as
 * JSON, with its keys in any order and its facts in any order. Tried on every
 * worked case and on documents drawn at random.
 */
#include <dirent.h>

#include "unit/domain/laws_terms.h"

/* ---- spelling ------------------------------------------------------------ */

struct speller {
	struct buf out;
	uint64_t seed;
	bool json;
};

/* Plain in YAML: nothing that could be read as anything but this text. */
static bool
is_plain(struct str s)
{
	if (s.n == 0 || str_is(s, "null"))
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			(c >= '0' && c <= '9') || (i > 0 && c == '.') ||
			(i > 0 && (c == '-' || c == '/'))))
			return false;
	}
	return true;
}

static void
spell_text(struct speller *sp, struct str s)
{
	if (!sp->json && is_plain(s)) {
		buf_addstr(&sp->out, s);
		return;
	}
	buf_addc(&sp->out, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\n') {
			buf_adds(&sp->out, "\\n");
			continue;
		}
		if (s.p[i] == '"' || s.p[i] == '\\')
			buf_addc(&sp->out, '\\');
		buf_addc(&sp->out, s.p[i]);
	}
	buf_addc(&sp->out, '"');
}

/* Facts may stand in any order; rows, caps and the like may not. */
static bool
in_any_order(const struct node *n)
{
	return n->kind == NODE_MAP || str_is(n->key, "incidents") ||
	       str_is(n->key, "exclusions") || str_is(n->key, "history") ||
	       str_is(n->key, "intervals");
}

static const struct node **
children(struct speller *sp, const struct node *n)
{
	const struct node **v =
	    arena_array(&help_keep, n->n + 1, sizeof(struct node *));
	size_t count = 0;

	for (const struct node *c = n->child; c != NULL; c = c->next)
		v[count++] = c;
	for (size_t i = count; in_any_order(n) && i > 1; i--) {
		size_t k = dice(&sp->seed) % i;
		const struct node *last = v[i - 1];

		v[i - 1] = v[k];
		v[k] = last;
	}
	return v;
}

static void
spell(struct speller *sp, const struct node *n, int depth)
{
	const struct node **v = children(sp, n);
	bool map = n->kind == NODE_MAP;

	if (n->kind == NODE_SCALAR && node_is_null(n))
		buf_adds(&sp->out, "null");
	else if (n->kind == NODE_SCALAR)
		spell_text(sp, n->text);
	else if (sp->json || n->n == 0)
		buf_addc(&sp->out, map ? '{' : '[');
	for (size_t i = 0; i < n->n; i++) {
		if (sp->json)
			buf_adds(&sp->out, i > 0 ? "," : "");
		else
			buf_addf(&sp->out, "\n%*s", 2 * depth, "");
		if (map) {
			spell_text(sp, v[i]->key);
			buf_adds(&sp->out, ": ");
		} else if (!sp->json) {
			buf_adds(&sp->out, "- ");
		}
		spell(sp, v[i], depth + 1);
	}
	if (n->kind != NODE_SCALAR && (sp->json || n->n == 0))
		buf_addc(&sp->out, map ? '}' : ']');
}

/* ---- reading and comparing ----------------------------------------------- */

static struct casedocs
read_all(struct str text)
{
	struct casedocs docs = { NULL, 0, false };
	struct node *root = NULL;

	if (node_parse(text, STR("case"), &help_keep, &root, &help_diags) !=
		0 ||
	    casedoc_parse(root, law_zones(), &help_keep, &docs, &help_diags) !=
		0)
		fail_msg("%.*s\n%.*s", STR_ARG(help_diags.list.v[0].message),
		    STR_ARG(text));
	return docs;
}

static void
same_scalars(const struct casedoc *a, const struct casedoc *b)
{
	struct case_scalars x = casedoc_result(a, &help_keep);
	struct case_scalars y = casedoc_result(b, &help_keep);

	assert_int_equal(x.n, y.n);
	for (size_t i = 0; i < x.n; i++) {
		assert_true(same_str(x.v[i].service, y.v[i].service));
		assert_true(same_str(x.v[i].key, y.v[i].key));
		assert_true(same_str(x.v[i].text, y.v[i].text));
	}
}

/* Both must fail, or both give the same. */
static void
same_document(struct casedoc *a, struct casedoc *b)
{
	int left = casedoc_settle(a, &help_keep, &help_diags);
	int right = casedoc_settle(b, &help_keep, &help_diags);

	assert_int_equal(left, right);
	if (left != 0)
		return;
	same_scalars(a, b);
	assert_int_equal(a->n_services, b->n_services);
	for (size_t i = 0; i < a->n_services; i++)
		same_story(
		    &a->services[i].settlement, &b->services[i].settlement, 0);
}

static void
law_spelling(struct str text, uint64_t seed, bool json)
{
	struct speller sp = { .seed = seed, .json = json };
	struct casedocs a = read_all(text), b;
	struct node *root = NULL;
	struct str spelt;

	buf_init(&sp.out, 16 << 20);
	assert_int_equal(
	    node_parse(text, STR("case"), &help_keep, &root, &help_diags), 0);
	spell(&sp, root, 0);
	assert_false(sp.out.full);
	spelt = str_dup(&help_keep, buf_str(&sp.out));
	buf_release(&sp.out);
	b = read_all(spelt);
	assert_int_equal(a.n, b.n);
	for (size_t i = 0; i < a.n; i++)
		same_document(&a.v[i], &b.v[i]);
}

/* ---- every worked case --------------------------------------------------- */

static struct str
whole_file(const char *path)
{
	static char text[1 << 20];
	FILE *f = fopen(path, "rb");
	size_t n;

	assert_non_null(f);
	n = fread(text, 1, sizeof text, f);
	fclose(f);
	assert_true(n < sizeof text);
	return str_dup(&help_keep, (struct str){ text, n });
}

static void
test_worked_cases(void **state)
{
	DIR *d = opendir("tests/cases");
	struct dirent *entry;
	int files = 0;

	(void)state;
	assert_non_null(d);
	while ((entry = readdir(d)) != NULL) {
		char path[400];

		if (strstr(entry->d_name, ".case") == NULL)
			continue;
		snprintf(path, sizeof path, "tests/cases/%s", entry->d_name);
		for (int round = 0; round < 4; round++) {
			law_begin(path, round);
			law_spelling(whole_file(path),
			    (uint64_t)round * 7919 + 23, round % 2);
		}
		files++;
	}
	closedir(d);
	assert_true(files > 20);
	LAW_HOLDS();
}

/* ---- drawn documents ----------------------------------------------------- */

static void
draw_incidents(struct buf *b, uint64_t *seed)
{
	int n = number(seed, 0, 8);

	for (int i = 0; i < n; i++) {
		struct outage o = random_outage(seed, i, false);

		buf_addf(b, "%s{ id: i%d, start: %.*s, end: %.*s",
		    i ? ", " : "", i,
		    STR_ARG(iso_utc(&help_keep, o.span.from_at)),
		    STR_ARG(iso_utc(&help_keep, o.span.to_at)));
		buf_adds(b, i % 2 ? ", feed: A" : ", feed: B");
		DRAW(b, seed, " }", ", state: degraded }", ", state: no_data }",
		    ", service: t }", ", excluded_kind: maintenance }",
		    ", note: \"said \\\"so\\\"\" }");
	}
}

static void
draw_exclusions(struct buf *b, uint64_t *seed)
{
	int n = number(seed, 0, 4);

	for (int i = 0; i < n; i++) {
		struct outage o = random_outage(seed, i, false);

		buf_addf(b,
		    "%s{ id: w%d, kind: %s, announced: %.*s, start: %.*s, "
		    "end: %.*s }",
		    i ? ", " : "", i, i % 3 == 2 ? "weather" : "maintenance",
		    STR_ARG(iso_utc(&help_keep,
			o.span.from_at - number(seed, 0, 50) * MS_HOUR)),
		    STR_ARG(iso_utc(&help_keep, o.span.from_at)),
		    STR_ARG(iso_utc(&help_keep, o.span.to_at)));
	}
}

/* Some of the months before June; some met the target, some did not. */
static void
draw_history(struct buf *b, uint64_t *seed)
{
	const char *comma = "";

	for (int month = 1; month <= 5; month++) {
		if (dice(seed) % 4 == 0)
			continue;
		buf_addf(b,
		    "%s{ period: 2025-%02d, availability: %d.%d, minutes: %d "
		    "}",
		    comma, month, number(seed, 98, 99), number(seed, 0, 9),
		    number(seed, 0, 900));
		comma = ", ";
	}
}

static void
draw_document(struct buf *b, uint64_t *seed)
{
	buf_adds(b, "{ id: drawn, title: \"\", timezone: ");
	DRAW(b, seed, "UTC", "Europe/Rome", "Australia/Lord_Howe");
	buf_adds(b,
	    ", currency: EUR, period: { kind: calendar_month, year: 2025, "
	    "month: 6 }, terms: { states: { degraded: 0.5, no_data: ");
	DRAW(b, seed, "up", "down", "out", "withheld");
	buf_adds(b, " }, combine: ");
	DRAW(b, seed, "sum", "max");
	buf_adds(b, ", ");
	draw_money(b, seed);
	if (dice(seed) % 3 == 0)
		buf_addf(b, "gate: { kind: consecutive_breaches, count: %d }, ",
		    number(seed, 1, 4));
	buf_adds(b, "termination: [ { kind: consecutive_months_gt, minutes: "
		    "200, count: 2 }, { kind: failures_in_months, count: 3, "
		    "months: 4 } ], ");
	buf_adds(b, "exclude: [ { kind: maintenance, min_notice_hours: 12 } ], "
		    "credit: ");
	draw_rule(b, seed, 0);
	buf_adds(b, " }, note: null, services: [ { id: s, base: 120.50, "
		    "hourly_price: 0.2 }, { id: t, base: 33, hourly_price: 1, "
		    "in_service_from: 2025-06-05T00:00:00Z } ], incidents: [ ");
	draw_incidents(b, seed);
	buf_adds(b, " ], exclusions: [ ");
	draw_exclusions(b, seed);
	buf_adds(b, " ], history: [ ");
	draw_history(b, seed);
	buf_adds(b, " ] }\n");
}

static void
test_drawn_documents(void **state)
{
	(void)state;
	for (int i = 0; i < 1500; i++) {
		uint64_t seed = (uint64_t)i * 104729 + 29;
		struct buf text;
		const char *kept;

		law_begin("documents", i);
		buf_init(&text, 1 << 16);
		draw_document(&text, &seed);
		kept = law_text(&text, i);
		law_spelling(str_of(kept), seed, i % 2);
	}
	LAW_HOLDS();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		LAW_TEST(test_worked_cases),
		LAW_TEST(test_drawn_documents),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
