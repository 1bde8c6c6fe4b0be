// SPDX-License-Identifier: BSL-1.0
#pragma once

// Includes tenon.hpp, and the layers: framing, decorators, handshakes. tenon.hpp does not include
// these, so that programs without them compile faster.

#include <tenon.hpp>
#include <tenon/framing/frame.hpp>
#include <tenon/layer/described_wire.hpp>
#include <tenon/layer/inbox.hpp>
#include <tenon/layer/layer.hpp>
#include <tenon/layer/layer_block.hpp>
#include <tenon/layer/layer_call.hpp>
#include <tenon/layer/layer_request.hpp>
#include <tenon/layer/layer_session.hpp>
#include <tenon/layer/layer_settings.hpp>
#include <tenon/layer/layer_transition.hpp>
#include <tenon/layer/layered.hpp>
#include <tenon/layer/outbox.hpp>
#include <tenon/layer/shared.hpp>
#include <tenon/layer/stack.hpp>
#include <tenon/layer/through_layers.hpp>
#include <tenon/layer/wire.hpp>
