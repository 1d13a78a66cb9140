/*
 * fuzz_counters.c -- any bytes as a packed day.
 *
 * What must hold: refused, or a day of at most as many cells as it has bins, in
 * order, nothing negative; and packing that day and unpacking it again gives
 * the same cells, then the same bytes.
 */
#include <string.h>

#include "base/civil.h"
#include "domain/counters.h"
#include "fuzz.h"

static struct traffic cells[COUNTERS_MAX_CELLS], again[COUNTERS_MAX_CELLS];

static void
check(size_t n, int64_t step)
{
	MUST_HOLD(step == MS_HOUR || step == MS_MINUTE);
	MUST_HOLD(n >= 1 && n <= (size_t)(MS_DAY / step));
	for (size_t i = 0; i < n; i++) {
		MUST_HOLD(cells[i].at >= 0 && cells[i].at < MS_DAY);
		MUST_HOLD(i == 0 || cells[i].at > cells[i - 1].at);
		MUST_HOLD(cells[i].hits >= 0 && cells[i].views >= 0);
		MUST_HOLD(cells[i].errors >= 0 && cells[i].bytes >= 0);
		MUST_HOLD(cells[i].robots >= 0 && cells[i].redirects >= 0);
		MUST_HOLD(cells[i].client_errors >= 0 && cells[i].visits >= 0);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct site_day day = { .cells = cells };
	struct buf one, two;
	size_t m;
	int64_t step;
	struct err e;

	if (counters_unpack((struct str){ (const char *)data, n }, 0, cells,
		&day.n, &day.step_ms, &e) != 0) {
		MUST_HOLD(e.kind == ERR_INPUT);
		return 0;
	}
	check(day.n, day.step_ms);
	buf_init(&one, 1 << 20);
	buf_init(&two, 1 << 20);
	counters_pack(&day, &one);
	MUST_HOLD(counters_unpack(buf_str(&one), 0, again, &m, &step, &e) == 0);
	MUST_HOLD(m == day.n && step == day.step_ms);
	MUST_HOLD(memcmp(cells, again, m * sizeof *cells) == 0);
	counters_pack(&day, &two);
	MUST_HOLD(str_eq(buf_str(&one), buf_str(&two)));
	buf_release(&one);
	buf_release(&two);
	return 0;
}
