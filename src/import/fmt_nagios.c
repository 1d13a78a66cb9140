/*
 * Logs of Nagios, Icinga 1 and Naemon: "[epoch] TYPE: field;field;...".
 *
 * The type is what stands before the first ": ", nothing else of a line is
 * searched for words: what a plugin prints may look like anything. One pass
 * over whole chunks, nothing is copied but notes that are no UTF-8. Times are
 * UTC, so the file needs no zone; times before 2001 come from a machine whose
 * clock was not set. Names that are no UTF-8 are rejects: cleaned, two of them
 * could become one.
 */
#include <endian.h>
#include <string.h>

#include "base/hash.h"
#include "base/utf8.h"
#include "import/formats.h"

#define EPOCH_MIN INT64_C(978307200) /* 2001-01-01 */
#define EPOCH_MAX INT64_C(4102444800)

struct line {
	struct job *job;
	int64_t at, number;
	int64_t from_byte;
	struct str all;
	struct str rest;     /* behind the type */
	struct arena *texts; /* until the next chunk */
};

/* ---- words
 * -------------------------------------------------------------------------- */

/* Step over `word`, if the text begins with it. */
static inline bool
take(struct str *s, const char *word, size_t n)
{
	if (s->n < n || memcmp(s->p, word, n) != 0)
		return false;
	s->p += n;
	s->n -= n;
	return true;
}

static bool
take_service_state(struct str *s, enum sight_state *ret_state)
{
	if (take(s, "OK;", 3))
		*ret_state = SIGHT_OK;
	else if (take(s, "CRITICAL;", 9))
		*ret_state = SIGHT_CRITICAL;
	else if (take(s, "WARNING;", 8))
		*ret_state = SIGHT_WARNING;
	else if (take(s, "UNKNOWN;", 8))
		*ret_state = SIGHT_UNKNOWN;
	else if (take(s, "PENDING;", 8))
		*ret_state = SIGHT_NOTHING;
	else
		return false;
	return true;
}

static bool
take_host_state(struct str *s, enum sight_state *ret_state)
{
	if (take(s, "UP;", 3))
		*ret_state = SIGHT_UP;
	else if (take(s, "DOWN;", 5))
		*ret_state = SIGHT_DOWN;
	else if (take(s, "UNREACHABLE;", 12))
		*ret_state = SIGHT_UNREACHABLE;
	else if (take(s, "PENDING;", 8))
		*ret_state = SIGHT_NOTHING;
	else
		return false;
	return true;
}

/*
 * Some high bit is set unless all eight bytes are printable ASCII: just for
 * those a byte has none by itself, less 0x20 and plus 1.
 */
static inline uint64_t
strange(const char *p)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t word = hash_word(p);

	return (word | (word - ones * 0x20) | (word + ones)) & ones * 0x80;
}

/* Printable ASCII throughout; the last eight may overlap the ones before. */
static bool
is_plain(struct str s)
{
	uint64_t found;

	if (s.n < 8)
		return false;
	found = strange(s.p + s.n - 8);
	for (size_t i = 0; i + 8 < s.n; i += 8)
		found |= strange(s.p + i);
	return found == 0;
}

static bool
contains(struct str s, const char *what)
{
	return memmem(s.p, s.n, what, strlen(what)) != NULL;
}

static void
refuse(const struct line *l, const char *why)
{
	job_reject(l->job, &(struct reject){ .line = l->number,
			       .from_byte = l->from_byte,
			       .to_byte = l->from_byte + (int64_t)l->all.n,
			       .reason = str_of(why),
			       .excerpt = str_sub(l->all, 0, 160) });
}

/* Pass it on, if its name is text; a note is made so. */
static void
see(const struct line *l, struct sighting *s)
{
	if (!is_plain(l->all)) {
		if (!utf8_ok(s->subject, NULL)) {
			refuse(l, "a name that is no UTF-8 text");
			return;
		}
		if (!utf8_ok(s->note, NULL))
			s->note = utf8_clean(l->texts, s->note);
	}
	job_see(l->job, s);
}

/* What stands before the next ';' or the end; *rest becomes what follows. */
static struct str
take_field(struct str *rest)
{
	const char *p = rest->p;
	size_t n = 0;

	while (n < rest->n && p[n] != ';')
		n++;
	rest->p += n < rest->n ? n + 1 : n;
	rest->n -= n < rest->n ? n + 1 : n;
	return (struct str){ p, n };
}

