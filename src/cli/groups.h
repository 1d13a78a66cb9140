/*
 * groups.h -- complaints that sound the same are told once.
 */
#ifndef CLI_GROUPS_H
#define CLI_GROUPS_H

#include "base/map.h"
#include "base/str.h"

/* One kind of complaint about many things. */
struct grouped {
	struct str text, first;
	int64_t n;
};

/* Begin with zeros; texts may be made in `scratch`. */
struct groups {
	struct arena scratch;
	struct map by_text;
	VEC(struct grouped) list;
};

void groups_add(struct groups *g, struct str text, struct str about);

/*
 * "ABOUT: TEXT" or "ABOUT and 3 more: TEXT", one line for each text. Returns 1,
 * or 0 when there was none, and gives the memory back.
 */
int groups_say(struct groups *g);

#endif
