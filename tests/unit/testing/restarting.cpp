// SPDX-License-Identifier: BSL-1.0
#include <support/background.hpp>
#include <support/catch.hpp>
#include <unit/support/layers.hpp>

#include <cerrno>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <tenon/system/faulty.hpp>
#include <tenon/testing.hpp>

using namespace tenon::literals;

namespace {

/// Makes three calls one after the other, and notes each time that it is asked for one.
struct three_calls {
    using value_type = int;
    struct call_type {
        static constexpr tenon::os::readiness waits_for = tenon::os::readiness::readable;
        template <class System>
        std::ptrdiff_t operator()(const System&, tenon::os::descriptor, int) noexcept {
            ++made;
            return made == 2 ? -EINTR : made;
        }
        int made = 0;
    };
    explicit three_calls(std::string& list) noexcept : notes(&list) {}

    template <class Perform>
    auto next(Perform&& perform) {
        *notes += 'n';
        return perform(call);
    }
    bool advance(std::ptrdiff_t returned) noexcept {
        *notes += static_cast<char>('0' + returned);
        return returned >= 4;
    }
    void fail(int) noexcept { *notes += 'f'; }
    template <class View>
    tenon::result<int> finish(const View&) noexcept {
        return call.made;
    }

    std::string* notes;
    call_type call;
};

/// A layer that breaks the rule: it begins again each time that it is asked.
struct forgetful : tenon::layer {
    using layer::layer;
    int calls = 0;

    tenon::result<std::size_t> send(auto& below, tenon::const_bytes data) {
        ++calls;
        return below.send(data);
    }
};

}  // namespace

TEST_CASE("restarting: asks for each call twice, and makes it the second time") {
    auto pair =
        tenon::connected_pair<tenon::stream, tenon::unix_domain>(tenon::restarting()).value();
    std::string notes;
    CHECK(pair.first.perform(three_calls(notes)).value() == 4);
    CHECK(notes == "nn1nn3nn4");
}

TEST_CASE("describing: takes each call once, and makes it afterwards") {
    auto pair =
        tenon::connected_pair<tenon::stream, tenon::unix_domain>(tenon::describing()).value();
    std::string notes;
    CHECK(pair.first.perform(three_calls(notes)).value() == 4);
    CHECK(notes == "n1n3n4");
}

TEMPLATE_TEST_CASE("restarting, describing: find a layer that counts calls in place of results", "",
                   tenon::restarting, tenon::describing) {
    auto pair = tenon::connected_pair<tenon::layered<forgetful, tenon::stream>, tenon::unix_domain>(
                    TestType())
                    .value();
    CHECK(pair.first.send("x"_bytes).value() == 1);
    CHECK(pair.first.layer().calls == 2);
}

TEMPLATE_TEST_CASE("restarting, describing: wait for the socket in the calling thread", "",
                   tenon::restarting, tenon::describing) {
    auto server = tenon::listen<tenon::tcp>(TestType(), "127.0.0.1:0"_v4).value();
    auto client = tenon::connect<tenon::tcp>(TestType(), server.local_endpoint().value()).value();
    auto peer = server.accept().value();
    const std::string data(1 << 20, 'd');
    support::background sending([&] { return client.send_all(data).has_value(); });
    std::vector<std::byte> buffer(data.size());
    CHECK(peer.receive_exactly(buffer).value() == tenon::const_bytes(data));
    CHECK(sending.result());
    CHECK(client.close());
    CHECK(peer.receive(buffer).value().empty());
    // Errors are results.
    const auto closed = tenon::bind<tenon::tcp>("127.0.0.1:0"_v4).value().local_endpoint().value();
    CHECK(tenon::connect<tenon::tcp>(TestType(), closed).error() == std::errc::connection_refused);
    CHECK(client.send("x"_bytes).error() == std::errc::bad_file_descriptor);
}

TEST_CASE("restarting, describing: run on the system that they are given") {
    tenon::os::fault_plan plan(tenon::os::fault{tenon::os::call_name::socket, EMFILE});
    using faulty = tenon::os::basic_faulty<tenon::os::native>;
    const tenon::basic_restarting<faulty> restarting{faulty(plan)};
    CHECK(tenon::open<tenon::udp, tenon::ipv4>(restarting).error() ==
          std::errc::too_many_files_open);
    tenon::os::fault_plan again(tenon::os::fault{tenon::os::call_name::socket, EMFILE});
    const tenon::basic_describing<faulty> describing{faulty(again)};
    CHECK(tenon::open<tenon::udp, tenon::ipv4>(describing).error() ==
          std::errc::too_many_files_open);
}
