// SPDX-License-Identifier: Apache-2.0
// What Debian's libsqlite3.a offers and no statement of tidegate uses: full text search, R-trees,
// the tables about pages, trigonometry (libm has it four times, once for each kind of processor).
// The first are asked to register themselves and do not; the last are no numbers, which SQL shows
// as null.
#pragma GCC diagnostic ignored "-Wmissing-prototypes"

#define NOT_REGISTERED(name)                                                                       \
  int name(void* database);                                                                        \
  int name(void* database) {                                                                       \
    (void)database;                                                                                \
    return 0;                                                                                      \
  }

NOT_REGISTERED(sqlite3DbpageRegister)
NOT_REGISTERED(sqlite3DbstatRegister)
NOT_REGISTERED(sqlite3Fts3Init)
NOT_REGISTERED(sqlite3Fts5Init)
NOT_REGISTERED(sqlite3RtreeInit)

#define NO_NUMBER(name)                                                                            \
  double name(double value);                                                                       \
  double name(double value) {                                                                      \
    (void)value;                                                                                   \
    return __builtin_nan("");                                                                      \
  }

NO_NUMBER(acos)
NO_NUMBER(acosh)
NO_NUMBER(asin)
NO_NUMBER(asinh)
NO_NUMBER(atan)
NO_NUMBER(atanh)
NO_NUMBER(cos)
NO_NUMBER(cosh)
NO_NUMBER(sin)
NO_NUMBER(sinh)
NO_NUMBER(tan)
NO_NUMBER(tanh)

double atan2(double y, double x);

double atan2(double y, double x) {
  (void)y;
  (void)x;
  return __builtin_nan("");
}
