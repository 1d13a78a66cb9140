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
	/* the reports it can stand in, as words; NULL: every one */
	const char *kinds;
};

extern const struct section sections[]; /* by name, ended by a NULL name */

const struct section *section_named(struct str name);
/* Can it stand in this kind of report, or in its workbook? */
bool section_fits(const struct section *section, const char *kind);

/* A paragraph for each wording that the contracts leave open. */
void readings_add(struct build *b);

struct timeline;

/*
 * The two sides of one service and period: totals, chart, classes and the
 * `most` longest differences (0: all of them). `number` tells its tables from
 * those of other services. Adds nothing and returns false where there are not
 * two viewpoints.
 */
bool reconciliation_add(struct build *b, const struct timeline *t,
    const struct ledger_row *row, size_t number, size_t most);

/*
 * What somebody wrote about the incident under the name `field`, headed by the
 * phrase `head`; without it nothing, or where it is required a box.
 */
void narrative_add(
    struct build *b, const char *field, const char *head, bool required);

/*
 * What the contracts took out, or did not, for the first `n` groups of
 * services, and who approved it; nothing where nobody asked for it.
 */
void exclusions_add(struct build *b, size_t n);

/* Support load of the days of the incident, with its table. */
void calls_add(struct build *b);

/* "12/04/2013 18:30: kept", of a message's promise; empty: none. */
struct cell promise_cell(struct build *b, const struct notice_figures *f);
/* What a test call met (enum call_result). */
struct str call_result_text(const struct build *b, int result);
/* So much of a message is printed, in characters. */
#define NOTICE_SHOWN 300
/* The words of a message, cut, with what became of it. */
struct str notice_words(struct build *b, const struct notice_figures *f);
/* May this edition show the message? Those of customers never. */
bool notice_shown(const struct build *b, const struct notice_figures *f);
/* A row that begins with its time and its channel; NULL: not in this edition.
 */
struct row *notice_row(
    struct build *b, struct table *t, const struct notice_figures *f);

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
int section_data(struct build *b, struct err *e);
int section_impact(struct build *b, struct err *e);
int section_money(struct build *b, struct err *e);
int section_reconciliation(struct build *b, struct err *e);
int section_regulatory(struct build *b, struct err *e);
int section_summary(struct build *b, struct err *e);
int section_timeline(struct build *b, struct err *e);
int section_traffic(struct build *b, struct err *e);

/* Of both reports of an incident. */
int section_versions(struct build *b, struct err *e);

/* The communication report. */
int section_comms_inbound(struct build *b, struct err *e);
int section_comms_lanes(struct build *b, struct err *e);
int section_comms_method(struct build *b, struct err *e);
int section_comms_moderation(struct build *b, struct err *e);
int section_comms_promises(struct build *b, struct err *e);
int section_comms_said_vs_state(struct build *b, struct err *e);
int section_comms_tiles(struct build *b, struct err *e);
int section_comms_updates(struct build *b, struct err *e);

/* Beside those two, in their workbooks. */
int section_incident_services(struct build *b, struct err *e);
int section_incident_stretches(struct build *b, struct err *e);

/* The ledger. */
int section_ledger(struct build *b, struct err *e);
int section_ledger_outages(struct build *b, struct err *e);
int section_ledger_terms(struct build *b, struct err *e);

/* The quarterly review. */
int section_review_actions(struct build *b, struct err *e);
int section_review_answers(struct build *b, struct err *e);
int section_review_availability(struct build *b, struct err *e);
int section_review_budget(struct build *b, struct err *e);
int section_review_calendar(struct build *b, struct err *e);
int section_review_comms(struct build *b, struct err *e);
int section_review_credits(struct build *b, struct err *e);
int section_review_customers(struct build *b, struct err *e);
int section_review_incidents(struct build *b, struct err *e);
int section_review_method(struct build *b, struct err *e);
int section_review_pareto(struct build *b, struct err *e);
int section_review_repeat(struct build *b, struct err *e);
int section_review_restated(struct build *b, struct err *e);
int section_review_trend(struct build *b, struct err *e);
int section_review_windows(struct build *b, struct err *e);

/* Its workbook, beside these. */
int section_review_data_comms(struct build *b, struct err *e);
int section_review_data_credit(struct build *b, struct err *e);
int section_review_data_incident(struct build *b, struct err *e);
int section_review_data_outage(struct build *b, struct err *e);
int section_review_data_traffic(struct build *b, struct err *e);
int section_review_readme(struct build *b, struct err *e);

/* The claim letter. */
int section_claim_data(struct build *b, struct err *e);
int section_claim_intervals(struct build *b, struct err *e);
int section_claim_letter(struct build *b, struct err *e);
int section_claim_method(struct build *b, struct err *e);
int section_claim_reconciliation(struct build *b, struct err *e);
int section_claim_record(struct build *b, struct err *e);
int section_claim_tests(struct build *b, struct err *e);
int section_claim_traffic(struct build *b, struct err *e);

/* All of them. */
int section_dictionary(struct build *b, struct err *e);
int section_method(struct build *b, struct err *e);
int section_other_rules(struct build *b, struct err *e);
int section_sources(struct build *b, struct err *e);

#endif
