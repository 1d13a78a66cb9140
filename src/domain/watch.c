#include "domain/watch_ending.h"

#include <string.h>

/* A sighting that waits for others which may belong before it. */
struct watch_held {
	int64_t at, to_at, line;
	int32_t subject; /* -1: the monitor, or everything */
	uint8_t kind, state;
	bool soft, on;
	struct str note;
};

/* How far ahead of its turn a subject is fetched. */
#define SOON 8

/* ---- states
 * ------------------------------------------------------------------------- */

static const struct {
	bool good, bad;
	int rank;
} traits[SIGHT_STATES] = {
	[SIGHT_OK] = { true, false, 0 },
	[SIGHT_UP] = { true, false, 0 },
	[SIGHT_MAINTENANCE] = { false, false, 1 },
	[SIGHT_NOTHING] = { false, false, 2 },
	[SIGHT_WARNING] = { false, true, 4 },
	[SIGHT_DEGRADED] = { false, true, 4 },
	[SIGHT_UNKNOWN] = { false, true, 5 },
	[SIGHT_UNREACHABLE] = { false, true, 6 },
	[SIGHT_CRITICAL] = { false, true, 7 },
	[SIGHT_DOWN] = { false, true, 7 },
};

bool
sight_is_good(enum sight_state state)
{
	return traits[state].good;
}

bool
sight_is_bad(enum sight_state state)
{
	return traits[state].bad;
}

int
sight_rank(enum sight_state state)
{
	return traits[state].rank;
}

static bool
of_service(enum sight_state state)
{
	return state == SIGHT_OK || state == SIGHT_WARNING ||
	       state == SIGHT_UNKNOWN || state == SIGHT_CRITICAL;
}

/* Services are "host;service"; whatever else is watched is up or down. */
static bool
is_service(const struct watch_subject *s)
{
	return s->known ? of_service(s->state) : s->host >= 0;
}

/* An assumed state in the words that fit the subject. */
static enum sight_state
fitting(const struct watch_subject *s, enum sight_state state)
{
	if (state == SIGHT_NOTHING || is_service(s) == of_service(state))
		return state;
	if (is_service(s))
		return state == SIGHT_UP ? SIGHT_OK : SIGHT_CRITICAL;
	return state == SIGHT_OK ? SIGHT_UP : SIGHT_DOWN;
}

static enum sight_state
silence(const struct watch *w, const struct watch_subject *s)
{
	if (w->policy.initial == SIGHT_NOTHING && s->silence_is_up)
		return fitting(s, SIGHT_UP);
	return fitting(s, w->policy.initial);
}

/* Of several spans the worst holds. */
static enum sight_state
worst_span(const struct watch_subject *s)
{
	int worst = -1;

	for (int i = 0; i < SIGHT_STATES; i++)
		if (s->spans[i] != 0 &&
		    (worst < 0 || traits[i].rank > traits[worst].rank))
			worst = i;
	return (enum sight_state)worst;
}

/* If it were so. */
static inline enum sight_state
state_if(const struct watch *w, const struct watch_subject *s, bool known,
    enum sight_state state)
{
	if (s->n_spans != 0)
		return worst_span(s);
	return known ? state : silence(w, s);
}

/* What is told of the subject itself. */
static enum sight_state
own_state(const struct watch *w, const struct watch_subject *s)
{
	return state_if(w, s, s->known, s->state);
}

static enum sight_state
state_of(const struct watch *w, const struct watch_subject *s)
{
	enum sight_state own = own_state(w, s), host;

	if (!w->policy.host_down || s->host < 0)
		return own;
	host = own_state(w, &w->subjects.v[s->host]);
	if (host == SIGHT_DOWN || host == SIGHT_UNREACHABLE)
		return traits[own].rank < traits[SIGHT_CRITICAL].rank
			   ? SIGHT_CRITICAL
			   : own;
	return own;
}

/* ---- segments out
 * -------------------------------------------------------------------- */

static const struct spans *
tidy(struct spans *set, bool *untidy)
{
	if (*untidy)
		interval_clean(set);
	*untidy = false;
	return set;
}

/* Is `at` inside the set, and where does that change next? */
static bool
inside(const struct spans *set, int64_t at, int64_t *next)
{
	size_t i = interval_after(set, at);

	if (i == set->n)
		return false;
	if (set->v[i].from_at <= at) {
		if (set->v[i].to_at < *next)
			*next = set->v[i].to_at;
		return true;
	}
	if (set->v[i].from_at < *next)
		*next = set->v[i].from_at;
	return false;
}

