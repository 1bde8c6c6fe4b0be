// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <unit/support/scripted.hpp>

#include <string>
#include <vector>

#include <tenon.hpp>

// receive.hpp, receive_exactly.hpp, receive_datagram.hpp and the receiving half of urgent.hpp.

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

TEST_CASE("receive gives the part that was filled, which is empty at the end") {
    std::string buffer(8, '.');
    script told;
    told.answers["recv"] = {3, 0, 0, -ECONNRESET};
    const auto filled = performed(told, receive(buffer)).value();
    CHECK((filled.size() == 3 && filled.data() == mutable_bytes(buffer).data()));
    CHECK(performed(told, receive(buffer)).value().empty());
    CHECK(performed(told, receive(buffer)).value().empty());
    CHECK(performed(told, receive(buffer)).error() == std::errc::connection_reset);
    for (const unit::request& each : told.asked) {
        CHECK((each.descriptor == 7 && each.flags == 0));
        CHECK((each.buffer == mutable_bytes(buffer).data() && each.buffer_size == 8));
    }
}

TEST_CASE("receive and receive_datagram: the flags that they are made with are those of the call") {
    std::string buffer(8, '.');
    script told;
    CHECK(performed(told, receive(buffer, tenon::os::peek)));
    CHECK(told.asked_once("recv").flags == tenon::os::peek);
    CHECK(performed(told, receive_datagram(buffer, tenon::os::peek)));
    CHECK(told.asked_once("recv_datagram").flags == tenon::os::peek);
}

TEST_CASE("peek: MSG_PEEK, and receive: without it") {
    std::string buffer(8, '.');
    const mutable_bytes all = buffer;
    const pieces both{all.first(2), all.after(2)};
    const auto flags_of = [&]<class Protocol>(Protocol, const char* call) {
        script told;
        const unit::scripted_driver driver{unit::scripted(told)};
        tenon::basic_socket<Protocol, tenon::ipv4, tenon::connected, unit::scripted_driver> socket(tenon::unchecked, 7, driver);
        CHECK(socket.peek(buffer));
        CHECK(socket.peek(both));
        CHECK(socket.receive(buffer));
        CHECK(socket.receive(both));
        static_cast<void>(socket.release());
        const auto asked = told.asked_of(call);
        REQUIRE(asked.size() == 4);
        CHECK((asked[0].flags == tenon::os::peek && asked[1].flags == tenon::os::peek));
        CHECK((asked[2].flags == 0 && asked[3].flags == 0));
        for (const unit::request& each : asked)
            CHECK((each.buffer == all.data() && each.buffer_size == 8));
    };
    flags_of(tenon::tcp(), "recv");
    flags_of(tenon::udp(), "recv_datagram");
}

TEST_CASE("receive into pieces gives a count") {
    std::string buffer(8, '.');
    script told;
    told.answers["recv"] = {11};
    const std::size_t count =
        performed(told, tenon::operation::receive<pieces<mutable_bytes, 2>>(pieces{buffer, buffer})).value();
    CHECK(count == 11);
    CHECK(told.asked_once("recv").buffer_size == 16);
    CHECK(told.asked_once("recv").flags == 0);
}

TEST_CASE("receive_exactly calls until all is filled") {
    std::string buffer(6, '.');
    script told;
    told.answers["recv"] = {2, -EINTR, 3, 1};
    const auto filled = performed(told, tenon::operation::receive_exactly<unfilled<>>(unfilled(buffer))).value();
    CHECK((filled.size() == 6 && filled.data() == mutable_bytes(buffer).data()));
    CHECK(told.made.size() == 4);
    const std::ptrdiff_t filled_before[] = {0, 2, 2, 5};
    for (std::size_t index = 0; index != 4; ++index) {
        const unit::request& each = told.asked.at(index);
        CHECK((each.descriptor == 7 && each.flags == tenon::os::wait_all));
        CHECK(each.buffer == mutable_bytes(buffer).data() + filled_before[index]);
        CHECK(each.buffer_size == 6 - static_cast<std::size_t>(filled_before[index]));
    }
}

TEST_CASE("a stream that ends before is an error, and the cursor says how far it came") {
    std::string buffer(6, '.');
    script told;
    told.answers["recv"] = {2, 0};
    unfilled rest(buffer);
    CHECK(performed(told, tenon::operation::receive_exactly<unfilled<>&>(rest)).error() == errc::end_of_stream);
    CHECK((rest.done() == 2 && rest.left() == 4));
}

TEST_CASE("receive_exactly that fails goes on from where its cursor came") {
    std::string buffer(6, '.');
    script told;
    told.answers["recv"] = {2, -ECONNRESET, 4};
    unfilled rest(buffer);
    CHECK(performed(told, tenon::operation::receive_exactly<unfilled<>&>(rest)).error() == std::errc::connection_reset);
    CHECK(rest.done() == 2);
    CHECK(performed(told, tenon::operation::receive_exactly<unfilled<>&>(rest)).value().size() == 6);
    CHECK(rest.empty());
}

TEST_CASE("no space is filled without waiting, and fails on what is no socket") {
    std::string none;
    script told;
    told.answers["type"] = {SOCK_STREAM, -EBADF};
    CHECK(performed(told, tenon::operation::receive_exactly<unfilled<>>(unfilled(none))).value().empty());
    CHECK(performed(told, tenon::operation::receive_exactly<unfilled<>>(unfilled(none))).error() ==
          std::errc::bad_file_descriptor);
    CHECK(told.made == calls{"type", "type"});
}

