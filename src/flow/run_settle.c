#include "flow/run_settle.h"

#include <string.h>

#include "flow/case_kept.h"
#include "flow/case_load.h"
#include "flow/case_settle.h"
#include "store/derived.h"
#include "store/store.h"

/*
 * Import has shown the warnings of the files already; they are told again only
 * when the case cannot be read at all.
 */
static int
load_quietly(struct journey *j, struct dossier *ret_dossier, struct err *e)
{
	struct diags d;
	int rc;

	diags_init(&d, j->keep);
	rc = case_load(j, NULL, &d, ret_dossier, e);
	if (d.errors != 0)
		j->diags = d;
	return rc;
}

/* ---- settling, and keeping what comes of it ---- */

static int
keep_settlement(void *arg, const struct ledger_row *row, struct err *e)
{
	struct journey *j = arg;

	return store_add_settlement(j->store, row, e);
}

static int
keep_estimates(struct journey *j, const struct dossier *d, struct err *e)
{
	for (size_t i = 0; i < d->n_estimates; i++)
		if (store_add_estimate(
			j->store, (int64_t)i, &d->estimates[i], e) != 0)
			return -1;
	return 0;
}

static int
settle_anew(struct journey *j, enum settle_copy copy, const char *sha256,
    struct dossier *d, struct err *e)
{
	struct settle_wish wish = { copy, keep_settlement, j };
	struct kept_but periods = { d->settings.periods,
		d->settings.n_periods };

	if (store_drop_settlements(j->store, periods, e) != 0 ||
	    case_settle(j, d, &wish, &j->diags, e) != 0 ||
	    case_kept_add(j, d, e) != 0 || case_estimate(j, d, e) != 0 ||
	    keep_estimates(j, d, e) != 0)
		return -1;
	return store_mark_settled(j->store, sha256, d->settings.as_of, e);
}

static int
replace(struct journey *j, enum settle_copy copy, const char *sha256,
    struct dossier *d, struct err *e)
{
	if (store_begin(j->store, e) != 0)
		return -1;
	journey_moment(j, "settling begun");
	if (settle_anew(j, copy, sha256, d, e) != 0) {
		store_rollback(j->store);
		return -1;
	}
	journey_moment(j, "before the settlement is committed");
	if (store_commit(j->store, e) != 0) {
		store_rollback(j->store);
		return -1;
	}
	journey_moment(j, "after the settlement is committed");
	return 0;
}

/* What is kept is right; only the program's memory has to be filled. */
static int
settle_again(
    struct journey *j, enum settle_copy copy, struct dossier *d, struct err *e)
{
	struct settle_wish wish = { .copy = copy };

	if (case_settle(j, d, &wish, &j->diags, e) != 0 ||
	    case_kept_add(j, d, e) != 0)
		return -1;
	return store_load_estimates(
	    j->store, j->keep, &d->estimates, &d->n_estimates, e);
}

static int
is_fresh(
    struct journey *j, char sha256[DIGEST_HEX], bool *ret_fresh, struct err *e)
{
	char settled[DIGEST_HEX];

	if (case_digest(j, sha256, e) != 0 ||
	    store_load_settled(j->store, settled, e) != 0)
		return -1;
	*ret_fresh = strcmp(settled, sha256) == 0;
	return 0;
}

int
run_settle(struct journey *j, bool all, enum settle_copy copy,
    struct dossier *ret_dossier, bool *ret_changed, struct err *e)
{
	char sha256[DIGEST_HEX];
	bool fresh;

	if (journey_lock(j, e) != 0 || journey_store(j, e) != 0 ||
	    is_fresh(j, sha256, &fresh, e) != 0 ||
	    load_quietly(j, ret_dossier, e) != 0)
		return -1;
	/* incidents look at the outages of the services they hit */
	if (ret_dossier->n_incidents != 0 && copy == COPY_FIGURES)
		copy = COPY_EVIDENCE;
	*ret_changed = !fresh || all;
	if (!*ret_changed)
		return settle_again(j, copy, ret_dossier, e);
	return replace(j, copy, sha256, ret_dossier, e);
}

static int
stale(const struct journey *j, struct err *e)
{
	if (!store_may_write(journey_path(j, JOURNEY_DATABASE)))
		return err_set(e, ERR_ENV,
		    "the settlements are older than the facts, and \"%s\" "
		    "cannot be written; copy it and run \"makegood settle\" on "
		    "the copy",
		    j->dir);
	return err_set(e, ERR_USAGE,
	    "the settlements are older than the facts; run \"makegood settle "
	    "%s\" first",
	    j->dir);
}

int
run_resettle_some(struct journey *j, enum settle_copy copy,
    struct dossier *ret_dossier, struct err *e)
{
	char sha256[DIGEST_HEX];
	bool fresh;

	if (journey_store(j, e) != 0 || is_fresh(j, sha256, &fresh, e) != 0)
		return -1;
	if (!fresh)
		return stale(j, e);
	if (load_quietly(j, ret_dossier, e) != 0)
		return -1;
	return settle_again(j, copy, ret_dossier, e);
}

int
run_resettle(struct journey *j, struct dossier *ret_dossier, struct err *e)
{
	return run_resettle_some(j, COPY_ALL, ret_dossier, e);
}
