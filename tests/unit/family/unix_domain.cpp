// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <unit/support/refused_text.hpp>

#include <sys/un.h>

#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include <tenon.hpp>

using tenon::errc;
using tenon::parse;
using tenon::unix_domain;
using namespace tenon::literals;

namespace {

constexpr std::size_t name_offset = offsetof(sockaddr_un, sun_path);
constexpr std::size_t longest = sizeof(sockaddr_un::sun_path);

/// Returns an endpoint as a kernel writes it: a family, bytes of a name, and a length that may
/// exceed the capacity. Sets `accepted` to the result of `resize`.
unix_domain::endpoint written_by_system(std::string_view name, std::size_t length, bool& accepted) {
    sockaddr_un native = {};
    native.sun_family = AF_UNIX;
    std::memcpy(native.sun_path, name.data(), name.size());
    unix_domain::endpoint endpoint;
    std::memcpy(endpoint.data(), &native, sizeof native);
    accepted = endpoint.resize(static_cast<tenon::os::address_length>(length));
    return endpoint;
}

}  // namespace

TEST_CASE("path: accepts 1 to 108 bytes without NUL") {
    for (const std::size_t size : {std::size_t{1}, std::size_t{50}, longest - 1, longest}) {
        const std::string name(size, 'x');
        const auto endpoint = unix_domain::path(name);
        REQUIRE(endpoint);
        CHECK(endpoint->is_path());
        CHECK_FALSE(endpoint->is_abstract());
        CHECK_FALSE(endpoint->is_unnamed());
        CHECK(endpoint->name() == name);
        CHECK(to_string(*endpoint) == name);
        // The size includes the NUL if there is space for it.
        CHECK(endpoint->size() == name_offset + (size < longest ? size + 1 : longest));
    }
    CHECK(unix_domain::path("").error() == errc::path_is_empty);
    CHECK(unix_domain::path(std::string(longest + 1, 'x')).error() == std::errc::filename_too_long);
    CHECK(unix_domain::path(std::string(5000, 'x')).error() == std::errc::filename_too_long);
    CHECK(unix_domain::path(std::string_view("a\0b", 3)).error() == errc::path_contains_nul);
    CHECK(unix_domain::path(std::string_view("a\0", 2)).error() == errc::path_contains_nul);
    CHECK(unix_domain::path(std::string_view("\0a", 2)).error() == errc::path_contains_nul);
}

TEST_CASE("abstract: accepts 0 to 107 bytes, each is significant") {
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, longest - 1}) {
        const std::string name(size, '\0');
        const auto endpoint = unix_domain::abstract(name);
        REQUIRE(endpoint);
        CHECK(endpoint->is_abstract());
        CHECK_FALSE(endpoint->is_path());
        CHECK_FALSE(endpoint->is_unnamed());
        CHECK(endpoint->name() == name);
        CHECK(endpoint->size() == name_offset + 1 + size);
    }
    CHECK(unix_domain::abstract(std::string(longest, 'x')).error() == std::errc::filename_too_long);
    const std::string_view with_nul("a\0b", 3);
    CHECK(unix_domain::abstract(with_nul).value().name() == with_nul);
    CHECK(unix_domain::abstract(with_nul).value() != unix_domain::abstract("a").value());
    CHECK(unix_domain::abstract("a").value() !=
          unix_domain::abstract(std::string_view("a\0", 2)).value());
}

TEST_CASE("unnamed: has only the address family") {
    const unix_domain::endpoint none = unix_domain::unnamed();
    CHECK(none.is_unnamed());
    CHECK_FALSE(none.is_path());
    CHECK_FALSE(none.is_abstract());
    CHECK(none.name().empty());
    CHECK(to_string(none) == "(unnamed)");
    CHECK(none.size() == name_offset);
    CHECK(none == unix_domain::endpoint());
    CHECK(none.data()->sa_family == AF_UNIX);
}

