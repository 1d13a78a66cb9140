#include "import/robot_rules.h"

#include <pthread.h>
#include <string.h>

#include "base/asset.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/utf8.h"

#define BUILTIN "src/import/robots.txt"

enum { WORD_MIN = 3, BEGINS = 65536, ROOT = 0, NO_RULE = -1 };

/* One letter further into a word. */
struct edge {
	int32_t from, to; /* `to` 0: a free slot */
	unsigned char c;
};

/* The words as a tree, one node for each beginning of a word. */
struct robot_rules {
	VEC(struct robot_rule) rules;
	VEC(int32_t) nodes; /* the first rule that ends here, or NO_RULE */
	struct edge *edges; /* by a hash of from and c, half full */
	size_t cap;
	/* by a hash of their first three bytes: may a word begin so? */
	uint8_t begins[BEGINS / 8];
	char digest[DIGEST_HEX];
};

static unsigned char
lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
}

static uint32_t
begin_bit(const unsigned char *t)
{
	uint32_t w = (uint32_t)t[0] << 16 | (uint32_t)t[1] << 8 | t[2];

	return (w * UINT32_C(0x9e3779b1)) >> 16;
}

/* ---- the tree ---- */

static struct edge *
edge_at(const struct robot_rules *r, int32_t from, unsigned char c)
{
	uint64_t key = (uint64_t)from << 8 | c;
	size_t i = (size_t)hash_mix(key, HASH_GOLDEN);

	for (;; i++) {
		struct edge *e = &r->edges[i & (r->cap - 1)];

		if (e->to == 0 || (e->from == from && e->c == c))
			return e;
	}
}

static int32_t
step_made(
    struct robot_rules *r, int32_t from, unsigned char c, struct arena *keep)
{
	struct edge *e = edge_at(r, from, c);

	if (e->to == 0) {
		*e = (struct edge){ from, (int32_t)r->nodes.n, c };
		*vec_push(keep, &r->nodes) = NO_RULE;
	}
	return e->to;
}

/* ---- built in ---- */

static pthread_once_t once = PTHREAD_ONCE_INIT;
static const struct robot_rules *builtin;

static void
read_builtin(void)
{
	static struct arena keep; /* to the end of the program */
	struct diags d;
	struct str text;
	struct err e;

	diags_init(&d, &keep);
	if (asset_get(NULL, BUILTIN, &keep, &text, &e) != 0 ||
	    robot_rules_parse(text, STR(BUILTIN), &keep, &builtin, &d) != 0)
		BUG("the rules for robots built in");
}

/* Made once and kept to the end; any thread may ask. */
static const struct robot_rules *
rules_builtin(void)
{
	(void)pthread_once(&once, read_builtin);
	return builtin;
}

/* ---- asking ---- */

static bool
letter(unsigned char c)
{
	return c >= 'a' && c <= 'z';
}

/* `at` is the place beside the word, outside the agent at its ends. */
static bool
end_fits(enum robot_end end, const unsigned char *t, size_t n, size_t at)
{
	bool outside = at >= n; /* also before 0 */

	return end == ROBOT_ANY || outside ||
	       (end == ROBOT_EDGE && !letter(t[at]));
}

static bool
rule_fits(const struct robot_rule *rule, const unsigned char *t, size_t n,
    size_t from, size_t to)
{
	return end_fits(rule->before, t, n, from - 1) &&
	       end_fits(rule->after, t, n, to);
}

/* The longest rule that begins at `from`; exceptions move *covered. */
static const struct robot_rule *
match_at(const struct robot_rules *r, const unsigned char *t, size_t n,
    size_t from, size_t *covered)
{
	const struct robot_rule *best = NULL;
	int32_t node = ROOT;
	size_t to = from;

	while (to < n && (node = edge_at(r, node, t[to])->to) != 0) {
		to++;
		for (int32_t k = r->nodes.v[node]; k != NO_RULE;
		     k = r->rules.v[k].next) {
			const struct robot_rule *rule = &r->rules.v[k];

			if (!rule_fits(rule, t, n, from, to))
				continue;
			if (!rule->exception)
				best = rule;
			else if (to > *covered)
				*covered = to;
		}
	}
	return best;
}

