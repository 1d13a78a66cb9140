/*
 * section_traffic.h -- what the parts of the section about lost traffic share.
 */
#ifndef REPORT_SECTION_TRAFFIC_H
#define REPORT_SECTION_TRAFFIC_H

#include "report/build.h"

/* "1,200 (900–1,500)" */
struct str traffic_figure(
    struct build *b, double value, double low, double high);
/* "12.5 %" of a share of 1, with no decimal or one. */
struct str traffic_share(struct build *b, double share, int decimals);

/*
 * What the figures rest on: the tests on the same site, the evidence, and the
 * assumptions. Only where there is an answer.
 */
void traffic_evidence(struct build *b);
/* Its two halves: the tests, and what else the figures rest on. */
void traffic_tests(struct build *b);
void traffic_ground(struct build *b);

/* C2 and C3, where there is something to draw. */
void traffic_charts(struct build *b);

/* Expected, observed and lost of each site. */
void traffic_table(struct build *b);

#endif
