#include "import/formats.h"

#include <stdio.h>
#include <string.h>

#include "import/sheet.h"
#include "import/traffic.h"

/* A dialect must fit this share of the first lines, in percent. */
#define SURE 50

enum {
	T_CUSTOMERS,
	T_SERVICES,
	T_RESOURCES,
	T_OUTAGES,
	T_MAINTENANCE,
	T_COMBINED,
	T_COMMON,
	T_HOURLY,
	T_VHOST_COMBINED,
	T_INCIDENTS,
	T_NOTICES,
	T_ACTIONS,
	T_CALLS,
	T_HISTORY,
	T_CLAIMS,
	T_AMOUNTS,
	T_HOLIDAYS,
	T_BACKUPS,
	T_RESTORATIONS,
	T_REGULATORY,
	T_SUBMISSIONS,
	T_CALL_TESTS,
};

/* A specimen is a file in small: the tests read each one and expect rows and no
 * complaint. */
static const struct format_info tables[] = {
	[T_CUSTOMERS] = { "customers", "customers.csv: who is served",
	    "id,name,language,address,consumer\n"
	    "c001,Anna's Blog,it,\"Via Roma 1\n50100 Firenze\",no\n"
	    "c002,Example Shop GmbH,de,,no\n",
	    SOURCE_CUSTOMERS, &format_customers },
	[T_SERVICES] = { "services",
	    "services.csv: what they bought, and by which contract",
	    "id,customer,kind,site,contract,fee,currency,from,to\n"
	    "s001,c001,web,www.example.org,gold,49.00,EUR,2012-01-15,\n"
	    "s002,c002,web,shop.example.net,gold,\"199,00\",EUR,,2013-05-01\n",
	    SOURCE_SERVICES, &format_services },
	[T_RESOURCES] = { "resources",
	    "resources.csv: what a service needs to be up",
	    "service,resource,group\n"
	    "s001,web1,web\n"
	    "s001,web2,web\n"
	    "s001,db1,\n",
	    SOURCE_RESOURCES, &format_resources },
	[T_OUTAGES] = { "outages", "outages/*.csv: outages, one a row",
	    "id,subject,from,to,state,view,incident,note\n"
	    "o1,db1,2013-04-11T18:30:00+02:00,2013-04-11T19:00:00+02:00,"
	    "down,provider,INC-1,attack begins\n"
	    "o2,db1,2013-04-12 08:00,2013-04-12 08:20,degraded,probe,INC-1,\n"
	    "o3,web1,2013-04-30T22:00:00Z,,down,customer,,still open\n",
	    SOURCE_OUTAGES, &format_outages },
	[T_MAINTENANCE] = { "maintenance",
	    "maintenance/*.csv: planned work and other windows",
	    "kind,subject,from,to,announced,approved_by,note\n"
	    "maintenance,db1,2013-04-20 02:00,2013-04-20 04:00,"
	    "2013-04-15 09:00,,kernel update\n"
	    "ddos,,2013-04-11 18:30,2013-04-11 23:59,,A. Rossi,\n",
	    SOURCE_MAINTENANCE, &format_maintenance },
	[T_COMBINED] = { "combined", "access log of Apache or nginx, combined",
	    "192.0.2.7 - - [11/Apr/2013:18:30:05 +0200] \"GET / HTTP/1.1\" "
	    "200 5120 \"-\" \"Mozilla/5.0 (X11; Linux x86_64)\"\n"
	    "2001:db8::7 - mary ann [11/Apr/2013:18:30:09 +0200] "
	    "\"GET /style.css HTTP/1.1\" 304 - \"https://www.example.org/\" "
	    "\"Mozilla/5.0 \\\"odd\\\"\"\n",
	    SOURCE_TRAFFIC, &format_combined },
	[T_COMMON] = { "common",
	    "access log of Apache, common (no user agents)",
	    "192.0.2.7 - - [11/Apr/2013:18:30:05 +0200] \"GET / HTTP/1.1\" "
	    "200 5120\n"
	    "192.0.2.8 - - [11/Apr/2013:18:30:09 +0200] "
	    "\"POST /cart HTTP/1.1\" 503 -\n",
	    SOURCE_TRAFFIC, &format_common },
	[T_HOURLY] = { "hourly", "hourly counters of a site, as a table",
	    "site,hour,hits,views,errors,bytes\n"
	    "www.example.org,2013-04-11T16:00:00Z,812,340,2,9120333\n"
	    "www.example.org,2013-04-11T17:00:00Z,790,322,118,8001207\n",
	    SOURCE_TRAFFIC, &format_hourly },
	[T_VHOST_COMBINED] = { "vhost_combined",
	    "access log of Apache or nginx, with the site in front",
	    "www.example.org:443 192.0.2.7 - - [11/Apr/2013:18:30:05 +0200] "
	    "\"GET / HTTP/1.1\" 200 5120 \"-\" \"Mozilla/5.0 (X11)\"\n"
	    "shop.example.net:80 192.0.2.9 - - [11/Apr/2013:18:30:06 +0200] "
	    "\"GET / HTTP/1.1\" 500 312 \"-\" \"ExampleBot/2.1\"\n",
	    SOURCE_TRAFFIC, &format_vhost_combined },
	[T_INCIDENTS] = { "incidents", "incidents.csv: what happened, and when",
	    "id,title,severity,first_impact,detected,restored,author,"
	    "data_access,access_confirmed_by,access_confirmed_at,"
	    "access_basis\n"
	    "INC-1,Attack on the database cluster,1,2013-04-11 18:30,"
	    "2013-04-11 18:42,2013-04-16 07:10,A. Rossi,no,"
	    "Forensics Ltd,2013-05-02,network logs since 1 April\n",
	    SOURCE_INCIDENTS, &format_incidents },
	[T_NOTICES] = { "notices", "notices.csv: every message to customers",
	    "incident,channel,at,promised,public,text\n"
	    "INC-1,status page,2013-04-11 19:10,2013-04-11 20:00,yes,"
	    "\"We are working on it.\"\n"
	    "INC-1,status page,2013-04-12 08:00,,yes,Still working on it.\n",
	    SOURCE_NOTICES, &format_notices },
	[T_ACTIONS] = { "actions", "actions.csv: what follows from an incident",
	    "incident,text,type,owner,due,done,state\n"
	    "INC-1,Filter at the upstream,prevent,network,2013-05-15,,open\n",
	    SOURCE_ACTIONS, &format_actions },
	[T_CALLS] = { "calls", "calls.csv: support load by day and channel",
	    "date,channel,received,answered,abandoned\n"
	    "2013-04-11,phone,212,40,172\n"
	    "2013-04-12,phone,640,75,565\n",
	    SOURCE_CALLS, &format_calls },
	[T_HISTORY] = { "history",
	    "history.csv: what earlier periods left behind",
	    "service,period,availability,downtime_minutes,credit,currency,"
	    "kind,used_minutes,restated\n"
	    "s001,2013-02,99.2,322.56,4.90,EUR,,,\n"
	    "s001,2013-03,4463/4464,10,0.00,EUR,maintenance,90,\n",
	    SOURCE_HISTORY, &format_history },
	[T_CLAIMS] = { "claims",
	    "claims.csv: credits that were asked for, and when",
	    "service,period,claimed_at,anchor_at,ticket_at,paid_at,paid,"
	    "currency\n"
	    "s001,2013-04,2013-05-14,2013-05-02,2013-04-11 18:50,2013-06-03,"
	    "49.00,EUR\n"
	    "s002,2013-04,,2013-05-02,,,,\n",
	    SOURCE_CLAIMS, &format_claims },
	[T_AMOUNTS] = { "amounts",
	    "amounts.csv: amounts that caps and bases refer to",
	    "service,name,amount,currency,period\n"
	    "s001,month_cost,52.10,EUR,\n"
	    "s001,base,\"47,35\",EUR,2013-04\n",
	    SOURCE_AMOUNTS, &format_amounts },
	[T_HOLIDAYS] = { "holidays",
	    "holidays.csv: days on which people come as on a Sunday",
	    "date,site,name\n"
	    "2013-04-25,,Liberation Day\n"
	    "2013-05-01,www.example.org,Labour Day\n",
	    SOURCE_HOLIDAYS, &format_holidays },
	[T_BACKUPS] = { "backups",
	    "backups.csv: last good copies, and how far back data came back",
	    "incident,customer,service,last_good_backup,restore_point,"
	    "restored_from,note\n"
	    "INC-1,,,2013-04-11 01:15,2013-04-11 01:15,nightly copy,\n"
	    "INC-1,c001,s001,2013-03-28 01:15,2013-03-28 01:15,"
	    "copy at the data centre,the job wrote nothing since\n",
	    SOURCE_BACKUPS, &format_backups },
	[T_RESTORATIONS] = { "restorations",
	    "restorations.csv: objects lost, restored and re-issued by then",
	    "incident,at,object,lost,restored,reissued,source\n"
	    "INC-1,2013-04-11 20:00,site,140,0,0,inventory\n"
	    "INC-1,2013-04-12 09:00,certificate,35,0,35,log of the authority\n"
	    "INC-1,2013-04-13 16:30,site,140,92,0,inventory\n",
	    SOURCE_RESTORATIONS, &format_restorations },
	[T_REGULATORY] = { "regulatory",
	    "regulatory.csv: what is stated for the regulatory sheet",
	    "incident,fact,value,source\n"
	    "INC-1,aware_at,2026-03-05T09:10:00+01:00,duty log 12\n"
	    "INC-1,other_loss,1850.00,accounts\n"
	    "INC-1,malicious_access,no,forensic report\n",
	    SOURCE_REGULATORY, &format_regulatory },
	[T_SUBMISSIONS] = { "submissions",
	    "submissions.csv: what authorities were sent, and when",
	    "incident,regime,step,submitted_at,reference\n"
	    "INC-1,nis2,early_warning,2026-03-05T18:00:00+01:00,CSIRT 4711\n",
	    SOURCE_SUBMISSIONS, &format_submissions },
	[T_CALL_TESTS] = { "call_tests",
	    "call_tests.csv: what calls met that were made to see",
	    "at,channel,result,wait_s,by\n"
	    "2013-04-12 10:05,phone,engaged,40,c001\n"
	    "2013-04-12 11:00,phone,queue,900,c001\n"
	    "2013-04-12 15:30,phone,dead,,c017\n",
	    SOURCE_CALL_TESTS, &format_call_tests },
};

