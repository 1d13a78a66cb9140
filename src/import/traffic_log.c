/*
 * traffic_log.c -- logs of requests, counted piece by piece by several threads;
 * the counters are the same whatever their number.
 */
#include "import/traffic.h"

#include <stdatomic.h>
#include <string.h>

#include "import/access_fast.h"
#include "import/crew.h"

/* How many lines are looked at to tell the dialect. */
#define DETECT_LINES 1000

const char traffic_silent[] = "";

static const char too_long[] = "the line is longer than 64 KiB";

struct scan {
	const struct job *job;
	const struct traffic_dialect *dialect;
	void *state;
	struct traffic_piece *piece;
	struct access_fast *fast; /* NULL: every line in full */
	bool first;               /* the piece begins with the file */
	bool views;               /* what the case counts */
};

static void
reject(struct scan *s, int64_t from, int64_t to, const char *why)
{
	struct traffic_piece *p = s->piece;

	if (p->first_reason == NULL) {
		p->first_reason = why;
		p->first_rejected = p->lines;
	}
	p->rejected++;
	if (p->rejects.n < job_max_rejects(s->job->ctx))
		*vec_push(&p->keep, &p->rejects) = (struct reject){
			.line = p->lines,
			.from_byte = from,
			.to_byte = to,
			.reason = str_of(why),
		};
}

/* In a log that somebody may write, it is read when it is whole. */
static void
half_line(struct scan *s, int64_t at, const char *why)
{
	struct traffic_piece *p = s->piece;

	p->half_reason = why;
	p->half_at = at;
	if (s->job->ranges)
		p->lines--;
}

static const char *
no_site(struct scan *s, int32_t site)
{
	if (site == TALLY_NO_HOST)
		return "the site is not a host name";
	if (s->piece->too_many_at == 0)
		s->piece->too_many_at = s->piece->lines;
	return "one site too many";
}

/* NULL when the line was counted. */
static const char *
add_line(struct scan *s, const struct access_line *line)
{
	struct count *c = &s->piece->count;
	struct request q = { .site = c->site,
		.minute = (uint32_t)(line->at_s / 60),
		.at_s = line->at_s,
		.bytes = line->bytes,
		.kind = count_kind((unsigned)line->status / 100),
		.page = access_is_view(line),
		.client = line->client,
		.agent = line->agent };

	if (line->site.n != 0 || s->dialect->site == TRAFFIC_SITE_OF_LINE) {
		q.site = tally_site(c->tally, line->site);
		if (q.site < 0)
			return no_site(s, q.site);
	}
	if (q.site < 0)
		return traffic_no_site;
	if (s->views && line->request.p == NULL && line->target.p == NULL)
		return "no method and path, so nobody can tell whether it is "
		       "a view";
	if (line->at_s < 0 || line->at_s / 60 > UINT32_MAX)
		return "the date or time does not exist";
	count_request(c, &q,
	    agents_robot(c->agents, q.agent, agents_key(c->agents, q.agent)));
	return NULL;
}

static const char *
count_line(struct scan *s, struct str text)
{
	struct access_line line;
	const char *why;

	if (text.n > READER_LINE_MAX)
		return too_long;
	if (text.n != 0 && text.p[text.n - 1] == '\r')
		text.n--;
	if (s->first && s->piece->lines == 1 &&
	    str_starts(text, "\xef\xbb\xbf"))
		text = str_sub(text, 3, text.n);
	why = s->dialect->line(s->state, text, &line);
	return why == NULL ? add_line(s, &line) : why;
}

/* One line, read in full; returns where the next one begins. */
static size_t
count_next(struct scan *s, const struct chunk *chunk, size_t from)
{
	const char *p = chunk->text.p + from;
	size_t left = chunk->text.n - from;
	const char *nl = memchr(p, '\n', left);
	size_t n = nl != NULL ? (size_t)(nl - p) : left;
	size_t next = from + n + (nl != NULL);
	const char *why;

	s->piece->lines++;
	why = count_line(s, (struct str){ p, n });
	if (why == NULL || why == traffic_silent)
		return next;
	if (nl == NULL)
		half_line(s, chunk->from_byte + (int64_t)from, why);
	if (nl != NULL || !s->job->ranges)
		reject(s, chunk->from_byte + (int64_t)from,
		    chunk->from_byte + (int64_t)next, why);
	return next;
}

