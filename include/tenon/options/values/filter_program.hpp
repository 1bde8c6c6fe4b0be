// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>

#include <tenon/base/lifetime.hpp>
#include <tenon/base/refuse.hpp>
#include <tenon/options/machinery/option.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

/// One instruction of the classic packet filter (bpf(4), struct sock_filter of <linux/filter.h>).
struct filter_instruction {
    std::uint16_t code = 0;
    std::uint8_t jump_if_true = 0;
    std::uint8_t jump_if_false = 0;
    std::uint32_t operand = 0;
    friend constexpr bool operator==(const filter_instruction&,
                                     const filter_instruction&) noexcept = default;
};

/// A program of the classic packet filter: a view of 1 to 4096 instructions, which the system
/// copies when the option is set. It is not a std::span, which would cost more time to compile than
/// all options together.
class filter_program {
public:
    constexpr filter_program() noexcept = default;
    /// The program of `size` instructions that begins at `instructions`.
    constexpr filter_program(const filter_instruction* instructions, std::size_t size) noexcept
        : instructions_(instructions), size_(size) {}
    template <std::size_t Size>
    constexpr filter_program(const filter_instruction (&instructions)[Size]) noexcept
        : filter_program(instructions, Size) {}
    TENON_DELETE(
        "a filter keeps a view, and these instructions end with the expression: give them a name first",
        template <std::size_t Size, class = a_temporary_ends_before_what_keeps_a_view_of_it>
        filter_program(filter_instruction (&&)[Size]))

    [[nodiscard]] constexpr const filter_instruction* data() const noexcept {
        return instructions_;
    }
    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }

private:
    const filter_instruction* instructions_ = nullptr;
    std::size_t size_ = 0;
};

}  // namespace options
}  // namespace v0
}  // namespace tenon

/// The system takes a struct sock_fprog of <linux/filter.h>.
template <>
struct tenon::option_representation<tenon::options::filter_program> {
    struct type {
        unsigned short size;
        const options::filter_instruction* instructions;
    };
    // A program that is too long is encoded with a length of 0, which the system refuses.
    static constexpr type encode(const options::filter_program& value) noexcept {
        return {static_cast<unsigned short>(value.size() > 0xFFFF ? 0 : value.size()),
                value.data()};
    }
    static constexpr options::filter_program decode(const type& given) noexcept {
        return {given.instructions, given.size};
    }
};
