// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <unit/support/descriptors.hpp>

#include <cstring>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include <tenon/system/faulty.hpp>

using tenon::const_bytes;
using tenon::mutable_bytes;
using tenon::os::call_name;
using tenon::os::fault;
using tenon::os::fault_plan;
using tenon::os::faulty;
using tenon::os::native;
using unit::owned;
namespace os = tenon::os;
using namespace tenon::literals;

namespace {

struct named_call {
    call_name name;
    std::function<std::ptrdiff_t(const faulty&)> make;
};

/// Returns each call of a system, with an invalid descriptor, in the order of `call_name`.
std::vector<named_call> all_calls() {
    using enum call_name;
    constexpr os::descriptor none = os::no_descriptor;
    return {
        {socket, [](const faulty& system) { return system.socket(AF_UNIX, SOCK_STREAM, 4321); }},
        {socketpair,
         [](const faulty& system) {
             os::descriptor ends[2];
             return system.socketpair(AF_INET, SOCK_STREAM, 0, ends);
         }},
        {accept, [](const faulty& system) { return system.accept(none, nullptr, nullptr, 0); }},
        {duplicate, [](const faulty& system) { return system.duplicate(none); }},
        {close, [](const faulty& system) { return system.close(none); }},
        {shutdown, [](const faulty& system) { return system.shutdown(none, os::direction::both); }},
        {shutdown_and_wake, [](const faulty& system) { return system.shutdown_and_wake(none); }},
        {set_reuse_address, [](const faulty& system) { return system.set_reuse_address(none); }},
        {bind, [](const faulty& system) { return system.bind(none, nullptr, 0); }},
        {listen, [](const faulty& system) { return system.listen(none, 0); }},
        {connect, [](const faulty& system) { return system.connect(none, nullptr, 0); }},
        {disconnect, [](const faulty& system) { return system.disconnect(none); }},
        {getsockname,
         [](const faulty& system) { return system.getsockname(none, nullptr, nullptr); }},
        {getpeername,
         [](const faulty& system) { return system.getpeername(none, nullptr, nullptr); }},
        {send, [](const faulty& system) { return system.send(none, const_bytes(), 0); }},
        {sendto,
         [](const faulty& system) { return system.sendto(none, const_bytes(), nullptr, 0, 0); }},
        {recv, [](const faulty& system) { return system.recv(none, mutable_bytes(), 0); }},
        {recv_datagram,
         [](const faulty& system) { return system.recv_datagram(none, mutable_bytes(), 0); }},
        {recvfrom,
         [](const faulty& system) {
             return system.recvfrom(none, mutable_bytes(), nullptr, nullptr, 0);
         }},
        {sendmsg, [](const faulty& system) { return system.sendmsg(none, {}, 0); }},
        {recvmsg,
         [](const faulty& system) {
             os::message<mutable_bytes> message;
             return system.recvmsg(none, message, 0);
         }},
        {sendmmsg, [](const faulty& system) { return system.sendmmsg(none, {}, 0); }},
        {recvmmsg, [](const faulty& system) { return system.recvmmsg(none, {}, 0); }},
        {available, [](const faulty& system) { return system.available(none); }},
        {sockatmark, [](const faulty& system) { return system.sockatmark(none); }},
        {setsockopt,
         [](const faulty& system) { return system.setsockopt(none, 0, 0, nullptr, 0); }},
        {getsockopt,
         [](const faulty& system) { return system.getsockopt(none, 0, 0, nullptr, nullptr); }},
        {change_membership,
         [](const faulty& system) {
             const os::socket_address group = {};
             return system.change_membership(none, os::membership::join_group, IPPROTO_IP, 0,
                                             &group, nullptr, sizeof group);
         }},
        {poll, [](const faulty& system) { return system.poll(none, 0, 0); }},
        {poll_any, [](const faulty& system) { return system.poll_any({}, 0); }},
        {now, [](const faulty& system) -> std::ptrdiff_t { return system.now() > 0; }},
        {open_event,
         [](const faulty& system) {
             os::descriptor ends[2] = {none, none};
             const std::ptrdiff_t returned = system.open_event(ends);
             for (const os::descriptor end : ends)
                 if (end != none)
                     ::close(end);
             return returned;
         }},
        {epoll_create,
         [](const faulty& system) {
             const std::ptrdiff_t returned = system.epoll_create();
             if (returned >= 0)
                 ::close(static_cast<int>(returned));
             return returned;
         }},
        {epoll_control,
         [](const faulty& system) {
             return system.epoll_control(none, os::epoll_change::add, none, 0, 0);
         }},
        {epoll_wait, [](const faulty& system) { return system.epoll_wait(none, {}, 0); }},
        {receiving_ended,
         [](const faulty& system) {
             return static_cast<std::ptrdiff_t>(system.receiving_ended(none));
         }},
        {nonblocking, [](const faulty& system) { return system.nonblocking(none); }},
        {time_out,
         [](const faulty& system) {
             return static_cast<std::ptrdiff_t>(system.time_out(none, os::readiness::readable));
         }},
        {set_nonblocking, [](const faulty& system) { return system.set_nonblocking(none, true); }},
        {set_close_on_exec, [](const faulty& system) { return system.set_close_on_exec(none); }},
        {suppress_sigpipe, [](const faulty& system) { return system.suppress_sigpipe(none); }},
        {domain, [](const faulty& system) { return system.domain(none); }},
        {protocol, [](const faulty& system) { return system.protocol(none); }},
        {type, [](const faulty& system) { return system.type(none); }},
        {listening, [](const faulty& system) { return system.listening(none); }},
        {pending_error, [](const faulty& system) { return system.pending_error(none); }},
        {interface_index, [](const faulty& system) { return system.interface_index(""); }},
        {interface_name,
         [](const faulty& system) {
             char buffer[os::interface_name_size];
             return system.interface_name(0, buffer);
         }},
        {interface_addresses,
         [](const faulty& system) {
             os::interface_entry* list = nullptr;
             const std::ptrdiff_t returned = system.interface_addresses(&list);
             system.free_interface_addresses(list);
             return returned;
         }},
        {interface_mtu, [](const faulty& system) { return system.interface_mtu(none, "lo"); }},
        {interface_broadcast,
         [](const faulty& system) {
             sockaddr_in address = {};
             return system.interface_broadcast(none, "lo", reinterpret_cast<sockaddr*>(&address));
         }},
        {interface_destination,
         [](const faulty& system) {
             sockaddr_in address = {};
             return system.interface_destination(none, "lo", reinterpret_cast<sockaddr*>(&address));
         }},
    };
}

}  // namespace

