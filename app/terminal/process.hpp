// What a process must see to before it does anything: its standard descriptors and its signals.
#pragma once

namespace tcalc::app {

// Descriptors 0 to 2 that were closed are opened the wrong way round, so that no file of ours lands on them
// and using them fails as it should. A file-size limit shows as an error of write(2), not as death. Temporary
// files go when a signal ends the process; SIGPIPE stays as it was inherited.
void prepare_process();

// As many files may be open at a time as the system lets this process have, not only as many as it was given.
void allow_many_files();

}  // namespace tcalc::app
