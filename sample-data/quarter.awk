# quarter.awk -- the tables of the story "quarter", made from nothing.
#
#	awk -v dir=FOLDER -f common.awk -f quarter.awk PLAN
#
# Two hundred customers, what they buy, thirty incidents, what was said about
# them and eight earlier quarters. PLAN (quarter.plan) names the incidents and
# the people; this program turns it into the files of a case folder. What it
# writes is kept in quarter/: `sh generate.sh quarter-tables DIR` makes it again.
#
# The same bytes come out of every awk: chance is that of common.awk; all else is
# integers.

# ---- time ---------------------------------------------------------------

function iso(t)
{
	civil(int(t / 86400))
	return sprintf("%04d-%02d-%02dT%02d:%02d:%02d", year, month, mday, \
	    int(t % 86400 / 3600), int(t % 3600 / 60), t % 60)
}

function utc(t)
{
	return iso(t) "Z"
}

# With its offset, as the hour that was skipped is never in doubt then.
function stamp(t)
{
	return t >= change ? iso(t + 7200) "+02:00" : iso(t + 3600) "+01:00"
}

# ---- customers ----------------------------------------------------------

# As a field of a table.
function text(s)
{
	return index(s, ",") ? "\"" s "\"" : s
}

function open_table(name, head)
{
	out[name] = dir "/" name
	print head > out[name]
}

function plain(s,    i, pair, n)
{
	n = split("ä=ae ö=oe ü=ue ß=ss Ä=Ae Ö=Oe Ü=Ue é=e è=e ê=e ç=c à=a " \
	    "ò=o ù=u ì=i í=i ó=o ú=u á=a ñ=n É=E â=a ô=o", pair, " ")
	for (i = 1; i <= n; i++)
		gsub(substr(pair[i], 1, index(pair[i], "=") - 1), \
		    substr(pair[i], index(pair[i], "=") + 1), s)
	s = tolower(s)
	gsub(/[^a-z0-9]+/, "-", s)
	gsub(/^-|-$/, "", s)
	return s
}

# The k-th customer of a language: its trade goes round, its name is the next.
function person(lang, k,    t, s)
{
	t = (k - 1) % n_trades[lang] + 1
	s = (int((k - 1) / n_trades[lang]) * 3 + t * 2) % n_names[lang] + 1
	segment = segment_of[lang, t]
	given = surname[lang, s]
	return trade[lang, t] " " given
}

function customer(k, lang, nth,    id, name, host, vat)
{
	id = sprintf("c%03d", k)
	name = person(lang, nth)
	host = plain(name)
	if (id in long_name)
		name = long_name[id]
	name_of[k] = name
	segment_of_customer[k] = segment
	domain[k] = host "." tld[k % 3]
	vat = segment == "club" ? "" : sprintf("%s0000%05d", country[lang], k)
	printf "%s,%s,%s,%s,%s,%s,\"%s %d, 00000 %s (XX)\",%s@%s,%s,%s\n", \
	    id, text(name), lang, segment, country[lang], given, street[lang], \
	    1 + below(140), town[lang, 1 + k % n_towns[lang]], \
	    mailbox[lang], domain[k], vat, \
	    (segment == "club" && k % 4 == 0) ? "yes" : "no" > \
	    out["customers.csv"]
}

function customers(    n, k, lang, list, nth)
{
	# five of twenty in English, five in German, four, three, three
	n = split("en de it fr es de en it en de fr es it de en it de en fr es", \
	    list, " ")
	for (k = 1; k <= 200; k++) {
		lang = list[(k - 1) % n + 1]
		customer(k, lang, ++nth[lang])
	}
}

# ---- services -----------------------------------------------------------

function needs(service, list,    a, b, i, n)
{
	n = split(list, a, " ")
	for (i = 1; i <= n; i++) {
		split(a[i] ":", b, ":")
		printf "%s,%s,%s\n", service, b[1], b[2] > out["resources.csv"]
		node_of[service] = node_of[service] " " b[1]
	}
}

