// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>

#include <tenon/layer/crc32.hpp>

using namespace tenon;
using namespace tenon::literals;

namespace {

struct at_once {
    std::uint32_t operator()(const_bytes) const;
};
static_assert(!checksum<at_once>);

template <class Sum>
std::uint32_t sum_of(const_bytes bytes) {
    Sum sum;
    sum.add(bytes);
    return sum.value();
}

}  // namespace

TEST_CASE("crc32c: the values of RFC 7143, appendix A.4") {
    CHECK(sum_of<crc32c>("123456789"_bytes) == 0xE3069283);
    CHECK(sum_of<crc32c>(""_bytes) == 0);
    CHECK(sum_of<crc32c>(std::string(32, '\0')) == 0x8A9136AA);
    CHECK(sum_of<crc32c>(std::string(32, '\xFF')) == 0x62A8AB43);
    std::string ascending;
    for (char byte = 0; byte != 32; ++byte)
        ascending += byte;
    CHECK(sum_of<crc32c>(ascending) == 0x46DD794E);
}

TEST_CASE("crc32: the check value, and that of a text") {
    CHECK(sum_of<crc32>("123456789"_bytes) == 0xCBF43926);
    CHECK(sum_of<crc32>("The quick brown fox jumps over the lazy dog"_bytes) == 0x414FA339);
}

TEST_CASE("crc32: bytes in several parts have the sum of the whole") {
    const const_bytes text = "123456789"_bytes;
    for (std::size_t first = 0; first <= text.size(); ++first) {
        crc32c sum;
        sum.add(text.first(first));
        sum.add(text.after(first));
        CHECK(sum.value() == 0xE3069283);
    }
}