/*
 * By kind. The formats of monitors stand in files of their own, and so do their
 * specimens.
 */
const struct format_info *const format_infos[] = {
	&tables[T_CUSTOMERS],
	&tables[T_SERVICES],
	&tables[T_RESOURCES],
	&tables[T_OUTAGES],
	&format_info_nagios,
	&format_info_events,
	&format_info_icingadb_state,
	&format_info_icingadb_downtime,
	&format_info_icingadb_names,
	&format_info_kuma_csv,
	&format_info_pagerduty_csv,
	&format_info_probes,
	&format_info_uptimerobot_csv,
	&format_info_zabbix_csv,
	&format_info_alertmanager,
	&format_info_betterstack,
	&format_info_gatus,
	&format_info_icinga2_events,
	&format_info_kuma_page,
	&format_info_opsgenie,
	&format_info_pagerduty_json,
	&format_info_pingdom,
	&format_info_prometheus,
	&format_info_statuscake,
	&format_info_statuspage_json,
	&format_info_uptimerobot_json,
	&tables[T_MAINTENANCE],
	&format_info_statuspage_maintenance,
	&format_info_zabbix_sli,
	&format_info_ical,
	&format_info_kuma_db,
	&format_info_statuspage_atom,
	&format_info_statuspage_rss,
	&tables[T_COMBINED],
	&tables[T_COMMON],
	&tables[T_HOURLY],
	&tables[T_VHOST_COMBINED],
	&format_info_nginx_json,
	&format_info_caddy,
	&format_info_w3c,
	&format_info_cloudfront,
	&format_info_haproxy,
	&format_info_alb,
	&format_info_varnish,
	&format_info_ga4,
	&format_info_matomo,
	&format_info_plausible,
	&format_info_cloudflare,
	&format_info_awstats,
	&format_info_daily,
	&format_info_rollup,
	&tables[T_INCIDENTS],
	&tables[T_NOTICES],
	&tables[T_ACTIONS],
	&tables[T_CALLS],
	&tables[T_HISTORY],
	&tables[T_CLAIMS],
	&tables[T_AMOUNTS],
	&tables[T_HOLIDAYS],
	&tables[T_BACKUPS],
	&tables[T_RESTORATIONS],
	&tables[T_REGULATORY],
	&tables[T_SUBMISSIONS],
	&tables[T_CALL_TESTS],
	NULL,
};

