#include "store/fact_columns.h"

#include "domain/call_tests.h"
#include "domain/recovery_figures.h"
#include "domain/regulatory_facts.h"

#define AT(member) offsetof(struct FACT, member), NULL

/* Of enum notice_tells and of enum known_yesno. */
static const char *const tells_names[] = { "unknown", "no", "yes", NULL };

#define FACT customer
static const struct column customer_columns[] = {
	{ COLUMN_TEXT, AT(id) },
	{ COLUMN_TEXT, AT(name) },
	{ COLUMN_TEXT, AT(lang) },
	{ COLUMN_TEXT, AT(segment) },
	{ COLUMN_TEXT, AT(country) },
	{ COLUMN_TEXT, AT(contact) },
	{ COLUMN_TEXT, AT(address) },
	{ COLUMN_TEXT, AT(email) },
	{ COLUMN_TEXT, AT(vat_id) },
	{ COLUMN_BOOL, AT(consumer) },
	{ COLUMN_CHOICE, offsetof(struct customer, financial_entity),
	    tells_names },
};
#undef FACT

#define FACT service
static const struct column service_columns[] = {
	{ COLUMN_TEXT, AT(id) },
	{ COLUMN_TEXT, AT(customer) },
	{ COLUMN_TEXT, AT(kind) },
	{ COLUMN_TEXT, AT(name) },
	{ COLUMN_TEXT, AT(site) },
	{ COLUMN_TEXT, AT(contract) },
	{ COLUMN_MONEY, AT(fee) },
	{ COLUMN_MONEY, AT(hourly) },
	{ COLUMN_INSTANT, AT(in_from) },
	{ COLUMN_INSTANT, AT(in_to) },
};
#undef FACT

#define FACT dependency
static const struct column dependency_columns[] = {
	{ COLUMN_TEXT, AT(service) },
	{ COLUMN_TEXT, AT(resource) },
	{ COLUMN_TEXT, AT(group) },
	{ COLUMN_INSTANT, AT(in_from) },
	{ COLUMN_INSTANT, AT(in_to) },
};
#undef FACT

static const char *const condition_names[] = { "down", "degraded", "no_data",
	"substitute", NULL };
static const char *const view_names[] = { "provider", "customer", "probe",
	"traffic", NULL };

#define FACT outage
static const struct column outage_columns[] = {
	{ COLUMN_TEXT, AT(id) },
	{ COLUMN_TEXT, AT(subject) },
	{ COLUMN_INT64, AT(span.from_at) },
	{ COLUMN_INSTANT, AT(span.to_at) },
	{ COLUMN_CHOICE, offsetof(struct outage, condition), condition_names },
	{ COLUMN_CHOICE, offsetof(struct outage, view), view_names },
	{ COLUMN_TEXT, AT(incident) },
	{ COLUMN_TEXT, AT(note) },
	{ COLUMN_INSTANT, AT(detected_at) },
	{ COLUMN_INSTANT, AT(reported_at) },
	{ COLUMN_INSTANT, AT(ticket_at) },
	{ COLUMN_RATIO, AT(weight) },
	{ COLUMN_TEXT, AT(feed) },
	{ COLUMN_TEXT, AT(excluded_kind) },
	{ COLUMN_TEXT, AT(approved_by) },
};
#undef FACT

#define FACT window
static const struct column window_columns[] = {
	{ COLUMN_TEXT, AT(id) },
	{ COLUMN_TEXT, AT(kind) },
	{ COLUMN_TEXT, AT(subject) },
	{ COLUMN_INT64, AT(span.from_at) },
	{ COLUMN_INT64, AT(span.to_at) },
	{ COLUMN_INSTANT, AT(announced_at) },
	{ COLUMN_TEXT, AT(approved_by) },
	{ COLUMN_TEXT, AT(note) },
};
#undef FACT

