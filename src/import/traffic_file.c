/*
 * A log of requests as a whole: its pieces put together, what there is to say
 * about it, and the part it is.
 */
#include <string.h>

#include "import/crew.h"
#include "import/traffic.h"

/* Above this share of malformed lines, in percent, somebody should look. */
#define REJECTS_WORTH_A_WORD 5

/* A file is not cut into pieces smaller than this. */
#define PIECE_BYTES (INT64_C(64) << 20)
enum { PIECES_MAX = 64 };

/* Digits of the digest of the rules of robots. */
enum { RULES_DIGITS = 12 };

const char traffic_no_site[] = "the line does not say which site it belongs to";

/* ---- complaints
 * ----------------------------------------------------------------------- */

/* Is there a site for lines that name none, where that is needed? */
static bool
site_of_rule(struct job *job, const struct traffic_dialect *dialect)
{
	struct tally *t;
	bool good;

	if (dialect->site == TRAFFIC_SITE_OF_LINE ||
	    (dialect->site == TRAFFIC_SITE_OF_BOTH && job->rule.site.n == 0))
		return true;
	if (!job_wants_site(
		job, "the lines do not say which site they belong to"))
		return false;
	t = tally_new(NULL, 0);
	good = tally_site(t, job->rule.site) >= 0;
	tally_free(t);
	if (!good)
		job_complain(job, DIAG_ERROR, 0, NULL,
		    "\"%.*s\" in case.yaml is not a host name",
		    STR_ARG(job->rule.site));
	return good;
}

static void
nothing_read(struct job *job, const struct traffic_piece *p)
{
	if (p->first_reason == traffic_no_site)
		(void)job_wants_site(
		    job, "the lines do not say which site they belong to");
	else
		job_complain(job, DIAG_ERROR, p->first_rejected,
		    "see makegood formats", "no line could be read: %s",
		    p->first_reason);
}

/* What the reader of the messages should know about the file as a whole. */
static void
sum_up(struct job *job, const struct traffic_piece *p)
{
	int64_t all = p->count.rows + p->rejected;

	if (p->too_many_at != 0)
		job_complain(job, DIAG_WARNING, p->too_many_at,
		    "is the first word of a line really the site?",
		    "more than %d sites; lines of further ones are not counted",
		    TALLY_MAX_SITES);
	if (p->count.visits != NULL && visits_forgotten(p->count.visits) > 0)
		job_complain(job, DIAG_WARNING, 0, NULL,
		    "more than %zu clients within half an hour: some visits "
		    "were counted twice",
		    VISITS_MAX_CLIENTS);
	if (p->count.nobodies > 0)
		job_complain(job, DIAG_WARNING, 0,
		    "log the address, too: %h, $remote_addr, c-ip",
		    "%lld of %lld lines do not say who asked: they are in no "
		    "visit",
		    (long long)p->count.nobodies, (long long)all);
	if (all == 0 && p->from_byte == 0 && p->half_reason != NULL)
		job_complain(job, DIAG_WARNING, p->lines + 1,
		    "import the log again when somebody has written to it",
		    "there is half a line in this log: %s", p->half_reason);
	else if (all == 0 && p->from_byte == 0)
		job_complain(job, DIAG_WARNING, 0,
		    "a missing log is not the same as no visitors",
		    "there is no %s in this log",
		    p->lines == 0 ? "line" : "request");
	else if (all != 0 && p->count.rows == 0 && p->from_byte == 0)
		nothing_read(job, p);
	else if (p->rejected * 100 > all * REJECTS_WORTH_A_WORD)
		job_complain(job, DIAG_WARNING, p->first_rejected,
		    p->first_reason == traffic_no_site
			? "give the site of such lines under files: in "
			  "case.yaml, with site:"
			: NULL,
		    "%lld of %lld lines could not be read; the first here: %s",
		    (long long)p->rejected, (long long)all, p->first_reason);
}

/* ---- parts
 * ----------------------------------------------------------------------- */

/* The name and layer of a part, and how it was counted. */
static void
name_part(
    struct job *job, const struct traffic_dialect *dialect, struct part *part)
{
	struct buf b;
	const struct import_context *ctx = job->ctx;

	buf_init(&b, 1000);
	buf_adds(&b, job->info != NULL ? job->info->name : "log");
	if (dialect == NULL || dialect->site != TRAFFIC_SITE_OF_LINE)
		if (job->rule.site.n != 0)
			buf_addf(&b, "; site %.*s", STR_ARG(job->rule.site));
	if (dialect == NULL || dialect->zone == NULL)
		buf_addf(&b, "; zone %.*s", STR_ARG(job->shown_zone));
	if (dialect != NULL) {
		buf_addf(&b, "; robots %.*s", RULES_DIGITS,
		    robot_rules_digest(ctx->robots));
		if (ctx->visits)
			buf_adds(&b, "; visits");
		if (ctx->visitors)
			buf_adds(&b, "; visitors");
	}
	part->name = job->file;
	part->layer = str_dup(job->keep, job->rule.layer);
	part->read_as = str_dup(job->keep, buf_str(&b));
	buf_release(&b);
}

