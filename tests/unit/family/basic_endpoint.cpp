// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <sys/socket.h>

// Before Linux 6.8 it needs what stands above.
#include <linux/vm_sockets.h>

#include <cstring>

#include <tenon.hpp>

namespace {

/// A family from one struct, as a user writes it.
struct machines {
    static constexpr int domain = AF_VSOCK;
    using endpoint = tenon::basic_endpoint<machines, sockaddr_vm>;
};
static_assert(tenon::family<machines> && tenon::endpoint<machines::endpoint>);

machines::endpoint at_port(unsigned port) {
    machines::endpoint endpoint;
    endpoint.native().svm_cid = VMADDR_CID_LOCAL;
    endpoint.native().svm_port = port;
    return endpoint;
}

}  // namespace

TEST_CASE("an endpoint of one's own begins as zeros of its family") {
    const machines::endpoint endpoint;
    CHECK(endpoint.native().svm_family == AF_VSOCK);
    CHECK(endpoint.native().svm_port == 0);
    CHECK(endpoint.size() == sizeof(sockaddr_vm));
    CHECK(endpoint.capacity() == sizeof(sockaddr_vm));
    CHECK(static_cast<const void*>(endpoint.data()) == &endpoint.native());
}

TEST_CASE("an endpoint of one's own is made of the system's address") {
    sockaddr_vm native = {};
    native.svm_family = AF_VSOCK;
    native.svm_cid = VMADDR_CID_LOCAL;
    native.svm_port = 5;
    CHECK(machines::endpoint(native) == at_port(5));
}

TEST_CASE("endpoints of one's own are equal by their bytes") {
    CHECK(at_port(1) == at_port(1));
    CHECK(at_port(1) != at_port(2));
    CHECK(at_port(1) != machines::endpoint());
}

TEST_CASE("an endpoint of one's own takes from the system what is one, and refuses the rest") {
    machines::endpoint endpoint = at_port(1);
    CHECK(endpoint.resize(sizeof(sockaddr_vm)));
    CHECK_FALSE(endpoint.resize(sizeof(sockaddr_vm) - 1));
    CHECK_FALSE(endpoint.resize(sizeof(sockaddr_vm) + 1));
    CHECK_FALSE(endpoint.resize(0));
    endpoint.data()->sa_family = AF_INET;
    CHECK_FALSE(endpoint.resize(sizeof(sockaddr_vm)));
}
