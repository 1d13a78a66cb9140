/*
 * walk.h -- every text of a document, in its order.
 *
 * What a reader could meet in any format: on the page, in a workbook, in the
 * twin, or read aloud instead of a picture. Numbers are values, not texts.
 */
#ifndef DOC_WALK_H
#define DOC_WALK_H

#include "doc/doc.h"

struct walk {
	/* False ends the walk. */
	bool (*see)(struct walk *w, struct str text);
	struct str under; /* the last heading; empty before the first */
	struct err *err;  /* filled when `failed`: a row could not be made */
	bool failed;
};

/* True when `w->see` never said false and every row could be made. */
bool doc_walk(const struct doc *d, struct walk *w);

#endif
