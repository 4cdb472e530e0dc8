#include <utility>

#include <tcalc/formats/stored_reader.hpp>

namespace tcalc::formats {

StoredReader::StoredReader(std::shared_ptr<os::Input> input, npy::Reader reader, Description description)
    : input_(std::move(input)), reader_(std::move(reader)), description_(std::move(description)) {}

Description StoredReader::description() const {
  return reader_.is_whole() ? description_ : description_of(layout());
}

void StoredReader::for_each_run(const std::function<void(std::span<const std::byte>)>& visit) {
  if (!reader_.is_whole()) return ArrayReader::for_each_run(visit);
  reader_.for_each_run(visit);
}

bool StoredReader::has_rows_to_come() const {
  const npy::Header& header = reader_.header();
  if (input_->is_mappable() || header.fortran_order) return false;
  return reader_.is_whole() && !header.extents.empty() && header.extents.front() > 0;
}

}  // namespace tcalc::formats
