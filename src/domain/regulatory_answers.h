/*
 * regulatory_answers.h -- a line of an act as data, and the three values.
 *
 * "More than" is never "at least": every bound is passed only beyond it.
 * Fractions are compared by cross-multiplication. Only regulatory*.c includes
 * it.
 */
#ifndef DOMAIN_REGULATORY_ANSWERS_H
#define DOMAIN_REGULATORY_ANSWERS_H

#include "domain/regulatory_run.h"

#define COUNT(v)   (sizeof(v) / sizeof *(v))
#define EVERYBODY  (-1)
#define MINUTES(n) ((n)*MS_MINUTE)
#define HOURS(n)   ((n)*MS_HOUR)

struct line_rule;
/* What the line says of the incident; notes measures and missing inputs. */
typedef enum regulatory_answer answer_fn(struct regulatory_run *run,
    const struct line_rule *rule, struct regulatory_line *line);

struct line_rule {
	const char *article, *key;
	int role;
	answer_fn *answer;
	enum regulatory_id fact, also; /* as the function needs them */
	int64_t limit;
	bool unverified;
};

#define SAID(article, key, role, fact)                                         \
	{                                                                      \
		article, key, role, answer_said, fact, REG_FACTS, 0, false     \
	}
#define TIMED(article, key, role, answer, fact, limit)                         \
	{                                                                      \
		article, key, role, answer, fact, REG_FACTS, limit, false      \
	}

/* Unknown unless the known ones decide. */
enum regulatory_answer line_both(
    enum regulatory_answer a, enum regulatory_answer b);
enum regulatory_answer line_not(enum regulatory_answer a);
/* Note once that an input is missing. */
void line_lacks(struct regulatory_line *line, const char *name);
/* Of a fact that is yes or no. */
enum regulatory_answer line_said(struct regulatory_run *run,
    enum regulatory_id id, struct regulatory_line *line);
/* Is scale x `r` more than the limit? Exact: the products fit in 128 bits. */
enum regulatory_answer line_over(
    struct known_range r, int64_t scale, struct known_range limit);

struct known_range line_exactly(int64_t n);
/* A stated number, or anything from nothing on. */
struct known_range line_number(
    const struct regulatory_run *run, enum regulatory_id id);
struct regulatory_amount line_amount(
    enum regulatory_unit unit, struct known_range r);

/* rule->fact says it; both of its facts do. */
answer_fn answer_said, answer_both_said;
/* The number, or the share in percent, of rule->fact is beyond rule->limit. */
answer_fn answer_number, answer_share;
/* A time, stated by rule->fact or else computed, is beyond rule->limit. */
enum regulatory_answer answer_time(struct regulatory_run *run,
    const struct line_rule *rule, struct known_range computed,
    struct regulatory_line *line);

/* One place more than rules: DORA has a line about the others. */
void line_table(struct regulatory_run *run, enum regulatory_act act,
    const struct line_rule *rules, size_t n);
void line_add(struct regulatory_table *t, const struct regulatory_line *line);

#endif
