/*
 * formats_robots.h -- makegood formats --robots: the rules for robots, and what
 * they say about agents.
 */
#ifndef CLI_FORMATS_ROBOTS_H
#define CLI_FORMATS_ROBOTS_H

/* argv[0] is the first argument behind --robots; returns an exit code. */
int formats_robots(int argc, char **argv);

#endif
