// SPDX-License-Identifier: BSL-1.0

// Sends from an IPv4 socket to an IPv6 endpoint.
// compiles: yes
// ends: exit status 1
// prints: Address family not supported by protocol (os error 97)

use std::net::UdpSocket;

fn main() {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    if let Err(error) = socket.send_to(b"text", "[::1]:7000") {
        println!("{error}");
        std::process::exit(1);
    }
}
