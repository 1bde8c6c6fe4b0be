// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <vector>

#include <tenon.hpp>

namespace unit {

/// The native system, which records the names of the calls that verbs make, in their order.
class recording : public tenon::os::native {
public:
    explicit recording(std::vector<std::string>& calls) noexcept : calls_(&calls) {}

    std::ptrdiff_t socket(int domain, int type, int protocol) const {
        calls_->emplace_back("socket");
        return tenon::os::native::socket(domain, type, protocol);
    }
    std::ptrdiff_t set_reuse_address(tenon::os::descriptor socket) const {
        calls_->emplace_back("set_reuse_address");
        return tenon::os::native::set_reuse_address(socket);
    }
    std::ptrdiff_t bind(tenon::os::descriptor socket, const tenon::os::socket_address* address,
                        tenon::os::address_length length) const {
        calls_->emplace_back("bind");
        return tenon::os::native::bind(socket, address, length);
    }
    std::ptrdiff_t listen(tenon::os::descriptor socket, int backlog) const {
        calls_->emplace_back("listen " + std::to_string(backlog));
        return tenon::os::native::listen(socket, backlog);
    }
    std::ptrdiff_t connect(tenon::os::descriptor socket, const tenon::os::socket_address* address,
                           tenon::os::address_length length) const {
        calls_->emplace_back("connect");
        return tenon::os::native::connect(socket, address, length);
    }
    std::ptrdiff_t setsockopt(tenon::os::descriptor socket, int level, int name, const void* value,
                              tenon::os::address_length size) const {
        calls_->emplace_back(name_of(level, name));
        return tenon::os::native::setsockopt(socket, level, name, value, size);
    }
    std::ptrdiff_t close(tenon::os::descriptor socket) const {
        calls_->emplace_back("close");
        return tenon::os::native::close(socket);
    }

private:
    static std::string name_of(int level, int name) {
        if (level == SOL_SOCKET && name == SO_RCVBUF)
            return "receive_buffer_size";
        if (level == SOL_SOCKET && name == SO_SNDBUF)
            return "send_buffer_size";
        if (level == IPPROTO_TCP && name == TCP_NODELAY)
            return "no_delay";
        if (level == IPPROTO_IPV6 && name == IPV6_V6ONLY)
            return "v6_only";
        if (level == IPPROTO_IP && name == IP_TTL)
            return "time_to_live";
        return "another option";
    }

    std::vector<std::string>* calls_;
};

using recording_driver = tenon::basic_blocking<recording>;

}  // namespace unit
