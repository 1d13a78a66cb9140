/*
 * section_sources.c -- where the numbers come from: files with their digests,
 * the program, the run.
 *
 * A statement for one customer lists the files that its own records came from;
 * a file may be named after somebody else.
 */
#include <string.h>

#include "base/version.h"
#include "domain/accept.h"
#include "report/sections.h"

#define DIGEST_SHOWN 12

static const struct column_spec columns[] = {
	{ "file", false, 26, false },
	{ "kind", false, 11, false },
	{ "sha256", false, 14, false },
	{ "rows", true, 8, false },
	{ "rejected", true, 9, false },
	{ "duplicates", true, 9, false },
	{ "first", false, 14, false },
	{ "last", false, 14, false },
	{ "zone", false, 12, false },
};

enum { FILE_NAME, KIND, DIGEST, ROWS, REJECTED, TWICE, FIRST, LAST, ZONE };

static bool
line_uses(const struct ledger_row *row, struct str file)
{
	const struct settlement *s = &row->settlement;

	if (str_eq(row->service->from.file, file) ||
	    str_eq(row->customer->from.file, file) ||
	    str_eq(row->contract->file, file))
		return true;
	for (size_t i = 0; i < s->n_lines; i++)
		if (str_eq(s->lines[i].outage->from.file, file))
			return true;
	return false;
}

static bool
is_ours(const struct build *b, const struct source *s)
{
	/* a claimant's case is its own, and all of it is evidence */
	if (!b->job->customer || b->claim)
		return true;
	for (size_t i = 0; i < b->statement.n_lines; i++)
		if (line_uses(b->statement.lines[i].row, s->file))
			return true;
	return str_is(s->kind, "maintenance");
}

/* A file's name may be a customer's; elsewhere its digest identifies it. */
static struct str
file_words(struct build *b, const struct source *s, size_t number)
{
	if (build_names(b) || b->job->customer)
		return s->file;
	return FILL(
	    b, "sources.unnamed", { "number", show_count(b, (int64_t)number) });
}

/* Large logs are known by the digest of blocks of them: not by sha256sum. */
static struct str
digest_words(struct build *b, struct str sha256, bool whole)
{
	static const char blocks[] = "blocks:";
	size_t n = whole ? sha256.n : DIGEST_SHOWN, skip = sizeof blocks - 1;

	if (!str_starts(sha256, blocks))
		return str_sub(sha256, 0, n);
	return FILL(b, "sources.blocks",
	    { "digest", str_sub(sha256, skip, whole ? n : skip + 8) });
}

static void
add_source(
    struct build *b, struct table *t, const struct source *s, size_t number)
{
	struct row *r = table_row(b->doc, t, ROW_BODY);
	r->cell[FILE_NAME] = cell_text(file_words(b, s, number));
	r->cell[KIND] = cell_text(show_word(b, s->kind));
	r->cell[DIGEST] = cell_text(digest_words(b, s->sha256, build_book(b)));
	r->cell[ROWS] = cell_count(s->rows);
	r->cell[REJECTED] = cell_count(s->rejected);
	r->cell[TWICE] = cell_count(s->duplicates);
	if (s->first_at != NO_INSTANT)
		r->cell[FIRST] = cell_date(s->first_at, b->zone);
	if (s->last_at != NO_INSTANT)
		r->cell[LAST] = cell_date(s->last_at, b->zone);
	if (s->zone.n)
		r->cell[ZONE] = cell_text(show_word(b, s->zone));
}

/* ---- files that say little ---- */

#define PLAIN_FEW 3 /* so many keep their lines on paper */

/* A passage of prose: of its line only the name and the digest say anything. */
static bool
is_passage(const struct source *s)
{
	return str_is(s->kind, "text") && str_ends(s->file, ".md");
}

/*
 * Nothing was turned away and nothing in it has a time: name, digest and rows
 * are all there is to say. In a claim every table of data keeps its line.
 */
static bool
is_plain(const struct build *b, const struct source *s)
{
	return (!b->claim || is_passage(s)) && s->rejected == 0 &&
	       s->duplicates == 0 && s->first_at == NO_INSTANT &&
	       s->last_at == NO_INSTANT;
}

static size_t
add_files(struct build *b, struct table *t, bool plain)
{
	const struct dossier *d = b->dossier;
	size_t n = 0;

	for (size_t i = 0; i < d->n_sources; i++) {
		const struct source *s = &d->sources[i];

		if (!is_ours(b, s) || is_plain(b, s) != plain)
			continue;
		add_source(b, t, s, i + 1);
		n++;
	}
	return n;
}

/* "contracts/blog.yaml (3f2a90c1d5e7; 1)", on one line where it fits. */
static struct str
plain_words(struct build *b, const struct source *s, size_t number)
{
	return unbroken(b->keep, str_format(b->keep, "%.*s (%.*s; %.*s)",
				     STR_ARG(file_words(b, s, number)),
				     STR_ARG(digest_words(b, s->sha256, false)),
				     STR_ARG(show_count(b, s->rows))));
}

static struct str
plain_list(struct build *b)
{
	const struct dossier *d = b->dossier;
	struct str all = STR_NONE;

	for (size_t i = 0; i < d->n_sources; i++) {
		const struct source *s = &d->sources[i];

		if (is_ours(b, s) && is_plain(b, s))
			all = show_joined(b, all, plain_words(b, s, i + 1));
	}
	return all;
}

