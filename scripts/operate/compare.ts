import { readCommandLine } from '../../local/commandLine.ts';
import { type StoredShadowedQuestion, shadowedQuestions } from '../../shared/results/reviewed.ts';
import { type Comparison, compare } from './reviewed/agreement.ts';
import { useDatabase } from './reviewed/database.ts';

const usage = `npm run compare
Prints how far the shown model and its shadow agree, and who was right where a person has reviewed. It reads the running
local cloud, or the deployment whose settings are in the environment.`;

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

function text({ shown, shadow, language, questions, agreement, kappa, labels, reviewed, chance }: Comparison): string {
  const lines = [
    `shown   ${shown}`,
    `shadow  ${shadow}`,
    `${questions} questions (${language}), the same label for ${percent(agreement)}${kappa === null ? '' : `, kappa ${kappa.toFixed(2)}`}`,
    `  both OEQ ${labels.OEQ.OEQ}, both CEQ ${labels.CEQ.CEQ}, shown OEQ and shadow CEQ ${labels.OEQ.CEQ}, shown CEQ and shadow OEQ ${labels.CEQ.OEQ}`,
  ];
  if (reviewed.questions === 0) lines.push('  no person has reviewed any of them');
  else {
    lines.push(
      `  reviewed ${reviewed.questions}: both right ${reviewed.bothRight}, only shown right ${reviewed.shownRight}, only shadow right ${reviewed.shadowRight}, both wrong ${reviewed.bothWrong}`,
      chance === null ? '  they never differ there' : `  a difference as large by chance alone: ${percent(chance)}`,
    );
  }
  return lines.join('\n');
}

readCommandLine(usage, {});
try {
  await useDatabase();
  const items: StoredShadowedQuestion[] = await Array.fromAsync(shadowedQuestions());
  const comparisons = compare(items);
  if (comparisons.length === 0)
    console.log('No question has a shadow’s code. Set SHADOW_ENGINE and SHADOW_SHARE, then analyse lessons.');
  else console.log(comparisons.map(text).join('\n\n'));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
