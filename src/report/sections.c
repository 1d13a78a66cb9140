/*
 * sections.c -- the table of sections, one row each.
 */
#include "report/sections.h"

#define STATEMENT "statement"
#define INCIDENT  "incident communication"

const struct section sections[] = {
	{ "actions", section_actions, INCIDENT },
	{ "answer", section_answer, STATEMENT },
	{ "cause", section_cause, INCIDENT },
	{ "claim_data", section_claim_data, "claim" },
	{ "claim_intervals", section_claim_intervals, "claim" },
	{ "claim_letter", section_claim_letter, "claim" },
	{ "claim_method", section_claim_method, "claim" },
	{ "claim_reconciliation", section_claim_reconciliation, "claim" },
	{ "claim_record", section_claim_record, "claim" },
	{ "claim_tests", section_claim_tests, "claim" },
	{ "claim_traffic", section_claim_traffic, "claim" },
	{ "comms_inbound", section_comms_inbound, INCIDENT },
	{ "comms_lanes", section_comms_lanes, INCIDENT },
	{ "comms_method", section_comms_method, INCIDENT },
	{ "comms_moderation", section_comms_moderation, INCIDENT },
	{ "comms_promises", section_comms_promises, INCIDENT },
	{ "comms_said_vs_state", section_comms_said_vs_state, INCIDENT },
	{ "comms_tiles", section_comms_tiles, INCIDENT },
	{ "comms_updates", section_comms_updates, INCIDENT },
	{ "communication", section_communication, INCIDENT },
	{ "customers", section_customers, INCIDENT },
	{ "data", section_data, INCIDENT },
	{ "dictionary", section_dictionary, NULL },
	{ "dispute", section_dispute, STATEMENT },
	{ "impact", section_impact, INCIDENT },
	{ "incident_services", section_incident_services, INCIDENT },
	{ "incident_stretches", section_incident_stretches, INCIDENT },
	{ "ladder", section_ladder, STATEMENT },
	{ "ledger", section_ledger, "ledger" },
	{ "ledger_outages", section_ledger_outages, "ledger" },
	{ "ledger_terms", section_ledger_terms, "ledger" },
	{ "legal", section_legal, STATEMENT },
	{ "lines", section_lines, STATEMENT },
	{ "method", section_method, NULL },
	{ "money", section_money, INCIDENT },
	{ "other_rules", section_other_rules, INCIDENT " review" },
	{ "outages", section_outages, STATEMENT },
	{ "readings", section_readings, STATEMENT },
	{ "reconciliation", section_reconciliation, INCIDENT },
	{ "regulatory", section_regulatory, INCIDENT },
	{ "review_actions", section_review_actions, "review" },
	{ "review_answers", section_review_answers, "review" },
	{ "review_availability", section_review_availability, "review" },
	{ "review_budget", section_review_budget, "review" },
	{ "review_calendar", section_review_calendar, "review" },
	{ "review_comms", section_review_comms, "review" },
	{ "review_credits", section_review_credits, "review" },
	{ "review_customers", section_review_customers, "review" },
	{ "review_data_comms", section_review_data_comms, "review" },
	{ "review_data_credit", section_review_data_credit, "review" },
	{ "review_data_incident", section_review_data_incident, "review" },
	{ "review_data_outage", section_review_data_outage, "review" },
	{ "review_data_traffic", section_review_data_traffic, "review" },
	{ "review_incidents", section_review_incidents, "review" },
	{ "review_method", section_review_method, "review" },
	{ "review_pareto", section_review_pareto, "review" },
	{ "review_readme", section_review_readme, "review" },
	{ "review_repeat", section_review_repeat, "review" },
	{ "review_restated", section_review_restated, "review" },
	{ "review_trend", section_review_trend, "review" },
	{ "review_windows", section_review_windows, "review" },
	{ "sources", section_sources, NULL },
	{ "steps", section_steps, STATEMENT },
	{ "summary", section_summary, INCIDENT },
	{ "timeline", section_timeline, INCIDENT },
	{ "traffic", section_traffic, INCIDENT },
	{ "versions", section_versions, INCIDENT },
	{ NULL, NULL, NULL },
};

const struct section *
section_named(struct str name)
{
	for (const struct section *s = sections; s->name; s++)
		if (str_is(name, s->name))
			return s;
	return NULL;
}

/* "review_book" is a review. */
bool
section_fits(const struct section *section, const char *kind)
{
	struct str rest = section->kinds ? str_of(section->kinds) : STR_NONE;
	struct str wanted = str_of(kind), none;

	wanted = str_cut(wanted, '_', &none);
	if (section->kinds == NULL)
		return true;
	while (rest.n != 0)
		if (str_eq(str_cut(rest, ' ', &rest), wanted))
			return true;
	return false;
}
