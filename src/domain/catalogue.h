/*
 * catalogue.h -- public service level terms, built in: what the texts of
 * providers said on the day they were read. One YAML file each in
 * src/catalogue/.
 *
 * An entry is a shape of contract, not an offer: texts change, and the words
 * here are ours. What a text leaves open carries a suggestion, never an answer.
 */
#ifndef DOMAIN_CATALOGUE_H
#define DOMAIN_CATALOGUE_H

#include "base/node.h"
#include "domain/terms_open.h"

/* How near the words that were read are to the provider's own. */
enum terms_source_kind {
	SOURCE_OFFICIAL,  /* the provider's page */
	SOURCE_COPY,      /* the same text on another host */
	SOURCE_SECONDARY, /* a directory or article that quotes it */
	SOURCE_CLAUSES,   /* a library of clauses */
	SOURCE_REPOSITORY,
	SOURCE_STATUTE /* a law or a regulator's rule */
};

struct catalogue_entry {
	struct str name; /* "upcloud": what `like: catalogue/NAME` takes */
	struct str provider, service;
	struct str version, language; /* of the text; version may be empty */
	struct str *sources;
	size_t n_sources;
	enum terms_source_kind source_kind;
	struct str read_on;   /* local date */
	bool was_recalled;    /* from background knowledge, not from a text */
	struct str *recalled; /* single fields that were not in the text */
	size_t n_recalled;
	bool is_part;       /* only a part of the paying rule was readable */
	struct str promise; /* in our words: what is promised, what is down */
	struct str base;    /* what the percentages apply to */
	struct str channel; /* how to claim; may be empty */
	struct str *notes;  /* what surprises a reader */
	size_t n_notes;
	const struct node *terms_node;
	struct str terms_text;     /* the same as the file writes it */
	const struct terms *terms; /* readings: suggestions, not confirmed */
	struct term_answer suggested[N_QUESTIONS];
};

extern const char *const source_kind_names[]; /* "official", "copy", ... */

/* Names of all entries in byte order, in `keep`. */
struct str *catalogue_names(struct arena *keep, size_t *ret_n);

/*
 * One entry by its name ("upcloud" or "catalogue/upcloud"). Complaints go to
 * `d`, with the nearest name for one that does not exist; -1 after an error.
 */
MUST int catalogue_get(struct str name, struct zones *zones, struct arena *keep,
    struct catalogue_entry *ret_entry, struct diags *d);

/*
 * The same without reading the terms (`terms` stays NULL): for a contract that
 * starts from them. `at` is where the name was written.
 */
MUST int catalogue_shape(struct str name, struct place at, struct arena *keep,
    struct catalogue_entry *ret_entry, struct diags *d);

/* An entry from a text that is not built in; `file` names it in complaints. */
MUST int catalogue_parse(struct str text, struct str file, struct zones *zones,
    struct arena *keep, struct catalogue_entry *ret_entry, struct diags *d);

/* The name most like this one, or nothing. */
struct str catalogue_nearest(struct str name, struct arena *keep);

#endif
