#include "flow/digest.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCKS      256
#define BLOCK_BYTES 4096

static const char mark[] = "blocks:";

/* All `n` bytes at `at`; false when the file is shorter by now. */
static bool
read_at(int fd, char *to, size_t n, int64_t at)
{
	while (n > 0) {
		ssize_t got = pread(fd, to, n, (off_t)at);

		if (got <= 0)
			return false;
		to += got;
		n -= (size_t)got;
		at += got;
	}
	return true;
}

/* The first and the last block are among them. */
static bool
read_blocks(int fd, int64_t bytes, struct buf *to)
{
	int64_t last = bytes - BLOCK_BYTES;
	char block[BLOCK_BYTES];

	for (int64_t i = 0; i < BLOCKS; i++) {
		/* without overflow for any length */
		int64_t at = last / (BLOCKS - 1) * i +
			     last % (BLOCKS - 1) * i / (BLOCKS - 1);

		if (!read_at(fd, block, sizeof block, at))
			return false;
		buf_add(to, block, sizeof block);
	}
	buf_addi(to, bytes);
	return true;
}

static int
digest_blocks(
    const char *path, int64_t bytes, char ret[DIGEST_HEX], struct err *e)
{
	char hex[DIGEST_HEX];
	struct buf b;
	bool ok = false;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return err_errno(e, "could not read \"%s\"", path);
	buf_init(&b, (size_t)2 * BLOCKS * BLOCK_BYTES);
	ok = read_blocks(fd, bytes, &b);
	if (ok)
		digest_bytes(buf_str(&b), hex);
	buf_release(&b);
	close(fd);
	if (!ok)
		return err_errno(e, "could not read \"%s\"", path);
	snprintf(ret, DIGEST_HEX, "%s%.*s", mark,
	    (int)(DIGEST_HEX - sizeof mark), hex);
	return 0;
}

int
digest_or_blocks(const char *path, int64_t whole_up_to,
    char ret_digest[DIGEST_HEX], int64_t *ret_bytes, struct err *e)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return err_errno(e, "could not read \"%s\"", path);
	if (!S_ISREG(st.st_mode) || st.st_size <= whole_up_to ||
	    st.st_size <= (off_t)BLOCKS * BLOCK_BYTES)
		return digest_file(path, ret_digest, ret_bytes, e);
	*ret_bytes = st.st_size;
	return digest_blocks(path, st.st_size, ret_digest, e);
}
