/*
 * head_claim.c -- the claim letter: the case as if there were only its
 * customer, figures, conventions, sender and subject.
 */
#include "report/claim.h"
#include "report/head.h"

/* Contracts of the claim, each once. */
static struct str
contracts(struct build *b)
{
	const struct claim_figures *f = b->claim;
	struct str list = STR_NONE;

	for (size_t i = 0; i < f->n_rows; i++) {
		const struct contract *c = f->rows[i]->contract;
		bool again = false;

		for (size_t k = 0; k < i && !again; k++)
			again = str_eq(f->rows[k]->contract->id, c->id);
		if (!again)
			list = str_format(b->keep, "%.*s%s%.*s", STR_ARG(list),
			    list.n != 0 ? ", " : "", STR_ARG(c->id));
	}
	return list;
}

/* Sites of the claim, or names of services without one, each once. */
static struct str
sites(struct build *b)
{
	const struct claim_figures *f = b->claim;
	struct str list = STR_NONE;

	for (size_t i = 0; i < f->n_rows; i++) {
		const struct service *s = f->rows[i]->service;
		bool again = false;

		for (size_t k = 0; k < i && !again; k++)
			again = f->rows[k]->service == s;
		if (!again)
			list = str_format(b->keep, "%.*s%s%.*s", STR_ARG(list),
			    list.n != 0 ? ", " : "",
			    STR_ARG(s->site.n != 0 ? s->site : s->name));
	}
	return list;
}

static struct str
dashed(struct build *b, struct str a, struct str c)
{
	if (a.n == 0 || c.n == 0)
		return a.n != 0 ? a : c;
	return str_format(
	    b->keep, "%.*s \xe2\x80\x93 %.*s", STR_ARG(a), STR_ARG(c));
}

/* V9, the sites, and the words that the provider or the profile asks for. */
static struct str
subject(struct build *b)
{
	const struct claim_figures *f = b->claim;
	const struct claim_settings *c = b->dossier->settings.claim;
	struct str words = c->subject.n != 0 ? c->subject : b->profile->subject;
	struct str what = STR_NONE;

	if (f->n_intervals != 0)
		what = FILL(b, "standard.v9", { "c", contracts(b) },
		    { "f", show_moment(b, f->span.from_at, b->zone) },
		    { "t", show_moment(b, f->span.to_at, b->zone) });
	what = dashed(b, dashed(b, what, sites(b)), words);
	return what.n == 0 ? what
			   : FILL(b, "claim.subject", { "subject", what });
}

/* "{claim.law.digital_content}": law that every language has words for. */
static void
speak(struct build *b, struct claim_profile *p)
{
	struct str *const texts[] = { &p->subject, &p->delivery, &p->notice,
		&p->days, &p->price, &p->damages };

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct str s = *texts[i];

		if (s.n > 2 && s.p[0] == '{' && s.p[s.n - 1] == '}')
			*texts[i] =
			    TEXT(b, str_cstr(b->keep, str_sub(s, 1, s.n - 1)));
	}
}

static int
figures(struct build *b, struct err *e)
{
	const struct customer *customer = b->job->customer;
	const struct incident *in = b->job->incident;
	struct dossier *own = arena_new(b->keep, struct dossier);
	struct claim_figures *f = arena_new(b->keep, struct claim_figures);
	struct claim_profile *p = arena_new(b->keep, struct claim_profile);
	struct claim_bases bases;

	claim_dossier(b->dossier, customer, b->keep, own);
	b->dossier = own;
	if (claim_profile_load(b->langs->overlay, own->settings.claim->profile,
		b->keep, p, e) != 0)
		return -1;
	speak(b, p);
	b->profile = p;
	statement_figures(own, customer, STR_NONE, b->keep, &b->statement);
	if (in != NULL)
		incident_figures(own, in, b->keep, &b->incident);
	bases = (struct claim_bases){ claim_price_basis(b).n != 0,
		claim_damages_basis(b).n != 0 };
	if (!claim_figures(own, in != NULL ? &b->incident : NULL, customer,
		bases, b->keep, f))
		return err_set(e, ERR_INPUT,
		    "an amount of the claim is too large to be computed");
	b->claim = f;
	return 0;
}

static const struct {
	const char *name, *key;
} profiles[] = {
	{ "it", "claim.profile.it" },
	{ "de", "claim.profile.de" },
	{ "fr", "claim.profile.fr" },
	{ "es", "claim.profile.es" },
	{ "eu_consumer", "claim.profile.eu_consumer" },
	{ "none", "claim.profile.none" },
};

static struct str
profile_words(struct build *b)
{
	struct str name = b->dossier->settings.claim->profile;

	for (size_t i = 0; i < sizeof profiles / sizeof *profiles; i++)
		if (str_is(name, profiles[i].name))
			return TEXT(b, profiles[i].key);
	return name;
}

int
head_claim(struct build *b, struct err *e)
{
	bool final = b->dossier->settings.claim->final;
	struct str draft = TEXT(b, "claim.draft");

	if (figures(b, e) != 0)
		return -1;
	/* Whatever the case says: this leaves the house. */
	b->edition = EDITION_CUSTOMER;
	b->doc->title = TEXT(b, "title.claim");
	b->doc->subtitle = subject(b);
	b->doc->header_right = final ? contracts(b) : draft;
	if (!final)
		b->doc->watermark = draft;
	b->doc->footer = profile_words(b);
	letter_address(b);
	return 0;
}
