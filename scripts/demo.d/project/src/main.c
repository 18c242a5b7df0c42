#include "count.h"

int main(void) {
  const struct totals totals = count(stdin);
  printf("%ld words in %ld lines\n", totals.words, totals.lines);
  return 0;
}
