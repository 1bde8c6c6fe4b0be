// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <unit/support/descriptors.hpp>
#include <unit/support/recording.hpp>

#include <string>
#include <vector>

#include <tenon.hpp>

using namespace tenon::literals;
using tenon::backlog;
using tenon::stream;
using tenon::tcp;
using tenon::unix_domain;
using unit::recording;
using unit::recording_driver;
using calls = std::vector<std::string>;
namespace options = tenon::options;
namespace os = tenon::os;

namespace {

const std::string default_listen = "listen " + std::to_string(os::longest_backlog);

}  // namespace

TEST_CASE(
    "listen: on IP sets SO_REUSEADDR, then the options in their order, then binds and listens") {
    calls recorded;
    const recording_driver driver{recording(recorded)};
    auto listener = tenon::listen<tcp>(driver, "127.0.0.1:0"_v4, options::receive_buffer_size{4096},
                                       options::no_delay{true})
                        .value();
    CHECK(recorded == calls{"socket", "set_reuse_address", "receive_buffer_size", "no_delay",
                            "bind", default_listen});
    CHECK(listener.get(options::reuse_address{}).value());
    recorded.clear();
    const auto ipv6_listener = tenon::listen<tcp>(driver, "[::1]:0"_v6).value();
    CHECK(recorded == calls{"socket", "v6_only", "set_reuse_address", "bind", default_listen});
    recorded.clear();
    const auto unix_listener = tenon::listen<stream>(driver, unix_domain::unnamed()).value();
    CHECK(recorded == calls{"socket", "bind", default_listen});
}

TEST_CASE("listen: the option reuse_address{false} overrides the default") {
    auto listener = tenon::listen<tcp>("127.0.0.1:0"_v4, options::reuse_address{false}).value();
    CHECK_FALSE(listener.get(options::reuse_address{}).value());
}

TEST_CASE("listen: a backlog may be anywhere among the options, the last one counts") {
    calls recorded;
    const recording_driver driver{recording(recorded)};
    CHECK(tenon::listen<tcp>(driver, "127.0.0.1:0"_v4, options::no_delay{true}, backlog(7),
                             options::send_buffer_size{4096}));
    CHECK(recorded == calls{"socket", "set_reuse_address", "no_delay", "send_buffer_size", "bind",
                            "listen 7", "close"});
    recorded.clear();
    CHECK(tenon::listen<tcp>(driver, "127.0.0.1:0"_v4, backlog(7), backlog(8)));
    CHECK(recorded == calls{"socket", "set_reuse_address", "bind", "listen 8", "close"});
}

TEST_CASE("listen: an option that fails ends the verb before bind") {
    calls recorded;
    const recording_driver driver{recording(recorded)};
    CHECK(tenon::listen<tcp>(driver, "127.0.0.1:0"_v4, options::time_to_live{999},
                             options::no_delay{true})
              .error() == std::errc::invalid_argument);
    CHECK(recorded == calls{"socket", "set_reuse_address", "time_to_live", "close"});
}

TEST_CASE("listen: an endpoint with a listener fails with address_in_use") {
    const auto first = tenon::listen<tcp>("127.0.0.1:0"_v4).value();
    calls recorded;
    const recording_driver driver{recording(recorded)};
    CHECK(tenon::listen<tcp>(driver, first.local_endpoint().value()).error() ==
          std::errc::address_in_use);
    CHECK(recorded.back() == "close");
}

TEST_CASE("listen: an endpoint with connections in TIME_WAIT can be bound") {
    auto endpoint = "127.0.0.1:0"_v4;
    {
        auto listener = tenon::listen<tcp>(endpoint).value();
        endpoint = listener.local_endpoint().value();
        auto client = tenon::connect<tcp>(endpoint).value();
        auto accepted = listener.accept().value();
        // The socket that is closed first enters TIME_WAIT.
        CHECK(accepted.close());
        std::string buffer(1, '.');
        CHECK(client.receive(buffer).value().empty());
    }
    CHECK(tenon::listen<tcp>(endpoint));
}

TEST_CASE("backlog: limits the waiting connections, a Unix listener takes one more") {
    for (const int count : {0, 2}) {
        auto listener = tenon::listen<stream>(unix_domain::unnamed(), backlog(count)).value();
        const auto endpoint = listener.local_endpoint().value();
        std::vector<unit::owned> waiting;
        std::ptrdiff_t returned = 0;
        while (returned == 0) {
            waiting.emplace_back(os::native::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0));
            returned = os::native::connect(waiting.back(), endpoint.data(), endpoint.size());
        }
        CHECK(returned == -EAGAIN);
        CHECK(waiting.size() == static_cast<std::size_t>(count) + 2);
    }
}