TEST_CASE("faulty: a fault makes each call fail, and no other") {
    const std::vector<named_call> calls = all_calls();
    REQUIRE(calls.size() == os::call_names);
    for (std::size_t applied = 0; applied != calls.size(); ++applied) {
        REQUIRE(static_cast<std::size_t>(calls[applied].name) == applied);
        fault_plan plan(fault{.call = calls[applied].name, .error = ETIME});
        const faulty system(plan);
        const faulty without_faults;
        for (const named_call& call : calls) {
            const bool is_faulty = call.name == calls[applied].name &&
                                   call.name != call_name::receiving_ended &&
                                   call.name != call_name::now;
            CHECK(call.make(system) == (is_faulty ? -ETIME : call.make(without_faults)));
            CHECK(plan.seen(call.name) == 1);
        }
        CHECK(plan.applied() == 1);
    }
}

TEST_CASE("fault: with after = 2 and times = 3, the third to the fifth call fail") {
    fault_plan plan(fault{.call = call_name::type, .error = ETIME, .after = 2, .times = 3});
    const faulty system(plan);
    std::vector<std::ptrdiff_t> results;
    for (int index = 0; index != 7; ++index)
        results.push_back(system.type(-1));
    CHECK(results ==
          std::vector<std::ptrdiff_t>{-EBADF, -EBADF, -ETIME, -ETIME, -ETIME, -EBADF, -EBADF});
    CHECK(plan.seen(call_name::type) == 7);
    CHECK(plan.applied() == 3);
    CHECK(plan.seen(call_name::domain) == 0);
}

TEST_CASE("fault: with a negative times all later calls fail, with times = 0 none") {
    fault_plan forever(fault{.call = call_name::type, .error = ETIME, .after = 1, .times = -1});
    const faulty system(forever);
    CHECK(system.type(-1) == -EBADF);
    for (int index = 0; index != 50; ++index)
        CHECK(system.type(-1) == -ETIME);
    fault_plan never(fault{.call = call_name::type, .error = ETIME, .times = 0});
    CHECK(faulty(never).type(-1) == -EBADF);
    fault_plan empty;
    CHECK(faulty(empty).type(-1) == -EBADF);
    CHECK(empty.seen(call_name::type) == 1);
    CHECK(empty.applied() == 0);
}

