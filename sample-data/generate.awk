# generate.awk -- the traffic of the sample stories, made from nothing.
#
#	awk -v what=NAME -f common.awk -f generate.awk OUTAGES.csv... > FILE
#
# Reads a story's outage records (columns id, subject, from, to, state, view in
# that order; comma or semicolon) and writes the traffic that goes with them, so
# that logs and records tell the same story. Called by generate.sh.
#
# The same bytes come out of every awk: chance is that of common.awk, and nothing
# here asks for the time, the locale, exp, log or the order of an array.

# ---- chance and time ----------------------------------------------------

# About 1, mostly within +-width.
function wobble(width)
{
	return 1 + width * (chance() + chance() + chance() - 1.5) / 1.5
}

# Seconds east of UTC: both zones are one hour ahead, two after the change.
function offset(t)
{
	return t >= change ? 7200 : 3600
}

# ---- the stories --------------------------------------------------------

# One site: name, page views on a plain weekday, shape of the day, and what it
# needs: groups separated by spaces, the members of a group joined by "+".
function site(name, views, shape, needs)
{
	n_sites++
	name_of[n_sites] = name
	views_of[n_sites] = views
	shape_of[n_sites] = shape
	needs_of[n_sites] = needs
}

# Percent of a plain day, "date percent" pairs.
function special(list,    a, n, i)
{
	n = split(list, a, " ")
	for (i = 1; i < n; i += 2)
		day_percent[a[i]] = a[i + 1]
}

function weeks(list,    a, n, i)
{
	n_weeks = split(list, a, " ")
	for (i = 1; i <= n_weeks; i++)
		week_percent[i] = a[i]
}

function bounds(from, to, spring)
{
	change = 0
	change = instant(spring)
	start = instant(from)
	stop = instant(to)
}

function story_tiny()
{
	state = 20240402
	bounds("2024-03-04T00:00", "2024-04-29T00:00", "2024-03-31T01:00Z")
	weeks("98 100 103 101 97 102 104 101")
	special("2024-04-01 60 2024-04-25 75 2024-03-15 150")
	site("www.pinequill.example.com", 620, "shop", "web-1 db-1")
	form = "hourly"
}

# The shop's own probe tells when its site was down.
function story_seeds()
{
	state = 20240411
	bounds("2024-02-12T00:00", "2024-04-29T00:00", "2024-03-31T01:00Z")
	weeks("94 96 99 101 100 103 105 107 108 104 106")
	special("2024-03-31 60 2024-04-01 70 2024-04-25 80 2024-03-09 140")
	site("www.ortodilevante.example.com", 880, "shop", "web-orto")
	whose = "probe"
	form = "hourly"
}

# All of it lies after the change, so both awkward hours are out of it.
function story_awkward()
{
	state = 20241020
	bounds("2024-09-23T00:00", "2024-10-27T00:00", "2024-03-31T01:00Z")
	weeks("100 97 103 101 99")
	special("2024-10-05 140")
	site("www.clockmakers.example.org", 480, "evening", "web-1")
	blind_from = instant("2024-10-09T12:00")
	blind_to = instant("2024-10-09T18:00")
	form = "hourly"
}

function story_easter()
{
	bounds("2023-01-30T00:00", "2023-04-10T00:00", "2023-03-26T01:00Z")
	weeks("92 95 97 100 101 104 106 108 110 104")
	special("2023-02-20 130 2023-03-04 165 2023-04-07 55 2023-04-09 50")
	# The log machine was wiped with the rest: no row at all.
	blind_from = instant("2023-03-23T02:00")
	blind_to = instant("2023-03-24T18:00")
	form = "hourly"
}

function story_easter_wattwind()
{
	state = 20230323
	story_easter()
	site("www.segelschule-wattwind.example.net", 840, "evening", \
	    "web-01 web-wattwind")
}

function story_easter_kinderarzt()
{
	state = 20230326
	story_easter()
	site("www.kinderarzt-am-deich.example.com", 410, "office", \
	    "web-02 web-kinderarzt")
}

