import type { VectorFileFormat } from './vectorFile.ts';

/*
 * NumPy's format, version 1.0: NEP 1 and https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.
 * Magic string, version, length of the header as a little-endian uint16, then a Python dictionary in ASCII, padded
 * with spaces and ended by a newline, such that the data begins at a multiple of 64.
 */
const magic = Buffer.from('\x93NUMPY\x01\x00', 'latin1');
const lengthBytes = 2;
/** A multiple of 64 that any two numbers of sixteen digits fit into; NumPy, too, leaves room for them to grow. */
const headerBytes = 128;

/** `.npy`: one float32 array of shape `[rows, dimensions]`, read with `numpy.load`, which can also map it. */
export const npyFormat: VectorFileFormat = {
  formatHeader(rows, dimensions) {
    const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${dimensions}), }`;
    const header = Buffer.alloc(headerBytes, ' ');
    magic.copy(header);
    header.writeUInt16LE(headerBytes - magic.length - lengthBytes, magic.length);
    header.write(dictionary, magic.length + lengthBytes, 'latin1');
    header.write('\n', headerBytes - 1, 'latin1');
    return header;
  },
};
