// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <tenon/concepts/state.hpp>
#include <tenon/options/bounded_text.hpp>
#include <tenon/options/option.hpp>
#include <tenon/system/option_names.hpp>

namespace tenon::inline v0::options {

/// Who made the other end of a connection, as the system knew it then (struct ucred, unix(7)).
struct credentials {
    ::pid_t process = 0;
    ::uid_t user = 0;
    ::gid_t group = 0;
    friend constexpr bool operator==(const credentials&, const credentials&) noexcept = default;
};

/// The groups beside its own that a process is in, as many as there is room for.
class group_list {
public:
    static constexpr std::size_t capacity = 256;

    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr const ::gid_t* begin() const noexcept { return groups_; }
    [[nodiscard]] constexpr const ::gid_t* end() const noexcept { return groups_ + size_; }
    [[nodiscard]] constexpr ::gid_t operator[](std::size_t index) const noexcept { return groups_[index]; }

private:
    friend struct peer_groups;
    std::size_t size_ = 0;
    ::gid_t groups_[capacity] = {};
};

/// Unix sockets with a connection.
using on_unix_connections = on_all_of<on_unix, on_connections>;

}  // namespace tenon::inline v0::options

#ifdef SO_PEERCRED
template <>
struct tenon::option_representation<tenon::options::credentials> {
    using type = ::ucred;
    static constexpr ::ucred encode(const options::credentials& value) noexcept {
        return {value.process, value.user, value.group};
    }
    static constexpr options::credentials decode(const ::ucred& given) noexcept { return {given.pid, given.uid, given.gid}; }
};

namespace tenon::inline v0::options {

/// SO_PEERCRED: who connected, or listened, or made the pair (unix(7)).
struct peer_credentials : option_at<credentials, SOL_SOCKET, on_unix_connections> {
    using option_at::option_at;
    static constexpr int name = SO_PEERCRED;
    static constexpr bool get_only = true;
    template <class State>
    static constexpr bool readable_in = has_remote_endpoint<State>;
};

}  // namespace tenon::inline v0::options
#endif

namespace tenon::inline v0::options {

// clang-format off

#ifdef SO_PASSCRED
/// SO_PASSCRED: who sent a message comes with it, as a control message (unix(7)).
struct pass_credentials : option_at<bool, SOL_SOCKET, on_unix> { using option_at::option_at; static constexpr int name = SO_PASSCRED; };
#endif

#ifdef SO_PASSSEC
/// SO_PASSSEC: the security label of who sent a message comes with it (unix(7)).
struct pass_security : option_at<bool, SOL_SOCKET, on_unix> { using option_at::option_at; static constexpr int name = SO_PASSSEC; };
#endif

#ifdef TENON_SO_PASSPIDFD
/// SO_PASSPIDFD: a descriptor of the process that sent a message comes with it (Linux 6.5).
struct pass_process_descriptor : option_at<bool, SOL_SOCKET, on_unix> { using option_at::option_at; static constexpr int name = TENON_SO_PASSPIDFD; };
#endif

#ifdef TENON_SO_PASSRIGHTS
/// SO_PASSRIGHTS: descriptors may come; off, they are refused to who sends them (Linux 6.16).
struct pass_rights : option_at<bool, SOL_SOCKET, on_unix> { using option_at::option_at; static constexpr int name = TENON_SO_PASSRIGHTS; };
#endif

// clang-format on

#ifdef SO_PEERSEC
/// SO_PEERSEC: the security label of the other end, where the system has labels (unix(7)).
struct peer_security : text_option_at<255, SOL_SOCKET, on_unix_connections> {
    using text_option_at::text_option_at;
    static constexpr int name = SO_PEERSEC;
    static constexpr bool get_only = true;
    template <class State>
    static constexpr bool readable_in = has_remote_endpoint<State>;
};
#endif

#ifdef SO_PEERGROUPS
/// SO_PEERGROUPS: the groups of who made the other end. More than `group_list` has room for are `result_out_of_range`
/// (unix(7), Linux 4.13).
struct peer_groups : on_unix_connections {
    using value_type = group_list;
    struct representation {
        ::gid_t groups[group_list::capacity];
    };
    static constexpr int level = SOL_SOCKET;
    static constexpr int name = SO_PEERGROUPS;
    static constexpr bool get_only = true;
    template <class State>
    static constexpr bool readable_in = has_remote_endpoint<State>;

    [[nodiscard]] static constexpr representation encode() noexcept { return {}; }
    [[nodiscard]] static constexpr group_list decode(const representation& given, os::address_length size) noexcept {
        group_list groups;
        for (groups.size_ = 0; groups.size_ != size / sizeof(::gid_t) && groups.size_ != group_list::capacity; ++groups.size_)
            groups.groups_[groups.size_] = given.groups[groups.size_];
        return groups;
    }
};
#endif

}  // namespace tenon::inline v0::options
