/*
 * guard.c -- see guard.h.
 *
 * Names are sequences of words. Each is indexed by the word that the fewest
 * names share, so that two thousand customers called "Hotel ..." cost no more
 * than two thousand with nothing in common.
 */
#include "report/guard.h"

#include <string.h>

#include "doc/walk.h"

#define LEAST        4 /* characters of a name */
#define LEAST_DIGITS 5 /* of a number of digits alone */
#define NONE         (-1)
#define EXCERPT      60

struct name {
	const struct customer *customer;
	struct str *word;
	size_t n_words, rarest;
	bool digits;
	int64_t next; /* another one with the same rarest word, or NONE */
};

/* Which names are words of a language's own wording. */
struct wording {
	const struct lang *lang;
	bool *has;
	struct wording *next;
};

struct guard {
	const struct customer *customers;
	size_t n_customers, n;
	struct name *name;
	struct map by_word;
	struct wording *wordings;
};

/* ---- words ----------------------------------------------------------------
 */

/*
 * Bytes of the word or of the gap that begins at `at`. Letters beyond ASCII are
 * of words; the Latin signs U+0080-00BF and all of U+2000-2FFF are not.
 */
static size_t
char_at(struct str s, size_t at, bool *ret_word)
{
	unsigned char c = (unsigned char)s.p[at];
	size_t n = c < 0xC0 ? 1 : (c < 0xE0 ? 2 : (c < 0xF0 ? 3 : 4));

	*ret_word = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
		    (c >= 'a' && c <= 'z') ||
		    (c >= 0x80 && c != 0xC2 && c != 0xE2);
	return at + n <= s.n ? n : s.n - at;
}

static bool
next_word(struct str s, size_t *at, struct str *ret_word)
{
	bool word = false;
	size_t from = *at, n = 0;

	for (; from < s.n; from += n) {
		n = char_at(s, from, &word);
		if (word)
			break;
	}
	if (from >= s.n)
		return false;
	for (*at = from; *at < s.n; *at += n) {
		n = char_at(s, *at, &word);
		if (!word)
			break;
	}
	*ret_word = str_sub(s, from, *at);
	return true;
}

static struct str *
words_of(struct arena *keep, struct str s, size_t *ret_n)
{
	VEC(struct str) words = { 0 };
	struct str word;

	for (size_t at = 0; next_word(s, &at, &word);)
		*vec_push(keep, &words) = word;
	*ret_n = words.n;
	return words.v;
}

/* ---- the index ------------------------------------------------------------
 */

static bool
all_digits(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0;
}

static void
add_name(struct guard *g, struct arena *keep, const struct customer *c,
    struct str text)
{
	struct name *n = &g->name[g->n];

	if (text.n < LEAST || (all_digits(text) && text.n < LEAST_DIGITS))
		return;
	*n = (struct name){
		.customer = c, .digits = all_digits(text), .next = NONE
	};
	n->word = words_of(keep, text, &n->n_words);
	g->n += n->n_words > 0;
}

static size_t
rarest_word(const struct map *shared, const struct name *n)
{
	size_t best = 0;

	for (size_t k = 1; k < n->n_words; k++)
		if (map_get(shared, n->word[k]) <
		    map_get(shared, n->word[best]))
			best = k;
	return best;
}

static void
index_names(struct guard *g, struct arena *keep)
{
	struct map shared = { .keep = keep };

	for (size_t i = 0; i < g->n; i++)
		for (size_t k = 0; k < g->name[i].n_words; k++) {
			struct str word = g->name[i].word[k];
			int64_t before = map_get(&shared, word);

			map_put(&shared, word, before < 0 ? 1 : before + 1);
		}
	for (size_t i = 0; i < g->n; i++) {
		struct name *n = &g->name[i];

		n->rarest = rarest_word(&shared, n);
		n->next = map_get(&g->by_word, n->word[n->rarest]);
		map_put(&g->by_word, n->word[n->rarest], (int64_t)i);
	}
}

