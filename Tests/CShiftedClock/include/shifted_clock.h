// SPDX-License-Identifier: Apache-2.0
// A clock of the day that is wrong by SHIFTED_CLOCK_SECONDS, preloaded into a program.

#ifndef SHIFTED_CLOCK_H
#define SHIFTED_CLOCK_H
#endif
