#include "cli/groups.h"

#include "cli/commands.h"
#include "cli/say.h"

void
groups_add(struct groups *g, struct str text, struct str about)
{
	int64_t i;

	g->by_text.keep = &g->scratch;
	i = map_get(&g->by_text, text);
	if (i < 0) {
		i = (int64_t)g->list.n;
		map_put(&g->by_text, text, i);
		*vec_push(&g->scratch, &g->list) =
		    (struct grouped){ text, about, 0 };
	}
	g->list.v[i].n++;
}

int
groups_say(struct groups *g)
{
	int code = g->list.n != 0 ? EXIT_EYES : EXIT_DONE;

	for (size_t i = 0; i < g->list.n; i++) {
		const struct grouped *one = &g->list.v[i];

		if (one->n == 1)
			say("%.*s: %.*s", STR_ARG(one->first),
			    STR_ARG(one->text));
		else
			say("%.*s and %lld more: %.*s", STR_ARG(one->first),
			    (long long)one->n - 1, STR_ARG(one->text));
	}
	arena_release(&g->scratch);
	return code;
}
