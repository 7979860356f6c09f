# easel_folder(NAME [USES other folders] [LIBS libraries] [IO] [PIXELS])
#   src/NAME/*.cc            → library easel_NAME
#   src/NAME/*_test.cc       → runner NAME_test (GoogleTest and RapidCheck)
#   src/NAME/*_bench.cc      → runner NAME_bench (Google Benchmark), release builds only
# IO folders share the one precompiled header; PIXELS folders are always optimised.
function(easel_folder name)
  cmake_parse_arguments(ARG "IO;PIXELS" "" "USES;LIBS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cc)
  set(tests ${sources})
  set(benches ${sources})
  list(FILTER sources EXCLUDE REGEX "_(test|bench)\\.cc$")
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  list(FILTER benches INCLUDE REGEX "_bench\\.cc$")

  if(NOT sources)
    add_library(easel_${name} INTERFACE)
    set(scope INTERFACE)
  else()
    add_library(easel_${name} STATIC ${sources})
    set(scope PUBLIC)
  endif()
  list(TRANSFORM ARG_USES PREPEND easel_)
  target_link_libraries(easel_${name} ${scope} ${ARG_USES} ${ARG_LIBS} easel_options)
  if(ARG_PIXELS AND sources)
    # On the files and not on the target: the last -O counts, and easel_options' comes after a target's.
    set_source_files_properties(${sources} PROPERTIES COMPILE_OPTIONS "${EASEL_PIXEL_OPTIONS}")
  endif()
  if(ARG_IO AND sources AND NOT name STREQUAL "runtime")
    target_precompile_headers(easel_${name} REUSE_FROM easel_runtime)
  elseif(name STREQUAL "runtime" AND sources)
    target_precompile_headers(easel_${name} PRIVATE ${CMAKE_SOURCE_DIR}/src/runtime/pch.h)
  endif()

  if(EASEL_TESTS AND tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE easel_${name} gtest gtest_main rapidcheck
      Threads::Threads)
    set_target_properties(${name}_test PROPERTIES
      RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  endif()
  if(EASEL_KIND STREQUAL "release" AND benches)
    add_executable(${name}_bench EXCLUDE_FROM_ALL ${benches})
    target_link_libraries(${name}_bench PRIVATE easel_${name} benchmark benchmark_main
      Threads::Threads)
    if(ARG_PIXELS)
      target_compile_options(${name}_bench PRIVATE ${EASEL_PIXEL_OPTIONS})
    endif()
    set_target_properties(${name}_bench PROPERTIES
      RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bench)
  endif()
endfunction()

# easel_embeds(SOURCE FILE…): SOURCE #embeds these files. ccache does not look into them, so their
# contents go into the command line, and a change of one configures anew.
function(easel_embeds source)
  set(hashes "")
  foreach(file ${ARGN})
    file(SHA256 ${CMAKE_SOURCE_DIR}/${file} hash)
    string(APPEND hashes ${hash})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${file})
  endforeach()
  string(SHA256 hash "${hashes}")
  set_property(SOURCE ${CMAKE_SOURCE_DIR}/${source} APPEND PROPERTY COMPILE_DEFINITIONS
    EASEL_EMBEDDED="${hash}")
endfunction()
