/*
 * banned.h -- functions that have no place here, as compile errors.
 *
 * The compiler is told to include it before every file. setlocale and its kin
 * are banned because both output libraries print numbers by the process locale.
 */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat sprintf vsprintf strtok gets
#pragma GCC poison atoi atol atoll atof
#pragma GCC poison gmtime localtime ctime asctime mktime
/* "random" stays: <gmp.h> writes the word in a macro */
#pragma GCC poison setlocale rand srand srandom

#endif
