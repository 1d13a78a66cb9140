/*
 * logo.c -- see logo.h.
 */
#include "doc/logo.h"

#include <png.h>

#include "base/file.h"
#include "base/ratio.h"
#include "doc/pdf.h"

#define MOST_BYTES  ((size_t)2 << 20)
#define MOST_PIXELS 4000u /* on each side */
#define LEAST_HIGH  8
#define MOST_HIGH   80
#define USUAL_HIGH  32
#define EFFORT      9 /* once in a run, and in every report */

#define SMALLER                                                                \
	"at most 2 MB and 4,000 pixels on each side; 400 pixels in height "    \
	"print sharply"

struct raw {
	struct str file, alt;
	struct ratio height;
};

bool
logo_read(const struct node *map, struct logo *logo, struct diags *d)
{
	static const struct schema_field schema[] = {
		{ .key = "file",
		    .kind = SCHEMA_TEXT,
		    .offset = offsetof(struct raw, file),
		    .required = true },
		{ .key = "height",
		    .kind = SCHEMA_DECIMAL,
		    .offset = offsetof(struct raw, height) },
		{ .key = "alt",
		    .kind = SCHEMA_TEXT,
		    .offset = offsetof(struct raw, alt) },
	};
	struct raw raw = { .height = ratio_int(USUAL_HIGH) };

	if (!schema_read(map, "logo", schema, 3, &raw, d))
		return false;
	logo->at = node_get(map, "file")->at;
	if (!file_name_ok(raw.file)) {
		diag_add(d, DIAG_ERROR, logo->at,
		    "put the picture beside brand.yaml and write its name "
		    "alone: letters, digits, \".\", \"_\", \"-\"",
		    "\"%.*s\" is no plain file name", STR_ARG(raw.file));
		return false;
	}
	if (ratio_cmp(raw.height, ratio_int(LEAST_HIGH)) < 0 ||
	    ratio_cmp(raw.height, ratio_int(MOST_HIGH)) > 0) {
		diag_add(d, DIAG_ERROR, node_get(map, "height")->at, NULL,
		    "\"height\" must lie between %d and %d points", LEAST_HIGH,
		    MOST_HIGH);
		return false;
	}
	logo->file = raw.file;
	logo->alt = raw.alt;
	logo->height = (double)raw.height.num / (double)raw.height.den;
	return true;
}

/* The pixels, once their number is known to be bearable. */
static bool
decode(png_image *image, struct logo *logo, struct arena *keep)
{
	static const png_color white = { 255, 255, 255 };
	struct arena scratch = { 0 };
	png_bytep rgb;
	size_t n;
	bool ok;

	image->format = PNG_FORMAT_RGB;
	n = PNG_IMAGE_SIZE(*image);
	rgb = arena_alloc(&scratch, n);
	ok = png_image_finish_read(image, &white, rgb, 0, NULL) != 0;
	if (ok) {
		logo->wide = image->width;
		logo->high = image->height;
		logo->packed =
		    pdf_pack(keep, (struct str){ (char *)rgb, n }, EFFORT);
	}
	arena_release(&scratch);
	return ok;
}

bool
logo_decode(
    struct logo *logo, struct str png, struct arena *keep, struct diags *d)
{
	png_image image = { .version = PNG_IMAGE_VERSION };
	bool ok = false;

	if (png.n > MOST_BYTES) {
		diag_add(d, DIAG_ERROR, logo->at, SMALLER,
		    "\"%.*s\" has %zu bytes", STR_ARG(logo->file), png.n);
		return false;
	}
	if (png_image_begin_read_from_memory(&image, png.p, png.n) == 0)
		diag_add(d, DIAG_ERROR, logo->at, "save the picture as PNG",
		    "\"%.*s\" is no PNG: %s", STR_ARG(logo->file),
		    image.message);
	else if (image.width > MOST_PIXELS || image.height > MOST_PIXELS)
		diag_add(d, DIAG_ERROR, logo->at, SMALLER,
		    "\"%.*s\" has %u x %u pixels", STR_ARG(logo->file),
		    (unsigned)image.width, (unsigned)image.height);
	else if (!decode(&image, logo, keep))
		diag_add(d, DIAG_ERROR, logo->at, "save the picture once more",
		    "\"%.*s\" is cut or damaged: %s", STR_ARG(logo->file),
		    image.message);
	else
		ok = true;
	png_image_free(&image);
	return ok;
}
