/*
 * terms_sheet.h -- one entry of the catalogue as people and machines read it.
 *
 * English only: the catalogue is a tool for whoever enters a contract, not a
 * document for customers.
 */
#ifndef CLI_TERMS_SHEET_H
#define CLI_TERMS_SHEET_H

#include "base/json_out.h"
#include "domain/catalogue.h"

extern const char terms_caution[];

/* "99.95 %"; "-" where nothing is promised in percent. */
struct str terms_promise(
    struct arena *scratch, const struct catalogue_entry *e);
/* "credit, table": how and by what is paid. */
struct str terms_remedy(struct arena *scratch, const struct catalogue_entry *e);

/* All that is known, ending with the terms as they are written. */
void terms_sheet(
    struct buf *out, const struct catalogue_entry *e, struct arena *scratch);

/* `whole`: with the terms and all texts, else what a list needs. */
void terms_json(struct json_out *json, const struct catalogue_entry *e,
    bool whole, struct arena *scratch);

/* The contract file that starts from the entry, its questions still open. */
void terms_contract(struct buf *out, const struct catalogue_entry *e,
    struct str timezone, struct str currency, struct arena *scratch);

/* A rule in words, one line or several, `indent` blanks before each. */
void terms_rule(struct buf *out, const struct credit_rule *rule, int indent,
    struct arena *scratch);

struct str terms_number(struct arena *scratch, struct ratio v);
struct str terms_duration(struct arena *scratch, int64_t ms);

#endif
