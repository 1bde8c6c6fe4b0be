// SPDX-License-Identifier: BSL-1.0

// Layers without memory. This is a program of its own, since it replaces the allocation functions.

#include <faults/helpers/descriptors.hpp>
#include <support/background.hpp>
#include <support/catch.hpp>
#include <unit/support/layers.hpp>

#include <sys/socket.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using namespace unit;

namespace unit {

/// The number of allocations without exceptions that succeed before one fails; negative: none
/// fails. Of this thread only.
inline thread_local int until_failure = -1;
/// The number of allocated objects.
inline std::atomic<int> allocated = 0;

inline void* counted_allocation(std::size_t size) noexcept {
    void* const made = std::malloc(size == 0 ? 1 : size);
    if (made != nullptr)
        ++allocated;
    return made;
}
inline void counted_free(void* object) noexcept {
    if (object != nullptr)
        --allocated;
    std::free(object);
}

}  // namespace unit

void* operator new(std::size_t size) {
    if (void* const made = unit::counted_allocation(size); made != nullptr)
        return made;
    throw std::bad_alloc();
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    if (unit::until_failure >= 0 && unit::until_failure-- == 0)
        return nullptr;
    return unit::counted_allocation(size);
}
void operator delete(void* object) noexcept {
    unit::counted_free(object);
}
void operator delete(void* object, std::size_t) noexcept {
    unit::counted_free(object);
}
void operator delete(void* object, const std::nothrow_t&) noexcept {
    unit::counted_free(object);
}

namespace {

using protocol = counted<shifted<introduced<tenon::tcp>>>;
using plain_protocol = counted<shifted<tenon::tcp>>;

/// Performs an action whose n-th allocation fails, for each n, until it succeeds. Each failure must
/// be not_enough_memory, and leave nothing. Returns the number of failures.
template <class Action>
int fail_each_allocation(Action action) {
    for (int count = 0; count != 100; ++count) {
        const int objects = allocated;
        const int descriptors = faults::open_descriptors();
        std::error_code error;
        {
            until_failure = count;
            auto outcome = action();
            until_failure = -1;
            if (outcome)
                return count;
            error = outcome.error();
        }
        const int objects_after = allocated;
        CHECK(error == std::errc::not_enough_memory);
        CHECK(objects_after == objects);
        CHECK(faults::open_descriptors() == descriptors);
    }
    return -1;
}

template <class Lower>
using shifted_again = tenon::layered<shifting<1>, Lower>;

const introducing::settings name("a name that does not fit into the string");

}  // namespace

TEST_CASE("open, bind, listen: without memory for the settings they fail") {
    CHECK(fail_each_allocation([] { return tenon::open<protocol, tenon::ipv4>(name); }) == 2);
    CHECK(fail_each_allocation([] { return tenon::bind<protocol>("127.0.0.1:0"_v4, name); }) == 2);
    CHECK(fail_each_allocation([] { return tenon::listen<protocol>("127.0.0.1:0"_v4); }) == 2);
    CHECK(fail_each_allocation([] {
              return tenon::connected_pair<counted<shifted<tenon::stream>>, tenon::unix_domain>();
          }) == 4);
}

TEMPLATE_TEST_CASE("connect: without memory it fails, and a socket connects again", "",
                   unit::blocking, unit::restarting, unit::describing, unit::epoll_loop) {
    TestType on;
    auto server = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    const auto endpoint = server.local_endpoint().value();
    // A connection that fails before, so that the loop has all that it needs.
    static_cast<void>(on([&] { return tenon::connect<tenon::tcp>(on.driver, endpoint); }));
    SECTION("the verb") {
        CHECK(fail_each_allocation([&] {
                  return on([&] {
                      return tenon::connect<plain_protocol>(on.driver, endpoint,
                                                            shifting<0>::settings(3));
                  });
              }) >= 2);
    }
    SECTION("the member") {
        auto socket = tenon::bind<plain_protocol>(on.driver, "127.0.0.1:0"_v4).value();
        const auto local = socket.local_endpoint().value();
        const int failures = fail_each_allocation([&] {
            CHECK(socket.local_endpoint().value() == local);
            return on([&] { return std::move(socket).connect(endpoint); });
        });
        CHECK(failures >= 1);
        CHECK(socket.empty());
    }
    SECTION("datagrams") {
        auto peer = tenon::bind<tenon::udp>("127.0.0.1:0"_v4).value();
        auto socket = tenon::bind<counted<tenon::udp>>(on.driver, "127.0.0.1:0"_v4).value();
        const auto local = socket.local_endpoint().value();
        CHECK(fail_each_allocation([&] {
                  ::sockaddr_storage address;
                  ::socklen_t size = sizeof address;
                  CHECK(::getpeername(socket.native_handle(),
                                      reinterpret_cast<::sockaddr*>(&address), &size) != 0);
                  CHECK(socket.local_endpoint().value() == local);
                  return on(
                      [&] { return std::move(socket).connect(peer.local_endpoint().value()); });
              }) >= 1);
    }
}

