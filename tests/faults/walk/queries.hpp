// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <functional>

#include "../helpers/loopback.hpp"
#include "trial.hpp"

namespace faults {

// Queries and settings. If one fails, a second call succeeds, and the socket stays usable.

/// Runs a query with the fault. If the query fails, runs it again without one.
template <class Query>
auto retried(trial& t, Query query) {
    auto result = t.run_with_fault(query);
    if (!result)
        result = query();
    t.check(result.has_value(), "a second call succeeds");
    return result;
}

template <class Family>
[[nodiscard]] auto some_group() {
    if constexpr (std::same_as<Family, tenon::ipv4>)
        return "239.1.2.3"_v4_group;
    else  // Interface scope: for wider scopes Linux sends reports, which raw ICMPv6 sockets
          // receive.
        return "ff11::123"_v6_group;
}

template <class Protocol, class Family>
void member_set(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    retried(t, [&] { return both.socket.set(tenon::options::send_buffer_size{16384}); }).value();
    t.check(both.socket.get(tenon::options::send_buffer_size()).value() >= 16384,
            "the option is set");
    t.check(talk(both.socket, both.peer), "the socket still exchanges data");
}

template <class Protocol, class Family>
void member_get(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    t.check(
        retried(t, [&] { return both.socket.get(tenon::options::send_buffer_size()); }).value() > 0,
        "the size is returned");
    t.check(talk(both.socket, both.peer), "the socket still exchanges data");
}

/// The address of a source that sends nothing.
template <class Family>
[[nodiscard]] auto some_source() {
    if constexpr (std::same_as<Family, tenon::ipv4>)
        return "192.0.2.1"_v4_address;
    else
        return "2001:db8::1"_v6_address;
}

/// Changes a membership, and changes it back. After a failure the change succeeds, once.
template <class Protocol, class Family>
void change_membership(trial& t, int which) {
    auto socket = tenon::bind<Protocol>(t.driver(), anywhere<Family>()).value();
    const auto lo = tenon::interface_named("lo").value();
    const auto group = some_group<Family>();
    const auto source = some_source<Family>();
    using step = std::function<tenon::result<void>()>;
    const step no_step = [] { return tenon::result<void>(); };
    const step join = [&] { return socket.join_group(group, lo); };
    const step leave = [&] { return socket.leave_group(group, lo); };
    const step join_source = [&] { return socket.join_group(group, source, lo); };
    const step leave_source = [&] { return socket.leave_group(group, source, lo); };
    const step block = [&] { return socket.block_source(group, source, lo); };
    const step unblock = [&] { return socket.unblock_source(group, source, lo); };
    // Each change with the steps before it, and the step that reverts it.
    const struct {
        step first, second, change, revert;
    } all[] = {
        {no_step, no_step, join, leave},
        {join, no_step, leave, join},
        {no_step, no_step, join_source, leave_source},
        {join_source, no_step, leave_source, join_source},
        {join, no_step, block, unblock},
        {join, block, unblock, block},
    };
    all[which].first().value();
    all[which].second().value();
    retried(t, all[which].change).value();
    t.check(!all[which].change(), "a second change fails");
    t.check(all[which].revert().has_value(), "the change can be reverted");
}

template <class Protocol, class Family>
void member_local_endpoint(trial& t) {
    auto socket = tenon::bind<Protocol>(t.driver(), anywhere<Family>()).value();
    const auto endpoint = retried(t, [&] { return socket.local_endpoint(); });
    t.check(*endpoint == socket.local_endpoint().value(), "the endpoint is returned");
}

template <class Protocol, class Family>
void member_remote_endpoint(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    t.check(*retried(t, [&] { return both.socket.remote_endpoint(); }) ==
                both.peer.local_endpoint().value(),
            "the endpoint of the peer is returned");
    t.check(talk(both.socket, both.peer), "the socket still exchanges data");
}

template <class Protocol, class Family>
void member_available(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    send_text(both.peer, "seven..");
    // `peek` returns when the data has arrived.
    std::array<std::byte, 16> buffer;
    wait_until_readable(both.socket);
    static_cast<void>(both.socket.peek(buffer).value());
    t.check(*retried(t, [&] { return both.socket.available(); }) == 7,
            "the number of sent bytes is returned");
    t.check(receive_text(both.socket, 7) == "seven..", "the socket still exchanges data");
}

template <class Protocol, class Family>
void member_at_mark(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    t.check(!*retried(t, [&] { return both.socket.at_mark(); }), "the socket is not at a mark");
    t.check(talk(both.socket, both.peer), "the socket still exchanges data");
}

template <class Protocol, class Family>
void verb_wait_any(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    send_text(both.peer, payload);
    const auto ready =
        retried(t, [&] { return tenon::wait_any(tenon::readable, both.socket, both.peer); });
    t.check((*ready)[0] && !(*ready)[1] && ready->first() == 0, "the receiver is ready");
    t.check(receive_text(both.socket, payload.size()) == payload,
            "the socket still exchanges data");
}

template <class Protocol, class Family>
void wait_any_within(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    send_text(both.peer, payload);
    const auto ready = retried(t, [&] {
        return tenon::wait_any(tenon::readable, tenon::within(std::chrono::hours(1)), both.socket,
                               stopper::token(), both.peer);
    });
    t.check((*ready)[0] && !(*ready)[1] && ready->first() == 0, "the receiver is ready");
    t.check(receive_text(both.socket, payload.size()) == payload,
            "the socket still exchanges data");
}

/// The data is sent when `wait_any` waits.
template <class Protocol, class Family>
void wait_any_later(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    ledger::before_poll = [&] { send_text(both.peer, payload); };
    const auto ready = t.run_with_fault([&] {
        return tenon::wait_any(tenon::readable, both.socket, both.peer,
                               tenon::within(std::chrono::hours(1)), stopper::token());
    });
    if (const auto late = std::exchange(ledger::before_poll, nullptr))
        late();
    t.check(!ready || ready->first() == 0, "the receiver is ready");
    t.check(receive_text(both.socket, payload.size()) == payload,
            "the socket still exchanges data");
}

/// An operation that has to wait fails if the stop source cannot open its descriptor.
template <class Protocol, class Family>
void stoppable_receive(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    ledger::before_poll = [&] { send_text(both.peer, payload); };
    std::string buffer(payload.size(), '\0');
    const auto got = t.run_with_fault([&] {
        const tenon::basic_stop_source<system_under_test> stop(both.socket.system());
        return both.socket.receive(buffer, stop.token());
    });
    if (const auto late = std::exchange(ledger::before_poll, nullptr))
        late();
    if (!got)
        t.check(receive_text(both.socket, payload.size()) == payload,
                "the data can be received after a failure");
    else if constexpr (tenon::byte_stream<Protocol>)
        t.check(
            receive_text(both.socket, payload.size() - got->size()) == payload.substr(got->size()),
            "the rest can be received");
    t.check(talk(both.socket, both.peer), "the socket still exchanges data");
}

template <class Protocol, class Family>
void member_shutdown(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    const auto shut = t.run_with_fault([&] { return both.socket.shutdown(); });
    // shutdown(2) returns ENOTCONN for a socket without a peer, and wakes its threads. An injected
    // ENOTCONN skips the call.
    if (shut && !t.fails())
        t.check(both.socket.send("more"_bytes).error() == std::errc::broken_pipe,
                "the socket cannot send");
    if (!shut)
        t.check(talk(both.socket, both.peer), "the socket still exchanges data");
}

template <class Protocol, class Family>
void member_duplicate(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    auto other = retried(t, [&] { return both.socket.duplicate(); });
    t.check(talk(*other, both.peer), "the duplicate is connected");
    other->close().value();
    t.check(talk(both.socket, both.peer), "the original is still connected");
}

template <class Protocol, class Family>
void add_queries(scenarios& all) {
    all.push_back({"wait_any", verb_wait_any<Protocol, Family>});
    all.push_back({"wait_any: limits", wait_any_within<Protocol, Family>});
    all.push_back({"wait_any: waiting", wait_any_later<Protocol, Family>});
    if constexpr (tenon::takes_limits<driver_under_test, tenon::stop_token>)
        all.push_back({"stop source", stoppable_receive<Protocol, Family>});
    all.push_back({"set", member_set<Protocol, Family>});
    all.push_back({"get", member_get<Protocol, Family>});
    all.push_back({"local_endpoint", member_local_endpoint<Protocol, Family>});
    all.push_back({"remote_endpoint", member_remote_endpoint<Protocol, Family>});
    all.push_back({"available", member_available<Protocol, Family>});
    all.push_back({"shutdown", member_shutdown<Protocol, Family>});
    all.push_back({"duplicate", member_duplicate<Protocol, Family>});
    if constexpr (tenon::has_groups<Family> && tenon::connectionless<Protocol>) {
        const char* const changes[] = {"join_group",          "leave_group",  "join_group: source",
                                       "leave_group: source", "block_source", "unblock_source"};
        for (int which = 0; which != 6; ++which)
            all.push_back({changes[which],
                           [which](trial& t) { change_membership<Protocol, Family>(t, which); }});
    }
    if constexpr (tenon::has_urgent_data<Protocol>)
        all.push_back({"at_mark", member_at_mark<Protocol, Family>});
}

}  // namespace faults
