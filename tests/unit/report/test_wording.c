/*
 * test_wording.c -- how the languages are written: settled wording, the
 * typography of each language, its numbers and dates, and that a report speaks
 * one language alone. wording.txt has the settled wording.
 */
#include "unit/report/fixture.h"

#include "base/file.h"
#include "domain/claim_settings.h"

#define CODES 5

static const char *const codes[CODES] = { "en", "it", "de", "fr", "es" };
enum { EN, IT, DE, FR, ES };

#define NB "\xc2\xa0" /* no-break space */

struct words {
	struct arena keep;
	struct langs langs;
	const struct lang *l[CODES];
};

static void
words_open(struct words *w)
{
	struct err e = { 0 };

	memset(w, 0, sizeof *w);
	langs_open(&w->langs, NULL, &w->keep);
	for (size_t i = 0; i < CODES; i++)
		if (langs_get(&w->langs, str_of(codes[i]), &w->l[i], &e))
			fail_msg("%s", e.text);
}

/* ---- settled wording ------------------------------------------------------
 */

/* Small letters, of A to Z and those with accents; no full stop at the end. */
static struct str
small(struct arena *keep, struct str s)
{
	char *out = arena_alloc(keep, s.n + 1);

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool latin =
		    i > 0 && s.p[i - 1] == '\xc3' && c >= 0x80 && c <= 0x9e;

		if (latin || (c >= 'A' && c <= 'Z'))
			c = (unsigned char)(c + 32);
		out[i] = (char)c;
	}
	s = fixture_flat(keep, (struct str){ out, s.n });
	return str_sub(s, 0, s.n - str_ends(s, "."));
}

static void
hold_to(
    struct words *w, size_t code, struct str key, struct str want, bool whole)
{
	const char *name = str_cstr(&w->keep, key);
	struct str is = small(&w->keep, lang_text(w->l[code], name));

	want = small(&w->keep, want);
	if (whole ? !str_eq(is, want)
		  : memmem(is.p, is.n, want.p, want.n) == NULL)
		fail_msg("%s in %s: \"%.*s\" instead of \"%.*s\"", name,
		    codes[code], STR_ARG(is), STR_ARG(want));
}

/* Eleven sentences and the terms of the glossary that the reports use. */
static void
test_settled_wording(void **state)
{
	struct words w;
	struct str text, line;
	struct err e = { 0 };
	int lines = 0;

	(void)state;
	words_open(&w);
	if (file_read(
		"tests/unit/report/wording.txt", 1u << 16, &w.keep, &text, &e))
		fail_msg("run from the project's root: %s", e.text);
	while (text.n) {
		struct str key;
		bool whole;

		line = str_cut(text, '\n', &text);
		whole = str_starts(line, "= ");
		if (!whole && !str_starts(line, "~ "))
			continue;
		key = str_trim(str_cut(str_sub(line, 2, line.n), '|', &line));
		for (size_t i = 0; i < CODES; i++)
			hold_to(&w, i, key, str_trim(str_cut(line, '|', &line)),
			    whole);
		assert_int_equal(line.n, 0);
		lines++;
	}
	assert_true(lines > 70);
	arena_release(&w.keep);
}

/* ---- typography -----------------------------------------------------------
 */

static bool
letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (unsigned char)c >= 0xc3;
}

static size_t
times(struct str s, const char *part)
{
	size_t n = 0, at = 0, len = strlen(part);

	for (; at + len <= s.n; at++)
		n += memcmp(s.p + at, part, len) == 0;
	return n;
}

/* French: a no-break space before ; : ! ? % and inside its quotes. */
static const char *
french_fault(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		bool after = i + 1 == s.n || s.p[i + 1] == ' ';
		bool nb = i >= 2 && memcmp(s.p + i - 2, NB, 2) == 0;

		if (strchr(";!?", s.p[i]) && !nb)
			return "no no-break space before ; ! or ?";
		if (strchr(":%", s.p[i]) && after && !nb)
			return "no no-break space before : or %";
	}
	if (times(s, "\xc2\xab") != times(s, "\xc2\xab" NB) ||
	    times(s, "\xc2\xbb") != times(s, NB "\xc2\xbb"))
		return "no no-break space inside quotes";
	return NULL;
}

