//! Tests of the whole platform, as its clients see it. One program, a module for each capability.

mod harness;
