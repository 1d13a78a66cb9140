/*
 * driver.c -- replays a corpus without a fuzzer: every file (and every file of
 * every folder) named on the command line goes once through the harness it is
 * linked with. Ends with the number of inputs; a crash is a crash.
 */
#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>

#include "fuzz.h"

static int inputs;

static int
replay_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	uint8_t *data;
	struct stat st;
	size_t n;

	if (f == NULL || fstat(fileno(f), &st) != 0) {
		perror(path);
		return -1;
	}
	/* exactly as large as the input, so that a sanitizer sees its end */
	data = malloc((size_t)st.st_size + (st.st_size == 0));
	if (data == NULL)
		abort();
	n = fread(data, 1, (size_t)st.st_size, f);
	fclose(f);
	LLVMFuzzerTestOneInput(data, n);
	free(data);
	inputs++;
	return 0;
}

static int
replay(const char *path)
{
	struct dirent *entry;
	DIR *d = opendir(path);
	int rc = 0;

	if (d == NULL)
		return replay_file(path);
	while ((entry = readdir(d)) != NULL) {
		char name[4096];

		if (entry->d_name[0] == '.')
			continue;
		snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
		rc |= replay_file(name);
	}
	closedir(d);
	return rc;
}

int
main(int argc, char **argv)
{
	int rc = 0;

	for (int i = 1; i < argc; i++)
		rc |= replay(argv[i]);
	printf("%d inputs\n", inputs);
	return rc == 0 && inputs > 0 ? 0 : 1;
}
