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
/// closed. A second operation in the same direction does not enter layers that are in the middle of
/// the first: it fails with `device_or_resource_busy`.
template <class Stack, class Protocol, class Request>
class through_layers {
    using block_type = typename layer_session<Stack>::block_type;
    using described_wire = detail::described_wire<Protocol>;
    using outcome_type = decltype(std::declval<Request&>()(
        std::declval<detail::layer_view<Stack, described_wire>&>()));

    /// The type that `next` returns.
    template <class Perform>
    using next_outcome =
        typename std::conditional_t<answers_at_once<Perform>, std::type_identity<call_outcome<>>,
                                    std::invoke_result<Perform, call::none&>>::type;

public:
    using value_type = typename outcome_type::value_type;

    template <class... Arguments>
        requires requires(Arguments&&... arguments) {
            Request{std::forward<Arguments>(arguments)...};
        }
    explicit through_layers(const layer_session<Stack>& session, Arguments&&... arguments) noexcept
        : block_(session.block()), request_{std::forward<Arguments>(arguments)...} {}
    /// Moves an operation that has not begun.
    through_layers(through_layers&& other) noexcept
        : block_(other.block_), request_(other.request_) {}
    through_layers& operator=(through_layers&&) = delete;
    ~through_layers() {
        if (phase_ != phase::fresh) [[unlikely]]
            drop(block_, phase_);
    }

    /// Takes the layers of a session that has begun since the operation was constructed.
    constexpr void begin(const layer_session<Stack>& session) noexcept { block_ = session.block(); }

    template <class Perform>
    [[gnu::always_inline]] next_outcome<Perform> next(Perform&& perform) {
        if constexpr (answers_at_once<Perform>) {
            if (is_refused(!never_pends<Perform>)) [[unlikely]] {
                end_with(why_refused());
                return call_outcome<>();
            }
            if constexpr (!never_pends<Perform>) {
                if (phase_ == phase::ended) [[unlikely]] {
                    leave_block();
                    return call_outcome<>();
                }
            }
            direct_wire<Protocol, std::remove_reference_t<Perform>> wire(perform);
            run(wire);
            if constexpr (!never_pends<Perform>) {
                if (wire.is_pending()) [[unlikely]] {
                    // Layers that return something else than `errc::suspended` have to wait even
                    // so.
                    hold_block(is_suspended() ? phase::waiting : phase::ended);
                    fail_layers_ = through_layers::fail_waiting;
                    return call_outcome<>{.pending = true};
                }
                leave_block();
            }
            return call_outcome<>();
        } else {
            if (is_refused(true)) {
                end_with(why_refused());
                return perform(no_call_);
            }
            if (phase_ != phase::described) {
                hold_block(phase::described);
                fail_layers_ = through_layers::fail_described;
                ::new (static_cast<void*>(detail::address_of(wire_))) described_wire(block_->kept);
                end_with(failure(errc::suspended));
            }
            if (!wire_.is_pending()) {
                wire_.take_time(perform);
                if (is_suspended())
                    run(wire_);
                // Layers that return something else than `errc::suspended` have to wait even so.
                if (!is_suspended() && !wire_.is_pending()) {
                    wire_.keep_unclaimed();
                    leave_block();
                }
            }
            return wire_.next(perform);
        }
    }
    constexpr bool advance(std::ptrdiff_t returned) noexcept {
        if (phase_ != phase::described || !wire_.is_pending())
            return true;
        wire_.answer(returned);
        return false;
    }
    /// Tells the layers that the call they wait for has failed. If they do not wait for any, they
    /// are not asked: the driver has refused the operation.
    [[gnu::noinline, gnu::cold]] void fail(int error) noexcept {
        const failure why(error);
        if (fail_layers_ != nullptr)
            fail_layers_(*this, why);
        if (phase_ == phase::fresh || is_suspended())
            end_with(why);
        leave_block();
    }
    template <class View>
    [[gnu::always_inline]] outcome_type finish(const View&) noexcept {
        return std::move(outcome_);
    }
    /// Tells the layers that the caller goes, while its bytes still live.
    template <class View>
    void abandon(const View&) noexcept {
        if (phase_ != phase::fresh)
            fail(ECANCELED);
    }

private:
    enum class phase : unsigned char {
        fresh,      ///< no call is pending, and none has been
        waiting,    ///< the driver makes a call again later
        ended,      ///< the layers returned something although a call is pending
        described,  ///< the driver takes descriptions of calls
        left        ///< the layers were held, and have completed
    };

    template <class Wire>
    [[gnu::always_inline]] void run(Wire& wire) {
        detail::layer_view<Stack, Wire> top(block_->stack, wire);
        ::new (static_cast<void*>(detail::address_of(outcome_))) outcome_type(request_(top));
    }
    void end_with(failure why) noexcept {
        ::new (static_cast<void*>(detail::address_of(outcome_))) outcome_type(why);
    }
    static void fail_waiting(through_layers& operation, failure why) noexcept {
        detail::failing_wire<Protocol> wire{why};
        if (operation.is_suspended())
            operation.run(wire);
    }
    static void fail_described(through_layers& operation, failure why) noexcept {
        operation.wire_.end(why);
        if (operation.is_suspended())
            operation.run(operation.wire_);
        operation.wire_.keep_unclaimed();
    }
    [[nodiscard]] bool is_suspended() const noexcept {
        return !outcome_ && tenon::is_suspended(outcome_.why());
    }
    /// Returns whether the operation must not enter the layers: the socket has none, or another
    /// operation is in the middle of them, which is possible only if `others_wait`.
    [[nodiscard]] bool is_refused(bool others_wait) const noexcept {
        return block_ == nullptr ||
               (others_wait && phase_ == phase::fresh && block_->busy.contains(Request::uses));
    }
    [[nodiscard]] failure why_refused() const noexcept {
        return failure(block_ == nullptr ? std::errc::bad_file_descriptor
                                         : std::errc::device_or_resource_busy);
    }
    /// Keeps the layers alive from now on, and other operations out of them.
    void hold_block(phase next) noexcept {
        if (phase_ == phase::fresh) {
            block_->add_reference();
            block_->busy.set(Request::uses, true);
        }
        phase_ = next;
    }
    /// Lets other operations enter the layers.
    void leave_block() noexcept {
        if (phase_ == phase::fresh || phase_ == phase::left)
            return;
        block_->busy.set(Request::uses, false);
        phase_ = phase::left;
    }
    // A static function, so that the operation stays in registers.
    [[gnu::noinline, gnu::cold]] static void drop(block_type* block, phase at) noexcept {
        if (at != phase::left)
            block->busy.set(Request::uses, false);
        block->drop_reference();
    }

    block_type* block_;
    Request request_;
    phase phase_ = phase::fresh;
    /// Tells the layers of an error, in the way of the driver. A pointer, so that the layers are
    /// compiled for this driver alone.
    void (*fail_layers_)(through_layers& operation, failure why) noexcept = nullptr;
    [[no_unique_address]] call::none no_call_;
    union {
        char no_wire_;
        described_wire wire_;  ///< begins with the first call that is described
    };
    static_assert(std::is_trivially_destructible_v<outcome_type>);
    union {
        char no_outcome_;
        outcome_type outcome_;  ///< begins when the layers have run, or the operation has failed
    };
};

}  // namespace detail
}  // namespace v0
}  // namespace tenon
