#include "import/watched.h"
#include "import/watch_rule.h"
#include "import/watched_find.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "domain/watch.h"
#include "import/host.h"

#define NOTE_BYTES     160
#define STRANGERS_TOLD 3
/* A downtime begins this late or early against its order, at most. */
#define ORDER_SLACK_MS (10 * MS_MINUTE)
/* Orders looked at for a downtime: those that came last. */
#define ORDERS_TRIED 64

/* A planned downtime, ordered or real. */
struct planned {
	struct str subject; /* as the file has it */
	struct span span;
	int64_t announced_at, line;
	struct str id, note, category;
	int64_t before; /* the order of the same subject before, plus one */
};

/* What the case calls a subject of the fold, once it was asked. */
struct called {
	bool asked, known;
	struct str id;
};

struct watched {
	struct job *job;
	const struct format_info *info;
	struct watch watch;
	int64_t until_at; /* where the evidence of this file ends */
	bool archive;     /* and it says so itself */
	struct findings found;
	VEC(struct planned) orders, windows;
	struct map begun;     /* subject to its window that is open, plus one */
	struct map orders_of; /* subject to its last order, plus one */
	VEC(struct called) called; /* by subject of the fold */
	struct map known;          /* names of the case, to ctx->known */
	int64_t n_out;
};

/* ---- whose outage it is
 * -------------------------------------------------------------- */

static bool
fits(struct watched *w, struct str pattern, struct str name)
{
	struct arena *scratch = w->job->scratch;
	struct arena_mark mark = arena_mark(scratch);
	bool same = str_eq(pattern, name);

	if (!same && memchr(pattern.p, '*', pattern.n) != NULL)
		same = fnmatch(str_cstr(scratch, pattern),
			   str_cstr(scratch, name), 0) == 0;
	arena_reset(scratch, mark);
	return same;
}

/* The id of the case; false when the case knows nothing of that name. */
static bool
translate(struct watched *w, struct str name, struct str *ret_id)
{
	const struct import_context *ctx = w->job->ctx;
	const struct file_rule *rule = &w->job->rule;
	char host[HOST_MAX + 1];
	int64_t at;

	for (size_t i = 0; i < rule->n_subjects; i++)
		if (fits(w, rule->subjects[i].name, name)) {
			*ret_id = rule->subjects[i].id;
			return true;
		}
	*ret_id = rule->subject.n != 0 ? rule->subject : name;
	if (rule->subject.n != 0 || !ctx->knows)
		return true;
	at = map_get(&w->known, name);
	if (at < 0)
		at = map_get(&w->known, host_of_url(name, host));
	if (at >= 0)
		*ret_id = ctx->known[at].id;
	return at >= 0;
}

/* The same for a subject of the fold, remembered. */
static bool
call(struct watched *w, size_t subject, struct str *ret_id)
{
	struct called *c;

	while (w->called.n <= subject)
		vec_push(w->job->scratch, &w->called);
	c = &w->called.v[subject];
	if (!c->asked)
		c->known =
		    translate(w, w->watch.subjects.v[subject].name, &c->id);
	c->asked = true;
	*ret_id = c->id;
	return c->known;
}

static void
tell_strangers(struct watched *w)
{
	struct arena *scratch = w->job->scratch;
	struct str names = STR_NONE, id;
	long long n = 0;

	for (size_t i = 0; i < w->watch.subjects.n; i++) {
		const struct watch_subject *s = &w->watch.subjects.v[i];

		if (!s->told || call(w, i, &id))
			continue;
		if (n++ < STRANGERS_TOLD)
			names = str_format(scratch, "%.*s%s\"%.*s\"",
			    STR_ARG(names), names.n != 0 ? ", " : "",
			    STR_ARG(
				utf8_clean(scratch, str_sub(s->name, 0, 80))));
	}
	if (n > 0)
		job_complain(w->job, DIAG_WARNING, 0,
		    "say under files: in case.yaml which they are: subjects: "
		    "{ \"web1;HTTP\": shop }, or subject: shop for the whole "
		    "file",
		    "%lld subject%s of no service or resource here, and left "
		    "out: %.*s%s",
		    n, n == 1 ? " is" : "s are", STR_ARG(names),
		    n > STRANGERS_TOLD ? ", ..." : "");
}

