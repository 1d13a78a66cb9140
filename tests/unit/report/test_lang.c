/*
 * test_lang.c -- the language files: complete, alike, used; and the filling of
 * phrases. Sources are read from the working directory, the project's root.
 */
#include "unit/support.h"

#include "base/asset.h"
#include "base/file.h"
#include "domain/trace_keys.h"
#include "report/ledger.h"

static const char *const codes[] = { "en", "it", "de", "fr", "es" };

#define CODES (sizeof codes / sizeof codes[0])

struct langs_fixture {
	struct arena keep;
	struct langs langs;
	const struct lang *l[CODES];
};

static void
open_all(struct langs_fixture *f)
{
	struct err e = { 0 };

	memset(f, 0, sizeof *f);
	langs_open(&f->langs, NULL, &f->keep);
	for (size_t i = 0; i < CODES; i++)
		if (langs_get(&f->langs, str_of(codes[i]), &f->l[i], &e))
			fail_msg("%s", e.text);
}

static bool
phrase_has(const struct lang *l, const char *key)
{
	return lang_has(l, key);
}

static struct str
phrase_of(const struct lang *l, struct str key)
{
	int64_t i = map_get(&l->by_key, key);

	return i < 0 ? STR_NONE : l->phrases[i].text;
}

/* Every language has the keys of the first, and no others. */
static void
test_same_keys(void **state)
{
	struct langs_fixture f;

	(void)state;
	open_all(&f);
	assert_true(f.l[0]->n_phrases > 500);
	for (size_t i = 1; i < CODES; i++) {
		for (size_t k = 0; k < f.l[0]->n_phrases; k++)
			if (map_get(&f.l[i]->by_key, f.l[0]->phrases[k].key) <
			    0)
				fail_msg("%s lacks %.*s", codes[i],
				    STR_ARG(f.l[0]->phrases[k].key));
		assert_int_equal(f.l[i]->n_phrases, f.l[0]->n_phrases);
	}
	arena_release(&f.keep);
}

/* The places of a phrase, each "{name}", sorted and joined. */
static struct str
places(struct arena *keep, struct str text)
{
	struct str v[20], out = STR_NONE;
	size_t n = 0;

	while (text.n) {
		struct str tail;

		(void)str_cut(text, '{', &tail);
		if (!tail.n)
			break;
		v[n++] = str_cut(tail, '}', &text);
	}
	for (size_t i = 1; i < n; i++)
		for (size_t k = i; k > 0 && str_cmp(v[k - 1], v[k]) > 0; k--) {
			struct str swap = v[k];

			v[k] = v[k - 1];
			v[k - 1] = swap;
		}
	for (size_t i = 0; i < n; i++)
		if (i == 0 || !str_eq(v[i], v[i - 1]))
			out = str_format(
			    keep, "%.*s{%.*s}", STR_ARG(out), STR_ARG(v[i]));
	return out;
}

static void
test_same_places(void **state)
{
	struct langs_fixture f;

	(void)state;
	open_all(&f);
	for (size_t i = 1; i < CODES; i++)
		for (size_t k = 0; k < f.l[0]->n_phrases; k++) {
			struct str key = f.l[0]->phrases[k].key;
			struct str a = places(&f.keep, f.l[0]->phrases[k].text);
			struct str b = places(&f.keep, phrase_of(f.l[i], key));

			if (!str_eq(a, b))
				fail_msg("%.*s: %s has %.*s instead of %.*s",
				    STR_ARG(key), codes[i], STR_ARG(b),
				    STR_ARG(a));
		}
	arena_release(&f.keep);
}

/* ---- what the sources ask for ---------------------------------------------
 */

static struct str
sources(struct arena *keep)
{
	struct str *names, all = STR_NONE;
	struct err e = { 0 };
	size_t n;

	if (file_list("src/report", keep, &names, &n, &e))
		fail_msg("run from the project's root: %s", e.text);
	for (size_t i = 0; i < n; i++) {
		struct str one;

		if (!str_ends(names[i], ".c"))
			continue;
		assert_int_equal(
		    file_read(file_join(keep, "src/report", names[i]), 1u << 20,
			keep, &one, &e),
		    0);
		all =
		    str_format(keep, "%.*s\n%.*s", STR_ARG(all), STR_ARG(one));
	}
	return all;
}

