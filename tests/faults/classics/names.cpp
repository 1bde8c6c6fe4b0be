// SPDX-License-Identifier: BSL-1.0

// Names of Unix sockets: of the greatest length, with NUL bytes, chosen by the system, and unnamed.

#include <unistd.h>

#include <support/catch.hpp>
#include <support/temporary.hpp>

#include "../helpers/deadline.hpp"
#include "../helpers/loopback.hpp"

using namespace faults;

namespace {

/// An endpoint, and the text that it was made from.
struct named {
    tenon::unix_domain::endpoint endpoint;
    std::string text;
};
named path(const std::string& text) {
    return {tenon::unix_domain::path(text).value(), text};
}
named abstract(const std::string& text) {
    return {tenon::unix_domain::abstract(text).value(), text};
}

/// Whether the system reports an endpoint exactly as it was bound.
bool is(const tenon::unix_domain::endpoint& reported, const named& bound) {
    return reported == bound.endpoint && reported.name() == bound.text &&
           reported.is_path() == bound.endpoint.is_path();
}

/// Checks all members that report the names of a connection whose ends are both bound.
template <class Protocol>
void check_names(const named& remote, const named& local) {
    auto listener = tenon::listen<Protocol>(remote.endpoint).value();
    CHECK(is(listener.local_endpoint().value(), remote));
    auto client = tenon::bind<Protocol>(local.endpoint).value().connect(remote.endpoint).value();
    CHECK(is(client.local_endpoint().value(), local));
    CHECK(is(client.remote_endpoint().value(), remote));
    auto accepted = listener.accept_from().value();
    CHECK(is(accepted.from, local));
    CHECK(is(accepted.socket.local_endpoint().value(), remote));
    CHECK(is(accepted.socket.remote_endpoint().value(), local));
    CHECK(talk(client, accepted.socket));
}

void check_datagram_names(const named& remote, const named& local) {
    auto server = tenon::bind<tenon::datagram>(remote.endpoint).value();
    auto client = tenon::bind<tenon::datagram>(local.endpoint).value();
    std::array<std::byte, 16> buffer;
    std::array<std::byte, 16> more;
    static_cast<void>(client.send_to("hello"_bytes, remote.endpoint).value());
    const auto got = server.receive_from(buffer).value();
    CHECK(is(got.from, local));
    // Replies to the sender.
    static_cast<void>(server.send_to("back"_bytes, got.from).value());
    CHECK(is(client.receive_from(tenon::pieces{buffer, more}).value().from, remote));
    auto with_peer = std::move(client).connect(remote.endpoint).value();
    CHECK(is(with_peer.remote_endpoint().value(), remote));
    CHECK(is(std::move(with_peer).disconnect().value().local_endpoint().value(), local));
}

}  // namespace

TEST_CASE("path: a path of up to 108 bytes is kept whole") {
    const deadline guard("path: a path of up to 108 bytes is kept whole");
    for (const std::size_t size : {std::size_t{106}, std::size_t{107}, std::size_t{108}}) {
        const support::temporary_directory directory;
        CAPTURE(size);
        const named remote = path(directory.file_of(size, 'p'));
        const named local = path(directory.file_of(size, 'm'));
        const auto remove_files = [&] {
            CHECK(::unlink(remote.text.c_str()) == 0);
            CHECK(::unlink(local.text.c_str()) == 0);
        };
        check_names<tenon::stream>(remote, local);
        remove_files();
        check_names<tenon::seqpacket>(remote, local);
        remove_files();
        check_datagram_names(remote, local);
        remove_files();
    }
}

TEST_CASE("path, abstract: a name that is too long is refused with filename_too_long") {
    CHECK(tenon::unix_domain::path(std::string(109, 'x')).error() == std::errc::filename_too_long);
    CHECK(tenon::unix_domain::abstract(std::string(108, 'x')).error() ==
          std::errc::filename_too_long);
    CHECK(tenon::unix_domain::abstract(std::string(107, 'x')).has_value());
}

TEST_CASE("abstract: NUL bytes are part of the name") {
    const deadline guard("abstract: NUL bytes are part of the name");
    const std::string unique = "tenon-test-" + std::to_string(::getpid());
    const auto with_nul = [&](const std::string& before, const std::string& after) {
        return abstract(before + '\0' + unique + '\0' + after);
    };
    check_names<tenon::stream>(with_nul("a", "b"), with_nul("a", "c"));
    check_names<tenon::seqpacket>(with_nul("", ""), with_nul("", "c"));
    check_datagram_names(with_nul("a", "b"), with_nul("a", ""));
    check_datagram_names(abstract(unique + std::string(107 - unique.size(), '\0')),
                         abstract(unique + std::string(106 - unique.size(), '\0')));

    // Names that differ after a NUL are different names.
    auto one = tenon::listen<tenon::stream>(with_nul("a", "1").endpoint).value();
    auto other = tenon::listen<tenon::stream>(with_nul("a", "2").endpoint).value();
    CHECK(tenon::connect<tenon::stream>(with_nul("a", "").endpoint).error() ==
          std::errc::connection_refused);
    auto client = tenon::connect<tenon::stream>(with_nul("a", "2").endpoint).value();
    auto peer = other.accept().value();
    CHECK(talk(client, peer));
}

TEST_CASE("bind: for an unnamed endpoint the system chooses an abstract name") {
    const deadline guard("bind: for an unnamed endpoint the system chooses an abstract name");
    auto socket = tenon::bind<tenon::datagram>(tenon::unix_domain::unnamed()).value();
    const auto name = socket.local_endpoint().value();
    CHECK(name.is_abstract());
    CHECK_FALSE(name.name().empty());
    CHECK(tenon::bind<tenon::datagram>(name).error() == std::errc::address_in_use);
}

TEST_CASE("accept_from, receive_from: an unbound sender has an unnamed endpoint") {
    const deadline guard("accept_from, receive_from: an unbound sender has an unnamed endpoint");
    auto listener = tenon::listen<tenon::stream>(tenon::unix_domain::unnamed()).value();
    auto client = tenon::connect<tenon::stream>(listener.local_endpoint().value()).value();
    CHECK(client.local_endpoint().value().is_unnamed());
    CHECK(listener.accept_from().value().from.is_unnamed());

    auto receiver = tenon::bind<tenon::datagram>(tenon::unix_domain::unnamed()).value();
    auto sender = tenon::open<tenon::datagram, tenon::unix_domain>().value();
    std::array<std::byte, 16> buffer;
    for (const std::string text : {"hello", ""}) {
        static_cast<void>(sender.send_to(text, receiver.local_endpoint().value()).value());
        const auto got = receiver.receive_from(buffer).value();
        CHECK(got.from.is_unnamed());
        CHECK(text_of(got.data) == text);
    }
}

TEST_CASE("unnamed endpoint: send_to and connect fail with invalid_argument") {
    const deadline guard("unnamed endpoint: send_to and connect fail with invalid_argument");
    const auto unnamed = tenon::unix_domain::unnamed();
    auto sender = tenon::open<tenon::datagram, tenon::unix_domain>().value();
    CHECK(sender.send_to("lost"_bytes, unnamed).error() == std::errc::invalid_argument);
    CHECK(std::move(sender).connect(unnamed).error() == std::errc::invalid_argument);
    CHECK(tenon::connect<tenon::stream>(unnamed).error() == std::errc::invalid_argument);
    CHECK(tenon::connect<tenon::seqpacket>(unnamed).error() == std::errc::invalid_argument);
}