/* ---- failures
 * ------------------------------------------------------------------------ */

static struct str
next_id(struct watched *w)
{
	return str_format(w->job->keep, "%.*s#%lld", STR_ARG(w->job->file),
	    (long long)++w->n_out);
}

static struct str
kept_note(struct watched *w, struct str note)
{
	return utf8_clean(w->job->keep, str_trim(str_sub(note, 0, NOTE_BYTES)));
}

static enum viewpoint
view_of(const struct watched *w)
{
	const struct watch_rule *rule = &w->job->rule.watch;

	return rule->has_view ? rule->view : w->info->format->view;
}

static void
add_coverage(struct watched *w)
{
	struct job *job = w->job;
	struct str id;

	for (size_t i = 0; i < w->found.known.n; i++) {
		const struct stretch *k = &w->found.known.v[i];

		if (call(w, k->subject, &id))
			*vec_push(job->keep, &job->batch->coverage) =
			    (struct coverage){ utf8_clean(job->keep, id),
				    k->span, view_of(w),
				    { job->file, k->line } };
	}
}

static void
add_outages(struct watched *w)
{
	struct job *job = w->job;
	long long open = 0;
	struct str id;

	for (size_t i = 0; i < w->found.failures.n; i++) {
		const struct failure *f = &w->found.failures.v[i];
		struct outage *o;

		if (!call(w, f->subject, &id))
			continue;
		o = vec_push(job->keep, &job->batch->outages);
		o->id = next_id(w);
		o->subject = utf8_clean(job->keep, id);
		o->span = f->span;
		o->open = f->open && !w->archive;
		o->condition = f->condition;
		o->view = view_of(w);
		o->note = kept_note(w, f->note);
		o->detected_at = o->reported_at = o->ticket_at = NO_INSTANT;
		o->weight = ratio_int(1);
		o->from = (struct origin){ job->file, f->line };
		open += o->open;
	}
	if (open > 0)
		job_complain(job, DIAG_WARNING, 0,
		    "that is right for a log that goes on to the end; if it "
		    "was cut before, put its successor into the same file",
		    "%lld outage%s not ended in this file: open until as_of",
		    open, open == 1 ? " is" : "s are");
}

/* ---- planned work
 * -------------------------------------------------------------------- */

/* The last order of a subject that fits, among the latest. */
static const struct planned *
order_for(const struct watched *w, struct str subject, const struct planned *p)
{
	int64_t i = map_get(&w->orders_of, subject);

	for (int tries = 0; i > 0 && tries < ORDERS_TRIED; tries++) {
		const struct planned *o = &w->orders.v[i - 1];

		if (p->span.from_at >= o->span.from_at - ORDER_SLACK_MS &&
		    p->span.from_at < o->span.to_at)
			return o;
		i = o->before;
	}
	return NULL;
}

/* The order that a downtime which begins now came from: its own, its host's. */
static const struct planned *
order_of(const struct watched *w, const struct planned *p)
{
	const struct planned *o = order_for(w, p->subject, p);

	return o != NULL
		   ? o
		   : order_for(w,
			 str_sub(p->subject, 0, str_find(p->subject, ';')), p);
}

static void
see_downtime(struct watched *w, const struct sighting *s)
{
	struct arena *scratch = w->job->scratch;
	int64_t open = map_get(&w->begun, s->subject);
	const struct planned *order;
	struct planned *p;

	if (open > 0 && !s->on) {
		w->windows.v[open - 1].span.to_at = s->at;
		map_put(&w->begun, w->windows.v[open - 1].subject, 0);
	} else if (open <= 0 && s->on) {
		p = vec_push(scratch, &w->windows);
		*p = (struct planned){ .subject = str_dup(scratch, s->subject),
			.span = { s->at, NO_INSTANT },
			.announced_at = NO_INSTANT,
			.line = s->line };
		order = order_of(w, p);
		if (order != NULL) {
			p->announced_at = order->announced_at;
			p->note = order->note;
		}
		map_put(&w->begun, p->subject, (int64_t)w->windows.n);
	}
}

