#include "domain/accept.h"

#include "base/map.h"

const struct acceptance *
accept_find(const struct settings *settings, struct str id)
{
	for (size_t i = 0; i < settings->n_accepted; i++)
		if (str_eq(settings->accepted[i].id, id))
			return &settings->accepted[i];
	return NULL;
}

void
accept_apply(struct dossier *dossier)
{
	struct arena scratch = { 0 };
	struct map ids = { .keep = &scratch };

	for (size_t i = 0; i < dossier->settings.n_accepted; i++)
		map_put(&ids, dossier->settings.accepted[i].id, 1);
	for (size_t i = 0; i < dossier->n_outages; i++) {
		struct outage *o = &dossier->outages[i];

		o->accepted =
		    o->view == VIEW_TRAFFIC && map_get(&ids, o->id) >= 0;
	}
	arena_release(&scratch);
}

struct str
accept_chance(struct str note)
{
	static const char mark[] = "; p = ";
	size_t n = sizeof mark - 1;

	for (size_t i = note.n; i-- > 0;)
		if (i + n <= note.n &&
		    str_starts(str_sub(note, i, note.n), mark))
			return str_sub(note, i + 2, note.n);
	return STR_NONE;
}

size_t
accept_waiting(const struct dossier *dossier)
{
	size_t n = 0;

	for (size_t i = 0; i < dossier->n_outages; i++)
		n += dossier->outages[i].view == VIEW_TRAFFIC &&
		     !dossier->outages[i].accepted;
	return n;
}
