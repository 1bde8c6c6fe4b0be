// SPDX-License-Identifier: BSL-1.0

// Names of Unix sockets: those of the full length, those with NULs, those that the system gives, and none.

#include <support/catch.hpp>

#include "../helpers/deadline.hpp"
#include "../helpers/loopback.hpp"
#include "../helpers/temporary.hpp"

using namespace faults;

namespace {

/// Each place at which a connected socket's names are told, with both ends bound.
template <class Protocol>
void check_names(const tenon::local::endpoint& place, const tenon::local::endpoint& mine) {
    auto listener = tenon::listen<Protocol>(place).value();
    CHECK(listener.local_endpoint().value() == place);
    CHECK(listener.local_endpoint().value().name() == place.name());
    auto near = tenon::bind<Protocol>(mine).value().connect(place).value();
    CHECK(near.local_endpoint().value() == mine);
    CHECK(near.remote_endpoint().value() == place);
    CHECK(near.remote_endpoint().value().name() == place.name());
    auto accepted = listener.accept_from().value();
    CHECK(accepted.from == mine);
    CHECK(accepted.from.name() == mine.name());
    CHECK(accepted.socket.local_endpoint().value() == place);
    CHECK(accepted.socket.remote_endpoint().value() == mine);
    CHECK(talk(near, accepted.socket));
}

void check_datagram_names(const tenon::local::endpoint& place, const tenon::local::endpoint& mine) {
    auto far = tenon::bind<tenon::datagram>(place).value();
    auto near = tenon::bind<tenon::datagram>(mine).value();
    std::array<std::byte, 16> room;
    std::array<std::byte, 16> more;
    static_cast<void>(near.send_to("hello"_bytes, place).value());
    const auto got = far.receive_from(room).value();
    CHECK(got.from == mine);
    CHECK(got.from.name() == mine.name());
    // To whom it came from.
    static_cast<void>(far.send_to("back"_bytes, got.from).value());
    const auto back = near.receive_from(tenon::pieces{room, more}).value();
    CHECK(back.from == place);
    CHECK(back.from.name() == place.name());
    auto with_peer = std::move(near).connect(place).value();
    CHECK(with_peer.remote_endpoint().value() == place);
    CHECK(std::move(with_peer).disconnect().value().local_endpoint().value() == mine);
}

}  // namespace

TEST_CASE("a path has up to 108 bytes") {
    const deadline guard("a path has up to 108 bytes");
    for (const std::size_t size : {std::size_t{106}, std::size_t{107}, std::size_t{108}}) {
        const temporary_directory directory;
        CAPTURE(size);
        const std::string place = directory.file_of(size, 'p');
        const std::string mine = directory.file_of(size, 'm');
        CHECK(tenon::local::path(place).value().name() == place);
        const auto forget = [&] {
            ::unlink(place.c_str());
            ::unlink(mine.c_str());
        };
        check_names<tenon::stream>(tenon::local::path(place).value(), tenon::local::path(mine).value());
        forget();
        check_names<tenon::seqpacket>(tenon::local::path(place).value(), tenon::local::path(mine).value());
        forget();
        check_datagram_names(tenon::local::path(place).value(), tenon::local::path(mine).value());
        // The file has that name, and no shorter one.
        CHECK(::access(place.c_str(), F_OK) == 0);
    }
}

TEST_CASE("a path of 109 bytes is refused, and not cut") {
    CHECK(tenon::local::path(std::string(109, 'x')).error() == std::errc::filename_too_long);
    CHECK(tenon::local::abstract(std::string(108, 'x')).error() == std::errc::filename_too_long);
    CHECK(tenon::local::abstract(std::string(107, 'x')).has_value());
}

TEST_CASE("each byte of an abstract name counts, NUL too") {
    const deadline guard("each byte of an abstract name counts, NUL too");
    const std::string unique = "tenon-test-" + std::to_string(::getpid());
    const auto with_nul = [&](const char* before, const char* after) {
        return tenon::local::abstract(before + std::string(1, '\0') + unique + std::string(1, '\0') + after).value();
    };
    check_names<tenon::stream>(with_nul("a", "b"), with_nul("a", "c"));
    check_names<tenon::seqpacket>(with_nul("", ""), with_nul("", "c"));
    check_datagram_names(with_nul("a", "b"), with_nul("a", ""));
    check_datagram_names(tenon::local::abstract(unique + std::string(107 - unique.size(), '\0')).value(),
                         tenon::local::abstract(unique + std::string(106 - unique.size(), '\0')).value());

    // What differs after a NUL is another name.
    auto one = tenon::listen<tenon::stream>(with_nul("a", "1")).value();
    auto other = tenon::listen<tenon::stream>(with_nul("a", "2")).value();
    CHECK(tenon::connect<tenon::stream>(with_nul("a", "")).error() == std::errc::connection_refused);
    auto client = tenon::connect<tenon::stream>(with_nul("a", "2")).value();
    auto peer = other.accept().value();
    CHECK(talk(client, peer));
}

TEST_CASE("the system gives a name where none is wanted") {
    const deadline guard("the system gives a name where none is wanted");
    auto socket = tenon::bind<tenon::datagram>(tenon::local::unnamed()).value();
    const auto name = socket.local_endpoint().value();
    CHECK(name.is_abstract());
    CHECK_FALSE(name.name().empty());
    CHECK(tenon::bind<tenon::datagram>(name).error() == std::errc::address_in_use);
}

TEST_CASE("a client without a name has none") {
    const deadline guard("a client without a name has none");
    auto listener = tenon::listen<tenon::stream>(tenon::local::unnamed()).value();
    auto client = tenon::connect<tenon::stream>(listener.local_endpoint().value()).value();
    CHECK(client.local_endpoint().value().is_unnamed());
    CHECK(listener.accept_from().value().from.is_unnamed());

    auto receiver = tenon::bind<tenon::datagram>(tenon::local::unnamed()).value();
    auto sender = tenon::open<tenon::datagram, tenon::local>().value();
    std::array<std::byte, 16> room;
    for (const std::string text : {"hello", ""}) {
        static_cast<void>(sender.send_to(text, receiver.local_endpoint().value()).value());
        const auto got = receiver.receive_from(room).value();
        CHECK(got.from.is_unnamed());
        CHECK(text_of(got.data) == text);
    }
}
