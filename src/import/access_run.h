/*
 * access_run.h -- the ways to read plain lines fast: the same code for
 * processors of several ages.
 */
#ifndef IMPORT_ACCESS_RUN_H
#define IMPORT_ACCESS_RUN_H

#include "import/access_page.h"
#include "import/count.h"
#include "import/scan.h"

struct access_fast;

/* What access_fast_run() does, for one kind. */
typedef size_t access_run(struct access_fast *f, struct access_clock *clock,
    struct count *c, size_t from, int64_t *lines);

struct access_fast {
	scan_marks *find;
	access_run *run;
	struct str text;
	uint32_t *marks; /* places in text */
	size_t n, at, cap;
	struct access_pages pages;
};

/* Each for the processors it is called after; all read the same. */
access_run *access_run_any(enum access_kind kind);
access_run *access_run_avx2(enum access_kind kind);
access_run *access_run_avx512(enum access_kind kind);

#endif
