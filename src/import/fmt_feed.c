/*
 * Feeds of status pages, Atom and RSS, as Statuspage and its likes write them:
 * an entry for each incident, and in it HTML with one paragraph an update,
 *
 *	<small>Apr <var>11</var>, <var>18:30</var> CEST</small><br>
 *	<strong>Resolved</strong> - text
 *
 * The lines have no year: it is the one that is nearest to the entry's own
 * time. Their zone is an abbreviation, often one of several zones; which, is
 * proved by the entry's own time where both are of the same minute, else the
 * rule of the file must tell it. An incident lasts from its first update to the
 * one that resolves it. A feed tells no impact, so each counts as down; and it
 * holds the last few dozen entries only.
 */
#include <stdlib.h>
#include <string.h>

#include "domain/period.h"
#include "import/feed_lines.h"
#include "import/formats.h"

struct reading {
	struct job *job;
	struct arena *keep;
	struct feed_lines entry; /* the one at hand */
	VEC(struct sighting) sights;
	int64_t oldest_at;
	char open_zone[8]; /* the first that nobody can tell */
	int64_t open_line;
	/* abbreviations that an entry proved */
	struct {
		char zone[8];
		int32_t offset_s;
	} proved[16];
	size_t n_proved;
};

/* ---- their instants
 * --------------------------------------------------------------- */

/* In hours, by the lands that use them; 99 ends. Half hours are in none. */
static const struct {
	const char *zone;
	int hours[4];
} abbreviations[] = {
	{ "UTC", { 0, 99 } },
	{ "GMT", { 0, 99 } },
	{ "Z", { 0, 99 } },
	{ "AEDT", { 11, 99 } },
	{ "AEST", { 10, 99 } },
	{ "AKDT", { -8, 99 } },
	{ "AKST", { -9, 99 } },
	{ "BST", { 1, 6, 99 } },
	{ "CDT", { -5, -4, 99 } },
	{ "CEST", { 2, 99 } },
	{ "CET", { 1, 99 } },
	{ "CST", { -6, 8, -5, 99 } },
	{ "EDT", { -4, 99 } },
	{ "EEST", { 3, 99 } },
	{ "EET", { 2, 99 } },
	{ "EST", { -5, 99 } },
	{ "HST", { -10, 99 } },
	{ "IST", { 1, 2, 99 } },
	{ "JST", { 9, 99 } },
	{ "KST", { 9, 99 } },
	{ "MDT", { -6, 99 } },
	{ "MSK", { 3, 99 } },
	{ "MST", { -7, 8, 99 } },
	{ "NZDT", { 13, 99 } },
	{ "NZST", { 12, 99 } },
	{ "PDT", { -7, 99 } },
	{ "PST", { -8, 8, 99 } },
	{ "SAST", { 2, 99 } },
	{ "WEST", { 1, 99 } },
	{ "WET", { 0, 99 } },
};

static const int *
hours_of(const char *zone)
{
	static const int none[] = { 99 };

	for (size_t i = 0; i < sizeof abbreviations / sizeof *abbreviations;
	     i++)
		if (strcmp(zone, abbreviations[i].zone) == 0)
			return abbreviations[i].hours;
	return none;
}

/* The year in which a local time is nearest to the entry's. */
static struct civil
with_year(struct civil c, int64_t near_at)
{
	int year = civil_of_ms(near_at).year;
	struct civil best = c;
	int64_t least = INT64_MAX;

	for (int y = year - 1; y <= year + 1; y++) {
		int64_t far;

		c.year = y;
		far = civil_ms(c) - near_at;
		far = far < 0 ? -far : far;
		if (far < least) {
			least = far;
			best = c;
		}
	}
	return best;
}

static void
add_proof(struct reading *r, const char *zone, int32_t offset_s)
{
	size_t n = r->n_proved;

	for (size_t i = 0; i < n; i++)
		if (strcmp(r->proved[i].zone, zone) == 0)
			return;
	if (n == sizeof r->proved / sizeof *r->proved)
		return;
	memcpy(r->proved[n].zone, zone, sizeof r->proved[n].zone);
	r->proved[n].offset_s = offset_s;
	r->n_proved++;
}