#define FACT incident
static const struct column incident_columns[] = {
	{ COLUMN_TEXT, AT(id) },
	{ COLUMN_TEXT, AT(title) },
	{ COLUMN_TEXT, AT(severity) },
	{ COLUMN_TEXT, AT(status) },
	{ COLUMN_TEXT, AT(cause) },
	{ COLUMN_INSTANT, AT(fault_at) },
	{ COLUMN_INSTANT, AT(first_impact_at) },
	{ COLUMN_INSTANT, AT(clear_impact_at) },
	{ COLUMN_INSTANT, AT(detected_at) },
	{ COLUMN_INSTANT, AT(declared_at) },
	{ COLUMN_INSTANT, AT(mitigated_at) },
	{ COLUMN_INSTANT, AT(restored_at) },
	{ COLUMN_INSTANT, AT(closed_at) },
	{ COLUMN_TEXT, AT(author) },
	{ COLUMN_CHOICE, offsetof(struct incident, data_access),
	    data_access_names },
	{ COLUMN_TEXT, AT(access_confirmed_by) },
	{ COLUMN_INSTANT, AT(access_confirmed_at) },
	{ COLUMN_TEXT, AT(access_basis) },
	{ COLUMN_INT64, AT(version) },
	{ COLUMN_TEXT, AT(changed_because) },
};
#undef FACT

static const char *const direction_names[] = { "out", "in", NULL };
static const char *const says_names[] = { "nothing", "investigating",
	"identified", "monitoring", "resolved", NULL };
static const char *const moderation_names[] = { "none", "hidden", "deleted",
	NULL };

#define FACT notice
static const struct column notice_columns[] = {
	{ COLUMN_TEXT, AT(id) },
	{ COLUMN_TEXT, AT(incident) },
	{ COLUMN_TEXT, AT(channel) },
	{ COLUMN_INT64, AT(at) },
	{ COLUMN_INSTANT, AT(promised_at) },
	{ COLUMN_TEXT, AT(author) },
	{ COLUMN_TEXT, AT(text) },
	{ COLUMN_BOOL, AT(public_) },
	{ COLUMN_BOOL, AT(hidden) },
	{ COLUMN_CHOICE, offsetof(struct notice, direction), direction_names },
	{ COLUMN_CHOICE, offsetof(struct notice, says), says_names },
	{ COLUMN_CHOICE, offsetof(struct notice, moderation),
	    moderation_names },
	{ COLUMN_CHOICE, offsetof(struct notice, has[CONTENT_SCOPE]),
	    tells_names },
	{ COLUMN_CHOICE, offsetof(struct notice, has[CONTENT_IMPACT]),
	    tells_names },
	{ COLUMN_CHOICE, offsetof(struct notice, has[CONTENT_ACTION]),
	    tells_names },
	{ COLUMN_CHOICE, offsetof(struct notice, has[CONTENT_NEXT_TIME]),
	    tells_names },
	{ COLUMN_INSTANT, AT(moderated_at) },
	{ COLUMN_TEXT, AT(evidence) },
	{ COLUMN_TEXT, AT(reach) },
};
#undef FACT

#define FACT action
static const struct column action_columns[] = {
	{ COLUMN_TEXT, AT(id) },
	{ COLUMN_TEXT, AT(incident) },
	{ COLUMN_TEXT, AT(text) },
	{ COLUMN_TEXT, AT(type) },
	{ COLUMN_TEXT, AT(owner) },
	{ COLUMN_TEXT, AT(state) },
	{ COLUMN_INSTANT, AT(due_at) },
	{ COLUMN_INSTANT, AT(done_at) },
};
#undef FACT

#define FACT calls
static const struct column calls_columns[] = {
	{ COLUMN_INT64, AT(day_at) },
	{ COLUMN_TEXT, AT(channel) },
	{ COLUMN_INT64, AT(received) },
	{ COLUMN_INT64, AT(answered) },
	{ COLUMN_INT64, AT(abandoned) },
};
#undef FACT

