// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include <sys/socket.h>

// Before Linux 6.8 this header requires <sys/socket.h> before it.
#include <linux/vm_sockets.h>

#include <cstring>

#include <tenon.hpp>

namespace {

/// A family that a user defines, with `basic_endpoint`.
struct vsock {
    static constexpr int domain = AF_VSOCK;
    using endpoint = tenon::basic_endpoint<vsock, sockaddr_vm>;
};
static_assert(tenon::family<vsock> && tenon::endpoint<vsock::endpoint>);

vsock::endpoint at_port(unsigned port) {
    vsock::endpoint endpoint;
    endpoint.native().svm_cid = VMADDR_CID_LOCAL;
    endpoint.native().svm_port = port;
    return endpoint;
}

}  // namespace

TEST_CASE("basic_endpoint: a default-constructed one is zeros with the address family") {
    const vsock::endpoint endpoint;
    CHECK(endpoint.native().svm_family == AF_VSOCK);
    CHECK(endpoint.native().svm_port == 0);
    CHECK(endpoint.size() == sizeof(sockaddr_vm));
    CHECK(endpoint.capacity() == sizeof(sockaddr_vm));
    CHECK(static_cast<const void*>(endpoint.data()) == &endpoint.native());
}

TEST_CASE("basic_endpoint: is constructible from the native address") {
    sockaddr_vm native = {};
    native.svm_family = AF_VSOCK;
    native.svm_cid = VMADDR_CID_LOCAL;
    native.svm_port = 5;
    CHECK(vsock::endpoint(native) == at_port(5));
}

TEST_CASE("basic_endpoint: two are equal if their bytes are") {
    CHECK(at_port(1) == at_port(1));
    CHECK(at_port(1) != at_port(2));
    CHECK(at_port(1) != vsock::endpoint());
}

TEST_CASE("basic_endpoint: resize accepts only its own family and size") {
    vsock::endpoint endpoint = at_port(1);
    CHECK(endpoint.resize(sizeof(sockaddr_vm)));
    CHECK_FALSE(endpoint.resize(sizeof(sockaddr_vm) - 1));
    CHECK_FALSE(endpoint.resize(sizeof(sockaddr_vm) + 1));
    CHECK_FALSE(endpoint.resize(0));
    endpoint.data()->sa_family = AF_INET;
    CHECK_FALSE(endpoint.resize(sizeof(sockaddr_vm)));
}
