// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>

#include <tenon/base/stop_token.hpp>
#include <tenon/system/native.hpp>
#include <tenon/system/types.hpp>

namespace tenon {
inline namespace v0 {

/// Stops operations in other threads: those that were called with one of its tokens. Copies act as
/// one source.
///
/// A blocking operation waits for the stop with poll(2), on the descriptor of an eventfd(2), or on
/// the reading end of a pipe(2). The descriptor is opened when the first operation waits. If it
/// cannot be opened (EMFILE), an operation that has to wait fails with that error. An event loop
/// subscribes instead.
template <class System>
class basic_stop_source {
public:
    basic_stop_source() : basic_stop_source(System()) {}
    /// A source whose event is opened on `system`.
    explicit basic_stop_source(const System& system) : state_(new state(system)), token_(*state_) {
        state_->drop_reference();
    }
    basic_stop_source(const basic_stop_source&) noexcept =
        default;  // It has no move: a source always has its state.
    basic_stop_source& operator=(const basic_stop_source&) noexcept = default;
    ~basic_stop_source() = default;

    [[nodiscard]] stop_token token() const noexcept { return token_; }
    [[nodiscard]] bool stop_requested() const noexcept { return token_.stop_requested(); }

    /// Stops all operations that have a token of this source, now and later. Returns true for the
    /// first request. Safe in a signal handler.
    bool request_stop() const noexcept { return state_->request(); }

private:
    class state final : public detail::stop_state {
    public:
        explicit state(const System& system) : system_(system) {}
        ~state() override {
            for (const os::descriptor end : this->ends())
                if (end != os::no_descriptor)
                    static_cast<void>(system_.close(end));
        }

    private:
        std::ptrdiff_t open_event(event& made) noexcept override {
            return system_.open_event(made);
        }
        void raise_event(const event& made) noexcept override { system_.raise_event(made); }

        using typename detail::stop_state::event;
        [[no_unique_address]] System system_;
    };

    detail::stop_state* state_;  // The token holds a reference to it.
    stop_token token_;
};

/// The stop source of the native system.
using stop_source = basic_stop_source<os::native>;

}  // namespace v0
}  // namespace tenon
