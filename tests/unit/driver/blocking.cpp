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
using answers = std::deque<std::ptrdiff_t>;
using calls = std::vector<std::string>;
using namespace tenon::literals;

namespace {

/// A call that is recv, and says of itself what `Traits` says.
template <class Traits>
struct plain_call : Traits {
    static constexpr tenon::os::readiness waits_for = tenon::os::readiness::readable;
    template <class System>
    std::ptrdiff_t operator()(const System& system, tenon::os::descriptor socket, int flags) const {
        return system.recv(socket, tenon::mutable_bytes(), flags);
    }
};
struct ordinary {};
struct unrepeatable {
    static constexpr bool restartable = false;
};
struct patient {
    static constexpr bool polls_first = true;
};

/// An operation of `wanted` such calls, which gives the last answer as it came.
template <class Traits>
class bare {
public:
    using value_type = std::ptrdiff_t;
    explicit bare(int wanted = 1) : left_(wanted) {}

    template <class Perform>
    auto next(Perform&& perform) {
        return perform(call_);
    }
    bool advance(std::ptrdiff_t answer) noexcept {
        answer_ = answer;
        return --left_ == 0;
    }
    void fail(int error) noexcept { answer_ = -error; }
    template <class Handle>
    result<std::ptrdiff_t> finish(Handle&&) {
        return answer_;
    }

private:
    plain_call<Traits> call_;
    int left_;
    std::ptrdiff_t answer_ = 0;
};

template <class Traits = ordinary>
std::ptrdiff_t last_answer(script& told, int wanted = 1) {
    const scripted_driver driver{scripted(told)};
    handle<scripted_driver> socket(7, driver);
    const std::ptrdiff_t answer = driver.perform(socket, bare<Traits>(wanted)).value();
    static_cast<void>(socket.release());
    return answer;
}

}  // namespace

TEST_CASE("an answer is the operation's business") {
    script told;
    told.answers["recv"] = {5};
    CHECK(last_answer(told) == 5);
    told.answers["recv"] = {0};
    CHECK(last_answer(told) == 0);
    told.answers["recv"] = {-ECONNRESET};
    CHECK(last_answer(told) == -ECONNRESET);
    CHECK(told.made == calls{"recv", "recv", "recv"});
}

TEST_CASE("EINTR is retried") {
    script told;
    told.answers["recv"] = {-EINTR, -EINTR, -EINTR, 5};
    CHECK(last_answer(told) == 5);
    CHECK(told.made == calls{"recv", "recv", "recv", "recv"});
}

TEST_CASE("what would block is waited for, again and again") {
    script told;
    told.answers["recv"] = {-EAGAIN, -EAGAIN, -EINTR, 5};
    told.answers["poll"] = {POLLIN, -EINTR, -EINTR, POLLIN};
    CHECK(last_answer(told) == 5);
    CHECK(told.made == calls{"recv", "poll", "recv", "poll", "poll", "poll", "recv", "recv"});
    for (const unit::request& each : told.asked) {
        CHECK(each.descriptor == 7);
        CHECK(each.flags == 0);
    }
    for (const unit::request& each : told.asked_of("poll")) {
        CHECK(each.entries.at(0).events == POLLIN);
        CHECK(each.time < 0);
    }
}

TEST_CASE("what would block is waited for until the socket is ready for it: to be read, or to be written") {
    std::string buffer(4, '.');
    const tenon::ipv4::endpoint there = "192.0.2.1:7"_v4;
    const auto waited_for = [&](auto&& operation, const char* call) {
        script told;
        told.answers[call] = {-EAGAIN, 1};
        told.answers["poll"] = {POLLIN | POLLOUT};
        CHECK(unit::performed(told, operation));
        CHECK(told.asked_of(call).size() == 2);
        const unit::request poll = told.asked_once("poll");
        CHECK(poll.descriptor == 7);
        CHECK(poll.time < 0);
        return poll.entries.empty() ? 0 : static_cast<int>(poll.entries[0].events);
    };
    using tenon::const_bytes;
    using tenon::mutable_bytes;
    using taken = tenon::connection<tenon::tcp, tenon::ipv4, scripted_driver>;
    CHECK(waited_for(tenon::operation::receive<mutable_bytes>(buffer), "recv") == POLLIN);
    CHECK(waited_for(tenon::operation::receive_datagram<mutable_bytes>(buffer), "recv_datagram") == POLLIN);
    CHECK(waited_for(tenon::operation::receive_from<mutable_bytes, tenon::ipv4::endpoint>(buffer), "recvfrom") == POLLIN);
    CHECK(waited_for(tenon::operation::accept<taken>(), "accept") == POLLIN);
    CHECK(waited_for(tenon::operation::accept_from<taken, tenon::ipv4::endpoint>(), "accept") == POLLIN);
    CHECK(waited_for(tenon::operation::send<const_bytes>("x"_bytes), "send") == POLLOUT);
    CHECK(waited_for(tenon::operation::send_all<tenon::unsent<>>(tenon::unsent("x"_bytes)), "send") == POLLOUT);
    CHECK(waited_for(tenon::operation::send_to<const_bytes, tenon::ipv4::endpoint>("x"_bytes, there), "sendto") == POLLOUT);
}

TEST_CASE("waiting that fails is the answer") {
    script told;
    told.answers["recv"] = {-EAGAIN, 5};
    told.answers["poll"] = {-ENOMEM};
    CHECK(last_answer(told) == -ENOMEM);
    CHECK(told.made == calls{"recv", "poll"});
}

