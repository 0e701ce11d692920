import type { Pooling, Precision } from '../encoder.ts';

/** An encoder that can be chosen: bundled, installed, or known by the catalogue and to be fetched or brought. */
export interface EncoderEntry {
  /** Value for `termlens.encoder.model`. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** `bring`: no ONNX export is published. */
  readonly state: 'bundled' | 'installed' | 'available' | 'bring';
  /** How to make one that is to be brought, or to mend one that is damaged; commands are in backticks. */
  readonly remedy?: string;
  /** On the Hugging Face hub, with the revision that was or will be fetched. */
  readonly repository?: string;
  readonly revision?: string;
  readonly licence: string;
  /** ISO 639-1; empty if it is not known. */
  readonly languages: readonly string[];
  readonly pooling: Pooling;
  readonly maximumTokens: number;
  /** Those that are there, or, of one that is not installed, that can be fetched (with rounded sizes). */
  readonly precisions: readonly { readonly precision: Precision; readonly bytes?: number }[];
  readonly folder?: string;
}
