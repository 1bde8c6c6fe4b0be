// SPDX-License-Identifier: BSL-1.0
#pragma once

// A layered protocol whose session cannot be copied and is counted, so that a test detects a
// transition that drops a session or makes another.

#include <concepts>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>

#include <tenon.hpp>

namespace support {

/// Counts a session: an object exists as long as the session, or the one that it was moved to.
class life {
public:
    explicit life(int parent_number = 0) : number(++created), parent(parent_number) { ++living; }
    life(const life&) = delete;
    life& operator=(const life&) = delete;
    ~life() { --living; }

    static inline int created = 0;
    static inline int living = 0;

    const int number;
    const int parent;  ///< the number of the listener's session, or 0
};

/// A session that is counted, and bytes that were received and not yet returned.
class memory {
public:
    memory() = default;

    /// The number of the session; 0 if it was moved from.
    [[nodiscard]] int number() const noexcept { return life_ ? life_->number : 0; }
    [[nodiscard]] int parent() const noexcept { return life_ ? life_->parent : 0; }

    [[nodiscard]] memory accepted_session() const {
        return memory(std::make_unique<life>(number()));
    }
    [[nodiscard]] std::size_t buffered() const noexcept { return held.size(); }

    std::string held;

private:
    explicit memory(std::unique_ptr<life> counted) noexcept : life_(std::move(counted)) {}

    std::unique_ptr<life> life_ = std::make_unique<life>();
};

/// An `Operation` whose constructor takes a session first, and ignores it.
template <class Operation>
class given_session : public Operation {
public:
    template <class Session, class... Arguments>
    explicit given_session(Session&, Arguments&&... arguments)
        : Operation(std::forward<Arguments>(arguments)...) {}
};

/// The protocol `Lower` with a session.
template <class Lower>
struct remembering : Lower {
    using session = memory;

    template <class Family>
    static constexpr bool runs_over = tenon::runs_over<Lower, Family>;

    template <class Data>
    using send_operation = given_session<typename Lower::template send_operation<Data>>;
    template <class Buffer>
    using receive_operation = given_session<typename Lower::template receive_operation<Buffer>>;
    template <class Buffer>
    using peek_operation = given_session<typename Lower::template peek_operation<Buffer>>;
};

static_assert(tenon::protocol<remembering<tenon::tcp>> &&
              tenon::has_session<remembering<tenon::tcp>>);
static_assert(!std::copyable<memory>);

}  // namespace support