function service(id, k, kind, name, site, contract, fee, from, list)
{
	printf "%s,c%03d,%s,%s,%s,%s,%d.%02d,EUR,%s,\n", id, k, kind, name, \
	    site, contract, int(fee / 100), fee % 100, from > \
	    out["services.csv"]
	n_services++
	service_id[n_services] = id
	contract_of[id] = contract
	fee_of[id] = fee
	from_of[id] = from
	needs(id, list)
}

function web(k,    s, contract, fee, list)
{
	s = segment_of_customer[k]
	contract = s == "public body" ? "office" : \
	    s == "shop" ? (k % 3 == 0 ? "premium" : "standard") : \
	    s == "practice" ? "standard" : "basic"
	fee = s == "shop" ? 6900 + below(9) * 1000 : \
	    s == "public body" ? 11900 + below(5) * 2000 : \
	    s == "practice" ? 3900 + below(4) * 1000 : 900 + below(4) * 300
	if (contract == "premium")
		fee += 10000
	list = sprintf("web-%02d net-a:uplink net-b:uplink", 1 + k % 10)
	if (k == quiet)
		list = "web-99"
	else if (s == "shop")
		list = list sprintf(" db-%d", 1 + k % 2)
	service(sprintf("web-c%03d", k), k, "web", "Website", \
	    "www." domain[k], contract, fee, k == newcomer ? "2024-02-12" : "", \
	    list)
}

function others(k,    s)
{
	s = segment_of_customer[k]
	if (k % 2 == 0 && k != quiet)
		service(sprintf("mail-c%03d", k), k, "mail", "Mailboxes", "", \
		    "mail", 600 + below(8) * 150, "", \
		    sprintf("mail-%d net-a:uplink net-b:uplink", 1 + k % 3))
	if (s == "shop" && k % 4 == 1)
		service(sprintf("db-c%03d", k), k, "database", "Database", "", \
		    "virtual", 2900 + below(4) * 500, "", \
		    sprintf("db-%d", 1 + k % 2))
	if (s == "public body" && k % 3 == 0)
		service(sprintf("dns-c%03d", k), k, "dns", "Name service", "", \
		    "basic", 500, "", "ns-1:ns ns-2:ns")
	if (s == "practice" && k % 5 == 0)
		service(sprintf("cert-c%03d", k), k, "certificate", \
		    "Certificate", "", "basic", 450, "", "ca-1")
}

# ---- incidents ----------------------------------------------------------

function record(id, from, to, subject, what, incident, detected, note)
{
	printf "%s,%s,%s,%s,%s,provider,%s,%s,%s\n", id, subject, \
	    stamp(from), stamp(to), what, incident, stamp(detected), text(note) > \
	    out["outages/register.csv"]
}

# Spans of down or degraded, in seconds after the beginning.
function spans(k, id, at, last,    a, b, i, j, n, m, subject, found)
{
	n = split(i_spans[k], a, " ")
	m = split(i_subjects[k], subject, " ")
	found = at + i_detect[k]
	for (j = 1; j <= m; j++)
		for (i = 1; i <= n; i++) {
			split(a[i], b, /[-:]/)
			record(sprintf("%s.%d.%d", id, j, i), at + b[1], \
			    at + b[2], subject[j], b[3] == "" ? "down" : b[3], \
			    id, found < at + b[1] ? at + b[1] : found, \
			    i_title[k])
			if (b[3] != "" && b[3] != "down")
				continue
			month_of = substr(stamp(at + b[1]), 1, 7)
			lost[subject[j], month_of] += b[2] - b[1]
		}
}

function length_of(k,    a, b, i, n, last)
{
	n = split(i_spans[k], a, " ")
	for (i = 1; i <= n; i++) {
		split(a[i], b, /[-:]/)
		if (b[2] + 0 > last)
			last = b[2] + 0
	}
	return last
}

