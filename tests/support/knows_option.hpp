// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

namespace support {

/// Whether the system has an option of a UDP socket: an empty value may fail, but not with
/// ENOPROTOOPT. qemu's user mode reports ENOPROTOOPT for the options that it cannot translate.
inline bool knows_option(int level, int name) {
    const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    const bool exists = ::setsockopt(socket, level, name, nullptr, 0) == 0 || errno != ENOPROTOOPT;
    ::close(socket);
    return exists;
}

}  // namespace support
