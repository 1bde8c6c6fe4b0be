// SPDX-License-Identifier: BSL-1.0

// Receives a datagram of ten bytes into a buffer of four.
// compiles: yes
// ends: exit status 0
// prints: 4 bytes

use std::net::UdpSocket;

fn main() {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.send_to(b"0123456789", socket.local_addr().unwrap()).unwrap();
    let mut buffer = [0; 4];
    let (got, _) = socket.recv_from(&mut buffer).unwrap();
    println!("{got} bytes");
}
