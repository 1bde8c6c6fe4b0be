// SPDX-License-Identifier: BSL-1.0
#pragma once

// Taking connections.

#include <faults/helpers/descriptors.hpp>
#include <faults/helpers/loopback.hpp>

namespace bounded {

template <class Pair, bool From>
class takes {
    using protocol = typename Pair::protocol;
    using family = typename Pair::family;
    using driver = typename Pair::driver;

public:
    static constexpr const char* name = From ? "accept_from" : "accept";
    static constexpr bool applies = tenon::may_listen<protocol>;
    static constexpr bool never_waits = false;

    template <class... Limits>
    int attempt(const Limits&... bounds) {
        if constexpr (From) {
            auto taken = listener_.accept_from(bounds...);
            if (!taken)
                return taken.why().number();
            near_ = std::move(taken->socket);
            from_ = taken->from;
        } else {
            auto taken = listener_.accept(bounds...);
            if (!taken)
                return taken.why().number();
            near_ = *std::move(taken);
        }
        return 0;
    }
    void unblock() { far_ = tenon::connect<protocol>(listener_.local_endpoint().value()).value(); }
    void unblock_first() { unblock(); }
    bool holds() {
        if (From && from_ != far_.local_endpoint().value())
            return false;
        return faults::is_nonblocking(near_.native_handle()) == (driver::type_flags != 0) && faults::talk(near_, far_);
    }

private:
    tenon::listener<protocol, family, driver> listener_ = tenon::listen<protocol>(driver(), faults::anywhere<family>()).value();
    tenon::connection<protocol, family, driver> near_;
    tenon::connection<protocol, family> far_;
    typename family::endpoint from_;
};

}  // namespace bounded
