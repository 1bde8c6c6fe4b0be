// SPDX-License-Identifier: BSL-1.0
#include "fuzzing.hpp"

#include <support/policies.hpp>

#include <memory>

// A sockaddr of any bytes and any length, as an endpoint of each family.

using fuzz::expect;

namespace {

using length_type = tenon::os::address_length;

/// What is made of it is of its family, no longer than it may be, and made of itself again; otherwise the error says which.
template <class Endpoint>
tenon::result<Endpoint> made_of(const sockaddr* address, std::size_t size, bool fits) {
    const auto made = tenon::endpoint_from<Endpoint>(address, static_cast<length_type>(size));
    expect(made.has_value() == fits, "an endpoint is made of what has its family and its length");
    if (!made) {
        expect(size < sizeof(sa_family_t) ? made.error() == std::errc::invalid_argument
                                          : made.error() == tenon::errc::foreign_endpoint,
               "a sockaddr is refused as what it is");
        return made;
    }
    expect(std::memcmp(made->data(), address, sizeof(sa_family_t)) == 0, "the family is as it was");
    expect(made->size() <= Endpoint::capacity(), "an endpoint is not longer than it may be");
    const auto again = tenon::endpoint_from<Endpoint>(made->data(), made->size());
    expect(again && *again == *made, "an endpoint is made of itself");
    return made;
}

/// It is the sockaddr to the last byte, and printing leads back.
template <class Endpoint>
void check_internet(const sockaddr* address, std::size_t size, bool fits) {
    const auto made = made_of<Endpoint>(address, size, fits);
    if (made) {
        expect(made->size() == size && std::memcmp(made->data(), address, size) == 0, "every byte is taken over");
        fuzz::expect_to_lead_back(*made);
    }
}

/// As unix(7) says: nothing; a NUL and a name of all that follows; or a path up to its NUL.
void check_local(const sockaddr* address, std::size_t size, bool fits) {
    const auto made = made_of<tenon::unix_domain::endpoint>(address, size, fits);
    if (!made)
        return;
    constexpr std::size_t offset = offsetof(sockaddr_un, sun_path);
    const char* const bytes = reinterpret_cast<const char*>(address);
    const std::string_view all(bytes + offset, (size < sizeof(sockaddr_un) ? size : sizeof(sockaddr_un)) - offset);
    expect(made->is_unnamed() == all.empty(), "without a name it is unnamed");
    if (!all.empty() && all.front() == '\0')
        expect(made->is_abstract() && made->name() == all.substr(1), "an abstract name is all that follows its NUL");
    else if (!all.empty())
        expect(made->is_path() && made->name() == all.substr(0, all.find('\0')), "a path goes up to its NUL");
    fuzz::expect_to_lead_back(*made);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // Not aligned, and not a byte longer than is said.
    const std::unique_ptr<std::uint8_t[]> buffer(new std::uint8_t[size + 1]);
    if (size != 0)
        std::memcpy(buffer.get() + 1, data, size);
    const auto* const address = reinterpret_cast<const sockaddr*>(buffer.get() + 1);
    sa_family_t family = AF_UNSPEC;
    const bool has_family = size >= sizeof family;
    if (has_family)
        std::memcpy(&family, data, sizeof family);

    const bool is_v4 = has_family && family == AF_INET && size == sizeof(sockaddr_in);
    const bool is_v6 = has_family && family == AF_INET6 && size == sizeof(sockaddr_in6);
    check_internet<tenon::ipv4::endpoint>(address, size, is_v4);
    check_internet<tenon::ipv6::endpoint>(address, size, is_v6);
    check_internet<tenon::any_ip::endpoint>(address, size, is_v4 || is_v6);
    check_local(address, size, has_family && family == AF_UNIX);
    static_cast<void>(
        made_of<support::netlink::endpoint>(address, size, has_family && family == AF_NETLINK && size == sizeof(sockaddr_nl)));
    return 0;
}
