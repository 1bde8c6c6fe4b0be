// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

namespace support {

/// Whether the system has such an option of a UDP socket, whatever it says of a value of no bytes. qemu's user mode refuses the
/// options that it cannot translate as if there were none.
inline bool knows_option(int level, int name) {
    const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const bool known = ::setsockopt(socket, level, name, nullptr, 0) == 0 || errno != ENOPROTOOPT;
    ::close(socket);
    return known;
}

}  // namespace support
