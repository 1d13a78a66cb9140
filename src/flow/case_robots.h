/*
 * case_robots.h -- the file of rules for robots that case.yaml names.
 */
#ifndef FLOW_CASE_ROBOTS_H
#define FLOW_CASE_ROBOTS_H

#include "flow/folder.h"
#include "import/robot_rules.h"

/*
 * Rules out of a file, called `name` in complaints, which go to j->diags.
 * ERR_INPUT when it cannot be used.
 */
MUST int robots_read(struct journey *j, const char *path, struct str name,
    const struct robot_rules **ret, struct err *e);

/*
 * Read the file; *ret is NULL when the case names none: the rules built in.
 * Complaints go to j->diags; ERR_INPUT when it cannot be used.
 */
MUST int case_robots_read(struct journey *j, const struct settings *settings,
    const struct robot_rules **ret, struct err *e);

/* Put it among the files of the case, which stand by name. */
void case_robots_list(
    struct journey *j, struct str name, struct folder_file **files, size_t *n);

#endif
