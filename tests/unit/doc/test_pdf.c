/* PDF files: the same bytes, sound syntax, readable text, accents in the ink.
 */
#include "base/utf8.h"
#include "doc/flow.h"
#include "unit/doc/files.h"
#include "unit/doc/sample.h"

static int
teardown(void **state)
{
	(void)state;
	writers_release();
	return 0;
}

static void
test_same_bytes(void **state)
{
	struct arena a = { 0 };
	struct doc *d = sample_doc(&a, &style_it);
	struct doc *other = sample_doc(&a, &style_de);
	struct str first = bytes_of(&a, "pdf", d), again;

	(void)state;
	assert_true(str_starts(first, "%PDF-1.4"));
	bytes_of(&a, "pdf", other);
	again = bytes_of(&a, "pdf", d);
	assert_int_equal(first.n, again.n);
	assert_memory_equal(first.p, again.p, first.n);
	/* And after the fonts were given back. */
	writers_release();
	again = bytes_of(&a, "pdf", d);
	assert_int_equal(first.n, again.n);
	assert_memory_equal(first.p, again.p, first.n);
	assert_false(str_eq(first, bytes_of(&a, "pdf", other)));
	arena_release(&a);
}

/* An environment that writes 1,5 changes nothing. */
static void
test_comma_locale(void **state)
{
	struct arena a = { 0 };
	struct str here = bytes_of(&a, "pdf", sample_doc(&a, &style_it));
	struct str italy = bytes_in_italy(&a);

	(void)state;
	if (italy.n == 0) {
		arena_release(&a);
		skip();
	}
	assert_int_equal(here.n, italy.n);
	assert_memory_equal(here.p, italy.p, here.n);
	arena_release(&a);
}

static int
write_only(const char *path)
{
	struct arena a = { 0 };
	struct err e = { 0 };
	int rc =
	    writer_named("pdf")->write(sample_doc(&a, &style_it), path, &e);

	arena_release(&a);
	writers_release();
	return rc;
}

/* Objects are not compressed, only streams are: keys can be seen. */
static void
test_what_it_says(void **state)
{
	static const char *const parts[] = { "/Lang (it)", "/GTS_PDFA1",
		"<pdfaid:part>1</pdfaid:part>", "(D:20130418100000+00'00')",
		"2013-04-18T10:00:00+00:00", "/DisplayDocTitle true",
		"/Marked true", "/S /Table", "/S /TH", "/S /Figure",
		"/Scope /Column", "/ToUnicode", "/CIDSet", "/CapHeight",
		"/Identity-H", "MGAAAA+LiberationSans",
		"MGAAAB+LiberationSans-Bold" };
	struct arena a = { 0 };
	struct str s = bytes_of(&a, "pdf", sample_doc(&a, &style_it));

	(void)state;
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		if (!holds(s, parts[i]))
			fail_msg("no %s", parts[i]);
	/* Three headings of level 1, three bookmarks. */
	assert_int_equal(times(s, "/XYZ"), 3);
	assert_int_equal(times(s, "/S /H2"), 3);
	assert_false(holds(s, ",Bold"));
	assert_false(holds(s, "/Ordering (Identity-H)"));
	arena_release(&a);
}

static void
test_syntax(void **state)
{
	struct arena a = { 0 };
	char *path = temp_path(&a, ".pdf");

	(void)state;
	if (!have("qpdf")) {
		arena_release(&a);
		skip();
	}
	write_doc("pdf", sample_doc(&a, &style_de), path);
	assert_int_equal(run(&a, "qpdf --check %s >/dev/null 2>&1", path), 0);
	remove(path);
	arena_release(&a);
}

static void
test_extracted_text(void **state)
{
	static const char *const parts[] = {
		"Perch\xc3\xa9 la citt\xc3\xa0 \xc3\xa8 pi\xc3\xb9 lontana",
		"5 \xe2\x82\xac, \xe2\x88\x92"
		"3 \xe2\x89\xa5 x "
		"\xe2\x86\x92 y, \xe2\x80\x9cquoted\xe2\x80\x9d",
		"=cmd|' /C calc'!A0", "Pagina 1 di ",
		"No outage was recorded in this period."
	};
	struct arena a = { 0 };
	char *path = temp_path(&a, ".pdf");
	char *text = temp_path(&a, ".txt");
	struct str s;

	(void)state;
	if (!have("pdftotext")) {
		arena_release(&a);
		skip();
	}
	write_doc("pdf", sample_doc(&a, &style_it), path);
	/* Nothing to complain about, either. */
	assert_int_equal(
	    run(&a, "test -z \"$(pdftotext -layout %s %s 2>&1)\"", path, text),
	    0);
	s = read_back(&a, text);
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		if (!holds(s, parts[i]))
			fail_msg("no \"%s\"", parts[i]);
	remove(path);
	remove(text);
	arena_release(&a);
}

