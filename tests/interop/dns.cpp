// SPDX-License-Identifier: BSL-1.0

// DNS over TCP (RFC 7766): dig(1) asks a server of this test, and a client of this test asks
// dnsmasq(8).

#include <support/catch.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "program.hpp"
#include "ways.hpp"

using namespace interop;
using namespace std::string_literals;
using namespace std::string_view_literals;
using tenon::dns_over_tcp;
using tenon::tcp;

namespace {

using protocol = tenon::framed<dns_over_tcp, tcp>;

constexpr std::uint16_t a = 1;
constexpr std::uint16_t soa = 6;
constexpr std::uint16_t txt = 16;
constexpr std::size_t header_size = 12;

std::string number(std::size_t value) {
    return {static_cast<char>(value >> 8), static_cast<char>(value & 0xFF)};
}
std::uint16_t number_at(std::string_view message, std::size_t at) {
    return static_cast<std::uint16_t>(static_cast<unsigned char>(message.at(at)) << 8 |
                                      static_cast<unsigned char>(message.at(at + 1)));
}
/// A name, label by label (RFC 1035, section 3.1).
std::string encoded_name(std::string_view name) {
    std::string all;
    while (!name.empty()) {
        const std::string_view label = name.substr(0, name.find('.'));
        all += static_cast<char>(label.size());
        all += label;
        name.remove_prefix(std::min(name.size(), label.size() + 1));
    }
    return all + '\0';
}
/// A resource record of the name that is asked for (section 4.1.3).
std::string record(std::uint16_t type, std::string_view data) {
    return "\xC0\x0C"s + number(type) + number(1) + std::string("\0\0\0\x3C"sv) +
           number(data.size()) + std::string(data);
}
std::string query(std::uint16_t id, std::string_view name, std::uint16_t type) {
    return number(id) + std::string("\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00"sv) +
           encoded_name(name) + number(type) + number(1);
}
/// The answer to a query, with these records.
std::string response(std::string_view query, const std::vector<std::string>& records) {
    const std::size_t question = query.find('\0', header_size) + 5 - header_size;
    std::string all = std::string(query.substr(0, 2)) + "\x84"s + std::string("\0\0\1"sv) +
                      number(records.size()) + std::string("\0\0\0\0"sv) +
                      std::string(query.substr(header_size, question));
    for (const std::string& each : records)
        all += each;
    return all;
}

/// dig(1), which asks the listener.
template <class Listener>
class dig {
public:
    dig(const Listener& listener, const std::vector<std::string>& asked)
        : dig_(words(std::to_string(listener.local_endpoint().value().port()), asked)) {}

    /// Returns what dig prints.
    [[nodiscard]] std::string printed() {
        const std::string all = dig_.read();
        return dig_.wait() == 0 ? all : "dig has failed: " + all;
    }

private:
    static std::vector<std::string> words(const std::string& port,
                                          const std::vector<std::string>& asked) {
        std::vector<std::string> all = {"dig",  "-r",     "@127.0.0.1", "-p",       port,
                                        "+tcp", "+short", "+tries=1",   "+time=10", "+keepopen"};
        all.insert(all.end(), asked.begin(), asked.end());
        return all;
    }

    program dig_;
};

/// dnsmasq(8), which answers with what its configuration has.
class dnsmasq {
public:
    dnsmasq() {
        std::string text =
            "no-resolv\nno-hosts\nbind-interfaces\nlisten-address=127.0.0.1\n"
            "pid-file=\nuser=root\naddress=/example.test/192.0.2.7\n"
            "port=" +
            std::to_string(port_) + "\n";
        for (int count = 0; count != 20; ++count)
            text +=
                "txt-record=large.test," + std::string(200, static_cast<char>('a' + count)) + "\n";
        server_.emplace(std::vector<std::string>{
            "dnsmasq", "-k", "--conf-file=" + files_.write("dnsmasq.conf", text)});
    }
    [[nodiscard]] tenon::ipv4::endpoint endpoint() const { return at_loopback(port_); }
    [[nodiscard]] bool is_ready() const { return is_listening(*server_, endpoint()); }

private:
    folder files_;
    std::uint16_t port_ = next_port();
    std::optional<program> server_;
};

}  // namespace

TEMPLATE_TEST_CASE("dns over tcp: dig receives the answers of a server", "", blockingly,
                   in_a_loop) {
    if (const std::string missing = missing_for({"dig"}); !missing.empty())
        SKIP_TEST(missing);
    TestType way;
    auto listener = tenon::listen<protocol>(way.driver(), at_loopback(0)).value();
    dig asking(listener, {"one.test", "A", "two.test", "A"});
    auto peer = way(listener.accept(soon)).value();
    // Both questions on one connection, one after the other.
    for (const std::string_view name : {"one.test", "two.test"}) {
        INFO(name);
        const std::string asked = next_message(way, peer);
        REQUIRE(asked.size() > header_size);
        CHECK(asked.substr(header_size).starts_with(encoded_name(name) + number(a) + number(1)));
        const std::string answer =
            response(asked, {record(a, name == "one.test" ? "\xC0\0\2\1"sv : "\xC0\0\2\2"sv)});
        CHECK(way(peer.send(answer, soon)).value() == answer.size());
    }
    CHECK(next_message(way, peer) == "the end");
    CHECK(asking.printed() == "192.0.2.1\n192.0.2.2\n");
}

