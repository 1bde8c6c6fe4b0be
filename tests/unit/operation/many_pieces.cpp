// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <climits>
#include <string>
#include <vector>

#include <tenon.hpp>

// More pieces than one call takes: an error, or sent whole; never cut.

using namespace tenon;
using namespace tenon::literals;

namespace {

constexpr std::size_t too_many = IOV_MAX + 1;

/// Views of each byte of a text, with empty ones between them.
template <class View>
std::vector<View> bytes_of(std::string& text) {
    std::vector<View> views;
    for (std::size_t index = 0; index != text.size(); ++index) {
        views.push_back(View(text).after(index).first(1));
        views.push_back(View());
    }
    return views;
}

std::string numbered(std::size_t size) {
    std::string text(size, ' ');
    for (std::size_t index = 0; index != size; ++index)
        text[index] = static_cast<char>('a' + index % 26);
    return text;
}

}  // namespace

TEST_CASE("send and receive refuse more pieces than the system takes, and nothing is lost") {
    auto [near, far] = tenon::connected_pair<stream, unix_domain>().value();
    std::string text = numbered(too_many);
    std::vector<const_bytes> views(too_many, const_bytes(text).first(1));
    CHECK(near.send(views).error() == std::errc::message_size);
    CHECK(far.available().value() == 0);
    views.resize(IOV_MAX);
    CHECK(near.send(views).value() == IOV_MAX);
    std::vector<mutable_bytes> buffers(too_many, mutable_bytes(text).first(1));
    CHECK(far.receive(buffers).error() == std::errc::message_size);
    CHECK(far.peek(buffers).error() == std::errc::message_size);
    CHECK(far.available().value() == IOV_MAX);
}

TEST_CASE("a message of more pieces than the system takes is refused whole") {
    auto [near, far] = tenon::connected_pair<datagram, unix_domain>().value();
    std::string text = numbered(too_many);
    const std::vector<const_bytes> views(too_many, const_bytes(text).first(1));
    CHECK(near.send(views).error() == std::errc::message_size);
    auto one = tenon::bind<udp>("127.0.0.1:0"_v4).value();
    auto other = tenon::open<udp, ipv4>().value();
    CHECK(other.send_to(views, one.local_endpoint().value()).error() == std::errc::message_size);
    const std::vector<mutable_bytes> buffers(too_many, mutable_bytes(text).first(1));
    CHECK(near.send("x"_bytes));
    CHECK(far.receive(buffers).error() == std::errc::message_size);
    CHECK(other.send_to("x"_bytes, one.local_endpoint().value()));
    CHECK(one.receive_from(buffers).error() == std::errc::message_size);
}

TEST_CASE("send_all and receive_exactly take any number of pieces, empty ones among them") {
    auto [near, far] = tenon::connected_pair<stream, unix_domain>().value();
    std::string text = numbered(3 * too_many);
    std::string came(text.size(), '.');
    const std::vector<const_bytes> views = bytes_of<const_bytes>(text);
    const std::vector<mutable_bytes> buffers = bytes_of<mutable_bytes>(came);
    CHECK(near.send_all(views));
    CHECK(far.receive_exactly(buffers).value() == text.size());
    CHECK(came == text);
}

TEST_CASE("pieces by value are sent and filled, one after the other") {
    auto [near, far] = tenon::connected_pair<stream, unix_domain>().value();
    std::string first(2, '.');
    std::string second(3, '.');
    CHECK(near.send(pieces{"ab"_bytes, ""_bytes, "cde"_bytes}).value() == 5);
    CHECK(far.peek(pieces{second, first}).value() == 5);
    CHECK((second == "abc" && first == "de"));
    CHECK(far.receive(pieces{first, second}).value() == 5);
    CHECK((first == "ab" && second == "cde"));
    CHECK(near.send_all(pieces{first, second}));
    unfilled rest(pieces{first, second});
    CHECK(far.receive_exactly(rest).value() == 5);
    CHECK(rest.empty());
}
