/*
 * fuzz_story.c -- any bytes as the files of a case folder, imported, settled
 * and reported.
 *
 * A line "@ NAME" begins the next file. Whatever the files hold: what is wrong
 * is said in words and never blamed on the world; what was written once is
 * found unchanged by the next run.
 */
#include "doc/doc.h"
#include "flow/run_import.h"
#include "flow/run_publish.h"
#include "flow/run_settle.h"
#include "fuzz_folder.h"

/* Names that stay inside the folder, and are none of our own. */
static bool
name_ok(struct str name)
{
	if (name.n == 0 || name.n > 60 || name.p[0] == '/')
		return false;
	for (size_t i = 0; i < name.n; i++)
		if (memchr("/._-", name.p[i], 4) == NULL &&
		    !(name.p[i] >= '0' && name.p[i] <= '9') &&
		    !(name.p[i] >= 'A' && name.p[i] <= 'Z') &&
		    !(name.p[i] >= 'a' && name.p[i] <= 'z'))
			return false;
	return memmem(name.p, name.n, "..", 2) == NULL &&
	       memmem(name.p, name.n, "//", 2) == NULL &&
	       name.p[name.n - 1] != '/' && !str_starts(name, "makegood") &&
	       !str_starts(name, "reports");
}

static bool
unpack(struct str text, struct arena *keep)
{
	struct str name = STR_NONE;
	const char *from = text.p;

	while (text.n != 0) {
		const char *start = text.p;
		struct str line = str_cut(text, '\n', &text);
		bool head = str_starts(line, "@ ");

		if (!head && text.n != 0)
			continue;
		if (name.n != 0 &&
		    !fuzz_put(str_cstr(keep, name),
			(struct str){
			    from, (size_t)((head ? start : text.p) - from) }))
			return false;
		if (!head)
			break;
		name = str_sub(line, 2, line.n);
		from = text.p;
		if (!name_ok(name))
			return false;
	}
	return name.n != 0;
}

struct outcome {
	bool whole; /* every journey came to its end */
	size_t n_written, n_failed;
};

static int
travel(struct journey *j, struct outcome *o, struct err *e)
{
	struct import_result imported;
	struct publish_result published;
	struct dossier dossier;
	bool changed;

	if (run_import(j, NULL, 0, &imported, e) != 0 ||
	    run_settle(j, false, COPY_ALL, &dossier, &changed, e) != 0 ||
	    run_publish(j, &dossier, NULL, &published, e) != 0)
		return -1;
	for (size_t i = 0; i < published.n_notes; i++)
		MUST_HOLD(published.notes[i].fate != PUBLISH_FAILED ||
			  published.notes[i].trouble != ERR_ENV);
	o->whole = true;
	o->n_written = published.n_written;
	o->n_failed = published.n_failed;
	return 0;
}

static struct outcome
run(const char *dir)
{
	struct arena keep = { 0 };
	struct outcome o = { 0 };
	struct err e = { 0 };
	struct journey j;

	journey_begin(&j, dir, &keep);
	j.threads = 1;
	if (travel(&j, &o, &e) != 0)
		MUST_HOLD(j.diags.errors != 0 ||
			  (e.text[0] != '\0' && e.kind != ERR_ENV));
	journey_end(&j);
	arena_release(&keep);
	return o;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena keep = { 0 };
	struct outcome first, again;

	if (unpack((struct str){ (const char *)data, n }, &keep)) {
		first = run(fuzz_folder());
		if (first.whole) {
			again = run(fuzz_folder());
			MUST_HOLD(again.whole && again.n_written == 0);
			MUST_HOLD(again.n_failed == first.n_failed);
		}
	}
	fuzz_folder_empty();
	arena_release(&keep);
	return 0;
}
