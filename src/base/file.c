#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define BLOCK_BYTES ((size_t)256 << 10)

static int
read_fd(int fd, const char *path, size_t limit, struct arena *keep,
    struct str *ret_text, struct err *e)
{
	struct stat st;
	size_t n = 0, size;
	char *p;

	if (fstat(fd, &st) != 0)
		return err_errno(e, "could not read \"%s\"", path);
	if (S_ISDIR(st.st_mode))
		return err_set(e, ERR_ENV, "\"%s\" is a folder", path);
	size = S_ISREG(st.st_mode) ? (size_t)st.st_size : limit;
	if (size > limit)
		return err_set(e, ERR_INPUT, "\"%s\" is larger than %zu MB",
		    path, limit >> 20);
	p = arena_alloc(keep, size + 1);
	while (n < size) {
		ssize_t got = read(fd, p + n, size - n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_errno(e, "could not read \"%s\"", path);
		if (got == 0)
			break;
		n += (size_t)got;
	}
	*ret_text = (struct str){ p, n };
	return 0;
}

int
file_read(const char *path, size_t limit_bytes, struct arena *keep,
    struct str *ret_text, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), rc;

	if (fd < 0)
		return err_errno(e, "could not open \"%s\"", path);
	rc = read_fd(fd, path, limit_bytes, keep, ret_text, e);
	close(fd);
	return rc;
}

bool
file_exists(const char *path)
{
	struct stat st;

	/* what cannot be looked at is there, and whoever opens it hears why */
	return stat(path, &st) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

static int
by_name(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* For list(): all that is neither a file nor a folder. */
#define NO_KIND ((mode_t)0)

/* Is it of this kind? False, too, where it cannot be looked at: then *e tells.
 */
static bool
is_kind(DIR *d, const char *dir, const char *name, mode_t kind, struct err *e)
{
	struct stat st;

	if (fstatat(dirfd(d), name, &st, 0) == 0)
		return kind == NO_KIND
			   ? !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode)
			   : (st.st_mode & S_IFMT) == kind;
	/* a link to nowhere, or just removed */
	if (errno == ENOENT)
		return kind == NO_KIND &&
		       fstatat(dirfd(d), name, &st, AT_SYMLINK_NOFOLLOW) == 0;
	err_errno(e, "could not look at \"%s/%s\"", dir, name);
	return false;
}

static int
list(const char *dir, mode_t kind, struct arena *keep, struct str **ret_names,
    size_t *ret_n, struct err *e)
{
	VEC(struct str) names = { 0 };
	struct err why = { 0 };
	struct dirent *entry;
	DIR *d = opendir(dir);

	if (d == NULL)
		return err_errno(e, "could not open the folder \"%s\"", dir);
	while (why.kind == ERR_NONE && (errno = 0, entry = readdir(d)) != NULL)
		if (entry->d_name[0] != '.' &&
		    is_kind(d, dir, entry->d_name, kind, &why))
			*vec_push(keep, &names) =
			    str_dup(keep, str_of(entry->d_name));
	if (why.kind == ERR_NONE && errno != 0)
		err_errno(&why, "could not read the folder \"%s\"", dir);
	closedir(d);
	if (why.kind != ERR_NONE) {
		*e = why;
		return -1;
	}
	if (names.n != 0)
		qsort(names.v, names.n, sizeof *names.v, by_name);
	*ret_names = names.v;
	*ret_n = names.n;
	return 0;
}

int
file_list(const char *dir, struct arena *keep, struct str **ret_names,
    size_t *ret_n, struct err *e)
{
	return list(dir, S_IFREG, keep, ret_names, ret_n, e);
}

int
file_folders(const char *dir, struct arena *keep, struct str **ret_names,
    size_t *ret_n, struct err *e)
{
	return list(dir, S_IFDIR, keep, ret_names, ret_n, e);
}

int
file_oddities(const char *dir, struct arena *keep, struct str **ret_names,
    size_t *ret_n, struct err *e)
{
	return list(dir, NO_KIND, keep, ret_names, ret_n, e);
}

const char *
file_oddity(const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0)
		return errno == ENOENT && lstat(path, &st) == 0
			   ? "a link that leads nowhere"
			   : NULL;
	if (S_ISFIFO(st.st_mode))
		return "a pipe";
	if (S_ISSOCK(st.st_mode))
		return "a socket";
	if (S_ISCHR(st.st_mode) || S_ISBLK(st.st_mode))
		return "a device";
	return NULL;
}

int
file_mkdirs(const char *dir, struct err *e)
{
	char path[4096];
	size_t n = strlen(dir);

	if (n == 0 || n >= sizeof path)
		return err_set(e, ERR_ENV, "not a folder name: \"%s\"", dir);
	memcpy(path, dir, n + 1);
	for (size_t i = 1; i <= n; i++) {
		if (path[i] != '/' && path[i] != '\0')
			continue;
		path[i] = '\0';
		if (mkdir(path, 0777) != 0 && errno != EEXIST)
			return err_errno(
			    e, "could not make the folder \"%s\"", path);
		path[i] = i < n ? '/' : '\0';
	}
	return 0;
}

char *
file_join(struct arena *keep, const char *dir, struct str name)
{
	struct str s = str_format(keep, "%s/%.*s", dir, STR_ARG(name));

	return str_cstr(keep, s);
}

static bool
name_byte_ok(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
}