#define FACT past_period
static const struct column past_columns[] = {
	{ COLUMN_TEXT, AT(service) },
	{ COLUMN_TEXT, AT(period) },
	{ COLUMN_RATIO, AT(availability) },
	{ COLUMN_RATIO, AT(minutes) },
	{ COLUMN_BOOL, AT(has_credit) },
	{ COLUMN_MONEY, AT(credit) },
	{ COLUMN_TEXT, AT(kind) },
	{ COLUMN_RATIO, AT(used_minutes) },
	{ COLUMN_TEXT, AT(restated) },
};
#undef FACT

#define FACT claim
static const struct column claim_columns[] = {
	{ COLUMN_TEXT, AT(service) },
	{ COLUMN_TEXT, AT(period) },
	{ COLUMN_INSTANT, AT(claimed_at) },
	{ COLUMN_INSTANT, AT(anchor_at) },
	{ COLUMN_INSTANT, AT(ticket_at) },
	{ COLUMN_INSTANT, AT(paid_at) },
	{ COLUMN_BOOL, AT(has_paid) },
	{ COLUMN_MONEY, AT(paid) },
};
#undef FACT

#define FACT named_money
static const struct column amount_columns[] = {
	{ COLUMN_TEXT, AT(service) },
	{ COLUMN_TEXT, AT(name) },
	{ COLUMN_TEXT, AT(period) },
	{ COLUMN_MONEY, AT(amount) },
};
#undef FACT

#define FACT holiday
static const struct column holiday_columns[] = {
	{ COLUMN_INT64, AT(day) },
	{ COLUMN_TEXT, AT(site) },
	{ COLUMN_TEXT, AT(name) },
};
#undef FACT

#define FACT regulatory_fact
static const struct column regulatory_columns[] = {
	{ COLUMN_TEXT, AT(incident) },
	{ COLUMN_TEXT, AT(name) },
	{ COLUMN_INSTANT, AT(at) },
	{ COLUMN_INT64, AT(number) },
	{ COLUMN_RATIO, AT(share) },
	{ COLUMN_TEXT, AT(source) },
};
#undef FACT

#define FACT submission
static const struct column submission_columns[] = {
	{ COLUMN_TEXT, AT(incident) },
	{ COLUMN_CHOICE, offsetof(struct submission, regime),
	    regulatory_regime_names },
	{ COLUMN_CHOICE, offsetof(struct submission, step),
	    regulatory_step_names },
	{ COLUMN_INT64, AT(submitted_at) },
	{ COLUMN_TEXT, AT(reference) },
};
#undef FACT

#define FACT backup
static const struct column backup_columns[] = {
	{ COLUMN_TEXT, AT(incident) },
	{ COLUMN_TEXT, AT(customer) },
	{ COLUMN_TEXT, AT(service) },
	{ COLUMN_INSTANT, AT(last_good_at) },
	{ COLUMN_INSTANT, AT(restore_point_at) },
	{ COLUMN_TEXT, AT(restored_from) },
	{ COLUMN_TEXT, AT(note) },
};
#undef FACT

#define FACT restoration
static const struct column restoration_columns[] = {
	{ COLUMN_TEXT, AT(incident) },
	{ COLUMN_INT64, AT(at) },
	{ COLUMN_CHOICE, offsetof(struct restoration, object),
	    data_object_names },
	{ COLUMN_INT64, AT(lost) },
	{ COLUMN_INT64, AT(restored) },
	{ COLUMN_INT64, AT(reissued) },
	{ COLUMN_TEXT, AT(source) },
};
#undef FACT

#define FACT call_test
static const struct column call_test_columns[] = {
	{ COLUMN_INT64, AT(at) },
	{ COLUMN_TEXT, AT(channel) },
	{ COLUMN_CHOICE, offsetof(struct call_test, result),
	    call_result_names },
	{ COLUMN_INT64, AT(wait_s) },
	{ COLUMN_TEXT, AT(by) },
};
#undef FACT

