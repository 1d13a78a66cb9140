/*
 * sheets.h -- the tables of the case folder, one row per kind.
 */
#ifndef IMPORT_SHEETS_H
#define IMPORT_SHEETS_H

#include "import/sheet.h"

/* sheets_master.c: who there is and what they bought */
extern const struct format format_customers, format_services, format_resources;

/* sheets_events.c: what happened, and when */
extern const struct format format_outages, format_maintenance;

/* sheets_story.c: incidents, what was said, done and asked */
extern const struct format format_incidents, format_notices, format_actions,
    format_calls;

/* sheets_ledger.c: what earlier periods left, claims, amounts with a name */
extern const struct format format_history, format_claims, format_amounts;

/* sheets_calls.c: calls made to see whether anybody answers */
extern const struct format format_call_tests;

/* sheets_recovery.c: what data was lost, and what came back */
extern const struct format format_backups, format_restorations;

/* sheets_holidays.c: days on which people come as on a Sunday */
extern const struct format format_holidays;

/* sheets_regulatory.c: what is stated for authorities, and what they were sent
 */
extern const struct format format_regulatory, format_submissions;

#endif
