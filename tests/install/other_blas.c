/* Stands for a BLAS that comes before tcalc's on the link line. */
void cblas_sgemm(void) {}
