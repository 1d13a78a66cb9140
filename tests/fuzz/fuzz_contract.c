/*
 * fuzz_contract.c -- any bytes as a contract.
 *
 * Terms that are read settle a fixed June: an outage that begins before the
 * month, overlapping ones, announced work, a degraded hour, an hour without
 * data. Reading must never accept what settling then cannot survive.
 */
#include "domain/contract.h"
#include "domain/period.h"
#include "domain/settle.h"
#include "fuzz.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* Zones are opened once for all inputs: each costs some milliseconds. */
static struct arena zone_keep;
static struct zones zones = { .keep = &zone_keep };

#define JUNE INT64_C(1748736000000) /* 2025-06-01T00:00:00Z */

static struct span
minutes(int64_t from, int64_t to)
{
	return (struct span){ JUNE + from * MS_MINUTE, JUNE + to * MS_MINUTE };
}

static void
fill_outages(struct outage o[6], const struct span *wait)
{
	for (int i = 0; i < 6; i++)
		o[i] = (struct outage){ .weight = ratio_int(1),
			.subject = STR("s"),
			.detected_at = JUNE + (i * 1000 + 3) * MS_MINUTE,
			.reported_at = NO_INSTANT,
			.ticket_at = NO_INSTANT };
	o[0].span = minutes(-90, 45);
	o[1].span = minutes(1000, 1100);
	o[2].span = minutes(1050, 3000);
	o[2].reported_at = JUNE + 1060 * MS_MINUTE;
	o[2].waits = wait;
	o[2].n_waits = 1;
	o[3].span = minutes(3000, 3060);
	o[3].condition = COND_DEGRADED;
	o[4].span = minutes(9000, 9060);
	o[4].condition = COND_NO_DATA;
	o[5].span = minutes(20000, 20001);
	o[5].excluded_kind = STR("maintenance");
	for (int i = 0; i < 6; i++)
		o[i].feed = i % 2 ? STR("A") : STR("B");
}

static void
settle_june(const struct contract *c, struct arena *keep, struct diags *d)
{
	const struct span wait = minutes(1500, 1560);
	const struct window windows[] = {
		{ .kind = STR("maintenance"),
		    .span = minutes(2000, 2240),
		    .announced_at = JUNE - 3 * MS_DAY },
		{ .kind = STR("emergency"),
		    .span = minutes(1040, 1060),
		    .announced_at = NO_INSTANT },
	};
	const struct interval_count intervals[] = {
		{ JUNE, 1000, 3 },
		{ JUNE + MS_HOUR, 7, 7 },
		{ JUNE + 2 * MS_HOUR, 0, 0 },
	};
	struct outage outages[6];
	struct settlement s = { .n_lines = 0 };
	struct settle_input in = { .terms = c->terms,
		.zone = c->zone,
		.period = { JUNE, JUNE + 30 * MS_DAY },
		.period_name = STR("2025-06"),
		.service = STR("s"),
		.in_from = NO_INSTANT,
		.in_to = NO_INSTANT,
		.base_minor = ratio_int(12345),
		.has_hourly = true,
		.hourly_minor = ratio_make(171, 10),
		.currency = c->currency,
		.outages = outages,
		.n_outages = COUNT(outages),
		.windows = windows,
		.n_windows = COUNT(windows),
		.intervals = intervals,
		.n_intervals = COUNT(intervals),
		.requests_total = 1000000,
		.requests_failed = 4321,
		.claim = { NO_INSTANT, NO_INSTANT } };
	size_t before = d->errors;

	fill_outages(outages, &wait);
	(void)period_for_name(
	    c->zone, &c->terms->period, in.period_name, &in.period);
	if (settle_service(&in, keep, &s, d) != 0) {
		MUST_HOLD(d->errors > before);
		return;
	}
	MUST_HOLD(s.credit_minor >= 0 && s.downtime_ms >= 0);
	MUST_HOLD(ratio_ok(s.exact_minor) && s.exact_minor.num >= 0);
	MUST_HOLD(ratio_cmp(s.availability, ratio_int(0)) >= 0);
	MUST_HOLD(ratio_cmp(s.availability, ratio_int(1)) <= 0);
	MUST_HOLD(s.trace.steps.n > 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena keep = { 0 };
	struct contract c = { .terms = NULL };
	struct diags d;
	struct buf out;
	int rc;

	diags_init(&d, &keep);
	rc = contract_parse((struct str){ (const char *)data, n },
	    STR("contracts/fuzz.yaml"), &zones, &keep, &c, &d);
	MUST_HOLD((rc == 0) == (d.errors == 0));
	if (rc == 0) {
		MUST_HOLD(c.terms != NULL && c.zone != NULL && c.id.n != 0);
		settle_june(&c, &keep, &d);
	}
	buf_init(&out, 1 << 20);
	for (size_t i = 0; i < d.list.n; i++)
		diag_format(&d.list.v[i], &out);
	buf_release(&out);
	arena_release(&keep);
	return 0;
}
