#include "cli/options.h"

#include <string.h>

#include "cli/nearest.h"
#include "cli/say.h"

#define SHARED "-h --help -q --quiet --version --reports=my-brand"

/* "--csv=hours.csv", taken apart. */
struct option {
	struct str name, examples;
};

/* What other programs, and other commands of this one, call it. */
static const struct {
	const char *typed, *ours;
} synonyms[] = {
	{ "-v", "--version" },
	{ "--tz", "--zone" },
	{ "--timezone", "--zone" },
	{ "--timezone", "--tz" },
	{ "--zone", "--tz" },
	{ "--start", "--from" },
	{ "--end", "--to" },
	{ "--from", "--start" },
	{ "--to", "--end" },
	{ "--output", "-o" },
	{ "--jobs", "-j" },
	{ "--threads", "-j" },
	{ "--silent", "--quiet" },
	{ "--brand", "--reports" },
	{ "--service", "--subject" },
	{ "--customer", "--subject" },
	{ "--database", "--db" },
	{ "--price", "--fee" },
};

/* ---- the list of a command ---- */

static bool
next_option(struct str *list, struct option *ret)
{
	struct str word;

	if (list->n == 0)
		return false;
	word = str_cut(*list, ' ', list);
	ret->name = str_cut(word, '=', &ret->examples);
	return true;
}

static int
values_of(const struct option *o)
{
	int n = o->examples.n != 0;

	for (size_t i = 0; i < o->examples.n; i++)
		n += o->examples.p[i] == '|';
	return n;
}

static bool
find_in(struct str list, struct str name, struct option *ret)
{
	while (next_option(&list, ret))
		if (str_eq(ret->name, name))
			return true;
	return false;
}

static bool
find(const struct command *c, struct str name, struct option *ret)
{
	return find_in(STR(SHARED), name, ret) ||
	       find_in(str_of(c->options), name, ret);
}

/* ---- what was meant ---- */

static void
guess_from(struct str list, struct nearest *n)
{
	struct option o;

	while (next_option(&list, &o))
		nearest_begins(n, o.name, strlen("--a"));
}

static struct str
guess(const struct command *c, struct str typed)
{
	struct nearest n = { .typed = typed };
	struct option o;

	for (size_t i = 0; i < sizeof synonyms / sizeof *synonyms; i++)
		if (str_is(typed, synonyms[i].typed) &&
		    find(c, str_of(synonyms[i].ours), &o))
			return o.name;
	guess_from(str_of(c->options), &n);
	guess_from(STR(SHARED), &n);
	return n.name;
}

static int
unknown(const struct command *c, struct str typed)
{
	struct str near = guess(c, typed);

	if (str_is(typed, "--json"))
		return say_usage(c->name,
		    "it has no --json: what it writes is for machines already, "
		    "or for people alone");
	if (near.n != 0)
		return say_usage(c->name,
		    "unknown option \"%.*s\"; did you mean \"%.*s\"?",
		    STR_ARG(typed), STR_ARG(near));
	return say_usage(c->name, "unknown option \"%.*s\"", STR_ARG(typed));
}

static int
no_value(const struct command *c, const struct option *o)
{
	struct str a, b, rest;

	a = str_cut(o->examples, '|', &rest);
	b = str_cut(rest, '|', &rest);
	return say_usage(c->name, "%.*s wants %s, as in %.*s %.*s%s%.*s",
	    STR_ARG(o->name), b.n != 0 ? "two values" : "a value",
	    STR_ARG(o->name), STR_ARG(a), b.n != 0 ? " " : "", STR_ARG(b));
}

/* ---- the words ---- */

struct taking {
	const struct command *c;
	char **from, **taken, **rest;
	int n_taken, n_rest;
};

/* Its value is the next word, but never another option of this command. */
static char *
next_value(const struct taking *t, int *i)
{
	char *word = t->from[*i + 1];
	struct option o;
	struct str value, name;

	if (word == NULL || word[0] == '\0')
		return NULL;
	name = str_cut(str_of(word), '=', &value);
	if (word[0] == '-' && word[1] != '\0' && find(t->c, name, &o))
		return NULL;
	(*i)++;
	return word;
}