static bool
in_window(
    struct watch *w, struct watch_subject *s, int64_t at, int64_t *ret_next)
{
	struct watch_subject *host =
	    s->host >= 0 ? &w->subjects.v[s->host] : NULL;
	bool in = inside(tidy(&s->windows, &s->untidy), at, ret_next);

	if (host != NULL)
		in |= inside(tidy(&host->windows, &host->untidy), at, ret_next);
	return in | inside(tidy(&w->everywhere, &w->untidy), at, ret_next);
}

/* Tell [since, to) of the subject as it is now, cut by planned work. */
static void
tell(struct watch *w, size_t i, int64_t to_at, bool open)
{
	struct watch_subject *s = &w->subjects.v[i];
	struct watch_segment g = { .subject = i,
		.line = s->line,
		.records = s->records,
		.note = s->note };
	struct span all = { s->since_at, to_at };
	bool down =
	    s->depth > 0 || (s->host >= 0 && w->subjects.v[s->host].depth > 0);
	enum sight_state state = state_of(w, s);

	s->since_at = to_at;
	all = span_intersect(
	    all, (struct span){ w->policy.from_at, w->policy.to_at });
	g.off = w->off && w->policy.off_unknown && !w->policy.off_within;
	g.stops = w->stops.list.n != 0 ? &w->stops : NULL;
	g.inactive = w->inactive;
	while (all.from_at < all.to_at) {
		int64_t next = all.to_at;

		g.sched = in_window(w, s, all.from_at, &next) || down;
		g.state = state;
		if (g.sched && w->policy.downtime_as_up && traits[state].bad)
			g.state = of_service(state) ? SIGHT_OK : SIGHT_UP;
		g.span = (struct span){ all.from_at, next };
		g.open = open && next == all.to_at;
		w->segment(w->segment_arg, &g);
		all.from_at = next;
	}
}

/* Before something changes at `at`: what was so far is told. */
static void
flush(struct watch *w, size_t i, int64_t at)
{
	if (at > w->subjects.v[i].since_at)
		tell(w, i, at, false);
}

static void
flush_children(struct watch *w, size_t i, int64_t at)
{
	for (int64_t c = w->subjects.v[i].child; c >= 0;
	     c = w->subjects.v[c].next)
		flush(w, (size_t)c, at);
}

static void
flush_all(struct watch *w, int64_t at)
{
	for (size_t i = 0; i < w->subjects.n; i++)
		flush(w, i, at);
}

/* ---- what changes
 * --------------------------------------------------------------------- */

/* The state becomes what is in *next; the same again is no change. */
static void
turn(struct watch *w, const struct watch_held *h, bool known)
{
	size_t i = (size_t)h->subject;
	struct watch_subject *s = &w->subjects.v[i];
	enum sight_state state = (enum sight_state)h->state;

	if (s->known != known ||
	    own_state(w, s) != state_if(w, s, known, state)) {
		flush(w, i, h->at);
		if (w->policy.host_down)
			flush_children(w, i, h->at);
		s->line = h->line;
		s->note = h->note;
		s->records = 0;
	}
	s->known = known;
	s->state = state;
	s->records++;
	s->turn = ++w->turns;
}

static void
span_counts(struct watch *w, const struct watch_held *h, int by)
{
	size_t i = (size_t)h->subject;
	struct watch_subject *s = &w->subjects.v[i];
	enum sight_state before = own_state(w, s);

	flush(w, i, h->at);
	if (w->policy.host_down)
		flush_children(w, i, h->at);
	s->known = s->known && by < 0;
	s->spans[h->state] = (uint16_t)(s->spans[h->state] + by);
	s->n_spans += by;
	if (own_state(w, s) != before || s->line == 0) {
		s->line = h->line;
		s->note = h->note;
		s->records = 0;
	}
	s->records += by > 0;
}

/* Let everything end that ends up to `at`. */
static void
endings_until(struct watch *w, int64_t at)
{
	while (w->endings.n > 0 && w->endings.v[0].at <= at) {
		struct watch_ending e = watch_ending_pop(w);
		struct watch_held h = { .at = e.at, .subject = e.subject };

		if (e.state >= 0) {
			h.state = (uint8_t)e.state;
			span_counts(w, &h, -1);
		} else if (w->subjects.v[e.subject].turn == e.turn) {
			turn(w, &h, true);
		}
	}
}

