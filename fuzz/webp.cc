// One target for each format, so that each has a corpus and a time of its own.
#include "one_picture.h"
