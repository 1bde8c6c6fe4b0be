// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace unit {

/// Texts that are addresses, or were until something small was done to them. The same in every run.
class text_generator {
public:
    explicit text_generator(unsigned seed) : engine_(seed) {}

    /// 0 to `limit` - 1. Not a distribution of <random>: those differ between libraries.
    std::size_t below(std::size_t limit) { return static_cast<std::size_t>(engine_() % limit); }
    /// Any of 32 bits.
    std::uint32_t word() { return static_cast<std::uint32_t>(engine_()); }
    char one_of(std::string_view letters) { return letters[below(letters.size())]; }

    /// Mostly an octet, sometimes what looks like one.
    std::string octet() {
        switch (below(12)) {
            case 0: return std::to_string(below(1000));
            case 1: return "0" + std::to_string(below(256));
            default: return std::to_string(below(256));
        }
    }
    std::string dotted() { return octet() + '.' + octet() + '.' + octet() + '.' + octet(); }

    /// Mostly a group, sometimes what looks like one.
    std::string group() {
        const std::size_t size = below(20) == 0 ? below(7) : 1 + below(4);
        std::string text;
        for (std::size_t index = 0; index != size; ++index)
            text += below(4) == 0 ? '0' : one_of("0123456789abcdefABCDEF");
        return below(4) == 0 ? "0" : text;
    }
    /// Groups with colons, with :: or without, with a dotted tail or without; the count is right about half the time.
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

    /// Something small is done to a text: a letter goes, comes, changes, or a part comes twice.
    std::string damaged(std::string text, std::string_view letters) {
        const std::size_t place = below(text.size() + 1);
        switch (below(5)) {
            case 0: return text.erase(place, 1);
            case 1: return text.insert(place, 1, one_of(letters));
            case 2: return text.substr(0, place);
            case 3: return text.insert(place, text.substr(place, below(6)));
            default:
                if (place != text.size())
                    text[place] = one_of(letters);
                return text;
        }
    }

private:
    std::mt19937 engine_;
};

}  // namespace unit
