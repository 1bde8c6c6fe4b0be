// SPDX-License-Identifier: BSL-1.0

// Sends on a listener.
// compiles: yes
// ends: exit status 1
// prints: Broken pipe (os error 32)

use socket2::{Domain, Socket, Type};
use std::net::SocketAddr;

fn main() {
    let here: SocketAddr = "127.0.0.1:0".parse().unwrap();
    let server = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    server.bind(&here.into()).unwrap();
    server.listen(16).unwrap();
    if let Err(error) = server.send(b"text") {
        println!("{error}");
        std::process::exit(1);
    }
}
