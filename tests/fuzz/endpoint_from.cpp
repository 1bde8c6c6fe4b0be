// SPDX-License-Identifier: BSL-1.0
#include "fuzzing.hpp"

#include <support/policies.hpp>

#include <memory>

// A sockaddr of any bytes and any length, as an endpoint of each family.

using fuzz::expect;

namespace {

using length_type = tenon::os::address_length;

/// Checks that an accepted endpoint has the family and at most the capacity, and converts back to
/// itself. Otherwise checks the error.
template <class Endpoint>
tenon::result<Endpoint> checked_endpoint(const sockaddr* address, std::size_t size, bool fits) {
    const auto endpoint = tenon::endpoint_from<Endpoint>(address, static_cast<length_type>(size));
    expect(endpoint.has_value() == fits,
           "endpoint_from accepts exactly the family and length of the endpoint");
    if (!endpoint) {
        expect(size < sizeof(sa_family_t) ? endpoint.error() == std::errc::invalid_argument
                                          : endpoint.error() == tenon::errc::foreign_endpoint,
               "a sockaddr is refused with the right error");
        return endpoint;
    }
    expect(std::memcmp(endpoint->data(), address, sizeof(sa_family_t)) == 0,
           "the family is copied");
    expect(endpoint->size() <= Endpoint::capacity(),
           "the size of an endpoint is at most its capacity");
    const auto again = tenon::endpoint_from<Endpoint>(endpoint->data(), endpoint->size());
    expect(again && *again == *endpoint, "data and size of an endpoint convert back to it");
    return endpoint;
}

/// Checks that the endpoint has every byte of the sockaddr, and that its text parses to the same.
template <class Endpoint>
void check_internet(const sockaddr* address, std::size_t size, bool fits) {
    const auto endpoint = checked_endpoint<Endpoint>(address, size, fits);
    if (endpoint) {
        expect(endpoint->size() == size && std::memcmp(endpoint->data(), address, size) == 0,
               "every byte is copied");
        fuzz::expect_round_trip(*endpoint);
    }
}

/// Checks the name as unix(7) defines it: none; a NUL and then all bytes of an abstract name; or a
/// path that ends at its NUL.
void check_unix_domain(const sockaddr* address, std::size_t size, bool fits) {
    const auto endpoint = checked_endpoint<tenon::unix_domain::endpoint>(address, size, fits);
    if (!endpoint)
        return;
    constexpr std::size_t offset = offsetof(sockaddr_un, sun_path);
    const char* const bytes = reinterpret_cast<const char*>(address);
    const std::string_view all(bytes + offset,
                               (size < sizeof(sockaddr_un) ? size : sizeof(sockaddr_un)) - offset);
    expect(endpoint->is_unnamed() == all.empty(), "an endpoint without a name is unnamed");
    if (!all.empty() && all.front() == '\0')
        expect(endpoint->is_abstract() && endpoint->name() == all.substr(1),
               "an abstract name is all bytes after the first NUL");
    else if (!all.empty())
        expect(endpoint->is_path() && endpoint->name() == all.substr(0, all.find('\0')),
               "a path ends at its NUL");
    fuzz::expect_round_trip(*endpoint);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // The address is not aligned, and the buffer ends with the given size.
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
    check_unix_domain(address, size, has_family && family == AF_UNIX);
    static_cast<void>(checked_endpoint<support::netlink::endpoint>(
        address, size, has_family && family == AF_NETLINK && size == sizeof(sockaddr_nl)));
    return 0;
}
