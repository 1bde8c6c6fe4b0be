// SPDX-License-Identifier: BSL-1.0

// Names of Unix sockets: those of the full length, those with NULs, those that the system gives, and none.

#include <unistd.h>

#include <support/catch.hpp>
#include <support/temporary.hpp>

#include "../helpers/deadline.hpp"
#include "../helpers/loopback.hpp"

using namespace faults;

namespace {

/// An endpoint, and the text that it was made of.
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

/// The system tells the endpoint as it was given, to the last byte.
bool is(const tenon::unix_domain::endpoint& told, const named& given) {
    return told == given.endpoint && told.name() == given.text && told.is_path() == given.endpoint.is_path();
}

/// Each place at which a connected socket's names are told, with both ends bound.
template <class Protocol>
void check_names(const named& place, const named& mine) {
    auto listener = tenon::listen<Protocol>(place.endpoint).value();
    CHECK(is(listener.local_endpoint().value(), place));
    auto near = tenon::bind<Protocol>(mine.endpoint).value().connect(place.endpoint).value();
    CHECK(is(near.local_endpoint().value(), mine));
    CHECK(is(near.remote_endpoint().value(), place));
    auto accepted = listener.accept_from().value();
    CHECK(is(accepted.from, mine));
    CHECK(is(accepted.socket.local_endpoint().value(), place));
    CHECK(is(accepted.socket.remote_endpoint().value(), mine));
    CHECK(talk(near, accepted.socket));
}

void check_datagram_names(const named& place, const named& mine) {
    auto far = tenon::bind<tenon::datagram>(place.endpoint).value();
    auto near = tenon::bind<tenon::datagram>(mine.endpoint).value();
    std::array<std::byte, 16> buffer;
    std::array<std::byte, 16> more;
    static_cast<void>(near.send_to("hello"_bytes, place.endpoint).value());
    const auto got = far.receive_from(buffer).value();
    CHECK(is(got.from, mine));
    // To whom it came from.
    static_cast<void>(far.send_to("back"_bytes, got.from).value());
    CHECK(is(near.receive_from(tenon::pieces{buffer, more}).value().from, place));
    auto with_peer = std::move(near).connect(place.endpoint).value();
    CHECK(is(with_peer.remote_endpoint().value(), place));
    CHECK(is(std::move(with_peer).disconnect().value().local_endpoint().value(), mine));
}

}  // namespace

TEST_CASE("a path has up to 108 bytes") {
    const deadline guard("a path has up to 108 bytes");
    for (const std::size_t size : {std::size_t{106}, std::size_t{107}, std::size_t{108}}) {
        const support::temporary_directory directory;
        CAPTURE(size);
        const named place = path(directory.file_of(size, 'p'));
        const named mine = path(directory.file_of(size, 'm'));
        const auto forget = [&] {
            CHECK(::unlink(place.text.c_str()) == 0);
            CHECK(::unlink(mine.text.c_str()) == 0);
        };
        check_names<tenon::stream>(place, mine);
        forget();
        check_names<tenon::seqpacket>(place, mine);
        forget();
        check_datagram_names(place, mine);
        forget();
    }
}

TEST_CASE("a path of 109 bytes is refused, and not cut") {
    CHECK(tenon::unix_domain::path(std::string(109, 'x')).error() == std::errc::filename_too_long);
    CHECK(tenon::unix_domain::abstract(std::string(108, 'x')).error() == std::errc::filename_too_long);
    CHECK(tenon::unix_domain::abstract(std::string(107, 'x')).has_value());
}

TEST_CASE("each byte of an abstract name counts, NUL too") {
    const deadline guard("each byte of an abstract name counts, NUL too");
    const std::string unique = "tenon-test-" + std::to_string(::getpid());
    const auto with_nul = [&](const std::string& before, const std::string& after) {
        return abstract(before + '\0' + unique + '\0' + after);
    };
    check_names<tenon::stream>(with_nul("a", "b"), with_nul("a", "c"));
    check_names<tenon::seqpacket>(with_nul("", ""), with_nul("", "c"));
    check_datagram_names(with_nul("a", "b"), with_nul("a", ""));
    check_datagram_names(abstract(unique + std::string(107 - unique.size(), '\0')),
                         abstract(unique + std::string(106 - unique.size(), '\0')));

    // What differs after a NUL is another name.
    auto one = tenon::listen<tenon::stream>(with_nul("a", "1").endpoint).value();
    auto other = tenon::listen<tenon::stream>(with_nul("a", "2").endpoint).value();
    CHECK(tenon::connect<tenon::stream>(with_nul("a", "").endpoint).error() == std::errc::connection_refused);
    auto client = tenon::connect<tenon::stream>(with_nul("a", "2").endpoint).value();
    auto peer = other.accept().value();
    CHECK(talk(client, peer));
}

TEST_CASE("the system gives a name where none is wanted") {
    const deadline guard("the system gives a name where none is wanted");
    auto socket = tenon::bind<tenon::datagram>(tenon::unix_domain::unnamed()).value();
    const auto name = socket.local_endpoint().value();
    CHECK(name.is_abstract());
    CHECK_FALSE(name.name().empty());
    CHECK(tenon::bind<tenon::datagram>(name).error() == std::errc::address_in_use);
}

TEST_CASE("a client without a name has none") {
    const deadline guard("a client without a name has none");
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
    const deadline guard("unnamed endpoint");
    const auto unnamed = tenon::unix_domain::unnamed();
    auto sender = tenon::open<tenon::datagram, tenon::unix_domain>().value();
    CHECK(sender.send_to("lost"_bytes, unnamed).error() == std::errc::invalid_argument);
    CHECK(std::move(sender).connect(unnamed).error() == std::errc::invalid_argument);
    CHECK(tenon::connect<tenon::stream>(unnamed).error() == std::errc::invalid_argument);
    CHECK(tenon::connect<tenon::seqpacket>(unnamed).error() == std::errc::invalid_argument);
}
