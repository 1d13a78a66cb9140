/*
 * The example is one customer with one web site that was down for an hour and a
 * half: it can be run as it stands, so that everybody sees what comes out
 * before changing anything.
 */
#include "cli/templates.h"

#include <stddef.h>

static const char case_yaml[] =
    "# A case: who we are, which months, what to produce.\n"
    "# Times without offset are local times of `zone`.\n"
    "title: The outage of 12 March\n"
    "role: provider                # or claimant: we are the site owner\n"
    "provider:\n"
    "  name: Example Hosting Ltd\n"
    "  address: 1 Example Street, 00000 Exampletown\n"
    "  contact: service@hosting.example\n"
    "  # vat_id: XX00000000\n"
    "  # register: Exampletown 12345\n"
    "zone: Europe/Rome             # name of the tz database\n"
    "periods: [2024-03]            # calendar months\n"
    "# quarters: [2024-Q1]         # to review, of which all months are "
    "periods; else each\n"
    "language: en                  # of documents for no single customer\n"
    "edition: customer             # internal, customer or public\n"
    "as_of: 2024-04-02T09:00:00    # the only clock: what is open ends here\n"
    "min_recovery_seconds: 300     # shorter recoveries do not end an outage\n"
    "reports: [statement, incident, ledger]\n"
    "traffic_unit: views           # or hits, visits: what lost traffic is "
    "counted in\n"
    "# holidays: [2026-12-25]      # as on a Sunday, for lost traffic\n"
    "# traffic_layer: origin       # of logs that see the same requests, "
    "the one\n"
    "#                             # that counts: see layer: below\n"
    "# visitors: yes               # sketch the different visitors of each "
    "day\n"
    "# traffic: postgresql://me@db.example/logs   # requests in a "
    "database, added up\n"
    "#                             # there; makegood engine shows how\n"
    "# robots: robots.txt          # instead of the rules that makegood "
    "formats\n"
    "#                             # --robots writes\n"
    "# What your messages are measured against, each with its source:\n"
    "# comms_targets:\n"
    "#   first_notice: { minutes: 30, basis: target, source: Handbook 3 }\n"
    "#   update: { minutes: 60, basis: contract, source: clause 6.2 }\n"
    "#   report: { days: 5, working_days: yes, basis: contract, source: clause "
    "6.3 }\n"
    "#   grace_minutes: 5          # a promised message may be so late\n"
    "#   channels: [status page, phone]   # where you say that you inform\n"
    "# Outages that makegood detect found and that you take for facts:\n"
    "# accept:\n"
    "#   - { id: www.shop.example-20240312T1005Z-3fa9c1d2, by: Ann Example,\n"
    "#       reason: confirmed by telephone }\n"
    "# With role: claimant, what you claim; makegood(1), CLAIM LETTERS:\n"
    "# claim:\n"
    "#   profile: none             # or it, de, fr, es, eu_consumer\n"
    "#   deadline_date: 2024-04-30 # that you set to the provider\n"
    "#   costs: [{ what: emergency page, amount: \"60.00\", receipt: "
    "invoice 7 }]\n"
    "#   final: no                 # yes: no draft any more\n"
    "# For the regulatory sheet of the internal edition; makegood(1) has the "
    "rest:\n"
    "# regulation:\n"
    "#   nis2_roles: [cloud]       # also data_centre, cdn, dns, tld, "
    "managed_service\n"
    "#   turnover: 2400000.00      # of the last year, EUR\n"
    "#   eu_users: 40000\n"
    "# How single files are read, where they differ from the rest:\n"
    "# files:\n"
    "#   - { match: \"outages/probe-*\", zone: UTC }\n"
    "#   - { match: \"traffic/blog*\", site: www.blog.example, zone: UTC }\n"
    "#   - { match: \"traffic/cdn*\", layer: edge }\n";

static const char contract_yaml[] =
    "# What was promised. services.csv names a contract by its id.\n"
    "id: gold\n"
    "name: Gold hosting agreement\n"
    "version: \"1.0\"\n"
    "agreed_on: 2023-01-15\n"
    "timezone: Europe/Rome         # of its months, days and nights\n"
    "currency: EUR\n"
    "# Clause numbers, printed beside what they decide.\n"
    "clauses: { target: \"4.1\", tiers: \"4.2\", caps: \"4.4\", "
    "min_duration: \"3.4\",\n"
    "           maintenance: \"5.2\", claim: \"6.1\" }\n"
    "terms:\n"
    "  period: { kind: calendar_month }\n"
    "  target: \"99.9\"              # percent of the month\n"
    "  # an outage counts only from three minutes on, and then as a whole\n"
    "  min_duration: { seconds: 180, op: ge, count: whole, "
    "measure_on: gross }\n"
    "  exclude:\n"
    "    # planned work does not count if announced 48 hours before\n"
    "    - { kind: maintenance, min_notice_hours: 48 }\n"
    "  credit:\n"
    "    rule: tiers\n"
    "    on: availability\n"
    "    rows:                     # percent of the month's fee\n"
    "      - { ge: \"99.0\", lt: \"99.9\", percent: \"10\" }\n"
    "      - { ge: \"95.0\", lt: \"99.0\", percent: \"25\" }\n"
    "      - { lt: \"95.0\", percent: \"100\" }\n"
    "  caps:\n"
    "    - { percent: \"100\" }\n"
    "  money_round: half_up\n"
    "  claim: { window: { value: 30, unit: days }, anchor: period_end }\n";

