// SPDX-License-Identifier: BSL-1.0

// Receives an empty message, a message of one byte, and the end of the connection.
// compiles: yes
// ends: exit status 0
// prints: 0 bytes
// prints: 1 bytes
// prints: 0 bytes

use socket2::{Domain, Socket, Type};
use std::mem::MaybeUninit;

fn main() {
    let (left, right) = Socket::pair(Domain::UNIX, Type::SEQPACKET, None).unwrap();
    left.send(b"").unwrap();
    left.send(b"x").unwrap();
    drop(left);
    for _ in 0..3 {
        let mut buffer = [MaybeUninit::uninit(); 100];
        println!("{} bytes", right.recv(&mut buffer).unwrap());
    }
}
