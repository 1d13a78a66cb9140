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
/* Height of capitals, ascent and descent (negative), in the same unit. */
int face_cap_height(enum face f);

/*
 * Text that both cuts can draw: composed, without invisible characters, tabs as
 * blanks; what the font lacks is spelled "[U+2713]". Line ends stay.
 */
struct str face_clean(struct arena *keep, struct str s);

/*
 * A font file with just these characters, glyphs numbered from 1 in the order
 * of the face. `chars` must be covered.
 */
MUST int face_subset(enum face f, const uint32_t *chars, size_t n,
    struct arena *keep, struct str *ret_ttf, struct err *e);

#endif
