// SPDX-License-Identifier: BSL-1.0

// std::format of each type that has a text form returns that text. Built if the standard library
// has <format>.

#include <cstdio>
#include <format>
#include <string>
#include <string_view>

#include <tenon.hpp>
#include <tenon/address/network.hpp>
#include <tenon/format.hpp>

using namespace tenon::literals;

static int failures = 0;

static void expect(const std::string& formatted, std::string_view expected) {
    if (formatted == expected)
        return;
    std::printf("\"%s\" is not \"%s\"\n", formatted.c_str(), std::string(expected).c_str());
    ++failures;
}

int main() {
    expect(std::format("{}", "127.0.0.1"_v4_address), "127.0.0.1");
    expect(std::format("{}", "224.0.0.1"_v4_group), "224.0.0.1");
    expect(std::format("{}", "10.0.0.0/8"_v4_network), "10.0.0.0/8");
    expect(std::format("{}", "127.0.0.1:80"_v4), "127.0.0.1:80");
    expect(std::format("{}", "::1"_v6_address), "::1");
    expect(std::format("{}", "ff02::1"_v6_group), "ff02::1");
    expect(std::format("{}", "2001:db8::/32"_v6_network), "2001:db8::/32");
    expect(std::format("{}", "[::1]:80"_v6), "[::1]:80");
    expect(std::format("{}", tenon::any_ip::address("::1"_v6_address)), "::1");
    expect(std::format("{}", tenon::any_ip::endpoint("127.0.0.1:80"_v4)), "127.0.0.1:80");
    expect(std::format("{}", "@name"_unix), "@name");
    expect(std::format("[{:>14}] [{:*<14}] [{:^14}]", "127.0.0.1:80"_v4, "127.0.0.1:80"_v4,
                       "127.0.0.1:80"_v4),
           "[  127.0.0.1:80] [127.0.0.1:80**] [ 127.0.0.1:80 ]");
    expect(std::format("{:.9}", "127.0.0.1:80"_v4), "127.0.0.1");
    return failures;
}
