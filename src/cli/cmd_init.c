/*
 * makegood init DIR [--from STORY] -- a new case folder.
 *
 * A folder that holds anything already is refused: nothing is ever overwritten.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/asset.h"
#include "base/file.h"
#include "cli/commands.h"
#include "cli/say.h"

#define STORIES   "sample-data/"
#define TEMPLATES "src/templates/"

/* "sample-data/tiny/case.yaml" of the story "tiny": "case.yaml"; else nothing.
 */
static struct str
file_of_story(const struct asset *a, struct str story)
{
	struct str rest, name = str_of(a->name);

	if (!str_starts(name, STORIES))
		return STR_NONE;
	name = str_sub(name, strlen(STORIES), name.n);
	name = str_cut(name, '/', &rest);
	return str_eq(name, story) ? rest : STR_NONE;
}

/* A story is a folder with a case.yaml. */
static struct str
story_of(const struct asset *a)
{
	struct str rest, name = str_of(a->name);

	if (!str_starts(name, STORIES) || !str_ends(name, "/case.yaml"))
		return STR_NONE;
	name = str_sub(name, strlen(STORIES), name.n);
	return str_cut(name, '/', &rest);
}

static bool
story_exists(struct str story)
{
	for (const struct asset *a = assets; a->name != NULL; a++)
		if (story.n != 0 && str_eq(story_of(a), story))
			return true;
	return false;
}

static int
no_such_story(const char *name)
{
	struct buf known;
	int code;

	buf_init(&known, 4096);
	for (const struct asset *a = assets; a->name != NULL; a++) {
		struct str story = story_of(a);

		if (story.n == 0)
			continue;
		if (known.n != 0)
			buf_adds(&known, ", ");
		buf_addstr(&known, story);
	}
	code = say_usage("init", "there is no story \"%s\"; there are: %.*s",
	    name, STR_ARG(buf_str(&known)));
	buf_release(&known);
	return code;
}

static int
check_empty(const char *dir, struct err *e)
{
	struct dirent *entry;
	DIR *d = opendir(dir);
	int rc = 0;

	if (d == NULL && errno == ENOENT)
		return 0;
	if (d == NULL)
		return err_errno(e, "could not open \"%s\"", dir);
	while (rc == 0 && (entry = readdir(d)) != NULL)
		if (strcmp(entry->d_name, ".") != 0 &&
		    strcmp(entry->d_name, "..") != 0)
			rc = err_set(e, ERR_USAGE,
			    "the folder \"%s\" is not empty; nothing was "
			    "written",
			    dir);
	closedir(d);
	return rc;
}

/* `name` inside the case folder, with the folders it needs. */
static int
put_file(
    const char *dir, struct str name, struct str text, int *n, struct err *e)
{
	struct arena scratch = { 0 };
	char *path = file_join(&scratch, dir, name);
	char *slash = strrchr(path, '/');
	int rc;

	*slash = '\0';
	rc = file_mkdirs(path, e);
	*slash = '/';
	if (rc == 0)
		rc = file_write(path, text, e);
	arena_release(&scratch);
	*n += rc == 0;
	return rc;
}

static int
put_story(const char *dir, struct str story, int *n, struct err *e)
{
	for (const struct asset *a = assets; a->name != NULL; a++) {
		struct str name = file_of_story(a, story);
		struct str text = { (const char *)a->data, a->n };

		if (name.n != 0 && put_file(dir, name, text, n, e) != 0)
			return -1;
	}
	return 0;
}

static int
put_templates(const char *dir, int *n, struct err *e)
{
	for (const struct asset *a = assets; a->name != NULL; a++) {
		struct str name = str_of(a->name);
		struct str text = { (const char *)a->data, a->n };

		if (!str_starts(name, TEMPLATES))
			continue;
		name = str_sub(name, strlen(TEMPLATES), name.n);
		if (put_file(dir, name, text, n, e) != 0)
			return -1;
	}
	return 0;
}

static int
make_case(const char *dir, const char *story)
{
	struct err e = { 0 };
	int n = 0, rc;

	if (story != NULL && !story_exists(str_of(story)))
		return no_such_story(story);
	if (check_empty(dir, &e) != 0)
		return say_err(&e);
	rc = story != NULL ? put_story(dir, str_of(story), &n, &e)
			   : put_templates(dir, &n, &e);
	if (rc != 0)
		return say_err(&e);
	if (options.json)
		printf("{\"files\":%d}\n", n);
	else if (!options.quiet)
		printf("%d files in %s\n%s: makegood run %s\n", n, dir,
		    story != NULL ? "next" : "edit them, then", dir);
	return EXIT_DONE;
}

static int
init(int argc, char **argv)
{
	const char *dir = NULL, *story = NULL;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--from") == 0)
			story = argv[++i];
		else if (dir == NULL)
			dir = argv[i];
		else
			return say_usage(
			    "init", "\"%s\" is one argument too many", argv[i]);
	}
	if (dir == NULL || dir[0] == '\0')
		return say_usage("init", "which folder shall be made?");
	return make_case(dir, story);
}

const struct command cmd_init = {
	.name = "init",
	.args = "DIR [--from STORY]",
	.summary = "a new case folder, empty or from a story",
	.help =
	    "Makes the case folder DIR with templates to fill in: every "
	    "file with an example\nand, where the format has them, "
	    "comments. A folder that is not empty is refused.\n\n"
	    "  --from STORY    copy a sample story instead, ready to run\n\n"
	    "Examples:\n"
	    "  makegood init my-case\n"
	    "  makegood init my-case --from tiny\n",
	.options = "--json --from=tiny",
	.run = init,
};
