/* spawn: run one command as a whole process and say what it cost.
 *   spawn TIMEOUT_S [-i STDIN] OUTFILE CMD ARGS...
 * Prints "wall_ms user_ms sys_ms peak_rss_kb exit" on stdout; the command's own
 * stdout goes to OUTFILE and its stderr to OUTFILE.err. Exit 124: timed out.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
static pid_t pid;
static int timed;
static void onalrm(int s)
{
    (void)s;
    timed = 1;
    kill(-pid, SIGKILL);
}
int main(int ac, char **av)
{
    if (ac < 4)
        return 2;
    int lim = atoi(av[1]), i = 2;
    bool given = strcmp(av[i], "-i") == 0;
    const char *const in = given ? av[i + 1] : "/dev/null";
    i += given ? 2 : 0;
    const char *const outf = av[i++];
    char err[4096];
    snprintf(err, sizeof err, "%s.err", outf);
    struct timespec a, b;
    struct rusage ru;
    int st;
    clock_gettime(CLOCK_MONOTONIC, &a);
    pid = vfork();
    if (pid == 0) {
        setpgid(0, 0);
        int f = open(in, O_RDONLY);
        dup2(f, 0);
        f = open(outf, O_WRONLY | O_CREAT | O_TRUNC, 0644);
        dup2(f, 1);
        f = open(err, O_WRONLY | O_CREAT | O_TRUNC, 0644);
        dup2(f, 2);
        execvp(av[i], av + i);
        _exit(127);
    }
    signal(SIGALRM, onalrm);
    alarm(lim);
    while (wait4(pid, &st, 0, &ru) < 0 && errno == EINTR)
        ;
    clock_gettime(CLOCK_MONOTONIC, &b);
    kill(-pid, SIGKILL);
    double w = (b.tv_sec - a.tv_sec) * 1e3 + (b.tv_nsec - a.tv_nsec) / 1e6;
    printf("%.3f %.1f %.1f %ld %d\n", w, ru.ru_utime.tv_sec * 1e3 + ru.ru_utime.tv_usec / 1e3,
           ru.ru_stime.tv_sec * 1e3 + ru.ru_stime.tv_usec / 1e3, ru.ru_maxrss,
           timed             ? 124
           : WIFSIGNALED(st) ? 128 + WTERMSIG(st)
                             : WEXITSTATUS(st));
    return 0;
}
