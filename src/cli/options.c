#include "cli/options.h"

#include <string.h>

const char *
option_value(const char *name, char **argv, int *i)
{
	size_t n = strlen(name);

	if (strncmp(argv[*i], name, n) != 0)
		return NULL;
	if (argv[*i][n] == '=')
		return argv[*i] + n + 1;
	if (argv[*i][n] != '\0')
		return NULL;
	return argv[*i + 1] != NULL ? argv[++*i] : "";
}

bool
option_take(
    const struct valued_option *v, size_t n, void *into, char **argv, int *i)
{
	for (size_t k = 0; k < n; k++) {
		const char *value = option_value(v[k].name, argv, i);

		if (value == NULL)
			continue;
		memcpy((char *)into + v[k].offset, &value, sizeof value);
		return true;
	}
	return false;
}