static void
see_window(struct watched *w, const struct sighting *s)
{
	struct arena *scratch = w->job->scratch;
	struct planned p = { .subject = str_dup(scratch, s->subject),
		.span = { s->at, s->to_at },
		.announced_at = s->announced_at,
		.line = s->line,
		.id = str_dup(scratch, s->id),
		.note = str_dup(scratch, s->note),
		.category = str_dup(scratch, s->category) };

	if (!s->soft) {
		*vec_push(scratch, &w->windows) = p;
		return;
	}
	p.before = map_get(&w->orders_of, p.subject);
	*vec_push(scratch, &w->orders) = p;
	map_put(&w->orders_of, p.subject, (int64_t)w->orders.n);
}

static void
on_sighting(void *arg, const struct sighting *s)
{
	struct watched *w = arg;

	if (s->kind == SIGHT_WINDOW)
		see_window(w, s);
	else
		watch_see(&w->watch, s);
	if (s->kind == SIGHT_DOWNTIME)
		see_downtime(w, s);
}

static void
add_window(struct watched *w, const struct planned *p, struct str id)
{
	struct job *job = w->job;
	struct window *to = vec_push(job->keep, &job->batch->windows);

	to->id = next_id(w);
	to->kind = p->category.n != 0 ? str_dup(job->keep, p->category)
				      : STR("maintenance");
	to->subject = utf8_clean(job->keep, id);
	to->span = p->span;
	to->announced_at = p->announced_at;
	to->note = kept_note(w, p->note);
	to->from = (struct origin){ job->file, p->line };
}

/* A host's downtime is one of all its services that the case knows. */
static void
add_for_services(struct watched *w, const struct planned *p, int64_t host)
{
	struct str id, told[16];
	size_t n = 0;

	if (call(w, (size_t)host, &told[0])) {
		add_window(w, p, told[0]);
		n = 1;
	}
	for (int64_t c = w->watch.subjects.v[host].child; c >= 0;
	     c = w->watch.subjects.v[c].next) {
		bool again = false;

		if (!call(w, (size_t)c, &id))
			continue;
		for (size_t i = 0; i < n; i++)
			again |= str_eq(told[i], id);
		if (again)
			continue;
		add_window(w, p, id);
		if (n < sizeof told / sizeof *told)
			told[n++] = id;
	}
}

static void
add_windows(struct watched *w)
{
	for (size_t i = 0; i < w->windows.n; i++) {
		struct planned p = w->windows.v[i];
		int64_t host = map_get(&w->watch.names, p.subject);
		struct str id;

		if (p.span.to_at == NO_INSTANT)
			p.span.to_at = w->until_at;
		if (p.span.to_at <= p.span.from_at)
			continue;
		if (p.subject.n == 0 && w->job->rule.subject.n == 0)
			add_window(w, &p, STR_NONE);
		else if (host >= 0)
			add_for_services(w, &p, host);
		else if (translate(w, p.subject, &id))
			add_window(w, &p, id);
	}
}

/* ---- the file
 * ------------------------------------------------------------------------ */

/*
 * "nagios-03-06-2026-00.log" was closed at midnight of that day: what is down
 * there is down until then, and the next archive goes on.
 */
