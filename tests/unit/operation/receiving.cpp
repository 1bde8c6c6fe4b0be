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
    std::string room(8, '.');
    script told;
    told.answers["recv"] = {3, 0, 0, -ECONNRESET};
    const auto filled = performed(told, receive(room)).value();
    CHECK((filled.size() == 3 && filled.data() == mutable_bytes(room).data()));
    CHECK(performed(told, receive(room)).value().empty());
    CHECK(performed(told, receive(room)).value().empty());
    CHECK(performed(told, receive(room)).error() == std::errc::connection_reset);
}

TEST_CASE("receive into pieces gives a count") {
    std::string room(8, '.');
    script told;
    told.answers["recv"] = {11};
    const std::size_t count = performed(told, tenon::operation::receive<pieces<mutable_bytes, 2>>(pieces{room, room})).value();
    CHECK(count == 11);
}

TEST_CASE("receive_exactly calls until all is filled") {
    std::string room(6, '.');
    script told;
    told.answers["recv"] = {2, -EINTR, 3, 1};
    const auto filled = performed(told, tenon::operation::receive_exactly<unfilled<>>(unfilled(room))).value();
    CHECK((filled.size() == 6 && filled.data() == mutable_bytes(room).data()));
    CHECK(told.made.size() == 4);
}

TEST_CASE("a stream that ends before is an error, and the cursor says how far it came") {
    std::string room(6, '.');
    script told;
    told.answers["recv"] = {2, 0};
    unfilled rest(room);
    CHECK(performed(told, tenon::operation::receive_exactly<unfilled<>&>(rest)).error() == errc::end_of_stream);
    CHECK((rest.done() == 2 && rest.left() == 4));
}

TEST_CASE("receive_exactly that fails goes on from where its cursor came") {
    std::string room(6, '.');
    script told;
    told.answers["recv"] = {2, -ECONNRESET, 4};
    unfilled rest(room);
    CHECK(performed(told, tenon::operation::receive_exactly<unfilled<>&>(rest)).error() == std::errc::connection_reset);
    CHECK(rest.done() == 2);
    CHECK(performed(told, tenon::operation::receive_exactly<unfilled<>&>(rest)).value().size() == 6);
    CHECK(rest.empty());
}

TEST_CASE("no room is filled without waiting, and fails on what is no socket") {
    std::string none;
    script told;
    told.answers["type"] = {SOCK_STREAM, -EBADF};
    CHECK(performed(told, tenon::operation::receive_exactly<unfilled<>>(unfilled(none))).value().empty());
    CHECK(performed(told, tenon::operation::receive_exactly<unfilled<>>(unfilled(none))).error() ==
          std::errc::bad_file_descriptor);
    CHECK(told.made == calls{"type", "type"});
}

TEST_CASE("a message is whole, or said to be cut") {
    std::string room(4, '.');
    script told;
    told.answers["recv_datagram"] = {3, 4, 5, -EAGAIN, -ENOMEM};
    const auto fits = performed(told, receive_datagram(room)).value();
    CHECK((fits.data.size() == 3 && fits.length == 3 && !fits.truncated && !fits.end));
    const auto full = performed(told, receive_datagram(room)).value();
    CHECK((full.data.size() == 4 && full.length == 4 && !full.truncated && !full.end));
    const auto cut = performed(told, receive_datagram(room)).value();
    CHECK((cut.data.size() == 4 && cut.length == 5 && cut.truncated && !cut.end));
    CHECK(performed(told, receive_datagram(room)).error() == std::errc::not_enough_memory);
}

TEST_CASE("a message of pieces is counted, and cut at the room of all of them") {
    std::string room(4, '.');
    using receive_pieces = tenon::operation::receive_datagram<pieces<mutable_bytes, 2>>;
    script told;
    told.answers["recv_datagram"] = {7, 9};
    const auto fits = performed(told, receive_pieces(pieces{room, room})).value();
    CHECK((fits.data == 7 && fits.length == 7 && !fits.truncated));
    const auto cut = performed(told, receive_pieces(pieces{room, room})).value();
    CHECK((cut.data == 8 && cut.length == 9 && cut.truncated));
}

TEST_CASE("an empty message is the end only where the direction is shut and no byte waits") {
    std::string room(4, '.');
    script open;
    open.answers["recv_datagram"] = {0};
    CHECK_FALSE(performed(open, receive_datagram(room)).value().end);
    CHECK(open.made == calls{"recv_datagram", "receiving_ended"});
    script shut;
    shut.answers["recv_datagram"] = {0};
    shut.answers["receiving_ended"] = {1};
    CHECK(performed(shut, receive_datagram(room)).value().end);
    script waiting;
    waiting.answers["recv_datagram"] = {0};
    waiting.answers["receiving_ended"] = {1};
    waiting.answers["available"] = {5};
    CHECK_FALSE(performed(waiting, receive_datagram(room)).value().end);
    script failing;
    failing.answers["recv_datagram"] = {0};
    failing.answers["receiving_ended"] = {1};
    failing.answers["available"] = {-EINVAL};
    CHECK(performed(failing, receive_datagram(room)).value().end);
}

TEST_CASE("a message and its sender come together") {
    std::string room(4, '.');
    script told;
    told.remote = "192.0.2.1:7"_v4;
    told.answers["recvfrom"] = {6, 0, -EIO};
    const auto got = performed(told, receive_from(room)).value();
    CHECK((got.data.size() == 4 && got.length == 6 && got.truncated));
    CHECK(got.from == "192.0.2.1:7"_v4);
    const auto empty = performed(told, receive_from(room)).value();
    CHECK((empty.data.empty() && empty.length == 0 && !empty.truncated));
    CHECK(performed(told, receive_from(room)).error() == std::errc::io_error);
}

TEST_CASE("nothing from nobody is an interruption where the direction is shut, else an empty message") {
    using receive_unix = tenon::operation::receive_from<mutable_bytes, tenon::local::endpoint>;
    std::string room(4, '.');
    script told;
    told.remote_size = 0;
    told.answers["recvfrom"] = {0, 0, 3};
    told.answers["receiving_ended"] = {1, 0};
    CHECK(performed(told, receive_unix(room)).error() == std::errc::operation_canceled);
    const auto empty = performed(told, receive_unix(room)).value();
    CHECK((empty.from.is_unnamed() && empty.length == 0));
    const auto some = performed(told, receive_unix(room)).value();
    CHECK((some.from.is_unnamed() && some.length == 3));
    CHECK(told.made == calls{"recvfrom", "receiving_ended", "recvfrom", "receiving_ended", "recvfrom"});
}

TEST_CASE("a sender of another family is an error, not an endpoint") {
    std::string room(4, '.');
    script told;
    told.remote.data()->sa_family = AF_INET6;
    told.answers["recvfrom"] = {3};
    CHECK(performed(told, receive_from(room)).error() == errc::foreign_endpoint);
}

TEST_CASE("the urgent byte is there, or not yet, or not at all") {
    script told;
    told.answers["recv"] = {1, 0, -EINVAL, -EAGAIN};
    CHECK(performed(told, tenon::operation::receive_urgent()));
    CHECK(performed(told, tenon::operation::receive_urgent()).error() == errc::end_of_stream);
    CHECK(performed(told, tenon::operation::receive_urgent()).error() == std::errc::invalid_argument);
    CHECK(performed(told, tenon::operation::receive_urgent()).error() == std::errc::operation_would_block);
    CHECK(told.made == calls{"recv", "recv", "recv", "recv"});
}
