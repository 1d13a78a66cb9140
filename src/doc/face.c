/*
 * face.c -- see face.h. The only file that speaks to the shaping library.
 *
 * Each face is cut down once to the characters of European text; that small
 * face answers all later questions and yields the subsets of single documents.
 */
#include "doc/face.h"

#include <harfbuzz/hb-subset.h>
#include <harfbuzz/hb.h>
#include <pthread.h>
#include <string.h>

#include "base/utf8.h"

#define FONT_FOLDER  "/usr/share/fonts/truetype/liberation2/"
#define FONT_PACKAGE "fonts-liberation2"
#define N_COVER      0x3000 /* the repertoire ends below */
#define MISSING      UINT16_MAX
#define BOX_AT       36 /* in the head of a font */

static const char *const face_files[N_FACES] = {
	[FACE_REGULAR] = FONT_FOLDER "LiberationSans-Regular.ttf",
	[FACE_BOLD] = FONT_FOLDER "LiberationSans-Bold.ttf",
};

/* Latin, Greek, Cyrillic, punctuation, currencies, arrows, mathematics, shapes.
 */
static const struct {
	uint32_t from, to;
} repertoire[] = {
	{ 0x0020, 0x007E },
	{ 0x00A0, 0x00AC },
	{ 0x00AE, 0x036F },
	{ 0x0370, 0x0513 },
	{ 0x1E00, 0x1EFF },
	{ 0x2000, 0x200A },
	{ 0x2010, 0x2027 },
	{ 0x202F, 0x205F },
	{ 0x2070, 0x20BF },
	{ 0x2100, 0x2265 },
	{ 0x2500, 0x25FF },
};

/* A likeness for characters the font may lack. */
static const struct {
	uint32_t c;
	const char *text;
} likeness[] = {
	{ 0x2011, "-" },
	{ 0x202F, "\xc2\xa0" },
	{ 0x3000, " " },
	{ 0xFFFD, "?" },
};

static struct loaded {
	hb_face_t *face; /* cut down to the repertoire */
	uint16_t advance[N_COVER];
	struct face_metrics metrics;
} faces[N_FACES];
static bool ready;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static hb_face_t *
cut(hb_face_t *from, const hb_set_t *chars)
{
	static const hb_tag_t drop[] = { HB_TAG('G', 'S', 'U', 'B'),
		HB_TAG('G', 'P', 'O', 'S'), HB_TAG('G', 'D', 'E', 'F'),
		HB_TAG('k', 'e', 'r', 'n') };
	hb_subset_input_t *in = hb_subset_input_create_or_fail();
	hb_face_t *out;

	if (in == NULL)
		return NULL;
	hb_set_union(hb_subset_input_unicode_set(in), chars);
	for (size_t i = 0; i < sizeof drop / sizeof drop[0]; i++)
		hb_set_add(
		    hb_subset_input_set(in, HB_SUBSET_SETS_DROP_TABLE_TAG),
		    drop[i]);
	hb_subset_input_set_flags(in, HB_SUBSET_FLAGS_NO_HINTING);
	out = hb_subset_or_fail(from, in);
	hb_subset_input_destroy(in);
	return out;
}

/* The box of all glyphs stands in the head of the font: four numbers. */
static void
measure_box(struct loaded *l, int upem)
{
	hb_blob_t *head =
	    hb_face_reference_table(l->face, HB_TAG('h', 'e', 'a', 'd'));
	unsigned n;
	const char *p = hb_blob_get_data(head, &n);

	for (size_t i = 0; i < 4 && n >= BOX_AT + 8; i++) {
		unsigned char hi = (unsigned char)p[BOX_AT + 2 * i];
		unsigned char lo = (unsigned char)p[BOX_AT + 2 * i + 1];

		l->metrics.box[i] = (int16_t)(hi << 8 | lo) * 1000 / upem;
	}
	hb_blob_destroy(head);
}

static void
measure(struct loaded *l)
{
	hb_font_t *font = hb_font_create(l->face);
	int upem = (int)hb_face_get_upem(l->face);
	hb_codepoint_t glyph;
	hb_glyph_extents_t box;
	hb_font_extents_t line;

	for (uint32_t c = 0; c < N_COVER; c++)
		l->advance[c] = MISSING;
	for (size_t i = 0; i < sizeof repertoire / sizeof repertoire[0]; i++)
		for (uint32_t c = repertoire[i].from; c <= repertoire[i].to;
		     c++)
			if (hb_font_get_nominal_glyph(font, c, &glyph))
				l->advance[c] =
				    (uint16_t)(hb_font_get_glyph_h_advance(
						   font, glyph) *
					       1000 / upem);
	if (hb_font_get_nominal_glyph(font, 'H', &glyph) &&
	    hb_font_get_glyph_extents(font, glyph, &box))
		l->metrics.cap_height = box.y_bearing * 1000 / upem;
	if (hb_font_get_h_extents(font, &line)) {
		l->metrics.ascent = line.ascender * 1000 / upem;
		l->metrics.descent = line.descender * 1000 / upem;
	}
	measure_box(l, upem);
	hb_font_destroy(font);
}