static bool
archive_end(const struct job *job, int64_t *ret_at)
{
	const char *name = job->file.p, *dot;
	struct civil c = { 0 };
	char text[80], end;
	size_t n = job->file.n, from = n;

	while (from > 0 && name[from - 1] != '/')
		from--;
	snprintf(text, sizeof text, "%.*s", (int)(n - from), name + from);
	dot = strchr(text, '-');
	if (dot == NULL ||
	    sscanf(dot, "-%2d-%2d-%4d-%2d%c", &c.month, &c.day, &c.year,
		&c.hour, &end) != 5 ||
	    end != '.' || c.month < 1 || c.month > 12 || c.day < 1 ||
	    c.year < 2000 || c.year > 2100 || c.hour > 23 ||
	    c.day > civil_month_days(c.year, c.month))
		return false;
	(void)zone_instant(job->rule.zone, c, ret_at, NULL);
	return true;
}

static void
begin(struct watched *w)
{
	struct job *job = w->job;
	const struct import_context *ctx = job->ctx;
	struct watch_policy policy = { .from_at = 0,
		.to_at = civil_ms((struct civil){ 2100, 1, 1, 0, 0, 0, 0 }),
		.soft = job->rule.watch.soft,
		.off_unknown = job->rule.watch.off_unknown,
		.host_down = !job->rule.watch.host_alone,
		.silence_is_up = w->info->format->silence_is_up,
		.notes = true };
	int64_t end;

	if (ctx->settings != NULL && ctx->settings->as_of != NO_INSTANT &&
	    ctx->settings->as_of > 0 && ctx->settings->as_of < policy.to_at)
		policy.to_at = ctx->settings->as_of;
	if (archive_end(job, &end) && end < policy.to_at) {
		w->archive = true;
		policy.to_at = end;
	}
	w->until_at = policy.to_at;
	w->found.rule = &job->rule.watch;
	w->found.scratch = job->scratch;
	w->begun.keep = w->known.keep = w->orders_of.keep = job->scratch;
	watch_init(&w->watch, &policy, job->scratch, findings_add, &w->found);
	for (size_t i = 0; ctx->knows && i < ctx->n_known; i++)
		if (map_get(&w->known, ctx->known[i].name) < 0)
			map_put(&w->known, ctx->known[i].name, (int64_t)i);
	job->see = on_sighting;
	job->see_arg = w;
}

static void
tell_rest(struct watched *w)
{
	const struct batch *b = w->job->batch;
	const struct reject *first = b->rejects.v;

	if (w->watch.late > 0)
		job_complain(w->job, DIAG_WARNING, 0, NULL,
		    "%lld records are older than what the file told before "
		    "them, and were left out",
		    (long long)w->watch.late);
	if (w->watch.crowded > 0)
		job_complain(w->job, DIAG_ERROR, 0,
		    "divide the file, or let the monitor export fewer",
		    "more than %d subjects in one file", WATCH_MAX_SUBJECTS);
	if (b->source.rejected > 0 && b->rejects.n > 0 && !w->job->rejects_told)
		job_complain(w->job, DIAG_WARNING, first->line, NULL,
		    "%lld line%s could not be read; the first: %.*s",
		    (long long)b->source.rejected,
		    b->source.rejected == 1 ? "" : "s", STR_ARG(first->reason));
}

int
watched_read(struct job *job, const struct format_info *info, struct err *e)
{
	struct watched w = { .job = job, .info = info };

	begin(&w);
	if (info->format->watch(job, e) != 0)
		return -1;
	/* nothing in an archive is later than its end, whatever its name */
	if (w.archive && job->batch->source.last_at != NO_INSTANT &&
	    job->batch->source.last_at > w.until_at)
		w.until_at = w.watch.policy.to_at = job->batch->source.last_at;
	watch_finish(&w.watch);
	findings_settle(&w.found, &job->batch->source);
	add_outages(&w);
	add_coverage(&w);
	add_windows(&w);
	tell_strangers(&w);
	tell_rest(&w);
	if (job->batch->kind == SOURCE_OUTAGES) {
		job->rule.watch.off_unknown |= w.found.gaps;
		job->batch->source.policy = watch_rule_words(
		    job->keep, &job->rule.watch, info->format->view);
	}
	return 0;
}
