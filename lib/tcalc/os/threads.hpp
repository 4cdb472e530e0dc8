// How many threads this process can have.
#pragma once

namespace tcalc::os {

// Threads that can run beside one another, the calling one among them: `wanted` >= 1, or fewer where a limit
// on processes or addresses leaves no more. OpenMP ends the whole process where a thread cannot be started,
// so it is tried before, once for each number that is larger than those before it. Never below 1; 1 in a
// process that was forked by one that had asked.
int startable_threads(int wanted);

}  // namespace tcalc::os