TEMPLATE_TEST_CASE(
    "accept: without memory it fails, closes the connection, and the listener stays usable", "",
    unit::blocking, unit::nonblocking, unit::restarting, unit::describing, unit::epoll_loop) {
    TestType on;
    auto server = tenon::listen<protocol>(on.driver, "127.0.0.1:0"_v4).value();
    std::vector<tenon::connection<tenon::tcp, tenon::ipv4>> clients;
    for (int round = 0; round != 20; ++round)
        clients.push_back(tenon::connect<tenon::tcp>(server.local_endpoint().value()).value());
    CHECK(on([&] { return server.accept(); }));
    CHECK(fail_each_allocation([&] { return on([&] { return server.accept(); }); }) >= 1);
    CHECK(fail_each_allocation([&] { return on([&] { return server.accept_from(); }); }) >= 1);
    CHECK(on([&] { return server.accept(); }));
}

TEST_CASE("finish: without memory it fails, and the socket connects again") {
    unit::nonblocking on;
    auto server = tenon::listen<tenon::tcp>("127.0.0.1:0"_v4).value();
    auto connecting =
        tenon::connect<protocol>(on.driver, server.local_endpoint().value(), name).value();
    CHECK(tenon::wait_any(tenon::writable, connecting));
    until_failure = 0;
    const auto failed = std::move(connecting).finish();
    until_failure = -1;
    CHECK(failed.error() == std::errc::not_enough_memory);
    REQUIRE(!connecting.empty());
    auto again = std::move(connecting).connect(server.local_endpoint().value()).value();
    CHECK(tenon::wait_any(tenon::writable, again));
    CHECK(std::move(again).finish().value().layer<introducing>().own.name == name.name);
}

TEST_CASE("with_layer, without_layer: without memory they fail, and the socket stays as it was") {
    auto pair = tenon::connected_pair<shifted<tenon::stream>, tenon::unix_domain>().value();
    const auto check = [&](auto& one, auto& other) {
        std::byte buffer[1];
        CHECK(one.send("x"_bytes));
        CHECK(other.receive(buffer).value() == "x"_bytes);
    };
    check(pair.first, pair.second);
    until_failure = 0;
    CHECK(std::move(pair.first).with_layer<shifted_again>().error() ==
          std::errc::not_enough_memory);
    until_failure = 1;
    CHECK(std::move(pair.first).with_layer<shifted_again>().error() ==
          std::errc::not_enough_memory);
    until_failure = -1;
    check(pair.first, pair.second);
    auto more = std::move(pair.first).with_layer<shifted_again>(shifting<1>::settings(0)).value();
    check(more, pair.second);
    until_failure = 0;
    CHECK(std::move(more).without_layer().error() == std::errc::not_enough_memory);
    until_failure = -1;
    check(more, pair.second);
    auto less = std::move(more).without_layer().value();
    check(less, pair.second);
    // Taking the last layer off needs no memory.
    until_failure = 0;
    CHECK(std::move(less).without_layer());
    until_failure = -1;
    auto plain = tenon::connected_pair<tenon::stream, tenon::unix_domain>().value();
    until_failure = 0;
    CHECK(std::move(plain.first).with_layer<counted>().error() == std::errc::not_enough_memory);
    until_failure = -1;
    check(plain.first, plain.second);
}
