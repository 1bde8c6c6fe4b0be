// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <unit/support/descriptors.hpp>
#include <unit/support/scripted.hpp>

#include <array>
#include <chrono>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <tenon.hpp>
#include <tenon/system/faulty.hpp>

using tenon::handle;
using tenon::result;
using unit::script;
using unit::scripted;
using unit::scripted_driver;
using results = std::deque<std::ptrdiff_t>;
using calls = std::vector<std::string>;
using namespace tenon::literals;

namespace {

/// The call recv with the facts of `Traits`.
template <class Traits>
struct plain_call : Traits {
    static constexpr tenon::os::readiness waits_for = tenon::os::readiness::readable;
    template <class System>
    std::ptrdiff_t operator()(const System& system, tenon::os::descriptor socket, int flags) const {
        return system.recv(socket, tenon::mutable_bytes(), flags);
    }
};
struct no_facts {};
struct not_restartable {
    static constexpr bool restartable = false;
};
struct polling_first {
    static constexpr bool polls_first = true;
};

/// An operation of `count` such calls. Returns the last result unchanged.
template <class Traits>
class plain_operation {
public:
    using value_type = std::ptrdiff_t;
    explicit plain_operation(int count = 1) : left_(count) {}

    template <class Perform>
    auto next(Perform&& perform) {
        return perform(call_);
    }
    bool advance(std::ptrdiff_t returned) noexcept {
        returned_ = returned;
        return --left_ == 0;
    }
    void fail(int error) noexcept { returned_ = -error; }
    template <class Handle>
    result<std::ptrdiff_t> finish(Handle&&) {
        return returned_;
    }

private:
    plain_call<Traits> call_;
    int left_;
    std::ptrdiff_t returned_ = 0;
};

template <class Traits = no_facts>
std::ptrdiff_t last_returned(script& kernel, int count = 1) {
    const scripted_driver driver{scripted(kernel)};
    handle<scripted_driver> socket(7, driver);
    const std::ptrdiff_t returned = driver.perform(socket, plain_operation<Traits>(count)).value();
    static_cast<void>(socket.release());
    return returned;
}

}  // namespace

TEST_CASE("blocking: a count or an error is passed to the operation") {
    script kernel;
    kernel.results["recv"] = {5};
    CHECK(last_returned(kernel) == 5);
    kernel.results["recv"] = {0};
    CHECK(last_returned(kernel) == 0);
    kernel.results["recv"] = {-ECONNRESET};
    CHECK(last_returned(kernel) == -ECONNRESET);
    CHECK(kernel.calls_made == calls{"recv", "recv", "recv"});
}

TEST_CASE("blocking: after EINTR the call is repeated") {
    script kernel;
    kernel.results["recv"] = {-EINTR, -EINTR, -EINTR, 5};
    CHECK(last_returned(kernel) == 5);
    CHECK(kernel.calls_made == calls{"recv", "recv", "recv", "recv"});
}

TEST_CASE("blocking: after EAGAIN the driver polls without a time-out and repeats the call") {
    script kernel;
    kernel.results["recv"] = {-EAGAIN, -EAGAIN, -EINTR, 5};
    kernel.results["poll"] = {POLLIN, -EINTR, -EINTR, POLLIN};
    CHECK(last_returned(kernel) == 5);
    CHECK(kernel.calls_made ==
          calls{"recv", "poll", "recv", "poll", "poll", "poll", "recv", "recv"});
    for (const unit::request& each : kernel.requests) {
        CHECK(each.descriptor == 7);
        CHECK(each.flags == 0);
    }
    for (const unit::request& each : kernel.requests_of("poll")) {
        CHECK(each.entries.at(0).events == POLLIN);
        CHECK(each.time < 0);
    }
}

