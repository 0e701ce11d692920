/** What to change about an otherwise whole library, for the tests of damaged ones. */
export interface ElfChanges {
  readonly machine?: number;
  readonly type?: number;
  readonly programHeaders?: number;
  readonly programHeaderOffset?: bigint;
  readonly dynamicBytes?: bigint;
  readonly stringTableAddress?: bigint;
  readonly stringTableBytes?: bigint;
  /** Instead of the offset of the first name. */
  readonly nameOffset?: bigint;
  readonly withoutDynamic?: boolean;
}

/** Where the loader would put the file's beginning, so that addresses are not offsets. */
const base = 0x10000n;

/**
 * An x86-64 shared library with nothing in it but the names of those that it needs: header, two program headers
 * (PT_LOAD over the whole file, PT_DYNAMIC), the dynamic section, and its strings.
 */
export function createFakeElf(needed: readonly string[], changes: ElfChanges = {}): Buffer {
  const strings = Buffer.from(`\0${needed.map((name) => `${name}\0`).join('')}`, 'latin1');
  const dynamicAt = 64 + 2 * 56;
  const dynamicBytes = (needed.length + 3) * 16;
  const stringsAt = dynamicAt + dynamicBytes;
  const file = Buffer.alloc(stringsAt + strings.length);
  strings.copy(file, stringsAt);

  file.write('\x7fELF\x02\x01\x01', 'latin1');
  file.writeUInt16LE(changes.type ?? 3, 16);
  file.writeUInt16LE(changes.machine ?? 62, 18);
  file.writeUInt32LE(1, 20);
  file.writeBigUInt64LE(changes.programHeaderOffset ?? 64n, 32);
  file.writeUInt16LE(64, 52);
  file.writeUInt16LE(56, 54);
  file.writeUInt16LE(changes.programHeaders ?? 2, 56);
  writeProgramHeader(file, 64, { type: 1, offset: 0n, bytes: BigInt(file.length) });
  writeProgramHeader(file, 64 + 56, {
    type: changes.withoutDynamic ? 4 : 2,
    offset: BigInt(dynamicAt),
    bytes: changes.dynamicBytes ?? BigInt(dynamicBytes),
  });

  let offset = 1;
  const entries = needed.map((name, index): [bigint, bigint] => {
    const at = index === 0 ? (changes.nameOffset ?? BigInt(offset)) : BigInt(offset);
    offset += name.length + 1;
    return [1n, at];
  });
  entries.push([5n, changes.stringTableAddress ?? base + BigInt(stringsAt)]);
  entries.push([10n, changes.stringTableBytes ?? BigInt(strings.length)], [0n, 0n]);
  entries.forEach(([tag, value], index) => {
    file.writeBigUInt64LE(tag, dynamicAt + index * 16);
    file.writeBigUInt64LE(value, dynamicAt + index * 16 + 8);
  });
  return file;
}

function writeProgramHeader(
  file: Buffer,
  at: number,
  { type, offset, bytes }: { type: number; offset: bigint; bytes: bigint },
): void {
  file.writeUInt32LE(type, at);
  // Readable and writable, in pages: the real loader is to get as far as the names.
  file.writeUInt32LE(6, at + 4);
  file.writeBigUInt64LE(0x1000n, at + 48);
  file.writeBigUInt64LE(offset, at + 8);
  file.writeBigUInt64LE(base + offset, at + 16);
  file.writeBigUInt64LE(bytes, at + 32);
  file.writeBigUInt64LE(bytes, at + 40);
}
