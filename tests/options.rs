//! Options objects through their tables: threads, forks, and handles that are none.
