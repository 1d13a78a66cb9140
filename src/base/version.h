/* version.h -- what --version and every report's provenance say. */
#ifndef BASE_VERSION_H
#define BASE_VERSION_H

#define MAKEGOOD_VERSION "0.1.0"

#endif