TEST_CASE("fault_plan: the first fault that fits a call applies, each is counted") {
    fault_plan plan(fault{.call = call_name::type, .error = ETIME, .after = 1},
                    fault{.call = call_name::type, .error = ENODEV, .times = 3},
                    fault{.call = call_name::domain, .error = EIO, .times = -1});
    const faulty system(plan);
    std::vector<std::ptrdiff_t> results;
    for (int index = 0; index != 4; ++index)
        results.push_back(system.type(-1));
    results.push_back(system.domain(-1));
    CHECK(results == std::vector<std::ptrdiff_t>{-ENODEV, -ETIME, -ENODEV, -EBADF, -EIO});
    CHECK(plan.applied(0) == 1);
    CHECK(plan.applied(1) == 2);
    CHECK(plan.applied(2) == 1);
    CHECK(plan.applied() == 4);
}

namespace {
int happened = 0;
}

TEST_CASE("fault: before_call is called right before the call, and the call is made") {
    happened = 0;
    fault_plan plan(fault{.call = call_name::type, .after = 1, .before_call = [] { ++happened; }});
    const faulty system(plan);
    CHECK(system.type(-1) == -EBADF);
    CHECK(happened == 0);
    CHECK(system.type(-1) == -EBADF);
    CHECK(system.type(-1) == -EBADF);
    CHECK(happened == 1);
    fault_plan on_clock(fault{.call = call_name::now, .before_call = [] { ++happened; }});
    const std::int64_t time = faulty(on_clock).now();
    CHECK(time <= native::now());
    CHECK(happened == 2);
}

TEST_CASE("faulty: copies share the plan") {
    fault_plan plan(fault{.call = call_name::type, .error = ETIME, .after = 1});
    const faulty first(plan);
    const faulty second = first;
    CHECK(first.type(-1) == -EBADF);
    CHECK(second.type(-1) == -ETIME);
    CHECK(first.type(-1) == -EBADF);
    CHECK(plan.seen(call_name::type) == 3);
}

namespace {

struct ends {
    explicit ends(int type) {
        int descriptors[2];
        if (native::socketpair(AF_UNIX, type, 0, descriptors) == 0) {
            local = descriptors[0];
            peer = descriptors[1];
        }
    }
    ends(const ends&) = delete;
    ends& operator=(const ends&) = delete;
    ~ends() {
        native::close(local);
        native::close(peer);
    }
    /// Receives the queued bytes.
    [[nodiscard]] std::string receive_queued() const {
        std::string text(100, '.');
        const std::ptrdiff_t count = native::recv(peer, text, os::do_not_wait);
        return count < 0 ? "" : text.substr(0, static_cast<std::size_t>(count));
    }
    os::descriptor local = os::no_descriptor;
    os::descriptor peer = os::no_descriptor;
};

}  // namespace

TEST_CASE("send, sendto: at_most limits the bytes of one range and of several") {
    const std::vector<const_bytes> several = {"ab"_bytes, ""_bytes, "cde"_bytes, "f"_bytes};
    const auto first_sent = [&](std::size_t at_most, const auto& data, call_name name) {
        const ends pair(SOCK_STREAM);
        fault_plan plan(fault{.call = name, .at_most = at_most});
        const faulty system(plan);
        const std::ptrdiff_t count = name == call_name::send
                                         ? system.send(pair.local, data, 0)
                                         : system.sendto(pair.local, data, nullptr, 0, 0);
        const std::string text = pair.receive_queued();
        CHECK(static_cast<std::size_t>(count) == text.size());
        CHECK(plan.applied() == 1);
        return text;
    };
    for (const call_name name : {call_name::send, call_name::sendto}) {
        CHECK(first_sent(3, "abcdef"_bytes, name) == "abc");
        CHECK(first_sent(9, "abcdef"_bytes, name) == "abcdef");
        CHECK(first_sent(0, "abcdef"_bytes, name).empty());
        const std::span<const const_bytes> all = several;
        CHECK(first_sent(1, all, name) == "a");
        CHECK(first_sent(3, all, name) == "abc");
        CHECK(first_sent(6, all, name) == "abcdef");
        CHECK(first_sent(99, all, name) == "abcdef");
        CHECK(first_sent(0, all, name).empty());
    }
}

TEST_CASE("recv: at_most limits the bytes, the others stay queued") {
    const ends pair(SOCK_STREAM);
    REQUIRE(native::send(pair.local, "abcdef"_bytes, 0) == 6);
    fault_plan plan(fault{.call = call_name::recv, .at_most = 2, .times = 2});
    const faulty system(plan);
    std::string one(4, '.');
    std::string other(4, '.');
    const std::vector<mutable_bytes> both = {mutable_bytes(one).first(1), other};
    CHECK(system.recv(pair.peer, mutable_bytes(one), 0) == 2);
    CHECK(one == "ab..");
    CHECK(system.recv(pair.peer, std::span<const mutable_bytes>(both), 0) == 2);
    CHECK((one == "cb.." && other == "d..."));
    CHECK(system.recv(pair.peer, mutable_bytes(one), 0) == 2);
    CHECK(one == "ef..");
}

