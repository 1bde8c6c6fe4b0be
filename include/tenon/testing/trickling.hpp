// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <span>

#include <tenon/base/bytes.hpp>
#include <tenon/system/native.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {
namespace os {

/// A system whose streams transfer at most `Most` bytes in a call: for tests that nothing depends
/// on how a stream is cut. Messages are not cut.
///
///     auto socket = tenon::connect<protocol>(tenon::basic_blocking<os::trickling<1>>(), endpoint);
template <std::size_t Most = 1, class System = native>
    requires(Most != 0)
class trickling : public System {
public:
    /// A short receive does not mean that the queue is empty: event loops receive again.
    static constexpr bool cuts_streams = true;

    using System::System;

    std::ptrdiff_t send(descriptor socket, const_bytes data, int flags) const noexcept {
        if (this->type(socket) == SOCK_STREAM)
            data = data.first(Most);
        return System::send(socket, data, flags);
    }
    template <class View>
    std::ptrdiff_t send(descriptor socket, std::span<const View> data, int flags) const noexcept {
        if (this->type(socket) != SOCK_STREAM)
            return System::send(socket, data, flags);
        for (const View& range : data)
            if (!range.empty())
                return System::send(socket, const_bytes(range).first(Most), flags);
        return System::send(socket, const_bytes(), flags);
    }
    std::ptrdiff_t recv(descriptor socket, mutable_bytes buffer, int flags) const noexcept {
        return System::recv(socket, buffer.first(Most), flags);
    }
    template <class View>
    std::ptrdiff_t recv(descriptor socket, std::span<const View> buffer, int flags) const noexcept {
        for (const View& range : buffer)
            if (!range.empty())
                return System::recv(socket, mutable_bytes(range).first(Most), flags);
        return System::recv(socket, mutable_bytes(), flags);
    }
};

}  // namespace os
}  // namespace v0
}  // namespace tenon
