// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <functional>

#include "../helpers/loopback.hpp"
#include "trial.hpp"

namespace faults {

// Questions and settings: the answer comes when it is asked again, and the socket goes on.

/// Asks, and where that fails asks again.
template <class Question>
auto asked(trial& t, Question question) {
    auto answer = t.run_with_fault(question);
    if (!answer)
        answer = question();
    t.check(answer.has_value(), "answers when nothing fails");
    return answer;
}

template <class Family>
[[nodiscard]] auto some_group() {
    if constexpr (std::same_as<Family, tenon::ipv4>)
        return "239.1.2.3"_v4_group;
    else
        return "ff11::123"_v6_group;  // Of interface scope: of others Linux sends reports, which raw ICMPv6 sockets receive.
}

template <class Protocol, class Family>
void member_set(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    asked(t, [&] { return both.near.set(tenon::options::send_buffer_size{16384}); }).value();
    t.check(both.near.get(tenon::options::send_buffer_size()).value() >= 16384, "it is set");
    t.check(talk(both.near, both.far), "goes on");
}

template <class Protocol, class Family>
void member_get(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    t.check(asked(t, [&] { return both.near.get(tenon::options::send_buffer_size()); }).value() > 0, "it has a size");
    t.check(talk(both.near, both.far), "goes on");
}

/// Who sends to a group; nobody does.
template <class Family>
[[nodiscard]] auto some_source() {
    if constexpr (std::same_as<Family, tenon::ipv4>)
        return "192.0.2.1"_v4_address;
    else
        return "2001:db8::1"_v6_address;
}

/// A membership is changed, and changed back: whatever failed, it can be done then, once.
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
    // Each with what must come before it, and what takes it back.
    const struct {
        step first, second, change, back;
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
    asked(t, all[which].change).value();
    t.check(!all[which].change(), "it is done once");
    t.check(all[which].back().has_value(), "it was done");
}

template <class Protocol, class Family>
void member_local_endpoint(trial& t) {
    auto socket = tenon::bind<Protocol>(t.driver(), anywhere<Family>()).value();
    const auto answer = asked(t, [&] { return socket.local_endpoint(); });
    t.check(*answer == socket.local_endpoint().value(), "it has an endpoint");
}

template <class Protocol, class Family>
void member_remote_endpoint(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    t.check(*asked(t, [&] { return both.near.remote_endpoint(); }) == both.far.local_endpoint().value(), "it is the peer's");
    t.check(talk(both.near, both.far), "goes on");
}

template <class Protocol, class Family>
void member_available(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    send_text(both.far, "seven..");
    // It has come when it can be seen.
    std::array<std::byte, 16> buffer;
    arrived(both.near);
    static_cast<void>(both.near.peek(buffer).value());
    t.check(*asked(t, [&] { return both.near.available(); }) == 7, "as many as were sent");
    t.check(receive_text(both.near, 7) == "seven..", "goes on");
}

template <class Protocol, class Family>
void member_at_mark(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    t.check(!*asked(t, [&] { return both.near.at_mark(); }), "there is no mark");
    t.check(talk(both.near, both.far), "goes on");
}

template <class Protocol, class Family>
void verb_wait_any(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    send_text(both.far, words);
    const auto ready = asked(t, [&] { return tenon::wait_any(tenon::readable, both.near, both.far); });
    t.check((*ready)[0] && !(*ready)[1] && ready->first() == 0, "the one that was sent to is ready");
    t.check(receive_text(both.near, words.size()) == words, "goes on");
}

template <class Protocol, class Family>
void wait_any_within(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    send_text(both.far, words);
    const auto ready = asked(t, [&] {
        return tenon::wait_any(tenon::readable, tenon::within(std::chrono::hours(1)), both.near, stopper::token(), both.far);
    });
    t.check((*ready)[0] && !(*ready)[1] && ready->first() == 0, "the one that was sent to is ready");
    t.check(receive_text(both.near, words.size()) == words, "goes on");
}

/// Nothing comes, until somebody waits for it.
template <class Protocol, class Family>
void wait_any_later(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    ledger::before_poll = [&] { send_text(both.far, words); };
    const auto ready = t.run_with_fault([&] {
        return tenon::wait_any(tenon::readable, both.near, both.far, tenon::within(std::chrono::hours(1)), stopper::token());
    });
    if (const auto late = std::exchange(ledger::before_poll, nullptr))
        late();
    t.check(!ready || ready->first() == 0, "the one that was sent to is ready");
    t.check(receive_text(both.near, words.size()) == words, "goes on");
}

/// A source that cannot get its descriptor fails the operation that has to wait.
template <class Protocol, class Family>
void stoppable_receive(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    ledger::before_poll = [&] { send_text(both.far, words); };
    std::string buffer(words.size(), '\0');
    const auto got = t.run_with_fault([&] {
        const tenon::basic_stop_source<system_under_test> stop(both.near.system());
        return both.near.receive(buffer, stop.token());
    });
    if (const auto late = std::exchange(ledger::before_poll, nullptr))
        late();
    if (!got)
        t.check(receive_text(both.near, words.size()) == words, "what is sent can be received after a failure");
    else if constexpr (tenon::byte_stream<Protocol>)
        t.check(receive_text(both.near, words.size() - got->size()) == words.substr(got->size()), "the rest comes");
    t.check(talk(both.near, both.far), "goes on");
}

template <class Protocol, class Family>
void member_shutdown(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    const auto interrupted = t.run_with_fault([&] { return both.near.shutdown(); });
    // ENOTCONN is said of a socket without a peer, which is woken all the same; here it was invented.
    if (interrupted && !t.fails())
        t.check(both.near.send("more"_bytes).error() == std::errc::broken_pipe, "sends no more");
    if (!interrupted)
        t.check(talk(both.near, both.far), "goes on");
}

template <class Protocol, class Family>
void member_duplicate(trial& t) {
    auto both = joined<Protocol, Family>(t.driver());
    auto other = asked(t, [&] { return both.near.duplicate(); });
    t.check(talk(*other, both.far), "the duplicate is connected");
    other->close().value();
    t.check(talk(both.near, both.far), "the original is connected still");
}

template <class Protocol, class Family>
void add_asking(scenarios& all) {
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
            all.push_back({changes[which], [which](trial& t) { change_membership<Protocol, Family>(t, which); }});
    }
    if constexpr (tenon::has_urgent_data<Protocol>)
        all.push_back({"at_mark", member_at_mark<Protocol, Family>});
}

}  // namespace faults
