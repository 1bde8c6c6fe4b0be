// SPDX-License-Identifier: BSL-1.0

// What a program that uses the system calls and the standard library's error codes includes: the measure of compile_cost.py.
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <span>
#include <system_error>

int main() {}
