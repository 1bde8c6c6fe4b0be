// SPDX-License-Identifier: BSL-1.0
#pragma once

// accept and accept_from, on a listener to which no peer has connected.

#include <faults/helpers/descriptors.hpp>
#include <faults/helpers/loopback.hpp>

namespace limit_tests {

template <class Pair, bool From>
class accepts {
    using protocol = typename Pair::protocol;
    using family = typename Pair::family;
    using driver = typename Pair::driver;

public:
    static constexpr const char* name = From ? "accept_from" : "accept";
    static constexpr bool applies = tenon::may_listen<protocol>;
    static constexpr bool never_waits = false;

    template <class... Limits>
    int attempt(const Limits&... limits) {
        if constexpr (From) {
            auto accepted = listener_.accept_from(limits...);
            if (!accepted)
                return accepted.why().number();
            accepted_ = std::move(accepted->socket);
            from_ = accepted->from;
        } else {
            auto accepted = listener_.accept(limits...);
            if (!accepted)
                return accepted.why().number();
            accepted_ = *std::move(accepted);
        }
        return 0;
    }
    void unblock() {
        client_ = tenon::connect<protocol>(listener_.local_endpoint().value()).value();
    }
    void unblock_before() { unblock(); }
    bool is_correct() {
        if (From && from_ != client_.local_endpoint().value())
            return false;
        return faults::is_nonblocking(accepted_.native_handle()) == (driver::type_flags != 0) &&
               faults::talk(accepted_, client_);
    }

private:
    tenon::listener<protocol, family, driver> listener_ =
        tenon::listen<protocol>(driver(), faults::anywhere<family>()).value();
    tenon::connection<protocol, family, driver> accepted_;
    tenon::connection<protocol, family> client_;
    typename family::endpoint from_;
};

}  // namespace limit_tests