TEST_CASE("blocking: after EAGAIN a receiving call polls for POLLIN, a sending call for POLLOUT") {
    std::string buffer(4, '.');
    const tenon::ipv4::endpoint destination = "192.0.2.1:7"_v4;
    const auto waited_for = [&](auto&& operation, const char* call) {
        script kernel;
        kernel.results[call] = {-EAGAIN, 1};
        kernel.results["poll"] = {POLLIN | POLLOUT};
        CHECK(unit::performed(kernel, operation));
        CHECK(kernel.requests_of(call).size() == 2);
        const unit::request poll = kernel.only_request("poll");
        CHECK(poll.descriptor == 7);
        CHECK(poll.time < 0);
        return poll.entries.empty() ? 0 : static_cast<int>(poll.entries[0].events);
    };
    using tenon::const_bytes;
    using tenon::mutable_bytes;
    using taken = tenon::connection<tenon::tcp, tenon::ipv4, scripted_driver>;
    CHECK(waited_for(tenon::operation::receive<mutable_bytes>(buffer), "recv") == POLLIN);
    CHECK(waited_for(tenon::operation::receive_datagram<mutable_bytes>(buffer), "recv_datagram") ==
          POLLIN);
    CHECK(waited_for(tenon::operation::receive_from<mutable_bytes, tenon::ipv4::endpoint>(buffer),
                     "recvfrom") == POLLIN);
    CHECK(waited_for(tenon::operation::accept<taken>(), "accept") == POLLIN);
    CHECK(waited_for(tenon::operation::accept_from<taken, tenon::ipv4::endpoint>(), "accept") ==
          POLLIN);
    CHECK(waited_for(tenon::operation::send<const_bytes>("x"_bytes), "send") == POLLOUT);
    CHECK(waited_for(tenon::operation::send_all<tenon::unsent<>>(tenon::unsent("x"_bytes)),
                     "send") == POLLOUT);
    CHECK(waited_for(
              tenon::operation::send_to<const_bytes, tenon::ipv4::endpoint>("x"_bytes, destination),
              "sendto") == POLLOUT);
}

TEST_CASE("blocking: an error of poll(2) is passed to the operation") {
    script kernel;
    kernel.results["recv"] = {-EAGAIN, 5};
    kernel.results["poll"] = {-ENOMEM};
    CHECK(last_returned(kernel) == -ENOMEM);
    CHECK(kernel.calls_made == calls{"recv", "poll"});
}

TEST_CASE(
    "blocking: EINTR, EAGAIN and EINPROGRESS of a call that is not restartable are passed to the operation") {
    for (const int error : {EINTR, EAGAIN, EINPROGRESS}) {
        script kernel;
        kernel.results["recv"] = {-error, 5};
        CHECK(last_returned<not_restartable>(kernel) == -error);
        CHECK(kernel.calls_made == calls{"recv"});
    }
}

TEST_CASE("blocking: a call that polls first is made only when the socket is ready") {
    script kernel;
    kernel.results["poll"] = {-EINTR, POLLIN};
    kernel.results["recv"] = {5};
    CHECK(last_returned<polling_first>(kernel) == 5);
    CHECK(kernel.calls_made == calls{"poll", "poll", "recv"});
    CHECK((kernel.requests[0].descriptor == 7 &&
           kernel.requests[0].entries.at(0).events == POLLIN && kernel.requests[0].time < 0));
    script failing;
    failing.results["poll"] = {-ENOMEM};
    CHECK(last_returned<polling_first>(failing) == -ENOMEM);
    CHECK(failing.calls_made == calls{"poll"});
}

TEST_CASE("blocking: an operation of several calls receives the result of each") {
    script kernel;
    kernel.results["recv"] = {1, -EINTR, 2, -EPIPE, 4};
    CHECK(last_returned(kernel, 4) == 4);
    CHECK(kernel.calls_made.size() == 5);
}

TEST_CASE("close: calls close of the driver's system") {
    script kernel;
    kernel.results["close"] = {-EIO};
    CHECK(scripted_driver(scripted(kernel)).close(7) == -EIO);
    CHECK(kernel.calls_made == calls{"close"});
    CHECK(kernel.only_request("close").descriptor == 7);
}