/* ---- one sighting, in its turn
 * ------------------------------------------------------- */

static void
see_state(struct watch *w, const struct watch_held *h)
{
	struct watch_subject *s = &w->subjects.v[h->subject];

	s->told = true;
	if (h->at < s->seen_at) {
		w->late++;
		return;
	}
	s->seen_at = h->at;
	if (h->soft && !w->policy.soft)
		return;
	if (h->kind == SIGHT_SPAN && h->to_at != NO_INSTANT) {
		if (h->to_at <= h->at || s->spans[h->state] == UINT16_MAX)
			return;
		span_counts(w, h, 1);
		watch_ending_push(w, (struct watch_ending){ h->to_at,
					 ++w->turns, h->subject, h->state });
		return;
	}
	turn(w, h, true);
	if (h->kind == SIGHT_SAMPLE && h->to_at != NO_INSTANT)
		watch_ending_push(w,
		    (struct watch_ending){ h->to_at, s->turn, h->subject, -1 });
}

static void
see_downtime(struct watch *w, const struct watch_held *h)
{
	size_t i = (size_t)h->subject;
	struct watch_subject *s = &w->subjects.v[i];
	int64_t depth = s->depth;

	if (h->at < s->seen_at) {
		w->late++;
		return;
	}
	s->seen_at = h->at;
	if (!w->policy.downtime_depth)
		depth = h->on;
	else
		depth += h->on ? 1 : depth > 0 ? -1 : 0;
	if ((depth > 0) != (s->depth > 0)) {
		flush(w, i, h->at);
		flush_children(w, i, h->at);
	}
	s->depth = depth;
}

/* Remember that the monitor stops or starts, instead of telling everybody. */
static void
note_stop(struct watch *w, const struct watch_held *h)
{
	struct watch_stop *last, next = { { h->at, INT64_MAX }, 0 };

	if (w->stops.list.n == WATCH_STOPS && !h->on) {
		flush_all(w, h->at);
		w->stops.list.n = 0;
	}
	last =
	    w->stops.list.n == 0 ? NULL : &w->stops.list.v[w->stops.list.n - 1];
	if (h->on) {
		last->span.to_at = h->at;
		return;
	}
	if (last != NULL)
		next.before_ms = last->before_ms + span_ms(last->span);
	*vec_push(w->keep, &w->stops.list) = next;
}

/* The monitor, or the time period: of all subjects. */
static void
see_switch(struct watch *w, const struct watch_held *h)
{
	bool *what = h->kind == SIGHT_MONITOR ? &w->off : &w->inactive;
	bool stop = h->kind == SIGHT_MONITOR;

	if (h->at < w->toggled_at) {
		w->late++;
		return;
	}
	w->toggled_at = h->at;
	if (*what == !h->on)
		return;
	if (stop && w->policy.off_unknown && w->policy.off_within)
		note_stop(w, h);
	else if (!stop || w->policy.off_unknown)
		flush_all(w, h->at);
	*what = !h->on;
}

static void
apply(struct watch *w, const struct watch_held *h)
{
	endings_until(w, h->at);
	switch ((enum sight_kind)h->kind) {
	case SIGHT_EVENT:
	case SIGHT_SPAN:
	case SIGHT_SAMPLE:
		see_state(w, h);
		break;
	case SIGHT_DOWNTIME:
		see_downtime(w, h);
		break;
	case SIGHT_MONITOR:
	case SIGHT_HOURS:
		see_switch(w, h);
		break;
	case SIGHT_WINDOW:
		break; /* taken at once */
	}
}

/* ---- the ring
 * ------------------------------------------------------------------------ */

static struct watch_held *
held_at(struct watch *w, size_t i)
{
	return &w->held[(w->first + i) % WATCH_HELD];
}

/* It is long ago that the subject of this one was looked at. */
static void
fetch(const struct watch *w, const struct watch_held *h)
{
	const struct watch_subject *s;

	if (h->subject < 0)
		return;
	s = &w->subjects.v[h->subject];
	__builtin_prefetch(&s->since_at);
	__builtin_prefetch(&s->windows);
}