static struct guard *
guard_new(struct arena *keep, const struct dossier *d)
{
	struct guard *g = arena_alloc(keep, sizeof *g);

	*g = (struct guard){ .customers = d->customers,
		.n_customers = d->n_customers,
		.name =
		    arena_array(keep, 2 * d->n_customers + 1, sizeof *g->name),
		.by_word = { .keep = keep } };
	for (size_t i = 0; i < d->n_customers; i++) {
		add_name(g, keep, &d->customers[i], d->customers[i].id);
		add_name(g, keep, &d->customers[i], d->customers[i].name);
	}
	index_names(g, keep);
	return g;
}

/* ---- looking --------------------------------------------------------------
 */

/* A digit that belongs to a longer figure: "20.100", "2024-04-20100". */
static bool
in_figure(struct str text, struct str word)
{
	size_t from = (size_t)(word.p - text.p), to = from + word.n;

	return (from >= 2 && strchr(".,:/-", text.p[from - 1]) &&
		   all_digits(str_sub(text, from - 2, from - 1))) ||
	       (to + 1 < text.n && strchr(".,:/-", text.p[to]) &&
		   all_digits(str_sub(text, to + 1, to + 2)));
}

static bool
stands_at(const struct name *n, const struct str *word, size_t n_words,
    struct str text)
{
	if (n->n_words > n_words)
		return false;
	for (size_t k = 0; k < n->n_words; k++)
		if (!str_eq(n->word[k], word[k]))
			return false;
	return !n->digits || !in_figure(text, word[0]);
}

/* Calls `hit` for each name in a text until it says false. */
struct look {
	const struct guard *g;
	struct arena *keep;
	bool (*hit)(struct look *l, size_t name, struct str at);
	void *arg;
};

static bool
look(struct look *l, struct str text)
{
	size_t n;
	struct str *word = words_of(l->keep, text, &n);

	for (size_t i = 0; i < n; i++)
		for (int64_t k = map_get(&l->g->by_word, word[i]); k != NONE;
		     k = l->g->name[k].next) {
			const struct name *m = &l->g->name[k];
			size_t first = i - m->rarest;

			if (m->rarest <= i &&
			    stands_at(m, word + first, n - first, text) &&
			    !l->hit(l, (size_t)k, word[first]))
				return false;
		}
	return true;
}

/* ---- the wording ----------------------------------------------------------
 */

static bool
hit_wording(struct look *l, size_t name, struct str at)
{
	bool *has = l->arg;

	(void)at;
	has[name] = true;
	return true;
}

static int
look_passages(struct look *l, const struct build *b, struct err *e)
{
	static const char *const names[] = { "claim", "method",
		"method_incident", "method_review" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct str *part;
		size_t n;

		if (langs_passage(
			b->langs, b->lang, names[i], l->keep, &part, &n, e))
			return -1;
		for (size_t k = 0; k < n; k++)
			look(l, part[k]);
	}
	return 0;
}

static int
wording_of(
    struct guard *g, const struct build *b, const bool **ret_has, struct err *e)
{
	struct arena *keep = b->langs->keep;
	struct wording *w = g->wordings;

	while (w != NULL && w->lang != b->lang)
		w = w->next;
	if (w == NULL) {
		w = arena_alloc(keep, sizeof *w);
		*w = (struct wording){ b->lang,
			arena_array(keep, g->n + 1, sizeof *w->has),
			g->wordings };
		struct look l = { g, b->keep, hit_wording, w->has };

		for (size_t i = 0; i < b->lang->n_phrases; i++)
			look(&l, b->lang->phrases[i].text);
		for (int i = 0; i < 12; i++)
			look(&l, str_of(b->lang->style.month[i]));
		for (int i = 0; i < 7; i++)
			look(&l, str_of(b->lang->weekday_long[i]));
		if (look_passages(&l, b, e))
			return -1;
		g->wordings = w;
	}
	*ret_has = w->has;
	return 0;
}

/* ---- the reader's own -----------------------------------------------------
 */

