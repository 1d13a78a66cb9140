/*
 * fuzz_settings.c -- any bytes as case.yaml: settings, or complaints; never
 * both missing.
 */
#include "base/zone.h"
#include "fuzz.h"
#include "import/import.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena keep = { 0 };
	struct zones zones = { .keep = &keep };
	struct file_rule *rules;
	struct settings s;
	struct diags d;
	struct buf out;
	size_t n_rules;
	int rc;

	diags_init(&d, &keep);
	rc = settings_parse((struct str){ (const char *)data, n },
	    STR("case.yaml"), &zones, &keep, &s, &rules, &n_rules, &d);
	if ((rc == 0) != (d.errors == 0))
		abort();
	if (rc == 0 && (s.zone == NULL || s.n_periods == 0))
		abort();
	buf_init(&out, 1 << 20);
	for (size_t i = 0; i < d.list.n; i++)
		diag_format(&d.list.v[i], &out);
	buf_release(&out);
	arena_release(&keep);
	return 0;
}
