/*
 * templates.h -- the files of a new case folder, for `init`.
 */
#ifndef CLI_TEMPLATES_H
#define CLI_TEMPLATES_H

struct template
{
	const char *name, *text;
};

/* In the order in which a person fills them in; ended by a NULL name. */
extern const struct template templates[];

#endif
