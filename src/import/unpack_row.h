/*
 * unpack_row.h -- what the rows of the table of compressions share.
 *
 * All of them are sequences of members, each with its own checks.
 */
#ifndef IMPORT_UNPACK_ROW_H
#define IMPORT_UNPACK_ROW_H

#include <stdint.h>

#include "import/unpack.h"

/* gzip by ISA-L is there only when the program was built with it. */
#if !defined(NO_ISAL) && __has_include(<isa-l/igzip_lib.h>)
#define WITH_ISAL 1
#else
#define WITH_ISAL 0
#endif

extern const struct codec codec_bzip2, codec_gzip, codec_xz, codec_zstd,
    codec_zstd_skip;
#if WITH_ISAL
extern const struct codec codec_gzip_isal;
#endif

/* Set io->why, and return what the name says. */
enum unpack_status unpack_bad(struct unpack_io *io);
enum unpack_status unpack_greedy(struct unpack_io *io); /* BAD: memory */
enum unpack_status unpack_cut(struct unpack_io *io);
enum unpack_status unpack_stray(struct unpack_io *io);

/* Where a stream stands: inside a member, after one, in the padding. */
enum member_at { AT_MEMBER, AT_GAP, AT_PADDING };

/*
 * After a member: another one begins, or zero bytes fill the file up, or it
 * ends. `first` knows the first byte of a member.
 */
enum unpack_status unpack_between(
    struct unpack_io *io, enum member_at *at, bool (*first)(unsigned char c));

/* No input is left, none will come, and the member wants more. */
bool unpack_starved(const struct unpack_io *io);

/*
 * The last four bytes of the input so far, the last one on top; `n` bytes up to
 * `end` were just eaten.
 */
uint32_t unpack_last_four(uint32_t four, const unsigned char *end, size_t n);

#endif
