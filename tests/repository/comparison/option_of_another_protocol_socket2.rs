// SPDX-License-Identifier: BSL-1.0

// Sets TCP_NODELAY on a UDP socket.
// compiles: yes
// ends: exit status 1
// prints: Protocol not available (os error 92)

use socket2::{Domain, Socket, Type};

fn main() {
    let socket = Socket::new(Domain::IPV4, Type::DGRAM, None).unwrap();
    if let Err(error) = socket.set_nodelay(true) {
        println!("{error}");
        std::process::exit(1);
    }
}
