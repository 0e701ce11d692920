import type { Position, Range } from 'vscode-languageclient/node';
import type { FolderAgreement } from '../protocol/viewMessages.ts';

/**
 * Arguments of our commands come from keybindings, from links in hovers, and from menus, which pass the
 * resource they were opened on. What has not the expected shape counts as no argument.
 */

export interface LinkTarget {
  readonly uri: string;
  readonly range: Range;
}

export interface SuggestionDecision {
  readonly uri: string;
  readonly id: string;
  readonly curie?: string;
}

export function readLinkTarget(argument: unknown): LinkTarget | undefined {
  if (!isRecord(argument)) {
    return undefined;
  }
  const { uri, range } = argument;
  return typeof uri === 'string' && isRange(range) ? { uri, range } : undefined;
}

export function readDecision(argument: unknown): SuggestionDecision | undefined {
  if (!isRecord(argument)) {
    return undefined;
  }
  const { uri, id, curie } = argument;
  if (typeof uri !== 'string' || typeof id !== 'string') {
    return undefined;
  }
  return typeof curie === 'string' ? { uri, id, curie } : { uri, id };
}

export interface KnownConcept {
  readonly curie: string;
  readonly preferredName: string;
}

/** Of a link, the identifier itself; of a row of a view, the concepts that it stands for. */
export function readConcepts(argument: unknown): readonly KnownConcept[] | undefined {
  if (typeof argument === 'string') {
    return [{ curie: argument, preferredName: argument }];
  }
  const concepts = isRecord(argument) && argument['concepts'];
  return Array.isArray(concepts) ? concepts.filter(isConcept) : undefined;
}

function isConcept(value: unknown): value is KnownConcept {
  return isRecord(value) && typeof value['curie'] === 'string' && typeof value['preferredName'] === 'string';
}

/** Of a row of a view, the document that it stands for. */
export function readRowUri(argument: unknown): string | undefined {
  const uri = isRecord(argument) ? argument['uri'] : undefined;
  return typeof uri === 'string' ? uri : undefined;
}

/** Of a row of the summary of a folder, the two folders that it stands for. */
export function readAgreement(argument: unknown): FolderAgreement | undefined {
  const agreement = isRecord(argument) ? argument['agreement'] : undefined;
  return isRecord(agreement) && Array.isArray(agreement['notes'])
    ? (agreement as unknown as FolderAgreement)
    : undefined;
}

/** Whether the user wants to choose between the candidates. */
export function readChoose(argument: unknown): boolean {
  return isRecord(argument) && argument['choose'] === true;
}

/** The number of the candidate that a key is bound to, from 1. */
export function readCandidateNumber(argument: unknown): number | undefined {
  const number = isRecord(argument) ? argument['candidate'] : undefined;
  return Number.isSafeInteger(number) && Number(number) >= 1 ? Number(number) : undefined;
}

/** At which end a span is to be changed. */
export function readEdge(argument: unknown): 'start' | 'end' | undefined {
  const edge = isRecord(argument) ? argument['edge'] : undefined;
  return edge === 'start' || edge === 'end' ? edge : undefined;
}

/** Whether a rejection is meant of all suggestions of the note with the same text. */
export function readEverywhere(argument: unknown): boolean {
  return isRecord(argument) && argument['everywhere'] === true;
}

function isRange(value: unknown): value is Range {
  return isRecord(value) && isPosition(value['start']) && isPosition(value['end']);
}

function isPosition(value: unknown): value is Position {
  return isRecord(value) && isIndex(value['line']) && isIndex(value['character']);
}

function isIndex(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
