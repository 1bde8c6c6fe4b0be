// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <utility>

namespace unit {

template <class Error>
class unexpected {
public:
    explicit unexpected(Error error) : error_(std::move(error)) {}
    const Error& error() const& noexcept { return error_; }
    Error&& error() && noexcept { return std::move(error_); }

private:
    Error error_;
};

/// The least class with the shape of `std::expected`, as a program may define one of its own.
template <class T, class Error>
class expected {
public:
    using value_type = T;
    using error_type = Error;
    using unexpected_type = unexpected<Error>;

    expected(T value) : value_(std::move(value)) {}
    expected(unexpected_type reason) : error_(std::move(reason).error()) {}

    [[nodiscard]] bool has_value() const noexcept { return value_.has_value(); }
    T& operator*() & { return *value_; }
    const T& operator*() const& { return *value_; }
    T&& operator*() && { return *std::move(value_); }
    [[nodiscard]] const Error& error() const noexcept { return error_; }

private:
    std::optional<T> value_;
    Error error_{};
};

template <class Error>
class expected<void, Error> {
public:
    using value_type = void;
    using error_type = Error;
    using unexpected_type = unexpected<Error>;

    expected() = default;
    expected(unexpected_type reason) : failed_(true), error_(std::move(reason).error()) {}

    [[nodiscard]] bool has_value() const noexcept { return !failed_; }
    [[nodiscard]] const Error& error() const noexcept { return error_; }

private:
    bool failed_ = false;
    Error error_{};
};

}  // namespace unit
