// SPDX-License-Identifier: BSL-1.0

// Makes an endpoint with the port 70000.
// compiles: no: literal out of range for `u16`

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

fn main() {
    let there = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1)), 70000);
    println!("{there}");
}
