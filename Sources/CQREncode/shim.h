// libqrencode: QR codes as in ISO/IEC 18004.
#include <qrencode.h>
