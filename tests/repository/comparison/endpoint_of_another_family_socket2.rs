// SPDX-License-Identifier: BSL-1.0

// Sends from an IPv4 socket to an IPv6 endpoint.
// compiles: yes
// ends: exit status 1
// prints: Address family not supported by protocol (os error 97)

use socket2::{Domain, Socket, Type};
use std::net::SocketAddr;

fn main() {
    let there: SocketAddr = "[::1]:7000".parse().unwrap();
    let socket = Socket::new(Domain::IPV4, Type::DGRAM, None).unwrap();
    if let Err(error) = socket.send_to(b"text", &there.into()) {
        println!("{error}");
        std::process::exit(1);
    }
}
