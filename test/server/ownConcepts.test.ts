import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import {
  DidChangeWatchedFilesNotification,
  DidChangeWorkspaceFoldersNotification,
} from 'vscode-languageserver-protocol/node';
import { conceptTableColumns } from '../../src/core/vocabulary/importConceptTable.ts';
import { userPlace, workspacePlace } from '../../src/core/vocabulary/own/ownPlace.ts';
import {
  conceptRequest,
  linkRequest,
  searchConceptsRequest,
  type Candidate,
} from '../../src/protocol/messages.ts';
import {
  addConceptRequest,
  addSynonymRequest,
  ownVocabulariesRequest,
} from '../../src/protocol/vocabularyMessages.ts';
import {
  eventually,
  fileUri,
  hoverText,
  startServer,
  type ServerClient,
  type ServerOptions,
} from './client.ts';
import { createFolder, runCli } from './runningCli.ts';

const header = conceptTableColumns.join('\t');

interface Place {
  readonly dataFolder: string;
  readonly workspace: string;
  /** The workspace's table. */
  readonly file: string;
  start(options?: ServerOptions): Promise<ServerClient>;
}

function createPlace(): Place {
  const folder = createFolder();
  const [dataFolder, workspace] = [join(folder, 'data'), join(folder, 'notes')];
  cpSync(inject('dataFolder'), dataFolder, { recursive: true });
  mkdirSync(workspace);
  return {
    dataFolder,
    workspace,
    file: workspacePlace(workspace).file,
    async start(options) {
      const server = await startServer({ dataFolder, workspaceFolders: [workspace], ...options });
      onTestFinished(async () => {
        await server.stop();
      });
      return server;
    },
  };
}

async function candidatesOf(server: ServerClient, mention: string): Promise<readonly Candidate[]> {
  const [result] = await server.connection.sendRequest(linkRequest, { mentions: [mention] });
  return result?.candidates ?? [];
}

async function tellChanged(server: ServerClient, file: string): Promise<void> {
  const changes = [{ uri: fileUri(file), type: 2 as const }];
  await server.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes });
}

