// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace unit {

/// Generates texts that are addresses, or addresses with a small change. They are the same in every
/// run.
class text_generator {
public:
    explicit text_generator(unsigned seed) : engine_(seed) {}

    /// Returns a number from 0 to `limit` - 1. The distributions of <random> differ between
    /// libraries.
    std::size_t below(std::size_t limit) { return static_cast<std::size_t>(engine_() % limit); }
    /// Returns any number of 32 bits.
    std::uint32_t word() { return static_cast<std::uint32_t>(engine_()); }
    char one_of(std::string_view letters) { return letters[below(letters.size())]; }

    /// Returns mostly an octet, sometimes a number that is too large or has a leading zero.
    std::string octet() {
        switch (below(12)) {
            case 0: return std::to_string(below(1000));
            case 1: return "0" + std::to_string(below(256));
            default: return std::to_string(below(256));
        }
    }
    std::string dotted() { return octet() + '.' + octet() + '.' + octet() + '.' + octet(); }

    /// Returns mostly a group of hexadecimal digits, sometimes one that is empty or too long.
    std::string group() {
        const std::size_t size = below(20) == 0 ? below(7) : 1 + below(4);
        std::string text;
        for (std::size_t index = 0; index != size; ++index)
            text += below(4) == 0 ? '0' : one_of("0123456789abcdefABCDEF");
        return below(4) == 0 ? "0" : text;
    }
    /// Returns groups with colons, with or without :: and a dotted tail. The number of groups is
    /// right about half the time.
    std::string groups() {
        const bool tail = below(4) == 0;
        const std::size_t whole = tail ? 6 : 8;
        const bool shortened = below(2) == 0;
        const std::size_t count = below(5) == 0 ? below(10) : shortened ? below(whole) : whole;
        const std::size_t gap = shortened ? below(count + 1) : count + 1;
        std::string text;
        for (std::size_t index = 0; index != count; ++index) {
            if (index == gap)
                text += text.empty() ? "::" : ":";
            text += group();
            if (index + 1 != count || tail || gap == count)
                text += ':';
        }
        if (gap == count)
            text += count == 0 ? "::" : ":";
        return tail ? text + dotted() : text;
    }

    /// Makes a small change to a text: removes, inserts or changes a letter, cuts the text, or
    /// repeats a part.
    std::string damaged(std::string text, std::string_view letters) {
        const std::size_t index = below(text.size() + 1);
        switch (below(5)) {
            case 0: return text.erase(index, 1);
            case 1: return text.insert(index, 1, one_of(letters));
            case 2: return text.substr(0, index);
            case 3: return text.insert(index, text.substr(index, below(6)));
            default:
                if (index != text.size())
                    text[index] = one_of(letters);
                return text;
        }
    }

private:
    std::mt19937 engine_;
};

}  // namespace unit