function incident(k,    id, at, end, closed, status)
{
	id = sprintf("Q1-%02d", k)
	at = instant(i_start[k])
	end = at + length_of(k)
	closed = end + 86400 * (1 + k % 3)
	status = closed < as_of ? "closed" : "open"
	spans(k, id, at)
	printf "%s,%s,%d,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,operations\n", id, \
	    text(i_title[k]), i_severity[k], status, i_cause[k], \
	    stamp(at - below(4) * 60), stamp(at), stamp(at + below(3) * 60), \
	    stamp(at + i_detect[k]), stamp(at + i_detect[k] + 240), \
	    stamp(end - below(5) * 60), stamp(end), \
	    status == "closed" ? stamp(closed) : "" > out["incidents.csv"]
	messages(k, id, at, end)
}

# Ten incidents of each earlier quarter of a year, as a list kept then: their
# outages are in history.csv.
function earlier_incidents(    q, i, at, t, n, cause, c, length_s, id)
{
	n = split("disk release capacity configuration network disk release " \
	    "attack power release", cause, " ")
	for (q = 1; q <= 4; q++) {
		t = days(2023, q * 3 - 2, 1) * 86400
		for (i = 1; i <= 10; i++) {
			at = t + (i - 1) * 9 * 86400 + below(8 * 86400)
			at -= at % 60
			c = cause[1 + (i + q * 3) % n]
			length_s = 600 + below(60) * 60 + \
			    (below(5) == 0) * below(300) * 60
			id = sprintf("23Q%d-%02d", q, i)
			printf "%s,%s,%d,closed,%s,%s,%s,%s,%s,%s,%s,%s,%s," \
			    "operations\n", id, earlier_title[c], 2 + below(3), \
			    c, utc(at), utc(at), utc(at), \
			    utc(at + 120 + below(15) * 60), \
			    utc(at + 1200), utc(at + length_s), \
			    utc(at + length_s), \
			    utc(at + length_s + 86400) > out["incidents.csv"]
		}
	}
}

# Every word after the first hour; "p30" promises the next in half an hour.
function messages(k, id, at, end,    a, b, i, n, t)
{
	n = split(i_words[k], a, " ")
	for (i = 1; i <= n; i++) {
		split(a[i] "::", b, ":")
		t = at + b[2] * 60
		printf "%s-N%d,%s,%s,%s,%s,service desk,%s,no,%s\n", id, i, id, \
		    b[1], stamp(t), b[3] == "" ? "" : stamp(t + b[3] * 60), \
		    (b[1] == "mail") ? "no" : "yes", \
		    text(said(k, i, i == n && t >= end)) > out["notices.csv"]
	}
}

function said(k, i, over)
{
	if (over)
		return "All services are back."
	return i > 1 ? "Work goes on. We will report again." : \
	    "We are looking into a fault: " i_title[k] "."
}

# ---- what the monitors wrote --------------------------------------------

# Short failures nobody wrote an incident about, told by one Nagios.
function nagios(    k, name, at, i, host, n)
{
	name = dir "/outages/nagios.log"
	at = instant("2023-12-31T22:00:00")
	for (k = 1; k <= 10; k++)
		printf "[%d] CURRENT HOST STATE: web-%02d;UP;HARD;1;OK\n", at, \
		    k > name
	for (k = 1; k <= 3; k++)
		printf "[%d] CURRENT HOST STATE: mail-%d;UP;HARD;1;OK\n", at, k > \
		    name
	at = instant("2024-01-01T03:11:07")
	for (i = 1; i <= 58; i++) {
		at += 57600 + below(136800)
		if (at > instant("2024-03-30T20:00:00"))
			break
		host = below(4) ? sprintf("web-%02d", 1 + below(10)) : \
		    "mail-" (1 + below(3))
		printf "[%d] HOST ALERT: %s;DOWN;SOFT;1;no answer\n", at, host > \
		    name
		printf "[%d] HOST ALERT: %s;DOWN;HARD;3;no answer\n", at + 60, \
		    host > name
		printf "[%d] HOST ALERT: %s;UP;HARD;1;OK\n", \
		    at + 60 + 90 + below(700), host > name
	}
	close(name)
}

