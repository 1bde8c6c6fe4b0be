// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <compare>
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>

#include <tenon/base/literal_error.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/runs_over.hpp>
#include <tenon/system/types.hpp>

namespace tenon::inline v0 {

/// Sockets within the machine (unix(7)). The bare kinds `stream`, `datagram` and `seqpacket` run over it.
struct local {
    static constexpr int domain = AF_UNIX;
    static constexpr bool makes_pairs = true;
    template <class Protocol>
    static constexpr bool carries = [] {
        if constexpr (protocol<Protocol> && has_one_number<Protocol>)
            return Protocol::number == 0 && Protocol::socket_type != SOCK_RAW;
        else
            return false;
    }();

    class endpoint;

    /// A name in the file system: 1 to 108 bytes without NUL (unix(7), sun_path). Binding makes the file; it stays when the
    /// socket is closed. Errors: `filename_too_long`, `errc::path_is_empty`, `errc::path_contains_nul`.
    [[nodiscard]] static constexpr result<endpoint> path(std::string_view name) noexcept;
    /// A name that is no file and vanishes with the socket (Linux): 0 to 107 bytes, each of which counts, NUL too.
    /// Errors: `filename_too_long`.
    [[nodiscard]] static constexpr result<endpoint> abstract(std::string_view name) noexcept;
    /// No name. To bind to it asks the system for an abstract one (Linux: autobind).
    [[nodiscard]] static constexpr endpoint unnamed() noexcept;
};

/// A path, an abstract name, or none, as a `sockaddr_un` and its length.
class local::endpoint {
public:
    using family = local;

    /// Unnamed.
    constexpr endpoint() noexcept { native_.sun_family = AF_UNIX; }

    [[nodiscard]] constexpr bool is_unnamed() const noexcept { return length_ == name_offset; }
    [[nodiscard]] constexpr bool is_abstract() const noexcept { return !is_unnamed() && native_.sun_path[0] == '\0'; }
    [[nodiscard]] constexpr bool is_path() const noexcept { return !is_unnamed() && native_.sun_path[0] != '\0'; }

    /// The path or the abstract name; empty where there is none.
    [[nodiscard]] constexpr std::string_view name() const noexcept {
        const std::size_t size = length_ - name_offset;
        if (is_unnamed())
            return {};
        if (is_abstract())
            return {native_.sun_path + 1, size - 1};
        return {native_.sun_path, native_.sun_path[size - 1] == '\0' ? size - 1 : size};
    }

    [[nodiscard]] os::socket_address* data() noexcept { return reinterpret_cast<os::socket_address*>(&native_); }
    [[nodiscard]] const os::socket_address* data() const noexcept {
        return reinterpret_cast<const os::socket_address*>(&native_);
    }
    [[nodiscard]] constexpr os::address_length size() const noexcept { return length_; }
    [[nodiscard]] static constexpr os::address_length capacity() noexcept { return sizeof(::sockaddr_un); }
    /// Takes what the system wrote: `length` bytes, or for a path of the full length one more than there is room for.
    /// False where that is no address of this family.
    [[nodiscard]] constexpr bool resize(os::address_length length) noexcept {
        if (length > name_offset && native_.sun_family != AF_UNIX)
            return false;
        native_.sun_family = AF_UNIX;
        length_ = length < name_offset ? name_offset : length > capacity() ? capacity() : length;
        // A path ends at its NUL, whatever length it came with; so equal paths are equal endpoints.
        if (is_path())
            length_ = length_of_path(std::string_view(native_.sun_path, length_ - name_offset));
        return true;
    }

    friend constexpr bool operator==(const endpoint& left, const endpoint& right) noexcept {
        return left.length_ == right.length_ && left.name() == right.name() && left.is_abstract() == right.is_abstract();
    }
    /// Unnamed, then abstract names, then paths, each by its bytes.
    friend constexpr std::strong_ordering operator<=>(const endpoint& left, const endpoint& right) noexcept {
        if (left.kind() != right.kind())
            return left.kind() <=> right.kind();
        return left.name() <=> right.name();
    }

private:
    friend struct local;

    static constexpr os::address_length name_offset = offsetof(::sockaddr_un, sun_path);
    static constexpr std::size_t longest_name = sizeof(::sockaddr_un::sun_path);

    constexpr endpoint(std::string_view name, std::size_t first) noexcept : endpoint() {
        for (std::size_t index = 0; index != name.size(); ++index)
            native_.sun_path[first + index] = name[index];
        length_ = first == 0 ? length_of_path(name) : name_offset + static_cast<os::address_length>(first + name.size());
    }

    [[nodiscard]] constexpr int kind() const noexcept { return is_unnamed() ? 0 : is_abstract() ? 1 : 2; }

    /// With its NUL, where there is room for it.
    [[nodiscard]] static constexpr os::address_length length_of_path(std::string_view name) noexcept {
        const std::size_t size = name.find('\0') == std::string_view::npos ? name.size() : name.find('\0');
        return name_offset + static_cast<os::address_length>(size < longest_name ? size + 1 : size);
    }

    ::sockaddr_un native_{};
    os::address_length length_ = name_offset;
};

constexpr result<local::endpoint> local::path(std::string_view name) noexcept {
    if (name.empty())
        return failure(errc::path_is_empty);
    if (name.size() > endpoint::longest_name)
        return failure(std::errc::filename_too_long);
    if (name.find('\0') != std::string_view::npos)
        return failure(errc::path_contains_nul);
    return endpoint(name, 0);
}

constexpr result<local::endpoint> local::abstract(std::string_view name) noexcept {
    if (name.size() >= endpoint::longest_name)
        return failure(std::errc::filename_too_long);
    return endpoint(name, 1);
}

constexpr local::endpoint local::unnamed() noexcept {
    return {};
}

/// The path as it is; "@name" for an abstract name, with its NULs as "\0"; nothing for an unnamed endpoint.
[[nodiscard]] inline std::string to_string(const local::endpoint& endpoint) {
    if (!endpoint.is_abstract())
        return std::string(endpoint.name());
    std::string text = "@";
    for (const char letter : endpoint.name()) {
        if (letter == '\0')
            text += "\\0";
        else
            text += letter;
    }
    return text;
}

inline namespace literals {

/// A path.
[[nodiscard]] consteval local::endpoint operator""_local(const char* text, std::size_t size) {
    return literal_value(local::path({text, size}));
}

}  // namespace literals

static_assert(family<local> && makes_pairs<local>);

}  // namespace tenon::inline v0
