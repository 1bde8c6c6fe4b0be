// SPDX-License-Identifier: BSL-1.0

// retry_policy.hpp and attempt_once.hpp: the policy as a table, and a single attempt on a scripted
// system.

#include <support/catch.hpp>
#include <unit/support/limited.hpp>
#include <unit/support/scripted.hpp>

#include <sys/socket.h>

#include <cerrno>
#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include <tenon.hpp>

using tenon::attempt_once;
using tenon::call_facts;
using tenon::call_result;
using tenon::decide;
using tenon::decision;
using unit::script;
using unit::scripted;
using calls = std::vector<std::string>;

namespace {

constexpr call_facts default_facts = {};
constexpr call_facts never_waiting = {
    .never_waits = true, .has_shutdown_result = true, .shutdown_result = -EINVAL};
constexpr call_facts not_restartable = {.restartable = false};
constexpr call_facts unreliable_poll = {.poll_is_reliable = false};
constexpr call_facts unix_connect = {.restartable = false, .poll_is_reliable = false};
constexpr call_facts shut_down = {.has_shutdown_result = true, .shutdown_result = -EINVAL};
constexpr call_facts unreliable_poll_shut_down = {
    .poll_is_reliable = false, .has_shutdown_result = true, .shutdown_result = 0};

struct row {
    call_facts facts;
    std::ptrdiff_t returned;
    decision open;  ///< on a socket that may receive
    decision shut;  ///< on one whose receiving direction has ended
};

constexpr row table[] = {
    // A count ends every call, 0 too.
    {default_facts, 0, decision::done, decision::done},
    {default_facts, 7, decision::done, decision::done},
    {not_restartable, 0, decision::done, decision::done},
    {shut_down, 0, decision::done, decision::done},
    {unreliable_poll, 1, decision::done, decision::done},
    // A call that never waits is done with any result.
    {never_waiting, -EINTR, decision::done, decision::done},
    {never_waiting, -EWOULDBLOCK, decision::done, decision::done},
    // An error that is neither EINTR nor EAGAIN ends every call.
    {default_facts, -ECONNRESET, decision::done, decision::done},
    {not_restartable, -EINPROGRESS, decision::done, decision::done},
    {unreliable_poll, -EPIPE, decision::done, decision::done},
    {shut_down, -EINVAL, decision::done, decision::done},
    {unix_connect, -ENOENT, decision::done, decision::done},
    // After EINTR a restartable call is made again (SA_RESTART).
    {default_facts, -EINTR, decision::retry, decision::retry},
    {unreliable_poll, -EINTR, decision::retry, decision::retry},
    {shut_down, -EINTR, decision::retry, decision::retry},
    {not_restartable, -EINTR, decision::done, decision::done},
    {unix_connect, -EINTR, decision::done, decision::done},
    // After EAGAIN the decision depends on the facts of the call and on the shutdown.
    {default_facts, -EWOULDBLOCK, decision::wait, decision::wait},
    {not_restartable, -EWOULDBLOCK, decision::done, decision::done},
    {unreliable_poll, -EWOULDBLOCK, decision::back_off, decision::back_off},
    {unix_connect, -EWOULDBLOCK, decision::back_off, decision::back_off},
    {shut_down, -EWOULDBLOCK, decision::wait, decision::ended},
    {unreliable_poll_shut_down, -EWOULDBLOCK, decision::back_off, decision::back_off},
};

}  // namespace

TEST_CASE("decide: each combination of facts and result has the decision of the table") {
    for (const row& each : table) {
        INFO("restartable " << each.facts.restartable << ", poll_is_reliable "
                            << each.facts.poll_is_reliable << ", has_shutdown_result "
                            << each.facts.has_shutdown_result << ", returned " << each.returned);
        CHECK(decide(each.facts, each.returned, false) == each.open);
        CHECK(decide(each.facts, each.returned, true) == each.shut);
        // polls_first and honors_dontwait do not change the decision.
        call_facts other = each.facts;
        other.polls_first = !other.polls_first;
        other.honors_dontwait = !other.honors_dontwait;
        CHECK(decide(other, each.returned, false) == each.open);
        CHECK(decide(other, each.returned, true) == each.shut);
    }
    STATIC_REQUIRE(tenon::detail::is_never_repeated(not_restartable));
    STATIC_REQUIRE_FALSE(tenon::detail::is_never_repeated(default_facts));
    STATIC_REQUIRE_FALSE(tenon::detail::is_never_repeated(unreliable_poll));
    STATIC_REQUIRE_FALSE(tenon::detail::is_never_repeated(unix_connect));
    STATIC_REQUIRE_FALSE(tenon::detail::is_never_repeated(shut_down));
}