static const char *
letters(struct arena *a, uint32_t from, size_t n)
{
	char *out = arena_alloc(a, 4 * n + 1), *end = out;

	for (size_t i = 0; i < n; i++)
		end += utf8_put(from + (uint32_t)i, end);
	*end = '\0';
	return out;
}

/* More letters than one byte can number are read back as they were. */
static void
test_many_letters(void **state)
{
	static const struct {
		uint32_t from;
		size_t n;
	} rows[] = { { 0xC0, 32 }, { 0xE0, 32 }, { 0x100, 32 }, { 0x120, 32 },
		{ 0x140, 32 }, { 0x160, 31 }, { 0x391, 17 }, { 0x410, 32 },
		{ 0x430, 32 } };
	const size_t n = sizeof rows / sizeof rows[0];
	struct arena a = { 0 };
	struct doc *d = doc_new(&a, &style_en, NULL, STR("Letters"), 0);
	char *path = temp_path(&a, ".pdf"), *text = temp_path(&a, ".txt");
	struct str s;

	(void)state;
	if (!have("pdftotext")) {
		arena_release(&a);
		skip();
	}
	for (size_t i = 0; i < n; i++)
		doc_paragraph(d, str_of(letters(&a, rows[i].from, rows[i].n)));
	write_doc("pdf", d, path);
	assert_int_equal(run(&a, "pdftotext -layout %s %s", path, text), 0);
	s = read_back(&a, text);
	for (size_t i = 0; i < n; i++)
		if (!holds(s, letters(&a, rows[i].from, rows[i].n)))
			fail_msg("row %zu is lost", i);
	remove(path);
	remove(text);
	arena_release(&a);
}

/* Darkness of a page that says `text` and nothing else: sum of 255 - grey. */
static int64_t
ink(struct arena *a, const char *text)
{
	struct doc *d = doc_new(a, &style_en, NULL, STR("."), 0);
	char *pdf = temp_path(a, ".pdf"), *base = temp_path(a, "");
	struct str image;
	int64_t sum = 0;

	doc_paragraph(d, str_of(text));
	doc_result(d, str_of(text));
	doc_heading(d, 1, str_of(text), STR_NONE);
	write_doc("pdf", d, pdf);
	assert_int_equal(
	    run(a, "pdftoppm -gray -r 60 -singlefile %s %s", pdf, base), 0);
	image = read_back(a, temp_path(a, ".pgm"));
	assert_true(str_starts(image, "P5"));
	/* After "P5\nW H\n255\n" comes one byte per pixel. */
	for (int lines = 0; lines < 3; lines++)
		image = str_sub(image, str_find(image, '\n') + 1, image.n);
	for (size_t i = 0; i < image.n; i++)
		sum += 255 - (unsigned char)image.p[i];
	remove(pdf);
	remove(temp_path(a, ".pgm"));
	return sum;
}

/*
 * Extraction shows the right letter even where the page shows a box or drops an
 * accent; only pixels tell. Ten letters, so that the accents weigh.
 */
static void
test_accents_in_the_ink(void **state)
{
	static const struct {
		const char *with, *without;
	} pair[] = {
		{ "\xc5\xa1\xc5\xa1\xc5\xa1\xc5\xa1\xc5\xa1\xc5\xa1",
		    "ssssss" },
		{ "\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc",
		    "uuuuuu" },
		{ "\xc3\xa0\xc3\xa0\xc3\xa0\xc3\xa0\xc3\xa0\xc3\xa0",
		    "aaaaaa" },
		{ "\xce\x86\xce\x86\xce\x86\xce\x86\xce\x86\xce\x86",
		    "AAAAAA" },
		{ "\xd0\x81\xd0\x81\xd0\x81\xd0\x81\xd0\x81\xd0\x81",
		    "EEEEEE" },
		{ "\xe2\x89\xa5\xe2\x89\xa5\xe2\x89\xa5\xe2\x89\xa5", ">>>>" },
	};

	(void)state;
	if (!have("pdftoppm"))
		skip();
	for (size_t i = 0; i < sizeof pair / sizeof pair[0]; i++) {
		struct arena a = { 0 };
		int64_t with = ink(&a, pair[i].with);
		int64_t without = ink(&a, pair[i].without);

		if (with <= without)
			fail_msg("%s: %lld, %s: %lld", pair[i].with,
			    (long long)with, pair[i].without,
			    (long long)without);
		arena_release(&a);
	}
}

/*
 * Each of these signs leaves ink of its own: empty boxes would be equally dark.
 * What the font lacks, like the tick mark, is spelled; ticks are drawn.
 */
