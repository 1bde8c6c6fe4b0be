// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <tenon/options/machinery/bounded_text.hpp>
#include <tenon/options/machinery/option.hpp>
#include <tenon/system/option_names.hpp>

namespace tenon {
inline namespace v0 {
namespace options {

#ifdef TENON_HAS_SO_PEERCRED
/// Who made the other end of a connection, as the system knew it then (struct ucred, unix(7)).
struct credentials {
    ::pid_t process = 0;
    ::uid_t user = 0;
    ::gid_t group = 0;
    friend constexpr bool operator==(const credentials&, const credentials&) noexcept = default;
};
#endif

#ifdef TENON_HAS_SO_PEERGROUPS
/// The groups beside its own that a process is in, as many as there is room for.
class group_list {
public:
    static constexpr std::size_t capacity = 256;

    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr const ::gid_t* begin() const noexcept { return groups_; }
    [[nodiscard]] constexpr const ::gid_t* end() const noexcept { return groups_ + size_; }
    [[nodiscard]] constexpr ::gid_t operator[](std::size_t index) const noexcept { return groups_[index]; }

private:
    friend struct option_representation<group_list>;
    std::size_t size_ = 0;
    ::gid_t groups_[capacity] = {};
};
#endif

/// Unix sockets with a connection.
using on_unix_connections = on_all_of<on_unix, on_connections>;

}  // namespace options
}  // namespace v0
}  // namespace tenon

#ifdef TENON_HAS_SO_PEERGROUPS
template <>
struct tenon::option_representation<tenon::options::group_list> {
    struct type {
        ::gid_t groups[options::group_list::capacity];
    };
    static constexpr bool varies_in_size = true;
    static constexpr type encode(const options::group_list&) noexcept { return {}; }
    static constexpr os::address_length size(const options::group_list&) noexcept { return 0; }
    static constexpr options::group_list decode(const type& given, os::address_length size) noexcept {
        options::group_list groups;
        while (groups.size_ != size / sizeof(::gid_t) && groups.size_ != options::group_list::capacity) {
            groups.groups_[groups.size_] = given.groups[groups.size_];
            ++groups.size_;
        }
        return groups;
    }
};
#endif

#ifdef TENON_HAS_SO_PEERCRED
template <>
struct tenon::option_representation<tenon::options::credentials> {
    using type = ::ucred;
    static constexpr ::ucred encode(const options::credentials& value) noexcept {
        return {value.process, value.user, value.group};
    }
    static constexpr options::credentials decode(const ::ucred& given) noexcept { return {given.pid, given.uid, given.gid}; }
};

namespace tenon {
inline namespace v0 {
namespace options {

/// SO_PEERCRED: who connected, or listened, or made the pair (unix(7)).
using peer_credentials = option<credentials, SOL_SOCKET, SO_PEERCRED, read_only<read_with_peer<on_unix_connections>>>;

}  // namespace options
}  // namespace v0
}  // namespace tenon
#endif

namespace tenon {
inline namespace v0 {
namespace options {

#ifdef SO_PASSCRED
/// SO_PASSCRED: who sent a message comes with it, as a control message (unix(7)).
using pass_credentials = option<bool, SOL_SOCKET, SO_PASSCRED, on_unix>;
#endif

#ifdef SO_PASSSEC
/// SO_PASSSEC: the security label of who sent a message comes with it (unix(7)).
using pass_security = option<bool, SOL_SOCKET, SO_PASSSEC, on_unix>;
#endif

#ifdef TENON_SO_PASSPIDFD
/// SO_PASSPIDFD: a descriptor of the process that sent a message comes with it (Linux 6.5).
using pass_process_descriptor = option<bool, SOL_SOCKET, TENON_SO_PASSPIDFD, on_unix>;
#endif

#ifdef TENON_SO_PASSRIGHTS
/// SO_PASSRIGHTS: descriptors may come; off, they are refused to who sends them (Linux 6.16).
using pass_rights = option<bool, SOL_SOCKET, TENON_SO_PASSRIGHTS, on_unix>;
#endif

#ifdef SO_PEERSEC
/// SO_PEERSEC: the security label of the other end, where the system has labels (unix(7)).
using peer_security = option<bounded_text<255>, SOL_SOCKET, SO_PEERSEC, read_only<read_with_peer<on_unix_connections>>>;
#endif

#ifdef TENON_HAS_SO_PEERGROUPS
/// SO_PEERGROUPS: the groups of who made the other end. More than `group_list` has room for are `result_out_of_range`
/// (unix(7), Linux 4.13).
using peer_groups = option<group_list, SOL_SOCKET, SO_PEERGROUPS, read_only<read_with_peer<on_unix_connections>>>;
#endif

}  // namespace options
}  // namespace v0
}  // namespace tenon
