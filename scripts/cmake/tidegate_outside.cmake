# The libraries that tidegate stands on, as outside::NAME. In the static release the modules only see
# their headers: the archives are linked once, in one group (tidegate_static.cmake).
find_package(nlohmann_json REQUIRED) # headers only
find_package(PkgConfig REQUIRED)

if(TIDEGATE_STATIC)
  include(tidegate_static)
endif()

function(tidegate_outside name package)
  pkg_check_modules(${package} REQUIRED IMPORTED_TARGET ${package})
  add_library(outside_${name} INTERFACE)
  add_library(outside::${name} ALIAS outside_${name})
  if(TIDEGATE_STATIC)
    target_include_directories(outside_${name} SYSTEM INTERFACE ${${package}_INCLUDE_DIRS})
    target_link_libraries(outside_${name} INTERFACE tidegate_archives)
  else()
    target_link_libraries(outside_${name} INTERFACE PkgConfig::${package})
  endif()
endfunction()

tidegate_outside(sqlite sqlite3)
tidegate_outside(curl libcurl)
tidegate_outside(crypto libcrypto)
tidegate_outside(yaml yaml-cpp)
tidegate_outside(archive libarchive)
tidegate_outside(git2 libgit2)
tidegate_outside(zlib zlib)