# Two months before the quarter, and the week after it.
function story_quarter()
{
	bounds("2023-11-06T00:00", "2024-04-08T00:00", "2024-03-31T01:00Z")
	weeks("96 98 101 104 112 118 74 70 95 99 100 102 101 100 103 101 99 " \
	    "102 104 103 105 96")
	special("2023-12-25 25 2023-12-26 30 2024-01-01 40 2024-03-29 70 " \
	    "2024-03-31 45 2024-04-01 50")
	form = "hourly"
}

function story_quarter_bicycles()
{
	state = 20240115
	story_quarter()
	site("www.bicycles-tidewell.example.net", 1240, "shop", \
	    "web-06 db-2 net-a+net-b")
}

function story_quarter_solicitors()
{
	state = 20240121
	story_quarter()
	site("www.solicitors-marrowby.example.com", 260, "office", \
	    "web-02 net-a+net-b")
}

function story_quarter_comune()
{
	state = 20240136
	story_quarter()
	site("www.comune-di-nebbiolini.example.com", 720, "office", \
	    "web-07 net-a+net-b")
}

function story_flicker()
{
	state = 20130411
	bounds("2013-02-18T00:00", "2013-05-01T00:00", "2013-03-31T01:00Z")
	form = "log"
}

function story_flicker_blog()
{
	story_flicker()
	weeks("74 78 83 86 91 96 99 108 106 109 112")
	special("2013-03-31 70 2013-04-01 85 2013-04-25 118 2013-03-08 190")
	site("www.ortosulbalcone.example.org", 2950, "evening", \
	    "db-1+db-2 web-blog")
	crowd = 40
	new_visit = 0.45
	robot_night = instant("2013-03-20T02:00")
	titles("/ / / /2013/04/pomodori-in-vaso/ /2013/03/semina-di-marzo/ " \
	    "/2013/04/basilico-sul-davanzale/ /2013/02/compost-in-cucina/ " \
	    "/2012/09/zafferano-in-cassetta/ /2013/03/terriccio-senza-torba/ " \
	    "/2013/04/api-in-citta/ /2013/01/calendario-lunare/ /chi-siamo/ " \
	    "/cerca?q=rucola /archivio/ /2012/05/menta-che-invade/", \
	    "/tema/stile.css /tema/menu.js /foto/balcone.jpg " \
	    "/foto/pomodori-1.jpg /foto/semenzaio.jpg /foto/api.png", \
	    "http://www.cercatutto.example.com/?q=orto+balcone " \
	    "http://forum.verdeurbano.example.net/topic/118 " \
	    "http://www.cercatutto.example.com/?q=pomodori+vaso")
}

function story_flicker_shared()
{
	story_flicker()
	weeks("97 99 100 102 101 98 96 101 100 103 102")
	special("2013-03-31 45 2013-04-01 55 2013-04-25 60 2013-03-22 125")
	site("www.scarpediluna.example.com", 320, "shop", \
	    "db-1+db-2 shop-1+shop-2")
	site("shop.vinidelcrinale.example.com", 210, "shop", \
	    "db-1+db-2 shop-1+shop-2")
	site("www.bergladen.example.net", 170, "shop", \
	    "db-1+db-2 shop-1+shop-2")
	site("www.ferramentaonline.example.com", 260, "office", \
	    "db-1+db-2 shop-1+shop-2")
	site("www.giocattolidilegno.example.net", 140, "shop", \
	    "db-1+db-2 shop-3")
	site("www.studiobelfiore.example.com", 80, "office", \
	    "db-1+db-2 web-1+web-2")
	site("www.coroaltavalle.example.org", 45, "evening", \
	    "db-1+db-2 web-1+web-2")
	site("www.marmidellupo.example.com", 60, "office", "static-1")
	crowd = 12
	new_visit = 0.3
	with_site = 1
	titles("/ / /catalogo /catalogo?pagina=2 /catalogo?pagina=3 /offerte " \
	    "/prodotto/1041 /prodotto/1187 /prodotto/2210 /prodotto/3002 " \
	    "/carrello /cassa /contatti /spedizioni /ricerca?q=regalo", \
	    "/stile.css /negozio.js /img/logo.png /img/p1041.jpg " \
	    "/img/p2210.jpg /img/p3002.jpg", \
	    "http://www.cercatutto.example.com/?q=negozio " \
	    "http://prezzi.example.net/confronta " \
	    "http://www.cercatutto.example.com/?q=spedizione+gratis")
}

