// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

#include <tenon.hpp>
#include <tenon/address/network.hpp>
#include <tenon/family/hash.hpp>

/// Each target defines this function. libFuzzer calls it repeatedly, with bytes of its choice.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace fuzz {

/// Prints `statement` and ends the program if `condition` is false. libFuzzer then saves the bytes.
inline void expect(bool condition, const char* statement) {
    if (condition)
        return;
    std::fprintf(stderr, "does not hold: %s\n", statement);
    std::abort();
}

/// Returns the bytes as a text.
inline std::string_view as_text(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// Decisions that are taken from the bytes, one after the other. When no bytes are left, each
/// decision is 0.
class decisions {
public:
    decisions(const std::uint8_t* data, std::size_t size) : rest_(data), left_(size) {}

    [[nodiscard]] bool over() const { return left_ == 0; }
    /// Returns the bytes that are left, as a text.
    [[nodiscard]] std::string_view rest() const { return as_text(rest_, left_); }
    /// Returns a number from 0 to `limit` - 1. `limit` is at most 256.
    std::size_t below(std::size_t limit) {
        std::uint8_t byte = 0;
        take(&byte, 1);
        return byte % limit;
    }
    template <class T>
        requires std::is_trivially_copyable_v<T>
    T value() {
        T value{};
        take(&value, sizeof value);
        return value;
    }
    /// Copies up to `size` bytes, as many as are left.
    void take(void* to, std::size_t size) {
        const std::size_t taken = size < left_ ? size : left_;
        if (taken != 0)
            std::memcpy(to, rest_, taken);
        rest_ += taken;
        left_ -= taken;
    }

private:
    const std::uint8_t* rest_;
    std::size_t left_;
};

/// Returns whether both are equal by ==, by <=>, by < and by their hashes.
template <class T>
bool same(const T& one, const T& other) {
    return one == other && (one <=> other) == 0 && !(one < other) &&
           std::hash<T>()(one) == std::hash<T>()(other);
}

/// Checks that the text of a value parses to the same value, which has the same text.
template <class T>
void expect_round_trip(const T& value) {
    const std::string printed = to_string(value);
    const auto parsed = tenon::parse<T>(printed);
    expect(parsed.has_value(), "a printed value can be parsed");
    expect(same(*parsed, value), "a printed value parses to the same");
    expect(to_string(*parsed) == printed, "the parsed value prints the same text");
}

/// Parses a text. Checks that a value can be printed and parsed again, or that an error has a
/// message.
template <class T>
tenon::result<T> read(std::string_view text) {
    const auto parsed = tenon::parse<T>(text);
    if (parsed)
        expect_round_trip(*parsed);
    else
        expect(parsed.why().number() != 0 && !parsed.error().message().empty(),
               "an error of parse has a number and a message");
    return parsed;
}

}  // namespace fuzz
