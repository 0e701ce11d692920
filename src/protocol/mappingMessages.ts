import { RequestType, type Range } from 'vscode-languageserver-protocol';

/** Where the terms of a document are. */
export type TermPlace =
  /** With a range, those of its cells that it touches. */
  | {
      readonly kind: 'column';
      readonly index: number;
      readonly hasHeader: boolean;
      readonly range?: Range;
    }
  /** One on each line; of the whole document without a range. */
  | { readonly kind: 'lines'; readonly range?: Range };

export interface TermColumn {
  readonly index: number;
  /** What the first row has. */
  readonly name: string;
  /** A few of the cells below. */
  readonly examples: readonly string[];
}

/** Client → server: the columns of an open table; one for a list. */
export const termColumnsRequest = new RequestType<
  { readonly uri: string; readonly fileName: string },
  readonly TermColumn[],
  void
>('termlens/termColumns');

export interface MapTermsParams {
  readonly uri: string;
  readonly fileName: string;
  readonly place: TermPlace;
  readonly workDoneToken?: string | number;
}

export interface MapTermsOutcome {
  /** Different ones that are not decided on and were looked up. */
  readonly terms: number;
  /** Those that have a suggestion now. */
  readonly suggested: number;
  /** Different ones that were not looked up, since there is enough to review. */
  readonly left: number;
}

/**
 * Client → server: makes the terms of an open table or list suggestions of it, each where it stands first, to be
 * reviewed as those of a note. Progress, cancellation.
 */
export const mapTermsRequest = new RequestType<MapTermsParams, MapTermsOutcome, void>('termlens/mapTerms');

export interface ExportMappingsParams {
  readonly uri: string;
  readonly output: string;
  readonly overwrite: boolean;
}

export type ExportMappingsOutcome =
  | { readonly kind: 'written'; readonly mapped: number; readonly without: number }
  /** There is such a file, and it was not to be overwritten. */
  | { readonly kind: 'exists' }
  /** Nothing was decided in the document. */
  | { readonly kind: 'nothing' };

/** Client → server: writes what was decided in an open document as a mapping set, SSSOM TSV. */
export const exportMappingsRequest = new RequestType<ExportMappingsParams, ExportMappingsOutcome, void>(
  'termlens/exportMappings',
);
