/*
 * claim.h -- what the parts of a claim letter share.
 */
#ifndef REPORT_CLAIM_H
#define REPORT_CLAIM_H

#include "domain/claim_figures.h"
#include "report/build.h"

/* A row of reports/profile/claim.yaml: a country's conventions and words. */
struct claim_profile {
	struct str language, subject, delivery, notice, days, price, damages;
};

/* ERR_INPUT when the file is missing, wrong, or knows no such profile. */
MUST int claim_profile_load(const char *overlay, struct str name,
    struct arena *keep, struct claim_profile *ret_profile, struct err *e);

/* The heading of annex 1 to CLAIM_ANNEXES, and its name for lists. */
#define CLAIM_ANNEXES 7
void claim_annex(struct build *b, int number);
struct str claim_annex_name(struct build *b, int number);

/* An amount of the claim, in its currency. */
struct str claim_amount(struct build *b, int64_t minor);
struct cell claim_money_cell(struct build *b, int64_t minor);
/* On what a head is claimed, as the case or the profile says; may be empty. */
struct str claim_price_basis(const struct build *b);
struct str claim_damages_basis(const struct build *b);
/* "312 / 26,000" or the rate that was stated. */
struct str claim_conversion(struct build *b);

/* Heads A and B row by row, and C by central value and lower end, live. */
void claim_price_table(struct build *b);
void claim_damages_table(struct build *b);

/*
 * What head 'A' to 'D' adds up in a workbook, or ' ' the total below them; NULL
 * where the figure stands as a value.
 */
const struct formula *claim_head_formula(struct build *b, char head);

/* Column of the amounts in the table "claim_costs". */
#define CLAIM_COST_AMOUNT 3

#endif
