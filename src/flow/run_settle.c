#include "flow/run_settle.h"

#include <string.h>

#include "flow/case_load.h"
#include "flow/case_settle.h"
#include "store/derived.h"

static int
keep_all(struct journey *j, const struct dossier *d, const char *sha256,
    struct err *e)
{
	if (store_drop_settlements(j->store, e) != 0)
		return -1;
	for (size_t i = 0; i < d->n_ledger; i++)
		if (store_add_settlement(j->store, &d->ledger[i], e) != 0)
			return -1;
	for (size_t i = 0; i < d->n_estimates; i++)
		if (store_add_estimate(
			j->store, (int64_t)i, &d->estimates[i], e) != 0)
			return -1;
	return store_mark_settled(j->store, sha256, d->settings.as_of, e);
}

static int
replace(struct journey *j, const struct dossier *d, const char *sha256,
    struct err *e)
{
	if (store_begin(j->store, e) != 0)
		return -1;
	journey_moment(j, "settling begun");
	if (keep_all(j, d, sha256, e) != 0) {
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

/* `fresh`: the estimates kept are those of these facts. */
static int
compute(
    struct journey *j, bool fresh, struct dossier *ret_dossier, struct err *e)
{
	if (load_quietly(j, ret_dossier, e) != 0 ||
	    case_settle(j, ret_dossier, &j->diags, e) != 0)
		return -1;
	if (fresh)
		return store_load_estimates(j->store, j->keep,
		    &ret_dossier->estimates, &ret_dossier->n_estimates, e);
	return case_estimate(j, ret_dossier, e);
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
run_settle(struct journey *j, bool all, struct dossier *ret_dossier,
    bool *ret_changed, struct err *e)
{
	char sha256[DIGEST_HEX];
	bool fresh;

	if (journey_lock(j, e) != 0 || journey_store(j, e) != 0 ||
	    is_fresh(j, sha256, &fresh, e) != 0)
		return -1;
	fresh = fresh && !all;
	if (compute(j, fresh, ret_dossier, e) != 0)
		return -1;
	*ret_changed = !fresh;
	return fresh ? 0 : replace(j, ret_dossier, sha256, e);
}

int
run_resettle(struct journey *j, struct dossier *ret_dossier, struct err *e)
{
	char sha256[DIGEST_HEX];
	bool fresh;

	if (journey_store(j, e) != 0 || is_fresh(j, sha256, &fresh, e) != 0)
		return -1;
	if (!fresh)
		return err_set(e, ERR_USAGE,
		    "the settlements are older than the facts; run \"makegood "
		    "settle %s\" first",
		    j->dir);
	return compute(j, true, ret_dossier, e);
}
