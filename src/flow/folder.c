#include "flow/folder.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

enum place_shape {
	SHAPE_FILE,   /* one file of this name */
	SHAPE_FOLDER, /* files in a folder of this name */
	SHAPE_SHELVES /* files in folders in a folder of this name */
};

struct place_row {
	const char *name;
	enum place_shape shape;
	enum folder_role role;
	enum source_kind kind;
	bool required;
	const char *suffixes[3]; /* only such files; none: all */
};

/* In the order in which people think of them. */
static const struct place_row places[] = {
	{ "case.yaml", SHAPE_FILE, ROLE_CASE, 0, true, { NULL } },
	{ "customers.csv", SHAPE_FILE, ROLE_FACTS, SOURCE_CUSTOMERS, true,
	    { NULL } },
	{ "services.csv", SHAPE_FILE, ROLE_FACTS, SOURCE_SERVICES, true,
	    { NULL } },
	{ "resources.csv", SHAPE_FILE, ROLE_FACTS, SOURCE_RESOURCES, false,
	    { NULL } },
	{ "incidents.csv", SHAPE_FILE, ROLE_FACTS, SOURCE_INCIDENTS, false,
	    { NULL } },
	{ "notices.csv", SHAPE_FILE, ROLE_FACTS, SOURCE_NOTICES, false,
	    { NULL } },
	{ "actions.csv", SHAPE_FILE, ROLE_FACTS, SOURCE_ACTIONS, false,
	    { NULL } },
	{ "calls.csv", SHAPE_FILE, ROLE_FACTS, SOURCE_CALLS, false, { NULL } },
	{ "history.csv", SHAPE_FILE, ROLE_FACTS, SOURCE_HISTORY, false,
	    { NULL } },
	{ "claims.csv", SHAPE_FILE, ROLE_FACTS, SOURCE_CLAIMS, false,
	    { NULL } },
	{ "amounts.csv", SHAPE_FILE, ROLE_FACTS, SOURCE_AMOUNTS, false,
	    { NULL } },
	{ "holidays.csv", SHAPE_FILE, ROLE_FACTS, SOURCE_HOLIDAYS, false,
	    { NULL } },
	{ "backups.csv", SHAPE_FILE, ROLE_FACTS, SOURCE_BACKUPS, false,
	    { NULL } },
	{ "restorations.csv", SHAPE_FILE, ROLE_FACTS, SOURCE_RESTORATIONS,
	    false, { NULL } },
	{ "regulatory.csv", SHAPE_FILE, ROLE_FACTS, SOURCE_REGULATORY, false,
	    { NULL } },
	{ "submissions.csv", SHAPE_FILE, ROLE_FACTS, SOURCE_SUBMISSIONS, false,
	    { NULL } },
	{ "call_tests.csv", SHAPE_FILE, ROLE_FACTS, SOURCE_CALL_TESTS, false,
	    { NULL } },
	{ "contracts", SHAPE_FOLDER, ROLE_CONTRACT, 0, true,
	    { ".yaml", ".yml", ".json" } },
	{ "outages", SHAPE_FOLDER, ROLE_FACTS, SOURCE_OUTAGES, false,
	    { NULL } },
	{ "maintenance", SHAPE_FOLDER, ROLE_FACTS, SOURCE_MAINTENANCE, false,
	    { NULL } },
	{ "traffic", SHAPE_FOLDER, ROLE_FACTS, SOURCE_TRAFFIC, false,
	    { NULL } },
	{ "text", SHAPE_SHELVES, ROLE_TEXT, 0, false, { ".md" } },
};
#define N_PLACES (sizeof places / sizeof *places)

struct listing {
	struct journey *j;
	VEC(struct folder_file) files;
};

static struct place
whole(struct str file)
{
	return (struct place){ .file = file };
}

static const char *
kind_name(const struct place_row *place)
{
	switch (place->role) {
	case ROLE_CASE:
		return "case";
	case ROLE_CONTRACT:
		return "contract";
	case ROLE_TEXT:
		return "text";
	case ROLE_ROBOTS:
		return "robots";
	case ROLE_FACTS:
		break;
	}
	return source_kind_name(place->kind);
}

static void
add_file(struct listing *l, const struct place_row *place, struct str name)
{
	struct arena *keep = l->j->keep;
	struct folder_file *f;
	size_t at;

	if (!utf8_ok(name, &at)) {
		struct str clean = utf8_clean(keep, name);

		diag_add(&l->j->diags, DIAG_ERROR, whole(clean),
		    "rename the file",
		    "the name of this file is no valid text");
		return;
	}
	f = vec_push(keep, &l->files);
	f->name = name;
	f->role = place->role;
	f->kind = place->kind;
	f->evidence = place->role == ROLE_FACTS && place->shape == SHAPE_FOLDER;
	f->kind_name = kind_name(place);
	f->path = file_join(keep, l->j->dir, name);
}

static struct str
folder_name(struct arena *keep, struct str folder, struct str name)
{
	return str_format(keep, "%.*s/%.*s", STR_ARG(folder), STR_ARG(name));
}

static bool
suffix_ok(const struct place_row *place, struct str name)
{
	if (place->suffixes[0] == NULL)
		return true;
	for (int i = 0; i < 3 && place->suffixes[i] != NULL; i++)
		if (str_ends(name, place->suffixes[i]))
			return true;
	return false;
}

/* ---- what cannot be read ---- */

