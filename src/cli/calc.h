/*
 * calc.h -- what the parts of `makegood calc` share: the call, its printing,
 * and the question that is typed instead of a file.
 *
 * Both ways end in case documents, so that one engine path settles them.
 */
#ifndef CLI_CALC_H
#define CLI_CALC_H

#include "base/err.h"
#include "base/json_out.h"
#include "domain/casedoc.h"
#include "report/lang.h"

/* Everything of one call. */
struct calc {
	struct arena keep;
	struct arena work; /* of one document, used again for the next */
	struct zones zones;
	struct diags diags;
	struct casedocs docs;
	struct langs langs;
	const struct lang *lang;
	struct buf out;
	VEC(struct str) provenance; /* lines above a typed question's answer */
	VEC(struct str) notes;      /* what was assumed for it */
	struct str channel;         /* how to claim, in words; may be empty */
};

void calc_note(struct calc *c, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* calc_print.c: a settled document for people. */
MUST int calc_print(struct calc *c, const struct casedoc *doc, struct err *e);

/* calc_json.c: the same for machines, in the shape of `expect`. */
MUST int calc_json(struct json_out *j, struct calc *c,
    const struct casedoc *doc, struct err *e);

/* The sentences of the trace, which are those of the reports. */
MUST int calc_sentences(struct calc *c, const struct casedoc *doc,
    const struct settlement *s, struct str **ret_lines, struct err *e);

#endif
