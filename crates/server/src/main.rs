//! The binary `maillage`.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Answers are many small allocations, which it serves faster than the system's allocator.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    maillage_server::commands::run()
}
