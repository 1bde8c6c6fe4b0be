// SPDX-License-Identifier: BSL-1.0

// The descriptors that an executed program inherits.

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <support/catch.hpp>

#include "../helpers/deadline.hpp"
#include "../helpers/descriptors.hpp"
#include "../helpers/loopback.hpp"

using namespace faults;

namespace {

/// Executes a program, and returns its listing of its own open descriptors.
std::string inherited_descriptors() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        return "pipe2 failed";
    const ::pid_t id = ::fork();
    if (id == 0) {
        const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
        ::dup2(null, STDIN_FILENO);
        ::dup2(ends[1], STDOUT_FILENO);
        ::dup2(null, STDERR_FILENO);
        ::execl("/bin/sh", "sh", "-c", "ls -l /proc/self/fd; echo done", nullptr);
        ::_exit(127);
    }
    ::close(ends[1]);
    std::string text;
    char buffer[4096];
    for (ssize_t count = ::read(ends[0], buffer, sizeof buffer); count > 0;
         count = ::read(ends[0], buffer, sizeof buffer))
        text.append(buffer, static_cast<std::size_t>(count));
    ::close(ends[0]);
    ::waitpid(id, nullptr, 0);
    return text;
}

bool has_socket(const std::string& listing) {
    return listing.find("socket:[") != listing.npos;
}

}  // namespace

TEST_CASE("close-on-exec: every socket has it, an executed program inherits none") {
    const deadline guard("close-on-exec: every socket has it, an executed program inherits none");
    auto opened = tenon::open<tenon::tcp, tenon::ipv4>().value();
    auto bound = tenon::bind<tenon::udp>("[::1]:0"_v6).value();
    auto listener = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    auto client = tenon::connect<tenon::tcp>(listener.local_endpoint().value()).value();
    auto peer = listener.accept().value();
    auto other = tenon::connect<tenon::tcp>(listener.local_endpoint().value()).value();
    auto other_peer = listener.accept_from().value();
    auto pair = tenon::connected_pair<tenon::seqpacket, tenon::unix_domain>().value();
    auto duplicate = bound.duplicate().value();
    auto halves = std::move(client).split().value();
    const int native = ::socket(AF_UNIX, SOCK_STREAM, 0);
    auto adopted = tenon::adopt<tenon::stream, tenon::unix_domain, tenon::opened>(native).value();

    const int all[] = {opened.native_handle(),        bound.native_handle(),
                       listener.native_handle(),      peer.native_handle(),
                       other.native_handle(),         other_peer.socket.native_handle(),
                       pair.first.native_handle(),    pair.second.native_handle(),
                       duplicate.native_handle(),     halves.first.native_handle(),
                       halves.second.native_handle(), adopted.native_handle()};
    for (const int descriptor : all)
        CHECK(is_close_on_exec(descriptor));
    const std::string listing = inherited_descriptors();
    CAPTURE(listing);
    CHECK(listing.ends_with("done\n"));
    CHECK_FALSE(has_socket(listing));

    // The listing shows a socket without the flag.
    ::fcntl(opened.native_handle(), F_SETFD, 0);
    CHECK(has_socket(inherited_descriptors()));
}
