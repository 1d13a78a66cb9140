/*
 * sights.h -- what a format of monitors tells about a text, as lines of text:
 *
 *	KIND STATE SUBJECT FROM..TO [soft] [line N] [NOTE]
 *
 * with times in UTC, "open" where there is no end, and "-" for no subject.
 */
#ifndef TESTS_IMPORT_SIGHTS_H
#define TESTS_IMPORT_SIGHTS_H

#include "import/formats.h"
#include "unit/import/help.h"

struct watching {
	struct trial *trial;
	struct job job;
	struct buf told;
	size_t n;
	int64_t last_at;
	bool disorder; /* not in order of time */
	bool notes, lines;
	int rc;
};

static inline void
sight_add_time(struct watching *w, int64_t when)
{
	struct arena a = { 0 };

	if (when == NO_INSTANT)
		buf_adds(&w->told, "open");
	else
		buf_addstr(&w->told, iso_utc(&a, when));
	arena_release(&a);
}

static inline void
sight_add(void *arg, const struct sighting *s)
{
	static const char *const kinds[] = { "event", "span", "sample",
		"downtime", "window", "monitor", "hours" };
	static const char *const states[] = { "nothing", "ok", "warning",
		"unknown", "critical", "up", "down", "unreachable", "degraded",
		"maintenance" };
	struct watching *w = arg;
	bool flag = s->kind == SIGHT_DOWNTIME || s->kind == SIGHT_MONITOR;

	w->disorder |= w->n++ != 0 && s->at < w->last_at;
	w->last_at = s->at;
	buf_addf(&w->told, "%s %s %.*s ", kinds[s->kind],
	    !flag   ? states[s->state]
	    : s->on ? "on"
		    : "off",
	    s->subject.n != 0 ? (int)s->subject.n : 1,
	    s->subject.n != 0 ? s->subject.p : "-");
	sight_add_time(w, s->at);
	if (s->kind != SIGHT_EVENT && !flag) {
		buf_adds(&w->told, "..");
		sight_add_time(w, s->to_at);
	}
	if (s->announced_at != NO_INSTANT) {
		buf_adds(&w->told, " announced ");
		sight_add_time(w, s->announced_at);
	}
	if (s->soft)
		buf_adds(&w->told, " soft");
	if (w->lines)
		buf_addf(&w->told, " line %lld", (long long)s->line);
	if (w->notes)
		buf_addf(&w->told, " %.*s", STR_ARG(s->note));
	buf_addc(&w->told, '\n');
}

static inline struct watching *
watching_new(void)
{
	struct watching *w = calloc(1, sizeof *w);

	assert_non_null(w);
	w->trial = trial_new();
	buf_init(&w->told, 64 << 20);
	return w;
}

static inline void
watching_free(struct watching *w)
{
	buf_release(&w->told);
	trial_free(w->trial);
	free(w);
}

/* With the rule of w->trial only where its zone was set. */
static inline void
watch_bytes(struct watching *w, const struct format_info *info, struct str text)
{
	struct trial *t = w->trial;

	w->job = (struct job){ .ctx = &t->ctx,
		.rule = t->rule,
		.zone_given = t->rule.zone != NULL,
		.file = STR("file"),
		.reader = reader_memory(text),
		.keep = &t->keep,
		.scratch = &t->keep,
		.batch = &t->batch,
		.d = &t->diags,
		.errors_before = t->diags.errors,
		.see = sight_add,
		.see_arg = w };
	if (w->job.rule.zone == NULL)
		w->job.rule.zone = t->settings.zone;
	t->batch.kind = info->kind;
	t->batch.source.first_at = t->batch.source.last_at = NO_INSTANT;
	w->rc = info->format->watch(&w->job, &t->e);
	reader_close(w->job.reader);
	buf_clear(&t->said);
	diags_sort(&t->diags);
	for (size_t i = 0; i < t->diags.list.n; i++)
		diag_format(&t->diags.list.v[i], &t->said);
	buf_addc(&t->said, '\0');
	buf_addc(&w->told, '\0');
	assert_false(w->disorder);
}

static inline void
watch_text(struct watching *w, const struct format_info *info, const char *text)
{
	watch_bytes(w, info, str_of(text));
}

/* This text tells exactly these lines, and nothing is complained about. */
static inline void
assert_told(
    const struct format_info *info, const char *text, const char *expected)
{
	struct watching *w = watching_new();

	watch_text(w, info, text);
	if (w->trial->diags.errors + w->trial->diags.warnings != 0 ||
	    w->trial->batch.source.rejected != 0)
		fail_msg("said: %s\nrejected: %lld", w->trial->said.p,
		    (long long)w->trial->batch.source.rejected);
	assert_string_equal(w->told.p, expected);
	assert_true(info->format->detect(str_of(text)) >= 50);
	watching_free(w);
}

/* It tells these lines, `rejects` entries are left out, the first for `why`. */
static inline void
assert_told_but(const struct format_info *info, const char *text,
    const char *expected, size_t rejects, const char *why)
{
	struct watching *w = watching_new();
	const struct batch *b = &w->trial->batch;

	watch_text(w, info, text);
	assert_int_equal(w->rc, 0);
	assert_string_equal(w->told.p, expected);
	assert_int_equal(b->source.rejected, rejects);
	if (rejects != 0 && !str_is(b->rejects.v[0].reason, why))
		fail_msg("reason: %.*s", STR_ARG(b->rejects.v[0].reason));
	watching_free(w);
}

/* It tells nothing and complains with this text. */
static inline void
assert_refused(
    const struct format_info *info, const char *text, const char *said)
{
	struct watching *w = watching_new();

	watch_text(w, info, text);
	assert_int_equal(w->rc, 0);
	assert_string_equal(w->told.p, "");
	assert_true(w->trial->diags.errors > 0);
	assert_said(w->trial, said);
	watching_free(w);
}

#endif
