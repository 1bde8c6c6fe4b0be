// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <climits>
#include <string>
#include <vector>

#include <tenon.hpp>

// Lists of more pieces than one system call takes: they are refused or transferred whole, never
// truncated.

using namespace tenon;
using namespace tenon::literals;

namespace {

constexpr std::size_t too_many = IOV_MAX + 1;

/// Returns a view of each byte of a text, each followed by an empty view.
template <class View>
std::vector<View> bytes_of(std::string& text) {
    std::vector<View> views;
    for (std::size_t index = 0; index != text.size(); ++index) {
        views.push_back(View(text).after(index).first(1));
        views.push_back(View());
    }
    return views;
}

std::string text_of_size(std::size_t size) {
    std::string text(size, ' ');
    for (std::size_t index = 0; index != size; ++index)
        text[index] = static_cast<char>('a' + index % 26);
    return text;
}

}  // namespace

TEST_CASE("send, receive: more pieces than the system takes are refused and no data is lost") {
    auto [local, peer] = tenon::connected_pair<stream, unix_domain>().value();
    std::string text = text_of_size(too_many);
    std::vector<const_bytes> views(too_many, const_bytes(text).first(1));
    CHECK(local.send(views).error() == std::errc::message_size);
    CHECK(peer.available().value() == 0);
    views.resize(IOV_MAX);
    CHECK(local.send(views).value() == IOV_MAX);
    std::vector<mutable_bytes> buffers(too_many, mutable_bytes(text).first(1));
    CHECK(peer.receive(buffers).error() == std::errc::message_size);
    CHECK(peer.peek(buffers).error() == std::errc::message_size);
    CHECK(peer.available().value() == IOV_MAX);
}

TEST_CASE(
    "send, send_to, receive, receive_from: a message of more pieces than the system takes is refused whole") {
    auto [local, peer] = tenon::connected_pair<datagram, unix_domain>().value();
    std::string text = text_of_size(too_many);
    const std::vector<const_bytes> views(too_many, const_bytes(text).first(1));
    CHECK(local.send(views).error() == std::errc::message_size);
    auto receiver = tenon::bind<udp>("127.0.0.1:0"_v4).value();
    auto sender = tenon::open<udp, ipv4>().value();
    CHECK(sender.send_to(views, receiver.local_endpoint().value()).error() ==
          std::errc::message_size);
    const std::vector<mutable_bytes> buffers(too_many, mutable_bytes(text).first(1));
    CHECK(local.send("x"_bytes));
    CHECK(peer.receive(buffers).error() == std::errc::message_size);
    CHECK(sender.send_to("x"_bytes, receiver.local_endpoint().value()));
    CHECK(receiver.receive_from(buffers).error() == std::errc::message_size);
}

TEST_CASE("send_all, receive_exactly: take any number of pieces, including empty ones") {
    auto [local, peer] = tenon::connected_pair<stream, unix_domain>().value();
    std::string text = text_of_size(3 * too_many);
    std::string received(text.size(), '.');
    const std::vector<const_bytes> views = bytes_of<const_bytes>(text);
    const std::vector<mutable_bytes> buffers = bytes_of<mutable_bytes>(received);
    CHECK(local.send_all(views));
    CHECK(peer.receive_exactly(buffers).value() == text.size());
    CHECK(received == text);
}

TEST_CASE("pieces: several views by value are sent and filled in their order") {
    auto [local, peer] = tenon::connected_pair<stream, unix_domain>().value();
    std::string first(2, '.');
    std::string second(3, '.');
    CHECK(local.send(pieces{"ab"_bytes, ""_bytes, "cde"_bytes}).value() == 5);
    CHECK(peer.peek(pieces{second, first}).value() == 5);
    CHECK((second == "abc" && first == "de"));
    CHECK(peer.receive(pieces{first, second}).value() == 5);
    CHECK((first == "ab" && second == "cde"));
    CHECK(local.send_all(pieces{first, second}));
    unfilled rest(pieces{first, second});
    CHECK(peer.receive_exactly(rest).value() == 5);
    CHECK(rest.empty());
}
