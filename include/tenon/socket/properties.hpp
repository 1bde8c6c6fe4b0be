// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <utility>

#include <tenon/base/result.hpp>
#include <tenon/concepts/driver.hpp>
#include <tenon/concepts/runs_over.hpp>
#include <tenon/concepts/socket_option.hpp>
#include <tenon/concepts/state.hpp>
#include <tenon/operation/connect.hpp>
#include <tenon/socket/owner.hpp>

namespace tenon {
inline namespace v0 {

/// What can be asked of a socket and set on it, without waiting: its endpoints, its options.
template <class Protocol, class Family, class State, class Driver>
class socket_properties : public socket_owner<Protocol, State, Driver> {
public:
    using endpoint_type = typename Family::endpoint;

    using socket_owner<Protocol, State, Driver>::socket_owner;

    /// The endpoint that the socket is bound to (getsockname(2)).
    [[nodiscard]] result<endpoint_type> local_endpoint() const noexcept
        requires has_local_endpoint<State>
    {
        return local_endpoint_of<endpoint_type>(this->system(), this->native_handle());
    }
    /// The peer's endpoint (getpeername(2)).
    [[nodiscard]] result<endpoint_type> remote_endpoint() const noexcept
        requires has_remote_endpoint<State>
    {
        return remote_endpoint_of<endpoint_type>(this->system(), this->native_handle());
    }
    /// Bytes that can be received at once (ioctl(2), FIONREAD). Of messages: those of the next; on Unix seqpacket, of all.
    [[nodiscard]] result<std::size_t> available() const noexcept
        requires data_may_come<State, Protocol>
    {
        const std::ptrdiff_t returned = this->system().available(this->native_handle());
        if (returned < 0)
            return failure::from_returned(returned);
        return static_cast<std::size_t>(returned);
    }

    /// Sets an option (setsockopt(2)).
    template <settable_on<Protocol, Family, State> Option>
    result<void> set(const Option& option) noexcept {
        const typename Option::representation value = option.encode();
        os::address_length size = sizeof value;
        if constexpr (encodes_by_size<Option>)
            size = option.size();
        const std::ptrdiff_t returned = this->system().setsockopt(this->native_handle(), option_level<Family>(option),
                                                                  option_name<Family>(option), &value, size);
        if (returned < 0)
            return failure::from_returned(returned);
        return {};
    }
    /// The value of an option (getsockopt(2)). The argument names it; what it holds does not matter.
    template <gettable_on<Protocol, Family> Option>
        requires readable_in<Option, State>
    [[nodiscard]] result<typename Option::value_type> get(const Option& option) const noexcept {
        typename Option::representation value{};
        os::address_length size = sizeof value;
        const std::ptrdiff_t returned = this->system().getsockopt(this->native_handle(), option_level<Family>(option),
                                                                  option_name<Family>(option), &value, &size);
        if (returned < 0)
            return failure::from_returned(returned);
        if constexpr (decodes_by_size<Option>)
            return result<typename Option::value_type>(std::in_place, Option::decode(value, size));
        else
            return result<typename Option::value_type>(std::in_place, Option::decode(value));
    }
    template <gettable_on<Protocol, Family> Option>
        requires readable_in<Option, State>
    [[nodiscard]] result<typename Option::value_type> get() const noexcept {
        return get(Option());
    }
};

}  // namespace v0
}  // namespace tenon
