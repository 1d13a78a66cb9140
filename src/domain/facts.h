/*
 * facts.h -- what was imported, as plain structs. Nothing here is computed.
 *
 * Text is borrowed from the arena the facts were loaded into. Every fact knows
 * the line of the file it came from.
 */
#ifndef DOMAIN_FACTS_H
#define DOMAIN_FACTS_H

#include "base/civil.h"
#include "base/ratio.h"
#include "domain/interval.h"

/* File name inside the case folder ("outages/outages.csv") and line from 1. */
struct origin {
	struct str file;
	int64_t line;
};

/* ISO 4217; `digits` of the minor unit (JPY 0, EUR 2, BHD 3). */
struct currency {
	char code[4];
	int digits;
};

/* An amount in minor units; only ever added to the same currency. */
struct money {
	int64_t minor;
	struct currency currency;
};

/* A question that a person has answered, or not. */
enum known_yesno { YESNO_UNKNOWN, YESNO_NO, YESNO_YES };

struct customer {
	struct str id, name, lang, segment, country;
	struct str contact, address, email, vat_id;
	bool consumer; /* mandatory consumer rights are mentioned */
	struct origin from;
	int financial_entity; /* enum known_yesno: supervised under DORA */
};

struct service {
	struct str id, customer, kind, name, site, contract;
	struct money fee; /* net, per billing period */
	struct money
	    hourly; /* for contracts that price hours; minor 0 if none */
	int64_t in_from, in_to; /* NO_INSTANT: no bound */
	struct origin from;
};

/* Members of one group stand in for each other; all groups are needed. */
struct dependency {
	struct str service, resource, group;
	struct origin from;
	/* life of a pooled resource, NO_INSTANT: open */
	int64_t in_from, in_to;
};

/*
 * What an earlier period left behind that this case did not settle itself. A
 * fraction with den 0: nobody said.
 */
struct past_period {
	struct str service, period; /* "2024-02" */
	struct ratio availability;  /* share of 1 */
	struct ratio minutes;       /* of downtime */
	bool has_credit;
	struct money credit;
	struct str kind; /* an exclusion with an allowance, or empty */
	struct ratio used_minutes; /* of that allowance */
	/* why the case may settle this otherwise; empty: it may not */
	struct str restated;
	struct origin from;
};

/* A credit that was asked for; each instant NO_INSTANT where none was. */
struct claim {
	struct str service, period;
	int64_t claimed_at;
	int64_t anchor_at; /* invoice or posting that starts the window */
	int64_t ticket_at; /* for outages without a ticket of their own */
	int64_t paid_at;   /* when it was credited or refunded */
	bool has_paid;     /* somebody said so, and how much */
	struct money paid;
	struct origin from;
};

/* An amount that a cap or the base of a contract refers to by name. */
struct named_money {
	struct str service, name;
	struct str period; /* empty: every period without one of its own */
	struct money amount;
	struct origin from;
};

/* What an outage record says about its span. Time without a record is up. */
enum condition { COND_DOWN, COND_DEGRADED, COND_NO_DATA, COND_SUBSTITUTE };

/* Whose word a record is. */
enum viewpoint { VIEW_PROVIDER, VIEW_CUSTOMER, VIEW_PROBE, VIEW_TRAFFIC };

struct outage {
	struct str id;
	struct str subject; /* id of a resource or of a service */
	struct span span;
	bool open; /* no end was recorded: to_at is the run's as_of */
	enum condition condition;
	enum viewpoint view;
	struct str incident; /* id, may be empty */
	struct str note;
	/* NO_INSTANT where the record does not say */
	int64_t detected_at, reported_at, ticket_at;
	const struct span *waits; /* clock paused, waiting for the customer */
	size_t n_waits;
	struct ratio weight; /* share of users affected, 0..1; 1 if not given */
	struct str feed;     /* redundant feed, for overlap: intersection */
	struct str excluded_kind; /* the record itself is of an excluded kind */
	struct str approved_by;   /* who decided that */
	struct origin from;
	/* of VIEW_TRAFFIC: a person took it for a fact (see dossier.h) */
	bool accepted;
};

/*
 * A time throughout which a monitor knew how its subject was: what it tells no
 * failure of was well then. Where another monitor fell silent, this one speaks.
 */
struct coverage {
	struct str subject; /* id of a resource or of a service */
	struct span span;
	enum viewpoint view;
	struct origin from;
};

/* Announced maintenance, suspension, ...: a candidate for exclusion. */
struct window {
	struct str id;
	struct str kind;    /* maintenance, emergency, ddos, customer, ... */
	struct str subject; /* resource or service; empty: everything */
	struct span span;
	int64_t announced_at; /* NO_INSTANT: not announced */
	struct str approved_by, note;
	struct origin from;
};

/* Whether somebody without a right read or copied data, as was stated. */
enum data_access { ACCESS_NOT_SUPPLIED, ACCESS_NO, ACCESS_YES, ACCESS_UNKNOWN };

struct incident {
	struct str id, title, severity, status, cause;
	/* each NO_INSTANT where nobody said */
	int64_t fault_at, first_impact_at, clear_impact_at, detected_at;
	int64_t declared_at, mitigated_at, restored_at, closed_at;
	struct str author; /* who stated those instants */
	struct origin from;
	int data_access; /* enum data_access */
	struct str access_confirmed_by;
	int64_t access_confirmed_at; /* NO_INSTANT: nobody said */
	struct str access_basis;
	int64_t version;            /* of its reports, from 1; 0 is 1, too */
	struct str changed_because; /* why there is a later one */
};

