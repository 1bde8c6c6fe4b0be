// SPDX-License-Identifier: BSL-1.0

// Sends on a UDP socket that has no peer, and does not look at the error.
// compiles: with a warning: unused_must_use
// ends: exit status 0
// prints: sent

use std::net::UdpSocket;

fn main() {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.send(b"text");
    println!("sent");
}
