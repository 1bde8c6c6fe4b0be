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

/// Every call of a system, on no descriptor; in the order of the names.
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
        {getsockname, [](const faulty& system) { return system.getsockname(none, nullptr, nullptr); }},
        {getpeername, [](const faulty& system) { return system.getpeername(none, nullptr, nullptr); }},
        {send, [](const faulty& system) { return system.send(none, const_bytes(), 0); }},
        {sendto, [](const faulty& system) { return system.sendto(none, const_bytes(), nullptr, 0, 0); }},
        {recv, [](const faulty& system) { return system.recv(none, mutable_bytes(), 0); }},
        {recv_datagram, [](const faulty& system) { return system.recv_datagram(none, mutable_bytes(), 0); }},
        {recvfrom, [](const faulty& system) { return system.recvfrom(none, mutable_bytes(), nullptr, nullptr, 0); }},
        {sendmsg, [](const faulty& system) { return system.sendmsg(none, {}, 0); }},
        {recvmsg,
         [](const faulty& system) {
             os::message<mutable_bytes> into;
             return system.recvmsg(none, into, 0);
         }},
        {sendmmsg, [](const faulty& system) { return system.sendmmsg(none, {}, 0); }},
        {recvmmsg, [](const faulty& system) { return system.recvmmsg(none, {}, 0); }},
        {available, [](const faulty& system) { return system.available(none); }},
        {sockatmark, [](const faulty& system) { return system.sockatmark(none); }},
        {setsockopt, [](const faulty& system) { return system.setsockopt(none, 0, 0, nullptr, 0); }},
        {getsockopt, [](const faulty& system) { return system.getsockopt(none, 0, 0, nullptr, nullptr); }},
        {change_membership,
         [](const faulty& system) {
             const os::socket_address group = {};
             return system.change_membership(none, os::membership::join_group, IPPROTO_IP, 0, &group, nullptr, sizeof group);
         }},
        {poll, [](const faulty& system) { return system.poll(none, 0, 0); }},
        {poll_any, [](const faulty& system) { return system.poll_any({}, 0); }},
        {now, [](const faulty& system) -> std::ptrdiff_t { return system.now() > 0; }},
        {open_event,
         [](const faulty& system) {
             os::descriptor ends[2] = {none, none};
             const std::ptrdiff_t made = system.open_event(ends);
             for (const os::descriptor end : ends)
                 if (end != none)
                     ::close(end);
             return made;
         }},
        {epoll_create,
         [](const faulty& system) {
             const std::ptrdiff_t made = system.epoll_create();
             if (made >= 0)
                 ::close(static_cast<int>(made));
             return made;
         }},
        {epoll_control, [](const faulty& system) { return system.epoll_control(none, os::epoll_change::add, none, 0, 0); }},
        {epoll_wait, [](const faulty& system) { return system.epoll_wait(none, {}, 0); }},
        {receiving_ended, [](const faulty& system) { return static_cast<std::ptrdiff_t>(system.receiving_ended(none)); }},
        {nonblocking, [](const faulty& system) { return system.nonblocking(none); }},
        {time_out,
         [](const faulty& system) { return static_cast<std::ptrdiff_t>(system.time_out(none, os::readiness::readable)); }},
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
             const std::ptrdiff_t answer = system.interface_addresses(&list);
             system.free_interface_addresses(list);
             return answer;
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

TEST_CASE("every call of a system can be made to fail, and no other fails with it") {
    const std::vector<named_call> calls = all_calls();
    REQUIRE(calls.size() == os::call_names);
    for (std::size_t applied = 0; applied != calls.size(); ++applied) {
        REQUIRE(static_cast<std::size_t>(calls[applied].name) == applied);
        fault_plan plan(fault{.call = calls[applied].name, .error = ETIME});
        const faulty system(plan);
        const faulty unharmed;
        for (const named_call& call : calls) {
            const bool is_told =
                call.name == calls[applied].name && call.name != call_name::receiving_ended && call.name != call_name::now;
            CHECK(call.make(system) == (is_told ? -ETIME : call.make(unharmed)));
            CHECK(plan.seen(call.name) == 1);
        }
        CHECK(plan.applied() == 1);
    }
}

