/*
 * contract.h -- contracts/NAME.yaml: the envelope of a contract and its terms.
 */
#ifndef DOMAIN_CONTRACT_H
#define DOMAIN_CONTRACT_H

#include "base/node.h"
#include "domain/dossier.h"

/*
 * Read the text of a contract: id, name, version, agreed_on, timezone,
 * currency, clauses, terms. `file` names it in complaints. The zone is opened
 * in `zones`; everything lives in `keep`, the text is borrowed. All complaints
 * go to `d`; -1 after an error (then *ret_contract is untouched).
 */
MUST int contract_parse(struct str text, struct str file, struct zones *zones,
    struct arena *keep, struct contract *ret_contract, struct diags *d);

/* The same from a tree that is already read. */
MUST int contract_read(const struct node *root, struct str file,
    struct zones *zones, struct arena *keep, struct contract *ret_contract,
    struct diags *d);

#endif
