/*
 * head.h -- the heads of reports that live in files of their own: figures,
 * title, subtitle, edition. Called once, before the first section.
 */
#ifndef REPORT_HEAD_H
#define REPORT_HEAD_H

#include "report/build.h"

/* The claim letter: also narrows b->dossier to its customer. */
MUST int head_claim(struct build *b, struct err *e);

/* Who writes to whom: the provider to the customer, or a claimant to the
 * provider. */
void letter_address(struct build *b);

/* One incident: what happened, or what was said. */
void head_incident(struct build *b);
/* The files of one: "R1_INC-7_v1_customer_en". */
struct str incident_stem(struct arena *keep, const char *number,
    const struct incident *in, int64_t version, const struct settings *s,
    struct str lang);
/* What the version before said, as text; empty where that is not kept. */
struct str incident_basis(
    const struct dossier *d, const struct incident *in, struct arena *keep);

/* The quarterly review and its workbook. */
MUST int head_review(struct build *b, struct err *e);

#endif
