// SPDX-License-Identifier: BSL-1.0

// Sends to a peer that has closed the connection.
// compiles: yes
// ends: exit status 1
// prints: Broken pipe (os error 32)

use std::io::Write;
use std::os::unix::net::UnixStream;

fn main() {
    let (mut stream, peer) = UnixStream::pair().unwrap();
    drop(peer);
    if let Err(error) = stream.write(b"text") {
        println!("{error}");
        std::process::exit(1);
    }
}