static void
add_part(struct job *job, const struct part *part, struct rollup *rollup)
{
	*vec_push(job->keep, &job->batch->parts) =
	    (struct batch_part){ *part, rollup };
}

void
traffic_table_part(struct job *job, struct tally *tally)
{
	const struct source *source = &job->batch->source;
	struct rollup *rollup = tally_finish(tally);
	struct part part = { 0 };

	tally_free(tally);
	reader_part(job->reader, &part);
	part.lines = source->rows + source->rejected;
	part.rejected = source->rejected;
	part.first_at = source->first_at;
	part.last_at = source->last_at;
	name_part(job, NULL, &part);
	add_part(job, &part, rollup);
}

/* ---- pieces
 * ----------------------------------------------------------------------- */

static void
join_rejects(struct job *job, struct traffic_piece *to,
    const struct traffic_piece *from, int64_t lines_before)
{
	if (to->first_reason == NULL && from->first_reason != NULL) {
		to->first_reason = from->first_reason;
		to->first_rejected = from->first_rejected + lines_before;
	}
	for (size_t i = 0; i < from->rejects.n; i++) {
		struct reject r = from->rejects.v[i];

		r.line += lines_before;
		job_reject(job, &r);
	}
	/* those that were not kept */
	job->batch->source.rejected +=
	    from->rejected - (int64_t)from->rejects.n;
}

/* All pieces into the first; false: too many sites together. */
static bool
join_counts(struct traffic_piece *pieces, size_t n)
{
	struct traffic_piece *to = &pieces[0];

	for (size_t i = 1; i < n; i++) {
		struct traffic_piece *from = &pieces[i];

		if (from->too_many_at != 0 || to->too_many_at != 0 ||
		    !tally_join(to->count.tally, from->count.tally))
			return false;
		if (to->count.visitors != NULL)
			visitors_join(to->count.visitors, from->count.visitors);
		to->count.rows += from->count.rows;
		to->count.nobodies += from->count.nobodies;
		if (from->count.first_s < to->count.first_s)
			to->count.first_s = from->count.first_s;
		if (from->count.last_s > to->count.last_s)
			to->count.last_s = from->count.last_s;
	}
	return true;
}

bool
traffic_join(struct job *job, const struct traffic_dialect *dialect,
    struct traffic_piece *pieces, size_t n, struct part *part)
{
	struct traffic_piece *all = &pieces[0];
	const struct traffic_piece *last = &pieces[n - 1];
	struct source *source = &job->batch->source;
	int64_t lines = 0, rejected = 0;
	struct rollup *rollup;
	bool half;

	if (!join_counts(pieces, n))
		return false;
	for (size_t i = 0; i < n; i++) {
		join_rejects(job, all, &pieces[i], lines);
		lines += pieces[i].lines;
		rejected += pieces[i].rejected;
	}
	all->half_reason = last->half_reason;
	all->lines = lines;
	all->rejected = rejected;
	source->rows = all->count.rows;
	if (source->rows != 0) {
		job_saw(job, all->count.first_s * MS_SECOND);
		job_saw(job, all->count.last_s * MS_SECOND);
	}
	sum_up(job, all);
	rollup = tally_finish(all->count.tally);
	rollup_take_visitors(rollup, all->count.visitors);
	all->count.visitors = NULL;
	/* packed, half a line is a reject, but as little part of the log */
	half = last->half_reason != NULL && !job->ranges;
	part->lines = lines - half;
	part->rejected = rejected - half;
	part->first_at = source->first_at;
	part->last_at = source->last_at;
	name_part(job, dialect, part);
	add_part(job, part, rollup);
	return true;
}

/* What several threads need to read pieces of one file. */
struct shared {
	const struct job *job;
	const struct traffic_dialect *dialect;
	void *state; /* of a dialect that is read as one piece */
	struct traffic_piece *pieces;
	int64_t from, to;
	_Atomic int64_t done, sites;
	size_t n;
	int rc[PIECES_MAX];
	struct err e[PIECES_MAX];
};

static void
read_range(void *arg, size_t i)
{
	struct shared *s = arg;
	struct traffic_piece *p = &s->pieces[i];
	struct access_clock clock = { 0 };
	int64_t length = (s->to - s->from) / (int64_t)s->n;
	int64_t from = s->from + length * (int64_t)i;
	int64_t to = i + 1 == s->n ? s->to : from + length;

	p->from_byte = from;
	p->done = &s->done;
	p->sites = s->n > 1 ? &s->sites : NULL;
	s->rc[i] =
	    reader_open_range(s->job->path, from, to, &p->reader, &s->e[i]);
	if (s->rc[i] != 0)
		return;
	s->rc[i] = traffic_read_piece(s->job, s->dialect,
	    s->dialect->fast != 0 ? &clock : s->state, from == 0, p, &s->e[i]);
	reader_close(p->reader);
	p->reader = NULL;
}

