// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <type_traits>

#include <tenon/base/cursor.hpp>
#include <tenon/base/result.hpp>
#include <tenon/operation/receive.hpp>
#include <tenon/operation/until_done.hpp>

namespace tenon {
inline namespace v0 {

namespace call {

/// recv(2) with MSG_WAITALL. If the buffer is empty, only the descriptor is checked (getsockopt(2),
/// SO_TYPE), since recv(2) could wait even then.
template <class Buffer, bool IsUnbounded = false>
struct receive_whole : receive<Buffer, IsUnbounded> {
    bool has_no_space = false;

    template <class System>
    std::ptrdiff_t operator()(const System& system, os::descriptor socket,
                              int message_flags) const noexcept {
        if (has_no_space) [[unlikely]] {
            const std::ptrdiff_t type = system.type(socket);
            return type < 0 ? type : 0;
        }
        return receive<Buffer, IsUnbounded>::operator()(system, socket,
                                                        os::wait_all | message_flags);
    }
    [[nodiscard]] constexpr bool is_empty() const noexcept { return has_no_space; }
};

}  // namespace call

namespace operation {

/// Fills the rest of a cursor's buffer, in as many calls as it takes (recv(2)). `Cursor` is an
/// `unfilled`, or a reference to the caller's cursor, which then tells how many bytes were
/// received.
///
/// Returns the filled part of the buffer. Errors: those of recv(2); `errc::end_of_stream` if the
/// stream ends before the buffer is full.
template <class Cursor, bool IsUnbounded = false>
class receive_exactly : public until_done<Cursor, errc::end_of_stream> {
public:
    using value_type = filled_t<std::remove_cvref_t<decltype(std::declval<Cursor&>().all())>>;

    constexpr explicit receive_exactly(Cursor cursor) noexcept
        : until_done<Cursor, errc::end_of_stream>(cursor) {}

    // Always inlined: otherwise Clang keeps the cursor in memory.
    template <class Perform>
    [[gnu::always_inline]] constexpr auto next(Perform&& perform) {
        call_.buffer = this->cursor_.rest();
        call_.has_no_space = this->cursor_.empty();
        return perform(call_);
    }
    template <class View>
    constexpr result<value_type> finish(const View&) const noexcept {
        if (this->error_ != 0)
            return failure::from_returned(this->error_);
        return tenon::filled_part(this->cursor_.all(), this->cursor_.done());
    }

private:
    call::receive_whole<decltype(std::declval<Cursor&>().rest()), IsUnbounded> call_{};
};

}  // namespace operation

}  // namespace v0
}  // namespace tenon
