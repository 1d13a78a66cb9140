/*
 * head_incident.c -- the reports of one incident, what happened and what was
 * said: their jobs, and what stands at the head of each page.
 */
#include "report/head.h"

#include "base/file.h"

static const char *const edition_words[] = { "internal", "customer", "public" };
static const char *const edition_keys[] = { "edition.internal",
	"edition.customer", "edition.public" };

struct str
incident_stem(struct arena *keep, const char *number, const struct incident *in,
    enum edition edition, struct str lang)
{
	return str_format(keep, "%s_%.*s_v1_%s_%.*s", number,
	    STR_ARG(file_name_safe(keep, in->id)), edition_words[edition],
	    STR_ARG(lang));
}

void
head_incident(struct build *b)
{
	const struct incident *in = b->job->incident;
	bool final = in->closed_at != NO_INSTANT;
	struct str status =
	    TEXT(b, final ? "status.final" : "status.preliminary");
	bool talk = str_starts(str_of(b->job->kind), "communication");

	incident_figures(b->dossier, in, b->keep, &b->incident);
	b->doc->title =
	    TEXT(b, talk ? "title.communication" : "title.incident");
	b->doc->subtitle = show_joined(b, in->title, in->id);
	if (in->severity.n)
		b->doc->subtitle = show_joined(b, b->doc->subtitle,
		    FILL(b, "title.severity", { "n", in->severity }));
	b->doc->header_right =
	    show_joined(b, str_format(b->keep, "%.*s v1", STR_ARG(in->id)),
		show_joined(b, status, TEXT(b, edition_keys[b->edition])));
}
