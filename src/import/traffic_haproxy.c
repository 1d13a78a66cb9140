/*
 * HAProxy's httplog: a line of syslog, then client, accept time in brackets,
 * frontend, backend/server, timers, status, bytes, and the request in quotes.
 *
 * The accept time is local and without offset. A server that was down is
 * <NOSRV>, its timers are -1; the status is the proxy's own answer then. What
 * headers were captured stands in braces, under no names: a host name among
 * them is the site, what looks like product/version the user agent.
 */
#include <string.h>

#include "import/formats.h"
#include "import/traffic.h"

static const char specimen[] =
    "Apr 11 18:30:06 lb1 haproxy[14389]: 192.0.2.7:51234 "
    "[11/Apr/2013:18:30:05.123] https~ shops/web1 0/0/1/163/182 200 5120 "
    "- - ---- 12/12/3/1/0 0/0 {www.example.org|Mozilla/5.0 (X11)} "
    "\"GET / HTTP/1.1\"\n"
    "Apr 11 18:31:06 lb1 haproxy[14389]: 2001:db8::7:51234 "
    "[11/Apr/2013:18:30:06.123] https~ shops/<NOSRV> 0/0/-1/-1/60000 503 212 "
    "- - SC-- 12/12/3/1/0 0/0 {shop.example.net} \"GET / HTTP/1.1\"\n";

enum { F_FRONTEND, F_SERVER, F_TIMERS, F_STATUS, F_BYTES, F_SKIP = 5 };

struct reading {
	struct traffic_clock clock;
};

/* The bracket that holds a date, behind a blank or at the start. */
static size_t
find_stamp(struct str t)
{
	for (size_t i = str_find(t, '['); i < t.n;
	     i += 1 + str_find(str_sub(t, i + 1, t.n), '['))
		if (i + 22 < t.n && i > 0 && t.p[i - 1] == ' ' &&
		    t.p[i + 3] == '/' && t.p[i + 7] == '/')
			return i;
	return t.n;
}

static size_t
count(struct str t, char c)
{
	size_t n = 0;

	for (size_t i = 0; i < t.n; i++)
		n += t.p[i] == c;
	return n;
}

static void
take_capture(struct str text, struct access_line *line)
{
	struct str host = traffic_host(text);

	if (line->site.n == 0 && host.n != 0 &&
	    memchr(host.p, '.', host.n) != NULL &&
	    memchr(host.p, '/', host.n) == NULL &&
	    memchr(host.p, ' ', host.n) == NULL)
		line->site = host;
	else if (line->agent.n == 0 && !traffic_is_url(text) &&
		 memchr(text.p, '/', text.n) != NULL)
		line->agent = text;
}

/* Any number of "{a|b} "; braces inside are escaped by the proxy. */
static bool
take_captures(struct str *t, struct access_line *line)
{
	while (t->n != 0 && t->p[0] == '{') {
		size_t end = str_find(*t, '}');
		struct str list = str_sub(*t, 1, end);

		if (end + 1 >= t->n || t->p[end + 1] != ' ')
			return false;
		while (list.n != 0)
			take_capture(str_cut(list, '|', &list), line);
		*t = str_sub(*t, end + 2, t->n);
	}
	return true;
}

/* A size that may still grow is "+5120". */
static const char *
take_numbers(const struct str *field, struct access_line *line)
{
	struct str size = field[F_BYTES];

	if (count(field[F_SERVER], '/') == 0 || count(field[F_TIMERS], '/') < 4)
		return "no line of an HTTP log";
	if (!traffic_status(field[F_STATUS], &line->status))
		return "the status is not a number of three digits";
	if (size.n != 0 && size.p[0] == '+')
		size = str_sub(size, 1, size.n);
	if (!traffic_bytes(size, &line->bytes))
		return "the size is neither a number nor \"-\"";
	return NULL;
}

static const char *
take_request(struct str t, struct access_line *line)
{
	const char *end = t.p + t.n, *quote;

	if (t.n < 2 || t.p[0] != '"')
		return "no request in quotes";
	quote = memchr(t.p + 1, '"', t.n - 1);
	if (quote == NULL || (quote + 1 < end && quote[1] != ' '))
		return "the request does not end";
	line->request = (struct str){ t.p + 1, (size_t)(quote - t.p - 1) };
	if (line->site.n == 0)
		line->site = traffic_url(traffic_target(line->request), NULL);
	return NULL;
}

/* The word before the time. */
static struct str
client_before(struct str t)
{
	size_t from;

	t = str_trim(t);
	for (from = t.n; from > 0 && t.p[from - 1] != ' '; from--)
		;
	return traffic_peer(str_sub(t, from, t.n));
}

static const char *
read_line(void *state, struct str text, struct access_line *ret_line)
{
	struct reading *r = state;
	size_t from = find_stamp(text), to;
	struct str field[F_BYTES + 1], rest;
	const char *why;

	*ret_line = (struct access_line){ 0 };
	if (text.n == 0)
		return "the line is empty";
	ret_line->client = client_before(str_sub(text, 0, from));
	to = from + str_find(str_sub(text, from, text.n), ']');
	if (to + 1 >= text.n || text.p[to + 1] != ' ')
		return "no time in brackets";
	why = traffic_when(
	    &r->clock, str_sub(text, from + 1, to), &ret_line->at_s);
	if (why != NULL)
		return why;
	rest = str_sub(text, to + 2, text.n);
	for (int i = 0; i <= F_BYTES; i++)
		field[i] = str_cut(rest, ' ', &rest);
	why = take_numbers(field, ret_line);
	if (why != NULL)
		return why;
	/* cookies, state of termination, connections, queues */
	for (int i = 0; i < F_SKIP; i++)
		if (str_cut(rest, ' ', &rest).n == 0)
			return "no line of an HTTP log";
	if (!take_captures(&rest, ret_line))
		return "the captured headers do not end";
	return take_request(rest, ret_line);
}

static const struct traffic_dialect dialect = { .line = read_line,
	.site = TRAFFIC_SITE_OF_BOTH };

static int
detect(struct str head)
{
	struct reading r = { .clock.zone = &traffic_any_zone };

	return traffic_detect(&dialect, &r, head);
}

static int
read_log(struct job *job, struct err *e)
{
	struct reading r;

	if (traffic_clock_of(job, false, &r.clock, e) != 0)
		return -1;
	return traffic_read(job, &dialect, &r, e);
}

static const struct format format = { .detect = detect, .read = read_log };

const struct format_info format_info_haproxy = { "haproxy",
	"HTTP log of HAProxy; its times need zone: in case.yaml", specimen,
	SOURCE_TRAFFIC, &format };