static void
count_chunk(struct scan *s, const struct chunk *chunk)
{
	struct traffic_piece *p = s->piece;
	size_t at = 0;

	if (s->fast != NULL)
		access_fast_text(s->fast, chunk->text);
	/* the mark of UTF-8 stands before the first line only */
	if (s->fast != NULL && s->first && p->lines == 0)
		at = count_next(s, chunk, at);
	while (at < chunk->text.n) {
		if (s->fast != NULL)
			at = access_fast_run(
			    s->fast, s->state, &p->count, at, &p->lines);
		if (at < chunk->text.n)
			at = count_next(s, chunk, at);
	}
}

static void
tell_progress(const struct scan *s, int64_t bytes)
{
	const struct import_context *ctx = s->job->ctx;
	int64_t done;

	if (s->piece->done == NULL) {
		job_progress(s->job);
	} else if (ctx->progress != NULL) {
		done = atomic_fetch_add(s->piece->done, bytes) + bytes;
		ctx->progress(
		    ctx->progress_arg, done, reader_all_bytes(s->job->reader));
	}
}

/* Several pieces together may not hold more sites than one. */
static bool
sites_fit(struct traffic_piece *p)
{
	int64_t n = (int64_t)p->count.tally->sites.n, more = n - p->own_sites;

	if (p->sites == NULL)
		return true;
	p->own_sites = n;
	if (atomic_fetch_add(p->sites, more) + more <= TALLY_MAX_SITES)
		return true;
	if (p->too_many_at == 0)
		p->too_many_at = p->lines;
	return false;
}

static int
count_all(struct scan *s, struct err *e)
{
	struct traffic_piece *p = s->piece;
	struct chunk chunk;
	int64_t lines;

	for (;;) {
		if (reader_lines(p->reader, &chunk, e) != 0)
			return -1;
		p->to_byte = chunk.to_byte;
		if (chunk.to_byte == chunk.from_byte)
			return 0;
		lines = p->lines;
		if (chunk.too_long) {
			p->lines++;
			reject(s, chunk.from_byte, chunk.to_byte, too_long);
		} else {
			count_chunk(s, &chunk);
		}
		if (!tally_pause(p->count.tally, p->lines - lines))
			return err_set(e, ERR_INPUT,
			    "more than %zu hours of sites in one file",
			    TALLY_MAX_CELLS);
		if (!sites_fit(p))
			return 0;
		tell_progress(s, chunk.to_byte - chunk.from_byte);
	}
}

/* What a piece counts with. */
static int
prepare(struct scan *s, struct err *e)
{
	const struct import_context *ctx = s->job->ctx;
	struct traffic_piece *p = s->piece;
	struct count *c = &p->count;

	c->tally = tally_new(ctx->minute_days, ctx->n_minute_days);
	c->shelf = crew_agents(s->job->crew);
	c->agents = agents_take(c->shelf, ctx->robots);
	c->site = -1;
	c->first_s = INT64_MAX;
	c->last_s = INT64_MIN;
	if (ctx->visits && visits_new(&c->visits, e) != 0)
		return -1;
	if (ctx->visitors)
		c->visitors = visitors_new();
	if (s->dialect->fast != 0)
		s->fast =
		    access_fast_new((enum access_kind)(s->dialect->fast - 1));
	if (s->dialect->site != TRAFFIC_SITE_OF_LINE &&
	    s->job->rule.site.n != 0)
		c->site = tally_site(c->tally, s->job->rule.site);
	return 0;
}

int
traffic_read_piece(const struct job *job, const struct traffic_dialect *dialect,
    void *state, bool first, struct traffic_piece *piece, struct err *e)
{
	const struct settings *settings = job->ctx->settings;
	struct scan s = {
		.job = job,
		.dialect = dialect,
		.state = state,
		.piece = piece,
		.first = first,
		.views =
		    settings != NULL && str_is(settings->traffic_unit, "views"),
	};
	int rc = prepare(&s, e);

	if (rc == 0)
		rc = count_all(&s, e);
	access_fast_free(s.fast);
	return rc;
}

void
traffic_piece_release(struct traffic_piece *p)
{
	agents_give(p->count.shelf, p->count.agents);
	tally_free(p->count.tally);
	visits_free(p->count.visits);
	visitors_free(p->count.visitors);
	arena_release(&p->keep);
	*p = (struct traffic_piece){ .reader = p->reader };
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
