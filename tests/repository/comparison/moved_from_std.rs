// SPDX-License-Identifier: BSL-1.0

// Uses a socket that was moved.
// compiles: no: E0382

use std::net::UdpSocket;

fn main() {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let other = socket;
    socket.local_addr().unwrap();
    other.local_addr().unwrap();
}