/* A record that was meant to be there must not be missing in silence. */
static bool
is_odd(struct listing *l, struct str name)
{
	struct arena *keep = l->j->keep;
	const char *what = file_oddity(file_join(keep, l->j->dir, name));

	if (what == NULL)
		return false;
	diag_add(&l->j->diags, DIAG_ERROR, whole(utf8_clean(keep, name)),
	    "put a file in its place, or remove it",
	    "this is %s and cannot be read", what);
	return true;
}

static int
tell_oddities(struct listing *l, const struct place_row *place,
    struct str shown, struct err *e)
{
	struct arena *keep = l->j->keep;
	struct str *names;
	size_t n;

	if (file_oddities(
		file_join(keep, l->j->dir, shown), keep, &names, &n, e) != 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (suffix_ok(place, names[i]))
			(void)is_odd(l, folder_name(keep, shown, names[i]));
	return 0;
}

/* Records in folders inside are easily believed to count. */
static int
tell_folders(struct listing *l, const struct place_row *place, struct err *e)
{
	struct str shown = str_of(place->name);
	struct arena *keep = l->j->keep;
	struct str *names;
	size_t n;

	if (file_folders(
		file_join(keep, l->j->dir, shown), keep, &names, &n, e) != 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		diag_add(&l->j->diags, DIAG_WARNING,
		    whole(utf8_clean(keep, folder_name(keep, shown, names[i]))),
		    "put its files beside it if they are meant to count",
		    "nothing in this folder is read");
	return 0;
}

/* ---- places ---- */

/* The files of one folder, called `shown` inside the case. */
static int
add_folder(struct listing *l, const struct place_row *place, struct str shown,
    struct err *e)
{
	struct arena *keep = l->j->keep;
	char *path = file_join(keep, l->j->dir, shown);
	struct str *names;
	size_t n;

	if (!file_exists(path))
		return 0;
	if (file_list(path, keep, &names, &n, e) != 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		if (suffix_ok(place, names[i]))
			add_file(l, place, folder_name(keep, shown, names[i]));
	if (tell_oddities(l, place, shown, e) != 0)
		return -1;
	return place->shape == SHAPE_FOLDER && place->role == ROLE_FACTS
		   ? tell_folders(l, place, e)
		   : 0;
}

/* A folder of folders; their order does not matter, all is sorted at the end.
 */
static int
add_shelves(struct listing *l, const struct place_row *place, struct err *e)
{
	const char *path = journey_path(l->j, place->name);
	struct arena *keep = l->j->keep;
	struct str *names;
	size_t n;
	int rc = 0;

	if (!file_exists(path))
		return 0;
	if (file_folders(path, keep, &names, &n, e) != 0)
		return -1;
	for (size_t i = 0; i < n && rc == 0; i++)
		rc = add_folder(l, place,
		    folder_name(keep, str_of(place->name), names[i]), e);
	return rc;
}

static int
add_place(struct listing *l, const struct place_row *place, struct err *e)
{
	struct str name = str_of(place->name);
	size_t before = l->files.n;
	int rc = 0;

	if (is_odd(l, name))
		return 0;
	switch (place->shape) {
	case SHAPE_FILE:
		if (file_exists(journey_path(l->j, place->name)))
			add_file(l, place, name);
		break;
	case SHAPE_FOLDER:
		rc = add_folder(l, place, name, e);
		break;
	case SHAPE_SHELVES:
		rc = add_shelves(l, place, e);
		break;
	}
	if (rc == 0 && place->required && l->files.n == before)
		diag_add(&l->j->diags, DIAG_ERROR, whole(name),
		    "\"makegood init\" shows what a case folder looks like",
		    place->shape == SHAPE_FILE
			? "this file is missing"
			: "there is no contract in this folder");
	return rc;
}

/* "costumers.csv" where there is no customers.csv. */
static int
look_for_slips(struct listing *l, struct err *e)
{
	struct str *names;
	size_t n;

	if (file_list(l->j->dir, l->j->keep, &names, &n, e) != 0)
		return -1;
	for (size_t i = 0; i < n; i++)
		for (size_t p = 0; p < N_PLACES; p++) {
			const char *known = places[p].name;
			size_t far = str_distance(names[i], str_of(known));

			if (places[p].shape != SHAPE_FILE || far == 0 ||
			    far > 2 || file_exists(journey_path(l->j, known)))
				continue;
			diag_add(&l->j->diags, DIAG_WARNING,
			    whole(utf8_clean(l->j->keep, names[i])),
			    "rename it if it is meant to be read",
			    "this file is not read; \"%s\" would be", known);
		}
	return 0;
}

static int
by_name(const void *pa, const void *pb)
{
	const struct folder_file *a = pa, *b = pb;

	return str_cmp(a->name, b->name);
}

int
folder_list(struct journey *j, struct folder_file **ret_files, size_t *ret_n,
    struct err *e)
{
	struct listing l = { .j = j };

	if (journey_folder(j, e) != 0)
		return -1;
	for (size_t i = 0; i < N_PLACES; i++)
		if (add_place(&l, &places[i], e) != 0)
			return -1;
	if (look_for_slips(&l, e) != 0)
		return -1;
	if (l.files.n != 0)
		qsort(l.files.v, l.files.n, sizeof *l.files.v, by_name);
	*ret_files = l.files.v;
	*ret_n = l.files.n;
	return 0;
}