function writeTable(file: string, ...rows: readonly string[]): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${[header, ...rows].join('\n')}\n`);
}

test('a concept that is added is found at once, first, and by the command line', async () => {
  const { dataFolder, workspace, file, start } = createPlace();
  const server = await start();
  const known = await server.connection.sendRequest(ownVocabulariesRequest);
  expect(known).toMatchObject({
    vocabularies: [
      { file, workspaceFolder: fileUri(workspace) },
      { id: 'own', file: userPlace(dataFolder).file },
    ],
    nextIdentifier: 'LOCAL:0001',
  });
  expect(known.semanticTypes).toContain('Disorder');
  expect(await candidatesOf(server, 'Zwickel pump')).toEqual([]);

  const added = await server.connection.sendRequest(addConceptRequest, {
    vocabulary: known.vocabularies[0]?.id ?? '',
    preferredName: 'Zwickel pump',
    synonyms: ['pump of Zwickel', 'ZKP'],
    semanticTypes: ['Device'],
    definition: 'A pump that nobody has.',
  });
  expect(added).toMatchObject({ curie: 'LOCAL:0001', preferredName: 'Zwickel pump', file, line: 2 });
  expect(readFileSync(file, 'utf8')).toBe(
    `${header}\nLOCAL:0001\tZwickel pump\tpump of Zwickel\tZKP\tDevice\tA pump that nobody has.\n`,
  );
  for (const mention of ['Zwickel pump', 'pump of zwickel', 'ZKP']) {
    const [first] = await candidatesOf(server, mention);
    expect(first).toMatchObject({ curie: 'LOCAL:0001', score: 1, vocabulary: known.vocabularies[0]?.id });
  }
  const uri = fileUri(join(workspace, 'note.txt'));
  await server.open(uri, 'The Zwickel pump failed.');
  const hover = hoverText(await server.hover(uri, { line: 0, character: 6 }));
  expect(hover).toContain('A pump that nobody has');

  const mine = await server.connection.sendRequest(addConceptRequest, { preferredName: 'Quandle clamp' });
  expect(mine).toMatchObject({ curie: 'LOCAL:0002', vocabulary: 'own', file: userPlace(dataFolder).file });
  const { stdout } = await runCli(['link', 'Quandle clamp', '--json'], { env: { TERMLENS_HOME: dataFolder } })
    .ended;
  expect(JSON.parse(stdout)).toMatchObject([{ candidates: [{ curie: 'LOCAL:0002', score: 1 }] }]);
}, 60_000);

test('a synonym for a concept of the bundled vocabulary finds that one, once', async () => {
  const { dataFolder, start } = createPlace();
  const server = await start();
  const [before] = await candidatesOf(server, 'heart attack');
  const add = (name: string): Promise<unknown> =>
    server.connection.sendRequest(addSynonymRequest, { curie: 'MESH:D009203', name });
  expect(await add('ticker stop')).toMatchObject({ curie: 'MESH:D009203', line: 2 });
  await add('TKS');
  await add('ticker-stop');
  expect(readFileSync(userPlace(dataFolder).file, 'utf8')).toBe(
    `${header}\nMESH:D009203\tMyocardial Infarction\tticker stop\tTKS\tDisorder\t\n`,
  );
  for (const mention of ['ticker stop', 'TKS', 'myocardial infarction']) {
    const found = (await candidatesOf(server, mention)).filter(({ curie }) => curie === 'MESH:D009203');
    expect(found).toMatchObject([
      {
        ...{ preferredName: 'Myocardial Infarction', vocabulary: 'starter', semanticTypes: ['Disorder'] },
        ...{ matchType: 'exact', score: 1, sameAs: [{ curie: 'MESH:D009203', vocabulary: 'own' }] },
      },
    ]);
  }
  expect((await candidatesOf(server, 'heart attack'))[0]).toEqual(before);
  const searched = await server.connection.sendRequest(searchConceptsRequest, { query: 'myocardial inf' });
  expect(searched.filter(({ curie }) => curie === 'MESH:D009203')).toHaveLength(1);
  const concept = await server.connection.sendRequest(conceptRequest, { curie: 'MESH:D009203' });
  expect(concept).toMatchObject({ vocabulary: 'starter', definition: expect.any(String) as string });
}, 60_000);

test('a table that changes on disk, as by a pull, is searched from then on; what is wrong in it is told once', async () => {
  const { file, workspace, start } = createPlace();
  writeTable(file, 'LOCAL:0001\tZwickel pump');
  const server = await start();
  expect(await candidatesOf(server, 'Zwickel pump')).toMatchObject([{ curie: 'LOCAL:0001' }]);
  writeTable(
    file,
    'LOCAL:0001\tQuandle clamp',
    '<<<<<<< HEAD',
    'LOCAL:0002\tSprocket valve',
    '=======',
    'LOCAL:0003\tFlange drain',
    '>>>>>>> theirs',
  );
  await tellChanged(server, file);
  await eventually(async () => {
    expect(await candidatesOf(server, 'Quandle clamp')).toMatchObject([{ curie: 'LOCAL:0001', score: 1 }]);
  });
  expect((await candidatesOf(server, 'Zwickel pump')).filter(({ score }) => score === 1)).toEqual([]);
  expect(await candidatesOf(server, 'Flange drain')).toMatchObject([{ curie: 'LOCAL:0003' }]);
  const refused = server.connection.sendRequest(addConceptRequest, {
    vocabulary: workspacePlace(workspace).id,
    preferredName: 'Gusset trap',
  });
  await expect(refused).rejects.toThrow('a merge left both versions');
  await tellChanged(server, file);
  await server.connection.sendRequest(ownVocabulariesRequest);
  expect(server.messages).toEqual([
    `${file}, line 3: a merge left both versions here. Decide between them, and remove the markers.`,
  ]);
  // Nothing derived lies in the workspace.
  expect(readdirSync(workspace, { recursive: true }).sort()).toEqual([
    '.termlens',
    join('.termlens', 'concepts.tsv'),
  ]);
}, 60_000);

test.each([
  [
    'an identifier that another vocabulary has',
    { curie: 'MESH:D009203', preferredName: 'x' },
    'Myocardial Infarction',
  ],
  ['an identifier that is none', { curie: 'heart', preferredName: 'x' }, 'no identifier'],
  ['a name with a line end', { preferredName: 'a\nb' }, 'cannot be a name'],
  ['a folder that is not open', { preferredName: 'x', vocabulary: 'own-000000000000' }, 'not open'],
])('%s is refused with a message, and nothing is written', async (_, params, message) => {
  const { dataFolder, start } = createPlace();
  const server = await start();
  await expect(server.connection.sendRequest(addConceptRequest, params)).rejects.toThrow(message);
  expect(existsSync(userPlace(dataFolder).file)).toBe(false);
});

test('folders that are opened and closed bring and take their concepts', async () => {
  const { workspace, dataFolder, start } = createPlace();
  const other = createFolder();
  writeTable(workspacePlace(other).file, 'LOCAL:0009\tZwickel pump');
  const server = await start();
  expect(await candidatesOf(server, 'Zwickel pump')).toEqual([]);
  const folder = { uri: fileUri(other), name: 'other' };
  const change = (added: unknown[], removed: unknown[]): Promise<void> =>
    server.connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, {
      event: { added: added as [], removed: removed as [] },
    });
  await change([folder], []);
  await eventually(async () => {
    expect(await candidatesOf(server, 'Zwickel pump')).toMatchObject([{ curie: 'LOCAL:0009' }]);
  });
  await change([], [folder]);
  await eventually(async () => {
    expect(await candidatesOf(server, 'Zwickel pump')).toEqual([]);
  });
  // Another workspace has none of them, though their store is there.
  const elsewhere = await startServer({ dataFolder, workspaceFolders: [workspace] });
  onTestFinished(async () => {
    await elsewhere.stop();
  });
  expect(await candidatesOf(elsewhere, 'Zwickel pump')).toEqual([]);
}, 60_000);

test('a client without dynamic registration or workspace folders has the user’s own concepts', async () => {
  const { dataFolder } = createPlace();
  const server = await startServer({ dataFolder, refusesRequests: true });
  onTestFinished(async () => {
    await server.stop();
  });
  const { vocabularies } = await server.connection.sendRequest(ownVocabulariesRequest);
  expect(vocabularies.map(({ id }) => id)).toEqual(['own']);
  await server.connection.sendRequest(addConceptRequest, { preferredName: 'Zwickel pump' });
  expect(await candidatesOf(server, 'Zwickel pump')).toMatchObject([{ curie: 'LOCAL:0001', score: 1 }]);
});
