/*
 * casedoc.h -- case documents: terms, services and outages on one page.
 *
 * One mapping, or a list of them; nothing outside the document is needed. The
 * module works on trees that are already read, and neither opens nor prints.
 */
#ifndef DOMAIN_CASEDOC_H
#define DOMAIN_CASEDOC_H

#include "base/node.h"
#include "domain/combine.h"

struct case_service {
	struct settle_input in;
	struct settlement settlement; /* after casedoc_settle() */
};

struct casedoc {
	struct place at;
	struct str id, title;
	const struct zone *zone;
	struct currency currency;
	const struct terms *terms;
	struct case_service *services;
	size_t n_services;
	const struct node *expect; /* NULL: none */
	struct combined combined;  /* after casedoc_settle() */
};

struct casedocs {
	struct casedoc *v;
	size_t n;
	bool list; /* the document was a list */
};

/*
 * Read all documents of a tree. All complaints go to `d`; -1 after an error
 * (then *ret_docs is untouched). The tree must outlive the documents.
 */
MUST int casedoc_parse(const struct node *root, struct zones *zones,
    struct arena *keep, struct casedocs *ret_docs, struct diags *d);

/* Settle every service of one document and put them together. */
MUST int casedoc_settle(
    struct casedoc *doc, struct arena *keep, struct diags *d);

/* The result, scalar by scalar, in the shape and order of `expect`. */
enum case_scalar_kind { CASE_TEXT, CASE_NUMBER, CASE_BOOL, CASE_NULL };

struct case_scalar {
	struct str service; /* empty: of the case as a whole */
	struct str key;
	enum case_scalar_kind kind;
	struct str text; /* "true", "12", "464/465", "null" */
};

struct case_scalars {
	struct case_scalar *v;
	size_t n;
};

struct case_scalars casedoc_result(
    const struct casedoc *doc, struct arena *keep);

/* Every scalar of doc->expect that the result does not repeat exactly. */
struct case_mismatch {
	struct str service, key, expected, got;
};

struct case_mismatches {
	struct case_mismatch *v;
	size_t n;
};

struct case_mismatches casedoc_compare(
    const struct casedoc *doc, struct arena *keep);

#endif
