/*
 * head_incident.c -- the reports of one incident, what happened and what was
 * said: their jobs, and what stands at the head of each page.
 */
#include "report/head.h"

#include "base/file.h"
#include "domain/version_figures.h"

static const char *const edition_words[] = { "internal", "customer", "public" };
static const char *const edition_keys[] = { "edition.internal",
	"edition.customer", "edition.public" };

struct str
incident_stem(struct arena *keep, const char *number, const struct incident *in,
    int64_t version, const struct settings *s, struct str lang)
{
	return str_format(keep, "%s_%.*s_v%lld_%s_%.*s", number,
	    STR_ARG(file_name_safe(keep, in->id)), (long long)version,
	    edition_words[s->edition], STR_ARG(lang));
}

struct str
incident_basis(
    const struct dossier *d, const struct incident *in, struct arena *keep)
{
	const struct printed_version *before = version_find(
	    d->printed, d->n_printed, in->id, incident_version(in) - 1);
	struct str out = STR_NONE;

	for (size_t i = 0; before != NULL && i < before->figures.n; i++) {
		const struct version_figure *f = &before->figures.v[i];

		out = str_format(keep, "%.*s%.*s %s %lld\n", STR_ARG(out),
		    STR_ARG(f->name), f->currency.code, (long long)f->value);
	}
	return out;
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
	b->doc->header_right = show_joined(b,
	    str_format(b->keep, "%.*s v%lld", STR_ARG(in->id),
		(long long)incident_version(in)),
	    show_joined(b, status, TEXT(b, edition_keys[b->edition])));
}