TEST_CASE("recv_datagram, recvfrom: with at_most, return the number of received bytes") {
    const ends pair(SOCK_DGRAM);
    std::string buffer(8, '.');
    sockaddr_storage from = {};
    os::address_length length = sizeof from;
    fault_plan plan(fault{.call = call_name::recv_datagram, .at_most = 2});
    REQUIRE(native::send(pair.local, "abcdef"_bytes, 0) == 6);
    CHECK(faulty(plan).recv_datagram(pair.peer, mutable_bytes(buffer), 0) == 2);
    CHECK(buffer == "ab......");
    fault_plan plan_from(fault{.call = call_name::recvfrom, .at_most = 3});
    REQUIRE(native::send(pair.local, "uvwxyz"_bytes, 0) == 6);
    CHECK(faulty(plan_from).recvfrom(pair.peer, mutable_bytes(buffer),
                                     reinterpret_cast<sockaddr*>(&from), &length, 0) == 3);
    CHECK(buffer == "uvw.....");
}

TEST_CASE("sendmsg: with at_most, the control data is sent with the first part") {
    const ends pair(SOCK_STREAM);
    alignas(os::control_alignment) std::byte space[os::control_space(sizeof(int))];
    os::control_writer rights(space);
    REQUIRE(rights.add(SOL_SOCKET, SCM_RIGHTS,
                       {reinterpret_cast<const std::byte*>(&pair.local), sizeof pair.local}));
    const const_bytes data[] = {"ab"_bytes, "cdef"_bytes};
    os::message<const_bytes> sent = {.buffers = data, .control = rights.written()};
    fault_plan plan(fault{.call = call_name::sendmsg, .at_most = 3});
    CHECK(faulty(plan).sendmsg(pair.local, sent, 0) == 3);
    CHECK(sent.buffers.data() == data);

    std::string text(8, '.');
    std::byte control[os::control_space(sizeof(int))];
    const mutable_bytes buffer[] = {text};
    os::message<mutable_bytes> received = {.buffers = buffer, .control = control};
    CHECK(native::recvmsg(pair.peer, received, 0) == 3);
    CHECK(text == "abc.....");
    os::control_item item;
    REQUIRE(os::control_reader(received.control).next(item));
    REQUIRE(item.type == SCM_RIGHTS);
    int descriptor = -1;
    std::memcpy(&descriptor, item.data.data(), sizeof descriptor);
    CHECK(native::close(descriptor) == 0);
}

TEST_CASE(
    "recvmsg: with at_most, the control data is whole and the message is marked as truncated") {
    const ends pair(SOCK_DGRAM);
    alignas(os::control_alignment) std::byte space[os::control_space(sizeof(int))];
    os::control_writer rights(space);
    REQUIRE(rights.add(SOL_SOCKET, SCM_RIGHTS,
                       {reinterpret_cast<const std::byte*>(&pair.local), sizeof pair.local}));
    const const_bytes data[] = {"abcdef"_bytes};
    REQUIRE(native::sendmsg(pair.local, {.buffers = data, .control = rights.written()}, 0) == 6);
    std::string text(8, '.');
    std::byte control[os::control_space(sizeof(int))];
    const mutable_bytes buffer[] = {text};
    os::message<mutable_bytes> received = {.buffers = buffer, .control = control};
    fault_plan plan(fault{.call = call_name::recvmsg, .at_most = 2});
    CHECK(faulty(plan).recvmsg(pair.peer, received, os::true_length) == 2);
    CHECK(text == "ab......");
    CHECK(received.buffers.data() == buffer);
    CHECK(received.flags == os::truncated);
    os::control_item item;
    REQUIRE(os::control_reader(received.control).next(item));
    int descriptor = -1;
    std::memcpy(&descriptor, item.data.data(), sizeof descriptor);
    CHECK(native::close(descriptor) == 0);
}

