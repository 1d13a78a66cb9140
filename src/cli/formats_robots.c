#include "cli/formats_robots.h"

#include <string.h>

#include "base/asset.h"
#include "base/file.h"
#include "base/json_out.h"
#include "base/utf8.h"
#include "cli/commands.h"
#include "cli/say.h"
#include "import/robot_rules.h"

#define BUILTIN "src/import/robots.txt"

struct asking {
	const struct robot_rules *rules;
	struct buf out;
};

static void
as_json(struct buf *out, struct str agent, const struct robot_rule *rule)
{
	struct json_out j;

	json_begin_narrow(&j, out);
	json_open_map(&j);
	json_put_text(&j, "agent", agent);
	json_put_bool(&j, "robot", rule != NULL);
	if (rule != NULL) {
		json_put_text(&j, "word", rule->word);
		json_put_text(&j, "group", rule->kind);
		json_put_int(&j, "line", rule->line);
	}
	json_close_map(&j);
	json_end(&j);
}

/* "robot", the word, its group, the line; of people only the agent. */
static void
answer(struct asking *a, struct str agent)
{
	const struct robot_rule *rule = robot_rules_match(a->rules, agent);
	struct arena scratch = { 0 };

	agent = utf8_clean(&scratch, agent);
	buf_clear(&a->out);
	if (options.json)
		as_json(&a->out, agent, rule);
	else if (rule != NULL)
		buf_addf(&a->out, "robot\t%.*s\t%.*s\t%lld\t%.*s\n",
		    STR_ARG(rule->word), STR_ARG(rule->kind),
		    (long long)rule->line, STR_ARG(agent));
	else
		buf_addf(&a->out, "person\t\t\t\t%.*s\n", STR_ARG(agent));
	fwrite(a->out.p, 1, a->out.n, stdout);
	arena_release(&scratch);
}

static void
answer_lines(struct asking *a, FILE *from)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t n;

	while ((n = getline(&line, &size, from)) > 0)
		answer(
		    a, (struct str){ line, (size_t)n - (line[n - 1] == '\n') });
	free(line);
}

static int
read_rules(
    const char *path, struct arena *keep, const struct robot_rules **ret_rules)
{
	struct diags d;
	struct str text;
	struct err e;
	int rc;

	diags_init(&d, keep);
	if (file_read(path, ROBOT_RULES_MAX_BYTES + 1, keep, &text, &e) != 0)
		return say_err(&e);
	diags_text(&d, str_of(path), text);
	rc = robot_rules_parse(text, str_of(path), keep, ret_rules, &d);
	say_diags(&d);
	return rc == 0 ? EXIT_DONE : EXIT_INPUT;
}

static int
show_rules(struct arena *keep)
{
	struct str text;
	struct err e;

	if (asset_get(NULL, BUILTIN, keep, &text, &e) != 0)
		return say_err(&e);
	fwrite(text.p, 1, text.n, stdout);
	return EXIT_DONE;
}

int
formats_robots(int argc, char **argv)
{
	struct asking a = { .rules = NULL };
	struct arena keep = { 0 };
	int i = 0, code = EXIT_DONE;

	if (argc > 0 && strcmp(argv[0], "--rules") == 0) {
		code = read_rules(argv[1], &keep, &a.rules);
		i = 2;
	} else if (argc == 0) {
		code = show_rules(&keep);
	}
	buf_init(&a.out, (size_t)1 << 20);
	for (; code == EXIT_DONE && i < argc; i++) {
		if (strcmp(argv[i], "-") == 0)
			answer_lines(&a, stdin);
		else
			answer(&a, str_of(argv[i]));
	}
	buf_release(&a.out);
	arena_release(&keep);
	return code;
}
