// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <new>
#include <utility>

#include <tenon/base/bytes.hpp>
#include <tenon/concepts/protocol.hpp>
#include <tenon/layer/inbox.hpp>
#include <tenon/layer/layer_call.hpp>
#include <tenon/layer/shared.hpp>

namespace tenon {
inline namespace v0 {
namespace detail {

/// What a described call has received for layers that did not take it, because a limit ended the
/// operation in another call. The next operation of the connection that receives takes it.
class unclaimed {
public:
    [[nodiscard]] bool empty() const noexcept { return !held_ && !is_lost_; }

    /// Keeps the result of a call.
    template <class Protocol>
    void keep(const layer_receive<Protocol>& call, std::ptrdiff_t returned) noexcept {
        const bool is_empty_message = message_oriented<Protocol> && returned == 0;
        if (returned < 0 || (returned == 0 && !is_empty_message))
            return;  // The next call reports an error or the end again.
        if (!held_)
            held_ = shared<result_of_call>(::new (std::nothrow) result_of_call());
        else if (message_oriented<Protocol>)
            is_lost_ = true;
        const auto length = static_cast<std::size_t>(returned);
        if (!held_ || !held_->bytes.put_back(call.buffer.first(length)))
            is_lost_ = true;
        else
            held_->length = length;
        if constexpr (message_oriented<Protocol>)
            if (held_)
                held_->ended = call.ended;
    }
    /// Returns what `below.receive` returns.
    template <class Protocol>
    [[nodiscard]] auto take(mutable_bytes buffer) noexcept {
        layer_receive<Protocol> call = detail::receive_call<Protocol>(buffer);
        if (is_lost_)
            return detail::received_by<Protocol>(call, -ENOMEM);
        const const_bytes part = const_bytes(held_->bytes.bytes()).first(buffer.size());
        std::size_t length = part.size();
        if (!part.empty())
            std::memcpy(buffer.data(), part.data(), part.size());
        held_->bytes.take(part.size());
        if constexpr (message_oriented<Protocol>) {
            call.ended = held_->ended;
            length = held_->length;
        }
        if (message_oriented<Protocol> || held_->bytes.empty())
            held_ = {};
        return detail::received_by<Protocol>(call, static_cast<std::ptrdiff_t>(length));
    }

private:
    struct result_of_call final : reference_counted {
        inbox bytes;
        std::size_t length = 0;  ///< the true length of a message
        bool ended = false;
    };

    shared<result_of_call> held_;
    bool is_lost_ = false;  ///< there was no memory to keep what was received
};

}  // namespace detail
}  // namespace v0
}  // namespace tenon
