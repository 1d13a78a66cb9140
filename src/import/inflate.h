/*
 * inflate.h -- the deflate data inside a gzip member, by either library.
 *
 * Only what lies between header and trailer; unpack_gzip.c knows the rest. It
 * must not know what a member is.
 */
#ifndef IMPORT_INFLATE_H
#define IMPORT_INFLATE_H

#include "import/unpack_row.h"

/* Bytes a library has eaten too many of when the data ended: at most these. */
#define INFLATE_SPARE 8

struct inflater {
	void *(*open)(void); /* NULL: no memory */
	/* Forget everything: new data begins. */
	void (*reset)(void *state);
	/*
	 * Eat and fill. UNPACK_END: the data ended, and the *ret_n_spare bytes
	 * in `spare` follow it and come before what is left in `io`. It never
	 * says UNPACK_CUT: who starves is for the caller to see.
	 */
	enum unpack_status (*run)(void *state, struct unpack_io *io,
	    unsigned char spare[INFLATE_SPARE], size_t *ret_n_spare);
	uint32_t (*crc)(uint32_t crc, const unsigned char *p, size_t n);
	void (*close)(void *state);
};

extern const struct inflater inflate_zlib;
#if WITH_ISAL
extern const struct inflater inflate_isal;
#endif

#endif
