// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <cstddef>
#include <string>
#include <system_error>
#include <type_traits>
#include <utility>

#include <tenon/layer/inbox.hpp>
#include <tenon/testing/scripted.hpp>

using namespace tenon;

namespace {

static_assert(std::is_nothrow_move_constructible_v<inbox> &&
              std::is_nothrow_move_assignable_v<inbox>);
static_assert(!std::is_copy_constructible_v<inbox> && !std::is_copy_assignable_v<inbox>);

// No memory is so large.
constexpr auto greatest = static_cast<std::size_t>(-1);
constexpr std::size_t first_capacity = 4096 + 512;

std::string held(const inbox& in) {
    return std::string(as_text(in.bytes()));
}
// Bytes that differ from their neighbours, also after 256 of them.
std::string text(std::size_t size) {
    std::string all(size, '\0');
    for (std::size_t index = 0; index != size; ++index)
        all[index] = static_cast<char>('a' + (index + index / 256) % 26);
    return all;
}

}  // namespace

TEST_CASE("inbox: empty, has no bytes and no end") {
    const inbox in;
    CHECK((in.empty() && in.size() == 0 && in.bytes().empty() && !in.ended()));
}

TEST_CASE("inbox: fill receives once, as many bytes as fit, and tells the end") {
    inbox in;
    scripted_stream below;
    below.arrives("ab"_bytes).arrives(text(5000)).ends();
    CHECK(in.fill(below));
    CHECK((held(in) == "ab" && !in.ended()));
    CHECK(in.fill(below));
    CHECK(held(in) == "ab" + text(5000).substr(0, first_capacity - 2));
    in.take(2);
    CHECK(held(in) == text(5000).substr(0, first_capacity - 2));
    CHECK(in.fill(below, 10));
    CHECK((held(in) == text(5000) && !in.ended()));
    CHECK(in.fill(below));
    CHECK((held(in) == text(5000) && in.ended()));
    in.clear();
    CHECK((in.empty() && in.ended()));
    CHECK(below.receives() == 4);
}

TEST_CASE("inbox: fill has space for 4096 more bytes, and for the given total") {
    for (const std::size_t before : {0U, 1U, 511U, 512U, 513U, 4000U, 4608U, 100000U})
        for (const std::size_t taken : {0U, 1U, 500U, 3000U})
            for (const std::size_t total : {0U, 1U, 5000U, 200000U}) {
                if (taken > before)
                    continue;
                CAPTURE(before, taken, total);
                inbox in;
                CHECK(in.put_back(const_bytes(text(before))));
                in.take(taken);
                const std::string all = text(before).substr(taken);
                scripted_stream below;
                below.arrives(text(300000));
                CHECK(in.fill(below, total));
                CHECK(in.size() >= all.size() + 4096);
                CHECK(in.size() >= total);
                CHECK(held(in) == all + text(300000).substr(0, in.size() - all.size()));
            }
}

TEST_CASE("inbox: an error of what lies below is returned, and nothing is lost") {
    inbox in;
    scripted_stream below;
    below.arrives("ab"_bytes).receive_fails(std::errc::timed_out).arrives("cd"_bytes);
    CHECK(in.fill(below));
    CHECK(in.fill(below).error() == std::errc::timed_out);
    CHECK((held(in) == "ab" && !in.ended()));
    CHECK(in.fill(below));
    CHECK(held(in) == "abcd");
}

TEST_CASE("inbox: fill is called again with the same buffer while it is suspended") {
    // scripted_stream fails with invalid_argument if the buffer is another one.
    for (const std::size_t before : {0U, 1U, 600U, 4608U, 70000U, 100000U})
        for (const std::size_t taken : {0U, 1U, 599U, 70000U})
            for (const std::size_t total : {1U, 5000U, 90000U}) {
                if (taken > before)
                    continue;
                CAPTURE(before, taken, total);
                inbox in;
                CHECK(in.put_back(const_bytes(text(before))));
                in.take(taken);
                scripted_stream below;
                below.arrives("ab"_bytes).arrives("cd"_bytes).suspends();
                CHECK(until_complete([&] { return in.fill(below, total); }));
                const std::size_t more = in.size() + 2;
                CHECK(until_complete([&] { return in.fill_exactly(below, more); }));
                CHECK(held(in) == text(before).substr(taken) + "abcd");
            }
}