/*
 * What was left of somebody's data (backups.csv). The row with the narrowest
 * scope holds: of the service, of its customer, of everybody.
 */
struct backup {
	struct str incident;
	struct str customer; /* empty: every customer */
	struct str service;  /* empty: every service of the customer */
	/* NO_INSTANT: nobody said */
	int64_t last_good_at;
	int64_t restore_point_at; /* the instant the data came back to */
	struct str restored_from, note;
	struct origin from;
};

/* What can be lost and come back. */
enum data_object {
	OBJECT_SITE,
	OBJECT_MAILBOX,
	OBJECT_CERTIFICATE,
	OBJECT_DATABASE,
	OBJECT_ZONE, /* of the name service */
	OBJECT_ACCOUNT,
	OBJECT_SERVER,
	OBJECT_VOLUME,
	OBJECT_FILE,
	OBJECT_RECORD,
	OBJECT_MESSAGE,
	DATA_OBJECTS
};

/*
 * Objects of one kind at an instant, each count since the incident began. An
 * object counts once: restored from a copy, or issued or made anew.
 */
struct restoration {
	struct str incident;
	int64_t at;
	int object; /* enum data_object */
	int64_t lost, restored, reissued;
	struct str source;
	struct origin from;
};

enum notice_direction { NOTICE_OUT, NOTICE_IN };
/* What a message says the state is; NOTHING: it was not noted. */
enum notice_says {
	SAYS_NOTHING,
	SAYS_INVESTIGATING,
	SAYS_IDENTIFIED,
	SAYS_MONITORING,
	SAYS_RESOLVED
};
enum moderation { MODERATION_NONE, MODERATION_HIDDEN, MODERATION_DELETED };
/* Whether a message tells something; UNKNOWN: nobody looked. */
enum notice_tells { TELLS_UNKNOWN, TELLS_NOT, TELLS };
enum notice_content {
	CONTENT_SCOPE,
	CONTENT_IMPACT,
	CONTENT_ACTION,
	CONTENT_NEXT_TIME,
	N_CONTENTS
};

struct notice {
	struct str id, incident, channel, author, text;
	int64_t at, promised_at; /* promised next update, or NO_INSTANT */
	bool public_, hidden;    /* hidden: removed or moderated later */
	struct origin from;
	int direction;        /* enum notice_direction */
	int says;             /* enum notice_says */
	int moderation;       /* enum moderation; NONE unless hidden */
	int has[N_CONTENTS];  /* enum notice_tells */
	int64_t moderated_at; /* NO_INSTANT: unknown */
	struct str evidence;  /* address or number of a copy */
	struct str reach;     /* how many saw it, as noted */
};

struct action {
	struct str id, incident, text, type, owner, state;
	int64_t due_at, done_at;
	struct origin from;
};

/* Support load of one local day (calls.csv). */
struct calls {
	int64_t day_at;     /* first instant of the local day */
	struct str channel; /* phone, ticket, chat, ... */
	int64_t received, answered, abandoned;
	struct origin from;
};

enum call_result { CALL_ANSWERED, CALL_ENGAGED, CALL_DEAD, CALL_QUEUE };

/* A call made to see whether anybody answers (call_tests.csv). */
struct call_test {
	int64_t at;
	struct str channel; /* as in calls.csv */
	int result;         /* enum call_result */
	int64_t wait_s;     /* until the result; -1: nobody noted it */
	struct str by;
	struct origin from;
};

/* A text somebody wrote about an incident: cause, lessons, apology. */
struct narrative {
	struct str incident, field, lang,
	    text; /* blank lines part paragraphs */
	struct origin from;
};

/*
 * regulatory.csv: what a person states about an incident for the regulatory
 * sheet. The name is one of domain/regulatory_facts.h, which tells the type.
 */
struct regulatory_fact {
	struct str incident, name;
	struct str source;  /* on whose word */
	int64_t at;         /* of an instant, else NO_INSTANT */
	int64_t number;     /* 0 or 1, a count, EUR cents, ms */
	struct ratio share; /* of 1; else no number */
	struct origin from;
};

/* submissions.csv: what was handed to an authority, and when. */
struct submission {
	struct str incident;
	int regime; /* enum regulatory_regime */
	int step;   /* enum regulatory_step */
	int64_t submitted_at;
	struct str reference; /* file number, receipt */
	struct origin from;
};

/* A day on which people come as on a Sunday. */
struct holiday {
	int64_t day;     /* local date, days since 1970 (civil_days) */
	struct str site; /* empty: every site */
	struct str name; /* may be empty */
	struct origin from;
};

/*
 * Counters of one site in one bin: integers, so that what several logs counted
 * adds up in any order. A hit is one request; what answered 1xx or 2xx is the
 * rest of `hits`.
 */
struct traffic {
	int64_t at; /* start of the bin */
	int64_t hits;
	int64_t
	    views; /* pages people looked at: no parts of pages, no robots */
	int64_t errors; /* answers 5xx */
	int64_t bytes;
	int64_t robots;        /* hits by robots */
	int64_t redirects;     /* answers 3xx */
	int64_t client_errors; /* answers 4xx */
	int64_t visits;        /* begun in this bin; only where asked for */
};

#endif
