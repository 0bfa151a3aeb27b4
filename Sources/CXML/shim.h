// SPDX-License-Identifier: Apache-2.0
#include <libxml/xmlversion.h>
// libxml2's own headers of ICU are not those of Foundation; only its converters need them.
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/xmlreader.h>
