/*
 * robot_rules.h -- the words by which robots are told, out of a text file.
 *
 * The file's own head describes its form: src/import/robots.txt is the one
 * built in. Letters count without case. A word inside an exception that stands
 * at the same place ("cubot") says nothing.
 */
#ifndef IMPORT_ROBOT_RULES_H
#define IMPORT_ROBOT_RULES_H

#include "base/diag.h"
#include "base/err.h"

/* What is read of a user agent; the rest of a longer one says nothing. */
#define ROBOT_AGENT_MAX 512

#define ROBOT_RULES_MAX_BYTES ((size_t)256 << 10)
#define ROBOT_RULES_MAX       4096
#define ROBOT_WORD_MAX        128

enum robot_end {
	ROBOT_ANY,  /* whatever stands there */
	ROBOT_EDGE, /* no letter */
	ROBOT_END   /* nothing: the agent begins or ends */
};

struct robot_rule {
	struct str word; /* in lower case */
	struct str kind; /* the group it stands in; may be empty */
	int64_t line;
	enum robot_end before, after;
	bool exception;
	int32_t next; /* of the same word */
};

struct robot_rules;

/* -1 with every complaint in `d`, none of the rules is used then. */
MUST int robot_rules_parse(struct str text, struct str name, struct arena *keep,
    const struct robot_rules **ret, struct diags *d);

/*
 * The rule that makes `agent` a robot, of several the one that begins first;
 * NULL for people. `rules` NULL: those built in. Any number of threads may ask.
 */
const struct robot_rule *robot_rules_match(
    const struct robot_rules *rules, struct str agent);

/* SHA-256 of the text they were read from, in hex; NULL: of those built in. */
const char *robot_rules_digest(const struct robot_rules *rules);

#endif