function titles(page_list, asset_list, referer_list)
{
	n_pages = split(page_list, page, " ")
	n_assets = split(asset_list, asset, " ")
	n_referers = split(referer_list, referer, " ")
}

function tables(    a, i)
{
	split("18 10 6 4 3 5 14 32 48 58 64 66 62 60 58 58 62 70 78 88 100 " \
	    "96 70 38", a, " ")
	for (i = 1; i <= 24; i++)
		shape["evening", 0, i - 1] = a[i]
	split("26 16 9 6 4 4 8 18 36 58 76 84 78 66 66 72 78 82 84 90 98 92 " \
	    "72 44", a, " ")
	for (i = 1; i <= 24; i++)
		shape["evening", 1, i - 1] = a[i]
	split("8 4 3 2 2 4 10 26 56 80 92 90 64 62 84 92 90 78 56 44 40 36 24 " \
	    "14", a, " ")
	for (i = 1; i <= 24; i++)
		shape["office", 0, i - 1] = a[i]
	split("8 5 3 2 2 2 4 8 16 26 32 32 26 20 22 26 30 32 30 30 30 26 18 " \
	    "12", a, " ")
	for (i = 1; i <= 24; i++)
		shape["office", 1, i - 1] = a[i]
	split("14 8 4 3 2 4 10 24 44 60 70 72 74 70 62 64 68 74 76 80 92 96 72 " \
	    "34", a, " ")
	for (i = 1; i <= 24; i++)
		shape["shop", 0, i - 1] = a[i]
	split("18 10 6 4 3 3 6 14 32 54 72 80 74 62 62 70 78 82 80 80 86 86 64 " \
	    "36", a, " ")
	for (i = 1; i <= 24; i++)
		shape["shop", 1, i - 1] = a[i]
	split("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", month_name, " ")
	n_agents = 6
	agent[0] = "Mozilla/5.0 (Windows NT 6.1; rv:19.0) Gecko/20100101 " \
	    "Firefox/19.0"
	agent[1] = "Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; " \
	    "Trident/5.0)"
	agent[2] = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_8_3) " \
	    "AppleWebKit/536.28 (KHTML, like Gecko) Version/6.0.3 Safari/536"
	agent[3] = "Mozilla/5.0 (Windows NT 5.1) AppleWebKit/537.31 " \
	    "(KHTML, like Gecko) Chrome/26.0.1410.64 Safari/537.31"
	agent[4] = "Mozilla/5.0 (iPad; CPU OS 6_1_3 like Mac OS X) " \
	    "AppleWebKit/536.26 (KHTML, like Gecko) Mobile/10B329"
	agent[5] = "Opera/9.80 (X11; Linux i686) Presto/2.12.388 Version/12.14"
	robot[0] = "Mozilla/5.0 (compatible; Lucciolabot/1.2; " \
	    "+http://bot.example.net/)"
	robot[1] = "Setaccio-spider/0.9 (crawler@example.org)"
	monitor = "check_http/v1.4.16 (nagios-plugins 1.4.16)"
	net[0] = "192.0.2."
	net[1] = "198.51.100."
	net[2] = "203.0.113."
}

# ---- outage records -----------------------------------------------------

# Records of this hour only, by subject; nearly always none.
function look_at(from, to,    i)
{
	for (i = 1; i <= n_records; i++)
		active[subject[i]] = 0
	n_active = 0
	for (i = 1; i <= n_records; i++) {
		if (from_at[i] >= to || to_at[i] <= from)
			continue
		n_active++
		active[subject[i]]++
		record[subject[i], active[subject[i]]] = i
	}
}

# What one subject is in at t: 0 up, 1 degraded, 2 substitute, 3 down.
function subject_state(s, t,    i, r, worst)
{
	worst = 0
	for (i = 1; i <= active[s]; i++) {
		r = record[s, i]
		if (from_at[r] <= t && t < to_at[r] && rank[r] > worst)
			worst = rank[r]
	}
	return worst
}

