/*
 * terms_open.h -- what the texts of contracts leave open, and who answers.
 *
 * The terms answer a question themselves by writing its key. Where they do not,
 * a contract has to say how the text is read and why, the catalogue suggests,
 * and a case document takes the default with a warning.
 */
#ifndef DOMAIN_TERMS_OPEN_H
#define DOMAIN_TERMS_OPEN_H

#include "domain/terms.h"

/* How somebody reads an open wording: one entry of a mapping "assume". */
struct term_answer {
	bool given;
	struct place at;
	struct str reading, because;
};

/* What becomes of a question that has no answer. */
enum open_wording {
	OPEN_WARN,   /* the default holds; the period is known from elsewhere */
	OPEN_REFUSE, /* an error, which says what to write */
	OPEN_SUGGEST /* the answer or default holds, but is not confirmed */
};

struct term_answers {
	enum open_wording open;
	struct str file; /* OPEN_REFUSE: where to write the answer */
	struct term_answer v[N_QUESTIONS];
	/* what the catalogue would answer; only named in complaints */
	struct term_answer suggested[N_QUESTIONS];
};

/* In English: "whether full or started units count". */
extern const char *const question_words[];

/*
 * terms_parse() with answers to what the terms leave open. `clauses` may be
 * NULL. An answer that nobody asks for is an error. terms_parse() is this
 * without answers and with OPEN_WARN.
 */
struct terms_text {
	const struct node *map, *clauses;
	const struct term_answers *answers;
};

MUST int terms_parse_text(const struct terms_text *text, struct zones *zones,
    struct arena *keep, const struct terms **ret_terms, struct diags *d);

/*
 * Read a mapping "assume" into `v`: question to { reading, because }. False
 * after a complaint.
 */
MUST bool terms_read_answers(
    const struct node *map, struct term_answer v[N_QUESTIONS], struct diags *d);

#endif