/* Plain files come last, and on paper many of them share one paragraph. */
static void
add_table(struct build *b)
{
	struct table *t = TABLE(b, "sources", columns);
	size_t told = add_files(b, t, false), plain = add_files(b, t, true);

	t->none = TEXT(b, "sources.none");
	if (told == 0 || plain <= PLAIN_FEW)
		return;
	t->paper_rows = told;
	t->paper_rest = FILL(b, "sources.rest",
	    { "n", show_count(b, (int64_t)plain) }, { "list", plain_list(b) });
}

/* The words of source.policy; those that end in "=" go on with a number. */
static const struct {
	const char *word, *phrase;
} policy_words[] = {
	{ "states=hard", "policy.states.hard" },
	{ "states=soft", "policy.states.soft" },
	{ "off=last", "policy.off.last" },
	{ "off=unknown", "policy.off.unknown" },
	{ "host=takes_services", "policy.host.takes_services" },
	{ "host=alone", "policy.host.alone" },
	{ "unknown=ignored", "policy.unknown.ignored" },
	{ "unknown=down", "policy.unknown.down" },
	{ "view=provider", "policy.view.provider" },
	{ "view=customer", "policy.view.customer" },
	{ "view=probe", "policy.view.probe" },
	{ "view=traffic", "policy.view.traffic" },
	{ "checks=", "policy.checks" },
	{ "confirm_s=", "policy.confirm_s" },
	{ "recovery_s=", "policy.recovery_s" },
};

static struct str
policy_text(struct build *b, struct str word)
{
	int64_t n = 0;

	for (size_t i = 0; i < sizeof policy_words / sizeof *policy_words;
	     i++) {
		const char *known = policy_words[i].word;

		if (str_is(word, known))
			return TEXT(b, policy_words[i].phrase);
		if (str_ends(str_of(known), "=") && str_starts(word, known) &&
		    str_int64(str_sub(word, strlen(known), word.n), &n))
			return FILL(b, policy_words[i].phrase,
			    { "n", show_count(b, n) },
			    { "time", show_time(b, n * MS_SECOND) });
	}
	return word;
}

/* By what rules the states of a monitor's log became outages. */
static void
add_policy(struct build *b, const struct source *s, size_t number)
{
	struct str rest = s->policy, all = STR_NONE;

	while (rest.n != 0) {
		struct str word = str_cut(rest, ' ', &rest);
		struct str text = policy_text(b, word);

		all = all.n == 0 ? text
				 : str_format(b->keep, "%.*s; %.*s",
				       STR_ARG(all), STR_ARG(text));
	}
	if (all.n != 0)
		doc_small_print(b->doc,
		    FILL(b, "policy.file", { "file", file_words(b, s, number) },
			{ "policy", all }));
}

/* ---- what was found in the traffic ---- */

static bool
uses_outage(const struct build *b, struct str id)
{
	for (size_t i = 0; i < b->statement.n_lines; i++) {
		const struct settlement *s =
		    &b->statement.lines[i].row->settlement;

		for (size_t k = 0; k < s->n_lines; k++)
			if (s->lines[k].outage->view == VIEW_TRAFFIC &&
			    str_eq(s->lines[k].outage->id, id))
				return true;
	}
	return false;
}

static void
add_accepted(struct build *b, const struct outage *o)
{
	const struct acceptance *a = accept_find(&b->dossier->settings, o->id);

	if (a == NULL)
		return;
	doc_small_print(b->doc,
	    FILL(b,
		a->by.n != 0 ? "sources.accepted" : "sources.accepted_unsigned",
		{ "id", o->id }, { "subject", o->subject },
		{ "from", show_instant(b, o->span.from_at, b->zone) },
		{ "to", show_instant(b, o->span.to_at, b->zone) },
		{ "note", o->note }, { "who", a->by },
		{ "reason", a->reason }));
}

/*
 * A statement names the accepted proposals that it counts; other papers all of
 * them, unless names of sites do not belong there, and how many wait.
 */
static void
add_proposals(struct build *b)
{
	const struct dossier *d = b->dossier;
	size_t waiting = accept_waiting(d);

	for (size_t i = 0; i < d->n_outages; i++) {
		const struct outage *o = &d->outages[i];
		bool ours =
		    b->job->customer ? uses_outage(b, o->id) : build_names(b);

		if (o->accepted && ours)
			add_accepted(b, o);
	}
	if (waiting != 0 && !b->job->customer)
		doc_small_print(
		    b->doc, FILL(b, "sources.waiting",
				{ "n", show_count(b, (int64_t)waiting) }));
}

int
section_sources(struct build *b, struct err *e)
{
	const struct dossier *d = b->dossier;

	(void)e;
	/* in the workbook of a claim they belong to the annex of data */
	if (build_book(b) && !b->claim)
		doc_heading(b->doc, 1, TEXT(b, "head.sources"),
		    TEXT(b, "sheet.sources"));
	else
		doc_heading(b->doc, 2, TEXT(b, "head.sources"), STR_NONE);
	add_table(b);
	for (size_t i = 0; i < d->n_sources; i++)
		if (is_ours(b, &d->sources[i]))
			add_policy(b, &d->sources[i], i + 1);
	add_proposals(b);
	doc_small_print(b->doc,
	    FILL(b, "sources.run", { "version", STR(MAKEGOOD_VERSION) },
		{ "run", d->run_id },
		{ "config", str_sub(d->config_sha256, 0, DIGEST_SHOWN) },
		{ "command", d->command },
		{ "as_of", show_instant(b, d->settings.as_of, b->zone) }));
	return 0;
}
