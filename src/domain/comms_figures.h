/*
 * comms_figures.h -- what was said while an incident lasted, when, on which
 * channel, and how long nothing was said.
 *
 * A public notice is a message from the provider that everybody could read and
 * that nobody took away later. Private messages and messages from customers are
 * shown and never count as one. Silence runs from first impact to restoration;
 * the time before the first notice and after the last one belongs to it.
 */
#ifndef DOMAIN_COMMS_FIGURES_H
#define DOMAIN_COMMS_FIGURES_H

#include "domain/call_tests.h"
#include "domain/dossier.h"

struct incident_figures;

/* What became of a promised next message. */
enum promise { PROMISE_NONE, PROMISE_KEPT, PROMISE_LATE, PROMISE_MISSED };

/* What a message claims beside what was measured in that minute. */
enum said {
	SAID_NOTHING, /* it claims no state */
	SAID_AGREES,
	SAID_TOO_EARLY, /* resolved; impaired for said_ms more */
	SAID_AND_AGAIN, /* resolved; impaired again said_ms later */
	SAID_TOO_LATE   /* a fault; over since said_ms */
};

/* A public or private message, and what became of its promise. */
struct notice_figures {
	const struct notice *notice;
	int64_t since_ms; /* after first impact; negative: before */
	enum promise promise;
	int64_t late_ms; /* PROMISE_LATE */
	bool counted;    /* a public notice between impact and restoration */
	/* services at that instant, as recorded, excluded time included */
	int64_t down, limited;
	enum said said;
	int64_t said_ms;
};

/* Messages on one channel while the incident lasted. */
struct channel_figures {
	struct str channel;
	bool listed; /* the provider says that it informs there */
	int64_t messages, hidden, private_;
};

/* Support load of one channel over the days of the incident. */
struct inbound_figures {
	struct str channel; /* may be empty */
	int64_t received;
	int64_t answered; /* -1: nobody counted */
	bool has_share;
	struct ratio share; /* answered of received, where both are known */
};

enum target_state { TARGET_NONE, TARGET_MET, TARGET_MISSED };

struct comms_figures {
	int64_t n_public; /* between first impact and restoration, not hidden */
	int64_t n_private, n_hidden;
	bool has_first;
	int64_t first_notice_ms; /* first impact to first public message */
	bool has_median;
	int64_t median_gap_ms; /* between messages, with first and last gap */
	struct span silence;   /* the longest time without public message */
	int64_t silence_ms;
	int64_t promises, kept;
	int64_t report_delay_ms; /* restoration to this report */
	bool has_report_delay;
	struct notice_figures *notices; /* of the incident, by time */
	size_t n_notices;

	int64_t n_inbound, n_before, n_after; /* public ones outside the span */
	struct span *gaps; /* by time, without those of no length */
	size_t n_gaps;
	int64_t p90_gap_ms; /* nearest rank */
	bool has_detected;
	int64_t detected_notice_ms; /* detection to first public message */

	/* Past the target between messages; only where one is given. */
	bool has_stale;
	int64_t stale_ms;
	struct ratio staleness;     /* share of the incident */
	int64_t silent_customer_ms; /* times customers impaired meanwhile */
	enum target_state first_target, update_target, median_target,
	    report_target;
	int64_t report_due_at; /* end of the last local day for it */

	struct channel_figures *channels; /* listed ones first, then by name */
	size_t n_channels;
	int64_t listed, covered; /* of the listed ones, with a message */

	int64_t content_yes, content_of; /* questions looked at */
	bool has_content;
	struct ratio content;
	bool has_words;
	struct ratio words;                 /* median per public message */
	int64_t n_claims, n_contradictions; /* of public messages */
	int64_t n_unpromised;  /* public messages without a time for the next */
	struct spans impaired; /* when any service was down or limited */

	struct inbound_figures *inbound; /* by channel */
	size_t n_inbound_channels;
	struct call_test_figures tested; /* from first impact to restoration */
};

/*
 * Fill f->comms from the messages of the incident; span, services and customers
 * of `f` must be known. Everything lives in `keep` or is borrowed.
 */
void comms_figures(const struct dossier *dossier, struct incident_figures *f,
    struct arena *keep);

/* The half of it that sets messages beside the records; used by it. */
void comms_state(struct incident_figures *f, struct arena *keep);

struct affected_service;

/*
 * Add to `to` when a service was down or limited, as recorded, excluded time
 * included; not clean afterwards.
 */
void comms_impaired(
    const struct affected_service *a, struct arena *keep, struct spans *to);

#endif
