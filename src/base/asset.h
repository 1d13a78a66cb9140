/*
 * asset.h -- the files of reports/, sample-data/, src/catalogue/ and
 * src/templates/ and the rules for robots, built into the program.
 *
 * A folder given with --reports overlays them, so that a translator or a
 * designer sees a change without a compiler.
 */
#ifndef BASE_ASSET_H
#define BASE_ASSET_H

#include "base/err.h"
#include "base/str.h"

struct asset {
	const char *name; /* "reports/lang/en.yaml" */
	const unsigned char *data;
	size_t n;
};

/* Generated at build time, in byte order of names, ended by a NULL name. */
extern const struct asset assets[];

/*
 * The text of an asset: from `overlay` (a folder standing for reports/, or
 * NULL) if the file is there, else the built-in one. ERR_INPUT when neither
 * exists.
 */
MUST int asset_get(const char *overlay, const char *name, struct arena *keep,
    struct str *ret_text, struct err *e);

/* Where that text stands, for complaints: a file of `overlay`, or the name. */
const char *asset_file(
    const char *overlay, const char *name, struct arena *keep);

#endif
