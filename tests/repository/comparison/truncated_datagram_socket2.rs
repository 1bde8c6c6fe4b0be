// SPDX-License-Identifier: BSL-1.0

// Receives a datagram of ten bytes into a buffer of four, by the function that reports it.
// compiles: yes
// ends: exit status 0
// prints: 4 bytes, truncated: true

use socket2::{Domain, MaybeUninitSlice, Socket, Type};
use std::mem::MaybeUninit;
use std::net::SocketAddr;

fn main() {
    let here: SocketAddr = "127.0.0.1:0".parse().unwrap();
    let socket = Socket::new(Domain::IPV4, Type::DGRAM, None).unwrap();
    socket.bind(&here.into()).unwrap();
    socket.send_to(b"0123456789", &socket.local_addr().unwrap()).unwrap();
    let mut buffer = [MaybeUninit::uninit(); 4];
    let mut buffers = [MaybeUninitSlice::new(&mut buffer)];
    let (got, flags, _) = socket.recv_from_vectored(&mut buffers).unwrap();
    println!("{got} bytes, truncated: {}", flags.is_truncated());
}