TEMPLATE_TEST_CASE("dns over tcp: dig receives the longest message", "", blockingly, in_a_loop) {
    if (const std::string missing = missing_for({"dig"}); !missing.empty())
        SKIP_TEST(missing);
    TestType way;
    auto listener = tenon::listen<protocol>(way.driver(), at_loopback(0)).value();
    dig asking(listener, {"large.test", "TXT"});
    auto peer = way(listener.accept(soon)).value();
    const std::string asked = next_message(way, peer);
    REQUIRE(asked.size() > header_size);
    std::vector<std::string> records;
    std::string expected;
    const auto add = [&](std::size_t size) {
        const std::string text(size, static_cast<char>('a' + records.size() % 26));
        records.push_back(record(txt, static_cast<char>(size) + text));
        expected += '"' + text + "\"\n";
    };
    std::size_t left = dns_over_tcp::limit - response(asked, {}).size();
    const std::size_t beside_text = record(txt, "").size() + 1;
    for (; left > 2 * (beside_text + 255); left -= beside_text + 255)
        add(255);
    add(left / 2 - beside_text);
    add(left - left / 2 - beside_text);
    const std::string answer = response(asked, records);
    REQUIRE(answer.size() == dns_over_tcp::limit);
    CHECK(way(peer.send(answer + "x", soon)).error() == tenon::errc::message_too_long);
    CHECK(way(peer.send(answer, soon)).value() == dns_over_tcp::limit);
    // dig prints records in the order of their data.
    CHECK(asking.printed().size() == expected.size());
}

TEMPLATE_TEST_CASE("dns over tcp: dig receives a zone of several messages", "", blockingly,
                   in_a_loop) {
    if (const std::string missing = missing_for({"dig"}); !missing.empty())
        SKIP_TEST(missing);
    TestType way;
    auto listener = tenon::listen<protocol>(way.driver(), at_loopback(0)).value();
    dig asking(listener, {"zone.test", "AXFR"});
    auto peer = way(listener.accept(soon)).value();
    const std::string asked = next_message(way, peer);
    REQUIRE(asked.size() > header_size);
    // The zone begins and ends with its start of authority (RFC 5936).
    const std::string start =
        record(soa, std::string("\xC0\x0C\xC0\x0C", 4) + std::string(19, '\0') + "\1");
    REQUIRE(way(peer.send(response(asked, {start}), soon)));
    std::string expected = "zone.test. zone.test. 0 0 0 0 1\n";
    for (char last = 1; last != 101; ++last) {
        REQUIRE(way(peer.send(response(asked, {record(a, "\xC0\0\2"s + last)}), soon)));
        expected += "192.0.2." + std::to_string(last) + "\n";
    }
    REQUIRE(way(peer.send(response(asked, {start}), soon)));
    CHECK(asking.printed() == expected + "zone.test. zone.test. 0 0 0 0 1\n");
}

TEMPLATE_TEST_CASE("dns over tcp: dnsmasq answers a client", "", blockingly, in_a_loop) {
    if (const std::string missing = missing_for_root({"dnsmasq"}); !missing.empty())
        SKIP_TEST(missing);
    TestType way;
    const dnsmasq server;
    REQUIRE(server.is_ready());
    auto client = way(tenon::connect<protocol>(way.driver(), server.endpoint(), soon)).value();
    // Several queries before the first answer (RFC 7766, section 6.2.1.1).
    for (std::uint16_t id = 1; id != 11; ++id)
        REQUIRE(way(client.send(query(id, "example.test", a), soon)));
    for (std::uint16_t id = 1; id != 11; ++id) {
        const std::string answer = next_message(way, client);
        REQUIRE(answer.size() > header_size);
        CHECK(number_at(answer, 0) == id);
        CHECK(number_at(answer, 6) == 1);
        CHECK(answer.ends_with("\0\x04\xC0\0\2\7"sv));
    }
    // An answer that is too large for UDP, received into a buffer that is too small, and again.
    const std::string large = query(77, "large.test", txt);
    std::string buffer(100, '\0');
    REQUIRE(way(client.send(large, soon)));
    const auto received = way(client.receive(buffer, soon));
    REQUIRE(received);
    CHECK(received->truncated);
    REQUIRE(way(client.send(large, soon)));
    const std::string answer = next_message(way, client);
    CHECK(answer.size() == received->length);
    CHECK(answer.size() > 20 * 200);
    CHECK(number_at(answer, 0) == 77);
    CHECK(number_at(answer, 6) == 20);
    for (char letter = 'a'; letter != 'u'; ++letter)
        CHECK(answer.find(std::string(200, letter)) != std::string::npos);
    // dnsmasq answers what it does not know, too.
    REQUIRE(way(client.send(query(78, "unknown.test", a), soon)));
    const std::string refused = next_message(way, client);
    REQUIRE(refused.size() >= header_size);
    CHECK(number_at(refused, 0) == 78);
    CHECK((number_at(refused, 2) & 15) != 0);
    auto ended = way(std::move(client).shutdown_send(soon)).value();
    CHECK(next_message(way, ended) == "the end");
}
