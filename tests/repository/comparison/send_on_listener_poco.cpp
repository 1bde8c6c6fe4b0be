// SPDX-License-Identifier: BSL-1.0

// Sends on a listener.
// compiles: no: sendBytes

#include <Poco/Net/ServerSocket.h>

using namespace Poco::Net;

int main() {
    ServerSocket server(SocketAddress("127.0.0.1", 0));
    server.sendBytes("text", 4);
}
