/*
 * test_call_tests.c -- what test calls met: counted by channel, and joined only
 * where two in a row say the same within two hours.
 */
#include "unit/support.h"

#include "domain/call_tests.h"

static struct call_test
test_at(int64_t minute, const char *channel, int result)
{
	return (struct call_test){ .at = minute * MS_MINUTE,
		.channel = str_of(channel),
		.result = result,
		.wait_s = -1 };
}

static struct call_test_figures
figures(struct arena *keep, struct call_test *tests, size_t n, int64_t to)
{
	struct dossier d = { .call_tests = tests, .n_call_tests = n };
	struct call_test_figures f;

	call_test_figures(
	    &d, (struct span){ 60 * MS_MINUTE, to * MS_MINUTE }, keep, &f);
	return f;
}

/*
 * Minutes 70, 115 and 235 met an engaged line: 45 and 120 minutes apart, one
 * bar from 70 to 235. 236 was answered, 240 and 361 engaged again: 121 minutes
 * are too many, no bar. Before 60 and from 400 on is not the incident.
 */
static void
test_stretches(void **state)
{
	struct call_test t[] = {
		test_at(361, "phone", CALL_ENGAGED),
		test_at(70, "phone", CALL_ENGAGED),
		test_at(59, "phone", CALL_ENGAGED),
		test_at(235, "phone", CALL_ENGAGED),
		test_at(240, "phone", CALL_ENGAGED),
		test_at(115, "phone", CALL_ENGAGED),
		test_at(236, "phone", CALL_ANSWERED),
		test_at(400, "phone", CALL_ENGAGED),
	};
	struct arena keep = { 0 };
	struct call_test_figures f = figures(&keep, t, 8, 400);
	const struct call_channel *c = f.channels;

	(void)state;
	assert_int_equal(f.tests, 6);
	assert_int_equal(f.answered, 1);
	assert_int_equal(f.n_channels, 1);
	assert_int_equal(c->n_tests, 6);
	assert_true(c->tests[0]->at == 70 * MS_MINUTE);
	assert_true(c->tests[5]->at == 361 * MS_MINUTE);
	assert_int_equal(c->n_stretches, 1);
	assert_int_equal(c->stretches[0].result, CALL_ENGAGED);
	assert_true(c->stretches[0].span.from_at == 70 * MS_MINUTE);
	assert_true(c->stretches[0].span.to_at == 235 * MS_MINUTE);
	arena_release(&keep);
}

/* Channels by name; equal results of two channels say nothing together. */
static void
test_channels(void **state)
{
	struct call_test t[] = {
		test_at(70, "phone", CALL_DEAD),
		test_at(75, "chat", CALL_DEAD),
		test_at(80, "phone", CALL_QUEUE),
		test_at(85, "chat", CALL_ANSWERED),
		/* at one instant nothing lasts */
		test_at(90, "chat", CALL_QUEUE),
		test_at(90, "chat", CALL_QUEUE),
	};
	struct arena keep = { 0 };
	struct call_test_figures f = figures(&keep, t, 6, 400);

	(void)state;
	assert_int_equal(f.n_channels, 2);
	assert_str(f.channels[0].channel, "chat");
	assert_int_equal(f.channels[0].n_tests, 4);
	assert_int_equal(f.channels[0].answered, 1);
	assert_int_equal(f.channels[0].n_stretches, 0);
	assert_str(f.channels[1].channel, "phone");
	assert_int_equal(f.channels[1].n_stretches, 0);
	f = figures(&keep, t, 0, 400);
	assert_int_equal(f.tests, 0);
	assert_int_equal(f.n_channels, 0);
	arena_release(&keep);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stretches),
		cmocka_unit_test(test_channels),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