TEST_CASE("recvmsg: an injected error removes no message and changes nothing") {
    const ends pair(SOCK_DGRAM);
    REQUIRE(native::send(pair.local, "abc"_bytes, 0) == 3);
    std::byte control[8];
    os::message<mutable_bytes> received = {
        .buffers = {}, .control = control, .flags = os::truncated};
    fault_plan plan(fault{.call = call_name::recvmsg, .error = ENOMEM});
    CHECK(faulty(plan).recvmsg(pair.peer, received, 0) == -ENOMEM);
    CHECK((received.control.size() == 8 && received.flags == os::truncated));
    CHECK(pair.receive_queued() == "abc");
}

TEST_CASE("sendmmsg, recvmmsg: at_most limits the messages, each is whole") {
    const ends pair(SOCK_DGRAM);
    const const_bytes data[] = {"abc"_bytes};
    os::batched_message<const_bytes> sent[3];
    for (auto& each : sent)
        each.buffers = data;
    fault_plan sending(fault{.call = call_name::sendmmsg, .at_most = 2},
                       fault{.call = call_name::sendmmsg, .at_most = 9, .after = 1});
    const faulty sender(sending);
    CHECK(sender.sendmmsg(pair.local, std::span(sent), 0) == 2);
    CHECK(sender.sendmmsg(pair.local, std::span(sent).first(2), 0) == 2);
    fault_plan none(fault{.call = call_name::sendmmsg, .at_most = 0},
                    fault{.call = call_name::recvmmsg, .error = ENOMEM});
    CHECK(faulty(none).sendmmsg(pair.local, sent, 0) == 0);

    std::string text(8, '.');
    const mutable_bytes buffer[] = {text};
    os::batched_message<mutable_bytes> received[6];
    for (auto& each : received)
        each.buffers = buffer;
    CHECK(faulty(none).recvmmsg(pair.peer, received, 0) == -ENOMEM);
    fault_plan receiving(fault{.call = call_name::recvmmsg, .at_most = 1});
    CHECK(faulty(receiving).recvmmsg(pair.peer, received, 0) == 1);
    CHECK(received[0].count == 3);
    CHECK(faulty(receiving).recvmmsg(pair.peer, received, 0) == 3);
}

TEST_CASE("poll, poll_any: with at_most 0, return 0 although the socket is ready") {
    const ends pair(SOCK_STREAM);
    REQUIRE(native::send(pair.local, "a"_bytes, 0) == 1);
    os::poll_entry entries[] = {{pair.peer, POLLIN, 0}};
    fault_plan plan(fault{.call = call_name::poll_any, .at_most = 0});
    CHECK(faulty(plan).poll_any(entries, -1) == 0);
    CHECK(entries[0].revents == 0);
    CHECK(faulty(plan).poll_any(entries, -1) == 1);
    fault_plan one(fault{.call = call_name::poll, .at_most = 0});
    CHECK(faulty(one).poll(pair.peer, POLLIN, -1) == 0);
    CHECK(faulty(one).poll(pair.peer, POLLIN, -1) == POLLIN);
}

TEST_CASE("fault: with carried_out, the call is made before the error is returned") {
    const owned socket = native::socket(AF_INET, SOCK_STREAM, 0);
    fault_plan hidden(fault{.call = call_name::listen, .error = EINTR, .carried_out = true});
    CHECK(faulty(hidden).listen(socket, 1) == -EINTR);
    CHECK(native::listening(socket) == 1);
    const owned untouched = native::socket(AF_INET, SOCK_STREAM, 0);
    fault_plan failing(fault{.call = call_name::listen, .error = EINTR});
    CHECK(faulty(failing).listen(untouched, 1) == -EINTR);
    CHECK(native::listening(untouched) == 0);
}

TEST_CASE("close: an injected error is returned after the descriptor is closed") {
    owned socket = native::socket(AF_INET, SOCK_STREAM, 0);
    const int number = socket.release();
    fault_plan plan(fault{.call = call_name::close, .error = EIO});
    CHECK(faulty(plan).close(number) == -EIO);
    CHECK_FALSE(unit::is_open(number));
}

TEST_CASE("receiving_ended: an injected error is reported as open") {
    const ends pair(SOCK_STREAM);
    REQUIRE(native::shutdown(pair.peer, os::direction::both) == 0);
    fault_plan plan(fault{.call = call_name::receiving_ended, .error = EINTR});
    const faulty system(plan);
    CHECK(system.receiving_ended(pair.local) == os::ending::open);
    CHECK(system.receiving_ended(pair.local) == os::ending::ended);
}

TEST_CASE("faulty: consists of a pointer to the plan") {
    STATIC_REQUIRE(sizeof(faulty) == sizeof(fault_plan*));
    STATIC_REQUIRE(std::is_trivially_copyable_v<faulty>);
}
