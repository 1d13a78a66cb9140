#include "import/host.h"

#include <string.h>

/* The byte as it stands in a host name; 0 for what cannot stand there. */
static char
host_byte(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c + ('a' - 'A'));
	if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
	    c == '.')
		return c;
	return 0;
}

size_t
host_name(struct str text, char out[HOST_MAX + 1])
{
	size_t label = 0;

	if (text.n > 1 && text.p[text.n - 1] == '.')
		text.n--;
	if (text.n == 0 || text.n > HOST_MAX)
		return 0;
	for (size_t i = 0; i < text.n; i++) {
		char c = host_byte(text.p[i]);
		bool edge =
		    label == 0 || i + 1 == text.n || text.p[i + 1] == '.';

		if (c == 0 || (c == '.' && label == 0) || (c == '-' && edge) ||
		    (c != '.' && label == 63))
			return 0;
		label = c == '.' ? 0 : label + 1;
		out[i] = c;
	}
	if (label == 0)
		return 0;
	out[text.n] = '\0';
	return text.n;
}

struct str
host_of_url(struct str url, char out[HOST_MAX + 1])
{
	size_t at = 0;
	const char *p = memmem(url.p, url.n, "://", 3);

	if (p != NULL)
		url = str_sub(url, (size_t)(p - url.p) + 3, url.n);
	for (at = 0; at < url.n && strchr("/?#", url.p[at]) == NULL; at++)
		;
	url = str_sub(url, 0, at);
	at = str_find(url, '@');
	if (at < url.n)
		url = str_sub(url, at + 1, url.n);
	at = str_find(url, ':');
	url = str_sub(url, 0, at);
	return (struct str){ out, host_name(url, out) };
}