/* An update is of the same minute as the entry's own time. */
static void
prove(
    struct reading *r, const struct feed_update *u, const struct feed_stamp *s)
{
	struct civil c = with_year(u->local, s->at);
	int64_t minute = s->at - (s->at % MS_MINUTE + MS_MINUTE) % MS_MINUTE;
	int64_t offset_s = (civil_ms(c) - minute) / MS_SECOND;

	/* written with the offset of the page itself */
	if (s->offset_s != 0 && offset_s == s->offset_s)
		add_proof(r, u->zone, s->offset_s);
	for (const int *h = hours_of(u->zone); *h != 99; h++)
		if (offset_s == *h * 3600)
			add_proof(r, u->zone, *h * 3600);
}

static int64_t
in_zone(const struct zone *z, struct civil local, const char *abbr)
{
	int64_t at, later;

	/* an hour that comes twice has two names */
	if (zone_instant(z, local, &at, &later) == ZONE_REPEATED) {
		for (size_t i = 0; i < z->n; i++)
			if (z->v[i].from_at <= later &&
			    (i + 1 == z->n || z->v[i + 1].from_at > later) &&
			    strcmp(z->v[i].abbr, abbr) == 0)
				return later;
	}
	return at;
}

/* False when the zone is open. */
static bool
instant(
    struct reading *r, struct civil local, const char *zone, int64_t *ret_at)
{
	const struct feed_stamp *near = &r->entry.updated;
	struct civil c = with_year(local, near->at);
	const int *hours = hours_of(zone);

	for (size_t i = 0; i < r->n_proved; i++)
		if (strcmp(r->proved[i].zone, zone) == 0) {
			*ret_at =
			    civil_ms(c) - r->proved[i].offset_s * MS_SECOND;
			return true;
		}
	if (hours[0] != 99 && hours[1] == 99) {
		*ret_at = civil_ms(c) - hours[0] * MS_HOUR;
		return true;
	}
	if (!r->job->zone_given)
		return false;
	*ret_at = in_zone(r->job->rule.zone, c, zone);
	return true;
}

/* ---- what an entry says
 * ------------------------------------------------------------ */

static void
refuse(struct reading *r, const char *why)
{
	job_reject(
	    r->job, &(struct reject){ .line = r->entry.from->line,
			.reason = str_of(why),
			.excerpt = str_sub(r->entry.from->title, 0, 160) });
}

static struct sighting *
add(struct reading *r, enum sight_kind kind, enum sight_state state)
{
	struct sighting *s = vec_push(r->keep, &r->sights);

	s->kind = kind;
	s->state = state;
	s->announced_at = s->to_at = NO_INSTANT;
	s->id = r->entry.from->id;
	s->note = str_sub(r->entry.from->title, 0, 200);
	s->line = r->entry.from->line;
	return s;
}

static void
add_incident(struct reading *r)
{
	struct sighting *s = add(r, SIGHT_SPAN, SIGHT_DOWN);
	struct feed_lines *e = &r->entry;

	s->at = INT64_MAX;
	for (size_t i = 0; i < e->n; i++) {
		const struct feed_update *u = &e->update[i];

		if (u->at < s->at)
			s->at = u->at;
		if (u->word == FEED_OVER && u->at > s->to_at)
			s->to_at = u->at;
	}
	/* written when all was over, with one time: nobody says how long */
	if (s->to_at == s->at) {
		r->sights.n--;
		refuse(r, "all of its updates are of the same minute");
	}
}

