// SPDX-License-Identifier: BSL-1.0

// Listens on a UDP socket.
// compiles: yes
// ends: exit status 1
// prints: Operation not supported (os error 95)

use socket2::{Domain, Socket, Type};
use std::net::SocketAddr;

fn main() {
    let here: SocketAddr = "127.0.0.1:0".parse().unwrap();
    let socket = Socket::new(Domain::IPV4, Type::DGRAM, None).unwrap();
    socket.bind(&here.into()).unwrap();
    if let Err(error) = socket.listen(16) {
        println!("{error}");
        std::process::exit(1);
    }
}