static int
load(enum face f, struct err *e)
{
	hb_blob_t *blob = hb_blob_create_from_file_or_fail(face_files[f]);
	hb_face_t *whole;
	hb_set_t *chars;

	if (blob == NULL)
		return err_set(e, ERR_ENV,
		    "could not read the font \"%s\": install the package %s",
		    face_files[f], FONT_PACKAGE);
	whole = hb_face_create(blob, 0);
	hb_blob_destroy(blob);
	chars = hb_set_create();
	for (size_t i = 0; i < sizeof repertoire / sizeof repertoire[0]; i++)
		hb_set_add_range(chars, repertoire[i].from, repertoire[i].to);
	faces[f].face = cut(whole, chars);
	hb_set_destroy(chars);
	hb_face_destroy(whole);
	if (faces[f].face == NULL)
		return err_set(e, ERR_ENV,
		    "the font \"%s\" cannot be used: reinstall the package %s",
		    face_files[f], FONT_PACKAGE);
	hb_face_make_immutable(faces[f].face);
	measure(&faces[f]);
	return 0;
}

static void
release(void)
{
	for (int f = 0; f < N_FACES; f++) {
		hb_face_destroy(faces[f].face);
		faces[f].face = NULL;
	}
	ready = false;
}

int
faces_load(struct err *e)
{
	int rc = 0;

	pthread_mutex_lock(&lock);
	if (!ready) {
		for (enum face f = 0; f < N_FACES && rc == 0; f++)
			rc = load(f, e);
		ready = rc == 0;
		if (!ready)
			release();
	}
	pthread_mutex_unlock(&lock);
	return rc;
}

void
faces_release(void)
{
	pthread_mutex_lock(&lock);
	release();
	pthread_mutex_unlock(&lock);
}

static bool
covered(uint32_t c)
{
	return c < N_COVER && faces[FACE_REGULAR].advance[c] != MISSING &&
	       faces[FACE_BOLD].advance[c] != MISSING;
}

int
face_advance(enum face f, uint32_t c)
{
	return c < N_COVER && faces[f].advance[c] != MISSING
		   ? faces[f].advance[c]
		   : 0;
}

const struct face_metrics *
face_metrics(enum face f)
{
	return &faces[f].metrics;
}

static bool
is_plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if ((c < ' ' && c != '\n') || c > '~')
			return false;
	}
	return true;
}

static void
spell(struct buf *out, uint32_t c)
{
	for (size_t i = 0; i < sizeof likeness / sizeof likeness[0]; i++)
		if (likeness[i].c == c) {
			buf_adds(out, likeness[i].text);
			return;
		}
	buf_addf(out, "[U+%04X]", (unsigned)c);
}

/* A letter and the accents behind it as one character, where there is one. */
static uint32_t
composed(uint32_t c, struct str s, size_t *at)
{
	hb_unicode_funcs_t *funcs = hb_unicode_funcs_get_default();
	hb_codepoint_t both;

	while (*at < s.n) {
		size_t next = *at;
		uint32_t mark = utf8_next(s, &next);

		if (mark < 0x300 || mark > 0x36F ||
		    !hb_unicode_compose(funcs, c, mark, &both) ||
		    !covered(both))
			break;
		c = both;
		*at = next;
	}
	return c;
}

struct str
face_clean(struct arena *keep, struct str s)
{
	struct buf out;
	struct str clean;
	char bytes[4];

	if (is_plain(s))
		return s;
	buf_init(&out, s.n * 10 + 16);
	for (size_t i = 0; i < s.n;) {
		uint32_t c = composed(utf8_next(s, &i), s, &i);

		if (c == UINT32_MAX)
			c = 0xFFFD;
		if (c == '\n')
			buf_addc(&out, '\n');
		else if (c < ' ')
			buf_addc(&out, ' ');
		else if (covered(c))
			buf_add(&out, bytes, utf8_put(c, bytes));
		else if (!utf8_hidden(c))
			spell(&out, c);
	}
	clean = str_dup(keep, buf_str(&out));
	buf_release(&out);
	return clean;
}

/* The small face has numbered its glyphs anew. */
static uint16_t *
glyphs_of(hb_face_t *small, const uint32_t *chars, size_t n, struct arena *keep)
{
	uint16_t *glyph = arena_array(keep, n, sizeof *glyph);
	hb_font_t *font = hb_font_create(small);
	hb_codepoint_t g;

	for (size_t i = 0; i < n; i++)
		if (hb_font_get_nominal_glyph(font, chars[i], &g))
			glyph[i] = (uint16_t)g;
	hb_font_destroy(font);
	return glyph;
}

int
face_subset(enum face f, const uint32_t *chars, size_t n, struct arena *keep,
    struct face_file *ret_file, struct err *e)
{
	hb_set_t *set = hb_set_create();
	hb_face_t *made, *small;
	hb_blob_t *blob;
	unsigned bytes;
	const char *p;

	for (size_t i = 0; i < n; i++)
		hb_set_add(set, chars[i]);
	made = cut(faces[f].face, set);
	hb_set_destroy(set);
	if (made == NULL)
		return err_set(e, ERR_ENV, "the font \"%s\" cannot be cut down",
		    face_files[f]);
	blob = hb_face_reference_blob(made);
	small = hb_face_create(blob, 0);
	p = hb_blob_get_data(blob, &bytes);
	ret_file->ttf = str_dup(keep, (struct str){ p, bytes });
	ret_file->glyph = glyphs_of(small, chars, n, keep);
	hb_face_destroy(small);
	hb_face_destroy(made);
	hb_blob_destroy(blob);
	return 0;
}
