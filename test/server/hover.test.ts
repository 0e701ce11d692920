import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { fileUri, hoverText, startServer, type ServerClient } from './client.ts';
import { parseMarkedNote } from './markedNote.ts';
import { createNote } from './noteOnDisk.ts';

let server: ServerClient;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

describe('hover', () => {
  const diabetes = 'MESH:D003924';
  const dyspnea = 'MESH:D004417';
  const heartAttack = 'MESH:D009203';

  test.each([
    ['prose', 'He has had [type ‸2 diabetes] for ten years.', diabetes],
    ['prose, three words', 'She complains of [shortness ‸of breath] at night.', dyspnea],
    ['a bulleted list', '- hypertension\n- [type ‸2 diabetes]\n- asthma', diabetes],
    ['a starred list', '* [shortness o‸f breath]', dyspnea],
    ['a key and its value', 'Diagnosis: [type ‸2 diabetes]', diabetes],
    ['a heading in capitals', 'HISTORY OF [TYPE ‸2 DIABETES]\n\nNone.', diabetes],
    ['after an emoji', '🤧🤧 with [shortness ‸of breath] 🤒', dyspnea],
    ['after letters outside the basic plane', '𝔄𝔅 [type 2‸ diabetes]', diabetes],
    ['lines with CRLF', 'Plan:\r\n[type ‸2 diabetes]\r\ncontinue metformin\r\n', diabetes],
    ['no-break spaces between the words', 'known [type\u00a0‸2\u00a0diabetes]', diabetes],
    ['tab-separated cells', 'hypertension\t[type ‸2 diabetes]\tasthma', diabetes],
    ['the first character', '[‸heart attack] in 2019', heartAttack],
    ['the last character', 'admitted with [heart attack‸]', heartAttack],
    ['in quotation marks', 'he said "[heart‸ attack]"', heartAttack],
    ['in parentheses', 'CAD (old [heart‸ attack])', heartAttack],
    ['over a hyphen', 'post-[heart‸ attack] care', heartAttack],
    ['an abbreviation', 'Hx of [T‸2DM], on metformin', diabetes],
  ])('finds the whole term in %s', async (_, marked, curie) => {
    const { text, cursor, range } = parseMarkedNote(marked);
    const note = createNote(text);
    await server.open(note.uri, text);
    const hover = await server.hover(note.uri, cursor);
    expect(hover?.range).toEqual(range);
    expect(hoverText(hover)).toContain(`\`${curie}\``);
    await server.close(note.uri);
  });

  test.each([
    ['a follow-up', 'The follow-u‸p was arranged by phone.'],
    ['a weekday', 'See us again on Mon‸day.'],
    ['the patient', 'The pat‸ient was seen.'],
    ['a function word', 'It was o‸f no consequence.'],
    ['a word that is none', 'The qw‸zx was seen.'],
    ['an empty line', 'heart attack\n‸\nasthma'],
    ['a number', 'Room 1‸2 is free.'],
    ['punctuation', 'asthma ---‸--- asthma'],
  ])('stays silent on %s', async (_, marked) => {
    const { text, cursor } = parseMarkedNote(marked);
    const note = createNote(text);
    await server.open(note.uri, text);
    expect(await server.hover(note.uri, cursor)).toBeNull();
    await server.close(note.uri);
  });

  test('shows name, identifier, match and score as escaped Markdown', async () => {
    const { text, cursor } = parseMarkedNote('type ‸2 diabetes');
    const note = createNote(text);
    await server.open(note.uri, text);
    const hover = await server.hover(note.uri, cursor);
    expect(hover?.contents).toMatchObject({ kind: 'markdown' });
    const [first] = hoverText(hover).split('\n');
    expect(first).toBe('**Type 2 Diabetes Mellitus** `MESH:D003924` — Disorder · exact · 1\\.00');
  });

  test('renders nothing of a hostile annotation file', async () => {
    const name = '<img src=x> [go](command:workbench.action.quit) ![i](http://e.x/i.png) **bold** `code`';
    const note = createNote(
      'heart attack',
      `T1\tDisorder 0 12\theart attack\nN1\tReference T1 MESH:D009203\t${name}\n`,
    );
    await server.openLoaded(note.uri, 'heart attack');
    const shown = hoverText(await server.hover(note.uri, { line: 0, character: 3 }));
    expect(shown).toContain('Linked: ');
    expect(shown).not.toMatch(/(^|[^\\])\]\(/u);
    expect(shown).not.toContain('<img');
    expect(shown).not.toContain('command:workbench.action.quit)');
  });

  test.each([
    ['a cue', 'She denies any heart‸ attack.', 'Negated: “denies”'],
    ['the section', 'PMH:\nheart‸ attack', 'Historical: section “PMH”'],
    ['a relative', 'Her mother had a heart‸ attack.', 'Of somebody else: “mother”'],
  ])('says what the note says of the mention, and by what: %s', async (_, marked, line) => {
    const { text, cursor } = parseMarkedNote(marked);
    const note = createNote(text);
    await server.open(note.uri, text);
    expect(hoverText(await server.hover(note.uri, cursor))).toContain(line);
  });

  test('shows the attributes of an annotation, as text and nothing else', async () => {
    const note = createNote(
      'heart attack',
      'T1\tX 0 12\theart attack\nA1\tNegated T1\nA2\t<img> T1 [a](b)\n',
    );
    await server.openLoaded(note.uri, 'heart attack');
    const shown = hoverText(await server.hover(note.uri, { line: 0, character: 3 }));
    expect(shown).toContain('· Negated · ');
    expect(shown).not.toContain('<img>');
    expect(shown).not.toContain('[a](b)');
  });

  test('answers for a note that lies nowhere yet', async () => {
    await server.open('untitled:Untitled-1', 'heart attack');
    const hover = await server.hover('untitled:Untitled-1', { line: 0, character: 3 });
    expect(hoverText(hover)).toContain(heartAttack);
  });

  test('answers nothing for a document that is not open', async () => {
    expect(await server.hover(fileUri('/nowhere/note.txt'), { line: 0, character: 0 })).toBeNull();
  });

  test('leads to the page of each concept where the client renders links', async () => {
    const rich = await startServer({ initializationOptions: { commandLinks: true } });
    onTestFinished(async () => {
      await rich.stop();
    });
    const ann =
      'T1\tX 0 12\theart attack\nN1\tReference T1 MESH:D009203\tA\nN2\tReference T1 HP:0001658\tB\n';
    const note = createNote('heart attack', ann);
    await rich.openLoaded(note.uri, 'heart attack');
    const shown = hoverText(await rich.hover(note.uri, { line: 0, character: 3 }));
    const link = (title: string, curie: string): string =>
      `[${title}](command:termlens.showConcept?${encodeURIComponent(JSON.stringify([curie]))})`;
    expect(shown).toContain(` · ${link(String.raw`Show MESH\:D009203`, 'MESH:D009203')} · `);
    expect(shown).toContain(link(String.raw`Show HP\:0001658`, 'HP:0001658'));
    expect(shown).toContain(link('Show Concept', 'MESH:D009203'));
  });

  test('offers no command links unless the client renders them', async () => {
    const note = createNote('heart attack');
    await server.open(note.uri, 'heart attack');
    expect(hoverText(await server.hover(note.uri, { line: 0, character: 3 }))).not.toContain('command:');
  });
});

test('the server says what it can do', () => {
  expect(server.initialized).toEqual({
    serverInfo: { name: 'TermLens' },
    capabilities: {
      textDocumentSync: { openClose: true, change: 2, save: { includeText: false } },
      hoverProvider: true,
      inlayHintProvider: true,
      codeActionProvider: { codeActionKinds: ['quickfix'] },
      executeCommandProvider: { commands: ['termlens.server.annotate'] },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    },
  });
});