TEST_CASE("a plan lets some calls pass, then fails some, then none") {
    fault_plan plan(fault{.call = call_name::type, .error = ETIME, .after = 2, .times = 3});
    const faulty system(plan);
    std::vector<std::ptrdiff_t> answers;
    for (int index = 0; index != 7; ++index)
        answers.push_back(system.type(-1));
    CHECK(answers == std::vector<std::ptrdiff_t>{-EBADF, -EBADF, -ETIME, -ETIME, -ETIME, -EBADF, -EBADF});
    CHECK(plan.seen(call_name::type) == 7);
    CHECK(plan.applied() == 3);
    CHECK(plan.seen(call_name::domain) == 0);
}

TEST_CASE("a plan of a negative number of times fails for good, one of none never") {
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

TEST_CASE("of several faults the first that fits strikes, and each counts") {
    fault_plan plan(fault{.call = call_name::type, .error = ETIME, .after = 1},
                    fault{.call = call_name::type, .error = ENODEV, .times = 3},
                    fault{.call = call_name::domain, .error = EIO, .times = -1});
    const faulty system(plan);
    std::vector<std::ptrdiff_t> answers;
    for (int index = 0; index != 4; ++index)
        answers.push_back(system.type(-1));
    answers.push_back(system.domain(-1));
    CHECK(answers == std::vector<std::ptrdiff_t>{-ENODEV, -ETIME, -ENODEV, -EBADF, -EIO});
    CHECK(plan.applied(0) == 1);
    CHECK(plan.applied(1) == 2);
    CHECK(plan.applied(2) == 1);
    CHECK(plan.applied() == 4);
}

namespace {
int happened = 0;
}

TEST_CASE("something can happen right before a call, which is made") {
    happened = 0;
    fault_plan plan(fault{.call = call_name::type, .after = 1, .happens = [] { ++happened; }});
    const faulty system(plan);
    CHECK(system.type(-1) == -EBADF);
    CHECK(happened == 0);
    CHECK(system.type(-1) == -EBADF);
    CHECK(system.type(-1) == -EBADF);
    CHECK(happened == 1);
    fault_plan timely(fault{.call = call_name::now, .happens = [] { ++happened; }});
    const std::int64_t told = faulty(timely).now();
    CHECK(told <= native::now());
    CHECK(happened == 2);
}

TEST_CASE("copies of a system share its plan") {
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
        int made[2];
        if (native::socketpair(AF_UNIX, type, 0, made) == 0) {
            near = made[0];
            far = made[1];
        }
    }
    ends(const ends&) = delete;
    ends& operator=(const ends&) = delete;
    ~ends() {
        native::close(near);
        native::close(far);
    }
    [[nodiscard]] std::string waiting() const {
        std::string text(100, '.');
        const std::ptrdiff_t got = native::recv(far, text, os::do_not_wait);
        return got < 0 ? "" : text.substr(0, static_cast<std::size_t>(got));
    }
    os::descriptor near = os::no_descriptor;
    os::descriptor far = os::no_descriptor;
};

}  // namespace