static bool
holds(struct arena *keep, struct str text, const struct name *name)
{
	size_t n;
	struct str *word = words_of(keep, text, &n);

	for (size_t i = 0; i < n; i++)
		if (stands_at(name, word + i, n - i, text))
			return true;
	return false;
}

/* Does the reader know this word from its own data, or the provider's? */
static bool
is_own(const struct build *b, const struct name *name)
{
	const struct settings *s = &b->dossier->settings;
	const struct customer *c = b->job->customer;
	const struct str house[] = { s->provider, s->provider_address,
		s->provider_contact, s->provider_register };

	for (size_t i = 0; i < sizeof house / sizeof house[0]; i++)
		if (holds(b->keep, house[i], name))
			return true;
	if (c == NULL)
		return false;
	const struct str own[] = { c->id, c->name, c->contact, c->address,
		c->email };

	for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
		if (holds(b->keep, own[i], name))
			return true;
	for (size_t i = 0; i < b->dossier->n_services; i++) {
		const struct service *v = &b->dossier->services[i];

		if (str_eq(v->customer, c->id) &&
		    (holds(b->keep, v->id, name) ||
			holds(b->keep, v->name, name) ||
			holds(b->keep, v->site, name)))
			return true;
	}
	return false;
}

/* ---- the document ---------------------------------------------------------
 */

struct watch {
	struct walk walk; /* first: the walker hands it back */
	struct look look;
	const struct build *b;
	const bool *wording;
	const struct name *found;
	struct str found_at, under;
};

static bool
hit_document(struct look *l, size_t name, struct str at)
{
	struct watch *w = l->arg;
	const struct name *n = &l->g->name[name];

	if (n->customer == w->b->job->customer || w->wording[name] ||
	    is_own(w->b, n))
		return true;
	w->found = n;
	w->found_at = at;
	w->under = w->walk.under;
	return false;
}

static bool
see(struct walk *walk, struct str text)
{
	struct watch *w = (struct watch *)walk;
	size_t at;

	if (look(&w->look, text))
		return true;
	/* from the name on, so that the reader of the message finds it */
	at = (size_t)(w->found_at.p - text.p);
	w->found_at = str_dup(
	    w->b->keep, show_short(w->b, str_sub(text, at, text.n), EXCERPT));
	return false;
}

static int
refuse(const struct build *b, const struct watch *w, struct err *e)
{
	static const char *const words[] = { "internal", "customer", "public" };
	const struct customer *c = w->found->customer;
	struct str under = w->under.n > 0 ? w->under : b->doc->title;

	return err_set(e, ERR_INPUT,
	    "the %s edition would name %s, \"%.*s\" (%.*s), under \"%.*s\": "
	    "\"%.*s\"; say it without the name%s",
	    words[b->edition],
	    b->job->customer != NULL ? "another customer" : "a customer",
	    STR_ARG(c->name), STR_ARG(c->id), STR_ARG(under),
	    STR_ARG(w->found_at),
	    b->job->customer != NULL ? "" : " or write the internal edition");
}

/* Who reads it is the only customer there is, or said all of it itself. */
static bool
nobody_else(const struct build *b)
{
	const struct dossier *d = b->dossier;

	if (b->edition == EDITION_INTERNAL || d->n_customers == 0)
		return true;
	return b->job->customer == NULL && b->edition == EDITION_CUSTOMER &&
	       (d->settings.claimant || d->n_customers == 1);
}

int
guard_edition(const struct build *b, struct err *e)
{
	struct guard *g = b->langs->guard;
	struct watch w = { .b = b };

	if (nobody_else(b))
		return 0;
	if (g == NULL || g->customers != b->dossier->customers ||
	    g->n_customers != b->dossier->n_customers)
		g = b->langs->guard = guard_new(b->langs->keep, b->dossier);
	if (wording_of(g, b, &w.wording, e))
		return -1;
	w.walk.see = see;
	w.walk.err = e;
	w.look = (struct look){ g, b->keep, hit_document, &w };
	if (doc_walk(b->doc, &w.walk))
		return 0;
	return w.walk.failed ? -1 : refuse(b, &w, e);
}
