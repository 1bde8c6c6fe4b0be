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
#include <tenon/family/hash.hpp>
#include <tenon/address/network.hpp>

/// What libFuzzer calls with bytes of its choice, again and again; each target defines it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace fuzz {

/// Ends the program where something does not hold, and says what: libFuzzer then writes down the bytes that led there.
inline void expect(bool holds, const char* what) {
    if (holds)
        return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}

/// The bytes as a text, with whatever is in it.
inline std::string_view as_text(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// Decisions that are taken from the bytes, one after the other; when there are no more, all are 0.
class decisions {
public:
    decisions(const std::uint8_t* data, std::size_t size) : rest_(data), left_(size) {}

    [[nodiscard]] bool over() const { return left_ == 0; }
    /// 0 to `limit` - 1; `limit` is at most 256.
    std::size_t below(std::size_t limit) {
        std::uint8_t byte = 0;
        take(&byte, 1);
        return byte % limit;
    }
    template <class T>
        requires std::is_trivially_copyable_v<T>
    T value() {
        T made{};
        take(&made, sizeof made);
        return made;
    }
    /// Fills in the first of `size` bytes, as many as there are.
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

/// Equal, in each of the ways in which that can be said.
template <class T>
bool same(const T& one, const T& other) {
    return one == other && (one <=> other) == 0 && !(one < other) && std::hash<T>()(one) == std::hash<T>()(other);
}

/// What is printed parses, to the same, and is printed again as it was.
template <class T>
void expect_to_lead_back(const T& value) {
    const std::string printed = to_string(value);
    const auto again = tenon::parse<T>(printed);
    expect(again.has_value(), "what is printed parses");
    expect(same(*again, value), "what is printed parses to the same");
    expect(to_string(*again) == printed, "it is printed as before");
}

/// Reads a text. What it means leads back; what is refused is refused for a reason that has a sentence.
template <class T>
tenon::result<T> read(std::string_view text) {
    const auto parsed = tenon::parse<T>(text);
    if (parsed)
        expect_to_lead_back(*parsed);
    else
        expect(parsed.why().number() != 0 && !parsed.error().message().empty(), "a refusal says why");
    return parsed;
}

}  // namespace fuzz
