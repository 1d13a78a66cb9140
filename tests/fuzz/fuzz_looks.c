/*
 * fuzz_looks.c -- any bytes as one file of the folder that overlays reports/.
 *
 * The first byte chooses the file. What is refused is refused in words; with
 * what is accepted a whole document can be written: no phrase, number form,
 * page or size of type brings a writer down.
 */
#include "../unit/doc/sample.h"
#include "doc/brand.h"
#include "fuzz_folder.h"
#include "report/claim.h"
#include "report/layout.h"

static void
print(const struct doc *d, struct str *ret_text)
{
	static const char *const names[] = { "pdf", "text" };
	char path[200];
	struct err e = { 0 };

	snprintf(path, sizeof path, "%s/out", fuzz_folder());
	for (int i = 0; i < 2; i++) {
		MUST_HOLD(writer_named(names[i])->write(d, path, &e) == 0);
		MUST_HOLD(file_read(path, 1 << 24, d->keep, ret_text, &e) == 0);
	}
}

static int
try_brand(struct arena *keep, struct err *e)
{
	struct doc *d = sample_doc(keep, &style_de);
	struct str text;

	if (brand_load(fuzz_folder(), keep, &d->brand, e) != 0)
		return -1;
	print(d, &text);
	return 0;
}

/* Every phrase with the places it asks for, and with none of them. */
static void
say_all(const struct lang *l, struct arena *keep)
{
	static const struct fill fills[] = { { "n", { "7", 1 } },
		{ "service", { "web", 3 } }, { "period", { "May", 3 } } };
	struct err e = { 0 };

	for (size_t i = 0; i < l->n_phrases; i++) {
		char *key = str_cstr(keep, l->phrases[i].key);
		struct str s = lang_fill(l, key, keep, fills, 3);

		MUST_HOLD(s.n == 0 || s.p != NULL);
		(void)lang_count(l, key, keep, 1, fills, 3);
		MUST_HOLD(lang_check(l, &e) == 0 || e.text[0] != '\0');
	}
	(void)lang_day(l, keep, hour(1), &rome);
	(void)lang_month(l, keep, 2024, 2);
}

static int
try_lang(struct arena *keep, struct err *e)
{
	const struct lang *l;
	struct langs langs;
	struct str text;

	langs_open(&langs, fuzz_folder(), keep);
	if (langs_get(&langs, STR("xx"), &l, e) != 0)
		return -1;
	say_all(l, keep);
	print(sample_doc(keep, &l->style), &text);
	return 0;
}

static int
try_layout(struct arena *keep, struct err *e)
{
	struct layout layout;

	if (layout_load(fuzz_folder(), "xx", keep, &layout, e) != 0)
		return -1;
	for (size_t i = 0; i < layout.n; i++)
		MUST_HOLD(layout.items[i].section == NULL ||
			  layout.items[i].section->build != NULL);
	return 0;
}

static int
try_profile(struct arena *keep, struct err *e)
{
	struct claim_profile p;

	return claim_profile_load(fuzz_folder(), STR("it"), keep, &p, e);
}

static int
try_passage(struct arena *keep, struct err *e)
{
	struct doc *d = sample_doc(keep, &style_en);
	const struct lang l = { .code = STR("xx") };
	struct str *paragraphs, text;
	struct langs langs;
	size_t n;

	langs_open(&langs, fuzz_folder(), keep);
	if (langs_passage(&langs, &l, "xx", keep, &paragraphs, &n, e) != 0)
		return -1;
	for (size_t i = 0; i < n; i++) {
		MUST_HOLD(paragraphs[i].n != 0);
		doc_paragraph(d, paragraphs[i]);
	}
	print(d, &text);
	return 0;
}

static const struct {
	const char *file;
	int (*try)(struct arena *keep, struct err *e);
} files[] = {
	{ "brand/default/brand.yaml", try_brand },
	{ "lang/xx.yaml", try_lang },
	{ "layout/xx.yaml", try_layout },
	{ "profile/claim.yaml", try_profile },
	{ "text/xx/xx.md", try_passage },
};

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	size_t which = n == 0 ? 0 : data[0] % (sizeof files / sizeof *files);
	struct arena keep = { 0 };
	struct err e = { 0 };

	if (n == 0)
		return 0;
	fuzz_put(
	    files[which].file, (struct str){ (const char *)data + 1, n - 1 });
	if (files[which].try(&keep, &e) != 0)
		MUST_HOLD(e.kind == ERR_INPUT && e.text[0] != '\0');
	fuzz_remove(files[which].file);
	arena_release(&keep);
	return 0;
}
