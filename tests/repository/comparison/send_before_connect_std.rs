// SPDX-License-Identifier: BSL-1.0

// Sends on a UDP socket that has no peer.
// compiles: yes
// ends: exit status 1
// prints: Destination address required (os error 89)

use std::net::UdpSocket;

fn main() {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    if let Err(error) = socket.send(b"text") {
        println!("{error}");
        std::process::exit(1);
    }
}