static bool
is_key(struct str s)
{
	bool dot = false;

	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
			c == '_' || c == '.'))
			return false;
		dot |= c == '.';
	}
	return dot && s.n > 2;
}

/* True when the first word of the key is one of the language file's. */
static bool
is_ours(const struct lang *l, struct str key)
{
	size_t dot = str_find(key, '.') + 1;

	for (size_t i = 0; i < l->n_phrases; i++)
		if (l->phrases[i].key.n > dot &&
		    memcmp(l->phrases[i].key.p, key.p, dot) == 0)
			return true;
	return false;
}

/* The next string literal of C source without escapes. */
static bool
next_literal(struct str *rest, struct str *ret_literal)
{
	struct str tail;

	(void)str_cut(*rest, '"', &tail);
	if (!tail.n)
		return false;
	*ret_literal = str_cut(tail, '"', rest);
	return true;
}

/* Every key that the sources name stands in the language files. */
static void
test_keys_exist(void **state)
{
	struct langs_fixture f;
	struct str rest, s;
	int seen = 0;

	(void)state;
	open_all(&f);
	rest = sources(&f.keep);
	while (next_literal(&rest, &s)) {
		char *key = str_cstr(&f.keep, s);
		struct str one;

		if (!is_key(s) || !is_ours(f.l[0], s))
			continue;
		seen++;
		one = str_format(&f.keep, "%s.one", key);
		if (!phrase_has(f.l[0], key) &&
		    !phrase_has(f.l[0], str_cstr(&f.keep, one)))
			fail_msg("no phrase for \"%s\"", key);
	}
	assert_true(seen > 300);
	arena_release(&f.keep);
}

static bool
quoted_in(struct str text, struct arena *keep, struct str word)
{
	struct str q = str_format(keep, "\"%.*s\"", STR_ARG(word));

	return memmem(text.p, text.n, q.p, q.n) != NULL;
}

static bool
is_term(struct str word)
{
	for (const char *const *t = trace_terms; *t; t++)
		if (str_is(word, *t))
			return true;
	return false;
}

/*
 * Keys of the review are put together from a group and a name: heads of
 * columns, chapters and sheets, and the three sentences of a chart.
 */
static bool
review_uses(struct str key, struct str text, struct arena *keep)
{
	struct str name, group = str_cut(key, '.', &name);

	if (str_is(group, "chart")) {
		if (str_ends(name, "_what"))
			name.n -= strlen("_what");
		else if (str_ends(name, "_alt"))
			name.n -= strlen("_alt");
		if (str_starts(name, "pareto_"))
			name = str_sub(name, strlen("pareto_"), name.n);
	}
	return quoted_in(text, keep, name) || quoted_in(text, keep, key);
}

/*
 * Keys of the regulatory sheet are put together from a group and a name that
 * the acts' tables in domain list, or the section itself.
 */
static bool
regulatory_uses(struct str key, struct str text, struct arena *keep)
{
	static const char *const files[] = { "src/domain/regulatory_facts.c",
		"src/domain/regulatory_nis2.c", "src/domain/regulatory_dora.c",
		"src/domain/regulatory_gdpr.c" };
	struct str name, group = str_cut(key, '.', &name), one;
	struct err e = { 0 };

	(void)group;
	if (quoted_in(text, keep, name))
		return true;
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		assert_int_equal(
		    file_read(files[i], 1u << 20, keep, &one, &e), 0);
		if (quoted_in(one, keep, name))
			return true;
	}
	return false;
}

/* The law of a claim letter is named by its profile, "{claim.law.x}". */
static bool
profile_uses(struct str key, struct arena *keep)
{
	struct str text;
	struct err e = { 0 };

	assert_int_equal(
	    file_read("reports/profile/claim.yaml", 1u << 16, keep, &text, &e),
	    0);
	return quoted_in(text, keep, str_format(keep, "{%.*s}", STR_ARG(key)));
}

/*
 * How a key may be used: named as it is, or with .one/.other cut off, or built
 * from a name that the sources list ("col." + "service"), or asked for with
 * words from the contract model or from the case's files.
 */
