// SPDX-License-Identifier: BSL-1.0

// Instantiates the members that a program can use: each operation in each of its forms, on pairs of
// each socket type, in every state, under every driver; the verbs, the options, the values. It is
// compiled with warnings and not run.

#include "every_header.hpp"

#include <array>
#include <chrono>
#include <span>
#include <sstream>
#include <string>
#include <system_error>
#include <type_traits>
#include <unordered_set>
#include <utility>

#include <support/options/list.hpp>
#include <support/pairs.hpp>

using namespace tenon::literals;

// A category of a user, as in docs/errors.md.
enum class proxy_errc {
    refused_by_rule = 1,
    address_not_supported = 8
};

inline const std::error_category& proxy_category() {
    struct category final : std::error_category {
        const char* name() const noexcept override { return "example.proxy"; }
        std::string message(int number) const override {
            return "the proxy answered " + std::to_string(number);
        }
    };
    static const category& instance =
        *new category;  // never destroyed: an error may outlast the static objects
    [[maybe_unused]] static const tenon::result<void> registered =
        tenon::register_category(instance);
    return instance;
}

inline std::error_code make_error_code(proxy_errc error) {
    return {static_cast<int>(error), proxy_category()};
}

template <>
struct std::is_error_code_enum<proxy_errc> : std::true_type {};

// All members of the class templates that several headers use.
template class tenon::result<int>;
template class tenon::result<std::string>;
template class tenon::basic_stop_source<tenon::os::native>;
template class tenon::basic_stop_source<tenon::os::faulty>;
template class tenon::ip_network<tenon::ipv4_address>;
template class tenon::ip_network<tenon::ipv6_address>;
template class tenon::address_range<tenon::ipv4_address>;
template class tenon::address_range<tenon::ipv6_address>;
template class tenon::basic_blocking<tenon::os::faulty>;
template class tenon::basic_nonblocking<tenon::os::faulty>;

