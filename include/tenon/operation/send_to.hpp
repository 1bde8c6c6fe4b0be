// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <type_traits>

#include <tenon/base/result.hpp>
#include <tenon/concepts/family.hpp>
#include <tenon/operation/one_call.hpp>
#include <tenon/operation/send.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

namespace call {

/// sendto(2), or sendmsg(2) for several ranges. `Endpoint` is the type of an endpoint, which the
/// call stores, or a reference to one.
template <class Data, class Endpoint>
struct send_to {
    static constexpr os::readiness waits_for = os::readiness::writable;
    static constexpr bool may_be_copied = true;
    static constexpr bool honors_dontwait = true;
    // On a Unix socket the full queue is that of the receiving socket, and poll(2) on the sending
    // socket does not tell when that queue has space.
    static constexpr bool poll_is_reliable = internet<family_of<std::remove_cvref_t<Endpoint>>>;

    Data data;
    Endpoint to;

    template <class System>
    std::ptrdiff_t operator()(const System& system, os::descriptor socket,
                              int message_flags) const noexcept {
        return system.sendto(socket, call::as_argument(data), to.data(), to.size(), message_flags);
    }
};

}  // namespace call

namespace operation {

/// Sends one message to an endpoint (sendto(2)). Returns the number of bytes sent, which is all of
/// them.
///
/// `Endpoint` is the type of an endpoint, which the operation stores. For a driver that returns
/// only when the operation is done, it can be a reference to the caller's endpoint.
template <class Data, class Endpoint>
class send_to : public one_call<call::send_to<Data, Endpoint>> {
public:
    using value_type = std::size_t;

    /// Sends `data` as one message to the endpoint `to`.
    constexpr send_to(Data data, const std::remove_cvref_t<Endpoint>& to) noexcept
        : one_call<call::send_to<Data, Endpoint>>({data, to}) {}

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
