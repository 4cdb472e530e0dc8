// The arrays that show, new and convert are about: opened, rearranged, written.
#pragma once

#include <app/arrays/destination.hpp>
#include <app/arrays/source.hpp>
#include <app/cli/request.hpp>
#include <app/cli/settings.hpp>
#include <app/terminal/report.hpp>
#include <functional>

#include <tcalc/core/tensor.hpp>
#include <tcalc/npy/header.hpp>

namespace tcalc::app {

// How an array with this layout is to be stored.
using StorageOf = std::function<npy::Storage(const TensorView& layout)>;

// Writes every array of the operands to the destination, as --slice, --transpose and --reshape rearrange it;
// of a shape only the shape. An operand is one array, a whole archive all of its members, and with --each a
// stream or a file all that follow one another. Throws Error: usage, mismatch, resource, input, output.
void write_arrays(const Request& request, const Settings& settings, const Destination& destination,
                  const Reporter& reporter, const StorageOf& storage_of);

// The only operand, with what --slice selects of it. Throws Error{usage} when it is missing, one of several,
// or a shape.
Source open_single_array(const Request& request, const Settings& settings, const Reporter& reporter);

// The values, once there is memory for them.
const TensorView& loaded(const Settings& settings, Source& source);

}  // namespace tcalc::app
