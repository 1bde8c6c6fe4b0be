// SPDX-License-Identifier: BSL-1.0

// Each system call of an operation with layers fails once: what is left is the caller's, and
// nothing leaks.

#include <faults/helpers/descriptors.hpp>
#include <support/background.hpp>
#include <support/catch.hpp>
#include <unit/support/layers.hpp>

#include <sys/socket.h>

#include <cerrno>
#include <string>
#include <utility>

#include <tenon/system/faulty.hpp>

using namespace unit;
using tenon::os::call_name;

namespace {

using protocol = counted<introduced<tenon::tcp>>;
using faulty = tenon::os::basic_faulty<tenon::os::native>;
using faulty_blocking = tenon::basic_blocking<faulty>;
using faulty_restarting = tenon::basic_restarting<faulty>;
using faulty_describing = tenon::basic_describing<faulty>;

constexpr call_name names[] = {
    call_name::socket,         call_name::accept,      call_name::bind,
    call_name::connect,        call_name::disconnect,  call_name::getsockname,
    call_name::getpeername,    call_name::send,        call_name::sendmsg,
    call_name::recv,           call_name::shutdown,    call_name::poll,
    call_name::poll_any,       call_name::nonblocking, call_name::set_nonblocking,
    call_name::pending_error,  call_name::duplicate,   call_name::close,
    call_name::receiving_ended};

/// Performs an action with each call failing once, with each of a few errors. `attempt` is given
/// the system. Returns the number of calls that failed.
template <class Attempt>
int fail_each_call(Attempt attempt) {
    int failed = 0;
    for (const call_name name : names)
        for (const int error : {EIO, EINTR, ENOBUFS}) {
            // Of these, an interruption is a success or cannot be, and an error changes nothing.
            if (error == EINTR && name != call_name::send && name != call_name::sendmsg &&
                name != call_name::recv && name != call_name::poll_any &&
                name != call_name::connect)
                continue;
            for (int after = 0; after != 100; ++after) {
                tenon::os::fault fault = {name, error};
                fault.after = after;
                tenon::os::fault_plan plan(fault);
                INFO("call " << static_cast<int>(name) << ", error " << error << ", after "
                             << after);
                const int descriptors = faults::open_descriptors();
                attempt(faulty(plan));
                CHECK(faults::open_descriptors() == descriptors);
                if (plan.applied() == 0)
                    break;
                ++failed;
            }
        }
    return failed;
}

}  // namespace

TEMPLATE_TEST_CASE("connect: each call fails once, the verb leaves nothing", "", faulty_blocking,
                   faulty_restarting, faulty_describing) {
    auto server =
        tenon::listen<protocol>("127.0.0.1:0"_v4, introducing::settings("server")).value();
    const int failed = fail_each_call([&](const faulty& system) {
        tenon::stop_source no_connection;
        support::background accepting([&, token = no_connection.token()] {
            auto begun = server.accept(token);
            return begun && std::move(*begun).handshake(tenon::within(5s));
        });
        {
            const auto socket = tenon::connect<protocol>(
                TestType(system), server.local_endpoint().value(), introducing::settings("client"));
            // An error is reported as such, never as one of the library's own.
            if (!socket)
                CHECK(socket.error() != tenon::errc::suspended);
            if (socket)
                CHECK(socket->template layer<introducing>().peer == "server");
        }
        no_connection.request_stop();
        static_cast<void>(accepting.result());
        // The connection may still be in the queue.
        while (server.accept(tenon::within(0s))) {
        }
    });
    CHECK(failed >= 8);
}

TEMPLATE_TEST_CASE(
    "connect: each call fails once, the socket is as after a failed connect, and connects again",
    "", faulty_blocking, faulty_restarting, faulty_describing) {
    auto server =
        tenon::listen<protocol>("127.0.0.1:0"_v4, introducing::settings("server")).value();
    const int failed = fail_each_call([&](const faulty& system) {
        tenon::stop_source no_connection;
        support::background accepting([&, token = no_connection.token()] {
            int count = 0;
            for (;;) {
                auto begun = server.accept(token);
                if (!begun)
                    return count;
                count += std::move(*begun).handshake(tenon::within(5s)) ? 1 : 0;
            }
        });
        {
            auto socket = tenon::open<protocol, tenon::ipv4>(TestType(system),
                                                             introducing::settings("client"));
            if (socket) {
                const auto to = server.local_endpoint().value();
                auto connected = std::move(socket.value()).connect(to);
                if (!connected) {
                    REQUIRE(!socket->empty());
                    connected = std::move(socket.value()).connect(to);
                    // Once more if the first attempt could not be undone.
                    if (!connected)
                        connected = std::move(socket.value()).connect(to);
                }
                CHECK(connected);
                CHECK(socket->empty());
            }
        }
        no_connection.request_stop();
        CHECK(accepting.result() <= 3);
    });
    CHECK(failed >= 8);
}

TEMPLATE_TEST_CASE("accept, handshake, with_layer, close: each call fails once", "",
                   faulty_blocking, faulty_restarting, faulty_describing) {
    const int failed = fail_each_call([&](const faulty& system) {
        auto server = tenon::listen<protocol>(TestType(system), "127.0.0.1:0"_v4,
                                              introducing::settings("server"));
        if (!server)
            return;
        const auto endpoint = tenon::detail::local_endpoint_of<tenon::ipv4::endpoint>(
                                  tenon::os::native(), server->native_handle())
                                  .value();
        support::background connecting([&] {
            auto socket = tenon::connect<protocol>(endpoint, introducing::settings("client"),
                                                   tenon::within(5s));
            if (!socket)
                return false;
            std::byte buffer[10];
            return socket->receive_exactly(tenon::mutable_bytes(buffer, 2), tenon::within(5s))
                .has_value();
        });
        {
            auto begun = server->accept();
            if (!begun)
                begun = server->accept();
            REQUIRE(begun);
            auto peer = std::move(begun.value()).handshake();
            if (peer) {
                auto more = std::move(peer.value()).template with_layer<counted>().value();
                auto sent = more.send_all("xy"_bytes);
                if (!sent)
                    CHECK(sent.error() != tenon::errc::suspended);
                const int descriptor = more.native_handle();
                static_cast<void>(more.close());
                CHECK(more.empty());
                CHECK(!faults::is_open(descriptor));
            } else {
                CHECK(peer.error() != tenon::errc::suspended);
                CHECK(!begun->empty());
            }
        }
        static_cast<void>(connecting.result());
    });
    CHECK(failed >= 8);
}

TEST_CASE("split: without a second descriptor the socket stays as it was") {
    tenon::os::fault fault = {call_name::duplicate, EMFILE};
    tenon::os::fault_plan plan(fault);
    auto pair = tenon::connected_pair<measured<tenon::stream>, tenon::unix_domain>(
                    faulty_blocking(faulty(plan)))
                    .value();
    CHECK(std::move(pair.first).split().error() == std::errc::too_many_files_open);
    CHECK(pair.first.send("x"_bytes));
    std::byte buffer[1];
    CHECK(pair.second.receive(buffer).value().data == "x"_bytes);
    CHECK(std::move(pair.first).split());
}
