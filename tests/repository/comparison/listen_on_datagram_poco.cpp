// SPDX-License-Identifier: BSL-1.0

// Listens on a UDP socket.
// compiles: no: listen

#include <Poco/Net/DatagramSocket.h>

using namespace Poco::Net;

int main() {
    DatagramSocket socket(SocketAddress("127.0.0.1", 0));
    socket.listen(16);
}
