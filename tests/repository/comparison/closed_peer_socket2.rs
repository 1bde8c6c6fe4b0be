// SPDX-License-Identifier: BSL-1.0

// Sends to a peer that has closed the connection.
// compiles: yes
// ends: exit status 1
// prints: Broken pipe (os error 32)

use socket2::{Domain, Socket, Type};

fn main() {
    let (stream, peer) = Socket::pair(Domain::UNIX, Type::STREAM, None).unwrap();
    drop(peer);
    if let Err(error) = stream.send(b"text") {
        println!("{error}");
        std::process::exit(1);
    }
}
