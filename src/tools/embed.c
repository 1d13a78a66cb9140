/*
 * embed.c -- files to a C table of bytes, for base/asset.h.
 *
 *   embed FILE... > assets.c
 *
 * Names are kept as given; the caller passes them in byte order.
 */
#include <stdio.h>
#include <stdlib.h>

static int
embed_bytes(const char *name, int index)
{
	FILE *f = fopen(name, "rb");
	size_t n = 0;
	int c;

	if (f == NULL) {
		perror(name);
		return -1;
	}
	printf("static const unsigned char asset_%d[] = {", index);
	while ((c = getc(f)) != EOF)
		printf("%s%d,", n++ % 20 == 0 ? "\n" : "", c);
	/* an empty file still needs one element; its size says 0 */
	printf("0\n};\n#define ASSET_%d_BYTES %zu\n", index, n);
	if (ferror(f) != 0) {
		perror(name);
		fclose(f);
		return -1;
	}
	fclose(f);
	return 0;
}

int
main(int argc, char **argv)
{
	printf("#include \"base/asset.h\"\n\n");
	for (int i = 1; i < argc; i++)
		if (embed_bytes(argv[i], i) != 0)
			return 1;
	printf("\nconst struct asset assets[] = {\n");
	for (int i = 1; i < argc; i++)
		printf(
		    "\t{ \"%s\", asset_%d, ASSET_%d_BYTES },\n", argv[i], i, i);
	printf("\t{ NULL, NULL, 0 },\n};\n");
	return fflush(stdout) == 0 ? 0 : 1;
}
