import { open, type FileHandle } from 'node:fs/promises';
import { ElfFileError } from './cudaErrors.ts';

/*
 * The parts of an ELF file that name the libraries it needs: System V ABI, "Object Files" and "Dynamic Linking"
 * (https://refspecs.linuxfoundation.org/elf/gabi4+/contents.html). 64 bit, little-endian, x86-64 only.
 */
const headerBytes = 64;
const programHeaderBytes = 56;
const dynamicEntryBytes = 16;
const machineX64 = 62;
const sharedObject = 3;
const segment = { load: 1, dynamic: 2 };
const tag = { end: 0, needed: 1, stringTable: 5, stringTableBytes: 10 };
/** More than any library has; what claims more is damaged or made to be costly. */
const mostProgramHeaders = 1_024;
const mostDynamicEntries = 65_536;
const longestName = 256;

interface Segment {
  readonly type: number;
  readonly offset: number;
  readonly address: number;
  readonly bytes: number;
}

/**
 * The names of the shared libraries that the loader must find before it loads this one (`DT_NEEDED`), in its order.
 * Reads only the few kilobytes that hold them; every offset and length is checked against the file.
 * @throws {ElfFileError} for anything but a whole shared library for Linux on x64.
 */
export async function readNeededLibraries(file: string): Promise<string[]> {
  const handle = await open(file);
  try {
    const elf = createReader(file, handle, (await handle.stat()).size);
    const segments = await readSegments(elf);
    const dynamic = segments.find(({ type }) => type === segment.dynamic);
    if (dynamic === undefined) {
      return elf.fail('it has no dynamic section.');
    }
    const entries = await readDynamicEntries(elf, dynamic);
    const valueOf = (wanted: number): number =>
      entries.find(({ tag: some }) => some === wanted)?.value ??
      elf.fail('its dynamic section is incomplete.');
    const table = toFileOffset(elf, segments, valueOf(tag.stringTable));
    const tableBytes = valueOf(tag.stringTableBytes);
    const names: string[] = [];
    for (const { tag: some, value } of entries) {
      if (some === tag.needed) {
        names.push(await readName(elf, table, tableBytes, value));
      }
    }
    return names;
  } finally {
    await handle.close();
  }
}

interface Reader {
  read(offset: number, bytes: number): Promise<Buffer>;
  fail(problem: string): never;
}

function createReader(file: string, handle: FileHandle, size: number): Reader {
  const fail = (problem: string): never => {
    throw new ElfFileError(file, `the file is no whole Linux x64 library: ${problem}`);
  };
  return {
    fail,
    async read(offset, bytes) {
      if (offset + bytes > size) {
        fail('it is cut off.');
      }
      const buffer = Buffer.alloc(bytes);
      const { bytesRead } = await handle.read(buffer, 0, bytes, offset);
      return bytesRead === bytes ? buffer : fail('it is cut off.');
    },
  };
}

async function readSegments(elf: Reader): Promise<Segment[]> {
  const header = await elf.read(0, headerBytes);
  // Magic number, 64 bit, little-endian.
  if (header.readUInt32BE(0) !== 0x7f454c46 || header[4] !== 2 || header[5] !== 1) {
    elf.fail('it does not begin as one.');
  }
  if (header.readUInt16LE(16) !== sharedObject || header.readUInt16LE(18) !== machineX64) {
    elf.fail('it is for another kind of machine, or a program.');
  }
  const count = header.readUInt16LE(56);
  if (header.readUInt16LE(54) !== programHeaderBytes || count > mostProgramHeaders) {
    elf.fail('its program headers make no sense.');
  }
  const table = await elf.read(toNumber(elf, header, 32), count * programHeaderBytes);
  return Array.from({ length: count }, (_, index) => {
    const entry = table.subarray(index * programHeaderBytes, (index + 1) * programHeaderBytes);
    return {
      type: entry.readUInt32LE(0),
      offset: toNumber(elf, entry, 8),
      address: toNumber(elf, entry, 16),
      bytes: toNumber(elf, entry, 32),
    };
  });
}

async function readDynamicEntries(
  elf: Reader,
  { offset, bytes }: Segment,
): Promise<{ readonly tag: number; readonly value: number }[]> {
  const count = Math.floor(bytes / dynamicEntryBytes);
  if (count > mostDynamicEntries) {
    elf.fail('its dynamic section makes no sense.');
  }
  const table = await elf.read(offset, count * dynamicEntryBytes);
  const entries: { tag: number; value: number }[] = [];
  for (let at = 0; at < table.length; at += dynamicEntryBytes) {
    const kind = table.readBigUInt64LE(at);
    if (kind === BigInt(tag.end)) {
      break;
    }
    // Other tags may hold any value; these hold offsets and addresses.
    if ([tag.needed, tag.stringTable, tag.stringTableBytes].includes(Number(kind))) {
      entries.push({ tag: Number(kind), value: toNumber(elf, table, at + 8) });
    }
  }
  return entries;
}

function toFileOffset(elf: Reader, segments: readonly Segment[], address: number): number {
  const home = segments.find(
    (some) => some.type === segment.load && address >= some.address && address < some.address + some.bytes,
  );
  return home ? home.offset + address - home.address : elf.fail('its names lie outside of it.');
}

async function readName(elf: Reader, table: number, tableBytes: number, offset: number): Promise<string> {
  if (offset >= tableBytes) {
    elf.fail('a name lies outside of its names.');
  }
  const bytes = await elf.read(table + offset, Math.min(longestName, tableBytes - offset));
  const end = bytes.indexOf(0);
  const name = bytes.subarray(0, end).toString('latin1');
  return end >= 0 && /^[\w.+-]+$/u.test(name) ? name : elf.fail('a name in it is none.');
}

function toNumber(elf: Reader, buffer: Buffer, at: number): number {
  const value = buffer.readBigUInt64LE(at);
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : elf.fail('an offset in it is too large.');
}
