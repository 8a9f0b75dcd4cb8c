//! `make install`, and programs that are built against what it installs.

use crate::support::{have, library, root, scratch, succeed};
use std::path::{Path, PathBuf};
use std::process::Command;

const PROGRAM: &str = r#"
#include <MI.h>
int main(void) {
    const MI_Char *name = NULL;
    return MI_Instance_GetClassName(NULL, &name) == MI_RESULT_INVALID_PARAMETER ? 0 : 1;
}
"#;

fn install(settings: &[String]) {
    let mut make = Command::new("make");
    make.current_dir(root()).arg("install").arg(format!("LIBRARY={}", library().display())).args(settings);
    // The make that runs the tests must not hand its own settings down.
    succeed(make.env_remove("MAKEFLAGS").env_remove("MAKELEVEL"));
}

fn installed(test: &str) -> PathBuf {
    let prefix = scratch(test);
    install(&[format!("PREFIX={}", prefix.display())]);
    prefix
}

fn works(program: &Path, prefix: &Path) {
    succeed(Command::new(program).env("LD_LIBRARY_PATH", prefix.join("lib")));
}

/// What pkg-config would print; read from the file where there is no pkg-config.
fn flags(prefix: &Path) -> Vec<String> {
    let folder = prefix.join("lib/pkgconfig");
    let printed = if have("pkg-config") {
        let mut command = Command::new("pkg-config");
        succeed(command.env("PKG_CONFIG_PATH", &folder).args(["--cflags", "--libs", "mi"]))
    } else {
        let file = std::fs::read_to_string(folder.join("mi.pc")).expect("mi.pc is installed");
        let flags =
            file.lines().filter_map(|line| line.strip_prefix("Libs: ").or(line.strip_prefix("Cflags: ")));
        let flags = flags.collect::<Vec<_>>().join(" ");
        let (lib, include) = (prefix.join("lib"), prefix.join("include"));
        flags
            .replace("${libdir}", &lib.to_string_lossy())
            .replace("${includedir}", &include.to_string_lossy())
    };
    printed.split_whitespace().map(str::to_string).collect()
}

#[test]
fn install_a_c_program_builds_with_pkg_config() {
    if !have("make") || !have("gcc") {
        return;
    }
    let prefix = installed("install_pkg_config");
    std::fs::write(prefix.join("program.c"), PROGRAM).expect("the source can be written");
    let mut gcc = Command::new("gcc");
    gcc.args(["-std=c99", "-Wall", "-Wextra", "-Werror", "-o"]).arg(prefix.join("program"));
    succeed(gcc.arg(prefix.join("program.c")).args(flags(&prefix)));
    works(&prefix.join("program"), &prefix);
}

#[test]
fn install_a_cmake_program_builds_with_the_package() {
    if !have("make") || !have("gcc") || !have("cmake") {
        return;
    }
    let prefix = installed("install_cmake");
    let project = "cmake_minimum_required(VERSION 3.10)\nproject(program C)\nfind_package(mi 0.1 REQUIRED)\n\
                   add_executable(program program.c)\ntarget_link_libraries(program mi::mi)\n";
    std::fs::write(prefix.join("CMakeLists.txt"), project).expect("the project can be written");
    std::fs::write(prefix.join("program.c"), PROGRAM).expect("the source can be written");
    let build = prefix.join("build");
    let mut cmake = Command::new("cmake");
    cmake
        .arg("-S")
        .arg(&prefix)
        .arg("-B")
        .arg(&build)
        .arg(format!("-DCMAKE_PREFIX_PATH={}", prefix.display()));
    succeed(&mut cmake);
    succeed(Command::new("cmake").arg("--build").arg(&build));
    works(&build.join("program"), &prefix);
}

#[test]
fn install_with_destdir_puts_every_file_below_it_and_names_the_prefix() {
    if !have("make") {
        return;
    }
    let stage = scratch("install_destdir");
    install(&["PREFIX=/opt/mi".to_string(), format!("DESTDIR={}", stage.display())]);
    let prefix = stage.join("opt/mi");
    for file in
        ["lib/libmi.so", "include/mi.h", "include/MI.h", "include/micodec.h", "lib/cmake/mi/mi-config.cmake"]
    {
        assert!(prefix.join(file).is_file(), "{file} is not installed");
    }
    let pc = std::fs::read_to_string(prefix.join("lib/pkgconfig/mi.pc")).expect("mi.pc is installed");
    assert!(pc.contains("prefix=/opt/mi\n") && !pc.contains('@'), "{pc}");
}