TEST_CASE("to_string: a Unix endpoint is printed with escapes") {
    CHECK(to_string("/run/x.sock"_unix) == "/run/x.sock");
    CHECK(to_string(unix_domain::abstract("name").value()) == "@name");
    CHECK(to_string(unix_domain::abstract(std::string_view("a\0b\0", 4)).value()) == "@a\\0b\\0");
    CHECK(to_string(unix_domain::abstract("").value()) == "@");
    CHECK(to_string(unix_domain::path("a\tb\x7f\\").value()) == "a\\x09b\\x7f\\\\");
    CHECK(to_string(unix_domain::path("@a@").value()) == "\\x40a@");
    CHECK(to_string(unix_domain::path("(unnamed)").value()) == "\\x28unnamed)");
    CHECK(to_string(unix_domain::path("(unnamed").value()) == "(unnamed");
    CHECK(to_string(unix_domain::abstract("(unnamed)").value()) == "@(unnamed)");
    CHECK(to_string(unix_domain::path("/gr\u00fc\u00df").value()) == "/gr\u00fc\u00df");
}

TEST_CASE("parse: a Unix endpoint is a path, an abstract name or (unnamed), with escapes") {
    CHECK(parse<unix_domain::endpoint>("/run/x.sock").value() == "/run/x.sock"_unix);
    CHECK(parse<unix_domain::endpoint>("@name").value() == unix_domain::abstract("name").value());
    CHECK(parse<unix_domain::endpoint>("@").value() == unix_domain::abstract("").value());
    CHECK(parse<unix_domain::endpoint>("(unnamed)").value() == unix_domain::unnamed());
    CHECK(parse<unix_domain::endpoint>("@a\\0\\\\\\x7f").value() ==
          unix_domain::abstract(std::string_view("a\0\\\x7f", 4)).value());
    CHECK(parse<unix_domain::endpoint>("\\x40a").value() == unix_domain::path("@a").value());
    CHECK(parse<unix_domain::endpoint>(std::string(longest, 'x')).value().name().size() == longest);
    CHECK(parse<unix_domain::endpoint>(std::string(longest + 1, 'x')).error() ==
          std::errc::filename_too_long);
    CHECK(parse<unix_domain::endpoint>('@' + std::string(longest - 1, 'x')).value().name().size() ==
          longest - 1);
    CHECK(parse<unix_domain::endpoint>('@' + std::string(longest, 'x')).error() ==
          std::errc::filename_too_long);
    CHECK(parse<unix_domain::endpoint>(std::string(5000, 'x')).error() ==
          std::errc::filename_too_long);
    unit::check_refused<unix_domain::endpoint>({
        {"", errc::path_is_empty},
        {"a\\0", errc::path_contains_nul},
        {"\\x00", errc::path_contains_nul},
        {std::string_view("a\0b", 3), errc::path_contains_nul},
        {"\\", errc::escape_is_malformed},
        {"a\\", errc::escape_is_malformed},
        {"\\n", errc::escape_is_malformed},
        {"\\x", errc::escape_is_malformed},
        {"\\x4", errc::escape_is_malformed},
        {"\\x4g", errc::escape_is_malformed},
        {"\\xg4", errc::escape_is_malformed},
        {"\\x4A", errc::escape_is_malformed},
        {"@\\1", errc::escape_is_malformed},
    });
}

TEST_CASE("to_string, parse: a Unix endpoint with any byte parses to the same") {
    for (int byte = 0; byte != 256; ++byte)
        for (const std::string& name : {std::string(1, static_cast<char>(byte)),
                                        std::string("x") + static_cast<char>(byte) + "0",
                                        static_cast<char>(byte) + std::string("(unnamed)")}) {
            const unix_domain::endpoint abstract = unix_domain::abstract(name).value();
            INFO(to_string(abstract));
            CHECK(parse<unix_domain::endpoint>(to_string(abstract)).value() == abstract);
            if (byte == 0)
                continue;
            const unix_domain::endpoint path = unix_domain::path(name).value();
            CHECK(parse<unix_domain::endpoint>(to_string(path)).value() == path);
            for (const char letter : to_string(path))
                CHECK((static_cast<unsigned char>(letter) >= 0x20 && letter != 0x7F));
        }
}

