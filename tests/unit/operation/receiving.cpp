// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <unit/support/scripted.hpp>

#include <string>
#include <vector>

#include <tenon.hpp>

// receive.hpp, receive_exactly.hpp, receive_datagram.hpp, and receive_urgent of urgent.hpp.

using tenon::errc;
using tenon::mutable_bytes;
using tenon::pieces;
using tenon::unfilled;
using unit::performed;
using unit::script;
using calls = std::vector<std::string>;
using namespace tenon::literals;

namespace {

using receive = tenon::operation::receive<mutable_bytes>;
using receive_datagram = tenon::operation::receive_datagram<mutable_bytes>;
using receive_from = tenon::operation::receive_from<mutable_bytes, tenon::ipv4::endpoint>;

}  // namespace

TEST_CASE(
    "receive: returns the filled part of the buffer, which is empty at the end of the stream") {
    std::string buffer(8, '.');
    script kernel;
    kernel.results["recv"] = {3, 0, 0, -ECONNRESET};
    const auto filled = performed(kernel, receive(buffer)).value();
    CHECK((filled.size() == 3 && filled.data() == mutable_bytes(buffer).data()));
    CHECK(performed(kernel, receive(buffer)).value().empty());
    CHECK(performed(kernel, receive(buffer)).value().empty());
    CHECK(performed(kernel, receive(buffer)).error() == std::errc::connection_reset);
    for (const unit::request& each : kernel.requests) {
        CHECK((each.descriptor == 7 && each.flags == 0));
        CHECK((each.buffer == mutable_bytes(buffer).data() && each.buffer_size == 8));
    }
}

TEST_CASE("receive, receive_datagram: the call has the flags of the operation") {
    std::string buffer(8, '.');
    script kernel;
    CHECK(performed(kernel, receive(buffer, tenon::os::peek)));
    CHECK(kernel.only_request("recv").flags == tenon::os::peek);
    CHECK(performed(kernel, receive_datagram(buffer, tenon::os::peek)));
    CHECK(kernel.only_request("recv_datagram").flags == tenon::os::peek);
}

TEST_CASE("peek, receive: the call has MSG_PEEK only for peek") {
    std::string buffer(8, '.');
    const mutable_bytes all = buffer;
    const pieces both{all.first(2), all.after(2)};
    const auto flags_of = [&]<class Protocol>(Protocol, const char* call) {
        script kernel;
        const unit::scripted_driver driver{unit::scripted(kernel)};
        tenon::basic_socket<Protocol, tenon::ipv4, tenon::connected, unit::scripted_driver> socket(
            tenon::unchecked, 7, driver);
        CHECK(socket.peek(buffer));
        CHECK(socket.peek(both));
        CHECK(socket.receive(buffer));
        CHECK(socket.receive(both));
        static_cast<void>(socket.release());
        const auto requests = kernel.requests_of(call);
        REQUIRE(requests.size() == 4);
        CHECK((requests[0].flags == tenon::os::peek && requests[1].flags == tenon::os::peek));
        CHECK((requests[2].flags == 0 && requests[3].flags == 0));
        for (const unit::request& each : requests)
            CHECK((each.buffer == all.data() && each.buffer_size == 8));
    };
    flags_of(tenon::tcp(), "recv");
    flags_of(tenon::udp(), "recv_datagram");
}

TEST_CASE("receive: into pieces, returns the number of bytes") {
    std::string buffer(8, '.');
    script kernel;
    kernel.results["recv"] = {11};
    const std::size_t count =
        performed(kernel,
                  tenon::operation::receive<pieces<mutable_bytes, 2>>(pieces{buffer, buffer}))
            .value();
    CHECK(count == 11);
    CHECK(kernel.only_request("recv").buffer_size == 16);
    CHECK(kernel.only_request("recv").flags == 0);
}

