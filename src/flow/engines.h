/*
 * engines.h -- traffic out of database engines into the database of a case.
 *
 * An engine is a source like a file. Each of its days is a part: fetched once,
 * kept in a transaction of its own, and not asked for again when it is final.
 * So an import that was killed goes on where it ended, and nothing counts
 * before the source's new version does.
 */
#ifndef FLOW_ENGINES_H
#define FLOW_ENGINES_H

#include "flow/run_import.h"
#include "import/engine.h"

struct engines;

/*
 * Fetch the days that are wanted and not there yet. Outside a transaction; the
 * transactions are begun and ended here. `settings` outlives the result. Days
 * in `minute_days` (rising) are asked for by minute. Troubles go to j->diags:
 * then -1 with ERR_INPUT or ERR_ENV; *ret is set all the same, and what has
 * come stays.
 */
MUST int engines_fetch(struct journey *j, struct store *s,
    const struct settings *settings, const int64_t *minute_days,
    size_t n_minute_days, struct engines **ret, struct err *e);

/* Has a day come that was not there? */
bool engines_kept(const struct engines *en);

/*
 * Inside the import's transaction: the new version of each engine becomes
 * current, an engine that case.yaml names no more is gone. `notes` (room for
 * engines_notes()) tells what became of each; *ret_changed is set when anything
 * did.
 */
size_t engines_notes(const struct engines *en);
MUST int engines_count(struct engines *en, struct store *s,
    struct import_note *notes, size_t *ret_n, bool *ret_changed, struct err *e);

/*
 * What each engine is asked, its server and, with `plan`, how it would go about
 * it; in words, to `out`.
 */
MUST int engines_explain(
    struct journey *j, bool plan, struct buf *out, struct err *e);

#endif
