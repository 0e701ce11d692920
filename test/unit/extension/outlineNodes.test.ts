import { describe, expect, it } from 'vitest';
import { createOutline, type Grouping } from '../../../src/extension/views/annotations/outline.ts';
import {
  createOutlineNodes,
  type OutlineNodes,
} from '../../../src/extension/views/annotations/outlineNodes.ts';
import { readDecision } from '../../../src/extension/commandArguments.ts';
import type { NoteState } from '../../../src/protocol/messages.ts';
import { annotation, noteState, suggestion } from './noteState.ts';

function show(
  nodes: OutlineNodes,
  state: NoteState,
  grouping: Grouping = 'position',
): readonly string[] | 'all' {
  const changed = nodes.update(state.uri, createOutline(state, grouping, '').entries);
  return changed?.map(({ entry }) => entry.text.label) ?? 'all';
}

describe('the rows of the view', () => {
  it('stay what they are while nothing they show changes', () => {
    const nodes = createOutlineNodes();
    expect(show(nodes, noteState([annotation('T1', 0), annotation('T2', 5)]))).toBe('all');
    const before = [...nodes.roots];
    // Typed on a line in front of them: their columns move, and nothing else.
    const moved = annotation('T1', 0, {
      ranges: [{ start: { line: 0, character: 7 }, end: { line: 0, character: 11 } }],
    });
    expect(show(nodes, noteState([moved, annotation('T2', 5)]))).toEqual([]);
    expect(nodes.roots.every((node, i) => node === before[i])).toBe(true);
    // Yet they know where their annotations are now.
    expect(nodes.roots[0]?.entry.item?.range.start.character).toBe(7);
  });

  it('are drawn anew one by one where only they changed', () => {
    const nodes = createOutlineNodes();
    show(nodes, noteState([annotation('T1', 0), annotation('T2', 5, { text: 'asthma' })]));
    const before = [...nodes.roots];
    expect(show(nodes, noteState([annotation('T1', 0), annotation('T2', 6, { text: 'asthma' })]))).toEqual([
      'asthma',
    ]);
    expect(nodes.roots).toEqual(before);
  });

  it('are drawn with their group where one is added, and the other groups are left alone', () => {
    const nodes = createOutlineNodes();
    const sign = annotation('T2', 5, { type: 'Sign' });
    show(nodes, noteState([annotation('T1', 0), sign]), 'semanticGroup');
    const [disorder] = nodes.roots;
    expect(show(nodes, noteState([annotation('T1', 0), annotation('T3', 1), sign]), 'semanticGroup')).toEqual(
      ['Disorder'],
    );
    expect(nodes.roots[0]).toBe(disorder);
    expect(disorder?.children.map(({ id }) => id)).toEqual(['T1', 'T3']);
    expect(disorder?.children[1]?.parent).toBe(disorder);
  });

  it('are all drawn anew when the first level changes', () => {
    const nodes = createOutlineNodes();
    show(nodes, noteState([annotation('T1', 0)]));
    const [first] = nodes.roots;
    expect(show(nodes, noteState([annotation('T1', 0), annotation('T2', 5)]))).toBe('all');
    expect(nodes.roots[0]).toBe(first);
    expect(show(nodes, noteState([annotation('T2', 5)]))).toBe('all');
  });

  it('are other rows in another note', () => {
    const nodes = createOutlineNodes();
    show(nodes, noteState([annotation('T1', 0)]));
    const [first] = nodes.roots;
    show(nodes, { ...noteState([annotation('T1', 0)]), uri: 'file:///notes/b.txt' });
    expect(nodes.roots[0]?.key).not.toBe(first?.key);
  });

  it('are what menus hand to the commands for decisions', () => {
    const nodes = createOutlineNodes();
    const state = noteState([], [suggestion('S7', 0)]);
    show(nodes, state, 'concept');
    const [group] = nodes.roots;
    expect(readDecision(group?.children[0])).toEqual({ uri: state.uri, id: 'S7' });
    expect(readDecision(group)).toBeUndefined();
    expect(group?.concepts).toEqual([{ curie: 'MESH:D009203', preferredName: 'Myocardial Infarction' }]);
  });
});
