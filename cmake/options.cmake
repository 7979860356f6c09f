# How every file is compiled. One interface target carries it: easel_options.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS ON)  # TRY uses a statement expression
set(EASEL_KIND "dev" CACHE STRING "dev, release, asan, tsan, fuzz or coverage")
option(EASEL_TESTS "build the unit tests" ON)

add_library(easel_options INTERFACE)
target_include_directories(easel_options INTERFACE ${CMAKE_SOURCE_DIR}/src)
# -Wno-deprecated-declarations: libstdc++ 12's own stable_sort uses what it marks deprecated.
target_compile_options(easel_options INTERFACE -Wall -Wextra -Werror -Wno-missing-field-initializers
  -Wno-deprecated-declarations
  -Wno-gnu-statement-expression -Wno-missing-designated-field-initializers -g1
  -fpch-instantiate-templates "SHELL:-Xclang -fno-pch-timestamp")
target_link_options(easel_options INTERFACE -fuse-ld=lld)
target_compile_definitions(easel_options INTERFACE
  SPDLOG_FMT_EXTERNAL BOOST_ASIO_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED
  BOOST_ASIO_DISABLE_BOOST_COROUTINE EASEL_VERSION="0.1.0")

if(EASEL_KIND STREQUAL "release")
  target_compile_options(easel_options INTERFACE -O2 -DNDEBUG -ffunction-sections -fdata-sections)
  target_link_options(easel_options INTERFACE -Wl,--gc-sections)
elseif(EASEL_KIND STREQUAL "asan")
  # no vptr check: Debian builds SOCI without the type information that it needs
  target_compile_options(easel_options INTERFACE -O1 -fno-omit-frame-pointer
    -fsanitize=address,undefined -fno-sanitize=vptr -fno-sanitize-recover=undefined)
  target_link_options(easel_options INTERFACE -fsanitize=address,undefined)
elseif(EASEL_KIND STREQUAL "tsan")
  target_compile_options(easel_options INTERFACE -O1 -fsanitize=thread)
  target_link_options(easel_options INTERFACE -fsanitize=thread)
elseif(EASEL_KIND STREQUAL "fuzz")
  target_compile_options(easel_options INTERFACE -O1 -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize=vptr)
  target_link_options(easel_options INTERFACE -fsanitize=address,undefined)
elseif(EASEL_KIND STREQUAL "coverage")
  target_compile_options(easel_options INTERFACE -O0 -fprofile-instr-generate -fcoverage-mapping)
  target_link_options(easel_options INTERFACE -fprofile-instr-generate)
else()
  target_compile_options(easel_options INTERFACE -O0)
endif()

# Pixels must be the same bytes in every build: no fused multiply-add, never below -O2.
set(EASEL_PIXEL_OPTIONS -O2 -ffp-contract=off)