/* "host;" or "host;service;" in front; the rest goes to *ret_rest. */
static bool
take_subject(
    struct str s, bool host, struct str *ret_subject, struct str *ret_rest)
{
	struct str rest = s;
	bool whole = take_field(&rest).n != 0;

	if (!host)
		whole = whole && take_field(&rest).n != 0;
	/* its last ';' is there */
	if (!whole || rest.p[-1] != ';')
		return false;
	*ret_subject = (struct str){ s.p, (size_t)(rest.p - s.p) - 1 };
	*ret_rest = rest;
	return true;
}

/* ---- records
 * ------------------------------------------------------------------------ */

static void
see_state(const struct line *l, bool host, bool repeats)
{
	struct sighting s = { .kind = SIGHT_EVENT,
		.at = l->at,
		.to_at = NO_INSTANT,
		.repeats = repeats,
		.announced_at = NO_INSTANT,
		.line = l->number };

	if (!take_subject(l->rest, host, &s.subject, &s.note)) {
		refuse(l, "the record is cut short");
		return;
	}
	if (host ? !take_host_state(&s.note, &s.state)
		 : !take_service_state(&s.note, &s.state)) {
		refuse(l, "there is no such state, or it is cut short");
		return;
	}
	s.soft = take(&s.note, "SOFT;", 5);
	/* then the attempt */
	if ((!s.soft && !take(&s.note, "HARD;", 5)) ||
	    take_field(&s.note).n == 0) {
		refuse(l, "neither SOFT nor HARD, or cut short");
		return;
	}
	see(l, &s);
}

static void
see_service_state(const struct line *l)
{
	see_state(l, false, false);
}

static void
see_host_state(const struct line *l)
{
	see_state(l, true, false);
}

static void
see_service_again(const struct line *l)
{
	see_state(l, false, true);
}

static void
see_host_again(const struct line *l)
{
	see_state(l, true, true);
}

static void
see_downtime(const struct line *l, bool host)
{
	struct sighting s = { .kind = SIGHT_DOWNTIME,
		.at = l->at,
		.to_at = NO_INSTANT,
		.announced_at = NO_INSTANT,
		.line = l->number };
	struct str rest, what;

	if (!take_subject(l->rest, host, &s.subject, &rest)) {
		refuse(l, "the record is cut short");
		return;
	}
	what = str_trim(take_field(&rest));
	s.note = rest;
	s.on = str_is(what, "STARTED");
	if (s.on || str_is(what, "STOPPED") || str_is(what, "CANCELLED"))
		see(l, &s);
	else
		refuse(l, "a downtime neither STARTED, STOPPED nor CANCELLED");
}

static void
see_service_downtime(const struct line *l)
{
	see_downtime(l, false);
}

static void
see_host_downtime(const struct line *l)
{
	see_downtime(l, true);
}

/* "name;from;to": -1 not known before, 0 outside, 1 inside. */
static void
see_hours(const struct line *l)
{
	struct str rest, to;
	struct sighting s = { .kind = SIGHT_HOURS,
		.at = l->at,
		.to_at = NO_INSTANT,
		.announced_at = NO_INSTANT,
		.line = l->number };

	s.subject = str_cut(l->rest, ';', &rest);
	(void)str_cut(rest, ';', &to);
	to = str_trim(to);
	s.on = str_is(to, "1");
	if (s.subject.n != 0 && (s.on || str_is(to, "0")))
		see(l, &s);
	else
		refuse(l, "the record is cut short");
}

/*
 * A planned downtime as somebody ordered it, and when: that it really began is
 * another record.
 */
