import { printJson, printTable } from '../printTable.ts';
import { withLinking, type SessionOptions } from '../session.ts';

/** `termlens encoder info`: what is loaded, and on which device it runs. */
export async function showEncoder(installFolder: string, options: SessionOptions): Promise<void> {
  await withLinking(installFolder, options, ({ encoder }) => {
    if (options.json) {
      printJson(encoder);
    } else {
      const { scoreCalibration, notices, ...shown } = encoder;
      const calibration = `slope ${scoreCalibration.slope}, intercept ${scoreCalibration.intercept}`;
      printTable(
        ['', ''],
        [
          ...Object.entries(shown).map(([key, value]) => [key, String(value)]),
          ['scoreCalibration', calibration],
          ...notices.map((notice) => ['not used', notice]),
        ],
      );
    }
    return Promise.resolve();
  });
}
