/*
 * fuzz_scan.c -- any bytes as an access log, read line by line in full and read
 * fast: the same counters, the same rejects.
 */
#include "../unit/import/both_ways.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str text;

	if (n == 0)
		return 0;
	text = (struct str){ (const char *)data + 1, n - 1 };
	if (both_ways((enum access_kind)(data[0] % 3), text) != NULL)
		abort();
	return 0;
}