/* Percent: beside the number in English and Italian, apart elsewhere. */
static const char *
percent_fault(struct str s, size_t code)
{
	bool close = code == EN || code == IT;

	for (size_t i = 1; i < s.n; i++) {
		bool digit = s.p[i - 1] >= '0' && s.p[i - 1] <= '9';
		bool nb = i >= 2 && memcmp(s.p + i - 2, NB, 2) == 0;

		if (s.p[i] == '%' && (close ? nb || s.p[i - 1] == ' ' : digit))
			return "blank before %";
	}
	return NULL;
}

static const char *
quotes_fault(struct str s, size_t code)
{
	static const char *const pair[CODES][2] = {
		[EN] = { "\xe2\x80\x9c", "\xe2\x80\x9d" },
		[IT] = { "\xc2\xab", "\xc2\xbb" },
		[DE] = { "\xe2\x80\x9e", "\xe2\x80\x9c" },
		[FR] = { "\xc2\xab", "\xc2\xbb" },
		[ES] = { "\xc2\xab", "\xc2\xbb" },
	};

	if (times(s, "\""))
		return "straight quotes";
	if (times(s, pair[code][0]) != times(s, pair[code][1]))
		return "quotes not in pairs";
	for (size_t i = 0; i < CODES; i++)
		for (int k = 0; k < 2; k++)
			if (times(s, pair[i][k]) &&
			    strcmp(pair[i][k], pair[code][0]) != 0 &&
			    strcmp(pair[i][k], pair[code][1]) != 0)
				return "quotes of another language";
	return NULL;
}

static const char *
any_fault(struct str s, size_t code)
{
	for (size_t i = 1; i + 1 < s.n; i++)
		if (s.p[i] == '\'' && letter(s.p[i - 1]) && letter(s.p[i + 1]))
			return "straight apostrophe";
	if (times(s, "  ") && times(s, "A  ") + times(s, "B  ") +
				      times(s, "C  ") + times(s, "D  ") ==
				  0)
		return "two blanks";
	if (times(s, " ,") || times(s, " .") || times(s, "..."))
		return "stop after a blank, or dots for an ellipsis";
	if (code == ES && (times(s, "?") != times(s, "\xc2\xbf") ||
			      times(s, "!") != times(s, "\xc2\xa1")))
		return "no inverted mark";
	return NULL;
}

static void
test_typography(void **state)
{
	struct words w;
	int faults = 0;

	(void)state;
	words_open(&w);
	for (size_t i = 0; i < CODES; i++)
		for (size_t k = 0; k < w.l[i]->n_phrases; k++) {
			const struct phrase *p = &w.l[i]->phrases[k];
			const char *fault = any_fault(p->text, i);

			if (!fault && i == FR)
				fault = french_fault(p->text);
			if (!fault)
				fault = percent_fault(p->text, i);
			if (!fault)
				fault = quotes_fault(p->text, i);
			if (!fault)
				continue;
			print_error("%s: %.*s: %s: \"%.*s\"\n", codes[i],
			    STR_ARG(p->key), fault, STR_ARG(p->text));
			faults++;
		}
	assert_int_equal(faults, 0);
	arena_release(&w.keep);
}

/* ---- numbers and dates ----------------------------------------------------
 */

/*
 * The formats of each language as its readers write them. 12 April 2024 18:30
 * in Rome is UTC+2; 346,320 s are 96 h 12 min.
 */
