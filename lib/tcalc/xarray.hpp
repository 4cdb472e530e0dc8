// xt::xarray, wherever the installed xtensor keeps it: version 0.26 moved its headers into folders.
#pragma once

#if __has_include(<xtensor/containers/xarray.hpp>)
#include <xtensor/containers/xarray.hpp>
#else
#include <xtensor/xarray.hpp>
#endif