const struct robot_rule *
robot_rules_match(const struct robot_rules *r, struct str agent)
{
	unsigned char t[ROBOT_AGENT_MAX];
	size_t n = agent.n < sizeof t ? agent.n : sizeof t;
	size_t covered = 0; /* by an exception that began so far */

	if (r == NULL)
		r = rules_builtin();
	for (size_t i = 0; i < n; i++)
		t[i] = lower(agent.p[i]);
	for (size_t i = 0; i + WORD_MIN <= n; i++) {
		const struct robot_rule *rule;
		uint32_t bit = begin_bit(t + i);

		if ((r->begins[bit / 8] >> bit % 8 & 1) == 0)
			continue;
		rule = match_at(r, t, n, i, &covered);
		if (rule != NULL && i + rule->word.n > covered)
			return rule;
	}
	return NULL;
}

const char *
robot_rules_digest(const struct robot_rules *rules)
{
	return (rules != NULL ? rules : rules_builtin())->digest;
}

/* ---- reading ---- */

struct parsing {
	struct robot_rules *out;
	struct arena *keep;
	struct diags *d;
	struct place at;
	struct str kind;
	size_t errors; /* before */
};

static void
complain(struct parsing *p, struct str from, struct str part, const char *hint,
    const char *what)
{
	struct place at = p->at;

	at.col = 1 + (int64_t)(part.p - from.p);
	diag_add(p->d, DIAG_ERROR, at, hint, "%s", what);
}

/* The marks around a word; what is left is the word itself. */
static struct str
take_marks(struct str word, struct robot_rule *rule)
{
	if (str_starts(word, "\\"))
		return str_sub(word, 1, word.n);
	if (str_starts(word, "!")) {
		rule->exception = true;
		word = str_trim(str_sub(word, 1, word.n));
	}
	if (str_starts(word, "^"))
		rule->before = ROBOT_END;
	else if (str_starts(word, "|"))
		rule->before = ROBOT_EDGE;
	if (rule->before != ROBOT_ANY)
		word = str_sub(word, 1, word.n);
	if (str_ends(word, "$"))
		rule->after = ROBOT_END;
	else if (str_ends(word, "|"))
		rule->after = ROBOT_EDGE;
	if (rule->after != ROBOT_ANY)
		word = str_sub(word, 0, word.n - 1);
	return word;
}

static const char *
word_wrong(struct str word)
{
	if (word.n < WORD_MIN)
		return "a word of less than three bytes would make robots of "
		       "everybody";
	if (word.n > ROBOT_WORD_MAX)
		return "the word is longer than 128 bytes";
	for (size_t i = 0; i < word.n; i++)
		if ((unsigned char)word.p[i] < ' ' || word.p[i] == 0x7f)
			return "a control character in the word";
	return NULL;
}

static int64_t
same_rule(
    const struct robot_rules *r, int32_t node, const struct robot_rule *rule)
{
	for (int32_t k = r->nodes.v[node]; k != NO_RULE;
	     k = r->rules.v[k].next) {
		const struct robot_rule *other = &r->rules.v[k];

		if (other->before == rule->before &&
		    other->after == rule->after &&
		    other->exception == rule->exception)
			return other->line;
	}
	return 0;
}

static void
add_rule(struct parsing *p, struct str line, struct str word)
{
	struct robot_rule rule = { .kind = p->kind, .line = p->at.line };
	struct robot_rules *r = p->out;
	int32_t node = ROOT;
	const char *why;
	unsigned char *copy;
	uint32_t bit;

	word = take_marks(word, &rule);
	why = word_wrong(word);
	if (why == NULL && r->rules.n == ROBOT_RULES_MAX)
		why = "there are more than 4096 rules";
	if (why != NULL) {
		complain(p, line, word, NULL, why);
		return;
	}
	copy = arena_alloc(p->keep, word.n);
	for (size_t i = 0; i < word.n; i++) {
		copy[i] = lower(word.p[i]);
		node = step_made(r, node, copy[i], p->keep);
	}
	rule.word = (struct str){ (const char *)copy, word.n };
	bit = begin_bit(copy);
	r->begins[bit / 8] |= (uint8_t)(1 << bit % 8);
	if (same_rule(r, node, &rule) != 0) {
		complain(p, line, word, NULL, "this rule stands here twice");
		return;
	}
	rule.next = r->nodes.v[node];
	r->nodes.v[node] = (int32_t)r->rules.n;
	*vec_push(p->keep, &r->rules) = rule;
}

