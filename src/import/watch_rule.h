/*
 * watch_rule.h -- what case.yaml says about the log of a monitor: which subject
 * is which, and by what policy its states become outages.
 */
#ifndef IMPORT_WATCH_RULE_H
#define IMPORT_WATCH_RULE_H

#include "base/node.h"
#include "import/import.h"

/* The words of enum viewpoint, ended by NULL. */
extern const char *const watch_views[];

/* `policy:` of a file rule. */
void watch_rule_policy(
    const struct node *map, struct watch_rule *rule, struct diags *d);

/* `subjects:` of a file rule: names in the file to ids of the case. */
void watch_rule_subjects(const struct node *map, struct arena *keep,
    struct file_rule *rule, struct diags *d);

/* The same as source.policy has it; `view` is that of the format. */
struct str watch_rule_words(
    struct arena *keep, const struct watch_rule *rule, enum viewpoint view);

#endif
