/*
 * One JSON object a line with the variables of nginx (escape=json) or of other
 * servers, under names the administrator chose: the usual ones are known.
 *
 * Where several keys tell the same, the first of the table that says something
 * is meant. A host that is an address, or "_", says nothing.
 */
#include "import/formats.h"
#include "import/traffic.h"
#include "import/traffic_json.h"

static const char specimen[] =
    "{\"time_iso8601\":\"2013-04-11T18:30:05+02:00\",\"host\":"
    "\"www.example.org\",\"request_method\":\"GET\",\"request_uri\":"
    "\"/?q=1\",\"status\":\"200\",\"body_bytes_sent\":\"5120\","
    "\"http_user_agent\":\"Mozilla/5.0 (X11; \\\"odd\\\")\"}\n"
    "{\"msec\":1365697809.250,\"server_name\":\"shop.example.net\","
    "\"request\":\"POST /cart HTTP/1.1\",\"status\":503,\"bytes_sent\":312}\n";

/* Slots of one meaning stand together, the best first. */
enum {
	S_TIME_ISO,
	S_MSEC,
	S_TIME_LOCAL,
	S_AT_TIMESTAMP,
	S_TIMESTAMP,
	S_TIME,
	S_TS,
	S_HOST,
	S_HTTP_HOST,
	S_VHOST,
	S_SERVER_NAME,
	S_REQUEST_METHOD,
	S_METHOD,
	S_REQUEST_URI,
	S_URI,
	S_URL,
	S_PATH,
	S_STATUS,
	S_STATUS_CODE,
	S_BODY_BYTES,
	S_BYTES_SENT,
	S_BYTES,
	S_SIZE,
	S_HTTP_AGENT,
	S_USER_AGENT,
	S_AGENT,
	S_REQUEST,
	S_FORWARDED,
	S_REMOTE_ADDR,
	S_REMOTE_IP,
	S_CLIENT_IP,
	S_CLIENTIP,
	S_CLIENT,
	S_IP,
	SLOTS
};
_Static_assert((int)SLOTS <= (int)JLINE_SLOTS, "a slot for each");

static const struct jline_key keys[] = {
	JLINE_KEY("time_iso8601", S_TIME_ISO),
	JLINE_KEY("msec", S_MSEC),
	JLINE_KEY("time_local", S_TIME_LOCAL),
	JLINE_KEY("@timestamp", S_AT_TIMESTAMP),
	JLINE_KEY("timestamp", S_TIMESTAMP),
	JLINE_KEY("time", S_TIME),
	JLINE_KEY("ts", S_TS),
	JLINE_KEY("host", S_HOST),
	JLINE_KEY("http_host", S_HTTP_HOST),
	JLINE_KEY("vhost", S_VHOST),
	JLINE_KEY("server_name", S_SERVER_NAME),
	JLINE_KEY("request", S_REQUEST),
	JLINE_KEY("request_method", S_REQUEST_METHOD),
	JLINE_KEY("method", S_METHOD),
	JLINE_KEY("request_uri", S_REQUEST_URI),
	JLINE_KEY("uri", S_URI),
	JLINE_KEY("url", S_URL),
	JLINE_KEY("path", S_PATH),
	JLINE_KEY("status", S_STATUS),
	JLINE_KEY("status_code", S_STATUS_CODE),
	JLINE_KEY("body_bytes_sent", S_BODY_BYTES),
	JLINE_KEY("bytes_sent", S_BYTES_SENT),
	JLINE_KEY("bytes", S_BYTES),
	JLINE_KEY("size", S_SIZE),
	JLINE_KEY("http_user_agent", S_HTTP_AGENT),
	JLINE_KEY("user_agent", S_USER_AGENT),
	JLINE_KEY("agent", S_AGENT),
	JLINE_KEY("http_x_forwarded_for", S_FORWARDED),
	JLINE_KEY("remote_addr", S_REMOTE_ADDR),
	JLINE_KEY("remote_ip", S_REMOTE_IP),
	JLINE_KEY("client_ip", S_CLIENT_IP),
	JLINE_KEY("clientip", S_CLIENTIP),
	JLINE_KEY("client", S_CLIENT),
	JLINE_KEY("ip", S_IP),
	JLINE_END,
};