static void
test_formats(void **state)
{
	static const char *const want[CODES][5] = {
		[EN] = { "EUR" NB "1,234.56", "99.950%", "12 April 2024",
		    "2024-04-12 18:30 (UTC+2)", "96" NB "h 12" NB "min" },
		[IT] = { "€" NB "1.234,56", "99,950%", "12 aprile 2024",
		    "12/04/2024 18:30 (UTC+2)", "96" NB "h 12" NB "min" },
		[DE] = { "1.234,56" NB "€", "99,950" NB "%",
		    "12." NB "April 2024", "12.04.2024 18:30 Uhr (UTC+2)",
		    "96" NB "Std. 12" NB "Min." },
		[FR] = { "1" NB "234,56" NB "€", "99,950" NB "%",
		    "12 avril 2024", "12/04/2024 18" NB "h" NB "30 (UTC+2)",
		    "96" NB "h 12" NB "min" },
		[ES] = { "1.234,56" NB "€", "99,950" NB "%",
		    "12 de abril de 2024", "12/04/2024 18:30 (UTC+2)",
		    "96" NB "h 12" NB "min" },
	};
	const struct civil c = { 2024, 4, 12, 16, 30, 0, 0 };
	const struct zone *rome;
	struct words w;
	struct zones zones;
	struct err e = { 0 };

	(void)state;
	words_open(&w);
	zones = (struct zones){ .keep = &w.keep };
	assert_int_equal(zone_open(&zones, STR("Europe/Rome"), &rome, &e), 0);
	for (size_t i = 0; i < CODES; i++) {
		const struct doc_style *s = &w.l[i]->style;

		assert_str(
		    format_money(&w.keep, s, 123456, "EUR", 2), want[i][0]);
		assert_str(
		    format_percent(&w.keep, s, ratio_make(9995, 10000), 3),
		    want[i][1]);
		assert_str(format_date(&w.keep, s, civil_ms(c), rome, true),
		    want[i][2]);
		assert_str(
		    format_instant(&w.keep, s, civil_ms(c), rome), want[i][3]);
		assert_str(format_duration(&w.keep, s, 346320 * MS_SECOND),
		    want[i][4]);
	}
	arena_release(&w.keep);
}

/* The first of a month has a form of its own in two languages. */
static void
test_first_day(void **state)
{
	static const char *const want[CODES] = { "1 May 2024", "1º maggio 2024",
		"1." NB "Mai 2024", "1er mai 2024", "1 de mayo de 2024" };
	const struct civil c = { 2024, 5, 1, 0, 0, 0, 0 };
	struct words w;

	(void)state;
	words_open(&w);
	for (size_t i = 0; i < CODES; i++)
		assert_str(format_date(&w.keep, &w.l[i]->style, civil_ms(c),
			       NULL, true),
		    want[i]);
	arena_release(&w.keep);
}

/* Otto and undici begin with a vowel; ottanta too, centodieci does not. */
static void
test_elision(void **state)
{
	static const struct {
		const char *from, *to, *want;
	} tries[] = {
		{ "11 aprile", "8 maggio", "dall’11 aprile all’8 maggio" },
		{ "1º aprile", "12 aprile", "dal 1º aprile al 12 aprile" },
		{ "110", "80", "dal 110 all’80" },
		{ "11", "18", "dall’11 al 18" },
	};
	struct words w;

	(void)state;
	words_open(&w);
	for (size_t i = 0; i < sizeof tries / sizeof tries[0]; i++) {
		struct str s = LANG_FILL(w.l[IT], "standard.v9", &w.keep,
		    { "c", STR("X") }, { "f", str_of(tries[i].from) },
		    { "t", str_of(tries[i].to) });

		if (!contains(s, tries[i].want))
			fail_msg("%.*s", STR_ARG(s));
		s = LANG_FILL(w.l[ES], "standard.v9", &w.keep,
		    { "c", STR("X") }, { "f", str_of(tries[i].from) },
		    { "t", str_of(tries[i].to) });
		assert_true(contains(s, "del "));
	}
	arena_release(&w.keep);
}

/* ---- one language on a page -----------------------------------------------
 */

static struct str
report_text(struct fixture *f, const char *kind, const char *lang)
{
	const char *kinds[] = { kind, NULL };
	struct report_job *jobs;
	struct langs langs;
	struct doc *doc;
	struct err e = { 0 };
	size_t n;

	langs_open(&langs, NULL, &f->keep);
	assert_int_equal(report_plan(&f->d, kinds, &f->keep, &jobs, &n, &e), 0);
	assert_true(n > 0);
	jobs[0].lang = str_of(lang);
	if (report_build(&jobs[0], &f->d, &langs, &f->keep, &doc, &e))
		fail_msg("%s", e.text);
	return fixture_flat(&f->keep, fixture_text(&f->keep, doc));
}

