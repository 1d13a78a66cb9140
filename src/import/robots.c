#include "import/robots.h"

#include <string.h>

#include "import/hash.h"

enum { SLOTS = 16384, AGENT_MAX = 512 };

enum where { ANYWHERE, AT_START };

/*
 * Lower case; the general words first, as they decide most. `but` is what must
 * not stand before the word: "cubot" is a telephone.
 */
static const struct robot_word {
	const char *word;
	enum where where;
	const char *but;
} words[] = {
	{ "bot", ANYWHERE, "cu" },
	{ "crawl", ANYWHERE, NULL },
	{ "spider", ANYWHERE, NULL },
	{ "slurp", ANYWHERE, NULL },
	{ "+http", ANYWHERE, NULL },
	{ "ahrefs", ANYWHERE, NULL },
	{ "aiohttp/", ANYWHERE, NULL },
	{ "apache-httpclient", ANYWHERE, NULL },
	{ "archiver", ANYWHERE, NULL },
	{ "axios/", AT_START, NULL },
	{ "bingpreview", ANYWHERE, NULL },
	{ "blackbox", AT_START, NULL },
	{ "censys", ANYWHERE, NULL },
	{ "chatgpt-user", ANYWHERE, NULL },
	{ "check_http", ANYWHERE, NULL },
	{ "chrome-lighthouse", ANYWHERE, NULL },
	{ "cloudflare-healthchecks", ANYWHERE, NULL },
	{ "curl/", AT_START, NULL },
	{ "datadog", ANYWHERE, NULL },
	{ "elb-healthchecker", ANYWHERE, NULL },
	{ "facebookcatalog", ANYWHERE, NULL },
	{ "facebookexternalhit", ANYWHERE, NULL },
	{ "feedburner", ANYWHERE, NULL },
	{ "feedfetcher", ANYWHERE, NULL },
	{ "feedly", ANYWHERE, NULL },
	{ "go-http-client", AT_START, NULL },
	{ "googlehc", ANYWHERE, NULL },
	{ "headlesschrome", ANYWHERE, NULL },
	{ "httpx/", ANYWHERE, NULL },
	{ "java/", AT_START, NULL },
	{ "kube-probe", ANYWHERE, NULL },
	{ "libwww-perl", ANYWHERE, NULL },
	{ "lwp::", ANYWHERE, NULL },
	{ "masscan", ANYWHERE, NULL },
	{ "mediapartners-google", ANYWHERE, NULL },
	{ "meta-external", ANYWHERE, NULL },
	{ "monitoring", ANYWHERE, NULL },
	{ "nagios", ANYWHERE, NULL },
	{ "netcraft", ANYWHERE, NULL },
	{ "newrelicpinger", ANYWHERE, NULL },
	{ "nikto", ANYWHERE, NULL },
	{ "nmap", ANYWHERE, NULL },
	{ "node-fetch", ANYWHERE, NULL },
	{ "phantomjs", ANYWHERE, NULL },
	{ "pingdom", ANYWHERE, NULL },
	{ "python-requests", AT_START, NULL },
	{ "python-urllib", AT_START, NULL },
	{ "scrapy", ANYWHERE, NULL },
	{ "semrush", ANYWHERE, NULL },
	{ "site24x7", ANYWHERE, NULL },
	{ "sqlmap", ANYWHERE, NULL },
	{ "statuscake", ANYWHERE, NULL },
	{ "uptime", ANYWHERE, NULL },
	{ "wget/", AT_START, NULL },
	{ "whatsapp/", AT_START, NULL },
	{ "zabbix", ANYWHERE, NULL },
	{ "zgrab", ANYWHERE, NULL },
};

static bool
has_word(struct str agent, const struct robot_word *w)
{
	size_t n = strlen(w->word), before = w->but ? strlen(w->but) : 0;
	const char *p = agent.p, *end = agent.p + agent.n;

	if (w->where == AT_START)
		return agent.n >= n && memcmp(p, w->word, n) == 0;
	while ((p = memmem(p, (size_t)(end - p), w->word, n)) != NULL) {
		if (before == 0 || (size_t)(p - agent.p) < before ||
		    memcmp(p - before, w->but, before) != 0)
			return true;
		p++;
	}
	return false;
}

static bool
robot_agent(struct str agent)
{
	char lower[AGENT_MAX];
	struct str text = { lower, agent.n < AGENT_MAX ? agent.n : AGENT_MAX };

	for (size_t i = 0; i < text.n; i++)
		lower[i] = agent.p[i] >= 'A' && agent.p[i] <= 'Z'
			       ? (char)(agent.p[i] + ('a' - 'A'))
			       : agent.p[i];
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (has_word(text, &words[i]))
			return true;
	return false;
}

struct robots_slot {
	struct str agent;
	bool robot;
};

bool
robots_agent(struct robots *r, struct str agent)
{
	struct robots_slot *s;
	size_t i;

	if (agent.n == 0)
		return false;
	if (agent.n > AGENT_MAX)
		return robot_agent(agent);
	if (r->slots == NULL)
		r->slots = arena_array(r->keep, SLOTS, sizeof *r->slots);
	i = (size_t)hash_bytes(agent.p, agent.n) & (SLOTS - 1);
	for (; r->slots[i].agent.p != NULL; i = (i + 1) & (SLOTS - 1)) {
		s = &r->slots[i];
		if (s->agent.n == agent.n &&
		    memcmp(s->agent.p, agent.p, agent.n) == 0)
			return s->robot;
	}
	/* half full: a log with endless agents must not fill memory */
	if (r->n >= SLOTS / 2)
		return robot_agent(agent);
	s = &r->slots[i];
	s->agent = str_dup(r->keep, agent);
	s->robot = robot_agent(agent);
	r->n++;
	return s->robot;
}
