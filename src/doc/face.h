/*
 * face.h -- the two cuts of the document font: cover, widths, subsets.
 *
 * Loaded once per process and kept between documents. Widths are those a PDF
 * carries: whole thousandths of the size, so that what is measured is what a
 * reader draws.
 */
#ifndef DOC_FACE_H
#define DOC_FACE_H

#include "base/err.h"
#include "base/str.h"

enum face { FACE_REGULAR, FACE_BOLD, N_FACES };

/* ERR_ENV, naming the package to install, when a font file is not there. */
MUST int faces_load(struct err *e);
void faces_release(void);

/* Thousandths of the size. The faces must have been loaded. */
int face_advance(enum face f, uint32_t c);

/* In the same unit; the descent and the left and lower end are negative. */
struct face_metrics {
	int cap_height, ascent, descent;
	int box[4]; /* left, bottom, right, top of all glyphs together */
};
const struct face_metrics *face_metrics(enum face f);

/*
 * Text that both cuts can draw: composed, without invisible characters, tabs as
 * blanks; what the font lacks is spelled "[U+2713]". Line ends stay.
 */
struct str face_clean(struct arena *keep, struct str s);

/* A font file with some characters, and the glyph of each. */
struct face_file {
	struct str ttf;
	uint16_t *glyph;
};

/* `chars` must be covered. */
MUST int face_subset(enum face f, const uint32_t *chars, size_t n,
    struct arena *keep, struct face_file *ret_file, struct err *e);

#endif