static void
see_command(const struct line *l)
{
	static const struct {
		const char *name;
		bool host;
	} orders[] = {
		{ "SCHEDULE_SVC_DOWNTIME", false },
		{ "SCHEDULE_HOST_DOWNTIME", true },
		{ "SCHEDULE_HOST_SVC_DOWNTIME", true },
		{ "SCHEDULE_AND_PROPAGATE_HOST_DOWNTIME", true },
		{ "SCHEDULE_AND_PROPAGATE_TRIGGERED_HOST_DOWNTIME", true },
	};
	struct sighting s = { .kind = SIGHT_WINDOW,
		.soft = true,
		.announced_at = l->at,
		.line = l->number };
	struct str rest = l->rest, name = take_field(&rest);
	size_t i = 0;

	while (
	    i < sizeof orders / sizeof *orders && !str_is(name, orders[i].name))
		i++;
	if (i == sizeof orders / sizeof *orders)
		return;
	if (!take_subject(rest, orders[i].host, &s.subject, &rest) ||
	    !str_int64(str_cut(rest, ';', &rest), &s.at) ||
	    !str_int64(str_cut(rest, ';', &rest), &s.to_at) ||
	    s.at < EPOCH_MIN || s.at >= s.to_at || s.to_at > EPOCH_MAX) {
		refuse(l, "a scheduled downtime without two times");
		return;
	}
	/* fixed, trigger, duration, author; then the comment */
	for (int skip = 0; skip < 4; skip++)
		(void)str_cut(rest, ';', &rest);
	s.note = rest;
	s.at *= MS_SECOND;
	s.to_at *= MS_SECOND;
	see(l, &s);
}

static const struct {
	const char *type; /* the first ": " ends it */
	size_t n;
	void (*see)(const struct line *l);
} records[] = {
#define TYPE(s) s, sizeof(s) - 1
	{ TYPE("SERVICE ALERT: "), see_service_state },
	{ TYPE("CURRENT SERVICE STATE: "), see_service_again },
	{ TYPE("HOST ALERT: "), see_host_state },
	{ TYPE("CURRENT HOST STATE: "), see_host_again },
	{ TYPE("INITIAL SERVICE STATE: "), see_service_again },
	{ TYPE("INITIAL HOST STATE: "), see_host_again },
	{ TYPE("SERVICE DOWNTIME ALERT: "), see_service_downtime },
	{ TYPE("HOST DOWNTIME ALERT: "), see_host_downtime },
	{ TYPE("EXTERNAL COMMAND: "), see_command },
	{ TYPE("TIMEPERIOD TRANSITION: "), see_hours },
#undef TYPE
};

/*
 * What the program says about itself: "Nagios 4.4.6 starting... (PID=7)",
 * "Caught SIGTERM, shutting down...". A reload stops nothing.
 */
static void
see_program(const struct line *l)
{
	struct sighting s = { .kind = SIGHT_MONITOR,
		.at = l->at,
		.to_at = NO_INSTANT,
		.announced_at = NO_INSTANT,
		.line = l->number };
	struct str t = l->rest;
	bool stop = str_starts(t, "Successfully shutdown") ||
		    str_starts(t, "Bailing out due to") ||
		    ((str_starts(t, "Caught ") ||
			 str_starts(t, "PROGRAM_SHUTDOWN event")) &&
			contains(t, "shutting down..."));

	s.on = contains(t, " starting...") && !contains(t, ";") &&
	       !contains(t, ": ");
	if (s.on || stop)
		job_see(l->job, &s);
}

/* ---- lines
 * -------------------------------------------------------------------------- */

/* The value of eight digits; false when they are not. Neighbours are joined,
 * then pairs, then fours; in memory the first digit comes first. */
static bool
eight_digits(const char *p, int64_t *ret_value)
{
	uint64_t v;

	memcpy(&v, p, sizeof v);
	v = le64toh(v) ^ UINT64_C(0x3030303030303030);
	/* a byte above 9 has a high nibble, or gets one from 6 more */
	if (((v | (v + UINT64_C(0x0606060606060606))) &
		UINT64_C(0xf0f0f0f0f0f0f0f0)) != 0)
		return false;
	v = (v * 10 + (v >> 8)) & UINT64_C(0x00ff00ff00ff00ff);
	v = (v * 100 + (v >> 16)) & UINT64_C(0x0000ffff0000ffff);
	*ret_value = (int64_t)((v * 10000 + (v >> 32)) & UINT32_MAX);
	return true;
}

/* "[epoch] "; how many bytes it takes, or 0. */
static size_t
take_epoch(struct str s, int64_t *ret_at)
{
	int64_t epoch = 0;
	size_t i = 1;

	if (s.n < 4 || s.p[0] != '[')
		return 0;
	if (s.n > 8 && eight_digits(s.p + 1, &epoch))
		i = 9;
	for (; i < s.n && i < 14 && s.p[i] >= '0' && s.p[i] <= '9'; i++)
		epoch = epoch * 10 + (s.p[i] - '0');
	if (i == 1 || i + 1 >= s.n || s.p[i] != ']' || s.p[i + 1] != ' ')
		return 0;
	*ret_at = epoch;
	return i + 2;
}

