/*
 * ical_event.h -- the events of a calendar file, as written: which of them hold
 * and when they repeat is the business of fmt_ical.c.
 */
#ifndef IMPORT_ICAL_EVENT_H
#define IMPORT_ICAL_EVENT_H

#include "import/ical.h"
#include "import/job.h"

/* Of one file: more is an error in words. */
#define ICAL_MAX_EVENTS 100000
#define ICAL_MAX_TIMES  200000 /* RDATE, EXDATE and subjects together */

/* What the organiser says about an event; the last that is said, holds. */
enum ical_word { ICAL_CONFIRMED, ICAL_TENTATIVE, ICAL_CANCELLED };

/* A time of RDATE; of a PERIOD also its end, else as long as the event. */
struct ical_extra {
	struct ical_time from, to;
	struct ical_length length;
	bool has_to, has_length;
};

/* What an event is about; `whole`: as affected as the event as a whole. */
struct ical_object {
	struct str name;
	bool whole, outage;
};

struct ical_event {
	struct str uid, summary, location, category;
	int64_t line, sequence;
	int64_t stamp_at, created_at; /* NO_INSTANT: not said */
	enum ical_word word;
	struct ical_time start, end, instance; /* instance: RECURRENCE-ID */
	struct ical_length length;
	int64_t instance_at; /* what it stands for; INT64_MIN: all */
	bool has_start, has_end, has_length, has_instance, onwards;
	const struct ical_rule *rule; /* NULL: none */
	VEC(struct ical_extra) extra;
	VEC(struct ical_time) except;
	VEC(struct ical_object) objects;
	bool note, outage; /* a MAINTNOTE; its impact is OUTAGE */
	const char *why;   /* NULL, or what is wrong with it */
};

struct ical_events {
	struct job *job;
	struct arena *keep;
	VEC(struct ical_event *) list;
	/* of the calendar being read */
	size_t calendar_from;
	bool cancel;
	struct ical_event *now; /* NULL: between events */
	int depth;              /* components inside of the event */
	size_t n_begun, n_times, n_zones;
	int64_t floating_line;   /* the first that needs a zone; 0: none */
	VEC(struct str) strange; /* zones nobody knows */
	bool full;
};

/* All events of job->reader; bad lines become rejects. */
MUST int ical_events_read(struct job *job, struct arena *keep,
    struct ical_events *ret, struct err *e);

#endif