namespace {

#ifdef OPTIMIZED
// Optimised code takes ten times as long to compile; therefore less of it is instantiated.
using drivers = support::types<tenon::blocking>;
using states = support::types<tenon::listening, tenon::connected>;
using pairs = support::types<support::pair<tenon::tcp, tenon::ipv4>>;
#else
using drivers = support::drivers;
using states = support::states;
using pairs =
    support::types<support::pair<tenon::tcp, tenon::ipv4>, support::pair<tenon::udp, tenon::any_ip>,
                   support::pair<tenon::seqpacket, tenon::unix_domain>,
                   support::pair<tenon::raw_ip<89>, tenon::ipv6>>;
#endif

// Evaluates an expression if it compiles. Other tests check that the other expressions are refused.
#define USE(...)                             \
    if constexpr (requires { __VA_ARGS__; }) \
    static_cast<void>(__VA_ARGS__)

/// The arguments for the operations of a socket.
template <class Endpoint>
struct arguments {
    const Endpoint& endpoint;
    tenon::const_bytes data;
    tenon::mutable_bytes buffer;
    tenon::pieces<tenon::const_bytes, 2> two = tenon::pieces{data, data};
    tenon::pieces<tenon::mutable_bytes, 2> two_buffers = tenon::pieces{buffer, buffer};
    std::span<const tenon::const_bytes> some{two.data(), two.size()};
    std::span<const tenon::mutable_bytes> some_buffers{two_buffers.data(), two_buffers.size()};
};

/// The operations that can wait, with limits.
template <class Socket, class Arguments, class... Limits>
void use_operations(Socket& socket, const Arguments& with, const Limits&... limits) {
    USE(socket.accept(limits...));
    USE(socket.accept_from(limits...));
    USE(std::move(socket).connect(with.endpoint, limits...));
    USE(std::move(socket).finish(limits...));
    USE(socket.send(with.data, limits...));
    USE(socket.send(with.two, limits...));
    USE(socket.send(with.some, limits...));
    USE(socket.send_to(with.data, with.endpoint, limits...));
    USE(socket.send_to(with.two, with.endpoint, limits...));
    USE(socket.receive(with.buffer, limits...));
    USE(socket.receive(with.two_buffers, limits...));
    USE(socket.receive(with.some_buffers, limits...));
    USE(socket.receive_from(with.buffer, limits...));
    USE(socket.receive_from(with.two_buffers, limits...));
    USE(socket.peek(with.buffer, limits...));
    USE(socket.peek(with.two_buffers, limits...));
    USE(socket.send_urgent(std::byte(), limits...));
    if constexpr (requires { socket.send_all(with.data, limits...); }) {
        tenon::unsent rest(with.data);
        tenon::unsent rest_of_two(with.two);
        static_cast<void>(socket.send_all(with.data, limits...));
        static_cast<void>(socket.send_all(with.two, limits...));
        static_cast<void>(socket.send_all(with.some, limits...));
        static_cast<void>(socket.send_all(rest, limits...));
        static_cast<void>(socket.send_all(rest_of_two, limits...));
    }
    if constexpr (requires { socket.receive_exactly(with.buffer, limits...); }) {
        tenon::unfilled rest(with.buffer);
        tenon::unfilled rest_of_two(with.two_buffers);
        static_cast<void>(socket.receive_exactly(with.buffer, limits...));
        static_cast<void>(socket.receive_exactly(with.two_buffers, limits...));
        static_cast<void>(socket.receive_exactly(with.some_buffers, limits...));
        static_cast<void>(socket.receive_exactly(rest, limits...));
        static_cast<void>(socket.receive_exactly(rest_of_two, limits...));
    }
    USE(tenon::wait_any(tenon::readable, socket, limits...));
    USE(tenon::wait_any(tenon::writable, socket, limits...));
}

template <class Socket, class Arguments>
void use_transitions(Socket& socket, const Arguments& with) {
    using family = typename Socket::family_type;
    USE(std::move(socket).bind(with.endpoint));
    USE(std::move(socket).listen());
    USE(std::move(socket).disconnect());
    USE(std::move(socket).shutdown_send());
    USE(std::move(socket).shutdown_receive());
    USE(std::move(socket).split());
    USE(std::move(socket).template become<typename Socket::protocol_type, tenon::opened>());
    USE(socket.duplicate());
    USE(socket.shutdown());
    USE(socket.receive_urgent());
    USE(socket.at_mark());
    USE(socket.local_endpoint());
    USE(socket.remote_endpoint());
    USE(socket.available());
    if constexpr (requires { socket.begin(); })
        for (const auto& each : socket)
            static_cast<void>(each);
    if constexpr (tenon::has_groups<family> &&
                  tenon::connectionless<typename Socket::protocol_type>) {
        using group = typename family::group;
        const group every = *group::parse("");
        const tenon::source_of<group> source{};
        static_cast<void>(socket.join_group(every));
        static_cast<void>(socket.join_group(every, source));
        static_cast<void>(socket.leave_group(every));
        static_cast<void>(socket.leave_group(every, source));
        static_cast<void>(socket.block_source(every, source));
        static_cast<void>(socket.unblock_source(every, source));
    }
    static_cast<void>(socket.close());
}

template <class Pair>
void use_pair(const tenon::stop_token& stop) {
    using protocol = typename Pair::protocol;
    using family = typename Pair::family;
    using endpoint_type = typename family::endpoint;
    std::array<std::byte, 16> bytes{};
    const endpoint_type endpoint{};
    const arguments<endpoint_type> with{.endpoint = endpoint, .data = bytes, .buffer = bytes};
    drivers::for_each([&]<class Driver>() {
        states::for_each([&]<class State>() {
            tenon::basic_socket<protocol, family, State, Driver> socket;
            use_operations(socket, with);
            if constexpr (tenon::waits<Driver>)
                use_operations(socket, with, tenon::within(std::chrono::seconds(1)),
                               tenon::until(std::chrono::steady_clock::now()), stop);
            use_transitions(socket, with);
        });
        const Driver driver;
        USE(tenon::open<protocol, family>(driver));
        USE(tenon::bind<protocol>(driver, endpoint));
        USE(tenon::listen<protocol>(driver, endpoint, tenon::backlog(1)));
        USE(tenon::connect<protocol>(driver, endpoint));
        USE(tenon::connected_pair<protocol, family>(driver));
        USE(tenon::adopt<protocol, family, tenon::connected>(driver, tenon::os::no_descriptor));
    });
    USE(tenon::connect<protocol>(endpoint, tenon::options::send_buffer_size(1),
                                 tenon::within(std::chrono::seconds(1))));
    static_cast<void>(tenon::endpoint_from<endpoint_type>(endpoint.data(), endpoint.size()));
}

#ifndef OPTIMIZED
/// Each option of the list, on each of the pairs that has it.
template <class... Pairs>
struct options_on {
    template <class Option>
    void operator()(const listing::option_case<Option>& each) const {
        (use<Pairs>(each), ...);
    }
    static void section(const char*, const char*) {}

private:
    template <class Pair, class Option>
    static void use(const listing::option_case<Option>& each) {
        tenon::basic_socket<typename Pair::protocol, typename Pair::family, tenon::opened,
                            tenon::blocking>
            socket;
        USE(socket.get(Option()));
        USE(socket.template get<Option>());
        for (const auto& sample : each.samples)
            USE(socket.set(Option(sample)));
    }
};
#endif

template <class Value>
void use_value(const Value& value) {
    std::ostringstream out;
    out << value;
    static_cast<void>(to_string(value));
    static_cast<void>(tenon::parse<Value>(out.str()));
    std::unordered_set<Value> all;
    all.insert(value);
    static_cast<void>(value == value);
    static_cast<void>(value < value);
}

void use_values() {
    use_value("127.0.0.1"_v4_address);
    use_value("224.0.0.1"_v4_group);
    use_value("10.0.0.0/8"_v4_network);
    use_value("127.0.0.1:80"_v4);
    use_value("::1"_v6_address);
    use_value("ff02::1"_v6_group);
    use_value("2001:db8::/32"_v6_network);
    use_value("[::1]:80"_v6);
    use_value(tenon::any_ip::address("::1"_v6_address));
    use_value(tenon::any_ip::endpoint("127.0.0.1:80"_v4));
    use_value("@name"_unix);
    static_cast<void>(tenon::interfaces());
    static_cast<void>(tenon::find_interface("lo"));
}

void use_results() {
    tenon::result<int> number = 1;
    const auto doubled =
        number.transform([](int value) { return value * 2; })
            .and_then([](int value) { return tenon::result<std::string>(std::to_string(value)); })
            .or_else([](std::error_code why) {
                return tenon::result<std::string>(tenon::failure(why));
            });
    static_cast<void>(doubled.value_or("none"));
    static_cast<void>(number.value_or(7));
    static_cast<void>(tenon::value(number));
    tenon::result<void> nothing = tenon::failure(tenon::errc::wrong_state);
    static_cast<void>(nothing.transform([] { return 1; }));
    static_cast<void>(nothing.error().message());
    nothing = tenon::failure(proxy_errc::refused_by_rule);
    static_cast<void>(nothing.error() == proxy_errc::refused_by_rule);
}

void use_messages() {
    alignas(8) std::array<std::byte, 64> bytes{};
    tenon::os::control_writer writer(bytes);
    static_cast<void>(writer.add(0, 0, tenon::const_bytes()));
    tenon::os::control_reader reader(writer.written());
    tenon::os::control_item item;
    static_cast<void>(reader.next(item));
    tenon::os::message<tenon::const_bytes> sent;
    tenon::os::message<tenon::mutable_bytes> received;
    static_cast<void>(tenon::os::native::sendmsg(tenon::os::no_descriptor, sent, 0));
    static_cast<void>(tenon::os::native::recvmsg(tenon::os::no_descriptor, received, 0));
    std::array<tenon::os::batched_message<tenon::const_bytes>, 2> batch{};
    std::array<tenon::os::batched_message<tenon::mutable_bytes>, 2> received_batch{};
    static_cast<void>(tenon::os::native::sendmmsg(tenon::os::no_descriptor, batch, 0));
    static_cast<void>(tenon::os::native::recvmmsg(tenon::os::no_descriptor, received_batch, 0));
}

}  // namespace

int main() {
    const tenon::stop_source source;
    const tenon::stop_token stop = source.token();
    pairs::for_each([&]<class Pair>() { use_pair<Pair>(stop); });
#ifndef OPTIMIZED
    options_on<support::pair<tenon::tcp, tenon::ipv4>> visitor;
    listing::visit_all(visitor);
#endif
    use_values();
    use_results();
    use_messages();
}
