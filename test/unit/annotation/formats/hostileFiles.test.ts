import { describe, expect, it } from 'vitest';
import { plainDocument } from '../../../../src/core/annotation/annotatedDocument.ts';
import { annotationFormats } from '../../../../src/core/annotation/formats/formats.ts';
import { memoryFile } from '../../vocabulary/importers/memoryFiles.ts';
import { readFiles, readText, writeFiles } from './readAndWrite.ts';

const text = 'Pain and fever.';
const documents = ['7', '8'].map((id) => ({
  ...plainDocument(id, text),
  annotations: [
    {
      id: 'T1',
      type: 'Sign',
      ranges: [{ start: 9, end: 14 }],
      text: 'fever',
      concepts: [{ curie: 'HP:0001945', preferredName: 'Fever' }],
      attributes: [],
      comments: [],
    },
  ],
}));
const readable = annotationFormats.flatMap(({ format, reader }) => (reader ? [format] : []));
const entities = Array.from({ length: 9 }, (_, i) => `<!ENTITY a${i + 1} "${`&a${i};`.repeat(10)}">`).join(
  '',
);

describe('files that are not as they should be', () => {
  it.each(readable)(
    '%s, cut off anywhere, ends in problems or in words, never in a crash',
    async (format) => {
      const { files } = writeFiles(format, documents);
      for (const share of [0.2, 0.4, 0.6, 0.8, 0.95]) {
        const cut = await Promise.all(
          files.map(async (file) => {
            const chunks: Uint8Array[] = [];
            for await (const chunk of file.read()) {
              chunks.push(chunk);
            }
            const bytes = Buffer.concat(chunks);
            return file.path.endsWith('.txt') && files.length > 1
              ? file
              : memoryFile(file.path, bytes.subarray(0, Math.floor(bytes.length * share)));
          }),
        );
        const outcome = await readFiles(cut).catch((error: unknown) => error);
        if (outcome instanceof Error) {
          expect(outcome.name).toBe('AnnotationFormatError');
        } else {
          const { documents: read } = outcome as Awaited<ReturnType<typeof readFiles>>;
          const covered = read.flatMap(({ annotations }) => annotations.map((annotation) => annotation.text));
          expect(covered.every((some) => 'fever'.startsWith(some))).toBe(true);
        }
      }
    },
  );

  it('entities that multiply are not expanded', async () => {
    const { documents: read, problems } = await readText(
      'bomb.xml',
      `<?xml version="1.0"?><!DOCTYPE collection [<!ENTITY a0 "x">${entities}]><collection><document><id>1</id><passage><offset>0</offset><text>&a9;</text></passage></document></collection>`,
    );
    expect(read).toEqual([]);
    expect(problems.map(({ file, line }) => [file, line])).toEqual([['bomb.xml', 1]]);
  });

  it('a file that an entity names is not opened', async () => {
    const { documents: read, problems } = await readText(
      'x.xml',
      '<!DOCTYPE collection [<!ENTITY x SYSTEM "file:///etc/passwd">]><collection><document><id>1</id><passage><offset>0</offset><text>&x;</text></passage></document></collection>',
    );
    expect(JSON.stringify(read)).not.toContain('root:');
    expect(problems).toHaveLength(1);
  });

  it.each([
    ['deep.xml', `<collection><document>${'<passage>'.repeat(50_000)}`],
    ['deep.json', `{"documents":[{"passages":[${'['.repeat(50_000)}`],
  ])('%s, nested without end, is told', async (path, content) => {
    const { problems } = await readText(path, content);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toMatch(/nested|levels/u);
  });

  it.each([
    ['page.xml', '<!DOCTYPE html><html><body>Sign in</body></html>', /web page/u],
    [
      'picture.json',
      '\u0089PNG\r\n\u001a\n\0\0',
      /its format is not known. What can be read: brat standoff, BioC/u,
    ],
    ['empty.json', '', /its format is not known/u],
    ['note.txt', 'Pain and fever.', /its format is not known/u],
  ])('%s is refused with a word', async (path, content, message) => {
    await expect(readText(path, content)).rejects.toThrow(message);
  });

  it('a wrong format that was asked for is told, and FHIR is not read', async () => {
    const file = memoryFile('a.txt', 'nothing');
    await expect(readFiles([file], 'pubtator')).rejects.toThrow(/does not look like PubTator/u);
    await expect(readFiles([file], 'fhir')).rejects.toThrow(/can be written, not read/u);
  });

  it.each([
    [
      'a.json',
      '{"text":"Pain","sourceid":"1","denotations":[{"id":"T1","span":{"begin":2,"end":99},"obj":"X"}]}',
    ],
    [
      'a.xml',
      '<collection><document><id>1</id><passage><offset>0</offset><text>Pain</text><annotation id="1"><location offset="90" length="5"/><text>Cough</text></annotation></passage></document></collection>',
    ],
    ['a.txt', '1|t|Pain\n1\t90\t95\tCough\tX\tD1\n'],
    [
      'b.json',
      '{"%TYPES":{},"%FEATURE_STRUCTURES":[{"%ID":1,"%TYPE":"uima.cas.Sofa","sofaString":"Pain"},{"%ID":2,"%TYPE":"de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity","@sofa":1,"begin":3,"end":9}]}',
    ],
    ['a.csv', 'document,start,end,text\n1,5,2,x\n1,0,4,Pain\n'],
  ])('%s: an annotation outside the text is a problem, the document is read', async (path, content) => {
    const { documents: read, problems } = await readText(path, content);
    expect(read).toHaveLength(1);
    expect(read[0]?.text).toBe('Pain');
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toMatch(/left out/u);
    // A note's words do not belong into a log.
    expect(problems[0]?.message).not.toMatch(/Pain|Cough/u);
  });

  it('an .ann file without its note, and files of no format, are told', async () => {
    const { problems } = await readFiles([
      memoryFile('a.ann', 'T1\tX 0 4\tPain\n'),
      memoryFile('readme.pdf', '%PDF'),
    ]);
    expect(problems.map(({ file, message }) => `${file}: ${message}`)).toEqual([
      'readme.pdf: Its format is not known; it is passed over.',
      'a.ann: Its note is missing; it is left out. Put the .txt file beside it.',
    ]);
  });
});
