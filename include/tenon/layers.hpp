// SPDX-License-Identifier: BSL-1.0
#pragma once

// Includes tenon.hpp, and the layers: framing, decorators, handshakes. tenon.hpp does not include
// these, so that programs without them compile faster.

#include <tenon.hpp>
#include <tenon/framing/cobs.hpp>
#include <tenon/framing/delimited.hpp>
#include <tenon/framing/dns_over_tcp.hpp>
#include <tenon/framing/fixed_size.hpp>
#include <tenon/framing/frame.hpp>
#include <tenon/framing/framing.hpp>
#include <tenon/framing/length_field.hpp>
#include <tenon/framing/length_prefix.hpp>
#include <tenon/framing/lines.hpp>
#include <tenon/framing/message_limit.hpp>
#include <tenon/framing/netstring.hpp>
#include <tenon/framing/record_marking.hpp>
#include <tenon/framing/slip.hpp>
#include <tenon/framing/varint_prefix.hpp>
#include <tenon/layer/checksumming.hpp>
#include <tenon/layer/counting.hpp>
#include <tenon/layer/crc32.hpp>
#include <tenon/layer/described_wire.hpp>
#include <tenon/layer/heap_bytes.hpp>
#include <tenon/layer/hex_dump.hpp>
#include <tenon/layer/inbox.hpp>
#include <tenon/layer/layer.hpp>
#include <tenon/layer/layer_block.hpp>
#include <tenon/layer/layer_call.hpp>
#include <tenon/layer/layer_request.hpp>
#include <tenon/layer/layer_session.hpp>
#include <tenon/layer/layer_settings.hpp>
#include <tenon/layer/layer_transition.hpp>
#include <tenon/layer/layered.hpp>
#include <tenon/layer/message_buffer.hpp>
#include <tenon/layer/outbox.hpp>
#include <tenon/layer/rate_limiting.hpp>
#include <tenon/layer/shared.hpp>
#include <tenon/layer/stack.hpp>
#include <tenon/layer/through_layers.hpp>
#include <tenon/layer/token_bucket.hpp>
#include <tenon/layer/tracing.hpp>
#include <tenon/layer/transfer.hpp>
#include <tenon/layer/unclaimed.hpp>
#include <tenon/layer/wire.hpp>
#include <tenon/proxy/socks5.hpp>
#include <tenon/proxy/socks5_target.hpp>