TEST_CASE("receive_exactly: calls recv until the buffer is full") {
    std::string buffer(6, '.');
    script kernel;
    kernel.results["recv"] = {2, -EINTR, 3, 1};
    const auto filled =
        performed(kernel, tenon::operation::receive_exactly<unfilled<>>(unfilled(buffer))).value();
    CHECK((filled.size() == 6 && filled.data() == mutable_bytes(buffer).data()));
    CHECK(kernel.calls_made.size() == 4);
    const std::ptrdiff_t filled_before[] = {0, 2, 2, 5};
    for (std::size_t index = 0; index != 4; ++index) {
        const unit::request& each = kernel.requests.at(index);
        CHECK((each.descriptor == 7 && each.flags == tenon::os::wait_all));
        CHECK(each.buffer == mutable_bytes(buffer).data() + filled_before[index]);
        CHECK(each.buffer_size == 6 - static_cast<std::size_t>(filled_before[index]));
    }
}

TEST_CASE(
    "receive_exactly: a stream that ends early fails with end_of_stream and the cursor has the count") {
    std::string buffer(6, '.');
    script kernel;
    kernel.results["recv"] = {2, 0};
    unfilled rest(buffer);
    CHECK(performed(kernel, tenon::operation::receive_exactly<unfilled<>&>(rest)).error() ==
          errc::end_of_stream);
    CHECK((rest.done() == 2 && rest.left() == 4));
}

TEST_CASE("receive_exactly: after an error the next call continues at the cursor") {
    std::string buffer(6, '.');
    script kernel;
    kernel.results["recv"] = {2, -ECONNRESET, 4};
    unfilled rest(buffer);
    CHECK(performed(kernel, tenon::operation::receive_exactly<unfilled<>&>(rest)).error() ==
          std::errc::connection_reset);
    CHECK(rest.done() == 2);
    CHECK(performed(kernel, tenon::operation::receive_exactly<unfilled<>&>(rest)).value().size() ==
          6);
    CHECK(rest.empty());
}

TEST_CASE(
    "receive_exactly: an empty buffer needs no recv, and fails on a descriptor that is not a socket") {
    std::string none;
    script kernel;
    kernel.results["type"] = {SOCK_STREAM, -EBADF};
    CHECK(performed(kernel, tenon::operation::receive_exactly<unfilled<>>(unfilled(none)))
              .value()
              .empty());
    CHECK(
        performed(kernel, tenon::operation::receive_exactly<unfilled<>>(unfilled(none))).error() ==
        std::errc::bad_file_descriptor);
    CHECK(kernel.calls_made == calls{"type", "type"});
}

TEST_CASE("receive_datagram: a message longer than the buffer is reported as truncated") {
    std::string buffer(4, '.');
    script kernel;
    kernel.results["recv_datagram"] = {3, 4, 5, -EAGAIN, -ENOMEM};
    const auto fits = performed(kernel, receive_datagram(buffer)).value();
    CHECK((fits.data.size() == 3 && fits.length == 3 && !fits.truncated && !fits.end));
    const auto full = performed(kernel, receive_datagram(buffer)).value();
    CHECK((full.data.size() == 4 && full.length == 4 && !full.truncated && !full.end));
    const auto truncated_message = performed(kernel, receive_datagram(buffer)).value();
    CHECK((truncated_message.data.size() == 4 && truncated_message.length == 5 &&
           truncated_message.truncated && !truncated_message.end));
    CHECK(performed(kernel, receive_datagram(buffer)).error() == std::errc::not_enough_memory);
}

TEST_CASE(
    "receive_datagram: into pieces, returns the number of bytes, truncated at their total size") {
    std::string buffer(4, '.');
    using receive_pieces = tenon::operation::receive_datagram<pieces<mutable_bytes, 2>>;
    script kernel;
    kernel.results["recv_datagram"] = {7, 9};
    const auto fits = performed(kernel, receive_pieces(pieces{buffer, buffer})).value();
    CHECK((fits.data == 7 && fits.length == 7 && !fits.truncated));
    const auto truncated_message =
        performed(kernel, receive_pieces(pieces{buffer, buffer})).value();
    CHECK((truncated_message.data == 8 && truncated_message.length == 9 &&
           truncated_message.truncated));
}

