/*
 * log_rule.h -- how logs are read, as typed instead of written in case.yaml.
 */
#ifndef IMPORT_LOG_RULE_H
#define IMPORT_LOG_RULE_H

#include "import/import.h"

/* NULL where nothing was typed. */
struct log_rule {
	const char *zone, *site, *format, *log_format, *layer;
};

/* ERR_USAGE, naming the option, when a value makes no sense. */
MUST int log_rule_make(const struct log_rule *typed, struct zones *zones,
    struct arena *keep, struct file_rule *ret_rule, struct err *e);

#endif
