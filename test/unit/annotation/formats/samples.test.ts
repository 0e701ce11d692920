import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectFolder } from '../../../../scripts/projectFolder.ts';
import type { AnnotatedDocument } from '../../../../src/core/annotation/annotatedDocument.ts';
import type { SampledFile } from '../../../../src/core/vocabulary/importers/importer.ts';
import { readWholeText } from '../../../../src/core/annotation/formats/readTextLines.ts';
import { validateBioc } from '../../../bioc/validateBioc.ts';
import { memoryFile } from '../../vocabulary/importers/memoryFiles.ts';
import { type ReadOutcome, readFiles, writeFiles } from './readAndWrite.ts';

/** Not part of the repository. */
const folder = join(projectFolder, '..', 'shared', 'data', 'bconv-samples', 'test', 'data');
const isThere = existsSync(folder);
const ifSkipped = isThere ? '' : ' (skipped: ../shared/data is not on this machine)';

function sample(path: string): SampledFile {
  return memoryFile(path.replace(/^.*\//u, ''), readFileSync(join(folder, path)));
}

function readWhole(file: SampledFile): Promise<string> {
  return readWholeText(file);
}

/** brat's notes lie in a folder of their own. */
function read(path: string): Promise<ReadOutcome> {
  const stem = path.replace(/^.*\//u, '').replace(/\.\w+$/u, '');
  return readFiles([sample(path), ...(path.startsWith('brat/') ? [readNote(stem)] : [])]);
}

/** The empty line that some of bconv's texts have behind the title is not counted by its annotations. */
function readNote(stem: string): SampledFile {
  const text = readFileSync(join(folder, 'txt', `${stem}.txt`), 'utf8');
  return memoryFile(`${stem}.txt`, stem === 'CRAFT-example' ? text : text.replace('\n\n', '\n'));
}

/** Each file of a format that is read, with what is in it: documents, annotations, those in pieces, relations. */
const samples: readonly (readonly [string, string, number, number, number, number])[] = [
  ['bioc_xml/BC5CDR-example.xml', 'bioc-xml', 1, 6, 0, 1],
  ['bioc_xml/CRAFT-example.xml', 'bioc-xml', 1, 40, 4, 0],
  ['bioc_xml/NCBIdevset-example.xml', 'bioc-xml', 9, 74, 0, 0],
  ['bioc_xml/elliptic-coordination.xml', 'bioc-xml', 1, 9, 2, 0],
  ['bioc_xml/no-sent-boundary-inside-entity.xml', 'bioc-xml', 1, 1, 0, 0],
  ['bioc_xml/sentence-level.xml', 'bioc-xml', 1, 0, 0, 0],
  ['bioc_xml/tutorial-example.xml', 'bioc-xml', 1, 9, 0, 0],
  ['bioc_json/BC5CDR-example.json', 'bioc-json', 1, 6, 0, 1],
  ['bioc_json/CRAFT-example.json', 'bioc-json', 1, 40, 4, 0],
  ['bioc_json/NCBIdevset-example.json', 'bioc-json', 9, 74, 0, 0],
  ['bioc_json/elliptic-coordination.json', 'bioc-json', 1, 9, 2, 0],
  ['bioc_json/no-sent-boundary-inside-entity.json', 'bioc-json', 1, 1, 0, 0],
  ['bioc_json/sentence-level.json', 'bioc-json', 1, 0, 0, 0],
  ['bioc_json/tutorial-example.json', 'bioc-json', 1, 9, 0, 0],
  ['brat/BC5CDR-example.ann', 'brat', 1, 6, 0, 1],
  ['brat/CRAFT-example.ann', 'brat', 1, 40, 4, 0],
  ['brat/elliptic-coordination.ann', 'brat', 1, 9, 2, 0],
  ['brat/tutorial-example.ann', 'brat', 1, 9, 0, 0],
  ['conll/BC5CDR-example.conll', 'conll', 1, 6, 0, 0],
  ['conll/NCBIdevset-example.conll', 'conll', 9, 74, 0, 0],
  ['conll/elliptic-coordination.conll', 'conll', 1, 9, 0, 0],
  ['conll/tutorial-example.conll', 'conll', 1, 9, 0, 0],
  ['csv/BC5CDR-example.csv', 'csv', 1, 6, 0, 0],
  ['csv/elliptic-coordination.csv', 'csv', 1, 9, 2, 0],
  ['text_csv/elliptic-coordination.csv', 'csv', 1, 9, 2, 0],
  ['text_csv/NCBIdevset-example.csv', 'csv', 9, 74, 0, 0],
  ['tsv/elliptic-coordination.tsv', 'tsv', 1, 9, 2, 0],
  ['text_tsv/NCBIdevset-example.tsv', 'tsv', 9, 74, 0, 0],
  ['pubanno_json/BC5CDR-example.json', 'pubannotation', 1, 6, 0, 1],
  ['pubanno_json/elliptic-coordination.json', 'pubannotation', 1, 9, 2, 0],
  ['pubanno_json/tutorial-example.json', 'pubannotation', 1, 9, 0, 0],
  ['pubtator/BC5CDR-example.txt', 'pubtator', 1, 6, 0, 0],
  ['pubtator/NCBIdevset-example.txt', 'pubtator', 9, 74, 0, 0],
  ['pubtator/elliptic-coordination.txt', 'pubtator', 1, 11, 0, 0],
  ['pubtator/no-sent-boundary-inside-entity.txt', 'pubtator', 1, 1, 0, 0],
  ['pubtator/tutorial-example.txt', 'pubtator', 1, 9, 0, 0],
  ['pubtator_fbk/BC5CDR-example.txt', 'pubtator', 1, 6, 0, 0],
];

/** What a format forces to be lost of these very files when they are written in it again. */
const forced: Readonly<Record<string, readonly string[]>> = {
  'csv/BC5CDR-example.csv': ['the text around annotations (keep the notes as well)'],
  'csv/elliptic-coordination.csv': ['the text around annotations (keep the notes as well)'],
  'text_csv/elliptic-coordination.csv': ['the text around annotations (keep the notes as well)'],
  'text_csv/NCBIdevset-example.csv': ['the text around annotations (keep the notes as well)'],
  'tsv/elliptic-coordination.tsv': ['the text around annotations (keep the notes as well)'],
  'text_tsv/NCBIdevset-example.tsv': ['the text around annotations (keep the notes as well)'],
};

/** Of a table's text, the mentions. */
function comparable(document: AnnotatedDocument, format: string): unknown {
  return format === 'csv' || format === 'tsv' ? { ...document, text: '' } : document;
}

describe.skipIf(!isThere)(`bconv's samples${ifSkipped}`, () => {
  it.each(samples)('%s is read as %s, whole', async (path, format, ...counts) => {
    const { formats, documents, problems } = await read(path);
    const annotations = documents.flatMap((document) => document.annotations);
    expect(formats).toEqual([format]);
    expect(problems).toEqual([]);
    expect([
      documents.length,
      annotations.length,
      annotations.filter(({ ranges }) => ranges.length > 1).length,
      documents.flatMap(({ relations }) => relations).length,
    ]).toEqual(counts);
  });

  it.each(samples)('%s comes back from %s as it was', async (path, format) => {
    const { documents } = await read(path);
    const { files, losses } = writeFiles(format, documents);
    const back = await readFiles(files);
    expect(back.formats).toEqual([format]);
    expect(back.problems).toEqual([]);
    expect(back.documents.map((document) => comparable(document, format))).toEqual(
      documents.map((document) => comparable(document, format)),
    );
    expect(losses.map(({ what }) => what)).toEqual(forced[path] ?? []);
  });

  it.each(samples)('%s, read as %s, is written in BioC XML that its DTD allows', async (path) => {
    const { documents } = await read(path);
    const { files } = writeFiles('bioc-xml', documents);
    expect((await Promise.all(files.map(readWhole))).flatMap(validateBioc)).toEqual([]);
  });

  it('CRAFT’s offsets, which are bytes, lead to the places that brat’s, which are code points, do', async () => {
    const brat = await read('brat/CRAFT-example.ann');
    for (const path of ['bioc_xml/CRAFT-example.xml', 'bioc_json/CRAFT-example.json']) {
      const bioc = await read(path);
      const [ours, theirs] = [bioc, brat].map(({ documents: [document] }) =>
        document?.annotations.map(({ ranges, type, concepts }) => ({
          ranges,
          type,
          curie: concepts[0]?.curie,
        })),
      );
      expect(ours).toEqual(theirs);
    }
  });
});
