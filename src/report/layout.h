/*
 * layout.h -- which sections a report has, in which order:
 * reports/layout/X.yaml.
 */
#ifndef REPORT_LAYOUT_H
#define REPORT_LAYOUT_H

#include "report/sections.h"

struct layout_item {
	const struct section *section; /* NULL: a new page */
	bool in[3];                    /* by enum edition: shown there */
};

struct layout {
	bool numbered; /* chapters carry numbers */
	struct layout_item *items;
	size_t n;
};

/* The layout called `name`; ERR_INPUT when its file is missing or wrong. */
MUST int layout_load(const char *overlay, const char *name, struct arena *keep,
    struct layout *ret_layout, struct err *e);

/* Add the sections that belong into the edition of `b`. */
MUST int layout_build(
    const struct layout *layout, struct build *b, struct err *e);

#endif
