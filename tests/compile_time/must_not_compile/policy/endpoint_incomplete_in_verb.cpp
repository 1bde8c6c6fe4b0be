// SPDX-License-Identifier: BSL-1.0
// A verb needs an endpoint.
//
// change: resize -> shrink
// concept: endpoint
#include <tenon.hpp>

struct street {
    static constexpr int domain = AF_INET;
    template <class Protocol>
    static constexpr bool carries = true;
    class endpoint;
};

class street::endpoint {
public:
    using family = street;
    tenon::os::socket_address* data() noexcept { return reinterpret_cast<tenon::os::socket_address*>(&native_); }
    const tenon::os::socket_address* data() const noexcept {
        return reinterpret_cast<const tenon::os::socket_address*>(&native_);
    }
    tenon::os::address_length size() const noexcept { return sizeof native_; }
    static tenon::os::address_length capacity() noexcept { return sizeof native_; }
    bool /*here*/ resize(tenon::os::address_length length) noexcept { return length == size(); }
    bool operator==(const endpoint& other) const noexcept { return native_.sin_port == other.native_.sin_port; }

private:
    ::sockaddr_in native_{};
};

auto misuse(const street::endpoint& peer) {
    return tenon::connect<tenon::udp>(peer);
}