# A site is as its worst group, a group as its best member.
function site_state(k, t,    g, n, m, nm, groups, members, best, one, worst)
{
	if (n_active == 0)
		return 0
	worst = 0
	n = split(needs_of[k], groups, " ")
	for (g = 1; g <= n; g++) {
		nm = split(groups[g], members, "+")
		best = 3
		for (m = 1; m <= nm; m++) {
			one = subject_state(members[m], t)
			if (one < best)
				best = one
		}
		if (best > worst)
			worst = best
	}
	return worst
}

# ---- how much -----------------------------------------------------------

function begin_day(t,    n, k, key)
{
	n = int((t + offset(t)) / 86400)
	civil(n)
	weekend = (n + 4) % 7 == 0 || (n + 4) % 7 == 6
	key = sprintf("%04d-%02d-%02d", year, month, mday)
	day_level = week_percent[int((n - first_day) / 7) + 1] / 100
	if (key in day_percent)
		day_level *= day_percent[key] / 100
	for (k = 1; k <= n_sites; k++)
		level[k] = day_level * wobble(0.12)
	stamp_day = sprintf("%02d/%s/%04d:", mday, month_name[month], year)
}

# Page views that people want of site k in the hour that begins at t.
function wanted(k, hour,    x)
{
	x = views_of[k] * shape[shape_of[k], weekend, hour] / 1180
	return int(x * level[k] * wobble(0.22) + chance())
}

# ---- hourly CSV ---------------------------------------------------------

function hourly_head()
{
	print "hour,hits,views,errors"
}

function hourly(t, hour,    k, n, i, s, views, hits, errors)
{
	for (k = 1; k <= n_sites; k++) {
		n = wanted(k, hour)
		views = hits = errors = 0
		for (i = 0; i < n; i++) {
			s = site_state(k, t + below(3600))
			if (s == 3) {
				if (chance() < 0.06) {
					hits++
					errors++
				}
			} else if (s == 2) {
				hits++
			} else if (s == 0 || chance() < 0.7) {
				views++
				hits += 1 + below(6)
			}
		}
		if (t >= blind_from && t < blind_to)
			continue
		civil(int(t / 86400))
		printf "%04d-%02d-%02dT%02d:00:00Z,%d,%d,%d\n", year, month, \
		    mday, int(t / 3600) % 24, hits, views, errors
	}
}

# ---- access logs --------------------------------------------------------

function address()
{
	return net[below(3)] (1 + below(254))
}

function stamp(t,    s)
{
	s = (t + offset(t)) % 86400
	return sprintf("[%s%02d:%02d:%02d %s]", stamp_day, int(s / 3600), \
	    int(s / 60) % 60, s % 60, offset(t) == 7200 ? "+0200" : "+0100")
}

function line(k, who, when, request, status, bytes, from, agent_name)
{
	printf "%s%s - - %s \"%s\" %d %s \"%s\" \"%s\"\n", \
	    with_site ? name_of[k] ":80 " : "", who, when, request, status, \
	    bytes, from, agent_name
	n_lines++
}

# Things that stand in every real log and are no requests.
function debris(t, k)
{
	n_debris++
	if (n_debris % 4 == 1)
		print substr(address() " - - " stamp(t), 1, 31)
	else if (n_debris % 4 == 2)
		print ""
	else if (n_debris % 4 == 3)
		print "[warn] child pid 20413 still did not exit"
	else
		print address() " - - [00/Xxx/0000:00:00:00 +0000] \"GET / H"
}

# One page view of a person, with what the page draws in.
function page_view(k, t, s,    v, path, when, status, i, n, here)
{
	v = k * 1000 + below(crowd)
	if (!(v in visitor) || chance() < new_visit) {
		visitor[v] = address()
		browser[v] = agent[below(n_agents)]
		where[v] = chance() < 0.4 ? "-" : referer[1 + below(n_referers)]
	}
	path = page[1 + below(n_pages)]
	when = stamp(t)
	if (s == 3) {
		# Cut off in front of the server; a few get an error page.
		if (chance() < 0.03)
			line(k, visitor[v], when, "GET " path " HTTP/1.1", \
			    503, 312, where[v], browser[v])
		return
	}
	if (s == 1 && chance() < 0.45) {
		if (chance() < 0.2)
			line(k, visitor[v], when, "GET " path " HTTP/1.1", \
			    504, 247, where[v], browser[v])
		return
	}
	status = chance() < 0.985 ? 200 : chance() < 0.6 ? 404 : 301
	line(k, visitor[v], when, "GET " path " HTTP/1.1", status, \
	    status == 200 ? 9000 + below(30000) : 420, where[v], browser[v])
	where[v] = "http://" name_of[k] path
	here = where[v]
	n = int(below(10) / 4) - (s == 1)
	for (i = 0; i < n; i++) {
		status = chance() < 0.7 ? 200 : 304
		line(k, visitor[v], stamp(t + below(3)), \
		    "GET " asset[1 + below(n_assets)] " HTTP/1.1", status, \
		    status == 200 ? 1200 + below(60000) : "-", here, \
		    browser[v])
	}
	if (chance() < 0.008)
		line(k, visitor[v], stamp(t + 2), "POST /commenta HTTP/1.1", \
		    302, 0, here, browser[v])
}