struct reading {
	struct traffic_clock clock;
	struct jline_values values;
};

static struct str
text_at(struct reading *r, int slot)
{
	return jline_value_text(&r->values, slot);
}

/* The first of the slots that says something. */
static struct str
first_of(struct reading *r, int from, int to)
{
	struct str text = STR_NONE;

	for (int i = from; i <= to; i++) {
		if (r->values.slots[i].kind == JLINE_NONE)
			continue;
		text = text_at(r, i);
		if (text.n != 0 && (text.n != 1 || text.p[0] != '-'))
			break;
	}
	return text;
}

static struct str
site_of(struct reading *r)
{
	struct str site = STR_NONE;

	for (int i = S_HOST; i <= S_SERVER_NAME && site.n == 0; i++)
		if (r->values.slots[i].kind != JLINE_NONE)
			site = traffic_host(text_at(r, i));
	return site;
}

static void
request_of(struct reading *r, struct access_line *line)
{
	struct str path;

	if (r->values.slots[S_REQUEST].kind == JLINE_STRING) {
		line->request = text_at(r, S_REQUEST);
		return;
	}
	line->method = first_of(r, S_REQUEST_METHOD, S_METHOD);
	if (line->method.n == 0)
		return;
	line->target = first_of(r, S_REQUEST_URI, S_PATH);
	if (traffic_is_url(line->target)) {
		struct str host = traffic_url(line->target, &path);

		if (line->site.n == 0)
			line->site = host;
		line->target = path.n != 0 ? path : STR("/");
	}
}

static const char *
read_line(void *state, struct str text, struct access_line *ret_line)
{
	struct reading *r = state;
	const char *why;
	struct str t;

	*ret_line = (struct access_line){ 0 };
	why = jline_take(&r->values, SLOTS, text);
	if (why != NULL)
		return why;
	if (r->values.slots[S_REQUEST].kind == JLINE_OBJECT)
		return "the request is an object, as Caddy writes it";
	t = first_of(r, S_TIME_ISO, S_TS);
	if (t.n == 0)
		return "no time under a key that is known";
	why = traffic_when(&r->clock, t, &ret_line->at_s);
	if (why != NULL)
		return why;
	t = first_of(r, S_STATUS, S_STATUS_CODE);
	if (t.n == 0)
		return "no status under a key that is known";
	if (!traffic_status(t, &ret_line->status))
		return "the status is not a number of three digits";
	if (!traffic_bytes(first_of(r, S_BODY_BYTES, S_SIZE), &ret_line->bytes))
		return "the size is neither a number nor \"-\"";
	ret_line->agent = first_of(r, S_HTTP_AGENT, S_AGENT);
	ret_line->client = traffic_client(first_of(r, S_FORWARDED, S_IP));
	ret_line->site = site_of(r);
	request_of(r, ret_line);
	return NULL;
}

static const struct traffic_dialect dialect = { .line = read_line,
	.site = TRAFFIC_SITE_OF_BOTH };

static int
detect(struct str head)
{
	struct reading r = { .clock.zone = &traffic_any_zone,
		.values.json.keys = keys };

	return traffic_detect(&dialect, &r, head);
}

static int
read_log(struct job *job, struct err *e)
{
	struct reading *r = arena_new(job->scratch, struct reading);

	r->values.json.keys = keys;
	return traffic_read_clocked(job, &dialect, r, false, &r->clock, e);
}

static const struct format format = { .detect = detect, .read = read_log };

const struct format_info format_info_nginx_json = { "nginx-json",
	"access log of nginx and others, one JSON object a line", specimen,
	SOURCE_TRAFFIC, &format };