static const char *const type_names[] = {
	[SHEET_TEXT] = "text",
	[SHEET_ID] = "id",
	[SHEET_TIME] = "time",
	[SHEET_DAY_TIME] = "date or time",
	[SHEET_DAY] = "date",
	[SHEET_YESNO] = "yes or no",
	[SHEET_SHARE] = "0..1",
	[SHEET_COUNT] = "count",
	[SHEET_MONEY] = "amount",
	[SHEET_CURRENCY] = "currency",
	[SHEET_CHOICE] = "word",
	[SHEET_ZONE] = "time zone",
	[SHEET_LANG] = "language",
	[SHEET_PERIOD] = "period",
	[SHEET_NUMBER] = "number",
	[SHEET_PERCENT] = "percent",
	[SHEET_SITE] = "host name",
};

size_t
format_columns(const struct format_info *info, struct arena *keep,
    struct format_column **ret_columns)
{
	const struct sheet *sheet = info->format->sheet;
	struct format_column *out;

	if (sheet == NULL)
		return 0;
	out = arena_array(keep, sheet->n_columns, sizeof *out);
	for (size_t i = 0; i < sheet->n_columns; i++) {
		const struct sheet_column *c = &sheet->column[i];

		out[i] = (struct format_column){ c->name, c->alias, c->what,
			type_names[c->type], c->required };
	}
	*ret_columns = out;
	return sheet->n_columns;
}

