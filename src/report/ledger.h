/*
 * ledger.h -- the columns of the ledger workbook, shared by its sheets: the
 * dictionary explains every one of them.
 */
#ifndef REPORT_LEDGER_H
#define REPORT_LEDGER_H

#include "report/build.h"

enum ledger_column {
	LEDGER_NO,
	LEDGER_CUSTOMER_ID,
	LEDGER_CUSTOMER,
	LEDGER_SEGMENT,
	LEDGER_COUNTRY,
	LEDGER_CONTRACT_ID,
	LEDGER_CONTRACT,
	LEDGER_VERSION,
	LEDGER_SERVICE_ID,
	LEDGER_SERVICE,
	LEDGER_SITE,
	LEDGER_PERIOD,
	LEDGER_FROM,
	LEDGER_TO,
	LEDGER_CURRENCY,
	LEDGER_BASE,
	LEDGER_LENGTH,
	LEDGER_EXCLUDED,
	LEDGER_NO_DATA,
	LEDGER_COUNTED,
	LEDGER_DOWNTIME,
	LEDGER_DENOMINATOR,
	LEDGER_ACHIEVED,
	LEDGER_LOW,
	LEDGER_EXPERIENCED,
	LEDGER_PROMISED,
	LEDGER_TIER,
	LEDGER_RATE,
	LEDGER_CAP,
	LEDGER_ALONE,
	LEDGER_CREDIT,
	LEDGER_EXTENSION,
	LEDGER_CLAIM_NEEDED,
	LEDGER_CLAIM_DEADLINE,
	LEDGER_STATEMENT,
	LEDGER_REMARK,
	LEDGER_BT_1,
	LEDGER_BT_2,
	LEDGER_BT_3,
	LEDGER_BT_22,
	LEDGER_BT_25,
	LEDGER_BT_26,
	LEDGER_BT_151,
	LEDGER_BT_152,
	LEDGER_CONTRACT_NO,
	LEDGER_DEN_MS,
	LEDGER_UP_MS,
	LEDGER_COLUMNS
};

enum ledger_outage_column {
	OUTAGE_LEDGER_NO,
	OUTAGE_CUSTOMER_ID,
	OUTAGE_SERVICE_ID,
	OUTAGE_ID,
	OUTAGE_INCIDENT,
	OUTAGE_START,
	OUTAGE_END,
	OUTAGE_REPORTED,
	OUTAGE_CLOCK,
	OUTAGE_SHORT,
	OUTAGE_OUTSIDE,
	OUTAGE_OFF_HOURS,
	OUTAGE_EXCLUDED,
	OUTAGE_OVERLAP,
	OUTAGE_COUNTED,
	OUTAGE_REASON,
	OUTAGE_CLAUSE,
	OUTAGE_FILE,
	OUTAGE_LINE,
	OUTAGE_COLUMNS
};

enum ledger_term_column {
	TERM_CONTRACT_NO,
	TERM_CONTRACT_ID,
	TERM_CONTRACT,
	TERM_VERSION,
	TERM_TIER,
	TERM_PERCENT,
	TERM_LOW,
	TERM_LOW_OPEN,
	TERM_HIGH,
	TERM_HIGH_IN,
	TERM_COLUMNS
};

extern const struct column_spec ledger_columns[LEDGER_COLUMNS];
extern const struct column_spec outage_columns[OUTAGE_COLUMNS];
extern const struct column_spec term_columns[TERM_COLUMNS];

/* The number of a contract of the case, from 1. */
int64_t contract_number(const struct dossier *d, const struct contract *c);

/* A share of the base with the decimals that it needs. */
struct cell rate_cell(struct ratio share);
/* A cap in minor units, with the decimals that its fraction needs. */
struct cell cap_cell(struct ratio minor, struct currency c);

/*
 * Where the rows of one sheet stand for a row of another. In a large ledger a
 * formula looks at those alone: every row asking all others would keep a
 * spreadsheet busy for hours. In a small one it asks all, so that outages may
 * be sorted and added.
 */
struct ledger_places {
	size_t *outage; /* first outage of each ledger row; one more at the end
			 */
	struct ledger_run {
		size_t line; /* the ledger row that brings it */
		size_t first, n;
	} * terms; /* of each contract, by number */
	bool narrow_outages, narrow_terms;
};

/*
 * Formulas are about "this row", so that rows share them: made when the first
 * row wants them, in the arena of the document. Begins as zero.
 */
#define LEDGER_SCALES 5
#define LEDGER_DIGITS 5
struct ledger_formulas {
	const struct formula *counted, *downtime, *up;
	const struct formula **rate; /* by contract */
	const struct formula *share[LEDGER_SCALES];
	/* by rounding, minor digits, and whether there is a cap */
	const struct formula *credit[ROUND_CEIL + 1][LEDGER_DIGITS][2];
};

/* What the rows of the sheet are made from, one by one. */
struct ledger_source {
	struct build all; /* keep: as long as the document */
	struct build row; /* keep: as long as the row */
	struct ledger_places places;
	struct ledger_formulas made;
	int decimals; /* of the shares in the row */
};

struct ledger_source *ledger_source_new(struct build *b);

/* The live cells of ledger row `i`; leaves the values that stand in them. */
void ledger_formulas(struct ledger_source *s, size_t i, struct row *r);

/* The total of a currency over the ledger's rows, as a live formula. */
const struct formula *ledger_total(struct build *b);

#endif
