/*
 * dossier.h -- a case as a whole, loaded: the facts, and what was computed.
 *
 * The store loads it, settle fills the second half, the reports read it. All of
 * it lives in one arena.
 */
#ifndef DOMAIN_DOSSIER_H
#define DOMAIN_DOSSIER_H

#include "domain/estimate.h"
#include "domain/settle.h"

/*
 * case.yaml `accept:` -- a person takes a proposal that was found in the
 * traffic for a fact. Without that it counts for nothing, whatever the evidence
 * policy; with it, it counts under every policy.
 */
struct acceptance {
	struct str id;
	struct str by, reason; /* empty: nobody said */
	struct origin from;
};

enum edition { EDITION_INTERNAL, EDITION_CUSTOMER, EDITION_PUBLIC };

/*
 * Whose records count where several describe the same service. The others stay
 * as evidence for the reconciliation; nothing is merged silently.
 */
enum evidence {
	EVIDENCE_PROVIDER, /* the provider's records */
	EVIDENCE_CUSTOMER, /* the customer's records and probes */
	EVIDENCE_UNION     /* all of them, overlaps counted once */
};

/*
 * What the provider's messages are measured against: a clause of a contract or
 * a target somebody set. Nothing is assumed where it is not given.
 */
struct comms_target {
	bool given;
	bool contract; /* else a target, and the reports say so */
	int64_t ms;    /* of a first message, between messages; else 0 */
	int64_t days;  /* of a report, after restoration; else 0 */
	bool working_days;
	struct str source;
};
struct comms_targets {
	struct comms_target first_notice, update, report;
	int64_t grace_ms;     /* a promise kept so much later is kept */
	struct str *channels; /* where the provider says it informs */
	size_t n_channels;
};

/* case.yaml */
struct settings {
	struct str title, provider, provider_address, provider_contact;
	struct str provider_vat_id, provider_register;
	bool claimant; /* we are the site owner, not the provider */
	enum evidence evidence;
	const struct zone *zone;
	struct str zone_name;
	struct str *periods; /* "2013-04": calendar months of zone */
	size_t n_periods;
	struct str *quarters; /* to review, "2013-Q2"; none: each full one */
	size_t n_quarters;
	struct str lang; /* of reports that are for no single customer */
	int64_t as_of;   /* the only clock */
	int64_t min_recovery_ms; /* second clock: flashes shorter than this */
	struct str *reports;     /* kinds to produce; none: all */
	size_t n_reports;
	enum edition edition;
	enum edition review_edition; /* of quarterly reviews: internal if not
					said otherwise */
	struct str traffic_unit; /* hits, views or visits: what is estimated */
	const struct holiday *holidays; /* of every site */
	size_t n_holidays;
	/* where traffic lies in an engine; import alone looks inside */
	const struct engine_source *engines;
	size_t n_engines;
	struct str traffic_layer; /* the one that counts; empty: all */
	bool visitors;            /* sketch the visitors of each day */
	struct str robots; /* file of rules for robots; empty: built in */
	struct place robots_at;
	const struct acceptance *accepted;
	size_t n_accepted;
	const struct claim_settings *claim; /* claim_settings.h; NULL: none */
	/* regulatory_facts.h; NULL: none */
	const struct regulation_settings *regulation;
	struct comms_targets comms;
};

/* An imported file, as the Sources page shows it. */
struct source {
	struct str file, kind, sha256, zone;
	/*
	 * How the states of a monitor's log were taken, as words and numbers:
	 * "states=hard off=last host=services unknown=ignored view=provider
	 * checks=3 confirm_s=120 recovery_s=300". Empty for other files.
	 */
	struct str policy;
	int64_t bytes, rows, rejected, duplicates;
	int64_t first_at, last_at; /* NO_INSTANT: none */
};

struct site_traffic {
	struct str site;
	int64_t step_ms;
	struct traffic *v;
	size_t n;
	/* minutes of the days that were counted so, by time; may be none */
	struct traffic *minutes;
	size_t n_minutes;
	/*
	 * When a file that counts this site had a row for any site: then the
	 * log was alive, and a bin of this site without a row is zero. At
	 * other times it is unknown.
	 */
	struct spans alive;
};

/* Lost traffic of one site in one window of the incident. */
struct site_estimate {
	struct str site, incident;
	struct str unit; /* "hits", "views", "visits" */
	struct estimate estimate;
	/* up to the end of the window: requests, and robots' among them */
	int64_t requests, robots;
};

/* What happens to a period in which one version follows another. */
enum on_change {
	CHANGE_EACH_PART,       /* each version on its own part, fee prorated */
	CHANGE_ONE_AVAILABILITY /* one availability, fees prorated */
};

/* A contract version as loaded, with the text it came from. */
struct contract {
	struct str id, name, version, file;
	struct str agreed_on; /* local date, may be empty */
	/* [valid_from_at, valid_to_at); NO_INSTANT: open */
	int64_t valid_from_at, valid_to_at;
	enum on_change on_change;
	struct str like;    /* entry of the catalogue; may be empty */
	struct str channel; /* how to claim, in words; may be empty */
	struct str base_is; /* what percentages apply to; may be empty */
	const struct zone *zone;
	struct currency currency;
	const struct terms *terms;
};

/* One service in one period, settled. */
struct ledger_row {
	const struct customer *customer;
	const struct service *service;
	const struct contract *contract;
	struct settlement settlement;
};

struct dossier {
	struct arena *keep;
	struct settings settings;
	struct contract *contracts;
	struct customer *customers;
	/*
	 * One for each id: the last row of services.csv, with the life of all.
	 * Where fee or contract changed, `plans` has every row of the service,
	 * by id and time; else none.
	 */
	struct service *services;
	struct service *plans;
	size_t n_plans;
	struct dependency *dependencies;
	struct outage *outages;
	struct coverage *coverage;
	size_t n_coverage;
	struct window *windows;
	struct incident *incidents;
	struct notice *notices;
	struct action *actions;
	struct calls *calls;
	struct site_traffic *traffic;
	struct source *sources;
	struct narrative *narratives;
	struct past_period *past;
	struct claim *claims;
	struct named_money *amounts;
	struct holiday *holidays;
	struct backup *backups;
	struct restoration *restorations;
	size_t n_backups, n_restorations;
	struct call_test *call_tests;
	size_t n_call_tests;
	struct regulatory_fact *regulatory;
	struct submission *submissions;
	size_t n_regulatory, n_submissions;
	size_t n_narratives, n_past, n_claims, n_amounts, n_holidays;
	size_t n_contracts, n_customers, n_services, n_dependencies, n_outages;
	size_t n_windows, n_incidents, n_notices, n_actions, n_calls, n_traffic;
	size_t n_sources;

	/* what versions of reports said: version_figures.h */
	const struct printed_version *printed;
	size_t n_printed;

	struct ledger_row *ledger; /* by customer, service, period */
	size_t n_ledger;
	struct site_estimate *estimates;
	size_t n_estimates;

	struct str
	    run_id; /* short digest of all inputs and the program version */
	struct str config_sha256;
	struct str command; /* as typed, with file names only */
};

#endif
