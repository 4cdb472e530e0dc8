// Functions of layout that stand in the table of layouts.cpp.
#pragma once

#include <string_view>

#include <tcalc/functions/arguments.hpp>

namespace tcalc::functions {

// Axes in another order, more of them or fewer.
Value transpose(Builder& builder, const Arguments& arguments, std::string_view name);
Value swapaxes(Builder& builder, const Arguments& arguments, std::string_view name);
Value moveaxis(Builder& builder, const Arguments& arguments, std::string_view name);
Value expand_dims(Builder& builder, const Arguments& arguments, std::string_view name);
Value squeeze(Builder& builder, const Arguments& arguments, std::string_view name);

// New arrays out of parts of others.
Value concatenate(Builder& builder, const Arguments& arguments, std::string_view name);
Value stack(Builder& builder, const Arguments& arguments, std::string_view name);
Value split(Builder& builder, const Arguments& arguments, std::string_view name);
Value repeat(Builder& builder, const Arguments& arguments, std::string_view name);
Value tile(Builder& builder, const Arguments& arguments, std::string_view name);
Value pad(Builder& builder, const Arguments& arguments, std::string_view name);
Value roll(Builder& builder, const Arguments& arguments, std::string_view name);

}  // namespace tcalc::functions
