// SPDX-License-Identifier: BSL-1.0

// The headers of a program that uses the system calls and the error codes of the standard library;
// compile_cost.py compares the cost of tenon with it.
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
