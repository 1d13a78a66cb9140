/*
 * Whose word counts. A service of which only others have records would be
 * settled as if nothing had happened, without a word.
 */
#include "base/map.h"
#include "domain/timeline.h"
#include "import/check.h"

#define VIEWS_HINT                                                             \
	"write \"evidence: customer\" or \"evidence: union\" into case.yaml, " \
	"or, where the monitor is the provider's own, \"view: provider\" for " \
	"this file under files:"

struct views {
	const struct dossier *f;
	struct map counted; /* subjects, then services, with a record */
	struct map silent;  /* subject -> service of which none counts */
};

/* Records of one file that count for nothing. */
struct unheard {
	struct origin first;
	enum viewpoint view;
	size_t service, n;
};

static const char *
whose(enum viewpoint view)
{
	return view == VIEW_PROVIDER   ? "the provider"
	       : view == VIEW_CUSTOMER ? "the customer"
				       : "a probe";
}

static void
find_counted(struct views *v)
{
	const struct dossier *f = v->f;

	for (size_t i = 0; i < f->n_outages; i++)
		if (timeline_counts(f->settings.evidence, &f->outages[i]))
			map_put(&v->counted, f->outages[i].subject, 1);
	for (size_t i = 0; i < f->n_dependencies; i++)
		if (map_get(&v->counted, f->dependencies[i].resource) >= 0)
			map_put(&v->counted, f->dependencies[i].service, 1);
}

static void
find_silent(struct views *v, struct arena *scratch)
{
	const struct dossier *f = v->f;
	struct map services = { .keep = scratch };

	for (size_t i = 0; i < f->n_services; i++) {
		struct str id = f->services[i].id;

		map_put(&services, id, (int64_t)i);
		if (map_get(&v->counted, id) < 0)
			map_put(&v->silent, id, (int64_t)i);
	}
	for (size_t i = 0; i < f->n_dependencies; i++) {
		const struct dependency *d = &f->dependencies[i];
		int64_t service = map_get(&services, d->service);

		if (service >= 0 && map_get(&v->counted, d->service) < 0 &&
		    map_get(&v->silent, d->resource) < 0)
			map_put(&v->silent, d->resource, service);
	}
}

/* The files with such records, each with its first one. */
static size_t
find_unheard(const struct views *v, struct arena *scratch, struct unheard *ret)
{
	const struct dossier *f = v->f;
	struct map files = { .keep = scratch };
	size_t n = 0;

	for (size_t i = 0; i < f->n_outages; i++) {
		const struct outage *o = &f->outages[i];
		int64_t service = map_get(&v->silent, o->subject), at;

		if (service < 0 || o->view == VIEW_TRAFFIC ||
		    o->condition == COND_NO_DATA)
			continue;
		at = map_get(&files, o->from.file);
		if (at < 0) {
			at = (int64_t)n++;
			map_put(&files, o->from.file, at);
			ret[at] = (struct unheard){ o->from, o->view,
				(size_t)service, 0 };
		}
		ret[at].n++;
	}
	return n;
}

void
check_views(const struct dossier *f, struct arena *scratch, struct diags *d)
{
	struct views v = { f, { .keep = scratch }, { .keep = scratch } };
	struct unheard *u = arena_array(scratch, f->n_outages + 1, sizeof *u);
	size_t n;

	find_counted(&v);
	find_silent(&v, scratch);
	n = find_unheard(&v, scratch, u);
	for (size_t i = 0; i < n; i++)
		diag_add(d, DIAG_WARNING,
		    (struct place){ u[i].first.file, u[i].first.line, 0 },
		    VIEWS_HINT,
		    "%zu %s what %s saw, and that does not count in this case: "
		    "no record counts for \"%.*s\"",
		    u[i].n, u[i].n == 1 ? "record says" : "records say",
		    whose(u[i].view), STR_ARG(f->services[u[i].service].id));
}
