// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <string_view>

#include <tenon/base/bytes.hpp>

namespace tenon {
inline namespace v0 {
namespace detail {

/// Writes lines of 16 bytes in hexadecimal and as text, as `hexdump -C` does, each after a
/// character that states the direction. `sink(line)` is called with each line. The destructor
/// writes the last line.
template <class Sink>
class hex_dump {
public:
    /// Writes the heading: `shown` bytes follow, of `length`.
    hex_dump(const Sink& sink, char direction, std::size_t shown, std::size_t length)
        : sink_(sink) {
        put(direction);
        put(' ');
        put_decimal(shown);
        if (shown != length) {
            put(" of ");
            put_decimal(length);
        }
        put(shown == length && length == 1 ? " byte" : " bytes");
        end_line();
        line_[0] = direction;
    }
    hex_dump(const hex_dump&) = delete;
    hex_dump& operator=(const hex_dump&) = delete;
    ~hex_dump() {
        if (offset_ % per_line != 0)
            write_line();
    }

    /// Adds bytes, which continue those that were added before.
    void add(const_bytes bytes) {
        for (const std::byte each : bytes) {
            held_[offset_++ % per_line] = each;
            if (offset_ % per_line == 0)
                write_line();
        }
    }

private:
    static constexpr std::size_t per_line = 16;

    void put(char character) noexcept { line_[size_++] = character; }
    void put(std::string_view text) noexcept {
        for (const char each : text)
            put(each);
    }
    void put_hexadecimal(std::size_t number, unsigned digits) noexcept {
        while (digits-- != 0)
            put("0123456789abcdef"[number >> 4 * digits & 0xF]);
    }
    void put_decimal(std::size_t number) noexcept {
        std::size_t power = 1;
        while (number / power >= 10)
            power *= 10;
        for (; power != 0; power /= 10)
            put(static_cast<char>('0' + number / power % 10));
    }
    void end_line() {
        put('\n');
        sink_(std::string_view(line_, size_));
        size_ = 1;
    }
    void write_line() {
        const std::size_t begin = (offset_ - 1) / per_line * per_line;
        const std::size_t count = offset_ - begin;
        put(' ');
        put_hexadecimal(begin, 8);
        put(' ');
        for (std::size_t index = 0; index != per_line; ++index) {
            put(index == per_line / 2 ? "  " : " ");
            if (index < count)
                put_hexadecimal(std::to_integer<std::size_t>(held_[index]), 2);
            else
                put("  ");
        }
        put("  |");
        for (std::size_t index = 0; index != count; ++index) {
            const char character = static_cast<char>(held_[index]);
            put(character >= ' ' && character <= '~' ? character : '.');
        }
        put('|');
        end_line();
    }

    const Sink& sink_;
    std::size_t offset_ = 0;  ///< the number of bytes that were added
    std::byte held_[per_line];
    std::size_t size_ = 0;
    char line_[96];
};

}  // namespace detail
}  // namespace v0
}  // namespace tenon
