/*
 * logo.h -- the picture of a house: what brand.yaml says of it, and its pixels.
 *
 * A PNG beside brand.yaml is decoded once and kept as a PDF wants it: opaque
 * RGB, compressed. What is transparent shows the white of the paper. Nothing
 * here knows where on a page it goes.
 */
#ifndef DOC_LOGO_H
#define DOC_LOGO_H

#include "base/diag.h"
#include "base/node.h"

struct logo {
	struct str file; /* a plain name; empty: there is no logo */
	struct str alt;  /* what it shows; empty: the name of the author */
	struct place at; /* where brand.yaml names the file */
	double height;   /* points, where there is room */
	/* as decoded: rows of three bytes a pixel, compressed */
	uint32_t wide, high;
	struct str packed;
};

/* The mapping `logo:`; false after a complaint. */
bool logo_read(const struct node *map, struct logo *logo, struct diags *d);

/*
 * The pixels of a PNG into `logo`. False after a complaint at logo->at: no PNG,
 * cut, too many bytes or pixels.
 */
bool logo_decode(
    struct logo *logo, struct str png, struct arena *keep, struct diags *d);

#endif
