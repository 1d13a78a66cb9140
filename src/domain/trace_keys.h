/*
 * trace_keys.h -- every step the engine may write, with the names and kinds of
 * its values: the contract between the engine, the reports and the languages.
 *
 * A language file has one phrase "trace.KEY" per row of trace_keys[] and one
 * phrase "term.WORD" per word of trace_terms[]. The engine's tests check
 * that nothing is ever traced that does not stand here.
 */
#ifndef DOMAIN_TRACE_KEYS_H
#define DOMAIN_TRACE_KEYS_H

#include "domain/trace.h"

struct trace_value_name {
	const char *name;
	enum value_kind kind;
	bool optional; /* left out where it has no meaning */
};

struct trace_key {
	const char *key;
	bool has_time; /* part of the chain from reported to counted time */
	struct trace_value_name v[STEP_VALUES + 1]; /* ended by a NULL name */
	const char *meaning;
};

/* In the order in which the engine takes the steps; ended by a NULL key. */
extern const struct trace_key trace_keys[];

/* Every text that a VALUE_KEY may hold, but for kinds of exclusion that a
 * contract invents; sorted, ended by NULL. */
extern const char *const trace_terms[];

/* The row of a key, or NULL. */
const struct trace_key *trace_key_find(const char *key);

/*
 * Building steps. trace_step() adds an empty step; the others add a value to
 * the last step. One value more than STEP_VALUES is a bug and stops the
 * program.
 */
struct step *trace_step(
    struct trace *t, struct arena *keep, const char *key, struct str clause);
void trace_text(struct trace *t, const char *name, struct str text);
void trace_term(struct trace *t, const char *name, const char *word);
void trace_term_of(struct trace *t, const char *name, struct str word);
void trace_number(
    struct trace *t, const char *name, enum value_kind kind, int64_t n);
void trace_ratio(
    struct trace *t, const char *name, enum value_kind kind, struct ratio r);

/* Mark the last step as one about time; `left_ms` is what is left after it. */
void trace_time(struct trace *t, int64_t left_ms);

#endif
