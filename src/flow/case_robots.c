#include "flow/case_robots.h"

#include <string.h>

/* Inside the case folder: so that the case is complete without the rest. */
static bool
inside(struct str name)
{
	while (name.n != 0) {
		struct str part = str_cut(name, '/', &name);

		if (part.n == 0 || str_is(part, "..") || str_is(part, "."))
			return false;
	}
	return true;
}

int
robots_read(struct journey *j, const char *path, struct str name,
    const struct robot_rules **ret, struct err *e)
{
	struct str text;

	if (file_read(path, ROBOT_RULES_MAX_BYTES + 1, j->keep, &text, e) != 0)
		return -1;
	diags_text(&j->diags, name, text);
	if (robot_rules_parse(text, name, j->keep, ret, &j->diags) == 0)
		return 0;
	return err_set(e, ERR_INPUT, "the rules for robots cannot be used");
}

int
case_robots_read(struct journey *j, const struct settings *settings,
    const struct robot_rules **ret, struct err *e)
{
	struct str name = settings->robots;
	char *path;

	*ret = NULL;
	if (name.n == 0)
		return 0;
	path = file_join(j->keep, j->dir, name);
	if (!inside(name) || !file_exists(path)) {
		diag_add(&j->diags, DIAG_ERROR, settings->robots_at,
		    "makegood formats --robots writes a file to start from",
		    "robots: \"%.*s\" is no file in the case folder",
		    STR_ARG(name));
		return err_set(e, ERR_INPUT, "case.yaml cannot be used");
	}
	return robots_read(j, path, name, ret, e);
}

void
case_robots_list(
    struct journey *j, struct str name, struct folder_file **files, size_t *n)
{
	struct folder_file *all, *f = *files;
	size_t at = 0;

	if (name.n == 0)
		return;
	while (at < *n && str_cmp(f[at].name, name) < 0)
		at++;
	if (at < *n && str_eq(f[at].name, name))
		return;
	all = arena_array(j->keep, *n + 1, sizeof *all);
	if (at != 0)
		memcpy(all, f, at * sizeof *all);
	if (at != *n)
		memcpy(all + at + 1, f + at, (*n - at) * sizeof *all);
	all[at] = (struct folder_file){
		.name = name,
		.role = ROLE_ROBOTS,
		.kind_name = "robots",
		.path = file_join(j->keep, j->dir, name),
	};
	*files = all;
	(*n)++;
}
