/*
 * contract.h -- contracts/NAME.yaml: the envelope of a contract and its terms.
 */
#ifndef DOMAIN_CONTRACT_H
#define DOMAIN_CONTRACT_H

#include "base/node.h"
#include "domain/dossier.h"

/*
 * Read the text of a contract: its envelope, and the terms under `terms`, laid
 * key by key over those of the catalogue where it says `like: catalogue/NAME`.
 * What the terms leave open must be answered under `assume`. `file` names the
 * contract in complaints. The zone is opened in `zones`; everything lives in
 * `keep`, the text is borrowed. All complaints go to `d`; -1 after an error
 * (then *ret_contract is untouched).
 */
MUST int contract_parse(struct str text, struct str file, struct zones *zones,
    struct arena *keep, struct contract *ret_contract, struct diags *d);

/* The same from a tree that is already read. */
MUST int contract_read(const struct node *root, struct str file,
    struct zones *zones, struct arena *keep, struct contract *ret_contract,
    struct diags *d);

#endif
