// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <tenon/options/machinery/option.hpp>
#include <tenon/system/option_names.hpp>

#ifdef TENON_HAS_SO_PEERCRED

namespace tenon {
inline namespace v0 {
namespace options {

/// The peer's process, as it was when the connection or the pair was created (struct ucred,
/// unix(7)).
struct credentials {
    ::pid_t process = 0;
    ::uid_t user = 0;
    ::gid_t group = 0;
    friend constexpr bool operator==(const credentials&, const credentials&) noexcept = default;
};

}  // namespace options
}  // namespace v0
}  // namespace tenon

template <>
struct tenon::option_representation<tenon::options::credentials> {
    using type = ::ucred;
    static constexpr ::ucred encode(const options::credentials& value) noexcept {
        return {value.process, value.user, value.group};
    }
    static constexpr options::credentials decode(const ::ucred& given) noexcept {
        return {given.pid, given.uid, given.gid};
    }
};

#endif