static void
add_work(struct reading *r)
{
	struct sighting s = { .at = NO_INSTANT, .to_at = NO_INSTANT };
	int64_t announced_at = NO_INSTANT;
	struct feed_lines *e = &r->entry;

	for (size_t i = 0; i < e->n; i++) {
		const struct feed_update *u = &e->update[i];

		if (u->word == FEED_CANCELLED) {
			refuse(r, "it was cancelled");
			return;
		}
		if (u->word == FEED_SCHEDULED &&
		    (announced_at == NO_INSTANT || u->at < announced_at))
			announced_at = u->at;
		if (u->word == FEED_WORK &&
		    (s.at == NO_INSTANT || u->at < s.at))
			s.at = u->at;
		if (u->word == FEED_OVER && u->at > s.to_at)
			s.to_at = u->at;
	}
	if (e->has_begins) {
		struct civil to = e->ends;

		if (!instant(r, e->begins.local, e->begins.zone, &s.at) ||
		    !instant(r, to, e->begins.zone, &s.to_at)) {
			refuse(r, "its zone is not known");
			return;
		}
		/* "22:00 - 02:00" */
		if (s.to_at <= s.at)
			s.to_at += MS_DAY;
	}
	if (s.at == NO_INSTANT || s.to_at <= s.at) {
		refuse(r, "it tells no beginning and end of planned work");
		return;
	}
	*add(r, SIGHT_WINDOW, SIGHT_MAINTENANCE) =
	    (struct sighting){ .kind = SIGHT_WINDOW,
		    .state = SIGHT_MAINTENANCE,
		    .at = s.at,
		    .to_at = s.to_at,
		    .announced_at = announced_at,
		    .id = e->from->id,
		    .note = str_sub(e->from->title, 0, 200),
		    .line = e->from->line };
}

static bool
times_of(struct reading *r)
{
	struct feed_lines *e = &r->entry;

	for (size_t i = 0; i < e->n; i++)
		if (!instant(r, e->update[i].local, e->update[i].zone,
			&e->update[i].at)) {
			if (r->open_line == 0) {
				memcpy(r->open_zone, e->update[i].zone,
				    sizeof r->open_zone);
				r->open_line = e->from->line;
			}
			return false;
		}
	return true;
}

static void
take_entry(struct reading *r, const struct feed_entry *from)
{
	struct feed_lines *e = &r->entry;

	if (!feed_lines_of(from, e)) {
		refuse(r, "its own time cannot be read");
		return;
	}
	if (e->n == 0) {
		refuse(r, "it has no updates with times");
		return;
	}
	if (!times_of(r))
		return;
	if (e->planned)
		add_work(r);
	else
		add_incident(r);
	for (size_t i = 0; i < e->n; i++)
		if (e->update[i].at < r->oldest_at)
			r->oldest_at = e->update[i].at;
}

/* Abbreviations that some entry proves hold for all of the feed. */
static void
prove_all(struct reading *r, const struct feed *feed)
{
	const struct feed_lines *e = &r->entry;

	for (size_t i = 0; i < feed->entries.n; i++) {
		if (!feed_lines_of(&feed->entries.v[i], &r->entry))
			continue;
		for (size_t k = 0; k < e->n; k++) {
			prove(r, &e->update[k], &e->updated);
			prove(r, &e->update[k], &e->published);
		}
	}
}

/* ---- the file
 * ------------------------------------------------------------------------ */

static int
by_time(const void *a, const void *b)
{
	const struct sighting *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return (x->line > y->line) - (x->line < y->line);
}

/* A feed is no archive: the case may ask for more than it holds. */
static void
tell_how_far(struct reading *r, size_t n)
{
	const struct settings *s = r->job->ctx->settings;
	int month;

	for (size_t i = 0; s != NULL && i < s->n_periods; i++)
		if (period_first_month(s->periods[i], &month) &&
		    civil_days(month / 12, month % 12 + 1, 1) * MS_DAY <
			r->oldest_at) {
			job_complain(r->job, DIAG_WARNING, 0,
			    "take the page's incidents.json, or its archive, "
			    "for what is older",
			    "the feed holds %zu entr%s and goes back to %.*s "
			    "only",
			    n, n == 1 ? "y" : "ies",
			    STR_ARG(iso_utc(r->job->scratch, r->oldest_at)));
			return;
		}
}

