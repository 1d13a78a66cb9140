/*
 * fuzz_case.c -- any bytes as a case document, or a list of them.
 *
 * What is read is also settled and compared with what it expects. Whatever the
 * input: complaints and failures go together, shares lie between 0 and 1, no
 * credit is negative, and a result agrees with itself.
 */
#include "domain/casedoc.h"
#include "fuzz.h"

/* Zones are opened once for all inputs: each costs some milliseconds. */
static struct arena zone_keep;
static struct zones zones = { .keep = &zone_keep };

static void
check_settlement(const struct settlement *s)
{
	MUST_HOLD(s->credit_minor >= 0 && s->downtime_ms >= 0);
	MUST_HOLD(ratio_ok(s->exact_minor) && s->exact_minor.num >= 0);
	MUST_HOLD(ratio_cmp(s->availability, ratio_int(0)) >= 0);
	MUST_HOLD(ratio_cmp(s->availability, ratio_int(1)) <= 0);
	MUST_HOLD(ratio_cmp(s->availability_low, s->availability) <= 0);
	MUST_HOLD(s->states.up_ms >= 0 && s->states.down_ignored_ms >= 0);
	MUST_HOLD(s->denominator_ms >= 0 && s->excluded_ms >= 0);
	for (size_t i = 0; i < s->n_lines; i++) {
		const struct outage_line *l = &s->lines[i];

		MUST_HOLD(l->counted_ms >= 0 && l->overlap_ms >= 0);
		MUST_HOLD(l->raw_ms == l->clock_ms + l->short_ms +
					   l->outside_ms + l->off_hours_ms +
					   l->excluded_ms + l->overlap_ms +
					   l->counted_ms);
	}
}

static void
settle_doc(struct casedoc *doc, struct arena *keep, struct diags *d)
{
	size_t before = d->errors;
	struct case_scalars r;
	struct case_mismatches m;

	if (casedoc_settle(doc, keep, d) != 0) {
		MUST_HOLD(d->errors > before);
		return;
	}
	for (size_t i = 0; i < doc->n_services; i++)
		check_settlement(&doc->services[i].settlement);
	r = casedoc_result(doc, keep);
	MUST_HOLD(r.n > 0);
	for (size_t i = 0; i < r.n; i++)
		MUST_HOLD(r.v[i].key.n > 0 && r.v[i].text.n > 0);
	m = casedoc_compare(doc, keep);
	MUST_HOLD(doc->expect != NULL || m.n == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena keep = { 0 };
	struct casedocs docs;
	struct node *root;
	struct diags d;
	int rc;

	diags_init(&d, &keep);
	rc = node_parse((struct str){ (const char *)data, n }, STR("fuzz.case"),
	    &keep, &root, &d);
	if (rc == 0)
		rc = casedoc_parse(root, &zones, &keep, &docs, &d);
	MUST_HOLD((rc == 0) == (d.errors == 0));
	for (size_t i = 0; rc == 0 && i < docs.n; i++)
		settle_doc(&docs.v[i], &keep, &d);
	arena_release(&keep);
	return 0;
}
