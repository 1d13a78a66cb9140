/*
 * digest.h -- by what a file is known again.
 *
 * Of most files that is the SHA-256 of their bytes. Of large logs it is that of
 * their length and of blocks spread evenly over them: so a quarter of logs is
 * not read again to learn that nothing changed. Such a digest says what it is:
 * "blocks:" and the first 57 digits.
 */
#ifndef FLOW_DIGEST_H
#define FLOW_DIGEST_H

#include "base/file.h"

/* Files of traffic above this many bytes are known by blocks. */
#define DIGEST_WHOLE_UP_TO (INT64_C(256) << 20)

MUST int digest_or_blocks(const char *path, int64_t whole_up_to,
    char ret_digest[DIGEST_HEX], int64_t *ret_bytes, struct err *e);

#endif
