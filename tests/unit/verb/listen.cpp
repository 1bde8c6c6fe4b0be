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

const std::string longest = "listen " + std::to_string(os::longest_backlog);

}  // namespace

TEST_CASE("listen claims the address on IP first, then the options in their order, then binds and listens") {
    calls made;
    const recording_driver driver{recording(made)};
    auto listener =
        tenon::listen<tcp>(driver, "127.0.0.1:0"_v4, options::receive_buffer_size{4096}, options::no_delay{true}).value();
    CHECK(made == calls{"socket", "set_reuse_address", "receive_buffer_size", "no_delay", "bind", longest});
    CHECK(listener.get(options::reuse_address{}).value());
    made.clear();
    const auto six = tenon::listen<tcp>(driver, "[::1]:0"_v6).value();
    CHECK(made == calls{"socket", "v6_only", "set_reuse_address", "bind", longest});
    made.clear();
    const auto unix_listener = tenon::listen<stream>(driver, unix_domain::unnamed()).value();
    CHECK(made == calls{"socket", "bind", longest});
}

TEST_CASE("reuse_address can be taken back among the options") {
    auto listener = tenon::listen<tcp>("127.0.0.1:0"_v4, options::reuse_address{false}).value();
    CHECK_FALSE(listener.get(options::reuse_address{}).value());
}

TEST_CASE("a backlog stands anywhere among the options, and the last one counts") {
    calls made;
    const recording_driver driver{recording(made)};
    CHECK(tenon::listen<tcp>(driver, "127.0.0.1:0"_v4, options::no_delay{true}, backlog(7), options::send_buffer_size{4096}));
    CHECK(made == calls{"socket", "set_reuse_address", "no_delay", "send_buffer_size", "bind", "listen 7", "close"});
    made.clear();
    CHECK(tenon::listen<tcp>(driver, "127.0.0.1:0"_v4, backlog(7), backlog(8)));
    CHECK(made == calls{"socket", "set_reuse_address", "bind", "listen 8", "close"});
}

TEST_CASE("an option that fails ends the verb, and nothing is bound") {
    calls made;
    const recording_driver driver{recording(made)};
    CHECK(tenon::listen<tcp>(driver, "127.0.0.1:0"_v4, options::time_to_live{999}, options::no_delay{true}).error() ==
          std::errc::invalid_argument);
    CHECK(made == calls{"socket", "set_reuse_address", "time_to_live", "close"});
}

TEST_CASE("an endpoint at which somebody listens is in use") {
    const auto first = tenon::listen<tcp>("127.0.0.1:0"_v4).value();
    calls made;
    const recording_driver driver{recording(made)};
    CHECK(tenon::listen<tcp>(driver, first.local_endpoint().value()).error() == std::errc::address_in_use);
    CHECK(made.back() == "close");
}

TEST_CASE("an endpoint at which connections of an earlier listener linger can be listened at") {
    auto endpoint = "127.0.0.1:0"_v4;
    {
        auto listener = tenon::listen<tcp>(endpoint).value();
        endpoint = listener.local_endpoint().value();
        auto near = tenon::connect<tcp>(endpoint).value();
        auto far = listener.accept().value();
        // Who closes first is the one that lingers.
        CHECK(far.close());
        std::string buffer(1, '.');
        CHECK(near.receive(buffer).value().empty());
    }
    CHECK(tenon::listen<tcp>(endpoint));
}

TEST_CASE("as many connections wait as the backlog says, and Unix lets one more") {
    for (const int count : {0, 2}) {
        auto listener = tenon::listen<stream>(unix_domain::unnamed(), backlog(count)).value();
        const auto endpoint = listener.local_endpoint().value();
        std::vector<unit::owned> waiting;
        std::ptrdiff_t answer = 0;
        while (answer == 0) {
            waiting.emplace_back(os::native::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0));
            answer = os::native::connect(waiting.back(), endpoint.data(), endpoint.size());
        }
        CHECK(answer == -EAGAIN);
        CHECK(waiting.size() == static_cast<std::size_t>(count) + 2);
    }
}
