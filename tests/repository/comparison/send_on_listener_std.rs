// SPDX-License-Identifier: BSL-1.0

// Sends on a listener.
// compiles: no: E0599

use std::io::Write;
use std::net::TcpListener;

fn main() {
    let mut server = TcpListener::bind("127.0.0.1:0").unwrap();
    server.write(b"text").unwrap();
}
