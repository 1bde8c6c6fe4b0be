// SPDX-License-Identifier: BSL-1.0

// Starts a child process while a socket is open.
// compiles: yes
// ends: exit status 0
// prints: the child does not have it

use socket2::{Domain, Socket, Type};
use std::os::unix::io::AsRawFd;
use std::process::Command;

fn main() {
    let server = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    // A child process asks whether it has the descriptor.
    let file = format!("/proc/self/fd/{}", server.as_raw_fd());
    let has = Command::new("test").args(["-e", &file]).status().unwrap().success();
    println!("{}", if has { "the child has it" } else { "the child does not have it" });
}