static void
test_signs_in_the_ink(void **state)
{
	static const char *const sign[] = { "\xe2\x88\x92", "\xe2\x89\xa5",
		"\xe2\x86\x92", "\xe2\x9c\x93", "\xe2\x82\xac", "\xc3\x9f",
		"\xc3\xb1", "\xc3\xa7", "\xc3\xa8", "\xc2\xa7", "\xe2\x80\x9c",
		"\xe2\x80\x9d" };
	enum { N = sizeof sign / sizeof sign[0] };
	struct arena a = { 0 };
	int64_t dark[N], nothing;

	(void)state;
	if (!have("pdftoppm"))
		skip();
	nothing = ink(&a, " ");
	for (size_t i = 0; i < N; i++) {
		dark[i] = ink(&a, sign[i]);
		assert_true(dark[i] > nothing);
		for (size_t k = 0; k < i; k++)
			assert_true(dark[i] != dark[k]);
	}
	assert_str(face_clean(&a, str_of(sign[3])), "[U+2713]");
	arena_release(&a);
}

static void
test_failures(void **state)
{
	struct arena a = { 0 };
	struct doc *d = doc_new(&a, &style_en, NULL, STR("Title"), 0);
	const struct writer *w = writer_named("pdf");
	struct err e = { 0 };

	(void)state;
	assert_int_equal(w->write(d, "/dev/null/x.pdf", &e), -1);
	assert_int_equal(e.kind, ERR_ENV);
	assert_true(holds(str_of(e.text), "/dev/null/x.pdf"));
	assert_int_equal(w->write(d, "/dev/full", &e), -1);
	arena_release(&a);
}

static void
test_no_number_no_page(void **state)
{
	struct arena a = { 0 };
	struct sheet s;
	const struct point p[] = { { 0, 0 }, { NAN, 1 } };

	(void)state;
	sheet_init(&s, &a);
	sheet_page(&s);
	sheet_fill(&s, (struct box){ 0, 0, 1, 1 }, 0);
	assert_false(s.broken);
	sheet_fill(&s, (struct box){ 0, INFINITY, 1, 1 }, 0);
	assert_true(s.broken);
	s.broken = false;
	sheet_curve(&s, p, 2, (struct pen){ 0 });
	assert_true(s.broken);
	assert_int_equal(s.pages.v[0].marks.n, 1);
	arena_release(&a);
}

/* Invalid bytes, controls and what is not in the font must not stop a report.
 */
static void
test_hostile_text(void **state)
{
	struct arena a = { 0 };
	struct doc *d = doc_new(&a, &style_en, NULL,
	    (struct str){ "T\xC3\x41<&>\x01\xED\xA0\x80", 10 }, 0);
	struct str s;

	(void)state;
	d->author = (struct str){ "\xFF</dc>", 6 };
	d->header_left = (struct str){ "\xE2\x28\xA1", 3 };
	doc_paragraph(d, (struct str){ "\xF0\x9F\x98\x80 \x00 \x1b(", 9 });
	s = bytes_of(&a, "pdf", d);
	assert_true(holds(s, "&lt;&amp;&gt;"));
	assert_true(holds(s, "&lt;/dc&gt;"));
	arena_release(&a);
}

/* A statement of two or three pages stays under 60 kB. */
static void
test_size(void **state)
{
	struct arena a = { 0 };
	struct doc *d = doc_new(&a, &style_de, &rome,
	    STR("Berechnungsnachweis zur Service-Gutschrift"), 0);

	(void)state;
	doc_result(d, STR("Ihre Service-Gutschrift: 49,00 \xe2\x82\xac"));
	sample_table(d, "lines", "Dienste", 3);
	sample_ladder(d, 4, 3);
	sample_waterfall(d);
	sample_table(d, "outages", "Ausf\xc3\xa4lle", 40);
	assert_true(bytes_of(&a, "pdf", d).n <= 60 * 1024);
	arena_release(&a);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_bytes),
		cmocka_unit_test(test_comma_locale),
		cmocka_unit_test(test_what_it_says),
		cmocka_unit_test(test_syntax),
		cmocka_unit_test(test_extracted_text),
		cmocka_unit_test(test_many_letters),
		cmocka_unit_test(test_accents_in_the_ink),
		cmocka_unit_test(test_signs_in_the_ink),
		cmocka_unit_test(test_failures),
		cmocka_unit_test(test_no_number_no_page),
		cmocka_unit_test(test_hostile_text),
		cmocka_unit_test(test_size),
	};

	if (argc == 3 && strcmp(argv[1], "--write") == 0)
		return write_only(argv[2]) != 0;
	return cmocka_run_group_tests_name("doc/pdf", tests, NULL, teardown);
}
