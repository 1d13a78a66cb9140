/*
 * sections.c -- the table of sections, one row each.
 */
#include "report/sections.h"

const struct section sections[] = {
	{ "actions", section_actions },
	{ "answer", section_answer },
	{ "cause", section_cause },
	{ "claim_data", section_claim_data },
	{ "claim_intervals", section_claim_intervals },
	{ "claim_letter", section_claim_letter },
	{ "claim_method", section_claim_method },
	{ "claim_reconciliation", section_claim_reconciliation },
	{ "claim_record", section_claim_record },
	{ "claim_tests", section_claim_tests },
	{ "claim_traffic", section_claim_traffic },
	{ "comms_inbound", section_comms_inbound },
	{ "comms_lanes", section_comms_lanes },
	{ "comms_method", section_comms_method },
	{ "comms_moderation", section_comms_moderation },
	{ "comms_promises", section_comms_promises },
	{ "comms_said_vs_state", section_comms_said_vs_state },
	{ "comms_tiles", section_comms_tiles },
	{ "comms_updates", section_comms_updates },
	{ "communication", section_communication },
	{ "customers", section_customers },
	{ "data", section_data },
	{ "dictionary", section_dictionary },
	{ "dispute", section_dispute },
	{ "impact", section_impact },
	{ "incident_services", section_incident_services },
	{ "incident_stretches", section_incident_stretches },
	{ "ladder", section_ladder },
	{ "ledger", section_ledger },
	{ "ledger_outages", section_ledger_outages },
	{ "ledger_terms", section_ledger_terms },
	{ "legal", section_legal },
	{ "lines", section_lines },
	{ "method", section_method },
	{ "money", section_money },
	{ "other_rules", section_other_rules },
	{ "outages", section_outages },
	{ "readings", section_readings },
	{ "reconciliation", section_reconciliation },
	{ "regulatory", section_regulatory },
	{ "review_actions", section_review_actions },
	{ "review_answers", section_review_answers },
	{ "review_availability", section_review_availability },
	{ "review_budget", section_review_budget },
	{ "review_calendar", section_review_calendar },
	{ "review_comms", section_review_comms },
	{ "review_credits", section_review_credits },
	{ "review_customers", section_review_customers },
	{ "review_data_comms", section_review_data_comms },
	{ "review_data_credit", section_review_data_credit },
	{ "review_data_incident", section_review_data_incident },
	{ "review_data_outage", section_review_data_outage },
	{ "review_data_traffic", section_review_data_traffic },
	{ "review_incidents", section_review_incidents },
	{ "review_method", section_review_method },
	{ "review_pareto", section_review_pareto },
	{ "review_readme", section_review_readme },
	{ "review_repeat", section_review_repeat },
	{ "review_restated", section_review_restated },
	{ "review_trend", section_review_trend },
	{ "review_windows", section_review_windows },
	{ "sources", section_sources },
	{ "steps", section_steps },
	{ "summary", section_summary },
	{ "timeline", section_timeline },
	{ "traffic", section_traffic },
	{ "versions", section_versions },
	{ NULL, NULL },
};

const struct section *
section_named(struct str name)
{
	for (const struct section *s = sections; s->name; s++)
		if (str_is(name, s->name))
			return s;
	return NULL;
}