static void
release_first(struct watch *w)
{
	const struct watch_held *h = held_at(w, 0);

	if (w->n_held > SOON)
		fetch(w, held_at(w, SOON));
	w->first = (w->first + 1) % WATCH_HELD;
	w->n_held--;
	apply(w, h);
}

/* Room behind everything that is not later. */
static struct watch_held *
hold(struct watch *w, int64_t at)
{
	size_t i;

	if (w->n_held == WATCH_HELD)
		release_first(w);
	i = w->n_held++;
	while (i > 0 && held_at(w, i - 1)->at > at) {
		*held_at(w, i) = *held_at(w, i - 1);
		i--;
	}
	return held_at(w, i);
}

void
watch_file_ends(struct watch *w)
{
	while (w->n_held > 0)
		release_first(w);
}

/* ---- subjects
 * ------------------------------------------------------------------------ */

static int64_t
add_subject(struct watch *w, struct str name)
{
	int64_t at, host = -1;
	size_t cut = str_find(name, ';');
	struct watch_subject *s;

	if (w->subjects.n >= WATCH_MAX_SUBJECTS)
		return -1;
	if (cut > 0 && cut < name.n)
		host = watch_subject(w, str_sub(name, 0, cut));
	at = (int64_t)w->subjects.n;
	s = vec_push(w->keep, &w->subjects);
	s->name = str_dup(w->keep, name);
	s->since_at = s->seen_at = INT64_MIN;
	s->host = host;
	s->child = s->next = -1;
	if (host >= 0) {
		s->next = w->subjects.v[host].child;
		w->subjects.v[host].child = at;
	}
	map_put(&w->names, s->name, at);
	return at;
}

int64_t
watch_subject(struct watch *w, struct str name)
{
	int64_t at = map_get(&w->names, name);

	return at >= 0 ? at : add_subject(w, name);
}

static void
add_window(struct watch *w, const struct sighting *sighting, int64_t subject)
{
	struct spans *set = &w->everywhere;
	bool *untidy = &w->untidy;

	/* announced only; that it began is told by other records */
	if (sighting->soft || sighting->to_at == NO_INSTANT)
		return;
	if (subject >= 0) {
		set = &w->subjects.v[subject].windows;
		untidy = &w->subjects.v[subject].untidy;
	}
	interval_add(w->keep, set, sighting->at, sighting->to_at);
	*untidy = true;
}

static bool
is_of_monitor(const struct sighting *s)
{
	return s->kind == SIGHT_MONITOR || s->kind == SIGHT_HOURS;
}

void
watch_see(struct watch *w, const struct sighting *s)
{
	bool nameless = s->kind == SIGHT_WINDOW && s->subject.n == 0;
	int64_t subject = -1;
	struct watch_held *h;

	if (s->kind == SIGHT_HOURS &&
	    (w->policy.hours.n == 0 || !str_eq(s->subject, w->policy.hours)))
		return;
	if (!is_of_monitor(s) && !nameless) {
		subject = watch_subject(w, s->subject);
		if (subject < 0) {
			w->crowded++;
			return;
		}
		if (w->policy.silence_is_up)
			w->subjects.v[subject].silence_is_up = true;
	}
	if (s->kind == SIGHT_WINDOW) {
		add_window(w, s, subject);
		return;
	}
	h = hold(w, s->at);
	h->at = s->at;
	h->to_at = s->to_at;
	h->line = s->line;
	h->subject = (int32_t)subject;
	h->kind = (uint8_t)s->kind;
	h->state = (uint8_t)s->state;
	h->soft = s->soft;
	h->on = s->on;
	h->note = w->policy.notes && traits[s->state].bad
		      ? str_dup(w->keep, s->note)
		      : STR_NONE;
}

void
watch_init(struct watch *w, const struct watch_policy *policy,
    struct arena *keep,
    void (*segment)(void *arg, const struct watch_segment *segment), void *arg)
{
	*w = (struct watch){ .policy = *policy,
		.keep = keep,
		.segment = segment,
		.segment_arg = arg,
		.names = { .keep = keep },
		.toggled_at = INT64_MIN };
	w->held = arena_array(keep, WATCH_HELD, sizeof *w->held);
}

void
watch_finish(struct watch *w)
{
	watch_file_ends(w);
	endings_until(w, w->policy.to_at);
	for (size_t i = 0; i < w->subjects.n; i++)
		if (w->subjects.v[i].since_at < w->policy.to_at)
			tell(w, i, w->policy.to_at, true);
}
