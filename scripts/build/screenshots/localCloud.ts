import type { Shot } from './shot.ts';

export const localCloudShots: readonly Shot[] = [
  {
    name: 'local-cloud',
    async open(page, { lessonId, cloudPage }) {
      await page.goto(cloudPage);
      await page.getByRole('link', { name: 'Orchestrations', exact: true }).click();
      await page.getByLabel('Id begins with').fill(lessonId);
      const instances = page.getByRole('listbox', { name: 'Instances' }).getByRole('option');
      await instances.filter({ hasText: 'analyzeLesson' }).filter({ hasText: lessonId }).click();
      await page.getByRole('listbox', { name: 'Timeline' }).getByRole('option').first().waitFor();
      await page.waitForLoadState('domcontentloaded');
    },
  },
];
