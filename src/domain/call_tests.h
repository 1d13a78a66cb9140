/*
 * call_tests.h -- what test calls met while an incident lasted.
 *
 * A test says something of its own instant only. Two tests in a row with the
 * same result, at most CALL_TEST_BOUND_MS apart, are taken for the time between
 * them too; everything else stays unknown.
 */
#ifndef DOMAIN_CALL_TESTS_H
#define DOMAIN_CALL_TESTS_H

#include "domain/dossier.h"

#define CALL_TEST_BOUND_MS (2 * MS_HOUR)

/* "answered", "engaged", "dead", "queue"; then NULL. */
extern const char *const call_result_names[];

/* Time between equal results. */
struct call_stretch {
	struct span span;
	int result; /* enum call_result */
};

struct call_channel {
	struct str channel;             /* may be empty */
	const struct call_test **tests; /* by time */
	size_t n_tests;
	int64_t answered;
	struct call_stretch *stretches; /* by time; they do not touch */
	size_t n_stretches;
};

struct call_test_figures {
	struct call_channel *channels; /* by name */
	size_t n_channels;
	int64_t tests, answered;
};

/* The tests inside `span`; everything lives in `keep` or is borrowed. */
void call_test_figures(const struct dossier *dossier, struct span span,
    struct arena *keep, struct call_test_figures *ret_figures);

#endif