static void
complain(struct reading *r, const struct feed *feed)
{
	struct job *job = r->job;
	struct str hint = str_format(job->scratch,
	    "add to case.yaml, under files: - { match: \"%.*s\", zone: "
	    "America/Chicago }",
	    STR_ARG(job->file));

	if (r->open_line != 0)
		job_complain(job, DIAG_ERROR, r->open_line,
		    str_cstr(job->scratch, hint),
		    "the zone \"%s\" of its times is the name of several, or "
		    "of none",
		    r->open_zone);
	if (job->batch->source.rejected != 0)
		job_complain(job, DIAG_WARNING, 0,
		    "the list of rejects tells why",
		    "%lld of %zu entries could not be used",
		    (long long)job->batch->source.rejected, feed->entries.n);
	if (feed->entries.n == 0)
		job_complain(job, DIAG_WARNING, 0,
		    "no data is not the same as no outage",
		    "the feed has no entries");
	else if (r->sights.n != 0)
		tell_how_far(r, feed->entries.n);
}

static int
watch(struct job *job, struct err *e)
{
	struct arena keep = { 0 };
	struct reading *r = arena_new(&keep, struct reading);
	struct feed feed;
	int rc;

	r->job = job;
	r->keep = &keep;
	r->oldest_at = INT64_MAX;
	rc = feed_read(job, &keep, &feed, e);
	if (rc == 0 && job->d->errors == job->errors_before) {
		prove_all(r, &feed);
		for (size_t i = 0; i < feed.entries.n; i++)
			take_entry(r, &feed.entries.v[i]);
		complain(r, &feed);
		if (r->sights.n > 1)
			qsort(r->sights.v, r->sights.n, sizeof *r->sights.v,
			    by_time);
		for (size_t i = 0; i < r->sights.n; i++)
			job_see(job, &r->sights.v[i]);
	}
	arena_release(&keep);
	return rc;
}

/* The first element, behind declarations and comments. */
static int
detect(struct str head, const char *element)
{
	size_t n = strlen(element);

	for (int i = 0; i < 8 && head.n != 0; i++) {
		(void)str_cut(head, '<', &head);
		if (str_starts(head, element) && head.n > n &&
		    strchr(" \t\r\n>", head.p[n]) != NULL)
			return 90;
		if (head.n != 0 && head.p[0] != '?' && head.p[0] != '!')
			return 0;
	}
	return 0;
}

static int
detect_atom(struct str head)
{
	return detect(head, "feed");
}

static int
detect_rss(struct str head)
{
	return detect(head, "rss");
}

static const struct format atom = { .detect = detect_atom, .watch = watch };
static const struct format rss = { .detect = detect_rss, .watch = watch };

#define UPDATES                                                                \
	"&lt;p&gt;&lt;small&gt;Apr &lt;var data-var='date'&gt;11&lt;/var&gt;," \
	"\n&lt;var data-var='time'&gt;18:00&lt;/var&gt; UTC&lt;/small&gt;"     \
	"&lt;br&gt;\n&lt;strong&gt;Resolved&lt;/strong&gt; - All is "          \
	"well.&lt;/p&gt;\n&lt;p&gt;&lt;small&gt;Apr 11, 16:30 UTC"             \
	"&lt;/small&gt;&lt;br&gt;\n&lt;strong&gt;Investigating&lt;/strong&gt;" \
	" - We look into it.&lt;/p&gt;"

const struct format_info format_info_statuspage_atom = { "statuspage-atom",
	"status page, history.atom: no impact told, each incident is down",
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	"<feed xmlns=\"http://www.w3.org/2005/Atom\">\n"
	"<entry><id>tag:status.example.net,2005:Incident/i1</id>\n"
	"<published>2013-04-11T16:30:00Z</published>\n"
	"<updated>2013-04-11T18:00:00Z</updated>\n"
	"<title>Shops unreachable</title>\n"
	"<content type=\"html\">" UPDATES "</content></entry>\n</feed>\n",
	SOURCE_OUTAGES, &atom };

const struct format_info format_info_statuspage_rss = { "statuspage-rss",
	"status page, history.rss: no impact told, each incident is down",
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	"<rss version=\"2.0\"><channel>\n"
	"<item><title>Shops unreachable</title>\n"
	"<pubDate>Thu, 11 Apr 2013 18:00:00 +0000</pubDate>\n"
	"<guid>https://status.example.net/incidents/i1</guid>\n"
	"<description>" UPDATES "</description></item>\n</channel></rss>\n",
	SOURCE_OUTAGES, &rss };
