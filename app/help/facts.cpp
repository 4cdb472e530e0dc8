#include <app/help/facts.hpp>
#include <array>

#include <tcalc/core/fill.hpp>

namespace tcalc::app {

namespace {

constexpr std::array example_facts = {
    Fact{"tcalc dot 2,3,4 7,4,5", "the shape of a product"},
    Fact{"tcalc matmul B,H,T,64 B,H,64,T", "named dims: holds for every size"},
    Fact{"tcalc batch_dot 9,8,7,4,2 9,8,7,2,5 --keras 3", "the other meaning of batch_dot"},
    Fact{"tcalc matmul '[[1,2],[3,4]]' '[[5,6],[7,8]]'", "values"},
    Fact{"tcalc matmul a.npy b.npy -o c.npy", "files"},
    Fact{"tcalc eval 'abs(a - b).max()' x.npy y.npy", "an expression, as NumPy has it"},
    Fact{"tcalc dot randn:64,128 w.npy -o - | tcalc dot - v.npy --json", ""},
    Fact{"tcalc show 'a.npy[0,:,-1]' --heat", "a slice, drawn in the terminal"},
    Fact{"tcalc concat w*.npy -o all.npy", "many arrays, one file"},
    Fact{"tcalc run shapes.tcalc", "many shapes, checked in CI"},
    Fact{"tcalc frameworks 2,3 4,3 --want 2,4", "which operation is it?"},
    Fact{"tcalc explain matmul B,H,T,64 B,H,64,T", "how the axes pair up"},
};

constexpr std::array form_facts = {
    Fact{"2,3,4  2x3x4  (2,3)  B,T,64  ?,64  ()", "a shape; names stand for any size, ? is unknown"},
    Fact{"'B*T,D//H'  T+1,64  '(4*D,)'", "a shape with arithmetic: + - * // % ** min max"},
    Fact{"'[[1,2],[3,4]]'  true", "values, as JSON"},
    Fact{"ones:2,3  full=7.5:2,2:f4  rand:8,8",
         "a fill, KIND[=ARG]:SHAPE[:DTYPE]: zeros ones full arange eye rand randn randint"},
    Fact{"w.npz:layer/w  model.safetensors:h.0.w", "an array of an archive, a tensor of a model"},
    Fact{"m.gguf:output.weight  m.pt:fc.weight",
         "the same of GGUF, quantised ones as float32, and of PyTorch, shape and dtype alone"},
    Fact{"data.h5:/group/weight", "a dataset of an HDF5 file"},
    Fact{"'model.safetensors:*.bias'", "every array whose name matches, for commands that take many"},
    Fact{"a.npy@2", "the third of the arrays that follow one another in a file"},
    Fact{"a.npy  ./2x3  ./run-1,run-2  table.csv",
         "a file; with .gz or .zst behind its name, one that is compressed"},
    Fact{"raw=x.bin:3,4:f4  raw=x.bin@128:?,4:>i2",
         "a file without a header, raw=FILE[@OFFSET]:SHAPE:DTYPE; ? is as many as there are"},
    Fact{"a.npy[0,:,1:3]  w.npz:k[..., -1]", "a slice of a file or a member, as NumPy slices"},
    Fact{"-", "the next array on standard input"},
};

constexpr std::array exit_code_facts = {
    Fact{"0", "success: the complete result has been written"},
    Fact{"1",
         "the answer is no: not defined for these shapes, dtypes or axes; an index out of range; a "
         "difference, a defect, an expectation that fails"},
    Fact{"2", "usage: unknown command, option or operand syntax"},
    Fact{"3", "an input cannot be opened, read or understood"},
    Fact{"4", "the output cannot be written"},
    Fact{"5", "more memory needed than available, or a size overflows"},
    Fact{"70", "a bug in tcalc"},
    Fact{"128+n", "ended by signal n"},
};

constexpr std::array environment_facts = {
    Fact{"NO_COLOR", "if set and not empty, --color auto means never"},
    Fact{"TERM", "dumb, or none: no colours and no progress line unless they are asked for"},
    Fact{"LC_ALL, LC_CTYPE, LANG", "an encoding other than UTF-8: pictures are made of ASCII characters"},
    Fact{"COLUMNS", "width of drawings and tables in columns (default: that of the terminal)"},
    Fact{"LINES", "height of a picture in lines (default: that of the terminal)"},
    Fact{"COLORTERM", "truecolor or 24bit: pictures in 24-bit colour; else in 256 colours"},
    Fact{"TCALC_KERAS", "the Keras version that batch_dot follows without --keras"},
    Fact{"TCALC_INSTRUCTION_SET",
         "the instruction set of tcalc's own kernels: baseline, avx2, avx512, neon (default: the best of the "
         "machine)"},
    Fact{"OPENBLAS_CORETYPE",
         "the processor whose OpenBLAS kernels are used: Haswell, SkylakeX, ... (default: chosen by "
         "OpenBLAS, or by tcalc for processors that OpenBLAS does not know)"},
};

constexpr std::array<Fact, fill_kind_count> fill_facts = {{
    {"zeros:SHAPE", "zeros"},
    {"ones:SHAPE", "ones"},
    {"full=VALUE:SHAPE", "VALUE everywhere"},
    {"arange:SHAPE", "0, 1, 2, ... in C order; int64"},
    {"eye:N", "the identity matrix of N rows"},
    {"rand:SHAPE", "uniform random numbers from 0 to below 1"},
    {"randn:SHAPE", "standard normal random numbers"},
    {"randint=BOUND:SHAPE", "random integers from 0 to below BOUND; int64"},
}};

constexpr std::array json_facts = {
    Fact{"an operation, eval",
         "operation (of eval expression), shape, dtype, values; of shapes alone no dtype and no values"},
    Fact{"show, new, convert", "operand, shape, dtype, values: an object per array"},
    Fact{"eval, if the result is no array", "expression, value: a text"},
    Fact{"print in a program", "name, shape, dtype, values; or name, value"},
    Fact{"explain", "operation, operands, result, axes, einsum, plan and costs; of eval, nodes"},
    Fact{"frameworks", "a row for each operation of each library"},
    Fact{"info",
         "file, shape, dtype, order, byte_order, version, elements, bytes, data_offset: an object per array; "
         "with --stats, stats: min, max, mean, std, zeros, nans, infinities; after those of a model: file, "
         "tensors, parameters, bytes, metadata"},
    Fact{"diff",
         "equal, shapes, dtypes, elements, differing, with_nan, largest_absolute, largest_relative, "
         "differences, each with index, left, right, absolute, relative; of archives member, and only_in "
         "for one that the other lacks; with --each left and right"},
    Fact{"check",
         "file, defects (how many), findings: id, severity, message, not_read_by; an object per array"},
    Fact{"an error",
         "error: kind, exit_code, message, details, operands (name, shape, axes), source (text, spans), "
         "hints (kind, text and their parts); on standard error"},
};

constexpr std::array<std::string_view, 3> json_paragraphs = {
    "--json prints one object on one line; commands about several arrays print one for each. An error is one "
    "object on standard error, and the exit code is the same.",
    "A shape is a list of integers; a named dim is text, \"4*D\", and an unknown one null. Numbers are the "
    "shortest that round-trip in their dtype; \"nan\", \"inf\" and \"-inf\" are text, and a complex number "
    "is [re,im]. What is missing is null.",
    "Notes and warnings are in the object that they are about, as notes: a list of text. In a program that "
    "is the next object that is printed; a note begins with its file and line. An error has those that came "
    "before it beside error. Where no object follows, {\"notes\": [TEXT, ...]} is on standard error.",
};

constexpr std::array<std::string_view, 4> operand_paragraphs = {
    "What an operand is follows from how it is written, never from what happens to be on disk: 2,3 is a "
    "shape, ./2,3 a file.",
    "If any operand is a shape, only shapes are computed, and of files only the headers are read; --shape "
    "asks for that with values too. A shape that tcalc printed is itself an operand.",
    "Values are int64 if all are integers, bool if all are true or false, else float64. A fill is float64 "
    "(arange and randint: int64) unless a dtype follows its shape, ones:2,3:f4.",
    "Random fills depend on --seed and on the operand's place alone, and are the same on every machine.",
};

constexpr std::array<std::string_view, 5> dtype_paragraphs = {
    "A code may have a byte order before it: <f4 is little-endian, >f4 big-endian. Files of either order are "
    "read.",
    "Operands of two dtypes are converted to the one that both promote to, as numpy.result_type has it, and "
    "the result keeps that dtype: integers wrap around, bool is or-of-ands, float16 and bfloat16 are summed "
    "in float32 and rounded once.",
    "bfloat16 stays bfloat16 beside an integer and becomes the wider of two floats beside another (float32 "
    "beside float16), as in JAX and PyTorch. .npy has no name for it: it is written as '<V2', as ml_dtypes "
    "saves it, and --as bf16 reads that back; a file that says bfloat16 is read as it is.",
    "float8_e4m3fn and float8_e5m2 are dtypes of files: nothing is computed in them, operands are float32, "
    "and "
    "convert --dtype rounds once, e4m3fn to NaN beyond 448. .npy holds them as '<V1', which --as reads back.",
    "--dtype converts the operands first; --output-type sums small integers in a wider integer dtype.",
};

}  // namespace

std::span<const Fact> examples() { return example_facts; }
std::span<const Fact> operand_forms() { return form_facts; }
std::span<const Fact> exit_codes() { return exit_code_facts; }
std::span<const Fact> environment() { return environment_facts; }
std::span<const Fact> fills() { return fill_facts; }
std::span<const Fact> json_objects() { return json_facts; }
std::span<const std::string_view> json_rules() { return json_paragraphs; }
std::span<const std::string_view> operand_rules() { return operand_paragraphs; }
std::span<const std::string_view> dtype_rules() { return dtype_paragraphs; }

}  // namespace tcalc::app
