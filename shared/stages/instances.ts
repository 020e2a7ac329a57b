import { jobIds, type LessonKey, laneJobId } from '../lessons/identity.ts';

/**
 * Every orchestration instance of an upload that a task hub may know, the analysis first. How many lanes there were, only the
 * hub knows: they are numbered from 0 without a gap.
 */
export async function instancesOf(
  key: Pick<LessonKey, 'lessonId' | 'revision'>,
  hub: { find(instanceId: string): Promise<unknown> },
): Promise<string[]> {
  const instances: string[] = [...jobIds(key)];
  for (let lane = 0; (await hub.find(laneJobId(key, lane))) !== null; lane += 1) instances.push(laneJobId(key, lane));
  return instances;
}
