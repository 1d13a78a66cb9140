/*
 * trace.h -- how a result came about, step by step, as data.
 *
 * The engine writes a step whenever it takes one (also when it takes nothing);
 * the reports and `explain` turn `key` and the named values into a sentence of
 * the phrase "trace.KEY". No text for people stands here but what the contract
 * and the log themselves say.
 */
#ifndef DOMAIN_TRACE_H
#define DOMAIN_TRACE_H

#include "base/ratio.h"
#include "domain/facts.h"

enum value_kind {
	VALUE_TEXT,
	VALUE_COUNT,   /* number */
	VALUE_TIME,    /* number: elapsed milliseconds */
	VALUE_INSTANT, /* number: UTC milliseconds */
	VALUE_SHARE,   /* ratio of 1: 464/465 is 99.78 % */
	VALUE_FACTOR,  /* ratio, printed as a plain decimal */
	VALUE_MONEY,   /* number: minor units of the settlement's currency */
	VALUE_EXACT,   /* ratio in minor units, not yet rounded */
	VALUE_KEY /* text: the name of a rule, itself a phrase "term.TEXT" */
};

struct value {
	const char *name;     /* the {place} in the phrase */
	enum value_kind kind; /* tells which member holds */
	union {
		struct str text;
		int64_t number;
		struct ratio ratio;
	};
};

#define STEP_VALUES 8

struct step {
	const char *key;   /* "overlap", "excluded", "tier", "cap", ... */
	struct str clause; /* of the contract, where the terms name one */
	struct value *v;   /* at most STEP_VALUES */
	int n_values;
	/*
	 * Steps about time say how much they took away (negative) or added and
	 * what was left, so that they chain from the plain sum of the reports
	 * to counted downtime. has_time is false for the steps about money.
	 */
	bool has_time;
	int64_t delta_ms, left_ms;
};

struct trace {
	VEC(struct step) steps;
};

#endif