static void
see_record(struct line *l)
{
	for (size_t i = 0; i < sizeof records / sizeof *records; i++)
		if (take(&l->rest, records[i].type, records[i].n)) {
			records[i].see(l);
			return;
		}
	see_program(l);
}

static void
see_line(struct line *l)
{
	size_t taken;

	while (l->all.n > 0 && (l->all.p[l->all.n - 1] == '\r' ||
				   l->all.p[l->all.n - 1] == '\n'))
		l->all.n--;
	if (l->all.n == 0)
		return;
	l->rest = l->all;
	/* a crash leaves a run of NULs where the buffer was */
	while (l->rest.n > 0 && l->rest.p[0] == '\0')
		l->rest = str_sub(l->rest, 1, l->rest.n);
	taken = take_epoch(l->rest, &l->at);
	if (taken == 0) {
		refuse(l, l->rest.n == 0 ? "nothing but NUL bytes"
					 : "no [time] at its beginning");
		return;
	}
	if (l->at < EPOCH_MIN || l->at > EPOCH_MAX) {
		refuse(l, "a time before 2001 or after 2100");
		return;
	}
	l->at *= MS_SECOND;
	l->rest.p += taken;
	l->rest.n -= taken;
	see_record(l);
}

static void
see_chunk(struct line *l, const struct chunk *c)
{
	const char *p = c->text.p, *end = p + c->text.n;

	l->from_byte = c->from_byte;
	if (c->too_long) {
		l->number++;
		l->all = STR_NONE;
		refuse(l, "the line is too long");
		return;
	}
	while (p < end) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));
		size_t n =
		    nl != NULL ? (size_t)(nl - p) + 1 : (size_t)(end - p);

		l->number++;
		l->all = (struct str){ p, n };
		see_line(l);
		p += n;
		l->from_byte += (int64_t)n;
	}
}

static int
nagios_watch(struct job *job, struct err *e)
{
	struct arena texts = { 0 };
	struct line l = { .job = job, .texts = &texts };
	struct chunk chunk;
	int rc;

	while ((rc = reader_lines(job->reader, &chunk, e)) == 0 &&
	       chunk.to_byte != chunk.from_byte) {
		see_chunk(&l, &chunk);
		arena_release(&texts);
		job_progress(job);
	}
	return rc;
}

/* ---- which files
 * --------------------------------------------------------------------- */

static int
nagios_detect(struct str head)
{
	int lines = 0, fit = 0;

	while (head.n != 0 && lines < 200) {
		struct str line = str_cut(head, '\n', &head);
		int64_t at;

		if (str_trim(line).n == 0)
			continue;
		lines++;
		fit += take_epoch(line, &at) != 0;
	}
	return lines == 0 ? 0 : fit * 100 / lines;
}

static int64_t
nagios_first_at(struct str head)
{
	while (head.n != 0) {
		struct str line = str_cut(head, '\n', &head);
		int64_t at;

		if (take_epoch(line, &at) != 0 && at >= EPOCH_MIN &&
		    at <= EPOCH_MAX)
			return at * MS_SECOND;
	}
	return NO_INSTANT;
}

static const struct format format_nagios = { .detect = nagios_detect,
	.watch = nagios_watch,
	.view = VIEW_PROVIDER,
	.first_at = nagios_first_at };

const struct format_info format_info_nagios = { "nagios",
	"log of Nagios, Icinga 1 or Naemon, also its archives",
	"[1365638400] CURRENT SERVICE STATE: web1;HTTP;OK;HARD;1;HTTP OK\n"
	"[1365697770] SERVICE ALERT: web1;HTTP;CRITICAL;SOFT;1;timed out\n"
	"[1365697800] SERVICE ALERT: web1;HTTP;CRITICAL;HARD;3;timed out\n"
	"[1365699600] SERVICE ALERT: web1;HTTP;OK;HARD;3;HTTP OK\n",
	SOURCE_OUTAGES, &format_nagios };
