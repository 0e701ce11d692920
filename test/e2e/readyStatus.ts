import type { Workbench } from './workbench.ts';

/** The first start on a machine builds the vocabulary; a busy one takes its time. */
const patienceMs = 180_000;

/** What the status item says once encoder and vocabulary are there: model, precision and device. */
export async function readyStatus(workbench: Workbench, model = 'starter'): Promise<string> {
  const item = workbench.page.locator('.part.statusbar .statusbar-item').filter({ hasText: `${model} ·` });
  await item.first().waitFor({ timeout: patienceMs });
  return (await item.first().innerText()).trim();
}
