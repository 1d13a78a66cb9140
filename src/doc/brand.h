/*
 * brand.h -- what a house looks like: colours, page, type sizes.
 *
 * Colours are 0xRRGGBB, lengths are points. The built-in brand is the same as
 * reports/brand/default/brand.yaml; a file of the same form overlays it key by
 * key. Meaning (which paint is "down") is fixed; a brand only says how it
 * looks.
 */
#ifndef DOC_BRAND_H
#define DOC_BRAND_H

#include "base/diag.h"
#include "base/err.h"
#include "doc/doc.h"
#include "doc/logo.h"

struct brand {
	/* palette */
	uint32_t text, secondary, axis, grid, shade, rule;
	uint32_t available, degraded, degraded_hatch, excluded, excluded_hatch;
	uint32_t down, no_data, no_data_hatch, no_data_border;
	uint32_t expected, band, observed, lost, lost_hatch;
	uint32_t credit, kept, kept_text, muted;

	/* page */
	double page_width, page_height;
	double left, right, top, bottom; /* margins */
	double window_left, window_top;  /* letters: address window */
	double window_width, window_height;

	/* type: sizes and the distance of lines */
	double body, body_line;
	double table, table_line;
	double small, small_line; /* footnotes, header and footer */
	double chart, chart_line;
	double title, title_line;
	double heading_1, heading_1_line;
	double heading_2, heading_2_line;
	double result, result_line;
	double figure, figure_line; /* value of a key figure */

	struct logo logo;
};

extern const struct brand brand_default;

/* The brand of a document. */
const struct brand *brand_of(const struct doc *d);

/*
 * Overlay `brand` with what a brand.yaml says. False after a complaint: an
 * unknown key, not a colour, a length out of range. The logo is only named.
 */
bool brand_read(struct str text, struct str file, struct arena *scratch,
    struct brand *brand, struct diags *d);

/*
 * The brand of a run, for `doc->brand`: the built-in one overlaid with
 * brand/default/brand.yaml of the folder `overlay` (may be NULL), with its logo
 * decoded. ERR_INPUT with the first complaint, file, line, column and hint.
 */
MUST int brand_load(const char *overlay, struct arena *keep,
    const struct brand **ret_brand, struct err *e);

/* The colour of a paint, without its hatch. */
uint32_t brand_fill(const struct brand *b, enum paint p);
/* The same, or its darker cue where it could not be seen as a line on white. */
uint32_t brand_line(const struct brand *b, enum paint p);
/* The colour of text in a tone, and whether it is bold. */
uint32_t brand_tone(const struct brand *b, enum tone t);

#endif
