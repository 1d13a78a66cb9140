/*
 * How two stretches of logs lie to each other, each case drawn by hand: the
 * known one is always bytes 100 to 200.
 */
#include "domain/part.h"

#include "unit/support.h"

static struct part
stretch(const char *fingerprint, int64_t from, int64_t to, const char *tail)
{
	struct part p = { .from_byte = from, .to_byte = to };

	snprintf(p.fingerprint, sizeof p.fingerprint, "%s", fingerprint);
	snprintf(p.tail, sizeof p.tail, "%s", tail);
	return p;
}

static void
test_relations(void **state)
{
	static const struct {
		const char *fingerprint, *tail;
		int64_t from, to;
		enum part_relation relation;
	} cases[] = {
		{ "a", "t", 100, 200, PART_INSIDE },    /* itself */
		{ "a", "t", 150, 200, PART_INSIDE },    /* its end */
		{ "a", "s", 100, 150, PART_INSIDE },    /* its beginning */
		{ "a", "s", 120, 180, PART_INSIDE },    /* its middle */
		{ "a", "s", 150, 150, PART_INSIDE },    /* nothing of it */
		{ "a", "t", 200, 200, PART_INSIDE },    /* no news */
		{ "a", "u", 200, 300, PART_CONTINUES }, /* it grew */
		{ "a", "u", 201, 300, PART_STRANGE },   /* a byte missing */
		{ "a", "u", 0, 100, PART_STRANGE },     /* what came before */
		{ "a", "u", 0, 101, PART_OVERLAPS },    /* and a byte more */
		{ "a", "u", 199, 300, PART_OVERLAPS },  /* a byte twice */
		{ "a", "u", 0, 300, PART_OVERLAPS },    /* all of it and more */
		{ "a", "t", 0, 200, PART_OVERLAPS },    /* more at the front */
		{ "a", "other", 100, 200, PART_OVERLAPS }, /* rewritten */
		{ "b", "t", 100, 200, PART_STRANGE },      /* another log */
		{ "b", "u", 200, 300, PART_STRANGE },
	};
	struct part known = stretch("a", 100, 200, "t");

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct part p = stretch(cases[i].fingerprint, cases[i].from,
		    cases[i].to, cases[i].tail);

		if (part_relation(&p, &known) != cases[i].relation)
			fail_msg("case %zu", i);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_relations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
