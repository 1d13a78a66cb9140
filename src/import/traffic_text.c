/*
 * traffic_text.c -- parts of a request as logs write them: hosts, clients,
 * targets, statuses, sizes.
 */
#include "import/digits.h"
#include "import/traffic.h"

/* An answer of a petabyte and more is a mistake. */
#define SIZE_DIGITS 15

/* Without ":443"; of several colons the text is an address. */
static struct str
without_port(struct str text)
{
	size_t colon = str_find(text, ':');

	for (size_t i = colon + 1; i < text.n; i++)
		if (!digit(text.p[i]))
			return STR_NONE;
	return str_sub(text, 0, colon);
}

struct str
traffic_host(struct str text)
{
	struct str name = without_port(text);
	bool letters = false;

	for (size_t i = 0; i < name.n; i++)
		letters |= !digit(name.p[i]) && name.p[i] != '.';
	if (!letters || str_is(name, "-") || str_is(name, "_"))
		return STR_NONE;
	return name;
}

/* Where the host begins; 0 when the text is no URL. */
static size_t
behind_scheme(struct str t)
{
	static const struct str schemes[] = {
		{ "http://", 7 },
		{ "https://", 8 },
		{ "ws://", 5 },
		{ "wss://", 6 },
	};

	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
		if (t.n > schemes[i].n &&
		    str_is_nocase(str_sub(t, 0, schemes[i].n), schemes[i].p))
			return schemes[i].n;
	return 0;
}

bool
traffic_is_url(struct str target)
{
	return behind_scheme(target) != 0;
}

struct str
traffic_url(struct str target, struct str *ret_path)
{
	size_t from = behind_scheme(target), to = from;

	if (from == 0)
		return STR_NONE;
	while (to < target.n && target.p[to] != '/' && target.p[to] != '?' &&
	       target.p[to] != '#')
		to++;
	if (ret_path != NULL)
		*ret_path = str_sub(target, to, target.n);
	return traffic_host(str_sub(target, from, to));
}

struct str
traffic_client(struct str text)
{
	struct str rest, one = str_trim(str_cut(text, ',', &rest));
	size_t colon = str_find(one, ':');

	if (one.n != 0 && one.p[0] == '[')
		return str_sub(one, 1, str_find(one, ']'));
	if (one.n == 1 && one.p[0] == '-')
		return STR_NONE;
	/* several: an IPv6 address */
	str_cut(str_sub(one, colon, one.n), ':', &rest);
	return str_find(rest, ':') == rest.n ? str_sub(one, 0, colon) : one;
}

struct str
traffic_peer(struct str t)
{
	size_t n = t.n;

	while (n > 0 && t.p[n - 1] != ':')
		n--;
	t = str_sub(t, 0, n > 0 ? n - 1 : t.n);
	return t.n > 1 && t.p[0] == '[' ? str_sub(t, 1, t.n - 1) : t;
}

struct str
traffic_target(struct str request)
{
	struct str rest;

	str_cut(request, ' ', &rest);
	return str_cut(rest, ' ', &rest);
}

bool
traffic_status(struct str t, int *ret_status)
{
	*ret_status = 0;
	if (t.n != 3)
		return str_is(t, "-") || str_is(t, "-1") || str_is(t, "0");
	if (!digit(t.p[0]) || !digit(t.p[1]) || !digit(t.p[2]))
		return false;
	*ret_status =
	    (t.p[0] - '0') * 100 + (t.p[1] - '0') * 10 + (t.p[2] - '0');
	return true;
}

bool
traffic_bytes(struct str t, int64_t *ret_bytes)
{
	int64_t v = 0;

	*ret_bytes = 0;
	if (t.n == 1 && t.p[0] == '-')
		return true;
	if (t.n > SIZE_DIGITS)
		return false;
	for (size_t i = 0; i < t.n; i++) {
		if (!digit(t.p[i]))
			return false;
		v = v * 10 + (t.p[i] - '0');
	}
	*ret_bytes = v;
	return true;
}
