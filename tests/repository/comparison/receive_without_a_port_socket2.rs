// SPDX-License-Identifier: BSL-1.0

// Receives on a UDP socket that has no port, for 200 ms at most.
// compiles: yes
// ends: exit status 1
// prints: Resource temporarily unavailable (os error 11)

use socket2::{Domain, Socket, Type};
use std::mem::MaybeUninit;
use std::time::Duration;

fn main() {
    let client = Socket::new(Domain::IPV4, Type::DGRAM, None).unwrap();
    client.set_read_timeout(Some(Duration::from_millis(200))).unwrap();
    let mut buffer = [MaybeUninit::uninit(); 100];
    if let Err(error) = client.recv_from(&mut buffer) {
        println!("{error}");
        std::process::exit(1);
    }
}
