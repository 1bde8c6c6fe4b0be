// SPDX-License-Identifier: BSL-1.0

// Sends on a TCP socket that is not connected.
// compiles: yes
// ends: exit status 1
// prints: Broken pipe (os error 32)

use socket2::{Domain, Socket, Type};

fn main() {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    if let Err(error) = socket.send(b"text") {
        println!("{error}");
        std::process::exit(1);
    }
}
