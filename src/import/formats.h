/*
 * formats.h -- every dialect by name, and which one a file is.
 */
#ifndef IMPORT_FORMATS_H
#define IMPORT_FORMATS_H

#include "import/job.h"
#include "import/sheets.h"

extern const struct format format_common, format_combined,
    format_vhost_combined;
extern const struct format format_hourly;

/* Formats of monitors, one a file. */
extern const struct format_info format_info_nagios;
extern const struct format_info format_info_events, format_info_icingadb_state,
    format_info_icingadb_downtime, format_info_icingadb_names,
    format_info_kuma_csv, format_info_pagerduty_csv, format_info_probes,
    format_info_uptimerobot_csv, format_info_zabbix_csv;

/* Answers of monitors' interfaces, in JSON. */
extern const struct format_info format_info_alertmanager,
    format_info_betterstack, format_info_gatus, format_info_icinga2_events,
    format_info_kuma_page, format_info_opsgenie, format_info_pagerduty_json,
    format_info_pingdom, format_info_prometheus, format_info_statuscake,
    format_info_statuspage_json, format_info_statuspage_maintenance,
    format_info_uptimerobot_json, format_info_zabbix_sli;

/* Calendars, feeds and databases. */
extern const struct format_info format_info_ical, format_info_kuma_db,
    format_info_statuspage_atom, format_info_statuspage_rss;

/* Logs of requests. */
extern const struct format_info format_info_alb, format_info_caddy,
    format_info_cloudfront, format_info_haproxy, format_info_nginx_json,
    format_info_varnish, format_info_w3c;
/* Counters of web analytics. */
extern const struct format_info format_info_cloudflare, format_info_ga4,
    format_info_matomo, format_info_plausible;
/* Totals of whole days. */
extern const struct format_info format_info_awstats, format_info_daily;
/* Only by the rule: no line tells. */
extern const struct format_info format_info_log_format;
/* Counters of ours, from another machine. */
extern const struct format_info format_info_rollup;

/* The row with this name, of any kind; or NULL. */
const struct format_info *format_named(struct str name);

/* The name most like this one, for "did you mean"; or NULL. */
const char *format_nearest(struct str name);

/* What a file of this kind looks most like; *ret_share: how much, 0..100. */
const struct format_info *format_guess(
    enum source_kind kind, struct str head, int *ret_share);

/*
 * The format of a file: what its rule forces, else what its first bytes look
 * like. NULL after a complaint; -1 when it cannot be read.
 */
MUST int format_of_file(
    struct job *job, const struct format_info **ret_info, struct err *e);

#endif
