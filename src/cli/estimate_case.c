/*
 * makegood estimate DIR -- the line in the report that computes it again.
 */
#include "cli/estimate_case.h"

#include "base/version.h"
#include "cli/commands.h"
#include "cli/estimate_print.h"
#include "cli/outcome.h"
#include "cli/say.h"
#include "flow/case_settle.h"
#include "flow/run_settle.h"

struct wanted {
	struct str site, incident;
};

static bool
fits(const struct wanted *w, const struct site_estimate *x)
{
	return (w->site.n == 0 || str_eq(x->site, w->site)) &&
	       (w->incident.n == 0 || str_eq(x->incident, w->incident));
}

/* To the last bit: nothing about it may depend on when it was computed. */
static bool
same(const struct site_estimate *x, const struct site_estimate *y)
{
	const struct estimate *a = &x->estimate, *b = &y->estimate;

	return str_eq(x->site, y->site) && str_eq(x->incident, y->incident) &&
	       a->window.from_at == b->window.from_at &&
	       a->window.to_at == b->window.to_at && a->status == b->status &&
	       !(a->lost < b->lost || a->lost > b->lost) &&
	       !(a->lo95 < b->lo95 || a->lo95 > b->lo95) &&
	       !(a->hi95 < b->hi95 || a->hi95 > b->hi95);
}

static void
print_one(struct buf *out, const struct site_estimate *x, struct arena *keep)
{
	if (options.json) {
		estimate_json(out,
		    str_format(keep, "%.*s %.*s", STR_ARG(x->incident),
			STR_ARG(x->site)),
		    &x->estimate);
		return;
	}
	buf_addf(out, "%s%.*s, %.*s, %.*s\n", out->n != 0 ? "\n" : "",
	    STR_ARG(x->incident), STR_ARG(x->site), STR_ARG(x->unit));
	estimate_text(out, &x->estimate);
}

static int
nothing(const struct wanted *w)
{
	return say_usage("estimate", "there is no estimate%s%.*s%s%.*s",
	    w->incident.n != 0 ? " for incident " : "", STR_ARG(w->incident),
	    w->site.n != 0 ? " of site " : "", STR_ARG(w->site));
}

/* Compare with what was kept, in its order, and print. */
static int
tell(const struct dossier *d, const struct wanted *w,
    const struct site_estimate *list, size_t n, struct buf *out)
{
	int code = EXIT_DONE;
	bool all_same = true;
	size_t k = 0;

	for (size_t i = 0; i < d->n_estimates; i++) {
		if (!fits(w, &d->estimates[i]))
			continue;
		all_same &= k < n && same(&list[k], &d->estimates[i]);
		k++;
	}
	all_same &= k == n;
	for (size_t i = 0; i < n; i++) {
		print_one(out, &list[i], d->keep);
		if (list[i].estimate.status != ESTIMATE_OK)
			code = EXIT_EYES;
	}
	if (n == 0)
		return nothing(w);
	if (!options.json)
		buf_addf(out, "\nmakegood %s, digest of the input %.*s\n",
		    MAKEGOOD_VERSION, STR_ARG(d->run_id));
	if (all_same)
		return code;
	say("this is not what \"makegood settle\" kept");
	return EXIT_EYES;
}

static int
answer(struct journey *j, void *arg, struct buf *out)
{
	const struct wanted *w = arg;
	struct site_estimate *list;
	struct dossier dossier;
	struct err e = { 0 };
	size_t n;

	if (run_resettle(j, &dossier, &e) != 0 ||
	    case_estimate_some(
		j, &dossier, w->site, w->incident, &list, &n, &e) != 0)
		return outcome_failed(j, &e);
	return tell(&dossier, w, list, n, out);
}

int
estimate_case(char *dir, struct str site, struct str incident)
{
	struct wanted w = { site, incident };
	char name[] = "estimate";
	char *argv[] = { name, dir, NULL };

	return outcome_travel(2, argv, false, &w, answer);
}
