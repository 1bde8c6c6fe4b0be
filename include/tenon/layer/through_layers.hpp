// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

#include <tenon/base/address_of.hpp>
#include <tenon/base/result.hpp>
#include <tenon/concepts/call.hpp>
#include <tenon/layer/described_wire.hpp>
#include <tenon/layer/layer.hpp>
#include <tenon/layer/layer_session.hpp>
#include <tenon/layer/stack.hpp>
#include <tenon/layer/wire.hpp>

namespace tenon {
inline namespace v0 {
namespace detail {

/// Runs the layers of a connection until a request is fulfilled. `Stack` is the type of the layers,
/// and `Protocol` that of the socket below them.
///
/// Under a driver that makes each call at once, the layers run straight through. If a call is
/// pending, they return `errc::suspended`, and run again when the driver asks for the next call.
/// Under a driver that takes descriptions of calls, each call of the layers suspends them.
///
/// A limit, a cancellation, and the end of the operation reach the layers as the error of the call
/// that they wait for. The layers stay alive while the operation waits, even if the socket is
/// closed.
template <class Stack, class Protocol, class Request>
class through_layers {
    using block_type = typename layer_session<Stack>::block_type;
    using described_wire = detail::described_wire<Protocol>;
    using outcome_type = decltype(std::declval<Request&>()(
        std::declval<detail::layer_view<Stack, described_wire>&>()));

public:
    using value_type = typename outcome_type::value_type;

    template <class... Arguments>
        requires requires(Arguments&&... arguments) {
            Request{std::forward<Arguments>(arguments)...};
        }
    constexpr explicit through_layers(const layer_session<Stack>& session,
                                      Arguments&&... arguments) noexcept
        : block_(session.block()), request_{std::forward<Arguments>(arguments)...} {}
    /// Moves an operation that has not begun.
    constexpr through_layers(through_layers&& other) noexcept
        : block_(other.block_), request_(other.request_) {}
    through_layers& operator=(through_layers&&) = delete;
    ~through_layers() {
        if (holds_block_) [[unlikely]]
            let_block_go();
    }

    /// Takes the layers of a session that has begun since the operation was constructed.
    constexpr void begin(const layer_session<Stack>& session) noexcept { block_ = session.block(); }

    template <class Perform>
    [[gnu::always_inline]] auto next(Perform&& perform) {
        if constexpr (answers_at_once<Perform>) {
            using wire_type = detail::direct_wire<Protocol, std::remove_reference_t<Perform>>;
            if (block_ == nullptr) [[unlikely]] {
                outcome_ = failure(std::errc::bad_file_descriptor);
                return call_outcome<>();
            }
            if constexpr (requires { perform.refusal(); })
                if (const auto refused = perform.refusal(); refused < 0) [[unlikely]]
                    return call_outcome<>{.error = static_cast<int>(-refused)};
            wire_type wire(perform);
            run(wire);
            if (is_suspended()) [[unlikely]] {
                hold_block();
                return call_outcome<>{.pending = true};
            }
            return call_outcome<>();
        } else {
            if (!describes_) {
                describes_ = true;
                ::new (static_cast<void*>(detail::address_of(wire_))) described_wire();
                hold_block();
            }
            if (block_ == nullptr)
                outcome_ = failure(std::errc::bad_file_descriptor);
            else if (is_suspended() && !wire_.is_pending())
                run(wire_);
            return wire_.next(perform);
        }
    }
    constexpr bool advance(std::ptrdiff_t returned) noexcept {
        if (!describes_ || !wire_.is_pending())
            return true;
        wire_.answer(returned);
        return false;
    }
    /// Tells the layers that the call they wait for has failed. If they do not wait for any, they
    /// are not asked: the driver has refused the operation.
    [[gnu::noinline, gnu::cold]] void fail(int error) noexcept {
        if (!holds_block_) {
            outcome_ = failure(error);
            return;
        }
        if (describes_) {
            wire_.end(failure(error));
            run(wire_);
        } else {
            detail::failing_wire<Protocol> wire{failure(error)};
            run(wire);
        }
        if (is_suspended())
            outcome_ = failure(error);
    }
    template <class View>
    [[gnu::always_inline]] outcome_type finish(const View&) noexcept {
        // A cancelled call has succeeded, and the driver makes no other.
        if (describes_ && is_suspended()) [[unlikely]]
            fail(ECANCELED);
        return std::move(outcome_);
    }
    /// Tells the layers that the caller goes, while its bytes still live.
    template <class View>
    void abandon(const View&) noexcept {
        if (is_suspended())
            fail(ECANCELED);
    }

private:
    template <class Wire>
    [[gnu::always_inline]] void run(Wire& wire) {
        detail::layer_view<Stack, Wire> top(block_->stack, wire);
        outcome_ = request_(top);
    }
    [[nodiscard]] bool is_suspended() const noexcept {
        return !outcome_ && tenon::is_suspended(outcome_.why());
    }
    void hold_block() noexcept {
        if (!holds_block_ && block_ != nullptr) {
            holds_block_ = true;
            block_->add_reference();
        }
    }
    [[gnu::noinline, gnu::cold]] void let_block_go() noexcept {
        detail::shared<block_type> last(block_);
    }

    block_type* block_;
    Request request_;
    bool holds_block_ = false;
    bool describes_ = false;
    union {
        char none_ = 0;
        described_wire wire_;  ///< begins with the first call that is described
    };
    outcome_type outcome_ = failure(errc::suspended);
};

}  // namespace detail
}  // namespace v0
}  // namespace tenon
