/*
 * fuzz_robots.c -- any bytes as rules for robots, up to a NUL, and behind it a
 * user agent.
 *
 * Rules that are taken match as the plainest search does, word by word; the
 * bytes behind the NUL are tried as a sketch of visitors, too.
 */
#include <string.h>

#include "domain/sketch.h"
#include "fuzz.h"
#include "import/robot_rules.h"

/* What was found stands there, where the rule says it must. */
static void
check_match(const struct robot_rule *rule, struct str agent)
{
	struct str a = str_sub(agent, 0, ROBOT_AGENT_MAX);
	bool found = false;

	for (size_t i = 0; i + rule->word.n <= a.n && !found; i++) {
		size_t end = i + rule->word.n;

		found = true;
		for (size_t k = 0; k < rule->word.n && found; k++) {
			char c = a.p[i + k];

			if (c >= 'A' && c <= 'Z')
				c |= 0x20;
			found = c == rule->word.p[k];
		}
		if (rule->before == ROBOT_END)
			found &= i == 0;
		if (rule->after == ROBOT_END)
			found &= end == a.n;
	}
	MUST_HOLD(found && !rule->exception);
	MUST_HOLD(rule->line > 0);
}

static void
check_sketch(struct str bytes)
{
	struct sketch s = { { 0 } };
	struct buf b;
	struct err e;

	if (sketch_merge(&s, bytes, &e) != 0)
		return;
	buf_init(&b, 4096);
	sketch_pack(&s, &b);
	MUST_HOLD(str_eq(buf_str(&b), bytes));
	MUST_HOLD(sketch_count(&s) >= 0);
	buf_release(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str all = { (const char *)data, n }, agent;
	struct str text = str_cut(all, '\0', &agent);
	const struct robot_rules *rules;
	const struct robot_rule *rule;
	struct arena keep = { 0 };
	struct diags d;

	diags_init(&d, &keep);
	if (robot_rules_parse(text, STR("r"), &keep, &rules, &d) == 0) {
		rule = robot_rules_match(rules, agent);
		if (rule != NULL)
			check_match(rule, agent);
		MUST_HOLD(d.errors == 0);
	} else {
		MUST_HOLD(d.errors > 0);
	}
	check_sketch(agent);
	arena_release(&keep);
	return 0;
}
