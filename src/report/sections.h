/*
 * sections.h -- the table of sections: what a report can consist of.
 *
 * Each section_x.c exports one function; a layout (reports/layout) says which
 * of them a report has, and in which order.
 */
#ifndef REPORT_SECTIONS_H
#define REPORT_SECTIONS_H

#include "report/build.h"

struct section {
	const char *name; /* as layouts write it */
	/* Adds blocks to b->doc; a section with nothing to say adds none. */
	int (*build)(struct build *b, struct err *e);
};

extern const struct section sections[]; /* by name, ended by a NULL name */

const struct section *section_named(struct str name);

/* A paragraph for each wording that the contracts leave open. */
void readings_add(struct build *b);

/* The credit statement. */
int section_answer(struct build *b, struct err *e);
int section_dispute(struct build *b, struct err *e);
int section_ladder(struct build *b, struct err *e);
int section_legal(struct build *b, struct err *e);
int section_lines(struct build *b, struct err *e);
int section_outages(struct build *b, struct err *e);
int section_readings(struct build *b, struct err *e);
int section_steps(struct build *b, struct err *e);

/* The incident report. */
int section_actions(struct build *b, struct err *e);
int section_cause(struct build *b, struct err *e);
int section_communication(struct build *b, struct err *e);
int section_customers(struct build *b, struct err *e);
int section_impact(struct build *b, struct err *e);
int section_money(struct build *b, struct err *e);
int section_summary(struct build *b, struct err *e);
int section_timeline(struct build *b, struct err *e);
int section_traffic(struct build *b, struct err *e);

/* The ledger. */
int section_dictionary(struct build *b, struct err *e);
int section_ledger(struct build *b, struct err *e);
int section_ledger_outages(struct build *b, struct err *e);
int section_ledger_terms(struct build *b, struct err *e);

/* All of them. */
int section_method(struct build *b, struct err *e);
int section_sources(struct build *b, struct err *e);

#endif
