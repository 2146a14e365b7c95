/*
 * The floor: one thread, level-triggered epoll, a canned answer for each empty line. It understands
 * nothing of HTTP, so what a server costs above this is what it does for its user.
 *
 * Prints "listening PORT", then serves until it is killed.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CONNECTIONS = 4096, BATCH = 256, READ = 16384, PIPELINED = 1024 };

static unsigned char matched[CONNECTIONS]; /* bytes of CR LF CR LF seen, by descriptor */
static char in[READ];
static char out[PIPELINED * 256];

static void die(const char *what) {
    perror(what);
    exit(1);
}

/* Writes the answer PIPELINED times into out; returns the length of one. */
static size_t can(void) {
    char date[64];
    char answer[256];
    time_t now = time(NULL);
    struct tm utc;
    strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&now, &utc));
    int n = snprintf(answer, sizeof answer,
                     "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 13\r\n"
                     "Date: %s\r\n\r\nHello, World!", date);
    for (int i = 0; i < PIPELINED; i++)
        memcpy(out + (size_t)i * n, answer, n);
    return n;
}

static int requests(int fd, ssize_t n) {
    static const char end[] = "\r\n\r\n";
    int found = 0;
    int m = matched[fd];
    for (ssize_t i = 0; i < n; i++) {
        if (in[i] == end[m]) {
            if (++m == 4) {
                found++;
                m = 0;
            }
        } else {
            m = in[i] == '\r';
        }
    }
    matched[fd] = m;
    return found;
}

static void serve(int fd, size_t length) {
    ssize_t n = read(fd, in, sizeof in);
    if (n < 0 && errno == EAGAIN)
        return;
    if (n <= 0) {
        close(fd);
        return;
    }
    int found = requests(fd, n);
    if (found > PIPELINED || (found > 0 && write(fd, out, found * length) != (ssize_t)(found * length)))
        close(fd); /* a load generator reads what it asked for; the floor does not queue */
}

static void accept_all(int listener, int poll) {
    int one = 1;
    int fd;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        struct epoll_event e = {.events = EPOLLIN, .data.fd = fd};
        if (fd >= CONNECTIONS) {
            close(fd);
            continue;
        }
        matched[fd] = 0;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        if (epoll_ctl(poll, EPOLL_CTL_ADD, fd, &e) < 0)
            die("epoll_ctl");
    }
}

int main(void) {
    int one = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    size_t length = can();
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    int poll = epoll_create1(0);
    struct epoll_event e = {.events = EPOLLIN, .data.fd = listener};
    if (listener < 0 || poll < 0)
        die("socket");
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 1024) < 0 ||
        getsockname(listener, (struct sockaddr *)&address, &size) < 0 ||
        epoll_ctl(poll, EPOLL_CTL_ADD, listener, &e) < 0)
        die("listen");
    printf("listening %d\n", ntohs(address.sin_port));
    fflush(stdout);
    for (;;) {
        struct epoll_event events[BATCH];
        int n = epoll_wait(poll, events, BATCH, -1);
        for (int i = 0; i < n; i++) {
            if (events[i].data.fd == listener)
                accept_all(listener, poll);
            else
                serve(events[i].data.fd, length);
        }
    }
}