TEST_CASE("facts_of: returns the facts of each shipped call") {
    using tenon::facts_of;
    namespace call = tenon::call;
    using endpoint = tenon::ipv4::endpoint;
    using unix_endpoint = tenon::unix_domain::endpoint;
    constexpr auto same = [](call_facts one, call_facts other) {
        return one.restartable == other.restartable && one.polls_first == other.polls_first &&
               one.honors_dontwait == other.honors_dontwait &&
               one.poll_is_reliable == other.poll_is_reliable &&
               one.never_waits == other.never_waits &&
               one.has_shutdown_result == other.has_shutdown_result &&
               one.shutdown_result == other.shutdown_result;
    };
    STATIC_REQUIRE(same(facts_of<call::send<tenon::const_bytes>>, {.honors_dontwait = true}));
    STATIC_REQUIRE(
        same(facts_of<const call::receive<tenon::mutable_bytes>>, {.honors_dontwait = true}));
    STATIC_REQUIRE(
        same(facts_of<call::receive_urgent>, {.restartable = false, .honors_dontwait = true}));
    STATIC_REQUIRE(
        same(facts_of<call::receive_datagram<tenon::mutable_bytes>>,
             {.honors_dontwait = true, .has_shutdown_result = true, .shutdown_result = 0}));
    STATIC_REQUIRE(same(
        facts_of<call::receive_from<tenon::mutable_bytes, endpoint>>,
        {.honors_dontwait = true, .has_shutdown_result = true, .shutdown_result = -ECANCELED}));
    STATIC_REQUIRE(
        same(facts_of<call::send_to<tenon::const_bytes, endpoint>>, {.honors_dontwait = true}));
    STATIC_REQUIRE(same(facts_of<call::send_to<tenon::const_bytes, const unix_endpoint&>>,
                        {.honors_dontwait = true, .poll_is_reliable = false}));
    STATIC_REQUIRE(
        same(facts_of<call::accept>, {.has_shutdown_result = true, .shutdown_result = -EINVAL}));
    STATIC_REQUIRE(same(facts_of<call::accept_from<endpoint>>,
                        {.has_shutdown_result = true, .shutdown_result = -EINVAL}));
    STATIC_REQUIRE(same(facts_of<call::connect<endpoint>>, {.restartable = false}));
    STATIC_REQUIRE(same(facts_of<call::connect<unix_endpoint>>,
                        {.restartable = false, .poll_is_reliable = false}));
    STATIC_REQUIRE(same(facts_of<call::none>, {.never_waits = true}));
    STATIC_REQUIRE(
        same(facts_of<call::connect_outcome>, {.polls_first = true, .honors_dontwait = true}));
}

TEST_CASE("emptied: is true only for a short count of TCP without announced urgent data") {
    using tenon::emptied;
    std::byte bytes[8];
    const tenon::mutable_bytes buffer(bytes);
    const tenon::call::receive<tenon::mutable_bytes, true> over_tcp = {buffer};
    CHECK(emptied(over_tcp, 5, false));
    CHECK_FALSE(emptied(over_tcp, 8, false));
    CHECK_FALSE(emptied(over_tcp, 0, false));
    CHECK_FALSE(emptied(over_tcp, -EAGAIN, false));
    CHECK_FALSE(emptied(over_tcp, 5, true));
    const tenon::call::receive<tenon::pieces<tenon::mutable_bytes, 2>, true> scattered = {
        tenon::pieces(buffer, buffer)};
    CHECK(emptied(scattered, 15, false));
    CHECK_FALSE(emptied(scattered, 16, false));
    // On a Unix socket a receive ends at control data, too.
    CHECK_FALSE(emptied(tenon::call::receive<tenon::mutable_bytes>{buffer}, 5, false));
    CHECK_FALSE(emptied(tenon::call::receive_datagram<tenon::mutable_bytes>{buffer}, 5, false));

    // The protocol decides which call its operation makes.
    const auto reports_emptied = [](auto operation) {
        bool is_emptied = false;
        static_cast<void>(operation.next([&](auto& call) {
            is_emptied = emptied(call, 5, false);
            return tenon::call_outcome<>();
        }));
        return is_emptied;
    };
    CHECK(reports_emptied(tenon::tcp::receive_operation<tenon::mutable_bytes>(buffer)));
    CHECK(reports_emptied(
        tenon::tcp::receive_exactly_operation<tenon::unfilled<>>(tenon::unfilled<>(buffer))));
    CHECK_FALSE(reports_emptied(tenon::stream::receive_operation<tenon::mutable_bytes>(buffer)));
    CHECK_FALSE(
        reports_emptied(tenon::tcp::peek_operation<tenon::mutable_bytes>(buffer, tenon::os::peek)));
}

