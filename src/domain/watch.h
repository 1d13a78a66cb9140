/*
 * watch.h -- from what monitors saw to how long each subject was in each state.
 *
 * Sightings go in as the files tell them; segments come out: a subject, a span,
 * one state throughout. Every instant of the window belongs to exactly one
 * segment of a subject, so that the times of its states add up to the window.
 *
 * Memory grows with the number of subjects, not of sightings. Sightings that
 * run a little out of order are put right (WATCH_HELD of them are held back);
 * what comes later than that, about a time that has been told already, is left
 * out and counted: so the overlap of two archives does no harm. Sightings of
 * one instant keep their order.
 */
#ifndef DOMAIN_WATCH_H
#define DOMAIN_WATCH_H

#include "base/map.h"
#include "domain/sight.h"

#define WATCH_HELD         1024
#define WATCH_MAX_SUBJECTS 200000
#define WATCH_STOPS        65536 /* kept; then what they did is told */

/*
 * How sightings are understood. The zero value: hard states only, nothing
 * assumed before the first record, the last state holds while the monitor is
 * off, downtime is told apart but is no excuse, a second start of a downtime
 * changes nothing.
 */
struct watch_policy {
	int64_t from_at, to_at; /* the window; to_at after from_at */
	bool soft;              /* states not confirmed yet count */
	/*
	 * Before the first record of a subject, and where nothing is told
	 * between two spans; SIGHT_NOTHING: unknown. For hosts ok means up,
	 * anything else down, and the other way round. A record at or before
	 * the start of the window wins.
	 */
	enum sight_state initial;
	/*
	 * The same as initial ok, if that says nothing, for exports that tell
	 * failures only; may change between files: a subject keeps it.
	 */
	bool silence_is_up;
	bool off_unknown; /* the monitor was off: nobody knows */
	/*
	 * With off_unknown: do not cut segments where the monitor stopped and
	 * started, but say in `stops` when; for those who only add up.
	 */
	bool off_within;
	bool downtime_as_up; /* a failure in scheduled downtime is none */
	bool downtime_depth; /* starts and ends of downtime are counted */
	bool host_down;      /* a host that is down takes its services down */
	bool notes;          /* keep the note of each failure */
	struct str hours;    /* time period of the log; empty: none */
};

/*
 * When the monitor did not run, in order; `before_ms` is how long in all before
 * each of them.
 */
struct watch_stop {
	struct span span;
	int64_t before_ms;
};

struct watch_stops {
	VEC(struct watch_stop) list;
};

/* How much of a span the monitor did not run; a search, not a walk. */
int64_t watch_stopped_ms(const struct watch_stops *stops, struct span s);

/*
 * A stretch of one state. When `inactive` (outside the time period of the log)
 * or `off` (the monitor did not run) nothing else counts; SIGHT_NOTHING: no
 * state is known.
 */
struct watch_segment {
	size_t subject;
	struct span span;
	enum sight_state state;
	bool sched; /* inside scheduled downtime */
	bool off, inactive;
	const struct watch_stops *stops; /* policy.off_within; else NULL */
	bool open;       /* it is the last one and lasts to the window's end
			    only because nothing later was told */
	int64_t line;    /* of the record that began it; 0: none */
	int64_t records; /* sightings that told this state */
	struct str note; /* of the first; with policy.notes */
};

/* What every record asks for comes first: it shares lines of the cache. */
struct watch_subject {
	/* what is known now, since `since_at` */
	int64_t since_at, seen_at;
	enum sight_state state;
	bool known;
	bool told; /* a record was about it, not only about kin */
	bool silence_is_up;
	bool untidy;
	int64_t line, records;
	int64_t turn;  /* grows with each state: which sample is last */
	int64_t depth; /* of its own downtime */
	int64_t host;  /* index of the host of a service, or -1 */
	int64_t n_spans;
	struct spans windows; /* planned work; clean when !untidy */
	struct str note;
	struct str name;
	int64_t child, next;          /* services of a host, and their chain */
	uint16_t spans[SIGHT_STATES]; /* spans that hold now */
};

struct watch_held;
struct watch_ending;

/* Start with watch_init(). */
struct watch {
	struct watch_policy policy;
	struct arena *keep;
	void (*segment)(void *arg, const struct watch_segment *segment);
	void *segment_arg;
	VEC(struct watch_subject) subjects;
	struct map names;
	bool off, inactive;
	int64_t toggled_at;       /* the monitor or the time period, last */
	struct watch_stops stops; /* with policy.off_within */
	struct spans everywhere;  /* planned work without a subject */
	bool untidy;
	/* sightings held back, in order of time; a ring */
	struct watch_held *held;
	size_t first, n_held;
	VEC(struct watch_ending) endings; /* a heap */
	int64_t turns;
	int64_t late;    /* sightings left out because of their time */
	int64_t crowded; /* left out because there are too many subjects */
};

void watch_init(struct watch *w, const struct watch_policy *policy,
    struct arena *keep,
    void (*segment)(void *arg, const struct watch_segment *segment), void *arg);

/*
 * The index of this subject, also when nobody tells of it: then it is in the
 * initial state throughout. -1 when there are too many.
 */
int64_t watch_subject(struct watch *w, struct str name);

/* Borrowed during the call. */
void watch_see(struct watch *w, const struct sighting *sighting);

/* A file has ended; the next may begin at an earlier time. */
void watch_file_ends(struct watch *w);

/* Tell the rest, up to the end of the window. */
void watch_finish(struct watch *w);

/* Good, bad or nothing; "ok", "not_running"... are in watch_sum.h. */
bool sight_is_good(enum sight_state state);
bool sight_is_bad(enum sight_state state);

/*
 * Order of states: the worst is the largest. What is not known stands between
 * the good and the bad.
 */
int sight_rank(enum sight_state state);

#endif
