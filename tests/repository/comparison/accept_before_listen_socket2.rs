// SPDX-License-Identifier: BSL-1.0

// Accepts on a socket that is bound and does not listen.
// compiles: yes
// ends: exit status 1
// prints: Invalid argument (os error 22)

use socket2::{Domain, Socket, Type};
use std::net::SocketAddr;

fn main() {
    let here: SocketAddr = "127.0.0.1:0".parse().unwrap();
    let server = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    server.bind(&here.into()).unwrap();
    if let Err(error) = server.accept() {
        println!("{error}");
        std::process::exit(1);
    }
}