/* What stands before " #". */
static struct str
without_comment(struct str line)
{
	for (size_t i = 0; i < line.n; i++)
		if (line.p[i] == '#' &&
		    (i == 0 || line.p[i - 1] == ' ' || line.p[i - 1] == '\t'))
			return str_sub(line, 0, i);
	return line;
}

static void
read_line(struct parsing *p, struct str line)
{
	struct str t = str_trim(without_comment(line));

	if (t.n == 0)
		return;
	if (t.p[0] != '[') {
		add_rule(p, line, t);
		return;
	}
	if (t.n < 3 || t.p[t.n - 1] != ']')
		complain(p, line, t, "a group is written [name]",
		    "the name of the group does not end");
	else
		p->kind = str_dup(p->keep, str_sub(t, 1, t.n - 1));
}

/* Rules that make robots of the commonest browsers are a slip. */
static void
check_people(struct parsing *p)
{
	static const char *const people[] = {
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 "
		"(KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
		"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 "
		"Firefox/128.0",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) "
		"AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 "
		"Mobile/15E148 Safari/604.1",
	};

	for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
		const struct robot_rule *rule =
		    robot_rules_match(p->out, str_of(people[i]));

		if (rule == NULL)
			continue;
		p->at.line = rule->line;
		p->at.col = 0;
		diag_add(p->d, DIAG_ERROR, p->at,
		    "choose a word that browsers do not have",
		    "\"%.*s\" makes a robot of %s", STR_ARG(rule->word),
		    people[i]);
		return;
	}
}

static void
read_all(struct parsing *p, struct str text)
{
	if (str_starts(text, "\xef\xbb\xbf"))
		text = str_sub(text, 3, text.n);
	while (text.n != 0 && p->d->errors - p->errors < 100) {
		p->at.line++;
		read_line(p, str_cut(text, '\n', &text));
	}
	if (p->d->errors != p->errors)
		return;
	if (p->out->rules.n == 0)
		diag_add(p->d, DIAG_ERROR, (struct place){ p->at.file, 0, 0 },
		    "leave robots: out to use the rules built in",
		    "there is no rule in this file");
	else
		check_people(p);
}

int
robot_rules_parse(struct str text, struct str name, struct arena *keep,
    const struct robot_rules **ret, struct diags *d)
{
	struct parsing p = {
		.keep = keep, .d = d, .at.file = name, .errors = d->errors
	};

	size_t bad;

	*ret = NULL;
	if (text.n > ROBOT_RULES_MAX_BYTES) {
		diag_add(d, DIAG_ERROR, p.at, NULL,
		    "rules for robots of more than 256 KiB");
		return -1;
	}
	if (!utf8_ok(text, &bad)) {
		p.at.line = 1;
		for (size_t i = 0; i < bad; i++)
			p.at.line += text.p[i] == '\n';
		diag_add(d, DIAG_ERROR, p.at, NULL,
		    "a byte here is no UTF-8 text, or a control character");
		return -1;
	}
	p.out = arena_new(keep, struct robot_rules);
	digest_bytes(text, p.out->digest);
	*vec_push(keep, &p.out->nodes) = NO_RULE;
	/* a word of n bytes has at most n edges */
	for (p.out->cap = 64; p.out->cap < 2 * text.n;)
		p.out->cap *= 2;
	p.out->edges = arena_array(keep, p.out->cap, sizeof *p.out->edges);
	read_all(&p, text);
	if (d->errors != p.errors)
		return -1;
	*ret = p.out;
	return 0;
}