#define FACT coverage
static const struct column coverage_columns[] = {
	{ COLUMN_TEXT, AT(subject) },
	{ COLUMN_CHOICE, offsetof(struct coverage, view), view_names },
	{ COLUMN_INT64, offsetof(struct coverage, span.from_at), NULL },
	{ COLUMN_INT64, offsetof(struct coverage, span.to_at), NULL },
};
#undef FACT

#define TABLE(fact, cols, ADD, ALL, member)                                    \
	{                                                                      \
		sizeof(struct fact), offsetof(struct fact, from),              \
		    COLUMNS(cols), ADD, ALL, offsetof(struct dossier, member), \
		    offsetof(struct dossier, n_##member)                       \
	}

const struct fact_table fact_tables[FACT_KINDS] = {
	[FACT_CUSTOMERS] = TABLE(customer, customer_columns, SQL_CUSTOMERS_ADD,
	    SQL_CUSTOMERS_ALL, customers),
	[FACT_SERVICES] = TABLE(service, service_columns, SQL_SERVICES_ADD,
	    SQL_SERVICES_ALL, services),
	[FACT_DEPENDENCIES] = TABLE(dependency, dependency_columns,
	    SQL_DEPENDENCIES_ADD, SQL_DEPENDENCIES_ALL, dependencies),
	[FACT_OUTAGES] = TABLE(
	    outage, outage_columns, SQL_OUTAGES_ADD, SQL_OUTAGES_ALL, outages),
	[FACT_WINDOWS] = TABLE(
	    window, window_columns, SQL_WINDOWS_ADD, SQL_WINDOWS_ALL, windows),
	[FACT_INCIDENTS] = TABLE(incident, incident_columns, SQL_INCIDENTS_ADD,
	    SQL_INCIDENTS_ALL, incidents),
	[FACT_NOTICES] = TABLE(
	    notice, notice_columns, SQL_NOTICES_ADD, SQL_NOTICES_ALL, notices),
	[FACT_ACTIONS] = TABLE(
	    action, action_columns, SQL_ACTIONS_ADD, SQL_ACTIONS_ALL, actions),
	[FACT_CALLS] =
	    TABLE(calls, calls_columns, SQL_CALLS_ADD, SQL_CALLS_ALL, calls),
	[FACT_PAST] =
	    TABLE(past_period, past_columns, SQL_PAST_ADD, SQL_PAST_ALL, past),
	[FACT_CLAIMS] =
	    TABLE(claim, claim_columns, SQL_CLAIMS_ADD, SQL_CLAIMS_ALL, claims),
	[FACT_AMOUNTS] = TABLE(named_money, amount_columns, SQL_AMOUNTS_ADD,
	    SQL_AMOUNTS_ALL, amounts),
	[FACT_HOLIDAYS] = TABLE(holiday, holiday_columns, SQL_HOLIDAYS_ADD,
	    SQL_HOLIDAYS_ALL, holidays),
	[FACT_BACKUPS] = TABLE(
	    backup, backup_columns, SQL_BACKUPS_ADD, SQL_BACKUPS_ALL, backups),
	[FACT_RESTORATIONS] = TABLE(restoration, restoration_columns,
	    SQL_RESTORATIONS_ADD, SQL_RESTORATIONS_ALL, restorations),
	[FACT_REGULATORY] = TABLE(regulatory_fact, regulatory_columns,
	    SQL_REGULATORY_ADD, SQL_REGULATORY_ALL, regulatory),
	[FACT_SUBMISSIONS] = TABLE(submission, submission_columns,
	    SQL_SUBMISSIONS_ADD, SQL_SUBMISSIONS_ALL, submissions),
	[FACT_CALL_TESTS] = TABLE(call_test, call_test_columns,
	    SQL_CALL_TESTS_ADD, SQL_CALL_TESTS_ALL, call_tests),
	[FACT_COVERAGE] = TABLE(coverage, coverage_columns, SQL_COVERAGE_ADD,
	    SQL_COVERAGE_ALL, coverage),
};