# Name servers and the certificate service are watched by Gatus.
function gatus(    name, i, at, list, n, s, a)
{
	name = dir "/outages/gatus.json"
	n = split("ns-1 ns-2 ca-1", list, " ")
	printf "[" > name
	for (s = 1; s <= n; s++) {
		at = instant("2023-12-31T23:30:00")
		printf "%s{\"name\":\"%s\",\"group\":\"core\",\"key\":\"core_%s\"," \
		    "\"results\":[],\"events\":[\n{\"type\":\"START\"," \
		    "\"timestamp\":\"%s\"},\n{\"type\":\"HEALTHY\"," \
		    "\"timestamp\":\"%s\"}", (s > 1) ? ",\n" : "", list[s], \
		    list[s], utc(at), utc(at + 1) > name
		for (i = 1; i <= 7; i++) {
			at += 86400 * 9 + below(86400 * 4)
			printf ",\n{\"type\":\"UNHEALTHY\",\"timestamp\":\"%s\"}," \
			    "\n{\"type\":\"HEALTHY\",\"timestamp\":\"%s\"}", \
			    utc(at), utc(at + 240 + below(900)) > name
		}
		printf "]}" > name
	}
	printf "]\n" > name
	close(name)
}

# A customer's own account of its site, newest first, in UTC.
function uptimerobot(    name, i, k, at, n, row, was, length_s)
{
	name = dir "/outages/uptimerobot.csv"
	print "\"Monitor\",\"Monitor URL\",\"Event\",\"Date-Time\"," \
	    "\"Reason\",\"Duration\",\"Duration (in mins.)\"" > name
	was = instant("2024-01-01T00:00:00")
	for (k = 1; k <= n_incidents; k++) {
		at = instant(i_start[k])
		if (index(i_subjects[k] " ", watched_node " ") == 0 || \
		    index(i_spans[k], "degraded"))
			continue
		length_s = length_of(k)
		row[++n] = robot("Up", was, at + 45 - was, "OK")
		row[++n] = robot("Down", at + 45, length_s, \
		    "Connection Timeout")
		was = at + 45 + length_s
	}
	row[++n] = robot("Up", was, instant("2024-03-31T23:59:00") - was, "OK")
	for (i = n; i >= 1; i--)
		print row[i] > name
	close(name)
}

function robot(event, at, seconds, reason)
{
	return sprintf("\"%s\",\"https://%s/\",\"%s\",\"%s\",\"%s\"," \
	    "\"%d hrs, %d mins\",\"%d\"", name_of[watched], \
	    "www." domain[watched], event, shown(at), reason, \
	    int(seconds / 3600), int(seconds / 60) % 60, int(seconds / 60))
}

function shown(at,    s)
{
	s = iso(at)
	sub("T", " ", s)
	return s
}

# ---- the rest -----------------------------------------------------------

# Days before the first incident, too, so that there is a usual.
function calls(    t, n, wd, week, i, extra, back)
{
	for (t = days(2023, 12, 4); t <= days(2024, 4, 5); t++) {
		civil(t)
		wd = (t + 4) % 7
		n = wd == 0 || wd == 6 ? 3 : wd == 1 ? 46 : 34
		if (month == 12 && mday > 22 || month == 1 && mday < 7 || \
		    t == days(2024, 3, 29) || t == days(2024, 4, 1))
			n = int(n / 3)
		n += below(int(n / 3) + 2)
		extra = busy[sprintf("%04d-%02d-%02d", year, month, mday)] + 0
		back = extra ? int(extra * 2 / 5) + below(6) : below(3)
		if (back > n)
			back = n
		printf "%04d-%02d-%02d,phone,%d,%d,%d\n", year, month, mday, \
		    n + extra, n + extra - back, back > out["calls.csv"]
		printf "%04d-%02d-%02d,ticket,%d,%d,\n", year, month, mday, \
		    int(n / 2) + int(extra / 2), int(n / 2) + int(extra / 3) > \
		    out["calls.csv"]
	}
}

