import { expect, it } from 'vitest';
import { splitComposite } from '../../../src/core/mentionDetection/compositeMention.ts';
import { placePart } from '../../../src/core/mentionDetection/partRanges.ts';

it.each([
  ['left and right knee pain', ['left … knee pain', 'right knee pain']],
  ['breast and ovarian cancer', ['breast … cancer', 'ovarian cancer']],
  ['hepatitis B and C', ['hepatitis B', 'hepatitis … C']],
  ['Duchenne and Becker muscular dystrophy', ['Duchenne … muscular dystrophy', 'Becker muscular dystrophy']],
  ['types 1 and 2 diabetes', ['types 1 … diabetes', 'types … 2 diabetes']],
  ['cancer of the breast and ovary', ['cancer of the breast', 'cancer of … ovary']],
])('%s', (mention, expected) => {
  const parts = splitComposite(mention).map((part) =>
    placePart(mention, part)
      ?.map(({ start, end }) => mention.slice(start, end))
      .join(' … '),
  );
  expect(parts).toEqual(expected);
});

it('says so where a word of the part is not in the mention', () => {
  expect(placePart('left and right knee pain', 'left hip pain')).toBeUndefined();
  expect(placePart('pain', 'pain pain')).toBeUndefined();
});
