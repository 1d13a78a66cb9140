/*
 * calc_question.h -- a question typed on the command line, on its way to a case
 * document. Only calc_*.c and cmd_calc.c include it.
 *
 * Whatever does not fit is a complaint at "(command line)", where every option
 * stands on a line of its own, so that all of them are shown at once.
 */
#ifndef CLI_CALC_QUESTION_H
#define CLI_CALC_QUESTION_H

#include "cli/calc.h"

enum asked {
	ASKED_TERMS,
	ASKED_FEE,
	ASKED_PERIOD,
	ASKED_OUTAGE,
	ASKED_OUTAGES,
	ASKED_SUBJECT,
	ASKED_EXCLUDE,
	ASKED_MAINTENANCE,
	ASKED_ZONE,
	ASKED_HOURLY,
	ASKED_AMOUNT,
	ASKED_TARGET,
	ASKED_REQUESTS,
	ASKED_FROM,
	ASKED_TO,
	ASKED_CLAIMED,
	ASKED_AS_OF,
	N_ASKED
};

/* An option as typed, with the place of its value. */
struct arg {
	enum asked what;
	struct str text;
	struct place at;
};

/* Where the terms come from, and what stands around them. */
struct calc_terms {
	struct str name;          /* id of the document and its JSON */
	struct str zone;          /* IANA name; empty: not said */
	struct currency currency; /* code empty: not said */
	const struct terms *terms;
};

struct inquiry {
	struct calc *c;
	VEC(struct arg) args;
	struct buf typed; /* the lines that complaints quote */
	struct calc_terms from;
	struct terms terms; /* with what the command line adds */
	const struct zone *zone;
	struct currency currency;
	int64_t as_of; /* NO_INSTANT: not given */
	struct node *incidents, *exclusions;
};

/* The first use of an option, or NULL. */
const struct arg *question_arg(const struct inquiry *q, enum asked what);

/*
 * The question in argv[1..] as c->docs, ready to be settled, with notes and
 * provenance in `c`. Returns -1, or the exit code of a question that makes no
 * sense; all complaints are printed then.
 */
int calc_question(struct calc *c, int argc, char **argv);

/* True for an option that begins a question: "--fee", "--fee=49.00EUR". */
bool calc_asks(const char *arg);

/* ---- calc_args.c ---- */

/* Take the options into q->args; -1, or the exit code after a complaint. */
int question_args(struct inquiry *q, int argc, char **argv);
/*
 * Say everything that is missing, each with an example, and complete what was
 * typed; `t` NULL: not even the terms are known. -1: nothing is missing.
 */
int question_missing(struct inquiry *q, const struct terms *t);

/* ---- calc_value.c: single values ---- */

/* The place of `part`, which points into the text of `a`. */
struct place value_place(const struct arg *a, struct str part);

/*
 * "49.00EUR", "49.00 EUR", "EUR 49.00", or "49.00" where *currency is known
 * already; another currency than that is refused. `fine`: more decimals than
 * the currency has are allowed (prices of an hour). The number goes to
 * *ret_text.
 */
MUST bool value_money(struct inquiry *q, struct place at, struct str text,
    bool fine, struct str *ret_text);

/*
 * "2026-03-05T14:03", local time of the zone unless it has an offset; with a
 * `day` (a longer time) also "14:41", on the same date and offset as that.
 */
MUST bool value_instant(struct inquiry *q, struct place at, struct str text,
    struct str day, int64_t *ret_at);

/* The same; a date alone is its first instant. */
MUST bool value_day_or_instant(
    struct inquiry *q, struct place at, struct str text, int64_t *ret_at);

/* "38m", "1h30m", "90s", "PT38M". */
MUST bool value_duration(struct str text, int64_t *ret_ms);

/* ---- calc_tree.c: a document made by hand ---- */

struct node *tree_new(struct calc *c, enum node_kind kind, struct place at);
void tree_add(struct node *parent, const char *key, struct node *child);
void tree_text(struct calc *c, struct node *map, const char *key,
    struct str text, struct place at);
void tree_int(struct calc *c, struct node *map, const char *key, int64_t n,
    struct place at);
void tree_instant(struct calc *c, struct node *map, const char *key, int64_t at,
    struct place place);

/* ---- calc_period.c ---- */

/* "2026-03" and so on as the case document's `period`, or NULL. */
struct node *question_period(struct inquiry *q, const struct arg *a);

/* What to write for the period of a kind that holds the day: "2026-Q1". */
struct str period_near(
    struct arena *keep, enum period_kind kind, struct civil day);

/* ---- calc_span.c: --outage and --exclude, into q's lists ---- */

void question_outage(struct inquiry *q, const struct arg *a);
void question_exclude(struct inquiry *q, const struct arg *a);

/* ---- calc_sheet.c: --outages and --maintenance, the same from tables ---- */

/* -1 after a failure of the world, or complaints in c->diags. */
MUST int question_outages(
    struct inquiry *q, const struct arg *a, struct err *e);
MUST int question_maintenance(
    struct inquiry *q, const struct arg *a, struct err *e);

/* ---- calc_terms.c ---- */

/* Fills q->from, with provenance and notes. The same errors. */
MUST int question_terms(struct inquiry *q, const struct arg *a, struct err *e);

/* True when the terms price hours, which need --hourly. */
bool terms_ask_hours(const struct terms *t);
/* What an outage must tell for the clock to start: "reported", or NULL. */
const char *terms_ask_clock(const struct terms *t);
/* True when a rule is about time beyond a target. */
bool terms_ask_target(const struct terms *t);

#endif
