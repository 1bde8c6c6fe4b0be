// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <tenon/layer/hex_dump.hpp>

using namespace tenon;
using namespace tenon::literals;

namespace {

struct list {
    std::vector<std::string>* lines;
    void operator()(std::string_view line) const { lines->emplace_back(line); }
};

std::vector<std::string> dumped(const_bytes bytes, std::size_t length) {
    std::vector<std::string> lines;
    const list sink{&lines};
    {
        detail::hex_dump dump(sink, '>', bytes.size(), length);
        // In two parts, which the lines do not show.
        dump.add(bytes.first(bytes.size() / 2));
        dump.add(bytes.after(bytes.size() / 2));
    }
    return lines;
}

}  // namespace

TEST_CASE("hex dump: the heading states the number of bytes, and the true length if it differs") {
    CHECK(dumped(""_bytes, 0) == std::vector<std::string>{"> 0 bytes\n"});
    CHECK(dumped("a"_bytes, 1).front() == "> 1 byte\n");
    CHECK(dumped("a"_bytes, 1234567890).front() == "> 1 of 1234567890 bytes\n");
    CHECK(dumped(""_bytes, 1).front() == "> 0 of 1 bytes\n");
}

TEST_CASE("hex dump: a line has 16 bytes, in hexadecimal and as text") {
    const std::string bytes("\x00\x1f ~\x7f\x80\xff 0123456789", 18);
    CHECK(dumped(const_bytes(bytes), 18) ==
          std::vector<std::string>{
              "> 18 bytes\n",
              "> 00000000  00 1f 20 7e 7f 80 ff 20  30 31 32 33 34 35 36 37  |.. ~... 01234567|\n",
              "> 00000010  38 39                                             |89|\n"});
    CHECK(dumped(const_bytes(bytes).first(16), 16).size() == 2);
    CHECK(dumped(const_bytes(bytes).first(17), 17).size() == 3);
}

TEST_CASE("hex dump: the offsets go on over many lines") {
    const std::string bytes(0x10008, 'x');
    const std::vector<std::string> lines = dumped(const_bytes(bytes), bytes.size());
    REQUIRE(lines.size() == 0x1002);
    CHECK(lines[0] == "> 65544 bytes\n");
    CHECK(lines[0x1000].substr(0, 14) == "> 0000fff0  78");
    CHECK(lines[0x1001].substr(0, 14) == "> 00010000  78");
}

TEST_CASE("hex dump: the longest heading fits") {
    const std::string most = std::to_string(static_cast<std::size_t>(-1));
    std::vector<std::string> lines;
    const list sink{&lines};
    {
        detail::hex_dump dump(sink, '<', static_cast<std::size_t>(-1) - 1,
                              static_cast<std::size_t>(-1));
    }
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].substr(lines[0].size() - most.size() - 11) == " of " + most + " bytes\n");
}