# Who asked for the credit, and when: the window of "standard" is a month.
function claims(    i, m, id, list, n, a, k, sum, late, bill)
{
	n = split("2024-01 2024-02 2024-03", list, " ")
	for (i = 1; i <= n_services; i++) {
		id = service_id[i]
		if (contract_of[id] != "standard" && \
		    contract_of[id] != "office" && contract_of[id] != "virtual")
			continue
		for (m = 1; m <= n; m++) {
			sum = 0
			k = split(node_of[id], a, " ")
			for (; k > 0; k--)
				sum += lost[a[k], list[m]]
			late = (i + m) % 3
			if (sum < 2600 || late == 2 || m == 3 && late == 1)
				continue
			bill = contract_of[id] != "virtual" ? "" : \
			    sprintf("2024-%02d-02", m + 1)
			printf "%s,%s,%s,%s,%s\n", id, list[m], \
			    claim_day(m, late, i), bill, refund(id, m, late) > \
			    out["claims.csv"]
		}
	}
}

# What was asked for January in time is paid in March: a tenth of the fee, as
# nobody lost less than the first row of its agreement or as much as the second.
function refund(id, m, late)
{
	if (m != 1 || late && contract_of[id] != "office")
		return ",,"
	return paid_on("2024-03-15", fee_of[id] / 10)
}

function paid_on(day, cents)
{
	return sprintf("%s,%d.%02d,EUR", day, int(cents / 100), cents % 100)
}

# Credits of earlier months are paid two months later, on the 20th; those of
# December under five euros wait for the next ones.
function settle_earlier(id, y, m, cents)
{
	if (cents == 0 || y == 2023 && m == 12 && cents < 500)
		return
	printf "%s,%04d-%02d,,,%s\n", id, y, m, paid_on( \
	    sprintf("%04d-%02d-20", m > 10 ? y + 1 : y, (m + 1) % 12 + 1), \
	    cents) > out["claims.csv"]
}

function claim_day(m, late, i)
{
	return late ? sprintf("2024-%02d-%02d", m + 2, 5 + i % 4) : \
	    sprintf("2024-%02d-%02d", m + 1, 3 + i % 4)
}

# What came before, month by month: minutes of each machine, then of services.
function history(    y, m, i, t, id, bad, n, a, k, sum)
{
	for (y = 2022; y <= 2023; y++)
		for (m = 1; m <= 12; m++) {
			t = (days(m == 12 ? y + 1 : y, m % 12 + 1, 1) - \
			    days(y, m, 1)) * 86400 - (m == 3) * 3600 + \
			    (m == 10) * 3600
			machines(y, m, bad)
			for (i = 1; i <= n_services; i++) {
				id = service_id[i]
				n = split(node_of[id], a, " ")
				sum = 0
				for (k = 1; k <= n; k++)
					sum += bad[a[k]]
				if (from_of[id] == "")
					earlier(id, y, m, t, sum)
			}
		}
}

# Worse in autumn 2022, better since.
function machines(y, m, bad,    n, a, i, chance_of)
{
	n = split(all_nodes, a, " ")
	chance_of = y == 2022 ? (m > 8 ? 34 : 22) : 15
	for (i = 1; i <= n; i++)
		bad[a[i]] = below(100) < chance_of ? 4 + below(96) + \
		    (below(9) == 0) * below(240) : 0
}