TEST_CASE("a call that is not restartable keeps its EINTR and its EAGAIN") {
    for (const int error : {EINTR, EAGAIN, EINPROGRESS}) {
        script told;
        told.answers["recv"] = {-error, 5};
        CHECK(last_answer<unrepeatable>(told) == -error);
        CHECK(told.made == calls{"recv"});
    }
}

TEST_CASE("a call that waits first is not made before it is ready") {
    script told;
    told.answers["poll"] = {-EINTR, POLLIN};
    told.answers["recv"] = {5};
    CHECK(last_answer<patient>(told) == 5);
    CHECK(told.made == calls{"poll", "poll", "recv"});
    CHECK((told.asked[0].descriptor == 7 && told.asked[0].entries.at(0).events == POLLIN && told.asked[0].time < 0));
    script failing;
    failing.answers["poll"] = {-ENOMEM};
    CHECK(last_answer<patient>(failing) == -ENOMEM);
    CHECK(failing.made == calls{"poll"});
}

TEST_CASE("an operation of many calls gets each of its answers") {
    script told;
    told.answers["recv"] = {1, -EINTR, 2, -EPIPE, 4};
    CHECK(last_answer(told, 4) == 4);
    CHECK(told.made.size() == 5);
}

TEST_CASE("the driver closes through its system") {
    script told;
    told.answers["close"] = {-EIO};
    CHECK(scripted_driver(scripted(told)).close(7) == -EIO);
    CHECK(told.made == calls{"close"});
    CHECK(told.asked_once("close").descriptor == 7);
}

TEST_CASE("a driver is a small value that is made as its system is") {
    STATIC_REQUIRE(std::is_empty_v<tenon::blocking>);
    STATIC_REQUIRE(std::is_default_constructible_v<tenon::blocking>);
    STATIC_REQUIRE(std::is_default_constructible_v<tenon::basic_blocking<tenon::os::faulty>>);
    STATIC_REQUIRE_FALSE(std::is_default_constructible_v<scripted_driver>);
    STATIC_REQUIRE(sizeof(scripted_driver) == sizeof(scripted));
    STATIC_REQUIRE(tenon::driver<scripted_driver>);
    STATIC_REQUIRE_FALSE(tenon::driver<tenon::os::native>);
    STATIC_REQUIRE(tenon::blocking::type_flags == 0);
}

TEST_CASE("a descriptor that somebody made nonblocking is waited for") {
    auto [near, far] = tenon::connected_pair<tenon::stream, tenon::unix_domain>().value();
    for (const int descriptor : {near.native_handle(), far.native_handle()})
        REQUIRE(fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0);
    // More than the buffers hold, so that each end has to wait for the other.
    std::string sent(4'000'000, 'x');
    for (std::size_t index = 0; index < sent.size(); index += 1001)
        sent[index] = static_cast<char>('a' + index % 26);
    std::string came(sent.size(), '.');
    result<tenon::mutable_bytes> received = tenon::failure(std::errc::operation_canceled);
    std::thread reader([&came, &received, peer = std::move(far)]() mutable { received = peer.receive_exactly(came); });
    const result<void> done = near.send_all(sent);
    static_cast<void>(near.close());
    reader.join();
    CHECK(done);
    CHECK(received);
    CHECK(came == sent);
}

TEST_CASE("blocking driver: poll(2) ready for ever and EAGAIN for ever, pauses after eight rounds") {
    script told;
    told.answers["recv"] = std::deque<std::ptrdiff_t>(20, -EAGAIN);
    told.answers["recv"].push_back(5);
    // POLLERR: an error queue that is not read keeps it raised.
    told.answers["poll"] = std::deque<std::ptrdiff_t>(20, POLLERR);
    CHECK(last_answer(told) == 5);
    CHECK(told.asked_of("recv").size() == 21);
    CHECK(told.asked_of("poll").size() == 20);
    REQUIRE(told.waits.size() == 11);
    CHECK(told.waits.front() == 1'000'000);
    CHECK(told.waits.back() == 16'000'000);
}

TEST_CASE("accepting: POLLERR on the listener does not make a shortage spin") {
    script told;
    told.answers["accept"] = {-EMFILE, -EMFILE, -EMFILE, -EMFILE, 42};
    told.answers["poll"] = {POLLERR, POLLERR, 0};
    tenon::listener<tenon::tcp, tenon::ipv4, scripted_driver> server(tenon::unchecked, 7, scripted_driver{scripted(told)});
    auto connections = server.begin();
    CHECK((*connections).error() == std::errc::too_many_files_open);
    ++connections;
    CHECK((*connections).value().native_handle() == 42);
    CHECK(told.waits == std::vector<std::int64_t>{1'000'000, 2'000'000});
    static_cast<void>(server.release());
}

TEST_CASE("blocking: receive_timeout of a nonblocking descriptor, ends the wait with operation_would_block") {
    auto [first, second] = tenon::connected_pair<tenon::stream, tenon::unix_domain>().value();
    REQUIRE(fcntl(first.native_handle(), F_SETFL, O_NONBLOCK) == 0);
    REQUIRE(first.set(tenon::options::receive_timeout{std::chrono::milliseconds(10)}));
    std::array<char, 4> buffer;
    CHECK(first.receive(buffer).error() == std::errc::operation_would_block);
    REQUIRE(second.send_all("abc"_bytes));
    CHECK(first.receive(buffer).value().size() == 3);
}