static bool
is_used(const struct str key, struct str text, struct arena *keep)
{
	struct str tail, head = str_cut(key, '.', &tail);

	if (quoted_in(text, keep, key))
		return true;
	if (str_ends(key, ".one") &&
	    quoted_in(text, keep, str_sub(key, 0, key.n - 4)))
		return true;
	if (str_ends(key, ".other") &&
	    quoted_in(text, keep, str_sub(key, 0, key.n - 6)))
		return true;
	if (str_is(head, "col") || str_is(head, "dict"))
		return quoted_in(text, keep, tail);
	if (str_is(head, "term"))
		return is_term(tail);
	if (str_is(head, "step"))
		return trace_key_find(str_cstr(keep, tail)) != NULL;
	if (str_is(head, "data") || str_is(head, "means"))
		return quoted_in(text, keep, tail);
	/* the names of rules and figures stand in domain */
	if (str_is(head, "rules") || str_is(head, "versions"))
		return true;
	if (str_is(head, "review"))
		return review_uses(tail, text, keep);
	if (str_starts(key, "claim.law."))
		return profile_uses(key, keep);
	if (str_is(head, "regulatory"))
		return regulatory_uses(tail, text, keep);
	return str_is(head, "word") || str_is(head, "instant");
}

static void
test_keys_used(void **state)
{
	struct langs_fixture f;
	struct str text;

	(void)state;
	open_all(&f);
	text = sources(&f.keep);
	for (size_t i = 0; i < f.l[0]->n_phrases; i++)
		if (!is_used(f.l[0]->phrases[i].key, text, &f.keep))
			fail_msg("nothing uses \"%.*s\"",
			    STR_ARG(f.l[0]->phrases[i].key));
	arena_release(&f.keep);
}

/* Keys that are put together at run time. */
static void
test_built_keys(void **state)
{
	static const struct {
		const struct column_spec *spec;
		size_t n;
	} sheets[] = { { ledger_columns, LEDGER_COLUMNS },
		{ outage_columns, OUTAGE_COLUMNS },
		{ term_columns, TERM_COLUMNS } };
	struct langs_fixture f;
	struct arena *keep = &f.keep;

	(void)state;
	open_all(&f);
	for (const char *const *t = trace_terms; *t; t++)
		assert_true(phrase_has(
		    f.l[0], str_cstr(keep, str_format(keep, "term.%s", *t))));
	for (size_t s = 0; s < 3; s++)
		for (size_t i = 0; i < sheets[s].n; i++) {
			const char *key = sheets[s].spec[i].key;

			assert_true(phrase_has(f.l[0],
			    str_cstr(keep, str_format(keep, "col.%s", key))));
			assert_true(phrase_has(f.l[0],
			    str_cstr(keep, str_format(keep, "dict.%s", key))));
		}
	arena_release(&f.keep);
}

/* Every table head named in the sources has a phrase: { "key", true, 12, ... }.
 */
static void
test_heads_exist(void **state)
{
	struct langs_fixture f;
	struct str rest, s;
	int seen = 0;

	(void)state;
	open_all(&f);
	rest = sources(&f.keep);
	while (next_literal(&rest, &s)) {
		struct str key, own;

		if (!str_starts(rest, ", true, ") &&
		    !str_starts(rest, ", false, "))
			continue;
		key = str_format(&f.keep, "col.%.*s", STR_ARG(s));
		own = str_format(&f.keep, "review.%.*s", STR_ARG(key));
		if (!phrase_has(f.l[0], str_cstr(&f.keep, key)) &&
		    !phrase_has(f.l[0], str_cstr(&f.keep, own)))
			fail_msg("no phrase for \"%.*s\"", STR_ARG(key));
		seen++;
	}
	assert_true(seen > 100);
	arena_release(&f.keep);
}

/* ---- phrases ----------------------------------------------------------------
 */

static void
test_fill(void **state)
{
	struct langs_fixture f;
	const struct lang *de;
	struct err e = { 0 };

	(void)state;
	open_all(&f);
	de = f.l[2];
	assert_str(LANG_FILL(de, "words.of", &f.keep, { "n", STR("3") },
		       { "all", STR("5") }),
	    "3 von 5");
	/* The full stop of an abbreviation ends the sentence too. */
	assert_str(LANG_FILL(de, "trace.clock.paused", &f.keep,
		       { "paused", STR("5 Min.") }),
	    "Warten auf den Kunden zählt nicht: 5 Min.");
	assert_str(lang_count(de, "count.customers", &f.keep, 1, NULL, 0),
	    "ein Kunde");
	assert_str(lang_count(de, "count.customers", &f.keep, 1200, NULL, 0),
	    "1.200 Kunden");
	assert_int_equal(lang_check(de, &e), 0);
	arena_release(&f.keep);
}

