// OpenBLAS makes its threads' buffers before main begins: 128 MiB each, and it tries for ever where a limit
// leaves less. The program is linked so that this call comes here instead; the first product that shares work
// out makes them.
// NOLINTBEGIN(bugprone-reserved-identifier): the linker's name
extern "C" int __wrap_blas_thread_init();
extern "C" int __wrap_blas_thread_init() { return 0; }
// NOLINTEND(bugprone-reserved-identifier)