TEST_CASE("sending can be cut short, of one range and of several") {
    const std::vector<const_bytes> several = {"ab"_bytes, ""_bytes, "cde"_bytes, "f"_bytes};
    const auto first_sent = [&](std::size_t at_most, const auto& data, call_name name) {
        const ends pair(SOCK_STREAM);
        fault_plan plan(fault{.call = name, .at_most = at_most});
        const faulty system(plan);
        const std::ptrdiff_t count =
            name == call_name::send ? system.send(pair.near, data, 0) : system.sendto(pair.near, data, nullptr, 0, 0);
        const std::string text = pair.waiting();
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

TEST_CASE("receiving can be cut short, and what was not taken stays") {
    const ends pair(SOCK_STREAM);
    REQUIRE(native::send(pair.near, "abcdef"_bytes, 0) == 6);
    fault_plan plan(fault{.call = call_name::recv, .at_most = 2, .times = 2});
    const faulty system(plan);
    std::string one(4, '.');
    std::string other(4, '.');
    const std::vector<mutable_bytes> both = {mutable_bytes(one).first(1), other};
    CHECK(system.recv(pair.far, mutable_bytes(one), 0) == 2);
    CHECK(one == "ab..");
    CHECK(system.recv(pair.far, std::span<const mutable_bytes>(both), 0) == 2);
    CHECK((one == "cb.." && other == "d..."));
    CHECK(system.recv(pair.far, mutable_bytes(one), 0) == 2);
    CHECK(one == "ef..");
}

TEST_CASE("a message that is cut short says no more than it carried") {
    const ends pair(SOCK_DGRAM);
    std::string buffer(8, '.');
    sockaddr_storage from = {};
    os::address_length length = sizeof from;
    fault_plan plan(fault{.call = call_name::recv_datagram, .at_most = 2});
    REQUIRE(native::send(pair.near, "abcdef"_bytes, 0) == 6);
    CHECK(faulty(plan).recv_datagram(pair.far, mutable_bytes(buffer), 0) == 2);
    CHECK(buffer == "ab......");
    fault_plan plan_from(fault{.call = call_name::recvfrom, .at_most = 3});
    REQUIRE(native::send(pair.near, "uvwxyz"_bytes, 0) == 6);
    CHECK(faulty(plan_from).recvfrom(pair.far, mutable_bytes(buffer), reinterpret_cast<sockaddr*>(&from), &length, 0) == 3);
    CHECK(buffer == "uvw.....");
}

TEST_CASE("sendmsg: cut short, the control data goes with the part that is sent") {
    const ends pair(SOCK_STREAM);
    alignas(os::control_alignment) std::byte space[os::control_space(sizeof(int))];
    os::control_writer rights(space);
    REQUIRE(rights.add(SOL_SOCKET, SCM_RIGHTS, {reinterpret_cast<const std::byte*>(&pair.near), sizeof pair.near}));
    const const_bytes data[] = {"ab"_bytes, "cdef"_bytes};
    os::message<const_bytes> sent = {.buffers = data, .control = rights.written()};
    fault_plan plan(fault{.call = call_name::sendmsg, .at_most = 3});
    CHECK(faulty(plan).sendmsg(pair.near, sent, 0) == 3);
    CHECK(sent.buffers.data() == data);

    std::string text(8, '.');
    std::byte control[os::control_space(sizeof(int))];
    const mutable_bytes buffer[] = {text};
    os::message<mutable_bytes> came = {.buffers = buffer, .control = control};
    CHECK(native::recvmsg(pair.far, came, 0) == 3);
    CHECK(text == "abc.....");
    os::control_item item;
    REQUIRE(os::control_reader(came.control).next(item));
    REQUIRE(item.type == SCM_RIGHTS);
    int received = -1;
    std::memcpy(&received, item.data.data(), sizeof received);
    CHECK(native::close(received) == 0);
}

TEST_CASE("recvmsg: cut short, the control data comes whole, and the message says that it was cut") {
    const ends pair(SOCK_DGRAM);
    alignas(os::control_alignment) std::byte space[os::control_space(sizeof(int))];
    os::control_writer rights(space);
    REQUIRE(rights.add(SOL_SOCKET, SCM_RIGHTS, {reinterpret_cast<const std::byte*>(&pair.near), sizeof pair.near}));
    const const_bytes data[] = {"abcdef"_bytes};
    REQUIRE(native::sendmsg(pair.near, {.buffers = data, .control = rights.written()}, 0) == 6);
    std::string text(8, '.');
    std::byte control[os::control_space(sizeof(int))];
    const mutable_bytes buffer[] = {text};
    os::message<mutable_bytes> came = {.buffers = buffer, .control = control};
    fault_plan plan(fault{.call = call_name::recvmsg, .at_most = 2});
    CHECK(faulty(plan).recvmsg(pair.far, came, os::true_length) == 2);
    CHECK(text == "ab......");
    CHECK(came.buffers.data() == buffer);
    CHECK(came.flags == os::truncated);
    os::control_item item;
    REQUIRE(os::control_reader(came.control).next(item));
    int received = -1;
    std::memcpy(&received, item.data.data(), sizeof received);
    CHECK(native::close(received) == 0);
}

TEST_CASE("recvmsg: an error that is injected takes no message and changes nothing") {
    const ends pair(SOCK_DGRAM);
    REQUIRE(native::send(pair.near, "abc"_bytes, 0) == 3);
    std::byte control[8];
    os::message<mutable_bytes> came = {.buffers = {}, .control = control, .flags = os::truncated};
    fault_plan plan(fault{.call = call_name::recvmsg, .error = ENOMEM});
    CHECK(faulty(plan).recvmsg(pair.far, came, 0) == -ENOMEM);
    CHECK((came.control.size() == 8 && came.flags == os::truncated));
    CHECK(pair.waiting() == "abc");
}

TEST_CASE("batches: at most so many messages, each of them whole") {
    const ends pair(SOCK_DGRAM);
    const const_bytes data[] = {"abc"_bytes};
    os::batched_message<const_bytes> sent[3];
    for (auto& each : sent)
        each.buffers = data;
    fault_plan sending(fault{.call = call_name::sendmmsg, .at_most = 2},
                       fault{.call = call_name::sendmmsg, .at_most = 9, .after = 1});
    const faulty sender(sending);
    CHECK(sender.sendmmsg(pair.near, std::span(sent), 0) == 2);
    CHECK(sender.sendmmsg(pair.near, std::span(sent).first(2), 0) == 2);
    fault_plan none(fault{.call = call_name::sendmmsg, .at_most = 0}, fault{.call = call_name::recvmmsg, .error = ENOMEM});
    CHECK(faulty(none).sendmmsg(pair.near, sent, 0) == 0);

    std::string text(8, '.');
    const mutable_bytes buffer[] = {text};
    os::batched_message<mutable_bytes> came[6];
    for (auto& each : came)
        each.buffers = buffer;
    CHECK(faulty(none).recvmmsg(pair.far, came, 0) == -ENOMEM);
    fault_plan receiving(fault{.call = call_name::recvmmsg, .at_most = 1});
    CHECK(faulty(receiving).recvmmsg(pair.far, came, 0) == 1);
    CHECK(came[0].count == 3);
    CHECK(faulty(receiving).recvmmsg(pair.far, came, 0) == 3);
}

TEST_CASE("waiting can be in vain") {
    const ends pair(SOCK_STREAM);
    REQUIRE(native::send(pair.near, "a"_bytes, 0) == 1);
    os::poll_entry entries[] = {{pair.far, POLLIN, 0}};
    fault_plan plan(fault{.call = call_name::poll_any, .at_most = 0});
    CHECK(faulty(plan).poll_any(entries, -1) == 0);
    CHECK(entries[0].revents == 0);
    CHECK(faulty(plan).poll_any(entries, -1) == 1);
    fault_plan one(fault{.call = call_name::poll, .at_most = 0});
    CHECK(faulty(one).poll(pair.far, POLLIN, -1) == 0);
    CHECK(faulty(one).poll(pair.far, POLLIN, -1) == POLLIN);
}

TEST_CASE("a call can be carried out and its answer hidden") {
    const owned socket = native::socket(AF_INET, SOCK_STREAM, 0);
    fault_plan hidden(fault{.call = call_name::listen, .error = EINTR, .carried_out = true});
    CHECK(faulty(hidden).listen(socket, 1) == -EINTR);
    CHECK(native::listening(socket) == 1);
    const owned untouched = native::socket(AF_INET, SOCK_STREAM, 0);
    fault_plan failing(fault{.call = call_name::listen, .error = EINTR});
    CHECK(faulty(failing).listen(untouched, 1) == -EINTR);
    CHECK(native::listening(untouched) == 0);
}

TEST_CASE("a close that fails has closed all the same") {
    owned socket = native::socket(AF_INET, SOCK_STREAM, 0);
    const int number = socket.release();
    fault_plan plan(fault{.call = call_name::close, .error = EIO});
    CHECK(faulty(plan).close(number) == -EIO);
    CHECK_FALSE(unit::is_open(number));
}

TEST_CASE("a failed look at the end of receiving tells nothing") {
    const ends pair(SOCK_STREAM);
    REQUIRE(native::shutdown(pair.far, os::direction::both) == 0);
    fault_plan plan(fault{.call = call_name::receiving_ended, .error = EINTR});
    const faulty system(plan);
    CHECK(system.receiving_ended(pair.near) == os::ending::open);
    CHECK(system.receiving_ended(pair.near) == os::ending::ended);
}

TEST_CASE("a system that fails on purpose is a pointer to its plan") {
    STATIC_REQUIRE(sizeof(faulty) == sizeof(fault_plan*));
    STATIC_REQUIRE(std::is_trivially_copyable_v<faulty>);
}
