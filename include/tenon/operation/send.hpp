// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <span>
#include <type_traits>

#include <tenon/base/cursor.hpp>
#include <tenon/base/pieces.hpp>
#include <tenon/base/result.hpp>
#include <tenon/operation/one_call.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

/// System calls as values. Each call holds its arguments, and declares the readiness that it waits
/// for. See `socket_call`.
namespace call {

/// Converts a buffer to the argument that the data calls of a system take: a single range stays as
/// it is, several ranges become a span.
constexpr const_bytes as_argument(const_bytes data) noexcept {
    return data;
}
constexpr mutable_bytes as_argument(mutable_bytes buffer) noexcept {
    return buffer;
}
template <class Views>
    requires(!byte_range<Views>)
constexpr auto as_argument(const Views& views) noexcept {
    return std::span<std::remove_pointer_t<decltype(views.data())>>(views.data(), views.size());
}

/// send(2), or sendmsg(2) for several ranges. The flags are a template argument, so that the call
/// fits into two registers.
template <class Data, int Flags = 0>
struct send {
    static constexpr os::readiness waits_for = os::readiness::writable;
    static constexpr bool may_be_copied = true;
    static constexpr bool honors_dontwait = true;

    Data data;

    template <class System>
    std::ptrdiff_t operator()(const System& system, os::descriptor socket,
                              int message_flags) const noexcept {
        return system.send(socket, call::as_argument(data), Flags | message_flags);
    }
    [[nodiscard]] constexpr bool is_empty() const noexcept {
        return tenon::total_size(call::as_argument(data)) == 0;
    }
};

}  // namespace call

/// Operations. Each determines which calls are made, one after the other, and interprets their
/// results. See `socket_operation`.
namespace operation {

/// Sends bytes to the peer, as many as the socket accepts now (send(2)). A message is sent whole or
/// not at all. `Flags` are those of send(2), such as `os::end_of_record`.
///
/// Returns the number of bytes sent.
template <class Data, int Flags = 0>
class send : public one_call<call::send<Data, Flags>> {
public:
    using value_type = std::size_t;

    constexpr explicit send(Data data) noexcept : one_call<call::send<Data, Flags>>({data}) {}

    template <class View>
    constexpr result<std::size_t> finish(const View&) const noexcept {
        if (this->returned_ < 0)
            return failure::from_returned(this->returned_);
        return static_cast<std::size_t>(this->returned_);
    }
};

}  // namespace operation

}  // namespace v0
}  // namespace tenon
