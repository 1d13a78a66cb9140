/*
 * series.h -- a traffic series and known outages, as CSV for `estimate`.
 *
 * A row is a bin: its start and what was counted. A bin without a row, or with
 * an empty value, is unknown and not zero. Rows may stand in any order.
 */
#ifndef IMPORT_SERIES_H
#define IMPORT_SERIES_H

#include "base/diag.h"
#include "base/err.h"
#include "domain/estimate.h"

struct series {
	struct estimate_bin *v; /* by time, on one grid, no duplicates */
	size_t n;
	int64_t step_ms;
};

/*
 * Columns timestamp_utc (ISO 8601; UTC when it names no offset) and value
 * (a number, not negative), found by name. step_ms 0: the shortest distance
 * between two rows. `name` is what complaints call the file. Every complaint
 * goes to `d` and, when there is an error among them, the result is -1 with
 * ERR_INPUT. ERR_ENV when the file cannot be read.
 */
MUST int series_read(const char *path, struct str name, int64_t step_ms,
    struct arena *keep, struct series *ret_series, struct diags *d,
    struct err *e);

/* Columns from and to, instants like those of a series. */
MUST int series_read_masks(const char *path, struct str name,
    struct arena *keep, struct spans *ret_masks, struct diags *d,
    struct err *e);

/* Local dates as days since 1970 (civil_days). */
struct day_list {
	int64_t *v;
	size_t n, cap;
};

/* "2026-12-25" and nothing else. */
bool series_day(struct str text, int64_t *ret_day);

/* Column date; others are ignored. In the order of time. */
MUST int series_read_holidays(const char *path, struct str name,
    struct arena *keep, struct day_list *ret_days, struct diags *d,
    struct err *e);

#endif
