/*
 * What became of the reports.
 */
#include <string.h>

#include "base/json_out.h"
#include "cli/commands.h"
#include "cli/groups.h"
#include "cli/outcome.h"
#include "cli/say.h"
#include "report/report.h"

static void
publish_json(struct buf *out, const struct publish_result *r)
{
	static const char *const names[] = {
		[PUBLISH_WRITTEN] = "written",
		[PUBLISH_KEPT] = "kept",
		[PUBLISH_FAILED] = "failed",
		[PUBLISH_ORPHAN] = "orphan",
	};

	struct json_out json;

	json_begin(&json, out);
	json_open_map(&json);
	json_key_of(&json, "files");
	json_open_list(&json);
	for (size_t i = 0; i < r->n_notes; i++) {
		json_open_map(&json);
		json_put_text(&json, "file", r->notes[i].file);
		json_put_text(&json, "kind", str_of(r->notes[i].kind));
		json_put_text(&json, "fate", str_of(names[r->notes[i].fate]));
		json_close_map(&json);
	}
	json_close_list(&json);
	json_close_map(&json);
}

#define OPEN_MOST 6

static bool
can_be_opened(const struct publish_note *n)
{
	return n->fate <= PUBLISH_KEPT && !str_ends(n->file, ".txt");
}

/* Others of the kind follow, of later periods. */
static bool
another_follows(const struct publish_result *r, size_t i)
{
	bool pdf = str_ends(r->notes[i].file, ".pdf");

	for (size_t k = i + 1; k < r->n_notes; k++)
		if (can_be_opened(&r->notes[k]) &&
		    str_ends(r->notes[k].file, ".pdf") == pdf &&
		    strcmp(r->notes[k].kind, r->notes[i].kind) == 0)
			return true;
	return false;
}

/* The last file of each kind, as a specimen. */
static void
what_to_open(
    struct buf *out, const struct journey *j, const struct publish_result *r)
{
	int shown = 0;

	for (size_t i = 0; i < r->n_notes && shown < OPEN_MOST; i++) {
		const struct publish_note *n = &r->notes[i];

		if (!can_be_opened(n) || another_follows(r, i))
			continue;
		buf_addf(out, "%-8s%s/%.*s\n", shown++ == 0 ? "open" : "",
		    j->dir, STR_ARG(n->file));
	}
}

/* A review with its workbook and its data is one kind. */
static bool
is_kind(const struct publish_note *n, const char *kind)
{
	size_t length = strlen(kind);

	return n->fate != PUBLISH_ORPHAN &&
	       strncmp(n->kind, kind, length) == 0 &&
	       (n->kind[length] == '\0' || n->kind[length] == '_');
}

static size_t
files_of(const struct publish_result *r, const char *kind)
{
	size_t files = 0;

	for (size_t i = 0; i < r->n_notes; i++)
		files += is_kind(&r->notes[i], kind);
	return files;
}

/* ": statement 4, ledger 1" */
static void
kinds_made(struct buf *out, const struct publish_result *r)
{
	const char *between = ": ";

	for (const struct report_info *i = report_infos; i->name; i++) {
		size_t files = files_of(r, i->name);

		if (files == 0)
			continue;
		buf_addf(out, "%s%s %zu", between, i->name, files);
		between = ", ";
	}
}

static const char *
why_not(const struct dossier *d, const char *kind)
{
	static const struct {
		const char *kind, *why;
	} reasons[] = {
		{ "statement", "no service is settled in these periods" },
		{ "ledger", "no service is settled in these periods" },
		{ "incident", "incidents.csv names no incident" },
		{ "communication", "incidents.csv names no incident" },
		{ "claim", "case.yaml does not say what is claimed" },
		{ "review",
		    "periods in case.yaml has all three months of no quarter" },
	};

	if (strcmp(kind, "claim") == 0 && !d->settings.claimant)
		return "claims are made with role: claimant in case.yaml";
	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (strcmp(reasons[i].kind, kind) == 0)
			return reasons[i].why;
	return "the case has nothing to tell there";
}

int
outcome_not_made(const struct dossier *d, const char *const *kinds,
    const struct publish_result *r)
{
	int code = EXIT_DONE;

	for (; kinds != NULL && *kinds != NULL; kinds++)
		if (files_of(r, *kinds) == 0) {
			say("no %s: %s", *kinds, why_not(d, *kinds));
			code = EXIT_EYES;
		}
	for (size_t i = 0; kinds == NULL && i < d->settings.n_reports; i++) {
		struct arena scratch = { 0 };
		const char *kind = str_cstr(&scratch, d->settings.reports[i]);

		if (files_of(r, kind) == 0) {
			say("no %s: %s", kind, why_not(d, kind));
			/* run says the same, as a warning */
			if (strcmp(kind, "review") == 0)
				code = EXIT_EYES;
		}
		arena_release(&scratch);
	}
	return code;
}

static int
publish_complaints(const struct publish_result *r)
{
	static const enum exit_code codes[] = {
		[ERR_NONE] = EXIT_DONE,
		[ERR_USAGE] = EXIT_INPUT,
		[ERR_INPUT] = EXIT_INPUT,
		[ERR_ENV] = EXIT_ENV,
	};
	struct groups g = { 0 };
	int code;

	for (size_t i = 0; i < r->n_notes; i++) {
		const struct publish_note *n = &r->notes[i];

		if (n->fate == PUBLISH_FAILED)
			groups_add(&g, n->why, n->file);
		if (n->fate == PUBLISH_ORPHAN)
			groups_add(&g,
			    STR("no report of this case any more; left alone"),
			    n->file);
	}
	code = groups_say(&g);
	return r->n_failed != 0 ? (int)codes[r->worst] : code;
}

int
outcome_publish(struct buf *out, const struct journey *j,
    const struct publish_result *r, bool brief)
{
	if (options.json) {
		publish_json(out, r);
		return publish_complaints(r);
	}
	if (options.quiet)
		return publish_complaints(r);
	for (size_t i = 0; i < r->n_notes && !brief; i++)
		if (r->notes[i].fate == PUBLISH_WRITTEN)
			buf_addf(out, "%s/%.*s\n", j->dir,
			    STR_ARG(r->notes[i].file));
	buf_addf(out, "%zu file%s written, %zu unchanged", r->n_written,
	    r->n_written == 1 ? "" : "s", r->n_kept);
	kinds_made(out, r);
	buf_addc(out, '\n');
	if (brief)
		what_to_open(out, j, r);
	return publish_complaints(r);
}
