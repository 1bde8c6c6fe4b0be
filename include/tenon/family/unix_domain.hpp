// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <compare>
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>

#include <tenon/base/literal_error.hpp>
#include <tenon/base/narrow_cast.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/runs_over.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

/// Sockets within one machine (unix(7)). The bare socket types `stream`, `datagram` and `seqpacket`
/// run over this family.
struct unix_domain {
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

    /// Returns the endpoint of a name in the file system: 1 to 108 bytes without NUL (unix(7),
    /// sun_path). bind(2) creates the file; closing the socket does not remove it.
    /// Errors: `filename_too_long`, `errc::path_is_empty`, `errc::path_contains_nul`.
    [[nodiscard]] static constexpr result<endpoint> path(std::string_view name) noexcept;
    /// Returns the endpoint of an abstract name (Linux): 0 to 107 bytes. All bytes are significant,
    /// also NUL. The name is not in the file system, and vanishes when the socket is closed.
    /// Errors: `filename_too_long`.
    [[nodiscard]] static constexpr result<endpoint> abstract(std::string_view name) noexcept;
    /// Returns the endpoint without a name. When a socket is bound to it, the system chooses an
    /// abstract name (Linux: autobind).
    [[nodiscard]] static constexpr endpoint unnamed() noexcept;
};

/// A path, an abstract name or no name, stored as a `sockaddr_un` and its length.
class unix_domain::endpoint {
public:
    using family = unix_domain;

    /// Constructs an unnamed endpoint.
    constexpr endpoint() noexcept { native_.sun_family = AF_UNIX; }

    [[nodiscard]] constexpr bool is_unnamed() const noexcept { return length_ == name_offset; }
    /// Returns whether the name is abstract: it begins with a NUL (unix(7)).
    [[nodiscard]] constexpr bool is_abstract() const noexcept {
        return !is_unnamed() && native_.sun_path[0] == '\0';
    }
    /// Returns whether the name is a path in the file system.
    [[nodiscard]] constexpr bool is_path() const noexcept {
        return !is_unnamed() && native_.sun_path[0] != '\0';
    }

    /// Returns the path or the abstract name; empty if the endpoint is unnamed.
    [[nodiscard]] constexpr std::string_view name() const noexcept {
        const std::size_t size = length_ - name_offset;
        if (is_unnamed())
            return {};
        if (is_abstract())
            return {native_.sun_path + 1, size - 1};
        return {native_.sun_path, native_.sun_path[size - 1] == '\0' ? size - 1 : size};
    }

    [[nodiscard]] os::socket_address* data() noexcept {
        return reinterpret_cast<os::socket_address*>(&native_);
    }
    [[nodiscard]] const os::socket_address* data() const noexcept {
        return reinterpret_cast<const os::socket_address*>(&native_);
    }
    [[nodiscard]] constexpr os::address_length size() const noexcept { return length_; }
    [[nodiscard]] static constexpr os::address_length capacity() noexcept {
        return sizeof(::sockaddr_un);
    }
    /// Takes the length of an address that the system wrote into `data()`. For a path of 108 bytes
    /// Linux reports one byte more than `capacity()`.
    /// Returns false if the address is not of this family.
    [[nodiscard]] constexpr bool resize(os::address_length length) noexcept {
        if (length > name_offset && native_.sun_family != AF_UNIX)
            return false;
        native_.sun_family = AF_UNIX;
        length_ = length < name_offset ? name_offset : length > capacity() ? capacity() : length;
        // A path ends at its NUL, whatever its length, so that equal paths are equal endpoints.
        if (is_path())
            length_ = length_of_path(std::string_view(native_.sun_path, length_ - name_offset));
        return true;
    }

    /// Parses the text that `to_string` returns: a path, "@name" for an abstract name, or
    /// "(unnamed)".
    /// Errors: those of `path` and `abstract`; `errc::escape_is_malformed`.
    [[nodiscard]] static constexpr result<endpoint> parse(std::string_view text) noexcept;
    static constexpr std::string_view unnamed_text =
        "(unnamed)";  ///< the text of an unnamed endpoint

    friend constexpr bool operator==(const endpoint& left, const endpoint& right) noexcept {
        return left.length_ == right.length_ && left.name() == right.name() &&
               left.is_abstract() == right.is_abstract();
    }
    /// Unnamed endpoints come first, then abstract names, then paths, each by its bytes.
    friend constexpr std::strong_ordering operator<=>(const endpoint& left,
                                                      const endpoint& right) noexcept {
        if (left.form() != right.form())
            return left.form() <=> right.form();
        return left.name() <=> right.name();
    }

private:
    friend struct unix_domain;

    static constexpr os::address_length name_offset = offsetof(::sockaddr_un, sun_path);
    static constexpr std::size_t longest_name = sizeof(::sockaddr_un::sun_path);

    constexpr endpoint(std::string_view name, std::size_t first) noexcept : endpoint() {
        for (std::size_t index = 0; index != name.size(); ++index)
            native_.sun_path[first + index] = name[index];
        length_ = first == 0
                      ? length_of_path(name)
                      : name_offset + detail::narrow_cast<os::address_length>(first + name.size());
    }

