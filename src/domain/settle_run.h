/*
 * settle_run.h -- the workbench of settle.c: what the steps hand to each other.
 *
 * Only settle*.c and exclude*.c include it. A step changes the spans that are
 * left of each line, says in the line what it took, and leaves one step in the
 * trace. No step looks back at what an earlier one took.
 */
#ifndef DOMAIN_SETTLE_RUN_H
#define DOMAIN_SETTLE_RUN_H

#include "domain/credit.h"
#include "domain/settle.h"

/* A resource whose time is settled; one, unless the terms pool several. */
struct member_work {
	struct str id, group;
	struct span bounds;    /* the time that is divided into states */
	struct span life;      /* inside it outages may count */
	struct spans off;      /* outside service hours, inside bounds */
	struct spans windows;  /* accepted, of all kinds; clean */
	struct spans excluded; /* down, taken out, not counted otherwise */
	struct spans together; /* enough feeds down, exclusions or not; clean */
};

/* One record on its way through the steps. */
struct line_work {
	const struct outage *outage;
	struct outage_line line;
	struct ratio weight;
	size_t member;
	bool is_down;       /* else a state that counts in part */
	int64_t clock_at;   /* the contract's clock starts */
	struct spans left;  /* still counting; clean */
	struct spans taken; /* by exclusions; in the order of the rules */
};

/* Excluded time of one kind, per member. */
struct excluded_work {
	struct str kind;
	struct spans standing; /* windows of every day; clean */
	struct spans *down;    /* [member], not clean */
	struct spans *windows; /* [member] accepted; clean */
};

/* Places in an array, in its order. */
struct places {
	size_t *v;
	size_t n;
};

struct settle_run {
	const struct settle_input *in;
	const struct terms *t;
	struct arena *keep;
	struct diags *d;
	struct settlement *out;
	struct trace *trace;
	size_t errors; /* in d when the run began */
	struct member_work *members;
	size_t n_members;
	size_t *member_of; /* of each outage of the input; n_members: nobody */
	struct settle_input spread; /* the input with its records spread */
	struct line_work *lines;    /* by start */
	size_t n_lines;
	/* what each member has of the input's outages, and of the lines */
	struct places *outages_of, *lines_of;
	size_t n_cuts; /* made in all lines up to now */
	bool torn;     /* there were too many; a complaint has been made */
	VEC(struct excluded_work) excluded;
	VEC(struct excluded_line) exclusions;
	VEC(struct str) warnings;
	struct counted_incident *incidents; /* by time */
	size_t n_incidents;
	struct ratio downtime;
	/* availability is between these, when it is not known as a ratio */
	bool near;
	struct ratio share_low, share_high;
	int64_t period_days;
	int64_t no_data_ms;
};

/* ---- settle_lines.c: steps 1 to 4 ------------------------------------------
 */

MUST bool settle_members(struct settle_run *run);
void settle_collect(struct settle_run *run);
void settle_clock(struct settle_run *run);
/* `net`: the test comes now because the terms measure after exclusions. */
void settle_min_duration(struct settle_run *run, bool net);
void settle_clip(struct settle_run *run);

/* ---- settle_hours.c, exclude.c: step 5 --------------------------------------
 */

/* Time of `within` in which service is not promised. */
struct spans settle_off_hours(struct settle_run *run, struct span within);
void settle_hours(struct settle_run *run);
void settle_exclude(struct settle_run *run);
/* Every local day from `from_s` to `to_s`, as spans touching `within`. */
struct spans settle_daily(struct settle_run *run, const struct zone *z,
    const struct exclude_rule *rule, struct span within);

/* ---- settle_merge.c, settle_round.c: steps 6 and 7
 * ---------------------------- */

MUST bool settle_overlap(struct settle_run *run);
void settle_weight(struct settle_run *run);
MUST bool settle_round_time(struct settle_run *run);

/* ---- settle_states.c, settle_availability.c: step 8 and 9
 * ------------------------ */

/* All records of one condition, as they say, of one member; clean. */
struct spans settle_all_of(
    struct settle_run *run, size_t member, enum condition condition);
/* What the records that do not count as down say; leaves the step "states". */
void settle_state_rule(struct settle_run *run);
/* Every millisecond into one state; the identity is asserted. */
void settle_states(struct settle_run *run);
MUST bool settle_availability(struct settle_run *run);
/* Availability as the table sees it. */
struct ratio settle_table_view(struct settle_run *run, struct ratio share);

/* ---- settle_credit.c, settle_caps.c: steps 10 to 14
 * ---------------------------------------------- */

MUST bool settle_credit(struct settle_run *run);
/* What the caps leave; no number after a complaint. */
struct ratio settle_caps(
    struct settle_run *run, struct credit_run *c, struct ratio exact);

/* ---- settle_claim.c: step 16
 * --------------------------------------------------------- */

void settle_claim(struct settle_run *run);
void settle_rights(struct settle_run *run);

/* ---- shared
 * ----------------------------------------------------------------------------
 */

/* A step of the trace with the clause of `term`. */
void settle_step(struct settle_run *run, const char *key, const char *term);
/* Close a step about time: what all lines together still hold. */
void settle_time_left(struct settle_run *run);
void settle_warn(struct settle_run *run, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/*
 * What a step leaves of a line. Many records that last through many windows
 * are cut into the product of both; past more cuts than true records have, the
 * run is torn and nothing is left of any line.
 */
void settle_leave(
    struct settle_run *run, struct line_work *l, struct spans left);
/* The root of `i` where each element names one nearer to its root. */
size_t settle_root(size_t *parent, size_t i);
/* Spans of the period: the widest bounds of all members. */
struct span settle_reach(const struct settle_run *run);

#endif