static const char readme[] =
    "The example in these files can be run as it stands: makegood run .\n"
    "Replace it by your own case, in this order:\n"
    "\n"
    "case.yaml             who we are, zone, months, what to produce\n"
    "customers.csv         required: id, name\n"
    "services.csv          required: id, customer, contract, fee, currency\n"
    "contracts/*.yaml      what was promised\n"
    "resources.csv         what a service needs; resources of one group stand "
    "in\n"
    "                      for each other, a resource without group is "
    "needed\n"
    "outages/              records of outages, one file or many\n"
    "maintenance/          planned work, with the time of its announcement\n"
    "traffic/              access logs (plain or .gz), counters by the "
    "hour or day\n"
    "incidents.csv, notices.csv, actions.csv, calls.csv\n"
    "                      the story, every message to customers, follow-up,\n"
    "                      support load\n"
    "call_tests.csv        calls made to see whether anybody answers\n"
    "history.csv           earlier periods that were settled elsewhere\n"
    "claims.csv            credits that were asked for, and when\n"
    "amounts.csv           amounts that caps name; \"base\" replaces the fee\n"
    "holidays.csv          days on which people come as on a Sunday\n"
    "backups.csv           last good copies, and how far back data came back\n"
    "restorations.csv      objects lost, restored and re-issued by an instant\n"
    "regulatory.csv, submissions.csv\n"
    "                      facts and reports for the regulatory sheet\n"
    "text/en/INC-1_cause.md, INC-1_lessons.md, INC-1_apology.md\n"
    "                      what only people can write, by language\n"
    "\n"
    "Next month, change `periods` in case.yaml and run again: what was settled "
    "stays\n"
    "and is history for conditions that look back. Several rows of one "
    "service, or\n"
    "several contracts of one id, follow each other in time.\n"
    "\n"
    "Everything but case.yaml, customers, services and one contract may be "
    "left out.\n"
    "makegood check . tells what is wrong; makegood formats shows every "
    "format.\n";

const struct template templates[] = {
	{ "README.txt", readme },
	{ "case.yaml", case_yaml },
	{ "contracts/gold.yaml", contract_yaml },
	{ "customers.csv",
	    "id,name,language,segment,country,contact,address,email\n"
	    "c1,Example Shop Ltd,en,shop,IE,Ann Example,"
	    "\"2 Example Street, 00000 Exampletown\",ann@shop.example\n" },
	{ "services.csv",
	    "id,customer,kind,name,site,contract,fee,currency,from,to\n"
	    "c1-web,c1,web,Web shop,www.shop.example,gold,49.00,EUR,,\n" },
	{ "resources.csv", "service,resource,group\n"
			   "c1-web,web-1,\n"
			   "c1-web,db-1,\n" },
	{ "outages/outages.csv",
	    "id,subject,from,to,state,view,incident,detected,note\n"
	    "O-1,db-1,2024-03-12T10:05:00,2024-03-12T11:35:00,down,provider,"
	    "INC-1,2024-03-12T10:09:00,Database did not answer\n" },
	{ "maintenance/maintenance.csv",
	    "id,kind,subject,from,to,announced,approved_by,note\n"
	    "M-1,maintenance,web-1,2024-03-20T02:00:00,2024-03-20T04:00:00,"
	    "2024-03-15T09:00:00,operations,New kernel\n" },
	{ "incidents.csv",
	    "id,title,severity,status,cause,first_impact,clear_impact,detected,"
	    "declared,mitigated,restored,closed,author\n"
	    "INC-1,Database down on 12 March,2,closed,,2024-03-12T10:05:00,"
	    "2024-03-12T10:05:00,2024-03-12T10:09:00,2024-03-12T10:20:00,,"
	    "2024-03-12T11:35:00,,operations\n" },
	{ "notices.csv",
	    "id,incident,channel,at,promised,author,public,hidden,text\n"
	    "N-1,INC-1,status page,2024-03-12T10:31:00,2024-03-12T11:00:00,"
	    "operations,yes,no,The database does not answer. Next message by "
	    "11:00.\n"
	    "N-2,INC-1,status page,2024-03-12T11:38:00,,operations,yes,no,All "
	    "services work again since 11:35.\n" },
	{ "actions.csv",
	    "id,incident,text,type,owner,due,done,state\n"
	    "A-1,INC-1,A second database to take over,prevent,operations,"
	    "2024-05-31,,open\n" },
	{ "calls.csv", "date,channel,received,answered,abandoned\n"
		       "2024-03-11,phone,6,6,0\n"
		       "2024-03-12,phone,24,17,7\n" },
	{ NULL, NULL },
};
