// SPDX-License-Identifier: BSL-1.0

// The driver of a user on top of the driver of a loop: it passes the operations in a wrapper, and
// accepted sockets have the same driver.

#include <support/catch.hpp>
#include <unit/support/loops.hpp>

#include <array>
#include <chrono>
#include <concepts>
#include <optional>
#include <string>
#include <utility>

#include <tenon/loops.hpp>

using namespace std::chrono_literals;
using namespace tenon::literals;
using tenon::task;

namespace {

struct counts {
    int performed = 0;
    int calls = 0;
};

/// The template parameter is not constrained, because a driver names its outcome, and with it this
/// class, while the type of the operation is incomplete.
template <class Operation>
class counted {
public:
    using value_type = typename Operation::value_type;
    static constexpr bool takes_handle = tenon::takes_handle<Operation>;

    counted(Operation&& operation, counts* observed) noexcept
        : operation_(std::move(operation)), observed_(observed) {}

    template <class Perform>
    auto next(Perform&& perform) {
        return operation_.next([&](auto& call) {
            ++observed_->calls;
            return perform(call);
        });
    }
    bool advance(std::ptrdiff_t returned) noexcept { return operation_.advance(returned); }
    void fail(int error) noexcept { operation_.fail(error); }
    template <class Handle>
    tenon::result<value_type> finish(Handle&& handle) {
        return operation_.finish(std::forward<Handle>(handle));
    }
    template <class View>
    void abandon(const View& view) noexcept {
        tenon::abandon(operation_, view);
    }

private:
    Operation operation_;
    counts* observed_;
};

template <class Loop>
class counting {
    using beneath = tenon::driver_of<Loop>;

public:
    static constexpr bool waits = beneath::waits;
    static constexpr int type_flags = beneath::type_flags;
    template <class Operation, class Handle>
    using outcome = typename beneath::template outcome<counted<Operation>, Handle>;

    counting(const beneath& driver, counts& observed) noexcept
        : beneath_(driver), observed_(&observed) {}

    [[nodiscard]] decltype(auto) system() const noexcept { return beneath_.system(); }
    std::ptrdiff_t close(tenon::os::descriptor socket) const noexcept {
        return beneath_.close(socket);
    }
    void release(tenon::os::descriptor socket) const noexcept { beneath_.release(socket); }

    template <class Handle, tenon::socket_operation Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation&& operation) const noexcept {
        ++observed_->performed;
        return beneath_.perform(std::forward<Handle>(handle),
                                counted<Operation>(std::move(operation), observed_));
    }
    template <class Handle, tenon::socket_operation Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation&& operation,
                                       tenon::limit_set limits) const noexcept {
        ++observed_->performed;
        return beneath_.perform(std::forward<Handle>(handle),
                                counted<Operation>(std::move(operation), observed_),
                                std::move(limits));
    }

private:
    beneath beneath_;
    counts* observed_;
};
static_assert(tenon::driver<counting<tenon::epoll_loop>> &&
              tenon::driver<counting<tenon::poll_loop>>);

template <class Driver>
using peer = tenon::connection<tenon::tcp, tenon::ipv4, Driver>;
template <class Driver>
using listener = tenon::listener<tenon::tcp, tenon::ipv4, Driver>;

template <class Driver>
task<void> echo_once(peer<Driver> socket, std::string& received) {
    std::array<char, 16> buffer;
    const auto result = co_await socket.receive(buffer, tenon::within(10s));
    if (result)
        received = tenon::as_text(*result);
    unit::expect(co_await socket.send_all(std::span<const char>(received)));
}

template <class Driver>
task<void> accept_one(listener<Driver>& server, std::string& received) {
    auto accepted = co_await server.accept();
    unit::expect(accepted);
    if (accepted)
        co_await echo_once<Driver>(std::move(*accepted), received);
}

}  // namespace

TEMPLATE_TEST_CASE(
    "driver_of: a driver on top of it performs each operation, accepted sockets have the upper driver",
    "", tenon::epoll_loop, tenon::poll_loop) {
    using driver = counting<TestType>;
    TestType loop;
    counts observed;
    const driver upper(loop.driver(), observed);
    auto server = tenon::listen<tenon::tcp>(upper, "127.0.0.1:0"_v4).value();
    STATIC_REQUIRE(std::same_as<decltype(server), listener<driver>>);
    std::string received;
    tenon::scope all(loop);
    all.spawn(accept_one<driver>(server, received));
    const auto exchange = [](const driver& by,
                             tenon::ipv4::endpoint endpoint) -> task<std::string> {
        auto connected = co_await tenon::connect<tenon::tcp>(by, endpoint, tenon::within(10s));
        if (!connected)
            co_return connected.error().message();
        unit::expect(co_await connected->send_all("hello"_bytes));
        std::array<char, 16> buffer;
        const auto result = co_await connected->receive(buffer);
        co_return result ? std::string(tenon::as_text(*result)) : result.error().message();
    };
    CHECK(loop.run(exchange(upper, server.local_endpoint().value())) == "hello");
    REQUIRE(loop.run());
    CHECK(received == "hello");
    CHECK(observed.performed == 6);
    CHECK(observed.calls >= 6);
}

TEMPLATE_TEST_CASE(
    "driver_of: under a driver on top of it, close and destruction of the task end a waiting accept",
    "", tenon::epoll_loop, tenon::poll_loop) {
    using driver = counting<TestType>;
    TestType loop;
    REQUIRE(loop.run());  // The loop opens its descriptors.
    counts observed;
    const driver upper(loop.driver(), observed);
    auto server = tenon::listen<tenon::tcp>(upper, "127.0.0.1:0"_v4).value();
    const int next = unit::next_descriptor();
    std::error_code error;
    {
        tenon::scope all(loop);
        all.spawn([](auto& server_socket, std::error_code& error_seen) -> task<void> {
            const auto accepted = co_await server_socket.accept();
            error_seen = accepted.error();
        }(server, error));
        static_cast<void>(server.close());
        REQUIRE(loop.run());
        CHECK(error == unit::canceled);
        server = tenon::listen<tenon::tcp>(upper, "127.0.0.1:0"_v4).value();
        all.spawn([](auto& server_socket, std::error_code& error_seen) -> task<void> {
            const auto accepted = co_await server_socket.accept();
            error_seen = accepted.error();
        }(server, error));
    }
    CHECK(error == unit::canceled);
    CHECK(unit::next_descriptor() == next);
}
