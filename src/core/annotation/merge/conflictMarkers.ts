import type { AnnotationVersions } from './mergeAnnotations.ts';

/** git left both versions in an annotation file, and its markers are not in pairs. */
export class ConflictMarkersError extends Error {
  override readonly name = 'ConflictMarkersError';

  /** Without the file's name. */
  readonly reason: string;

  constructor(file: string, line: number) {
    const reason = `line ${line}: the conflict markers that a merge left are not in pairs. Restore them, for example with “git checkout --merge”, or remove them by hand.`;
    super(`${file}, ${reason}`);
    this.reason = reason;
  }
}

/** What a line of a file with markers belongs to. */
type Part = 'all' | 'base' | 'ours' | 'theirs';

interface Marker {
  readonly after: readonly Part[];
  readonly begins: Part;
}

const markers: Readonly<Record<string, Marker>> = {
  '<': { after: ['all'], begins: 'ours' },
  '|': { after: ['ours'], begins: 'base' },
  '=': { after: ['ours', 'base'], begins: 'theirs' },
  '>': { after: ['theirs'], begins: 'all' },
};
const markerLine = /^(<{7}|\|{7}|={7}|>{7})(?: (.*))?\r?$/u;

/** Whether git, or another tool that merges line by line, left two versions in the file. */
export function hasConflictMarkers(text: string): boolean {
  return /^<{7}(?: |\r?$)/mu.test(text) && /^>{7}(?: |\r?$)/mu.test(text);
}

export function isConflictMarker(line: string): boolean {
  return markerLine.test(line);
}

/**
 * The versions that a file with conflict markers was made of; nothing for a file without. The base is known where git
 * was told to write it (`merge.conflictStyle` `diff3` or `zdiff3`).
 * @param file the name that errors are reported under. @throws {ConflictMarkersError} when markers are not in pairs.
 */
export function splitConflicts(text: string, file: string): AnnotationVersions | undefined {
  if (!hasConflictMarkers(text)) {
    return undefined;
  }
  const parts = { base: '', ours: '', theirs: '' };
  const labels = { ours: '', theirs: '' };
  let within: Part = 'all';
  let isBaseKnown = true;
  for (const [i, line] of text.split(/(?<=\n)/u).entries()) {
    const [, marker = '', label = ''] = markerLine.exec(line.replace(/\n$/u, '')) ?? [];
    const next: Marker | undefined = markers[marker.charAt(0)];
    if (next === undefined) {
      for (const part of within === 'all' ? (['base', 'ours', 'theirs'] as const) : [within]) {
        parts[part] += line;
      }
      continue;
    }
    if (!next.after.includes(within)) {
      throw new ConflictMarkersError(file, i + 1);
    }
    if (next.begins === 'theirs') {
      isBaseKnown &&= within === 'base';
    } else if (next.begins === 'ours') {
      labels.ours ||= label;
    } else if (next.begins === 'all') {
      labels.theirs ||= label;
    }
    within = next.begins;
  }
  if (within !== 'all') {
    throw new ConflictMarkersError(file, text.split('\n').length);
  }
  return {
    ...(isBaseKnown && { base: parts.base }),
    ours: parts.ours,
    theirs: parts.theirs,
    labels: { ours: labels.ours || 'ours', theirs: labels.theirs || 'theirs' },
  };
}
