// SPDX-License-Identifier: BSL-1.0

// Writes docs/drivers.md from the facts of calls and drivers. support/page.hpp describes the
// arguments.

#include <cstddef>
#include <sstream>
#include <string>

#include <support/page.hpp>
#include <tenon/loops.hpp>

namespace {

std::string yes_or_no(bool is) {
    return is ? "yes" : "no";
}

template <class Driver>
void write_driver(std::ostream& text, const char* name) {
    text << "| " << name << " | "
         << (tenon::returns_results<Driver> ? "a `result`, at once" : "is awaited") << " | "
         << yes_or_no(tenon::waits<Driver>) << " | "
         << yes_or_no(tenon::takes_limits<Driver, tenon::within>) << " | "
         << yes_or_no((Driver::type_flags & tenon::os::nonblocking_type) != 0) << " | "
         << (sizeof(tenon::connection<tenon::tcp, tenon::ipv4, Driver>) == sizeof(int)
                 ? "an `int`"
                 : "an `int` and a pointer")
         << " |\n";
}

const char* event_of(tenon::os::readiness wanted) {
    return wanted == tenon::os::readiness::readable ? "POLLIN" : "POLLOUT";
}

/// Writes what each driver does with a call that would block.
template <class Call>
void write_call(std::ostream& text, const char* operation, const char* system_call) {
    constexpr tenon::call_facts facts = tenon::facts_of<Call>;
    const std::string event = event_of(Call::waits_for);
    const std::string pauses = "pauses of 1 ms to 16 ms, and again";
    const bool begins = !facts.restartable && facts.poll_is_reliable;  // EINPROGRESS is a result.
    text << "| " << operation << " | " << system_call << " | ";
    if (facts.polls_first) {
        text << event << " first | the same | " << event
             << " is asked for first: `operation_would_block` | " << event << " first";
    } else {
        text << "the call blocks | "
             << (facts.honors_dontwait ? "MSG_DONTWAIT; " : "the descriptor becomes nonblocking; ")
             << (begins                   ? "EINPROGRESS: the next row"
                 : facts.poll_is_reliable ? event + ", and again"
                                          : pauses)
             << " | "
             << (begins ? "EINPROGRESS: the socket is `connecting`" : "`operation_would_block`")
             << " | "
             << (begins                   ? "EINPROGRESS: the next row"
                 : facts.poll_is_reliable ? event + ", and again"
                                          : pauses);
    }
    text << (facts.makes_descriptor ? "; a shortage is reported once, then pauses |\n" : " |\n");
}

std::string page() {
    using namespace tenon;
    std::ostringstream text;
    text
        << "# What each driver does\n\n"
           "Made by `tests/repository/pages/drivers/` from the library's drivers and calls; do not edit it here.\n"
           "How to choose a driver is in [event loops](event-loops.md).\n\n"
           "## The drivers\n\n"
           "| driver | an operation returns | waits | takes limits | descriptors are nonblocking from birth | a socket is |\n"
           "|---|---|---|---|---|---|\n";
    write_driver<blocking>(text, "`blocking`");
    write_driver<nonblocking>(text, "`nonblocking`");
    write_driver<driver_of<poll_loop>>(text, "of `poll_loop`");
    write_driver<driver_of<epoll_loop>>(text, "of `epoll_loop`");
    text
        << "\n## The operations\n\nThe table shows what happens if the call of an operation would block. If it would not, "
           "every driver\n"
           "has its result at once, and the task of a loop does not suspend. POLLIN and POLLOUT stand for\n"
           "waiting for that event. A call that a signal interrupts is made again; connect(2) goes on as after\n"
           "EINPROGRESS.\n\n"
           "| operation | call | `blocking` | … with a limit | `nonblocking` | the loops |\n|---|---|---|---|---|---|\n";
    using bytes = const_bytes;
    using buffer = mutable_bytes;
    write_call<call::accept>(text, "`accept`", "accept4(2)");
    write_call<call::accept_from<ipv4::endpoint>>(text, "`accept_from`", "accept4(2)");
    write_call<call::connect<ipv4::endpoint>>(text, "`connect`", "connect(2)");
    write_call<call::connect_outcome>(text, "… and then; `finish`", "getsockopt(2), SO_ERROR");
    write_call<call::connect<unix_domain::endpoint>>(text, "`connect` of a Unix socket",
                                                     "connect(2)");
    write_call<call::send<bytes>>(text, "`send`, `send_all`", "send(2)");
    write_call<call::send<bytes, os::out_of_band>>(text, "`send_urgent`", "send(2), MSG_OOB");
    write_call<call::send_to<bytes, ipv4::endpoint>>(text, "`send_to`", "sendto(2)");
    write_call<call::send_to<bytes, unix_domain::endpoint>>(text, "`send_to` of a Unix socket",
                                                            "sendto(2)");
    write_call<call::receive<buffer>>(text, "`receive`, `peek`", "recv(2)");
    write_call<call::receive_whole<buffer>>(text, "`receive_exactly`", "recv(2)");
    write_call<call::receive_datagram<buffer>>(text, "`receive` of a message", "recvfrom(2)");
    write_call<call::receive_from<buffer, ipv4::endpoint>>(text, "`receive_from`", "recvfrom(2)");
    write_call<call::ready<os::readiness::readable>>(text, "`readable`", "none");
    write_call<call::ready<os::readiness::writable>>(text, "`writable`", "none");
    return text.str();
}

}  // namespace

int main(int count, char** arguments) {
    return support::compare_or_write(count, arguments, page());
}
