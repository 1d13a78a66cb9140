/*
 * folder.h -- the files of a case folder, and what each of them is.
 *
 * Which name means what is one table, in folder.c. Nothing is read here.
 */
#ifndef FLOW_FOLDER_H
#define FLOW_FOLDER_H

#include "base/file.h"
#include "flow/journey.h"
#include "import/import.h"

enum folder_role {
	ROLE_CASE,     /* case.yaml */
	ROLE_CONTRACT, /* contracts/ */
	ROLE_TEXT,     /* text/LANG/ */
	ROLE_ROBOTS,   /* what robots: in case.yaml names */
	ROLE_FACTS     /* everything else: `kind` says what */
};

struct folder_file {
	struct str name; /* inside the folder: outages/outages.csv */
	enum folder_role role;
	enum source_kind kind; /* ROLE_FACTS */
	bool evidence; /* one of many: the same bytes twice count once */
	const char *kind_name; /* as kept in the database */
	char *path;
	/* filled by the import */
	char sha256[DIGEST_HEX];
	int64_t bytes, stamp;
	struct str read_as;
};

/*
 * All files that belong to the case, by name. Complains about missing required
 * ones, about names that look like a slip, about names that are no text, and
 * about what stands in a file's place and is none.
 */
MUST int folder_list(struct journey *j, struct folder_file **ret_files,
    size_t *ret_n, struct err *e);

#endif