static void
take_shared(struct str name, const char *value)
{
	if (str_is(name, "-h") || str_is(name, "--help"))
		options.help = true;
	else if (str_is(name, "-q") || str_is(name, "--quiet"))
		options.quiet = true;
	else if (str_is(name, "--version"))
		options.version = true;
	else if (str_is(name, "--json"))
		options.json = true;
	else if (str_is(name, "--reports"))
		options.reports_dir = value;
}

static bool
is_shared(struct str name)
{
	struct option o;

	return str_is(name, "--json") || find_in(STR(SHARED), name, &o);
}

/* The option at from[*i], "-j4" and "--db=x" too; -1, or an exit code. */
static int
take_option(struct taking *t, int *i, struct arena *keep)
{
	struct str value = STR_NONE, word = str_of(t->from[*i]);
	bool is_short = word.n > 2 && word.p[1] != '-';
	struct str name =
	    is_short ? str_sub(word, 0, 2) : str_cut(word, '=', &value);
	bool joined = name.n < word.n;
	struct option o;
	int n;

	if (is_short)
		value = str_sub(word, 2, word.n);
	if (!find(t->c, name, &o) || (is_short && values_of(&o) == 0))
		return unknown(t->c, is_short ? word : name);
	n = values_of(&o);
	if (joined && n == 0)
		return say_usage(
		    t->c->name, "%.*s takes no value", STR_ARG(name));
	t->taken[t->n_taken++] = str_cstr(keep, name);
	for (int k = 0; k < n; k++) {
		char *v = joined && k == 0 && value.n != 0
			      ? str_cstr(keep, value)
			  : joined && k == 0 ? NULL
					     : next_value(t, i);

		if (v == NULL)
			return no_value(t->c, &o);
		t->taken[t->n_taken++] = v;
	}
	if (!is_shared(name))
		return -1;
	take_shared(name, t->taken[t->n_taken - 1]);
	t->n_taken -= n + 1;
	return -1;
}

static char *
behind_dashes(const struct command *c, char *word, struct arena *keep)
{
	if (word[0] != '-' || word[1] == '\0' || c->takes_names)
		return word;
	return str_cstr(keep, str_format(keep, "./%s", word));
}

int
options_take(
    const struct command *c, int *argc, char ***argv, struct arena *keep)
{
	size_t most = (size_t)*argc * 2 + 1;
	struct taking t = { .c = c,
		.from = *argv,
		.taken = arena_array(keep, most, sizeof *t.taken),
		.rest = arena_array(keep, most, sizeof *t.rest),
		.n_taken = 1 };
	bool dashes = false;

	t.taken[0] = t.from[0];
	for (int i = 1; i < *argc && !options.help; i++) {
		char *word = t.from[i];
		int code = -1;

		if (dashes)
			t.rest[t.n_rest++] = behind_dashes(c, word, keep);
		else if (strcmp(word, "--") == 0)
			dashes = true;
		else if (word[0] == '-' && word[1] != '\0')
			code = take_option(&t, &i, keep);
		else
			t.rest[t.n_rest++] = word;
		if (code >= 0)
			return code;
	}
	for (int i = 0; i < t.n_rest; i++)
		t.taken[t.n_taken++] = t.rest[i];
	t.taken[t.n_taken] = NULL;
	*argc = t.n_taken;
	*argv = t.taken;
	return -1;
}

/* ---- for the commands ---- */

const char *
option_value(const char *name, char **argv, int *i)
{
	return strcmp(argv[*i], name) == 0 ? argv[++*i] : NULL;
}

bool
option_take(
    const struct valued_option *v, size_t n, void *into, char **argv, int *i)
{
	for (size_t k = 0; k < n; k++) {
		const char *value = option_value(v[k].name, argv, i);

		if (value == NULL)
			continue;
		memcpy((char *)into + v[k].offset, &value, sizeof value);
		return true;
	}
	return false;
}

bool
option_flag(const char *name, int *argc, char **argv)
{
	bool found = false;
	int kept = 1;

	for (int i = 1; i < *argc; i++)
		if (strcmp(argv[i], name) == 0)
			found = true;
		else
			argv[kept++] = argv[i];
	*argc = kept;
	argv[kept] = NULL;
	return found;
}
