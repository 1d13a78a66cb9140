/*
 * heat.c -- see heat.h.
 */
#include "doc/heat.h"

#include <string.h>

#define DARK 0x1A1A1A

const struct heat heats[N_HEATS] = {
	{ 0, 0xFFFFFF, DARK, "." },
	{ 1, 0xFDE3CE, DARK, "-" },
	{ 15, 0xF9BE8B, DARK, "+" },
	{ 60, 0xEE8A3C, DARK, "o" },
	{ 240, 0xC4510F, 0xFFFFFF, "x" },
	{ 720, 0x7A2B05, 0xFFFFFF, "#" },
};

int
heat_of(int64_t minutes)
{
	int h = 0;

	while (h + 1 < N_HEATS && minutes >= heats[h + 1].from)
		h++;
	return h;
}

struct str
heat_label(struct arena *keep, const struct doc_style *style, int heat)
{
	const char *m = strstr(style->minutes, "{m}");
	struct str head = m != NULL ? (struct str){ style->minutes,
		(size_t)(m - style->minutes) }
				    : STR_NONE;
	const char *tail = m != NULL ? m + 3 : "";
	int64_t from = heats[heat].from;
	struct str n;

	if (heat + 1 == N_HEATS)
		n = str_format(keep, "%lld+", (long long)from);
	else if (heats[heat + 1].from - from == 1)
		n = str_format(keep, "%lld", (long long)from);
	else
		n = str_format(keep, "%lld\xe2\x80\x93%lld", (long long)from,
		    (long long)heats[heat + 1].from - 1);
	return str_format(keep, "%.*s%.*s%s", STR_ARG(head), STR_ARG(n), tail);
}
