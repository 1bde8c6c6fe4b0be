// SPDX-License-Identifier: BSL-1.0
#pragma once

// The remote end of a connection, without layers: the bytes as they are on the wire.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace layers {

/// Makes the socket of the remote end, in the wire's thread. The local end may wait for what it does.
using make_far = int (*)(int listener);
/// Accepts a connection.
int accept_far(int listener);
/// Accepts a connection, and is its SOCKS5 proxy (RFC 1928, without authentication) up to the reply
/// for a target with a name. It does not connect to the target, but stays in place of it.
int accept_as_proxy(int listener);
/// Returns the socket itself.
int same_socket(int connected);

/// A socket and a thread that receives all that arrives and sends what it is told to. So the local
/// end can be used by one thread, however little the socket buffers hold.
class wire {
public:
    /// Takes ownership of the socket, from which `make` makes that of the remote end.
    wire(int socket, make_far make);
    wire(const wire&) = delete;
    ~wire();

    /// Returns and removes all that the local end, whose descriptor this is, has sent: of a protocol
    /// with messages, the first message. Waits while more is under way.
    std::string take(int local);
    /// Sends bytes, or a message.
    void put(std::string_view bytes);
    /// Ends the sending direction, after what is to be sent.
    void end();
    /// Sends back what arrives from now on, and the end.
    void send_back();
    /// Does not receive while it is paused.
    void pause(bool paused);
    /// Waits until the local end has ended its sending direction. Returns false after ten seconds.
    bool sees_end();

private:
    void run(int socket, make_far make);
    void transfer(std::unique_lock<std::mutex>& lock);
    bool receive();
    void send();
    void change();
    bool is_quiet(int local) const;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::string> arrived_;
    std::deque<std::string> leaving_;
    int socket_ = -1;
    int wake_;  ///< an eventfd(2)
    bool is_stream_ = true;
    bool has_end_ = true;
    bool is_paused_ = false;
    bool sends_back_ = false;
    bool ends_ = false;  ///< after `leaving_`
    bool is_shut_ = false;
    bool has_ended_ = false;
    bool stops_ = false;
    std::thread thread_;
};

}  // namespace layers
