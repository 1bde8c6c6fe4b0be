// SPDX-License-Identifier: BSL-1.0

// Listens on a UDP socket.
// compiles: no: E0599

use std::net::UdpSocket;

fn main() {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.listen(16).unwrap();
}