const struct format_info *
format_named(struct str name)
{
	for (size_t i = 0; format_infos[i] != NULL; i++)
		if (str_is(name, format_infos[i]->name))
			return format_infos[i];
	return NULL;
}

const char *
format_nearest(struct str name)
{
	const char *near = NULL;
	size_t best = 4;

	for (size_t i = 0; format_infos[i] != NULL; i++) {
		const char *other = format_infos[i]->name;
		size_t far = str_distance(name, str_of(other));

		if (far < best) {
			best = far;
			near = other;
		}
	}
	return near;
}

/* What `format:` of the file's rule says. */
static const struct format_info *
forced(struct job *job)
{
	const struct format_info *info = format_named(job->rule.format);

	if (info != NULL && info->kind == job->batch->kind)
		return info;
	job_complain(job, DIAG_ERROR, 0, "see makegood formats",
	    "case.yaml declares the format \"%.*s\", which is none of %s files",
	    STR_ARG(job->rule.format), source_kind_name(job->batch->kind));
	return NULL;
}

static int
share_of(const struct format *f, struct str head)
{
	if (f->detect != NULL)
		return f->detect(head);
	return f->sheet != NULL ? sheet_detect(f->sheet, head) : 0;
}

/*
 * A table with columns of ours is what a file is taken for that looks like
 * nothing else: its reader knows best what is missing.
 */
const struct format_info *
format_guess(enum source_kind kind, struct str head, int *ret_share)
{
	const struct format_info *best = NULL, *table = NULL;

	*ret_share = 0;
	for (size_t i = 0; format_infos[i] != NULL; i++) {
		const struct format_info *info = format_infos[i];
		int share;

		if (info->kind != kind)
			continue;
		if (info->format->detect == NULL)
			table = info;
		share = share_of(info->format, head);
		if (share > *ret_share) {
			*ret_share = share;
			best = info;
		}
	}
	if (*ret_share >= SURE || table == NULL)
		return best;
	*ret_share = SURE;
	return table;
}

static void
unsure(struct job *job, const struct format_info *info, int share)
{
	if (info == NULL)
		job_complain(job, DIAG_ERROR, 0,
		    "see makegood formats for those that are",
		    "this is no known format of %s files",
		    source_kind_name(job->batch->kind));
	else
		job_complain(job, DIAG_ERROR, 0,
		    "if it is, say so under files: in case.yaml, with format:",
		    "only %d %% of the first lines look like %s", share,
		    info->name);
}

int
format_of_file(
    struct job *job, const struct format_info **ret_info, struct err *e)
{
	struct str head;
	int share;

	*ret_info = NULL;
	if (job->rule.log_format.n != 0 && job->batch->kind == SOURCE_TRAFFIC) {
		*ret_info = &format_info_log_format;
		return 0;
	}
	if (job->rule.format.n != 0) {
		*ret_info = forced(job);
		return 0;
	}
	if (reader_peek(job->reader, &head, e) != 0)
		return -1;
	*ret_info = format_guess(job->batch->kind, head, &share);
	if (share >= SURE)
		return 0;
	/* an empty log of a quiet day is no error */
	if (head.n == 0)
		job_complain(job, DIAG_WARNING, 0,
		    "a missing log is not the same as no visitors",
		    "the file is empty");
	else if (job->batch->kind != SOURCE_TRAFFIC ||
		 !traffic_days_told(job, head))
		unsure(job, *ret_info, share);
	*ret_info = NULL;
	return 0;
}