function robot_view(k, t, s)
{
	if (s == 3)
		return
	line(k, net[2] (10 + below(8)), stamp(t), \
	    "GET " page[1 + below(n_pages)] " HTTP/1.1", 200, \
	    9000 + below(30000), "-", robot[below(2)])
}

# The provider's own check, from inside: proof that the log was being written.
function monitor_view(k, t, s)
{
	line(k, "192.0.2.1", stamp(t), "HEAD / HTTP/1.0", s == 3 ? 503 : 200, \
	    s == 3 ? 0 : "-", "-", monitor)
}

# The sites' views of one hour in the order of time.
function log_hour(t, hour,    k, n, all, i, r, at, s, calm)
{
	all = 0
	for (k = 1; k <= n_sites; k++) {
		left[k] = wanted(k, hour)
		all += left[k]
	}
	n = all
	calm = t == robot_night ? 2.5 : 0.07
	for (i = 0; i < n; i++) {
		at = t + int((i + chance()) * 3600 / n)
		r = below(all)
		for (k = 1; r >= left[k]; k++)
			r -= left[k]
		left[k]--
		all--
		s = site_state(k, at)
		page_view(k, at, s)
		for (r = chance(); r < calm; r++)
			robot_view(k, at, s)
		if (n_lines - marked > 41000) {
			debris(at, k)
			marked = n_lines
		}
	}
	for (i = 0; i < 4; i++)
		monitor_view(1, t + 3000 + i * 150, \
		    site_state(1, t + 3000 + i * 150))
}

# ---- what happens -------------------------------------------------------

BEGIN {
	FS = "[,;]"
	tables()
	if (what == "tiny")
		story_tiny()
	else if (what == "awkward")
		story_awkward()
	else if (what == "seeds")
		story_seeds()
	else if (what == "easter-wattwind")
		story_easter_wattwind()
	else if (what == "easter-kinderarzt")
		story_easter_kinderarzt()
	else if (what == "quarter-bicycles")
		story_quarter_bicycles()
	else if (what == "quarter-solicitors")
		story_quarter_solicitors()
	else if (what == "quarter-comune")
		story_quarter_comune()
	else if (what == "flicker-blog")
		story_flicker_blog()
	else if (what == "flicker-shared")
		story_flicker_shared()
	else {
		print "generate.awk: nothing is called \"" what "\"" > \
		    "/dev/stderr"
		failed = 1
		exit 2
	}
	first_day = int((start + offset(start)) / 86400)
}

$5 == "down" || $5 == "degraded" || $5 == "substitute" {
	if ($6 != "" && $6 != (whose == "" ? "provider" : whose))
		next
	n_records++
	subject[n_records] = $2
	from_at[n_records] = instant($3)
	to_at[n_records] = $4 == "" ? stop : instant($4)
	rank[n_records] = $5 == "down" ? 3 : $5 == "degraded" ? 1 : 2
}

END {
	if (failed)
		exit 2
	if (form == "hourly")
		hourly_head()
	today = -1
	for (t = start; t < stop; t += 3600) {
		n = int((t + offset(t)) / 86400)
		if (n != today) {
			begin_day(t)
			today = n
		}
		hour = int((t + offset(t)) / 3600) % 24
		look_at(t, t + 3600)
		if (form == "hourly")
			hourly(t, hour)
		else
			log_hour(t, hour)
	}
}