    /// Removes a character, or the escape sequence of one, from the front of a text, and returns
    /// it. Returns a negative number if the escape sequence is malformed.
    [[nodiscard]] static constexpr int take_letter(std::string_view& text) noexcept;

    [[nodiscard]] constexpr int form() const noexcept {
        return is_unnamed() ? 0 : is_abstract() ? 1 : 2;
    }

    /// Returns the length of the address of a path. It includes the NUL if the NUL fits.
    [[nodiscard]] static constexpr os::address_length length_of_path(
        std::string_view name) noexcept {
        const std::size_t size =
            name.find('\0') == std::string_view::npos ? name.size() : name.find('\0');
        return name_offset +
               detail::narrow_cast<os::address_length>(size < longest_name ? size + 1 : size);
    }

    ::sockaddr_un native_{};
    os::address_length length_ = name_offset;
};

constexpr result<unix_domain::endpoint> unix_domain::path(std::string_view name) noexcept {
    if (name.empty())
        return failure(errc::path_is_empty);
    if (name.size() > endpoint::longest_name)
        return failure(std::errc::filename_too_long);
    if (name.find('\0') != std::string_view::npos)
        return failure(errc::path_contains_nul);
    return endpoint(name, 0);
}

constexpr result<unix_domain::endpoint> unix_domain::abstract(std::string_view name) noexcept {
    if (name.size() >= endpoint::longest_name)
        return failure(std::errc::filename_too_long);
    return endpoint(name, 1);
}

constexpr unix_domain::endpoint unix_domain::unnamed() noexcept {
    return {};
}

constexpr result<unix_domain::endpoint> unix_domain::endpoint::parse(
    std::string_view text) noexcept {
    if (text == unnamed_text)
        return endpoint();
    const bool abstract = !text.empty() && text.front() == '@';
    if (abstract)
        text.remove_prefix(1);
    char name[longest_name + 1] = {};
    std::size_t size = 0;
    while (!text.empty() && size != sizeof name) {
        const int letter = take_letter(text);
        if (letter < 0)
            return failure(errc::escape_is_malformed);
        name[size++] = static_cast<char>(letter);
    }
    return abstract ? unix_domain::abstract({name, size}) : unix_domain::path({name, size});
}

constexpr int unix_domain::endpoint::take_letter(std::string_view& text) noexcept {
    const auto digit = [](char letter) {
        return letter >= '0' && letter <= '9'   ? letter - '0'
               : letter >= 'a' && letter <= 'f' ? letter - 'a' + 10
                                                : -1;
    };
    const char first = text.front();
    std::size_t taken = 1;
    int letter = static_cast<unsigned char>(first);
    if (first == '\\') {
        const char escape = text.size() >= 2 ? text[1] : '\0';
        const bool has_digits =
            escape == 'x' && text.size() >= 4 && digit(text[2]) >= 0 && digit(text[3]) >= 0;
        taken = has_digits ? 4 : 2;
        letter = has_digits       ? digit(text[2]) * 16 + digit(text[3])
                 : escape == '\\' ? '\\'
                 : escape == '0'  ? 0
                                  : -1;
    }
    if (letter >= 0)
        text.remove_prefix(taken);
    return letter;
}

/// Returns the text that `parse` reads: a path unchanged, "@name" for an abstract name, "(unnamed)"
/// for an unnamed endpoint. A backslash is written as "\\", a NUL as "\0". Other control characters
/// are written as "\x" and two digits, and so is the first character of a path that would read like
/// one of the other forms. Bytes from 0x80 on, as in UTF-8, are unchanged.
[[nodiscard]] inline std::string to_string(const unix_domain::endpoint& endpoint) {
    if (endpoint.is_unnamed())
        return std::string(unix_domain::endpoint::unnamed_text);
    std::string text(endpoint.is_abstract() ? "@" : "");
    for (const char letter : endpoint.name()) {
        const auto byte = static_cast<unsigned char>(letter);
        const bool misleads =
            text.empty() &&
            (letter == '@' || endpoint.name() == unix_domain::endpoint::unnamed_text);
        if (letter == '\\')
            text += "\\\\";
        else if (letter == '\0')
            text += "\\0";
        else if (byte < 0x20 || byte == 0x7F || misleads)
            text.append("\\x")
                .append(1, "01234567"[byte >> 4])
                .append(1, "0123456789abcdef"[byte & 0xF]);
        else
            text += letter;
    }
    return text;
}

inline namespace literals {

/// Makes an endpoint from a text as `parse` does: "/run/x.sock"_unix is a path, "@name"_unix an
/// abstract name.
[[nodiscard]] consteval unix_domain::endpoint operator""_unix(const char* text, std::size_t size) {
    return detail::literal_value(unix_domain::endpoint::parse({text, size}));
}

}  // namespace literals

static_assert(family<unix_domain> && makes_pairs<unix_domain>);

}  // namespace v0
}  // namespace tenon
