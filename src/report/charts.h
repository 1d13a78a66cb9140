/*
 * charts.h -- the drawings of the reports. A chart's title is a finding, in the
 * same numbers that the table beside it shows.
 */
#ifndef REPORT_CHARTS_H
#define REPORT_CHARTS_H

#include "domain/reconcile.h"
#include "report/build.h"

/*
 * C4: from the reported outages to counted downtime, step by step. `name` is
 * what the service is called in this edition.
 */
struct chart *waterfall_chart(
    struct build *b, const struct ledger_row *row, struct str name);

/* C5: the rows of the contract's table, the one that applies framed; NULL
 * where the contract has no table. */
struct chart *ladder_chart(
    struct build *b, const struct ledger_row *row, struct str name);

/* C1: the services that the incident touched, in groups of one fate. */
struct chart *strip_chart(struct build *b);

/* C2: traffic expected and observed around the incident; NULL: no estimate. */
struct chart *traffic_chart(struct build *b);

/* Credits by row of the contracts' tables; NULL: none. */
struct chart *rungs_chart(struct build *b);

/*
 * C8: what the provider declared and what the customer observed, and where only
 * one of them says down, each in a row of its own.
 */
struct chart *reconcile_chart(struct build *b, const struct ledger_row *row,
    const struct reconciliation *r);

/*
 * C7: messages by channel, promises, and how long nothing was said; NULL where
 * the bounds of the incident are unknown.
 */
struct chart *lanes_chart(struct build *b);

/* Whole local days around an incident; hours around a short one. */
struct span incident_axis(const struct build *b);

/* C3: the loss as it grew, and the day after; NULL: no estimate, no loss. */
struct chart *loss_chart(struct build *b);

/*
 * C9: the share of what was lost that was back, for each kind of objects, and
 * the substitute page; NULL: nothing lost is on record.
 */
struct chart *restoration_chart(struct build *b);

/* "web sites", as the language calls objects of this kind. */
struct str object_name(struct build *b, const struct object_figures *o);
/* The objects that came back last, or not; NULL: nothing lost is on record. */
const struct object_figures *slowest_object(const struct build *b);

/* How a group of services is called in this edition. */
struct str group_name(struct build *b, const struct affected_group *g);

/* Drawn rows of the strip; the rest is counted in a sentence. */
#define STRIP_ROWS 12

#endif