namespace {

/// Makes one attempt at accept, which has a `shutdown_result`.
tenon::attempt_result<std::ptrdiff_t> accepted_once(script& kernel,
                                                    tenon::known_events known = {}) {
    tenon::call::accept call = {0};
    return attempt_once(scripted(kernel), 7, call, 0, known);
}

}  // namespace

TEST_CASE("attempt_once: makes the call once and returns the decision") {
    script kernel;
    kernel.results["accept"] = {42, -EINTR, -EAGAIN, -EAGAIN, -EMFILE};
    CHECK((accepted_once(kernel).next == decision::done && kernel.calls_made == calls{"accept"}));
    CHECK(accepted_once(kernel).next == decision::retry);
    CHECK(accepted_once(kernel).next == decision::wait);
    const auto ended = accepted_once(kernel, {.shut = true});
    CHECK((ended.next == decision::ended && ended.returned == -EINVAL && ended.error == 0));
    const auto failed = accepted_once(kernel);
    CHECK((failed.next == decision::done && failed.returned == -EMFILE && failed.error == 0));
    CHECK(kernel.calls_made == calls(5, "accept"));
}

TEST_CASE("attempt_once: a call that polls first is made only when the socket is ready") {
    script kernel;
    kernel.results["poll"] = {0, -EINTR, -ENOMEM, 4};
    tenon::call::connect_outcome call;
    for (int attempt = 0; attempt != 2; ++attempt) {
        const auto waiting = attempt_once(scripted(kernel), 7, call, 0);
        CHECK((waiting.next == decision::wait && waiting.error == EWOULDBLOCK));
    }
    const auto failed = attempt_once(scripted(kernel), 7, call, 0);
    CHECK((failed.next == decision::done && failed.error == ENOMEM));
    CHECK(kernel.calls_made == calls(3, "poll"));
    const auto ready = attempt_once(scripted(kernel), 7, call, 0);
    CHECK((ready.next == decision::done && ready.error == 0 && ready.returned == 0));
    CHECK(kernel.calls_made ==
          calls{"poll", "poll", "poll", "poll", "pending_error", "getpeername"});
    kernel.calls_made.clear();
    CHECK(attempt_once(scripted(kernel), 7, call, 0, {.ready = true}).error == 0);
    CHECK(kernel.calls_made == calls{"pending_error", "getpeername"});
}

namespace {

/// A call like recvmsg(2): its result has flags and the size of control data.
struct message_call {
    static constexpr tenon::os::readiness waits_for = tenon::os::readiness::readable;
    int calls = 0;

    template <class System>
    call_result operator()(const System& system, tenon::os::descriptor socket, int) {
        ++calls;
        const std::ptrdiff_t count = system.recv(socket, tenon::mutable_bytes(), 0);
        return count < 0 ? call_result(count) : call_result(count, MSG_EOR, 24);
    }
};

class receive_message {
public:
    using value_type = int;
    template <class Perform>
    auto next(Perform&& perform) {
        return perform(call_);
    }
    bool advance(const call_result& returned) noexcept {
        returned_ = returned;
        return true;
    }
    void fail(int error) noexcept { returned_ = -error; }
    template <class View>
    tenon::result<int> finish(const View&) const {
        if (returned_.count < 0)
            return tenon::failure::from_returned(returned_.count);
        // The operation also sees what the call has stored in itself.
        return returned_.flags == MSG_EOR && returned_.control == 24 ? call_.calls : -1;
    }

private:
    message_call call_;
    call_result returned_;
};
static_assert(tenon::socket_operation<receive_message>);

}  // namespace

TEST_CASE(
    "call_result: flags and control data reach the operation under each driver, with and without limits") {
    script kernel;
    kernel.results["recv"] = {5, -EINTR, -EAGAIN, 5, -EAGAIN, 5, -EMSGSIZE};
    kernel.results["poll"] = {1, 1};
    kernel.results["poll_any"] = {1};
    const unit::scripted_driver driver{scripted(kernel)};
    tenon::handle<unit::scripted_driver> socket(7, driver);
    CHECK(driver.perform(socket, receive_message()).value() == 1);
    CHECK(driver.perform(socket, receive_message()).value() == 3);
    CHECK(driver
              .perform(socket, receive_message(),
                       tenon::limit_set(tenon::within(std::chrono::seconds(1))))
              .value() == 2);
    CHECK(driver.perform(socket, receive_message()).error() == std::errc::message_size);
    const tenon::basic_nonblocking<scripted> once{scripted(kernel)};
    tenon::handle<tenon::basic_nonblocking<scripted>> other(7, once);
    kernel.results["recv"] = {-EINTR, 5, -EAGAIN};
    CHECK(once.perform(other, receive_message()).value() == 2);
    CHECK(once.perform(other, receive_message()).error() == std::errc::operation_would_block);
    static_cast<void>(socket.release());
    static_cast<void>(other.release());
}