TEST_CASE(
    "receive_datagram: an empty message is the end only if the direction is shut down and no byte waits") {
    std::string buffer(4, '.');
    script open;
    open.results["recv_datagram"] = {0};
    CHECK_FALSE(performed(open, receive_datagram(buffer)).value().end);
    CHECK(open.calls_made == calls{"recv_datagram", "receiving_ended"});
    script shut;
    shut.results["recv_datagram"] = {0};
    shut.results["receiving_ended"] = {1};
    CHECK(performed(shut, receive_datagram(buffer)).value().end);
    script waiting;
    waiting.results["recv_datagram"] = {0};
    waiting.results["receiving_ended"] = {1};
    waiting.results["available"] = {5};
    CHECK_FALSE(performed(waiting, receive_datagram(buffer)).value().end);
    script failing;
    failing.results["recv_datagram"] = {0};
    failing.results["receiving_ended"] = {1};
    failing.results["available"] = {-EINVAL};
    CHECK(performed(failing, receive_datagram(buffer)).value().end);
}

TEST_CASE("receive_from: returns the message and the endpoint of its sender") {
    std::string buffer(4, '.');
    script kernel;
    kernel.remote = "192.0.2.1:7"_v4;
    kernel.results["recvfrom"] = {6, 0, -EIO};
    const auto received = performed(kernel, receive_from(buffer)).value();
    CHECK((received.data.size() == 4 && received.length == 6 && received.truncated));
    CHECK(received.from == "192.0.2.1:7"_v4);
    const auto empty = performed(kernel, receive_from(buffer)).value();
    CHECK((empty.data.empty() && empty.length == 0 && !empty.truncated));
    CHECK(performed(kernel, receive_from(buffer)).error() == std::errc::io_error);
    for (const unit::request& each : kernel.requests_of("recvfrom")) {
        CHECK((each.descriptor == 7 && each.flags == 0));
        CHECK((each.buffer == mutable_bytes(buffer).data() && each.buffer_size == 4));
    }
}

TEST_CASE(
    "receive_from: 0 bytes without an address are operation_canceled after shutdown, otherwise an empty message") {
    using receive_unix =
        tenon::operation::receive_from<mutable_bytes, tenon::unix_domain::endpoint>;
    std::string buffer(4, '.');
    script kernel;
    kernel.remote_size = 0;
    kernel.results["recvfrom"] = {0, 0, 3};
    kernel.results["receiving_ended"] = {1, 0};
    CHECK(performed(kernel, receive_unix(buffer)).error() == std::errc::operation_canceled);
    const auto empty = performed(kernel, receive_unix(buffer)).value();
    CHECK((empty.from.is_unnamed() && empty.length == 0));
    const auto some = performed(kernel, receive_unix(buffer)).value();
    CHECK((some.from.is_unnamed() && some.length == 3));
    CHECK(kernel.calls_made ==
          calls{"recvfrom", "receiving_ended", "recvfrom", "receiving_ended", "recvfrom"});
}

TEST_CASE("receive_from: a sender of another family fails with foreign_endpoint") {
    std::string buffer(4, '.');
    script kernel;
    kernel.remote.data()->sa_family = AF_INET6;
    kernel.results["recvfrom"] = {3};
    CHECK(performed(kernel, receive_from(buffer)).error() == errc::foreign_endpoint);
}

TEST_CASE("receive_urgent: returns the byte, or the error if there is none") {
    script kernel;
    kernel.results["recv"] = {1, 0, -EINVAL, -EAGAIN};
    CHECK(performed(kernel, tenon::operation::receive_urgent()));
    CHECK(performed(kernel, tenon::operation::receive_urgent()).error() == errc::end_of_stream);
    CHECK(performed(kernel, tenon::operation::receive_urgent()).error() ==
          std::errc::invalid_argument);
    CHECK(performed(kernel, tenon::operation::receive_urgent()).error() ==
          std::errc::operation_would_block);
    CHECK(kernel.calls_made == calls{"recv", "recv", "recv", "recv"});
    for (const unit::request& each : kernel.requests)
        CHECK((each.flags == tenon::os::out_of_band && each.buffer_size == 1));
}
