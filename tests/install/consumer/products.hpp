#pragma once

[[gnu::visibility("default")]] void print_products();

// Throws tcalc::Error.
[[gnu::visibility("default")]] void multiply_what_does_not_fit();
