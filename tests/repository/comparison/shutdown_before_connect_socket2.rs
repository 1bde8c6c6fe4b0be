// SPDX-License-Identifier: BSL-1.0

// Shuts down the sending direction of a TCP socket that is not connected.
// compiles: yes
// ends: exit status 1
// prints: Transport endpoint is not connected (os error 107)

use socket2::{Domain, Socket, Type};
use std::net::Shutdown;

fn main() {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    if let Err(error) = socket.shutdown(Shutdown::Write) {
        println!("{error}");
        std::process::exit(1);
    }
}
