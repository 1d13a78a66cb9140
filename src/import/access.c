/*
 * Access logs as a whole: counters per site and UTC hour. Of a line that cannot
 * be read only its place and the reason are kept; none of them spoils another.
 */
#include "import/access.h"

#include <string.h>

#include "import/formats.h"
#include "import/host.h"
#include "import/robots.h"
#include "import/tally.h"

/* How many lines are looked at to tell the dialect. */
#define DETECT_LINES 1000
/* Above this share of malformed lines, in percent, somebody should look. */
#define REJECTS_WORTH_A_WORD 5

struct scan {
	struct job *job;
	enum access_kind kind;
	struct access_clock clock;
	struct robots robots;
	struct tally *tally;
	int32_t site; /* of all lines, unless they name one */
	int64_t line, first_s, last_s, rows;
	const char *first_reason;
	int64_t first_rejected;
	bool told_full;
};

static void
reject(struct scan *s, int64_t from, int64_t to, const char *why)
{
	if (s->first_reason == NULL) {
		s->first_reason = why;
		s->first_rejected = s->line;
	}
	job_reject(s->job, &(struct reject){ .line = s->line,
			       .from_byte = from,
			       .to_byte = to,
			       .reason = str_of(why) });
}

static const char *
no_site(struct scan *s, int32_t site)
{
	if (site == TALLY_NO_HOST)
		return "the site is not a host name";
	if (!s->told_full)
		job_complain(s->job, DIAG_WARNING, s->line,
		    "is the first word of a line really the site?",
		    "more than %d sites; lines of further ones are not "
		    "counted",
		    TALLY_MAX_SITES);
	s->told_full = true;
	return "one site too many";
}

/* NULL when the line was counted. */
static const char *
count_line(struct scan *s, struct str text)
{
	struct access_line line;
	struct tally_cell *cell;
	int32_t site = s->site;
	const char *why;
	bool fresh;

	if (text.n > READER_LINE_MAX)
		return "the line is longer than 64 KiB";
	why = access_parse(s->kind, text, &s->clock, &line);
	if (why != NULL)
		return why;
	if (s->kind == ACCESS_VHOST) {
		site = tally_site(s->tally, line.site);
		if (site < 0)
			return no_site(s, site);
	}
	cell = tally_at(s->tally, site, (int32_t)(line.at_s / 3600), &fresh);
	if (cell == NULL)
		return "too many hours for one file";
	cell->hits++;
	if (__builtin_add_overflow(cell->bytes, line.bytes, &cell->bytes))
		cell->bytes = INT64_MAX;
	cell->errors += line.status >= 500;
	if (access_is_view(&line) && !robots_agent(&s->robots, line.agent))
		cell->views++;
	s->rows++;
	if (line.at_s < s->first_s)
		s->first_s = line.at_s;
	if (line.at_s > s->last_s)
		s->last_s = line.at_s;
	return NULL;
}

static void
count_chunk(struct scan *s, const struct chunk *chunk)
{
	const char *p = chunk->text.p, *end = p + chunk->text.n;

	while (p < end) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));
		const char *stop = nl != NULL ? nl : end;
		int64_t from = chunk->from_byte + (p - chunk->text.p);
		const char *why;

		s->line++;
		why = count_line(s, (struct str){ p, (size_t)(stop - p) });
		p = nl != NULL ? nl + 1 : end;
		if (why != NULL)
			reject(s, from, chunk->from_byte + (p - chunk->text.p),
			    why);
	}
}

static int
count_all(struct scan *s, struct err *e)
{
	struct chunk chunk;

	for (;;) {
		if (reader_lines(s->job->reader, &chunk, e) != 0)
			return -1;
		if (chunk.to_byte == chunk.from_byte)
			return 0;
		if (chunk.too_long) {
			s->line++;
			reject(s, chunk.from_byte, chunk.to_byte,
			    "the line is longer than 64 KiB");
		} else {
			count_chunk(s, &chunk);
		}
		job_progress(s->job);
	}
}

static bool
site_of_rule(struct scan *s)
{
	struct job *job = s->job;

	if (s->kind == ACCESS_VHOST)
		return true;
	if (!job_wants_site(
		job, "the lines do not say which site they belong to"))
		return false;
	s->site = tally_site(s->tally, job->rule.site);
	if (s->site >= 0)
		return true;
	job_complain(job, DIAG_ERROR, 0, NULL,
	    "\"%.*s\" in case.yaml is not a host name",
	    STR_ARG(job->rule.site));
	return false;
}

/* What the reader of the messages should know about the file as a whole. */
static void
sum_up(struct scan *s)
{
	struct source *source = &s->job->batch->source;
	int64_t all = s->rows + source->rejected;

	source->rows = s->rows;
	if (s->rows != 0) {
		job_saw(s->job, s->first_s * MS_SECOND);
		job_saw(s->job, s->last_s * MS_SECOND);
	}
	if (all == 0)
		job_complain(s->job, DIAG_WARNING, 0,
		    "a missing log is not the same as no visitors",
		    "there is no line in this log");
	else if (s->rows == 0)
		job_complain(s->job, DIAG_ERROR, s->first_rejected,
		    "see makegood formats", "no line could be read: %s",
		    s->first_reason);
	else if (source->rejected * 100 > all * REJECTS_WORTH_A_WORD)
		job_complain(s->job, DIAG_WARNING, s->first_rejected, NULL,
		    "%lld of %lld lines could not be read; the first here: %s",
		    (long long)source->rejected, (long long)all,
		    s->first_reason);
}

static int
read_log(struct job *job, enum access_kind kind, struct err *e)
{
	struct scan s = {
		.job = job,
		.kind = kind,
		.robots.keep = job->scratch,
		.tally = tally_new(job->scratch),
		.first_s = INT64_MAX,
		.last_s = INT64_MIN,
	};

	job->shown_zone = STR("offset in each line");
	if (!site_of_rule(&s))
		return 0;
	if (count_all(&s, e) != 0)
		return -1;
	sum_up(&s);
	tally_finish(s.tally, job->keep, job->batch);
	return 0;
}

static int
detect(enum access_kind kind, struct str head)
{
	struct access_clock clock = { 0 };
	struct access_line line, other;
	int seen = 0, good = 0;

	while (seen < DETECT_LINES && head.n != 0) {
		size_t end = str_find(head, '\n');
		struct str text = str_sub(head, 0, end);

		/* the last line may be cut */
		if (end == head.n && seen != 0)
			break;
		head = str_sub(head, end + 1, head.n);
		seen++;
		good +=
		    access_parse(kind, text, &clock, &line) == NULL &&
		    (kind != ACCESS_COMBINED || access_parse(ACCESS_VHOST, text,
						    &clock, &other) != NULL);
	}
	return seen == 0 ? 0 : good * 100 / seen;
}

#define ACCESS_FORMAT(name, kind)                                              \
	static int detect_##name(struct str head)                              \
	{                                                                      \
		return detect((kind), head);                                   \
	}                                                                      \
	static int read_##name(struct job *job, struct err *e)                 \
	{                                                                      \
		return read_log(job, (kind), e);                               \
	}                                                                      \
	const struct format format_##name = { .detect = detect_##name,         \
		.read = read_##name }

ACCESS_FORMAT(common, ACCESS_COMMON);
ACCESS_FORMAT(combined, ACCESS_COMBINED);
ACCESS_FORMAT(vhost_combined, ACCESS_VHOST);