static void
test_faults(void **state)
{
	struct langs_fixture f;
	struct err e = { 0 };

	(void)state;
	open_all(&f);
	(void)lang_text(f.l[1], "answer.nonsense");
	(void)lang_text(f.l[1], "answer.second");
	assert_int_equal(lang_check(f.l[1], &e), -1);
	assert_string_equal(
	    e.text, "reports/lang/it.yaml: no phrase: \"answer.nonsense\"");
	assert_int_equal(lang_check(f.l[1], &e), 0);
	(void)LANG_FILL(f.l[1], "words.of", &f.keep, { "n", STR("3") });
	assert_int_equal(lang_check(f.l[1], &e), -1);
	assert_string_equal(e.text,
	    "reports/lang/it.yaml: a place without value in phrase: "
	    "\"words.of\"");
	assert_int_equal(langs_get(&f.langs, STR("xx"), &f.l[0], &e), -1);
	assert_int_equal(e.kind, ERR_INPUT);
	assert_int_equal(langs_get(&f.langs, STR("../en"), &f.l[0], &e), -1);
	arena_release(&f.keep);
}

/* 12 April 2013, 10:00 in UTC, was a Friday. */
static void
test_days(void **state)
{
	static const char *const days[] = { "Friday 12 April 2013",
		"venerdì 12 aprile 2013",
		"Freitag, 12.\xc2\xa0"
		"April 2013",
		"vendredi 12 avril 2013", "viernes, 12 de abril de 2013" };
	static const char *const months[] = { "March 2013", "marzo 2013",
		"März 2013", "mars 2013", "marzo de 2013" };
	const struct civil c = { 2013, 4, 12, 10, 0, 0, 0 };
	struct langs_fixture f;
	struct zones zones;
	const struct zone *utc;
	struct err e = { 0 };

	(void)state;
	open_all(&f);
	zones = (struct zones){ .keep = &f.keep };
	assert_int_equal(zone_open(&zones, STR("UTC"), &utc, &e), 0);
	for (size_t i = 0; i < CODES; i++) {
		assert_str(
		    lang_day(f.l[i], &f.keep, civil_ms(c), utc), days[i]);
		assert_str(lang_month(f.l[i], &f.keep, 2013, 3), months[i]);
	}
	arena_release(&f.keep);
}

static void
test_paragraphs(void **state)
{
	struct arena keep = { 0 };
	struct str *p;
	size_t n;

	(void)state;
	lang_paragraphs(
	    STR("\nOne\nline.\r\n \n\nTwo.\n\n\n  Three  words\nhere\n"), &keep,
	    &p, &n);
	assert_int_equal(n, 3);
	assert_str(p[0], "One line.");
	assert_str(p[1], "Two.");
	assert_str(p[2], "Three words here");
	lang_paragraphs(STR("  \n \n"), &keep, &p, &n);
	assert_int_equal(n, 0);
	arena_release(&keep);
}

/* Every language has every passage, and they hold something. */
static void
test_passages(void **state)
{
	static const char *const names[] = { "method", "method_incident" };
	struct langs_fixture f;
	struct err e = { 0 };
	struct str *p;
	size_t n;

	(void)state;
	open_all(&f);
	for (size_t i = 0; i < CODES; i++)
		for (size_t k = 0; k < 2; k++) {
			assert_int_equal(langs_passage(&f.langs, f.l[i],
					     names[k], &f.keep, &p, &n, &e),
			    0);
			assert_true(n >= 2);
		}
	arena_release(&f.keep);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_keys),
		cmocka_unit_test(test_same_places),
		cmocka_unit_test(test_keys_exist),
		cmocka_unit_test(test_keys_used),
		cmocka_unit_test(test_built_keys),
		cmocka_unit_test(test_heads_exist),
		cmocka_unit_test(test_fill),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_days),
		cmocka_unit_test(test_paragraphs),
		cmocka_unit_test(test_passages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
