/*
 * sight.h -- what a monitor saw, one thing at a time: the common language of
 * all logs and exports of monitors.
 *
 * Three shapes cover every format: an event (from now on the state is so), a
 * span (from then to then it was so), a sample (at this moment it was so). A
 * sighting says what the file says; policies decide later what it means.
 */
#ifndef DOMAIN_SIGHT_H
#define DOMAIN_SIGHT_H

#include "domain/facts.h"

enum sight_kind {
	SIGHT_EVENT,    /* `state` begins at `at` */
	SIGHT_SPAN,     /* `state` in [at, to_at); to_at NO_INSTANT: open */
	SIGHT_SAMPLE,   /* one check at `at`; says nothing after to_at */
	SIGHT_DOWNTIME, /* scheduled downtime of the subject: `on` begins, else
			   ends; a flag, not a depth. A host's covers its
			   services */
	SIGHT_WINDOW,   /* planned work in [at, to_at), with announced_at */
	SIGHT_MONITOR,  /* the monitor itself: `on` started, else stopped */
	SIGHT_HOURS     /* time period `subject`: `on` inside, else outside */
};

/*
 * As the monitors call them. Hosts are up, down or unreachable, services ok,
 * warning, critical or unknown; whatever is watched from outside is up or down.
 */
enum sight_state {
	SIGHT_NOTHING, /* nobody looked: pending, paused, monitor off */
	SIGHT_OK,
	SIGHT_WARNING,
	SIGHT_UNKNOWN,
	SIGHT_CRITICAL,
	SIGHT_UP,
	SIGHT_DOWN,
	SIGHT_UNREACHABLE,
	SIGHT_DEGRADED,    /* slow, partly */
	SIGHT_MAINTENANCE, /* no checks because of planned work */
	SIGHT_STATES
};

struct sighting {
	enum sight_kind kind;
	enum sight_state state;
	int64_t at, to_at; /* UTC milliseconds */
	/* "host" or "host;service", a URL, the name or id of a monitor; empty
	 * where the file does not name it and the file's rule has to */
	struct str subject;
	bool soft;    /* not confirmed yet: still retrying */
	bool repeats; /* a state told again (log rotation), no change */
	bool on;
	int64_t announced_at; /* NO_INSTANT: not said */
	struct str id, note;  /* of the record; may be empty */
	struct str category;  /* of a window: its kind; empty: maintenance */
	int64_t line;         /* of the file; 0: none */
};

#endif
