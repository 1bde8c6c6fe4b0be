// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include <tenon/framing/frame.hpp>
#include <tenon/testing/scripted.hpp>

using namespace tenon;

namespace {

constexpr auto greatest = static_cast<std::size_t>(-1);

struct of_messages {
    static result<frame> decode(mutable_bytes, bool) { return frame::needs(1); }
    static result<void> encode(const outgoing&, outbox&) { return {}; }
};
struct not_told_of_the_end : of_messages {
    static result<frame> decode(mutable_bytes) { return frame::needs(1); }
};
struct without_encode {
    static result<frame> decode(mutable_bytes, bool) { return frame::needs(1); }
};
struct not_copyable : of_messages {
    not_copyable() = default;
    not_copyable(const not_copyable&) = delete;
};
static_assert(codec<of_messages>);
static_assert(!codec<not_told_of_the_end> && !codec<without_encode> && !codec<not_copyable>);

}  // namespace

TEST_CASE("frame: of known sizes") {
    constexpr frame known = frame::of(4, 10, 2);
    CHECK((known.is_known() && !known.is_skipped() && !known.is_too_long()));
    CHECK((known.head() == 4 && known.message() == 10 && known.tail() == 2));
    CHECK((known.size() == 16 && known.end_of_message() == 14));
    CHECK(frame::of(4, 10).tail() == 0);
}

TEST_CASE("frame: skipped, not known, or too long") {
    constexpr frame skipped = frame::skip(3);
    CHECK((skipped.is_skipped() && !skipped.is_too_long() && skipped.size() == 3));
    constexpr frame unknown = frame::needs(5);
    CHECK((!unknown.is_known() && !unknown.is_skipped() && !unknown.is_too_long()));
    CHECK(unknown.size() == 5);
    constexpr frame too_long = frame::exceeds(9, 8);
    CHECK((!too_long.is_known() && !too_long.is_skipped() && too_long.is_too_long()));
    CHECK((too_long.message() == 9 && too_long.allowed() == 8));
}

TEST_CASE("frame: a size that cannot be represented is the greatest number") {
    CHECK(frame::of(1, greatest - 1).size() == greatest);
    CHECK(frame::of(1, greatest).size() == greatest);
    CHECK(frame::of(greatest, greatest, greatest).size() == greatest);
    CHECK(frame::of(1, greatest / 2, greatest / 2 + 1).size() == greatest);
    CHECK(frame::of(1, greatest, 1).end_of_message() == greatest);
}

TEST_CASE("outgoing: of one range or several") {
    const const_bytes only = "abc"_bytes;
    const outgoing one(only);
    CHECK((one.size() == 3 && one.ranges().size() == 1 && one.ranges()[0] == only));
    const std::array<const_bytes, 3> ranges = {"ab"_bytes, ""_bytes, "c"_bytes};
    const outgoing several{std::span<const const_bytes>(ranges)};
    CHECK((several.size() == 3 && several.ranges().size() == 3));
    CHECK(outgoing(std::span<const const_bytes>()).size() == 0);
    outbox out;
    scripted_stream below;
    refer_all(several, out);
    CHECK(out.flush(below));
    CHECK(below.sends() == std::vector<std::string>{"abc"});
}