TEST_CASE("blocking: has the size of its system, and is default constructible if the system is") {
    STATIC_REQUIRE(std::is_empty_v<tenon::blocking>);
    STATIC_REQUIRE(std::is_default_constructible_v<tenon::blocking>);
    STATIC_REQUIRE(std::is_default_constructible_v<tenon::basic_blocking<tenon::os::faulty>>);
    STATIC_REQUIRE_FALSE(std::is_default_constructible_v<scripted_driver>);
    STATIC_REQUIRE(sizeof(scripted_driver) == sizeof(scripted));
    STATIC_REQUIRE(tenon::driver<scripted_driver>);
    STATIC_REQUIRE_FALSE(tenon::driver<tenon::os::native>);
    STATIC_REQUIRE(tenon::blocking::type_flags == 0);
}

TEST_CASE("blocking: a nonblocking descriptor is waited for") {
    auto [local, peer] = tenon::connected_pair<tenon::stream, tenon::unix_domain>().value();
    for (const int descriptor : {local.native_handle(), peer.native_handle()})
        REQUIRE(fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0);
    // More data than the buffers hold, so that each thread has to wait for the other.
    std::string data(4'000'000, 'x');
    for (std::size_t index = 0; index < data.size(); index += 1001)
        data[index] = static_cast<char>('a' + index % 26);
    std::string received(data.size(), '.');
    result<tenon::mutable_bytes> outcome = tenon::failure(std::errc::operation_canceled);
    std::thread reader([&received, &outcome, receiver = std::move(peer)]() mutable {
        outcome = receiver.receive_exactly(received);
    });
    const result<void> sent_all = local.send_all(data);
    static_cast<void>(local.close());
    reader.join();
    CHECK(sent_all);
    CHECK(outcome);
    CHECK(received == data);
}

TEST_CASE(
    "blocking: if poll(2) keeps reporting readiness and the call EAGAIN, the driver pauses after eight rounds") {
    script kernel;
    kernel.results["recv"] = std::deque<std::ptrdiff_t>(20, -EAGAIN);
    kernel.results["recv"].push_back(5);
    // An error queue that is not read keeps POLLERR raised.
    kernel.results["poll"] = std::deque<std::ptrdiff_t>(20, POLLERR);
    CHECK(last_returned(kernel) == 5);
    CHECK(kernel.requests_of("recv").size() == 21);
    CHECK(kernel.requests_of("poll").size() == 20);
    REQUIRE(kernel.waits.size() == 11);
    CHECK(kernel.waits.front() == 1'000'000);
    CHECK(kernel.waits.back() == 16'000'000);
}

TEST_CASE("iteration: during a shortage, POLLERR on the listener does not make the loop spin") {
    script kernel;
    kernel.results["accept"] = {-EMFILE, -EMFILE, -EMFILE, -EMFILE, 42};
    kernel.results["poll"] = {POLLERR, POLLERR, 0};
    tenon::listener<tenon::tcp, tenon::ipv4, scripted_driver> server(
        tenon::unchecked, 7, scripted_driver{scripted(kernel)});
    auto connections = server.begin();
    CHECK((*connections).error() == std::errc::too_many_files_open);
    ++connections;
    CHECK((*connections).value().native_handle() == 42);
    CHECK(kernel.waits == std::vector<std::int64_t>{1'000'000, 2'000'000});
    static_cast<void>(server.release());
}

TEST_CASE(
    "blocking: receive_timeout ends the wait on a nonblocking descriptor with operation_would_block") {
    auto [first, second] = tenon::connected_pair<tenon::stream, tenon::unix_domain>().value();
    REQUIRE(fcntl(first.native_handle(), F_SETFL, O_NONBLOCK) == 0);
    REQUIRE(first.set(tenon::options::receive_timeout{std::chrono::milliseconds(10)}));
    std::array<char, 4> buffer;
    CHECK(first.receive(buffer).error() == std::errc::operation_would_block);
    REQUIRE(second.send_all("abc"_bytes));
    CHECK(first.receive(buffer).value().size() == 3);
}