TEST_CASE("a message is whole, or said to be cut") {
    std::string buffer(4, '.');
    script told;
    told.answers["recv_datagram"] = {3, 4, 5, -EAGAIN, -ENOMEM};
    const auto fits = performed(told, receive_datagram(buffer)).value();
    CHECK((fits.data.size() == 3 && fits.length == 3 && !fits.truncated && !fits.end));
    const auto full = performed(told, receive_datagram(buffer)).value();
    CHECK((full.data.size() == 4 && full.length == 4 && !full.truncated && !full.end));
    const auto cut = performed(told, receive_datagram(buffer)).value();
    CHECK((cut.data.size() == 4 && cut.length == 5 && cut.truncated && !cut.end));
    CHECK(performed(told, receive_datagram(buffer)).error() == std::errc::not_enough_memory);
}

TEST_CASE("a message of pieces is counted, and cut at the buffer of all of them") {
    std::string buffer(4, '.');
    using receive_pieces = tenon::operation::receive_datagram<pieces<mutable_bytes, 2>>;
    script told;
    told.answers["recv_datagram"] = {7, 9};
    const auto fits = performed(told, receive_pieces(pieces{buffer, buffer})).value();
    CHECK((fits.data == 7 && fits.length == 7 && !fits.truncated));
    const auto cut = performed(told, receive_pieces(pieces{buffer, buffer})).value();
    CHECK((cut.data == 8 && cut.length == 9 && cut.truncated));
}

TEST_CASE("an empty message is the end only where the direction is shut and no byte waits") {
    std::string buffer(4, '.');
    script open;
    open.answers["recv_datagram"] = {0};
    CHECK_FALSE(performed(open, receive_datagram(buffer)).value().end);
    CHECK(open.made == calls{"recv_datagram", "receiving_ended"});
    script shut;
    shut.answers["recv_datagram"] = {0};
    shut.answers["receiving_ended"] = {1};
    CHECK(performed(shut, receive_datagram(buffer)).value().end);
    script waiting;
    waiting.answers["recv_datagram"] = {0};
    waiting.answers["receiving_ended"] = {1};
    waiting.answers["available"] = {5};
    CHECK_FALSE(performed(waiting, receive_datagram(buffer)).value().end);
    script failing;
    failing.answers["recv_datagram"] = {0};
    failing.answers["receiving_ended"] = {1};
    failing.answers["available"] = {-EINVAL};
    CHECK(performed(failing, receive_datagram(buffer)).value().end);
}

TEST_CASE("a message and its sender come together") {
    std::string buffer(4, '.');
    script told;
    told.remote = "192.0.2.1:7"_v4;
    told.answers["recvfrom"] = {6, 0, -EIO};
    const auto got = performed(told, receive_from(buffer)).value();
    CHECK((got.data.size() == 4 && got.length == 6 && got.truncated));
    CHECK(got.from == "192.0.2.1:7"_v4);
    const auto empty = performed(told, receive_from(buffer)).value();
    CHECK((empty.data.empty() && empty.length == 0 && !empty.truncated));
    CHECK(performed(told, receive_from(buffer)).error() == std::errc::io_error);
    for (const unit::request& each : told.asked_of("recvfrom")) {
        CHECK((each.descriptor == 7 && each.flags == 0));
        CHECK((each.buffer == mutable_bytes(buffer).data() && each.buffer_size == 4));
    }
}

TEST_CASE("nothing from nobody is an interruption where the direction is shut, else an empty message") {
    using receive_unix = tenon::operation::receive_from<mutable_bytes, tenon::unix_domain::endpoint>;
    std::string buffer(4, '.');
    script told;
    told.remote_size = 0;
    told.answers["recvfrom"] = {0, 0, 3};
    told.answers["receiving_ended"] = {1, 0};
    CHECK(performed(told, receive_unix(buffer)).error() == std::errc::operation_canceled);
    const auto empty = performed(told, receive_unix(buffer)).value();
    CHECK((empty.from.is_unnamed() && empty.length == 0));
    const auto some = performed(told, receive_unix(buffer)).value();
    CHECK((some.from.is_unnamed() && some.length == 3));
    CHECK(told.made == calls{"recvfrom", "receiving_ended", "recvfrom", "receiving_ended", "recvfrom"});
}

TEST_CASE("a sender of another family is an error, not an endpoint") {
    std::string buffer(4, '.');
    script told;
    told.remote.data()->sa_family = AF_INET6;
    told.answers["recvfrom"] = {3};
    CHECK(performed(told, receive_from(buffer)).error() == errc::foreign_endpoint);
}

TEST_CASE("the urgent byte is there, or not yet, or not at all") {
    script told;
    told.answers["recv"] = {1, 0, -EINVAL, -EAGAIN};
    CHECK(performed(told, tenon::operation::receive_urgent()));
    CHECK(performed(told, tenon::operation::receive_urgent()).error() == errc::end_of_stream);
    CHECK(performed(told, tenon::operation::receive_urgent()).error() == std::errc::invalid_argument);
    CHECK(performed(told, tenon::operation::receive_urgent()).error() == std::errc::operation_would_block);
    CHECK(told.made == calls{"recv", "recv", "recv", "recv"});
    for (const unit::request& each : told.asked)
        CHECK((each.flags == tenon::os::out_of_band && each.buffer_size == 1));
}