/* Names and texts of the case as words of no language. */
static void
mark(struct fixture *f)
{
	f->contract.name = STR("Xqv");
	for (size_t i = 0; i < 2; i++)
		f->customers[i].name = f->actions[i].text =
		    f->actions[i].owner = STR("Xqv");
	for (size_t i = 0; i < 3; i++)
		f->services[i].name = STR("Xqv");
	for (size_t i = 0; i < 6; i++)
		f->notices[i].text = STR("Xqv");
	f->incidents[0].title = f->incidents[0].author = STR("Xqv");
	f->windows[0].approved_by = STR("Xqv");
	f->d.settings.title = f->d.settings.provider = STR("Xqv");
	f->d.command = STR("Xqv");
}

/* All phrases of a language, one after the other. */
static struct str
all_phrases(struct arena *keep, const struct lang *l)
{
	struct str all;
	size_t n = 0, at = 0;
	char *out;

	for (size_t i = 0; i < l->n_phrases; i++)
		n += l->phrases[i].text.n + 1;
	out = arena_alloc(keep, n + 1);
	for (size_t i = 0; i < l->n_phrases; i++) {
		struct str s = l->phrases[i].text;

		memcpy(out + at, s.p, s.n);
		at += s.n;
		out[at++] = '\n';
	}
	all = (struct str){ out, at };
	return fixture_flat(keep, all);
}

/*
 * What stands between the places of a phrase, where it is long enough to tell
 * the language and not the same in the report's own.
 */
static void
none_of(struct words *w, struct str text, size_t own, size_t other)
{
	struct str mine = all_phrases(&w->keep, w->l[own]);

	for (size_t i = 0; i < w->l[other]->n_phrases; i++) {
		const struct phrase *p = &w->l[other]->phrases[i];
		struct str rest = p->text;

		while (rest.n) {
			struct str part = str_cut(rest, '{', &rest);

			(void)str_cut(rest, '}', &rest);
			part = str_trim(fixture_flat(&w->keep, part));
			if (part.n < 12 ||
			    !memmem(text.p, text.n, part.p, part.n) ||
			    memmem(mine.p, mine.n, part.p, part.n))
				continue;
			fail_msg("%.*s: \"%.*s\" of %s in a report in %s",
			    STR_ARG(p->key), STR_ARG(part), codes[other],
			    codes[own]);
		}
	}
}

static const struct claim_settings plain_claim = {
	.customer = { "c001", 4 },
	.profile = { "none", 4 },
	.price_basis = { "Xqv", 3 },
	.deadline_at = NO_INSTANT,
	.interest_from_at = NO_INSTANT,
	.first_ticket_at = NO_INSTANT,
	.own_backup_at = NO_INSTANT,
	.orders = -1,
	.margin_signed_at = NO_INSTANT,
};

static void
test_one_language(void **state)
{
	static const char *const kinds[] = { "statement", "incident",
		"communication", "claim" };
	struct claim_settings claim = plain_claim;
	struct fixture f;
	struct words w;

	(void)state;
	words_open(&w);
	fixture_open(&f);
	mark(&f);
	for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
		f.d.settings.claimant = str_is(str_of(kinds[k]), "claim");
		f.d.settings.claim = f.d.settings.claimant ? &claim : NULL;
		for (size_t i = 0; i < CODES; i++) {
			struct str text = report_text(&f, kinds[k], codes[i]);

			assert_true(contains(text, "Xqv"));
			for (size_t o = 0; o < CODES; o++)
				if (o != i)
					none_of(&w, text, i, o);
		}
	}
	fixture_close(&f);
	arena_release(&w.keep);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_settled_wording),
		cmocka_unit_test(test_typography),
		cmocka_unit_test(test_formats),
		cmocka_unit_test(test_first_day),
		cmocka_unit_test(test_elision),
		cmocka_unit_test(test_one_language),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
