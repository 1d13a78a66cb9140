#include "import/host.h"

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
