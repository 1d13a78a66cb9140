/* peak.c -- run a command and tell its peak memory: "peak_kb N" on stderr. */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	struct rusage use;
	int status;
	pid_t pid = argc > 1 ? fork() : -1;

	if (pid < 0)
		return 4;
	if (pid == 0) {
		execv(argv[1], argv + 1);
		_exit(127);
	}
	if (waitpid(pid, &status, 0) < 0)
		return 4;
	getrusage(RUSAGE_CHILDREN, &use);
	fprintf(stderr, "peak_kb %ld\n", use.ru_maxrss);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 4;
}