# Availability is cut to four places, as the sheets of then were.
function earlier(id, y, m, t, minutes,    left, share, percent, paid)
{
	left = t - minutes * 60
	share = int(left * 1000000 / t)
	percent = contract_of[id] == "basic" || share >= 999000 ? 0 : \
	    share >= 995000 ? 10 : share >= 990000 ? 20 : 40
	paid = int(fee_of[id] * percent / 100)
	if (contract_of[id] == "basic") {
		paid = int(fee_of[id] * 10 * minutes * 60 / t)
		paid = paid < 50 ? 0 : paid > fee_of[id] ? fee_of[id] : paid
	}
	share = share == 1000000 ? "100" : \
	    sprintf("%d.%04d", int(share / 10000), share % 10000)
	printf "%s,%04d-%02d,%s,%d,%d.%02d,EUR,\n", id, y, m, share, minutes, \
	    int(paid / 100), paid % 100 > out["history.csv"]
	settle_earlier(id, y, m, paid)
}

# ---- the plan -----------------------------------------------------------

BEGIN {
	FS = "|"
	change = days(2024, 3, 31) * 86400 + 3600
	state = 20240101
	as_of = instant("2024-04-10T09:00:00")
	quiet = 77
	newcomer = 118
	watched = 36
	watched_node = "web-07"
	split("example.com example.net example.org", a, " ")
	for (i = 1; i <= 3; i++)
		tld[i - 1] = a[i]
	open_table("customers.csv", "id,name,language,segment,country," \
	    "contact,address,email,vat_id,consumer")
	open_table("services.csv", "id,customer,kind,name,site,contract,fee," \
	    "currency,from,to")
	open_table("resources.csv", "service,resource,group")
	open_table("outages/register.csv", "id,subject,from,to,state,view," \
	    "incident,detected,note")
	open_table("incidents.csv", "id,title,severity,status,cause,fault," \
	    "first_impact,clear_impact,detected,declared,mitigated,restored," \
	    "closed,author")
	open_table("notices.csv", "id,incident,channel,at,promised,author," \
	    "public,hidden,text")
	open_table("calls.csv", "date,channel,received,answered,abandoned")
	open_table("claims.csv", "service,period,claimed_at,anchor_at," \
	    "paid_at,paid,currency")
	open_table("history.csv", "service,period,availability," \
	    "downtime_minutes,credit,currency,restated")
}

/^#/ || /^$/ { next }

$1 == "language" {
	country[$2] = $3
	street[$2] = $4
	mailbox[$2] = $5
	n_towns[$2] = split($6, a, ", ")
	for (i = 1; i <= n_towns[$2]; i++)
		town[$2, i] = a[i]
	n_names[$2] = split($7, a, " ")
	for (i = 1; i <= n_names[$2]; i++)
		surname[$2, i] = a[i]
}

$1 == "trade" {
	n_trades[$2]++
	trade[$2, n_trades[$2]] = $3
	segment_of[$2, n_trades[$2]] = $4
}

$1 == "earlier" { earlier_title[$2] = $3 }

$1 == "long" { long_name[$2] = $3 }

$1 == "busy" { busy[$2] = $3 }

# What the statements of a month said before it was settled again.
$1 == "told" {
	told[++n_told] = sprintf("%s,%s,%s,%s,%s,EUR,%s", $2, $3, $4, $5, $6, \
	    text($7))
}

$1 == "nodes" { all_nodes = $2 }

$1 == "incident" {
	n_incidents++
	i_start[n_incidents] = $2
	i_subjects[n_incidents] = $3
	i_spans[n_incidents] = $4
	i_cause[n_incidents] = $5
	i_severity[n_incidents] = $6
	i_detect[n_incidents] = $7
	i_words[n_incidents] = $8
	i_title[n_incidents] = $9
}

END {
	customers()
	earlier_incidents()
	for (k = 1; k <= 200; k++)
		web(k)
	for (k = 1; k <= 200; k++)
		others(k)
	for (k = 1; k <= n_incidents; k++)
		incident(k)
	nagios()
	gatus()
	uptimerobot()
	calls()
	claims()
	history()
	for (k = 1; k <= n_told; k++)
		print told[k] > out["history.csv"]
}
