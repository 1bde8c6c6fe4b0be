// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <unistd.h>

#include <chrono>

#include "../helpers/descriptors.hpp"
#include "../helpers/loopback.hpp"
#include "trial.hpp"

namespace faults {

// The verbs. A verb that fails leaves no descriptor open.

inline constexpr tenon::options::receive_buffer_size some_option{8192};

template <class Protocol, class Family>
void verb_open(trial& t) {
    auto socket =
        t.run_with_fault([&] { return tenon::open<Protocol, Family>(t.driver(), some_option); });
    t.check(!socket || (*std::move(socket)).bind(anywhere<Family>()).has_value(),
            "the opened socket can be bound");
}

template <class Protocol, class Family>
void verb_bind(trial& t) {
    auto socket = t.run_with_fault(
        [&] { return tenon::bind<Protocol>(t.driver(), anywhere<Family>(), some_option); });
    t.check(!socket || socket->local_endpoint().value() != anywhere<Family>(),
            "the bound socket has an endpoint");
}

template <class Protocol, class Family>
void verb_listen(trial& t) {
    auto listener = t.run_with_fault([&] {
        return tenon::listen<Protocol>(t.driver(), anywhere<Family>(), some_option,
                                       tenon::backlog(4));
    });
    if (!listener)
        return;
    auto client = tenon::connect<Protocol>(listener->local_endpoint().value()).value();
    wait_until_readable(*listener);
    auto peer = listener->accept().value();
    t.check(talk(client, peer), "a client can connect to the listener");
}

template <class Protocol, class Family, class... Limits>
void verb_connect(trial& t, const Limits&... limits) {
    if constexpr (tenon::connection_oriented<Protocol>) {
        auto listener = tenon::listen<Protocol>(anywhere<Family>()).value();
        const auto endpoint = listener.local_endpoint().value();
        auto client = t.run_with_fault(
            [&] { return tenon::connect<Protocol>(t.driver(), endpoint, some_option, limits...); });
        if (!client)
            return;
        if constexpr (tenon::waits<driver_under_test>) {
            auto peer = listener.accept().value();
            t.check(talk(*client, peer), "the connected socket exchanges data with its peer");
        } else {
            auto connected = wait_and_finish(*client);
            t.check(connected.has_value() || t.fails(call_name::connect), "the attempt connects");
            if (!connected)
                return;
            auto peer = listener.accept().value();
            t.check(talk(*connected, peer), "the connected socket exchanges data with its peer");
        }
    } else {
        auto receiver = tenon::bind<Protocol>(anywhere<Family>()).value();
        auto client = t.run_with_fault([&] {
            return tenon::connect<Protocol>(t.driver(), receiver.local_endpoint().value(),
                                            some_option, limits...);
        });
        if (!client)
            return;
        send_text(*client, "there");
        std::array<std::byte, 16> buffer;
        t.check(text_of(receiver.receive_from(buffer).value().data) == "there",
                "the connected socket sends to its peer");
    }
}

template <class Protocol, class Family>
void verb_connected_pair(trial& t) {
    auto both = t.run_with_fault(
        [&] { return tenon::connected_pair<Protocol, Family>(t.driver(), some_option); });
    t.check(!both || talk(both->first, both->second), "the two sockets exchange data");
}

// adopt. If it fails, the descriptor is unchanged and still belongs to the caller.

template <class Protocol, class Family, class State>
void verb_adopt(trial& t) {
    const auto check_adopt = [&](tenon::os::descriptor foreign) {
        ::fcntl(foreign, F_SETFD, 0);
        const bool wants_nonblocking = driver_under_test::type_flags != 0;
        if (!wants_nonblocking)
            make_nonblocking(foreign);
        auto socket = t.run_with_fault(
            [&] { return tenon::adopt<Protocol, Family, State>(t.driver(), foreign); });
        if (!socket) {
            t.check(is_open(foreign), "the caller's descriptor is open");
            t.check(!is_close_on_exec(foreign), "the caller's descriptor is not close-on-exec");
            t.check(is_nonblocking(foreign) != wants_nonblocking ||
                        t.fails(call_name::set_close_on_exec),
                    "O_NONBLOCK of the caller's descriptor is unchanged");
            socket = tenon::adopt<Protocol, Family, State>(t.driver(), foreign);
        }
        t.check(socket.has_value(), "a second call adopts the descriptor");
        if (!socket)
            return;
        ledger::add(foreign);
        t.check(socket->native_handle() == foreign, "the socket has the adopted descriptor");
        t.check(is_close_on_exec(foreign) && is_nonblocking(foreign) == wants_nonblocking,
                "the descriptor has the flags of the driver");
    };
    if constexpr (std::same_as<State, tenon::opened>) {
        check_adopt(opened_anywhere<Protocol, Family>().release());
    } else if constexpr (std::same_as<State, tenon::bound>) {
        check_adopt(tenon::bind<Protocol>(anywhere<Family>()).value().release());
    } else if constexpr (std::same_as<State, tenon::listening>) {
        check_adopt(tenon::listen<Protocol>(anywhere<Family>()).value().release());
    } else {
        auto both = joined<Protocol, Family>();
        check_adopt(both.socket.release());
    }
}

template <class Protocol, class Family>
void add_verbs(scenarios& all) {
    if constexpr (tenon::has_one_domain<Family>)
        all.push_back({"verb open", verb_open<Protocol, Family>});
    all.push_back({"verb bind", verb_bind<Protocol, Family>});
    all.push_back({"verb connect", [](trial& t) { verb_connect<Protocol, Family>(t); }});
    if constexpr (tenon::takes_limits<driver_under_test, tenon::within>)
        all.push_back({"verb connect: limits", [](trial& t) {
                           verb_connect<Protocol, Family>(t, tenon::within(std::chrono::hours(1)));
                       }});
    if constexpr (tenon::may_listen<Protocol>) {
        all.push_back({"verb listen", verb_listen<Protocol, Family>});
        all.push_back({"adopt: listening", verb_adopt<Protocol, Family, tenon::listening>});
    }
    if constexpr (tenon::makes_pairs<Family>)
        all.push_back({"verb connected_pair", verb_connected_pair<Protocol, Family>});
    all.push_back({"adopt: opened", verb_adopt<Protocol, Family, tenon::opened>});
    all.push_back({"adopt: bound", verb_adopt<Protocol, Family, tenon::bound>});
    all.push_back({"adopt: connected", verb_adopt<Protocol, Family, tenon::connected>});
}

}  // namespace faults
