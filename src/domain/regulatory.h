/*
 * regulatory.h -- thresholds and clocks of the EU acts, held against one
 * incident: met, not met, or cannot tell and what is missing.
 *
 * Nothing here decides what a house is or what must be reported; roles and
 * human judgements are inputs (regulatory_facts.h). A figure that is only known
 * from below or above decides a line where that is enough. Articles and numbers
 * are those of the acts as published; lines whose text was not at hand say so.
 */
#ifndef DOMAIN_REGULATORY_H
#define DOMAIN_REGULATORY_H

#include "domain/incident_figures.h"
#include "domain/regulatory_facts.h"

enum regulatory_act {
	ACT_NIS2_SIGNIFICANT, /* Implementing Regulation (EU) 2024/2690 */
	ACT_DORA_MAJOR,       /* Delegated Regulation (EU) 2024/1772 */
	ACT_GDPR,             /* Regulation (EU) 2016/679 */
	REGULATORY_ACTS
};

enum regulatory_answer { ANSWER_NOT_MET, ANSWER_MET, ANSWER_UNKNOWN };

enum regulatory_unit {
	UNIT_NONE,
	UNIT_MS,
	UNIT_EUROS, /* n / of cents: a twentieth of the turnover */
	UNIT_COUNT, /* n / of */
	UNIT_SHARE,
	UNIT_YESNO,
	UNIT_INSTANT
};

struct regulatory_amount {
	enum regulatory_unit unit;
	int64_t n, of; /* of: 1 unless said otherwise */
	struct ratio share;
	bool at_least; /* known from below only */
};

#define REGULATORY_MISSING 4

/* One line of an act. */
struct regulatory_line {
	const char *article; /* "3(1)(a)" */
	const char *key;     /* of its phrase */
	int role;            /* enum regulatory_role; -1: everybody */
	enum regulatory_answer answer;
	struct regulatory_amount measured, limit; /* UNIT_NONE: none */
	/* names of inputs, as files write them; none unless unknown */
	const char *missing[REGULATORY_MISSING];
	size_t n_missing;
	bool unverified; /* not compared with the text of the act */
};

struct regulatory_table {
	struct regulatory_line *lines;
	size_t n;
	int64_t met, unknown;
};

/* A value that the lines were answered with. */
struct regulatory_input {
	const char *name; /* as files write it */
	int role;         /* that it was counted for; -1: none */
	struct regulatory_amount value;
	bool stated; /* else computed from the case */
	struct str source;
	/* beside a stated value: what the case says; UNIT_NONE: nothing */
	struct regulatory_amount computed;
};

enum clock_state {
	CLOCK_UNKNOWN, /* no deadline: `missing` says why */
	CLOCK_IN_TIME, /* submitted, margin_ms before the deadline */
	CLOCK_LATE,    /* submitted, margin_ms after it */
	CLOCK_RUNNING, /* margin_ms left at the run's clock */
	CLOCK_OVERDUE, /* margin_ms past it, nothing submitted */
	CLOCK_SENT     /* submitted; the act names no hour */
};

struct regulatory_clock {
	enum regulatory_regime regime;
	enum regulatory_step step;
	const char *article;
	const char *from;    /* name of the instant that started it */
	int64_t from_at;     /* NO_INSTANT: unknown */
	int64_t deadline_at; /* the same */
	const struct submission *submission; /* NULL: none */
	enum clock_state state;
	int64_t margin_ms; /* never negative */
	const char *missing;
	bool unverified;
};

/* Who of those affected is a financial entity. */
struct regulatory_customers {
	int64_t yes, unknown;
	struct str *countries; /* of those affected, by name */
	size_t n_countries;
	int64_t member_states, without_country;
	int64_t in_union; /* affected customers in member states */
};

/* How long the services of a role were away; any: the case has some. */
struct regulatory_away {
	bool any;
	int64_t first_ms;  /* nobody was served, at a stretch */
	int64_t second_ms; /* the same, until the former level was back */
	int64_t limited_ms;
};

struct regulatory_figures {
	/* somebody supplied something: `regulation:`, a fact, a submission */
	bool supplied;
	struct regulatory_table tables[REGULATORY_ACTS];
	struct regulatory_input *inputs;
	size_t n_inputs;
	struct regulatory_clock *clocks;
	size_t n_clocks;
	struct regulatory_customers customers;
	struct regulatory_away away[REGULATORY_ROLES];
	bool any_role;   /* of NIS2 */
	bool dora, gdpr; /* these regimes have lines */
	/* the incident began before the act was adopted */
	bool act_later[REGULATORY_ACTS];
};

/* Lives in `keep` and borrows from the dossier. */
void regulatory_figures(const struct dossier *dossier,
    const struct incident_figures *incident, struct arena *keep,
    struct regulatory_figures *ret_figures);

/*
 * The same local time `months` later; on the last day where the month is
 * shorter. A time that a change of clocks skips becomes the instant of the
 * change, one that it repeats the first.
 */
int64_t regulatory_months(const struct zone *z, int64_t at, int months);

/* Is this code ("IT") a member state of the European Union? */
bool regulatory_member_state(struct str country);

#endif
