// SPDX-License-Identifier: BSL-1.0

// A driver of a user's above that of a loop: it hands the operations down in a wrapper, and the sockets that come from its
// sockets have it too.

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

/// Not constrained: a driver names its outcome, and with it this, where the operation is not complete.
template <class Operation>
class counted {
public:
    using value_type = typename Operation::value_type;
    static constexpr bool takes_handle = tenon::takes_handle<Operation>;

    counted(Operation&& operation, counts* seen) noexcept : operation_(std::move(operation)), seen_(seen) {}

    template <class Perform>
    auto next(Perform&& perform) {
        return operation_.next([&](auto& call) {
            ++seen_->calls;
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
    counts* seen_;
};

template <class Loop>
class counting {
    using beneath = tenon::driver_of<Loop>;

public:
    static constexpr bool waits = beneath::waits;
    static constexpr int type_flags = beneath::type_flags;
    template <class Operation, class Handle>
    using outcome = typename beneath::template outcome<counted<Operation>, Handle>;

    counting(const beneath& driver, counts& seen) noexcept : beneath_(driver), seen_(&seen) {}

    [[nodiscard]] decltype(auto) system() const noexcept { return beneath_.system(); }
    std::ptrdiff_t close(tenon::os::descriptor socket) const noexcept { return beneath_.close(socket); }
    void release(tenon::os::descriptor socket) const noexcept { beneath_.release(socket); }

    template <class Handle, tenon::socket_operation Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation&& operation) const noexcept {
        ++seen_->performed;
        return beneath_.perform(std::forward<Handle>(handle), counted<Operation>(std::move(operation), seen_));
    }
    template <class Handle, tenon::socket_operation Operation>
    outcome<Operation, Handle> perform(Handle&& handle, Operation&& operation, tenon::limit_set limits) const noexcept {
        ++seen_->performed;
        return beneath_.perform(std::forward<Handle>(handle), counted<Operation>(std::move(operation), seen_),
                                std::move(limits));
    }

private:
    beneath beneath_;
    counts* seen_;
};
static_assert(tenon::driver<counting<tenon::epoll_loop>> && tenon::driver<counting<tenon::poll_loop>>);

template <class Driver>
using peer = tenon::connection<tenon::tcp, tenon::ipv4, Driver>;
template <class Driver>
using listener = tenon::listener<tenon::tcp, tenon::ipv4, Driver>;

template <class Driver>
task<void> echo_once(peer<Driver> socket, std::string& heard) {
    std::array<char, 16> buffer;
    const auto got = co_await socket.receive(buffer, tenon::within(10s));
    if (got)
        heard = tenon::as_text(*got);
    unit::expect(co_await socket.send_all(std::span<const char>(heard)));
}

template <class Driver>
task<void> accept_one(listener<Driver>& server, std::string& heard) {
    auto accepted = co_await server.accept();
    unit::expect(accepted);
    if (accepted)
        co_await echo_once<Driver>(std::move(*accepted), heard);
}

}  // namespace

TEMPLATE_TEST_CASE("a driver above a loop's: what waits and what does not, and the sockets that come of it have it", "",
                   tenon::epoll_loop, tenon::poll_loop) {
    using driver = counting<TestType>;
    TestType loop;
    counts seen;
    const driver above(loop.driver(), seen);
    auto server = tenon::listen<tenon::tcp>(above, "127.0.0.1:0"_v4).value();
    STATIC_REQUIRE(std::same_as<decltype(server), listener<driver>>);
    std::string heard;
    tenon::scope all(loop);
    all.spawn(accept_one<driver>(server, heard));
    const auto talks = [](const driver& by, tenon::ipv4::endpoint there) -> task<std::string> {
        auto connected = co_await tenon::connect<tenon::tcp>(by, there, tenon::within(10s));
        if (!connected)
            co_return connected.error().message();
        unit::expect(co_await connected->send_all("hello"_bytes));
        std::array<char, 16> buffer;
        const auto got = co_await connected->receive(buffer);
        co_return got ? std::string(tenon::as_text(*got)) : got.error().message();
    };
    CHECK(loop.run(talks(above, server.local_endpoint().value())) == "hello");
    REQUIRE(loop.run());
    CHECK(heard == "hello");
    CHECK(seen.performed == 6);
    CHECK(seen.calls >= 6);
}

TEMPLATE_TEST_CASE("a driver above a loop's: a socket that is closed, and a frame that is destroyed, under what waits", "",
                   tenon::epoll_loop, tenon::poll_loop) {
    using driver = counting<TestType>;
    TestType loop;
    REQUIRE(loop.run());  // It has its descriptors.
    counts seen;
    const driver above(loop.driver(), seen);
    auto server = tenon::listen<tenon::tcp>(above, "127.0.0.1:0"_v4).value();
    const int next = unit::next_descriptor();
    std::error_code error;
    {
        tenon::scope all(loop);
        all.spawn([](auto& waits, std::error_code& why) -> task<void> {
            const auto accepted = co_await waits.accept();
            why = accepted.error();
        }(server, error));
        static_cast<void>(server.close());
        REQUIRE(loop.run());
        CHECK(error == unit::canceled);
        server = tenon::listen<tenon::tcp>(above, "127.0.0.1:0"_v4).value();
        all.spawn([](auto& waits, std::error_code& why) -> task<void> {
            const auto accepted = co_await waits.accept();
            why = accepted.error();
        }(server, error));
    }
    CHECK(error == unit::canceled);
    CHECK(unit::next_descriptor() == next);
}
