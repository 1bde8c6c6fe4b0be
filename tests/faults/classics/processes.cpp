// SPDX-License-Identifier: BSL-1.0

// Other processes: what they inherit, and what is left when they are gone.

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <support/catch.hpp>

#include "../helpers/child.hpp"
#include "../helpers/deadline.hpp"
#include "../helpers/descriptors.hpp"
#include "../helpers/loopback.hpp"

using namespace faults;

namespace {

/// What a program that is executed finds open, as /bin/sh sees it.
std::string inherited() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0)
        return "no pipe";
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
    char room[4096];
    for (ssize_t count = ::read(ends[0], room, sizeof room); count > 0; count = ::read(ends[0], room, sizeof room))
        text.append(room, static_cast<std::size_t>(count));
    ::close(ends[0]);
    ::waitpid(id, nullptr, 0);
    return text;
}

bool has_socket(const std::string& listing) {
    return listing.find("socket:[") != listing.npos;
}

}  // namespace

TEST_CASE("no program inherits a socket") {
    const deadline guard("no program inherits a socket");
    auto opened = tenon::open<tenon::tcp, tenon::ipv4>().value();
    auto bound = tenon::bind<tenon::udp>("[::1]:0"_v6).value();
    auto listener = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    auto near = tenon::connect<tenon::tcp>(listener.local_endpoint().value()).value();
    auto far = listener.accept().value();
    auto other = tenon::connect<tenon::tcp>(listener.local_endpoint().value()).value();
    auto other_far = listener.accept_from().value();
    auto pair = tenon::connected_pair<tenon::seqpacket, tenon::local>().value();
    auto duplicate = bound.duplicate().value();
    auto halves = std::move(near).split().value();
    const int native = ::socket(AF_UNIX, SOCK_STREAM, 0);
    auto adopted = tenon::adopt<tenon::stream, tenon::local, tenon::opened>(native).value();

    const int all[] = {opened.native_handle(),       bound.native_handle(),         listener.native_handle(),
                       far.native_handle(),          other.native_handle(),         other_far.socket.native_handle(),
                       pair.first.native_handle(),   pair.second.native_handle(),   duplicate.native_handle(),
                       halves.first.native_handle(), halves.second.native_handle(), adopted.native_handle()};
    for (const int descriptor : all)
        CHECK(is_close_on_exec(descriptor));
    const std::string listing = inherited();
    CAPTURE(listing);
    CHECK(listing.ends_with("done\n"));
    CHECK_FALSE(has_socket(listing));

    // The listing would show one.
    ::fcntl(opened.native_handle(), F_SETFD, 0);
    CHECK(has_socket(inherited()));
}

namespace {

/// A connection to a process that is killed, from a process in which SIGPIPE ends the program.
template <class Protocol, class Family>
bool outlive_a_killed_peer(bool with_unread_data) {
    ::signal(SIGPIPE, SIG_DFL);
    auto listener = tenon::listen<Protocol>(anywhere<Family>()).value();
    const auto there = listener.local_endpoint().value();
    child peer([&] {
        auto socket = tenon::connect<Protocol>(there).value();
        send_text(socket, "here");
        // Until it is killed.
        for (;;)
            ::pause();
        return true;
    });
    auto near = listener.accept().value();
    HOLDS(receive_text(near, 4) == "here");
    if (with_unread_data)
        send_text(near, "never read");
    peer.kill();
    HOLDS(peer.wait().find("signal") != std::string::npos);

    std::array<std::byte, 16> room;
    const auto last = near.receive(room);
    if (with_unread_data)
        HOLDS(last.error() == std::errc::connection_reset);
    else if constexpr (tenon::carries_bytes<Protocol>)
        HOLDS(last.value().empty());
    else
        HOLDS(last.value().end);

    // TCP learns of it from the answer to what it sends first.
    auto sent = near.send("more"_bytes);
    while (sent)
        sent = near.send("more"_bytes);
    HOLDS((sent.error() == std::errc::broken_pipe || sent.error() == std::errc::connection_reset));
    HOLDS(near.send("more"_bytes).error() == std::errc::broken_pipe);
    HOLDS(near.send(tenon::pieces{"mo"_bytes, "re"_bytes}).error() == std::errc::broken_pipe);
    if constexpr (tenon::carries_bytes<Protocol>)
        HOLDS(near.send_all("more"_bytes).error() == std::errc::broken_pipe);
    if constexpr (tenon::has_urgent_data<Protocol>)
        HOLDS(near.send_urgent(std::byte{'!'}).error() == std::errc::broken_pipe);
    return true;
}

}  // namespace

TEST_CASE("a peer that is killed is the end, and no signal") {
    const deadline guard("a peer that is killed is the end, and no signal");
    CHECK(in_a_child([] { return outlive_a_killed_peer<tenon::tcp, tenon::ipv4>(false); }) == "held");
    CHECK(in_a_child([] { return outlive_a_killed_peer<tenon::tcp, tenon::ipv6>(false); }) == "held");
    CHECK(in_a_child([] { return outlive_a_killed_peer<tenon::stream, tenon::local>(false); }) == "held");
    CHECK(in_a_child([] { return outlive_a_killed_peer<tenon::seqpacket, tenon::local>(false); }) == "held");
}

TEST_CASE("a peer that is killed before it has read all is a reset, and no signal") {
    const deadline guard("a peer that is killed before it has read all is a reset, and no signal");
    CHECK(in_a_child([] { return outlive_a_killed_peer<tenon::tcp, tenon::ipv4>(true); }) == "held");
    CHECK(in_a_child([] { return outlive_a_killed_peer<tenon::tcp, tenon::ipv6>(true); }) == "held");
    CHECK(in_a_child([] { return outlive_a_killed_peer<tenon::stream, tenon::local>(true); }) == "held");
    CHECK(in_a_child([] { return outlive_a_killed_peer<tenon::seqpacket, tenon::local>(true); }) == "held");
}

TEST_CASE("the process would have been ended by SIGPIPE") {
    const deadline guard("the process would have been ended by SIGPIPE");
    CHECK(in_a_child([] {
              ::signal(SIGPIPE, SIG_DFL);
              auto both = joined<tenon::stream, tenon::local>();
              both.far.close().value();
              static_cast<void>(!::write(both.near.native_handle(), "more", 4));
              return true;
          }) != "held");
}