TEST_CASE("unix_domain::endpoint: resize accepts addresses as the kernel writes them") {
    bool accepted = false;
    SECTION("resize: a path is accepted with and without its NUL") {
        CHECK(written_by_system("/x", name_offset + 3, accepted) == "/x"_unix);
        CHECK(accepted);
        CHECK(written_by_system("/x", name_offset + 2, accepted) == "/x"_unix);
        CHECK(accepted);
    }
    SECTION("resize: a path of 108 bytes is whole, with the length 111 of Linux") {
        const std::string full(longest, 'p');
        const unix_domain::endpoint endpoint =
            written_by_system(full, name_offset + longest + 1, accepted);
        CHECK(accepted);
        CHECK(endpoint.name() == full);
        CHECK(endpoint.size() == endpoint.capacity());
        CHECK(endpoint == unix_domain::path(full).value());
    }
    SECTION("resize: a path of 107 bytes is whole, with the length 110 of Linux") {
        const std::string nearly(longest - 1, 'p');
        const unix_domain::endpoint endpoint =
            written_by_system(nearly, name_offset + longest, accepted);
        CHECK(accepted);
        CHECK(endpoint == unix_domain::path(nearly).value());
    }
    SECTION("resize: a path ends at its NUL, before the given length") {
        CHECK(written_by_system("/x", sizeof(sockaddr_un), accepted) == "/x"_unix);
        CHECK(written_by_system(std::string_view("/x\0rest", 7), name_offset + 7, accepted) ==
              "/x"_unix);
    }
    SECTION("resize: an abstract name has every byte of the given length") {
        const std::string_view name("\0a\0b", 4);
        CHECK(written_by_system(name, name_offset + 4, accepted) ==
              unix_domain::abstract(name.substr(1)).value());
        CHECK(written_by_system(name, name_offset + 2, accepted) ==
              unix_domain::abstract("a").value());
    }
    SECTION("resize: an abstract name beyond the capacity is limited to it") {
        const unix_domain::endpoint endpoint =
            written_by_system(std::string(longest, '\0'), sizeof(sockaddr_un) + 10, accepted);
        CHECK(accepted);
        CHECK(endpoint.size() == endpoint.capacity());
        CHECK(endpoint.name().size() == longest - 1);
    }
    SECTION("resize: the length of the family or less means unnamed") {
        CHECK(written_by_system("left over", name_offset, accepted).is_unnamed());
        CHECK(accepted);
        CHECK(written_by_system("left over", 0, accepted).is_unnamed());
        CHECK(accepted);
    }
    SECTION("resize: another address family is refused") {
        unix_domain::endpoint endpoint;
        endpoint.data()->sa_family = AF_INET;
        CHECK_FALSE(endpoint.resize(sizeof(sockaddr_in)));
    }
}

TEST_CASE("unix_domain::endpoint: is ordered unnamed, abstract, path, and then by the bytes") {
    const std::vector<unix_domain::endpoint> ascending = {
        unix_domain::unnamed(),
        unix_domain::abstract("").value(),
        unix_domain::abstract(std::string_view("\0", 1)).value(),
        unix_domain::abstract("a").value(),
        unix_domain::abstract(std::string_view("a\0", 2)).value(),
        unix_domain::abstract("b").value(),
        "/"_unix,
        "a"_unix,
        "aa"_unix,
        "b"_unix};
    for (std::size_t left = 0; left != ascending.size(); ++left)
        for (std::size_t right = 0; right != ascending.size(); ++right) {
            INFO(left << " and " << right);
            CHECK((ascending[left] == ascending[right]) == (left == right));
            CHECK((ascending[left] < ascending[right]) == (left < right));
        }
}

TEST_CASE("unix_domain::endpoint: assignment leaves nothing of the old name") {
    unix_domain::endpoint endpoint = "/a/long/path"_unix;
    endpoint = "/x"_unix;
    CHECK(endpoint.name() == "/x");
    CHECK(endpoint.resize(name_offset));
    CHECK(endpoint == unix_domain::unnamed());
}

TEST_CASE("_unix: the literals and factory functions are constant expressions") {
    STATIC_REQUIRE("/run/x"_unix.is_path());
    STATIC_REQUIRE("@name"_unix == *unix_domain::abstract("name"));
    STATIC_REQUIRE("(unnamed)"_unix.is_unnamed());
    STATIC_REQUIRE("/run/x"_unix.name() == "/run/x");
    STATIC_REQUIRE("/run/x"_unix == *unix_domain::path("/run/x"));
    STATIC_REQUIRE("/run/x"_unix != "/run/y"_unix);
    STATIC_REQUIRE("/run/x"_unix < "/run/y"_unix);
    STATIC_REQUIRE(unix_domain::abstract("x")->is_abstract());
    STATIC_REQUIRE(unix_domain::unnamed().is_unnamed());
    STATIC_REQUIRE_FALSE(unix_domain::path("").has_value());
}