bool
file_name_ok(struct str name)
{
	if (name.n == 0 || name.n > 100 || name.p[0] == '.' || name.p[0] == '-')
		return false;
	for (size_t i = 0; i < name.n; i++)
		if (!name_byte_ok(name.p[i]))
			return false;
	return true;
}

struct str
file_name_safe(struct arena *keep, struct str name)
{
	char hex[DIGEST_HEX];
	size_t n = name.n > 60 ? 60 : name.n;
	char *p;

	if (file_name_ok(name))
		return name;
	p = str_cstr(keep, str_sub(name, 0, n));
	for (size_t i = 0; i < n; i++)
		if (!name_byte_ok(p[i]) ||
		    (i == 0 && (p[i] == '.' || p[i] == '-')))
			p[i] = '_';
	digest_bytes(name, hex);
	return str_format(keep, "%.*s-%.8s", (int)n, p, hex);
}

int
file_begin(const char *path, struct arena *keep, char **ret_temp, struct err *e)
{
	const char *slash = strrchr(path, '/');
	int dir = slash != NULL ? (int)(slash - path) + 1 : 0;
	struct str temp =
	    str_format(keep, "%.*s.%s.tmp", dir, path, path + dir);
	char *name = str_cstr(keep, temp);

	/* never write through a link or a leftover with other rights */
	if (unlink(name) != 0 && errno != ENOENT)
		return err_errno(e, "could not write \"%s\"", path);
	*ret_temp = name;
	return 0;
}

static int
flush_path(const char *path, int flags, struct err *e)
{
	int fd = open(path, flags | O_CLOEXEC);

	if (fd < 0)
		return err_errno(e, "could not open \"%s\"", path);
	if (fsync(fd) != 0) {
		err_errno(e, "could not flush \"%s\"", path);
		close(fd);
		return -1;
	}
	close(fd);
	return 0;
}

int
file_flush_all(const char *dir, struct err *e)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return err_errno(e, "could not open \"%s\"", dir);
	if (syncfs(fd) != 0) {
		err_errno(e, "could not flush \"%s\"", dir);
		close(fd);
		return -1;
	}
	close(fd);
	return 0;
}

int
file_rename(const char *temp, const char *path, struct err *e)
{
	if (rename(temp, path) == 0)
		return 0;
	err_errno(e, "could not rename to \"%s\"", path);
	file_abort(temp);
	return -1;
}

int
file_flush_dir(const char *dir, struct err *e)
{
	return flush_path(dir, O_RDONLY | O_DIRECTORY, e);
}

int
file_commit(const char *temp, const char *path, struct err *e)
{
	const char *slash = strrchr(path, '/');
	char dir[4096];

	snprintf(dir, sizeof dir, "%.*s",
	    slash == NULL   ? 1
	    : slash == path ? 1
			    : (int)(slash - path),
	    slash == NULL ? "." : path);
	if (flush_path(temp, O_RDONLY, e) != 0) {
		file_abort(temp);
		return -1;
	}
	if (file_rename(temp, path, e) != 0)
		return -1;
	return file_flush_dir(dir, e);
}

void
file_abort(const char *temp)
{
	unlink(temp);
}

static int
write_all(int fd, struct str text)
{
	size_t n = 0;

	while (n < text.n) {
		ssize_t put = write(fd, text.p + n, text.n - n);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -1;
		n += (size_t)put;
	}
	return 0;
}

int
file_write(const char *path, struct str text, struct err *e)
{
	struct arena scratch = { 0 };
	char *temp;
	int fd, rc = -1;

	if (file_begin(path, &scratch, &temp, e) != 0)
		goto out;
	fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (fd < 0) {
		err_errno(e, "could not write \"%s\"", path);
		goto out;
	}
	rc = write_all(fd, text);
	if (rc != 0)
		err_errno(e, "could not write \"%s\"", path);
	if (close(fd) != 0 && rc == 0)
		rc = err_errno(e, "could not write \"%s\"", path);
	if (rc == 0)
		rc = file_commit(temp, path, e);
	else
		file_abort(temp);
out:
	arena_release(&scratch);
	return rc;
}

static void
to_hex(struct sha256_ctx *ctx, char hex[DIGEST_HEX])
{
	uint8_t sum[SHA256_DIGEST_SIZE];

	sha256_digest(ctx, sizeof sum, sum);
	for (size_t i = 0; i < sizeof sum; i++)
		snprintf(hex + 2 * i, 3, "%02x", sum[i]);
}

void
digest_bytes(struct str bytes, char ret_hex[DIGEST_HEX])
{
	struct sha256_ctx ctx;

	sha256_init(&ctx);
	sha256_update(&ctx, bytes.n, (const uint8_t *)bytes.p);
	to_hex(&ctx, ret_hex);
}

int
digest_file(const char *path, char ret_hex[DIGEST_HEX], int64_t *ret_bytes,
    struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC), rc = -1;
	uint8_t *block = malloc(BLOCK_BYTES);
	struct sha256_ctx ctx;
	int64_t total = 0;
	ssize_t got = 0;

	if (fd < 0 || block == NULL) {
		err_errno(e, "could not open \"%s\"", path);
		goto out;
	}
	sha256_init(&ctx);
	while ((got = read(fd, block, BLOCK_BYTES)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			err_errno(e, "could not read \"%s\"", path);
			goto out;
		}
		sha256_update(&ctx, (size_t)got, block);
		total += got;
	}
	to_hex(&ctx, ret_hex);
	*ret_bytes = total;
	rc = 0;
out:
	if (fd >= 0)
		close(fd);
	free(block);
	return rc;
}