TEST_CASE("inbox: bytes that were taken stay until the next fill") {
    inbox in;
    scripted_stream below;
    below.arrives("abcd"_bytes).arrives("efgh"_bytes);
    CHECK(in.fill(below));
    const mutable_bytes message = in.bytes().first(4);
    in.take(4);
    CHECK((in.empty() && as_text(message) == "abcd"));
    CHECK(in.fill(below));
    CHECK(held(in) == "efgh");
}

TEST_CASE("inbox: fill_exactly receives not one byte more") {
    for (const bool suspends : {false, true})
        for (const std::size_t piece : {1U, 2U, 100U}) {
            CAPTURE(suspends, piece);
            inbox in;
            scripted_stream below("abcdefgh"_bytes);
            below.receives_at_most(piece).suspends(suspends);
            const auto exactly = [&](std::size_t total) {
                return until_complete([&] { return in.fill_exactly(below, total); });
            };
            CHECK(exactly(3));
            CHECK((held(in) == "abc" && below.left() == "defgh"));
            CHECK(exactly(2));
            CHECK(held(in) == "abc");
            in.take(1);
            CHECK(exactly(5));
            CHECK((held(in) == "bcdef" && below.left() == "gh"));
            CHECK(exactly(8).error() == errc::stream_truncated);
            CHECK((held(in) == "bcdefgh" && in.ended()));
        }
}

TEST_CASE("inbox: bytes are put back behind those that are there") {
    inbox in;
    CHECK(in.put_back(""_bytes));
    CHECK(in.empty());
    CHECK(in.put_back("abc"_bytes));
    in.take(1);
    CHECK(in.put_back(const_bytes(text(10000))));
    CHECK(held(in) == "bc" + text(10000));
    in.take(10000);
    CHECK(in.put_back("de"_bytes));
    CHECK(held(in) == text(10000).substr(9998) + "de");
}

TEST_CASE("inbox: if there is no memory, nothing changes") {
    inbox in;
    scripted_stream below("abc"_bytes);
    const std::byte only{};
    CHECK(in.fill(below, greatest).error() == std::errc::not_enough_memory);
    CHECK(in.fill_exactly(below, greatest).error() == std::errc::not_enough_memory);
    CHECK(!in.put_back(const_bytes(&only, greatest)));
    CHECK(in.empty());
    CHECK(in.fill(below));
    CHECK(in.fill(below, greatest / 2 + 1).error() == std::errc::not_enough_memory);
    CHECK(!in.put_back(const_bytes(&only, greatest - 3)));
    CHECK(held(in) == "abc");
    CHECK(below.receives() == 1);
}

TEST_CASE("inbox: the memory of a long message is freed when it has been taken") {
    const auto capacity = [](inbox& in) {
        scripted_stream below;
        below.arrives(text(1000000));
        CHECK(in.fill(below));
        return in.size();
    };
    inbox in;
    CHECK(in.put_back(const_bytes(text(50000))));
    in.clear();
    CHECK(capacity(in) == 16 * first_capacity);
    in.clear();
    CHECK(capacity(in) == 16 * first_capacity);
    in.clear();
    CHECK(in.put_back(const_bytes(text(100000))));
    in.take(99999);
    CHECK(capacity(in) == 32 * first_capacity - 99999);
    in.clear();
    CHECK(capacity(in) == first_capacity);
}

TEST_CASE("inbox: can be moved") {
    inbox in;
    scripted_stream below("abc"_bytes);
    CHECK(in.fill(below));
    CHECK(in.fill(below));
    in.take(1);
    inbox moved(std::move(in));
    CHECK((held(moved) == "bc" && moved.ended()));
    in = inbox();
    CHECK((in.empty() && !in.ended()));
    CHECK(in.put_back("x"_bytes));
    in = std::move(moved);
    CHECK((held(in) == "bc" && in.ended()));
    inbox other;
    other = std::move(in);
    CHECK(held(other) == "bc");
}
