// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <system_error>
#include <utility>

#include <tenon/address/ipv6_address.hpp>
#include <tenon/base/failure.hpp>
#include <tenon/base/result.hpp>

namespace tenon {
inline namespace v0 {

/// The target of a connection through a SOCKS5 proxy, and the user that the proxy is told.
///
/// The host is a name, an IPv4 address, or an IPv6 address without brackets and zone. Host, user
/// and password have at most 255 bytes each; a user without a password is allowed, a password
/// without a user is not. The constructor copies the texts. It reports no error: `check` does, and
/// the handshake calls it.
class socks5_target {
public:
    socks5_target(std::string_view host, std::uint16_t port, std::string_view user = {},
                  std::string_view password = {}) noexcept
        : error_(error_in(host, user, password)), port_(port) {
        if (error_ == 0)
            copy(host, user, password);
    }
    socks5_target(const socks5_target& other) noexcept : error_(other.error_), port_(other.port_) {
        if (error_ == 0)
            copy(other.host(), other.user(), other.password());
    }
    socks5_target(socks5_target&& other) noexcept { swap(other); }
    socks5_target& operator=(socks5_target other) noexcept {
        swap(other);
        return *this;
    }
    ~socks5_target() { std::free(texts_); }

    /// Checks whether the proxy can be asked for this target.
    /// Errors: `invalid_argument` if a text is too long, or not of the form above;
    /// `not_enough_memory` if there was no memory for a copy. Then the texts are empty.
    [[nodiscard]] result<void> check() const noexcept {
        if (error_ != 0)
            return failure(error_);
        return {};
    }
    [[nodiscard]] std::string_view host() const noexcept { return {texts_, host_size_}; }
    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
    /// Returns the user; an empty text if the proxy is used without authentication.
    [[nodiscard]] std::string_view user() const noexcept {
        return {texts_ + host_size_, user_size_};
    }
    /// Returns the password, which may be empty.
    [[nodiscard]] std::string_view password() const noexcept {
        return {texts_ + host_size_ + user_size_, password_size_};
    }

private:
    static constexpr int invalid = static_cast<int>(std::errc::invalid_argument);

    [[nodiscard]] static int error_in(std::string_view host, std::string_view user,
                                      std::string_view password) noexcept {
        constexpr std::size_t most = 255;
        if (host.empty() || host.size() > most || user.size() > most || password.size() > most)
            return invalid;
        if (user.empty() && !password.empty())
            return invalid;
        // A proxy might read a name only up to the NUL. A name has no colon.
        if (host.find('\0') != std::string_view::npos ||
            (host.find(':') != std::string_view::npos && !ipv6_address::parse(host)))
            return invalid;
        return 0;
    }
    void copy(std::string_view host, std::string_view user, std::string_view password) noexcept {
        texts_ = static_cast<char*>(std::malloc(host.size() + user.size() + password.size()));
        if (texts_ == nullptr) {
            error_ = static_cast<int>(std::errc::not_enough_memory);
            return;
        }
        std::memcpy(texts_, host.data(), host.size());
        if (!user.empty())
            std::memcpy(texts_ + host.size(), user.data(), user.size());
        if (!password.empty())
            std::memcpy(texts_ + host.size() + user.size(), password.data(), password.size());
        host_size_ = static_cast<unsigned char>(host.size());
        user_size_ = static_cast<unsigned char>(user.size());
        password_size_ = static_cast<unsigned char>(password.size());
    }
    void swap(socks5_target& other) noexcept {
        std::swap(texts_, other.texts_);
        std::swap(error_, other.error_);
        std::swap(port_, other.port_);
        std::swap(host_size_, other.host_size_);
        std::swap(user_size_, other.user_size_);
        std::swap(password_size_, other.password_size_);
    }

    char* texts_ = nullptr;  ///< host, user and password, one after the other
    int error_ = invalid;    ///< 0, or why this target cannot be used
    std::uint16_t port_ = 0;
    unsigned char host_size_ = 0;
    unsigned char user_size_ = 0;
    unsigned char password_size_ = 0;
};

}  // namespace v0
}  // namespace tenon
