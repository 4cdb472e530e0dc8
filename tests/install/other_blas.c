/* Stands for an OpenBLAS that was built with threads of its own, before tcalc's on the link line. */
int openblas_get_parallel(void) { return 1; }
char* openblas_get_config(void) { return "OpenBLAS of another build"; }
void cblas_sgemm(void) {}
