#include "import/traffic.h"

#include <string.h>

#include "import/robots.h"
#include "import/tally.h"

/* How many lines are looked at to tell the dialect. */
#define DETECT_LINES 1000
/* Above this share of malformed lines, in percent, somebody should look. */
#define REJECTS_WORTH_A_WORD 5

const char traffic_silent[] = "";

static const char no_site_told[] =
    "the line does not say which site it belongs to";

struct scan {
	struct job *job;
	const struct traffic_dialect *dialect;
	void *state;
	struct robots robots;
	struct tally *tally;
	int32_t site; /* of lines that name none; -1: there is none */
	bool views;   /* what the case counts */
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
add_line(struct scan *s, const struct access_line *line)
{
	struct tally_cell *cell;
	int32_t site = s->site;
	bool fresh;

	if (line->site.n != 0 || s->dialect->site == TRAFFIC_SITE_OF_LINE) {
		site = tally_site(s->tally, line->site);
		if (site < 0)
			return no_site(s, site);
	}
	if (site < 0)
		return no_site_told;
	if (s->views && line->request.p == NULL && line->target.p == NULL)
		return "no method and path, so nobody can tell whether it is "
		       "a view";
	cell = tally_at(s->tally, site, (int32_t)(line->at_s / 3600), &fresh);
	if (cell == NULL)
		return "too many hours for one file";
	cell->hits++;
	if (__builtin_add_overflow(cell->bytes, line->bytes, &cell->bytes))
		cell->bytes = INT64_MAX;
	cell->errors += line->status >= 500;
	if (access_is_view(line) && !robots_agent(&s->robots, line->agent))
		cell->views++;
	s->rows++;
	if (line->at_s < s->first_s)
		s->first_s = line->at_s;
	if (line->at_s > s->last_s)
		s->last_s = line->at_s;
	return NULL;
}

static const char *
count_line(struct scan *s, struct str text)
{
	struct access_line line;
	const char *why;

	if (text.n > READER_LINE_MAX)
		return "the line is longer than 64 KiB";
	if (text.n != 0 && text.p[text.n - 1] == '\r')
		text.n--;
	if (s->line == 1 && str_starts(text, "\xef\xbb\xbf"))
		text = str_sub(text, 3, text.n);
	why = s->dialect->line(s->state, text, &line);
	return why == NULL ? add_line(s, &line) : why;
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
		if (why != NULL && why != traffic_silent)
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

	s->site = -1;
	if (s->dialect->site == TRAFFIC_SITE_OF_LINE ||
	    (s->dialect->site == TRAFFIC_SITE_OF_BOTH && job->rule.site.n == 0))
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

static void
nothing_read(struct scan *s)
{
	if (s->first_reason == no_site_told)
		(void)job_wants_site(
		    s->job, "the lines do not say which site they belong to");
	else
		job_complain(s->job, DIAG_ERROR, s->first_rejected,
		    "see makegood formats", "no line could be read: %s",
		    s->first_reason);
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
		    "there is no %s in this log",
		    s->line == 0 ? "line" : "request");
	else if (s->rows == 0)
		nothing_read(s);
	else if (source->rejected * 100 > all * REJECTS_WORTH_A_WORD)
		job_complain(s->job, DIAG_WARNING, s->first_rejected,
		    s->first_reason == no_site_told
			? "give the site of such lines under files: in "
			  "case.yaml, with site:"
			: NULL,
		    "%lld of %lld lines could not be read; the first here: %s",
		    (long long)source->rejected, (long long)all,
		    s->first_reason);
}

int
traffic_read(struct job *job, const struct traffic_dialect *dialect,
    void *state, struct err *e)
{
	const struct settings *settings = job->ctx->settings;
	struct scan s = {
		.job = job,
		.dialect = dialect,
		.state = state,
		.robots.keep = job->scratch,
		.tally = tally_new(job->scratch),
		.views =
		    settings != NULL && str_is(settings->traffic_unit, "views"),
		.first_s = INT64_MAX,
		.last_s = INT64_MIN,
	};

	if (dialect->zone != NULL)
		job->shown_zone = str_of(dialect->zone);
	if (!site_of_rule(&s))
		return 0;
	if (count_all(&s, e) != 0)
		return -1;
	sum_up(&s);
	tally_finish(s.tally, job->keep, job->batch);
	return 0;
}

int
traffic_detect(
    const struct traffic_dialect *dialect, void *state, struct str head)
{
	struct access_line line;
	int seen = 0, good = 0;

	if (str_starts(head, "\xef\xbb\xbf"))
		head = str_sub(head, 3, head.n);
	for (int i = 0; i < DETECT_LINES && head.n != 0; i++) {
		size_t end = str_find(head, '\n');
		struct str text = str_sub(head, 0, end);
		const char *why;

		/* the last line may be cut */
		if (end == head.n && i != 0)
			break;
		head = str_sub(head, end + 1, head.n);
		if (text.n != 0 && text.p[text.n - 1] == '\r')
			text.n--;
		why = text.n <= READER_LINE_MAX
			  ? dialect->line(state, text, &line)
			  : "too long";
		seen += why != traffic_silent;
		good += why == NULL;
	}
	return seen == 0 ? 0 : good * 100 / seen;
}
