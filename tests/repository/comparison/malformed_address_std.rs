// SPDX-License-Identifier: BSL-1.0

// Makes an IPv4 address with an octet of 256.
// compiles: yes
// ends: exit status 1
// prints: invalid socket address syntax

use std::net::SocketAddr;

fn main() {
    if let Err(error) = "10.0.0.256:80".parse::<SocketAddr>() {
        println!("{error}");
        std::process::exit(1);
    }
}