/* Only what has a state of a line, and nothing that goes on from line to line,
 * may be cut. */
static size_t
how_many(
    const struct job *job, const struct traffic_dialect *dialect, int64_t bytes)
{
	size_t n = (size_t)(bytes / PIECE_BYTES) + 1;
	size_t most = crew_size(job->crew) * 2;

	if (dialect->fast == 0 || job->ctx->visits || most <= 2)
		return 1;
	n = n < most ? n : most;
	return n < PIECES_MAX ? n : PIECES_MAX;
}

/* Bytes, fingerprint and tail of what the pieces hold. */
static int
part_of_ranges(const struct shared *s, struct part *ret_part, struct err *e)
{
	const struct traffic_piece *last = &s->pieces[s->n - 1];
	int64_t to = last->to_byte > s->from ? last->to_byte : s->from;

	if (last->half_reason != NULL)
		to = last->half_at;
	if (reader_part_of(s->job->path, to, ret_part, e) != 0)
		return -1;
	ret_part->from_byte = s->from;
	ret_part->to_byte = to;
	return 0;
}

static int
read_ranges(struct job *job, struct shared *s, struct err *e)
{
	struct traffic_piece pieces[PIECES_MAX] = { 0 };
	struct part part = { 0 };
	int rc = 0;

	s->pieces = pieces;
	crew_share(job->crew, s->n, read_range, s);
	for (size_t i = 0; i < s->n && rc == 0; i++)
		if ((rc = s->rc[i]) != 0)
			*e = s->e[i];
	if (rc == 0)
		rc = part_of_ranges(s, &part, e);
	if (rc == 0 && !traffic_join(job, s->dialect, pieces, s->n, &part))
		rc = 1;
	for (size_t i = 0; i < s->n; i++)
		traffic_piece_release(&pieces[i]);
	return rc;
}

/* A file that lies on disk as it is, up to the length it has now. */
static int
read_plain(struct job *job, const struct traffic_dialect *dialect, void *state,
    int64_t from, struct err *e)
{
	struct shared *s = arena_new(job->scratch, struct shared);
	int rc;

	s->job = job;
	s->dialect = dialect;
	s->state = state;
	s->from = from;
	s->done = from;
	s->to = reader_all_bytes(job->reader);
	s->n = how_many(job, dialect, s->to - from);
	job->ranges = true;
	rc = read_ranges(job, s, e);
	if (rc > 0) {
		/* too many sites: which ones, only the order tells */
		s->n = 1;
		s->done = from;
		rc = read_ranges(job, s, e);
	}
	return rc;
}

/* The reader could bear how the file ends; people should know. */
static void
tell_end(struct job *job)
{
	struct err words;

	if (reader_trouble(job->reader, &words))
		job_complain(job, DIAG_WARNING, 0,
		    "what is whole was counted; fetch the file again", "%s",
		    words.text);
}

static int
read_packed(struct job *job, const struct traffic_dialect *dialect, void *state,
    int64_t from, struct err *e)
{
	struct traffic_piece piece = { .reader = job->reader,
		.from_byte = from };
	struct part part = { 0 };
	int rc;

	reader_salvage(job->reader);
	/* where files wait, a file a thread is better */
	if (crew_idle(job->crew))
		reader_beside(job->reader);
	rc = traffic_read_piece(job, dialect, state, from == 0, &piece, e);
	if (rc == 0) {
		tell_end(job);
		reader_part(job->reader, &part);
		(void)traffic_join(job, dialect, &piece, 1, &part);
	}
	traffic_piece_release(&piece);
	return rc;
}

/*
 * May a log that grew be read from where it ended? Not when its lines hang on
 * those before them: a visit over the seam would count twice.
 */
static bool
goes_on(const struct job *job, const struct traffic_dialect *dialect)
{
	return !job->ctx->visits && !dialect->from_start;
}

int
traffic_read(struct job *job, const struct traffic_dialect *dialect,
    void *state, struct err *e)
{
	int64_t from = goes_on(job, dialect) ? job->from_byte : 0;
	bool same = true;

	if (dialect->zone != NULL)
		job->shown_zone = str_of(dialect->zone);
	if (!site_of_rule(job, dialect))
		return 0;
	if (from > 0 &&
	    reader_skip(job->reader, from, job->tail, &same, e) != 0)
		return -1;
	if (!same)
		from = 0;
	if (job->path == NULL || reader_packed(job->reader))
		return read_packed(job, dialect, state, from, e);
	return read_plain(job, dialect, state, from, e);
}
