/*
 * availability.h -- the question of `makegood availability`, and its answer in
 * three forms.
 */
#ifndef CLI_AVAILABILITY_H
#define CLI_AVAILABILITY_H

#include "domain/watch_sum.h"
#include "import/import.h"

struct availability {
	struct arena keep;
	struct diags diags;
	struct zones zones;
	const struct zone *zone;
	bool zone_given;
	struct file_rule rule;
	struct watch_policy policy;
	struct watch_hours hours;
	bool has_hours, by_day, csv;
	enum watch_group group;
	VEC(struct str) wanted; /* --subject, names or patterns */
	VEC(const char *) paths;

	const struct format_info *info; /* of the file being read */
	struct watch watch;
	struct watch_sum sum;
	struct spans hour_spans;
	VEC(size_t) shown; /* subjects, by name */
	int64_t rejected;
};

/* Take argv; -1, or the exit code after a complaint. */
int availability_args(struct availability *a, int argc, char **argv);

/* Print the answer to stdout. */
void availability_print(struct availability *a);

#endif
