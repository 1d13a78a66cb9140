/*
 * case_load.h -- the case as the database holds it: a dossier.
 *
 * case.yaml, the contracts and the written passages are kept as texts and are
 * read again each time, by the same readers as at import. The facts come as
 * they are.
 */
#ifndef FLOW_CASE_LOAD_H
#define FLOW_CASE_LOAD_H

#include "base/file.h"
#include "domain/dossier.h"
#include "flow/journey.h"

/*
 * Load everything that counts into j->keep. `settings` may be NULL: they are
 * read from the stored case.yaml. Complaints go to `d`; with an error among
 * them the result is -1 and ERR_INPUT. ERR_USAGE when nothing was imported.
 */
MUST int case_load(struct journey *j, const struct settings *settings,
    struct diags *d, struct dossier *ret_dossier, struct err *e);

/*
 * Digest of everything that the computation depends on: the files that count,
 * the rules they were read by, earlier settlements that stay, and this program.
 */
MUST int case_digest(
    struct journey *j, char ret_sha256[DIGEST_HEX], struct err *e);

#endif
